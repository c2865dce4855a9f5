// Columns of figures.

/// Reads a column of figures, each exactly as printed (`£2.4m` is 24 at scale −5, `0.50` is 50 at scale 2). Sets the
/// count of `into` to that of `cells`.
///
/// * `whole`: a whole number, however printed (`12.0`, `1.2m`); exact unless printed with a multiplier. A unit, a
///   percent sign and a currency are unreadable.
/// * `number`: a number without a unit.
/// * `percent`: a percentage; a number without a unit is read as one.
/// * `money`: an amount of money; a number without a unit is read as one without a currency, which compares with any.
/// * `measure`: any of these, a number with a unit, a length of time; all else is `words`, whose fingerprint is the
///   mantissa. A figure of more than 38 significant digits is `unreadable`, and so are digits and signs of figures that
///   make none (`1,50`).
///
/// All also read, with the flag `irregular`, `34 692`, `5 €` and their like, with `approximate` `c. 95%`, and as
/// `bounded` `<5`; the first four read numbers in words, with `inWords`. Notes and marks around a figure (`95% [p]`, `↑
/// 5%`) are ignored. Digits are grouped by commas or no-break spaces in threes. Negative figures have a minus, a true
/// minus, an en dash or brackets.
package func readFigures(_ cells: CellColumn, as kind: FigureKind, markers: Markers, into: FigureVector) {
    into.count = cells.count
    into.dropDenominators()
    var units = UnitCache()
    for row in 0..<cells.count {
        let cell = trimmedBytes(cells.bytes(row))
        guard let base = cell.baseAddress, cell.count > 0 else {
            into.state[row] = .blank
            continue
        }
        if let state = markers.state(ofTrimmed: cell) {
            into.state[row] = state
            continue
        }
        if let plain = PlainFigure(base, 0, cell.count), into.store(plain, at: row, as: kind) { continue }
        let figure = readFigure(cell, as: kind, &units)
        if figure.state == .words || figure.state == .unreadable,
            let state = Markers.ofFigures.state(ofTrimmed: cell, mayBeWords: kind == .measure)
        {
            into.state[row] = state
        } else {
            into.store(figure, at: row, cell)
        }
    }
}

extension FigureVector {
    /// Stores a plain figure; false where it may not fit the kind, so that it must be read in full.
    @inline(__always)
    fileprivate func store(_ figure: PlainFigure, at row: Int, as kind: FigureKind) -> Bool {
        var figure = figure
        switch kind {
        case .measure:
            break
        case .number:
            if figure.unit != .none { return false }
        case .whole:
            if figure.unit != .none || figure.scale > 0 { return false }
            if figure.flags == [] { figure.flags = .exact }
        case .percent:
            if figure.unit == .none { figure.unit = .percent }
            if figure.unit != .percent { return false }
        case .money:
            if figure.unit == .percent { return false }
        }
        store(figure, at: row)
        return true
    }

    @inline(__always)
    func store(_ figure: PlainFigure, at row: Int) {
        state[row] = .value
        mantissa[row] = Int128(figure.mantissa)
        scale[row] = figure.scale
        unit[row] = figure.unit
        flags[row] = figure.flags
    }

    /// Stores the result for a cell; for words their fingerprint.
    func store(_ figure: ReadFigure, at row: Int, _ cell: UnsafeBufferPointer<UInt8>) {
        state[row] = figure.state
        switch figure.state {
        case .value, .bounded:
            store(figure.amount, at: row)
            state[row] = figure.state
        case .words:
            mantissa[row] = foldedFingerprint(cell)
            flags[row] = figure.amount.flags
        default: break
        }
    }

    /// Stores a figure that is not too long.
    func store(_ amount: Amount, at row: Int) {
        state[row] = .value
        mantissa[row] = amount.mantissa
        scale[row] = Int8(truncatingIfNeeded: amount.scale)
        unit[row] = amount.unit
        flags[row] = amount.flags
    }
}
