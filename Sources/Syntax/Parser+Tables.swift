// Tables: their sources, and the lines of their blocks.

internal import Diagnostics

extension Parser {
    /// table = "table" N source "{" { column | let | key | join | series | naming | totals } "}"
    mutating func table(_ header: Range<Int>) -> Declaration.Kind? {
        isInHeader = true
        let name = tableName("the table's name")
        if !isAbandoned, isAtUnpivot { return unpivotedTable(name, header) }
        if !isAbandoned, isAtSearched { return searchedTable(name, header) }
        let isUnpivot = !isAbandoned && isAtWord("unpivot")
        if isUnpivot {
            failExpected(
                "expected-from", "`from` and the table whose columns become rows",
                help: "`table quarters from kpis unpivot q1, q2 as value by quarter`")
        }
        let source = isAbandoned ? nil : tableSource()
        var table = TableDeclaration(name: name ?? Name("", header), source: source)
        table.lacksLines = isUnpivot
        block(of: header) { $0.tableLine(&table) }
        return name == nil ? nil : .table(table)
    }

    // MARK: Sources

    /// source = "from" TEXT { "sheet" TEXT | "range" TEXT | "named" TEXT | "headers" "on" lines | "without" "headers"
    ///          | "until" "blank" | "comments" TEXT | "optional" | "year" "from" MONTH
    ///          | "separated" "by" TEXT | "encoded" "as" TEXT
    ///          | "matching" REGEX ["within" ("line" | "paragraph" | "text")] | "table" NUMBER }
    private mutating func tableSource() -> TableSource? {
        if sign == .assign || sign == .colon || sign == .in, isAtText(1) {
            report(
                "expected-from", "a table is `from` a file", at: range,
                fix: DiagnosticFix("write `from`", replacing: range, with: "from"))
            advance()
        } else if isAtText() {
            let place = range.lowerBound..<range.lowerBound
            report(
                "expected-from", "expected `from` before the file", at: range,
                fix: DiagnosticFix("write `from`", replacing: place, with: "from "))
        } else if !take(.from) {
            failExpected(
                "expected-from", "`from` and a file in quotes", help: "a table is of a file: `from \"kpis.csv\"`")
            return nil
        }
        guard
            let pattern = barePath("expected-path", "a file") ?? textLiteral("expected-path", "a file in quotes")
        else { return nil }
        var source = TableSource(pattern: pattern)
        while !isAbandoned, sign != .leftBrace, !isAtClauseEnd { sourceOption(&source) }
        return source
    }

    private mutating func sourceOption(_ source: inout TableSource) {
        let word = range
        switch self.word() {
        case "sheet":
            advance()
            if source.sheet != nil { reportRepeated(word) }
            source.sheet = textLiteral("expected-sheet", "the sheet's name in quotes")
        case "range":
            advance()
            if source.area != nil { reportRepeated(word) }
            source.area = textLiteral("expected-area", "cells in quotes", help: "`range \"B4:H60\"`")
        case "named":
            advance()
            if source.areaName != nil { reportRepeated(word) }
            source.areaName = textLiteral(
                "expected-area", "the name of a table or an area in quotes", help: "`named \"tblKPI\"`")
        case "headers" where sign(1) == .on || headerRow == nil:
            advance()
            if source.headerLines != nil { reportRepeated(word) }
            source.headerLines = headerLines()
        case "without":
            advance()
            if source.withoutHeaders != nil { reportRepeated(word) }
            if expectWord("headers", help: "`without headers`") {
                source.withoutHeaders = word.lowerBound..<lastEnd
            }
        case "until":
            advance()
            if source.untilBlank != nil { reportRepeated(word) }
            if expectWord("blank", help: "`until blank`") { source.untilBlank = word.lowerBound..<lastEnd }
        case "comments":
            advance()
            if source.comments != nil { reportRepeated(word) }
            source.comments = textLiteral(
                "expected-comment", "what lines of comments begin with, in quotes", help: "`comments \"#\"`")
        case "optional":
            advance()
            if source.optional != nil { reportRepeated(word) }
            source.optional = word
        case "year":
            advance()
            if source.yearFrom != nil { reportRepeated(word) }
            guard expect(.from, "from", help: "`year from July`") else { return }
            source.yearFrom = name("expected-month", "the name of a month", reserved: false)
        case "separated":
            advance()
            if source.separator != nil { reportRepeated(word) }
            if expect(.by, "by") { source.separator = textLiteral("expected-separator", "the separator in quotes") }
        case "encoded":
            advance()
            if source.encoding != nil { reportRepeated(word) }
            if expect(.as, "as") { source.encoding = textLiteral("expected-encoding", "an encoding in quotes") }
        case "matching":
            advance()
            if source.matching != nil { reportRepeated(word) }
            source.matching = regexLiteral(after: "matching")
            guard !isAbandoned, takeWord("within") else { return }
            source.within = name("expected-extent", "`line`, `paragraph` or `text`", reserved: false)
        case "table" where kind(1) == .number:
            advance()
            if source.reportTable != nil { reportRepeated(word) }
            let number = lineNumber("`table 3`", what: "the number of a table")
            source.reportTable =
                source.reportTable ?? number.map { ReportTable(number: $0, range: word.lowerBound..<lastEnd) }
        default:
            let options = [
                "sheet", "range", "named", "headers", "without", "until", "comments", "optional", "year",
                "separated", "encoded",
                "matching", "table",
            ]
            if let (place, meant, line) = headerRow {
                report(
                    "unknown-option", "`\(text(place))` is written `\(meant)`", at: place,
                    fix: DiagnosticFix("write `\(meant)`", replacing: place, with: meant))
                while range.lowerBound < place.upperBound { advance() }
                source.headerLines = HeaderLines(first: line, last: line, range: place)
                return
            }
            let lower = self.word().lowercased()
            if lower == "skip" || lower == "skiprows" {
                return failExpected(
                    "unknown-option", "`{`",
                    help:
                        "lines above the header are passed over by themselves; `headers on line 3` says where it stands"
                )
            }
            let meant = OtherWords.options[lower] ?? nearest(to: self.word(), in: options)
            failExpected(
                "unknown-option", "`{`",
                help: meant.map { "did you mean `\($0)`?" }
                    ?? "after the file may stand `sheet`, `range`, `named`, `headers on line`, `without headers`, "
                    + "`until blank`, `comments`, `optional`, `year from`, `separated by`, `encoded as`, `matching`, "
                    + "`table 3`",
                fix: meant.map { DiagnosticFix("write `\($0)`", replacing: word, with: $0) })
        }
    }

    /// `header row 3`, `headers in line 3` and the like, as they should be written, with the number; `nil` where there
    /// is
    /// none here.
    private var headerRow: (place: Range<Int>, meant: String, line: Int)? {
        guard ["header", "headers", "headings"].contains(word().lowercased()) else { return nil }
        var ahead = 1
        while ahead < 4, kind(ahead) == .name, ["in", "on", "at", "is", "row", "rows", "line"].contains(word(ahead)) {
            ahead += 1
        }
        guard kind(ahead) == .number, let line = Int(text(tokens[index + ahead].range)), line > 0 else { return nil }
        return (range.lowerBound..<tokens[index + ahead].range.upperBound, "headers on line \(line)", line)
    }

    /// lines = "line" N | "lines" N "to" N
    private mutating func headerLines() -> HeaderLines? {
        let start = tokens[index - 1].range.lowerBound
        guard expect(.on, "on") else { return nil }
        if takeWord("lines") {
            let help = "`headers on lines 3 to 4`"
            guard let first = lineNumber(help), expectWord("to", help: help), let last = lineNumber(help) else {
                return nil
            }
            return HeaderLines(first: first, last: last, range: start..<lastEnd)
        }
        let help = "`headers on line 3`"
        guard takeWord("line") else {
            failExpected("expected-line", "`line`", help: help)
            return nil
        }
        return lineNumber(help).map { HeaderLines(first: $0, last: $0, range: start..<lastEnd) }
    }

    private mutating func lineNumber(_ help: String, what: String = "the number of a line") -> Int? {
        guard kind() == .number, sign != .bad, let number = Int(text(range).filter { $0 != "_" }), number > 0 else {
            failExpected("expected-line", "\(what), counted from 1", help: help)
            return nil
        }
        advance()
        return number
    }

    /// Takes a word that is reserved nowhere and must stand here.
    private mutating func expectWord(_ word: StaticString, help: String) -> Bool {
        if takeWord(word) { return true }
        failExpected("expected-\(word)", "`\(word)`", help: help)
        return false
    }

    /// Takes a word that is required here; where it is missing, gives the clause up and returns `false`.
    mutating func expect(_ wanted: Sign, _ word: String, help: String? = nil) -> Bool {
        if take(wanted) { return true }
        failExpected("expected-\(word)", "`\(word)`", help: help)
        return false
    }

    // MARK: Lines

    mutating func tableLine(_ table: inout TableDeclaration) {
        let start = range.lowerBound
        if isAtWord("primary"), isAtWord("key", 1) {
            let place = start..<tokens[index + 1].range.upperBound
            report(
                "wrong-word", "`primary key` is written `key`", at: place,
                fix: DiagnosticFix("write `key`", replacing: place, with: "key"))
            advance()
        }
        let word = kind() == .name ? self.word() : ""
        switch word {
        case "key":
            advance()
            skipColon("key")
            var columns = names("expected-column", "a column's name")
            while !isAbandoned, !columns.isEmpty, isAtName(), !isFirstOnLine() {
                report(
                    "unexpected-word", "the columns of a key are separated by commas", at: range,
                    fix: DiagnosticFix("write `,`", replacing: lastEnd..<lastEnd, with: ","))
                columns += names("expected-column", "a column's name")
            }
            sayHowToQuote(word, at: start)
            if !columns.isEmpty { table.keys.append(KeyLine(columns: columns, range: start..<lastEnd)) }
        case "join":
            advance()
            if let join = joinLine(from: start, isInTable: true) {
                table.joins.append(join)
            } else {
                table.lacksLines = true
            }
        case "series":
            advance()
            guard expect(.over, "over", help: "`series over period`; " + quoting("series")) else {
                table.lacksSeries = true
                return
            }
            guard let column = name("expected-column", "a column's name") else { return }
            let line = SeriesLine(column: column, range: start..<lastEnd)
            if table.series != nil { reportRepeated(start..<lastEnd) }
            table.series = table.series ?? line
        case "label" where namesRows:
            advance()
            takeNaming(&table.label, from: start)
        case "owner" where namesRows:
            advance()
            takeNaming(&table.owner, from: start)
        case "let":
            advance()
            if let clause = letClause(from: start, help: quoting("let")) { table.lets.append(clause) }
        case "vary": fail("reserved-word", "`\(word)` is reserved for a later version", help: quoting(word))
        case "unpivot" where !columnTypeWords.contains(self.word(1)):
            fail(
                "reserved-word", "`unpivot` makes a table of another one, and stands before the `{`",
                help: "`table quarters from kpis unpivot q1, q2 as value by quarter { … }`; " + quoting(word))
        case "total" where isAtWord("rows", 1), "totals" where sign(1) == .where,
            "total" where ["row", "line", "lines"].contains(self.word(1)) && sign(2) == .where,
            "total" where sign(1) == .where:
            let rest = sign(1) == .where ? range : tokens[index + 1].range
            if word != "total" || !isAtWord("rows", 1) {
                report(
                    "wrong-word", "`\(text(start..<rest.upperBound))` is written `total rows`",
                    at: start..<rest.upperBound,
                    fix: DiagnosticFix("write `total rows`", replacing: start..<rest.upperBound, with: "total rows"))
            }
            while range.lowerBound < rest.upperBound { advance() }
            takeTotals(&table, from: start)
        default: column(in: &table)
        }
    }

    /// Takes a `:` behind the first word of a line, with a report.
    mutating func skipColon(_ word: String) {
        guard sign == .colon || sign == .assign else { return }
        report(
            "unexpected-sign", "behind `\(word)` stands no `\(text(range))`", at: range,
            fix: DiagnosticFix("leave it out", replacing: range, with: ""))
        advance()
    }

    /// Takes the line of a column; of one that cannot be read notes which name is not known for it.
    private mutating func column(in table: inout TableDeclaration) {
        let before = token
        if let column = columnLine() {
            table.columns.append(column)
        } else if sign(-1) != .lineEnd, columnsInOneLine(before) {
            table.lacksLines = true
        } else if before.kind == .name || before.kind == .quotedName {
            let text = text(before.range)
            table.unreadColumns.append(Name(text.filter { $0 != "`" }, before.range))
        } else {
            table.lacksLines = true
        }
    }

    /// Whether a word that may name a column says which column names rows: no type stands behind it.
    private var namesRows: Bool { isAtName(1) && !isFirstOnLine(1) && !columnTypeWords.contains(word(1)) }

    /// naming = ("label" | "owner") COLUMN
    private mutating func takeNaming(_ naming: inout NamingLine?, from start: Int) {
        guard let column = name("expected-column", "a column's name") else { return }
        if naming != nil { reportRepeated(start..<lastEnd) }
        naming = naming ?? NamingLine(column: column, range: start..<lastEnd)
    }

    /// Whether the names of columns are listed in one line, from some token on.
    private func columnsInOneLine(_ first: Token) -> Bool {
        guard let start = tokens[..<index].lastIndex(where: { $0.range.lowerBound == first.range.lowerBound }) else {
            return false
        }
        return signs[start..<index].contains(.comma)
    }

    private func quoting(_ word: String) -> String { "a column called `\(word)` stands in backquotes" }

    private mutating func sayHowToQuote(_ word: String, at start: Int) {
        guard !isAbandoned, !isAtClauseEnd, clauseBeginning != index else { return }
        failExpected("unexpected-word", "`,` or the end of the line", help: quoting(word))
    }

    /// let = "let" N [type] "=" e
    mutating func letClause(from start: Int, help: String? = nil) -> LetClause? {
        guard let name = name("expected-name", "a name", help: help) else { return nil }
        var type: TypeName?
        if isAtName(), sign(1) == .assign || sign(1) == .equal { type = typeName(help) }
        if isAtName() {
            failExpected("expected-equals", "`=`", help: help)
        } else {
            takeAssign()
        }
        let value = expression()
        return LetClause(name: name, type: type, value: value, range: start..<lastEnd)
    }

    /// join = TABLE ["as" A] "on" pair {"," pair} ["required"]
    /// pair = [A "."] C [("=" | "is") C]
    mutating func joinLine(from start: Int, isInTable: Bool) -> JoinLine? {
        guard let table = tableReference("expected-table", "a table's name") else { return nil }
        var alias: Name?
        if !isInTable, take(.as) {
            alias = tableName("another name for the table")
            if isAbandoned { return nil }
        }
        let help = isInTable ? quoting("join") : "`with \(table.text) on` and the columns that hold its key"
        if isAtWord("using") || isAtWord("via") || sign == .by || sign == .where {
            report(
                "expected-on", "expected `on`, found \(found)", at: range, help: help,
                fix: DiagnosticFix("write `on`", replacing: range, with: "on"))
            advance()
        } else if !expect(.on, "on", help: help) {
            return nil
        }
        let columns = joinColumns(of: table, isInTable: isInTable)
        let isRequired = isInTable && takeWord("required")
        return JoinLine(
            table: table, alias: alias, columns: columns, isRequired: isRequired, range: start..<lastEnd)
    }

    /// pair {"," pair}, where pair = [A "."] C [("=" | "is") C]
    mutating func joinColumns(of table: Name, isInTable: Bool) -> [JoinColumns] {
        var columns: [JoinColumns] = []
        repeat {
            guard var here = name("expected-column", "a column's name") else { break }
            var row: Name?
            if !isInTable, take(.dot) {
                row = here
                guard let column = name("expected-column", "a column's name after `.`") else { break }
                here = column
            }
            var there = here
            let ignoresCase = take(.is)
            if ignoresCase || sign == .assign || sign == .equal {
                if !ignoresCase { takeAssign() }
                guard let other = name("expected-column", "a column's name of `\(table.text)`") else { break }
                there = other
            }
            columns.append(JoinColumns(row: row, here: here, there: there, ignoresCase: ignoresCase))
        } while take(.comma)
        return columns
    }

    // MARK: Columns

    /// column = N type { "from" (TEXT {"|" TEXT} | "heading" | "note" "of" C) | modifier }
    private mutating func columnLine() -> ColumnLine? {
        let start = range.lowerBound
        let help = "a column's line is its name and its type: `value measure`; a name with spaces stands in backquotes"
        if ["column", "field", "col"].contains(word()), isAtName(1), columnTypeWords.contains(word(2)),
            !isFirstOnLine(1)
        {
            let place = range.lowerBound..<tokens[index + 1].range.lowerBound
            report(
                "wrong-word", "the line of a column begins with its name", at: range,
                fix: DiagnosticFix("leave out `\(word())`", replacing: place, with: ""))
            advance()
        }
        if columnTypeWords.contains(word()), isAtName(1), !isFirstOnLine(1), !columnTypeWords.contains(word(1)),
            sign(2) == .lineEnd, nearest(to: word(1), in: columnTypeWords.sorted()) == nil
        {
            let place = range.lowerBound..<tokens[index + 1].range.upperBound
            let meant = "\(text(tokens[index + 1].range)) \(word())"
            report(
                "expected-column", "the name of a column stands before its type", at: place, help: "write `\(meant)`",
                fix: DiagnosticFix("write `\(meant)`", replacing: place, with: meant))
            let type = takeName()
            let name = takeName()
            return ColumnLine(
                name: name, type: TypeName(name: type, range: type.range), headers: [], modifiers: [], range: place)
        }
        guard let name = columnName(help) else { return nil }
        if !isAbandoned { skipColon(name.text) }
        guard let type = typeName(help) else { return nil }
        var line = ColumnLine(name: name, type: type, headers: [], modifiers: [], range: start..<lastEnd)
        takeModifiers(of: &line, endsAtBrace: false)
        line.range = start..<lastEnd
        return line
    }

    /// A column's name at the start of its line; reports one of several words, or in quotes, and takes it.
    private mutating func columnName(_ help: String) -> Name? {
        let start = range
        var end = start.upperBound
        var name: String?
        if isAtText(), sign != .bad {
            name = unescaped(start)
        } else if kind() == .number, sign != .bad {
            // `2023_24 measure`, `2023/24 measure`: a name begins with a letter.
            var ahead = 1
            while tokens[index + ahead].trivia.isEmpty, [.number, .name, .symbol].contains(kind(ahead)),
                ![.comma, .leftBrace, .rightBrace].contains(sign(ahead))
            { ahead += 1 }
            end = tokens[index + ahead - 1].range.upperBound
            name = columnTypeWords.contains(word(ahead)) ? text(start.lowerBound..<end) : nil
        } else if isAtName(), kind() == .name, isAtName(1), !isFirstOnLine(1) {
            // `Days lost whole`: the type stands behind the last word of the name.
            var words = 1
            while words < 8, isAtName(words), kind(words) == .name, !isFirstOnLine(words),
                !columnTypeWords.contains(word(words)), !columnModifierWords.contains(word(words))
            { words += 1 }
            guard words > 1, columnTypeWords.contains(word(words)), !isFirstOnLine(words) else {
                return self.name("expected-column", "a column's name", help: help)
            }
            end = tokens[index + words - 1].range.upperBound
            name = text(start.lowerBound..<end)
        }
        guard let name, !name.isEmpty, !name.contains(where: { $0 == "`" || $0.isNewline }) else {
            return self.name("expected-column", "a column's name", help: help)
        }
        report(
            "expected-column",
            kind() == .number
                ? "a name begins with a letter: others stand in backquotes"
                : "a column's name with spaces stands in backquotes, not in quotes or alone",
            at: start.lowerBound..<end,
            help: "write `` `\(name)` ``, or another name and the header: "
                + "`days_lost whole from \"\(name)\"`",
            fix: DiagnosticFix(
                "put it in backquotes", replacing: start.lowerBound..<end, with: "`\(name)`"))
        while range.lowerBound < end { advance() }
        return Name(name, start.lowerBound..<end, isQuoted: true)
    }

    /// Takes what stands behind a column's type.
    private mutating func takeModifiers(of line: inout ColumnLine, endsAtBrace: Bool) {
        var seen: [String: Range<Int>] = [:]
        while !isAbandoned, !isAtClauseEnd, clauseBeginning != index, !endsAtBrace || sign != .leftBrace {
            let word = range
            // `year from July` and `year 2023-24` say different things.
            let isYear = isAtWord("year") && kind(1) == .number
            let written = text(range.prefix(40)) + (isAtWord("at") ? " " + self.word(1) : isYear ? " 2023-24" : "")
            guard columnModifier(&line) else { break }
            if let first = seen.updateValue(word, forKey: written) {
                report(
                    "repeated-modifier", "`\(written)` stands here twice", at: word,
                    notes: [note("the first", at: first)])
            }
        }
    }

    /// Takes how the headers of an unpivoted table are read.
    mutating func modifiers(ofHeaders name: Name, _ type: TypeName) -> [ColumnModifier] {
        var line = ColumnLine(name: name, type: type, headers: [], modifiers: [], range: name.range)
        let start = range.lowerBound
        takeModifiers(of: &line, endsAtBrace: true)
        if line.origin != nil || !line.headers.isEmpty {
            report("unexpected-word", "headers are read from the table that is unpivoted", at: start..<lastEnd)
        }
        return line.modifiers
    }

    /// Takes one modifier; `false` where the clause is to end here.
    private mutating func columnModifier(_ line: inout ColumnLine) -> Bool {
        let start = range.lowerBound
        if takeCommaAtLineEnd() { return false }
        if isAtText(), isFirstOnLine() {
            clauseBeginning = index
            return false
        }
        if line.type.name.text == "choice", line.type.labels.isEmpty, takeBareLabels(&line.type) { return true }
        if let meant = OtherWords.modifiers[self.word().lowercased()], sign == .other, !isFirstOnLine() {
            return otherModifier(meant, &line)
        }
        if sign == .from {
            if isFirstOnLine(), isAtName(1) { return reservedColumn() }
            advance()
            if takeWord("heading") {
                line.origin = CellOrigin(.heading, start..<lastEnd)
            } else if isAtWord("note"), !isFirstOnLine() {
                advance()
                guard expectWord("of", help: "`remark text from note of value`") else { return false }
                guard let column = name("expected-column", "a column's name") else { return false }
                line.origin = CellOrigin(.note(column), start..<lastEnd)
            } else {
                line.headers = headers()
            }
            return true
        }
        var kind: ColumnModifier.Kind?
        let word = word()
        switch word {
        case "required": kind = .required
        case "optional": kind = .optional
        case "unique": kind = .unique
        case "numbered": kind = .numbered
        case "months": kind = .months
        case "years": kind = .years
        case "matches", "between", "missing", "year", "month", "blank", "by", "fill", "at", "unit", "rounded",
            "quarters":
            break
        default: return unknownModifier(line)
        }
        advance()
        switch word {
        case "matches": kind = regexLiteral(after: "matches").map { .matches($0) }
        case "between":
            let low = sumExpression()
            if sign == .range || isAtWord("to") {
                report(
                    "expected-and", "expected `and`, found \(found)", at: range, help: "`between 0 and 100`",
                    fix: DiagnosticFix("write `and`", replacing: lastEnd..<range.upperBound, with: " and"))
                advance()
            } else if !expect(.and, "and", help: "`between 0 and 100`") {
                return false
            }
            kind = .between(low, sumExpression())
        case "at":
            let isLeast = isAtWord("least")
            guard isLeast || isAtWord("most") else {
                failExpected("expected-least", "`least` or `most`", help: "`at least 0`, `at most 100`")
                return false
            }
            advance()
            kind = isLeast ? .atLeast(sumExpression()) : .atMost(sumExpression())
        case "missing": kind = .missing(texts("expected-marker", "a marker in quotes"))
        case "blank":
            guard expect(.as, "as", help: "`blank as 0`") else { return false }
            kind = .blankAs(sumExpression())
        case "year":
            if self.kind() == .number {
                kind = .year(yearOfCells())
                break
            }
            guard expect(.from, "from", help: "`year from July`, or the year of cells that say none: `year 2023-24`")
            else { return false }
            kind = name("expected-month", "the name of a month", reserved: false).map { .yearFrom($0) }
        case "quarters":
            let help = "`quarter period quarters by calendar year`, where Q4 2017 ends in December"
            guard expect(.by, "by", help: help), expectWord("calendar", help: help), expectWord("year", help: help)
            else { return false }
            kind = .quartersByCalendarYear
        case "month":
            guard takeWord("first") else {
                failExpected("expected-first", "`first`", help: "`date month first`, of dates such as 02/25/2024")
                return false
            }
            kind = .monthFirst
        case "by":
            guard takeWord("fill") else {
                failExpected("expected-fill", "`fill`", help: "`rag status council by fill`, of coloured cells")
                return false
            }
            kind = .byFill
        case "fill":
            guard expectWord("down", help: "`theme text fill down`") else { return false }
            kind = .fillDown
        case "unit":
            let help = "`value measure unit from unit`, where the unit stands in a column `unit`"
            guard expect(.from, "from", help: help) else { return false }
            kind = name("expected-column", "the column of the units").map { .unitFrom($0) }
        case "rounded":
            guard expectWord("to", help: "`count whole rounded to 5`") else { return false }
            kind = .roundedTo(sumExpression())
        default: break
        }
        if let kind { line.modifiers.append(ColumnModifier(kind, start..<lastEnd)) }
        return true
    }

    /// `2023-24` or `2023`; also `2023/24`, with a report.
    private mutating func yearOfCells() -> Name {
        let first = range
        advance()
        guard sign == .slash, kind(1) == .number, [2, 4].contains(tokens[index + 1].range.count) else {
            return Name(text(first), first)
        }
        let last = tokens[index + 1].range
        let meant = text(first) + "-" + text(last).suffix(2)
        let place = first.lowerBound..<last.upperBound
        report(
            "wrong-year", "`\(text(place))` is written `\(meant)` here", at: place,
            fix: DiagnosticFix("write `\(meant)`", replacing: place, with: meant))
        advance()
        advance()
        return Name(meant, place)
    }

    /// TEXT {"|" TEXT}
    private mutating func headers() -> [TextLiteral] {
        var headers: [TextLiteral] = []
        repeat {
            guard let header = textLiteral("expected-header", "a header in quotes") else { break }
            headers.append(header)
            if sign == .or || sign == .and || sign == .comma, isAtText(1), !isFirstOnLine(1) {
                report(
                    "unexpected-sign", "between two headers stands `|`", at: range,
                    fix: DiagnosticFix(
                        "write `|`", replacing: lastEnd..<range.upperBound, with: " |"))
                advance()
                continue
            }
            guard take(.bar) else { break }
        } while true
        return headers
    }

    /// Takes a word of another tool for a modifier, with a report, and what stands behind it.
    private mutating func otherModifier(_ meant: String, _ line: inout ColumnLine) -> Bool {
        let place = range
        report(
            "unknown-modifier", "`\(text(place))` is written `\(meant)`", at: place,
            fix: DiagnosticFix("write `\(meant)`", replacing: place, with: meant))
        advance()
        let start = place.lowerBound
        var kind: ColumnModifier.Kind?
        switch meant {
        case "required": kind = .required
        case "optional": kind = .optional
        case "unique": kind = .unique
        case "at least": kind = .atLeast(sumExpression())
        case "at most": kind = .atMost(sumExpression())
        case "matches": kind = regexLiteral(after: "matches").map { .matches($0) }
        case "blank as": kind = .blankAs(sumExpression())
        default: line.headers = headers()
        }
        if let kind { line.modifiers.append(ColumnModifier(kind, start..<lastEnd)) }
        return true
    }

    /// Takes labels of a choice that stand without quotes, or in brackets, with a report.
    private mutating func takeBareLabels(_ type: inout TypeName) -> Bool {
        guard !isFirstOnLine() else { return false }
        let opening = sign == .leftParenthesis || sign == .leftBracket
        guard opening || isAtName() && !isAtModifier else { return false }
        let start = range.lowerBound
        var labels: [String] = []
        var words: [String] = []
        var ahead = opening ? 1 : 0
        scan: while true {
            switch sign(ahead) {
            case .lineEnd, .endOfFile, .rightBrace, .rightParenthesis, .rightBracket: break scan
            case .comma:
                labels.append(words.joined(separator: " "))
                words = []
            default:
                guard kind(ahead) == .name || kind(ahead) == .text || kind(ahead) == .number else { return false }
                let place = tokens[index + ahead].range
                words.append(kind(ahead) == .text ? unescaped(place) : text(place))
            }
            ahead += 1
        }
        if !words.isEmpty { labels.append(words.joined(separator: " ")) }
        if opening, [.rightParenthesis, .rightBracket].contains(sign(ahead)) { ahead += 1 }
        guard !labels.isEmpty, !labels.contains(where: { $0.isEmpty || $0.contains("\"") || $0.contains("\\") }) else {
            return false
        }
        let place = start..<tokens[index + ahead - 1].range.upperBound
        let meant = labels.map { "\"\($0)\"" }.joined(separator: ", ")
        report(
            "expected-label", "the labels of a choice stand in quotes, without brackets", at: place,
            help: "write `choice \(meant)`",
            fix: DiagnosticFix("write the labels in quotes", replacing: place, with: meant))
        type.labels = labels.map { TextLiteral($0, place) }
        for _ in 0..<ahead { advance() }
        return true
    }

    private mutating func unknownModifier(_ line: ColumnLine) -> Bool {
        if sign.isReservedWord, isFirstOnLine() { return reservedColumn() }
        let word = word()
        if !word.isEmpty, sign == .other, let meant = nearest(to: word, in: columnModifierWords) {
            report(
                "unknown-modifier", "`\(word)` cannot follow a column's type", at: range,
                help: "did you mean `\(meant)`?",
                fix: DiagnosticFix("write `\(meant)`", replacing: range, with: meant))
            let needMore = [
                "matches", "between", "missing", "year", "month", "blank", "by", "fill", "at", "unit", "rounded",
                "quarters",
            ]
            if needMore.contains(meant) {
                abandon()
            } else {
                advance()
            }
            return true
        }
        if line.type.name.text == "choice", line.type.labels.isEmpty {
            failExpected("expected-label", "a label in quotes", help: "`choice \"higher\", \"lower\"`")
            return false
        }
        let isName = kind() == .name
        fail(
            "unknown-modifier",
            isName ? "\(found) cannot follow a column's type" : "expected the end of the line, found \(found)",
            help: isName
                ? modifierHelp(word) : nil)
        return false
    }

    private func modifierHelp(_ word: String) -> String {
        switch word.lowercased() {
        case "key", "primary": "the key is a line of its own: `key ref`"
        case "values", "options", "list", "oneof", "allowed":
            "the values that a cell may have are a type: `choice \"A\", \"B\"`"
        case "format": "how dates are written need not be said; `month first` says that 02/03/2024 is in February"
        default:
            "a column may be `required`, `optional`, `unique`, `numbered`, or say `from`, `matches`, `between`, "
                + "`missing`, `blank as`, `fill down`; a name with spaces stands in backquotes"
        }
    }

    /// A line that begins with a reserved word was joined to the line before by the lexer; its author meant a column.
    /// Reports that.
    private mutating func reservedColumn() -> Bool {
        reportReserved()
        abandon()
        return false
    }
}
