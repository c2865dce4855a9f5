// What one cell says in a column of targets.

/// What a target cell was read as. For a range `first` is the lower bound and both have one unit.
struct ReadTarget {
    var state: CellState
    var form = TargetForm.plain
    var first = Amount()
    var second = Amount()

    init(_ state: CellState) { self.state = state }

    init(_ form: TargetForm, _ bound: Amount) {
        state = bound.isTooLong ? .unreadable : .value
        self.form = form
        first = bound
    }

    /// Between two bounds, in either order; `nil` where their units differ. A unit or a multiplier given once, at the second bound, is meant for both
    /// (`10-20%`, `£10-20k`); a unit at the first one too.
    init?(between one: Amount, and other: Amount) {
        var (one, other) = (one, other)
        if one.unit == .none { one.unit = other.unit }
        if other.unit == .none { other.unit = one.unit }
        guard one.unit == other.unit && one.unit != .untold else { return nil }
        state = one.isTooLong || other.isTooLong ? .unreadable : .value
        if other.flags.contains(.scaled) && !one.flags.contains(.scaled) && one.magnitude < 1000 {
            one.scaled(by: other.power)
            guard !one.isTooLong else { return nil }
        }
        form = .range
        (first, second) = one.isGreater(than: other) ? (other, one) : (one, other)
    }
}

/// Reads a trimmed, non-empty cell that is no marker.
///
/// target = [words] sign bound | [words] bound [words] | ["between"] bound ("-" | "to" | "and") bound | words "(" bound
/// ")"
///        | sign bound ("and" | "but" | ",") sign bound | ("±" | "exactly") bound, each with a deadline (`by 2017`) or
///        notes in brackets behind it; a bound is a measure. All else is words, or cannot be read.
func readTarget(_ cell: UnsafeBufferPointer<UInt8>, _ units: inout UnitCache) -> ReadTarget {
    guard let start = CellCursor(cell) else { return ReadTarget(.blank) }
    if isNotSetTarget(cell) { return ReadTarget(.notSet) }
    var cursor = start
    cursor.leaveOutDeadline()
    let trailing = cursor.takeTrailingWords()
    if let single = cursor.rangeAroundFigure(&units) { return single }
    let isRange = cursor.take("between") || cursor.take("from") || cursor.take("range")
    if isRange { cursor.skipSpaces() }
    let averages = cursor.isAtAverage
    let words = isRange ? nil : cursor.takeLeadingWords()
    let sign = isRange ? nil : cursor.takeComparisonSign()
    let isApproximate = !isRange && cursor.takeApproximately()
    let inBrackets = words != nil && cursor.byte == 0x28
    if !inBrackets, var bound = cursor.takeBound(&units) {
        let after = cursor.at
        if isApproximate { bound.flags.insert(.approximate) }
        if let form = sign ?? words, let range = cursor.takeRange(from: bound, form, &units) { return range }
        if words == .plain, sign == nil, start.saysBetterThan { bound.flags.insert(.strict) }
        if cursor.takeNotes() && !isRange {
            if averages && words == .plain && bound.isPerSomething { bound.unit = .none }
            return ReadTarget(sign ?? (words == .plain ? nil : words) ?? trailing ?? words ?? .plain, bound)
        }
        cursor.at = after
        if sign == nil && trailing == nil, words == nil || words == .plain,
            let range = cursor.takeRange(from: bound, isRange, start, &units)
        {
            return range
        }
    } else if sign == nil, start.isAtLetter || start.byte == 0x28, var bound = cursor.boundInBrackets(&units) {
        if words == .plain, start.saysBetterThan { bound.flags.insert(.strict) }
        return ReadTarget(words ?? .plain, bound)
    }
    var measure = readMeasure(start, &units)
    if measure.state == .words, measure.amount.flags == [], let failed = start.failedBound {
        measure = failed
    }
    var target = ReadTarget(.plain, measure.amount)
    target.state = measure.state
    guard measure.state == .bounded else { return target }
    // What is a bounded figure in a measure is a bound here.
    let isStrict = measure.amount.flags.contains(.strict)
    let isLower = measure.amount.flags.contains(.above)
    target.first.flags.subtract([.strict, .above])
    target.form = isLower ? isStrict ? .moreThan : .atLeast : isStrict ? .lessThan : .atMost
    target.state = .value
    return target
}

extension CellCursor {
    /// `±5%`, from −5% to 5%, and `exactly 5`, from 5 to 5.
    fileprivate func rangeAroundFigure(_ units: inout UnitCache) -> ReadTarget? {
        var place = self
        let isAround = place.take(0xC2, 0xB1) || place.take("+/-") || place.take("+/\u{2212}")
        guard isAround || place.take("exactly") else { return nil }
        place.skipSpaces()
        guard let bound = place.takeBound(&units), place.takeNotes() else { return nil }
        var lower = bound
        if isAround { lower.mantissa.negate() }
        return ReadTarget(between: lower, and: bound)
    }

    /// The second half of `>5 and <10`, up to the end of the cell. A bound that is strict is flagged so.
    fileprivate mutating func takeRange(
        from first: Amount, _ form: TargetForm, _ units: inout UnitCache
    ) -> ReadTarget? {
        var place = self
        place.skipSpaces()
        guard place.take("and") || place.take("but") || place.take(0x26) || place.take(0x2C) else { return nil }
        place.skipSpaces()
        guard let second = place.takeComparisonSign() ?? place.takeLeadingWords(), second != .plain,
            var bound = place.takeBound(&units), place.takeNotes()
        else { return nil }
        var first = first
        let isLower = form == .moreThan || form == .atLeast
        guard isLower != (second == .moreThan || second == .atLeast), form != .plain else { return nil }
        if form == .moreThan || form == .lessThan { first.flags.insert(.strict) }
        if second == .moreThan || second == .lessThan { bound.flags.insert(.strict) }
        let range = isLower ? ReadTarget(between: first, and: bound) : ReadTarget(between: bound, and: first)
        // An empty one is none.
        guard let range, range.first.flags.contains(.strict) == (isLower ? first : bound).flags.contains(.strict),
            range.first.mantissa == (isLower ? first : bound).mantissa
        else { return nil }
        return range
    }

    /// A figure that is none (`at least 88,5%`, `max. 1,5`, `>5O%`) once the words and signs of a target are taken off.
    fileprivate var failedBound: ReadFigure? {
        var core = self
        core.leaveOutDeadline()
        _ = core.takeTrailingWords()
        _ = core.takeLeadingWords()
        _ = core.takeComparisonSign()
        guard core.at > at || core.end < end else { return nil }
        return readFailedFigure(core)
    }

    fileprivate var isAtAverage: Bool {
        var place = self
        return place.take("ave") || place.take("avg") || place.take("average")
    }

    /// bound = length | figure [unit | "gap"]
    fileprivate mutating func takeBound(_ units: inout UnitCache) -> Amount? {
        if let length = takeLength() { return length }
        guard var amount = takeFigure(.spacedCommas) else { return nil }
        if amount.unit == .none, let unit = takeUnit(stops: true, &units) { amount.unit = unit }
        if amount.unit == .percent {
            var after = self
            after.skipSpaces()
            if after.take("gap") { self = after }
        }
        return amount
    }

    /// The second half of a range, up to the end of the cell.
    fileprivate mutating func takeRange(
        from first: Amount, _ isBetween: Bool, _ start: CellCursor, _ units: inout UnitCache
    ) -> ReadTarget? {
        let width = at - start.at
        skipSpaces()
        guard takeDash() || take("to") || (isBetween && (take("and") || take("&"))) else { return nil }
        skipSpaces()
        guard let second = takeBound(&units), takeNotes() else { return nil }
        // `2023-24` and `2018-2020` are years.
        if !isBetween && width == 4 && first.isYear && second.unit == .none && second.scale == 0,
            second.isYear || (0...99).contains(second.mantissa)
        {
            return nil
        }
        return ReadTarget(between: first, and: second)
    }

    /// The bound in the bracket that ends the cell (`Achieve regional average (90.4%)`); a year there is none.
    fileprivate func boundInBrackets(_ units: inout UnitCache) -> Amount? {
        guard var (content, _) = closingBracket else { return nil }
        let width = content.end - content.at
        guard let bound = content.takeBound(&units), content.isAtEnd else { return nil }
        return bound.isYear && bound.unit == .none && width == 4 ? nil : bound
    }
}

extension Amount {
    fileprivate var isYear: Bool { unit == .none && scale == 0 && mantissa >= 1900 && mantissa <= 2200 }

    /// Whether the unit is a bare rate, such as `per quarter`.
    fileprivate var isPerSomething: Bool { unit.rawValue >= 16 && unit.name.hasPrefix("per ") }

    /// The size of the number as printed, before any multiplier; `Int.max` where it is large.
    fileprivate var magnitude: Int {
        var rest = mantissa.magnitude
        for _ in 0..<max(0, scale) { rest /= 10 }
        return Int(exactly: rest) ?? .max
    }

    /// Whether this figure is greater than another, units aside.
    fileprivate func isGreater(than other: Amount) -> Bool {
        if (mantissa < 0) != (other.mantissa < 0) { return other.mantissa < 0 }
        if scale >= other.scale {
            // What overflows is the larger one in size.
            guard let grown = other.shifted(by: scale - other.scale) else { return mantissa < 0 }
            return mantissa > grown
        }
        guard let grown = shifted(by: other.scale - scale) else { return mantissa > 0 }
        return grown > other.mantissa
    }

    private func shifted(by digits: Int) -> Int128? {
        var grown = mantissa
        for _ in 0..<digits where grown != 0 {
            let (product, overflow) = grown.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            grown = product
        }
        return grown
    }
}
