// The table around a row, and the row's cells by which people choose: what a page shows of every finding.

import Checking
import Columns
import Evaluation
import Findings

extension Judgement {
    /// The columns of a table that frames show, beside those that a finding points at.
    func framedColumns(of table: Int) -> Set<Int> {
        let checked = rules.tables[table]
        let own = checked.columns.indices.filter { checked.columns[$0].origin == .cell }
        guard own.count > Self.mostFramed else { return Set(own) }
        var columns = Set(checked.readKey + [checked.label, checked.owner].compactMap { $0 })
        columns.formUnion(groupColumns(of: table))
        for column in own where columns.count < Self.mostFramed { columns.insert(column) }
        return columns
    }

    /// More columns than these are not shown whole.
    private static let mostFramed = 14
    private static let mostGroups = 6

    /// The columns whose cells have one of a few labels.
    func groupColumns(of table: Int) -> [Int] {
        let (columns, owner) = (rules.tables[table].columns, rules.tables[table].owner)
        return Array(
            columns.indices.lazy.filter { index in
                switch columns[index].type.valueType {
                case .choice, .status: columns[index].origin == .cell && owner != index
                default: false
                }
            }.prefix(Self.mostGroups))
    }

    /// The cells of a row in such columns, by their headers; blank ones left out.
    func groups(of row: ReportedRow, in rows: ReportedRows, table: Int) -> [NamedText] {
        groupColumns(of: table).compactMap { column -> NamedText? in
            let text = rows.cell(row, column)
            guard !text.isEmpty else { return nil }
            return NamedText(header(of: column, table: table, file: Int(row.file)), brief(text, to: 60))
        }
    }

    /// What waives the findings of a rule in a row, but for the reason; `nil` where the row has no key by which it
    /// could be named, or one that a rule file could not show.
    func waiver(of rule: String, row: ReportedRow, in rows: ReportedRows, table: Int) -> String? {
        let columns = rules.tables[table].columns
        let key = rules.tables[table].readKey
        guard !key.isEmpty, key.count == rules.tables[table].key.count else { return nil }
        var conditions: [String] = []
        for column in key {
            let (name, text) = (columns[column].name, rows.cell(row, column))
            guard name.utf8.allSatisfy({ $0 < 0x80 }), text.utf8.count <= 200, !text.contains(where: isAwkward) else {
                return nil
            }
            // A key is compared as it is printed where its type would read it.
            var printed = "printed(\(name))"
            if case .text = columns[column].type.valueType { printed = name }
            conditions.append(text.isEmpty ? name + " is blank" : printed + " == \"\(text)\"")
        }
        return "waive \(rule) where \(conditions.joined(separator: " and "))\n  because \"…\""
    }

    /// The table around some rows: these with their marks, and the rows beside the first of them.
    func frame(
        table: Int, of reported: ReportedRows?, number: Int,
        rows: [(row: ReportedRow, marks: [(column: Int, isPrimary: Bool, label: String?)])]
    ) -> Excerpt? {
        guard let reported, let first = rows.first?.row else { return nil }
        var rows = rows
        for beside in [number - 1, number + 1] {
            guard let row = reported[beside], row.file == first.file,
                !rows.contains(where: { $0.row.position == row.position })
            else { continue }
            rows.append((row, []))
        }
        guard
            var frame = excerpt(
                table: table, of: reported, rows: rows, also: framedColumns(of: table).sorted())
        else { return nil }
        for column in frame.columns.indices {
            frame.columns[column].header = brief(frame.columns[column].header, to: 120)
        }
        for row in frame.rows.indices {
            for cell in frame.rows[row].cells.indices {
                frame.rows[row].cells[cell] = brief(frame.rows[row].cells[cell], to: 240)
            }
        }
        return frame
    }
}

/// What a text of a rule file would have to write in another way.
private func isAwkward(_ character: Character) -> Bool {
    character == "\"" || character == "\\"
        || character.unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate: true
            default: false
            }
        }
}
