// Totals, extremes, truth values and the text of computed figures.

import Testing

@testable import Quantities

private func total(_ texts: String...) -> FigureSum {
    var sum = FigureSum(bareJoins: true)
    for text in texts { sum.add(figure(text)) }
    return sum
}

@Test("totals and means")
func totals() {
    #expect(FigureSum().result == figure("0"))
    #expect(FigureSum().mean == .unknown)
    #expect(total("1", "2.5", "?", "3").result == figure("6.5"))
    #expect(total("1", "2.5", "?", "4").mean == figure("2.5"))
    #expect(total("£1", "2", "£3").result == figure("£6"))
    #expect(total("£1", "2%").result == .unknown)
    #expect(total("1", "words:Good").result == .unknown)
    #expect(total("1/3", "1/3", "1/3").result == figure("1"))
    #expect(total("£1.2m", "£0.01").result == figure("£1200000.01"))
    #expect(total("1", "1", "2").mean == figure("4/3"))
    #expect(total("33%", "33%").result.scale == 0)
}

@Test(
    "figures of several units have no total, mean or extreme, and a bare number but 0 is of another unit",
    arguments: [
        (["52", "2%"], nil, nil), (["2%", "52"], nil, nil), (["5 day", "3"], nil, nil),
        (["5 day", "3 month"], nil, nil),
        (["2%", "0"], "2%", "0%"), (["0.0", "5 day"], "5 day", "0 day"), (["2 ratio", "3"], "5 ratio", "2 ratio"),
        (["5 day", "1 week"], "12 day", "5 day"), (["1 week", "5 day", "2 hour"], "290 hour", "2 hour"),
        (["1 year", "0", "3 month"], "15 month", "0 month"), (["1 week", "7 day"], "14 day", "7 day"),
        (["1 week", "5 day", "3"], nil, nil), (["1 week", "2%"], nil, nil),
        (["1.5 week", "0.25 day"], "10.75 day", "0.25 day"),
        (["2 ratio", "3%"], nil, nil), (["52", "2"], "54", "2"), (["2%", "3%", "?"], "5%", "2%"),
    ] as [([String], String?, String?)])
func severalUnits(_ texts: [String], _ sum: String?, _ least: String?) {
    var total = FigureSum()
    var extreme = FigureExtreme(wantsLargest: false)
    for text in texts {
        total.add(figure(text))
        var alone = FigureExtreme(wantsLargest: false)
        alone.add(figure(text))
        extreme.merge(alone)
        var part = FigureSum()
        part.merge(total)
        total = part
    }
    #expect(total.result == (sum.map { figure($0) } ?? .unknown))
    #expect(total.mean.isValue == (sum != nil))
    #expect(extreme.result == (least.map { figure($0) } ?? .unknown))
    #expect(total.hasSeveralUnits == (sum == nil) && extreme.hasSeveralUnits == (sum == nil))
}

@Test("what is taken away was never there")
func removal() {
    var sum = total("£1", "2", "1/3")
    sum.add(figure("5%"))
    sum.add(figure("words:Good"))
    #expect(sum.result == .unknown)
    sum.remove(figure("5%"))
    sum.remove(figure("words:Good"))
    #expect(sum.result == figure("£10/3"))
    sum.remove(figure("£1"))
    #expect(sum.result == figure("7/3"))
    sum.add(figure("5%"))
    #expect(sum.result == figure("22/3%"))
    #expect(sum.count == 3)
}

@Test("a total depends neither on the order nor on how it was split, even where it passes 128 bits on the way")
func totalsInAnyOrder() {
    let huge = "99999999999999999999999999999999999999"
    let texts = [huge, huge, "0.00000001", "-" + huge, "1/3", "12.5", "-" + huge, "2/3", "1/7", "£2"]
    var random = SteadyGenerator(state: 3)
    for _ in 0..<50 {
        let shuffled = texts.shuffled(using: &random)
        var parts = (0..<3).map { _ in FigureSum(bareJoins: true) }
        for text in shuffled { parts[Int.random(in: 0..<3, using: &random)].add(figure(text)) }
        parts[0].merge(parts[1])
        parts[2].merge(parts[0])
        let result = parts[2].result
        #expect(result == combine(figure("£15.50000001"), figure("1/7"), .add))
        #expect(
            result.mantissa
                == total(
                    texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], texts[6], texts[7], texts[8], texts[9]
                ).mantissa)
    }
    #expect(total(huge, huge, "1").result == .unknown)
}

extension FigureSum {
    fileprivate var mantissa: Int128 { result.mantissa }
}

@Test("rows of a vector are added where their bits are set")
func totalsOfVectors() {
    let figures = (0..<130).map { Figure(whole: $0) }
    var all = FigureSum()
    all.add(column(figures))
    #expect(all.result == Figure(whole: 129 * 65))
    var some = FigureSum()
    some.add(column(figures), where: [1 << 63 | 1, 0, .max])
    #expect(some.result == Figure(whole: 63 + 128 + 129))
    #expect(some.count == 4)
}

@Test("the interval of a total is the total of the intervals")
func rangeTotals() {
    var sum = RangeSum()
    for _ in 0..<3 { sum.add(FigureRange(printed: figure("33%"))) }
    #expect(sum.result == FigureRange(low: figure("97.5%"), high: figure("100.5%")))
    #expect(sum.mean == FigureRange(low: figure("32.5%"), high: figure("33.5%")))
    var other = RangeSum()
    other.add(FigureRange(printed: figure("=1")))
    sum.merge(other)
    sum.remove(FigureRange(printed: figure("33%")))
    #expect(sum.result == FigureRange(low: figure("66%"), high: figure("68%")))
}

@Test("of a total with a part that nothing is known of, nothing is known")
func rangeTotalsWithUnknownParts() {
    var sum = RangeSum()
    sum.add(FigureRange(printed: figure("33%")))
    sum.add(.unknown)
    #expect(sum.result == .unknown && sum.mean == .unknown)
    sum.remove(.unknown)
    #expect(sum.result.isValue)
}

@Test("an interval that is wider than it should be tells what is apart, and no more")
func widenedRanges() {
    let long = FigureRange(printed: figure(String(repeating: "9", count: 38)))
    #expect(long.isValue)
    #expect(agrees(long, FigureRange(printed: figure("1"))) == false)
    #expect(agrees(long, long) == nil)
}

@Test("the smallest and the largest keep their own interval")
func extremes() {
    var least = FigureExtreme(wantsLargest: false, bareJoins: true)
    var most = FigureExtreme(wantsLargest: true, bareJoins: true)
    #expect(least.result == .unknown)
    for text in ["3", "?", "£2.4", "7", "2.40"] {
        least.add(figure(text))
        most.add(figure(text))
    }
    #expect(least.result == figure("£2.4"))
    #expect(least.range == FigureRange(low: figure("£2.395"), high: figure("£2.405")))
    #expect(most.result == figure("£7"))
    #expect(most.count == 4)
    var other = FigureExtreme(wantsLargest: true, bareJoins: true)
    other.add(figure("=9"))
    most.merge(other)
    most.merge(FigureExtreme(wantsLargest: true, bareJoins: true))
    #expect(most.result == figure("£9"))
    #expect(most.range == FigureRange(low: figure("£9"), high: figure("£9")))
    #expect(most.count == 5)
    most.add(figure("1%"))
    #expect(most.result == .unknown)
    least.add(figure("words:Good"))
    #expect(least.result == .unknown)
}

@Test(
    "of equal figures an exact one speaks for all, else the most precisely printed, in whatever order they come",
    arguments: [
        (["5", "5.00", "5.0", "7"], "4.995", "5.005"), (["5", "=5", "5.00"], "5", "5"),
        (["£1.2m", "£1200000"], "£1199999.5", "£1200000.5"), (["1.5", "6/4", "1.50"], "1.495", "1.505"),
    ])
func equalExtremes(_ texts: [String], _ low: String, _ high: String) {
    for order in [texts, texts.reversed(), texts.sorted()] {
        var together = FigureExtreme(wantsLargest: false)
        var merged = FigureExtreme(wantsLargest: false)
        for text in order {
            together.add(figure(text))
            var alone = FigureExtreme(wantsLargest: false)
            alone.add(figure(text))
            merged.merge(alone)
        }
        let range = FigureRange(low: figure(low), high: figure(high))
        #expect(together.range == range, "\(order)")
        #expect(merged.range == range, "\(order)")
    }
}

@Test(
    "a bounded figure makes an extreme unknown where it may go beyond it, in whatever order they come",
    arguments: [
        (["7", "<5", "90"], nil, "90"), (["7", ">95", "90"], "7", nil), (["7", "<5", ">95"], nil, nil),
        (["95", ">95"], "95", nil), (["96", ">95"], nil, nil), (["5", "<5"], nil, "5"), (["4", "<5"], nil, nil),
        (["0", "<5", "9"], "0", "9"), (["0%", "<5%", "9%"], nil, "9%"), (["9%", "<5", "8"], nil, nil),
        (["<5"], nil, nil), ([">95", ">90", "93", "90"], "90", nil), (["7 day", "<5%"], nil, nil),
    ] as [([String], String?, String?)])
func boundedExtremes(_ texts: [String], _ least: String?, _ most: String?) {
    for order in [texts, texts.reversed(), texts.sorted()] {
        for (wantsLargest, expected) in [(false, least), (true, most)] {
            var together = FigureExtreme(wantsLargest: wantsLargest)
            var merged = FigureExtreme(wantsLargest: wantsLargest)
            for text in order {
                together.add(bounded(text))
                var alone = FigureExtreme(wantsLargest: wantsLargest)
                alone.add(bounded(text))
                merged.merge(alone)
            }
            let result = expected.map { figure($0) } ?? .unknown
            #expect(together.result == result, "\(order)")
            #expect(merged.result == result, "\(order)")
            #expect(together.range.isValue == (expected != nil) && merged.range == together.range, "\(order)")
        }
    }
}

/// A figure, of which only a bound is known where a sign stands before it.
private func bounded(_ text: String) -> Figure {
    guard let sign = text.first, sign == "<" || sign == ">" else { return figure(text) }
    var bounded = figure(String(text.dropFirst()))
    bounded.state = .bounded
    bounded.flags.formUnion(sign == ">" ? [.above, .strict] : .strict)
    return bounded
}

@Test(
    "computed figures are shown rounded, with their unit",
    arguments: [
        ("1400/17%", "82.4%"), ("37.5%", "37.5%"), ("75%", "75%"), ("7500/100%", "75%"), ("9996/100%", "99.96%"),
        ("99999/1000%", "100%"), ("887/466", "1.9"), ("1905/1000", "1.91"), ("1/3", "0.33"), ("1/300", "0.0033"),
        ("-1/3", "-0.33"), ("19034/3", "6344.7"), ("42327", "42327"), ("£1344", "£1,344"), ("£1.2m", "£1,200,000"),
        ("£1344000", "£1,344,000"), ("£0.47", "£0.47"), ("£5/2", "£2.50"), ("-£60.3k", "-£60,300"), ("£1/3", "£0.33"),
        ("£1/700", "£0.001"), ("21 day", "21 days"), ("1 day", "1 day"), ("1.50 day", "1.5 days"), ("143 kg", "143 kg"),
        ("4.9 delay per day", "4.9 delays per day"), ("2100 per 100,000", "2100 per 100,000"),
        ("7563 tCO2e", "7563 tCO2e"),
        ("3 property", "3 properties"), ("2 bus", "2 buses"), ("2 person", "2 people"), ("5 mph", "5 mph"),
        ("-391.35", "-391.35"), ("0", "0"), ("-0.00", "0"), ("?", "unknown"), ("words:a", "unknown"),
        ("2999999/1000000", "3"), ("2999/1000", "2.999"), ("0.00%", "0%"), ("12.50", "12.5"),
        ("99999999999999999999999999999999999999m", "99999999999999999999999999999999999999000000"),
        ("99999999999999999999999999999999999999/7", "14285714285714285714285714285714285714.1"),
    ])
func shown(_ value: String, _ expected: String) {
    #expect(text(of: figure(value)) == expected)
}

@Test("truth values follow Kleene, and no bit is set beyond the rows")
func truthTables() {
    // Every pair of truth values, over more than one word.
    let values: [Bool?] = [true, false, nil]
    let pairs = (0..<99).map { (values[$0 % 3], values[$0 / 3 % 3]) }
    let (a, b, out) = (TruthVector(capacity: 100), TruthVector(capacity: 100), TruthVector(capacity: 100))
    a.reset(count: pairs.count)
    b.reset(count: pairs.count)
    for (row, pair) in pairs.enumerated() {
        if let truth = pair.0 { a.set(row, truth) }
        if let truth = pair.1 { b.set(row, truth) }
    }
    func check(_ expected: ((Bool?, Bool?)) -> Bool?) {
        #expect(out.truths == pairs.map(expected))
        #expect((out.isTrue[1] | out.isFalse[1]) >> 35 == 0)
        #expect(out.trueCount == out.truths.count { $0 == true })
        #expect(out.falseCount == out.truths.count { $0 == false })
    }
    combineTruth(a, b, .and, into: out)
    check { $0 == false || $1 == false ? false : $0 == nil || $1 == nil ? nil : true }
    combineTruth(a, b, .or, into: out)
    check { $0 == true || $1 == true ? true : $0 == nil || $1 == nil ? nil : false }
    negateTruth(a, into: out)
    check { pair in pair.0.map { !$0 } }
    isTrue(a, into: out)
    check { pair in pair.0 == true }
    isFalse(a, into: out)
    check { pair in pair.0 == false }
    isKnown(a, into: out)
    check { pair in pair.0 != nil }
    for truth in values {
        out.fill(truth, count: 99)
        check { _ in truth }
    }
    negateTruth(a, into: a)
    #expect(a.truths == pairs.map { pair in pair.0.map { !$0 } })
}

@Test("states of cells")
func stateMasks() {
    let states: [CellState] = [.value, .words, .blank, .marker, .unreadable, .notSet, .unknown]
    let out = TruthVector(capacity: 7)
    isKnown(states: states, count: 7, into: out)
    #expect(out.truths == [true, true, false, false, false, false, false])
    isBlank(states: states, count: 7, into: out)
    #expect(out.truths == [false, false, true, false, false, false, false])
}

@Test(
    "quantiles lie in proportion between the values around them",
    arguments: [
        ([], "0.5", nil), (["4"], "0.9", "4"), (["5", "90", "7", "2"], "0.5", "6"), (["1", "2", "4"], "25%", "1.5"),
        (["10%", "20%", "?", "40%"], "0", "10%"), (["10%", "20%", "40%"], "100%", "40%"),
        (["10%", "20%", "40%"], "12.5%", "12.5%"), (["£3", "2", "£1"], "0.5", "£2"), (["5 day", "3%"], "0.5", nil),
        (["1", "words:Good"], "0.5", nil), (["1/3", "2/3"], "0.5", "1/2"), (["3", "1", "1", "1"], "0.5", "1"),
    ] as [([String], String, String?)])
func quantiles(_ texts: [String], _ share: String, _ expected: String?) throws {
    let share = try #require(QuantileShare(figure(share)))
    let expected = expected.map { figure($0) } ?? .unknown
    // Whichever way the values are split into lists, and whether these are sorted or not.
    for parts in 1...3 {
        var lists = (0..<parts).map { _ in FigureQuantile(bareJoins: true) }
        for (index, text) in texts.enumerated() { lists[index * index % parts].add(figure(text)) }
        #expect(FigureQuantile.quantile(share, of: lists) == expected)
        for index in lists.indices { lists[index].sort() }
        #expect(FigureQuantile.quantile(share, of: lists) == expected)
        let whole = lists.dropFirst().reduce(into: lists[0]) { $0.merge($1) }
        #expect(FigureQuantile.quantile(share, of: [whole]) == expected)
    }
}

@Test("a share is no more than all", arguments: ["101%", "1.1", "-1%", "5 day", "0.1234567", "1/3", "?"])
func noShares(_ text: String) { #expect(QuantileShare(figure(text)) == nil) }
