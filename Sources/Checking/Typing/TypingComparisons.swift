// Typing comparisons: which two values compare at all, and how.

import Catalog
import Diagnostics
import Quantities
import Syntax

extension BinaryOperator {
    var comparison: Comparison? {
        switch self {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        default: nil
        }
    }
}

extension Comparison {
    var isEquality: Bool { self == .equal || self == .notEqual }

    var sign: String {
        switch self {
        case .equal: "=="
        case .notEqual: "!="
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        }
    }
}

/// Where a comparison is written, for messages.
struct ComparisonSite {
    var span: SourceSpan
    /// The operator's own place; `nil` for `in`, whose comparisons have no operator.
    var sign: SourceSpan?
    var isLenient: Bool
}

extension Checker {
    func binary(
        _ operation: BinaryOperator, _ left: Syntax.Expression, _ right: Syntax.Expression, _ sign: SourceSpan,
        _ span: SourceSpan, in scope: Scope
    ) -> Operand? {
        switch operation {
        case .and, .or: return logical(operation, left, right, span, in: scope)
        case .add, .subtract, .multiply, .divide:
            return arithmetic(operation, left, right, sign, span, in: scope)
        case .contains, .startsWith, .endsWith, .notContains, .notStartsWith, .notEndsWith:
            return textual(operation, left, right, span, in: scope)
        case .agreesWith, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: break
        }
        if operation == .equal || operation == .notEqual,
            asksOtherwise(left, right, isEqual: operation == .equal, span, in: scope)
        {
            return nil
        }
        let first = type(left, in: scope)
        let second = type(right, in: scope)
        guard let first, let second else { return nil }
        guard let comparison = operation.comparison else { return agrees(first, second, sign, span) }
        return compare(
            first, comparison, second, ComparisonSite(span: span, sign: sign, isLenient: scope.isLenient))
    }

    /// Reports an equality with a colour, or with a word of another language for unknown: both are tested with `is`.
    private func asksOtherwise(
        _ left: Syntax.Expression, _ right: Syntax.Expression, isEqual: Bool, _ span: SourceSpan, in scope: Scope
    ) -> Bool {
        for (side, word) in [(left, right), (right, left)] {
            if case .binary(.divide, let first, let second, _) = word.kind, case .name(nil, let n) = first.kind,
                case .name(nil, let a) = second.kind, n.text.lowercased() == "n", a.text.lowercased() == "a",
                isFree(n.text, in: scope), isFree(a.text, in: scope)
            {
                let name = scope.span(side.range).text
                let fixed = "\(name) \(isEqual ? "is unknown" : "is known")"
                error(
                    "compares-unknown", "a cell that says `N/A` is unknown", at: scope.span(word.range),
                    help: "write `\(fixed)`; what is printed in it is `printed(\(name)) == \"N/A\"`",
                    fix: DiagnosticFix("write `\(fixed)`", replacing: span.range, with: fixed))
                return true
            }
            guard case .name(nil, let name) = word.kind, !name.isQuoted else { continue }
            let isNothing = ["null", "nil"].contains(name.text.lowercased())
            if ["blank", "empty", "present"].contains(name.text.lowercased()), isFree(name.text, in: scope) {
                let asked = name.text.lowercased() == "present" ? "present" : "blank"
                let fixed = "\(scope.span(side.range).text) \(isEqual ? "is" : "is not") \(asked)"
                error(
                    "unknown-column", "whether a cell is \(asked) is asked with `is`", at: scope.span(word.range),
                    help: "write `\(fixed)`",
                    fix: DiagnosticFix("write `\(fixed)`", replacing: span.range, with: fixed))
                return true
            }
            guard isNothing || Colour.allCases.contains(where: { $0.name == name.text }), isFree(name.text, in: scope)
            else { continue }
            // Beside anything but a status a colour is a name like any other.
            var state = isEqual ? "is unknown" : "is known"
            if !isNothing {
                guard case .name(nil, let column) = side.kind,
                    case .value(let operand) = bareColumn(column.text, in: scope), case .status = operand.type
                else { continue }
                state = (isEqual ? "is " : "is not ") + name.text
            }
            let fixed = scope.span(side.range).text + " " + state
            error(
                isNothing ? "compares-unknown" : "unknown-column",
                isNothing
                    ? "there is no `\(name.text)`: what is not known is `unknown`"
                    : "`\(name.text)` is a colour, and a colour is asked for with `is`",
                at: scope.span(word.range), help: "write `\(fixed)`",
                fix: DiagnosticFix("write `\(fixed)`", replacing: span.range, with: fixed))
            return true
        }
        return false
    }

    /// Whether nothing has this name.
    func isFree(_ name: String, in scope: Scope) -> Bool {
        guard case .missing = bareColumn(name, in: scope), case .missing = bareLet(name, in: scope),
            constants[name] == nil
        else { return false }
        return true
    }

    /// Types `left op right`; the operands are of one scope, or of the two of an aggregate.
    func compare(_ left: Operand, _ comparison: Comparison, _ right: Operand, _ place: ComparisonSite) -> Operand? {
        if left.isUnknownLiteral || right.isUnknownLiteral {
            return compareUnknown(left, comparison, right, place)
        }
        if place.sign != nil, case .column(let cell) = left.expression.kind,
            case .column(cell) = right.expression.kind
        {
            sayWithItself(left, place)
        }
        switch (left.type, right.type) {
        case (.figure, .figure): return compareFigures(left, comparison, right, place)
        case (.figure, .duration), (.duration, .figure):
            if countsOtherTime(left, right, place) || countsOtherTime(right, left, place) { return nil }
            return compareFigures(asFigure(left), comparison, asFigure(right), place)
        case (.date, .date): return codes(left, comparison, right, place)
        case (.period(let first), .period(let second)):
            return codes(period(left, yearFrom: second), comparison, period(right, yearFrom: first), place)
        case (.truth, .truth) where comparison.isEquality:
            return made(
                .compareTruths(left.expression, right.expression, negated: comparison == .notEqual), place)
        case (.target, .target) where comparison.isEquality, (.target, .figure) where comparison.isEquality,
            (.figure, .target) where comparison.isEquality:
            return made(
                .compareTargets(
                    asTarget(left).expression, asTarget(right).expression, negated: comparison == .notEqual), place)
        case (.status, .status) where comparison.isEquality:
            return made(.sameColour(left.expression, right.expression, negated: comparison == .notEqual), place)
        case (.text, .text) where comparison.isEquality: return texts(left, comparison, right, place)
        case (.choice(let first), .choice(let second)) where comparison.isEquality:
            return first == second && !first.isEmpty
                ? codes(left, comparison, right, place) : texts(left, comparison, right, place)
        case (.choice(let labels), .text) where comparison.isEquality:
            return choice(left, labels.texts, comparison, right, isReversed: false, place)
        case (.text, .choice(let labels)) where comparison.isEquality:
            return choice(right, labels.texts, comparison, left, isReversed: true, place)
        default:
            // What the right side was meant to be is not known where what follows it could not be read.
            if !isCutShort(place.span) { reportIncomparable(left, comparison, right, place) }
            return nil
        }
    }

    /// Whether a word right behind a place could not be read, which was reported.
    private func isCutShort(_ span: SourceSpan) -> Bool {
        guard let loaded = files.first(where: { $0.source === span.file }) else { return false }
        return loaded.tree.diagnostics.contains { diagnostic in
            let place = diagnostic.span.range.lowerBound
            return diagnostic.severity == .error && place > span.range.upperBound
                && span.file.bytes[span.range.upperBound..<place].allSatisfy { $0 == UInt8(ascii: " ") }
        }
    }

    /// Reports a number of days, months or years that is compared with a length of time in another unit: the number
    /// alone would be compared.
    private func countsOtherTime(_ number: Operand, _ length: Operand, _ place: ComparisonSite) -> Bool {
        guard case .duration(let unit) = length.type, case .call(let function, _) = number.expression.kind else {
            return false
        }
        let counted: (words: String, other: String?)? =
            switch function {
            case .days where unit != .days: ("days", "`months(a, b)` counts months")
            case .workingDays where unit != .days: ("working days", nil)
            case .months where unit != .months: ("months", "`days(a, b)` counts days")
            case .years, .age: ("years", "`months(a, b)` counts months")
            default: nil
            }
        guard let counted else { return false }
        error(
            "never-compares",
            "`\(number.span.text)` is a number of \(counted.words), and `\(length.span.text)` is no length in that unit",
            at: place.span,
            help: "compare with a number of \(counted.words)" + (counted.other.map { "; \($0)" } ?? ""))
        return true
    }

    /// Warns of a column that is compared with itself: most often one side is meant to be another row's.
    private func sayWithItself(_ operand: Operand, _ place: ComparisonSite) {
        let name = operand.span.text
        let column = name.split(separator: ".").last ?? ""
        report(
            Diagnostic(
                "compares-with-itself", .warning, "both sides are `\(name)` of one row, so that this says nothing",
                at: place.span,
                help: "where another row is counted, a name alone is a column of that row: call the row outside by its "
                    + "table, or by an alias where both are of one table (`for kpis as k`, `k.\(column)`)"))
    }

    private func made(_ kind: WrittenOperation, _ place: ComparisonSite) -> Operand {
        Operand(kind, .truth, place.span)
    }

    private func codes(
        _ left: Operand, _ comparison: Comparison, _ right: Operand, _ place: ComparisonSite
    ) -> Operand {
        made(.compareCodes(comparison, left.expression, right.expression), place)
    }

    private func texts(
        _ left: Operand, _ comparison: Comparison, _ right: Operand, _ place: ComparisonSite
    ) -> Operand {
        warnIfNothing(left, comparison, right, place)
        warnIfNothing(right, comparison, left, place)
        return made(
            .compareTexts(
                comparison == .equal ? .equal : .notEqual, asText(left).expression, asText(right).expression), place)
    }

    /// A literal period read again for years that begin in another month; any other operand unchanged.
    private func period(_ operand: Operand, yearFrom years: PeriodYears) -> Operand {
        guard let text = operand.periodText, let code = readPeriodText(text, yearFrom: years) else { return operand }
        var read = operand
        read.expression = TypedExpression(.literal(.period(code: code)), .period(yearFrom: years), operand.span)
        return read
    }

    // MARK: Figures

    private func compareFigures(
        _ left: Operand, _ comparison: Comparison, _ right: Operand, _ place: ComparisonSite
    ) -> Operand? {
        guard comparison.isEquality || (checkIsNoWords(left) && checkIsNoWords(right)),
            checkNatures(left, right, at: place.span)
        else { return nil }
        let (first, second) = withTimes(left, right)
        if comparison.isEquality, let sign = place.sign {
            let printed = left.isQuotient ? right : left
            if (left.isQuotient || right.isQuotient) && printed.isRounded && !printed.isQuotient {
                let fix =
                    comparison == .equal
                    ? DiagnosticFix("write `agrees with`", replacing: sign.range, with: "agrees with") : nil
                warn(
                    "exact-quotient", "a printed figure is rounded, so it hardly ever equals a quotient exactly",
                    at: sign, help: "`agrees with` allows for the rounding", fix: fix)
            }
        }
        warnIfSettled(left, comparison, right, place)
        return made(.compareFigures(comparison, first.expression, second.expression), place)
    }

    private func agrees(_ left: Operand, _ right: Operand, _ sign: SourceSpan, _ span: SourceSpan) -> Operand? {
        let (first, second) = (asFigure(left), asFigure(right))
        for operand in [first, second] where operand.type != .figure && !operand.isUnknownLiteral {
            error(
                "wrong-type", "`agrees with` compares figures, this is \(operand.words)", at: operand.span,
                help: operand.type == .target ? "whether a target is met: `meets(value, target)`" : nil)
            return nil
        }
        if first.isUnknownLiteral || second.isUnknownLiteral {
            error(
                "compares-unknown", "nothing agrees with `unknown`", at: span, help: "ask `is unknown` or `is known`")
            return nil
        }
        guard checkIsNoWords(first), checkIsNoWords(second), checkNatures(first, second, at: span) else { return nil }
        let (timed, other) = withTimes(first, second)
        return Operand(.agrees(timed.expression, other.expression), .truth, span)
    }

    /// Whether an operand is not `measure("Balanced")` or the like, which has no size; reports one that is.
    func checkIsNoWords(_ operand: Operand) -> Bool {
        guard case .literal(.figure(let figure)) = operand.expression.kind, figure.state == .words else { return true }
        error(
            "never-compares", "`\(operand.span.text)` is words, no figure: nothing is more or less than it",
            at: operand.span, help: "words are only equal or not: `==`, `!=`")
        return false
    }

    /// Whether two figures can have one unit; reports those that never do.
    func checkNatures(_ left: Operand, _ right: Operand, at span: SourceSpan) -> Bool {
        switch (left.nature, right.nature) {
        case (.percent, .money), (.money, .percent):
            error("never-compares", "\(left.words) and \(right.words) never compare", at: span)
            return false
        case (.percent, .plain) where right.ratio == .partOfNumber,
            (.plain, .percent) where left.ratio == .partOfNumber:
            let part = left.nature == .plain ? left : right
            error(
                "never-compares",
                "a percentage and a percentage of a number never compare: 50% of 200 is 100, not 100%", at: span,
                help: "what share of the whole it is: `percent(\(part.span.text), whole)`")
            return false
        case (.percent, .plain) where right.ratio == .quotient, (.plain, .percent) where left.ratio == .quotient:
            let quotient = left.nature == .plain ? left : right
            var help = "write the quotient as `percent(part, whole)`"
            var fix: DiagnosticFix?
            if case .arithmetic(.divide, let part, let whole) = quotient.expression.kind,
                quotient.span.file === part.span.file, quotient.span.range.contains(part.span.range.lowerBound)
            {
                let call = "percent(\(part.span.text), \(whole.span.text))"
                help = "write `\(call)`"
                fix = DiagnosticFix(help, replacing: quotient.span.range, with: call)
            }
            error(
                "never-compares", "a percentage and a quotient never compare: 3 / 4 is 0.75, not 75%", at: span,
                help: help, fix: fix)
            return false
        case (.percent, .plain): sayFraction(right)
        case (.plain, .percent): sayFraction(left)
        default: break
        }
        return true
    }

    /// Warns of a fraction that is written beside a percentage, where it counts as so many percent.
    private func sayFraction(_ operand: Operand) {
        guard case .literal(.figure(var figure)) = operand.expression.kind, figure.isValue, figure.unit == .none,
            figure.mantissa != 0, Quantities.compare(figure, Figure(whole: 1), .less) == true,
            Quantities.compare(figure, Figure(whole: -1), .greater) == true
        else { return }
        let written = operand.span.text
        if figure.scale >= 2 {
            figure.scale -= 2
        } else {
            figure = Quantities.combine(figure, Figure(whole: 100), .multiply(.both))
        }
        figure.unit = .percent
        let meant = Quantities.text(of: figure)
        warn(
            "fraction-of-percent", "`\(written)` beside a percentage is \(written)%", at: operand.span,
            help: "write `\(meant)`, or `\(written)%` if that is meant",
            fix: DiagnosticFix("write `\(meant)`", replacing: operand.span.range, with: meant))
    }

    // MARK: Unknown

    private func compareUnknown(
        _ left: Operand, _ comparison: Comparison, _ right: Operand, _ place: ComparisonSite
    ) -> Operand? {
        guard isWrittenUnknown(left) || isWrittenUnknown(right) else {
            // A constant that is not set, or a column that may be absent: the comparison is unknown, whatever the other
            // side is.
            return made(.literal(.unknown), place)
        }
        let other = isWrittenUnknown(left) ? right : left
        let state = comparison == .notEqual ? "is known" : "is unknown"
        let fixed = other.span.text + " " + state
        error(
            "compares-unknown", "comparing with `unknown` is never true", at: place.span, help: "write `\(fixed)`",
            fix: comparison.isEquality && place.sign != nil
                ? DiagnosticFix("write `\(fixed)`", replacing: place.span.range, with: fixed) : nil)
        return nil
    }

    private func isWrittenUnknown(_ operand: Operand) -> Bool {
        operand.type == .unknown && operand.span.text == "unknown"
    }

    // MARK: Choices

    private func choice(
        _ choice: Operand, _ labels: [String], _ comparison: Comparison, _ text: Operand, isReversed: Bool,
        _ place: ComparisonSite
    ) -> Operand? {
        guard let label = text.literalText, !labels.isEmpty else {
            return isReversed ? texts(text, comparison, choice, place) : texts(choice, comparison, text, place)
        }
        guard let index = labelIndex(label, labels, at: text.span, of: choice, place.isLenient) else { return nil }
        if text.span.file === place.span.file, place.span.range.contains(text.span.range.lowerBound) {
            useLabel(index, of: choice, at: text.span)
        }
        guard index >= 0 else { return texts(choice, comparison, text, place) }
        let literal = Operand(.literal(.choice(index)), choice.type, text.span)
        return isReversed ? codes(literal, comparison, choice, place) : codes(choice, comparison, literal, place)
    }

    /// The index of a choice's label; −1 where it has no such label and need not have it; `nil` where a fault was
    /// reported.
    private func labelIndex(
        _ label: String, _ labels: [String], at span: SourceSpan, of choice: Operand, _ isLenient: Bool
    ) -> Int? {
        let known = labelIndex(of: labels)
        if let index = known.index(of: label) { return index }
        if let index = known.index(ignoringCase: label) {
            if isLenient { return index }
            error(
                "label-case", "the label is written \"\(labels[index])\"", at: span,
                help: "write \"\(labels[index])\"", fix: labelFix(labels[index], span))
            return nil
        }
        if isLenient {
            noteLackedLabel(label, of: choice, at: span)
            return -1
        }
        let near = nearestName(to: label, in: labels)
        error(
            "unknown-label", "`\(choice.span.text)` is never \"\(label)\"", at: span,
            help: near.map { "did you mean \"\($0)\"?" } ?? markerMeant(label, by: choice, negated: false)?.help
                ?? "its labels are \(listed(labels))",
            fix: near.flatMap { labelFix($0, span) })
        return nil
    }

    /// A fix that replaces the text at this place by another label; `nil` where a name gives the text.
    func labelFix(_ label: String, _ span: SourceSpan) -> DiagnosticFix? {
        guard span.text.hasPrefix("\"") else { return nil }
        return DiagnosticFix("write \"\(label)\"", replacing: span.range, with: quoted(label))
    }

    func listed(_ labels: [String]) -> String {
        let shown = labels.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
        return labels.count > 8 ? shown + ", …" : shown
    }
}

/// A text as a literal.
func quoted(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": literal += "\\\""
        case "\\": literal += "\\\\"
        case "\n": literal += "\\n"
        case "\t": literal += "\\t"
        default: literal.unicodeScalars.append(scalar)
        }
    }
    return literal + "\""
}

/// A text without white space around it.
func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
}
