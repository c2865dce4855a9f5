// A pattern as a nondeterministic automaton over bytes.

/// A byte range that leads on to an instruction.
struct ByteEdge: Hashable, Sendable {
    var low: UInt8
    var high: UInt8
    var target: Int
}

/// One state of the automaton; numbers are indices of instructions.
enum Instruction: Sendable {
    /// Takes one byte by one of `edges[range]`, which are sorted and do not overlap.
    case bytes(Range<Int>)
    /// Continues at both, preferring the first.
    case split(Int, Int)
    /// Remembers the place in a slot: slots 2n and 2n + 1 are the ends of group n.
    case save(Int, next: Int)
    case assert(Assertion, next: Int)
    /// The pattern has matched.
    case match
}

/// The compiled form of a pattern.
struct PatternProgram: Sendable {
    var instructions: [Instruction] = []
    var edges: [ByteEdge] = []
    /// Where a match begins.
    var start = 0
    /// Like `start`, but skips any bytes first.
    var searchStart = 0
    var groupCount = 0
    var hasAssertions = false
    /// Bytes that no instruction distinguishes have one class.
    var byteClasses = ByteClasses()

    /// Where one of the edges of a `bytes` instruction leads with a byte.
    func target(of range: Range<Int>, for byte: UInt8) -> Int? {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low &+ high) / 2
            if edges[middle].high < byte { low = middle &+ 1 } else { high = middle }
        }
        guard low < range.upperBound, edges[low].low <= byte else { return nil }
        return edges[low].target
    }
}

/// Classes of bytes that every instruction treats alike.
struct ByteClasses: Sendable {
    /// The class of each of the 256 bytes.
    private(set) var ofByte = [UInt8](repeating: 0, count: 256)
    /// For each class one of its bytes.
    private(set) var representatives: [UInt8] = [0]

    init() {}

    init(_ program: PatternProgram) {
        var begins = [Bool](repeating: false, count: 257)
        for edge in program.edges {
            begins[Int(edge.low)] = true
            begins[Int(edge.high) + 1] = true
        }
        for byte in 1..<256 {
            let here = UInt8(byte)
            if begins[byte] || program.hasAssertions && Neighbour(here) != Neighbour(here - 1) {
                representatives.append(here)
            }
            ofByte[byte] = UInt8(representatives.count - 1)
        }
    }
}
