// What people are told at once: all that is wrong with one row.

import Findings

/// The findings of one row, or a single finding that is about no row.
struct RowEntry {
    /// The most severe first; of equal ones in the order of the run.
    private(set) var findings: [Finding]

    /// The number of its sheet among those of its file with findings.
    let sheet: Int

    init(_ finding: Finding, sheet: Int = 0) {
        findings = [finding]
        self.sheet = sheet
    }

    var worst: Severity { findings.first?.severity ?? .note }

    mutating func add(_ finding: Finding) { findings.append(finding) }

    mutating func sort() {
        let order = findings.enumerated().sorted { one, other in
            one.element.severity == other.element.severity
                ? one.offset < other.offset : one.element.severity > other.element.severity
        }
        findings = order.map(\.element)
    }

    /// The cell of another finding of the row that one rests on: it points at that cell too, as what it compares with,
    /// so that it may go once the other is put right. `nil` where there is none.
    func origin(of finding: Finding) -> String? {
        // Nobody follows what hangs together among so many, and each is held against all others.
        guard findings.count <= 64, let own = finding.location, let row = own.row else { return nil }
        for related in finding.related {
            let at = related.location
            guard at.row == row, at.file == own.file, at.sheet == own.sheet, let cell = at.cell, cell != own.cell else {
                continue
            }
            let isAtFault = findings.contains { other in
                other.location?.cell == cell && other.severity >= finding.severity && other.rule != finding.rule
                    // Two findings of each other's cells rest on neither.
                    && !other.related.contains { $0.location.cell == own.cell && $0.location.row == row }
            }
            if isAtFault { return cell }
        }
        return nil
    }

    /// The part of the table that shows all of them. Where there are several, their messages say what labels would.
    var excerpt: Excerpt? {
        var merged: Excerpt?
        for case var excerpt? in findings.map(\.excerpt) {
            if findings.count > 1 { excerpt.dropLabels() }
            if merged == nil { merged = excerpt } else { merged?.add(excerpt) }
        }
        return merged
    }
}

/// The row that a finding is about.
struct RowKey: Hashable {
    private var file: String
    private var sheet: String?
    private var row: Int
    private var table: String?

    /// `nil` for a finding that is about no row.
    init?(_ finding: Finding) {
        guard let location = finding.location, let row = location.row else { return nil }
        (file, sheet, self.row, table) = (location.file, location.sheet, row, finding.table)
    }
}

extension Excerpt {
    mutating func dropLabels() {
        for row in rows.indices {
            for mark in rows[row].marks.indices { rows[row].marks[mark].label = nil }
        }
    }

    /// Stands for a cell that no finding brought with it.
    private static let unread = "…"

    /// Takes in what another excerpt of the same table shows.
    mutating func add(_ other: Excerpt) {
        let all = Set(columns.map(\.index)).union(other.columns.map(\.index)).sorted()
        var known: [Int: Excerpt.Column] = [:]
        for column in columns + other.columns where known[column.index] == nil { known[column.index] = column }
        let wanted = all.compactMap { known[$0] }
        func moved(_ row: Excerpt.Row, _ from: Excerpt) -> [Int: String] {
            var cells: [Int: String] = [:]
            for (column, cell) in zip(from.columns, row.cells) where cell != Self.unread { cells[column.index] = cell }
            return cells
        }
        var rows: [Int: (row: Excerpt.Row, cells: [Int: String], marks: [Excerpt.Mark])] = [:]
        for (excerpt, row) in self.rows.map({ (self, $0) }) + other.rows.map({ (other, $0) }) {
            var entry = rows[row.line] ?? (row, [:], [])
            entry.cells.merge(moved(row, excerpt)) { own, _ in own }
            for mark in row.marks where excerpt.columns.indices.contains(mark.column) {
                guard let place = all.firstIndex(of: excerpt.columns[mark.column].index) else { continue }
                entry.marks.add(Excerpt.Mark(column: place, isPrimary: mark.isPrimary, label: mark.label))
            }
            rows[row.line] = entry
        }
        columns = wanted
        columnCount = max(columnCount, other.columnCount)
        self.rows = rows.values.sorted { $0.row.line < $1.row.line }.map { entry in
            Excerpt.Row(
                line: entry.row.line, number: entry.row.number,  // What no finding brought with it is not blank.
                cells: wanted.map { entry.cells[$0.index] ?? Self.unread },
                marks: entry.marks)
        }
    }
}

extension [Excerpt.Mark] {
    /// Adds a mark; of several of one cell the one at fault counts.
    fileprivate mutating func add(_ mark: Excerpt.Mark) {
        guard let known = firstIndex(where: { $0.column == mark.column }) else { return append(mark) }
        if mark.isPrimary, !self[known].isPrimary {
            self[known] = mark
        } else if self[known].label == nil {
            self[known].label = mark.label
        }
    }
}
