// The finished deterministic automaton of a small pattern: the tight loop for columns of cells.

/// A complete table of steps for at most 256 states, made once many texts are to be matched and shared by all workers.
struct DenseAutomaton: Sendable {
    private static let stateLimit = 256
    /// The most work, as the lazy automaton counts it, that goes into a table: about a millisecond.
    private static let workLimit = 100_000

    /// The next state at `rows[byte] + state`. A row is as long as there are states.
    private var steps: [UInt8] = []
    private var rows: [UInt32] = []
    /// 1 for the states in which the text may end.
    private var accepts: [UInt8] = []
    private var start: UInt8 = 0

    /// `nil` where the pattern needs more states or more work than is worth while.
    init?(_ program: PatternProgram, extent: Extent) {
        var automaton = LazyAutomaton(program, extent: extent)
        let classCount = automaton.endClass
        var transposed: [UInt8] = []
        guard let first = UInt8(exactly: automaton.startState()) else { return nil }
        start = first
        var state: Int32 = 0
        var highest = max(Int32(first), LazyAutomaton.matched)
        while state <= highest {
            for byteClass in 0..<classCount {
                let next = automaton.step(from: state, by: byteClass)
                guard let narrow = UInt8(exactly: next), automaton.work <= Self.workLimit else { return nil }
                transposed.append(narrow)
                highest = max(highest, next)
            }
            accepts.append(automaton.step(from: state, by: automaton.endClass) == LazyAutomaton.matched ? 1 : 0)
            state += 1
        }
        let stateCount = accepts.count
        for byteClass in 0..<classCount {
            for state in 0..<stateCount {
                steps.append(transposed[state * classCount + byteClass])
            }
        }
        rows = program.byteClasses.ofByte.map { UInt32($0) * UInt32(stateCount) }
    }

    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var state = start
        for byte in text {
            if state <= UInt8(LazyAutomaton.matched) { break }
            state = steps[Int(rows[Int(byte)]) &+ Int(state)]
        }
        return accepts[Int(state)] != 0
    }

    /// Matches a column of cells. `spans` holds, for each cell, its offset from `base` and its length as two native
    /// `UInt32`; all `(count + 63) / 64` words of `bits` are written, unused bits with 0.
    func match(base: UnsafePointer<UInt8>, spans: UnsafeRawPointer, count: Int, into bits: UnsafeMutablePointer<UInt64>)
    {
        // Every state and every class has its place in the tables by construction, so the indices need no check.
        steps.withUnsafeBufferPointer { steps in
            rows.withUnsafeBufferPointer { rows in
                accepts.withUnsafeBufferPointer { accepts in
                    guard let steps = steps.baseAddress, let rows = rows.baseAddress else { return }
                    guard let accepts = accepts.baseAddress else { return }
                    var span = spans
                    var remaining = count
                    var word = bits
                    while remaining > 0 {
                        let cells = min(remaining, 64)
                        var result: UInt64 = 0
                        for cell in 0..<cells {
                            let offset = span.loadUnaligned(as: UInt32.self)
                            let length = span.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
                            span += 8
                            var next = base + Int(offset)
                            let end = next + Int(length)
                            var state = start
                            while next < end, state > UInt8(truncatingIfNeeded: LazyAutomaton.matched) {
                                state = steps[Int(rows[Int(next.pointee)]) &+ Int(state)]
                                next += 1
                            }
                            result |= UInt64(accepts[Int(state)]) &<< UInt64(cell)
                        }
                        word.pointee = result
                        word += 1
                        remaining &-= cells
                    }
                }
            }
        }
    }
}
