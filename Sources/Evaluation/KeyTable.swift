// A hash table from keys to the order in which they first came.

/// Gives each distinct key a number, from 0 in the order of first insertion. Open addressing, 16 bytes a key and 8 a slot.
struct KeyTable {
    private(set) var keys: [KeyHash] = []
    private var slots: [Int32]
    private var mask: Int

    init(minimumCapacity: Int = 8) {
        var size = 16
        while size < minimumCapacity * 2 { size *= 2 }
        slots = [Int32](repeating: -1, count: size)
        mask = size - 1
    }

    var count: Int { keys.count }

    /// The number of a key, or −1.
    @inline(__always)
    func find(_ key: KeyHash) -> Int {
        var slot = Int(truncatingIfNeeded: key.low) & mask
        while true {
            let index = Int(slots[slot])
            if index < 0 { return -1 }
            if keys[index] == key { return index }
            slot = (slot + 1) & mask
        }
    }

    /// The number of a key, made where it is new.
    @inline(__always)
    mutating func insert(_ key: KeyHash) -> Int {
        var slot = Int(truncatingIfNeeded: key.low) & mask
        while true {
            let index = Int(slots[slot])
            if index < 0 { break }
            if keys[index] == key { return index }
            slot = (slot + 1) & mask
        }
        slots[slot] = Int32(keys.count)
        keys.append(key)
        if keys.count * 10 > slots.count * 6 { grow() }
        return keys.count - 1
    }

    private mutating func grow() {
        mask = slots.count * 2 - 1
        slots = [Int32](repeating: -1, count: mask + 1)
        for (index, key) in keys.enumerated() {
            var slot = Int(truncatingIfNeeded: key.low) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(index)
        }
    }
}
