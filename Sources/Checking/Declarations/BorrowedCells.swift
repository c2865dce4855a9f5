// Columns whose cells say what stands elsewhere: in a heading, in a note, in the cell above.

import Diagnostics
import Syntax

extension Checker {
    /// Where a column's cells come from; `implied` is what a path or a pattern says of a column of this name.
    func origin(of line: ColumnLine, otherwise implied: ColumnOrigin, in file: SourceFile) -> ColumnOrigin {
        guard let written = line.origin else { return implied }
        let span = SourceSpan(file, written.range)
        switch implied {
        case .cell, .heading, .note, .stored: break
        case .path:
            error(
                "contradicting-options", "`\(line.name.text)` is a part of the path already", at: span,
                help: "leave `from` out, or give the column another name")
            return implied
        case .group:
            error(
                "contradicting-options", "`\(line.name.text)` is a group of the pattern already", at: span,
                help: "a narrative has no headings and no notes of cells")
            return implied
        }
        switch written.kind {
        case .heading: return .heading
        // The column is found once all of them are known.
        case .note: return .note(of: -1)
        }
    }

    /// Finds the columns whose notes are asked for, and says which columns take their cells from elsewhere in vain.
    func takeBorrowedCells(_ lines: [ColumnLine], ofTable table: Int, in file: SourceFile) {
        let entry = tableEntries[table]
        var heading: SourceSpan?
        for line in lines {
            guard case .column(let index)? = entry.names[line.name.text],
                rules.tables[table].columns[index].span.range == line.name.range
            else { continue }
            refuseIdleModifiers(line, ofColumn: index, ofTable: table, in: file)
            guard let written = line.origin else { continue }
            let span = SourceSpan(file, written.range)
            switch written.kind {
            case .heading:
                guard rules.tables[table].columns[index].origin == .heading else { continue }
                requireHeading(ofColumn: index, ofTable: table)
                checkHeading(line, at: span, first: heading, in: file, entry.declaration)
                heading = heading ?? span
            case .note(let name):
                guard let of = noted(name, ofTable: table, in: file) else { continue }
                rules.tables[table].columns[index].origin = .note(of: of)
                if let path = entry.declaration.source?.pattern.text.lowercased(), isText(path) {
                    error(
                        "contradicting-options", "delimited text has no notes of cells", at: span,
                        help: "notes are read from workbooks")
                }
            }
        }
    }

    /// A row above all headings has no text in the column, and neither has any row where headings are not told from
    /// rows: both are faults unless the author says that headings may be wanting.
    private func requireHeading(ofColumn index: Int, ofTable table: Int) {
        let column = rules.tables[table].columns[index]
        if !column.isOptional, !column.hasBlankValue { rules.tables[table].columns[index].isRequired = true }
    }

    /// A column of the table's own that is read, by its name; reports a name of none, or of a computed one with the
    /// reason why that will not do.
    func readColumn(_ name: Name, ofTable table: Int, in file: SourceFile, butComputed reason: String) -> Int? {
        let entry = tableEntries[table]
        if entry.broken.contains(name.text) {
            use(entry.brokenSymbols[name.text], name, in: file)
            return nil
        }
        guard case .column(let index)? = entry.names[name.text] else {
            if entry.declaration.lets.contains(where: { $0.name.text == name.text }) {
                error(
                    "wrong-modifier", "`\(name.text)` is computed, \(reason)", at: SourceSpan(file, name.range),
                    help: "name a column that is read")
            } else {
                unknownName(
                    "unknown-column", "table \(tableName(table)) has no column `\(name.text)`", name, in: file,
                    among: rules.tables[table].columns.map(\.name))
            }
            return nil
        }
        use(entry.columnSymbols[index], name, in: file)
        return index
    }

    /// The column of cells whose notes are asked for.
    private func noted(_ name: Name, ofTable table: Int, in file: SourceFile) -> Int? {
        let span = SourceSpan(file, name.range)
        guard let index = readColumn(name, ofTable: table, in: file, butComputed: "and has no notes") else {
            return nil
        }
        guard rules.tables[table].columns[index].origin == .cell else {
            error(
                "wrong-modifier", "`\(name.text)` has no cells of its own, and no notes", at: span,
                help: "name a column of the sheet")
            return nil
        }
        return index
    }

    private func checkHeading(
        _ line: ColumnLine, at span: SourceSpan, first: SourceSpan?, in file: SourceFile, _ table: TableDeclaration
    ) {
        if let first {
            error(
                "contradicting-options", "a table takes its headings into one column", at: span,
                notes: [DiagnosticNote("the other", at: first)])
        }
        let keys = table.keys.flatMap(\.columns).map(\.text)
        if keys.allSatisfy({ $0 == line.name.text }) {
            error(
                "heading-without-key", "`from heading` needs a key, which tells rows from headings", at: span,
                help: "a heading is a row with one text and no key: add the line `key …`")
        }
    }

    /// What says nothing of a column whose cells come from elsewhere.
    private func refuseIdleModifiers(_ line: ColumnLine, ofColumn index: Int, ofTable table: Int, in file: SourceFile) {
        let column = rules.tables[table].columns[index]
        func refuse(_ modifier: ColumnModifier, _ message: String, _ help: String) {
            error("wrong-modifier", message, at: SourceSpan(file, modifier.range), help: help)
        }
        if !rules.tables[table].source.hasHeader, let header = line.headers.first {
            error(
                "contradicting-options", "a table without headers knows its columns by their order",
                at: SourceSpan(file, header.range), help: "leave `from` and the header out")
        }
        let isCell = column.origin == .cell
        for modifier in line.modifiers {
            switch modifier.kind {
            case .fillDown where !isCell:
                refuse(modifier, "`fill down` is for columns of the file", "leave it out")
            case .fillDown where column.isByFill || column.isUnique || column.isNumbered:
                let other = column.isByFill ? "by fill" : column.isUnique ? "unique" : "numbered"
                refuse(
                    modifier, "`fill down` repeats what stands above, which `\(other)` does not allow",
                    "leave one of the two out")
            case .byFill where !isCell:
                refuse(modifier, "`by fill` is for columns of the file", "leave it out")
            case .numbered where !isCell && line.origin != nil, .unique where !isCell && line.origin != nil:
                refuse(modifier, "what is read from elsewhere is no reference of its row", "leave it out")
            default: continue
            }
        }
    }
}
