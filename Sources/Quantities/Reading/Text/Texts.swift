// Columns of text and of flags.

/// Reads a column of texts: trimmed spans that borrow the bytes of `cells`. A blank cell has no value, nor has one of
/// the column's own markers or an error of a spreadsheet; `-` and `N/A` are texts.
package func readTexts(_ cells: CellColumn, markers: Markers, into: TextVector) {
    takeTexts(cells, into: into)
    let (state, spans) = (into.state, into.spans)
    for row in 0..<cells.count where state[row] == .value {
        let span = spans[row]
        let text = UnsafeBufferPointer(start: cells.base + Int(span.offset), count: Int(span.length))
        // Nearly every column has no markers of its own.
        guard text[0] == 0x23 || !markers.isEmpty, let found = markers.state(ofTrimmed: text) else { continue }
        state[row] = found
    }
}

/// Reads cells as texts without markers: trimmed spans that borrow the bytes of `cells`, each a value or blank.
package func takeTexts(_ cells: CellColumn, into: TextVector) {
    into.base = cells.base
    into.count = cells.count
    let state = into.state
    let spans = into.spans
    for row in 0..<cells.count {
        let cell = cells.bytes(row)
        let span = cells.spans[row]
        if let base = cell.baseAddress, cell.count > 0, base[0] &- 0x21 < 0x5E, base[cell.count - 1] &- 0x21 < 0x5E {
            spans[row] = span
            state[row] = .value
            continue
        }
        let range = trimmed(cell)
        spans[row] = CellSpan(
            offset: span.offset &+ UInt32(truncatingIfNeeded: range.lowerBound),
            length: UInt32(truncatingIfNeeded: range.count))
        state[row] = range.isEmpty ? .blank : .value
    }
}

/// Reads a column of flags: yes/no, y/n, true/false, 1/0, ✓/✗, ignoring case.
package func readFlags(_ cells: CellColumn, markers: Markers, into: TruthVector) {
    into.reset(count: cells.count)
    let words = flagWords
    for row in 0..<cells.count {
        let cell = trimmedBytes(cells.bytes(row))
        if cell.isEmpty {
            into.state[row] = .blank
        } else if let state = markers.state(ofTrimmed: cell) {
            into.state[row] = state
        } else {
            let place = words.place(of: cell)
            if place >= 0 { into.set(row, place & 1 == 0) }
            into.state[row] = place >= 0 ? .value : .unreadable
        }
    }
}

/// True at even indices, false at odd ones.
private let flagWords = FoldedTable([
    "yes", "no", "y", "n", "true", "false", "1", "0", "✓", "✗", "✔", "✘", "✅", "❌",
])
