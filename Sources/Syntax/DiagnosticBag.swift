// Collects the diagnostics of the lexer and the parsers of one file.

internal import Diagnostics

/// The diagnostics of one file, shared by its lexer and its parsers. Bounded, so that hostile files stay cheap.
final class DiagnosticBag {
    /// How many diagnostics are kept; one more says that there are others.
    static let limit = 2_000

    let file: SourceFile
    private var diagnostics: [Diagnostic] = []

    init(file: SourceFile) { self.file = file }

    var isFull: Bool { diagnostics.count > Self.limit }

    func report(
        _ code: String, _ message: @autoclosure () -> String, at range: Range<Int>,
        help: @autoclosure () -> String? = nil,
        notes: @autoclosure () -> [DiagnosticNote] = [], fix: @autoclosure () -> DiagnosticFix? = nil
    ) {
        guard diagnostics.count < Self.limit else {
            if diagnostics.count == Self.limit {
                diagnostics.append(
                    Diagnostic(
                        "too-many-errors", .error, "there are more errors from here on than can be shown",
                        at: SourceSpan(file, range), help: "correct the errors above and check again"))
            }
            return
        }
        diagnostics.append(
            Diagnostic(code, .error, message(), at: SourceSpan(file, range), help: help(), notes: notes(), fix: fix()))
    }

    /// In the order of their places; those of one place in the order in which they were noticed.
    func sorted() -> [Diagnostic] {
        diagnostics.enumerated()
            .sorted { left, right in
                let (first, second) = (left.element.span.range.lowerBound, right.element.span.range.lowerBound)
                return first != second ? first < second : left.offset < right.offset
            }
            .map(\.element)
    }
}
