// Finds all matches with their groups in linear time: backwards to find live instructions, then forwards along them.

/// One match of a pattern.
package struct PatternMatch: Equatable, Sendable {
    /// The bytes of the match, counted from the text's beginning.
    package var range: Range<Int>
    /// The bytes of each capture group's last iteration; `nil` for a group that took no part.
    package var groups: [Range<Int>?]

    package init(range: Range<Int>, groups: [Range<Int>?]) {
        self.range = range
        self.groups = groups
    }
}

/// Searches texts for all matches of a program.
///
/// The usual search, which starts anew for each match, is quadratic for patterns such as `a.*b|a`. Here a first pass
/// from the text's end determines which instructions lead to a match at which places, so that the second pass walks
/// straight along every match. To bound memory, the first pass keeps the live set only at the end of each block, and
/// the second pass restores a block when it reaches it.
struct CaptureSearch {
    private static let blockLength = 4096
    /// How many sets are kept from one block to the next.
    private static let setLimit = 1024

    private let program: PatternProgram
    private var automaton: LivenessAutomaton
    private var visited: VisitedSet
    /// The live set at the end of each block.
    private var blockEnds: [[UInt64]] = []
    /// The restored block, and the live set at each of its places, its end included.
    private var block = -1
    private var live: [Int32] = []
    private var slots: [Int]

    init(_ program: PatternProgram) {
        self.program = program
        automaton = LivenessAutomaton(program)
        visited = VisitedSet(capacity: program.instructions.count)
        slots = Array(repeating: -1, count: 2 * program.groupCount)
    }

    mutating func allMatches(in text: UnsafeBufferPointer<UInt8>) -> [PatternMatch] {
        matches(in: text, most: .max)
    }

    /// The match that begins first.
    mutating func firstMatch(in text: UnsafeBufferPointer<UInt8>) -> PatternMatch? {
        matches(in: text, most: 1).first
    }

    private mutating func matches(in text: UnsafeBufferPointer<UInt8>, most: Int) -> [PatternMatch] {
        readBackwards(text)
        var matches: [PatternMatch] = []
        var place = 0
        var previousEnd = -1
        while place <= text.count, matches.count < most {
            defer { place += 1 }
            // A match begins at the beginning of a scalar.
            if place < text.count, Neighbour(text[place]) == .continuation { continue }
            guard isLive(program.start, at: place, in: text) else { continue }
            let end = walk(from: place, in: text)
            if end == place, end == previousEnd { continue }
            let groups = (0..<program.groupCount).map { group -> Range<Int>? in
                let (low, high) = (slots[2 * group], slots[2 * group + 1])
                return low >= 0 && low <= high ? low..<high : nil
            }
            matches.append(PatternMatch(range: place..<end, groups: groups))
            previousEnd = end
            if end > place { place = end - 1 }
        }
        return matches
    }

    // MARK: Live instructions

    private mutating func readBackwards(_ text: UnsafeBufferPointer<UInt8>) {
        let blockCount = text.count / Self.blockLength + 1
        // What earlier texts have taught is kept, within limits.
        if automaton.setCount > Self.setLimit { automaton.forget() }
        var set = automaton.setAtEnd(after: Self.neighbour(before: text.count, in: text))
        blockEnds = [automaton.members(of: set)]
        for index in stride(from: blockCount - 1, to: 0, by: -1) {
            restore(index, end: automaton.members(of: set), in: text)
            set = live[0]
            blockEnds.append(automaton.members(of: set))
        }
        blockEnds.reverse()
        block = -1
    }

    /// Computes the live sets at the places of a block from that at its end.
    private mutating func restore(_ index: Int, end: [UInt64], in text: UnsafeBufferPointer<UInt8>) {
        if automaton.setCount > Self.setLimit { automaton.forget() }
        let low = index * Self.blockLength
        let high = min(low + Self.blockLength, text.count)
        live.removeAll(keepingCapacity: true)
        live.append(contentsOf: repeatElement(0, count: high - low + 1))
        var set = automaton.number(end)
        live[high - low] = set
        for place in stride(from: high - 1, through: low, by: -1) {
            set = automaton.step(from: set, by: text[place], after: Self.neighbour(before: place, in: text))
            live[place - low] = set
        }
        block = index
    }

    private mutating func isLive(_ instruction: Int, at place: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        let index = place / Self.blockLength
        if index != block { restore(index, end: blockEnds[index], in: text) }
        return automaton.contains(instruction, in: live[place - index * Self.blockLength])
    }

    private static func neighbour(before place: Int, in text: UnsafeBufferPointer<UInt8>) -> Neighbour {
        guard place > 0 else { return .edge }
        let kind = Neighbour(text[place - 1])
        return kind == .continuation ? .other : kind
    }

    // MARK: Walking along a match

    private enum Pending {
        case visit(Int)
        /// Undoes a `save` on a path that returned to where it had been.
        case restore(slot: Int, value: Int)
    }

    /// The end of the preferred match that begins in a place where the program's start is live; fills `slots`.
    private mutating func walk(from start: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
        for slot in slots.indices { slots[slot] = -1 }
        var place = start
        var entry = program.start
        var pending: [Pending] = []
        while true {
            pending.removeAll(keepingCapacity: true)
            pending.append(.visit(entry))
            visited.removeAll()
            var next: Int?
            search: while let action = pending.popLast() {
                guard case .visit(let index) = action else {
                    if case .restore(let slot, let value) = action { slots[slot] = value }
                    continue
                }
                guard visited.insert(index), isLive(index, at: place, in: text) else { continue }
                switch program.instructions[index] {
                case .match:
                    return place
                case .bytes(let edges):
                    next = program.target(of: edges, for: text[place])
                    break search
                case .split(let first, let second):
                    pending.append(.visit(second))
                    pending.append(.visit(first))
                case .save(let slot, let target):
                    pending.append(.restore(slot: slot, value: slots[slot]))
                    slots[slot] = place
                    pending.append(.visit(target))
                case .assert(_, let target):
                    // It is live only where its condition holds.
                    pending.append(.visit(target))
                }
            }
            // From a live instruction some path takes a byte or has matched.
            guard let target = next else { return place }
            entry = target
            place += 1
        }
    }
}
