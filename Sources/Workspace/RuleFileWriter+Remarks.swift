// Remarks above a table of a started rule file: what was made of several files, of totals and of headings.

extension RuleFileWriter {
    /// Whole sentences, for comments.
    func remarks(on table: InferredTable) -> [String] {
        [remarkOnParts(table)].compactMap { $0 } + remarksOnTotals(table) + [remarkOnHeadings(table)].compactMap { $0 }
    }

    private func remarkOnParts(_ table: InferredTable) -> String? {
        guard let part = table.returns.part else { return nil }
        return "\(part.values.count) \(part.isOfSheets ? "sheets" : "files") with the same columns are one table; "
            + "`\(part.name)` is what their names differ in: \(shown(part.values))."
    }

    /// Totals stay rows: what is said is how rules leave them out.
    private func remarksOnTotals(_ table: InferredTable) -> [String] {
        table.columns.indices.compactMap { index in
            let totals = table.totals.filter { $0.column == index }
            guard let first = totals.first else { return nil }
            let name = table.columns[index].name
            let place: String
            if totals.count > 1 {
                place = "\(totals.count) rows seem to sum up others"
            } else if table.returns.returns.count > 1 {
                place = "A row seems to sum up others"
            } else {
                place =
                    "\(table.sheet == nil ? "Line" : "Row") \(table.line(ofRow: first.row)) seems to sum up other rows"
            }
            var texts: [String] = []
            for total in totals where !texts.contains(total.text) { texts.append(total.text) }
            let isShort = first.text.count <= 40
            return "\(place): `\(name)` says \(shown(texts)). It is checked as any other row is"
                + (isShort
                    ? "; the line `total rows where \(name) is \(oneLineComment(quoted(first.text)))` sets it apart."
                    : ".")
        }
    }

    private func remarkOnHeadings(_ table: InferredTable) -> String? {
        guard let column = table.columns.first(where: { $0.shape != nil }), !table.headingsAmongKeys.isEmpty else {
            return nil
        }
        return
            "Headings stand in the column `\(column.name)`: \(shown(table.headingsAmongKeys)). A line with nothing but "
            + "a text there that does not match its pattern is no row."
    }

    /// The first of some texts of a return.
    private func shown(_ texts: [String]) -> String {
        let first = texts.prefix(3).map { "“\(oneLineComment(shortened($0, to: 40)))”" }.joined(separator: ", ")
        return texts.count > 3 ? first + ", …" : first
    }
}
