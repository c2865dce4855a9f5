// What one cell says in a column of figures: the short spellings at once, every other one in full.

/// A column type that reads one figure from a cell.
package enum FigureKind: Sendable {
    case whole, number, percent, money, measure
}

/// What a cell was read as.
struct ReadFigure {
    var state: CellState
    var amount = Amount()
}

/// Reads a trimmed, non-empty cell that is no marker, in every spelling.
func readFigure(_ cell: UnsafeBufferPointer<UInt8>, as kind: FigureKind, _ units: inout UnitCache) -> ReadFigure {
    guard let start = CellCursor(cell) else { return ReadFigure(state: .blank) }
    if kind == .measure { return readMeasure(start, &units) }
    var cursor = start
    guard var amount = cursor.takeFigure(.spaces) ?? start.numberInWords(until: &cursor), cursor.isAtEnd else {
        return ReadFigure(state: .unreadable)
    }
    let fits: Bool
    switch kind {
    case .whole: fits = amount.unit == .none && amount.isIntegral
    case .number: fits = amount.unit == .none
    case .money: fits = amount.unit != .percent
    case .percent, .measure:
        if amount.unit == .none { amount.unit = .percent }
        fits = amount.unit == .percent
    }
    if kind == .whole && !amount.flags.contains(.scaled) { amount.flags.insert(.exact) }
    return ReadFigure(state: fits && !amount.isTooLong ? .value : .unreadable, amount: amount)
}

/// measure = figure [unit] {"(" note ")"}, a unit only behind a bare number; all else is words, or cannot be read.
///
/// A bare number in brackets with a unit (`(3 days)`) is words: what is in brackets beside a word is a remark.
func readMeasure(_ start: CellCursor, _ units: inout UnitCache) -> ReadFigure {
    var cursor = start
    if var amount = cursor.takeFigure(.spacedCommas) {
        if amount.unit == .none, start.byte != 0x28, let unit = cursor.takeUnit(stops: false, &units) {
            amount.unit = unit
        }
        if cursor.takeNotes() { return ReadFigure(state: amount.isTooLong ? .unreadable : .value, amount: amount) }
    }
    return readLeftOver(start)
}

extension CellCursor {
    /// A number in words, perhaps with a percent sign, and the cursor behind it.
    fileprivate func numberInWords(until cursor: inout CellCursor) -> Amount? {
        cursor = self
        guard isAtLetter, var amount = cursor.takeNumberWords() else { return nil }
        cursor.skipSpaces()
        if cursor.take(0x25) || cursor.take("per cent") || cursor.take("percent") { amount.unit = .percent }
        return amount
    }
}
