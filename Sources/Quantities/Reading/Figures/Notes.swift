// Notes and marks around a figure: `87% (Q3)`, `95% [p]`, `5%*`, `↑ 5%`.

extension CellCursor {
    /// Takes notes in brackets and marks up to the end of the cell (`87% (Q3)`, `95% [p]`, `95%*`); returns whether the
    /// cell is then at its end. Brackets must be balanced.
    mutating func takeNotes() -> Bool {
        var place = self
        place.skipSpaces()
        while !place.isAtEnd {
            guard let width = place.takeMark() ?? place.takeBracket(), width > 0 else { return false }
            place.skipSpaces()
        }
        self = place
        return true
    }

    /// Takes a balanced bracket and returns its length.
    mutating func takeBracket() -> Int? {
        guard byte == 0x28 || byte == 0x5B else { return nil }
        let (opening, closing): (UInt8, UInt8) = byte == 0x28 ? (0x28, 0x29) : (0x5B, 0x5D)
        var depth = 0
        var place = at
        while place < end {
            if base[place] == opening { depth += 1 }
            if base[place] == closing {
                depth -= 1
                if depth == 0 {
                    defer { at = place + 1 }
                    return place + 1 - at
                }
            }
            place += 1
        }
        return nil
    }

    /// Takes a mark beside a figure: an asterisk, a raised digit, a dagger, an arrow, a triangle. Returns its length.
    mutating func takeMark() -> Int? {
        let first = byte
        guard first == 0x2A || first >= 0xC2, at < end else { return nil }
        if first == 0x2A {
            at += 1
            return 1
        }
        let (character, width) = scalar(base, at, end)
        guard let character else { return nil }
        switch character.value {
        case 0xB9, 0xB2, 0xB3, 0x2070, 0x2074...0x2079, 0x2020, 0x2021, 0xA7, 0x2190...0x21FF, 0x25B2...0x25C5,
            0x2794...0x27BE, 0x2B05...0x2B0D, 0x1F53A, 0x1F53B, 0x1F4C8, 0x1F4C9, 0xFE0F:
            at += width
            return width
        default: return nil
        }
    }

    /// Removes the note or mark that ends the cell, and white space before it. Returns the contents of a bracket,
    /// `.some(nil)` for a mark, and `nil` where there is neither.
    mutating func leaveOutNote() -> CellCursor?? {
        if let bracket = closingBracket {
            end = bracket.opens
            trimEnd()
            return .some(bracket.content)
        }
        if end > at, base[end - 1] == 0x5D {
            guard let opens = (at..<end).last(where: { base[$0] == 0x5B }) else { return nil }
            var content = self
            (content.at, content.end) = (opens + 1, end - 1)
            end = opens
            trimEnd()
            return .some(content)
        }
        var start = end - 1
        while start > at, base[start] & 0xC0 == 0x80 { start -= 1 }
        guard start >= at else { return nil }
        var mark = self
        mark.at = start
        guard mark.takeMark() != nil, mark.isAtEnd else { return nil }
        end = start
        trimEnd()
        return .some(nil)
    }

    /// The contents of the bracket that ends the cell, and where it opens; `nil` where the cell does not end in one.
    var closingBracket: (content: CellCursor, opens: Int)? {
        guard end > at, base[end - 1] == 0x29 else { return nil }
        var depth = 0
        var place = end
        while place > at {
            place -= 1
            let byte = base[place]
            if byte == 0x29 { depth += 1 }
            if byte == 0x28 {
                depth -= 1
                if depth == 0 {
                    var content = self
                    content.at = place + 1
                    content.end = end - 1
                    content.skipSpaces()
                    content.trimEnd()
                    return (content, place)
                }
            }
        }
        return nil
    }
}

/// The markers of a column without its own.
let commonMarkers = Markers()

/// The notes and marks of a cell of figures, those before the figure first, as ranges of its bytes; empty where there
/// are none, or the cell is not a figure.
package func readMarks(_ cell: UnsafeBufferPointer<UInt8>) -> (before: Range<Int>, behind: Range<Int>) {
    let none = (before: 0..<0, behind: 0..<0)
    let range = trimmed(cell)
    guard let start = CellCursor(UnsafeBufferPointer(rebasing: cell[range])) else { return none }
    func outer(_ from: Int, _ to: Int) -> Range<Int> {
        var part = start
        (part.at, part.end) = (from, to)
        part.skipSpaces()
        part.trimEnd()
        return range.lowerBound + part.at..<range.lowerBound + max(part.at, part.end)
    }
    if commonMarkers.state(ofTrimmed: start.rest) != nil {
        return start.closingBracket.map { (0..<0, outer($0.opens, start.end)) } ?? none
    }
    var cursor = start
    while let mark = cursor.takeMark(), mark > 0 { cursor.skipSpaces() }
    let before = outer(0, cursor.at)
    _ = cursor.takeFigurePrefix()
    var units = UnitCache()
    if cursor.takeLength() == nil {
        let first = cursor.byte
        guard var amount = cursor.takeFigure(.spaces) else { return none }
        if amount.unit == .none, first != 0x28, let unit = cursor.takeUnit(stops: false, &units) { amount.unit = unit }
        if cursor.noteSaysFigure(besides: amount) { return none }
    }
    _ = cursor.take(0x2B)
    _ = cursor.takeManner()
    let behind = cursor.at
    return cursor.takeNotes() ? (before, outer(behind, start.end)) : none
}
