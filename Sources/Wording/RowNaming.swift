// What all findings need: names of rows, places of headers, excerpts of tables.

import Checking
import Columns
import Evaluation
import Findings
import Locations
package import Tables

extension Judgement {
    /// The row's key as named texts: its columns that are read.
    func key(of row: ReportedRow, in rows: ReportedRows?, table: Int) -> [NamedText] {
        if let rows { return rows.key(of: row) }
        return rules.tables[table].readKey.map { NamedText(rules.tables[table].columns[$0].name, "") }
    }

    /// The row's key as `{row}` shows it, by the headers of its columns.
    func keyText(_ key: [NamedText], row: ReportedRow?, in rows: ReportedRows?) -> String {
        if key.isEmpty { return row.map { "row \($0.number)" } ?? "the table" }
        return key.enumerated().map { index, part in
            "\(rows?.titleOfKey(index) ?? part.name) \(part.text.isEmpty ? "(blank)" : cut(part.text))"
        }.joined(separator: ", ")
    }

    /// What identifies a row to people: its key, or without one its first cells that are not blank.
    func shortKey(of row: ReportedRow, in reported: ReportedRows, table: Int) -> [NamedText] {
        let key = self.key(of: row, in: reported, table: table)
        if !key.isEmpty { return key }
        let columns = rules.tables[table].columns
        return Array(
            columns.indices.lazy.filter { !columns[$0].isOfStored && !reported.cell(row, $0).isEmpty }.prefix(2).map {
                NamedText(columns[$0].name, reported.cell(row, $0))
            })
    }

    /// The place of one of a file's header cells, or of the header line where there is no such cell.
    func headerPlace(table: Int, file: Int, field: Int? = nil) -> FindingLocation? {
        guard inputs[table].files.indices.contains(file) else { return nil }
        let bound = inputs[table].files[file]
        let locations = bound.reader.headerLocations
        let cell = field.flatMap { locations.indices.contains($0) ? locations[$0] : nil }
        guard let location = cell ?? locations.last else { return FindingLocation(file: bound.path, line: 1) }
        let header = bound.reader.header
        let shown = bound.reader.spreadsheetRow(ofLine: location.line).map {
            SheetExtent(row: $0, column: (field ?? 0) + bound.reader.firstColumn)
        }
        return FindingLocation(
            file: bound.path, sheet: bound.reader.sheet, location, shownAs: shown,
            header: field.flatMap { header.indices.contains($0) ? header[$0] : nil })
    }

    /// The part of a table that shows some rows with some of their cells marked: the key, the marked cells and the
    /// others named.
    func excerpt(
        table: Int, of reported: ReportedRows?,
        rows: [(row: ReportedRow, marks: [(column: Int, isPrimary: Bool, label: String?)])],
        also others: [Int]
    ) -> Excerpt? {
        guard let file = rows.first?.row.file else { return nil }
        let bound = inputs[table].files[Int(file)]
        let checked = rules.tables[table]
        // A stored figure is marked where it is shown.
        var wanted = Set(others.map(checked.declaredColumn))
        wanted.formUnion(checked.readKey)
        for row in rows { for mark in row.marks { wanted.insert(checked.declaredColumn(mark.column)) } }
        let columns = wanted.compactMap { index -> (column: Int, field: Int)? in
            if case .field(let field) = bound.layout[index] { (index, field) } else { nil }
        }.sorted { $0.field < $1.field }
        guard !columns.isEmpty, !bound.isNarrative else { return nil }
        let header = bound.reader.header
        return Excerpt(
            columns: columns.map { column in
                Excerpt.Column(
                    header: header.indices.contains(column.field)
                        ? header[column.field] : rules.tables[table].columns[column.column].name,
                    index: column.field, number: bound.reader.columnNumber(ofField: column.field))
            },
            rows: rows.filter { $0.row.file == file }.sorted { $0.row.line < $1.row.line }.map { row in
                Excerpt.Row(
                    line: row.row.line, number: row.row.shownAs,
                    cells: columns.map { reported?.cell(row.row, $0.column) ?? "" },
                    marks: row.marks.compactMap { mark in
                        columns.firstIndex { $0.column == checked.declaredColumn(mark.column) }.map {
                            Excerpt.Mark(column: $0, isPrimary: mark.isPrimary, label: mark.label)
                        }
                    })
            }, columnCount: header.count + bound.reader.added.count - bound.reader.added.stored.count)
    }
}

extension TableReader {
    /// The number of the column in which a spreadsheet shows a field; `nil` where none does.
    package func columnNumber(ofField field: Int) -> Int? {
        guard field < header.count else { return nil }
        if headerLocations.indices.contains(field), case .sheet(let cell) = headerLocations[field] {
            return Int(cell.column)
        }
        return spreadsheetRow(ofLine: 1) == nil ? nil : firstColumn + field
    }
}
