// Looking for one text in another, in time linear in their lengths.

/// Finds the places of a text in others. It borrows the text that it looks for.
struct TextSearch {
    private let part: UnsafeBufferPointer<UInt8>
    /// For each prefix of a long part the longest border; empty for a short one, which is compared at each place where
    /// its first byte stands.
    private let borders: [Int]

    init(_ part: UnsafeBufferPointer<UInt8>) {
        self.part = part
        guard part.count >= 32 else {
            borders = []
            return
        }
        var borders = [Int](repeating: 0, count: part.count)
        var length = 0
        for index in 1..<part.count {
            while length > 0, part[index] != part[length] { length = borders[length - 1] }
            if part[index] == part[length] { length += 1 }
            borders[index] = length
        }
        self.borders = borders
    }

    /// The first place from an offset on; `nil` where there is none.
    func find(in text: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
        guard part.count > 0 else { return start }
        guard text.count - start >= part.count, let base = text.baseAddress else { return nil }
        return borders.isEmpty ? findShort(base, start, text.count) : findLong(text, start)
    }

    private func findShort(_ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
        let first = part[0]
        for at in start...count - part.count where base[at] == first {
            if isEqual(UnsafeBufferPointer(start: base + at, count: part.count), part) { return at }
        }
        return nil
    }

    /// Knuth, Morris and Pratt.
    private func findLong(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        var length = 0
        for at in start..<text.count {
            while length > 0, text[at] != part[length] { length = borders[length - 1] }
            if text[at] == part[length] { length += 1 }
            if length == part.count { return at + 1 - length }
        }
        return nil
    }
}

/// Whether one text contains another, in time linear in their lengths.
func holds(_ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>) -> Bool {
    TextSearch(part).find(in: text) != nil
}
