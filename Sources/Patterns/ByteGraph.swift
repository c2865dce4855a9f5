// The UTF-8 forms of a set of scalars as the smallest graph of byte ranges.

/// A graph whose paths from `root` to `exit` are the UTF-8 forms of the scalars of a set.
struct ByteGraph: Sendable {
    /// The target of edges that complete a scalar.
    static let exit = -1

    /// The edges out of each node. Every target has a lower index than the nodes that lead to it; the root is last.
    private(set) var nodes: [[ByteEdge]] = []
    private var known: [[ByteEdge]: Int] = [:]

    init(_ set: ScalarSet) {
        var root: [ByteEdge] = []
        let lengths: [(values: ClosedRange<UInt32>, lead: UInt8)] = [
            (0...0x7F, 0), (0x80...0x7FF, 0xC0), (0x800...0xFFFF, 0xE0), (0x1_0000...0x10_FFFF, 0xF0),
        ]
        for (following, length) in lengths.enumerated() {
            let ranges = set.ranges.lazy.filter { $0.overlaps(length.values) }.map { $0.clamped(to: length.values) }
            root += edges(for: Array(ranges), lead: length.lead, following: following)
        }
        nodes.append(root)
    }

    /// The edges for values of which the leading part goes into a byte with the marker `lead`, and six bits go into
    /// each of the bytes `following`.
    private mutating func edges(for ranges: [ClosedRange<UInt32>], lead: UInt8, following: Int) -> [ByteEdge] {
        let shift = UInt32(6 * following)
        let mask = (UInt32(1) << shift) - 1
        var result: [ByteEdge] = []
        // The ranges within one value of the leading part.
        var partial: [ClosedRange<UInt32>] = []
        var partialLead: UInt32 = 0

        func append(_ low: UInt32, _ high: UInt32, _ target: Int) {
            let (low, high) = (lead | UInt8(low), lead | UInt8(high))
            if let last = result.last, last.target == target, last.high + 1 == low {
                result[result.count - 1].high = high
            } else {
                result.append(ByteEdge(low: low, high: high, target: target))
            }
        }

        for range in ranges {
            var low = range.lowerBound
            while low <= range.upperBound {
                let first = low >> shift
                if !partial.isEmpty, first != partialLead {
                    append(partialLead, partialLead, node(for: partial, following: following - 1))
                    partial = []
                }
                let end = low | mask
                if low & mask == 0, end <= range.upperBound {
                    let last = (range.upperBound &+ 1) >> shift &- 1
                    append(first, last, node(for: [0...mask], following: following - 1))
                    low = (last + 1) << shift
                } else {
                    let high = min(end, range.upperBound)
                    partial.append((low & mask)...(high & mask))
                    partialLead = first
                    low = high + 1
                }
            }
        }
        if !partial.isEmpty {
            append(partialLead, partialLead, node(for: partial, following: following - 1))
        }
        return result
    }

    /// The node that reads the continuation bytes of values in these ranges; equal nodes are shared.
    private mutating func node(for ranges: [ClosedRange<UInt32>], following: Int) -> Int {
        guard following >= 0 else { return Self.exit }
        let edges = edges(for: ranges, lead: 0x80, following: following)
        if let index = known[edges] { return index }
        known[edges] = nodes.count
        nodes.append(edges)
        return nodes.count - 1
    }
}
