// Tables of days as arguments: `working_days(opened, closed, holidays: bank_holidays)`.

import Diagnostics
import Syntax

extension Checker {
    /// The days of a named table: of the column behind its name, else of its only column of dates; reports a table
    /// without one.
    func dayTable(_ argument: Syntax.Expression, in scope: Scope) -> Operand? {
        let span = scope.span(argument.range)
        guard case .name(let qualifier, let name) = argument.kind else {
            error(
                "wrong-type", "`holidays` is a table of days", at: span,
                help: "declare one, with a column of type `date`, and write its name")
            return nil
        }
        let written = qualifier ?? name
        guard let table = tablesByName[written.text] else {
            unknownName(
                "unknown-table", "there is no table `\(written.text)`", written, in: scope.file,
                among: tableEntries.map(\.declaration.name.text),
                otherwise: "`holidays` is a table of days: declare one with a column of type `date`")
            return nil
        }
        use(tableEntries[table].symbol, written, in: scope.file)
        let columns = rules.tables[table].columns
        let dates = columns.indices.filter { columns[$0].type == .date }
        let column: Int?
        if qualifier != nil {
            column = dates.first { columns[$0].name == name.text }
        } else {
            column = dates.count == 1 ? dates[0] : nil
        }
        guard let column else {
            let names = dates.map { "`\(written.text).\(columns[$0].name)`" }
            error(
                "wrong-type",
                qualifier == nil
                    ? "`\(written.text)` has \(dates.isEmpty ? "no column" : "several columns") of dates"
                    : "`\(written.text).\(name.text)` is no column of dates", at: span,
                help: names.isEmpty
                    ? "holidays stand in a column of type `date`"
                    : "name the column: \(names.joined(separator: " or "))")
            return nil
        }
        if qualifier != nil {
            use(tableEntries[table].columnSymbols[column], name, in: scope.file)
            addRegion(ofDays: argument.range, table, in: scope.file)
        }
        return Operand(.literal(.days(table: table, column: column)), .date, span)
    }
}
