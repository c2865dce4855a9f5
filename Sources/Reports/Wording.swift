// Numbers and lists in words, with the right plural forms.

import Findings

/// A number with its thousands grouped: `1,215`.
func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var output = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index) % 3 == 0 { output.append(",") }
        output.append(digit)
    }
    return output
}

/// A number with its noun: `1 row`, `2 rows`, `2 queries`.
func counted(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
    grouped(number) + " " + (number == 1 ? singular : plural ?? singular + "s")
}

/// How many findings of a severity there are: `3 errors`, `1 query`.
func counted(_ number: Int, _ severity: Severity) -> String {
    counted(number, severity.rawValue, severity == .query ? "queries" : nil)
}

/// `a`, `a and b`, `a, b and c`.
func listed(_ items: [String]) -> String {
    guard let last = items.last else { return "" }
    return items.count == 1 ? last : items.dropLast().joined(separator: ", ") + " and " + last
}

/// The text as a sentence: a capital at the start and a full stop at the end.
func sentence(_ text: String) -> String {
    guard let first = text.first else { return "" }
    return ended(first.isLowercase && first.isASCII ? first.uppercased() + text.dropFirst() : text)
}

/// The text with a full stop at the end, unless it ends with such a mark.
func ended(_ text: String) -> String {
    guard let last = text.last else { return "" }
    return ".!?".contains(last) ? text : text + "."
}

extension Severity {
    /// From the most severe to the least severe.
    static var descending: [Self] { [.error, .query, .warning, .note] }

    /// The word that compilers print: a query fails the check like a warning made fatal.
    var compilerWord: String { self == .query ? "warning" : rawValue }
}
