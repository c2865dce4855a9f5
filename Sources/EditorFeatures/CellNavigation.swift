// Where a cell of a return leads: the row that it joins, the parts of a total, its column and the rules that check it.

import Checking
import Diagnostics
import Findings
package import Locations
import Wording
import Workspace

/// A place in a document.
package struct EditorPlace: Sendable, Hashable {
    /// As findings name it.
    package var file: String
    package var extent: TextExtent
}

extension ReturnView {
    /// Where what a cell or header at a byte of the text stands for is: the rows that it joins, else the parts of the
    /// total that it states, else its column's declaration.
    package func definitions(at offset: Int) -> [EditorPlace] {
        if let (table, cell) = headerCell(at: offset) { return cell.columns.flatMap { declaration(of: $0, table) } }
        guard let (table, cell) = cell(at: offset) else { return [] }
        for column in cell.columns {
            guard let cells = check.cells,
                let row = cells.row(cell.record.number, ofFile: table.place.file, table: table.place.table)
            else { break }
            let joined = cells.facts(table: table.place.table, row: row, column: column)?.joined ?? []
            let rows = joined.compactMap { $0.location.flatMap { EditorPlace($0) } }
            if !rows.isEmpty { return rows }
            let parts = cells.parts(table: table.place.table, row: row, column: column)
            if !parts.isEmpty { return parts.compactMap { EditorPlace($0) } }
        }
        return cell.columns.flatMap { declaration(of: $0, table) }
    }

    /// The rules that check the cell or header at a byte of the text, each at its name; with `declaration` its column.
    package func references(at offset: Int, declaration isWanted: Bool) -> [EditorPlace] {
        let found: (table: ReturnTable, columns: [Int])
        if let (table, cell) = headerCell(at: offset) {
            found = (table, cell.columns)
        } else if let (table, cell) = cell(at: offset) {
            found = (table, cell.columns)
        } else {
            return []
        }
        guard !check.areAssumed else { return [] }
        var places: [EditorPlace] = []
        for column in found.columns {
            if isWanted { places += declaration(of: column, found.table) }
            for rule in check.cells?.rulesAbout(column: column, table: found.table.place.table) ?? [] {
                places.append(EditorPlace(rule.nameSpan))
            }
        }
        var seen: Set<EditorPlace> = []
        return places.filter { seen.insert($0).inserted }
    }

    private func declaration(of column: Int, _ table: ReturnTable) -> [EditorPlace] {
        check.areAssumed ? [] : [EditorPlace(table.table.columns[column].span)]
    }
}

extension EditorPlace {
    /// `nil` for a place in a workbook, which no editor shows.
    init?(_ location: FindingLocation) {
        guard case .text(let extent) = location.extent else { return nil }
        self.init(file: location.file, extent: extent)
    }

    init(_ span: SourceSpan) { self.init(file: span.file.name, extent: span.extent) }
}
