// A set of words in which texts are looked up.

/// A set of words, trimmed, inner white space collapsed, composed and ignoring case. Whether a text is one of them
/// takes time linear in the text, however many words there are; the first byte excludes most texts before that.
package final class WordList: Sendable, Hashable {
    package let words: [String]
    private let fingerprints: Set<Int128>
    /// For each byte whether a text that is in the set may begin with it.
    private let begins: [Bool]

    package init(_ words: [String]) {
        self.words = words
        fingerprints = Set(
            words.map { word in
                var word = word
                return word.withUTF8 { foldedFingerprint($0) }
            })
        // White space is skipped, and characters beyond ASCII may fold to anything.
        var begins = (0..<256).map { $0 <= 0x20 || $0 >= 0x80 }
        for word in words {
            guard let first = word.utf8.first(where: { $0 > 0x20 }) else { continue }
            begins[Int(first)] = true
            if isASCIILetter(first) { begins[Int(first ^ 0x20)] = true }
            // It may be composed of a letter of ASCII and a mark.
            if first >= 0x80 { for byte in 0..<128 where isASCIILetter(UInt8(byte)) { begins[byte] = true } }
        }
        self.begins = begins
    }

    /// Whether a text is one of the words; a blank text is one where a word is blank.
    package func contains(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        if let first = text.first, !begins[Int(first)] { return false }
        return fingerprints.contains(foldedFingerprint(text))
    }

    package static func == (left: WordList, right: WordList) -> Bool {
        left === right || left.words.elementsEqual(right.words) { $0.utf8.elementsEqual($1.utf8) }
    }

    package func hash(into hasher: inout Hasher) {
        for word in words { hasher.combine(Array(word.utf8)) }
    }
}
