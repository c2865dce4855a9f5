// Typing functions of texts that need more than their signatures: patterns, texts that are read as cells, joined texts.

import Catalog
import Diagnostics
import Patterns
import Quantities
import Syntax

extension Checker {
    // MARK: Patterns

    /// `find(t, /…/)`, `find(t, /…/, "x")`.
    func find(_ name: Name, _ arguments: [Argument], _ span: SourceSpan, in scope: Scope) -> Operand? {
        guard let placed = place(arguments, Function.find.signature, name, in: scope), let written = placed[0].1,
            let argument = placed[1].1
        else { return nil }
        let text = type(written, in: scope).flatMap { printedText($0, of: "`find`") }
        guard case .regex(let regex) = argument.kind else {
            guard let other = type(argument, in: scope) else { return nil }
            error(
                "wrong-type", "`pattern` of `find` is a pattern between slashes, this is \(other.words)",
                at: other.span,
                help: "such as `\(Function.find.signature.example)`",
                fix: other.literalText.map {
                    DiagnosticFix("put it between slashes", replacing: other.span.range, with: "/\($0)/")
                })
            return nil
        }
        guard let pattern = self.pattern(regex, in: scope.file),
            let group = group(placed[2].1, of: pattern, scope.span(regex.range), in: scope), let text
        else { return nil }
        let literal = TypedExpression(
            .literal(.pattern(SoughtPattern(pattern: pattern, group: group.index))), .text, scope.span(regex.range))
        return Operand(.call(.find, [text.expression, literal]), .text, span)
    }

    /// The group that is wanted of a pattern; `nil` where a fault was reported.
    private func group(
        _ argument: Syntax.Expression?, of pattern: Pattern, _ place: SourceSpan, in scope: Scope
    ) -> (index: Int?, Void)? {
        let names = pattern.groupNames.compactMap { $0 }
        guard let argument else {
            guard names.count > 1 else {
                let named = pattern.groupNames.firstIndex { $0 != nil }
                return (named ?? (pattern.groupNames.isEmpty ? nil : 0), ())
            }
            error(
                "wrong-arguments", "this pattern has several named groups", at: place,
                help: "say which: `find(…, /…/, \"\(names[0])\")`")
            return nil
        }
        guard let operand = type(argument, in: scope) else { return nil }
        guard let wanted = operand.literalText else {
            error(
                "wrong-type", "`group` of `find` is the name of a group in quotes, this is \(operand.words)",
                at: operand.span)
            return nil
        }
        if let index = pattern.groupNames.firstIndex(of: wanted) { return (index, ()) }
        let near = nearestName(to: wanted, in: names)
        error(
            "unknown-group", "the pattern has no group `\(wanted)`", at: operand.span,
            help: near.map { "did you mean `\($0)`?" }
                ?? (names.isEmpty
                    ? "a named group is written `(?<\(wanted)>…)`" : "its groups are \(names.joined(separator: ", "))"),
            fix: near.map { DiagnosticFix("write \"\($0)\"", replacing: operand.span.range, with: quoted($0)) })
        return nil
    }

    // MARK: Names

    /// `like(a, b)`: the equality of their folded words, so that rows can be found by it.
    func like(_ left: Operand, _ right: Operand, _ span: SourceSpan) -> Operand {
        if left.isUnknownLiteral || right.isUnknownLiteral { return Operand(.literal(.unknown), .truth, span) }
        let sides = [left, right].map { TypedExpression(.call(.folded, [$0.expression]), .text, $0.span) }
        return Operand(.compareTexts(.equal, sides[0], sides[1]), .truth, span)
    }

    // MARK: Joined texts

    /// `a + b` of texts, among them cells of other types as they are printed. Texts in quotes keep their white space.
    func joinedTexts(_ left: Operand, _ right: Operand, _ span: SourceSpan) -> Operand? {
        var parts: [TypedExpression] = []
        var around = [""]
        for side in [left, right] {
            if side.isUnknownLiteral { return Operand(.literal(.unknown), .unknown, span) }
            guard side.type.isTextual || side.type.isStatus || side.column != nil else {
                let other = side.span.range == left.span.range ? right : left
                let figure =
                    side.type == .figure ? "; the first number of a text is `first_number(\(other.span.text))`" : ""
                error(
                    "wrong-type", "`+` joins texts, this is \(side.words)", at: side.span,
                    help: (side.isConstant
                        ? "write it as a text: \(quoted(side.span.text))" : "a cell is joined as it is printed")
                        + figure)
                return nil
            }
            guard let text = side.type.isStatus ? asText(side) : printedText(side, of: "`+`") else { return nil }
            switch text.expression.kind {
            case .literal(.text(let literal)): around[around.count - 1] += literal
            // A named text has no white space around it any more.
            case .joinedTexts(let list, let texts) where text.expression.name == nil:
                parts += list
                around[around.count - 1] += texts[0]
                around += texts.dropFirst()
            default:
                parts.append(text.expression)
                around.append("")
            }
        }
        if parts.isEmpty { return Operand(.literal(.text(around[0])), .text, span) }
        return Operand(.joinedTexts(parts, around: around), .text, span)
    }

    // MARK: Texts read as cells

    /// `measure(t)`, `date(t)` and their like; a text in quotes is read at once.
    func readText(
        _ function: Function, _ name: Name, _ arguments: [Argument], _ span: SourceSpan, in scope: Scope
    ) -> Operand? {
        guard let (parameter, argument) = place(arguments, function.signature, name, in: scope)?.first, let argument,
            let operand = type(argument, in: scope)
        else { return nil }
        guard let text = operand.literalText else {
            if operand.isUnknownLiteral { return operand.named(at: span) }
            guard let text = fit(operand, to: parameter, of: function, in: scope) else { return nil }
            return read(function, text, span, in: scope)
        }
        if let literal = literal(function, text, span, in: scope) { return literal }
        let example =
            switch function {
            case .period: "2023-24 Q2"
            case .target: "<23"
            case .date: "31 March 2024"
            case .number: "1,300.5"
            default: "£1.2m"
            }
        error(
            "unreadable-literal", "\"\(text)\" is no \(function.rawValue)", at: operand.span,
            help: "write it as it would stand in a cell, such as \"\(example)\"")
        return nil
    }

    /// A quantity written as in a cell; `nil` where it cannot be read.
    private func literal(
        _ function: Function, _ text: String, _ span: SourceSpan, in scope: Scope
    ) -> Operand? {
        switch function {
        case .measure, .number:
            let figure = readFigureText(text, as: function == .measure ? .measure : .number)
            guard figure.state == .value || figure.state == .words else { return nil }
            var nature: FigureNature =
                figure.unit == .percent ? .percent : figure.unit.isMoney ? .money : .any
            if function == .number { nature = .plain }
            var literal = Operand(.literal(.figure(figure)), .figure, span, figure.state == .value ? nature : .any)
            literal.isRounded = figure.state == .value
            literal.isConstant = true
            return literal
        case .target:
            guard readsAsTarget(text) else { return nil }
            return Operand(.literal(.target(text: text)), .target, span)
        case .date:
            guard let days = readDateText(text) else { return nil }
            return Operand(.literal(.date(days: days)), .date, span)
        default:
            let years = years(in: scope)
            guard let code = readPeriodText(text, yearFrom: years) else { return nil }
            var literal = Operand(.literal(.period(code: code)), .period(yearFrom: years), span)
            literal.periodText = text
            return literal
        }
    }

    /// The years of periods that are read in a scope: those of its table, if it has one.
    private func years(in scope: Scope) -> PeriodYears {
        scope.table.flatMap { tableEntries.indices.contains($0) ? years(ofTable: $0) : nil } ?? 4
    }

    /// A computed text read as a cell would be.
    private func read(_ function: Function, _ text: Operand, _ span: SourceSpan, in scope: Scope) -> Operand {
        let type: ValueType =
            switch function {
            case .measure, .number: .figure
            case .target: .target
            case .date: .date
            default: .period(yearFrom: years(in: scope))
            }
        var read = Operand(
            .call(function, [text.expression]), type, span, function == .number ? .plain : .any)
        read.isRounded = type == .figure
        return read
    }
}
