// Which value and which target of a return belong together, by what their headers say of the time that they are for.

/// What a header says of how much of a year a figure is for; a header without such words may be for any.
enum SpannedTime: Equatable {
    case month(PeriodHeader?)
    case quarter(PeriodHeader?)
    case toDate
    case year(PeriodHeader?)

    /// `nil` where a header says nothing of it.
    init?(_ header: String, _ period: PeriodHeader?) {
        let words = Set(spokenHeader(header).split(separator: " ").map(String.init))
        let all = Set(comparable(header).split { !$0.isLetter && !$0.isNumber }.map(String.init))
        if all.contains("ytd") || words.contains("cumulative") || all.isSuperset(of: ["to", "date"]) {
            self = .toDate
        } else if let period = period ?? PeriodHeader(header) ?? PeriodHeader(yearAlone: header) {
            self = period.month > 0 ? .month(period) : period.quarter > 0 ? .quarter(period) : .year(period)
        } else if !words.isDisjoint(with: ["annual", "year", "yearly", "final"]) {
            self = .year(nil)
        } else if !words.isDisjoint(with: ["quarter", "quarterly", "qtr"]) {
            self = .quarter(nil)
        } else if !words.isDisjoint(with: ["month", "monthly"]) {
            self = .month(nil)
        } else {
            return nil
        }
    }

    var words: String {
        switch self {
        case .month(let period): period?.words ?? "a month"
        case .quarter(let period): period?.words ?? "a quarter"
        case .toDate: "the year to date"
        case .year(let period): period?.words ?? "a year"
        }
    }

    /// Whether figures are for the same time, as far as their headers say.
    func isAlike(_ other: Self) -> Bool {
        func agree(_ one: PeriodHeader?, _ other: PeriodHeader?) -> Bool {
            guard let one, let other else { return true }
            return one.quarter == other.quarter && one.month == other.month
                && (one.year == other.year || one.year == 0 || other.year == 0)
        }
        switch (self, other) {
        case (.month(let one), .month(let other)), (.quarter(let one), .quarter(let other)),
            (.year(let one), .year(let other)):
            return agree(one, other)
        case (.toDate, .toDate): return true
        case (.month, _), (.quarter, _), (.toDate, _), (.year, _): return false
        }
    }
}

extension InferredTable {
    private func time(_ column: Int) -> SpannedTime? { SpannedTime(columns[column].header, columns[column].period) }

    private func belong(_ one: Int, _ other: Int) -> Bool {
        guard let one = time(one), let other = time(other) else { return true }
        return one.isAlike(other)
    }

    /// Takes the value and the target that are for the same time, where those that the headers alone would give are not
    /// and others are.
    mutating func pairValueWithTarget() {
        guard let value = index(of: .value), let target = index(of: .target), !belong(value, target) else { return }
        func others(_ role: ColumnRole, for fixed: Int) -> [Int] {
            columns.indices.filter { index in
                guard columns[index].role == nil, let time = time(index), let wanted = self.time(fixed) else {
                    return false
                }
                let isNamed = role.rank(of: columns[index].header) != nil
                let isOfPeriod = PeriodHeader(columns[index].header)?.role == role
                return (isNamed || isOfPeriod) && role.fitsCells(columns[index]) && time.isAlike(wanted)
            }
        }
        let targets = others(.target, for: value)
        let values = others(.value, for: target).filter { columns[$0].sample.isMostlyFigures }
        if targets.count == 1 {
            move(.target, from: target, to: targets[0])
        } else if targets.isEmpty, values.count == 1 {
            move(.value, from: value, to: values[0])
            takePreviousValue(before: values[0])
        }
    }

    private mutating func move(_ role: ColumnRole, from old: Int, to new: Int) {
        columns[old].role = nil
        columns[old].period = nil
        columns[new].role = role
        columns[new].period = PeriodHeader(columns[new].header)
    }

    /// The value of the period before belongs to the value that it was taken for.
    private mutating func takePreviousValue(before value: Int) {
        if let old = index(of: .previousValue), columns[old].period != nil {
            columns[old].role = nil
            columns[old].period = nil
        }
        guard index(of: .previousValue) == nil, let period = columns[value].period else { return }
        let figures = columns.indices.compactMap { index -> (Int, PeriodHeader)? in
            guard columns[index].role == nil, columns[index].sample.isMostlyFigures else { return nil }
            return PeriodHeader(columns[index].header).map { (index, $0) }
        }
        guard let before = valueBefore((value, period), in: figures) else { return }
        columns[before.0].role = .previousValue
        columns[before.0].period = before.1
    }

    /// Why no status can follow from the value and the target; `nil` where they may belong together.
    var whyUnpaired: String? {
        guard let value = index(of: .value), let target = index(of: .target), !belong(value, target),
            let one = time(value), let other = time(target)
        else { return nil }
        func shown(_ column: Int) -> String { "“\(visible(String(columns[column].header.prefix(60))))”" }
        return "\(shown(value)) is for \(one.words), \(shown(target)) for \(other.words)"
    }
}
