// Small changes of a rule, one at a time, which a good test should notice.

import Diagnostics
import Syntax

/// A replacement in a rule file that changes what a rule means.
struct RuleChange {
    var range: Range<Int>
    var replacement: String
    /// Such as "`<` instead of `<=`".
    var words: String
}

/// Lists the changes of one rule.
struct RuleChanges {
    private let file: SourceFile
    private(set) var changes: [RuleChange] = []

    init(_ rule: RuleDeclaration, in file: SourceFile) {
        self.file = file
        if case .rows(let rows)? = rule.scope, let condition = rows.condition { visit(condition) }
        if case .groups(let groups)? = rule.scope {
            for part in [groups.condition, groups.runs?.condition].compactMap({ $0 }) { visit(part) }
        }
        for clause in rule.lets { visit(clause.value) }
        for when in rule.whens {
            dropClause("when", when.range)
            visit(when)
        }
        for require in rule.requires {
            if let share = require.share { visit(share) }
            visit(require.condition)
        }
        changes.sort { $0.range.lowerBound < $1.range.lowerBound }
    }

    private mutating func add(_ range: Range<Int>, _ replacement: String, _ words: String? = nil) {
        let old = file.text(range)
        changes.append(
            RuleChange(range: range, replacement: replacement, words: words ?? "`\(replacement)` instead of `\(old)`"))
    }

    /// Leaves a clause out: from its word to the end of its condition.
    private mutating func dropClause(_ word: String, _ condition: Range<Int>) {
        let letters = Array(word.utf8)
        var start = condition.lowerBound
        while start > 0,
            file.bytes[start - 1] == 0x20 || file.bytes[start - 1] == 0x0A || file.bytes[start - 1] == 0x0D
                || file.bytes[start - 1] == 0x09
        { start -= 1 }
        guard start >= letters.count, Array(file.bytes[start - letters.count..<start]) == letters else { return }
        add(
            start - letters.count..<condition.upperBound, "",
            "without `\(word) \(shortened(file.text(condition)))`")
    }

    /// Walks an expression without recursion.
    private mutating func visit(_ root: Expression) {
        var open = [root]
        while let next = open.popLast() {
            open += change(next)
        }
    }

    /// Adds the changes of one expression, and returns its parts.
    private mutating func change(_ expression: Expression) -> [Expression] {
        switch expression.kind {
        case .number(let mantissa, let scale), .percent(let mantissa, let scale):
            nudge(expression.range, mantissa, scale)
            return []
        case .quantity(let mantissa, let scale, _):
            nudge(expression.range, mantissa, scale)
            return []
        case .text(let text):
            add(
                expression.range, "\"~\(text.filter { $0 != "\"" && $0 != "\\" })\"",
                "another text than \(file.text(expression.range))")
            return []
        case .truth(let value):
            add(expression.range, value ? "false" : "true")
            return []
        case .date(let days):
            for step in [1, -1] { add(expression.range, dateText(days + step)) }
            return []
        case .unknown, .name, .regex, .broken: return []
        case .call(let name, let arguments):
            let others = [
                "min": "max", "max": "min", "rises": "falls", "falls": "rises", "first_date": "last_date",
                "last_date": "first_date",
            ]
            if let other = others[name.text] { add(name.range, other) }
            return arguments.map(\.value)
        case .aggregate(_, let source):
            let others = [
                "min": "max", "max": "min", "any": "all", "all": "any", "mean": "median", "median": "mean",
                "first": "last", "last": "first",
            ]
            if let other = others[file.text(source.function)] { add(source.function, other) }
            if let word = source.other { add(word.lowerBound..<source.table.range.lowerBound, "", "without `other`") }
            return [source.condition, source.share].compactMap { $0 }
        case .negative(let inner):
            add(expression.range.lowerBound..<inner.range.lowerBound, "", "without `-`")
            return [inner]
        case .not(let inner):
            add(expression.range.lowerBound..<inner.range.lowerBound, "", "without `not`")
            return [inner]
        case .binary(let operation, let left, let right, let operatorRange):
            for other in operation.others { add(operatorRange, other) }
            return [left, right]
        case .membership(let value, let set, let negated):
            switch set {
            case .named(let list):
                negate("in", negated, value.range.upperBound..<list.range.lowerBound)
                return [value]
            case .list(let items), .labels(let items):
                if let first = items.first { negate("in", negated, value.range.upperBound..<first.range.lowerBound) }
                return [value] + items
            case .range(let low, let high):
                negate("in", negated, value.range.upperBound..<low.range.lowerBound)
                return [value, low, high]
            }
        case .matches(let value, let test, let pattern, let negated):
            negate(test.rawValue, negated, value.range.upperBound..<pattern.range.lowerBound)
            return [value]
        case .state(let value, let state, let negated):
            negateState(negated, value.range.upperBound..<expression.range.upperBound)
            if case .value(let other) = state { return [value, other] }
            return [value]
        case .conditional(let condition, let then, let otherwise): return [condition, then, otherwise]
        case .parenthesized(let inner): return [inner]
        case .list(let items): return items
        }
    }

    /// A number one more and one less, in its last digit.
    private mutating func nudge(_ range: Range<Int>, _ mantissa: Int128, _ scale: Int8) {
        let text = file.text(range)
        let suffix = text.drop { $0.isNumber || $0 == "." || $0 == "_" }
        for step in [1, -1] as [Int128] {
            let (changed, overflow) = mantissa.addingReportingOverflow(step)
            guard !overflow else { continue }
            let number = decimalText(changed, scale: Int(scale))
            add(range, (changed < 0 ? "(\(number)\(suffix))" : number + suffix))
        }
    }

    private mutating func negate(_ word: String, _ negated: Bool, _ gap: Range<Int>) {
        if negated {
            guard let found = find("not", in: gap) else { return }
            add(found, "", "without `not`")
        } else if let found = find(word, in: gap) {
            add(found, "not \(word)")
        }
    }

    private mutating func negateState(_ negated: Bool, _ gap: Range<Int>) {
        if negated {
            guard let found = find("not", in: gap) else { return }
            add(found, "", "without `not`")
        } else if let found = find("is", in: gap) {
            add(found, "is not")
        }
    }

    /// A word in a gap between two expressions.
    private func find(_ word: String, in gap: Range<Int>) -> Range<Int>? {
        let letters = Array(word.utf8)
        guard gap.count >= letters.count else { return nil }
        for start in gap.lowerBound...(gap.upperBound - letters.count)
        where file.bytes[start..<start + letters.count].elementsEqual(letters) {
            return start..<start + letters.count
        }
        return nil
    }
}

extension BinaryOperator {
    /// The operators that are tried instead of it.
    fileprivate var others: [String] {
        switch self {
        case .or: ["and"]
        case .and: ["or"]
        case .equal: ["!="]
        case .notEqual: ["=="]
        case .less: ["<=", ">"]
        case .lessOrEqual: ["<", ">="]
        case .greater: [">=", "<"]
        case .greaterOrEqual: [">", "<="]
        case .agreesWith: ["!="]
        case .contains: ["not contains"]
        case .startsWith: ["not starts with"]
        case .endsWith: ["not ends with"]
        case .notContains: ["contains"]
        case .notStartsWith: ["starts with"]
        case .notEndsWith: ["ends with"]
        case .add: ["-"]
        case .subtract: ["+"]
        case .multiply: ["/"]
        case .divide: ["*"]
        }
    }
}

/// A decimal as it is written in a rule file.
private func decimalText(_ mantissa: Int128, scale: Int) -> String {
    var digits = String(mantissa.magnitude)
    if scale > 0 {
        if digits.count <= scale { digits = String(repeating: "0", count: scale - digits.count + 1) + digits }
        digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
    } else if scale < 0 {
        digits += String(repeating: "0", count: -scale)
    }
    return mantissa < 0 ? "-" + digits : digits
}

/// A text on one line, cut at a limit.
func shortened(_ text: String, to limit: Int = 60) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count <= limit ? line : line.prefix(limit - 1) + "…"
}
