// Columns whose figures have units that stand in another column: `value measure unit from unit`.

import Diagnostics
import Quantities
import Syntax

extension Checker {
    /// Finds the columns in which the units of others stand, of those that some lines declare.
    func takeUnitColumns(_ lines: [ColumnLine], ofTable table: Int, in file: SourceFile) {
        let entry = tableEntries[table]
        for line in lines {
            guard case .column(let index)? = entry.names[line.name.text],
                rules.tables[table].columns[index].span.range == line.name.range
            else { continue }
            for modifier in line.modifiers {
                guard case .unitFrom(let name) = modifier.kind,
                    let unit = unitColumn(name, ofColumn: index, ofTable: table, in: file)
                else { continue }
                let column = rules.tables[table].columns[index]
                switch column.type {
                case .figure(.measure), .target: rules.tables[table].columns[index].unitColumn = unit
                default:
                    error(
                        "wrong-modifier",
                        "`unit from` is for measures and targets, this column is \(column.type.words)",
                        at: SourceSpan(file, modifier.range), help: "declare it as a `measure`")
                }
            }
        }
    }

    private func unitColumn(_ name: Name, ofColumn column: Int, ofTable table: Int, in file: SourceFile) -> Int? {
        guard let index = readColumn(name, ofTable: table, in: file, butComputed: "and its texts are no cells") else {
            return nil
        }
        switch rules.tables[table].columns[index].type {
        case .text, .choice: return index
        default:
            error(
                "wrong-type", "units are texts, `\(name.text)` is \(rules.tables[table].columns[index].type.words)",
                at: SourceSpan(file, name.range), help: "declare it as a `text`, or as a `choice` of units")
            return nil
        }
    }

    /// Finds the column of units of each column that is made of others side by side: one beside them that all share, or
    /// the column that their units become.
    func takeUnits(ofUnpivoted groups: [CheckedUnpivot.Group], _ unpivot: UnpivotSource, _ table: Int, _ base: Int) {
        for group in groups {
            let units = group.sources.map { rules.tables[base].columns[$0].unitColumn }
            if let together = groups.first(where: { $0.sources.map(Optional.some) == units }) {
                rules.tables[table].columns[group.column].unitColumn = together.column
                continue
            }
            guard let first = units.first, units.contains(where: { $0 != first }) else { continue }
            let name = rules.tables[table].columns[group.column].name
            let span = rules.tables[table].columns[group.column].span
            error(
                "uneven-unpivot", "the columns that become `\(name)` do not have their units from one column", at: span,
                help: "unpivot the columns of their units beside them, in the same order")
        }
    }
}

extension ColumnType {
    /// What its columns hold, in words.
    fileprivate var words: String { traits.words }
}
