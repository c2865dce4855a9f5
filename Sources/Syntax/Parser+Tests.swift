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
        if test.isLoose { return abandon() }
        if sign != .bar, isAtLooseRow {
            test.isLoose = true
            report(
                "expected-bar", "the rows of a test stand between `|`", at: range.lowerBound..<endOfLine,
                help:
                    "first the table with its columns, `kpis | ref | value |`, and below it each row, `| 1 | 5% |`, with "
                    + "`fails` behind one that breaks the rule")
            return abandon()
        }
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

    /// Whether a line is written as a row of a table without the bars of a test: values between commas or bars where
    /// the names of columns stand, or a line of names that does not end in a bar, above one that begins with none.
    private var isAtLooseRow: Bool {
        guard !(isAtWord("fails") && sign(1) != .bar) else { return false }
        var offset = 0
        var hasValue = false
        var hasType = false
        var commas = 0
        var bars = 0
        while ![.lineEnd, .rightBrace, .endOfFile].contains(sign(offset)) {
            if [.number, .percent, .text, .date].contains(kind(offset)) { hasValue = true }
            if sign(offset) == .colon { hasType = true }
            if sign(offset) == .comma { commas += 1 }
            if sign(offset) == .bar { bars += 1 }
            offset += 1
        }
        if hasType { return false }
        if hasValue || commas > 0 && bars == 0 { return true }
        if offset > 0, sign(offset - 1) == .bar { return false }
        while sign(offset) == .lineEnd { offset += 1 }
        return ![.rightBrace, .endOfFile, .bar].contains(sign(offset))
    }

    /// Where the line ends at which the parser is.
    private var endOfLine: Int {
        var offset = 0
        while ![.lineEnd, .rightBrace, .endOfFile].contains(sign(offset + 1)) { offset += 1 }
        return tokens[min(index + offset, tokens.count - 1)].range.upperBound
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
