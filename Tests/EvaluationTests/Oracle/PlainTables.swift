// The plain evaluator's tables: every cell of a return with what it says, as printed, and whether it is at fault.

import CSVReading
import Catalog
import Checking
import Columns
import Findings
import Patterns
import Quantities
import Tables

@testable import Evaluation

/// One cell.
struct PlainCell {
    var value: PlainValue
    /// What stands in the return, trimmed.
    var printed: [UInt8]
    /// Whether a structural error makes it unknown.
    var isFaulty = false
    /// What is said once of a file's dates.
    var notices: CalendarNotices = []
    /// What it was read as, where its unit then left it unknown.
    var read: Figure?
    /// Whether it prints no unit, and takes the one of another column.
    var takesUnit = false
    /// Whether its figure has another unit than stands there.
    var unitDisagrees = false
    /// Whether it is to be a unit of another column's figure, and is none.
    var isNoUnit = false
    /// Whether its figure is not rounded as the column says.
    var isUnrounded = false
}

struct PlainRow {
    /// The path of its file, and its number among the data rows there, from 1.
    var file: String
    var number: Int
    /// One for each of the table's columns.
    var cells: [PlainCell]
    /// Columns whose faults are the record's, and were reported of it.
    var silent: Set<Int> = []
    /// Columns that its file does not have.
    var lacking: Set<Int> = []
    /// Whether it repeats the header, and is no row that anything is counted of.
    var isHeader = false
    /// Whether it is another table's, which reads the same files.
    var isOther = false
}

struct PlainTable {
    var rows: [PlainRow] = []
    /// Columns that any of its files does not have.
    var lacking: Set<Int> = []
    var hasNoFile = true
    /// Whether another file of it could not be read.
    var isPartial = false
    /// What is wrong with the headers' own quotes and bytes.
    var headerFaults: [String] = []
    /// The headers of each of its files.
    var headers: [[String]] = []
    /// Files without rows.
    var emptyFiles: [String] = []
}

/// A return as bytes, with the place of each column.
struct PlainFile: Sendable {
    var path: String
    var bytes: [UInt8]
    var layout: [ColumnSource]
}

/// Reads a file's records all at once, in the encoding and with the separator that every test return has.
func plainReader(_ file: PlainFile, chunkBytes: Int) throws -> DelimitedReader {
    try DelimitedReader(
        MemorySource(name: file.path, bytes: file.bytes),
        options: DelimitedOptions(
            headerLine: 1, separator: UInt8(ascii: ","), encoding: "utf-8", chunkBytes: chunkBytes)
    ) { _ in 1 }
}

extension PlainEvaluator {
    /// Reads a table's files record by record, cell by cell, and reports what is wrong with records and cells.
    func read(_ files: [PlainFile], table: Int) throws {
        let checked = rules.tables[table]
        let readings = checked.columns.map { PlainReading($0, schemes: rules.schemes) }
        tables[table].hasNoFile = files.isEmpty
        var proofs: [Int: [[(other: Int?, own: Int?)]]] = [:]
        for file in files {
            let lacking = Set(file.layout.indices.filter { [.absent, .missing].contains(file.layout[$0]) })
            tables[table].lacking.formUnion(lacking)
            let reader = try plainReader(file, chunkBytes: 1 << 28)
            let chunk = RecordChunk()
            tables[table].headers.append(reader.header)
            for fault in reader.headerFaults {
                switch fault.kind {
                case .strayQuote: tables[table].headerFaults.append("stray-quote")
                case .unterminatedQuote: tables[table].headerFaults.append("unterminated-quote")
                case .spacedQuote: tables[table].headerFaults.append("spaced-quote")
                case .looseQuote: tables[table].headerFaults.append("loose-quote")
                case .badEncoding, .zeroByte: tables[table].headerFaults.append("bad-encoding")
                case .ragged, .uneven, .tooLong, .repeatedHeader, .linesInCell, .ofSheet: break
                }
            }
            var blank = reader.header.indices.filter { reader.header[$0].allSatisfy(\.isWhitespace) }
            var number = 0
            var uneven: [(row: Int, cells: Int, isRagged: Bool)] = []
            while try reader.next(into: chunk) {
                for record in 0..<chunk.recordCount {
                    number += 1
                    for groups in matches(checked, file, chunk, record) {
                        var row = PlainRow(file: file.path, number: number, cells: [])
                        row.lacking = lacking
                        for (index, column) in checked.columns.enumerated() {
                            var cell: [UInt8] = []
                            var isThere = true
                            switch file.layout[index] {
                            case .field where checked.isFound(index): cell = groups[checked.group(index)]
                            case .field(let field):
                                if !chunk.isMissing(field: field, record: record) {
                                    cell = Array(chunk.text(record: record, field: field).utf8)
                                }
                            case .path(let text): cell = Array(text.utf8)
                            case .absent: isThere = false
                            case .missing:
                                isThere = false
                                if isFault(.missingColumn) { row.silent.insert(index) }
                            }
                            var value = PlainValue.unknown(column.type.valueType)
                            if isThere {
                                value = plainRead(cell, readings[index].type, markers: readings[index].markers)
                            }
                            if value.state == .blank, let blank = column.blankValue { value = PlainValue(blank, value) }
                            row.cells.append(
                                PlainCell(
                                    value: value, printed: plainTrimmed(cell),
                                    notices: isThere ? plainNotices(cell, readings[index]) : []))
                        }
                        takeUnits(&row, checked, file.layout)
                        tables[table].rows.append(row)
                        blank.removeAll { field in
                            guard !chunk.isMissing(field: field, record: record) else { return false }
                            let cell = chunk.text(record: record, field: field)
                            guard !cell.allSatisfy(\.isWhitespace) else { return false }
                            found.append(
                                PlainFault(.unknownColumn, table: table, column: nil, row: tables[table].rows.count - 1)
                            )
                            return true
                        }
                        for fault in chunk.faults where fault.record == record {
                            switch fault.kind {
                            case .ragged(let cells, _): uneven.append((tables[table].rows.count - 1, cells, true))
                            case .uneven(let cells, _):
                                uneven.append((tables[table].rows.count - 1, cells, false))
                                continue
                            default: break
                            }
                            note(
                                fault, table: table, row: tables[table].rows.count - 1, layout: file.cellLayout(checked)
                            )
                        }
                        select(table, row: tables[table].rows.count - 1)
                        let isAbsent = file.layout.map { $0 == .absent || ($0 == .missing && !isFault(.missingColumn)) }
                        checkCells(table, row: tables[table].rows.count - 1, isAbsent: isAbsent)
                    }
                }
            }
            if number == 0 { tables[table].emptyFiles.append(file.path) }
            for index in checked.columns.indices {
                proofs[index, default: []].append(noteDates(table, index, file.path))
            }
            noteUneven(table, uneven, rows: number)
        }
        for (index, files) in proofs.sorted(by: { $0.key < $1.key }) { noteDatesAmongFiles(table, index, files) }
        number(table)
        guard checked.derivation != nil else { return }
        // What is wrong is found of the table that it is made of.
        found.removeAll { fault in
            fault.table == table && !(fault.finding == .unreadableCell && fault.column.map(checked.isFound) ?? false)
        }
        (tables[table].headerFaults, tables[table].emptyFiles) = ([], [])
    }

    /// The matches in a record's cell, each with the texts of its groups; one without any for a table of files, and
    /// none for a header among rows.
    private func matches(_ table: CheckedTable, _ file: PlainFile, _ chunk: RecordChunk, _ record: Int) -> [[[UInt8]]] {
        guard let search = table.search, case .field(let field) = file.layout[search.column] else { return [[]] }
        let isHeader = chunk.faults.contains { $0.record == record && $0.kind == .repeatedHeader }
        if isHeader || chunk.isMissing(field: field, record: record) { return [] }
        let text = plainTrimmed(Array(chunk.text(record: record, field: field).utf8))
        let matcher = search.pattern.makeMatcher()
        return text.withUnsafeBufferPointer { text in
            matcher.allMatches(in: text).map { match in match.groups.map { $0.map { Array(text[$0]) } ?? [] } }
        }
    }

    /// How many different headers the files of a table have, one that a file has twice counted twice.
    func columnCount(_ table: Int) -> Int? {
        guard !tables[table].hasNoFile, !tables[table].isPartial else { return nil }
        var left = tables[table].headers.map { $0.map { $0.lowercased() } }
        var count = 0
        while let name = left.joined().first {
            for file in left.indices {
                if let place = left[file].firstIndex(of: name) { left[file].remove(at: place) }
            }
            if !name.allSatisfy(\.isWhitespace) { count += 1 }
        }
        return count
    }

    /// Reports the rows of a file that alone have another number of cells than the header.
    private func noteUneven(_ table: Int, _ uneven: [(row: Int, cells: Int, isRagged: Bool)], rows: Int) {
        let last = tables[table].rows.count - 1
        let haveBlocks = uneven.contains { one in
            uneven.contains { $0.row == one.row + 1 && $0.cells == one.cells }
        }
        for (row, cells, isRagged) in uneven where !isRagged {
            if row == last, haveBlocks || (rows + 1) % 16 == 1 { continue }
            let others = uneven.filter { $0.row != row }
            guard others.isEmpty || uneven.count * 2 <= rows,
                !others.contains(where: { abs($0.row - row) == 1 && $0.cells == cells })
            else { continue }
            found.append(PlainFault(.unevenRow, table: table, column: nil, row: row))
        }
    }

    /// Reports what is said once of a file's column of dates, and what proves each other way of reading there, with
    /// what was read in the column's.
    private func noteDates(_ table: Int, _ column: Int, _ file: String) -> [(other: Int?, own: Int?)] {
        let rows = own(table).filter {
            tables[table].rows[$0].file == file && !tables[table].rows[$0].silent.contains(column)
        }
        func first(_ isWanted: (CalendarNotices, Bool) -> Bool) -> Int? {
            rows.first { row in
                let cell = tables[table].rows[row].cells[column]
                return isWanted(cell.notices, cell.value.state == .unreadable)
            }
        }
        if let row = first({ notices, _ in notices.contains(.shortYear) }) {
            found.append(PlainFault(.shortYear, table: table, column: column, row: row))
        }
        var proofs: [(other: Int?, own: Int?)] = [
            (
                first { notices, isUnreadable in notices.contains(.otherWay) && isUnreadable },
                first { notices, _ in
                    notices.contains(.ordered) && notices.isDisjoint(with: [.pairedYear, .otherWay])
                }
            )
        ]
        for isStroked in [false, true] {
            func holds(_ notices: CalendarNotices, _ wanted: CalendarNotices) -> Bool {
                notices.contains(wanted) && !notices.contains(.shortYear) && notices.contains(.stroked) == isStroked
            }
            proofs.append(
                (
                    first { notices, isUnreadable in holds(notices, .otherWay) && !isUnreadable },
                    first { notices, _ in holds(notices, .pairedYear) }
                ))
        }
        for case (let row?, .some) in proofs {
            found.append(PlainFault(.mixedDates, table: table, column: column, row: row))
        }
        if let row = first({ notices, _ in notices.contains(.time) }) {
            found.append(PlainFault(.timeOfDay, table: table, column: column, row: row))
        }
        return proofs
    }

    /// Reports the same of a column whose proofs stand in several files, none of which has both.
    private func noteDatesAmongFiles(_ table: Int, _ column: Int, _ files: [[(other: Int?, own: Int?)]]) {
        for kind in 0..<3 where !files.contains(where: { $0[kind].other != nil && $0[kind].own != nil }) {
            guard files.contains(where: { $0[kind].own != nil }), let row = files.compactMap({ $0[kind].other }).first
            else { continue }
            found.append(PlainFault(.mixedDates, table: table, column: column, row: row))
        }
    }

    /// Reports a record's fault and marks the cells that it spoils.
    private func note(_ fault: RecordFault, table: Int, row: Int, layout: [ColumnSource]) {
        let finding: BuiltInFinding
        let isSpoilt: (Int) -> Bool
        switch fault.kind {
        case .ragged:
            finding = .raggedRow
            isSpoilt = { _ in true }
        case .strayQuote(let mark, let spoilsRow):
            finding = .strayQuote
            // Of the lines that it took in some may be rows.
            if spoilsRow, mark.lines > 0 { tables[table].isPartial = true }
            isSpoilt = { spoilsRow || $0 == fault.field }
        case .unterminatedQuote(let spoilsRow):
            finding = .unterminatedQuote
            if spoilsRow { tables[table].isPartial = true }
            isSpoilt = { spoilsRow ? $0 >= fault.field : $0 == fault.field }
        case .uneven: return
        case .spacedQuote:
            finding = .spacedQuote
            isSpoilt = { _ in false }
        case .looseQuote:
            finding = .looseQuote
            isSpoilt = { _ in false }
        case .linesInCell:
            finding = .linesInCell
            if isFault(finding) { tables[table].isPartial = true }
            isSpoilt = { $0 >= fault.field }
        case .tooLong:
            finding = .unreadableCell
            tables[table].isPartial = true
            isSpoilt = { $0 >= fault.field }
        case .ofSheet(let sheet, let isSaid):
            guard isSaid else { return }
            finding = StructuralFault.ofSheet(field: fault.field, sheet).finding
            isSpoilt = { $0 == fault.field }
        case .repeatedHeader:
            finding = .repeatedHeader
            isSpoilt = { _ in true }
        case .badEncoding, .zeroByte:
            finding = .badEncoding
            isSpoilt = { $0 == fault.field }
        }
        found.append(PlainFault(finding, table: table, column: nil, row: row))
        guard isFault(finding) else { return }
        if finding == .repeatedHeader { tables[table].rows[row].isHeader = true }
        for (column, source) in layout.enumerated() {
            if case .field(let field) = source, isSpoilt(field) { tables[table].rows[row].silent.insert(column) }
        }
    }

    /// Gives each cell of a row the first fault that it has.
    private func checkCells(_ table: Int, row: Int, isAbsent: [Bool]) {
        let columns = rules.tables[table].columns
        let units = Set(columns.compactMap(\.unitColumn))
        for index in columns.indices.filter(units.contains) + columns.indices.filter({ !units.contains($0) })
        where !isAbsent[index] {
            let column = columns[index]
            let cell = tables[table].rows[row].cells[index]
            if tables[table].rows[row].silent.contains(index) {
                tables[table].rows[row].cells[index].isFaulty = true
                continue
            }
            if let unit = column.unitColumn, cell.takesUnit, tables[table].rows[row].cells[unit].isFaulty {
                tables[table].rows[row].cells[index].isFaulty = true
                continue
            }
            let isFound = faults(of: cell, column, table).contains {
                severity($0) != nil && ![.irregularNumber, .numberInWords, .figureInWords].contains($0)
            }
            if cell.isUnrounded, !isFound, severity(.notRounded) != nil, !tables[table].rows[row].isOther {
                found.append(PlainFault(.notRounded, table: table, column: index, row: row))
                if isFault(.notRounded) { tables[table].rows[row].cells[index].isFaulty = true }
            }
            guard let finding = faults(of: cell, column, table).first(where: { severity($0) != nil }) else { continue }
            let isSaid = !tables[table].rows[row].isOther || isFoundOfTotals(finding, column)
            if isSaid { found.append(PlainFault(finding, table: table, column: index, row: row)) }
            // What is no more than noted leaves the cell as good as it is.
            if isFault(finding) { tables[table].rows[row].cells[index].isFaulty = true }
        }
    }

    /// What the rule file makes of a finding's severity; `nil` where it is turned off.
    private func severity(_ finding: BuiltInFinding) -> Severity? { rules.structural.severity(of: finding) }

    func isFault(_ finding: BuiltInFinding) -> Bool { [.error, .query].contains(severity(finding)) }

    /// All that is wrong with a cell, in the order in which it is asked.
    private func faults(of cell: PlainCell, _ column: CheckedColumn, _ table: Int) -> [BuiltInFinding] {
        var faults: [BuiltInFinding] = []
        if column.isRequired, cell.value.state == .blank { faults.append(.missingValue) }
        if cell.value.state == .spreadsheetError { faults.append(.spreadsheetError) }
        if cell.value.state == .unreadable {
            if case .choice = column.type { faults.append(.notAllowed) } else { faults.append(.unreadableCell) }
        }
        if let pattern = column.pattern, !cell.printed.isEmpty, column.type != .text || cell.value.state == .value,
            !plainMatches(cell.printed, pattern)
        {
            faults.append(.badFormat)
        }
        if cell.isNoUnit { faults.append(.unreadableCell) }
        if cell.unitDisagrees { faults.append(.unitDisagrees) }
        if let bounds = column.bounds, !cell.printed.isEmpty {
            let nowhere = PlainPlace(table: table, row: nil, series: nil)
            let (low, high) = (value(bounds.low, nowhere), value(bounds.high, nowhere))
            switch cell.value {
            case .figure(let figure):
                if compare(figure, low.figure, .less) == true || compare(figure, high.figure, .greater) == true {
                    faults.append(.outOfRange)
                }
            case .code(.value, let code, _):
                if code < low.code ?? .min || code > high.code ?? .max { faults.append(.outOfRange) }
            default: break
            }
        }
        let figure = cell.read ?? cell.value.figure
        guard figure.state.saysValue else { return faults }
        if figure.flags.contains(.inWords) {
            faults.append(.numberInWords)
        } else if figure.flags.contains(.irregular) {
            faults.append(figure.state.hasUnit ? .irregularNumber : .figureInWords)
        }
        return faults
    }

    /// Follows the references of numbered columns; a shortened one is at fault.
    private func number(_ table: Int) {
        for (index, column) in rules.tables[table].columns.enumerated() where column.isNumbered {
            let key = rules.tables[table].key
            guard !key.contains(.column(index)) || key.count == 1 else {
                numberByKey(table, index, key)
                continue
            }
            var sequence = NumberedSequence()
            let files = Dictionary(
                tables[table].rows.map(\.file).enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
            for (row, read) in tables[table].rows.enumerated() where !read.cells[index].isFaulty && !read.isOther {
                let printed = read.cells[index].printed
                printed.withUnsafeBufferPointer { sequence.add($0, row: row, file: files[read.file] ?? 0) }
            }
            note(sequence.finished(), table, index)
        }
    }

    private func note(_ faults: [NumberedFault], _ table: Int, _ column: Int) {
        for fault in faults {
            var finding = BuiltInFinding.duplicateRef
            if case .gap = fault { finding = .gapInRefs }
            if case .outOfOrder = fault { finding = .refsOutOfOrder }
            if case .duplicate = fault { numberedRepeats.insert([table, column, fault.row]) }
            found.append(PlainFault(finding, table: table, column: column, row: fault.row))
        }
        for row in faults.compactMap(\.shortenedRow) where isFault(.duplicateRef) {
            tables[table].rows[row].cells[column].isFaulty = true
        }
    }

    /// Follows references that are one part of a key: repeats are looked for among the rows of each value of the other
    /// parts by a sequence of its own, and so are shortened ones in a file that has one reference beside several.
    private func numberByKey(_ table: Int, _ column: Int, _ key: [ColumnOrLet]) {
        let rest = key.filter { $0 != .column(column) }
        let types = rest.map { type(of: $0, table) }
        let rows = own(table).filter { !tables[table].rows[$0].cells[column].isFaulty }
        func faults(_ rows: [Int]) -> [NumberedFault] {
            var sequence = NumberedSequence()
            for row in rows {
                tables[table].rows[row].cells[column].printed.withUnsafeBufferPointer { sequence.add($0, row: row) }
            }
            return sequence.finished()
        }
        func isFaulty(_ row: Int) -> Bool {
            rest.contains { self.isFaulty($0, PlainPlace(table: table, row: row, series: nil)) }
        }
        var all: [NumberedFault] = []
        for file in Set(rows.map { tables[table].rows[$0].file }) {
            let own = rows.filter { tables[table].rows[$0].file == file }
            var groups: [(values: [PlainValue], rows: [Int], references: Set<KeyHash>)] = []
            for row in own where !isFaulty(row) {
                let values = rest.map { value($0, PlainPlace(table: table, row: row, series: nil)) }
                let reference = tables[table].rows[row].cells[column].printed.withUnsafeBufferPointer {
                    NumberedReference($0)?.key
                }
                let known = groups.firstIndex { group in
                    types.indices.allSatisfy {
                        group.values[$0].isSame(as: values[$0], types[$0], types[$0], schemes: rules.schemes)
                    }
                }
                if known == nil { groups.append((values, [], [])) }
                groups[known ?? groups.count - 1].rows.append(row)
                if let reference { groups[known ?? groups.count - 1].references.insert(reference) }
            }
            let distinct = groups.reduce(into: Set<KeyHash>()) { $0.formUnion($1.references) }.count
            let repeats = groups.reduce(0) { $0 + $1.references.count } > distinct
            all += faults(own).filter { fault in
                if case .duplicate = fault { return false }
                return fault.shortenedRow.map { !repeats && !isFaulty($0) } ?? true
            }
            all += groups.flatMap { faults($0.rows) }.filter { fault in
                if case .duplicate = fault { return true }
                return repeats && fault.shortenedRow != nil
            }
        }
        note(all, table, column)
    }

    /// The cells of the row that a finding's words end with, for a failing test to show.
    func cells(ofFinding words: String) -> String {
        for (table, read) in zip(rules.tables, tables) {
            for row in read.rows where words.contains(" \(row.file) row \(row.number):") {
                return zip(table.columns, row.cells).map { column, cell in
                    "\(column.name)=\(String(decoding: cell.printed, as: UTF8.self))\(cell.isFaulty ? " (at fault)" : "")"
                }.joined(separator: " | ")
            }
        }
        return "of no one row"
    }
}

extension CheckedTable {
    /// Whether a column is what a group of a pattern finds in a cell of another table.
    fileprivate func isFound(_ column: Int) -> Bool {
        if search != nil, case .group = columns[column].origin { true } else { false }
    }

    fileprivate func group(_ column: Int) -> Int {
        if case .group(let group) = columns[column].origin { group } else { 0 }
    }
}

extension PlainFile {
    /// Where the cells are that columns are read from.
    fileprivate func cellLayout(_ table: CheckedTable) -> [ColumnSource] {
        guard let search = table.search else { return layout }
        return layout.indices.map { table.isFound($0) ? layout[search.column] : layout[$0] }
    }
}
