// Reads a text backwards to find, for each place, the instructions from which a match can still be reached.

/// A deterministic automaton over sets of live instructions, made while it runs.
///
/// An instruction is live in a place if some path from it through the following text ends in a match.
struct LivenessAutomaton {
    private let program: PatternProgram
    private let wordCount: Int
    private let classCount: Int
    /// For each instruction those that lead to it without a byte.
    private var predecessors: [[Int32]]
    private var sets: [[UInt64]] = []
    private var numbers: [[UInt64]: Int32] = [:]
    /// The set before a byte, at `(set * classCount + class of the byte) * 4 + kind of the byte before`; -1: unknown.
    private var steps: [Int32] = []

    init(_ program: PatternProgram) {
        self.program = program
        wordCount = (program.instructions.count + 63) / 64
        classCount = program.byteClasses.representatives.count
        predecessors = Array(repeating: [], count: program.instructions.count)
        for (index, instruction) in program.instructions.enumerated() {
            let index = Int32(truncatingIfNeeded: index)
            switch instruction {
            case .split(let first, let second):
                predecessors[first].append(index)
                if second != first { predecessors[second].append(index) }
            case .save(_, let next), .assert(_, let next):
                predecessors[next].append(index)
            case .bytes, .match:
                break
            }
        }
    }

    var setCount: Int { sets.count }

    /// The members of a set as a bitmap.
    func members(of set: Int32) -> [UInt64] { sets[Int(set)] }

    func contains(_ instruction: Int, in set: Int32) -> Bool {
        sets[Int(set)][instruction / 64] >> UInt64(instruction % 64) & 1 != 0
    }

    /// Drops all sets; their numbers are then invalid.
    mutating func forget() {
        sets = []
        numbers = [:]
        steps = []
    }

    /// The live set at the end of a text.
    mutating func setAtEnd(after previous: Neighbour) -> Int32 {
        number(propagate([UInt64](repeating: 0, count: wordCount), after: previous, before: .edge))
    }

    /// The live set before a byte if `set` is live after it.
    mutating func step(from set: Int32, by byte: UInt8, after previous: Neighbour) -> Int32 {
        let byteClass = Int(program.byteClasses.ofByte[Int(byte)])
        let kind = program.hasAssertions ? Int(previous.rawValue & 3) : 0
        let slot = (Int(set) * classCount + byteClass) * 4 + kind
        if steps[slot] >= 0 { return steps[slot] }
        var live = [UInt64](repeating: 0, count: wordCount)
        for (index, instruction) in program.instructions.enumerated() {
            if case .bytes(let edges) = instruction, let target = program.target(of: edges, for: byte),
                contains(target, in: set)
            {
                live[index / 64] |= 1 << UInt64(index % 64)
            }
        }
        let next = number(propagate(live, after: previous, before: Neighbour(byte)))
        steps[slot] = next
        return next
    }

    /// The number of a set that was read from this automaton before it forgot.
    mutating func number(_ set: [UInt64]) -> Int32 {
        if let known = numbers[set] { return known }
        let number = Int32(truncatingIfNeeded: sets.count)
        sets.append(set)
        numbers[set] = number
        steps += repeatElement(-1, count: classCount * 4)
        return number
    }

    /// Adds to the live instructions those that reach them, or the match, without a byte.
    private func propagate(_ seeds: [UInt64], after previous: Neighbour, before next: Neighbour) -> [UInt64] {
        var live = seeds
        var pending: [Int32] = []
        for (index, instruction) in program.instructions.enumerated() {
            if case .match = instruction { live[index / 64] |= 1 << UInt64(index % 64) }
            if live[index / 64] >> UInt64(index % 64) & 1 != 0 {
                pending.append(Int32(truncatingIfNeeded: index))
            }
        }
        while let reached = pending.popLast() {
            for predecessor in predecessors[Int(reached)] {
                let index = Int(predecessor)
                guard live[index / 64] >> UInt64(index % 64) & 1 == 0 else { continue }
                if case .assert(let assertion, _) = program.instructions[index],
                    !assertion.holds(after: previous, before: next)
                {
                    continue
                }
                live[index / 64] |= 1 << UInt64(index % 64)
                pending.append(predecessor)
            }
        }
        return live
    }
}
