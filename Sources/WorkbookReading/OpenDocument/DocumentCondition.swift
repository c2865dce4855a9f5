// Conditions of cell styles as OpenDocument writes them.

/// Reads conditions such as `>=[.$C2]`, `between(1,5)`, `formula-is([.B2]="x")`, and their older forms
/// `cell-content()>=5`, `cell-content-is-between(1,5)` and `is-true-formula([.B2]="x")`.
enum DocumentCondition {
    /// When a condition holds for a cell.
    static func test(_ text: String) -> RuleTest {
        var text = text[...]
        let old = "cell-content()"
        if text.hasPrefix(old) { text = text.dropFirst(old.count) }
        text = text.drop { $0 == " " }
        for (sign, comparison) in signs where text.hasPrefix(sign) {
            return .comparison(comparison, String(text.dropFirst(sign.count)))
        }
        guard let open = text.firstIndex(of: "("), text.last == ")" else { return plain(String(text)) }
        let inner = text[text.index(after: open)...].dropLast()
        return call(String(text[..<open]), String(inner))
    }

    private static let signs: [(String, FormulaOperator)] = [
        ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("!=", .notEqual), ("<>", .notEqual), ("<", .less),
        (">", .greater), ("=", .equal),
    ]

    private static func plain(_ name: String) -> RuleTest {
        switch name {
        case "above-average": .average(isAbove: true, takesEqual: false)
        case "below-average": .average(isAbove: false, takesEqual: false)
        case "above-equal-average": .average(isAbove: true, takesEqual: true)
        case "below-equal-average": .average(isAbove: false, takesEqual: true)
        case "is-error": .error(isWanted: true)
        case "is-no-error": .error(isWanted: false)
        case "duplicate", "unique": .unknown("it looks for values that occur more than once")
        default: .unknown("“\(name.prefix(40))” is not understood")
        }
    }

    private static func call(_ name: String, _ inner: String) -> RuleTest {
        switch name {
        case "formula-is", "is-true-formula": return .formula(inner)
        case "between", "not-between", "cell-content-is-between", "cell-content-is-not-between":
            guard let (low, high) = pair(inner) else { return .unknown("how it compares is not understood") }
            return .between(low, high, isInside: name == "between" || name == "cell-content-is-between")
        case "contains-text": return .ownText(.contains, inner)
        case "not-contains-text": return .ownText(.lacks, inner)
        case "begins-with": return .ownText(.begins, inner)
        case "ends-with": return .ownText(.ends, inner)
        case "top-elements", "bottom-elements", "top-percent", "bottom-percent":
            guard let count = Int(inner), (0...1 << 24).contains(count) else {
                return .unknown("it does not say how many")
            }
            return .ranked(count: count, isPercent: name.hasSuffix("percent"), isLowest: name.hasPrefix("bottom"))
        default: return .unknown("“\(name.prefix(40))” is not understood")
        }
    }

    /// The two formulas around the comma that stands within no text, no brackets and no call.
    private static func pair(_ text: String) -> (String, String)? {
        var depth = 0
        var quote: Character?
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open { quote = nil }
                continue
            }
            switch character {
            case "\"", "'": quote = character
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            case "," where depth == 0:
                return (String(text[..<index]), String(text[text.index(after: index)...]))
            default: continue
            }
        }
        return nil
    }
}
