// What printed figures stand for, what calculations make of it, and when two figures agree.

import Testing

@testable import Quantities

private func ranges(_ figures: [Figure]) -> RangeVector {
    let out = RangeVector(capacity: max(1, figures.count))
    printedRanges(column(figures), into: out)
    return out
}

private func range(_ text: String) -> FigureRange { FigureRange(printed: figure(text)) }

/// `low..high`, both exact.
private func between(_ text: String) -> FigureRange {
    if text == "?" { return .unknown }
    let ends = text.split(separator: "..").map { figure("=" + $0) }
    return FigureRange(low: ends[0], high: ends[ends.count - 1])
}

@Test(
    "a printed figure stands for all that rounds to it",
    arguments: [
        ("£2.4m", "£2.35m..£2.45m"), ("33%", "32.5%..33.5%"), ("466", "465.5..466.5"), ("=466", "466..466"),
        ("0.50", "0.495..0.505"), ("-3", "-3.5..-2.5"), ("3/8", "3/8..3/8"), ("?", "?"),
        (
            "99999999999999999999999999999999999999",
            "99999999999999999999999999999999999998..100000000000000000000000000000000000000"
        ),
        (
            "50000000000000000000000000000000000000",
            "99999999999999999999999999999999999999/2..100000000000000000000000000000000000001/2"
        ),
    ])
func printed(_ text: String, _ expected: String) {
    let out = ranges([figure(text)])
    #expect(out[range: 0] == between(expected))
    #expect(range(text) == between(expected))
}

@Test("words keep their fingerprint as a range")
func printedWords() {
    #expect(ranges([figure("words:a")]).low.figures == [figure("words:a")])
}

struct Agreement: CustomTestStringConvertible, Sendable {
    let left: FigureRange
    let right: FigureRange
    let agrees: Bool?
    let testDescription: String

    init(_ name: String, _ left: FigureRange, _ right: FigureRange, _ agrees: Bool?) {
        self.left = left
        self.right = right
        self.agrees = agrees
        testDescription = name
    }
}

private let agreements: [Agreement] = [
    Agreement("33% and 3 of 8", range("33%"), percent(part: range("=3"), whole: range("=8")), false),
    Agreement("38% and 3 of 8", range("38%"), percent(part: range("=3"), whole: range("=8")), true),
    Agreement("37% and 3 of 8", range("37%"), percent(part: range("=3"), whole: range("=8")), true),
    Agreement("14 of 17 and 83%", percent(part: range("=14"), whole: range("=17")), range("83%"), false),
    Agreement("14 of 17 and 82%", percent(part: range("=14"), whole: range("=17")), range("82%"), true),
    Agreement("27 of 36 and 75%", percent(part: range("=27"), whole: range("=36")), range("75%"), true),
    Agreement("944 of 1,215 and 78%", percent(part: range("=944"), whole: range("=1215")), range("78%"), true),
    Agreement("14 of 47 and 30%", percent(part: range("=14"), whole: range("=47")), range("30%"), true),
    Agreement("2.28 and 2.29", range("2.28"), range("2.29"), false),
    Agreement("2.28 and 2.3", range("2.28"), range("2.3"), true),
    Agreement("2.285 as a literal and 2.29", range("=2.285"), range("2.29"), true),
    Agreement(
        "33% + 33% + 33% and 100%", combine(combine(range("33%"), range("33%"), .add), range("33%"), .add),
        range("=100%"), true),
    Agreement(
        "33% + 33% + 33% and a printed 100%",
        combine(combine(range("33%"), range("33%"), .add), range("33%"), .add), range("100%"), true),
    Agreement(
        "33% + 33% + 32% and a literal 100%",
        combine(combine(range("33%"), range("33%"), .add), range("32%"), .add), range("=100%"), false),
    Agreement(
        "887 days of 466 printed and 1.91", combine(range("=887"), range("466"), .divide(.none)), range("1.91"), true),
    Agreement(
        "887 days of exactly 466 and 1.91", combine(range("=887"), range("=466"), .divide(.none)), range("1.91"),
        false),
    Agreement("1,051 days of 461 and 2.28", combine(range("=1051"), range("461"), .divide(.none)), range("2.28"), true),
    Agreement("829 days of 465 and 1.78", combine(range("=829"), range("465"), .divide(.none)), range("1.78"), true),
    Agreement("599 days of 467 and 1.28", combine(range("=599"), range("467"), .divide(.none)), range("1.28"), true),
    Agreement("777 days of 466 and 1.67", combine(range("=777"), range("466"), .divide(.none)), range("1.67"), true),
    Agreement("5 and 5", range("=5"), range("=5"), true),
    Agreement("5 and 5.0", range("=5"), range("=5.0"), true),
    Agreement("5 and 6", range("=5"), range("=6"), false),
    Agreement("£2.4m and £2,449,999", range("£2.4m"), range("£2449999"), true),
    Agreement("£2.4m and £2,450,000", range("£2.4m"), range("=£2450000"), true),
    Agreement("£2.4m and £2,450,001", range("£2.4m"), range("=£2450001"), false),
    Agreement("5 and 5%", range("5"), range("5%"), true),
    Agreement("£5 and 5%", range("£5"), range("5%"), nil),
    Agreement("unknown and 5", range("?"), range("5%"), nil),
    Agreement("Good and Good", range("words:Good"), range("words:Good"), true),
    Agreement("Good and Poor", range("words:Good"), range("words:Poor"), false),
    Agreement("Good and 5", range("words:Good"), range("5"), false),
]

@Test("figures agree that can stand for one value", arguments: agreements)
func agreement(_ example: Agreement) {
    let left = RangeVector(capacity: 1)
    let right = RangeVector(capacity: 1)
    left.fill(example.left, count: 1)
    right.fill(example.right, count: 1)
    let out = TruthVector(capacity: 1)
    agrees(left, right, into: out)
    #expect(out[0] == example.agrees)
    agrees(right, left, into: out)
    #expect(out[0] == example.agrees)
    #expect(agrees(example.left, example.right) == example.agrees)
}

@Test(
    "intervals of calculations",
    arguments: [
        ("1..2", .add, "10..20", "11..22"), ("1..2", .subtract, "10..20", "-19..-8"),
        ("-1..2", .multiply(.none), "-3..5", "-6..10"), ("1..2", .divide(.none), "-4..-2", "-1 ratio..-1/4 ratio"),
        ("1..2", .divide(.none), "-4..2", "?"), ("1..2", .divide(.none), "0..2", "?"),
        ("1..2", .divide(.none), "-2..0", "?"),
        ("0..0", .divide(.none), "1..2", "0 ratio..0 ratio"), ("1..6", .minimum, "2..3", "2..3"),
        ("1..6", .maximum, "2..3", "1..6"),
        ("£1..£2", .add, "1%..2%", "?"), ("£1..£2", .multiply(.none), "50%..60%", "£0.5..£1.2"),
        ("?", .add, "1..2", "?"),
        ("1..2", .maximum, "£5..£6", "£5..£6"), ("7..8", .maximum, "£5..£6", "£7..£8"),
    ] as [(String, Arithmetic, String, String)])
func intervals(_ a: String, _ operation: Arithmetic, _ b: String, _ expected: String) {
    let left = RangeVector(capacity: 1)
    let right = RangeVector(capacity: 1)
    let out = RangeVector(capacity: 1)
    left.fill(between(a), count: 1)
    right.fill(between(b), count: 1)
    combineRanges(left, right, operation, into: out)
    #expect(out.count == 1)
    #expect(out[range: 0] == between(expected))
    #expect(combine(between(a), between(b), operation) == between(expected))
}

@Test("intervals of functions")
func intervalFunctions() {
    let left = RangeVector(capacity: 5)
    let out = RangeVector(capacity: 5)
    left.count = 5
    for (row, text) in ["1..2", "-3..1", "-3..-1", "?", "2.4..2.6"].enumerated() { left[range: row] = between(text) }
    negateRanges(left, into: out)
    #expect(
        (0..<5).map { out[range: $0] } == ["-2..-1", "-1..3", "1..3", "?", "-2.6..-2.4"].map { between($0) })
    absoluteRanges(left, into: out)
    #expect((0..<5).map { out[range: $0] } == ["1..2", "0..3", "1..3", "?", "2.4..2.6"].map { between($0) })
    roundRanges(left, places: column("0", "0", "0", "0", "0"), into: out)
    #expect((0..<5).map { out[range: $0] } == ["1..2", "-3..1", "-3..-1", "?", "2..3"].map { between($0) })
    let whole = RangeVector(capacity: 5)
    whole.fill(between("4..5"), count: 5)
    percentRanges(part: left, whole: whole, into: out)
    #expect(
        (0..<5).map { out[range: $0] } == ["20%..50%", "-75%..25%", "-75%..-20%", "?", "48%..65%"].map { between($0) })
    changeRanges(left, from: whole, into: out)
    #expect(out[range: 0] == between("-80%..-50%"))
    whole.fill(between("-4..5"), count: 5)
    changeRanges(left, from: whole, into: out)
    #expect(out[range: 0] == .unknown)
}

@Test("intervals hold every result of their members, and no wider ones")
func intervalsAgainstFractions() {
    var random = SteadyGenerator(state: 2)
    let out = RangeVector(capacity: 1)
    for _ in 0..<2_000 {
        let (a, b) = (random.smallFigure(), random.smallFigure())
        let (left, right) = (ranges([a]), ranges([b]))
        let ends = [left, right].map { [SmallFraction($0[range: 0].low), SmallFraction($0[range: 0].high)] }
        let halfWidth = (ends[0][1] - ends[0][0]) / SmallFraction(2)
        #expect(ends[0][0] + halfWidth == SmallFraction(a))
        let isExact = a.flags.contains(.exact) || a.denominator != 1
        #expect((halfWidth == SmallFraction(0)) == isExact)
        for operation in [Arithmetic.add, .subtract, .multiply(.none), .divide(.none)] {
            combineRanges(left, right, operation, into: out)
            if operation == .divide(.none) && ends[1][0] <= SmallFraction(0) && ends[1][1] >= SmallFraction(0) {
                #expect(out[range: 0] == .unknown)
                continue
            }
            let corners = ends[0].flatMap { x in
                ends[1].map { y in
                    switch operation {
                    case .add: x + y
                    case .subtract: x - y
                    case .multiply: x * y
                    default: x / y
                    }
                }
            }
            #expect(SmallFraction(out[range: 0].low) == corners.min())
            #expect(SmallFraction(out[range: 0].high) == corners.max())
        }
        let truth = TruthVector(capacity: 1)
        agrees(left, right, into: truth)
        let common = (max(ends[0][0], ends[1][0]), min(ends[0][1], ends[1][1]))
        let exact = ends.contains { $0[0] == $0[1] }
        #expect(truth[0] == (exact ? common.0 <= common.1 : common.0 < common.1))
    }
}
