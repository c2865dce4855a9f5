// Whether targets are met, nearly met, and by how much they are missed.

import Testing

@testable import Quantities

struct TargetCase: CustomTestStringConvertible, Sendable {
    let value: String
    let target: String
    let better: Direction
    let met: Bool?
    let near: Bool?

    init(_ value: String, _ target: String, _ better: Direction = .unknown, met: Bool?, near: Bool?) {
        self.value = value
        self.target = target
        self.better = better
        self.met = met
        self.near = near
    }

    var testDescription: String { "\(value) against \(target), \(better)" }
}

private let cases: [TargetCase] = [
    // Strict bounds, and how near their ends are.
    TargetCase("7563 tCO2e", "<7563 tCO2e", met: false, near: true),
    TargetCase("7562 tCO2e", "<7563 tCO2e", met: true, near: true),
    TargetCase("25", "<23", met: false, near: false),
    TargetCase("24.15", "<23", met: false, near: true),
    TargetCase("24.16", "<23", met: false, near: false),
    TargetCase("29.7%", ">37%", met: false, near: false),
    TargetCase("88.8%", ">82.5%", met: true, near: true),
    TargetCase("82.5%", ">82.5%", .lower, met: false, near: true),
    TargetCase("1", "<=5", met: true, near: true),
    TargetCase("5", "<=5", .higher, met: true, near: true),
    TargetCase("5", ">=5", met: true, near: true),
    TargetCase("-0.5", "<-0.7", met: false, near: false),
    TargetCase("-0.7", "<-0.7", met: false, near: true),
    TargetCase("-0.665", "<-0.7", met: false, near: true),
    // Plain figures, with percentage points or a share of the bound.
    TargetCase("76%", "80%", .higher, met: false, near: true),
    TargetCase("75%", "80%", .higher, met: false, near: true),
    TargetCase("74.9%", "80%", .higher, met: false, near: false),
    TargetCase("95%", "100%", .higher, met: false, near: true),
    TargetCase("92%", "100%", .higher, met: false, near: false),
    TargetCase("71%", "77%", .higher, met: false, near: false),
    TargetCase("9%", "7.3%", .lower, met: false, near: true),
    TargetCase("9", "7.3%", .lower, met: false, near: true),
    TargetCase("9", "7.3", .lower, met: false, near: false),
    TargetCase("143 kg", "130 kg", .lower, met: false, near: false),
    TargetCase("143 kg", "140", .lower, met: false, near: true),
    TargetCase("143", "142 kg", .lower, met: false, near: true),
    TargetCase("21 day", "18 day", .lower, met: false, near: false),
    TargetCase("94%", "92%", .higher, met: true, near: true),
    TargetCase("98%", "98%", .higher, met: true, near: true),
    TargetCase("15.1%", "23.7%", .lower, met: true, near: true),
    TargetCase("0", "1", .lower, met: true, near: true),
    TargetCase("0", "0", .lower, met: true, near: true),
    TargetCase("1", "0", .lower, met: false, near: false),
    TargetCase("£1.9m", "£1.344m", .lower, met: false, near: false),
    TargetCase("£24.6m", "£3m", .higher, met: true, near: true),
    TargetCase("£2.85m", "£3m", .higher, met: false, near: true),
    TargetCase("19/20", "1", .higher, met: false, near: true),
    TargetCase("1899/2000", "1", .higher, met: false, near: false),
    // Ranges: both ends belong, the nearer counts.
    TargetCase("28%", "10%..20%", met: false, near: false),
    TargetCase("25%", "10%..20%", met: false, near: true),
    TargetCase("20%", "10%..20%", met: true, near: true),
    TargetCase("10%", "10%..20%", .lower, met: true, near: true),
    TargetCase("5%", "10%..20%", met: false, near: true),
    TargetCase("4.9%", "10%..20%", met: false, near: false),
    TargetCase("21", "10..20", met: false, near: true),
    TargetCase("9", "10..20", met: false, near: false),
    // What cannot be decided.
    TargetCase("9", "7", met: nil, near: nil),
    TargetCase("7.0", "7", met: true, near: true),
    TargetCase("9 kg", "7%", .lower, met: nil, near: nil),
    TargetCase("?", "<7", .lower, met: nil, near: nil),
    TargetCase("9", "TBC", .lower, met: nil, near: nil),
    TargetCase("words:Achieved", "words:Achieved", met: true, near: true),
    TargetCase("words:Balanced", "words:Achieved", .higher, met: nil, near: nil),
    TargetCase("9", "words:Achieved", .higher, met: nil, near: nil),
    TargetCase("words:Achieved", "9", .higher, met: nil, near: nil),
    // More digits than the short ways take.
    TargetCase("99999999999999999999999", "<100000000000000000000000", met: true, near: true),
    TargetCase("105000000000000000000000", "<100000000000000000000000", met: false, near: true),
    TargetCase("105000000000000000000001", "<100000000000000000000000", met: false, near: false),
    TargetCase("0.000000000000000000000095", ">=0.0000000000000000000001", met: false, near: true),
]

@Test("a target is met, nearly met or not", arguments: cases)
func targetIsMet(_ example: TargetCase) {
    let value = column(example.value)
    let target = targets([example.target])
    let met = TruthVector(capacity: 1)
    let near = TruthVector(capacity: 1)
    withUnsafePointer(to: example.better.rawValue) { direction in
        meets(value, target, direction: direction, into: met)
        Quantities.near(
            value, target, direction: direction, points: column("5"), percent: column("5"), into: near)
    }
    #expect(met[0] == example.met)
    #expect(near[0] == example.near)
}

@Test("one tolerance alone serves all figures")
func oneTolerance() {
    let value = column("90%", "95", "90%", "94%", "?")
    let target = targets(["100%", "100", "95%", "100%", "5"])
    let out = TruthVector(capacity: 5)
    let higher = [UInt8](repeating: Direction.higher.rawValue, count: 5)
    let five = column("5", "5", "5", "?", "5")
    near(value, target, direction: higher, points: five, percent: nil, into: out)
    #expect(out.truths == [false, true, true, nil, nil])
    near(value, target, direction: higher, points: nil, percent: five, into: out)
    #expect(out.truths == [false, true, false, nil, nil])
    // 90% against 95% is more than 5% of the bound, but within 5.5%.
    near(value, target, direction: higher, points: nil, percent: column("10", "1", "5.5", "6", "5"), into: out)
    #expect(out.truths == [true, false, true, true, nil])
}

@Test(
    "how far a value falls short",
    arguments: [
        ("76%", "80%", Direction.higher, "4%", "5%"),
        ("143 kg", "130 kg", .lower, "13 kg", "10%"),
        ("28%", "10%..20%", .unknown, "8%", "40%"),
        ("5", "10 day..20 day", .unknown, "5 day", "50%"),
        // Strict bounds make it a miss: of the bound that it equals.
        ("20%", "10%..20%", .unknown, "0%", "0%"),
        ("7563 tCO2e", "<7563 tCO2e", .unknown, "0 tCO2e", "0%"),
        ("90%", "80%", .higher, "0%", "0%"),
        ("3", "0", .lower, "3", "?"),
        ("-1", "-2", .lower, "1", "50%"),
        ("9", "7", .unknown, "?", "?"),
        ("words:Good", "words:Good", .unknown, "0", "0%"),
        ("?", "<3", .unknown, "?", "?"),
    ])
func shortfall(value: String, target: String, better: Direction, gap: String, relative: String) {
    let out = FigureVector(capacity: 1)
    withUnsafePointer(to: better.rawValue) { direction in
        Quantities.gap(column(value), targets([target]), direction: direction, into: out)
        #expect(out.figures == [figure(gap)])
        relativeGap(column(value), targets([target]), direction: direction, into: out)
        #expect(out.figures == [figure(relative)])
    }
}

@Test("a target to date keeps its form and unit")
func targetToDate() {
    let target = targets(["260", "<£3m", "95%", "10%..20%", "TBC", "12", "words:Good", "9"])
    let out = TargetVector(capacity: 8)
    prorate(target, share: column("1/4", "25%", "0.5", "1/3", "1/4", "?", "1/2", "3 kg"), into: out)
    #expect(out.first.figures[0] == figure("65"))
    #expect(out.first.figures[1] == figure("£750k"))
    #expect(out.form[1] == .lessThan)
    #expect(out.first.figures[2] == figure("47.5%"))
    #expect(out.first.figures[3] == figure("10/3%"))
    #expect(out.second.figures[3] == figure("20/3%"))
    #expect(out.form[3] == .range)
    #expect(out.first.state[4] == .notSet)
    #expect(out.first.state[5] == .unknown)
    #expect(out.first.figures[6] == figure("words:Good"))
    #expect(out.first.state[7] == .unknown)
}

@Test("small figures meet and nearly meet targets as fractions do")
func targetsAgainstFractions() {
    var random = SteadyGenerator(state: 4)
    let forms: [TargetForm] = [.plain, .lessThan, .atMost, .atLeast, .moreThan, .range]
    for round in 0..<20 {
        let count = 150
        let value = column((0..<count).map { _ in random.smallFigure(units: [.none, .percent]) })
        let target = TargetVector(capacity: count)
        target.count = count
        for row in 0..<count {
            let ends = [random.smallFigure(), random.smallFigure()].sorted { SmallFraction($0) < SmallFraction($1) }
            target.first[figure: row] = ends[0]
            target.second[figure: row] = ends[1]
            target.form[row] = forms[Int.random(in: 0..<forms.count, using: &random)]
        }
        if round % 2 == 0 {
            value.dropDenominators()
            target.first.dropDenominators()
        }
        let direction = (0..<count).map { _ in UInt8.random(in: 0...2, using: &random) }
        let points = column((0..<count).map { _ in random.smallFigure() })
        let percent = column((0..<count).map { _ in random.smallFigure() })
        let met = TruthVector(capacity: count)
        let near = TruthVector(capacity: count)
        meets(value, target, direction: direction, into: met)
        Quantities.near(value, target, direction: direction, points: points, percent: percent, into: near)
        for row in 0..<count {
            let figure = SmallFraction(value[figure: row])
            let low = SmallFraction(target.first[figure: row])
            let high = SmallFraction(target.second[figure: row])
            let expected: Bool? =
                switch target.form[row] {
                case .lessThan: figure < low
                case .atMost: figure <= low
                case .atLeast: figure >= low
                case .moreThan: figure > low
                case .range: figure >= low && figure <= high
                case .plain where direction[row] == Direction.higher.rawValue: figure >= low
                case .plain where direction[row] == Direction.lower.rawValue: figure <= low
                case .plain: figure == low ? true : nil
                }
            #expect(met[row] == expected)
            let bound = target.form[row] == .range && figure > high ? high : low
            let distance = max(figure - bound, bound - figure)
            let allowed =
                value.unit[row] == .percent
                ? SmallFraction(points[figure: row])
                : SmallFraction(percent[figure: row]) * max(bound, -bound) / SmallFraction(100)
            #expect(near[row] == expected.map { $0 || distance <= allowed })
        }
    }
}
