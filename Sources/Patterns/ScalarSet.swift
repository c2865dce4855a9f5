// Sets of Unicode scalars as sorted ranges.

/// A set of Unicode scalars.
///
/// Its ranges are sorted, do not touch, and hold no surrogates.
struct ScalarSet: Hashable, Sendable {
    private(set) var ranges: [ClosedRange<UInt32>]

    static let empty = ScalarSet([])
    static let all = ScalarSet([0...0x10_FFFF])
    static let newline = ScalarSet([0x0A...0x0A])
    static let digits = ScalarSet([0x30...0x39])
    static let space = ScalarSet([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
    static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])

    /// The scalars of ranges in any order, which may overlap.
    init(_ unsorted: [ClosedRange<UInt32>]) {
        ranges = []
        ranges.reserveCapacity(unsorted.count)
        for range in unsorted.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            append(range)
        }
        removeSurrogates()
    }

    init(_ scalar: Unicode.Scalar) {
        ranges = [scalar.value...scalar.value]
    }

    /// The scalars of either set, in linear time.
    func union(_ other: ScalarSet) -> ScalarSet {
        var result = ScalarSet.empty
        var (left, right) = (0, 0)
        while left < ranges.count || right < other.ranges.count {
            let takesLeft =
                right == other.ranges.count
                || left < ranges.count && ranges[left].lowerBound <= other.ranges[right].lowerBound
            result.append(takesLeft ? ranges[left] : other.ranges[right])
            if takesLeft { left += 1 } else { right += 1 }
        }
        return result
    }

    /// The scalars that are not in the set.
    var inverted: ScalarSet {
        var gaps: [ClosedRange<UInt32>] = []
        var start: UInt32 = 0
        for range in ranges {
            if range.lowerBound > start {
                gaps.append(start...range.lowerBound - 1)
            }
            start = range.upperBound + 1
        }
        if start <= 0x10_FFFF {
            gaps.append(start...0x10_FFFF)
        }
        return ScalarSet(gaps)
    }

    /// Adds a range that does not begin before the last one.
    private mutating func append(_ range: ClosedRange<UInt32>) {
        if let last = ranges.last, range.lowerBound <= last.upperBound + 1 {
            ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
        } else {
            ranges.append(range)
        }
    }

    private mutating func removeSurrogates() {
        guard ranges.contains(where: { $0.overlaps(0xD800...0xDFFF) }) else { return }
        ranges = ranges.flatMap { range -> [ClosedRange<UInt32>] in
            guard range.overlaps(0xD800...0xDFFF) else { return [range] }
            var parts: [ClosedRange<UInt32>] = []
            if range.lowerBound < 0xD800 { parts.append(range.lowerBound...0xD7FF) }
            if range.upperBound > 0xDFFF { parts.append(0xE000...range.upperBound) }
            return parts
        }
    }
}
