// The smallest expressions: literals, names, calls and aggregates.

internal import Diagnostics

extension Parser {
    /// primary = literal | "(" e {"," e} ")" | [A "."] N | F "(" [arg {"," arg}] ")" | aggregate
    mutating func primary() -> Parsed {
        guard !isAbandoned else { return broken }
        let range = range
        switch kind() {
        case .number where sign != .bad, .percent where sign != .bad: return number()
        case .date where sign != .bad:
            let days = days(range) ?? 0
            advance()
            return make(.date(days: days), range)
        case .text where sign != .bad:
            let text = unescaped(range)
            advance()
            return make(.text(text), range)
        case .quotedName: return qualifiedName()
        case .regex where sign != .bad:
            guard let regex = regexLiteral(after: "find") else { return broken }
            return make(.regex(regex), regex.range)
        case .name: return word(at: range)
        case .symbol where sign == .leftParenthesis: return parenthesized()
        case .symbol where sign == .leftBracket && isAtName(1) && sign(2) == .rightBracket:
            let place = range.lowerBound..<tokens[index + 2].range.upperBound
            let name = text(tokens[index + 1].range)
            report(
                "square-brackets", "a column's name stands without brackets", at: place,
                fix: DiagnosticFix("write `\(name)`", replacing: place, with: name))
            advance()
            let column = takeName()
            advance()
            return make(.name(qualifier: nil, column), place)
        default:
            failExpected(
                "expected-expression", "a value",
                help: sign == .leftBracket
                    ? "a list stands in round brackets: `(1, 2, 3)`"
                    : sign == .slash
                        ? "a pattern stands behind `matches`, for the whole text (`ref matches /PI[0-9]+/`), or behind "
                            + "`contains`, for any part of it (`note contains /on target/`)"
                        : nil)
            return broken
        }
    }

    private mutating func word(at range: Range<Int>) -> Parsed {
        switch sign {
        case .true, .false:
            let isTrue = sign == .true
            advance()
            return make(.truth(isTrue), range)
        case .unknown:
            advance()
            return make(.unknown, range)
        case .other: return isCall ? call() : qualifiedName()
        default:
            if standsForColumn {
                reportReserved()
                return qualifiedName()
            }
            failExpected(
                "expected-expression", "a value",
                help: sign == .if ? "put it in brackets: `(if … then … else …)`" : nil)
            return broken
        }
    }

    /// Whether the reserved word here seems to be meant as a column's name.
    private var standsForColumn: Bool {
        switch sign {
        case .and, .or, .not, .if, .then, .else: return false
        default:
            let next = sign(1)
            return next.isOperator
                || [.dot, .assign, .rightParenthesis, .comma, .lineEnd, .endOfFile, .is, .in, .and, .or].contains(next)
        }
    }

    /// Reports the `)` of empty brackets.
    mutating func failEmptyBrackets() {
        failExpected(
            "expected-expression", "a value",
            help: "brackets hold at least one: `x in (1, 2, 3)`; whether a cell is empty asks `x is blank`")
    }

    private mutating func parenthesized() -> Parsed {
        let opening = range
        advance()
        if sign == .rightParenthesis {
            failEmptyBrackets()
            return broken
        }
        let inner = conditional()
        guard !isAbandoned, sign == .comma else {
            close(.rightParenthesis, opening)
            return make(
                .parenthesized(inner.expression), opening.lowerBound..<max(opening.upperBound, lastEnd), over: inner)
        }
        var items = [inner.expression]
        var height = inner.height
        while !isAbandoned && take(.comma) {
            let item = conditional()
            items.append(item.expression)
            height = max(height, item.height)
        }
        close(.rightParenthesis, opening)
        return make(.list(items), opening.lowerBound..<max(opening.upperBound, lastEnd), height: height + 1)
    }

    /// [A ["." "totals"] "."] N
    private mutating func qualifiedName() -> Parsed {
        var first = takeName()
        if !isAbandoned, neighbourWords.contains(first.text), first.text != "any", !first.isQuoted, isAtName(),
            !isFirstOnLine(), !["agrees", "matches", "contains", "starts", "ends", "between"].contains(word())
        {
            let gap = first.range.upperBound..<range.lowerBound
            report(
                "expected-dot", "a column of another row is written with a dot",
                at: first.range.lowerBound..<range.upperBound,
                help: "write `\(first.text).\(text(range))`", fix: DiagnosticFix("write `.`", replacing: gap, with: ".")
            )
            let column = takeName()
            return make(.name(qualifier: first, column), first.range.lowerBound..<column.range.upperBound)
        }
        guard !isAbandoned, take(.dot) else { return make(.name(qualifier: nil, first), first.range) }
        if isAtWord("totals"), sign(1) == .dot {
            advance()
            advance()
            first = first.ofTotals
        }
        guard let column = name("expected-column", "a column's name after `.`") else { return broken }
        return make(.name(qualifier: first, column), first.range.lowerBound..<column.range.upperBound)
    }

    // MARK: Numbers

    private mutating func number() -> Parsed {
        let start = range
        if let (days, place) = dateInWords() { return make(.date(days: days), place) }
        let isPercent = kind() == .percent
        var mantissa: Int128 = 0
        var scale: Int8 = 0
        var digits = 0
        var isFraction = false
        for byte in file.bytes[start] {
            if byte == Byte.dot { isFraction = true }
            guard Byte.isDigit(byte) else { continue }
            if digits > 0 || byte != 0x30 { digits += 1 }
            if isFraction, scale < 100 { scale += 1 }
            guard digits <= 38, scale <= 38 else {
                fail("number-too-long", "a number has at most 38 digits")
                return broken
            }
            mantissa = mantissa * 10 + Int128(byte - 0x30)
        }
        advance()
        if isPercent { return make(.percent(mantissa: mantissa, scale: scale), start) }
        guard let unit = unit(of: mantissa, scale: scale) else {
            // A number with an unknown unit is reported once; its surroundings would only repeat the fault.
            if isAbandoned { return Parsed(expression: Expression(.broken, start)) }
            return make(.number(mantissa: mantissa, scale: scale), start)
        }
        return make(.quantity(mantissa: mantissa, scale: scale, unit), start.lowerBound..<lastEnd)
    }

    /// The unit behind a number, on the same line.
    private mutating func unit(of mantissa: Int128, scale: Int8) -> QuantityUnit? {
        guard kind() == .name, sign == .other, !isFirstOnLine() else { return nil }
        let unit: QuantityUnit? =
            switch word() {
            case "points", "point": .points
            case "days", "day": .days
            case "months", "month": .months
            default: nil
            }
        if unit != nil {
            advance()
        } else if [
            "percent", "weeks", "week", "quarters", "quarter", "years", "year", "hours", "minutes", "million",
            "thousand",
            "billion", "pounds",
        ].contains(word()) {
            let lengths = ["week": (7, "days"), "quarter": (3, "months"), "year": (12, "months")]
            let singular = word().hasSuffix("s") ? String(word().dropLast()) : word()
            var help =
                "units are `points`, `days` and `months`; a percentage is `5%`; a figure with another unit is "
                + "written as in a cell: `measure(\"5 \(word())\")`"
            if let (factor, unit) = lengths[singular], scale == 0, mantissa <= 1_000_000 {
                help = "as a length of time it is `\(mantissa * Int128(factor)) \(unit)`; " + help
            }
            let isPercent = word() == "percent"
            let meant = text(tokens[index - 1].range) + "%"
            fail(
                "unknown-unit", "a number takes no unit \(found)", help: isPercent ? "write `\(meant)`" : help,
                fix: isPercent
                    ? DiagnosticFix(
                        "write `\(meant)`", replacing: tokens[index - 1].range.lowerBound..<range.upperBound,
                        with: meant)
                    : nil)
        }
        return unit
    }

    /// Takes a date such as `31 March 2024`, with a report; `nil` where there is none here.
    mutating func dateInWords() -> (days: Int, place: Range<Int>)? {
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        guard kind() == .number, kind(1) == .name, kind(2) == .number, tokens[index + 2].range.count == 4,
            !isFirstOnLine(1), !isFirstOnLine(2), case let name = word(1).lowercased(), name.count >= 3,
            let month = months.firstIndex(where: { name.hasPrefix($0) }), let day = Int(text(range)),
            let year = Int(text(tokens[index + 2].range)),
            let days = daysSinceEpoch(year: year, month: month + 1, day: day)
        else { return nil }
        func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
        let place = range.lowerBound..<tokens[index + 2].range.upperBound
        let meant = "\(year)-\(padded(month + 1))-\(padded(day))"
        report(
            "invalid-date", "a date is written year first, with hyphens: 2024-03-31", at: place,
            help: "write `\(meant)`", fix: DiagnosticFix("write `\(meant)`", replacing: place, with: meant))
        for _ in 0..<3 { advance() }
        return (days, place)
    }

    /// The days of a date's token since 1970-01-01.
    func days(_ range: Range<Int>) -> Int? {
        let parts = text(range).split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return nil }
        return daysSinceEpoch(year: parts[0], month: parts[1], day: parts[2])
    }

    // MARK: Calls

    private var isCall: Bool {
        sign(1) == .leftParenthesis || isAtWord("count") && isCountedWord && sign(2) == .leftParenthesis
    }

    /// Whether a word follows `count` that says what is counted in place of rows.
    private var isCountedWord: Bool { isAtWord("distinct", 1) || isAtWord("columns", 1) }

    /// F "(" [arg {"," arg}] ")", or an aggregate
    private mutating func call() -> Parsed {
        let start = range.lowerBound
        if isAtWord("count"), isCountedWord {
            let function: AggregateFunction = isAtWord("distinct", 1) ? .countDistinct : .countColumns
            advance()
            advance()
            return aggregate(function, start..<lastEnd)
        }
        let name = takeName()
        switch name.text {
        case "count", "sum", "mean", "median", "quantile", "any", "all", "first", "last", "list":
            return aggregate(AggregateFunction(rawValue: name.text) ?? .count, name.range)
        default: break
        }
        if name.text == "min" || name.text == "max", isAtOther(1) {
            return aggregate(name.text == "min" ? .min : .max, name.range)
        }
        let opening = range
        advance()
        var arguments: [Argument] = []
        var height = 0
        if sign != .rightParenthesis {
            repeat {
                var label: Name?
                if kind() == .name, sign(1) == .colon {
                    label = takeName()
                    advance()
                }
                let value = conditional()
                arguments.append(Argument(label: label, value: value.expression))
                height = max(height, value.height)
            } while !isAbandoned && take(.comma)
        }
        if !isAbandoned, let aggregate = extreme(name, arguments, height, opening) { return aggregate }
        close(.rightParenthesis, opening)
        return make(.call(name, arguments), start..<max(lastEnd, opening.upperBound), height: height + 1)
    }

    // MARK: Aggregates

    /// Whether the word `other` stands before a table's name, some tokens on: a table may itself be called `other`.
    private func isAtOther(_ offset: Int = 0) -> Bool {
        guard isAtWord("other", offset) else { return false }
        return isAtName(offset + 1) || kind(offset + 1) == .quotedName
    }

    /// AGG "(" ["other"] T ["." "totals"] ["." N] ["over" N] ["where" e] ["," e] ")", from its `(` on
    private mutating func aggregate(_ function: AggregateFunction, _ name: Range<Int>) -> Parsed {
        let opening = range
        advance()
        let help = "`\(function.rawValue)` looks at the rows of a table: `\(function.example)`"
        var other: Range<Int>?
        if isAtOther() {
            other = range
            advance()
        }
        guard var table = self.name("expected-table", "a table's name", reserved: false, help: help) else {
            return broken
        }
        // Where a column is wanted, it may be called `totals`.
        let takesColumn = ![.count, .countColumns, .any, .all].contains(function)
        if sign == .dot, isAtWord("totals", 1), !takesColumn || sign(2) == .dot {
            advance()
            advance()
            table = table.ofTotals
        }
        var column: Name?
        if take(.dot) {
            guard let name = self.name("expected-column", "a column's name after `.`") else { return broken }
            column = name
        }
        var over: Name?
        if function == .first || function == .last, take(.over) {
            guard let name = self.name("expected-column", "a column's name", help: help) else { return broken }
            over = name
        }
        if !isAbandoned, sign == .comma, takesColumn, column == nil, isAtName(1),
            [.rightParenthesis, .where].contains(sign(2))
        {
            report(
                "expected-where", "a column is written with its table", at: range,
                help: "write `\(table.text).\(word(1))`",
                fix: DiagnosticFix(
                    "write `.`", replacing: range.lowerBound..<tokens[index + 1].range.lowerBound, with: "."))
            advance()
            column = takeName()
        }
        if !isAbandoned, sign == .comma || sign == .if || sign == .when, function != .quantile {
            report(
                "expected-where", "which rows are counted stands behind `where`", at: range, help: help,
                fix: DiagnosticFix(
                    "write `where`", replacing: range, with: sign == .comma ? " where" : "where"))
            advance()
            let condition = conditional()
            close(.rightParenthesis, opening)
            let source = AggregateSource(
                function: name, table: table, column: column, condition: condition.expression, share: nil, over: over,
                other: other)
            return make(
                .aggregate(function, source), name.lowerBound..<max(lastEnd, opening.upperBound),
                height: 1 + condition.height)
        }
        let isAtEnd = [.where, .rightParenthesis].contains(sign) || function == .quantile && sign == .comma
        guard !isAbandoned, isAtEnd || isAtClauseEnd else {
            failExpected("expected-where", "`where` or `)`", help: help)
            return broken
        }
        return aggregate(function, name, opening, table: table, column: column, over: over, other: other)
    }

    /// An aggregate from its `where` or `)` on.
    private mutating func aggregate(
        _ function: AggregateFunction, _ name: Range<Int>, _ opening: Range<Int>, table: Name, column: Name?,
        over: Name? = nil, other: Range<Int>? = nil
    ) -> Parsed {
        let condition = take(.where) ? conditional() : nil
        let share = function == .quantile && !isAbandoned && take(.comma) ? conditional() : nil
        close(.rightParenthesis, opening)
        let source = AggregateSource(
            function: name, table: table, column: column, condition: condition?.expression, share: share?.expression,
            over: over, other: other)
        return make(
            .aggregate(function, source), name.lowerBound..<max(lastEnd, opening.upperBound),
            height: 1 + max(condition?.height ?? 0, share?.height ?? 0))
    }

    /// `min` or `max` of one column, and `where` in a call that takes none; `nil` for any other call.
    private mutating func extreme(
        _ name: Name, _ arguments: [Argument], _ height: Int, _ opening: Range<Int>
    ) -> Parsed? {
        let isExtreme = name.text == "min" || name.text == "max"
        guard isExtreme else {
            guard sign == .where else { return nil }
            let meant = [
                "every": "all", "exists": "any", "some": "any", "maximum": "max", "minimum": "min", "average": "mean",
                "avg": "mean", "total": "sum", "number": "count",
            ][name.text]
            report(
                "no-aggregate", "`\(name.text)` takes no `where`", at: name.range,
                help: meant.map { "did you mean `\($0)`?" }
                    ?? "`where` stands in `count`, `sum`, `min`, `max`, `mean`, `median`, `quantile`, `first`, `last`, `list`, "
                    + "`any` and `all`",
                fix: meant.map { DiagnosticFix("write `\($0)`", replacing: name.range, with: $0) })
            abandon()
            return broken
        }
        guard arguments.count == 1, sign == .where || sign == .rightParenthesis else { return nil }
        guard arguments[0].label == nil, case .name(let qualifier, let last) = arguments[0].value.kind else {
            if case .broken = arguments[0].value.kind { return nil }
            report(
                "expected-table", "`\(name.text)` of one thing needs a table's column", at: arguments[0].value.range,
                help:
                    "`\(name.text)(kpis.value where …)` looks at the rows of a table, `\(name.text)(a, b)` at two values"
            )
            abandon()
            return broken
        }
        let function: AggregateFunction = name.text == "min" ? .min : .max
        return aggregate(
            function, name.range, opening, table: qualifier ?? last, column: qualifier == nil ? nil : last)
    }
}

extension AggregateFunction {
    /// An example of its use, for a help.
    fileprivate var example: String {
        switch self {
        case .count, .any, .all: "\(rawValue)(kpis where rag is red)"
        case .quantile: "quantile(kpis.value where rag is red, 25%)"
        case .first, .last: "\(rawValue)(kpis.value over day where rag is red)"
        case .countColumns: "count columns(kpis)"
        default: "\(rawValue)(kpis.value where rag is red)"
        }
    }
}
