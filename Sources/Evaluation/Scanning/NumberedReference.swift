// A reference such as `3.A4(d)` in its parts: the number at its end, the part behind it, and the text before both.

import Columns
import Quantities

/// A reference in its parts: `3.A4(d)` is number 4, part `d`, under `3.A`. White space within it does not matter except
/// between two digits, where it separates numbers: `Q1 2` is number 2 under `Q1 `. Nor do signs and notes at its end:
/// `4.`, `4*` and `4 [r]` are number 4, and `(4)` is number 4 under `(`.
package struct NumberedReference {
    /// The key of the text before the number.
    var prefix: KeyHash
    let number: Int128
    /// The letters behind the number, whatever their case, as a key; `nil` where there are none.
    let part: KeyHash?
    /// The key of the text in square brackets behind the number: a note, or another part of the reference; `nil` where
    /// there is none.
    let note: KeyHash?
    /// Whether a spreadsheet would take it for a decimal number.
    private let isDecimal: Bool

    /// The most digits of a number; earlier digits belong to the text before it.
    private static let mostDigits = 38
    /// The longest reference, in bytes.
    static let longest = 255

    /// `nil` where a trimmed text does not end with a number, or is too long for a reference.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        guard text.count > 0, text.count <= NumberedReference.longest else { return nil }
        let made = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { room -> NumberedReference? in
            var count = 0
            var isSpaced = false
            for byte in text {
                guard byte < 0x80 else { return nil }
                if byte == 0x20 || byte &- 0x09 < 5 {
                    isSpaced = count > 0 && isDigit(room[count - 1])
                    continue
                }
                if isSpaced, isDigit(byte) {
                    room[count] = 0x20
                    count += 1
                }
                isSpaced = false
                room[count] = byte
                count += 1
            }
            return NumberedReference(ascii: UnsafeMutableBufferPointer(rebasing: room[..<count]))
        }
        if let made {
            self = made
        } else if let made = NumberedReference(scalarsOf: text) {
            self = made
        } else {
            return nil
        }
    }

    /// For ASCII text without white space; may change the buffer.
    private init?(ascii text: UnsafeMutableBufferPointer<UInt8>) {
        let ending = ReferenceEnding(text.count, { UInt32(text[$0]) }, isLetter: { isLetter(text[$0]) })
        let (end, part) = (ending.number, ending.part)
        for index in part { text[index] |= 0x20 }
        var start = end
        while start > 0, isDigit(text[start - 1]) { start -= 1 }
        self.init(
            prefix: UnsafeBufferPointer(rebasing: text[..<start]),
            digits: UnsafeBufferPointer(rebasing: text[start..<end]),
            part: UnsafeBufferPointer(rebasing: text[part]),
            note: UnsafeBufferPointer(rebasing: text[ending.note]), hasSigns: ending.hasSigns)
    }

    /// For any text.
    private init?(scalarsOf text: UnsafeBufferPointer<UInt8>) {
        let scalars = NumberedReference.dense(text)
        let ending = ReferenceEnding(scalars.count, { scalars[$0].value }, isLetter: { isLetter(scalars[$0]) })
        let (end, part) = (ending.number, ending.part)
        var start = end
        while start > 0, isDigit(scalars[start - 1]) { start -= 1 }
        func bytes(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }
        var prefix = bytes(0..<start)
        var digits = bytes(start..<end)
        var letters = bytes(part).lowercased()
        var note = bytes(ending.note)
        let made = prefix.withUTF8 { prefix in
            digits.withUTF8 { digits in
                letters.withUTF8 { part in
                    note.withUTF8 {
                        NumberedReference(
                            prefix: prefix, digits: digits, part: part, note: $0, hasSigns: ending.hasSigns)
                    }
                }
            }
        }
        guard let made else { return nil }
        self = made
    }

    /// A text's characters without white space, except between two digits.
    private static func dense(_ text: UnsafeBufferPointer<UInt8>) -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        var isSpaced = false
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            if scalar.properties.isWhitespace {
                isSpaced = scalars.last.map(isDigit) ?? false
                continue
            }
            if isSpaced, isDigit(scalar) { scalars.append(" ") }
            isSpaced = false
            scalars.append(scalar)
        }
        return scalars
    }

    /// The key of the text before a reference's number, ignoring case and the signs at its end: `KPI (4)`, `KPI-4` and
    /// `kpi 4` count as one number when missing ones are searched for.
    static func barePrefix(of text: UnsafeBufferPointer<UInt8>) -> KeyHash {
        let scalars = dense(text)
        let ending = ReferenceEnding(scalars.count, { scalars[$0].value }, isLetter: { isLetter(scalars[$0]) })
        var start = ending.number
        while start > 0, isDigit(scalars[start - 1]) { start -= 1 }
        let digits = scalars[start..<ending.number].drop { $0 == "0" }
        var prefix = scalars[..<start]
        func drop(_ signs: String.UnicodeScalarView) -> ArraySlice<Unicode.Scalar> {
            var rest = prefix
            while let last = rest.last, signs.contains(last) { rest.removeLast() }
            return rest
        }
        prefix = drop("([{<*†‡§/#'\"“‘".unicodeScalars)
        // A sign between a letter and its number means nothing; behind a digit it separates two numbers.
        let joined = drop("-–—_:.,".unicodeScalars)
        if joined.last.map(isLetter) ?? false { prefix = joined }
        var bare = String(String.UnicodeScalarView(prefix)).lowercased() + " "
        bare.unicodeScalars += digits.dropLast(mostDigits)
        return bare.withUTF8 { KeyHash(text: $0) }
    }

    private init?(
        prefix: UnsafeBufferPointer<UInt8>, digits: UnsafeBufferPointer<UInt8>, part: UnsafeBufferPointer<UInt8>,
        note: UnsafeBufferPointer<UInt8>, hasSigns: Bool
    ) {
        guard !digits.isEmpty else { return nil }
        let first = digits.firstIndex { $0 != UInt8(ascii: "0") } ?? digits.count
        let high = max(first, digits.count - NumberedReference.mostDigits)
        var key = KeyHash(text: prefix)
        if high > first { key = key.adding(KeyHash(text: UnsafeBufferPointer(rebasing: digits[first..<high]))) }
        var number: Int128 = 0
        for digit in digits[high...] { number = number * 10 + Int128(digit &- 0x30) }
        self.prefix = key
        self.number = number
        self.part = part.isEmpty ? nil : KeyHash(text: part)
        self.note = note.isEmpty ? nil : KeyHash(text: note)
        isDecimal =
            part.isEmpty && !hasSigns && first == 0 && high == 0 && prefix.count > 1 && prefix.last == UInt8(ascii: ".")
            && prefix.dropLast().allSatisfy(isDigit)
    }

    /// The key that identifies the reference.
    var key: KeyHash { key(numbered: number) }

    /// The key of the same reference with another number.
    func key(numbered number: Int128) -> KeyHash {
        let key = prefix.adding(
            KeyHash(UInt64(truncatingIfNeeded: number), UInt64(truncatingIfNeeded: number >> 64), tag: 13))
        return part.map { key.adding($0) } ?? key
    }

    /// Whether it is the due number without its last zeros, as a spreadsheet writes a decimal number.
    func isShortened(due: Int128) -> Bool {
        // Excel loses all zeros at the end: 1.100 becomes 1.1, never 1.10.
        guard isDecimal, number > 0, number < due, due % 10 == 0, number % 10 != 0 else { return false }
        var shortened = due
        while shortened % 10 == 0 { shortened /= 10 }
        return shortened == number
    }

    /// Another number written like a reference: with the text before it, spaces included, as many digits, and the
    /// closing bracket.
    package static func printed(_ number: String, like reference: String) -> String {
        let scalars = Array(reference.unicodeScalars)
        let dense = scalars.indices.filter { !scalars[$0].properties.isWhitespace }
        let ending = ReferenceEnding(
            dense.count, { scalars[dense[$0]].value }, isLetter: { isLetter(scalars[dense[$0]]) })
        var end = ending.number == 0 ? 0 : dense[ending.number - 1] + 1
        let closing = ending.closing(scalars[..<end])
        while end > 0, scalars[end - 1].properties.isWhitespace { end -= 1 }
        var start = end
        while start > 0, isDigit(scalars[start - 1]) { start -= 1 }
        let places = start..<end
        // Where there are too many digits, the first belong to the text before the number, which then keeps its zeros.
        let digits = places.drop { scalars[$0] == "0" }
        guard digits.count > mostDigits else {
            // `003` follows `002`: where a number begins with a zero, all have as many digits.
            let width = start < end && scalars[start] == "0" ? places.count : 0
            let zeros = String(repeating: "0", count: max(0, width - number.utf8.count))
            return String(String.UnicodeScalarView(scalars[..<start])) + zeros + number + closing
        }
        let kept = digits.dropLast(mostDigits).last.map { $0 + 1 } ?? start
        let zeros = String(repeating: "0", count: max(0, mostDigits - number.utf8.count))
        return String(String.UnicodeScalarView(scalars[..<kept])) + zeros + number + closing
    }
}

/// The ending of a reference without white space, behind its number: letters of a part (`4a`, `4(a)`), and signs and
/// notes without meaning (`4.`, `(4)`, `4*`, `4/`, `4[r]`).
private struct ReferenceEnding {
    /// Where the number ends.
    private(set) var number: Int
    /// The letters of a part; empty without any.
    private(set) var part: Range<Int>
    /// The notes in square brackets, and anything between them; empty without any.
    private(set) var note: Range<Int>
    private(set) var hasSigns = false
    /// The bracket that closes directly behind the number, if any.
    private var bracket: UInt32 = 0

    /// `count` is the number of characters; the closures classify each.
    init(_ count: Int, _ character: (Int) -> UInt32, isLetter: (Int) -> Bool) {
        number = count
        part = count..<count
        note = count..<count
        func isDigit(_ index: Int) -> Bool { character(index) &- 0x30 < 10 }
        while number > 0, !isLetter(number - 1), !isDigit(number - 1) {
            let last = character(number - 1)
            if last == 0x29, let opening = (0..<number).last(where: { character($0) == 0x28 }), opening > 0,
                number - opening > 2, (opening + 1..<number - 1).allSatisfy(isLetter)
            {
                part = opening + 1..<number - 1
                number = opening
                return
            }
            hasSigns = true
            if last == 0x5D, let opening = (0..<number).last(where: { character($0) == 0x5B }), opening > 0,
                isDigit(opening - 1)
            {
                note = opening..<(note.isEmpty ? number : note.upperBound)
                number = opening
                continue
            }
            bracket = last == 0x29 || last == 0x5D ? last : 0
            number -= 1
        }
        let end = number
        while number > 0, isLetter(number - 1) { number -= 1 }
        part = number..<end
    }

    /// The closing bracket for one that is open in the text up to the end of the number; empty where none is.
    func closing(_ text: ArraySlice<Unicode.Scalar>) -> String {
        switch bracket {
        case 0x29 where text.contains("("): ")"
        case 0x5D where text.contains("["): "]"
        default: ""
        }
    }
}

private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value &- 0x30 < 10 }

private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

/// Whether a character is a letter, or a combining mark, which belongs to its letter.
private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
}
