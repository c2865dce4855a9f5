// Diagnostics of rule files: a fault at its place, in an author's words.

/// How severe a diagnostic of a rule file is. An `error` stops the check before any data is read.
package enum DiagnosticSeverity: String, Sendable, Comparable {
    case note, warning, error

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
    private var rank: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .error: 2
        }
    }
}

/// One fault of a rule file.
package struct Diagnostic: Sendable {
    /// A short kebab-case name of the kind of fault, such as `unknown-column`.
    package var code: String
    package var severity: DiagnosticSeverity
    /// What is wrong, in one line: lower case at the start, no full stop at the end.
    package var message: String
    /// What to underline.
    package var span: SourceSpan
    /// What to do about it, in the form of `message`; `nil` where the message says it all.
    package var help: String?
    /// Other places that matter, perhaps in other files, such as the first of two declarations.
    package var notes: [DiagnosticNote]
    /// A replacement that repairs it; `nil` where none is certain.
    package var fix: DiagnosticFix?

    package init(
        _ code: String, _ severity: DiagnosticSeverity = .error, _ message: String, at span: SourceSpan,
        help: String? = nil, notes: [DiagnosticNote] = [], fix: DiagnosticFix? = nil
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.span = span
        self.help = help
        self.notes = notes
        self.fix = fix
    }
}

/// Another place that a diagnostic refers to.
package struct DiagnosticNote: Sendable {
    /// In the form of `Diagnostic.message`.
    package var message: String
    package var span: SourceSpan

    package init(_ message: String, at span: SourceSpan) {
        self.message = message
        self.span = span
    }
}

/// A replacement of one range of the diagnostic's file.
package struct DiagnosticFix: Sendable {
    /// What the fix does, such as "write `theme`".
    package var title: String
    /// The bytes to replace; empty for an insertion.
    package var range: Range<Int>
    package var replacement: String

    package init(_ title: String, replacing range: Range<Int>, with replacement: String) {
        self.title = title
        self.range = range
        self.replacement = replacement
    }
}
