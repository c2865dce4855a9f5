// Chooses the columns of an excerpt that fit a width, and how wide each may be.

import Findings

/// The columns of an excerpt that are drawn, from left to right, with gaps where columns of the return are left out.
struct ExcerptLayout {
    enum Slot: Equatable {
        /// A column of the excerpt, by its index there, with its width.
        case column(Int, width: Int)
        /// Columns that are left out.
        case gap

        var width: Int {
            switch self {
            case .column(_, let width): width
            case .gap: 1
            }
        }
    }

    private(set) var slots: [Slot] = []

    /// Lays an excerpt out in at most `width` columns of the terminal. `cells` are its escaped texts: the headers, then
    /// the rows, each with one text per column.
    init(_ excerpt: Excerpt, cells: [[String]], keyNames: [String], width: Int) {
        let ranks = Self.ranks(excerpt, keyNames: keyNames)
        // No column takes fewer than four places, so no more than these can ever fit.
        let byRank = excerpt.columns.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
        var kept = Array(byRank.prefix(max(1, width / 4)))
        let headerWidths = excerpt.columns.indices.map { displayWidth(cells[0][$0]) }
        let cellWidths = excerpt.columns.indices.map { column in
            cells.dropFirst().reduce(1) { max($0, displayWidth($1[column])) }
        }
        while true {
            let caps = kept.count > 1 ? [60, 40, 30, 24, 18, 14, 11] : [60, 40, 30, 24, 18, 14, 11, 8, 5, 3, 1]
            for cap in caps {
                let slots = Self.slots(kept.sorted(), excerpt) { column in
                    let cap = ranks[column] <= 1 ? cap : min(cap, 24)
                    return max(min(headerWidths[column], 20, cap), min(cellWidths[column], cap), 1)
                }
                if slots.reduce(3 * (slots.count - 1), { $0 + $1.width }) <= width || (kept.count <= 1 && cap == 1) {
                    self.slots = slots
                    return
                }
            }
            if kept.isEmpty { return }
            kept.removeLast()
        }
    }

    /// The inner offset at which a column's text begins; `nil` where the column is left out.
    func offset(of column: Int) -> Int? {
        var offset = 0
        for slot in slots {
            if case .column(column, _) = slot { return offset }
            offset += slot.width + 3
        }
        return nil
    }

    func width(of column: Int) -> Int? {
        for slot in slots {
            if case .column(column, let width) = slot { return width }
        }
        return nil
    }

    /// The priority of a column, lowest first: cells at fault 0, other marked ones 1, those of the key 2, others 3.
    private static func ranks(_ excerpt: Excerpt, keyNames: [String]) -> [Int] {
        let keys = Set(keyNames.map { $0.lowercased() })
        var ranks = excerpt.columns.enumerated().map { index, column in
            index == 0 || keys.contains(column.header.lowercased()) ? 2 : 3
        }
        for row in excerpt.rows {
            for mark in row.marks where ranks.indices.contains(mark.column) {
                ranks[mark.column] = min(ranks[mark.column], mark.isPrimary ? 0 : 1)
            }
        }
        return ranks
    }

    private static func slots(_ kept: [Int], _ excerpt: Excerpt, width: (Int) -> Int) -> [Slot] {
        var slots: [Slot] = []
        var next = 0
        for column in kept {
            let index = excerpt.columns[column].index
            if index != next { slots.append(.gap) }
            slots.append(.column(column, width: width(column)))
            next = index + 1
        }
        if next < excerpt.columnCount { slots.append(.gap) }
        return slots
    }
}
