// The values of a rule's parts for traced rows, as people read them.

import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Planning
import Quantities

/// Puts traced rows into words.
struct TraceMessages {
    private let rule: CheckedRule
    private let index: Int
    private let table: Int
    private let plan: TracePlan?
    private let writer: FindingWriter
    private let judgement: Judgement

    init(_ rule: Int, in writer: FindingWriter) {
        judgement = writer.judgement
        self.rule = judgement.rules.rules[rule]
        index = rule
        table = self.rule.scope.table
        plan = judgement.plan.trace
        self.writer = writer
    }

    /// The traces of some rows; at most `batchRows`.
    func traces(_ rows: [TracedRow]) -> [RuleTrace] {
        guard let plan, !rows.isEmpty else { return [] }
        let rows = Array(rows.prefix(batchRows))
        let evaluator = ExpressionEvaluator(plan.graph, lookups: judgement)
        let reported = begin(evaluator, rows, plan)
        let fits = fits(rows)
        return rows.enumerated().map { index, row in
            var words = RowWords(
                evaluator: evaluator, index: index, row: row.subject.row.flatMap { reported?[$0] },
                neighbours: row.subject.neighbours,
                reported: reported, judgement: judgement, table: table)
            var clauses = plan.clauses.map { kind, root in
                words.seen = []
                var part = words.part(root)
                if let counted = countedRows(root, words, evaluator) { part.count(counted) }
                return TracedClause(kind: kind, part: addingCounts(part, root, words, evaluator))
            }
            let open = clauses.firstIndex { $0.kind == .require && $0.part.truth == nil && $0.part.note == nil }
            if let open, let fit = fits[index] { clauses[open].part.note = "it would hold " + fit }
            let faulty = plan.cells.filter { words.isFaulty($0.cell, source: plan.graph.source(of: $0.node)) }
            var trace = RuleTrace(
                outcome: row.outcome, row: row.subject.row, location: words.row.flatMap { reported?.location(of: $0) },
                key: key(plan, words, evaluator),
                clauses: clauses,
                faulty: faulty.map { cell in
                    words.part(
                        TraceNode(
                            text: cell.expression.span.text, span: cell.expression.span, expression: cell.expression,
                            node: cell.node, children: []))
                })
            trace.partner = row.subject.partner.map { Int($0) }
            return trace
        }
    }

    /// With which values totals would hold that are unknown for one marker, by the index of the row.
    private func fits(_ rows: [TracedRow]) -> [Int: String] {
        let undecided = rows.indices.filter { rows[$0].outcome == .undecided }
        guard !undecided.isEmpty, CorrectionSearch.isAbout(index, in: judgement) else { return [:] }
        let found = writer.corrections.fits(ofRule: index, undecided.map { rows[$0].subject })
        return Dictionary(uniqueKeysWithValues: found.map { (undecided[$0.key], $0.value) })
    }

    private func begin(_ evaluator: ExpressionEvaluator, _ rows: [TracedRow], _ plan: TracePlan) -> ReportedRows? {
        guard rows.allSatisfy({ $0.subject.row != nil }) else {
            evaluator.beginAlone()
            return nil
        }
        var wanted = Set(rows.compactMap(\.subject.row))
        for row in rows {
            wanted.formUnion(Neighbour.allCases.compactMap { row.subject.neighbours?[$0] })
        }
        let reported = ReportedRows(everyColumnOf: wanted, table: table, in: writer)
        evaluator.begin(RowSelection(rows.map(\.subject), in: reported))
        return reported
    }

    private func key(_ plan: TracePlan, _ words: RowWords, _ evaluator: ExpressionEvaluator) -> [NamedText] {
        if case .groups = rule.scope {
            return (plan.by + plan.beside).map { NamedText($0.name, evaluator.shown($0.node, row: words.index)) }
        }
        guard let row = words.row, let reported = words.reported else { return [] }
        return judgement.key(of: row, in: reported, table: table)
    }

    // MARK: Aggregates

    private func addingCounts(
        _ part: TracedOperand, _ node: TraceNode, _ words: RowWords, _ evaluator: ExpressionEvaluator
    ) -> TracedOperand {
        var part = part
        part.parts = part.parts.map { child in
            guard let made = node.children.first(where: { $0.text == child.text }) else { return child }
            var child = child
            if let counted = countedRows(made, words, evaluator) { child.count(counted) }
            return addingCounts(child, made, words, evaluator)
        }
        return part
    }

    private func countedRows(_ node: TraceNode, _ words: RowWords, _ evaluator: ExpressionEvaluator) -> CountedRows? {
        guard case .aggregate(let use) = evaluator.graph.nodes[node.node].kind, let plan else { return nil }
        // The rows of a run are not found by what they have in common.
        if use.aggregate.source == .series, rule.runs != nil { return nil }
        let counting = AggregateRows(use, evaluator: evaluator, in: writer)
        return counting.rows(by: use.aggregate.source == .series ? plan.by : [], outside: words.index)
    }
}

extension TracedOperand {
    /// Takes in the other half of a condition that is written as one.
    fileprivate mutating func join(_ other: TracedOperand, isEither: Bool) {
        let decisive = isEither
        if truth == decisive || other.truth == decisive {
            truth = decisive
        } else if truth == nil || other.truth == nil {
            truth = nil
        }
        value = truth.map { .text($0 ? "true" : "false") } ?? .unknown
    }

    /// Sets the counted rows of an aggregate, and the note why it is unknown.
    fileprivate mutating func count(_ rows: CountedRows) {
        counted = rows
        guard value == .unknown, note == nil else { return }
        if rows.isCut {
            note = "rows of \(rows.table) may be there that could not be read"
        } else if rows.isDoubtful {
            note =
                rows.leftOut > 1
                ? "\(rows.leftOut) rows that may count have faulty cells" : "a row that may count has a faulty cell"
        } else if rows.isUncountable {
            note = "a column that it depends on is not there"
        } else if rows.missing > 0 {
            note = rows.missing == 1 ? "1 of its parts is missing" : "\(rows.missing) of its parts are missing"
        } else if rows.hasSeveralUnits {
            note = "its figures are of several units"
        } else if let openEnd = rows.openEnd {
            note = "a figure of which only a bound is known may be \(openEnd)"
        }
    }
}

/// The values of parts for one row.
struct RowWords {
    let evaluator: ExpressionEvaluator
    let index: Int
    let row: ReportedRow?
    let neighbours: NeighbourRows?
    let reported: ReportedRows?
    let judgement: Judgement
    let table: Int
    /// Parts that were shown already.
    var seen: Set<String> = []

    mutating func part(_ node: TraceNode) -> TracedOperand {
        seen.insert(node.text)
        var part = TracedOperand(
            text: node.text, span: node.span, value: evaluator.value(node.node, row: index),
            isCondition: node.expression.type == .truth)
        if case .column(let cell) = node.expression.kind {
            describe(cell, node: node.node, in: &part)
        } else if part.isCondition {
            let truths = evaluator.truths(node.node)
            part.truth = truths.isTrue(index) ? true : truths.isFalse(index) ? false : nil
            if evaluator.restsOnAbsentRows(node.node, row: index) { part.truth = nil }
            part.value = part.truth.map { .text($0 ? "true" : "false") } ?? .unknown
        } else if part.value == .text("") {
            part.value = .text("(empty)")
        } else if part.value == .unknown, case .literal = node.expression.kind {
            part.note = "not set"
        }
        for child in node.children {
            // The halves of a range are written once.
            let half = part.parts.firstIndex {
                $0.isCondition && $0.span.file === child.span.file && $0.span.range == child.span.range
            }
            if let half {
                part.parts[half].join(self.part(child), isEither: isEither(node.expression))
            } else if !seen.contains(child.text) {
                part.parts.append(self.part(child))
            }
        }
        if case .agrees(let left, let right) = node.expression.kind { part.note = ranges(left, right, of: node.node) }
        return part
    }

    /// Whether one of the parts is enough.
    private func isEither(_ expression: TypedExpression) -> Bool {
        if case .or = expression.kind { true } else { false }
    }

    /// The intervals of the two sides of `agrees with`, in words.
    private func ranges(_ left: TypedExpression, _ right: TypedExpression, of node: NodeID) -> String? {
        let sides = zip([left, right], evaluator.graph.nodes[node].inputs.compactMap { $0 })
        let words = sides.compactMap { side, input -> String? in
            let range = evaluator.range(input)[range: index]
            guard range.low.isValue, range.high.isValue else { return nil }
            let (low, high) = (Quantities.text(of: range.low), Quantities.text(of: range.high))
            return "\(oneLine(side.span.text)) stands for \(range.low == range.high ? low : "\(low) to \(high)")"
        }
        return words.count == 2 ? words.joined(separator: ", ") : nil
    }

    /// Describes what the cell prints, and why it has no value where it has none.
    private func describe(_ cell: CellReference, node: NodeID, in part: inout TracedOperand) {
        let source = evaluator.graph.source(of: node)
        let state = evaluator.value(node).state(index)
        if case .truth(let truths) = evaluator.value(node) {
            part.truth = truths.isTrue(index) ? true : truths.isFalse(index) ? false : nil
        }
        let column = judgement.rules.tables[cell.table].columns[cell.column]
        switch cell.row {
        case .neighbour(let neighbour) where judgement.isIncomplete(table: cell.table):
            part.value = .unknown
            part.note = "its \(neighbour.rawValue) row may be one that could not be read"
            return
        case .neighbour(let neighbour) where neighbours?.isUncertain(neighbour) == true:
            part.value = .unknown
            part.note = "a faulty or missing cell keeps its \(neighbour.rawValue) row from being known"
            return
        case .neighbour(let neighbour) where neighbours?[neighbour] == nil:
            part.value = .unknown
            part.note = "there is no \(neighbour.rawValue) row"
            return
        case .joined(_, let join) where evaluator.positions(of: source)[index] < 0:
            part.value = .unknown
            let name = judgement.rules.tables[judgement.rules.joins[join].table].name
            if !judgement.isBound(judgement.rules.joins[join].table) {
                part.note = "there is no return for \(name)"
            } else if judgement.isIncomplete(table: judgement.rules.joins[join].table) {
                part.note = "its row of \(name) may be one that could not be read"
            } else if judgement.hasFaultyKeys(join: join) {
                part.note = "a row of \(name) has a faulty key, and may be its row"
            } else if judgement.isIncomplete(join: join) {
                part.note = "a column that rows of \(name) are found by is not there"
            } else {
                part.note = "\(name) has no row for it"
            }
            return
        default: break
        }
        if isAbsent(cell) {
            part.value = .unknown
            part.note = "there is no such column"
            return
        }
        let raw = rawText(cell) ?? (state == .value || state == .words ? part.value.words : "")
        part.value = raw.isEmpty ? .blank : .text(oneLine(raw))
        if isFaulty(cell, source: source) {
            part.note = raw.isEmpty ? "faulty: it is missing" : "faulty: cannot be used as \(column.type.traits.words)"
            return
        }
        switch state {
        case .value: part.stored = storedText(cell)
        case .words:
            if case .text = column.type { break }
            part.note = "words, no figure"
            part.isInWords = true
        case .marker: part.note = "not available"
        case .nothing: part.note = "not applicable"
        case .notSet: part.note = "not set yet"
        case .unreadable: part.note = "not \(column.type.traits.words)"
        case .unknown where !raw.isEmpty: part.note = "no value"
        default: break
        }
    }

    private func rawText(_ cell: CellReference) -> String? {
        let read: ReportedRow?
        switch cell.row {
        case .row: read = row
        case .neighbour(let neighbour): read = neighbours?[neighbour].flatMap { reported?[$0] }
        case .joined, .outside: return nil
        }
        return read.flatMap { row in reported?.cell(row, cell.column) }
    }

    private func storedText(_ cell: CellReference) -> String? {
        let read: ReportedRow?
        switch cell.row {
        case .row: read = row
        case .neighbour(let neighbour): read = neighbours?[neighbour].flatMap { reported?[$0] }
        case .joined, .outside: return nil
        }
        return read.flatMap { reported?.storedCell($0, cell.column) }.map { oneLine($0) }
    }

    private func isAbsent(_ cell: CellReference) -> Bool {
        guard case .row = cell.row, let file = row.map({ Int($0.file) }) else { return false }
        let layout = judgement.inputs[table].files[file].layout
        return layout[cell.column] == .absent || layout[cell.column] == .missing
    }

    /// Whether the cell has a structural fault.
    func isFaulty(_ cell: CellReference, source: Int) -> Bool {
        evaluator.faults([SourceCell(source: source, column: cell.column)])?[index] ?? false
    }
}
