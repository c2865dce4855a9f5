// The keys by which counted rows and outer rows are matched.

import Checking
package import Columns
package import Planning
import Quantities

/// The part of a figure's key that is due to its unit: a number without a unit matches every unit but that of `4:05`, a
/// ratio every one but percentages, and a unit matches itself and numbers without one. A counted row has one or two
/// classes, and an outer row asks for up to three: they share exactly one where their units compare, so that no row is
/// counted twice.
///
/// | unit | has | asks for |
/// | --- | --- | --- |
/// | none | `none`, `percent` | `any`, `percent`, `ratio` |
/// | a ratio | `none`, `ratio` | `none`, `any` |
/// | percent | `percent` | `percent` |
/// | that of `4:05`, equal to its like alone | its own | its own |
/// | any other | its own, `any` | its own, `none` |
/// | untold, equal to no unit, itself included | `any` | `none` |
struct UnitClass: Equatable {
    let code: UInt64

    static let any = UnitClass(code: 1 << 16)
    static let words = UnitClass(code: 1 << 17)
    static let none = UnitClass(.none)
    static let percent = UnitClass(.percent)
    static let ratio = UnitClass(.ratio)

    private init(code: UInt64) { self.code = code }
    init(_ unit: Unit) { code = UInt64(unit.rawValue) }

    @inline(__always)
    var key: KeyHash { KeyHash(code, 0, tag: 21) }
}

/// The classes that a figure has or asks for.
struct UnitClasses {
    let first: UnitClass
    var second: UnitClass?
    var third: UnitClass?

    init(_ first: UnitClass, _ second: UnitClass? = nil, _ third: UnitClass? = nil) {
        self.first = first
        self.second = second
        self.third = third
    }

    /// The most classes that a counted row has; `ofOuter` is the most that an outer row asks for.
    static let ofInner = 2
    static let ofOuter = 3

    /// The classes of all figures with which a number without a unit compares.
    static let allFigures = UnitClasses(.any, .percent, .ratio)

    subscript(index: Int) -> UnitClass? { index == 0 ? first : index == 1 ? second : third }

    func each(_ body: (UnitClass) -> Void) {
        body(first)
        if let second { body(second) }
        if let third { body(third) }
    }
}

/// One side of an equality or order between the two rows, for the rows of a batch.
package struct ComparedSide {
    package enum Side { case inner, outer }

    private let values: [KeyHash]
    /// Each row's classes, where the comparison asks for units.
    private let classes: [UnitClasses]
    /// The greatest number of keys of a row.
    let ways: Int
    /// The rows with a value that compares.
    package let known: Mask

    /// One side of a part, whose values a node has; for an order the units alone.
    package init(_ evaluator: ExpressionEvaluator, _ node: NodeID, _ side: Side, of part: Int, _ shape: AggregateKeys) {
        let matching = shape.matching(part)
        let count = evaluator.count
        guard matching != .same else {
            let (keys, isKnown) = evaluator.valueKeys(node)
            values = Array(UnsafeBufferPointer(start: keys, count: count))
            var known = Mask(isKnown, count: count)
            if let withheld = evaluator.withheld(node) { known.subtract(withheld) }
            self.known = known
            classes = []
            ways = 1
            keys.deallocate()
            isKnown.deallocate()
            return
        }
        let figures = evaluator.figures(node)
        var known = Mask(count: count)
        var values = [KeyHash](repeating: .empty, count: count)
        var classes: [UnitClasses] = []
        for row in 0..<count {
            var figure = figures[figure: row]
            if matching == .byUnit { classes.append(ComparedSide.classes(of: figure, side)) }
            guard figure.state.isKnown else { continue }
            known[row] = true
            guard !shape.orders.contains(part) else { continue }
            figure.unit = .none
            values[row] = KeyHash(figure)
        }
        self.values = values
        self.classes = classes
        self.known = known
        ways = matching == .byUnit ? (side == .inner ? UnitClasses.ofInner : UnitClasses.ofOuter) : 1
    }

    /// Whether rows may have several keys.
    private var hasUnits: Bool { !classes.isEmpty }

    private static func classes(of figure: Figure, _ side: Side) -> UnitClasses {
        switch (figure.state, figure.unit, side) {
        case (.words, _, _): UnitClasses(.words)
        case (_, .none, .inner): UnitClasses(.none, .percent)
        case (_, .none, .outer): .allFigures
        case (_, .ratio, .inner): UnitClasses(.none, .ratio)
        case (_, .ratio, .outer): UnitClasses(.none, .any)
        case (_, .percent, _): UnitClasses(.percent)
        case (_, .clock, _): UnitClasses(UnitClass(.clock))
        case (_, .untold, .inner): UnitClasses(.any)
        case (_, .untold, .outer): UnitClasses(.none)
        case (_, let unit, .inner): UnitClasses(UnitClass(unit), .any)
        case (_, let unit, .outer): UnitClasses(UnitClass(unit), UnitClass.none)
        }
    }

    /// One of a row's keys, by its number; `nil` where it has fewer.
    @inline(__always)
    func key(_ row: Int, _ way: Int) -> KeyHash? {
        guard hasUnits else { return way > 0 ? nil : values[row] }
        guard let own = classes[row][way] else { return nil }
        return values[row].adding(own.key)
    }

    /// Calls the body with the classes of a counted row, for counting rows by what compares.
    func eachClass(_ row: Int, _ body: (UnitClass) -> Void) {
        guard hasUnits else {
            body(.any)
            return
        }
        classes[row].each(body)
    }

    /// Calls the body with the classes of all counted rows that compare with an outer row, equal or not.
    func eachComparable(_ row: Int, _ body: (UnitClass) -> Void) {
        guard hasUnits else {
            body(.any)
            return
        }
        // Words never equal a figure: the comparison is false, not unknown.
        body(.words)
        (classes[row].first == .words ? UnitClasses.allFigures : classes[row]).each(body)
    }

    /// Whether a counted row and an outer row share a key.
    package func matches(_ row: Int, _ outer: ComparedSide, _ outerRow: Int) -> Bool {
        guard known[row], outer.known[outerRow] else { return false }
        for mine in 0..<ways {
            guard let key = key(row, mine) else { continue }
            for theirs in 0..<outer.ways where outer.key(outerRow, theirs) == key { return true }
        }
        return false
    }
}

/// The keys of rows under some sides: one for each way to choose among the keys that a side with units has.
struct ComparedSides {
    private let sides: [ComparedSide]
    private let ways: Int
    /// The rows whose value is known for every side.
    let known: Mask

    /// Sides with units come first.
    init(_ sides: [ComparedSide], count: Int) {
        self.sides = sides
        ways = sides.reduce(1) { $0 * $1.ways }
        known = sides.reduce(into: Mask(count: count, all: true)) { $0.formIntersection($1.known) }
    }

    /// Whether every row has one key only.
    var isSingle: Bool { ways == 1 }

    @inline(__always)
    func eachKey(of row: Int, from base: KeyHash, _ body: (KeyHash) -> Void) {
        for way in 0..<ways {
            if let key = key(row, way, base) { body(key) }
        }
    }

    @inline(__always)
    private func key(_ row: Int, _ way: Int, _ base: KeyHash) -> KeyHash? {
        var key = base
        var rest = way
        for side in sides {
            guard let own = side.key(row, side.ways == 1 ? 0 : rest % side.ways) else { return nil }
            rest = side.ways == 1 ? rest : rest / side.ways
            key = key.adding(own)
        }
        return key
    }
}
