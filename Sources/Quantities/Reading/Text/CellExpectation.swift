// What a cell of each type should hold, in plain words.

/// A column type, for the message of a cell that cannot be read as it.
package enum CellExpectation: Sendable {
    case whole, number, percent, money, measure, target, date, period, flag

    package init(_ kind: FigureKind) {
        switch kind {
        case .whole: self = .whole
        case .number: self = .number
        case .percent: self = .percent
        case .money: self = .money
        case .measure: self = .measure
        }
    }

    /// What was expected, with an example, as words to follow "expected": `a whole number, such as 1,215`.
    package var text: String {
        switch self {
        case .whole: "a whole number, such as 1,215"
        case .number: "a number, such as 19.8"
        case .percent: "a percentage, such as 92.4%"
        case .money: "an amount of money, such as £2.4m"
        case .measure: "a figure such as 92.4%, £2.4m or 21 days, or words"
        case .target: "a target such as 95%, <23 or Between 10%-20%, or words"
        case .date: "a date, such as 30/09/2023"
        case .period: "a period, such as 2023-24 Q2"
        case .flag: "yes or no"
        }
    }
}
