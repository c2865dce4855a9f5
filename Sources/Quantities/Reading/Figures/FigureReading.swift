// Reads one cell of a column of figures in every spelling.

/// A column type that reads one figure from a cell.
package enum FigureKind: Sendable, CaseIterable {
    case whole, number, percent, money, measure
}

/// What a cell was read as.
struct ReadFigure {
    var state: CellState
    var amount = Amount()
}

/// Reads a trimmed, non-empty cell that is not a marker, in every spelling.
func readFigure(_ cell: UnsafeBufferPointer<UInt8>, as kind: FigureKind, _ units: inout UnitCache) -> ReadFigure {
    guard let start = CellCursor(cell) else { return ReadFigure(state: .blank) }
    if kind == .measure { return readMeasure(start, &units) }
    var cursor = start
    let prefix = cursor.takeFigurePrefix()
    var read = cursor.takeFigure(.spaces)
    if let read, cursor.noteSaysFigure(besides: read, countsBare: kind == .whole || kind == .number) {
        return ReadFigure(state: .unreadable)
    }
    if read == nil, prefix == .init() { read = start.numberInWords(until: &cursor) }
    guard var amount = read, let state = cursor.finish(&amount, prefix) else { return ReadFigure(state: .unreadable) }
    let fits: Bool
    switch kind {
    case .whole: fits = amount.unit == .none && amount.isIntegral
    case .number: fits = amount.unit == .none
    case .money: fits = amount.unit != .percent
    case .percent, .measure:
        if amount.unit == .none { amount.unit = .percent }
        fits = amount.unit == .percent
    }
    if kind == .whole && amount.flags.isDisjoint(with: [.scaled, .approximate]) { amount.flags.insert(.exact) }
    return ReadFigure(state: fits && !amount.isTooLong ? state : .unreadable, amount: amount)
}

/// measure = [mark] [bound | approximately] (length | figure [unit]) ["+"] {note}, a unit only behind a number without
/// a sign of one; all else is words, or cannot be read.
///
/// A number without a unit that has a note with another figure (`12 (80%)`, `5 (£m)`) cannot be read either: nothing
/// tells which is meant. A number with a unit in brackets (`(3 days)`) is words: it is a remark.
func readMeasure(_ start: CellCursor, _ units: inout UnitCache) -> ReadFigure {
    var cursor = start
    let prefix = cursor.takeFigurePrefix()
    let first = cursor.byte
    if var amount = cursor.takeLength() {
        var after = cursor
        if let state = after.finish(&amount, prefix) { return ReadFigure(state: state, amount: amount) }
    }
    if var amount = cursor.takeFigure(.spaces) {
        if amount.unit == .none, first != 0x28, let unit = cursor.takeUnit(stops: false, &units) {
            // `Over 65s` are people, not a bound.
            if prefix.isWord, cursor.byte(after: -1) | 0x20 == 0x73, isDigit(cursor.byte(after: -2)) {
                return readLeftOver(start)
            }
            amount.unit = unit
        }
        if cursor.noteSaysFigure(besides: amount) {
            return ReadFigure(state: .words, amount: Amount(flags: .irregular))
        }
        if let state = cursor.finish(&amount, prefix) {
            return ReadFigure(state: amount.isTooLong ? .unreadable : state, amount: amount)
        }
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
