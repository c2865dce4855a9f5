// Rows that break rules by the figures that are shown, held against the figures that are stored.

import Checking
import Columns
import Planning
import Quantities

/// What a run does about returns that store other figures than they show.
package enum StoredFigureTask {
    /// Notes the rows that break these rules, however many violations are kept.
    case note(rules: Set<Int>)
    /// Reads figures as they are stored, and finds by rule which of these rows do not break it then, or may not; counts
    /// nothing.
    case ask([Int: RowSet])

    /// Whether the run has nothing to do with a rule.
    func passesOver(_ rule: Int) -> Bool {
        if case .ask(let rows) = self { rows[rule] == nil } else { false }
    }
}

/// A set of a table's rows by their numbers; a rule without `for` has one row without a number.
package struct RowSet: Sendable {
    private var words: [UInt64] = []
    private var hasNumberless = false

    package init() {}

    package func contains(_ row: Int?) -> Bool {
        guard let row else { return hasNumberless }
        return row >> 6 < words.count && words[row >> 6] >> UInt64(row & 63) & 1 == 1
    }

    mutating func insert(_ row: Int?) {
        guard let row else {
            hasNumberless = true
            return
        }
        while words.count <= row >> 6 { words.append(0) }
        words[row >> 6] |= 1 << UInt64(row & 63)
    }
}

/// A row that breaks a rule by the figures that are shown.
struct BrokenRow: Sendable, BitwiseCopyable {
    /// −1 for a rule without `for`.
    private var number: Int32
    /// Its findings that are not waived.
    private(set) var findings: UInt32 = 0
    /// Whether it is undecided by the figures that are stored.
    private(set) var isOpen = false

    init(_ row: Int?, findings: Int) {
        self.init(row, isOpen: false)
        self.findings = UInt32(clamping: findings)
    }

    init(_ row: Int?, isOpen: Bool) {
        number = row.map { Int32(clamping: $0) } ?? -1
        self.isOpen = isOpen
    }

    var row: Int? { number < 0 ? nil : Int(number) }
}

extension RuleConditions {
    /// Finds which of the asked rows among an evaluator's batch do not break the rule: they pass it, it does not apply
    /// to them, or nobody knows.
    func keep(
        _ evaluator: ExpressionEvaluator, scope: Mask, asked: RowSet, into board: inout OutcomeBoard,
        _ subject: (Int) -> RuleSubject
    ) {
        var rows = scope
        var kept = Mask(count: evaluator.count)
        var open = Mask(count: evaluator.count)
        if let condition {
            evaluator.noteJoins(of: conditionCells, scope)
            let placing = evaluator.placing(condition, conditionCells, among: scope)
            rows = placing.placed
            open = placing.unknown
            kept = scope.subtracting(rows).subtracting(placing.unknown)
        }
        if !rows.isEmpty {
            evaluator.noteJoins(of: cells, rows)
            let outcomes = outcomes(evaluator, of: rows)
            kept.formUnion(outcomes.passed)
            kept.formUnion(outcomes.notApplicable)
            open.formUnion(outcomes.undecided)
        }
        var found: [BrokenRow] = []
        kept.union(open).eachRow { index in
            let row = subject(index).row
            if asked.contains(row) { found.append(BrokenRow(row, isOpen: open[index])) }
        }
        if !found.isEmpty { board.update(rule) { $0.noted += found } }
    }
}

extension RuleSet {
    /// Whether the outcome of a rule may depend on figures of some tables.
    func dependsOnFigures(_ rule: CheckedRule, ofTables stored: Set<Int>) -> Bool {
        // Of a group's pairs no row tells which were broken: they are judged by what is shown.
        if rule.pairs != nil { return false }
        if rule.hasAggregates { return !tablesNeeded(by: [rule]).isDisjoint(with: stored) }
        return cells(of: rule).contains {
            stored.contains($0.table) && tables[$0.table].columns[$0.column].type.valueType.isQuantity
        }
    }

    /// The tables from which rules take anything: their own, those that they join or count, and those that these join.
    func tablesNeeded(by rules: [CheckedRule]) -> Set<Int> {
        var open = rules.flatMap { Array($0.tablesAskedFor) + cells(of: $0).map(\.table) }
        var needed: Set<Int> = []
        while let table = open.popLast() {
            guard needed.insert(table).inserted else { continue }
            open += tables[table].joins.map { joins[$0].table }
        }
        return needed
    }

    /// The cells that decide about a rule's rows, other than counted ones.
    private func cells(of rule: CheckedRule) -> [CellReference] {
        usedCells(of: rule) + placingCells(of: rule) + orderingCells(of: rule) + groupingCells(of: rule)
    }

    /// These rules for reading figures as they are stored, in the tables that store others than they show.
    func readingStoredFigures(inTables stored: Set<Int>) -> RuleSet {
        var copy = self
        for table in stored {
            for column in copy.tables[table].columns.indices {
                copy.tables[table].columns[column].takeStoredFigures()
            }
        }
        return copy
    }
}

extension ValueType {
    fileprivate var isQuantity: Bool { self == .figure || self == .target }
}
