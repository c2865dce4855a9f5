// The rows that decided a broken condition: those that an `any` found, those that refute an `all`, those in which a
// group differs.

import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Planning
import Quantities

/// Finds, for the first violations of one rule, the rows of a whole table that decided. It reads the table once for
/// each condition.
struct DecidingRows {
    private let rule: CheckedRule
    private let template: FindingTemplate
    private let writer: FindingWriter
    private var judgement: Judgement { writer.judgement }
    private let evaluator: ExpressionEvaluator
    /// The violations, in the order of the evaluator's rows.
    private let violations: [RuleViolation]

    /// How many violations of a rule are examined. The others limit the rows that are named for each, and the rows of
    /// tables that are searched: reading a table again must cost little compared with the check.
    static let violationLimit = 100
    private static let shownOfConditions = 3
    private static let shownOfGroups = 10
    private static let rowLimit = 1 << 20

    init?(_ index: Int, _ violations: [RuleViolation], reported: [Int: ReportedRows], in writer: FindingWriter) {
        let judgement = writer.judgement
        guard let template = judgement.plan.reports[index], !violations.isEmpty else { return nil }
        rule = judgement.rules.rules[index]
        self.template = template
        self.writer = writer
        let isGroups = if case .groups = rule.scope { true } else { false }
        guard isGroups || template.comparisons.contains(where: { $0.contains { template.isQuantified($0) } }) else {
            return nil
        }
        self.violations = Array(violations.prefix(Self.violationLimit))
        evaluator = ExpressionEvaluator(template.graph, lookups: judgement)
        RuleMessages.begin(evaluator, self.violations, reported[rule.scope.table])
    }

    /// By the index of a violation the places of the rows that decided it, with their messages.
    func find() -> [Int: [RelatedLocation]] {
        var found: [Int: [RelatedLocation]] = [:]
        // The violations by the node of the broken condition, where that is about other rows.
        var asking: [NodeID: [Int]] = [:]
        for (index, violation) in violations.enumerated() {
            guard let broken = template.broken(violation.require, evaluator, index), template.isQuantified(broken)
            else { continue }
            asking[broken.truth, default: []].append(index)
        }
        for (node, outsides) in asking.sorted(by: { $0.key < $1.key }) {
            guard case .aggregate(let use) = template.graph.nodes[node].kind, isSmall(use.aggregate.table) else {
                continue
            }
            let aggregate = use.aggregate
            // The rows of a run are not found by what they have in common.
            if aggregate.source == .series, rule.runs != nil { continue }
            let counting = AggregateRows(use, evaluator: evaluator, in: writer)
            let rows = counting.deciding(outsides, by: template.by, atMost: Self.shownOfConditions)
            add(rows, of: aggregate.table, columns: aggregate.written.ownColumns, naming: .keys, to: &found)
        }
        if rule.pairs != nil { findRowsOfPairs(&found) }
        if case .groups(let table, _, _) = rule.scope, rule.places.isEmpty, rule.runs == nil, rule.pairs == nil,
            isSmall(table)
        {
            let open = violations.indices.filter { found[$0] == nil }
            for require in Set(open.map { violations[$0].require }).sorted() {
                let columns = rule.requires[require].condition.seriesColumns
                guard !columns.isEmpty else { continue }
                let rows = differing(open.filter { violations[$0].require == require }, columns, table)
                add(rows, of: table, columns: columns, naming: .cells, to: &found)
            }
        }
        return found
    }

    /// For pairs the rows that a comparison counts: the first of them.
    private func findRowsOfPairs(_ found: inout [Int: [RelatedLocation]]) {
        guard rule.places.isEmpty else { return }
        var asking: [NodeID: [Int]] = [:]
        for (index, violation) in violations.enumerated() where found[index] == nil {
            guard let broken = template.broken(violation.require, evaluator, index) else { continue }
            for node in broken.sides.map(\.node) + [broken.truth] {
                guard case .aggregate(let use) = template.graph.nodes[node].kind, use.aggregate.source == .series,
                    use.aggregate.function != .all
                else { continue }
                asking[node, default: []].append(index)
                break
            }
        }
        for (node, outsides) in asking.sorted(by: { $0.key < $1.key }) {
            guard case .aggregate(let use) = template.graph.nodes[node].kind, isSmall(use.aggregate.table) else {
                continue
            }
            let counting = AggregateRows(use, evaluator: evaluator, in: writer)
            let rows = counting.deciding(outsides, by: template.by, atMost: Self.shownOfGroups)
            add(
                rows, of: use.aggregate.table, columns: use.aggregate.written.ownColumns, naming: .keys, to: &found)
        }
    }

    private func isSmall(_ table: Int) -> Bool {
        judgement.isBound(table) && judgement.feeds[table].rowCount <= Self.rowLimit
    }

    /// For some violations the first row of each combination of values that some columns have in their group; empty
    /// where there is only one.
    private func differing(_ outsides: [Int], _ columns: [Int], _ table: Int) -> [Int: [Int]] {
        var groups: [KeyHash: Int] = [:]
        let (keys, isKnown) = evaluator.keys(template.by.map(\.node))
        for outside in outsides { groups[keys[outside]] = outside }
        keys.deallocate()
        isKnown.deallocate()
        var inner = ExpressionGraph(table: table)
        let context = PlanningContext(rules: judgement.rules)
        let by = template.by.map { inner.add($0.expression, context: context) }
        let checked = judgement.rules.tables[table]
        let values = columns.map { inner.add(checked, .column($0), context: context) }
        let cells = Array(by.reduce(into: Set<SourceCell>()) { $0.formUnion(inner.cells(of: $1)) })
        let rows = ExpressionEvaluator(inner, lookups: judgement)
        var found: [Int: [Int]] = [:]
        var seen: [Int: Set<KeyHash>] = [:]
        let read = inner.columns().read
        writer.loader(table).forEachBatch(wanted: checked.columns.indices.map { read.contains($0) }) {
            batch in
            rows.begin(batch)
            let (keys, isKnown) = rows.keys(by)
            let (own, ownKnown) = rows.keys(values)
            let faults = rows.faults(cells)
            for row in 0..<batch.count where !(faults?[row] ?? false) && batch.isOwn(row) {
                guard let outside = groups[keys[row]], found[outside]?.count ?? 0 < Self.shownOfGroups else { continue }
                guard seen[outside, default: []].insert(own[row]).inserted else { continue }
                found[outside, default: []].append(batch.firstRow + row)
            }
            for pointer in [keys, own] { pointer.deallocate() }
            for pointer in [isKnown, ownKnown] { pointer.deallocate() }
        }
        return found.filter { $0.value.count > 1 }
    }

    private enum Naming { case keys, cells }

    /// Adds the places of rows that were found for some violations.
    private func add(
        _ rows: [Int: [Int]], of table: Int, columns: [Int], naming: Naming, to found: inout [Int: [RelatedLocation]]
    ) {
        guard !rows.isEmpty else { return }
        let key = judgement.rules.tables[table].readKey
        var wanted = WantedRows()
        let set = wanted.set(of: Set(columns + key))
        for row in Set(rows.values.joined()) { wanted.add(row, set: set) }
        wanted.finish()
        let reported = ReportedRows(
            wanted, columns: Set(judgement.rules.tables[table].columns.indices), table: table, in: writer)
        for (outside, numbers) in rows {
            found[outside, default: []] += numbers.compactMap { number in
                guard let row = reported[number] else { return nil }
                let location = (columns + key).lazy.compactMap { reported.location(of: row, column: $0) }.first
                let words: [NamedText] =
                    switch naming {
                    case .keys: judgement.shortKey(of: row, in: reported, table: table)
                    case .cells:
                        columns.map {
                            NamedText(judgement.rules.tables[table].columns[$0].name, reported.cell(row, $0))
                        }
                    }
                let text = words.map { "\($0.name): \($0.text.isEmpty ? "(blank)" : cut(oneLine($0.text), to: 80))" }
                return RelatedLocation(text.joined(separator: ", "), location ?? reported.location(of: row))
            }
        }
    }
}

extension FindingTemplate {
    /// The first comparison by which a row breaks one of the requires.
    func broken(_ require: Int, _ evaluator: ExpressionEvaluator, _ index: Int) -> Comparison? {
        comparisons[require].first { comparison in
            let truths = evaluator.truths(comparison.truth)
            guard comparison.isNegated ? truths.isTrue(index) : truths.isFalse(index) else { return false }
            // Of alternatives, one that does not hold breaks nothing where another does.
            if let whole = comparison.whole, !evaluator.truths(whole).isFalse(index) { return false }
            return comparison.branches.allSatisfy { branch in
                let condition = evaluator.truths(branch.condition)
                return branch.isTaken ? condition.isTrue(index) : condition.isFalse(index)
            }
        }
    }

    /// Whether it is broken by rows that can be named: by what an `any` finds, or by what refutes an `all`.
    func isQuantified(_ comparison: Comparison) -> Bool {
        guard case .aggregate(let use) = graph.nodes[comparison.truth].kind else { return false }
        return use.aggregate.function == (comparison.isNegated ? .any : .all)
    }
}

extension CheckedAggregate {
    /// The columns of the table's own row that its condition names, in order.
    fileprivate var ownColumns: [Int] { decidingCells.map(\.column) }

    /// The columns of its value; without a value those that its condition names.
    fileprivate var countedColumns: [Int] {
        guard function != .count, let value else { return ownColumns }
        return value.cells.filter { $0.row == .row }.map(\.column)
    }
}

extension TypedExpression {
    /// The columns of a group's rows that a condition uses, through aggregates over the series.
    fileprivate var seriesColumns: [Int] {
        var columns: [Int] = []
        visit { part in
            guard case .aggregate(let aggregate) = part.kind, aggregate.source == .series else { return }
            for column in aggregate.countedColumns where !columns.contains(column) { columns.append(column) }
        }
        return columns
    }
}
