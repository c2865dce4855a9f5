// Typing aggregates: which rows are counted, what is computed of them, and the type of the result.

import Diagnostics
import Quantities
import Syntax

extension Checker {
    func aggregate(
        _ function: AggregateFunction, _ source: AggregateSource, _ span: SourceSpan, in scope: Scope
    ) -> Operand? {
        if let bar = scope.aggregateBar {
            error(
                "misplaced-aggregate", "an aggregate cannot stand in \(bar)", at: span,
                help: "use it in `when`, `require`, `let` or a message of a rule")
            return nil
        }
        // Inside another aggregate's condition it is asked for the outer row of that one.
        if let outside = scope.outside?.scope { return aggregate(function, source, span, in: outside) }
        guard let (rows, table) = aggregated(source.table, of: function, source.column == nil, in: scope) else {
            return nil
        }
        if let other = source.other, !checkOther(other, function, source, rows, table, in: scope) { return nil }
        if table != Self.noTable { scope.usage.tables.append((table, source.table.range.lowerBound)) }
        if function == .countColumns { return columnCount(of: table, source, span, in: scope) }
        var inner = Scope(countedRows(source.table, table, in: scope), file: scope.file)
        inner.outside = Scope.Outside(scope)
        inner.innerName = source.table.text
        inner.isLenient = scope.isLenient
        addRegion(source.table.range.lowerBound..<span.range.upperBound, inside: inner)
        let value = source.column.map { column in
            resolve(source.table, column, in: inner)
        }
        let over = source.over.map { resolve(source.table, $0, in: inner) }
        var condition: TypedExpression?
        var isBroken = false
        if let written = source.condition {
            condition = aggregateCondition(written, in: inner)
            isBroken = condition == nil
            if condition != nil { checkNamesColumn(written, source.table, in: inner) }
            if function == .all, let condition { warnOfEquality(condition, source.table, span) }
            if let condition { checkOwnRows(condition, ofTable: table) }
        }
        let isOfPair = rows == .series && !scope.pairParts.isEmpty
        // That all rows of a pair, or all other rows, fulfil a condition is that none of them does not.
        let asksForNone = function == .all && (isOfPair || source.other != nil)
        var conditions = [condition]
        if asksForNone, let condition { conditions = condition.conjuncts.map(\.denied) }
        if isOfPair, !isBroken { conditions = conditions.map { conditionOfPair($0, in: scope, span) } }
        if case .some(.none) = value { return nil }
        if case .some(.none) = over { return nil }
        guard checkOrder(over ?? nil, function, source, in: scope) else { return nil }
        guard let made = shaped(function, source, value ?? nil, in: scope), !isBroken else { return nil }
        let aggregates = conditions.map { condition in
            CheckedAggregate(
                function: asksForNone ? .any : made.kind, source: rows, sourceName: source.table.text, table: table,
                value: made.value?.expression, condition: condition, over: over??.expression,
                excludesOwnRow: source.other != nil)
        }
        let refusals = aggregates.flatMap { options.refusals($0) }
        refusals.forEach(report)
        guard refusals.isEmpty else { return nil }
        var operand = made.result
        let parts = aggregates.map { checked in
            let found = TypedExpression(.aggregate(checked), operand.type, span)
            return asksForNone ? TypedExpression(.not(found), operand.type, span) : found
        }
        operand.expression = parts.count == 1 ? parts[0] : TypedExpression(.and(parts), operand.type, span)
        return operand
    }

    /// The rows of an aggregate: those of a table, or of a rule's own table with the columns that it asks for.
    private func countedRows(_ name: Name, _ table: Int, in scope: Scope) -> Scope.Rows {
        if case .parameters(_, let names) = scope.rows, name.text == "any" {
            // A neighbour is one of the row outside.
            let own = names.filter { !$0.value.expression.cells.contains { $0.row.isNeighbour } }
            return .parameters(table == Self.noTable ? nil : table, own)
        }
        return table == Self.noTable ? scope.rows : .table(table)
    }

    /// The number of columns that a table's files have.
    private func columnCount(
        of table: Int, _ source: AggregateSource, _ span: SourceSpan, in scope: Scope
    ) -> Operand? {
        if table == Self.noTable || source.table.text == "series" {
            error(
                "wrong-aggregate", "a series has no files", at: scope.span(source.table.range),
                help: "name a table: `count columns(kpis)`")
            return nil
        }
        if let written = source.column?.range ?? source.condition?.range {
            error(
                "wrong-aggregate", "`count columns` looks at the headers of a table, not at its rows",
                at: scope.span(written), help: "write `count columns(\(source.table.text))`")
            return nil
        }
        return Operand(.literal(.columnCount(table: table)), .figure, span, .plain)
    }

    /// The table or series whose rows are counted.
    private func aggregated(
        _ name: Name, of function: AggregateFunction, _ namesNoColumn: Bool, in scope: Scope
    ) -> (CheckedAggregate.Source, table: Int)? {
        if name.text == "series" {
            switch scope.rows {
            case .group(let table, _): return (.series, table)
            case .table(let table) where scope.series != nil:
                scope.usage.series = true
                return (.series, table)
            case .parameters(let table, _) where scope.series != nil:
                scope.usage.series = true
                // Checked on its own, the rule has no table yet: the series has the columns that the rule requires.
                return (.series, table ?? Self.noTable)
            default:
                if let own = scope.table, tableEntries[own].declaration.lacksSeries { return nil }
                error(
                    "no-series", "there is no series here", at: scope.span(name.range),
                    help:
                        "say which rows belong together: `for … by … over …`, `for each … in …`, or `series over …` in the table"
                )
                return nil
            }
        }
        if name.text == "any", !name.isQuoted {
            if case .parameters(let table, _) = scope.rows {
                return (.table(table ?? Self.noTable), table ?? Self.noTable)
            }
            error(
                "unknown-table", "`any` is the rule's own table in a rule `for any`", at: scope.span(name.range),
                help: "name the table whose rows are meant")
            return nil
        }
        if let table = tablesByName[name.text] {
            use(tableEntries[table].symbol, name, in: scope.file)
            return (.table(table), table)
        }
        if reportLackOfTotals(name, in: scope.file) { return nil }
        if name.text == scope.alias, let table = scope.table {
            error(
                "unknown-table", "`\(name.text)` is one row", at: scope.span(name.range),
                help: "an aggregate is over the table: `\(tableName(table))`",
                fix: DiagnosticFix(
                    "write `\(tableName(table))`", replacing: name.range, with: tableName(table)))
            return nil
        }
        if namesNoColumn, function != .any, function != .all, let table = scope.table,
            rules.tables.indices.contains(table), rules.tables[table].columns.contains(where: { $0.name == name.text })
        {
            let column = "\(tableName(table)).\(scope.span(name.range).text)"
            error(
                "unknown-table", "`\(name.text)` is a column, and an aggregate is over a table",
                at: scope.span(name.range), help: "write `\(function.rawValue)(\(column))`",
                fix: DiagnosticFix("write `\(column)`", replacing: name.range, with: column))
            return nil
        }
        unknownName(
            "unknown-table", "there is no table `\(name.text)`", name, in: scope.file,
            among: tableEntries.map(\.declaration.name.text))
        return nil
    }

    /// Reports a `list` that decides something: it names only some of its rows.
    func refuseLists(in expressions: [TypedExpression]) {
        var found: [SourceSpan] = []
        for expression in expressions {
            expression.visit { part in
                guard case .aggregate(let aggregate) = part.kind, aggregate.function == .list else { return }
                if !found.contains(where: { $0.range == part.span.range }) { found.append(part.span) }
            }
        }
        for span in found {
            error(
                "misplaced-aggregate", "`list` is for messages and help: it names ten rows at most", at: span,
                help: "`count distinct` counts different values; `any` asks whether there is a row")
        }
    }

    /// Whether a value puts rows in an order that means something.
    func isOrder(_ value: Operand) -> Bool {
        value.type == .date || value.type.isPeriod || value.type == .figure && value.nature == .plain
    }

    /// Whether a `first` or `last` says by what its rows are ordered, and that is something that orders; reports where
    /// not.
    private func checkOrder(
        _ over: Operand?, _ function: AggregateFunction, _ source: AggregateSource, in scope: Scope
    ) -> Bool {
        guard function.picksRow else { return true }
        let column = "\(source.table.text).\(source.column?.text ?? "value")"
        guard let over else {
            guard source.column != nil else { return true }
            error(
                "wrong-aggregate", "`\(function.rawValue)` needs the column that orders the rows",
                at: scope.span(source.function), help: "such as `\(function.rawValue)(\(column) over day)`")
            return false
        }
        let isOrder = isOrder(over)
        if !isOrder {
            error(
                "wrong-type", "rows are ordered by a date, a period or a number, this is \(over.words)",
                at: scope.span(source.over?.range ?? source.function))
        }
        return isOrder
    }

    /// Whether the row outside is one of the rows that are counted, so that `other` leaves it out, and the function can
    /// do without it; reports where not.
    private func checkOther(
        _ other: Range<Int>, _ function: AggregateFunction, _ source: AggregateSource,
        _ rows: CheckedAggregate.Source, _ table: Int, in scope: Scope
    ) -> Bool {
        let isOfRow =
            switch scope.rows {
            case .table(let own): rows == .series || own == table
            case .parameters(let own, _): rows == .series || own ?? Self.noTable == table
            case .none, .group, .scheme: false
            }
        guard isOfRow else {
            error(
                "wrong-aggregate", "`other` leaves out the row outside, which is no row of \(source.table.text)",
                at: scope.span(other),
                help: rows == .series
                    ? "a group is no row; `other` stands in a rule for rows: `for … by … over …`"
                    : "it stands in a rule for the table's own rows: `for \(source.table.text) as this`",
                fix: DiagnosticFix(
                    "leave out `other`", replacing: other.lowerBound..<source.table.range.lowerBound, with: ""))
            return false
        }
        switch function {
        case .count, .any, .all, .sum, .mean, .min, .max, .first, .last, .list: return true
        case .countDistinct, .countColumns, .median, .quantile: break
        }
        error("wrong-aggregate", "`\(function.rawValue)` takes no `other`", at: scope.span(other))
        return false
    }

    /// In place of the table of a rule for any table while it is checked on its own.
    private static let noTable = -1

    private struct Shape {
        var kind: AggregateKind
        var value: Operand?
        var result: Operand
    }

    /// What the function does with its column; reports columns that it cannot take.
    private func shaped(
        _ function: AggregateFunction, _ source: AggregateSource, _ column: Operand?, in scope: Scope
    ) -> Shape? {
        let span = scope.span(source.function)
        func figure(_ nature: FigureNature) -> Operand { Operand(.literal(.none), .figure, span, nature) }
        let truth = Operand(.literal(.none), .truth, span)
        switch function {
        case .count:
            return Shape(kind: .count, value: column, result: figure(.plain))
        case .any, .all:
            guard let column else { return Shape(kind: function == .any ? .any : .all, value: nil, result: truth) }
            error(
                "wrong-aggregate", "`\(function.rawValue)` asks of rows", at: column.span,
                help: "put the condition behind `where`: `\(function.rawValue)(\(source.table.text) where …)`")
            return nil
        case .countColumns: return nil
        case .countDistinct, .sum, .mean, .median, .quantile, .min, .max, .first, .last, .list: break
        }
        guard var column else {
            error(
                "wrong-aggregate", "`\(function.rawValue)` needs a column", at: scope.span(source.table.range),
                help:
                    "such as `\(function.rawValue)(\(source.table.text).value\(function.picksRow ? " over day" : ""))`")
            return nil
        }
        if function == .list {
            guard var texts = printedText(column, of: "`list`") else { return nil }
            // What is not known is not listed, however it is printed.
            let isKnown = TypedExpression(.state(.known, of: column.expression), .truth, column.span)
            let unknown = TypedExpression(.literal(.unknown), .text, column.span)
            texts.expression = TypedExpression(
                .conditional(isKnown, texts.expression, unknown), .text, column.span)
            return Shape(kind: .list, value: texts, result: Operand(.literal(.none), .text, span))
        }
        if function.picksRow {
            var picked = Operand(.literal(.none), column.type, span, column.nature)
            picked.isRounded = column.isRounded
            picked.isQuotient = column.isQuotient
            picked.ratio = column.ratio
            return Shape(kind: function == .first ? .first : .last, value: column, result: picked)
        }
        if function == .countDistinct {
            return Shape(kind: .countDistinct, value: column, result: figure(.plain))
        }
        if function == .min || function == .max {
            if column.type == .date || column.type.isPeriod {
                let result = Operand(.literal(.none), column.type, span)
                return Shape(kind: function == .min ? .min : .max, value: column, result: result)
            }
        }
        // A column that a table need not have.
        if column.isUnknownLiteral { column = Operand(.literal(.unknown), .figure, column.span) }
        guard column.type == .figure else {
            error(
                "wrong-type", "`\(function.rawValue)` computes with figures, this is \(column.words)", at: column.span,
                help: column.type.isTextual ? "`count distinct` counts texts" : nil)
            return nil
        }
        var result = figure(column.nature)
        result.isRounded = column.isRounded
        result.ratio = column.ratio
        result.isQuotient = column.isQuotient || [.mean, .median, .quantile].contains(function)
        let share = function == .quantile ? share(of: source, span, in: scope) : .half
        guard let share else { return nil }
        let kind: AggregateKind =
            switch function {
            case .sum: .sum
            case .mean: .mean
            case .median, .quantile: .quantile(share)
            case .min: .min
            case .max: .max
            case .count, .countColumns: .count
            case .countDistinct: .countDistinct
            case .any: .any
            case .all: .all
            case .first: .first
            case .last: .last
            case .list: .list
            }
        return Shape(kind: kind, value: column, result: result)
    }

    /// Reports an `all` that is false as soon as there is a row with another key: most likely the rows with that key
    /// alone are meant.
    private func warnOfEquality(_ condition: TypedExpression, _ table: Name, _ span: SourceSpan) {
        guard case .and(let parts) = condition.kind else { return }
        let equalities = parts.filter { $0.sides.isMixed && $0.isEquality }
        let others = parts.filter { !($0.sides.isMixed && $0.isEquality) }
        guard let first = equalities.first, !others.isEmpty else { return }
        func written(_ parts: [TypedExpression]) -> String { parts.map(\.span.text).joined(separator: " and ") }
        report(
            Diagnostic(
                "all-of-equal", .warning,
                "this `all` is false wherever a row of \(table.text) does not fulfil `\(first.span.text)`", at: span,
                help:
                    "that the others hold of the rows that do is `not any(\(table.text) where \(written(equalities)) and "
                    + "not (\(written(others))))`"))
    }

    /// Which quantile is asked for; reports what is none.
    private func share(of source: AggregateSource, _ span: SourceSpan, in scope: Scope) -> QuantileShare? {
        let example = "`quantile(\(source.table.text).\(source.column?.text ?? "value"), 25%)`"
        guard let written = source.share else {
            error(
                "wrong-aggregate", "`quantile` needs the share of the values below it", at: span,
                help: "such as \(example)")
            return nil
        }
        guard let operand = type(written, in: scope) else { return nil }
        if case .literal(.figure(let figure)) = operand.expression.kind, let share = QuantileShare(figure) {
            return share
        }
        error(
            "wrong-aggregate", "the share of a quantile is a constant from 0% to 100%", at: operand.span,
            help: "with at most \(QuantileShare.mostDecimals) decimals, such as \(example)")
        return nil
    }

    private func checkNamesColumn(_ condition: Syntax.Expression, _ table: Name, in inner: Scope) {
        guard !sides(of: condition, in: inner).inner else { return }
        error(
            "aggregate-condition", "the condition names no column of \(table.text)",
            at: inner.span(condition.range),
            help: "it is the same for every row; use it outside the aggregate, with `if` or `when`")
    }
}

extension AggregateFunction {
    /// Whether it picks one row of those that are counted.
    fileprivate var picksRow: Bool { self == .first || self == .last }
}

extension TypedExpression {
    /// Whether it asks whether two values are equal.
    fileprivate var isEquality: Bool {
        switch kind {
        case .compareFigures(.equal, _, _), .compareCodes(.equal, _, _), .compareTexts(.equal, _, _),
            .compareTruths(_, _, negated: false), .sameColour(_, _, negated: false):
            true
        default: false
        }
    }
}
