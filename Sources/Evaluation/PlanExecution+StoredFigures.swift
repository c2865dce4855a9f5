// Judging rows that break rules once more, by the figures as their returns store them.

import Checking
import Columns
import Planning
import Tables

extension PlanExecution {
    /// Reads all tables again, with figures as they are stored, where rules that depend on figures were broken in
    /// returns that may store others than they show, and keeps which rows do not break them then. Everything is read
    /// so, joined and counted rows too, so that sums of rounded parts are decided as well.
    func askStoredFigures() {
        guard let stored = judgement.storedFigures, !judgement.isStopped else { return }
        stored.readRows(of: judgement)
        var asked: [Int: RowSet] = [:]
        for (rule, counts) in judgement.board.rules where !counts.noted.isEmpty {
            var rows = RowSet()
            for row in counts.noted { rows.insert(row.row) }
            asked[rule] = rows
        }
        guard !asked.isEmpty else { return }
        expectWork(times: 2)
        stored.ask(asked)
        PlanExecution(storedFigures: stored).judgeRows(checksStructure: false)
        for (rule, rows) in asked {
            var kept = RowSet()
            for row in stored.board.rules[rule]?.noted ?? [] where rows.contains(row.row) { kept.insert(row.row) }
            judgement.board.update(rule) { $0.takeKept(kept) }
        }
    }
}

extension RuleOutcomes {
    /// Takes over which of the noted rows do not break the rule by their stored figures.
    mutating func takeKept(_ rows: RowSet) {
        keptByStored = rows
        for row in noted where rows.contains(row.row) { findingsKeptByStored += Int(row.findings) }
        noted = []
    }
}
