// Records which rows of joined tables were joined, where a key has several.

import Columns
import Planning

extension ExpressionEvaluator {
    /// Records the joined rows of some rows, for cells that a rule or the table needs.
    func noteJoins(of cells: [SourceCell], _ rows: Mask) {
        for cell in cells { noteJoin(ofSource: cell.source, rows) }
    }

    /// Records the rows of a source that some rows are joined to, if it is a join.
    func noteJoin(ofSource source: Int, _ rows: Mask) {
        guard case .joined(_, let join, _) = graph.sources[source].kind, let index = lookups.joinIndex(join),
            index.hasRepeats, !rows.isEmpty
        else { return }
        index.note(positions(of: source), of: rows)
    }
}
