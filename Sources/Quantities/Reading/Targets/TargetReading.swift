// Reads one cell of a column of targets.

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

    /// Between two bounds, in either order; `nil` where their units differ. A unit or a multiplier given once, at the
    /// second bound, applies to both (`10-20%`, `£10-20k`); a unit at the first one too.
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

/// Reads a trimmed, non-empty cell that is not a marker.
///
/// target = [words] sign bound | [words] bound [words] | ["between"] bound ("-" | "to" | "and") bound
///        | words "(" bound ")" | sign bound ["and" | "but" | "to" | "," | "-" | …] sign bound
///        | bound sign word sign bound | ("±" | "exactly") bound | bound ("exactly" | "approx")
///        | bound ["("] "±" bound [")"] | bound ("max" | "min") "per" unit
///
/// A deadline (`by 2017`) or notes in brackets may follow each; a bound is a measure. All else is words, or cannot be
/// read; words that begin as a bound does are noted as such.
func readTarget(_ cell: UnsafeBufferPointer<UInt8>, _ units: inout UnitCache) -> ReadTarget {
    guard let start = CellCursor(cell) else { return ReadTarget(.blank) }
    if isNotSetTarget(cell) { return ReadTarget(.notSet) }
    var cursor = start
    cursor.leaveOutDeadline()
    let trailing = cursor.takeTrailingWords()
    if let single = cursor.rangeAroundFigure(&units) ?? start.rangeOfTolerance(&units) { return single }
    if let chain = start.chainOfSigns(&units) { return chain }
    let isRange = cursor.take("between") || cursor.take("from") || cursor.take("range")
    if isRange { cursor.skipSpaces() }
    let averages = cursor.isAtAverage
    let words = isRange ? nil : cursor.takeLeadingWords()
    let sign = isRange ? nil : cursor.takeComparisonSign()
    let isApproximate = !isRange && cursor.takeApproximately()
    let inBrackets = words != nil && cursor.byte == 0x28
    if !inBrackets, var bound = cursor.takeBound(&units) {
        if isApproximate { bound.flags.insert(.approximate) }
        let isPlain = sign == nil && trailing == nil && !isRange && (words == nil || words == .plain)
        if let exact = cursor.takeManner(of: &bound, mayBeExact: isPlain) { return exact }
        let after = cursor.at
        var trailing = trailing
        if sign == nil, trailing == nil, words == nil || words == .plain, let form = cursor.takeDirectionOfRate() {
            trailing = form
            if bound.unit == .none, let unit = cursor.takeUnit(stops: true, &units) { bound.unit = unit }
        }
        if let form = sign ?? words, let range = cursor.takeRange(from: bound, form, &units) { return range }
        if words == .plain, sign == nil, start.saysBetterThan { bound.flags.insert(.strict) }
        if cursor.noteSaysFigure(besides: bound) {
            var target = ReadTarget(.plain, Amount(flags: .irregular))
            target.state = .words
            return target
        }
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
    if measure.state == .words, let failed = start.failedBound,
        measure.amount.flags == [] || failed.state == .unreadable
    {
        measure = failed
    }
    // `5 below target` has no unit of that name.
    if measure.state.hasUnit, start.unitSaysDirection { measure = ReadFigure(state: .words) }
    if measure.state == .words, start.beginsAsBound(&units) { measure.amount.flags = .irregular }
    var target = ReadTarget(.plain, measure.amount)
    target.state = measure.state
    guard measure.state == .bounded else { return target }
    // A bounded figure of a measure is a bound here.
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

    /// Takes `approx.` behind a bound; returns the range of one with `exactly` behind it, up to the end of the cell.
    fileprivate mutating func takeManner(of bound: inout Amount, mayBeExact: Bool) -> ReadTarget? {
        var place = self
        guard let isApproximate = place.takeManner() else { return nil }
        if isApproximate {
            bound.flags.insert(.approximate)
            self = place
            return nil
        }
        guard mayBeExact, place.takeNotes() else { return nil }
        return ReadTarget(between: bound, and: bound)
    }

    /// `95% ± 2%`, `95% (+/- 2%)`: from 93% to 97%.
    fileprivate func rangeOfTolerance(_ units: inout UnitCache) -> ReadTarget? {
        // Scanning the bytes first avoids reading every target twice.
        guard rest.contains(0xB1) || rest.contains(0x2B) else { return nil }
        var place = self
        guard let middle = place.takeBound(&units) else { return nil }
        place.skipSpaces()
        let isInBrackets = place.take(0x28)
        guard place.take(0xC2, 0xB1) || place.take("+/-") || place.take("+/\u{2212}") || place.take("+ or -") else {
            return nil
        }
        place.skipSpaces()
        guard let tolerance = place.takeBound(&units), tolerance.mantissa >= 0 else { return nil }
        if isInBrackets, !place.take(0x29) { return nil }
        // `100 ± 5%` may be 5 of 100 or a share of them.
        guard place.takeNotes(), tolerance.unit == .none || tolerance.unit == middle.unit,
            let bounds = middle.plusMinus(tolerance)
        else { return nil }
        return ReadTarget(between: bounds.lower, and: bounds.upper)
    }

    /// `5 < x <= 10`, with any word between two signs of the same direction.
    fileprivate func chainOfSigns(_ units: inout UnitCache) -> ReadTarget? {
        guard isDigit(byte), rest.contains(where: { $0 == 0x3C || $0 == 0x3E || $0 == 0xE2 }) else { return nil }
        var place = self
        guard let first = place.takeBound(&units) else { return nil }
        place.skipSpaces()
        guard let form = place.takeComparisonSign(), form != .plain, place.isAtLetter else { return nil }
        while place.isAtLetter { place.at += place.letterWidth }
        place.skipSpaces()
        // The figure is before the sign, so the comparison is mirrored.
        let turned: TargetForm =
            switch form {
            case .lessThan: .moreThan
            case .atMost: .atLeast
            case .moreThan: .lessThan
            default: .atMost
            }
        return place.takeRange(from: first, turned, &units)
    }

    /// Whether there are words for a direction among those behind the figure here.
    fileprivate var unitSaysDirection: Bool {
        var place = self
        _ = place.takeFigurePrefix()
        guard place.takeFigure(.spaces) != nil else { return false }
        while !place.isAtEnd {
            if place.isAtLetter {
                if place.isAtDirection { return true }
                while place.isAtLetter { place.at += place.letterWidth }
            } else if place.byte == 0x28 || place.byte == 0x5B {
                return false
            } else {
                place.at += 1
            }
        }
        return false
    }

    /// Whether there is a bound here, followed by something with which it is not a target: `>5 <3`, `at least 90% of
    /// 20`, `95%/98%`.
    fileprivate func beginsAsBound(_ units: inout UnitCache) -> Bool {
        var place = self
        let isBetween = place.take("not between") || place.take("outside") || place.take("between")
        let words = isBetween ? .range : place.takeLeadingWords()
        place.skipSpaces()
        let sign = place.takeComparisonSign()
        guard let bound = place.takeBound(&units) else { return false }
        if sign != nil || (words ?? .plain) != .plain { return true }
        if words == nil, bound.unit == .percent || bound.unit == .none && place.isAtFraction { return true }
        place.skipSpaces()
        return words == nil
            && (place.takeComparisonSign() != nil || place.take("->") || place.take("--") || place.take(0x3B)
                || place.take(0xC2, 0xB1) || place.take("+/-") || place.take(0xE2, 0x86, 0x92) || place.isAtDirection)
    }

    /// Whether there is `½`, `¼` or `¾` here.
    private var isAtFraction: Bool { byte == 0xC2 && (0xBC...0xBE).contains(byte(after: 1)) }

    /// The second half of `>5 and <10`, up to the end of the cell. A bound that is strict is flagged so.
    fileprivate mutating func takeRange(
        from first: Amount, _ form: TargetForm, _ units: inout UnitCache
    ) -> ReadTarget? {
        var place = self
        place.skipSpaces()
        // No word is required between two signs (`>5 <10`); `or` has another meaning.
        _ =
            place.take("and") || place.take("but") || place.take("to") || place.take(0x26) || place.take(0x2C)
            || place.take(0x3B) || place.take(0x2F) || place.takeDash()
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
        // An empty range is not a target.
        guard let range, range.first.flags.contains(.strict) == (isLower ? first : bound).flags.contains(.strict),
            range.first.mantissa == (isLower ? first : bound).mantissa
        else { return nil }
        return range
    }

    /// A failed figure (`at least 88,5%`, `max. 1,5`, `>5O%`) behind the words and signs of a target; `nil` where there
    /// is none.
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
        let isDash = takeDash()
        guard isDash || take("to") || (isBetween && (take("and") || take("&"))) else { return nil }
        skipSpaces()
        guard let second = takeBound(&units), takeNotes() else { return nil }
        // `5--10` is more likely a typing error than a range from −10 to 5.
        if isDash, second.mantissa < 0, first.mantissa >= 0 { return nil }
        // `2023-24` and `2018-2020` are years.
        if !isBetween && width == 4 && first.isYear && second.unit == .none && second.scale == 0,
            second.isYear || (0...99).contains(second.mantissa)
        {
            return nil
        }
        return ReadTarget(between: first, and: second)
    }

    /// The bound in the bracket that ends the cell (`Achieve regional average (90.4%)`); a year there is not one.
    fileprivate func boundInBrackets(_ units: inout UnitCache) -> Amount? {
        guard var (content, _) = closingBracket else { return nil }
        let width = content.end - content.at
        guard let bound = content.takeBound(&units), content.isAtEnd else { return nil }
        return bound.isYear && bound.unit == .none && width == 4 ? nil : bound
    }
}

extension Amount {
    fileprivate var isYear: Bool { unit == .none && scale == 0 && mantissa >= 1900 && mantissa <= 2200 }

    /// Whether the unit is only a rate, such as `per quarter`.
    fileprivate var isPerSomething: Bool { unit.rawValue >= 16 && unit.name.hasPrefix("per ") }

    /// This amount minus and plus another, in this one's unit; `nil` where they have too many digits.
    fileprivate func plusMinus(_ other: Amount) -> (lower: Amount, upper: Amount)? {
        let scale = max(self.scale, other.scale)
        guard let middle = shifted(by: scale - self.scale), let width = other.shifted(by: scale - other.scale) else {
            return nil
        }
        let (low, isBelow) = middle.subtractingReportingOverflow(width)
        let (high, isAbove) = middle.addingReportingOverflow(width)
        guard !isBelow, !isAbove else { return nil }
        var (lower, upper) = (self, self)
        (lower.mantissa, lower.scale, upper.mantissa, upper.scale) = (low, scale, high, scale)
        return (lower, upper)
    }

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
            // The one that overflows is the larger in size.
            guard let grown = other.shifted(by: scale - other.scale) else { return mantissa < 0 }
            return mantissa > grown
        }
        guard let grown = shifted(by: other.scale - scale) else { return mantissa > 0 }
        return grown > other.mantissa
    }

    fileprivate func shifted(by digits: Int) -> Int128? {
        var grown = mantissa
        for _ in 0..<digits where grown != 0 {
            let (product, overflow) = grown.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            grown = product
        }
        return grown
    }
}
