// Notes in brackets at the end of a cell.

extension CellCursor {
    /// Takes bracketed notes up to the end of the cell (`87% (Q3)`); whether the cell is then at its end. Brackets must be balanced.
    mutating func takeNotes() -> Bool {
        var place = self
        place.skipSpaces()
        var depth = 0
        while place.at < end {
            let byte = base[place.at]
            if byte == 0x28 {
                depth += 1
            } else if byte == 0x29 {
                depth -= 1
                if depth < 0 { return false }
            } else if depth == 0 {
                let width = spaceWidth(base, place.at, end)
                if width == 0 { return false }
                place.at += width
                continue
            }
            place.at += 1
        }
        guard depth == 0 else { return false }
        self = place
        return true
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
