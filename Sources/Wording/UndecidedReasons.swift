// Why rows are undecided, in words that tell what to fill in.

import Catalog
import Checking
import Columns
import Evaluation
import Findings
import Planning
import Quantities

/// Finds out what the first undecided rows of a rule lack.
struct UndecidedReasons {
    private let rule: CheckedRule
    private let table: Int
    private let judgement: Judgement
    private let writer: FindingWriter
    private let graph: ExpressionGraph
    private let conditions: [NodeID]
    private let evaluator: ExpressionEvaluator

    private static let mostReasons = 6

    init(_ rule: Int, in writer: FindingWriter) {
        judgement = writer.judgement
        self.writer = writer
        self.rule = judgement.rules.rules[rule]
        table = self.rule.scope.table
        var graph = ExpressionGraph(table: table)
        let context = PlanningContext(rules: judgement.rules)
        let asked = self.rule.whens + self.rule.requires.map(\.condition)
        conditions = asked.map { graph.add($0, context: context) }
        self.graph = graph
        evaluator = ExpressionEvaluator(graph, lookups: judgement)
    }

    /// The reasons, the most frequent first. Those of rules that count rows are not looked for: what is counted has its
    /// place in the plan alone.
    func reasons(_ subjects: [RuleSubject]) -> [UndecidedReason] {
        guard !subjects.isEmpty, subjects.allSatisfy({ $0.row != nil }), graph.aggregates.isEmpty else { return [] }
        var wanted = Set(subjects.compactMap(\.row))
        for subject in subjects {
            wanted.formUnion(Neighbour.allCases.compactMap { subject.neighbours?[$0] })
        }
        let reported = ReportedRows(everyColumnOf: wanted, table: table, in: writer)
        evaluator.begin(RowSelection(subjects, in: reported))
        var counts: [String: Int] = [:]
        var order: [String] = []
        for (index, subject) in subjects.enumerated() {
            let file = subject.row.flatMap { reported[$0] }.map { Int($0.file) } ?? 0
            let words = reason(index, file: file) ?? "what it compares is not known, or does not compare"
            if counts[words] == nil { order.append(words) }
            counts[words, default: 0] += 1
        }
        let sorted = order.enumerated().sorted { one, other in
            (counts[other.element] ?? 0, one.offset) < (counts[one.element] ?? 0, other.offset)
        }.map { UndecidedReason(words: $0.element, count: counts[$0.element] ?? 0) }
        guard sorted.count > Self.mostReasons else { return sorted }
        let rest = sorted[Self.mostReasons...].reduce(0) { $0 + $1.count }
        return Array(sorted[..<Self.mostReasons]) + [UndecidedReason(words: "for other reasons", count: rest)]
    }

    private func reason(_ index: Int, file: Int) -> String? {
        for condition in conditions {
            for cell in graph.cells(of: condition).sorted(by: { ($0.source, $0.column) < ($1.source, $1.column) })
            where evaluator.faults([cell])?[index] ?? false {
                return words(cell, state: .unreadable, index, file)
            }
        }
        for condition in conditions {
            let truths = evaluator.truths(condition)
            if truths.isTrue(index) || truths.isFalse(index) { continue }
            return lacking(condition, index, file)
        }
        return nil
    }

    /// What keeps a node from being known: the first of its parts that is not.
    private func lacking(_ node: NodeID, _ index: Int, _ file: Int) -> String? {
        let planned = graph.nodes[node]
        switch planned.kind {
        case .column(let cell): return words(cell, state: evaluator.value(node).state(index), index, file)
        case .direction:
            guard evaluator.direction(node, row: index) == .unknown, let part = planned.inputs[0] else { return nil }
            return "which way is better is not known" + (lacking(part, index, file).map { ": " + $0 } ?? "")
        default:
            for case let part? in planned.inputs where !isKnown(part, index) {
                if let words = lacking(part, index, file) { return words }
            }
            return nil
        }
    }

    private func isKnown(_ node: NodeID, _ index: Int) -> Bool {
        if case .direction = graph.nodes[node].kind { return evaluator.direction(node, row: index) != .unknown }
        switch evaluator.value(node) {
        case .truth(let truths): return truths.isTrue(index) || truths.isFalse(index)
        case .figure(let figures): return figures.state[index] == .value
        case .target(let targets): return targets.first.state[index] == .value
        case .code(let codes): return codes.state[index] == .value
        case .text(let texts): return texts.state[index] == .value
        }
    }

    /// Why a cell has no value that could be computed with.
    private func words(_ cell: SourceCell, state: CellState, _ index: Int, _ file: Int) -> String {
        let source = graph.sources[cell.source]
        let name = "“" + judgement.header(of: cell.column, table: source.table, file: cell.source == 0 ? file : 0) + "”"
        var place = ""
        switch source.kind {
        case .row: break
        case .neighbour(let neighbour):
            guard evaluator.positions(of: cell.source)[index] >= 0 else {
                return "there is no \(neighbour.rawValue) row, or it is not known which it is"
            }
            place = " in the \(neighbour.rawValue) row"
        case .joined:
            let inputs = judgement.inputs[source.table].files
            guard let path = inputs.first?.path else {
                return "there is no return for \(judgement.rules.tables[source.table].name)"
            }
            place = " in " + (inputs.count == 1 ? path : judgement.rules.tables[source.table].name)
            if evaluator.positions(of: cell.source)[index] < 0 { return "there is no row for it" + place }
        }
        if cell.source == 0, judgement.inputs[table].files.indices.contains(file),
            judgement.inputs[table].files[file].layout[cell.column].isLacking
        {
            return "there is no column \(name)"
        }
        switch state {
        case .blank: return "\(name) is blank\(place)"
        case .marker: return "\(name) is not available\(place)"
        case .nothing: return "\(name) is not applicable\(place)"
        case .notSet: return "\(name) is not set yet\(place)"
        case .words: return "\(name) is words, no figure\(place)"
        case .bounded: return "only a bound of \(name) is known\(place)"
        case .unreadable, .spreadsheetError: return "\(name) is faulty\(place)"
        case .value, .unknown: return "\(name) is not known\(place)"
        }
    }
}
