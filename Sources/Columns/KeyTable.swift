// A hash table that numbers keys in the order of first insertion.

/// Gives each distinct key a number, from 0 in the order of first insertion. Open addressing, 16 bytes a key and 4 a
/// slot, at most half of the slots taken. Owned by one task while it grows.
@usableFromInline package final class KeyTable {
    @usableFromInline let keys = Storage<KeyHash>()
    @usableFromInline var slots: UnsafeMutablePointer<Int32>
    @usableFromInline var mask: Int

    package init(minimumCapacity: Int = 8) {
        var size = 16
        while size < minimumCapacity * 2 { size *= 2 }
        slots = .allocate(capacity: size)
        slots.initialize(repeating: -1, count: size)
        mask = size - 1
    }

    deinit { slots.deallocate() }

    @inlinable package var count: Int { keys.count }

    /// The key with a number.
    @inlinable
    package subscript(number: Int) -> KeyHash { keys[number] }

    /// The number of a key, or −1.
    @inlinable
    @inline(__always)
    package func find(_ key: KeyHash) -> Int {
        var slot = Int(truncatingIfNeeded: key.low) & mask
        while true {
            let index = Int(slots[slot])
            if index < 0 { return -1 }
            if keys[index] == key { return index }
            slot = (slot &+ 1) & mask
        }
    }

    /// The numbers of some keys, or −1. Looked up together, so that the waits for memory overlap.
    package func find(_ wanted: UnsafePointer<KeyHash>, count: Int, into numbers: UnsafeMutablePointer<Int32>) {
        for index in 0..<count { numbers[index] = slots[Int(truncatingIfNeeded: wanted[index].low) & mask] }
        for index in 0..<count {
            let number = Int(numbers[index])
            if number >= 0, keys[number] != wanted[index] {
                numbers[index] = Int32(truncatingIfNeeded: find(wanted[index]))
            }
        }
    }

    /// The number of a key, assigned where it is new.
    @inlinable
    @inline(__always)
    package func insert(_ key: KeyHash) -> Int {
        var slot = Int(truncatingIfNeeded: key.low) & mask
        while true {
            let index = Int(slots[slot])
            if index < 0 { return insert(key, slot) }
            if keys[index] == key { return index }
            slot = (slot &+ 1) & mask
        }
    }

    @usableFromInline
    @inline(never)
    func insert(_ key: KeyHash, _ slot: Int) -> Int {
        let number = keys.count
        slots[slot] = Int32(number)
        keys.append(key)
        if keys.count * 2 > mask { grow() }
        return number
    }

    private func grow() {
        slots.deallocate()
        mask = mask * 2 + 1
        slots = .allocate(capacity: mask + 1)
        slots.initialize(repeating: -1, count: mask + 1)
        for number in 0..<keys.count {
            var slot = Int(truncatingIfNeeded: keys[number].low) & mask
            while slots[slot] >= 0 { slot = (slot &+ 1) & mask }
            slots[slot] = Int32(number)
        }
    }
}
