// A table of words in which cells are looked up: trimmed, composed and ignoring case.

/// Words and their indices; looked up by the bytes of a cell, without a `String`.
///
/// An open-addressing hash table, at most a quarter full. A folded word of up to 16 bytes is packed into two numbers,
/// which are hashed and compared whole; a longer one is hashed and compared byte by byte. The first byte and the length
/// exclude most cells before that.
final class FoldedTable: @unchecked Sendable {
    // Unchecked: the memory is written only in `init`.
    private let entries: UnsafeMutablePointer<Entry>
    private let slots: UnsafeMutablePointer<Int32>
    private let mask: Int
    /// The bytes of words longer than 16, concatenated.
    private let longWords: UnsafeMutablePointer<UInt8>
    /// For each byte whether a cell that begins with it may be in the table.
    private let begins: UnsafeMutablePointer<Bool>
    /// The longest cell that may be in the table, in bytes.
    private let longest: Int
    /// The index of the blank word, or −1.
    let blank: Int

    private struct Entry {
        /// For a long word its hash, and its place in `longWords`.
        var key: PackedWord
        var place: Int
    }

    /// A word that is given twice keeps its first index.
    init(_ words: [String]) {
        let folded = words.map(FoldedTable.folded)
        var size = 8
        while size < words.count * 4 { size *= 2 }
        mask = size - 1
        entries = .allocate(capacity: max(1, words.count))
        slots = .allocate(capacity: size)
        slots.initialize(repeating: -1, count: size)
        longWords = .allocate(capacity: folded.reduce(1) { $0 + $1.count })
        begins = .allocate(capacity: 256)
        begins.initialize(repeating: false, count: 256)
        blank = folded.firstIndex(of: []) ?? -1
        // Folding shortens a letter by two bytes at most (`K`, the Kelvin sign), so to a third; so does composing
        // (`ΐ`).
        longest = (folded.map(\.count).max() ?? 0) * 3
        var used = 0
        var made = 0
        for (place, word) in folded.enumerated() {
            guard let first = word.first else { continue }
            var packing = WordPacking()
            for byte in word { packing.add(byte) }
            var key = packing.word
            if word.count > 16 {
                key.high = UInt64(used)
                for (offset, byte) in word.enumerated() { longWords[used + offset] = byte }
                used += word.count
            }
            entries[made] = Entry(key: key, place: place)
            var slot = key.hash & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(truncatingIfNeeded: made)
            made += 1
            note(first: first)
        }
    }

    deinit {
        entries.deallocate()
        slots.deallocate()
        longWords.deallocate()
        begins.deallocate()
    }

    private func note(first: UInt8) {
        begins[Int(first)] = true
        // A letter from beyond ASCII may fold to this one; none that begins with C2 (as `£` does) folds at all.
        let isWideLetter = first >= 0x80 && first != 0xC2 && first != 0xE2
        // It may be composed of a letter of ASCII and a mark.
        if isWideLetter { for byte in 0...255 where isASCIILetter(UInt8(byte)) { begins[byte] = true } }
        if isASCIILetter(first) { begins[Int(first ^ 0x20)] = true }
        if isASCIILetter(first) || isWideLetter {
            for byte in 0xC3...0xF4 { begins[byte] = true }
        }
    }

    /// The index of a word, or −1. `cell` must be trimmed and not empty.
    @inline(__always)
    func place(of cell: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = cell.baseAddress, cell.count > 0, cell.count <= longest, begins[Int(base[0])] else {
            return -1
        }
        if cell.count <= 16, let key = PackedWord(ascii: base, cell.count) { return place(ofShort: key) }
        return place(ofLong: cell)
    }

    @inline(__always)
    private func place(ofShort key: PackedWord) -> Int {
        var slot = key.hash & mask
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.key == key { return entry.place }
            slot = (slot + 1) & mask
        }
        return -1
    }

    @inline(never)
    private func place(ofLong cell: UnsafeBufferPointer<UInt8>) -> Int {
        withComposed(cell) { cell in cell.baseAddress.map { place(ofComposed: $0, cell.count) } ?? -1 }
    }

    private func place(ofComposed base: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var packing = WordPacking()
        var at = 0
        while at < count { at += fold(base, at, count) { packing.add($0) } }
        let key = packing.word
        if key.count <= 16 { return place(ofShort: key) }
        var slot = key.hash & mask
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.key.low == key.low && entry.key.count == key.count && isSame(entry.key, base, count) {
                return entry.place
            }
            slot = (slot + 1) & mask
        }
        return -1
    }

    /// Whether a cell folds to the long word of a key.
    private func isSame(_ key: PackedWord, _ base: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let word = longWords + Int(key.high)
        var same = true
        var index = 0
        var at = 0
        while at < count && same {
            at += fold(base, at, count) { byte in
                if index < key.count && word[index] == byte { index += 1 } else { same = false }
            }
        }
        return same && index == key.count
    }

    /// A word trimmed, composed and folded.
    private static func folded(_ word: String) -> [UInt8] {
        var word = word
        return word.withUTF8 { text in
            withComposed(UnsafeBufferPointer(rebasing: text[trimmed(text)])) { cell in
                var result: [UInt8] = []
                guard let base = cell.baseAddress else { return result }
                var at = 0
                while at < cell.count { at += fold(base, at, cell.count) { result.append($0) } }
                return result
            }
        }
    }
}
