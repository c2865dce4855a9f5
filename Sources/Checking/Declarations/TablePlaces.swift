// Where in its file a table stands: its header, its cells, its end.

import Diagnostics
import Syntax
import Tables

extension Checker {
    func sayWhereTheTableStands(_ written: TableSource, _ source: inout CheckedSource, in file: SourceFile) {
        source.headerLines = written.headerLines.flatMap { headerLines($0, in: file) }
        source.hasHeader = written.withoutHeaders == nil
        source.endsAtBlank = written.untilBlank != nil
        if let written = written.area {
            source.area = CellArea(written.text)
            if source.area == nil {
                error(
                    "bad-area", "\(quoted(written.text)) is no range of cells", at: SourceSpan(file, written.range),
                    help: "it is written with its first and its last cell, such as \"B4:H60\", or \"B4:H\" to the end")
            }
        }
        if let written = written.areaName {
            source.areaName = trimmed(written.text)
            if trimmed(written.text).isEmpty {
                error(
                    "bad-area", "a table in a workbook has a name", at: SourceSpan(file, written.range),
                    help: "such as `named \"tblKPI\"`")
            }
        }
        if let written = written.comments {
            source.comments = written.text
            if trimmed(written.text).isEmpty || written.text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
                error(
                    "bad-comment", "comments begin with a sign or a word", at: SourceSpan(file, written.range),
                    help: "such as `comments \"#\"`")
            }
        }
        refuseWhatExcludesEachOther(written, source, in: file)
    }

    private func headerLines(_ lines: HeaderLines, in file: SourceFile) -> ClosedRange<Int>? {
        let span = SourceSpan(file, lines.range)
        guard (1...1_000_000).contains(lines.first), (1...1_000_000).contains(lines.last) else {
            error("wrong-line", "lines are counted from 1", at: span)
            return nil
        }
        guard lines.first <= lines.last else {
            error(
                "wrong-line", "the header's last line comes before its first", at: span,
                help: "write `headers on lines \(lines.last) to \(lines.first)`")
            return nil
        }
        guard lines.last - lines.first < Self.mostHeaderLines else {
            error(
                "wrong-line", "a header has \(Self.mostHeaderLines) lines at most", at: span,
                help: "name the lines that say what the columns are, without the title above them")
            return nil
        }
        return lines.first...lines.last
    }

    private static let mostHeaderLines = 20

    /// Options of which one makes the other mean nothing.
    private func refuseWhatExcludesEachOther(_ written: TableSource, _ source: CheckedSource, in file: SourceFile) {
        func refuse(_ one: String, _ first: Range<Int>?, _ other: String, _ second: Range<Int>?, _ help: String) {
            guard let first, let second else { return }
            let (early, late) = first.lowerBound < second.lowerBound ? (first, second) : (second, first)
            error(
                "contradicting-options", "`\(one)` and `\(other)` exclude each other", at: SourceSpan(file, late),
                help: help, notes: [DiagnosticNote("the other", at: SourceSpan(file, early))])
        }
        let (lines, none) = (written.headerLines?.range, written.withoutHeaders)
        let isOfLines = written.headerLines.map { $0.first < $0.last } ?? false
        refuse(
            isOfLines ? "headers on lines" : "headers on line", lines, "without headers", none,
            "say where the header stands, or that there is none")
        let (area, name, comments) = (written.area?.range, written.areaName?.range, written.comments?.range)
        refuse("range", area, "named", name, "the name says which cells they are")
        let forText = "a workbook has no such lines: leave one of the two out"
        refuse("comments", comments, "named", name, forText)
        refuse("comments", comments, "sheet", written.sheet?.range, forText)
        let forWorkbook = "delimited text has no names of areas: leave one of the two out"
        refuse("separated by", written.separator?.range, "named", name, forWorkbook)
        refuse("encoded as", written.encoding?.range, "named", name, forWorkbook)
        if let area = source.area, let lines = source.headerLines, let range = written.headerLines?.range,
            !area.rows.contains(lines.lowerBound) || !area.rows.contains(lines.upperBound)
        {
            error(
                "contradicting-options", "the header's line lies outside of the range \(area.name)",
                at: SourceSpan(file, range), help: "a range holds the header and the rows below it")
        }
        // A pattern that ends so can find no other files.
        let path = written.pattern.text.lowercased()
        if let comments, isWorkbook(path) {
            error(
                "contradicting-options", "`comments` is for delimited text, and the file is a workbook",
                at: SourceSpan(file, comments), help: "leave it out")
        }
        if let name, isText(path) {
            error(
                "contradicting-options", "`named` is for workbooks, and the file is delimited text",
                at: SourceSpan(file, name), help: "say with `range` in which cells the table stands")
        }
    }

    /// Whether a path in small letters can be a workbook's alone, or a text's alone.
    func isWorkbook(_ path: String) -> Bool {
        [".xlsx", ".xlsm", ".xltx", ".xltm", ".ods", ".ots"].contains { path.hasSuffix($0) }
    }

    func isText(_ path: String) -> Bool { [".csv", ".tsv", ".txt", ".tab"].contains { path.hasSuffix($0) } }
}
