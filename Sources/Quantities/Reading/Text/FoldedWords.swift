// Names as people mean them: without case, accents, punctuation, small words and plurals.

// For `_nfd`, which parts letters from their accents.
@_spi(_Unicode) import Swift

/// Appends the words of a text in small letters, without accents and signs, with one space between two: `the`, `of`,
/// `a`, `an`, `in`, `for`, `to`, `and` and `on` are left out, and so is an s at the end of a word of more than three
/// letters. A text of such words alone keeps them. Apostrophes and full stops do not part words, unless a digit follows
/// the stop. Linear.
package func appendFoldedWords(_ text: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
    let start = result.count
    appendWords(text, to: &result, dropping: true)
    if result.count == start { appendWords(text, to: &result, dropping: false) }
}

private func appendWords(_ text: UnsafeBufferPointer<UInt8>, to result: inout [UInt8], dropping: Bool) {
    var words = FoldedWords(start: result.count, dropsSmallWords: dropping)
    if text.allSatisfy({ $0 < 0x80 }) {
        for byte in text { words.add(ascii: byte, to: &result) }
    } else {
        let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
        // Sorting marks on one letter takes quadratic time, and no writing has many.
        var marks = 0
        var mostMarks = 0
        for scalar in scalars {
            marks = scalar.properties.canonicalCombiningClass == .notReordered ? 0 : marks + 1
            mostMarks = max(mostMarks, marks)
        }
        if mostMarks > 30 {
            for scalar in scalars { words.add(scalar, to: &result) }
        } else {
            for scalar in String(scalars)._nfd { words.add(scalar, to: &result) }
        }
    }
    words.finish(&result)
}

/// The words of one text while they are made.
private struct FoldedWords {
    /// Where the text's first word begins in the result, and where the word begins that is being made.
    private let first: Int
    private var start: Int
    private var letters = 0
    /// Whether the character before is a full stop.
    private var isBehindStop = false
    private let dropsSmallWords: Bool

    init(start: Int, dropsSmallWords: Bool) {
        (first, self.start) = (start, start)
        self.dropsSmallWords = dropsSmallWords
    }

    mutating func add(ascii byte: UInt8, to result: inout [UInt8]) {
        if isASCIILetter(byte) {
            isBehindStop = false
            letters += 1
            result.append(foldedASCII(byte))
        } else if isDigit(byte) {
            if isBehindStop { end(&result) }
            letters += 1
            result.append(byte)
        } else {
            isBehindStop = byte == 0x2E
            // Not behind an apostrophe or full stop.
            if byte != 0x27, byte != 0x2E { end(&result) }
        }
    }

    mutating func add(_ scalar: Unicode.Scalar, to result: inout [UInt8]) {
        if let ascii = UInt8(exactly: scalar.value), ascii < 0x80 { return add(ascii: ascii, to: &result) }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .format: return
        default: break
        }
        isBehindStop = false
        switch scalar {
        case "\u{2018}", "\u{2019}", "\u{02BC}": return
        default: break
        }
        guard properties.isAlphabetic || properties.numericType != nil || properties.generalCategory == .spacingMark
        else { return end(&result) }
        letters += 1
        for lower in properties.lowercaseMapping.unicodeScalars {
            for byte in Unicode.UTF8.encode(lower) ?? .init() { result.append(byte) }
        }
    }

    /// Ends the word that is being made, if any.
    private mutating func end(_ result: inout [UInt8]) {
        isBehindStop = false
        guard result.count > start else { return }
        if dropsSmallWords, isSmall(result[start...]) {
            result.removeSubrange(start...)
        } else {
            if letters > 3, result.last == 0x73 { result.removeLast() }
            result.append(0x20)
            start = result.count
        }
        letters = 0
    }

    /// Ends the last word, and takes away the space behind it.
    mutating func finish(_ result: inout [UInt8]) {
        end(&result)
        if result.count > first { result.removeLast() }
    }

    private func isSmall(_ word: ArraySlice<UInt8>) -> Bool {
        word.count <= 3 && smallWords.contains { word.elementsEqual($0) }
    }
}

private let smallWords = ["the", "of", "a", "an", "in", "for", "to", "and", "on"].map { Array($0.utf8) }
