// A table of words that cells are looked up in, trimmed and ignoring case.

/// Words and their places in the order they were given; looked up by the bytes of a cell, without a `String`.
///
/// An open-addressing hash table over the folded bytes, at most a quarter full; the first byte and the length of a cell
/// rule most cells out before they are hashed.
final class FoldedTable: @unchecked Sendable {
    // Unchecked: the memory is written in `init` alone.
    private let bytes: UnsafeMutablePointer<UInt8>
    private let entries: UnsafeMutablePointer<Entry>
    private let slots: UnsafeMutablePointer<Int32>
    private let mask: Int
    /// For each byte whether a cell that begins with it may be in the table.
    let begins: UnsafeMutablePointer<Bool>
    /// The longest cell that may be in the table, in bytes.
    private let longest: Int
    /// The place of the blank cell, or −1.
    let blank: Int

    private struct Entry {
        var hash: UInt64
        var offset: Int
        var length: Int
        var place: Int
    }

    /// A word that is given twice keeps its first place.
    init(_ words: [String]) {
        var folded: [[UInt8]] = []
        for word in words { folded.append(FoldedTable.folded(word)) }
        var size = 8
        while size < words.count * 4 { size *= 2 }
        mask = size - 1
        bytes = .allocate(capacity: folded.reduce(1) { $0 + $1.count })
        entries = .allocate(capacity: max(1, words.count))
        slots = .allocate(capacity: size)
        slots.initialize(repeating: -1, count: size)
        begins = .allocate(capacity: 256)
        begins.initialize(repeating: false, count: 256)
        blank = folded.firstIndex(of: []) ?? -1
        // Folding shortens a letter by two bytes at most (`K`, the Kelvin sign), so to a third.
        longest = (folded.map(\.count).max() ?? 0) * 3
        var used = 0
        var made = 0
        for (place, word) in folded.enumerated() where !word.isEmpty {
            var hash = FoldedTable.seed
            for (index, byte) in word.enumerated() {
                bytes[used + index] = byte
                hash = FoldedTable.step(hash, byte)
            }
            entries[made] = Entry(hash: hash, offset: used, length: word.count, place: place)
            var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(truncatingIfNeeded: made)
            used += word.count
            made += 1
            note(first: word[0])
        }
    }

    deinit {
        bytes.deallocate()
        entries.deallocate()
        slots.deallocate()
        begins.deallocate()
    }

    private func note(first: UInt8) {
        begins[Int(first)] = true
        if isASCIILetter(first) {
            begins[Int(first ^ 0x20)] = true
            // A letter from beyond ASCII may fold to this one.
            for byte in 0xC2...0xF4 where byte != 0xC2 { begins[byte] = true }
        } else if first >= 0x80 && first != 0xC2 && first != 0xE2 {
            for byte in 0xC2...0xF4 { begins[byte] = true }
        }
    }

    /// The place of a word, or −1. `cell` is trimmed and not empty.
    @inline(__always)
    func place(of cell: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = cell.baseAddress, cell.count > 0, cell.count <= longest, begins[Int(base[0])] else {
            return -1
        }
        return find(base, cell.count)
    }

    private func find(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var hash = FoldedTable.seed
        var at = 0
        while at < count { at += fold(base, at, count) { hash = FoldedTable.step(hash, $0) } }
        var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash && matches(entry, base, count) { return entry.place }
            slot = (slot + 1) & mask
        }
        return -1
    }

    private func matches(_ entry: Entry, _ base: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let word = bytes + entry.offset
        var same = true
        var index = 0
        var at = 0
        while at < count && same {
            at += fold(base, at, count) { byte in
                if index < entry.length && word[index] == byte { index += 1 } else { same = false }
            }
        }
        return same && index == entry.length
    }

    private static var seed: UInt64 { 0xCBF2_9CE4_8422_2325 }

    @inline(__always)
    private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

    /// A word trimmed and folded.
    private static func folded(_ word: String) -> [UInt8] {
        var word = word
        return word.withUTF8 { text in
            let cell = UnsafeBufferPointer(rebasing: text[trimmed(text)])
            var result: [UInt8] = []
            guard let base = cell.baseAddress else { return result }
            var at = 0
            while at < cell.count { at += fold(base, at, cell.count) { result.append($0) } }
            return result
        }
    }
}
