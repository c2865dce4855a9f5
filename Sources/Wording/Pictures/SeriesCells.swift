// The cells of a series that a finding speaks of, and so what a picture of the series may show.

import Checking
import Evaluation
import Findings

/// What a rule's `require` holds against each other along a series: figures of the row at hand, and of its neighbours.
struct SeriesCells {
    /// Columns of figures, or targets, of the row at hand, in order, each once.
    private(set) var own: [Int] = []
    /// The same of each neighbour.
    private(set) var ofNeighbours: [Neighbour: [Int]] = [:]
    /// The same of the rows of the series that are added up or counted.
    private(set) var aggregated: [Int] = []

    /// Of the table's columns those of figures come first.
    init(_ rule: CheckedRule, require: Int, table: Int, _ rules: RuleSet) {
        let condition = rule.requires[require].condition
        let columns = rules.tables[table].columns
        var inner: [CellReference] = []
        condition.visit { part in
            guard case .aggregate(let aggregate) = part.kind, aggregate.source == .series else { return }
            inner += aggregate.value?.cells ?? []
        }
        for type in [ValueType.figure, .target] {
            for cell in rule.places + condition.cells
            where cell.table == table && columns[cell.column].type.valueType == type {
                switch cell.row {
                case .row: if !own.contains(cell.column) { own.append(cell.column) }
                case .neighbour(let neighbour):
                    if !(ofNeighbours[neighbour]?.contains(cell.column) ?? false) {
                        ofNeighbours[neighbour, default: []].append(cell.column)
                    }
                case .joined, .outside: break
                }
            }
            for cell in inner
            where cell.table == table && columns[cell.column].type.valueType == type
                && !aggregated.contains(cell.column)
            {
                aggregated.append(cell.column)
            }
        }
    }

    /// The columns of other rows than the one at hand, in order.
    var others: [Int] {
        var columns: [Int] = []
        for neighbour in Neighbour.allCases { columns += ofNeighbours[neighbour] ?? [] }
        columns += aggregated
        var seen: Set<Int> = []
        return columns.filter { seen.insert($0).inserted }
    }

    /// The one column that a line can be drawn of: one that the row at hand and others have in common, or the only one;
    /// `nil` where figures of different columns are held against each other.
    var column: Int? {
        let others = others
        if own.isEmpty || others.isEmpty { return own.first ?? others.first }
        return others.first { own.contains($0) }
    }

    /// The columns of which figures are spoken of besides.
    func besides(_ column: Int) -> [Int] {
        var seen: Set<Int> = [column]
        return (own + others).filter { seen.insert($0).inserted }
    }

    /// The rows whose figures of a column a violation speaks of.
    func rows(_ column: Int, of subject: RuleSubject) -> Set<Int> {
        var rows: Set<Int> = []
        if let row = subject.row, own.contains(column) { rows.insert(row) }
        for neighbour in Neighbour.allCases where ofNeighbours[neighbour]?.contains(column) ?? false {
            if let row = subject.neighbours?[neighbour] { rows.insert(row) }
        }
        return rows
    }
}
