// The nearest of some names: what was most likely meant by a misspelt one.

/// The candidate nearest to `name`, or `nil` where none is near enough to be meant: at most a third of the longer one's
/// letters differ, and at most half of the shorter one's, so that one letter is never near to another (optimal string
/// alignment distance, ignoring case). Of equally near candidates the first is taken.
package func nearest<Candidates: Sequence>(to name: String, in candidates: Candidates) -> String?
where Candidates.Element == String {
    let index = NameIndex(candidates)
    return index.nearest(to: name).map { index.names[$0] }
}

/// Names prepared for many searches for the nearest.
package final class NameIndex: Sendable {
    package let names: [String]
    /// The letters of all names in lower case, concatenated, and where those of each name begin.
    private let letters: [UInt32]
    private let starts: [Int]
    /// For each name a set of its letters, by their lowest six bits.
    private let signatures: [UInt64]
    /// The names of each length.
    private let byLength: [[Int]]
    /// The longest name that is searched for or found, in letters.
    private static let longest = 200

    package init(_ names: some Sequence<String>) {
        self.names = Array(names)
        var letters: [UInt32] = []
        var starts: [Int] = []
        var signatures: [UInt64] = []
        var byLength = [[Int]](repeating: [], count: NameIndex.longest + 1)
        for (index, name) in self.names.enumerated() {
            let own = NameIndex.letters(name)
            starts.append(letters.count)
            signatures.append(NameIndex.signature(own))
            letters += own
            if own.count <= NameIndex.longest { byLength[own.count].append(index) }
        }
        starts.append(letters.count)
        (self.letters, self.starts, self.signatures, self.byLength) = (letters, starts, signatures, byLength)
    }

    /// All dashes are one letter, and so are all spaces: names that differ in these alone have distance 0.
    private static func letters(_ name: String) -> [UInt32] {
        name.lowercased().unicodeScalars.map { letter in
            switch letter.value {
            case 0x2010...0x2015, 0x2212: 0x2D
            case 0xA0, 0x2000...0x200A, 0x202F: 0x20
            case let other: other
            }
        }
    }

    private static func signature(_ letters: [UInt32]) -> UInt64 {
        letters.reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }

    /// The index in `names` of the nearest one; `nil` where none is near enough.
    package func nearest(to name: String) -> Int? {
        var budget = Int.max
        return nearest(to: name, budget: &budget)
    }

    /// As `nearest(to:)`, as long as the budget lasts: it is reduced by the number of letters compared, and once it is
    /// used up the result is `nil`.
    package func nearest(to name: String, budget: inout Int) -> Int? {
        let wanted = NameIndex.letters(name)
        guard wanted.count <= NameIndex.longest, budget > 0 else { return nil }
        let signature = NameIndex.signature(wanted)
        let distances = EditDistance(longest: NameIndex.longest)
        var best: (index: Int, distance: Int)?
        // Names of similar length come first: the sooner a near one is found, the fewer others need comparing.
        for difference in 0...NameIndex.longest / 2 {
            if let best, difference > best.distance { break }
            for length in difference == 0 ? [wanted.count] : [wanted.count - difference, wanted.count + difference]
            where byLength.indices.contains(length) {
                let longer = max(wanted.count, length)
                let allowed = min(max(1, longer / 3), min(wanted.count, length) / 2)
                guard difference <= allowed else { continue }
                for index in byLength[length] {
                    var limit = min(allowed, best?.distance ?? .max)
                    if let best, index > best.index { limit = min(limit, best.distance - 1) }
                    // Each letter that only one of them has costs at least one change.
                    guard limit >= difference,
                        (signature & ~signatures[index]).nonzeroBitCount <= limit,
                        (signatures[index] & ~signature).nonzeroBitCount <= limit
                    else { continue }
                    budget -= wanted.count * (2 * limit + 1)
                    if budget <= 0 { return nil }
                    let found = letters.withUnsafeBufferPointer { letters in
                        wanted.withUnsafeBufferPointer { wanted in
                            distances.distance(
                                wanted, UnsafeBufferPointer(rebasing: letters[starts[index]..<starts[index + 1]]),
                                upTo: limit)
                        }
                    }
                    if let found { best = (index, found) }
                }
            }
        }
        return best?.index
    }
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from one text to the other, counted up to a
/// limit.
private final class EditDistance {
    private let rows: UnsafeMutablePointer<Int>
    private let width: Int

    init(longest: Int) {
        width = longest + 2
        rows = .allocate(capacity: 3 * width)
    }

    deinit { rows.deallocate() }

    /// The distance of two texts of at most the longest length; `nil` where it is more than the limit.
    func distance(_ left: UnsafeBufferPointer<UInt32>, _ right: UnsafeBufferPointer<UInt32>, upTo limit: Int) -> Int? {
        let (n, m) = (left.count, right.count)
        guard abs(n - m) <= limit else { return nil }
        let far = limit + 1
        var (beforeLast, last, current) = (rows, rows + width, rows + 2 * width)
        for column in 0...m { last[column] = min(column, far) }
        var lastLeast = 0
        for row in stride(from: 1, through: n, by: 1) {
            // Outside a band around the diagonal every distance is beyond the limit.
            let from = max(1, row - limit)
            let to = min(m, row + limit)
            current[from - 1] = from == 1 ? min(row, far) : far
            var least = current[from - 1]
            for column in stride(from: from, through: to, by: 1) {
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                var value = min(last[column - 1] + cost, current[column - 1] + 1, far)
                if column < row + limit { value = min(value, last[column] + 1) }
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    value = min(value, beforeLast[column - 2] + 1)
                }
                current[column] = value
                least = min(least, value)
            }
            if to < m { current[to + 1] = far }
            if least > limit, lastLeast > limit { return nil }
            lastLeast = least
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        return last[m] <= limit ? last[m] : nil
    }
}
