// Rule tests: tables of rows, and what each row is expected to do.

internal import Diagnostics

extension Parser {
    /// test = "test" RULE [TEXT] "{" { table | "fails" [TEXT] } "}"
    mutating func test(_ header: Range<Int>) -> Declaration.Kind? {
        isInHeader = true
        if isAtWord("for") || isAtWord("of"), kind(1) == .name {
            let place = range.lowerBound..<tokens[index + 1].range.lowerBound
            report(
                "wrong-word", "behind `test` stands the rule's name", at: range,
                fix: DiagnosticFix("leave out `\(word())`", replacing: place, with: ""))
            advance()
        }
        let name = ruleName()
        var test = TestDeclaration(rule: name ?? Name("", header), title: nil)
        if !isAbandoned, isAtText() { test.title = textLiteral("expected-title", "the test's title") }
        if !isAbandoned, sign != .leftBrace, !isAtClauseEnd {
            failExpected("expected-brace", "the test's title in quotes or `{`")
        }
        isInTest = true
        block(of: header) { $0.testLine(&test) }
        isInTest = false
        return name == nil ? nil : .test(test)
    }

    private mutating func testLine(_ test: inout TestDeclaration) {
        if sign == .bar {
            let row = row()
            guard let last = test.tables.indices.last else {
                return report(
                    "expected-header", "a row without a table", at: row.range,
                    help: "before it stands a line with the table's name and its columns: `kpis | ref | value |`")
            }
            let (cells, columns) = (row.cells.count, test.tables[last].header.columns.count)
            if cells != columns {
                report(
                    "row-width", "this row has \(cells) cells where the table has \(columns) columns", at: row.range,
                    notes: [note("the columns", at: test.tables[last].header.range)])
            }
            test.tables[last].rows.append(row)
        } else if isAtWord("fails"), sign(1) != .bar {
            let start = range
            let fails = fails()
            if test.failsAlone != nil { reportRepeated(start) }
            test.failsAlone = test.failsAlone ?? fails
        } else if let header = testHeader() {
            test.tables.append(TestDeclaration.Rows(header: header, rows: []))
        }
    }

    /// TABLE "|" {C [":" type] "|"}
    private mutating func testHeader() -> TestDeclaration.Header? {
        let start = range.lowerBound
        let help = "a line of a test names a table and its columns, `kpis | ref | value |`, or begins with `|`"
        guard let table = name("expected-row", "a table's name, `|` or `}`", reserved: false, help: help) else {
            return nil
        }
        guard take(.bar) else {
            failExpected("expected-bar", "`|`", help: help)
            return nil
        }
        var columns: [(name: Name, type: TypeName?)] = []
        while !isAtClauseEnd, !isAbandoned {
            let quoting = "a column's name with spaces stands in backquotes"
            let isCell = [.number, .percent, .text, .date].contains(kind())
            guard
                let name = name(
                    "expected-column", "a column's name",
                    help: isCell ? "rows stand below the names of their columns, each on a line: `| 1 | 5% |`" : quoting
                )
            else { break }
            let type = take(.colon) ? typeName() : nil
            columns.append((name, type))
            if isAbandoned || take(.bar) { continue }
            let behind = lastEnd..<lastEnd
            failExpected(
                "expected-bar", "`|`", help: isAtClauseEnd ? nil : quoting,
                fix: isAtClauseEnd ? DiagnosticFix("write `|`", replacing: behind, with: " |") : nil)
        }
        return TestDeclaration.Header(table: table, columns: columns, range: start..<lastEnd)
    }

    /// {"|" CELL} "|" ["fails" [TEXT]]
    private mutating func row() -> TestDeclaration.Row {
        let start = range.lowerBound
        var cells: [TextLiteral] = []
        while take(.bar) {
            guard kind() == .cell else { continue }
            let isBad = sign == .bad
            cells.append(cell())
            if isBad { abandon() }
        }
        let fails = !isAbandoned && isAtWord("fails") ? fails() : nil
        return TestDeclaration.Row(cells: cells, fails: fails, range: start..<lastEnd)
    }

    private mutating func cell() -> TextLiteral {
        let range = range
        advance()
        let written = text(range)
        guard written.contains("\\") else { return TextLiteral(written, range) }
        var result = ""
        var isEscaped = false
        for scalar in written.unicodeScalars {
            if isEscaped, scalar != "|" { result += "\\" }
            isEscaped = scalar == "\\"
            if !isEscaped { result.unicodeScalars.append(scalar) }
        }
        return TextLiteral(isEscaped ? result + "\\" : result, range)
    }

    /// "fails" [TEXT]
    private mutating func fails() -> TestDeclaration.Fails {
        let start = range.lowerBound
        advance()
        let message = isAtText() ? textLiteral("expected-text", "a part of the message") : nil
        return TestDeclaration.Fails(message: message, range: start..<lastEnd)
    }
}
