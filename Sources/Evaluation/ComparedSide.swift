// The keys by which the rows of an aggregate's table and the rows outside find each other.

import Checking
import Quantities

/// What a figure goes by beside its value, so that a bare number finds every unit, and a unit itself and what is bare. A row of the table
/// goes by its own unit and by `any`; a row outside asks for its own unit and for what is bare, or for `any` where it is bare itself.
struct UnitClass: Equatable {
    let code: UInt64

    static let any = UnitClass(code: 1 << 16)
    static let words = UnitClass(code: 1 << 17)
    static let none = UnitClass(.none)

    private init(code: UInt64) { self.code = code }
    init(_ unit: Unit) { code = UInt64(unit.rawValue) }

    @inline(__always)
    var key: KeyHash { KeyHash(code, 0, tag: 21) }
}

/// One side of an equality or order between the two rows, for the rows of a slice.
struct ComparedSide {
    enum Side { case inner, outer }

    private let values: [KeyHash]
    /// Each row's one or two classes, where the comparison asks for units.
    private let classes: [(first: UnitClass, second: UnitClass?)]
    /// The rows with a value that compares.
    let known: Mask

    /// The side of a part that a node has the values of; of an order the units alone.
    init(_ frame: Frame, _ node: NodeID, _ side: Side, of part: Int, _ shape: AggregateShape) {
        let matching = shape.matching(part)
        let count = frame.count
        guard matching != .same else {
            let (keys, isKnown) = frame.valueKeys(node)
            values = Array(UnsafeBufferPointer(start: keys, count: count))
            var known = Mask(isKnown, count: count)
            if let withheld = frame.withheld(node) { known.subtract(withheld) }
            self.known = known
            classes = []
            keys.deallocate()
            isKnown.deallocate()
            return
        }
        let figures = frame.figures(node)
        var known = Mask(count: count)
        var values = [KeyHash](repeating: .empty, count: count)
        var classes: [(first: UnitClass, second: UnitClass?)] = []
        for row in 0..<count {
            var figure = figures[figure: row]
            if matching == .byUnit { classes.append(ComparedSide.classes(of: figure, side)) }
            guard figure.state.isKnown else { continue }
            known[row] = true
            guard part != shape.order else { continue }
            figure.unit = .none
            values[row] = KeyHash(figure)
        }
        self.values = values
        self.classes = classes
        self.known = known
    }

    /// Whether rows may go by two keys.
    var hasUnits: Bool { !classes.isEmpty }

    private static func classes(of figure: Figure, _ side: Side) -> (UnitClass, UnitClass?) {
        switch (figure.state, figure.unit, side) {
        case (.words, _, _): (.words, nil)
        // What cannot be told apart is equal to no unit, itself included.
        case (_, .untold, .inner): (.any, nil)
        case (_, .untold, .outer): (.none, nil)
        case (_, .none, .outer): (.any, nil)
        case (_, let unit, .inner): (UnitClass(unit), .any)
        case (_, let unit, .outer): (UnitClass(unit), UnitClass.none)
        }
    }

    /// A row's key, the first or the second one; `nil` where it has no second.
    @inline(__always)
    func key(_ row: Int, second: Bool) -> KeyHash? {
        guard hasUnits else { return second ? nil : values[row] }
        guard let own = second ? classes[row].second : classes[row].first else { return nil }
        return values[row].adding(own.key)
    }

    /// The classes of a row of the table, for those that count what compares.
    func eachClass(_ row: Int, _ body: (UnitClass) -> Void) {
        guard hasUnits else {
            body(.any)
            return
        }
        body(classes[row].first)
        if let second = classes[row].second { body(second) }
    }

    /// The classes of all rows of the table that compare with a row outside, as equal or not.
    func eachComparable(_ row: Int, _ body: (UnitClass) -> Void) {
        guard hasUnits else {
            body(.any)
            return
        }
        // Words are never a figure, so that comparing them is not unknown.
        body(.words)
        guard classes[row].first != .words else {
            body(.any)
            return
        }
        eachClass(row, body)
    }

    /// Whether a row of the table and a row outside share a key.
    func matches(_ row: Int, _ outer: ComparedSide, _ outerRow: Int) -> Bool {
        guard known[row], outer.known[outerRow] else { return false }
        for mine in [false, true] {
            guard let key = key(row, second: mine) else { continue }
            for theirs in [false, true] where outer.key(outerRow, second: theirs) == key { return true }
        }
        return false
    }
}

/// The keys of rows under some sides: one for each way to choose among the two keys that a side with units has.
struct ComparedSides {
    private let sides: [ComparedSide]
    private let ways: Int
    /// The rows whose value is known for every side.
    let known: Mask

    /// Sides with units come first.
    init(_ sides: [ComparedSide], count: Int) {
        self.sides = sides
        ways = 1 << sides.count { $0.hasUnits }
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
        for (index, side) in sides.enumerated() {
            guard let own = side.key(row, second: side.hasUnits && way >> index & 1 == 1) else { return nil }
            key = key.adding(own)
        }
        return key
    }
}
