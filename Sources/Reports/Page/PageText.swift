// Text and markup of a page: what comes from a return is escaped here, and nowhere else is markup made of it.

import Findings

/// Text for an element or an attribute in double quotes, on one line. Characters that could hide or reorder others are
/// shown as on a terminal.
func pageText(_ text: String) -> String { xmlText(text) }

/// The same, no longer than some columns of a terminal, however many marks its characters have.
func pageText(_ text: String, most: Int) -> String { xmlEscaped(escapedForTerminal(text, columns: most)) }

/// A position in a drawing, with at most one decimal.
func drawn(_ position: Double) -> String {
    guard position.isFinite else { return "0" }
    let tenths = Int((min(max(position, -1e6), 1e6) * 10).rounded())
    let whole = tenths / 10
    let rest = abs(tenths % 10)
    return (tenths < 0 && whole == 0 ? "-0" : String(whole)) + (rest == 0 ? "" : "." + String(rest))
}

/// The severity as people are told it on a page, with its sign: word, shape and colour.
extension Severity {
    var signed: String { "<b class=\"s \(pageClass)\">\(capitalised)</b>" }

    /// The class of its colour and its sign.
    var pageClass: String {
        switch self {
        case .error: "e"
        case .query: "q"
        case .warning: "w"
        case .note: "n"
        }
    }

    /// Its number in the page's filters.
    var pageNumber: Int {
        switch self {
        case .error: 3
        case .query: 2
        case .warning: 1
        case .note: 0
        }
    }
}
