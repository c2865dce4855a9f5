// Typing calls of functions: arguments against the signatures of the catalogue.

import Catalog
import Diagnostics
import Quantities
import Syntax

extension Checker {
    func call(_ name: Name, _ arguments: [Argument], _ span: SourceSpan, in scope: Scope) -> Operand? {
        guard let function = Function(rawValue: name.text) else {
            if reportFunctionElsewhere(name, arguments, span, in: scope) { return nil }
            let names = Function.allCases.map(\.rawValue) + AggregateFunction.allCases.map(\.rawValue)
            unknownName(
                "unknown-function", "there is no function `\(name.text)`", name, in: scope.file, among: names,
                otherwise:
                    "the reference, rules/LANGUAGE.md, lists the functions, and `kpilint explain NAME` says what one does"
            )
            for argument in arguments { _ = type(argument.value, in: scope) }
            return nil
        }
        let signature = function.signature
        if function == .known, arguments.count == 1, arguments[0].label == nil {
            let meant = "\(scope.span(arguments[0].value.range).text) is known"
            error(
                "wrong-arguments", "`known` counts how many of several values are known", at: scope.span(name.range),
                help: "write `\(meant)`", fix: DiagnosticFix("write `\(meant)`", replacing: span.range, with: meant))
            return nil
        }
        switch function {
        case .due: return due(name, arguments, span, in: scope)
        case .near: return near(name, arguments, span, in: scope)
        case .find: return find(name, arguments, span, in: scope)
        case .measure, .number, .target, .date, .period:
            return readText(function, name, arguments, span, in: scope)
        default: break
        }
        guard let given = place(arguments, signature, name, in: scope) else { return nil }
        var values: [Operand?] = []
        var isBroken = false
        for (parameter, argument) in given {
            guard let argument else {
                values.append(nil)
                continue
            }
            if parameter.type == .dayTable {
                if let days = dayTable(argument, in: scope) { values.append(days) } else { isBroken = true }
                continue
            }
            guard let operand = type(argument, in: scope),
                let value = fit(operand, to: parameter, of: function, in: scope)
            else {
                isBroken = true
                continue
            }
            values.append(value)
        }
        return isBroken ? nil : made(function, signature, values, span, in: scope)
    }

    /// Reports a function of a spreadsheet or of another language, with what is written here; returns whether it is
    /// one.
    /// Its arguments may be anything.
    private func reportFunctionElsewhere(
        _ name: Name, _ arguments: [Argument], _ span: SourceSpan, in scope: Scope
    ) -> Bool {
        let lower = name.text.lowercased()
        if let function = Function(rawValue: lower)?.rawValue ?? AggregateFunction(rawValue: lower)?.rawValue {
            // `SUM(cases)`, as a spreadsheet writes it: the aggregate is told of with its table.
            error(
                "unknown-function", "`\(name.text)` is written `\(function)`", at: scope.span(name.range),
                fix: DiagnosticFix("write `\(function)`", replacing: name.range, with: function))
            return true
        }
        let texts = arguments.map { scope.span($0.value.range).text }
        var meant: String?
        switch (lower, texts.count) {
        case ("if", 3), ("iif", 3):
            meant = "(if \(texts[0]) then \(lowered(texts[1])) else \(lowered(texts[2])))"
        case ("previous", 1), ("lag", 1), ("prior", 1): meant = "previous.\(texts[0])"
        case ("next", 1), ("lead", 1): meant = "next.\(texts[0])"
        case ("not", 1): meant = "not (\(texts[0]))"
        case ("and", 2...), ("or", 2...): meant = "(\(texts.joined(separator: " \(lower) ")))"
        case ("isblank", 1), ("isempty", 1): meant = "\(texts[0]) is blank"
        case ("isnull", 1), ("isna", 1): meant = "\(texts[0]) is unknown"
        case ("isnumber", 1): meant = "\(texts[0]) is known"
        case ("len", 1): meant = "length(\(texts[0]))"
        case ("left", 2): meant = "part(\(texts[0]), 1, \(texts[1]))"
        case ("concat", 2...), ("concatenate", 2...): meant = "(\(texts.joined(separator: " + ")))"
        case ("iferror", 2), ("ifna", 2), ("coalesce", 2...), ("nvl", 2):
            meant = "first_known(\(texts.joined(separator: ", ")))"
        default: break
        }
        guard meant != nil || knownElsewhere[lower] != nil else { return false }
        error(
            "unknown-function", "there is no function `\(name.text)`", at: scope.span(name.range),
            help: meant.map { "write `\($0)`" } ?? knownElsewhere[lower],
            fix: meant.map { DiagnosticFix("write `\($0)`", replacing: span.range, with: $0) })
        return true
    }

    /// A truth in capitals as it is written here.
    private func lowered(_ text: String) -> String {
        ["TRUE", "FALSE", "True", "False"].contains(text) ? text.lowercased() : text
    }

    /// The arguments in the order of the parameters, `nil` for those left out; reports calls that do not fit.
    func place(
        _ arguments: [Argument], _ signature: Signature, _ name: Name, in scope: Scope
    ) -> [(Parameter, Syntax.Expression?)]? {
        var slots = [Syntax.Expression?](repeating: nil, count: signature.parameters.count)
        var further: [Syntax.Expression] = []
        var position = 0
        func refuse(_ message: String, _ range: Range<Int>) {
            error("wrong-arguments", message, at: scope.span(range), help: "it is called `\(signature.usage)`")
            for argument in arguments { _ = type(argument.value, in: scope) }
        }
        for argument in arguments {
            if let label = argument.label {
                guard let index = signature.parameters.firstIndex(where: { $0.name == label.text }) else {
                    let near = nearestName(to: label.text, in: signature.parameters.map(\.name))
                    refuse(
                        "`\(name.text)` has no argument `\(label.text)`"
                            + (near.map { "; did you mean `\($0)`?" } ?? ""),
                        label.range)
                    return nil
                }
                guard slots[index] == nil else {
                    refuse("the argument `\(label.text)` is given twice", label.range)
                    return nil
                }
                slots[index] = argument.value
            } else if position < slots.count {
                slots[position] = argument.value
                position += 1
            } else if signature.parameters.last?.repeats == true {
                further.append(argument.value)
            } else {
                refuse(
                    "`\(name.text)` takes \(counted(signature)), here are \(arguments.count)", argument.value.range)
                return nil
            }
        }
        var placed = Array(zip(signature.parameters, slots))
        if placed.contains(where: { !$0.0.isOptional && $0.1 == nil }) {
            let given =
                arguments.isEmpty ? "here is none" : arguments.count == 1 ? "here is 1" : "here are \(arguments.count)"
            refuse("`\(name.text)` takes \(counted(signature)), \(given)", name.range)
            return nil
        }
        if let last = signature.parameters.last { placed += further.map { (last, $0) } }
        return placed
    }

    private func counted(_ signature: Signature) -> String {
        let (least, most) = signature.argumentCounts
        let noun = { (count: Int) in count == 1 ? "1 argument" : "\(count) arguments" }
        guard let most else { return "\(least) or more arguments" }
        return least == most ? noun(least) : "\(least) to \(most) arguments"
    }

    /// An argument converted to its parameter's type; reports one that cannot be.
    func fit(_ operand: Operand, to parameter: Parameter, of function: Function, in scope: Scope) -> Operand? {
        if operand.isUnknownLiteral, parameter.type != .statusColumn { return operand }
        switch parameter.type {
        case .figure:
            let figure = asFigure(operand)
            if figure.type == .figure { return figure }
        case .ordered:
            let figure = asFigure(operand)
            if figure.type == .figure || figure.type == .date || figure.type.isPeriod { return figure }
        case .target:
            let figure = asFigure(operand)
            if figure.type == .figure || figure.type == .target { return asTarget(figure) }
        case .figureOrTarget:
            if case .asTarget(let figure) = operand.expression.kind { return Operand(figure) }
            if operand.type == .figure || operand.type == .target { return operand }
        case .text:
            if operand.type == .text { return operand }
            if operand.type.isChoice || operand.type.isStatus { return asText(operand) }
        case .date: if operand.type == .date { return operand }
        case .period: if operand.type.isPeriod { return operand }
        case .dateOrPeriod: if operand.type == .date || operand.type.isPeriod { return operand }
        case .direction: return direction(operand)
        case .column:
            if let column = operand.shownColumn {
                var shown = operand
                shown.expression = column
                return shown
            }
        case .tolerance, .statusColumn, .pattern, .groupName, .alike, .anything, .dayTable: return operand
        }
        reportArgument(operand, parameter, function)
        return nil
    }

    private func reportArgument(_ operand: Operand, _ parameter: Parameter, _ function: Function) {
        var help: String?
        switch (parameter.type, operand.type) {
        case (.text, _) where operand.column != nil: help = "the cell as printed is `printed(\(operand.span.text))`"
        case (.date, .period): help = "the last day of a period is `end(\(operand.span.text))`"
        case (.figure, .text), (.figure, .choice), (.ordered, .text), (.ordered, .choice), (.target, .text):
            if let text = operand.literalText {
                help =
                    parameter.type == .target
                    ? "a target as in a cell is written `target(\(quoted(text)))`"
                    : "a figure as in a cell is written `measure(\(quoted(text)))`"
            } else {
                help = "the first number of a text is `first_number(\(operand.span.text))`"
            }
        case (.figure, .target), (.ordered, .target): help = "the number of a target is `amount(\(operand.span.text))`"
        case (.period, .date): help = "a period is a column of that type or `period(\"2023-24 Q2\")`"
        default: break
        }
        error(
            "wrong-type",
            "`\(parameter.name)` of `\(function.rawValue)` is \(parameter.type.words), this is \(operand.words)",
            at: operand.span, help: help)
    }

    // MARK: Results

    private func made(
        _ function: Function, _ signature: Signature, _ values: [Operand?], _ span: SourceSpan, in scope: Scope
    ) -> Operand? {
        let given = values.compactMap { $0 }
        switch function {
        case .meets, .gap, .relativeGap:
            let chosen = (values.count > 2 ? values[2] : nil) ?? impliedDirectionArgument(in: scope, span)
            let (value, target) = withTimes(given[0], given[1])
            return result(function, signature, [value, target, chosen], span)
        case .round:
            let places = given.count > 1 ? given[1] : Operand(.literal(.figure(Figure(whole: 0))), .figure, span)
            guard checkIsNoWords(given[0]), checkIsNoWords(places) else { return nil }
            if case .literal(.figure(let figure)) = places.expression.kind, !isNumberOfDecimals(figure) {
                error(
                    "wrong-arguments",
                    "`n` of `round` is how many decimals there are to be, this is \(places.span.text)", at: places.span,
                    help: "a whole number from -48 to 48: `round(x, 1)` keeps one decimal, `round(x, -3)` thousands; "
                        + "to the nearest half is `round(x * 2) / 2`")
                return nil
            }
            var rounded = result(function, signature, [given[0], places], span)
            rounded.nature = given[0].nature
            rounded.ratio = given[0].ratio
            rounded.isConstant = given.allSatisfy(\.isConstant)
            return rounded
        case .min, .max: return extreme(function, given, span)
        case .rises, .falls, .change, .percent, .remainder:
            guard checkSameUnit(given, span) else { return nil }
            guard given.count == 2 else { return result(function, signature, given, span) }
            let (first, second) = withTimes(given[0], given[1])
            return result(function, signature, [first, second], span)
        case .firstKnown: return firstKnown(given, span)
        case .known: return numberOfKnown(given, span)
        case .exact:
            var exact = result(function, signature, given, span)
            exact.nature = given[0].nature
            exact.isQuotient = given[0].isQuotient
            exact.ratio = given[0].ratio
            exact.isConstant = given[0].isConstant
            return exact
        case .stored: return stored(given[0].expression, given[0], span)
        case .abs:
            var size = result(function, signature, given, span)
            size.nature = given[0].nature
            size.isRounded = given[0].isRounded
            size.isQuotient = given[0].isQuotient
            size.ratio = given[0].ratio
            size.isConstant = given[0].isConstant
            return size
        case .prorate, .elapsed, .ratio, .unit, .amount, .printed, .decimals, .digits, .mark, .sameUnit, .year,
            .quarter,
            .month, .weekday, .end, .days, .months, .years, .age, .workingDays, .lower, .upper, .trim, .length,
            .wordCount, .firstNumber, .part, .replace, .folded, .likeness, .ratioBase,
            .firstDate, .lastDate:
            return result(function, signature, given, span)
        case .like: return like(given[0], given[1], span)
        case .overlaps: return overlaps(given, span, in: scope)
        // Typed separately, before arguments are placed.
        case .due, .near, .find, .measure, .number, .target, .date, .period: return nil
        }
    }

    /// How many values are known: 1 for each that is, added up.
    private func numberOfKnown(_ given: [Operand], _ span: SourceSpan) -> Operand? {
        func figure(_ number: Int) -> TypedExpression {
            TypedExpression(.literal(.figure(Figure(whole: number))), .figure, span)
        }
        let ones = given.map { operand in
            let isKnown = TypedExpression(.state(.known, of: operand.expression), .truth, operand.span)
            return TypedExpression(.conditional(isKnown, figure(1), figure(0)), .figure, operand.span)
        }
        guard let first = ones.first else { return nil }
        let sum = ones.dropFirst().reduce(first) { TypedExpression(.arithmetic(.add, $0, $1), .figure, span) }
        var count = Operand(.literal(.none), .figure, span, .plain)
        count.expression = sum
        return count
    }

    /// The smallest or largest of figures, dates or periods.
    private func extreme(_ function: Function, _ given: [Operand], _ span: SourceSpan) -> Operand? {
        let known = given.first { !$0.isUnknownLiteral } ?? given[0]
        if let other = given.first(where: { unified(known, $0) == nil }) {
            error(
                "wrong-type", "`\(function.rawValue)` takes values of one kind: \(known.words), \(other.words)",
                at: other.span)
            return nil
        }
        guard known.type == .figure else {
            return Operand(.call(function, given.map(\.expression)), known.type, span)
        }
        guard checkSameUnit(given, span) else { return nil }
        var extreme = given[0]
        for each in given.dropFirst() {
            let next: Operand
            (extreme, next) = withTimes(extreme, each)
            let nature = extreme.nature == next.nature ? extreme.nature : .any
            extreme.expression = TypedExpression(
                .arithmetic(function == .min ? .minimum : .maximum, extreme.expression, next.expression), .figure, span)
            extreme.nature = nature
            extreme.isQuotient = extreme.isQuotient || next.isQuotient
            extreme.ratio = next.ratio == nil ? nil : extreme.ratio
            extreme.isConstant = extreme.isConstant && next.isConstant
            extreme.isRounded = extreme.isRounded || next.isRounded
        }
        return extreme
    }

    private func result(
        _ function: Function, _ signature: Signature, _ values: [Operand], _ span: SourceSpan
    ) -> Operand {
        let kind = WrittenOperation.call(function, values.map(\.expression))
        switch signature.result {
        case .truth: return Operand(kind, .truth, span)
        case .text: return Operand(kind, .text, span)
        case .target: return Operand(kind, .target, span)
        case .date: return Operand(kind, .date, span)
        case .period: return Operand(kind, .period(yearFrom: 4), span)
        case .status: return Operand(kind, .anyStatus, span)
        case .percent:
            var operand = Operand(kind, .figure, span, .percent)
            operand.isQuotient = true
            return operand
        case .figure, .alike:
            let isMeasure = function == .firstNumber || function == .gap
            return Operand(kind, .figure, span, isMeasure ? .any : .plain)
        }
    }

    private func checkSameUnit(_ operands: [Operand], _ span: SourceSpan) -> Bool {
        guard let first = operands.first else { return true }
        return operands.dropFirst().allSatisfy { checkNatures(first, $0, at: span) }
    }

    private func firstKnown(_ given: [Operand], _ span: SourceSpan) -> Operand? {
        var values = given
        for index in values.indices.dropFirst() {
            guard let (_, second) = unified(values[0], values[index]), let (first, _) = unified(values[0], second)
            else {
                error(
                    "wrong-type", "`first_known` takes values of one kind: \(values[0].words), \(values[index].words)",
                    at: values[index].span)
                return nil
            }
            values[0] = first
            values[index] = second
        }
        // The others are converted to what the first became.
        for index in values.indices.dropFirst() {
            if let (_, fitted) = unified(values[0], values[index]) { values[index] = fitted }
        }
        let known = values.first { !$0.isUnknownLiteral } ?? values[0]
        // Taken from the figures as written: figures of two natures have become measures by now.
        let figures = given.filter { $0.type == .figure && !$0.isUnknownLiteral }
        for figure in figures.dropFirst() where figure.ratio != nil || figures[0].ratio != nil {
            guard checkNatures(figures[0], figure, at: span) else { return nil }
        }
        var operand = known
        operand.expression = TypedExpression(.call(.firstKnown, values.map(\.expression)), known.type, span)
        operand.isRounded = values.contains(where: \.isRounded)
        operand.ratio = values.allSatisfy { $0.ratio != nil } ? known.ratio : nil
        operand.isConstant = values.allSatisfy(\.isConstant)
        return operand
    }
}

/// Whether `round` can keep so many decimals.
private func isNumberOfDecimals(_ figure: Figure) -> Bool {
    figure.unit == .none && figure.wholeNumber.map { (-48...48).contains($0) } ?? false
}

private let dayInstead = "a check finds the same on any day: name it in a constant, `let as_of = 2024-03-31`"
private let joinInstead = "join the other table: `with table on column`"

/// How functions of spreadsheets and databases are written here.
private let knownElsewhere: [String: String] = [
    "if": "write `if … then … else …`", "text": "the cell as printed is `printed(x)`",
    "exists": "write `any(table where …)`", "unique": "`unique` behind a column's type asks that no cell repeats",
    "isblank": "write `x is blank`", "isempty": "write `x is blank`", "isnull": "write `x is unknown`",
    "isna": "write `x is unknown`", "isnumber": "write `x is known`", "iif": "write `if … then … else …`",
    "ifs": "write `if … then … else if … then … else …`", "iferror": "write `first_known(x, other)`",
    "ifna": "write `first_known(x, other)`", "coalesce": "write `first_known(x, other)`",
    "nvl": "write `first_known(x, other)`", "countif": "write `count(table where …)`",
    "countifs": "write `count(table where … and …)`", "sumif": "write `sum(table.column where …)`",
    "sumifs": "write `sum(table.column where … and …)`", "averageif": "write `mean(table.column where …)`",
    "average": "write `mean(table.column)`", "avg": "write `mean(table.column)`", "len": "write `length(text)`",
    "vlookup": joinInstead, "xlookup": joinInstead, "hlookup": joinInstead, "lookup": joinInstead,
    "index": joinInstead, "today": dayInstead, "now": dayInstead,
    "regexmatch": "write `x contains /…/`", "search": "write `x contains \"…\"`",
    "regexextract": "write `find(x, /…/)`", "substitute": "write `replace(x, \"old\", \"new\")`",
    "concat": "write `a + b`", "concatenate": "write `a + b`", "left": "write `part(x, 1, 3)`",
    "mid": "write `part(x, 2, 5)`", "substr": "write `part(x, 2, 5)`", "substring": "write `part(x, 2, 5)`",
    "right": "write `find(x, /.{3}$/)`",
    "datevalue": "declare the column as a `date`, or write `date(text)`",
    "value": "declare the column as a `measure`, or write `measure(text)`",
]
