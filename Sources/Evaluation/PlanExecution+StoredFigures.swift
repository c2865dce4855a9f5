// Judging rows that break rules once more, by the figures as their returns store them.

import Checking
import Columns
import Planning
import Tables

extension PlanExecution {
    /// Reads tables again, with figures as they are stored, where rules were broken that depend on figures of returns
    /// that may store others than they show, and keeps which rows do not break them then. All that these rules need is
    /// read so, joined and counted rows too: sums of rounded parts are decided as well.
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
        let tables = rules.tablesNeeded(by: asked.keys.map { rules.rules[$0] })
        PlanExecution(again: stored, tables: tables).judgeRows(checksStructure: false)
        for (rule, rows) in asked {
            let found = stored.board.rules[rule]?.noted ?? []
            judgement.board.update(rule) { $0.take(found.filter { rows.contains($0.row) }) }
        }
    }
}

extension RuleOutcomes {
    /// Takes over which of the noted rows do not break the rule by their stored figures.
    mutating func take(_ rows: [BrokenRow]) {
        for row in rows { keptByStored.insert(row.row) }
        for row in rows where row.isOpen { openByStored.insert(row.row) }
        for row in noted where keptByStored.contains(row.row) { findingsKeptByStored += Int(row.findings) }
        noted = []
    }
}
