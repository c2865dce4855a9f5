// Typing `is …`, `in …`, `matches …` and comparisons with parts of texts.

import Catalog
import Diagnostics
import Patterns
import Quantities
import Syntax

extension Checker {
    // MARK: is

    func state(
        _ value: Syntax.Expression, _ state: StateName, negated: Bool, _ span: SourceSpan, in scope: Scope
    ) -> Operand? {
        guard let operand = type(value, in: scope) else { return nil }
        switch state {
        case .text(let label, let range):
            guard asksText(operand, label, scope.span(range), negated: negated, span) else { return nil }
            guard let made = self.label(label, scope.span(range), of: operand, span, in: scope) else { return nil }
            return made.negatedIf(negated)
        case .value(let other): return isSame(operand, other, span, in: scope)?.negatedIf(negated)
        case .word(let word):
            if let name = state.value, !isFree(word.text, in: scope) {
                return isSame(operand, name, span, in: scope)?.negatedIf(negated)
            }
            guard let (test, isNegative) = test(word, of: operand, in: scope) else { return nil }
            warnIfSettled(test, isNegative: isNegative != negated, of: operand, span, in: scope)
            if test == .blank, let cell = operand.column, rules.tables.indices.contains(cell.table),
                rules.tables[cell.table].columns[cell.column].hasBlankValue
            {
                // Such a cell has a value, so its print tells whether it is blank. A cell of an absent column is
                // unknown.
                let printed = TypedExpression(.call(.printed, [operand.expression]), .text, operand.span)
                let parts = [printed, operand.expression].map { TypedExpression(.state(.blank, of: $0), .truth, span) }
                return Operand(.or(parts), .truth, span).negatedIf(negated != isNegative)
            }
            return Operand(.state(test, of: operand.expression), .truth, span).negatedIf(negated != isNegative)
        }
    }

    private func test(_ word: Name, of operand: Operand, in scope: Scope) -> (StateTest, isNegative: Bool)? {
        switch word.text {
        case "known": return (.known, false)
        case "unknown": return (.known, true)
        case "blank": return (.blank, false)
        case "present": return (.blank, true)
        case "true", "false":
            guard operand.type == .truth || operand.isUnknownLiteral else {
                error(
                    "wrong-type", "`is \(word.text)` asks a condition or flag, this is \(operand.words)",
                    at: operand.span)
                return nil
            }
            return (word.text == "true" ? .isTrue : .isFalse, false)
        case "approximate", "bounded":
            guard operand.type == .figure || operand.isUnknownLiteral else {
                error(
                    "wrong-type", "`is \(word.text)` asks a figure, this is \(operand.words)", at: operand.span)
                return nil
            }
            return (word.text == "approximate" ? .approximate : .bounded, false)
        default: break
        }
        guard let colour = Colour.allCases.first(where: { $0.name == word.text }) else {
            if let meant = OtherWords.states[word.text.lowercased()] {
                error(
                    "unknown-state", "`is \(word.text)` asks nothing", at: scope.span(word.range),
                    help: "write `is \(meant)`",
                    fix: DiagnosticFix("write `\(meant)`", replacing: word.range, with: meant))
                return nil
            }
            if word.text == "unique" || word.text == "required" {
                error(
                    "unknown-state", "`is \(word.text)` asks nothing of a row", at: scope.span(word.range),
                    help: "it is said of the column, behind its type: `ref text \(word.text)`")
                return nil
            }
            let states =
                ["known", "unknown", "blank", "present", "true", "false", "approximate", "bounded"]
                + Colour.allCases.map(\.name)
            unknownName(
                "unknown-state", "`is \(word.text)` asks nothing", word, in: scope.file, among: states,
                otherwise:
                    "after `is` stands known, unknown, blank, present, true, false, approximate, bounded, a colour, "
                    + "a label in quotes or another text"
            )
            return nil
        }
        guard operand.type.isStatus || operand.isUnknownLiteral else {
            var help: String?
            if operand.type.isTextual { help = "a text in quotes asks what it says: `is \"\(word.text)\"`" }
            error(
                "wrong-type", "`is \(word.text)` asks a status, this is \(operand.words)", at: operand.span, help: help)
            return nil
        }
        return (.colour(colour), false)
    }

    /// `a is b`: whether two texts say the same, whatever their case and white space.
    private func isSame(
        _ operand: Operand, _ other: Syntax.Expression, _ span: SourceSpan, in scope: Scope
    ) -> Operand? {
        guard let second = type(other, in: scope) else { return nil }
        if let text = second.literalText { return label(text, second.span, of: operand, span, in: scope) }
        return sameTexts([operand, second], span)
    }

    /// Whether two texts say the same, whatever their case and white space; reports what is no text.
    func sameTexts(_ sides: [Operand], _ span: SourceSpan) -> Operand? {
        let (operand, second) = (sides[0], sides[1])
        guard sides.contains(where: { $0.type.isTextual || $0.isUnknownLiteral }) else {
            error(
                "wrong-type", "`is` compares texts, these are \(operand.words) and \(second.words)", at: span,
                help: operand.type.isStatus && second.type.isStatus
                    ? "the colours of two statuses are compared with `==`" : "values are compared with `==`")
            return nil
        }
        let texts = sides.compactMap { side -> TypedExpression? in
            guard let text = side.type.isStatus ? asText(side) : printedText(side, of: "`is`") else { return nil }
            return TypedExpression(.ignoringCase(text.expression), .text, side.span)
        }
        guard texts.count == 2 else { return nil }
        return Operand(.compareTexts(.equal, texts[0], texts[1]), .truth, span)
    }

    /// Whether something is a text, or has labels, so that `is "…"` can ask for one; reports where it is neither, with
    /// the comparison that was most likely meant.
    private func asksText(
        _ operand: Operand, _ label: String, _ place: SourceSpan, negated: Bool, _ span: SourceSpan
    ) -> Bool {
        switch operand.type {
        case .text, .choice, .status, .unknown: return true
        case .truth, .figure, .target, .date, .period, .duration: break
        }
        let name = operand.span.text
        let not = negated ? "not " : ""
        var meant: String?
        if case .target = operand.type, operand.column != nil, comparable(label, with: operand) != nil,
            isTargetWord(label)
        {
            meant = "printed(\(name)) is \(not)\(quoted(label))"
        } else if let value = comparable(label, with: operand) {
            meant = "\(name) \(negated ? "!=" : "==") \(value)"
        } else if trimmed(label).isEmpty, operand.column != nil {
            meant = "\(name) is \(not)blank"
        } else if operand.type == .truth, ["yes", "true", "y", "no", "false", "n"].contains(label.lowercased()) {
            meant = "\(name) is \(not)\(label.lowercased().first == "y" || label.lowercased() == "true")"
        } else if operand.column != nil {
            meant = "printed(\(name)) is \(not)\(quoted(label))"
        }
        let marker = markerMeant(label, by: operand, negated: negated)
        meant = marker?.condition ?? meant
        let isWritten =
            place.text.hasPrefix("\"") && span.file === operand.span.file
            && span.range.lowerBound <= operand.span.range.lowerBound && span.range.upperBound >= place.range.upperBound
        error(
            "wrong-type", "`is \"…\"` asks texts, choices and statuses, this is \(operand.words)",
            at: operand.span, help: marker?.help ?? meant.map { "write `\($0)`" },
            fix: meant.flatMap { isWritten ? DiagnosticFix("write `\($0)`", replacing: span.range, with: $0) : nil })
        return false
    }

    /// What to write in place of a comparison with a marker, and why: a cell that holds one has no value. `nil` where
    /// the text is none, and of texts, which have no markers of their own.
    func markerMeant(_ text: String, by operand: Operand, negated: Bool) -> (condition: String, help: String)? {
        let name = operand.span.text
        if operand.type == .text || operand.isUnknownLiteral || name.isEmpty { return nil }
        let cell = operand.column.flatMap { rules.tables.indices.contains($0.table) ? $0 : nil }
        guard isMarker(text, in: cell.map { rules.tables[$0.table].columns[$0.column] }) else { return nil }
        let not = negated ? "not " : ""
        if cell != nil {
            let condition = "printed(\(name)) is \(not)\(quoted(text))"
            return (
                condition,
                "a cell that says \(quoted(text)) has no value, which `\(name) is unknown` asks; for this marker alone "
                    + "write `\(condition)`"
            )
        }
        let condition = "\(name) is \(negated ? "known" : "unknown")"
        return (
            condition,
            "a cell that says \(quoted(text)) has no value, and what is computed from it is unknown: "
                + "write `\(condition)`"
        )
    }

    /// Whether a text is a target that is not set, or words: what such a cell prints is meant.
    private func isTargetWord(_ text: String) -> Bool { !text.contains(where: \.isNumber) }

    /// A value of an operand's type that says what a text says, as it is written in a rule file; `nil` where there is
    /// none.
    private func comparable(_ text: String, with operand: Operand) -> String? {
        switch operand.type {
        case .figure:
            let figure = readFigureText(text, as: operand.nature == .plain ? .number : .measure)
            guard figure.state == .value || figure.state == .words && operand.nature == .any else { return nil }
            let isNumber = !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber }
            if isNumber || operand.nature == .plain { return isNumber ? text : nil }
            if operand.nature == .percent, figure.unit.isMoney { return nil }
            if operand.nature == .money, figure.unit == .percent { return nil }
            return "measure(\(quoted(text)))"
        case .target: return readsAsTarget(text) ? "target(\(quoted(text)))" : nil
        case .date: return readDateText(text).flatMap { CalendarDate(days: $0)?.text }
        case .period(let years): return readPeriodText(text, yearFrom: years) == nil ? nil : "period(\(quoted(text)))"
        default: return nil
        }
    }

    /// `is "label"`, ignoring case.
    private func label(
        _ label: String, _ place: SourceSpan, of operand: Operand, _ span: SourceSpan, in scope: Scope
    ) -> Operand? {
        func made(_ test: StateTest, _ value: Operand) -> Operand {
            Operand(.state(test, of: value.expression), .truth, span)
        }
        let labels: LabelIndex
        switch operand.type {
        case .choice(let own): labels = labelIndex(of: own.texts)
        case .status(let scheme) where rules.schemes.indices.contains(scheme): labels = labelIndex(ofScheme: scheme)
        case .status, .text, .unknown: return made(.text(label), operand)
        default:
            _ = asksText(operand, label, place, negated: false, span)
            return nil
        }
        // Labels that differ in case alone are told apart.
        if let index = labels.index(of: label) ?? labels.index(ignoringCase: label) {
            useLabel(index, of: operand, at: place)
            return made(.label(index), operand)
        }
        if case .status(let scheme) = operand.type, schemeEntries[scheme].declaration.lacksLabels { return nil }
        if labels.texts.isEmpty { return made(.text(label), operand) }
        if scope.isLenient {
            noteLackedLabel(label, of: operand, at: place)
            // Another label, or none: it is never this one.
            return made(.text(label), asText(operand))
        }
        let near = nearestName(to: label, in: labels.texts)
        error(
            "unknown-label", "`\(operand.span.text)` is never \"\(label)\"", at: place,
            help: near.map { "did you mean \"\($0)\"?" } ?? markerMeant(label, by: operand, negated: false)?.help
                ?? "its labels are \(listed(labels.texts))",
            fix: near.flatMap { labelFix($0, place) })
        return nil
    }

    // MARK: in

    func membership(
        _ value: Syntax.Expression, _ set: MembershipSet, negated: Bool, _ span: SourceSpan, in scope: Scope
    ) -> Operand? {
        let operand = type(value, in: scope)
        let made: Operand?
        if case .list(let items) = set, let operand, operand.type.isStatus, let first = items.first,
            items.allSatisfy({ if case .text = $0.kind { true } else { false } })
        {
            let place = value.range.upperBound..<first.range.lowerBound
            let meant = negated ? " is not in (" : " is in ("
            error(
                "status-as-text", "a status is asked with `is`", at: operand.span,
                help: "write `\(operand.span.text)\(meant)…)`",
                fix: DiagnosticFix("write `\(negated ? "is not in" : "is in")`", replacing: place, with: meant))
            return nil
        }
        if case .labels(let items) = set, let operand, !takesLabels(items, of: operand, span, in: scope) { return nil }
        switch set {
        case .list(let items):
            made = oneOf(items, span, in: scope) { member, range in
                guard let operand else { return nil }
                let place = ComparisonSite(span: scope.span(range), sign: nil, isLenient: scope.isLenient)
                return compare(operand, .equal, member, place)
            }
        case .named(let list):
            made = oneOf([list], isNamed: true, span, in: scope) { member, range in
                guard let operand else { return nil }
                let place = ComparisonSite(span: scope.span(range), sign: nil, isLenient: scope.isLenient)
                return compare(operand, .equal, member, place)
            }
        case .labels(let items):
            made = oneOf(items, span, in: scope) { member, range in
                guard let operand else { return nil }
                guard let text = member.literalText else {
                    error(
                        "wrong-type", "after `is in` stand texts, this is \(member.words)", at: scope.span(range),
                        help: "values are compared with `in`")
                    return nil
                }
                return label(text, scope.span(range), of: operand, scope.span(range), in: scope)
            }.map(asOneTest)
        case .range(let low, let high):
            let first = type(low, in: scope)
            let second = type(high, in: scope)
            guard let operand, let first, let second else { return nil }
            let place = ComparisonSite(span: span, sign: nil, isLenient: scope.isLenient)
            guard let above = compare(operand, .greaterOrEqual, first, place),
                let below = compare(operand, .lessOrEqual, second, place)
            else { return nil }
            made = .all([above.expression, below.expression], span)
        }
        return made?.negatedIf(negated)
    }

    /// Whether `is in` can ask for the texts of a list; reports where it cannot, once for all of them.
    private func takesLabels(
        _ items: [Syntax.Expression], of operand: Operand, _ span: SourceSpan, in scope: Scope
    ) -> Bool {
        switch operand.type {
        case .text, .choice, .status, .unknown: return true
        case .truth, .figure, .target, .date, .period, .duration: break
        }
        let name = operand.span.text
        let values = items.map { item -> String? in
            if case .text(let text) = item.kind { comparable(text, with: operand) } else { scope.span(item.range).text }
        }
        let isWhole = !values.isEmpty && values.allSatisfy { $0 != nil }
        var list = "(\(values.compactMap { $0 }.joined(separator: ", ")))"
        if items.count == 1, case .name = items[0].kind { list = scope.span(items[0].range).text }
        let meant = isWhole ? "\(name) in \(list)" : nil
        error(
            "wrong-type", "`is in` asks texts, choices and statuses, this is \(operand.words)", at: operand.span,
            help: meant.map { "write `\($0)`" }
                ?? (operand.column == nil
                    ? "values are compared with `in`" : "what is printed is `printed(\(name)) is in (…)`"))
        return false
    }

    /// Whether one of the tests with a list's members holds; `nil` where a member has a fault. For long lists only the
    /// literals are kept.
    private func oneOf(
        _ items: [Syntax.Expression], isNamed: Bool = false, _ span: SourceSpan, in scope: Scope,
        test: (Operand, Range<Int>) -> Operand?
    ) -> Operand? {
        var tests = MembershipList()
        var isBroken = false
        for item in items {
            guard let members = isNamed ? listed(item, in: scope) : members(of: item, in: scope) else {
                isBroken = true
                continue
            }
            for member in members {
                if let made = test(member, item.range) { tests.add(made.expression) } else { isBroken = true }
            }
        }
        let conditions = tests.conditions(span)
        return isBroken
            ? nil : conditions.isEmpty ? Operand(.literal(.truth(false)), .truth, span) : .any(conditions, span)
    }

    /// Tests of one text for several others as one test for all of them.
    private func asOneTest(_ operand: Operand) -> Operand {
        guard case .or(let tests) = operand.expression.kind else { return operand }
        var words: [String] = []
        var asked: TypedExpression?
        for test in tests {
            guard case .state(.text(let word), let of) = test.kind else { return operand }
            words.append(word)
            asked = of
        }
        return asked.map { Operand(.state(.texts(WordList(words)), of: $0), .truth, operand.span) } ?? operand
    }

    // MARK: Texts

    func matches(
        _ value: Syntax.Expression, _ test: PatternTest, _ regex: RegexLiteral, negated: Bool, _ span: SourceSpan,
        in scope: Scope
    ) -> Operand? {
        let operand = type(value, in: scope)
        let pattern = self.pattern(regex, in: scope.file)
        guard let operand, let pattern, let text = printedText(operand, of: "`\(test.rawValue)`") else { return nil }
        let extent: Extent = test == .matches ? .whole : .anywhere
        return Operand(.matches(text.expression, pattern, extent), .truth, span).negatedIf(negated)
    }

    /// Reads a regular expression; reports what is wrong with it at its place.
    func pattern(_ regex: RegexLiteral, in file: SourceFile) -> Pattern? {
        let written = WrittenPattern(source: regex.source, ignoresCase: regex.ignoresCase)
        if let known = patterns[written] { return known }
        do {
            let pattern = try Pattern(parsing: regex.source, ignoringCase: regex.ignoresCase)
            guard let lineEnd = pattern.lineEnd else {
                patterns[written] = pattern
                return pattern
            }
            let start = regex.range.lowerBound + 1
            let range = start + lineEnd.lowerBound..<start + lineEnd.upperBound
            self.error(
                "bad-regex", "no line end is ever found: a line break counts as a space",
                at: SourceSpan(file, range.clamped(to: regex.range)),
                help: "write a space, or `\\s+` for white space of any length",
                fix: DiagnosticFix("write `\\s`", replacing: range, with: "\\s"))
            return nil
        } catch {
            let start = regex.range.lowerBound + 1
            let range = (start + error.range.lowerBound)..<(start + error.range.upperBound)
            self.error(
                "bad-regex", error.message, at: SourceSpan(file, range.clamped(to: regex.range)),
                help: "regular expressions are written as in RE2: no backreferences, no look-around")
            return nil
        }
    }

    func textual(
        _ operation: BinaryOperator, _ left: Syntax.Expression, _ right: Syntax.Expression, _ span: SourceSpan,
        in scope: Scope
    ) -> Operand? {
        let first = type(left, in: scope)
        let second = type(right, in: scope)
        guard let first, let second else { return nil }
        let sign = "`\(operation.rawValue.replacingPrefix("not "))`"
        guard let text = printedText(first, of: sign), let part = self.text(second, of: sign) else { return nil }
        let (comparison, negated): (TextComparison, Bool) =
            switch operation {
            case .contains: (.contains, false)
            case .notContains: (.contains, true)
            case .startsWith: (.startsWith, false)
            case .notStartsWith: (.startsWith, true)
            case .endsWith: (.endsWith, false)
            default: (.endsWith, true)
            }
        return Operand(.compareTexts(comparison, text.expression, part.expression), .truth, span).negatedIf(negated)
    }

    /// A value as a text: texts, labels, and cells of other types as printed.
    func printedText(_ operand: Operand, of what: String) -> Operand? {
        if operand.column != nil, operand.type != .text, !operand.type.isChoice {
            return Operand(.call(.printed, [operand.expression]), .text, operand.span)
        }
        return text(operand, of: what)
    }

    /// A value as a text, where it is one or has a label; reports where not.
    func text(_ operand: Operand, of what: String) -> Operand? {
        switch operand.type {
        case .text, .unknown: return operand
        case .choice, .status: return asText(operand)
        default:
            error(
                "wrong-type", "\(what) takes texts, this is \(operand.words)", at: operand.span,
                help: operand.column == nil ? nil : "the cell as printed is `printed(\(operand.span.text))`")
            return nil
        }
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String) -> String {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
    }
}

/// A pattern as an author writes it.
struct WrittenPattern: Hashable {
    var source: String
    var ignoresCase: Bool
}
