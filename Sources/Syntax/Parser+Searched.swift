// Tables whose rows are the matches of a pattern in a column of another one.

internal import Diagnostics

extension Parser {
    /// Whether `from`, the name of a table and one of its columns stand here, and what is looked for in it.
    var isAtSearched: Bool {
        guard sign == .from, isAtName(1) else { return false }
        if isAtWord("matching", 2) { return true }
        return sign(2) == .dot && (isAtWord("matching", 4) || isAtWord("within", 4))
    }

    /// searched = "from" T "." C "matching" REGEX ["within" ("line" | "paragraph" | "text")]
    ///            ["{" { column | let | series | naming } "}"]
    mutating func searchedTable(_ name: Name?, _ header: Range<Int>) -> Declaration.Kind? {
        advance()
        let start = range.lowerBound
        let base = takeName()
        var table = TableDeclaration(name: name ?? Name("", header), source: nil)
        let help = "`table claims from kpis.commentary matching /…/`"
        if take(.dot) {
            if let column = self.name("expected-column", "a column's name after `.`") {
                if isAtWord("matching") {
                    advance()
                    let regex = regexLiteral(after: "matching")
                    var within: Name?
                    if !isAbandoned, takeWord("within") {
                        within = self.name("expected-extent", "`line`, `paragraph` or `text`", reserved: false)
                    }
                    table.search = SearchSource(
                        table: base, column: column, matching: regex, within: within, range: start..<lastEnd)
                } else if !isAbandoned {
                    failExpected("expected-matching", "`matching` and a regular expression", help: help)
                }
            }
        } else {
            failExpected(
                "expected-column", "`.` and the column whose texts are searched",
                help: "`from \(base.text).commentary matching /…/`; a file stands in quotes")
        }
        if !isAbandoned, sign != .leftBrace, !isAtClauseEnd {
            failExpected("expected-brace", "`{` or the end of the line")
        }
        if sign == .leftBrace {
            block(of: header) { parser in
                let place = parser.range
                let counts = (table.keys.count, table.joins.count, table.totals == nil)
                parser.tableLine(&table)
                guard !parser.isAbandoned, counts != (table.keys.count, table.joins.count, table.totals == nil) else {
                    return
                }
                parser.report(
                    "unexpected-word", "this table has the key, the joins and the total rows of `\(base.text)`",
                    at: place,
                    help: "here may stand named groups of the pattern with their types, `let` and `series over`")
            }
            (table.keys, table.joins, table.totals) = ([], [], nil)
        } else {
            endClause()
        }
        return name == nil || table.search == nil ? nil : .table(table)
    }
}
