// The colours that text for people is written in.

import Diagnostics
import Findings

/// What a piece of text is, which decides its colour.
enum Ink {
    case plain, strong, dim, secondary, error, query, warning, note, good

    init(_ severity: Severity) {
        switch severity {
        case .error: self = .error
        case .query: self = .query
        case .warning: self = .warning
        case .note: self = .note
        }
    }

    init(_ severity: DiagnosticSeverity) {
        switch severity {
        case .error: self = .error
        case .warning: self = .warning
        case .note: self = .note
        }
    }

    /// The parameters of the SGR sequence.
    private var parameters: String {
        switch self {
        case .plain: ""
        case .strong: "1"
        case .dim: "2"
        case .secondary: "34"
        case .error: "1;31"
        case .query: "1;35"
        case .warning: "1;33"
        case .note: "1;36"
        case .good: "1;32"
        }
    }

    /// The text in this colour, reset behind it; unchanged where colours are off or there is nothing to colour.
    func paint(_ text: String, _ color: Bool) -> String {
        if !color || text.isEmpty || self == .plain { return text }
        return "\u{1B}[" + parameters + "m" + text + "\u{1B}[0m"
    }
}
