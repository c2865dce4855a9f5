// Headers with a month, a quarter or a year, and what their other words tell about the column.

/// `Jan-24 Target`, `q1`, `Q2 2023/24 Target`, `Quarter 1 - end of June position`, `Actual (Q3)`, `2023/24 RAG`.
struct PeriodHeader: Comparable {
    /// The financial year, by the calendar year in which it begins; 0 where there is none.
    private(set) var year = 0
    /// Whether it is written with the year in which it ends: `2023/24`.
    private(set) var saysBothYears = false
    /// 0 for a year or a month.
    private(set) var quarter = 0
    /// From 1 for January; 0 for a year or a quarter.
    private(set) var month = 0
    /// What the column holds, where the other words tell; for a quarter without words the value.
    private(set) var role: ColumnRole?
    /// The other words, without those that only date the figure.
    private(set) var measure = ""

    /// The roles that words beside a period can tell.
    static let roles: [ColumnRole] = [.value, .target, .rag, .commentary, .numerator, .denominator]

    /// `nil` where the header has no quarter or month, and no year with a role.
    init?(_ header: String) {
        let words = Word.all(in: comparable(header))
        guard words.count <= 8 else { return nil }
        var others: [String] = []
        var index = 0
        var spokenMonth = 0
        var calendarYear = 0
        while index < words.count {
            let (word, next) = (words[index].text, index + 1 < words.count ? words[index + 1].text : "")
            index += 1
            if let number = ["q", "qtr", "quarter"].lazy.compactMap({ word.number(after: $0) }).first {
                if quarter == 0 { quarter = number }
            } else if ["q", "qtr", "quarter"].contains(word), let number = next.number(after: "") {
                if quarter == 0 { quarter = number }
                index += 1
            } else if spokenMonth == 0, let found = Self.month(word) {
                // `Jan-24`, `January 2024`, `jan24`.
                spokenMonth = found.month
                calendarYear = found.year
                if calendarYear == 0, let number = Int(next), next.count == 2 || (1990...2100).contains(number) {
                    calendarYear = next.count == 2 ? 2000 + number : number
                    index += 1
                }
                others.append(word)
            } else if word.count == 4, let number = Int(word), (1990...2100).contains(number) {
                year = max(year, number)
                if Int(next) == number + 1 || next.count == 2 && Int(next) == (number + 1) % 100 {
                    index += 1
                    saysBothYears = true
                }
            } else if word.count == 2, next.count == 2, let number = Int(word), Int(next) == number + 1 {
                year = max(year, 2000 + number)
                index += 1
                saysBothYears = true
            } else if !words[index - 1].isInBrackets {
                others.append(word)
            }
        }
        // `Quarter 1 - end of June position` is a quarter, `2023/24 (to March)` a year.
        if quarter == 0, year == 0, spokenMonth > 0 {
            month = spokenMonth
            if calendarYear > 0 { year = month >= 4 ? calendarYear : calendarYear - 1 }
        } else if calendarYear > 0, year == 0 {
            year = calendarYear
        }
        guard (0...4).contains(quarter), quarter > 0 || month > 0 || year > 0 else { return nil }
        measure = others.filter { !Self.dating.contains($0) && Int($0) == nil }.joined(separator: " ")
        let spoken = others.joined(separator: " ")
        role = Self.roles.first { $0.rank(ofSpoken: spoken) != nil || $0.rank(ofSpoken: measure) != nil }
        if quarter > 0 || month > 0 && year > 0, measure.isEmpty { role = .value }
        if quarter == 0, role == nil, month == 0 || year == 0 { return nil }
    }

    /// A year without other words, as the column of its values is called: `2023/24`.
    init?(yearAlone header: String) {
        guard let found = PeriodHeader(header + " target"), !found.isPart, found.measure == "target" else { return nil }
        self = found
        role = .value
        measure = ""
    }

    /// The month that a word names, with a year of two or four digits directly behind it.
    private static func month(_ word: String) -> (month: Int, year: Int)? {
        let letters = word.prefix { $0.isLetter }
        let digits = word.dropFirst(letters.count)
        guard letters.count >= 3, digits.isEmpty || digits.count == 2 || digits.count == 4 else { return nil }
        let found = months.firstIndex {
            $0 == letters || $0.prefix(3) == letters || $0 == "september" && letters == "sept"
        }
        guard let found, digits.isEmpty || Int(digits) != nil else { return nil }
        let year = Int(digits) ?? 0
        return (found + 1, digits.count == 2 ? 2000 + year : year)
    }

    /// Whether a text is the name of a month, alone.
    static func isMonth(_ text: String) -> Bool { month(text.lowercased()).map { $0.year == 0 } ?? false }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// How many months of the financial year have passed at its end; 0 for a whole year.
    private var end: Int { quarter > 0 ? quarter * 3 : month > 0 ? (month + 8) % 12 + 1 : 0 }
    private var order: (Int, Int, Int) { (year, end, month) }
    /// Whether it is a part of a year.
    var isPart: Bool { end > 0 }

    static func < (left: Self, right: Self) -> Bool { left.order < right.order }
    static func == (left: Self, right: Self) -> Bool { left.order == right.order }

    var words: String {
        if month > 0 {
            let lower = Self.months[month - 1]
            let name = lower.prefix(1).uppercased() + lower.dropFirst()
            return year > 0 ? "\(name) \(month >= 4 ? year : year + 1)" : name
        }
        let end = (year + 1) % 100
        let shown = saysBothYears ? "\(year)/\(end < 10 ? "0" : "")\(end)" : "\(year)"
        if quarter == 0 { return "the year \(shown)" }
        return year > 0 ? "quarter \(quarter) of \(shown)" : "quarter \(quarter)"
    }

    /// Whether the words name an unknown figure, which may be the indicator's value.
    var mayBeValue: Bool {
        role == nil && !measure.split(separator: " ").contains { Self.otherFigures.contains(String($0)) }
    }

    /// The index of the words among the names of a value; 0 for a quarter without words.
    var rank: Int { ColumnRole.value.rank(ofSpoken: measure) ?? 0 }

    /// Whether a figure for this period may be compared with one for another: the same period, or the year of the
    /// quarter.
    func covers(_ other: Self) -> Bool {
        self == other || !isPart && other.isPart && (other.year == 0 || other.year == year)
    }

    /// Words that tell when a figure was taken, not which figure it is.
    private static let dating: Set<String> = [
        "end", "of", "to", "the", "at", "as", "for", "in", "by", "ending", "ended", "position", "fy", "january",
        "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    ]

    /// Words of columns that accompany an indicator's value.
    private static let otherFigures: Set<String> = [
        "target", "targets", "goal", "expected", "plan", "planned", "budget", "forecast", "profile", "profiled",
        "trajectory", "projected", "projection", "rag", "brag", "status", "rating", "colour", "color", "comment",
        "comments", "commentary", "narrative", "notes", "explanation", "numerator", "denominator", "variance", "var",
        "change", "difference", "diff", "movement", "trend", "direction", "dot", "tolerance", "threshold", "limit",
        "baseline", "benchmark", "national", "england", "regional", "comparator", "previous", "prior", "last", "lower",
        "upper", "weight", "unit", "sample", "base", "population", "rank", "ranking", "quartile", "against", "vs",
        "versus", "met", "intervention",
    ]

    /// A word of a header.
    private struct Word {
        var text: String
        var isInBrackets: Bool

        static func all(in header: String) -> [Word] {
            var words: [Word] = []
            var depth = 0
            var isOpen = false
            for character in header {
                if character.isLetter || character.isNumber {
                    if !isOpen { words.append(Word(text: "", isInBrackets: depth > 0)) }
                    words[words.count - 1].text.append(character)
                    isOpen = true
                    continue
                }
                isOpen = false
                if "([".contains(character) { depth += 1 }
                if ")]".contains(character) { depth = max(0, depth - 1) }
            }
            return words
        }
    }
}

extension String {
    /// The number behind a word at the end of the text.
    fileprivate func number(after word: String) -> Int? {
        guard hasPrefix(word), count > word.count, count <= word.count + 2 else { return nil }
        return Int(dropFirst(word.count))
    }
}

extension InferredTable {
    /// Among columns for several months, quarters or years, gives roles to those of the last period with any cells.
    mutating func giveRolesOfPeriods() {
        let columns = columns
        let all = columns.indices.compactMap { index -> (Int, PeriodHeader)? in
            guard !isRepeated(columns[index]) else { return nil }
            return PeriodHeader(columns[index].header).map { (index, $0) }
        }
        func give(_ role: ColumnRole, to column: (Int, PeriodHeader)) {
            self.columns[column.0].role = role
            self.columns[column.0].period = column.1
        }
        var value: PeriodHeader?
        let figures = all.filter { columns[$0.0].role == nil && columns[$0.0].sample.isMostlyFigures }
        if index(of: .value) == nil, let last = lastValue(in: figures) ?? valueOfTargetYear(all) {
            give(.value, to: last)
            value = last.1
            if index(of: .previousValue) == nil, let previous = valueBefore(last, in: figures) {
                give(.previousValue, to: previous)
            }
        }
        for role in PeriodHeader.roles where role != .value && index(of: role) == nil {
            var fitting = all.filter { columns[$0.0].role == nil && $0.1.role == role && role.fitsCells(columns[$0.0]) }
            if let value {
                let own = fitting.filter { $0.1 == value }
                fitting = own.isEmpty ? fitting.filter { $0.1.covers(value) } : own
            } else if index(of: .value) == nil, let last = fitting.map(\.1).max() {
                fitting = fitting.filter { $0.1 == last }
            }
            // Where several fit nothing tells which one is meant.
            if fitting.count == 1, let only = fitting.first { give(role, to: only) }
        }
    }

    /// The column of the part of a year before another's; `nil` where there is none, or it may be one of several. A
    /// year's figure need not continue that of the year before.
    func valueBefore(
        _ last: (column: Int, period: PeriodHeader), in figures: [(Int, PeriodHeader)]
    ) -> (Int, PeriodHeader)? {
        guard last.period.isPart else { return nil }
        let before = figures.filter { entry in
            entry.1.isPart && (entry.1.month > 0) == (last.period.month > 0) && entry.1 < last.period
                && entry.1.role == last.period.role
                && (entry.1.role != nil || entry.1.measure == last.period.measure)
        }
        let nearest = before.max { $0.1 < $1.1 }.map { nearest in before.filter { $0.1 == nearest.1 } } ?? []
        let alike = nearest.filter { $0.1.measure == last.period.measure }
        return alike.count == 1 ? alike.first : nearest.count == 1 ? nearest.first : nil
    }

    /// Beside `Target 2023/24` the column `2023/24`, where there is one such pair for the last year of a target.
    private func valueOfTargetYear(_ all: [(Int, PeriodHeader)]) -> (Int, PeriodHeader)? {
        let targets = all.filter { $0.1.role == .target && !$0.1.isPart && ColumnRole.target.fitsCells(columns[$0.0]) }
        guard let last = targets.map(\.1).max() else { return nil }
        let found = columns.indices.compactMap { index -> (Int, PeriodHeader)? in
            guard columns[index].role == nil, columns[index].sample.isMostlyFigures,
                let year = PeriodHeader(yearAlone: columns[index].header), year == last
            else { return nil }
            return (index, year)
        }
        return found.count == 1 ? found.first : nil
    }

    /// The column of the last period with a value; `nil` where it may be one of several.
    private func lastValue(in figures: [(Int, PeriodHeader)]) -> (Int, PeriodHeader)? {
        var values = figures.filter { $0.1.role == .value }
        if values.isEmpty {
            values = figures.filter { $0.1.mayBeValue }
            // There are different figures, and nothing tells which of them is the indicator's.
            guard Set(values.map(\.1.measure)).count == 1 else { return nil }
        }
        if values.contains(where: { $0.1.isPart }) { values.removeAll { !$0.1.isPart } }
        guard let last = values.map(\.1).max() else { return nil }
        values.removeAll { $0.1 != last }
        guard let best = values.map(\.1.rank).min() else { return nil }
        values.removeAll { $0.1.rank != best }
        return values.count == 1 ? values.first : nil
    }
}
