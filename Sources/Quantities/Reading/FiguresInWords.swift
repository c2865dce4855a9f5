// Cells of measures and targets that are no figure: words, words with a figure in them, and what was meant as a figure
// and is none.

/// What is left of a trimmed cell that is no marker, no figure and no bound: words, words that look like a figure, or a
/// figure that cannot be read.
///
/// `38/40`, `7-10`, `1:4`, dates and periods are words.
func readLeftOver(_ start: CellCursor) -> ReadFigure {
    guard start.holdsDigit || start.rest.contains(0xEF) else { return ReadFigure(state: .words) }
    if start.saysOtherThanFigure { return ReadFigure(state: .words) }
    if let failed = readFailedFigure(start) { return failed }
    var words = ReadFigure(state: .words)
    if start.beginsWithFigure { words.amount.flags = .irregular }
    return words
}

/// A cell that was meant as a figure and is none, alone or with what may stand beside a figure: `88,5% (Q3)`, `<88,5%`, `£1,5m`, `~5O%`. It is
/// unreadable, or words that look like a figure; `nil` where nothing shows that a figure was meant. Linear.
func readFailedFigure(_ start: CellCursor) -> ReadFigure? {
    if let failed = start.failedFigure { return failed }
    var core = start
    _ = core.takeFigurePrefix()
    if core.at > start.at, let failed = core.failedFigure { return failed }
    let end = core.end
    while core.leaveOutNote() != nil {}
    return core.end < end ? core.failedFigure : nil
}

extension CellCursor {
    fileprivate var saysOtherThanFigure: Bool {
        isPairOfFigures || readDate(rest) != nil || readPeriod(rest, yearFrom: 4) != nil
    }

    /// What this is without what stands beside it, as `readFailedFigure` says.
    fileprivate var failedFigure: ReadFigure? {
        if isFigureInWideCharacters { return ReadFigure(state: .words, amount: Amount(flags: .irregular)) }
        guard holdsDigit, !saysOtherThanFigure else { return nil }
        if holdsOnlySignsOfFigures || withDecimalPoint != nil { return ReadFigure(state: .unreadable) }
        guard isFigureButForLetters || isFigureWithExponent || isFigureJoinedToWord else { return nil }
        return ReadFigure(state: .words, amount: Amount(flags: .irregular))
    }

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

    /// Whether this is a figure but for letters that look like digits: `5O%`, `l2`, `9S.4`, `5OO`, `5O days`. Behind a word only a cell that begins
    /// as a figure does is one: `I5 places` is none.
    fileprivate var isFigureButForLetters: Bool {
        guard end - at <= 64 else { return false }
        var bytes = [UInt8](rest)
        var place = 0
        var mended = 0
        while place < bytes.count, spaceWidth(base, at + place, end) == 0 {
            let byte = bytes[place]
            if isASCIILetter(byte) {
                guard let meant = digit(like: byte, at: place, in: bytes) else { break }
                bytes[place] = meant
                mended += 1
            }
            place += 1
        }
        guard mended > 0 else { return false }
        if place < bytes.count, isASCIILetter(self.byte) { return false }
        return isFigure(bytes)
    }

    /// The digit that a letter beside digits looks like.
    private func digit(like letter: UInt8, at place: Int, in bytes: [UInt8]) -> UInt8? {
        let before = place > 0 ? bytes[place - 1] : 0
        let next = place + 1 < bytes.count ? bytes[place + 1] : 0
        let isPointBefore = (before == 0x2E || before == 0x2C) && place > 1 && isDigit(bytes[place - 2])
        switch letter {
        case 0x4F, 0x6F, 0x49, 0x6C:
            let isBefore = isDigit(next) || next == 0x2E && place + 2 < bytes.count && isDigit(bytes[place + 2])
            guard isDigit(before) || isPointBefore || isBefore else { return nil }
            return letter | 0x20 == 0x6F ? 0x30 : 0x31
        case 0x53, 0x42, 0x5A:
            guard isDigit(before), isDigit(next) || next == 0x2E || next == 0x2C || next == 0x25 else { return nil }
            return letter == 0x53 ? 0x35 : letter == 0x42 ? 0x38 : 0x32
        default: return nil
        }
    }

    /// Whether a spreadsheet wrote a figure with an exponent: `1E+05`, `1.2E-03`.
    private var isFigureWithExponent: Bool {
        var place = self
        _ = place.takeMinus()
        guard place.takeNumber(.regular) != nil, place.take(0x45) || place.take(0x65) else { return false }
        guard place.take(0x2B) || place.takeMinus(), place.takeDigits(most: 3) != nil else { return false }
        return place.isAtEnd
    }

    /// Whether letters stand directly behind a percent sign, or behind an amount of money: `95%p`, `£5pp`.
    private var isFigureJoinedToWord: Bool {
        var place = self
        guard let amount = place.takeFigure(.regular), amount.unit != .none else { return false }
        return place.isAtLetter
    }

    /// Whether this is a figure written in the wide characters of East Asian scripts: `９５`, `95％`.
    private var isFigureInWideCharacters: Bool {
        guard end - at <= 64, rest.contains(0xEF) else { return false }
        var bytes: [UInt8] = []
        var place = at
        while place < end {
            let (character, width) = scalar(base, place, end)
            if let value = character?.value, (0xFF01...0xFF5E).contains(value) {
                bytes.append(UInt8(value - 0xFF01 + 0x21))
            } else {
                bytes.append(contentsOf: (place..<place + width).map { base[$0] })
            }
            place += width
        }
        return bytes.count < end - at && isFigure(bytes)
    }

    /// `88,5%` or `£1,5m` with a point for its comma; `nil` where it is no such figure. What is beside it is its reader's to leave out.
    var withDecimalPoint: String? {
        guard end - at <= 256, rest.count(where: { $0 == 0x2C }) == 1 else { return nil }
        var bytes = [UInt8](rest)
        guard let comma = bytes.firstIndex(of: 0x2C), comma + 1 < bytes.count, isDigit(bytes[comma + 1]) else {
            return nil
        }
        let digits = bytes[(comma + 1)...].prefix { isDigit($0) }.count
        guard digits != 3 else { return nil }
        bytes[comma] = 0x2E
        return isFigure(bytes) ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// Whether some bytes are a figure, perhaps with a unit and notes.
    private func isFigure(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            guard var cursor = CellCursor(buffer), var amount = cursor.takeFigure(.spaces) else { return false }
            var units = UnitCache()
            if amount.unit == .none { _ = cursor.takeUnit(stops: false, &units) }
            return cursor.finish(&amount, FigurePrefix()) != nil
        }
    }
}
