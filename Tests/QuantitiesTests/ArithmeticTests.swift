// Comparison, calculation and rounding of figures: examples, an oracle of small fractions, and the edges of 128 bits.

import Testing

@testable import Quantities

private let huge = "99999999999999999999999999999999999999"
private let operations: [Arithmetic] = [
    .add, .subtract, .minimum, .maximum, .multiply(.none), .multiply(.right), .multiply(.both), .divide(.none),
    .divide(.right), .divide(.both),
]
private let comparisons: [Comparison] = [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual]

@Test(
    "figures compare by value in one unit",
    arguments: [
        ("5", "5.0", 0), ("£1.2m", "£1200000", 0), ("£1.2m", "1200001", -1), ("3/8", "0.375", 0), ("14/17", "0.83", -1),
        ("5%", "4", 1), ("-3", "3", -1), ("0", "-0.0", 0), ("1/3", "0.33333333333333333333333333333333333333", 1),
        (huge, "0." + huge, 1), (huge, huge + "/1", 0), ("-" + huge, huge, -1),
        ("0.\(String(repeating: "0", count: 47))1", "0", 1),
        (huge + "/7", huge + "/9", 1), (huge, "100000000000000000000000000000000000000/1", -1),
        ("5%", "5 kg", nil), ("£5", "5 kg", nil), ("?", "5", nil), ("5", "?", nil),
    ] as [(String, String, Int?)])
func order(_ a: String, _ b: String, _ order: Int?) {
    let out = TruthVector(capacity: 1)
    for comparison in comparisons {
        compare(column(a), column(b), comparison, into: out)
        let expected = order.map { comparison.orders >> UInt8($0 + 1) & 1 == 1 }
        #expect(out[0] == expected, "\(a) \(comparison) \(b)")
        #expect(compare(figure(a), figure(b), comparison) == expected)
    }
}

@Test("words are equal or not, and have no order")
func wordsCompare() {
    let a = column("words:Good", "words:Good", "words:Good", "5", "?")
    let b = column("words:Good", "words:Poor", "5", "words:5", "words:Good")
    let out = TruthVector(capacity: 5)
    compare(a, b, .equal, into: out)
    #expect(out.truths == [true, false, false, false, nil])
    compare(a, b, .notEqual, into: out)
    #expect(out.truths == [false, true, true, true, nil])
    compare(a, b, .less, into: out)
    #expect(out.truths == [nil, nil, nil, nil, nil])
}

@Test(
    "calculations keep units as the language says",
    arguments: [
        ("£2", .add, "£3.50", "£5.5"), ("£2", .add, "3", "£5"), ("5%", .subtract, "7", "-2%"), ("£2", .add, "3%", "?"),
        ("2 ratio", .add, "3", "5 ratio"), ("2 ratio", .add, "£3", "£5"), ("2 ratio", .add, "3%", "?"),
        ("2 ratio", .subtract, "1 ratio", "1 ratio"),
        ("2", .multiply(.none), "£5", "£10"), ("£200", .multiply(.none), "90%", "£180"),
        ("90%", .multiply(.right), "£200", "£180"), ("60%", .multiply(.none), "90%", "54%"),
        ("60%", .multiply(.right), "90%", "54%"), ("200", .multiply(.none), "5%", "10 ratio"),
        ("5%", .multiply(.none), "200", "10 ratio"), ("200", .multiply(.right), "5%", "10 ratio"),
        ("40%", .multiply(.right), "2", "80%"), ("2", .multiply(.both), "40%", "80%"),
        ("40%", .multiply(.both), "2", "80%"), ("40%", .multiply(.right), "2 ratio", "80%"),
        ("£2", .multiply(.none), "£3", "6 ratio"), ("£2", .multiply(.none), "3 kg", "?"),
        ("2 ratio", .multiply(.none), "£3", "£6"), ("2", .multiply(.none), "3", "6"),
        ("£5", .divide(.none), "2", "£2.5"), ("£6", .divide(.none), "£4", "1.5 ratio"),
        ("50%", .divide(.none), "25%", "2 ratio"), ("£180", .divide(.none), "90%", "£200"),
        ("£5", .divide(.right), "20%", "£25"), ("50%", .divide(.none), "2", "25%"), ("50%", .divide(.none), "£2", "?"),
        ("£6", .divide(.none), "4 kg", "?"), ("5 day", .divide(.none), "3 month", "?"),
        ("6", .divide(.none), "£4", "1.5 ratio"), ("6", .divide(.none), "3", "2 ratio"),
        ("6", .divide(.right), "3", "2"), ("6", .divide(.both), "3", "2 ratio"),
        ("6", .divide(.none), "50%", "12 ratio"),
        ("£6", .divide(.none), "0", "?"), ("0", .divide(.right), "-3", "0"), ("1", .divide(.right), "-3", "-1/3"),
        ("3", .minimum, "£4", "£3"), ("3", .maximum, "£4", "£4"), ("3%", .maximum, "£4", "?"),
        ("words:Good", .add, "1", "?"), ("words:Good", .maximum, "words:Good", "?"), ("?", .multiply(.none), "0", "?"),
        ("1/3", .add, "1/6", "1/2"), ("1/3", .add, "0.5", "5/6"), ("2/3", .multiply(.none), "3/4", "1/2"),
    ] as [(String, Arithmetic, String, String)])
func calculation(_ a: String, _ operation: Arithmetic, _ b: String, _ result: String) {
    let out = FigureVector(capacity: 1)
    combine(column(a), column(b), operation, into: out)
    #expect(out.figures == [figure(result)])
    #expect(combine(figure(a), figure(b), operation) == figure(result))
    // Equality takes a ratio for a bare number.
    #expect(out.figures.map(\.unit) == [figure(result).unit])
    #expect(combine(figure(a), figure(b), operation).unit == figure(result).unit)
}

@Test("small figures calculate and compare as fractions do, row by row and alone")
func calculationAgainstFractions() {
    var random = SteadyGenerator(state: 1)
    for round in 0..<20 {
        let quotients = round % 2 == 0
        let (a, b) = (0..<200).reduce(into: ([Figure](), [Figure]())) { pair, _ in
            pair.0.append(random.smallFigure())
            pair.1.append(random.smallFigure())
            guard !quotients else { return }
            pair.0[pair.0.count - 1].denominator = 1
            pair.1[pair.1.count - 1].denominator = 1
        }
        let out = FigureVector(capacity: 200)
        for operation in operations {
            combine(column(a), column(b), operation, into: out)
            for row in a.indices {
                let (left, right) = (SmallFraction(a[row]), SmallFraction(b[row]))
                let expected: SmallFraction? =
                    switch operation {
                    case .add: left + right
                    case .subtract: left - right
                    case .multiply: left * right
                    case .divide: right.numerator == 0 ? nil : left / right
                    case .minimum: min(left, right)
                    case .maximum: max(left, right)
                    }
                let result = out[figure: row]
                #expect((result.isValue ? SmallFraction(result) : nil) == expected)
                #expect(result == combine(a[row], b[row], operation))
                #expect(result.hashValue == combine(a[row], b[row], operation).hashValue)
                #expect(result.denominator > 0)
            }
        }
        let truth = TruthVector(capacity: 200)
        for comparison in comparisons {
            compare(column(a), column(b), comparison, into: truth)
            for row in a.indices {
                let (left, right) = (SmallFraction(a[row]), SmallFraction(b[row]))
                let order = left < right ? 0 : left == right ? 1 : 2
                #expect(truth[row] == (comparison.orders >> UInt8(order) & 1 == 1))
            }
        }
    }
}

@Test("equal values are one key, however they are written")
func hashing() {
    let same: [[String]] = [
        ["0.5", "0.50", "1/2", "500/1000", "5/10"], ["2500", "2.5k", "2500.00", "5000/2"], ["0", "0.00", "0/7", "-0"],
        ["1/3", "100/300"], ["7/4", "1.75"], ["words:Good", "words:Good"], ["£1.2m", "£1200000"],
    ]
    for texts in same { #expect(Set(texts.map { figure($0) }).count == 1, "\(texts)") }
    #expect(Set(same.map { figure($0[0]) }).count == same.count)
}

@Test("results that fit only after reduction are given, those that never fit are unknown")
func overflow() {
    let ten37 = "1" + String(repeating: "0", count: 37)
    // 10³⁷ × 10¹¹ is 10⁴⁸: a mantissa of 1 at the last scale.
    let product = combine(figure(ten37), figure("100000000000"), .multiply(.none))
    #expect(product == Figure(state: .value, mantissa: 1, scale: -48, unit: .none))
    #expect(
        combine(figure(huge), figure("10"), .multiply(.none))
            == Figure(state: .value, mantissa: figure(huge).mantissa, scale: -1, unit: .none))
    #expect(combine(figure(huge), figure(huge), .multiply(.none)) == .unknown)
    #expect(combine(figure(huge), figure(huge), .divide(.none)) == figure("1 ratio"))
    #expect(combine(figure(huge), figure("1/" + huge), .multiply(.none)) == figure("1"))
    // 2 × (10³⁸ − 1) passes 2¹²⁷ and holds no ten.
    #expect(combine(figure(huge), figure(huge), .add) == .unknown)
    #expect(combine(figure(huge), figure("1"), .add).mantissa > figure(huge).mantissa)
    #expect(combine(figure(ten37), figure("0.1"), .add).isValue)
    #expect(combine(figure(huge), figure("0.01"), .add) == .unknown)
    #expect(combine(combine(figure(huge), figure("0.01"), .add), figure("1"), .add) == .unknown)
    // The common part of two denominators does not count twice.
    let third = figure("1/" + huge)
    #expect(combine(third, third, .add) == figure("2/" + huge))
    #expect(combine(third, third, .subtract) == figure("0"))
    #expect(combine(figure("7/9"), third, .subtract).isValue)
    // The least number of 128 bits has no opposite.
    let least = Figure(state: .value, mantissa: .min, scale: 0, unit: .none)
    let out = FigureVector(capacity: 1)
    negate(column([least]), into: out)
    #expect(out.figures == [.unknown])
    absolute(column([least]), into: out)
    #expect(out.figures == [.unknown])
    for operation in operations { _ = combine(least, least, operation) }
    #expect(combine(least, figure("-1"), .divide(.none)) == .unknown)
    #expect(compare(least, figure("-" + huge), .less) == true)
    // Scales beyond what a figure may have are compared exactly all the same.
    let far = Figure(state: .value, mantissa: 1, scale: 127, unit: .none)
    let vast = Figure(state: .value, mantissa: 1, scale: -128, unit: .none)
    #expect(compare(far, vast, .less) == true)
    #expect(compare(far, far, .equal) == true)
    #expect(combine(far, vast, .add) == .unknown)
}

@Test("one row that does not fit leaves the rows beside it as they are")
func rowsAreApart() {
    let a = column("1", huge, "1/3", "?", "£2", "words:x", "1.5")
    let b = column("2", huge, "1/3", "1", "3%", "1", "2.25")
    let out = FigureVector(capacity: 8)
    combine(a, b, .multiply(.none), into: out)
    #expect(out.figures.map(\.state) == [.value, .unknown, .value, .unknown, .value, .unknown, .value])
    #expect(out[figure: 2] == figure("1/9"))
    #expect(out[figure: 6] == figure("3.375"))
    combine(column("1", "2"), column("3", "4"), .add, into: out)
    #expect(out.denominator == nil)
    #expect(out.figures == [figure("4"), figure("6")])
}

@Test(
    "rounding is half away from zero",
    arguments: [
        ("2.5", "0", "3"), ("-2.5", "0", "-3"), ("2.4999", "0", "2"), ("14/17", "2", "0.82"), ("1/3", "0", "0"),
        ("1250", "-2", "1300"), ("-1249", "-2", "-1200"), ("0.005%", "2", "0.01%"), ("2.5", "1", "2.5"),
        ("7", "3", "7"), ("£1.2m", "-6", "£1m"), ("2.5", "?", "?"), ("2.5", "0.5", "?"), ("2.5", "49", "?"),
        ("1/2", "0", "1"), ("-1/2", "0", "-1"), ("1/3", "48", "?"), ("words:x", "1", "?"),
        ("5/3", "2.0", "1.67"), (huge, "-37", "100000000000000000000000000000000000000"),
    ])
func rounding(_ value: String, _ places: String, _ result: String) {
    let out = FigureVector(capacity: 1)
    round(column(value), places: column(places), into: out)
    #expect(out.figures == [figure(result)])
}

@Test(
    "shares and changes",
    arguments: [
        ("27", "36", "75%", "-25%"), ("14", "17", "1400/17%", "-300/17%"), ("64", "73", "6400/73%", "-900/73%"),
        ("£5", "£4", "125%", "25%"), ("5", "£4", "125%", "25%"), ("£5", "4 kg", "?", "?"), ("5", "0", "?", "?"),
        ("-3", "-4", "75%", "-25%"), ("3", "-4", "-75%", "-175%"), ("60%", "50%", "120%", "20%"), ("?", "4", "?", "?"),
        ("words:a", "4", "?", "?"), ("0", "4", "0%", "-100%"),
    ])
func share(_ part: String, _ whole: String, _ percentage: String, _ changed: String) {
    let out = FigureVector(capacity: 1)
    percent(part: column(part), whole: column(whole), into: out)
    #expect(out.figures == [figure(percentage)])
    change(column(part), from: column(whole), into: out)
    #expect(out.figures == [figure(changed)])
}

@Test("a vector may be negated in place")
func inPlace() {
    let vector = column("1/3", "-2", "?")
    negate(vector, into: vector)
    #expect(vector.figures == [figure("-1/3"), figure("2"), .unknown])
}

@Test("signs")
func signs() {
    let out = FigureVector(capacity: 4)
    negate(column("£2.5", "-1/3", "?", "words:a"), into: out)
    #expect(out.figures == [figure("-£2.5"), figure("1/3"), .unknown, .unknown])
    absolute(column("-£2.5", "-1/3", "4", "?"), into: out)
    #expect(out.figures == [figure("£2.5"), figure("1/3"), figure("4"), .unknown])
}

@Test("figures that never fall, and that never rise")
func trends() {
    let columns = [
        column("1", "3", "2", "?", "?", "1%", "1", "5", "2", "1"),
        column("2", "2", "2", "?", "4", "?", "1 kg", "words:a", "words:a", "2"),
        column("?", "1", "2", "?", "?", "3", "2%", "4", "?", "1/2"),
        column("2.0", "-1", "2.00", "?", "?", "3%", "3%", "?", "3", "3"),
    ]
    let out = TruthVector(capacity: 10)
    rises(columns, into: out)
    #expect(out.truths == [true, false, true, nil, nil, true, nil, false, nil, false])
    falls(columns, into: out)
    #expect(out.truths == [false, true, true, nil, nil, false, false, nil, false, false])
    rises([], into: out)
    #expect(out.count == 0)
}
