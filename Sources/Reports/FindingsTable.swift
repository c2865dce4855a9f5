// The findings as a table for spreadsheets, in which people answer queries.

package import Findings
import Locations

/// The columns of the table, by which answers are read back from it.
package enum FindingsTable {
    package static let titles = [
        "Severity", "File", "Sheet", "Cell", "Key", "Label", "Owner", "Column", "As printed", "Should be",
        "What is wrong", "What to do", "Rule", fingerprint, answer, answeredBy,
    ]
    package static let fingerprint = "Fingerprint"
    package static let answer = "Answer"
    package static let answeredBy = "Answered by"

    /// A fingerprint as the table has it: behind a letter, because a spreadsheet takes digits for a number.
    static func text(ofFingerprint fingerprint: String) -> String { fingerprint.isEmpty ? "" : "f-" + fingerprint }

    /// The fingerprint that a cell of the table names; `nil` where it is none.
    package static func fingerprint(in cell: String) -> String? {
        cell.hasPrefix("f-") && cell.utf8.count > 2 ? String(cell.dropFirst(2)) : nil
    }
}

/// A line for each finding that counts and for what was not checked, as delimited text that spreadsheets open: UTF-8
/// with a byte order mark, CRLF, every cell quoted. No cell can act as a formula.
package func writeFindingsTable(_ run: CheckRun, from minimum: Severity = .note, to sink: @escaping ReportSink) {
    var pieces = TextPieces(sink)
    defer { pieces.end() }
    pieces.add("\u{FEFF}" + line(FindingsTable.titles))
    for notice in run.faultNotices { pieces.add(line(notice.finding, what: notice.sentence)) }
    run.eachReportedFinding(from: minimum) { pieces.add(line($0, what: $0.message)) }
    for notice in run.coverageNotices + run.leftOutNotices where notice.severity >= minimum {
        pieces.add(line(notice.finding, what: notice.sentence))
    }
}

package func renderFindingsTable(_ run: CheckRun) -> [UInt8] { collected { writeFindingsTable(run, to: $0) } }

private func line(_ finding: Finding, what: String) -> String {
    let location = finding.location
    let values = finding.values
    let printed =
        values.count == 1
        ? values[0].text
        : values.map { $0.name + " " + ($0.text.isEmpty ? "(blank)" : $0.text) }.joined(separator: "; ")
    let cell = location?.cell ?? location?.spreadsheetExtent.map { "row \($0.row)" } ?? ""
    return line([
        finding.severity.rawValue, location?.file ?? "", location?.sheet ?? "", cell,
        finding.key.map(\.text).joined(separator: ", "), finding.label ?? "", finding.owner ?? "",
        location?.header ?? finding.column ?? "", printed, finding.fixes.first?.text ?? "", what, finding.help ?? "",
        finding.rule, FindingsTable.text(ofFingerprint: finding.fingerprint), "", "",
    ])
}

private func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

/// A cell in quotes: without control characters, and with an apostrophe before what a spreadsheet would calculate.
private func quoted(_ text: String) -> String {
    let shown = escapedForTerminal(text)
    return "\"" + (actsAsFormula(shown) ? "'" : "") + shown.replacing("\"", with: "\"\"") + "\""
}

/// Whether a spreadsheet might take a text for a formula. A figure with a sign is none: it stays what it is.
private func actsAsFormula(_ text: String) -> Bool {
    guard let first = text.first(where: { !$0.isWhitespace }) else { return false }
    switch first {
    case "=", "@", "＝", "＠", "|", "%": return true
    case "+", "-", "＋", "－", "−":
        let figure = text.drop(while: \.isWhitespace).dropFirst()
        return !figure.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "., %".utf8.contains(byte)
        }
    default: return false
    }
}

extension String {
    fileprivate func replacing(_ part: Character, with other: String) -> String {
        var result = ""
        for character in self { if character == part { result += other } else { result.append(character) } }
        return result
    }
}
