// A change of one row of a return that may put a finding right, and which cells of its files that would change.

import Checking
import Columns
import Tables

/// One change of a return, by the numbers of a table's row and column.
package struct RowChange: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The cell of a column says something else.
        case cell(column: Int, text: String)
        /// The row is not there.
        case leftOut
    }

    package var table: Int
    package var row: Int
    package var kind: Kind

    package init(table: Int, row: Int, _ kind: Kind) {
        self.table = table
        self.row = row
        self.kind = kind
    }
}

/// A change as a feed of chunks makes it.
struct FeedChange {
    /// The record by its number in these files of the feed: a table whose rows are there several times has it in as
    /// many.
    var files: Set<Int>
    var record: Int
    /// The field with its new text; `nil` where the record is left out.
    var cell: (field: Int, text: String)?
}

extension Judgement {
    /// The tables that read what a table reads: itself, those that are made of it, and others of the same files.
    func tablesSharing(filesOf table: Int) -> Set<Int> {
        let files = Set(inputs[rules.base(ofTable: table)].files.map(SharedFile.init))
        return Set(rules.tables.indices.filter { inputs[$0].files.contains { files.contains(SharedFile($0)) } })
    }

    /// What a change is for the feed of each table that reads the changed file; `nil` where it cannot be made in memory
    /// as a person would make it in the file: a cell that takes its text from elsewhere, or gives it to others.
    func feedChanges(for change: RowChange) -> [Int: FeedChange]? {
        let place = feeds[change.table].place(of: change.row)
        guard inputs[change.table].files.indices.contains(place.file) else { return nil }
        let changed = inputs[change.table].files[place.file]
        guard !changed.isNarrative else { return nil }
        var cell: (field: Int, text: String)?
        if case .cell(let column, let text) = change.kind {
            guard case .field(let field) = changed.layout[column], field < changed.reader.header.count else {
                return nil
            }
            cell = (field, text)
        }
        var changes: [Int: FeedChange] = [:]
        for table in tablesSharing(filesOf: change.table) {
            for (index, file) in inputs[table].files.enumerated() where SharedFile(file) == SharedFile(changed) {
                // Another table may take other lines for its rows.
                guard
                    rules.base(ofTable: table) == rules.base(ofTable: change.table)
                        || file.reader.headerLocations == changed.reader.headerLocations
                else { return nil }
                if let cell, file.givesElsewhere(cell.field, rules.tables[table]) { return nil }
                changes[table, default: FeedChange(files: [], record: place.row, cell: cell)].files.insert(index)
            }
        }
        return changes
    }
}

/// A file, or a sheet of it.
private struct SharedFile: Hashable {
    var path: String
    var sheet: String?

    init(_ file: FileInput) {
        path = file.path
        sheet = file.reader.sheet
    }
}

extension FileInput {
    /// Whether what a field says is also said elsewhere, by cells below it or by what is stored behind it.
    fileprivate func givesElsewhere(_ field: Int, _ table: CheckedTable) -> Bool {
        table.columns.indices.contains { index in
            guard layout[index] == .field(field) else { return false }
            return table.columns[index].fillsDown
                || table.columns.contains { $0.origin == .stored(of: index) }
        }
    }
}
