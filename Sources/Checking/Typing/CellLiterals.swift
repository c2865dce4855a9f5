// Reading quantities that are written in a rule as in a cell, with the readers of cells.

import Quantities

/// Gives a reader a column of one cell.
private func withCell<Result>(_ text: String, _ read: (CellColumn) -> Result) -> Result {
    // One extra byte, because an empty buffer has no address.
    let bytes = Array(text.utf8) + [0]
    let spans = [CellSpan(offset: 0, length: UInt32(clamping: bytes.count - 1))]
    return unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe spans.withUnsafeBufferPointer { spans in
            guard let base = bytes.baseAddress, let first = spans.baseAddress else {
                preconditionFailure("arrays that hold something have an address")
            }
            return unsafe read(CellColumn(base: base, spans: first, count: 1))
        }
    }
}

/// A text as a figure: a figure, words, or a state without a value.
func readFigureText(_ text: String, as kind: FigureKind) -> Figure {
    withCell(text) { cell in
        let vector = FigureVector(capacity: 1)
        readFigures(cell, as: kind, markers: Markers(), into: vector)
        return vector[figure: 0]
    }
}

/// The days of a text that is a date, since 1970-01-01; `nil` where it is none.
func readDateText(_ text: String) -> Int? {
    withCell(text) { cell in
        let vector = CodeVector(capacity: 1)
        readDates(cell, reading: CalendarReading(), markers: Markers(), into: vector)
        return withExtendedLifetime(vector) {
            unsafe vector.state[0] == .value ? Int(vector.code[0]) : nil
        }
    }
}

/// Whether a text is a target that is set.
func readsAsTarget(_ text: String) -> Bool {
    withCell(text) { cell in
        let vector = TargetVector(capacity: 1)
        readTargets(cell, markers: Markers(), into: vector)
        return vector.first[figure: 0].state.isKnown || vector.first[figure: 0].state == .notSet
    }
}

/// Whether a text can be read in a cell of a column: as a value of its type, as a marker, or as blank.
package func reads(_ text: String, as column: CheckedColumn) -> Bool {
    let state = state(of: text, as: column)
    return state != .unreadable && state != .spreadsheetError
}

/// Whether a column's cell with this text is a value of its type or a marker, and not merely words.
package func saysNoWords(_ text: String, as column: CheckedColumn) -> Bool {
    let state = state(of: text, as: column)
    return state != .unreadable && state != .words
}

private func state(of text: String, as column: CheckedColumn) -> CellState {
    let markers = Markers(column)
    return withCell(text) { cell in
        func code(_ read: (CodeVector) -> Void) -> CellState {
            let vector = CodeVector(capacity: 1)
            read(vector)
            return withExtendedLifetime(vector) { unsafe vector.state[0] }
        }
        switch column.type {
        case .figure(let kind):
            let vector = FigureVector(capacity: 1)
            readFigures(cell, as: kind, markers: markers, into: vector)
            return vector[figure: 0].state
        case .target:
            let vector = TargetVector(capacity: 1)
            readTargets(cell, markers: markers, into: vector)
            return vector.first[figure: 0].state
        case .date: return code { readDates(cell, reading: column.calendar, markers: markers, into: $0) }
        case .period(let years):
            return code {
                readPeriods(
                    cell, yearFrom: years, pairs: column.calendar.pairs, year: column.calendar.year, markers: markers,
                    into: $0)
            }
        case .flag:
            let vector = TruthVector(capacity: 1)
            readFlags(cell, markers: markers, into: vector)
            return withExtendedLifetime(vector) { unsafe vector.state[0] }
        case .text, .choice, .status: return .value
        }
    }
}

/// Whether a text is a marker in the cells of a column, or in those of most columns where none is given.
func isMarker(_ text: String, in column: CheckedColumn?) -> Bool {
    let markers = column.map { Markers($0) } ?? Markers()
    let bytes = Array(trimmed(text).utf8)
    let state = unsafe bytes.withUnsafeBufferPointer { $0.isEmpty ? nil : unsafe markers.state($0) }
    return state == .marker || state == .nothing
}

extension Markers {
    /// The markers of a column, with what its type allows behind them.
    package init(_ column: CheckedColumn) {
        if let tail = column.type.traits.markerAddition {
            self.init(adding: column.missing, with: tail)
        } else {
            self.init(only: column.missing)
        }
    }
}

/// The code of a period; `nil` where the text is not a period.
func readPeriodText(_ text: String, yearFrom years: PeriodYears) -> Int64? {
    let bytes = Array(trimmed(text).utf8)
    return unsafe bytes.withUnsafeBufferPointer { unsafe readPeriod($0, yearFrom: years)?.code }
}
