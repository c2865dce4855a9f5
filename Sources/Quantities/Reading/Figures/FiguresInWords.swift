// Cells of measures and targets that are not figures: words, words with a figure in them, and failed figures.

/// Classifies a trimmed cell that is not a marker, figure or bound: words, words that look like a figure, or a figure
/// that cannot be read.
///
/// `38/40`, `7-10`, `1:4`, dates and periods are words.
func readLeftOver(_ start: CellCursor) -> ReadFigure {
    var words = ReadFigure(state: .words)
    if start.isFormula { return ReadFigure(state: .unreadable) }
    guard start.holdsDigit || start.rest.contains(0xEF) else {
        let mayMeanFigure = start.isSignAlone || start.isBoundInWords || start.isFractionAlone || start.isWordForFigure
        if mayMeanFigure { words.amount.flags = .irregular }
        return words
    }
    if start.isGarbled { return ReadFigure(state: .unreadable) }
    if start.saysOtherThanFigure, !start.isLengthBeforeWords { return ReadFigure(state: .words) }
    if let failed = readFailedFigure(start) { return failed }
    if let plain = start.inPlainCharacters {
        let isFigure = plain.withUnsafeBufferPointer { plain in
            CellCursor(plain).map(readLeftOver).map { $0.state == .unreadable || $0.amount.flags == .irregular }
                ?? false
        }
        if isFigure { words.amount.flags = .irregular }
        return words
    }
    if start.beginsWithFigure || start.isFigureBesideSigns || start.isFigureBehindDirection
        || start.holdsFigureAmongWords || markersBesideFigures.holdNumber(behindMarkerIn: start.rest)
    {
        words.amount.flags = .irregular
    }
    return words
}

/// Markers, and words that act as markers where a figure follows: `none, but 5`.
private let markersBesideFigures = Markers(adding: ["none", "nil", "nothing", "unknown"])

/// A cell that was meant as a figure and is not one, alone or with anything that may accompany a figure: `88,5% (Q3)`,
/// `<88,5%`, `£1,5m`, `~5O%`. It is unreadable, or words that look like a figure; `nil` where there is no sign that a
/// figure was meant. Linear.
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

    /// The failed figure without anything beside it; see `readFailedFigure`.
    fileprivate var failedFigure: ReadFigure? {
        if figureInPlainCharacters != nil { return ReadFigure(state: .words, amount: Amount(flags: .irregular)) }
        guard holdsDigit, !saysOtherThanFigure else { return nil }
        if holdsOnlySignsOfFigures || isFigureButForComma { return ReadFigure(state: .unreadable) }
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

    /// Whether the rest has only digits, points, commas, signs, brackets and spaces.
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

    /// Whether there is a figure here, followed by words: `£1m surplus`, but not `1st`, `3 of 8` or `3G`.
    fileprivate var beginsWithFigure: Bool {
        var place = self
        guard let amount = place.takeFigure(.spaces) else { return false }
        guard place.skipSpaces() else { return false }
        // `2m 30`, `£5 10`
        if isDigit(place.byte) { return amount.unit != .none || amount.flags.contains(.scaled) }
        if place.byte == 0x2D || place.byte == 0x3A || place.byte == 0x2C {
            place.at += 1
            place.skipSpaces()
        }
        guard place.isAtLetter else { return false }
        return
            !(place.take("of") || place.take("out of") || place.take("in") || place.take("to") || place.take("and")
            || place.take("o'clock") || place.take("o’clock") || place.isOrdinalEnding
            || place.takeMonthName() != nil)
    }

    /// Whether the rest is the sign of a unit without its figure: `%`, `£`.
    var isSignAlone: Bool {
        var place = self
        return place.takeSignOfUnit() && place.isAtEnd
    }

    /// Whether it is a figure with signs that do not belong to figures: `40?`, `5;`, `5‰`, `¥5`, `2½`. Signs that
    /// separate figures or name rows, and brackets, do not count.
    fileprivate var isFigureBesideSigns: Bool {
        var place = self
        guard end - at <= 64, place.skipSigns(), place.skipForeignCurrency() else { return false }
        guard place.takeFigure(.spaces) != nil else { return false }
        // `2 1/2`
        var half = place
        if half.skipSpaces(), half.takeDigits(most: 2) != nil, half.take(0x2F), half.takeDigits(most: 2) != nil {
            return half.isAtEnd
        }
        // `5 ± 1`
        var tolerance = place
        tolerance.skipSpaces()
        if tolerance.take(0xC2, 0xB1) { return true }
        // `5;6`
        if place.byte == 0x3B, isDigit(place.byte(after: 1)) {
            place.at += 1
            return place.takeFigure(.regular) != nil && place.isAtEnd
        }
        return place.skipSigns() && place.isAtEnd
    }

    /// Skips what is neither letter nor digit; false at a sign with another meaning.
    private mutating func skipSigns() -> Bool {
        while !isAtEnd, !isDigit(byte), !isAtLetter {
            if [0x23, 0x28, 0x29, 0x2F, 0x3A, 0x40, 0x5B, 0x5C, 0x5D, 0x5F].contains(byte) { return false }
            var figure = self
            if figure.takeFigure(.spaces) != nil { return true }
            at += scalar(base, at, end).width
        }
        return true
    }

    /// Skips the letters before a currency's sign (`A$5`); false at other letters.
    private mutating func skipForeignCurrency() -> Bool {
        guard isAtLetter else { return true }
        var place = self
        var letters = 0
        while isASCIILetter(place.byte), letters < 3 {
            place.at += 1
            letters += 1
        }
        guard !place.isAtLetter, place.takeCurrency() != .none else { return false }
        self = place
        return true
    }

    /// Whether a figure follows words for a direction or a range: `up to 40%`, `between 5 and 6`, or misspelt ones:
    /// `minimun 5`. `Under 5s` are people, and `from 2023` is a year.
    fileprivate var isFigureBehindDirection: Bool {
        var place = self
        if !isAtLetter { return place.takeComparisonSign() != nil && place.beginsWithFigure }
        if place.take("between") || place.take("estimated") || place.take("est.") || place.take("nmt")
            || place.take("nlt")
            || place.isPastMisspeltDirection()
        {
            place.skipSpaces()
        } else if let form = place.takeLeadingWords() {
            var words = self
            guard form != .plain || words.take("equal to") else { return false }
        } else {
            return false
        }
        let first = place.at
        guard let amount = place.takeFigure(.regular) else { return false }
        let isYear = amount.unit == .none && amount.scale == 0 && place.at - first == 4 && base[first] | 1 == 0x33
        return !isYear && !place.isAtLetter
    }

    /// Skips words before a figure that differ by one letter (two of nine) from words for a direction, or are written
    /// without a space between them: `minimun`, `at leats`, `lessthan`.
    private mutating func isPastMisspeltDirection() -> Bool {
        var place = self
        var letters: [UInt8] = []
        while letters.count <= 16, !place.isAtEnd, !isDigit(place.byte) {
            if isASCIILetter(place.byte) {
                letters.append(foldedASCII(place.byte))
            } else if ![0x20, 0x2D, 0x2E, 0x3A].contains(place.byte) {
                break
            }
            place.at += 1
        }
        guard (5...16).contains(letters.count), letters.count * 2 >= place.at - at else { return false }
        let most = letters.count < 9 ? 1 : 2
        guard writtenDirections.contains(where: { isNear($0, letters, most) }) else { return false }
        self = place
        return true
    }

    /// Whether the cell is words for a direction and a number in words: `at least five`.
    fileprivate var isBoundInWords: Bool {
        var place = self
        guard end - at <= 64, isAtLetter || byte == 0x3C || byte == 0x3E else { return false }
        let prefix = place.takeFigurePrefix()
        if prefix == FigurePrefix(), (place.takeLeadingWords() ?? .plain) == .plain { return false }
        guard place.takeNumberWords() != nil else { return false }
        place.skipSpaces()
        _ = place.takeSignOfUnit() || place.take("per cent") || place.take("percent")
        return place.takeNotes()
    }

    /// Whether it is a figure except for letters that look like digits: `5O%`, `l2`, `9S.4`, `5OO`, `5O days`. Before a
    /// word it must begin like a figure: `I5 places` is not one.
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
        if isFigure(bytes) { return true }
        return bytes.withUnsafeBufferPointer { CellCursor($0)?.bytesWithDecimalPoint }.map(isFigure) ?? false
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

    /// Whether a spreadsheet wrote a figure with an exponent: `1E+05`, `1.2E-03`, `5e3`.
    private var isFigureWithExponent: Bool {
        var place = self
        _ = place.takeMinus()
        guard place.takeNumber(.regular) != nil, place.take(0x45) || place.take(0x65) else { return false }
        _ = place.take(0x2B) || place.takeMinus()
        return place.takeDigits(most: 3) != nil && place.isAtEnd
    }

    /// Whether letters directly follow a percent sign or an amount of money: `95%p`, `£5pp`.
    private var isFigureJoinedToWord: Bool {
        var place = self
        guard let amount = place.takeFigure(.regular), amount.unit != .none else { return false }
        return place.isAtLetter
    }

    /// A figure in the wide characters of East Asian scripts, `９５` or `95％`, in plain characters; `nil` for all else.
    fileprivate var figureInPlainCharacters: [UInt8]? {
        inPlainCharacters.flatMap { isFigure($0) ? $0 : nil }
    }

    /// The rest with all wide characters replaced by plain ones; `nil` where there are none.
    fileprivate var inPlainCharacters: [UInt8]? {
        guard end - at <= 64, rest.contains(0xEF) else { return nil }
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
        return bytes.count < end - at ? bytes : nil
    }

    /// Whether it is `88,5%` or `£1,5m`, a figure except for its comma. The caller leaves out what is beside it.
    fileprivate var isFigureButForComma: Bool { bytesWithDecimalPoint.map(isFigure) ?? false }

    /// The bytes with a point for their only comma; `nil` where there are several, or one that may separate thousands.
    var bytesWithDecimalPoint: [UInt8]? {
        guard end - at <= 256, rest.count(where: { $0 == 0x2C }) == 1 else { return nil }
        var bytes = [UInt8](rest)
        guard let comma = bytes.firstIndex(of: 0x2C), comma + 1 < bytes.count, isDigit(bytes[comma + 1]) else {
            return nil
        }
        guard bytes[(comma + 1)...].prefix(while: isDigit).count != 3 else { return nil }
        bytes[comma] = 0x2E
        return bytes
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

/// A cell that is a figure in wide characters, in plain characters and with a point for a decimal comma: `95%` for
/// `９５％`, `<88.5` for `<８８,5`; `nil` for all else.
package func figureInPlainCharacters(_ cell: String) -> String? {
    var cell = cell
    let plain = cell.withUTF8 { CellCursor(trimmedBytes($0))?.inPlainCharacters }
    return plain?.withUnsafeBufferPointer { plain in
        guard let start = CellCursor(plain) else { return nil }
        for bytes in [Array(plain), start.bytesWithDecimalPoint ?? []] {
            let isFigure = bytes.withUnsafeBufferPointer { bytes in
                var units = UnitCache()
                return CellCursor(bytes).map { readMeasure($0, &units).state.hasUnit } ?? false
            }
            if isFigure { return String(decoding: bytes, as: UTF8.self) }
        }
        return nil
    }
}

/// Words for a direction of five letters and more, without their spaces.
private let writtenDirections = [
    "atleast", "atmost", "minimum", "maximum", "lessthan", "fewerthan", "lowerthan", "below", "under", "morethan",
    "greaterthan", "higherthan", "above", "nomorethan", "nolessthan", "notmorethan", "notlessthan", "within", "between",
    "approximately", "approx", "exactly",
].map { Array($0.utf8) }

/// Whether one word becomes another by at most `most` insertions, deletions, changes or swaps of letters.
private func isNear(_ word: [UInt8], _ other: [UInt8], _ most: Int) -> Bool {
    guard abs(word.count - other.count) <= most else { return false }
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for (row, letter) in word.enumerated() {
        var next = [row + 1]
        for (column, wanted) in other.enumerated() {
            var steps = min(last[column] + (letter == wanted ? 0 : 1), last[column + 1] + 1, next[column] + 1)
            if row > 0, column > 0, letter == other[column - 1], word[row - 1] == wanted {
                steps = min(steps, beforeLast[column - 1] + 1)
            }
            next.append(steps)
        }
        (beforeLast, last) = (last, next)
    }
    return last[other.count] <= most
}
