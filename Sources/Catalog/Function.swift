// The functions of the language, by name.

/// Every function an author can call, aggregates apart. The raw value is the name that is written.
package enum Function: String, Sendable, CaseIterable {
    case meets, near, gap
    case relativeGap = "relative_gap"
    case due, prorate, elapsed, percent, change, ratio
    case unit, amount, printed, decimals, digits, mark, exact
    case sameUnit = "same_unit"
    case firstKnown = "first_known"
    case abs, round, min, max
    case year, quarter, month, weekday, end, days, months, years, age
    case workingDays = "working_days"
    case lower, upper, trim, length
    case wordCount = "word_count"
    case firstNumber = "first_number"
    case rises, falls
    /// Literals of a quantity as it would stand in a cell; the argument is a text literal.
    case measure, target, period
}
