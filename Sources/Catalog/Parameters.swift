// The types of functions' parameters and results.

/// What an argument may be.
package enum ParameterType: Sendable, Equatable {
    /// A number, percentage, amount of money or measure.
    case figure
    /// A figure, a date or a period, of one kind with the other arguments.
    case ordered
    /// A target, or a figure as a plain target.
    case target
    /// A figure or a target.
    case figureOrTarget
    /// A text; a choice or status as its label.
    case text
    case date
    case period
    case dateOrPeriod
    /// A table whose days are holidays, by its name or with its column.
    case dayTable
    /// "higher" or "lower", as a text or a choice.
    case direction
    /// `5 points` or `5%`.
    case tolerance
    /// A column of status, whose scheme is used.
    case statusColumn
    /// A column of any type, as it is printed.
    case column
    /// Anything, of one type with all other `alike` arguments.
    case alike
    /// A value of any type.
    case anything
    /// A regular expression between slashes.
    case pattern
    /// The name of a group of a pattern, as a text in quotes.
    case groupName

    /// What was expected, as words to follow "expected".
    package var words: String {
        switch self {
        case .figure: "a number, percentage, amount or measure"
        case .ordered: "a figure, a date or a period"
        case .target: "a target or a figure"
        case .figureOrTarget: "a figure or a target"
        case .text: "a text"
        case .date: "a date"
        case .period: "a period"
        case .dateOrPeriod: "a date or a period"
        case .dayTable: "a table of days"
        case .direction: "\"higher\" or \"lower\""
        case .tolerance: "a tolerance such as `5 points` or `5%`"
        case .statusColumn: "a status column"
        case .column: "a column"
        case .alike: "a value of the same type as the first"
        case .anything: "a value"
        case .pattern: "a pattern between slashes"
        case .groupName: "the name of a group in quotes"
        }
    }
}

package struct Parameter: Sendable {
    package var name: String
    package var type: ParameterType
    package var isOptional: Bool
    /// Whether further arguments of its kind may follow.
    package var repeats: Bool

    package init(_ name: String, _ type: ParameterType, isOptional: Bool = false, repeats: Bool = false) {
        self.name = name
        self.type = type
        self.isOptional = isOptional
        self.repeats = repeats
    }
}

/// What a call gives.
package enum ResultType: Sendable, Equatable {
    case truth, figure, text, target, date
    /// A figure in per cent.
    case percent
    /// The status that a scheme says is due.
    case status
    case period
    /// The type of its arguments.
    case alike
}
