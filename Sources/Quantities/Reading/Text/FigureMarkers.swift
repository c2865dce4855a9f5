// Markers in columns of figures: letters, signs and words that have a meaning in other columns.

/// Letters, signs and words that on their own mean a missing figure, or none; markers and dashes with the sign of a
/// unit.
struct FigureMarkers: Sendable {
    private let letters = FoldedTable([":", "*", "**", "***", "~", "x", "c", "u", "low", "z"])
    /// Words that may be labels of a status or a choice.
    private let words = FoldedTable([
        "pending", "data pending", "awaiting", "awaited", "to follow", "no data yet",
        "data to follow", "awaiting results", "results awaited", "awaiting figures", "figures awaited",
        "awaiting figure", "n/k", "NK", "N/D", "ND", "N/R", "NR", "not yet known", "not provided", "not supplied",
        "not calculated", "not measured", "not yet due", "not yet reported", "not yet collected", "not yet published",
        "data not collected", "data not provided", "no return", "not avail", "not avail.",
    ])
    /// Texts that programs write and people do not mean as words: in a column of figures only they cannot be read.
    private let amongWords = FoldedTable([
        "NaN", "<NA>", "undefined", "no value", "unknown", "missing", "TBC?", "?", "??", "???",
    ])
    private let errors = FoldedTable(["err", "error", "inf", "-inf", "+inf", "infinity", "-infinity"])

    /// The state of a trimmed cell that is not a figure: that of a marker, an error, or `nil`.
    func state(ofTrimmed cell: UnsafeBufferPointer<UInt8>, mayBeWords: Bool) -> CellState? {
        guard let first = cell.first, let cursor = CellCursor(cell) else { return nil }
        if cell.count > 1 {
            if cursor.isDashWithSign { return .nothing }
            if let state = cursor.markerBesideSign ?? ofWords(cursor) { return state }
        }
        if mayBeWords, amongWords.place(of: cell) >= 0 { return .marker }
        guard cell.count <= 3 else { return nil }
        let place = letters.place(of: cell)
        guard place >= 0 else { return nil }
        if mayBeWords, first &- 0x41 < 26, first != 0x58 { return nil }
        return place == 9 ? .nothing : .marker
    }

    /// The state of words, perhaps with a full stop or notes behind them.
    private func ofWords(_ cell: CellCursor) -> CellState? {
        guard cell.end - cell.at <= 80 else { return nil }
        var head = cell
        for _ in 0..<4 {
            var phrase = head
            if phrase.rest.last == 0x2E { phrase.end -= 1 }
            for part in [head, phrase] {
                if words.place(of: part.rest) >= 0 { return .marker }
                if errors.place(of: part.rest) >= 0 { return .spreadsheetError }
            }
            guard head.leaveOutNote() != nil, !head.isAtEnd else { return nil }
        }
        return nil
    }
}

extension CellCursor {
    /// Whether this is how the accounting formats of spreadsheets show nothing: `£-`, `£ -`, `-%`.
    fileprivate var isDashWithSign: Bool {
        var place = self
        var hasSign = place.takeSignOfUnit()
        place.skipSpaces()
        var dashes = 0
        while place.takeDash() { dashes += 1 }
        guard (1...3).contains(dashes) else { return false }
        place.skipSpaces()
        if !hasSign { hasSign = place.takeSignOfUnit() }
        return hasSign && place.isAtEnd
    }

    /// The state of a marker beside the sign of a unit: `TBC%`, `£TBC`, `n/a %`.
    fileprivate var markerBesideSign: CellState? {
        var inside = self
        if inside.takeSignOfUnit() {
            inside.skipSpaces()
        } else if rest.last == 0x25 {
            inside.end -= 1
            inside.trimEnd()
        } else {
            return nil
        }
        guard inside.isAtLetter, inside.end - inside.at > 1, !inside.rest.contains(where: isDigit) else { return nil }
        return commonMarkers.state(ofTrimmed: inside.rest)
    }
}
