// Rows that add up others: the line that tells them apart, and their name as a table.

internal import Diagnostics

extension Parser {
    /// totals = "total" "rows" "where" e ["above"] ["by" COLS] ["sums" COLS], from behind `rows`
    mutating func takeTotals(_ table: inout TableDeclaration, from start: Int) {
        let help = "`total rows where service is \"Total\" sums spent`"
        guard expect(.where, "where", help: help) else {
            // That the table has such rows is known all the same.
            table.totals =
                table.totals
                ?? TotalLine(
                    condition: Expression(.broken, start..<lastEnd), above: nil, by: [], sums: [],
                    range: start..<lastEnd)
            return
        }
        var line = TotalLine(condition: expression(), above: nil, by: [], sums: [], range: start..<lastEnd)
        let word = range
        if !isAbandoned, takeWord("above") { line.above = word }
        if !isAbandoned, take(.by) { line.by = names("expected-column", "a column's name") }
        if !isAbandoned, takeWord("sums") { line.sums = names("expected-column", "a column's name") }
        if !isAbandoned, !isAtClauseEnd {
            let words = ["above", "by", "sums"]
            let meant = nearest(to: self.word(), in: words)
            failExpected(
                "unexpected-word", "`above`, `by`, `sums` or the end of the line, in this order",
                help: meant.map { "did you mean `\($0)`?" } ?? help)
        }
        line.range = start..<lastEnd
        if table.totals != nil {
            report(
                "repeated-clause", "a table has one line `total rows`", at: start..<lastEnd,
                help:
                    "join the conditions with `or`: with `sums` each total is held against the rows since the one before "
                    + "it, and against all so far")
        }
        table.totals = table.totals ?? line
    }

    /// The name of a table whose rows are meant: `kpis`, or `kpis.totals` for its total rows.
    mutating func tableReference(_ code: String, _ wanted: String, help: String? = nil) -> Name? {
        guard let name = name(code, wanted, reserved: false, help: help) else { return nil }
        guard sign == .dot, isAtWord("totals", 1) else { return name }
        advance()
        advance()
        return name.ofTotals
    }
}

extension Name {
    /// The table of a table's total rows. It stands where the name of the table itself does.
    package var ofTotals: Name { Name(text + Name.totalsSuffix, range, isQuoted: isQuoted) }

    /// The name of the table whose total rows are meant; `nil` for other names.
    package var withoutTotals: String? {
        text.hasSuffix(Name.totalsSuffix) ? String(text.dropLast(Name.totalsSuffix.count)) : nil
    }

    private static let totalsSuffix = ".totals"
}
