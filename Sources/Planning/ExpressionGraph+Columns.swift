// What a plan's nodes depend on, and how much room their values take.

package import Checking
import Columns

extension ExpressionGraph {
    /// How many rows a batch of a table has whose columns and nodes are all kept at once.
    package func batchCapacity(_ table: CheckedTable) -> Int {
        // Of a column also its cells' places, and its share of what is remembered of them.
        var bytes = table.columns.reduce(0) { $0 + Vector.bytesPerRow($1.type.valueType) + 32 }
        for node in nodes where !node.kind.isColumnOfRow {
            bytes += Vector.bytesPerRow(node.type)
            if case .agrees = node.kind { bytes += 160 }
        }
        return Columns.batchCapacity(bytesPerRow: bytes)
    }

    /// For each node the one column of the row itself that its value depends on, if it depends on nothing else.
    package var soleColumns: [Int?] {
        // Operands come before what uses them.
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

    /// Whether it is a column of the row that the plan is about.
    var isColumnOfRow: Bool {
        if case .column(let cell) = self { cell.source == 0 } else { false }
    }
}
