// Units of measure: small numbers in columns, names where they are shown.

internal import Synchronization

/// A unit: none, a percentage, a currency, or a named one such as `kg` or `delay per day`. Spellings of one unit are
/// one value (`kg`, `kgs`, `KG`). Values are stable within a run only.
@usableFromInline package struct Unit: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
    @usableFromInline package var rawValue: UInt16

    @inlinable
    @inline(__always)
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// No unit: such a number takes the unit of the figure with which it is compared.
    package static let none = Unit(rawValue: 0)
    package static let percent = Unit(rawValue: 1)
    package static let pound = Unit(rawValue: 2)
    package static let euro = Unit(rawValue: 3)
    package static let dollar = Unit(rawValue: 4)
    /// A computed number without a unit that is certainly not a percentage: the quotient of two figures in one unit, or
    /// a percentage of a figure without a unit. It takes any unit of the figure with which it is compared except a
    /// percentage.
    package static let ratio = Unit(rawValue: 5)
    // Lengths of time, shorter ones first.
    package static let second = Unit(rawValue: 6)
    package static let minute = Unit(rawValue: 7)
    package static let hour = Unit(rawValue: 8)
    package static let day = Unit(rawValue: 9)
    package static let week = Unit(rawValue: 10)
    package static let month = Unit(rawValue: 11)
    package static let year = Unit(rawValue: 12)
    /// The unit of `4:05`, which may be minutes or hours: figures in it count sixtieths of the larger unit.
    package static let clock = Unit(rawValue: 13)
    /// The unit of figures once there are too many units to distinguish: equal to no unit, itself included.
    package static let untold = Unit(rawValue: .max)

    package var isMoney: Bool { rawValue >= 2 && rawValue <= 4 }
    /// The unit in keys, groups and joins, where a ratio counts as a number without a unit.
    package var identity: Unit { self == .ratio ? .none : self }
    /// Whether it is the unit of numbers without one: `none` or `ratio`.
    package var isBare: Bool { self == .none || self == .ratio }
}

extension Unit {
    /// How many of another unit it is, where that is a whole number: an hour is 60 minutes; else `nil`. A month is not
    /// a number of days.
    func length(in other: Unit) -> Int64? {
        guard let own = lengthOfTime, let theirs = other.lengthOfTime, own.inMonths == theirs.inMonths,
            own.count % theirs.count == 0
        else { return nil }
        return own.count / theirs.count
    }

    /// Whether figures in this unit and in another compare, perhaps after a conversion.
    package func converts(to other: Unit) -> Bool {
        if self == other { return self != .untold }
        return length(in: other) ?? other.length(in: self) != nil
    }

    /// Whether it is one of the units of time that convert into others.
    var isOfTime: Bool { rawValue >= Unit.second.rawValue && rawValue <= Unit.year.rawValue }

    static let timeUnits: [Unit] = [.second, .minute, .hour, .day, .week, .month, .year]

    private var lengthOfTime: (count: Int64, inMonths: Bool)? {
        switch self {
        case .second: (1, false)
        case .minute: (60, false)
        case .hour: (3600, false)
        case .day: (86_400, false)
        case .week: (604_800, false)
        case .month: (1, true)
        case .year: (12, true)
        default: nil
        }
    }

    /// The unit with a name in its canonical spelling (see `canonicalUnitName`); `untold` once 65,000 names are known.
    package static func named(_ name: String) -> Unit {
        switch name {
        case "": return .none
        case "%": return .percent
        case "£": return .pound
        case "€": return .euro
        case "$": return .dollar
        case "second": return .second
        case "minute": return .minute
        case "hour": return .hour
        case "day": return .day
        case "week": return .week
        case "month": return .month
        case "year": return .year
        case "m:ss": return .clock
        default: break
        }
        return known.withLock { known in
            if let unit = known.units[name] { return unit }
            guard known.names.count < 65_000 else { return .untold }
            let unit = Unit(rawValue: UInt16(known.names.count + 16))
            known.units[name] = unit
            known.names.append(name)
            return unit
        }
    }

    /// The canonical spelling: `""`, `%`, `£`, `kg`, `delay per day`.
    package var name: String {
        switch self {
        case .none, .ratio: ""
        case .percent: "%"
        case .pound: "£"
        case .euro: "€"
        case .dollar: "$"
        case .second: "second"
        case .minute: "minute"
        case .hour: "hour"
        case .day: "day"
        case .week: "week"
        case .month: "month"
        case .year: "year"
        case .clock: "m:ss"
        default:
            Unit.known.withLock { known in
                let index = Int(rawValue) - 16
                return known.names.indices.contains(index) ? known.names[index] : "?"
            }
        }
    }

    private struct Known {
        var units: [String: Unit] = [:]
        var names: [String] = []
    }

    private static let known = Mutex(Known())
}
