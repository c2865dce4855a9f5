// Cells of figures that a program has written wrongly: formulas, characters of another encoding, names of characters;
// and words that represent a figure, or refer to one elsewhere.

extension CellCursor {
    /// Whether it is a formula that was not computed: `=A1*2`, `=SUM(B2:B9)`. `=40%` is a figure, and `= see above`
    /// words.
    var isFormula: Bool {
        guard byte == 0x3D, end - at > 1 else { return false }
        return rest.contains { isDigit($0) || $0 == 0x28 }
    }

    /// Whether there are characters that were read in another encoding than they were written in (`5Â%`, `â‚¬5`), that
    /// could not be decoded, or that are HTML entities (`&pound;5`).
    var isGarbled: Bool {
        var place = at
        while place < end {
            switch base[place] {
            case 0xC3 where place + 1 < end && base[place + 1] == 0x82:
                let (next, _) = scalar(base, place + 2, end)
                if place + 2 >= end || !(next.map(isLetter) ?? false) { return true }
            case 0xC3 where place + 2 < end && base[place + 1] == 0xA2 && base[place + 2] >= 0xC2: return true
            case 0xEF where place + 2 < end && base[place + 1] == 0xBF && base[place + 2] == 0xBD: return true
            case 0x26: if isNamedCharacter(at: place) { return true }
            default: break
            }
            place += 1
        }
        return false
    }

    /// `&pound;`, `&#163;`
    private func isNamedCharacter(at start: Int) -> Bool {
        var place = start + 1
        if place < end, base[place] == 0x23 { place += 1 }
        let first = place
        while place < end, place - first <= 8, isASCIILetter(base[place]) || isDigit(base[place]) { place += 1 }
        return place < end && place > first + 1 && base[place] == 0x3B
    }

    /// `½`, `¼`, `¾`
    var isFractionAlone: Bool {
        end - at == 2 && byte == 0xC2 && (0xBC...0xBE).contains(byte(after: 1))
    }

    /// Whether it is a number in words, a word that may mean zero or no figure, or one that repeats the cell above.
    var isWordForFigure: Bool {
        guard end - at <= 64 else { return false }
        if wordsForFigure.place(of: rest) >= 0 { return true }
        var place = self
        return isAtLetter && place.takeNumberWords() != nil && place.isAtEnd
    }
}

private let wordsForFigure = FoldedTable([
    "none", "nil", "nought", "naught", "\"", "\"\"", "''", "”", "“", "″", "ditto", "do.", "as above", "same as above",
])
