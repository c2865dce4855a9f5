// Which rows of joined tables were joined to, where a key has several.

import Columns
import Planning

extension ExpressionEvaluator {
    /// Notes for some rows, which a rule or table asks these cells of, the rows that they are joined to by them.
    func noteJoins(of cells: [SourceCell], _ rows: Mask) {
        for cell in cells { noteJoin(ofSource: cell.source, rows) }
    }

    /// Notes the rows of a source that some rows are joined to, if it is a join.
    func noteJoin(ofSource source: Int, _ rows: Mask) {
        guard case .joined(_, let join, _) = graph.sources[source].kind, let index = lookups.joinIndex(join),
            index.hasRepeats, !rows.isEmpty
        else { return }
        index.note(positions(of: source), of: rows)
    }
}
