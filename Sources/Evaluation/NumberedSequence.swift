// References that run in order: repeats, gaps, and what a spreadsheet has shortened.

/// What was noticed about one reference of a numbered column.
enum NumberedFault {
    /// The same reference stood in an earlier row.
    case duplicate(row: Int, first: Int)
    /// `1.1` where `1.10` is due: the reference as it should be, and the row in which the shortened one properly stands.
    case shortened(row: Int, first: Int?, repaired: String)
    /// Numbers that are found nowhere under the prefix, at the row after the gap: the first and the last missing one.
    case gap(row: Int, first: String, last: String, count: Int)

    var row: Int {
        switch self {
        case .duplicate(let row, _), .shortened(let row, _, _), .gap(let row, _, _, _): row
        }
    }
}

/// Follows the references of one column through a table, in the order of its rows.
struct NumberedSequence {
    private struct Series {
        /// The row of each number and part.
        var first: [String: Int] = [:]
        /// The prefix as its first reference prints it, with its spaces.
        var shownPrefix = ""
        var numbers: Set<Int> = []
        var previous: Int?
        /// Numbers in the order in which they came, with their rows, for gaps.
        var order: [(number: Int, row: Int)] = []
    }

    private var series: [String: Series] = [:]
    private var faults: [NumberedFault] = []
    private(set) var shortenedRows: Set<Int> = []

    /// Takes the next row's reference, trimmed; one without a number takes no part.
    mutating func add(_ reference: String, row: Int) {
        guard let parsed = NumberedReference(reference) else { return }
        // Taken out while it changes, so that nothing is copied.
        var found = series.removeValue(forKey: parsed.prefix) ?? Series()
        if found.order.isEmpty { found.shownPrefix = parsed.shownPrefix }
        defer { series[parsed.prefix] = found }
        var number = parsed.number
        var key = parsed.key
        if let due = found.previous.map({ $0 + 1 }), let repaired = parsed.repaired(due: due) {
            faults.append(.shortened(row: row, first: found.first[key], repaired: repaired))
            shortenedRows.insert(row)
            number = due
            key = "\(due)"
        } else if let first = found.first[key] {
            faults.append(.duplicate(row: row, first: first))
        }
        if found.first[key] == nil { found.first[key] = row }
        found.numbers.insert(number)
        found.previous = number
        found.order.append((number, row))
    }

    /// All faults, in the order of their rows.
    func finished() -> [NumberedFault] {
        var all = faults
        for series in series.values {
            let sorted = series.numbers.sorted()
            var before: Int?
            for (number, row) in series.order {
                defer { before = number }
                guard let last = before, number > last + 1 else { continue }
                // The numbers between that are there, by their ranks, tell how many are not.
                let low = rank(of: last + 1, in: sorted)
                let high = rank(of: number, in: sorted)
                let missing = number - last - 1 - (high - low)
                guard missing > 0 else { continue }
                var first = last + 1
                var index = low
                while index < high, sorted[index] == first {
                    first += 1
                    index += 1
                }
                var end = number - 1
                index = high - 1
                while index >= low, sorted[index] == end {
                    end -= 1
                    index -= 1
                }
                let shown = series.shownPrefix
                all.append(.gap(row: row, first: shown + String(first), last: shown + String(end), count: missing))
            }
        }
        return all.sorted { $0.row < $1.row }
    }

    /// How many of some sorted numbers are less than one.
    private func rank(of number: Int, in sorted: [Int]) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// A reference taken apart: `3.A4(d)` is number 4, part `d`, under `3.A`.
struct NumberedReference {
    var prefix: String
    /// The prefix with the spaces that it is printed with.
    var shownPrefix: String
    var number: Int
    var part: String
    private var digits: String

    /// `nil` where it holds no number at its end, or one of more than 9 digits.
    init?(_ text: String) {
        let scalars = text.unicodeScalars.filter { !$0.properties.isWhitespace }
        var end = scalars.endIndex
        var part = ""
        if let last = scalars.last, last == ")", let open = scalars.lastIndex(of: "("), open > scalars.startIndex {
            let inner = scalars[scalars.index(after: open)..<scalars.index(before: end)]
            guard !inner.isEmpty, inner.allSatisfy(\.properties.isAlphabetic) else { return nil }
            part = String(String.UnicodeScalarView(inner))
            end = open
        } else {
            while end > scalars.startIndex, scalars[scalars.index(before: end)].properties.isAlphabetic {
                end = scalars.index(before: end)
            }
            part = String(String.UnicodeScalarView(scalars[end...]))
        }
        var start = end
        while start > scalars.startIndex, ("0"..."9").contains(scalars[scalars.index(before: start)]) {
            start = scalars.index(before: start)
        }
        digits = String(String.UnicodeScalarView(scalars[start..<end]))
        guard !digits.isEmpty, digits.utf8.count <= 9, let number = Int(digits) else { return nil }
        prefix = String(String.UnicodeScalarView(scalars[..<start]))
        let length = prefix.unicodeScalars.count
        var shown = String.UnicodeScalarView()
        var seen = 0
        for scalar in text.unicodeScalars {
            if !scalar.properties.isWhitespace {
                if seen == length { break }
                seen += 1
            }
            shown.append(scalar)
        }
        shownPrefix = String(shown)
        self.number = number
        self.part = part.lowercased()
    }

    /// The number with its part, to tell repeats.
    var key: String { part.isEmpty ? "\(number)" : "\(number) \(part)" }

    /// The reference that is due, where this one is it with its last zeros lost, as a spreadsheet writes a decimal number.
    func repaired(due: Int) -> String? {
        guard part.isEmpty, number > 0, number < due, due % 10 == 0, prefix.utf8.last == UInt8(ascii: "."),
            prefix.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }), prefix.utf8.count > 1, digits == "\(number)"
        else { return nil }
        var shortened = due
        while shortened % 10 == 0 {
            shortened /= 10
            if shortened == number { break }
        }
        // Excel loses all zeros at the end: 1.100 becomes 1.1, never 1.10.
        guard shortened == number, number % 10 != 0 else { return nil }
        return prefix + String(due)
    }
}
