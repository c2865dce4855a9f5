// A place in a trimmed cell, from which the readers take what they recognise.

/// Walks over the bytes of one cell. It is a value: a reader that has to backtrack returns to a copy. Every `take…`
/// either moves past what it names or leaves the cursor unchanged. It must not outlive the bytes.
struct CellCursor {
    let base: UnsafePointer<UInt8>
    var at: Int
    var end: Int

    /// A cursor at the start of some bytes; `nil` where there are none.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return nil }
        self.base = base
        at = 0
        end = bytes.count
    }

    var isAtEnd: Bool { at >= end }

    /// The byte here, 0 at the end.
    var byte: UInt8 { at < end ? base[at] : 0 }

    /// The byte some places on (or back), 0 outside the cell.
    func byte(after offset: Int) -> UInt8 {
        let place = at + offset
        return place >= 0 && place < end ? base[place] : 0
    }

    /// Skips white space; returns whether there was any.
    @discardableResult
    mutating func skipSpaces() -> Bool {
        let start = at
        while at < end {
            let width = spaceWidth(base, at, end)
            if width == 0 { break }
            at += width
        }
        return at > start
    }

    mutating func take(_ wanted: UInt8) -> Bool {
        guard at < end && base[at] == wanted else { return false }
        at += 1
        return true
    }

    /// Takes a character of several bytes.
    mutating func take(_ first: UInt8, _ second: UInt8, _ third: UInt8? = nil) -> Bool {
        guard byte == first && byte(after: 1) == second else { return false }
        if let third {
            guard byte(after: 2) == third else { return false }
            at += 3
        } else {
            at += 2
        }
        return true
    }

    /// Takes a minus: `-`, `−`, the en dash, or a no-break hyphen.
    mutating func takeMinus() -> Bool {
        if take(0x2D) { return true }
        guard byte == 0xE2 else { return false }
        return take(0xE2, 0x88, 0x92) || take(0xE2, 0x80, 0x93) || take(0xE2, 0x80, 0x91) || take(0xE2, 0x80, 0x90)
    }

    /// Takes a dash between two figures or dates: a minus or the em dash.
    mutating func takeDash() -> Bool { takeMinus() || take(0xE2, 0x80, 0x94) }

    /// Whether there is a letter (of any script) here.
    var isAtLetter: Bool { letterWidth > 0 }

    /// The length in bytes of the letter here, 0 where there is none.
    var letterWidth: Int {
        guard at < end else { return 0 }
        if base[at] < 0x80 { return isASCIILetter(base[at]) ? 1 : 0 }
        let (character, width) = scalar(base, at, end)
        guard let character, isLetter(character) else { return 0 }
        return width
    }

    /// Takes a word or several, ignoring case: a space in `phrase` (of lower-case ASCII) matches any white space, and
    /// no letter may follow where the phrase ends in a letter.
    mutating func take(_ phrase: StaticString) -> Bool {
        var place = self
        let wanted = UnsafeBufferPointer(start: phrase.utf8Start, count: phrase.utf8CodeUnitCount)
        for byte in wanted {
            if byte == 0x20 {
                guard place.skipSpaces() else { return false }
            } else {
                guard place.at < place.end, foldedASCII(base[place.at]) == byte else { return false }
                place.at += 1
            }
        }
        if let last = wanted.last, isASCIILetter(last), place.isAtLetter { return false }
        self = place
        return true
    }

    /// Takes the first of some phrases that is here; returns its index.
    mutating func takeAny(_ phrases: [StaticString]) -> Int? {
        for (index, phrase) in phrases.enumerated() where take(phrase) { return index }
        return nil
    }

    /// Takes a phrase, ignoring case, from the end of the cell, and white space before it. It must not be joined to a
    /// letter.
    mutating func takeFromEnd(_ phrase: StaticString) -> Bool {
        var place = CellCursor(base: base, at: at, end: end)
        let wanted = UnsafeBufferPointer(start: phrase.utf8Start, count: phrase.utf8CodeUnitCount)
        for byte in wanted.reversed() {
            guard place.end > place.at else { return false }
            if byte == 0x20 {
                let before = place.end
                place.trimEnd()
                guard place.end < before else { return false }
            } else {
                guard foldedASCII(base[place.end - 1]) == byte else { return false }
                place.end -= 1
            }
        }
        if place.end > place.at, isASCIILetter(base[place.end - 1]) { return false }
        place.trimEnd()
        self = place
        return true
    }

    /// Removes white space at the end.
    mutating func trimEnd() {
        let rest = UnsafeBufferPointer(start: base + at, count: max(0, end - at))
        end = at + trimmed(rest).upperBound
    }

    private init(base: UnsafePointer<UInt8>, at: Int, end: Int) {
        self.base = base
        self.at = at
        self.end = end
    }

    /// The rest of the cell.
    var rest: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base + at, count: max(0, end - at)) }

    /// Takes decimal digits as a number; `nil` (and nothing taken) without any, or with more than `most`.
    mutating func takeDigits(most: Int) -> (value: Int, count: Int)? {
        let start = at
        var value = 0
        while at < end, isDigit(base[at]), at - start <= most {
            value = value &* 10 &+ Int(base[at] &- 0x30)
            at += 1
        }
        guard at > start && at - start <= most else {
            at = start
            return nil
        }
        return (value, at - start)
    }
}
