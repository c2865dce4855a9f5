// Bands of values say what the kernels decide: both are held against each other at, beside and between all limits.

import Testing

@testable import Quantities

@Suite struct ValueBandsTests {
    private static let targets = [
        "<23", "<=5", ">=5", ">37%", "80%", "7.3%", "130 kg", "18 day", "10%..20%", "10..20", "0", "-2", "£1.344m",
        "100",
    ]
    private static let directions: [Direction] = [.unknown, .higher, .lower]

    /// Figures around a target's bounds and the ends of its tolerances, in its unit.
    private func probes(_ bands: [ValueBand], unit: Unit) -> [Figure] {
        let edges = bands.compactMap(\.upper?.figure)
        let step = Figure(mantissa: 1, scale: 6, unit: unit)
        var probes = edges + edges.map { combine($0, step, .add) } + edges.map { combine($0, step, .subtract) }
        probes += [Figure(mantissa: -1000, scale: 0, unit: unit), Figure(mantissa: 1000, scale: 0, unit: unit)]
        return probes.map { $0.unit == unit ? $0 : Figure(mantissa: $0.mantissa, scale: $0.scale, unit: unit) }
    }

    @Test(arguments: targets, directions) func bandsSayWhatIsDecided(target: String, direction: Direction) throws {
        let column = aTarget(target)
        let bounds = try #require(TargetBounds(column, row: 0))
        let unit = bounds.first.unit
        let size = figure("5")
        let conditions = [
            bounds.isMet(direction: direction, unit: unit),
            bounds.isNearlyMet(direction: direction, points: size, percent: size, unit: unit),
            bounds.isNearlyMet(direction: direction, points: nil, percent: size, unit: unit),
            .not(bounds.fallsShort(byLess: size, ofBound: true, strictly: true, direction: direction, unit: unit)),
        ]
        let bands = conditions.map { Quantities.bands(of: [$0, .fixed(true)], unit: unit) }
        for probe in bands.flatMap({ probes($0, unit: unit) }) {
            let value = FigureVector(capacity: 1)
            value.count = 1
            value[figure: 0] = probe
            let (met, near, share, gap) = (
                TruthVector(capacity: 1), TruthVector(capacity: 1), TruthVector(capacity: 1), FigureVector(capacity: 1)
            )
            let five = FigureVector(capacity: 1)
            five.count = 1
            five[figure: 0] = size
            withUnsafePointer(to: direction.rawValue) { direction in
                meets(value, column, direction: direction, into: met)
                Quantities.near(value, column, direction: direction, points: five, percent: five, into: near)
                Quantities.near(value, column, direction: direction, points: nil, percent: five, into: share)
                relativeGap(value, column, direction: direction, into: gap)
            }
            // A bound of nought has no share of it.
            let far = bounds.first.mantissa == 0 ? nil : compare(gap[figure: 0], figure("5%"), .greaterOrEqual)
            for (band, wanted) in zip(bands, [met[0], near[0], share[0], far]) {
                if wanted == nil, bounds.first.mantissa == 0 { continue }
                let found = try #require(band.first { $0.contains(probe) })
                let decided = found.condition.map { $0 == 0 }
                #expect(decided == wanted, "\(probe) against \(target), \(direction)")
            }
        }
    }

    @Test func bandsLeaveNoGapAndNoOverlap() throws {
        let bounds = try #require(TargetBounds(aTarget("10..20"), row: 0))
        let conditions = [
            bounds.isMet(direction: .unknown, unit: .none),
            bounds.isNearlyMet(direction: .unknown, points: nil, percent: figure("10"), unit: .none), .fixed(true),
        ]
        let bands = bands(of: conditions, unit: .none)
        #expect(bands.map(\.condition) == [2, 1, 0, 1, 2])
        #expect(bands.compactMap { $0.upper.map { text(of: $0.figure) } } == ["9", "10", "20", "22"])
        #expect(bands.compactMap(\.upper?.isIncluded) == [false, false, true, true])
        for (one, next) in zip(bands, bands.dropFirst()) {
            #expect(one.upper?.figure == next.lower?.figure && one.upper?.isIncluded != next.lower?.isIncluded)
        }
        #expect(bands.first?.lower == nil && bands.last?.upper == nil)
    }

    @Test func aConditionThatIsUnknownLeavesTheRestUndecided() {
        let limit = ValueCondition.compare(.greater, figure("3"))
        let found = bands(of: [limit, .fixed(nil), .fixed(true)], unit: .none)
        #expect(found.map(\.condition) == [nil, 0])
        #expect(bands(of: [nil, .fixed(true)], unit: .none).map(\.condition) == [1])
    }

    @Test func limitsInUnitsOfTimeAreConverted() throws {
        let bounds = try #require(TargetBounds(aTarget("2 week"), row: 0))
        let found = bands(of: [bounds.isMet(direction: .lower, unit: .day), .fixed(true)], unit: .day)
        #expect(found.first?.upper.map { text(of: $0.figure) } == "14 days")
        let other = bands(of: [bounds.isMet(direction: .lower, unit: .named("kg"))], unit: .named("kg"))
        #expect(other.map(\.condition) == [nil])
    }

    @Test(arguments: [("£2.4m", 2_400_000.0), ("1/3", 1.0 / 3), ("0.1", 0.1), ("-0.30", -0.3), ("7.665", 7.665)])
    func positionsAreNear(text: String, position: Double) throws {
        let found = try #require(figure(text).approximation)
        #expect(abs(found - position) <= abs(position) * 1e-15)
    }

    @Test func equalFiguresHaveOnePosition() {
        #expect(figure("7.665").approximation == figure("7.66500").approximation)
        #expect(figure("95%").approximation == figure("95.0%").approximation)
    }
}

/// One target as a column.
private func aTarget(_ text: String) -> TargetVector { targets([text]) }
