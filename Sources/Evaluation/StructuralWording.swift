// The findings about a table's structure and its cells, in words.

import Catalog
import Checking
import Diagnostics
import Findings
import Patterns
import Quantities
import Tables

/// Puts the violations of one structural finding into words.
struct StructuralWording {
    private let finding: BuiltInFinding
    private let table: Int
    private let column: Int?
    private let reported: [Int: ReportedRows]
    private let evaluator: Evaluator
    private let checked: CheckedTable
    private let checkedColumn: CheckedColumn?
    /// Of the column's pattern.
    private let matcher: PatternMatcher?
    private let severity: Severity

    init(
        _ finding: BuiltInFinding, table: Int, column: Int?, reported: [Int: ReportedRows], in evaluator: Evaluator
    ) {
        self.finding = finding
        self.table = table
        self.column = column
        self.reported = reported
        self.evaluator = evaluator
        checked = evaluator.rules.tables[table]
        checkedColumn = column.map { [checked] in checked.columns[$0] }
        matcher = checkedColumn?.pattern?.makeMatcher()
        severity = evaluator.severity(of: finding)
    }

    private func text(_ row: ReportedRow, _ column: Int) -> String { reported[table]?.cell(row, column) ?? "" }

    /// What a reference was most likely meant to be: which of its cells is wrong, and what it should say.
    fileprivate struct NearestKey {
        var index: Int
        var text: String
    }

    /// What was found out for earlier violations. Unchecked: it goes from one task to the next, and no two have it at a
    /// time.
    struct Memory: @unchecked Sendable {
        fileprivate var nearestKeys: [String: NearestKey?] = [:]
        /// What is said of a cell of ASCII, by its text, whatever row it stands in.
        fileprivate var cells: [String: Words] = [:]
        /// The labels of the column, once one is looked for.
        fileprivate var labels: LabelSpellings?
        /// How many letters of labels are still compared with what stands in cells.
        fileprivate var comparedLetters: Int

        /// The nearest labels are looked for among the first findings of a column alone: nobody reads the help of more,
        /// and each may be compared with very many labels.
        init(isFirst: Bool) { comparedLetters = isFirst ? 100_000_000 : 0 }
    }

    /// The words of one violation.
    fileprivate struct Words {
        /// The column at fault, where it is another than the finding's.
        var column: Int?
        var message: String
        var help: String?
        var fix: Respelling?
        var related: String?
    }

    /// `memory` is what earlier violations of the same entry left.
    func word(_ violations: [Violation], _ memory: inout Memory, into part: FindingPart) {
        for (index, violation) in violations.enumerated() {
            if index & 1023 == 0, evaluator.isAbandoned { break }
            var finding = violation.row < 0 ? header(violation) : inRow(violation, &memory)
            finding.order = violation.order
            part.append(finding)
            evaluator.options.progress?.add(1)
        }
    }

    private func make(_ words: Words, _ violation: Violation) -> Finding {
        var found = Finding(
            rule: finding.rawValue, severity: severity, message: oneLine(words.message),
            help: words.help.map { oneLine($0) })
        found.table = checked.name
        found.column = checkedColumn?.name
        found.waived = evaluator.findingWaiver(violation.waiver)
        return found
    }

    // MARK: The header

    private func header(_ violation: Violation) -> Finding {
        let file = -1 - violation.row
        let header = evaluator.inputs[table].files[file].reader.header
        let path = evaluator.inputs[table].files[file].path
        func named(_ field: Int) -> String { header.indices.contains(field) ? quoted(header[field]) : "" }
        let words: Words
        var fix: Respelling?
        var field = violation.detail
        switch finding {
        case .missingColumn:
            let headers = (checkedColumn?.headers ?? []).map { quoted($0) }.joined(separator: " or ")
            words = Words(
                message: "there is no column \(headers)",
                help: violation.text.map { "the header \(quoted($0)) is near: should it be \(headers)?" }
                    ?? "add the column, or write `optional` in the rule file if the return may go without it")
            field = violation.text == nil ? -1 : violation.detail
            if let near = violation.text, let meant = nearest(to: near, in: checkedColumn?.headers ?? []) {
                fix = .ofName(near, near: meant)
            }
        case .duplicateHeader:
            words = Words(
                message: "the header \(named(violation.detail)) stands twice; only the first column is read",
                help: "give each column a header of its own")
        case .strayQuote, .unterminatedQuote, .spacedQuote, .looseQuote:
            words = ofQuotes(violation, subject: "the header \(named(violation.detail))", lines: nil)
        case .badEncoding: words = ofEncoding(violation, subject: "the header \(named(violation.detail))")
        case .unknownColumn:
            words = Words(
                message: "no column of the rules reads \(named(violation.detail))",
                help: violation.text.map { "is it meant to be \($0)?" })
        case .rowsAboveHeader, .linesAboveHeader:
            field = -1
            let header = evaluator.headerPlace(table: table, file: file, field: -1)
            words = ofLinesAbove(linesAbove(inFile: file), headerLine: header?.line)
        case _ where checked.source.matching != nil:
            words = Words(
                message: "nothing in \(path) fits the pattern of table \(checked.name)",
                help: "look whether the text says it in other words now, or correct the pattern behind `matching`")
        default:
            let isBlank = header.allSatisfy { $0.allSatisfy(\.isWhitespace) }
            words = Words(
                message: isBlank
                    ? "\(path) holds no table: there is not even a header" : "\(path) has a header and no rows",
                help: "check that the whole table was saved")
        }
        var found = make(words, violation)
        found.place = evaluator.headerPlace(table: table, file: file, field: field)
        if let lines = linesAbove(inFile: file) {
            found.related = found.place.map { [RelatedPlace("taken for the header", $0)] } ?? []
            found.place = FindingPlace(
                file: path, sheet: evaluator.inputs[table].files[file].reader.sheet, lines.first)
        }
        if let place = found.place { found.related += strayQuote(violation, in: place) }
        if let fix, let place = found.place {
            found.fixes = [
                FindingFix(
                    isSafe: fix.isSafe, column: found.column ?? "", text: fix.text,
                    written: written(fix.text, inHeader: field, of: file), place: place)
            ]
        }
        let stands = checkedColumn.map { [$0.name] } ?? (header.indices.contains(field) ? [header[field]] : [])
        found.fingerprint = FindingIdentity(rule: found.rule, table: found.table, part: stands, row: []).digest
        return found
    }

    /// What the finding is about, where it is about lines above a header.
    private func linesAbove(inFile file: Int) -> LinesAbove? {
        let above = evaluator.inputs[table].files[file].reader.above
        return finding == .rowsAboveHeader ? above.rows : finding == .linesAboveHeader ? above.others : nil
    }

    /// What is said of lines that stand above the header.
    private func ofLinesAbove(_ lines: LinesAbove?, headerLine: Int?) -> Words {
        let header = headerLine.map { "line \($0)" } ?? "its line"
        let runs = (lines?.runs ?? []).map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)"
        }
        let several =
            "\(lines?.count ?? 0) lines from here to line \(lines?.lastLine ?? 0)"
            + (runs.count > 1 ? " (\(runs.dropLast().joined(separator: ", ")) and \(runs[runs.count - 1]))" : "")
        if finding == .linesAboveHeader {
            return Words(
                message: lines?.count == 1
                    ? "this line stands above the header on \(header): it is taken for a title, and not checked"
                    : several + " stand above the header on \(header): they are taken for a title, and not checked",
                help: "if these are rows, put the header above them")
        }
        return Words(
            message: lines?.count == 1
                ? "this line looks like a row and stands above the header on \(header): it was not checked"
                : several + " look like rows and stand above the header on \(header): they were not checked",
            help: "put the header above all rows, and tables that stand one below the other into files of their own; "
                + "if they are no rows, write `headers on \(header)` behind the file's name in the rule file")
    }

    /// What a header cell is to be in its file.
    private func written(_ text: String, inHeader field: Int, of file: Int) -> String? {
        guard let editor = evaluator.inputs[table].files[file].editor else { return nil }
        let shapes = editor.headerShapes
        return editor.replacement(text, for: shapes.indices.contains(field) ? shapes[field] : CellShape())
    }

    // MARK: Rows

    private func inRow(_ violation: Violation, _ memory: inout Memory) -> Finding {
        guard let rows = reported[table], let row = rows[violation.row] else {
            return make(Words(message: finding.rawValue), violation)
        }
        let key = evaluator.key(of: row, in: reported[table], table: table)
        let subject = evaluator.keyText(key, row: row)
        let cell = column.map { text(row, $0) } ?? ""
        let first = violation.related >= 0 ? reported[table]?[violation.related] : nil
        let words = words(violation, row, subject: subject, cell: cell, first: first, &memory)
        var found = make(words, violation)
        found.key = key
        var marked = words.column ?? column
        if column == nil, finding == .duplicateKey {
            for case .column(let index) in checked.key where marked == nil { marked = index }
        }
        found.place =
            marked.flatMap { rows.place(of: row, column: $0) } ?? rows.place(of: row, field: violation.detail)
            ?? rows.place(of: row)
        if let column { found.values = [NamedText(checked.columns[column].name, cell)] }
        if let first, let label = words.related {
            found.related = [
                RelatedPlace(label, marked.flatMap { rows.place(of: first, column: $0) } ?? rows.place(of: first))
            ]
        }
        if let place = found.place { found.related += strayQuote(violation, in: place) }
        if let fix = words.fix, let place = found.place, let column {
            found.fixes = [
                FindingFix(
                    isSafe: fix.isSafe, column: checked.columns[column].name, text: fix.text,
                    written: evaluator.inputs[table].files[Int(row.file)].editor?.replacement(
                        fix.text, for: rows.shape(of: row, column: marked ?? column)), place: place)
            ]
        }
        var part = column.map { [checked.columns[$0].name] } ?? []
        if finding == .unknownReference { part.append(evaluator.rules.joins[violation.detail].name) }
        found.fingerprint =
            FindingIdentity(
                rule: found.rule, table: checked.name, part: part,
                row: reported[table]?.identity(of: row, key: key, columns: checked.columns) ?? key
            ).digest
        guard violation.order < evaluator.options.excerptLimit else { return found }
        // A fault of a record's text stands at a field, which may be a column's.
        if marked == nil, finding.standsInText {
            let layout = evaluator.inputs[table].files[Int(row.file)].layout
            marked = layout.firstIndex(of: .field(violation.detail))
        }
        var shown: [(row: ReportedRow, marks: [(column: Int, isPrimary: Bool, label: String?)])] = [
            (row, marked.map { [(column: $0, isPrimary: true, label: nil)] } ?? [])
        ]
        if let first, first.position != row.position {
            shown.append((first, marked.map { [(column: $0, isPrimary: false, label: words.related)] } ?? []))
        }
        found.excerpt = evaluator.excerpt(
            table: table, of: rows, rows: shown,
            also: checked.columns.count <= 4 ? Array(checked.columns.indices) : [])
        return found
    }

    private func words(
        _ violation: Violation, _ row: ReportedRow, subject: String, cell: String, first: ReportedRow?,
        _ memory: inout Memory
    ) -> Words {
        if column != nil, Self.speaksOfCellAlone(finding) {
            // Other texts may be equal and yet not the same bytes.
            let isPlain = cell.utf8.allSatisfy { $0 < 0x80 }
            var words = (isPlain ? memory.cells[cell] : nil) ?? ofCell(cell, &memory)
            if isPlain, memory.cells.count < 200 { memory.cells[cell] = words }
            words.message = "\(subject): \(words.message)"
            return words
        }
        let name = checkedColumn?.name ?? ""
        switch finding {
        case .unreadableCell:
            return Words(
                message: "\(subject): a row is too long to be read; what is beyond was passed over",
                help: "look for a quotation mark that was never closed")
        case .duplicateKey:
            let line = first.map {
                $0.file == row.file ? "line \($0.line)" : "\(reported[table]?.path(of: $0) ?? ""), line \($0.line)"
            }
            let what = column == nil ? subject : "\(name) \(quoted(cell))"
            return Words(
                message: "\(what) stands twice: here and in \(line ?? "an earlier row")",
                help: "take one of the two rows out, or correct the one that is wrong", related: "the first")
        case .duplicateRef:
            if let number = violation.text {
                let repaired = NumberedReference.printed(number, like: cell)
                return Words(
                    message:
                        "\(quoted(cell)) should be \(quoted(repaired)): a spreadsheet has dropped the zero at its end",
                    help: "write \(repaired), and format the column as text so that it stays",
                    fix: Respelling(text: repaired, isSafe: true),
                    related: "the real \(cell)")
            }
            let line = first.map { "line \($0.line)" } ?? "an earlier row"
            return Words(
                message: "\(name) \(quoted(cell)) was used before, in \(line)",
                help: "give each row a reference of its own", related: "the first")
        case .gapInRefs:
            return Words(
                message: "\(missing(violation, like: cell)) missing before \(quoted(cell))",
                help: "add what is missing, or say in the return that it was withdrawn")
        case .refsOutOfOrder:
            let before = first.map { quoted(reported[table]?.cell($0, column ?? -1) ?? "") } ?? "a greater one"
            let line = first.map { ", in line \($0.line)" } ?? ""
            return Words(
                message: "\(name) \(quoted(cell)) stands behind \(before)\(line): nearly all others run in order",
                help: "move the row to its place, or correct its reference", related: "the one before")
        case .unknownReference: return unknownReference(violation, row, &memory.nearestKeys)
        case .mixedDates: return mixedDates(cell, row, first)
        case .timeOfDay:
            let cells = violation.detail == 1 ? "1 cell" : "\(violation.detail) cells"
            return Words(
                message: "\(name) \(quoted(cell)) holds a time of day, which is left out (\(cells) in this file)",
                help: "days alone are compared; where the time matters, make \(name) a text")
        case .raggedRow:
            let parts = (violation.text ?? "").split(separator: " ").compactMap { Int($0) }
            guard parts.count == 2 else { return Words(message: "\(subject): ragged row") }
            let cells = parts[0] == 1 ? "1 cell" : "\(parts[0]) cells"
            let above = evaluator.repeatedHeaders[table]?.last(above: violation.row, file: Int(row.file))
            if let above, above.cells == parts[0] {
                let other = "as the header on line \(above.line) above it"
                return Words(
                    message: "this row has \(cells), \(other); the file's first header has \(parts[1])",
                    help: "make a file of its own of what stands below that header, or give all parts the same columns")
            }
            return Words(
                message: "this row has \(cells), the header has \(parts[1])",
                help: parts[0] > parts[1]
                    ? "a cell that holds \(separator(ofFile: Int(row.file))) must stand in quotation marks"
                    : "add the cells that are missing at its end")
        case .unevenRow:
            let parts = (violation.text ?? "").split(separator: " ").compactMap { Int($0) }
            guard parts.count == 2 else { return Words(message: "\(subject): uneven row") }
            let cells = parts[0] == 1 ? "1 cell" : "\(parts[0]) cells"
            let separator = separator(ofFile: Int(row.file))
            return Words(
                message: "this row alone has \(cells), the header has \(parts[1])",
                help: parts[0] > parts[1]
                    ? "look whether its cells stand in their columns: \(separator) too many has moved those behind it"
                    : "look whether its cells stand in their columns: \(separator) too few has moved those behind it")
        case .strayQuote, .unterminatedQuote, .spacedQuote, .looseQuote:
            let place = reported[table]?.place(of: row)
            return ofQuotes(violation, subject: subject, lines: place.map { $0.line...$0.endLine })
        case .badEncoding: return ofEncoding(violation, subject: "\(subject): a cell")
        case .repeatedHeader:
            return Words(
                message: "this row says what the header says: it is no row, and nothing in it was checked",
                help: "take it out; where several returns were put together, check that each had the same columns")
        case .unknownColumn:
            return Words(
                message:
                    "\(quoted(violation.text ?? "")) stands under a blank header, and no column of the rules reads it",
                help: "give the column a header and declare it, or clear its cells")
        default: return Words(message: "\(subject): \(finding.rawValue)")
        }
    }

    /// What stands between two cells of a file, as in "a comma".
    private func separator(ofFile file: Int) -> String {
        let files = evaluator.inputs[table].files
        return (files.indices.contains(file) ? files[file].reader.separatorTitle : nil) ?? "a comma"
    }

    /// What is said of bytes that are no text.
    private func ofEncoding(_ violation: Violation, subject: String) -> Words {
        if violation.text == "zero" {
            return Words(
                message: "\(subject) holds a byte that is zero, which is no character of any text",
                help: "the file was damaged, or is not all text: export it again, as CSV in UTF-8")
        }
        return Words(
            message: "\(subject) holds characters that the file's encoding does not have",
            help: "save the file as UTF-8 (in Excel: CSV UTF-8)")
    }

    /// What is said of a cell's quotation marks; `lines` are those of its row.
    private func ofQuotes(_ violation: Violation, subject: String, lines: ClosedRange<Int>?) -> Words {
        let taken = lines.flatMap {
            $0.count > 1 ? "lines \($0.lowerBound) to \($0.upperBound) were taken for one row" : nil
        }
        switch finding {
        case .strayQuote:
            let spoilsRow = StrayQuoteText(violation.text ?? "")?.spoilsRow ?? false
            let message = "\(subject): a quotation mark is opened here, and text follows the mark that should close it"
            return Words(
                message: spoilsRow ? message + (taken.map { "; \($0)" } ?? "") : message,
                help: spoilsRow
                    ? "write each quotation mark inside the cell twice (\"\"), or close the cell where it ends; "
                        + "nothing in this row was checked"
                    : "close the cell where it ends, or write each quotation mark inside it twice (\"\"); it was read "
                        + "as it stands, and what follows it as usual")
        case .unterminatedQuote:
            return Words(
                message: "a quotation mark is opened here and never closed",
                help: violation.text == "row"
                    ? "close it; everything after it was taken for one cell"
                    : "close it, or take it out; it was read as a letter, and what follows it as usual")
        case .spacedQuote:
            return Words(
                message: "\(subject): white space stands before the quotation mark that opens a cell",
                help:
                    "take the white space out: the cell was read without its quotation marks, other programs keep them")
        default:
            return Words(
                message: "\(subject): a quotation mark stands in a cell that does not begin with one",
                help:
                    "put the whole cell in quotation marks and write the one inside twice (\"\"), or take it out; it "
                    + "was read as a letter")
        }
    }

    /// `7.16 is`, `7.2 to 7.9 (8 numbers) are`, `7.2 to 7.7 and 7.11 (7 numbers) are`.
    private func missing(_ violation: Violation, like cell: String) -> String {
        var left = violation.detail
        var parts = (violation.text ?? "").split(separator: " ").map { part -> String in
            let ends = part.split(separator: "-")
            let printed = ends.map { NumberedReference.printed(String($0), like: cell) }
            if let first = ends.first.flatMap({ Int128($0) }), let last = ends.last.flatMap({ Int128($0) }) {
                left -= Int(clamping: last - first + 1)
            }
            return ends.first == ends.last ? printed.first ?? "" : printed.joined(separator: " to ")
        }
        guard violation.detail != 1 else { return "\(parts.first ?? "") is" }
        if left > 0 { parts.append("others") }
        let listed = parts.dropLast().joined(separator: ", ")
        let all = (listed.isEmpty ? "" : listed + " and ") + (parts.last ?? "")
        return "\(all) (\(violation.detail) numbers) are"
    }

    /// The quotation mark that should have closed a cell, where one was read wrong.
    private func strayQuote(_ violation: Violation, in cell: FindingPlace) -> [RelatedPlace] {
        guard finding == .strayQuote, let text = violation.text, let stray = StrayQuoteText(text) else { return [] }
        return [RelatedPlace("text follows this mark", stray.place(from: cell))]
    }

    private static func speaksOfCellAlone(_ finding: BuiltInFinding) -> Bool {
        switch finding {
        case .missingValue, .spreadsheetError, .unreadableCell, .notAllowed, .badFormat, .outOfRange, .irregularNumber,
            .numberInWords, .figureInWords:
            true
        default: false
        }
    }

    /// What is said of a cell behind the name of its row.
    private func ofCell(_ cell: String, _ memory: inout Memory) -> Words {
        let name = checkedColumn?.name ?? ""
        switch finding {
        case .missingValue: return Words(message: "\(name) is blank", help: "fill in \(name); every row must have one")
        case .unreadableCell: return unreadable(cell, &memory)
        case .notAllowed:
            guard case .choice(let labels)? = checkedColumn?.type else { return Words(message: cell) }
            let (near, fix) = label(for: cell, among: labels, &memory)
            return Words(
                message: "\(name) is \(quoted(cell)), which is not one of \(listed(labels))",
                help: near.map { didYouMean($0, cell) } ?? "write one of \(listed(labels))",
                fix: fix)
        case .badFormat:
            return Words(
                message: "\(name) \(quoted(cell)) does not have the form that is asked for",
                help: "it must match /\(checkedColumn?.pattern?.source ?? "")/"
                    + (matcher.flatMap { unseenDifference(in: cell, fits: $0.fits) }.map { "; \($0)" } ?? ""),
                fix: matcher.flatMap { .ofForm(cell, pattern: $0) })
        case .outOfRange:
            let bounds = checkedColumn?.bounds.map { "\($0.low.span.text) and \($0.high.span.text)" } ?? ""
            return Words(message: "\(name) is \(cell), which is not between \(bounds)", help: "correct the figure")
        case .spreadsheetError:
            let isNarrow = cell.utf8.allSatisfy { $0 == 0x23 }
            return Words(
                message: isNarrow
                    ? "\(name) \(quoted(cell)) is no value: the column was too narrow to show it when it was saved"
                    : "\(name) \(quoted(cell)) is an error of a spreadsheet, and no value",
                help: isNarrow ? "widen the column and save it again" : "correct the formula that gave it")
        case .irregularNumber, .numberInWords:
            return Words(
                message: "\(name) \(quoted(cell)) was read as a number, but is not written as one",
                help: finding == .numberInWords ? "write it in figures" : "write it in figures, without spaces",
                fix: .ofNumber(cell))
        case .figureInWords:
            if cell.unicodeScalars.count == 1, cell.first?.isNumber == false {
                return Words(
                    message: "\(name) \(quoted(cell)) was taken for words: there is no figure beside the sign",
                    help: "write the figure, or leave the cell blank")
            }
            return Words(
                message: "\(name) \(quoted(cell)) was taken for words, though a figure stands in it",
                help: figureInPlainCharacters(cell).map { "write it in plain characters, as \(quoted($0))" }
                    ?? "write the figure alone, with its unit; what else there is to say can stand in brackets behind "
                    + "it"
            )
        default: return Words(message: finding.rawValue)
        }
    }

    /// The label that is nearest to what stands in a cell, and what the cell may be mended to.
    private func label(
        for cell: String, among labels: [String], _ memory: inout Memory
    ) -> (near: String?, fix: Respelling?) {
        let spellings = memory.labels ?? LabelSpellings(labels)
        memory.labels = spellings
        let near = spellings.names.nearest(to: cell, budget: &memory.comparedLetters).map { spellings.names.names[$0] }
        return (near, .ofLabel(cell, spellings, near: near))
    }

    private func unreadable(_ cell: String, _ memory: inout Memory) -> Words {
        guard let column = checkedColumn else { return Words(message: cell) }
        if case .status(let scheme) = column.type {
            let labels = evaluator.rules.schemes[scheme].labels.map(\.text).filter { !$0.isEmpty }
            let (near, fix) = label(for: cell, among: labels, &memory)
            return Words(
                message: cell.isEmpty
                    ? "\(column.name) is blank, and the scheme has no status for a blank cell"
                    : "\(column.name) is \(quoted(cell)), which is no status of the scheme",
                help: near.map { didYouMean($0, cell) } ?? "write one of \(listed(labels))",
                fix: cell.isEmpty ? nil : fix)
        }
        let expectation = expectation(column.type)
        if column.calendar.pairs != .either, holdsPair(cell) {
            return Words(
                message: "\(column.name) \(quoted(cell)) cannot be read",
                help: column.calendar.pairs == .months
                    ? "the column says `months`: write a month, such as 2023-09, or a year in full, such as 2023/2024"
                    : "the column says `years`: write a year, such as 2023-24")
        }
        if let found = expectation?.cause(of: cell, monthFirst: column.calendar.isMonthFirst) {
            return Words(message: "\(column.name) \(quoted(cell)) cannot be read: \(found.cause)", help: found.cure)
        }
        return Words(
            message: "\(column.name) \(quoted(cell)) cannot be read",
            help: column.type == .date && column.calendar.isMonthFirst
                ? "write a date with its month first, such as 09/30/2023"
                : "write \(expectation?.text ?? "a text")")
    }

    private func expectation(_ type: ColumnType) -> CellExpectation? {
        switch type {
        case .text, .status, .choice: nil
        case .figure(let kind): CellExpectation(kind)
        case .target: .target
        case .date: .date
        case .period: .period
        case .flag: .flag
        }
    }

    private func mixedDates(_ cell: String, _ row: ReportedRow, _ first: ReportedRow?) -> Words {
        guard let column = checkedColumn, let first, let index = self.column else { return Words(message: cell) }
        let other = "\(quoted(text(first, index))) in line \(first.line)"
        var words: Words
        if column.type == .date, !holdsPair(cell) {
            let (here, there) = column.calendar.isMonthFirst ? ("day", "month") : ("month", "day")
            words = Words(
                message:
                    "\(column.name) \(quoted(cell)) has the \(here) first, \(other) was read with the \(there) first",
                help: column.calendar.isMonthFirst
                    ? "write all dates alike; if the day comes first in all, take `month first` from the column"
                    : "write all dates alike; if the month comes first in all, `date month first` on the column says so"
            )
        } else {
            let type = column.type == .date ? "date" : "period"
            words = Words(
                message: "\(column.name) \(quoted(cell)) is a month, \(other) was read as a year",
                help: "if all are months, `\(type) months` on the column says so; a year among months is best written "
                    + "in full: \(yearInFull(text(first, index)))")
        }
        words.related = "the first that was read in the other way"
        return words
    }

    /// A year such as `2011-12` with all digits of both its numbers.
    private func yearInFull(_ cell: String) -> String {
        guard let year = cell.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) }) else { return cell }
        return "\(year)/\(year + 1)"
    }

    /// Whether a cell is a year and two digits: `2012-01`.
    private func holdsPair(_ cell: String) -> Bool {
        let parts = cell.split(whereSeparator: { !$0.isNumber })
        return parts.count == 2 && parts.allSatisfy { $0.count == 4 || $0.count == 2 }
    }

    private func unknownReference(
        _ violation: Violation, _ row: ReportedRow, _ nearestKeys: inout [String: NearestKey?]
    ) -> Words {
        let join = evaluator.rules.joins[violation.detail]
        let columns = join.hereColumns.compactMap { $0 }
        let cells = columns.map { text(row, $0) }
        let shown = cells.map { quoted($0) }.joined(separator: ", ")
        let there = evaluator.rules.tables[join.table].name
        // The nearest key is looked for once for each distinct one, at most a hundred times.
        let wanted = cells.joined(separator: "\u{1F}")
        if nearestKeys[wanted] == nil, nearestKeys.count < 100 {
            nearestKeys[wanted] = .some(columns.count == join.on.count ? nearestKey(cells, join) : nil)
        }
        let near = nearestKeys[wanted].flatMap { $0 }
        return Words(
            column: near.map { columns[$0.index] }, message: "\(shown.isEmpty ? "this row" : shown) is not in \(there)",
            help: near.map { didYouMean($0.text, cells[$0.index]) } ?? markerHelp(columns, cells)
                ?? "add it to \(there), or correct it here")
    }

    /// How to say that a text which elsewhere is a marker of no value is one here.
    private func markerHelp(_ columns: [Int], _ cells: [String]) -> String? {
        let markers = Markers()
        for (column, cell) in zip(columns, cells) {
            var text = cell
            guard text.withUTF8({ markers.state($0) }).map({ $0 != .spreadsheetError }) ?? false else { continue }
            let name = evaluator.rules.tables[table].columns[column].name
            return "if \(quoted(cell)) says that there is none, put `missing \"\(cell)\"` behind \(name)"
        }
        return nil
    }

    /// What one cell of a key was most likely meant to say, where the others are right; else the nearest to the first that is nowhere there.
    private func nearestKey(_ cells: [String], _ join: CheckedJoin) -> NearestKey? {
        let store = evaluator.store(ofTable: join.table)
        let columns = join.on.map { pair -> [String] in
            guard case .column(let column) = pair.there, let printed = store?.columns[column]?.printed else {
                return []
            }
            return printed.rows.prefix(20_000).map { String(decoding: $0, as: UTF8.self) }
        }
        for index in cells.indices {
            let rows = columns[index].indices.filter { row in
                cells.indices.allSatisfy {
                    $0 == index || columns[$0].indices.contains(row) && columns[$0][row] == cells[$0]
                }
            }
            if let near = nearest(to: cells[index], in: rows.map { columns[index][$0] }) {
                return NearestKey(index: index, text: near)
            }
        }
        for index in cells.indices where !columns[index].contains(cells[index]) {
            if let near = nearest(to: cells[index], in: columns[index]) {
                return NearestKey(index: index, text: near)
            }
        }
        return nil
    }

    private func listed(_ labels: [String]) -> String {
        let shown = labels.prefix(8).map { $0.isEmpty ? "(blank)" : quoted($0) }
        return shown.joined(separator: ", ") + (labels.count > 8 ? ", …" : "")
    }

    /// A near text, with what tells the cell from it where one does not see that.
    private func didYouMean(_ near: String, _ cell: String) -> String {
        "did you mean \(quoted(near))?"
            + (unseenDifference(cell, from: near).map { " \(quoted(cell)) looks alike, but \($0)" } ?? "")
    }

    /// A cell's text in quotation marks, cut where it is long.
    private func quoted(_ text: String) -> String {
        text.count > 80 ? "“\(text.prefix(79))…”" : "“\(text)”"
    }
}
