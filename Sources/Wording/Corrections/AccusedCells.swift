// The cells of which some rule, or a structural finding, says what they should say instead.

import Catalog
import Checking
import Columns
import Evaluation
import Findings
import Planning
import Tables

/// A cell with the text that is asked for.
struct AccusedCell {
    enum Accusation: Hashable, Sendable {
        /// Its rule says which status is due.
        case due
        /// The fix of a finding.
        case meant
    }

    var row: Int
    var column: Int
    var text: String
    var accusation: Accusation
}

/// Finds the cells of a table that findings accuse, among all findings of a check.
struct AccusedCells {
    private let table: Int
    private let columns: Set<Int>
    private let judgement: Judgement
    private let writer: FindingWriter

    /// `judgement` keeps the violations of all rules that the changes of a table concern.
    init(of table: Int, columns: Set<Int>, in judgement: Judgement) {
        self.table = table
        self.columns = columns
        self.judgement = judgement
        var options = WordingOptions()
        options.excerptLimit = 0
        options.wantsCorrections = false
        writer = FindingWriter(judgement, options: options)
    }

    func find() -> [AccusedCell] {
        var cells: [AccusedCell] = []
        for (rule, counts) in judgement.board.rules.sorted(by: { $0.key < $1.key }) {
            guard case .rows(table, _, _) = judgement.rules.rules[rule].scope, !counts.violations.isEmpty,
                let template = judgement.plan.reports[rule]
            else { continue }
            cells += due(rule, counts.violations[0..<counts.violations.count], template)
        }
        let declared = judgement.rules.tables[table].columns
        for finding in writer.word(fixing).findings where finding.waived == nil {
            // The first fix is the one that is made.
            guard let fix = finding.fixes.first, let place = fix.location.row,
                let column = declared.firstIndex(where: { $0.name == fix.column }), columns.contains(column),
                let file = judgement.inputs[table].files.firstIndex(where: {
                    $0.path == fix.location.file && $0.reader.sheet == fix.location.sheet
                })
            else { continue }
            let row = judgement.feeds[table].fileStarts[file] + place - 1
            cells.append(AccusedCell(row: row, column: column, text: fix.text, accusation: .meant))
        }
        return cells
    }

    /// The violations whose findings may have fixes of the wanted cells.
    private var fixing: [WordingTask] {
        var tasks: [WordingTask] = []
        for (rule, counts) in judgement.board.rules.sorted(by: { $0.key < $1.key }) {
            let fixes = judgement.rules.rules[rule].fixes
            guard fixes.contains(where: { $0.cell.table == table && columns.contains($0.cell.column) }) else {
                continue
            }
            tasks += WordingTask.tasks(ofRule: rule, counts.violations.count) { counts.violations[$0] }
        }
        let entries = judgement.board.structural.sorted {
            ($0.key.column ?? -1, $0.key.finding.rawValue) < ($1.key.column ?? -1, $1.key.finding.rawValue)
        }
        for (entry, counts) in entries where entry.table == table && entry.column.map({ columns.contains($0) }) ?? false
        {
            tasks += WordingTask.tasks(of: entry, counts.violations.count) { counts.violations[$0] }
        }
        return tasks
    }

    /// The statuses that are due in the rows that break a rule.
    private func due(_ rule: Int, _ violations: [RuleViolation], _ template: FindingTemplate) -> [AccusedCell] {
        guard template.comparisons.joined().contains(where: { $0.sides.contains { template.isDue($0.node) } }) else {
            return []
        }
        let reported = writer.reportedRows([.rule(rule, violations)])[table]
        let evaluator = ExpressionEvaluator(template.graph, lookups: judgement)
        var cells: [AccusedCell] = []
        for start in stride(from: 0, to: violations.count, by: batchRows) {
            let batch = Array(violations[start..<min(start + batchRows, violations.count)])
            RuleMessages.begin(evaluator, batch, reported)
            for (index, violation) in batch.enumerated() where violation.waiver == nil {
                guard let row = violation.subject.row,
                    let comparison = template.broken(violation.require, evaluator, index),
                    let due = comparison.sides.first(where: { template.isDue($0.node) })?.node,
                    let given = comparison.sides.first(where: { $0.node != due })?.node,
                    case .column(let cell) = template.graph.nodes[given].kind, cell.source == 0,
                    columns.contains(cell.column),
                    case .text(let text) = evaluator.value(due, row: index)
                else { continue }
                cells.append(AccusedCell(row: row, column: cell.column, text: text, accusation: .due))
            }
        }
        return cells
    }
}
