// The distinct cells of a column with few distinct cells: authorities, statuses, periods, units.

/// Numbers the distinct short cells of a column in the order in which they are first met, so that each is read, checked
/// and hashed once and a row costs only a look-up of its number. One task uses it at a time.
///
/// Cells are compared by their bytes, untrimmed and perhaps with quotes: different spellings have different numbers.
/// Cells of more than `longest` bytes, and new ones once it is full, have no number.
package final class CellInterner {
    /// The most cells that it holds.
    package static let capacity = 2048
    /// The longest cell that it takes, in bytes.
    package static let longest = 15
    /// The entry of a cell without a number.
    package static let none = UInt16.max

    package private(set) var count = 0
    /// For each number the cell's bytes, padded with zeros to 15, and its length.
    private let words: UnsafeMutablePointer<UInt64>
    /// For each number where its cell was first met; `spans` and `texts` hold the texts that were kept.
    private let places: UnsafeMutablePointer<CellSpan>
    private let texts: UnsafeMutablePointer<UInt8>
    private let spans: UnsafeMutablePointer<CellSpan>
    private let lengthMasks: UnsafeMutablePointer<UInt64>
    /// The slots of the hash table, four for each possible cell.
    private let slots: UnsafeMutablePointer<UInt16>
    private static let slotBits: UInt64 = 13

    package init() {
        words = .allocate(capacity: CellInterner.capacity * 2)
        places = .allocate(capacity: CellInterner.capacity)
        texts = .allocate(capacity: CellInterner.capacity * 16)
        spans = .allocate(capacity: CellInterner.capacity)
        for number in 0..<CellInterner.capacity {
            spans[number] = CellSpan(offset: UInt32(number * 16), length: 0)
        }
        lengthMasks = makeLengthMasks(words: 2)
        slots = .allocate(capacity: 1 << Int(CellInterner.slotBits))
        slots.initialize(repeating: CellInterner.none, count: 1 << Int(CellInterner.slotBits))
    }

    deinit {
        words.deallocate()
        places.deallocate()
        texts.deallocate()
        spans.deallocate()
        lengthMasks.deallocate()
        slots.deallocate()
    }

    /// Forgets all cells.
    package func removeAll() {
        count = 0
        slots.update(repeating: CellInterner.none, count: 1 << Int(CellInterner.slotBits))
    }

    /// Where the cell of a number was first met, in the bytes of the column that it was numbered with last.
    package func place(_ number: Int) -> CellSpan { places[number] }

    /// Keeps the text of the cell with a number, which must not be longer than the cell.
    package func keep(_ text: UnsafeBufferPointer<UInt8>, of number: Int) {
        let count = min(text.count, CellInterner.longest)
        if let start = text.baseAddress { (texts + number * 16).update(from: start, count: count) }
        spans[number].length = UInt32(count)
    }

    /// The kept texts of the cells with some numbers. They do not move until `removeAll`.
    package func cells(_ numbers: Range<Int>) -> CellColumn {
        CellColumn(base: UnsafePointer(texts), spans: spans + numbers.lowerBound, count: numbers.count)
    }

    /// Writes for each row the number of its cell, a new one where there is room, or `none`; returns how many have
    /// none. Cells that begin with the byte `left`, if it is given, get none.
    package func number(
        _ cells: CellColumn, leaving left: UInt8?, into numbers: UnsafeMutablePointer<UInt16>
    ) -> Int {
        guard cells.isPadded else {
            numbers.update(repeating: CellInterner.none, count: cells.count)
            return cells.count
        }
        if let left { return number(cells, into: numbers) { UInt8(truncatingIfNeeded: $0) == left } }
        return number(cells, into: numbers) { _ in false }
    }

    /// `leaves` decides from a cell's first eight bytes, the first one lowest, whether it is left without a number.
    @inline(__always)
    private func number(
        _ cells: CellColumn, into numbers: UnsafeMutablePointer<UInt16>, _ leaves: (UInt64) -> Bool
    ) -> Int {
        let (raw, spans) = (UnsafeRawPointer(cells.base), cells.spans)
        let (masks, words, slots) = (lengthMasks, words, slots)
        var missing = 0
        for row in 0..<cells.count {
            let span = spans[row]
            let length = Int(span.length)
            // Sixteen bytes are read wherever the cell ends.
            let cell = raw + Int(span.offset)
            guard length <= CellInterner.longest else {
                numbers[row] = CellInterner.none
                missing &+= 1
                continue
            }
            let low = cell.loadUnaligned(as: UInt64.self) & masks[2 &* length]
            if leaves(UInt64(littleEndian: low)) {
                numbers[row] = CellInterner.none
                missing &+= 1
                continue
            }
            let high =
                (cell.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & masks[2 &* length &+ 1])
                | CellInterner.lengthWord(length)
            var slot = CellInterner.slot(low, high)
            var number = slots[slot]
            while number != CellInterner.none {
                let word = words + 2 &* Int(number)
                if (word[0] ^ low) | (word[1] ^ high) == 0 { break }
                slot = (slot &+ 1) & (1 &<< Int(CellInterner.slotBits) &- 1)
                number = slots[slot]
            }
            if number == CellInterner.none {
                number = insert(low, high, span, slot)
                if number == CellInterner.none { missing &+= 1 }
            }
            numbers[row] = number
        }
        return missing
    }

    /// The length in the last byte of a cell's words.
    @inline(__always)
    private static func lengthWord(_ length: Int) -> UInt64 {
        (UInt64(truncatingIfNeeded: length) &<< 56).littleEndian
    }

    /// The first slot of a cell.
    @inline(__always)
    private static func slot(_ low: UInt64, _ high: UInt64) -> Int {
        let mixed = (low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0xC2B2_AE3D_27D4_EB4F
        return Int(truncatingIfNeeded: mixed &>> (64 &- slotBits))
    }

    @inline(never)
    private func insert(_ low: UInt64, _ high: UInt64, _ place: CellSpan, _ slot: Int) -> UInt16 {
        guard count < CellInterner.capacity else { return CellInterner.none }
        let number = count
        words[2 * number] = low
        words[2 * number + 1] = high
        places[number] = place
        slots[slot] = UInt16(number)
        count += 1
        return UInt16(number)
    }
}

/// For each length the masks that keep that many bytes of the words.
func makeLengthMasks(words: Int) -> UnsafeMutablePointer<UInt64> {
    let longest = words * 8
    let masks = UnsafeMutablePointer<UInt64>.allocate(capacity: (longest + 1) * words)
    for length in 0...longest {
        for word in 0..<words {
            let kept = max(0, min(8, length - word * 8))
            masks[length * words + word] = kept == 8 ? .max : ((1 as UInt64) << UInt64(kept * 8) - 1).littleEndian
        }
    }
    return masks
}
