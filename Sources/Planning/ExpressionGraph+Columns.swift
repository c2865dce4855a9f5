// What a graph's nodes depend on, and how much memory their values take.

package import Checking
import Columns

extension ExpressionGraph {
    /// How many rows a batch of a table has; the vectors of all columns and nodes are in memory at once.
    package func batchCapacity(_ table: CheckedTable) -> Int {
        // For a column also its cells' places, and its share of the dictionaries.
        var bytes = table.columns.reduce(0) { $0 + Vector.bytesPerRow($1.type.valueType) + 32 }
        for node in nodes where !node.kind.isColumnOfRow {
            bytes += Vector.bytesPerRow(node.type)
            if case .agrees = node.kind { bytes += 160 }
        }
        return Columns.batchCapacity(bytesPerRow: bytes)
    }

    /// For each node the single column of the row at hand that its value depends on; `nil` where it depends on anything
    /// else.
    package var soleColumns: [Int?] {
        // Operands have lower indices than the nodes that use them.
        var columns: [Int?] = []
        var isFree: [Bool] = []
        for node in nodes {
            var column: Int?
            var isSole = true
            var dependsOnNothing = true
            switch node.kind {
            case .column(let cell):
                column = cell.column
                isSole = cell.source == 0
                dependsOnNothing = false
            case .aggregate: (isSole, dependsOnNothing) = (false, false)
            default:
                for case let input? in node.inputs where !isFree[input] {
                    dependsOnNothing = false
                    guard let own = columns[input], column == nil || column == own else {
                        isSole = false
                        continue
                    }
                    column = own
                }
            }
            columns.append(isSole ? column : nil)
            isFree.append(dependsOnNothing)
        }
        return columns
    }
}

extension PlannedOperation {
    package var isColumn: Bool {
        if case .column = self { true } else { false }
    }

    /// Whether it is a column of the row that the graph is about.
    var isColumnOfRow: Bool {
        if case .column(let cell) = self { cell.source == 0 } else { false }
    }
}
