// Units of measure: small numbers in columns, names where they are shown.

internal import Synchronization

/// A unit: none, a percentage, a currency, or a named one such as `kg` or `delay per day`. Spellings of one unit are one value
/// (`kg`, `kgs`, `KG`). Values are stable within a run only.
package struct Unit: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
    package var rawValue: UInt16

    @inline(__always)
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// A bare number, which takes the unit of what it is compared with.
    package static let none = Unit(rawValue: 0)
    package static let percent = Unit(rawValue: 1)
    package static let pound = Unit(rawValue: 2)
    package static let euro = Unit(rawValue: 3)
    package static let dollar = Unit(rawValue: 4)
    /// A computed bare number of which it is certain that it is no percentage: the quotient of two figures in one unit, or a percentage of a
    /// bare figure. It takes any unit of what it is compared with but that of a percentage.
    package static let ratio = Unit(rawValue: 5)
    /// Of a figure whose unit is one too many to be told apart: equal to no unit, itself included.
    package static let untold = Unit(rawValue: .max)

    package var isMoney: Bool { rawValue >= 2 && rawValue <= 4 }
    /// What makes figures one and the same in keys, groups and joins: a ratio is a bare number there.
    package var identity: Unit { self == .ratio ? .none : self }
    /// Whether it is that of a number without a unit.
    package var isBare: Bool { self == .none || self == .ratio }
}

extension Unit {
    /// The unit of a name in its canonical spelling (see `canonicalUnitName`); `untold` once 65,000 names are known.
    package static func named(_ name: String) -> Unit {
        switch name {
        case "": return .none
        case "%": return .percent
        case "£": return .pound
        case "€": return .euro
        case "$": return .dollar
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
