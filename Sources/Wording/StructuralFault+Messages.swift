// The messages about structural faults.

import Catalog
import Checking
import Diagnostics
import Evaluation
import Findings
import Locations
import Quantities
import Tables

extension StructuralMessages {
    // MARK: Headers

    /// The message about a fault of a file or its header.
    func words(_ fault: StructuralFault, ofFile file: Int) -> Words {
        let header = files[file].reader.header
        let path = files[file].path
        func named(_ field: Int) -> String { header.indices.contains(field) ? quoted(header[field]) : "" }
        switch fault {
        case .missingColumn where column?.origin == .path:
            return Words(
                message:
                    "the file's path does not give \(title), which the rule file takes from “\(table.source.pattern)”",
                help: "give the return a name and folders of that form")
        case .missingColumn where column?.origin == .heading:
            return Words(
                message: "headings of rows cannot be read from this kind of file",
                help: "write `optional` in the rule file if the return may go without them")
        case .missingColumn where column?.isOfNotes ?? false:
            return Words(
                message: "this kind of file holds no notes of cells",
                help: "write `optional` in the rule file if the return may go without them")
        case .missingColumn where !table.source.hasHeader:
            return Words(
                message: "the file has too few columns: there is none for \(title)",
                help: "columns without headers go by their order: add the column, or declare fewer")
        case .missingColumn(let nearest):
            let headers = (column?.headers ?? []).map { quoted($0) }.joined(separator: " or ")
            let meant = nearest.flatMap { near in
                Diagnostics.nearest(to: near.header, in: column?.headers ?? []).flatMap {
                    CellCorrection.ofName(near.header, near: $0)
                }
            }
            return Words(
                message: "there is no column \(headers)",
                help: nearest.map { "the header \(quoted($0.header)) is near: should it be \(headers)?" }
                    ?? "add the column, or write `optional` in the rule file if the return may go without it",
                fix: meant)
        case .duplicateHeader(let field):
            return Words(
                message: "the header \(named(field)) is there twice; only the first column is read",
                help: helpOnDuplicate(ofFile: file))
        case .unreadableHeader(let field, let number):
            let other = judgement.rules.tables[Int(number)]
            let by = other.unpivot.map { other.columns[$0.by] }
            return Words(
                message:
                    "the header \(named(Int(field))) cannot be read as \(by?.type.name ?? "a value"), which it is in "
                    + "table \(other.name)",
                help: "correct the header, or leave `\(by?.type.name ?? "")` out behind `by \(by?.name ?? "")` in the "
                    + "rule file")
        case .unknownColumn(let field, let nearest):
            return Words(
                message: "the rule file does not use the column \(named(field))",
                help: nearest.map { "is it meant to be \($0)?" })
        case .rowsAboveHeader(let lines): return ofRowsAbove(lines, headerOfFile: file)
        case .unclearAboveHeader(let lines): return ofUnclearAbove(lines, headerOfFile: file)
        case .linesAboveHeader(let lines): return ofLinesAbove(lines, headerOfFile: file)
        case .emptyTable:
            if table.source.matching != nil {
                return Words(
                    message: "nothing in \(path) fits the pattern of table \(table.name)",
                    help: "look whether the text says it in other words now, or correct the pattern behind `matching`")
            }
            let isBlank = header.allSatisfy { $0.allSatisfy(\.isWhitespace) }
            return Words(
                message: isBlank
                    ? "\(path) holds no table: there is not even a header" : "\(path) has a header and no rows",
                help: "check that the whole table was saved")
        case .ofSheet(_, let fault): return ofSheet(fault, "", subject: path)
        case .strayQuote, .unterminatedQuote, .spacedQuote, .looseQuote, .linesInCell, .undecodable, .zeroByte, .ragged,
            .uneven,
            .tooLong, .repeatedHeader, .textUnderBlankHeader, .cell, .unknownReference, .unreadableText,
            .uncheckedReference,
            .duplicateKey, .similarKey,
            .duplicateReference, .shortenedReference, .gapInReferences, .referencesOutOfOrder, .totalDisagrees,
            .totalUndecided, .uncheckedTotals, .mixedDates, .timeOfDay, .shortYear:
            let subject = "the header \(fault.field.map(named) ?? "")"
            return ofText(fault, subject: subject, lines: nil) ?? Words(message: fault.finding.rawValue)
        }
    }

    /// Where another row of the table stands: its line, and its file or sheet if that is another one.
    func place(of other: ReportedRow, from row: ReportedRow) -> String {
        guard other.file != row.file, let reported else { return other.lineName }
        let sheet = reported.sheet(of: other).map { "“\($0)”" }
        let isSamePath = reported.path(of: other) == reported.path(of: row)
        let file = isSamePath && sheet != nil ? nil : reported.path(of: other)
        return [file, sheet, other.lineName].compactMap { $0 }.joined(separator: ", ")
    }

    /// How many cells a row is to have, and who says so: without a header the last columns may be left out.
    private func stated(_ expected: some BinaryInteger, _ cells: some BinaryInteger) -> String {
        table.source.hasHeader
            ? "the header has \(expected)" : "the rule file \(cells < expected ? "asks for" : "declares") \(expected)"
    }

    /// Headers that stand twice are often told apart by a line above them, whose cells are merged.
    private func helpOnDuplicate(ofFile file: Int) -> String {
        let own = "give each column a header of its own"
        guard let location = judgement.headerPlace(table: entry.table, file: file), location.line > 1,
            table.source.headerLines?.count ?? 1 == 1
        else { return own }
        return own + "; where the line above tells them apart, say so in the rule file: "
            + "`headers on lines \(location.line - 1) to \(location.line)`"
    }

    /// The line of a header, or its row in a sheet.
    private func headerLine(ofFile file: Int) -> String {
        guard let place = judgement.headerPlace(table: entry.table, file: file) else { return "its line" }
        return "\(lineWord(place.extent)) \(place.line)"
    }

    /// The same as a rule file says it.
    private func headerClause(ofFile file: Int) -> String {
        judgement.headerPlace(table: entry.table, file: file).map { "line \($0.line)" } ?? "its line"
    }

    /// What people call the lines of a place: those of sheets are rows.
    private func lineWord(_ place: CellLocation) -> String {
        if case .sheet = place { "row" } else { "line" }
    }

    private func ofLinesAbove(_ lines: LinesAbove, headerOfFile file: Int) -> Words {
        let header = headerLine(ofFile: file)
        return Words(
            message: lines.count == 1
                ? "this \(lineWord(lines.first)) stands above the header on \(header): it is taken for a title, and not checked"
                : "\(several(lines)) stand above the header on \(header): they are taken for a title, and not checked",
            help: "if these are rows, put the header above them", related: "taken for the header")
    }

    private func ofUnclearAbove(_ lines: LinesAbove, headerOfFile file: Int) -> Words {
        let header = headerLine(ofFile: file)
        return Words(
            message: lines.count == 1
                ? "this \(lineWord(lines.first)) stands above the header on \(header) and may be a row: it was not checked"
                : "\(several(lines)) stand above the header on \(header) and may be rows: they were not checked",
            help:
                "if these are rows, put the header above them; if they are a title, write `headers on \(headerClause(ofFile: file))` "
                + "behind the file's name in the rule file",
            related: "taken for the header")
    }

    private func ofRowsAbove(_ lines: LinesAbove, headerOfFile file: Int) -> Words {
        if lines.areInHeader {
            let (first, last) = (lines.runs.first?.lowerBound ?? 0, lines.lastLine)
            return Words(
                message: first == last
                    ? "this cell of the header contains line \(first), which looks like a row: it was not checked"
                    : "this cell of the header contains lines \(first) to \(last), which look like rows: "
                        + "they were not checked",
                help: "look for a quotation mark that is missing, or one too many; if they are no rows, say on which "
                    + "line the header stands, in the rule file")
        }
        let header = headerLine(ofFile: file)
        let isRow = lineWord(lines.first) == "row"
        let looks = isRow ? "this row looks like one of the table" : "this line looks like a row"
        return Words(
            message: lines.count == 1
                ? "\(looks) and stands above the header on \(header): it was not checked"
                : "\(several(lines)) look like rows and stand above the header on \(header): they were not checked",
            help: "put the header above all rows, and tables that stand one below the other into files of their own; "
                + "if they are no rows, write `headers on \(headerClause(ofFile: file))` behind the file's name in the rule file",
            related: "taken for the header")
    }

    /// `4 lines from here to line 7 (2 to 4 and 7)`; rows of a sheet.
    private func several(_ lines: LinesAbove) -> String {
        let runs = lines.runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)" }
        let listed = runs.count > 1 ? " (\(runs.dropLast().joined(separator: ", ")) and \(runs[runs.count - 1]))" : ""
        let word = lineWord(lines.first)
        return "\(lines.count) \(word)s from here to \(word) \(lines.lastLine)\(listed)"
    }

    // MARK: Rows

    /// The message about a fault in a row, the `number`th of its table; `first` is the other row that it refers to.
    func words(
        _ fault: StructuralFault, _ number: Int, _ row: ReportedRow, subject: String, first: ReportedRow?,
        _ memory: inout Memory
    ) -> Words {
        let cell = entry.column.map { text(row, $0) } ?? ""
        let name = title
        switch fault {
        case .cell(let fault):
            // Texts beyond ASCII may be equal with different bytes.
            let isPlain = cell.utf8.allSatisfy { $0 < 0x80 }
            var words = (isPlain ? memory.cells[cell] : nil) ?? of(fault, cell, &memory)
            if isPlain, memory.cells.count < 200 { memory.cells[cell] = words }
            words.message = "\(subject): \(words.message)"
            return words
        case .unknownReference(let join): return ofReference(judgement.rules.joins[join], row, &memory.nearestKeys)
        case .uncheckedReference(let join, let count): return ofUnchecked(Int(join), Int(count), row)
        case .duplicateKey:
            let line = first.map { place(of: $0, from: row) }
            let what = column == nil ? subject : "\(name) \(quoted(cell))"
            return Words(
                message: "\(what) is there twice: here and in \(line ?? "an earlier row")",
                help: "take one of the two rows out, or correct the one that is wrong", related: "the first")
        case .similarKey:
            let other = first.flatMap { reported?.cell($0, entry.column ?? -1) } ?? ""
            let line = first.map { place(of: $0, from: row) }
            let difference = unseenDifference(cell, from: other)
            let isOfCase = difference == nil && cell.lowercased() == other.lowercased()
            return Words(
                message: "\(name) \(quoted(cell)) is not \(quoted(other)) in \(line ?? "an earlier row")"
                    + (isOfCase ? ": they differ in capital letters" : ", though it looks alike"),
                help: (difference.map { "\($0); write" } ?? "write")
                    + " both alike if they mean the same: as they stand, their rows have nothing to do with each other",
                related: "the other")
        case .duplicateReference:
            let line = first?.lineName ?? "an earlier row"
            return Words(
                message: "\(name) \(quoted(cell)) was used before, in \(line)",
                help: "give each row a reference of its own", related: "the first")
        case .shortenedReference(let number, _):
            let repaired = NumberedReference.printed("\(number)", like: cell)
            return Words(
                message: "\(quoted(cell)) should be \(quoted(repaired)): a spreadsheet has dropped the zero at its end",
                help: "write \(repaired), and format the column as text so that it stays",
                fix: CellCorrection(text: repaired, isSafe: true), related: "the real \(cell)")
        case .gapInReferences(let missing, let count):
            return Words(
                message: "\(listed(missing, count, like: cell)) missing before \(quoted(cell))",
                help: "add what is missing, or say in the return that it was withdrawn")
        case .referencesOutOfOrder:
            let before = first.map { quoted(reported?.cell($0, entry.column ?? -1) ?? "") } ?? "a greater one"
            let line = first.map { ", in \($0.lineName)" } ?? ""
            return Words(
                message: "\(name) \(quoted(cell)) comes after \(before)\(line), while nearly all others run in order",
                help: "move the row to its place, or correct its reference", related: "the one before")
        case .totalDisagrees(let sum, let parts, _): return ofWrongTotal(sum, parts, cell, first, row)
        case .totalUndecided(let total): return ofUndecided(total, cell, first, row)
        case .uncheckedTotals:
            return Words(
                message: "it is not known whether this row is a total, so that no total of the file was held against "
                    + "its rows",
                help: "correct the cells that `total rows where …` and `by` ask for")
        case .unreadableText(let computed):
            let computed = table.lets[Int(computed)]
            return Words(
                message: "\(name) \(quoted(cell)) gives no \(computed.name) that can be read",
                help:
                    "\(computed.name) is \(oneLine(computed.value.span.text).collapsed): correct the cells that it is made of"
            )
        case .mixedDates: return ofMixedDates(cell, first, fromFile: Int(row.file))
        case .shortYear: return ofShortYear(cell)
        case .timeOfDay(let count):
            let cells = count == 1 ? "1 cell" : "\(count) cells"
            return Words(
                message: "\(name) \(quoted(cell)) holds a time of day, which is left out (\(cells) in this file)",
                help: "days alone are compared; where the time matters, make \(name) a text")
        case .ragged(_, let cells, let expected):
            let above = judgement.repeatedHeaders[entry.table]?.last(above: number, file: Int(row.file))
            if let above, above.cells == cells {
                let other =
                    "as the header on \(reported?.sheet(of: row) == nil ? "line" : "row") \(above.line) above it"
                return Words(
                    message: "this row has \(counted(cells)), \(other); the file's first header has \(expected)",
                    help: "make a file of its own of what stands below that header, or give all parts the same columns")
            }
            return Words(
                message: "this row has \(counted(cells)), \(stated(expected, cells))",
                help: cells > expected
                    ? surplusHelp(ofFile: Int(row.file)) : "add the cells that are missing at its end")
        case .uneven(_, let cells, let expected):
            let moved = "\(separator(ofFile: Int(row.file))) too \(cells > expected ? "many" : "few")"
            return Words(
                message: "only this row has \(counted(cells)); \(stated(expected, cells))",
                help: "check that its cells are in the right columns: \(moved) moves all cells after it")
        case .tooLong:
            return Words(
                message: "\(subject): a row is too long to be read; the rest of it was skipped",
                help: "look for a quotation mark that was never closed")
        case .repeatedHeader:
            return Words(
                message: "this row repeats the header: nothing in it was checked",
                help: "take it out; where several returns were put together, check that each had the same columns")
        case .ofSheet(_, let fault): return ofSheet(fault, cell, subject: subject)
        case .textUnderBlankHeader(_, let text):
            return Words(
                message: "\(quoted(text)) stands under a blank header, and the rule file does not use that column",
                help: "give the column a header and declare it, or clear its cells")
        case .undecodable, .zeroByte:
            return ofText(fault, subject: "\(subject): a cell", lines: nil)
                ?? Words(message: "\(subject): \(fault.finding.rawValue)")
        case .strayQuote, .unterminatedQuote, .spacedQuote, .looseQuote, .linesInCell:
            let location = reported?.location(of: row)
            return ofText(fault, subject: subject, lines: location.map { $0.line...$0.endLine })
                ?? Words(message: "\(subject): \(fault.finding.rawValue)")
        case .missingColumn, .duplicateHeader, .unreadableHeader, .unknownColumn, .rowsAboveHeader, .unclearAboveHeader,
            .linesAboveHeader, .emptyTable:
            return Words(message: "\(subject): \(fault.finding.rawValue)")
        }
    }

    private func counted(_ cells: Int32) -> String { cells == 1 ? "1 cell" : "\(cells) cells" }

    /// What to do about a row with too many cells.
    private func surplusHelp(ofFile file: Int) -> String {
        let separator = separator(ofFile: file)
        switch files.indices.contains(file) ? files[file].reader.separatorInCells : .quoted {
        case .quoted: return "a cell that holds \(separator) must stand in quotation marks"
        case .escaped: return "\(separator) within a cell is written with a backslash before it"
        case .never: return "no cell can hold \(separator): take one out"
        }
    }

    /// The separator of a file, as in "a comma".
    private func separator(ofFile file: Int) -> String {
        (files.indices.contains(file) ? files[file].reader.separatorTitle : nil) ?? "a comma"
    }

    /// `7.16 is`, `7.2 to 7.9 (8 numbers) are`, `7.2 to 7.7 and 7.11 (7 numbers) are`.
    private func listed(_ missing: [ClosedRange<Int128>], _ count: Int, like cell: String) -> String {
        func printed(_ number: Int128) -> String { NumberedReference.printed("\(number)", like: cell) }
        var left = count
        var parts = missing.map { run -> String in
            left -= Int(clamping: run.upperBound - run.lowerBound + 1)
            let first = printed(run.lowerBound)
            return run.lowerBound == run.upperBound ? first : "\(first) to \(printed(run.upperBound))"
        }
        guard count != 1 else { return "\(parts.first ?? "") is" }
        if left > 0 { parts.append("others") }
        let listed = parts.dropLast().joined(separator: ", ")
        let all = (listed.isEmpty ? "" : listed + " and ") + (parts.last ?? "")
        return "\(all) (\(count) numbers) are"
    }

    // MARK: Texts

    /// The message about how a cell or header is written; `lines` are those of its row. `nil` for other faults.
    private func ofText(_ fault: StructuralFault, subject: String, lines: ClosedRange<Int>?) -> Words? {
        switch fault {
        case .strayQuote(_, _, let spoilsRow):
            let taken = lines.flatMap {
                $0.count > 1 ? "; lines \($0.lowerBound) to \($0.upperBound) were taken for one row" : nil
            }
            let message = "\(subject): a quotation mark is opened here, and text follows the mark that should close it"
            return Words(
                message: spoilsRow ? message + (taken ?? "") : message,
                help: spoilsRow
                    ? "write each quotation mark inside the cell twice (\"\"), or close the cell where it ends; "
                        + "nothing in this row was checked"
                    : "close the cell where it ends, or write each quotation mark inside it twice (\"\"); it was read "
                        + "as it stands, and what follows it as usual")
        case .unterminatedQuote(_, let spoilsRow):
            return Words(
                message: "a quotation mark is opened here and never closed",
                help: spoilsRow
                    ? "close it; everything after it was taken for one cell"
                    : "close it, or take it out; it was read as a letter, and what follows it as usual")
        case .spacedQuote:
            return Words(
                message: "\(subject): white space stands before the quotation mark that opens a cell",
                help:
                    "take the white space out: the cell was read without its quotation marks, other programs keep them")
        case .looseQuote:
            return Words(
                message: "\(subject): a quotation mark stands in a cell that does not begin with one",
                help:
                    "put the whole cell in quotation marks and write the one inside twice (\"\"), or take it out; it "
                    + "was read as a letter")
        case .linesInCell(_, let count):
            return Words(
                message: count == 1
                    ? "\(subject): this cell contains a line that looks like a row; it was not checked as a row"
                    : "\(subject): this cell contains \(count) lines that look like rows; they were not checked as rows",
                help: "look for a quotation mark that is missing where the cell should end, and one before the end of "
                    + "the last line; where the lines belong to the cell, `set lines-in-cell to note`")
        case .zeroByte:
            return Words(
                message: "\(subject) contains a zero byte, so it is not plain text",
                help: "the file was damaged, or is not all text: export it again, as CSV in UTF-8")
        case .undecodable:
            return Words(
                message: "\(subject) holds characters that the file's encoding does not have",
                help: "save the file as UTF-8 (in Excel: CSV UTF-8)")
        default: return nil
        }
    }

    // MARK: Dates

    /// The message about a date or period that is read in another way than an earlier one.
    private func ofShortYear(_ cell: String) -> Words {
        let subject = "\(title) \(quoted(cell))"
        let year = cell.split(whereSeparator: { !$0.isNumber }).last.flatMap { Int($0) } ?? 0
        return cell.first?.isLetter ?? false && year < 40
            ? Words(
                message: "\(subject) was read as a month in 20\(year), but may be a day",
                help: "write the year in full, and a day with its year")
            : Words(
                message: "\(subject) was read as a date in 20\(year), but may be in 19\(year)",
                help: "write the year in full")
    }

    private func ofMixedDates(_ cell: String, _ first: ReportedRow?, fromFile file: Int) -> Words {
        guard let column, let first, let index = entry.column else { return Words(message: cell) }
        let otherName = files[Int(first.file)].path.split(separator: "/").last ?? ""
        let otherFile = Int(first.file) == file ? "" : " of \(otherName)"
        let other = "\(quoted(text(first, index))) in \(first.lineName)\(otherFile)"
        var words: Words
        if column.type == .date, !holdsPair(cell) {
            let (here, there) = column.calendar.isMonthFirst ? ("day", "month") : ("month", "day")
            words = Words(
                message:
                    "\(title) \(quoted(cell)) has the \(here) first, \(other) was read with the \(there) first",
                help: column.calendar.isMonthFirst
                    ? "write all dates alike; if the day comes first in all, take `month first` from the column"
                    : "write all dates alike; if the month comes first in all, `date month first` on the column says so"
            )
        } else {
            let type = column.type == .date ? "date" : "period"
            words = Words(
                message: "\(title) \(quoted(cell)) is a month, \(other) was read as a year",
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
    func holdsPair(_ cell: String) -> Bool {
        let parts = cell.split(whereSeparator: { !$0.isNumber })
        return parts.count == 2 && parts.allSatisfy { $0.count == 4 || $0.count == 2 }
    }
}

extension StructuralFault {
    /// The lines above a header that it is about.
    var linesAbove: LinesAbove? {
        switch self {
        case .rowsAboveHeader(let lines), .unclearAboveHeader(let lines), .linesAboveHeader(let lines): lines
        default: nil
        }
    }
}

extension QuoteMark {
    /// Its place within the place of its cell, in a text.
    func location(from cell: FindingLocation) -> FindingLocation {
        guard case .text(let extent) = cell.extent else { return cell }
        // A quotation mark is one character in every unit.
        let end = TextColumn(bytes: column.bytes + 1, scalars: column.scalars + 1, utf16: column.utf16 + 1)
        return FindingLocation(
            file: cell.file,
            .text(
                TextExtent(
                    line: extent.line + Int(lines), offset: extent.offset + Int(offset), length: 1,
                    start: column, end: end)))
    }
}
