// Agreement with a percentage of two counts: the short way decides as the long one.

import Quantities
import Testing

@Suite struct AgreeingSharesTests {
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func decidesAsIntervalsDo(_ seed: UInt64) {
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let count = 2000
        let (value, part, whole) = (
            FigureVector(capacity: count), FigureVector(capacity: count), FigureVector(capacity: count)
        )
        for vector in [value, part, whole] { vector.count = count }
        let states: [CellState] = [.value, .value, .value, .value, .value, .value, .words, .blank, .unknown]
        for row in 0..<count {
            let total = next(40)
            let counted = next(40)
            let scale = next(8)
            // Near the truth, so that both verdicts come often.
            var shown = total == 0 ? 7 : counted * 100 / max(1, total)
            for _ in 0..<min(scale, 6) { shown *= 10 }
            shown += next(3) - 1
            value[figure: row] = Figure(
                state: states[next(9)], mantissa: Int128(next(50) == 0 ? Int128.max : Int128(shown)),
                scale: Int8(scale),
                unit: [Unit.percent, .percent, .none, .pound][next(4)], flags: next(9) == 0 ? .exact : [])
            for (vector, amount) in [(part, counted), (whole, total)] {
                vector[figure: row] = Figure(
                    state: states[next(9)], mantissa: Int128(amount - (next(30) == 0 ? 80 : 0)),
                    scale: Int8(next(20) == 0 ? 1 : 0),
                    unit: next(20) == 0 ? .pound : .none, flags: next(6) == 0 ? [] : .exact)
            }
        }
        let ranges = (0..<4).map { _ in RangeVector(capacity: count) }
        printedRanges(value, into: ranges[0])
        printedRanges(part, areCounts: true, into: ranges[1])
        printedRanges(whole, areCounts: true, into: ranges[2])
        percentRanges(part: ranges[1], whole: ranges[2], into: ranges[3])
        let (long, short) = (TruthVector(capacity: count), TruthVector(capacity: count))
        agrees(ranges[0], ranges[3], into: long)
        agrees(value, withPercentOf: part, of: whole, into: short)
        var decided = Set<String>()
        for row in 0..<count {
            let verdicts = [long, short].map { $0.isTrue(row) ? "true" : $0.isFalse(row) ? "false" : "unknown" }
            #expect(verdicts[0] == verdicts[1], "\(value[figure: row]) \(part[figure: row]) \(whole[figure: row])")
            decided.insert(verdicts[0])
        }
        #expect(decided == ["true", "false", "unknown"])
    }
}
