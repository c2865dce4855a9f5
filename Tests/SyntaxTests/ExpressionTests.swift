// How expressions are read: precedence, literals, aggregates, words that are operators only where they stand as such.

import Diagnostics
import Syntax
import Testing

struct ExpressionTests {
    @Test(arguments: [
        ("a or b and not c == d + e * -f", "(a or (b and (not (c == (d + (e * (-f)))))))"),
        ("a - b - c", "((a - b) - c)"),
        ("a / b * c", "((a / b) * c)"),
        ("- - a", "(-(-a))"),
        ("not not a", "(not (not a))"),
        ("not a in (1, 2)", "(not (a in (1, 2)))"),
        ("a not in 1..n + 1", "(a not in 1..(n + 1))"),
        ("a not in words and b", "((a not in words) and b)"),
        ("a is in words or a is not in (\"b\", c)", "((a in labels (words)) or (a not in labels ('b', c)))"),
        ("(a, (b), c + 1)", "(a, [b], (c + 1))"),
        ("a in (b + 1) * 2..9", "(a in ([(b + 1)] * 2)..9)"),
        ("a in (1)", "(a in (1))"),
        ("a in (1)..(2)", "(a in [1]..[2])"),
        ("if a then b else if c then d else e", "(if a then b else (if c then d else e))"),
        ("if a then b else c or d", "(if a then b else (c or d))"),
        ("(if a then b else c) == d", "([(if a then b else c)] == d)"),
        ("a agrees with b / c", "(a agrees with (b / c))"),
        (
            "a contains \"x\" and b starts with \"y\" or c ends with \"z\"",
            "(((a contains 'x') and (b starts with 'y')) or (c ends with 'z'))"
        ),
        ("a not contains \"x\"", "(a not contains 'x')"),
        ("a not starts with \"x\"", "(a not starts with 'x')"),
        ("a not ends with \"x\"", "(a not ends with 'x')"),
        ("a is red", "(a is red)"),
        ("a is not known", "(a is not known)"),
        ("a is unknown or b is true", "((a is unknown) or (b is true))"),
        ("a is not \"Off \\\"target\\\"\"", "(a is not 'Off \"target\"')"),
        ("a matches /[0-9]+\\/x/i", "(a matches /[0-9]+\\/x/i)"),
        ("a not matches / \"x\" /", "(a not matches / \"x\" /)"),
        ("matches / 2 + contains * starts", "((matches / 2) + (contains * starts))"),
        ("x.matches / 2", "(x.matches / 2)"),
        ("(a)", "[a]"),
        ("previous.value + `Days lost` - t.`from`", "((previous.value + `Days lost`) - t.`from`)"),
        ("due(national_rag, target: national_value)", "due(national_rag, target: national_value)"),
        ("f()", "f()"),
        ("near(a, b, 5 points, 5%)", "near(a, b, 5 points, 5%)"),
        ("d + 30 days - 1 month", "((d + 30 days) - 1 months)"),
        ("1_000 + 2.50", "(1000 + 250e-2)"),
        ("2.5% + 1..", "broken"),
        ("2023-09-30", "day 19630"),
        ("1970-01-01", "day 0"),
        ("1969-12-31", "day -1"),
        ("2024-02-29", "day 19782"),
        ("true and false or unknown", "((true and false) or unknown)"),
        ("count(kpis)", "count<kpis>"),
        ("count(kpis where rag is red)", "count<kpis where (rag is red)>"),
        ("count distinct(kpis.priority)", "count distinct<kpis.priority>"),
        ("sum(t.x where a == b or c) / 2", "(sum<t.x where ((a == b) or c)> / 2)"),
        ("mean(series.value)", "mean<series.value>"),
        ("any(series where x) and all(t)", "(any<series where x> and all<t>)"),
        ("min(a, b) + max(a, b, c)", "(min(a, b) + max(a, b, c))"),
        ("min(t.x) + max(t.x where y)", "(min<t.x> + max<t.x where y>)"),
        ("min + max + count + sum", "(((min + max) + count) + sum)"),
        (
            "value + message + period + row + key + let + series",
            "((((((value + message) + period) + row) + key) + let) + series)"
        ),
        ("first + last", "(first + last)"),
        ("a\n  or b", "(a or b)"),
        ("a == 'x'", "(a == 'x')"),
    ])
    func reads(_ text: String, _ shape: String) {
        let (expression, diagnostics) = parseExpression(text, name: "--set")
        #expect(expression.shape == shape)
        #expect(diagnostics.isEmpty == (shape != "broken" && !text.contains("'")), "\(diagnostics.map(\.shown))")
    }

    @Test func rangesCoverTheirText() {
        let (expression, _) = parseExpression("a + (b * c) == -d", name: "--set")
        guard case .binary(_, let left, let right, let place) = expression.kind else {
            Issue.record("no comparison")
            return
        }
        #expect(expression.range == 0..<17)
        #expect(left.range == 0..<11)
        #expect(place == 12..<14)
        #expect(right.range == 15..<17)
    }

    @Test(arguments: [
        ("12 34", 3..<5), ("a +", 3..<3), ("", 0..<0), ("a)", 1..<2), ("a, b", 1..<2), ("f(a", 3..<3), ("£5", 0..<3),
    ])
    func saysWhereAnExpressionIsWrong(_ text: String, _ place: Range<Int>) {
        let (expression, diagnostics) = parseExpression(text, name: "--set")
        #expect(diagnostics.map(\.span.range) == [place], "\(diagnostics.map(\.shown))")
        if text != "f(a" { #expect(expression.shape == "broken" || expression.shape.contains("broken")) }
    }

    @Test(arguments: [
        Nest("(", 199, ")", fits: true), Nest("(", 200, ")", fits: false), Nest("a + ", 199, "", fits: true),
        Nest("a + ", 200, "", fits: false), Nest("-", 199, "", fits: true), Nest("- ", 100_000, "", fits: false),
        Nest("not ", 100_000, "", fits: false), Nest("f(", 100_000, "", fits: false),
        Nest("(", 100_000, ")", fits: false),
        Nest("if a then b else ", 100_000, "", fits: false), Nest("if ", 100_000, "", fits: false),
        Nest("a or ", 100_000, "", fits: false), Nest("a < ", 100_000, "", fits: false, code: "chained-comparison"),
        Nest("if a then b elif ", 100_000, "", fits: false), Nest("a in (", 100_000, ")", fits: false),
    ])
    func limitsDepth(_ nest: Nest) {
        let (_, diagnostics) = parseExpression(nest.text, name: "--set")
        #expect(diagnostics.map(\.code).last == (nest.fits ? nil : nest.code))
        #expect(Set(diagnostics.map(\.code)).subtracting([nest.code, "wrong-word"]) == [])
    }
}

/// An `a` within many of the same, to one side or on both.
struct Nest: Sendable, CustomTestStringConvertible {
    var before: String
    var count: Int
    var after: String
    var fits: Bool
    var code: String
    var text: String { String(repeating: before, count: count) + "a" + String(repeating: after, count: count) }
    var testDescription: String { "\(count) times \(before)" }

    init(_ before: String, _ count: Int, _ after: String, fits: Bool, code: String = "too-deep") {
        self.before = before
        self.count = count
        self.after = after
        self.fits = fits
        self.code = code
    }
}
