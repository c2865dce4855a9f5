// What a table reads: its source, its columns with their types and modifiers, parts of its path, groups of a
// narrative's pattern.

import Diagnostics
import Patterns
import Quantities
import Syntax

extension Checker {
    /// Makes the checked table with its columns.
    func declareColumns(ofTable table: Int) {
        guard let derivation = tableEntries[table].derivation else { return makeColumns(ofTable: table) }
        // The lines are those of another table: their names are recorded already.
        silence += 1
        makeColumns(ofTable: table)
        silence -= 1
        takeSymbols(ofTable: derivation.base, forTable: table)
        rules.tables[table].derivation = derivation
        switch derivation {
        case .totals: break
        case .unpivoted: addUnpivotedColumns(toTable: table)
        case .searched: addSearchedColumns(toTable: table)
        }
    }

    private func makeColumns(ofTable table: Int) {
        let entry = tableEntries[table]
        let declaration = entry.declaration
        let file = file(of: entry.origin)
        rules.tables.append(
            CheckedTable(
                name: declaration.name.text, documentation: entry.origin.documentation, span: entry.origin.span,
                source: source(declaration.source, declaration.name, in: file)))
        var origins: [String: ColumnOrigin] = [:]
        var implied: [ImpliedColumn] = []
        if let source = declaration.source {
            checkYears(source, in: file)
            for literal in [source.pattern] + (source.sheet.map { [$0] } ?? []) {
                let path = SourceSpan(file, literal.range)
                let places = placesOfParts(in: path)
                for name in pathParts(literal, in: file) where origins[name] == nil {
                    origins[name] = .path
                    implied.append(ImpliedColumn(name: name, literal: path, place: places[name]))
                }
            }
            if let pattern = rules.tables[table].source.matching, let literal = source.matching {
                let text = SourceSpan(file, literal.range)
                let places = placesOfParts(in: text)
                for (index, group) in pattern.groupNames.enumerated() {
                    guard let group, origins[group] == nil else { continue }
                    origins[group] = .group(index)
                    implied.append(ImpliedColumn(name: group, literal: text, place: places[group]))
                }
            }
        }
        if declaration.source?.matching != nil, rules.tables[table].source.matching == nil {
            // A pattern with a fault: which groups it has is not known.
            tableEntries[table].declaration.lacksLines = true
        }
        let groups = rules.tables[table].source.matching == nil ? nil : origins
        for name in declaration.unreadColumns { tableEntries[table].broken.insert(name.text) }
        for line in declaration.columns {
            add(line, origins[line.name.text] ?? .cell, groups: groups, toTable: table, in: file)
        }
        takeBorrowedCells(declaration.columns, ofTable: table, in: file)
        takeUnitColumns(declaration.columns, ofTable: table, in: file)
        for part in implied where tableEntries[table].names[part.name] == nil {
            guard !tableEntries[table].broken.contains(part.name) else { continue }
            enter(
                CheckedColumn(
                    name: part.name, type: .text, headers: [part.name], origin: origins[part.name] ?? .path,
                    span: part.literal),
                declare(part: part, owner: entry.symbol), inTable: table)
        }
        for part in implied { use(part: part, ofTable: table) }
        addRegions(ofTable: table, in: file)
        for (index, line) in declaration.lets.enumerated() {
            tableEntries[table].lets.append(TableEntry.LazyLet())
            tableEntries[table].letSymbols.append(
                declare(.computedColumn, line.name, in: line.range, of: file, owner: entry.symbol))
            if tableEntries[table].names[line.name.text] != nil || tableEntries[table].broken.contains(line.name.text) {
                error(
                    "duplicate-name", "table \(declaration.name.text) has two columns `\(line.name.text)`",
                    at: SourceSpan(file, line.name.range), help: "choose another name")
                continue
            }
            tableEntries[table].names[line.name.text] = .computed(index)
        }
    }

    /// Takes how the headers of an unpivoted table are read, where they are dates or periods.
    func takeReading(
        _ modifiers: [ColumnModifier], ofHeaders column: inout CheckedColumn, _ table: Int, in file: SourceFile
    ) {
        let line = ColumnLine(
            name: Name(column.name, column.span.range),
            type: TypeName(name: Name("date", column.span.range), range: column.span.range),
            headers: [], modifiers: modifiers, range: column.span.range)
        if column.type == .date { column.calendar.years = years(line, ofTable: years(ofTable: table)) }
        var seen: Set<String> = []
        for modifier in modifiers {
            switch modifier.kind {
            case .monthFirst, .months, .years, .yearFrom, .year, .quartersByCalendarYear:
                apply(modifier, to: &column, &seen, in: file)
            default:
                error(
                    "wrong-modifier", "this says nothing of headers", at: SourceSpan(file, modifier.range),
                    help: "behind `by` may stand how dates and periods are read, such as `year 2023-24`")
            }
        }
    }

    func enter(_ column: CheckedColumn, _ symbol: SymbolID?, inTable table: Int) {
        tableEntries[table].columnSymbols.append(symbol)
        tableEntries[table].names[column.name] = .column(rules.tables[table].columns.count)
        rules.tables[table].columns.append(column)
    }

    func add(
        _ line: ColumnLine, _ origin: ColumnOrigin, groups: [String: ColumnOrigin]?, toTable table: Int,
        in file: SourceFile
    ) {
        let name = line.name.text
        let span = SourceSpan(file, line.name.range)
        if let first = tableEntries[table].names[name] {
            var notes: [DiagnosticNote] = []
            if case .column(let index) = first {
                notes = [DiagnosticNote("the first", at: rules.tables[table].columns[index].span)]
            }
            return error(
                "duplicate-name", "table \(tableName(table)) has two columns `\(name)`", at: span,
                help: "choose another name", notes: notes)
        }
        if let groups, groups[name] == nil {
            unknownName(
                "unknown-column", "the pattern has no group `\(name)`", line.name, in: file,
                among: groups.keys.sorted(), otherwise: "a named group is written `(?<\(name)>…)`")
            tableEntries[table].broken.insert(name)
            return
        }
        let symbol = declare(.column, line.name, in: line.range, of: file, owner: tableEntries[table].symbol)
        guard let type = columnType(line, in: file, years: years(ofTable: table)) else {
            tableEntries[table].broken.insert(name)
            tableEntries[table].brokenSymbols[name] = symbol
            return
        }
        if case .choice(let labels) = type {
            tableEntries[table].labelSymbols[rules.tables[table].columns.count] = declare(
                labels.texts, of: line, owner: symbol, in: file)
        }
        var column = CheckedColumn(
            name: name, type: type, headers: line.headers.isEmpty ? [name] : line.headers.map(\.text),
            origin: self.origin(of: line, otherwise: origin, in: file), span: span)
        var seen: Set<String> = []
        if type == .date { column.calendar.years = years(line, ofTable: years(ofTable: table)) }
        for modifier in line.modifiers {
            apply(modifier, to: &column, &seen, in: file)
        }
        enter(column, symbol, inTable: table)
    }

    // MARK: Types

    func columnType(_ line: ColumnLine, in file: SourceFile, years: PeriodYears = 4) -> ColumnType? {
        let written = line.type
        if let extra = written.labels.first, written.name.text != "choice" {
            error(
                "wrong-type", "a \(written.name.text) has no labels", at: SourceSpan(file, extra.range),
                help: "labels stand after `choice`, a header behind `from`",
                fix: DiagnosticFix(
                    "write `from`", replacing: extra.range.lowerBound..<extra.range.lowerBound, with: "from "))
        }
        if let plain = ColumnType(plainName: written.name.text) {
            if case .period = plain { return .period(yearFrom: self.years(line, ofTable: years)) }
            return plain
        }
        switch written.name.text {
        case "choice": return choiceType(written, in: file)
        case "status":
            guard let scheme = written.scheme else {
                let schemes = schemeEntries.map(\.declaration.name.text)
                error(
                    "unknown-scheme", "a status needs its scheme", at: SourceSpan(file, written.range),
                    help: schemes.first.map { "write `status \($0)`" }
                        ?? "declare one, `scheme name for value, target { … }`, and write `status name`")
                return nil
            }
            guard let index = schemesByName[scheme.text] else {
                unknownName(
                    "unknown-scheme", "there is no scheme `\(scheme.text)`", scheme, in: file,
                    among: schemeEntries.map(\.declaration.name.text))
                return nil
            }
            use(schemeEntries[index].symbol, scheme, in: file)
            return .status(scheme: index)
        default:
            if let meant = OtherWords.types[written.name.text.lowercased()] {
                error(
                    "unknown-type", "`\(written.name.text)` is not a type", at: SourceSpan(file, written.name.range),
                    help: "it is called `\(meant)` here",
                    fix: DiagnosticFix("write `\(meant)`", replacing: written.name.range, with: meant))
                return nil
            }
            unknownName(
                "unknown-type", "`\(written.name.text)` is not a type", written.name, in: file, among: ColumnType.names,
                otherwise: "a column is one of \(ColumnType.names.joined(separator: ", "))")
            return nil
        }
    }

    private func choiceType(_ written: TypeName, in file: SourceFile) -> ColumnType? {
        guard !written.labels.isEmpty else {
            error(
                "missing-label", "a choice needs its labels", at: SourceSpan(file, written.range),
                help: "such as `choice \"higher\", \"lower\"`")
            return nil
        }
        var labels: [String] = []
        var seen: Set<String> = []
        for label in written.labels {
            let text = trimmed(label.text)
            guard seen.insert(written.exactly == nil ? text.lowercased() : text).inserted else {
                error(
                    "duplicate-label", "the choice has \"\(label.text)\" twice", at: SourceSpan(file, label.range),
                    help: written.exactly == nil
                        ? "labels are compared ignoring case; `choice exactly` minds it" : "take one of them out")
                continue
            }
            labels.append(label.text)
        }
        return .choice(ChoiceLabels(labels, mindsCase: written.exactly != nil))
    }

    /// The years of a table's dates and periods whose columns do not say others.
    func years(ofTable table: Int) -> PeriodYears {
        let name = tableEntries[table].declaration.source?.yearFrom
        return PeriodYears(month: name.flatMap { monthNumber($0.text) } ?? 4)
    }

    private func years(_ line: ColumnLine, ofTable years: PeriodYears) -> PeriodYears {
        var years = years
        for modifier in line.modifiers {
            switch modifier.kind {
            case .yearFrom(let name): if let month = monthNumber(name.text) { years.month = month }
            case .quartersByCalendarYear: years.countsByCalendar = true
            default: continue
            }
        }
        return years
    }

    /// Says that a table's `year from` names no month.
    func checkYears(_ source: TableSource, in file: SourceFile) {
        guard let name = source.yearFrom, monthNumber(name.text) == nil else { return }
        unknownName(
            "unknown-month", "`\(name.text)` is not a month", name, in: file, among: Self.months.map(\.capitalizedFirst)
        )
    }

    private func assumedYear(_ written: Name, in file: SourceFile) -> AssumedYear? {
        let parts = written.text.split(separator: "-")
        if let first = parts.first, first.utf8.count == 4, let year = Int(first), year >= 1000 {
            if parts.count == 1 { return AssumedYear(year, isSingle: true) }
            if parts.count == 2, Int(parts[1]) == (year + 1) % 100 { return AssumedYear(year, isSingle: false) }
        }
        error(
            "wrong-year", "`\(written.text)` is no year", at: SourceSpan(file, written.range),
            help: "write `year 2023-24`, or `year 2023` where years begin in January")
        return nil
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    private func monthNumber(_ name: String) -> Int? {
        let wanted = name.lowercased()
        guard wanted.utf8.count >= 3 else { return nil }
        return Self.months.firstIndex { $0.hasPrefix(wanted) }.map { $0 + 1 }
    }

    // MARK: Modifiers

    private func apply(
        _ modifier: ColumnModifier, to column: inout CheckedColumn, _ seen: inout Set<String>, in file: SourceFile
    ) {
        let span = SourceSpan(file, modifier.range)
        func once(_ name: String) -> Bool {
            if seen.insert(name).inserted { return true }
            error("repeated-modifier", "`\(name)` stands here twice", at: span)
            return false
        }
        switch modifier.kind {
        case .required: if once("required") { column.isRequired = true }
        case .optional: if once("optional") { column.isOptional = true }
        case .unique: if once("unique") { column.isUnique = true }
        case .numbered:
            guard once("numbered") else { return }
            if column.type != .text {
                error(
                    "wrong-modifier", "`numbered` is for columns of text", at: span,
                    help: "a reference such as 1.10 is no number: as one it would be 1.1")
            }
            column.isNumbered = true
        case .matches(let regex): if once("matches") { column.pattern = pattern(regex, in: file) }
        case .missing(let texts): if once("missing") { column.missing = texts.map(\.text) }
        // Its ends are typed once all constants can be.
        case .between: _ = once("between")
        // One that stands twice is reported already.
        case .atLeast, .atMost: break
        case .blankAs: if once("blank as") { column.hasBlankValue = true }
        case .byFill:
            guard once("by fill") else { return }
            guard case .status = column.type else {
                return error(
                    "wrong-modifier", "`by fill` is for columns of statuses", at: span,
                    help: "it says that the colour of the cell is the status")
            }
            column.isByFill = true
        case .fillDown:
            guard once("fill down") else { return }
            column.fillsDown = true
        case .monthFirst:
            guard once("month first") else { return }
            guard column.type == .date else {
                return error(
                    "wrong-modifier", "`month first` is for dates", at: span,
                    help: "it says that 02/03/2024 is the third of February")
            }
            column.calendar.isMonthFirst = true
        case .months, .years:
            let isMonths: Bool
            if case .months = modifier.kind { isMonths = true } else { isMonths = false }
            guard once(isMonths ? "months" : "years") else { return }
            let other = isMonths ? "years" : "months"
            guard !seen.contains(other) else {
                return error("repeated-modifier", "a column holds `months` or `years`, not both", at: span)
            }
            guard column.type.traits.isCalendar else {
                return error(
                    "wrong-modifier", "`\(isMonths ? "months" : "years")` is for periods and dates", at: span,
                    help: "it says what 2011-12 is: \(isMonths ? "December 2011" : "the year 2011/12")")
            }
            column.calendar.pairs = isMonths ? .months : .years
        case .quartersByCalendarYear:
            guard once("quarters") else { return }
            guard column.type.traits.isCalendar else {
                return error(
                    "wrong-modifier", "`quarters by calendar year` is for periods and dates", at: span,
                    help: "it says that Q4 2017 ends in December 2017")
            }
        case .year(let written):
            guard once("year") else { return }
            guard column.type.traits.isCalendar else {
                return error(
                    "wrong-modifier", "a year is given to periods and dates", at: span,
                    help: "it is the year of cells that say none, such as Q3")
            }
            column.calendar.year = assumedYear(written, in: file)
        // The column is found once all of them are known.
        case .unitFrom: _ = once("unit from")
        case .roundedTo:
            guard once("rounded to") else { return }
            guard case .figure = column.type else {
                return error(
                    "wrong-modifier", "`rounded to` is for figures, this column holds \(column.type.traits.words)",
                    at: span)
            }
        case .yearFrom(let name):
            guard once("year from") else { return }
            guard column.type.traits.isCalendar else {
                return error("wrong-modifier", "`year from` is for periods and dates", at: span)
            }
            if monthNumber(name.text) == nil {
                unknownName(
                    "unknown-month", "`\(name.text)` is not a month", name, in: file,
                    among: Self.months.map(\.capitalizedFirst))
            }
        }
    }

    /// Types the ends of `between`, which may name constants.
    func checkBounds(ofTable table: Int) {
        let entry = tableEntries[table]
        for line in entry.declaration.columns {
            guard case .column(let index)? = entry.names[line.name.text],
                rules.tables[table].columns[index].span.range == line.name.range
            else { continue }
            var low: (value: Syntax.Expression, modifier: ColumnModifier)?
            var high: (value: Syntax.Expression, modifier: ColumnModifier)?
            for modifier in line.modifiers {
                switch modifier.kind {
                case .between(let least, let most):
                    if let other = low ?? high { refuseSecondBound(modifier, beside: other.modifier, table) }
                    (low, high) = ((least, modifier), (most, modifier))
                case .atLeast(let least):
                    if let low, case .between = low.modifier.kind {
                        refuseSecondBound(modifier, beside: low.modifier, table)
                    }
                    low = (least, modifier)
                case .atMost(let most):
                    if let high, case .between = high.modifier.kind {
                        refuseSecondBound(modifier, beside: high.modifier, table)
                    }
                    high = (most, modifier)
                default: continue
                }
            }
            guard let modifier = (high ?? low)?.modifier else { continue }
            let bounds = bounds(low?.value, high?.value, of: rules.tables[table].columns[index], table, modifier)
            rules.tables[table].columns[index].bounds = bounds
        }
    }

    private func refuseSecondBound(_ modifier: ColumnModifier, beside other: ColumnModifier, _ table: Int) {
        let file = file(of: tableEntries[table].origin)
        error(
            "contradicting-options", "a column has one bound on each side", at: SourceSpan(file, modifier.range),
            help: "take one out", notes: [DiagnosticNote("the other", at: SourceSpan(file, other.range))])
    }

    /// Types the values of blank cells, and what figures are rounded to, which may be constants.
    func checkBlankValues(ofTable table: Int) {
        let entry = tableEntries[table]
        for line in entry.declaration.columns {
            guard case .column(let index)? = entry.names[line.name.text],
                rules.tables[table].columns[index].span.range == line.name.range
            else { continue }
            for modifier in line.modifiers {
                if case .roundedTo(let written) = modifier.kind {
                    let column = rules.tables[table].columns[index]
                    rules.tables[table].columns[index].rounding = rounding(written, of: column, file(of: entry.origin))
                }
                guard case .blankAs(let written) = modifier.kind else { continue }
                let file = file(of: entry.origin)
                let column = rules.tables[table].columns[index]
                if column.isRequired {
                    error(
                        "wrong-modifier", "`blank as` is not for a required column, which has no blank cells",
                        at: SourceSpan(file, modifier.range), help: "take one of the two away")
                }
                rules.tables[table].columns[index].blankValue = blankValue(written, of: column, file, modifier)
            }
        }
    }

    /// What figures are rounded to, which may be a constant.
    private func rounding(
        _ written: Syntax.Expression, of column: CheckedColumn, _ file: SourceFile
    ) -> FigureRounding? {
        let scope = Scope(.none, file: file, aggregateBar: "`rounded to`")
        guard case .figure = column.type, let operand = type(written, in: scope) else { return nil }
        let isBare: Bool
        if case .literal(.figure(let figure)) = operand.expression.kind {
            isBare = figure.unit == .none || figure.unit == column.type.traits.unit
            if isBare, let rounding = FigureRounding(figure) { return rounding }
        } else {
            isBare = true
        }
        error(
            "wrong-rounding",
            isBare
                ? "figures cannot be rounded to \(operand.span.text)" : "what figures are rounded to has no unit",
            at: operand.span,
            help: "it is a power of ten or five times one: `rounded to 5`, `rounded to 10`, `rounded to 1_000`")
        return nil
    }

    private func blankValue(
        _ written: Syntax.Expression, of column: CheckedColumn, _ file: SourceFile, _ modifier: ColumnModifier
    ) -> BlankValue? {
        let scope = Scope(.none, file: file, aggregateBar: "`blank as`")
        guard let operand = type(written, in: scope) else { return nil }
        var own = Operand(.literal(.none), column.type.valueType, column.span)
        if case .figure(let kind) = column.type { own.nature = kind.nature }
        if case .text = column.type {
            if operand.literalText?.isEmpty == true { return .emptyText }
            error(
                "wrong-modifier", "a blank text can be taken as \"\" alone", at: operand.span,
                help: "another text in its place is `first_known(\(column.name), \"…\")`")
            return nil
        }
        var kind = operand.expression.kind
        if case .negative(let inner) = kind, case .literal(.figure(var figure)) = inner.kind {
            figure.mantissa.negate()
            kind = .literal(.figure(figure))
        }
        let value: BlankValue?
        switch (column.type, kind) {
        case (.figure, .literal(.figure(var figure))) where figure.isValue:
            let place = ComparisonSite(span: scope.span(written.range), sign: nil, isLenient: false)
            guard compare(own, .equal, operand, place) != nil else { return nil }
            if column.type == .figure(.percent), figure.unit == .none { figure.unit = .percent }
            value = .figure(figure)
        case (.target, .literal(.figure(let figure))) where figure.isValue: value = .figure(figure)
        case (.date, .literal(.date(let days))): value = .code(Int64(days))
        case (.period, .literal(.period(let code))): value = .code(code)
        case (.flag, .literal(.truth(let truth))): value = .truth(truth)
        case (.choice(let labels), .literal(.text(let text))): value = labelCode(text, among: labels.texts)
        case (.status(let scheme), .literal(.text(let text))) where rules.schemes.indices.contains(scheme):
            value = labelCode(text, among: rules.schemes[scheme].labels.map(\.text))
            if case .code(let label)? = value { useLabel(Int(label), ofScheme: scheme, at: operand.span) }
        default: value = nil
        }
        if value == nil {
            error(
                "wrong-type", "a blank cell of `\(column.name)` cannot be \(operand.words)", at: operand.span,
                help: "`blank as` is followed by one value of the column's type, such as `blank as 0`")
        }
        return value
    }

    private func labelCode(_ text: String, among labels: [String]) -> BlankValue? {
        let wanted = trimmed(text)
        let exact = labels.firstIndex { trimmed($0) == wanted }
        return (exact ?? labels.firstIndex { trimmed($0).lowercased() == wanted.lowercased() }).map { .code(Int64($0)) }
    }

    private func bounds(
        _ low: Syntax.Expression?, _ high: Syntax.Expression?, of column: CheckedColumn, _ table: Int,
        _ modifier: ColumnModifier
    ) -> (low: TypedExpression, high: TypedExpression)? {
        let file = file(of: tableEntries[table].origin)
        let scope = Scope(.none, file: file, aggregateBar: "a bound")
        // On the side without a bound nothing is compared.
        let none = Operand(.literal(.unknown), column.type.valueType, column.span)
        let typedLow = low.map { type($0, in: scope) } ?? none
        let typedHigh = high.map { type($0, in: scope) } ?? none
        // A length of time beside figures is a figure.
        let isFigure = column.type.valueType == .figure
        guard let first = isFigure ? typedLow.map(asFigure) : typedLow,
            let second = isFigure ? typedHigh.map(asFigure) : typedHigh
        else { return nil }
        var own = Operand(.literal(.none), column.type.valueType, column.span)
        own.nature = column.type.traits.nature
        guard column.type.traits.isOrdered else {
            error(
                "wrong-modifier", "a bound is for figures, dates and periods, this column is \(own.words)",
                at: SourceSpan(file, modifier.range))
            return nil
        }
        for case (let bound, let written?) in [(first, low), (second, high)] {
            let place = ComparisonSite(span: scope.span(written.range), sign: nil, isLenient: false)
            guard compare(own, .less, bound, place) != nil else { return nil }
        }
        if case .literal(.figure(let a)) = first.expression.kind,
            case .literal(.figure(let b)) = second.expression.kind,
            Quantities.compare(a, b, .greater) == true
        {
            error(
                "empty-range", "nothing lies between \(first.span.text) and \(second.span.text)",
                at: SourceSpan(file, modifier.range), help: "the smaller one comes first")
        }
        return (first.expression, second.expression)
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
