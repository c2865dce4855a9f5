// Tables whose rows are the columns of another one that stand side by side.

internal import Diagnostics

extension Parser {
    /// Whether `from` and the name of a table stand here, and what is made of its columns.
    var isAtUnpivot: Bool { sign == .from && isAtName(1) && isAtWord("unpivot", 2) }

    /// unpivoted = "from" T "unpivot" group {"," group} "by" N [type {modifier}] ["{" { let | series } "}"],
    /// where group = C {"," C} "as" N
    mutating func unpivotedTable(_ name: Name?, _ header: Range<Int>) -> Declaration.Kind? {
        advance()
        let start = range.lowerBound
        let base = takeName()
        advance()
        var table = TableDeclaration(name: name ?? Name("", header), source: nil)
        let help = "`table quarters from kpis unpivot q1, q2 as value, q1_rag, q2_rag as rag by quarter`"
        var groups: [UnpivotSource.Group] = []
        repeat {
            let columns = names("expected-column", "a column's name")
            guard !isAbandoned, expect(.as, "as", help: help),
                let own = self.name("expected-column", "the name of the column that these become")
            else { break }
            groups.append(UnpivotSource.Group(columns: columns, name: own))
        } while take(.comma)
        if !isAbandoned, expect(.by, "by", help: help),
            let by = self.name("expected-column", "a name for the column of the headers")
        {
            let type = isAtName() ? typeName() : nil
            let modifiers = type.map { self.modifiers(ofHeaders: by, $0) } ?? []
            table.unpivot = UnpivotSource(
                table: base, groups: groups, by: by, type: type, modifiers: modifiers, range: start..<lastEnd)
        }
        if !isAbandoned, sign != .leftBrace, !isAtClauseEnd {
            failExpected("expected-brace", "`{` or the end of the line")
        }
        if sign == .leftBrace {
            block(of: header) { parser in
                let place = parser.range
                let counts = (table.columns.count, table.keys.count, table.joins.count)
                parser.tableLine(&table)
                guard !parser.isAbandoned, counts != (table.columns.count, table.keys.count, table.joins.count) else {
                    return
                }
                parser.report(
                    "unexpected-word", "this table has the columns, the key and the joins of `\(base.text)`", at: place,
                    help: "here may stand `let` and `series over`")
            }
            (table.columns, table.keys, table.joins) = ([], [], [])
        } else {
            endClause()
        }
        return name == nil || table.unpivot == nil ? nil : .table(table)
    }
}
