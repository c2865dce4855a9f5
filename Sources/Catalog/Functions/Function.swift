// The functions of the language, by name.

/// Every function an author can call, except aggregates. The raw value is its name in a rule file.
package enum Function: String, Sendable, CaseIterable {
    case meets, near, gap
    case relativeGap = "relative_gap"
    case due, prorate, elapsed, percent, change, ratio
    case unit, amount, stored, printed, decimals, digits, mark, exact
    case sameUnit = "same_unit"
    case firstKnown = "first_known"
    case known
    case abs, round, remainder, min, max
    case year, quarter, month, weekday, end, days, months, years, age, overlaps
    case workingDays = "working_days"
    case lower, upper, trim, length
    case wordCount = "word_count"
    case firstNumber = "first_number"
    case find, part, replace, folded, like, likeness
    case ratioBase = "ratio_base"
    case firstDate = "first_date"
    case lastDate = "last_date"
    case rises, falls
    /// Texts read as cells are.
    case measure, number, target, date, period
}

extension Function {
    /// What it takes and gives. The switch is exhaustive: a new function needs an entry.
    package var signature: Signature {
        switch self {
        case .meets: .meets
        case .near: .near
        case .gap: .gap
        case .relativeGap: .relativeGap
        case .due: .due
        case .prorate: .prorate
        case .elapsed: .elapsed
        case .percent: .percent
        case .change: .change
        case .ratio: .ratio
        case .abs: .abs
        case .round: .round
        case .remainder: .remainder
        case .min: .min
        case .max: .max
        case .rises: .rises
        case .falls: .falls
        case .unit: .unit
        case .amount: .amount
        case .stored: .stored
        case .printed: .printed
        case .decimals: .decimals
        case .digits: .digits
        case .mark: .mark
        case .exact: .exact
        case .sameUnit: .sameUnit
        case .firstKnown: .firstKnown
        case .known: .known
        case .measure: .measure
        case .number: .number
        case .target: .target
        case .date: .date
        case .period: .period
        case .year: .year
        case .quarter: .quarter
        case .month: .month
        case .weekday: .weekday
        case .end: .end
        case .days: .days
        case .months: .months
        case .years: .years
        case .age: .age
        case .overlaps: .overlaps
        case .workingDays: .workingDays
        case .lower: .lower
        case .upper: .upper
        case .trim: .trim
        case .length: .length
        case .wordCount: .wordCount
        case .firstNumber: .firstNumber
        case .find: .find
        case .part: .part
        case .replace: .replace
        case .folded: .folded
        case .like: .like
        case .likeness: .likeness
        case .ratioBase: .ratioBase
        case .firstDate: .firstDate
        case .lastDate: .lastDate
        }
    }

    package var workedExamples: [WorkedExample] { signature.workedExamples }
}
