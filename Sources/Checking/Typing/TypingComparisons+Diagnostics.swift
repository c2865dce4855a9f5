// What to say of two values that never compare, and what was most likely meant.

import Catalog
import Diagnostics
import Quantities

extension Checker {
    func reportIncomparable(_ left: Operand, _ comparison: Comparison, _ right: Operand, _ place: ComparisonSite) {
        let pair = (left.type, right.type)
        let (texts, others) = left.type.isTextual ? (left, right) : (right, left)
        let otherName = others.span.text
        if pair.0.isTextual && pair.1.isTextual {
            return error(
                "never-compares", "texts have no order", at: place.span,
                help: "`==`, `!=`, `contains` and `starts with` compare texts")
        }
        if texts.type.isTextual && others.type.isStatus { return reportStatusText(others, comparison, texts, place) }
        if texts.type.isTextual { return reportText(texts, comparison, others, otherName, place) }
        switch pair {
        case (.status, .status):
            error(
                "never-compares", "statuses have no order", at: place.span,
                help: "compare their colours with `==`, or ask `is red`")
        case (.target, .figure), (.figure, .target), (.target, .target):
            let (value, target) = left.type == .target ? (right, left) : (left, right)
            error(
                "never-compares", "a target has no order: it may be a bound, a range or words", at: place.span,
                help: "whether it is met: `meets(\(value.span.text), \(target.span.text))`")
        case (.truth, .truth): error("never-compares", "conditions have no order", at: place.span)
        case (.date, .period), (.period, .date):
            let period = left.type == .date ? right : left
            error(
                "never-compares", "a date and a period never compare", at: place.span,
                help: "the last day of a period is `end(\(period.span.text))`")
        case (.period, .figure), (.figure, .period):
            let (period, number) = left.type == .figure ? (right, left) : (left, right)
            let written = number.span.text
            let parts = written.split(separator: "/").map { $0.utf8.count }
            let isYear = parts.first == 4 && parts.count <= 2 && written.allSatisfy { $0.isNumber || $0 == "/" }
            if isYear, readPeriodText(written, yearFrom: 4) != nil {
                let call = "period(\(quoted(written)))"
                return error(
                    "never-compares", "a period and a number never compare", at: place.span,
                    help: "write `\(call)`; the year of a period as a number is `year(\(period.span.text))`",
                    fix: number.span.file === place.span.file
                        ? DiagnosticFix("write `\(call)`", replacing: number.span.range, with: call) : nil)
            }
            error(
                "never-compares", "a period and a number never compare", at: place.span,
                help: "the year of a period is `year(\(period.span.text))`")
        case (.duration, .date), (.date, .duration):
            error(
                "never-compares", "a date and a length of time never compare", at: place.span,
                help: "the days between two dates are `days(a, b)`")
        case (.truth, _), (_, .truth):
            let (flag, other) = left.type == .truth ? (left, right) : (right, left)
            error(
                "never-compares", "\(flag.words) and \(other.words) never compare", at: place.span,
                help: "ask `is true` or `is false`")
        default:
            error("never-compares", "\(left.words) and \(right.words) never compare", at: place.span)
        }
    }

    private func reportStatusText(
        _ status: Operand, _ comparison: Comparison, _ text: Operand, _ place: ComparisonSite
    ) {
        let not = comparison == .notEqual ? "not " : ""
        guard let label = text.literalText else {
            return error(
                "status-as-text", "a status and a text never compare", at: place.span,
                help: "compare what is printed: `printed(\(status.span.text)) == \(text.span.text)`")
        }
        let isColour = Colour.allCases.contains { $0.name == label.lowercased() }
        let named = isColour && !hasLabel(label, status.type)
        let fixed = "\(status.span.text) is \(not)\(named ? label.lowercased() : quoted(label))"
        error(
            "status-as-text", "a status is asked with `is`", at: place.span, help: "write `\(fixed)`",
            fix: comparison.isEquality && place.sign != nil
                ? DiagnosticFix("write `\(fixed)`", replacing: place.span.range, with: fixed) : nil)
    }

    private func hasLabel(_ label: String, _ type: ValueType) -> Bool {
        guard case .status(let scheme) = type, rules.schemes.indices.contains(scheme) else { return false }
        return labelIndex(ofScheme: scheme).index(ignoringCase: label) != nil
    }

    /// What stands for a name, where a text names a day of the week, month or quarter that is a number.
    private func numberedInstead(_ literal: String, _ other: Operand) -> String? {
        guard case .call(let function, _) = other.expression.kind else { return nil }
        switch function {
        case .weekday: return "days of the week are numbers: 1 is Monday, 7 is Sunday"
        case .month: return "months are numbers: 1 is January, 12 is December"
        case .quarter: return "quarters are numbers from 1 to 4"
        default: return nil
        }
    }

    private func reportText(
        _ text: Operand, _ comparison: Comparison, _ other: Operand, _ name: String, _ place: ComparisonSite
    ) {
        var help: String?
        var fix: DiagnosticFix?
        if let literal = text.literalText,
            let marker = markerMeant(literal, by: other, negated: comparison == .notEqual)
        {
            let isWritten = comparison.isEquality && place.sign != nil && text.span.text.hasPrefix("\"")
            return error(
                "never-compares", "\(text.words) and \(other.words) never compare", at: place.span, help: marker.help,
                fix: isWritten
                    ? DiagnosticFix(
                        "write `\(marker.condition)`", replacing: place.span.range, with: marker.condition) : nil)
        }
        switch other.type {
        case .figure, .target:
            let function = other.type == .target ? "target" : "measure"
            if let literal = text.literalText, let words = numberedInstead(literal, other) {
                help = words
            } else if let literal = text.literalText, other.type == .figure,
                literal.allSatisfy({ $0.isASCII && $0.isNumber })
            {
                help = literal.isEmpty ? "ask `\(name) is blank`" : "a number stands without quotes"
                if !literal.isEmpty, text.span.text.hasPrefix("\"") {
                    fix = DiagnosticFix("write `\(literal)`", replacing: text.span.range, with: literal)
                }
            } else if comparison.isEquality, text.literalText == nil, case .literal(.figure) = other.expression.kind,
                name.allSatisfy({ $0.isASCII && $0.isNumber }), !name.isEmpty
            {
                help = "a text stands in quotes: `\"\(name)\"`"
                fix = DiagnosticFix("write `\"\(name)\"`", replacing: other.span.range, with: "\"\(name)\"")
            } else if let literal = text.literalText {
                let call = "\(function)(\(quoted(literal)))"
                help = "a quantity as it would stand in a cell is written `\(call)`"
                if text.span.text.hasPrefix("\"") {
                    fix = DiagnosticFix("write `\(call)`", replacing: text.span.range, with: call)
                }
            } else if other.type == .figure {
                help =
                    "the first number of a text is `first_number(\(text.span.text))`; a cell as printed is `printed(…)`"
            }
        case .date:
            help = "a date is written 2023-09-30, without quotes"
            if let literal = text.literalText, let days = readDateText(literal),
                let meant = CalendarDate(days: days)?.text
            {
                help = "write `\(meant)`, without quotes"
                if text.span.text.hasPrefix("\"") {
                    fix = DiagnosticFix("write `\(meant)`", replacing: text.span.range, with: meant)
                }
            }
        case .period:
            if let literal = text.literalText, readPeriodText(literal, yearFrom: 4) == nil {
                help = "a period is written as in a cell: `period(\"2023-24 Q1\")`"
            } else if let literal = text.literalText {
                let call = "period(\(quoted(literal)))"
                help = "write `\(call)`"
                if text.span.text.hasPrefix("\"") {
                    fix = DiagnosticFix("write `\(call)`", replacing: text.span.range, with: call)
                }
            }
        case .truth: help = "ask `\(name) is true` or `\(name) is false`"
        default: break
        }
        error("never-compares", "\(text.words) and \(other.words) never compare", at: place.span, help: help, fix: fix)
    }
}
