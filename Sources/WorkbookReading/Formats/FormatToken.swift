// The parts of a number format.

/// A placeholder for one digit.
enum DigitPlace: Sendable {
    /// `0`: a nought where the figure has no digit.
    case nought
    /// `#`: nothing where it has none.
    case nothing
    /// `?`: a space where it has none.
    case space

    init?(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "0"): self = .nought
        case UInt8(ascii: "#"): self = .nothing
        case UInt8(ascii: "?"): self = .space
        default: return nil
        }
    }
}

/// A part of a date or a time.
enum DatePart: Sendable, Equatable {
    /// With as many letters as the format has.
    case year(Int)
    /// A year of the Buddhist calendar.
    case buddhistYear(Int)
    case month(Int)
    case day(Int)
    case hour(Int)
    case minute(Int)
    case second(Int)
    /// All hours, minutes or seconds.
    case hours(Int)
    case minutes(Int)
    case seconds(Int)
    /// A point and digits of a second.
    case fraction(Int)
    /// `AM/PM` or `A/P`, perhaps in lower case.
    case halfDay(letters: Int, isSmall: Bool)
}

enum FormatToken: Sendable {
    case literal([UInt8])
    /// The digit of 10 to the power, before the point.
    case integer(DigitPlace, power: Int)
    case point
    /// The digit behind the point with a number from 1.
    case decimal(DigitPlace, Int)
    case exponent(hasPlus: Bool)
    case exponentDigit(DigitPlace, power: Int)
    case numerator(DigitPlace, power: Int)
    case slash
    case denominator(DigitPlace, power: Int)
    /// A denominator that the format gives.
    case givenDenominator(Int)
    case date(DatePart)
    case general
    /// The cell's text.
    case text
}

/// Which figures a section is for.
struct FormatCondition: Sendable {
    enum Comparison: Sendable { case equal, unequal, less, lessOrEqual, more, moreOrEqual }

    var comparison: Comparison
    var figure: StoredFigure

    func holds(for other: StoredFigure) -> Bool {
        let order = other.compared(to: figure)
        return switch comparison {
        case .equal: order == 0
        case .unequal: order != 0
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .more: order > 0
        case .moreOrEqual: order >= 0
        }
    }

    /// Whether it holds only for figures below nought, so that a sign would be redundant.
    var isNegativeOnly: Bool {
        switch comparison {
        case .equal, .lessOrEqual: figure.isNegative
        case .less: figure.isNegative || figure.isZero
        case .unequal, .more, .moreOrEqual: false
        }
    }
}

/// One of the parts of a format between its semicolons.
struct FormatSection: Sendable {
    enum Kind: Sendable {
        case number
        case scientific
        case fraction
        case date
        /// Letters alone, or `General`, or `@`.
        case other
    }

    var tokens: [FormatToken] = []
    var kind = Kind.other
    var condition: FormatCondition?
    var hasText = false
    var isEmpty = true
    /// How many places there are before the point, behind it, in the exponent, in the numerator and the denominator.
    var integerPlaces = 0
    var decimalPlaces = 0
    var exponentPlaces = 0
    var numeratorPlaces = 0
    var denominatorPlaces = 0
    var isGrouped = false
    /// The power of ten of percent signs and commas.
    var scale = 0
    /// The most digits of a second that are shown; `nil` where no seconds are.
    var secondDigits: Int?
    /// Whether a date or only a time is shown, and whether the day is.
    var showsDate = false
    var showsDay = false
    var hasHalfDay = false
    /// Whether hours, minutes or seconds are counted beyond a day, or an hour, or a minute.
    var isElapsed = false
}
