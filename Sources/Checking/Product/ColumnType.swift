// The types of columns, with all that follows from a type alone. How cells are read is in
// `Columns/ColumnDecoder.swift`.

import Catalog
package import Quantities

/// The declared type of a column: what its cells are read as.
package enum ColumnType: Sendable, Equatable {
    case text
    case figure(FigureKind)
    case target
    /// A label of a scheme, an index into `RuleSet.schemes`. Values are indices into `CheckedScheme.labels`.
    case status(scheme: Int)
    /// One of these labels, in the order of declaration. Values are indices into them.
    case choice(ChoiceLabels)
    /// Values are days since 1970-01-01.
    case date
    /// Values are `Period.code`; these are the years that they are parts of.
    case period(yearFrom: PeriodYears)
    case flag
}

/// What is the same for all columns of a type.
package struct ColumnTypeTraits: Sendable {
    /// The type's name in a rule file, without labels or scheme.
    package let name: String
    /// The type that expressions about such a column have.
    package let valueType: ValueType
    let nature: FigureNature
    /// Whether what a cell prints may be rounded.
    let isRounded: Bool
    /// The unit that all its figures have; `nil` where each cell has its own, and for types that are not figures.
    package let unit: Unit?
    /// What a cell holds, with its article, for messages: "a date".
    package let words: String
    /// What a cell that cannot be read should hold; `nil` for texts, which can always be read, and for types with
    /// labels.
    package let expectation: CellExpectation?
    /// What may follow a marker of a missing value; `nil` where only the column's own markers (`missing`) are
    /// recognised.
    package let markerAddition: MarkerAddition?
    /// Whether its cells are days or spans of days, which `months`, `years` and `month first` say how to read.
    package let isCalendar: Bool
    /// Whether its values have an order, which `between` bounds.
    let isOrdered: Bool
    /// What an author writes behind the column's name to test for one value, for examples: `== "…"`.
    package let question: String

    init(
        _ name: String, _ valueType: ValueType, _ nature: FigureNature = .any, isRounded: Bool = false,
        unit: Unit? = nil, words: String,
        expects expectation: CellExpectation? = nil,
        behindMarkers markerAddition: MarkerAddition? = MarkerAddition.none,
        isCalendar: Bool = false, isOrdered: Bool = false, asked question: String
    ) {
        self.name = name
        self.valueType = valueType
        self.nature = nature
        self.isRounded = isRounded
        self.unit = unit
        self.words = words
        self.expectation = expectation
        self.markerAddition = markerAddition
        self.isCalendar = isCalendar
        self.isOrdered = isOrdered
        self.question = question
    }
}

extension ColumnType {
    /// The type with this name, where the name says it all; `nil` for `status` and `choice`, which need labels, and for
    /// unknown names.
    init?(plainName name: String) {
        if let kind = FigureKind(name: name) {
            self = .figure(kind)
            return
        }
        switch name {
        case "text": self = .text
        case "target": self = .target
        case "date": self = .date
        case "period": self = .period(yearFrom: 4)
        case "flag": self = .flag
        default: return nil
        }
    }

    /// What is the same for all columns of this type. Types without a payload share one value, because callers ask
    /// often.
    package var traits: ColumnTypeTraits {
        switch self {
        case .text: ColumnTypeTraits.text
        case .figure(let kind): ColumnTypeTraits.figures[kind.index]
        case .target: ColumnTypeTraits.target
        case .status(let scheme):
            ColumnTypeTraits("status", .status(scheme: scheme), words: "a status of its scheme", asked: #"is "…""#)
        case .choice(let labels):
            ColumnTypeTraits("choice", .choice(labels), words: "one of its choices", asked: #"== "…""#)
        case .date: ColumnTypeTraits.date
        case .period(let month):
            ColumnTypeTraits(
                "period", .period(yearFrom: month), words: "a period", expects: .period, behindMarkers: .words,
                isCalendar: true, isOrdered: true, asked: #"== period("…")"#)
        case .flag: ColumnTypeTraits.flag
        }
    }

    /// The type of expressions that name such a column.
    package var valueType: ValueType { traits.valueType }
    package var name: String { traits.name }

    /// The names of all types; `plainNames` are those that need nothing behind them.
    static let names = ColumnTypeDocumentation.all.map(\.name)
    static let plainNames = names.filter { ColumnType(plainName: $0) != nil }
}

extension ColumnTypeTraits {
    fileprivate static let text = Self("text", .text, words: "a text", behindMarkers: nil, asked: #"== "…""#)
    fileprivate static let target = Self(
        "target", .target, words: "a target", expects: .target, behindMarkers: .namingNumbers,
        asked: #"== target("…")"#)
    fileprivate static let date = Self(
        "date", .date, words: "a date", expects: .date, behindMarkers: .words, isCalendar: true, isOrdered: true,
        asked: "== 2023-09-30")
    fileprivate static let flag = Self("flag", .truth, words: "a yes or no", expects: .flag, asked: "is true")
    /// Indexed by `FigureKind.index`.
    fileprivate static let figures = FigureKind.allCases.map { kind in
        Self(
            kind.name, .figure, kind.nature, isRounded: kind != .whole, unit: kind.unit, words: kind.words,
            expects: CellExpectation(kind), behindMarkers: .namingNumbers, isOrdered: true,
            asked: #"== measure("…")"#)
    }
}

extension FigureKind {
    /// Its place in `allCases`.
    fileprivate var index: Int {
        switch self {
        case .whole: 0
        case .number: 1
        case .percent: 2
        case .money: 3
        case .measure: 4
        }
    }
}
