// A deterministic automaton that is made while it runs: each state and step when a text first needs it.

/// How much of a text a match must cover.
package enum Extent: Sendable, Hashable {
    case whole, anywhere
}

/// Decides whether texts match, one table look-up a byte once the steps are known.
///
/// A state is a set of instructions. The states are dropped when they become too many, so that memory is bounded, and
/// one byte never costs more than one pass over the program.
struct LazyAutomaton: Sendable {
    /// The state from which nothing can match any more.
    static let dead: Int32 = 0
    /// The state in which a match is certain: reached at the end of a text, or anywhere if that suffices.
    static let matched: Int32 = 1
    private static let unknown: Int32 = -1
    private static let stateLimit = 4096
    private static let stepLimit = 1 << 20
    private static let memberLimit = 1 << 20

    /// The content of a state.
    private struct State: Hashable {
        /// In ascending order: `bytes`, `assert` and `match` instructions.
        var members: [Int32]
        /// The byte before, if an assertion among the members depends on it; else `other`.
        var previous: Neighbour
        var hasAssertions: Bool

        func hash(into hasher: inout Hasher) {
            hasher.combine(previous)
            members.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }

    private let program: PatternProgram
    private let extent: Extent
    /// Steps in a row of the table: one for each class of bytes and one for the end of the text.
    private let width: Int
    private var states: [State] = []
    private var numbers: [State: Int32] = [:]
    private var memberCount = 0
    private var steps: [Int32] = []
    private var start = unknown
    private var visited: VisitedSet
    /// Instructions still to follow; empty between calls.
    private var pending: [Int] = []
    /// What building the automaton has cost so far: visited set members, and a fixed part for each step.
    private(set) var work = 0

    init(_ program: PatternProgram, extent: Extent) {
        self.program = program
        self.extent = extent
        width = program.byteClasses.representatives.count + 1
        visited = VisitedSet(capacity: program.instructions.count)
        forget()
    }

    /// The class of the end of the text.
    var endClass: Int { width - 1 }

    mutating func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var state = startState()
        for byte in text {
            if state <= Self.matched { return state == Self.matched }
            state = step(from: state, by: Int(program.byteClasses.ofByte[Int(byte)]))
        }
        if state > Self.matched { state = step(from: state, by: endClass) }
        return state == Self.matched
    }

    mutating func startState() -> Int32 {
        if start == Self.unknown {
            let entry = extent == .whole ? program.start : program.searchStart
            var members: [Int32] = []
            visited.removeAll()
            follow(entry, into: &members, isAtStart: true)
            start = number(members, previous: .edge)
        }
        return start
    }

    /// The state after one more byte, or the end. If the limit of states was reached, all earlier numbers except `dead`
    /// and `matched` may be invalid after the call.
    mutating func step(from state: Int32, by byteClass: Int) -> Int32 {
        let slot = Int(state) &* width &+ byteClass
        let known = steps[slot]
        if known != Self.unknown { return known }
        let before = states.count
        let next = makeStep(from: states[Int(state)], by: byteClass)
        // Where states were dropped, the slot belongs to another step.
        if states.count >= before { steps[slot] = next }
        return next
    }

    private mutating func makeStep(from state: State, by byteClass: Int) -> Int32 {
        let byte = byteClass == endClass ? nil : program.byteClasses.representatives[byteClass]
        let current =
            state.hasAssertions
            ? resolve(state, before: byte.map(Neighbour.init) ?? .edge) : state.members
        work &+= current.count &+ 8
        var next: [Int32] = []
        visited.removeAll()
        for member in current {
            switch program.instructions[Int(member)] {
            case .match where byte == nil || extent == .anywhere:
                return Self.matched
            case .bytes(let edges):
                if let byte, let target = program.target(of: edges, for: byte) {
                    follow(target, into: &next, isAtStart: false)
                }
            default:
                break
            }
        }
        let previous = byte.map(Neighbour.init) ?? .edge
        return number(next, previous: previous == .continuation ? .other : previous)
    }

    /// The members of a state once its assertions are decided.
    private mutating func resolve(_ state: State, before next: Neighbour) -> [Int32] {
        var result: [Int32] = []
        var undecided = state.members
        visited.removeAll()
        for member in undecided { visited.insert(Int(member)) }
        while let member = undecided.popLast() {
            guard case .assert(let assertion, let target) = program.instructions[Int(member)] else {
                result.append(member)
                continue
            }
            if assertion.holds(after: state.previous, before: next) {
                follow(target, into: &undecided, isAtStart: true)
            }
        }
        return result
    }

    /// Adds what can be reached from an instruction without a byte and without deciding an assertion.
    ///
    /// - Parameter isAtStart: whether assertions for the text's beginning can hold.
    private mutating func follow(_ entry: Int, into members: inout [Int32], isAtStart: Bool) {
        pending.append(entry)
        while let index = pending.popLast() {
            guard visited.insert(index) else { continue }
            work &+= 1
            switch program.instructions[index] {
            case .split(let first, let second):
                pending.append(second)
                pending.append(first)
            case .save(_, let next):
                pending.append(next)
            case .assert(.textStart, _) where !isAtStart:
                break
            case .bytes(let edges) where edges.isEmpty:
                break
            default:
                members.append(Int32(truncatingIfNeeded: index))
            }
        }
    }

    /// The number of a state, assigned where it is new.
    private mutating func number(_ members: [Int32], previous: Neighbour) -> Int32 {
        guard !members.isEmpty else { return Self.dead }
        var hasAssertions = false
        for member in members {
            switch program.instructions[Int(member)] {
            case .match where extent == .anywhere: return Self.matched
            case .assert: hasAssertions = true
            default: break
            }
        }
        let state = State(
            members: members.sorted(), previous: hasAssertions ? previous : .other, hasAssertions: hasAssertions)
        if let number = numbers[state] { return number }
        if states.count >= Self.stateLimit || steps.count >= Self.stepLimit || memberCount >= Self.memberLimit {
            forget()
        }
        let number = Int32(truncatingIfNeeded: states.count)
        states.append(state)
        numbers[state] = number
        memberCount += members.count
        steps += repeatElement(Self.unknown, count: width)
        return number
    }

    /// Drops all states but the two that have fixed numbers.
    private mutating func forget() {
        let fixed = State(members: [], previous: .other, hasAssertions: false)
        states = [fixed, fixed]
        numbers.removeAll(keepingCapacity: true)
        memberCount = 0
        steps = Array(repeating: Self.dead, count: width) + Array(repeating: Self.matched, count: width)
        start = Self.unknown
    }
}

/// A set of small numbers that is emptied in constant time.
struct VisitedSet: Sendable {
    private var stamps: [UInt32]
    private var current: UInt32 = 1

    init(capacity: Int) {
        stamps = Array(repeating: 0, count: capacity)
    }

    /// Whether the number was not yet in the set.
    @discardableResult
    mutating func insert(_ number: Int) -> Bool {
        guard stamps[number] != current else { return false }
        stamps[number] = current
        return true
    }

    mutating func removeAll() {
        if current == .max {
            stamps = Array(repeating: 0, count: stamps.count)
            current = 0
        }
        current += 1
    }
}
