// Columns of targets.

/// Reads a column of targets: bounds, ranges, plain figures, figures in brackets after words, targets that are not set,
/// and words (whose fingerprint is the mantissa of `first`). Sets the count of `into` to that of `cells`.
///
/// * The direction comes from the target's own words, also where the figure is in brackets (`Above national (51%)`);
///   `Better than`, `Achieve`, `Maintain` leave it open (`plain`). `<`, `>`, less/more than, below, above, under, over
///   are strict; `≤`, `≥`, at least, at most, up to, within, `Top 5` and their like are not.
/// * `TBC`, `Baseline year`, `Establish baseline` are `notSet`, before markers are looked for; `-` and `DNA` are
///   markers.
/// * A deadline (`by 2017`), a `gap` behind a percentage and notes in brackets are ignored, and after `Ave` a rate
///   without a unit (`per quarter`).
/// * A range has its lower bound first, whichever was printed first; years (`2023-24`) are words.
package func readTargets(_ cells: CellColumn, markers: Markers, into: TargetVector) {
    into.count = cells.count
    into.first.dropDenominators()
    into.second.dropDenominators()
    var units = UnitCache()
    for row in 0..<cells.count {
        let cell = trimmedBytes(cells.bytes(row))
        guard let base = cell.baseAddress, cell.count > 0 else {
            into.setState(.blank, at: row)
            continue
        }
        if let state = markers.state(ofTrimmed: cell) {
            into.setState(state == .marker && isNotSetTarget(cell) ? .notSet : state, at: row)
            continue
        }
        let (form, at) = PlainTarget.sign(base, cell.count)
        if let plain = PlainFigure(base, at, cell.count) {
            into.form[row] = form
            into.first.store(plain, at: row)
            into.second.state[row] = .unknown
            continue
        }
        if let range = PlainRange(base, cell.count) {
            into.form[row] = .range
            into.first.store(range.lower, at: row)
            into.second.store(range.upper, at: row)
            continue
        }
        let target = readTarget(cell, &units)
        if target.state == .words, let state = Markers.ofFigures.state(ofTrimmed: cell, mayBeWords: true) {
            into.setState(state, at: row)
        } else {
            into.store(target, at: row, cell)
        }
    }
}

/// `<23`, `>= 5%`: a sign before a plain figure.
enum PlainTarget {
    /// The form of a sign at the beginning of a cell, and where the figure behind it begins.
    @inline(__always)
    static func sign(_ base: UnsafePointer<UInt8>, _ count: Int) -> (form: TargetForm, end: Int) {
        guard base[0] == 0x3C || base[0] == 0x3E else { return (.plain, 0) }
        let less = base[0] == 0x3C
        var at = 1
        var form = less ? TargetForm.lessThan : .moreThan
        if at < count && base[at] == 0x3D {
            at = 2
            form = less ? .atMost : .atLeast
        }
        if at < count && base[at] == 0x20 { at += 1 }
        return (form, at)
    }

    /// The range of a trimmed target's figure, behind its sign if it has one.
    static func bound(_ base: UnsafePointer<UInt8>, _ range: Range<Int>) -> Range<Int> {
        guard !range.isEmpty else { return range }
        return range.lowerBound + sign(base + range.lowerBound, range.count).end..<range.upperBound
    }
}

/// `Between 10%-20%`: two plain figures of one kind, the lower one first.
struct PlainRange {
    var lower: PlainFigure
    var upper: PlainFigure

    /// The ranges of the two figures of a trimmed cell; `nil` for any other spelling.
    static func parts(_ base: UnsafePointer<UInt8>, _ range: Range<Int>) -> (lower: Range<Int>, upper: Range<Int>)? {
        guard PlainRange(base + range.lowerBound, range.count) != nil,
            let dash = (range.lowerBound + 9..<range.upperBound).first(where: { base[$0] == 0x2D })
        else { return nil }
        return (range.lowerBound + 8..<dash, dash + 1..<range.upperBound)
    }

    /// `nil` for any other spelling, which is left to `readTarget`. Both give the same result.
    @inline(__always)
    init?(_ base: UnsafePointer<UInt8>, _ count: Int) {
        guard count > 10, base[0] | 0x20 == 0x62, let word = PackedWord(ascii: base, 8), word == PlainRange.between
        else { return nil }
        var dash = 9
        while dash < count && base[dash] != 0x2D { dash += 1 }
        guard dash < count, let lower = PlainFigure(base, 8, dash), let upper = PlainFigure(base, dash + 1, count),
            lower.unit == upper.unit, lower.scale == upper.scale, lower.flags == upper.flags,
            lower.mantissa <= upper.mantissa
        else { return nil }
        self.lower = lower
        self.upper = upper
    }

    private static var between: PackedWord { PackedWord(low: 0x206E_6565_7774_6562, high: 0, count: 8) }
}

extension TargetVector {
    @inline(__always)
    fileprivate func setState(_ state: CellState, at row: Int) {
        first.state[row] = state
        second.state[row] = .unknown
        form[row] = .plain
    }

    fileprivate func store(_ target: ReadTarget, at row: Int, _ cell: UnsafeBufferPointer<UInt8>) {
        setState(target.state, at: row)
        switch target.state {
        case .value:
            form[row] = target.form
            first.store(target.first, at: row)
            if target.form == .range { second.store(target.second, at: row) }
        case .words:
            first.mantissa[row] = foldedFingerprint(cell)
            first.flags[row] = target.first.flags
        default:
            break
        }
    }
}
