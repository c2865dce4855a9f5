// Shows what formatting changes as a unified diff.

/// A unified diff from `old` to `new` with three lines around each change, empty where they are equal; `name` stands in
/// its head. Bytes that are no UTF-8 show as U+FFFD. Takes time that is all but linear: lines that occur once on either
/// side are matched first, and only short stretches between them are compared line by line.
package func formattingDifference(old: [UInt8], new: [UInt8], name: String) -> String {
    guard old != new else { return "" }
    let difference = LineDifference(old: diffLines(old), new: diffLines(new))
    return "--- \(name)\n+++ \(name)\n" + difference.hunks().joined()
}

/// The lines of a text with their line feeds.
private func diffLines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
        let end = bytes[start...].firstIndex(of: Byte.newline).map { $0 + 1 } ?? bytes.count
        lines.append(bytes[start..<end])
        start = end
    }
    return lines
}

/// Which lines of two texts are the same.
private struct LineDifference {
    /// How many lines stand around a change.
    static let context = 3
    /// The greatest product of two numbers of lines that are compared each with each.
    static let largestTable = 65_536

    let old: [ArraySlice<UInt8>]
    let new: [ArraySlice<UInt8>]
    /// Each line as a number, equal for equal lines.
    private let oldIDs: [Int]
    private let newIDs: [Int]
    /// For each old line the new line that it is; these grow.
    private var partners: [Int?]

    init(old: [ArraySlice<UInt8>], new: [ArraySlice<UInt8>]) {
        self.old = old
        self.new = new
        var ids: [ArraySlice<UInt8>: Int] = [:]
        func id(_ line: ArraySlice<UInt8>) -> Int {
            let next = ids.count
            return ids[line]
                ?? {
                    ids[line] = next
                    return next
                }()
        }
        oldIDs = old.map(id)
        newIDs = new.map(id)
        partners = [Int?](repeating: nil, count: old.count)
        match(count: ids.count)
    }

    // MARK: Matching

    private mutating func match(count: Int) {
        var oldStart = 0
        var newStart = 0
        for (oldLine, newLine) in anchors(count: count) + [(old.count, new.count)] {
            match(oldStart..<oldLine, newStart..<newLine)
            if oldLine < old.count { partners[oldLine] = newLine }
            (oldStart, newStart) = (oldLine + 1, newLine + 1)
        }
    }

    /// The longest growing sequence of pairs of lines that occur once in each text.
    private func anchors(count: Int) -> [(old: Int, new: Int)] {
        var occurrences = [(old: Int, new: Int)](repeating: (0, 0), count: count)
        var places = [Int](repeating: 0, count: count)
        for id in oldIDs { occurrences[id].old += 1 }
        for (line, id) in newIDs.enumerated() {
            occurrences[id].new += 1
            places[id] = line
        }
        let pairs = oldIDs.indices.filter { occurrences[oldIDs[$0]] == (1, 1) }.map { ($0, places[oldIDs[$0]]) }
        // Patience sorting: the last pair of the best sequence of each length, and each pair's predecessor.
        var last: [Int] = []
        var before = [Int?](repeating: nil, count: pairs.count)
        for (index, pair) in pairs.enumerated() {
            var (low, high) = (0, last.count)
            while low < high {
                let middle = (low + high) / 2
                if pairs[last[middle]].1 < pair.1 { low = middle + 1 } else { high = middle }
            }
            before[index] = low > 0 ? last[low - 1] : nil
            if low == last.count { last.append(index) } else { last[low] = index }
        }
        var result: [(old: Int, new: Int)] = []
        var next = last.last
        while let index = next {
            result.append(pairs[index])
            next = before[index]
        }
        return result.reversed()
    }

    /// Matches the lines of two stretches: those at both ends, then what is common in between, if that is short.
    private mutating func match(_ oldRange: Range<Int>, _ newRange: Range<Int>) {
        var (oldRange, newRange) = (oldRange, newRange)
        while let first = oldRange.first, let other = newRange.first, oldIDs[first] == newIDs[other] {
            partners[first] = other
            oldRange.removeFirst()
            newRange.removeFirst()
        }
        while let last = oldRange.last, let other = newRange.last, oldIDs[last] == newIDs[other] {
            partners[last] = other
            oldRange.removeLast()
            newRange.removeLast()
        }
        let (product, isTooMuch) = oldRange.count.multipliedReportingOverflow(by: newRange.count)
        if product > 0, !isTooMuch, product <= Self.largestTable { matchCommon(oldRange, newRange) }
    }

    /// Matches the longest common subsequence of two short stretches.
    private mutating func matchCommon(_ oldRange: Range<Int>, _ newRange: Range<Int>) {
        let width = newRange.count + 1
        var lengths = [Int](repeating: 0, count: (oldRange.count + 1) * width)
        for row in (0..<oldRange.count).reversed() {
            for column in (0..<newRange.count).reversed() {
                let isEqual = oldIDs[oldRange.lowerBound + row] == newIDs[newRange.lowerBound + column]
                lengths[row * width + column] =
                    isEqual
                    ? lengths[(row + 1) * width + column + 1] + 1
                    : max(lengths[(row + 1) * width + column], lengths[row * width + column + 1])
            }
        }
        var (row, column) = (0, 0)
        while row < oldRange.count, column < newRange.count {
            if oldIDs[oldRange.lowerBound + row] == newIDs[newRange.lowerBound + column] {
                partners[oldRange.lowerBound + row] = newRange.lowerBound + column
                (row, column) = (row + 1, column + 1)
            } else if lengths[(row + 1) * width + column] >= lengths[row * width + column + 1] {
                row += 1
            } else {
                column += 1
            }
        }
    }

    // MARK: Writing

    /// The stretches of lines that differ, in order.
    private func changes() -> [(old: Range<Int>, new: Range<Int>)] {
        var changes: [(old: Range<Int>, new: Range<Int>)] = []
        var (oldLine, newLine) = (0, 0)
        while oldLine < old.count || newLine < new.count {
            if oldLine < old.count, partners[oldLine] == newLine {
                (oldLine, newLine) = (oldLine + 1, newLine + 1)
                continue
            }
            let start = (oldLine, newLine)
            while oldLine < old.count, partners[oldLine] == nil { oldLine += 1 }
            newLine = oldLine < old.count ? partners[oldLine] ?? new.count : new.count
            changes.append((start.0..<oldLine, start.1..<newLine))
        }
        return changes
    }

    func hunks() -> [String] {
        var groups: [[(old: Range<Int>, new: Range<Int>)]] = []
        for change in changes() {
            if let last = groups.last?.last, change.old.lowerBound - last.old.upperBound <= 2 * Self.context {
                groups[groups.count - 1].append(change)
            } else {
                groups.append([change])
            }
        }
        return groups.map(hunk)
    }

    private func hunk(_ changes: [(old: Range<Int>, new: Range<Int>)]) -> String {
        guard let first = changes.first, let last = changes.last else { return "" }
        let before = min(Self.context, first.old.lowerBound)
        let behind = min(Self.context, old.count - last.old.upperBound)
        let oldRange = first.old.lowerBound - before..<last.old.upperBound + behind
        let newRange = first.new.lowerBound - before..<last.new.upperBound + behind
        var result = "@@ -\(place(oldRange)) +\(place(newRange)) @@\n"
        var line = oldRange.lowerBound
        for change in changes {
            write(old[line..<change.old.lowerBound], " ", to: &result)
            write(old[change.old], "-", to: &result)
            write(new[change.new], "+", to: &result)
            line = change.old.upperBound
        }
        write(old[line..<oldRange.upperBound], " ", to: &result)
        return result
    }

    /// A range of lines as hunks name it: the first line counted from 1, and how many where not one.
    private func place(_ range: Range<Int>) -> String {
        let first = range.isEmpty ? range.lowerBound : range.lowerBound + 1
        return range.count == 1 ? "\(first)" : "\(first),\(range.count)"
    }

    private func write(_ lines: ArraySlice<ArraySlice<UInt8>>, _ mark: String, to result: inout String) {
        for line in lines {
            result += mark
            result += String(decoding: line, as: UTF8.self)
            if line.last != Byte.newline { result += "\n\\ No newline at end of file\n" }
        }
    }
}
