// How much two texts are like each other, by the pairs of letters that they have in common.

/// The pairs of neighbouring letters in the words of a folded text, as a multiset; a word of one letter is a pair by
/// itself. It is used again for the next text.
package final class LetterPairs {
    /// Of each text the first letters count.
    private static let mostLetters = 500
    private var folded: [UInt8] = []
    /// Ascending.
    private var pairs: [UInt64] = []

    package init() {}

    package var count: Int { pairs.count }

    /// Takes the pairs of another text.
    package func take(_ text: UnsafeBufferPointer<UInt8>) {
        folded.removeAll(keepingCapacity: true)
        pairs.removeAll(keepingCapacity: true)
        appendFoldedWords(text, to: &folded)
        folded.withUnsafeBufferPointer(takePairs)
        pairs.sort()
    }

    private func takePairs(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        var last: UInt64 = 0
        var length = 0
        var letters = 0
        var at = 0
        while at < bytes.count, letters < Self.mostLetters {
            let (character, width) = scalar(base, at, bytes.count)
            at += width
            guard let character, character != " " else {
                if length == 1 { pairs.append(last << 32) }
                length = 0
                continue
            }
            letters += 1
            length += 1
            if length > 1 { pairs.append(last << 32 | UInt64(character.value)) }
            last = UInt64(character.value)
        }
        if length == 1 { pairs.append(last << 32) }
    }

    /// How many pairs both texts have.
    package func countCommon(with other: LetterPairs) -> Int {
        var (own, its, common) = (0, 0, 0)
        while own < pairs.count, its < other.pairs.count {
            let (left, right) = (pairs[own], other.pairs[its])
            if left == right { common += 1 }
            if left <= right { own += 1 }
            if right <= left { its += 1 }
        }
        return common
    }
}
