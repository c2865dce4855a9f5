// Kernels write every row of their result, whatever it held, and what an evaluator hands out lives as long as its
// batch.

import Catalog
import Checking
import Columns
import Diagnostics
import Planning
import Quantities
import Testing

@testable import Evaluation

@Suite struct KernelResultTests {
    /// Conditions of every operator and function over values that are known to nobody, and over constants.
    private static let conditions = [
        "unknown", "nothing", "not unknown", "unknown and value > 3", "unknown or value > 3",
        "if unknown then true else false",
        "(if unknown then value else 3) > 2", "(if true then unknown else 3) > 2", "first_known(value, unknown) > 3",
        "value in (1, 2)", "area in (\"a\", \"b\")", "value agrees with part / 3", "value is known", "value is unknown",
        "area is blank", "nothing is known", "nothing is true", "flag is true", "flag is false", "flag",
        "flag == (value > 3)", "value is approximate", "value is bounded", "rag is red", "rag is known", "rag is \"G\"",
        "rag == rag", "area == upper(area)", "area contains \"x\"", "area matches /x+/", "printed(value) == \"3\"",
        "mark(value) == \"p\"", "unit(value) == \"£\"", "decimals(value) > 1", "amount(value) > 1", "min(value, 3) > 2",
        "max(day, 2024-01-01) > 2024-01-01", "rises(value, part)", "same_unit(value, part)", "meets(value, target)",
        "gap(value, target) > 1", "near(value, target, 5%)", "target == target", "day + 3 days > 2024-01-01",
        "days(day, day) > 3", "year(day) > 2000", "month(day) > 3", "days(day, 2024-01-01) > 3", "end(quarter) > day",
        "elapsed(quarter) > 3%", "round(value, 1) > 1", "abs(-value) > 1", "exact(value) > 1", "length(area) > 1",
        "word_count(area) > 1", "ratio(area) > 1%", "percent(value, part) > 1%", "change(value, part) > 1%",
        "falls(value, part)", "relative_gap(value, target) > 1%", "meets(value, prorate(target, 50%))",
        "digits(value) > 1", "first_number(area) > 1", "lower(area) == area", "trim(area) == area",
        "quarter(quarter) > 1", "weekday(day) > 1", "months(day, day) > 3", "years(day, day) > 3", "age(day, day) > 3",
        "overlaps(day, day, 2024-01-01, day)",
        "working_days(day, day) > 3", "rag == due(rag)", "value == measure(\"3\")", "target == target(\"<3\")",
        "quarter == period(\"2023-24 Q1\")", "stored(value) > 1", "find(area, /x/) == \"x\"",
        "part(area, 1, 2) == \"x\"",
        "replace(area, \"x\", \"y\") == \"y\"", "folded(area) == \"x\"", "like(area, \"x\")",
        "likeness(area, \"x\") > 1%",
        "ratio_base(area) > 1", "first_date(area, near: day) > day", "last_date(area) > day", "date(area) > day",
        "number(area) > 1", "measure(area) == value", "target(area) == target", "period(area) == quarter",
        "area + \"x\" == \"x\"", "area is upper(area)", "area contains /x/", "remainder(value, part) > 1",
        "known(value, area) > 1",
    ]

    @Test func resultsDependOnNothingThatTheyHeld() throws {
        var seen = 0
        for condition in Self.conditions {
            let (rules, graph, node) = try planned(condition)
            let lookups = NoLookups(rules)
            let expected = ExpressionEvaluator(graph, lookups: lookups)
            let evaluator = ExpressionEvaluator(graph, lookups: lookups)
            expected.beginAlone()
            evaluator.beginAlone()
            // What was computed for an earlier batch, and worse.
            for node in graph.nodes.indices { fillWithGarbage(evaluator.output(node)) }
            #expect(evaluator.isTrue(node)[0] == expected.isTrue(node)[0], "\(condition)")
            #expect(evaluator.isFalse(node)[0] == expected.isFalse(node)[0], "\(condition)")
            #expect(!evaluator.isTrue(node)[0] || !evaluator.isFalse(node)[0], "\(condition)")
            seen += 1
        }
        #expect(seen == Self.conditions.count)
    }

    @Test(arguments: Function.allCases)
    func everyFunctionIsAmongThem(_ function: Function) {
        #expect(
            Self.conditions.contains { $0.contains("\(function.rawValue)(") }, "no condition asks \(function.rawValue)")
    }

    @Test(arguments: ["unknown", "nothing"])
    func whatIsOfNoTypeIsUnknownAndLivesAsLongAsTheEvaluator(_ condition: String) throws {
        let (rules, graph, node) = try planned(condition)
        let lookups = NoLookups(rules)
        let evaluator = ExpressionEvaluator(graph, lookups: lookups)
        evaluator.beginAlone()
        // Were they made anew each time nobody would hold them, and pointers into them would lead nowhere.
        let (truths, figures, codes) = (evaluator.truths(node), evaluator.figures(node), evaluator.codes(node))
        let (targets, texts) = (evaluator.targets(node), evaluator.texts(nil))
        #expect(
            truths === evaluator.truths(node) && figures === evaluator.figures(node) && codes === evaluator.codes(node))
        #expect(targets === evaluator.targets(node) && texts === evaluator.texts(nil))
        #expect(evaluator.isTrue(node).isEmpty && evaluator.isFalse(node).isEmpty)
        #expect([figures.state[0], codes.state[0], texts.state[0]] == [.unknown, .unknown, .unknown])
    }

    private func planned(_ condition: String) throws -> (RuleSet, ExpressionGraph, NodeID) {
        let text = """
            let nothing = unknown
            scheme rating for value {
              green "G" when value > 3
              red "R" otherwise
            }
            table kpis from "kpis.csv" {
              ref     text
              area    text
              value   measure
              part    measure
              target  target
              rag     status rating
              flag    flag
              day     date
              quarter period
            }
            rule a "a" {
              for kpis
              require \(condition)
            }
            """
        let rules = check(
            [SourceFile(name: "main.rules", text: text)], options: CheckingOptions { _, _ in nil })
        let errors = rules.diagnostics.filter { $0.severity == .error }.map(\.message)
        #expect(errors.isEmpty, "\(condition): \(errors)")
        var graph = ExpressionGraph(table: 0)
        let require = try #require(rules.rules.first?.requires.first)
        let node = graph.add(require.condition, context: PlanningContext(rules: rules))
        return (rules, graph, node)
    }

    private func fillWithGarbage(_ vector: Vector) {
        let rows = 64
        func fill(_ figures: FigureVector) {
            _ = figures.useDenominators()
            for row in 0..<rows {
                figures[figure: row] = Figure(mantissa: 7, scale: 1, unit: .percent)
                figures.denominator?[row] = 3
                figures.flags[row] = [.approximate, .above]
            }
        }
        vector.setCount(rows)
        for row in 0..<rows { vector.states[row] = .value }
        switch vector {
        case .figure(let figures): fill(figures)
        case .target(let targets):
            fill(targets.first)
            fill(targets.second)
            for row in 0..<rows { targets.form[row] = .range }
        case .code(let codes): for row in 0..<rows { codes.code[row] = 1 }
        case .text(let texts):
            texts.useArena()
            let span = texts.reserve(1)
            texts.mutableArena?[0] = UInt8(ascii: "x")
            for row in 0..<rows { texts.spans[row] = span ?? CellSpan(offset: 0, length: 0) }
        case .truth(let truths): (truths.isTrue[0], truths.isFalse[0]) = (.max, .max)
        }
    }
}

/// No tables to look anything up in.
private final class NoLookups: LookupSource {
    let rules: RuleSet
    let traced: TraceSelection? = nil

    init(_ rules: RuleSet) { self.rules = rules }

    func joinPositions(
        _ join: Int, keys: UnsafePointer<KeyHash>, isKnown: UnsafePointer<UInt64>, count: Int,
        into positions: UnsafeMutablePointer<Int32>
    ) {
        for row in 0..<count { positions[row] = -1 }
    }
    func joinIndex(_ join: Int) -> JoinIndex? { nil }
    let lacksAnything = false
    func lacks(_ column: Int, ofTable table: Int) -> Bool { false }
    func isIncomplete(join: Int) -> Bool { false }
    func isIncomplete(table: Int) -> Bool { false }
    func store(ofTable table: Int) -> MaterializedRows? { nil }
    func holidays(ofTable table: Int, column: Int) -> Holidays? { nil }
    func aggregate(_ number: Int) -> AggregateTable? { nil }
}
