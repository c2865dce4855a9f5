// The functions that conditions may use.

/// A function by its name in workbooks. What is not among them cannot be evaluated: lookups, what depends on the day,
/// and what programs calculate differently.
enum FormulaFunction: String, CaseIterable, Sendable {
    case and = "AND"
    case or = "OR"
    case not = "NOT"
    case `if` = "IF"
    case ifError = "IFERROR"
    case yes = "TRUE"
    case no = "FALSE"
    case isBlank = "ISBLANK"
    case isNumber = "ISNUMBER"
    case isText = "ISTEXT"
    case isNonText = "ISNONTEXT"
    case isError = "ISERROR"
    case length = "LEN"
    case trim = "TRIM"
    case left = "LEFT"
    case right = "RIGHT"
    case upper = "UPPER"
    case lower = "LOWER"
    case exact = "EXACT"
    case search = "SEARCH"
    case find = "FIND"
    case absolute = "ABS"
    case round = "ROUND"
    case remainder = "MOD"
    case isEven = "ISEVEN"
    case isOdd = "ISODD"
    case row = "ROW"
    case column = "COLUMN"
    case least = "MIN"
    case greatest = "MAX"
    case sum = "SUM"
    case average = "AVERAGE"
    case count = "COUNT"
    case countFilled = "COUNTA"

    /// How many arguments it takes.
    var arguments: ClosedRange<Int> {
        switch self {
        case .yes, .no: 0...0
        case .row, .column: 0...1
        case .not, .isBlank, .isNumber, .isText, .isNonText, .isError, .length, .trim, .upper, .lower, .absolute,
            .isEven, .isOdd:
            1...1
        case .left, .right: 1...2
        case .exact, .round, .remainder, .ifError: 2...2
        case .if, .search, .find: 2...3
        case .and, .or, .least, .greatest, .sum, .average, .count, .countFilled: 1...FormulaLimits.arguments
        }
    }
}
