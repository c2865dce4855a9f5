// Texts in the form in which patterns match them: line breaks with the white space around them are a space, and letters
// are composed.

/// Whether a text holds a line feed, a carriage return or a byte beyond ASCII. Linear, eight bytes at a time.
@inline(__always)
private func mayReadOtherwise(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress else { return false }
    let count = text.count
    guard count >= 8 else {
        for byte in text where byte == 0x0A || byte == 0x0D || byte >= 0x80 { return true }
        return false
    }
    let raw = UnsafeRawPointer(base)
    var at = 0
    while at < count {
        // The last eight bytes may overlap those before.
        let word = raw.loadUnaligned(fromByteOffset: min(at, count &- 8), as: UInt64.self)
        let (feeds, returns) = (word ^ 0x0A0A_0A0A_0A0A_0A0A, word ^ 0x0D0D_0D0D_0D0D_0D0D)
        let found =
            (feeds &- 0x0101_0101_0101_0101) & ~feeds | (returns &- 0x0101_0101_0101_0101) & ~returns
        if (found | word) & 0x8080_8080_8080_8080 != 0 { return true }
        at &+= 8
    }
    return false
}

/// Whether a pattern matches another form of a text than its bytes.
@inline(__always)
package func readsOtherwise(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    mayReadOtherwise(text) && (holdsLineEnd(text) || mayNeedComposing(text))
}

@inline(never)
private func holdsLineEnd(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.contains { $0 == 0x0A || $0 == 0x0D }
}

/// Gives a text in which line breaks, with the white space around them, are a space, and letters are composed.
package func asPatternsSee<Result>(
    _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
) -> Result {
    guard readsOtherwise(text) else { return body(text) }
    guard holdsLineEnd(text) else { return withComposed(text, body) }
    return linesJoined(text).bytes.withUnsafeBufferPointer { withComposed($0, body) }
}

/// A text in which line breaks, with the spaces and tabs around them, are a space, and the places in it behind which a
/// byte of the text is left out, ascending, one place for each byte. Linear.
private func linesJoined(_ text: UnsafeBufferPointer<UInt8>) -> (bytes: [UInt8], shortened: [Int]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var shortened: [Int] = []
    var at = 0
    while at < text.count {
        guard text[at] == 0x20 || text[at] &- 9 < 5 else {
            bytes.append(text[at])
            at += 1
            continue
        }
        var end = at
        var isBroken = false
        while end < text.count, text[end] == 0x20 || text[end] &- 9 < 5 {
            if text[end] == 0x0A || text[end] == 0x0D { isBroken = true }
            end += 1
        }
        if isBroken {
            bytes.append(0x20)
            for _ in at + 1..<end { shortened.append(bytes.count) }
        } else {
            bytes.append(contentsOf: text[at..<end])
        }
        at = end
    }
    return (bytes, shortened)
}

/// A text as patterns see it, with its places as those of the original text.
package struct PatternText {
    package let bytes: [UInt8]
    private let shortened: [Int]
    private let compositions: [Composition]

    package init(_ text: UnsafeBufferPointer<UInt8>) {
        let spaced = linesJoined(text)
        shortened = spaced.shortened
        (bytes, compositions) = spaced.bytes.withUnsafeBufferPointer(composedInParts)
    }

    /// The range of the original text for a range between characters of `bytes`. An end within a letter whose marks are
    /// in another order there extends to the whole letter.
    package func place(_ range: Range<Int>) -> Range<Int> {
        let low = uncomposed(range.lowerBound, isEnd: false)
        let high = range.isEmpty ? low : uncomposed(range.upperBound, isEnd: true)
        return spread(low)..<spread(high)
    }

    private func uncomposed(_ place: Int, isEnd: Bool) -> Int {
        let index = compositions.countOfFirst { Int($0.composed) < place }
        guard index > 0 else { return place }
        let last = compositions[index - 1]
        let beyond = place - Int(last.composed) - Int(last.composedCount)
        let end = Int(last.original) + Int(last.originalCount)
        return beyond >= 0 ? end + beyond : isEnd ? end : Int(last.original)
    }

    /// Places behind bytes that were left out are further on in the text.
    private func spread(_ place: Int) -> Int { place + shortened.countOfFirst { $0 <= place } }
}

extension Array {
    /// How many elements fulfil a condition, by binary search: those that do must come first.
    fileprivate func countOfFirst(where condition: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
