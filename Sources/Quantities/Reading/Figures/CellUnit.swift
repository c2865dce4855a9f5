// What a cell of a column of units says of the figures beside it.

/// The unit that stands in a cell of its own (`%`, `days`, `£m`), for the bare figures in other cells of its row.
package struct CellUnit: Equatable, Sendable, BitwiseCopyable {
    package enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// The cell is blank, or says that there is no unit.
        case nothing
        /// It says that a unit is missing (`TBC`).
        case missing
        /// It holds what cannot be a unit, such as a figure.
        case unreadable
        /// Figures have the unit, which is `none` where the cell says that they are numbers.
        case unit
        /// Figures are written as `4:05`; the unit is that of the second number.
        case clock
    }

    package var kind: Kind
    package var unit = Unit.none
    /// Bare figures are multiplied by this power of ten: 6 for `£m`.
    package var power: Int8 = 0

    package static let nothing = CellUnit(kind: .nothing)
    static let missing = CellUnit(kind: .missing)
    static let unreadable = CellUnit(kind: .unreadable)
    static let numbers = CellUnit(kind: .unit)

    /// Reads a cell as it would stand beside a figure: before it for a currency, else behind it. Words are a unit of
    /// their own. `markers` are those of its column.
    package init(_ cell: UnsafeBufferPointer<UInt8>, markers: Markers) {
        self = .read(trimmedBytes(cell), markers)
    }

    package init(kind: Kind, unit: Unit = .none, power: Int8 = 0) {
        self.kind = kind
        self.unit = unit
        self.power = power
    }
}

/// What came of a figure that was given its unit.
package enum UnitTaking: Sendable {
    /// It has its unit, printed by itself or taken from the other cell.
    case taken
    /// The other cell cannot be read, or says that the unit is missing: the figure is not known.
    case unknown
    /// It prints what the other cell contradicts.
    case disagrees
}

extension CellUnit {
    /// Whether a figure that was read from a cell prints no unit.
    @inline(__always)
    package static func isBare(_ figures: FigureVector, _ row: Int) -> Bool {
        (figures.state[row] == .value || figures.state[row] == .bounded) && figures.unit[row] == .none
    }

    /// Gives a bare figure the unit, or holds what a figure prints against it. `other` is the upper bound of a range.
    package func give(to figures: FigureVector, _ row: Int, other: FigureVector? = nil) -> UnitTaking {
        let printed = figures.unit[row]
        switch kind {
        case .nothing: return .taken
        case .missing, .unreadable:
            guard printed == .none else { return .taken }
            figures.state[row] = kind == .missing ? .marker : .unknown
            return .unknown
        case .clock:
            if printed == .clock {
                figures.unit[row] = unit
                return .taken
            }
            return printed.converts(to: unit) ? .taken : .disagrees
        case .unit: break
        }
        let isScaled = figures.flags[row].contains(.scaled)
        if printed == .none {
            figures.unit[row] = unit
            // A multiplier of the figure's own goes before that of the column.
            guard power != 0, !isScaled else { return .taken }
            guard Int(figures.scale[row]) - Int(power) >= -48,
                other.map({ Int($0.scale[row]) - Int(power) >= -48 }) ?? true
            else {
                figures.state[row] = .unknown
                return .unknown
            }
            figures.scale[row] -= power
            figures.flags[row].insert(.scaled)
            if let other {
                other.scale[row] -= power
                other.flags[row].insert(.scaled)
            }
            return .taken
        }
        if printed == .clock, unit == .minute || unit == .hour {
            figures.unit[row] = unit == .hour ? .minute : .second
            return .taken
        }
        // `14 cases` is a number of cases.
        if unit == .none, power == 0 { return printed.isSign ? .disagrees : .taken }
        // `8.5 days lost per FTE` where the cell says the same is so many days.
        if power == 0, let own = timeUnit(printed: printed) {
            figures.unit[row] = own
            other?.unit[row] = own
            return .taken
        }
        // `£5` among figures in `£m` may be five pounds or five millions.
        return printed.converts(to: unit) && (power == 0 || isScaled) ? .taken : .disagrees
    }
}

extension CellUnit {
    /// The unit of time of a figure that prints a longer name for it beside a cell that says one; `nil` for any other.
    package func timeUnit(printed: Unit) -> Unit? {
        guard unit.isOfTime, !printed.isOfTime else { return nil }
        return CellUnit.lengthOfTime(printed.name, isPrinted: true).flatMap { $0.converts(to: unit) ? $0 : nil }
    }
}

extension Unit {
    /// Whether it says that a figure is no plain number: a percentage, an amount of money, a length of time.
    fileprivate var isSign: Bool { rawValue >= Unit.percent.rawValue && rawValue <= Unit.clock.rawValue }
}

extension Unit {
    /// Whether a figure that prints another unit means this one, which stands in a cell of its own: its name holds the
    /// printed one, or both say so many for each as many and one of them does not say of what.
    package func means(printed other: Unit) -> Bool { holdsName(of: other) || isRate(like: other) }

    /// Whether both are rates for one number, and where both say what is counted, or of what, they say the same: `rate
    /// per 1,000` and `per 1,000 resident`.
    private func isRate(like other: Unit) -> Bool {
        guard let own = RateWords(name), let printed = RateWords(other.name), own.count == printed.count else {
            return false
        }
        return (own.counted.isEmpty || printed.counted.isEmpty || own.counted == printed.counted)
            && (own.base.isEmpty || printed.base.isEmpty || own.base == printed.base)
    }

    /// Whether the words of its name hold the name of another unit: `working day lost` holds `day`.
    private func holdsName(of other: Unit) -> Bool {
        if isSign || isBare || other.isBare { return false }
        let (words, wanted) = (name.split(separator: " "), other.name.split(separator: " "))
        guard wanted.count < words.count else { return false }
        return (0...words.count - wanted.count).contains { words[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}

/// The words of a rate: `crime per 1,000 household`.
private struct RateWords {
    var counted: Substring
    var count: Substring
    var base: Substring

    /// `nil` for the name of any other unit.
    init?(_ name: String) {
        let words = name.split(separator: " ")
        guard let per = words.firstIndex(of: "per"), per + 1 < words.count,
            words[per + 1].allSatisfy({ $0.isNumber || $0 == "," })
        else { return nil }
        count = words[per + 1]
        counted = per == 0 ? "" : name[..<words[per - 1].endIndex]
        if wordsWithoutUnit.contains(String(counted)) || numberWords.contains(String(counted)) { counted = "" }
        base = per + 2 == words.count ? "" : name[words[per + 2].startIndex...]
    }
}

// MARK: Reading

/// What says that figures are numbers without a unit, also before `of`: `Number of visits`.
private let numberWords: Set<String> = [
    "number", "numbers", "no", "no.", "nos", "nos.", "num", "num.", "nr", "nr.", "#", "count", "counts", "numeric",
    "integer", "whole number", "decimal",
]

/// What says how a figure is meant and names no unit: it has the one that it prints.
private let wordsWithoutUnit: Set<String> = [
    "amount", "average", "currency", "financial", "index", "mean", "money", "proportion", "rate", "rates", "ratio",
    "score", "scores", "value",
]

private let percentWords: Set<String> = [
    "percentage", "percentages", "%age", "% age", "pc", "per cent", "percent", "pct",
]

private let clocks: [String: Unit] = [
    "mm:ss": .second, "m:ss": .second, "min:sec": .second, "mins:secs": .second, "minutes:seconds": .second,
    "hh:mm": .minute, "h:mm": .minute, "hr:min": .minute, "hrs:mins": .minute, "hours:minutes": .minute,
]

/// Longer words first.
private let multipliers: [(word: String, power: Int8)] = [
    ("thousands", 3), ("thousand", 3), ("millions", 6), ("million", 6), ("billions", 9), ("billion", 9),
    ("'000s", 3), ("'000", 3), ("\u{2019}000s", 3), ("\u{2019}000", 3), ("000s", 3), ("000", 3),
    ("mn", 6), ("bn", 9), ("k", 3), ("m", 6),
]

extension CellUnit {
    private static func read(_ cell: UnsafeBufferPointer<UInt8>, _ markers: Markers) -> CellUnit {
        guard cell.count > 0 else { return .nothing }
        switch markers.state(cell) {
        case .nothing?: return .nothing
        case .marker?: return .missing
        case .some: return .unreadable
        case nil: break
        }
        // A unit has 64 bytes at most; more are a sentence.
        guard cell.count <= 64 else { return .unreadable }
        return read(withoutBrackets(withSingleSpaces(String(decoding: cell, as: UTF8.self))))
    }

    private static func read(_ text: String) -> CellUnit {
        let lower = text.lowercased()
        if let unit = clocks[lower] { return CellUnit(kind: .clock, unit: unit) }
        let first = lower.components(before: " of ")
        if wordsWithoutUnit.contains(lower) { return .nothing }
        if numberWords.contains(lower) { return .numbers }
        if numberWords.contains(first) {
            let counted = read(String(text.dropFirst(first.count + 4)))
            return counted.kind == .unit && counted.unit.isSign ? counted : .numbers
        }
        if percentWords.contains(lower) || percentWords.contains(first) { return CellUnit(kind: .unit, unit: .percent) }
        if lower.hasPrefix("%"), !lower.dropFirst().contains(where: \.isNumber) {
            return CellUnit(kind: .unit, unit: .percent)
        }
        // `Percentage (%)`, `Cost (£m)`: the sign in brackets says it.
        if let sign = lower.signInBrackets {
            let inner = read(sign)
            if inner.kind == .unit, inner.unit == .percent || inner.unit.isMoney { return inner }
        }
        if let money = amountOfMoney(text) { return money }
        if let multiple = multiple(lower, of: text) { return multiple }
        return named(text)
    }

    /// `£`, `£m`, `£000s`, `GBP`, `£ per head`.
    private static func amountOfMoney(_ text: String) -> CellUnit? {
        let signs: [(String, Unit)] = [
            ("£", .pound), ("€", .euro), ("$", .dollar), ("gbp", .pound), ("eur", .euro), ("usd", .dollar),
            ("pounds sterling", .pound), ("pounds", .pound), ("sterling", .pound),
        ]
        let lower = text.lowercased()
        for (sign, unit) in signs where lower.hasPrefix(sign) {
            let rest = lower.dropFirst(sign.count)
            if sign.count >= 3, let next = rest.first, next.isLetter { continue }
            let words = withoutBrackets(String(rest.drop { $0 == " " }))
            if words.isEmpty { return CellUnit(kind: .unit, unit: unit) }
            if let (_, power) = multipliers.first(where: { $0.word == words }) {
                return CellUnit(kind: .unit, unit: unit, power: power)
            }
            // So much for each of something is a unit of its own.
            if words.hasPrefix("per ") || words.hasPrefix("/") || words.hasPrefix("p/") {
                return CellUnit(kind: .unit, unit: Unit.named(canonicalUnitName(unit.name + " " + words)))
            }
            // Other words say what it is spent on; behind a multiplier nothing tells what they do to it.
            let isMultiple = multipliers.contains { word, _ in
                words.hasPrefix(word) && !(words.dropFirst(word.count).first?.isLetter ?? false)
            }
            let isWords = (words.first?.isLetter ?? false) && !words.contains(where: \.isNumber)
            return isWords && !isMultiple ? CellUnit(kind: .unit, unit: unit) : .unreadable
        }
        return nil
    }

    /// `000s`, `millions`, `thousand tonnes`.
    private static func multiple(_ lower: String, of text: String) -> CellUnit? {
        for (word, power) in multipliers where lower.hasPrefix(word) {
            let rest = text.dropFirst(word.count)
            if rest.isEmpty { return CellUnit(kind: .unit, power: power) }
            // `m` and `k` alone; behind them other letters are part of a word.
            guard word.count > 2, rest.first == " " else { continue }
            var words = String(rest.dropFirst())
            if words.lowercased().hasPrefix("of ") { words = String(words.dropFirst(3)) }
            var unit = read(words)
            guard unit.kind == .unit, unit.power == 0 else { return .unreadable }
            unit.power = power
            return unit
        }
        return nil
    }

    /// What a measure reads behind a figure; other words are a unit all the same.
    private static func named(_ text: String) -> CellUnit {
        var spaced = text
        while let place = spaced.firstRange(" /") { spaced.remove(at: place.lowerBound) }
        while let place = spaced.firstRange("/ ") {
            spaced.remove(at: spaced.index(before: place.upperBound))
        }
        guard let letter = spaced.first, letter.isLetter || letter == "°" else { return .unreadable }
        var written = Array("1 ".utf8) + Array(spaced.utf8)
        let read = written.withUnsafeMutableBufferPointer { bytes -> ReadFigure in
            var units = UnitCache()
            return readFigure(UnsafeBufferPointer(bytes), as: .measure, &units)
        }
        let amount = read.amount
        if read.state == .value, amount.unit != .none, amount.mantissa == 1, amount.scale == 0, amount.flags.isEmpty {
            return CellUnit(kind: .unit, unit: lengthOfTime(amount.unit.name) ?? amount.unit)
        }
        let unit = canonicalUnitName(spaced)
        return CellUnit(kind: .unit, unit: lengthOfTime(unit) ?? Unit.named(unit))
    }

    /// `days lost per FTE` and `average weeks to decide` are days and weeks, as a target of `8 days` beside them is. So
    /// much for each of something at once (`days per FTE`) is a unit of its own, as for money.
    /// Beside a cell that says a unit of time what is `isPrinted` is one in either case.
    fileprivate static func lengthOfTime(_ name: String, isPrinted: Bool = false) -> Unit? {
        var words = name.split(separator: " ")
        if let first = words.first, ["average", "mean", "avg", "median"].contains(first) { words.removeFirst() }
        guard let first = words.first, isPrinted || words.dropFirst().first != "per" else { return nil }
        return Unit.timeUnits.first { $0.name == first }
    }

    private static func withoutBrackets(_ text: String) -> String {
        let isEnclosed = text.hasPrefix("(") && text.hasSuffix(")") || text.hasPrefix("[") && text.hasSuffix("]")
        return isEnclosed && text.count > 2 ? String(text.dropFirst().dropLast()) : text
    }
}

extension String {
    /// What stands before the first such words; the whole text where there are none.
    fileprivate func components(before words: String) -> String {
        firstRange(words).map { String(self[..<$0.lowerBound]) } ?? self
    }

    fileprivate func firstRange(_ words: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(words) { return start..<index(start, offsetBy: words.count) }
            start = index(after: start)
        }
        return nil
    }

    /// What stands in the brackets that end it: `£m` of `cost (£m)`.
    fileprivate var signInBrackets: String? {
        guard last == ")", let open = lastIndex(of: "(") else { return nil }
        let inner = self[index(after: open)...].dropLast()
        return inner.isEmpty || open == startIndex ? nil : String(inner)
    }
}
