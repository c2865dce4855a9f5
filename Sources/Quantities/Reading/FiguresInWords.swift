// Cells of measures and targets that are no figure: words, words with a figure in them, and what was meant as a figure
// and is none.

/// What is left of a trimmed cell that is no marker, no figure and no bound: words, words that look like a figure, or a
/// figure that cannot be read.
///
/// `38/40`, `7-10`, `1:4`, dates and periods are words.
func readLeftOver(_ start: CellCursor) -> ReadFigure {
    guard start.holdsDigit else { return ReadFigure(state: .words) }
    if start.isPairOfFigures || readDate(start.rest) != nil || readPeriod(start.rest, yearFrom: 4) != nil {
        return ReadFigure(state: .words)
    }
    if start.holdsOnlySignsOfFigures { return ReadFigure(state: .unreadable) }
    var words = ReadFigure(state: .words)
    if start.beginsWithFigure || start.isFigureButForALetter { words.amount.flags = .irregular }
    return words
}

extension CellCursor {
    fileprivate var holdsDigit: Bool { rest.contains(where: isDigit) }

    /// `38/40`, `7-10`, `£5 – £10`, `1:4`, and the same with more parts.
    fileprivate var isPairOfFigures: Bool {
        var place = self
        guard place.takeFigure(.spaces) != nil else { return false }
        place.skipSpaces()
        guard place.take(0x2F) || place.take(0x3A) || place.takeDash() else { return false }
        place.skipSpaces()
        guard place.takeFigure(.spaces) != nil else { return false }
        place.skipSpaces()
        if place.take(0x2F) || place.take(0x3A) || place.takeDash() { return isDigit(place.byte) }
        return place.isAtEnd
    }

    /// Whether nothing but digits, points, commas, signs, brackets and spaces stands here.
    fileprivate var holdsOnlySignsOfFigures: Bool {
        var place = self
        while !place.isAtEnd {
            switch place.byte {
            case 0x30...0x39, 0x2E, 0x2C, 0x25, 0x2B, 0x27, 0x28, 0x29, 0x24: place.at += 1
            default:
                guard place.skipSpaces() || place.takeDash() || place.takeCurrency() != .none else { return false }
            }
        }
        return true
    }

    /// Whether a figure stands here that words follow: `£1m surplus`, but not `1st`, `3 of 8` or `3G`.
    fileprivate var beginsWithFigure: Bool {
        var place = self
        guard place.takeFigure(.spaces) != nil else { return false }
        guard place.skipSpaces() else { return false }
        if place.byte == 0x2D || place.byte == 0x3A || place.byte == 0x2C {
            place.at += 1
            place.skipSpaces()
        }
        guard place.isAtLetter else { return false }
        return
            !(place.take("of") || place.take("out of") || place.take("in") || place.take("to") || place.take("and")
            || place.isOrdinalEnding || place.takeMonthName() != nil)
    }

    /// Whether one letter that looks like a digit stands for one: `5O%`, `l2`, `9S.4`.
    fileprivate var isFigureButForALetter: Bool {
        guard end - at <= 32 else { return false }
        var bytes = [UInt8](rest)
        let letters = bytes.indices.filter { isASCIILetter(bytes[$0]) }
        guard letters.count == 1, let place = letters.first else { return false }
        let isInside = place > 0 && isDigit(bytes[place - 1])
        switch bytes[place] {
        case 0x4F, 0x6F: bytes[place] = 0x30
        case 0x49, 0x6C: bytes[place] = 0x31
        case 0x53 where isInside: bytes[place] = 0x35
        case 0x42 where isInside: bytes[place] = 0x38
        case 0x5A where isInside: bytes[place] = 0x32
        default: return false
        }
        return bytes.withUnsafeBufferPointer { buffer in
            guard var cursor = CellCursor(buffer) else { return false }
            return cursor.takeFigure(.spaces) != nil && cursor.isAtEnd
        }
    }
}
