// Texts of parts that are changed at random.

/// The text of a part while it is changed.
struct MutatedText {
    private(set) var bytes: [UInt8]
    /// Behind the first tag, which declares the names of all others and is changed less often.
    private let bodyStart: Int

    private static let signs = Array("<>/=\"'&; :019-.trscvp".utf8)

    init(_ bytes: [UInt8], bodyStart: Int) {
        self.bytes = bytes
        self.bodyStart = bodyStart
    }

    mutating func change(_ seed: FuzzSeed, _ random: inout FuzzRandom) {
        guard bytes.count > 8 else { return }
        let first = bodyStart < bytes.count && !random.onceIn(20) ? bodyStart : 0
        let place = first + random.below(bytes.count - first)
        switch random.below(20) {
        case 0: bytes[place] = random.pick(Self.signs)
        case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(12)))
        case 3: bytes.insert(contentsOf: random.pick(seed.words), at: place)
        case 4:
            // Something that stands elsewhere.
            let from = random.below(bytes.count)
            bytes.insert(contentsOf: bytes[from..<min(bytes.count, from + 1 + random.below(120))], at: place)
        case 5, 6, 7, 8:
            // Another cell, instead of one or before it.
            guard let cell = find(seed.cellTag, from: place) else { return }
            let end = random.onceIn(2) ? cell : find(Self.end, from: cell + 1) ?? cell
            bytes.replaceSubrange(cell..<end, with: random.pick(seed.cells))
        case 9, 10:
            // A row once more, in front of another one, or no more.
            guard let row = find(seed.rowTag, from: place), let end = find(seed.rowEnd, from: row) else { return }
            let range = row..<end + seed.rowEnd.count
            if random.onceIn(3) {
                bytes.removeSubrange(range)
            } else if let other = find(seed.rowTag, from: first + random.below(bytes.count - first)) {
                bytes.insert(contentsOf: bytes[range], at: other)
            }
        case 11, 12, 13, 14: changeValue(from: place, random.pick(seed.values))
        case 15, 16, 17:
            // One more attribute.
            guard let tag = find([UInt8(ascii: "<")], from: place), tag + 1 < bytes.count,
                bytes[tag + 1] != UInt8(ascii: "/"),
                let end = bytes[tag...].firstIndex(where: {
                    $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "/")
                })
            else { return }
            bytes.insert(contentsOf: random.pick(seed.attributes), at: end)
        default:
            // One more element, or text.
            guard let tag = find([UInt8(ascii: "<")], from: place) else { return }
            bytes.insert(contentsOf: random.pick(seed.elements), at: tag)
        }
    }

    private static let end = [UInt8(ascii: "<")]

    /// Puts something else where a number stands, or a value in quotation marks.
    private mutating func changeValue(from place: Int, _ value: [UInt8]) {
        guard
            let start = bytes[place...].firstIndex(where: { $0 &- 0x30 < 10 || $0 == UInt8(ascii: "'") })
        else { return }
        if bytes[start] == UInt8(ascii: "'") {
            guard let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "'")) else { return }
            // Between two values stands an attribute's name.
            if !bytes[start..<end].contains(UInt8(ascii: "=")) { bytes.replaceSubrange(start + 1..<end, with: value) }
            return
        }
        let end = bytes[start...].firstIndex { $0 &- 0x30 >= 10 } ?? bytes.count
        bytes.replaceSubrange(start..<end, with: value)
    }

    private func find(_ word: [UInt8], from start: Int) -> Int? {
        var place = start
        while place + word.count <= bytes.count {
            if bytes[place] == word[0], bytes[place..<place + word.count].elementsEqual(word) { return place }
            place += 1
        }
        return nil
    }
}
