// `stored(column)`: the figure that a return stores behind the one it shows.

import Diagnostics
import Quantities
import Syntax

extension Checker {
    /// The stored figures of a column, as a column of its table beside it, which is entered when it is first asked for.
    func stored(_ column: TypedExpression, _ operand: Operand, _ span: SourceSpan) -> Operand? {
        switch column.type {
        case .figure, .target: break
        default:
            error(
                "wrong-type",
                "`stored` takes a column of figures or targets, `\(operand.span.text)` is \(operand.words)",
                at: operand.span, help: "only a figure can be stored with more digits than are shown")
            return nil
        }
        guard case .column(let cell) = column.kind else { return nil }
        var stored = operand
        stored.symbol = nil
        stored.expression = TypedExpression(
            .column(CellReference(row: cell.row, table: cell.table, column: storedColumn(of: cell))), column.type, span)
        return stored
    }

    private func storedColumn(of cell: CellReference) -> Int {
        // While a rule for any table is checked on its own its columns are of no table.
        guard rules.tables.indices.contains(cell.table),
            rules.tables[cell.table].columns.indices.contains(cell.column)
        else { return cell.column }
        let columns = rules.tables[cell.table].columns
        if case .stored = columns[cell.column].origin { return cell.column }
        if let known = columns.firstIndex(where: { $0.origin == .stored(of: cell.column) }) { return known }
        rules.tables[cell.table].columns.append(columns[cell.column].stored(cell.column))
        tableEntries[cell.table].columnSymbols.append(nil)
        return columns.count
    }

    /// Takes over what became known of columns after their stored figures had been asked for.
    func finishStoredColumns() {
        // What is read for a table that is made of another one is read with that one.
        for table in rules.tables.indices {
            guard let derivation = rules.tables[table].derivation else { continue }
            let asked = rules.tables[table].columns.flatMap { column -> [Int] in
                guard case .stored(let of) = column.origin else { return [] }
                // What is found in a text stores nothing else.
                if case .group = rules.tables[table].columns[of].origin { return [] }
                return rules.tables[table].unpivot?.groups.first { $0.column == of }?.sources ?? [of]
            }
            for of in asked
            where !rules.tables[derivation.base].columns.contains(where: { $0.origin == .stored(of: of) }) {
                let column = rules.tables[derivation.base].columns[of].stored(of)
                rules.tables[derivation.base].columns.append(column)
                tableEntries[derivation.base].columnSymbols.append(nil)
            }
        }
        for table in rules.tables.indices {
            let columns = rules.tables[table].columns
            for (index, column) in columns.enumerated() {
                guard case .stored(let of) = column.origin else { continue }
                rules.tables[table].columns[index] = columns[of].stored(of)
            }
        }
    }
}

extension CheckedColumn {
    /// The column of its stored figures: read as this one is, and asked nothing more.
    fileprivate func stored(_ index: Int) -> CheckedColumn {
        var column = CheckedColumn(
            name: "stored(\(name))", type: type, headers: [], origin: .stored(of: index), span: span)
        column.takeStoredFigures()
        column.isOptional = isOptional
        column.fillsDown = fillsDown
        column.missing = missing
        column.unitColumn = unitColumn
        column.blankValue = blankValue
        column.hasBlankValue = hasBlankValue
        return column
    }
}

extension CheckedColumn {
    /// Makes it read figures as they are stored: those shown as whole numbers may have a fraction.
    package mutating func takeStoredFigures() {
        guard type == .figure(.whole) else { return }
        type = .figure(.number)
        isExact = true
    }
}
