// Draws the faults of rule files with the lines they are in.

package import Diagnostics
import Findings

/// The faults in their order, each with its place, its line underlined, other places that matter, and how to repair it,
/// separated by blank lines; empty for no faults.
package func renderDiagnostics(_ diagnostics: [Diagnostic], style: TextStyle) -> String {
    if style.plain { return diagnostics.map { narrate($0) + "\n" }.joined() }
    var canvas = TextCanvas(style)
    for (index, diagnostic) in diagnostics.enumerated() {
        if index > 0 { canvas.blankLine() }
        canvas.draw(diagnostic)
    }
    return canvas.output
}

/// `Error, unknown-column, file kpis.rules, line 31, column 11: message. Help: …`.
func narrate(_ diagnostic: Diagnostic) -> String {
    let start = diagnostic.span.start
    let word = diagnostic.severity.rawValue
    var words =
        word.prefix(1).uppercased() + word.dropFirst() + ", " + escapedForTerminal(diagnostic.code, columns: 120)
        + ", file "
    words += escapedForTerminal(diagnostic.span.file.name) + ", line " + String(start.line) + ", column "
    words += String(start.column) + ": " + ended(escapedForTerminal(diagnostic.message, columns: 480))
    for note in diagnostic.notes {
        words += " See line " + String(note.span.start.line)
        if note.span.file !== diagnostic.span.file { words += " of " + escapedForTerminal(note.span.file.name) }
        words += ": " + ended(escapedForTerminal(note.message, columns: 240))
    }
    if let help = diagnostic.help { words += " Help: " + ended(escapedForTerminal(help, columns: 720)) }
    if let fix = diagnostic.fix { words += " Suggestion: " + ended(escapedForTerminal(fix.title, columns: 240)) }
    return words
}

extension TextCanvas {
    fileprivate mutating func draw(_ diagnostic: Diagnostic) {
        let ink = Ink(diagnostic.severity)
        let fixLine = diagnostic.fix.map { diagnostic.span.file.line(at: $0.range.lowerBound) } ?? 1
        let lines = [diagnostic.span.end.line, fixLine] + diagnostic.notes.map { $0.span.end.line }
        let digits = lines.reduce(1) { max($0, String($1).count) }
        wrap(
            diagnostic.severity.rawValue + "[" + escapedForTerminal(diagnostic.code, columns: 120) + "]", ink,
            ": " + escapedForTerminal(diagnostic.message, columns: 480), .strong, indent: 4)
        drawSource(diagnostic.span, digits: digits, underline: "^", ink)
        for note in diagnostic.notes {
            wrap("note: ", .note, escapedForTerminal(note.message, columns: 240), .plain, indent: 6)
            drawSource(note.span, digits: digits, underline: "-", .secondary)
        }
        // What a fix does is said beside the line as it would be.
        if let help = diagnostic.help, help != diagnostic.fix?.title {
            wrap("help: ", .note, escapedForTerminal(help, columns: 720), .plain, indent: 6)
        }
        if let fix = diagnostic.fix { draw(fix, in: diagnostic.span.file, digits: digits) }
    }

    /// The place of a span and its line; for a span over several lines the first and the last.
    private mutating func drawSource(_ span: SourceSpan, digits: Int, underline: Character, _ ink: Ink) {
        let start = span.start
        let end = span.end
        let path = escapedForTerminal(span.file.name) + ":" + String(start.line) + ":" + String(start.column)
        line((blanks(digits) + "--> ", .secondary), (path, .plain))
        line((blanks(digits) + " |", .dim))
        let first = SourceLine(span.file, start.line, marking: span.range, room: width - digits - 3)
        drawLine(first, number: start.line, digits: digits, underline, ink)
        guard end.line > start.line else { return }
        let last = SourceLine(span.file, end.line, marking: span.range, room: width - digits - 3)
        guard last.markWidth > 0 else { return }
        if end.line > start.line + 1 { line((blanks(digits) + " …", .dim)) }
        drawLine(last, number: end.line, digits: digits, underline, ink)
    }

    private mutating func drawLine(_ source: SourceLine, number: Int, digits: Int, _ underline: Character, _ ink: Ink) {
        let number = String(number)
        let gutter = blanks(digits - number.count) + number + " |"
        line((source.text.isEmpty ? gutter : gutter + " ", .dim), (source.text, .plain))
        line(
            (blanks(digits) + " | ", .dim), (blanks(source.markOffset), .plain),
            (String(repeating: underline, count: max(1, source.markWidth)), ink))
    }

    /// The line as it would be after a replacement.
    private mutating func draw(_ fix: DiagnosticFix, in file: SourceFile, digits: Int) {
        wrap("help: ", .note, escapedForTerminal(fix.title, columns: 240), .plain, indent: 6)
        let number = file.line(at: fix.range.lowerBound)
        guard file.line(at: fix.range.upperBound) == number,
            !fix.replacement.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D })
        else { return }
        let source = SourceLine(file, number, replacing: fix.range, with: fix.replacement, room: width - digits - 3)
        line((blanks(digits) + " |", .dim))
        drawLine(source, number: number, digits: digits, fix.replacement.isEmpty ? "-" : "+", .good)
    }
}
