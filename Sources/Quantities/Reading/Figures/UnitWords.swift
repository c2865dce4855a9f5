// Units behind a number: which words form one, and which unit they name.

extension CellCursor {
    /// unit = word {word} with at most one number, directly after `per`
    ///
    /// A word is letters, with `°` before or `²`, `³`, or as in `CO2e`, `m3` a digit among them; words may be joined by
    /// a hyphen, or by a slash that means `per`. No unit begins with `to`, `and`, `by` or holds `or`, `but` or
    /// `approx`; with `stops`, as in targets, it ends before each of these and before words for a direction. `nil`, and
    /// nothing taken, where the words are not a unit: `1st`, `30 September`, more than eight words.
    mutating func takeUnit(stops: Bool, _ units: inout UnitCache) -> Unit? {
        var place = self
        place.skipSpaces()
        let start = place.at
        if start == at, place.isAtLettersForDigits { return nil }
        var unitEnd = start
        var words = 0
        var numbers = 0
        var afterPer = false
        while words < 8 {
            if afterPer && numbers == 0, place.takePlainCount() {
                numbers = 1
                afterPer = false
                unitEnd = place.at
                place.skipSpaces()
                continue
            }
            if place.isAtStop(all: stops || words == 0) || stops && place.isAtDirection(behind: words) { break }
            afterPer = place.isAtPer
            guard place.takeUnitWord() else { break }
            unitEnd = place.at
            words += 1
            if place.byte == 0x2F || place.byte == 0x2D, place.isJoinedWord {
                place.at += 1
                continue
            }
            if !place.skipSpaces() { break }
        }
        // A ninth word, a number without `per`, or a dangling `per`: the caller finds something left over, or this is
        // not a unit.
        guard words > 0 && !afterPer && unitEnd - start <= 64 else { return nil }
        if place.isAtLetter && words == 8 { return nil }
        var first = self
        first.at = start
        if first.isOrdinalEnding || (words == 1 && first.isMonth(until: unitEnd)) { return nil }
        at = unitEnd
        return units.unit(UnsafeBufferPointer(start: base + start, count: unitEnd - start))
    }

    /// Whether letters that look like digits, and are not a unit, directly follow a digit: `5O`, `5OO`, `5I`, `1O2`,
    /// `5Ok`; `5l` are litres.
    private var isAtLettersForDigits: Bool {
        guard isDigit(byte(after: -1)) else { return false }
        var place = self
        var isLitres = true
        while [0x4F, 0x6F, 0x49, 0x6C].contains(place.byte) {
            if place.byte != 0x6C { isLitres = false }
            place.at += 1
        }
        let letters = place.at - at
        guard letters > 0, !(isLitres && letters == 1) else { return false }
        return !place.isAtLetter || place.take("k") || place.take("m") || place.take("bn")
    }

    private var isAtPer: Bool {
        var place = self
        return place.take("per")
    }

    private func isAtStop(all: Bool) -> Bool {
        var place = self
        return place.take("or") || place.take("but") || isAtManner
            || all && (place.take("to") || place.take("and") || place.take("by"))
    }

    /// Whether a unit of a target ends before the word here, which is for a direction: `5 maximum per year`, `5 days
    /// min`.
    private func isAtDirection(behind words: Int) -> Bool {
        var place = self
        return isAtDirection || words > 0 && place.take("min")
    }

    /// Whether letters follow the hyphen or slash here.
    private var isJoinedWord: Bool {
        var place = self
        place.at += 1
        return place.isAtLetter
    }

    /// The number in a unit: `100,000`, `1000`, `100k`.
    private mutating func takePlainCount() -> Bool {
        guard isDigit(byte), let amount = takeNumber(.regular), amount.scale == 0 else { return false }
        if (byte | 0x20) == 0x6B || (byte | 0x20) == 0x6D {
            let next = byte(after: 1)
            if next == 0 || next == 0x20 || next == 0x28 { at += 1 }
        }
        return !isAtLetter
    }

    private mutating func takeUnitWord() -> Bool {
        var place = self
        _ = place.take(0xC2, 0xB0)
        var letters = 0
        while place.at < end {
            let width = place.letterWidth
            if width > 0 {
                place.at += width
                letters += 1
                continue
            }
            guard letters > 0 else { return false }
            if isDigit(place.byte) && !isDigit(place.byte(after: 1)) {
                let digit = place.byte
                place.at += 1
                if place.isAtLetter || place.endsChemically(digit) { continue }
                return false
            }
            if place.take(0xC2, 0xB2) || place.take(0xC2, 0xB3) { continue }
            break
        }
        guard letters > 0 else { return false }
        self = place
        return true
    }

    /// Whether the digit just passed ends a word as in `m2`, `km3`, `CO2`, `NOx` and not as in `Q2`.
    private func endsChemically(_ digit: UInt8) -> Bool {
        let before = byte(after: -2) | 0x20
        return (digit == 0x32 || digit == 0x33) && (before == 0x6D || before == 0x6F)
    }

    /// Whether the word here is the ending of an ordinal number (`1st`, `30 th`).
    var isOrdinalEnding: Bool {
        var place = self
        return place.take("st") || place.take("nd") || place.take("rd") || place.take("th")
    }

    private func isMonth(until end: Int) -> Bool {
        var place = self
        return place.takeMonthName() != nil && place.at == end
    }
}

/// A cache of the units in one call, found by their bytes without a `String`.
struct UnitCache {
    private var known: [Known] = []

    private struct Known {
        var bytes: UnsafeBufferPointer<UInt8>
        var unit: Unit
    }

    /// The unit that some bytes of the column's buffer name; they must stay alive as long as the cache.
    mutating func unit(_ bytes: UnsafeBufferPointer<UInt8>) -> Unit {
        for entry in known where UnitCache.same(entry.bytes, bytes) { return entry.unit }
        let unit = Unit.named(canonicalUnitName(String(decoding: bytes, as: UTF8.self)))
        // A column has few units; further ones are looked up each time.
        if known.count < 16 { known.append(Known(bytes: bytes, unit: unit)) }
        return unit
    }

    private static func same(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<left.count where left[index] != right[index] { return false }
        return true
    }
}
