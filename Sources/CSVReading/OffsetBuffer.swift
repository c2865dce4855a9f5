// A growing run of byte offsets that is written many at a time.

/// Offsets in memory of their own, kept from chunk to chunk. Whoever appends makes room first.
struct OffsetBuffer: ~Copyable {
    private(set) var start: UnsafeMutablePointer<UInt32>
    private(set) var capacity: Int
    var count = 0

    init() {
        capacity = 256
        start = .allocate(capacity: capacity)
    }

    deinit { start.deallocate() }

    /// Makes room for so many more.
    @inline(__always)
    mutating func makeRoom(_ more: Int) {
        if count &+ more > capacity { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let larger = max(count + more, capacity * 2)
        let memory = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
        memory.update(from: start, count: count)
        start.deallocate()
        start = memory
        capacity = larger
    }

    @inline(__always)
    mutating func append(_ offset: Int) {
        start[count] = UInt32(truncatingIfNeeded: offset)
        count &+= 1
    }

    /// Moves some offsets, which stand `distance` behind a place, to that place.
    mutating func moveUp(_ length: Int, to place: Int, by distance: Int) {
        (start + place).update(from: start + place + distance, count: length)
    }

    /// Takes out the offsets that stand before a place.
    mutating func remove(_ length: Int, before place: Int) {
        moveUp(count - place, to: place - length, by: length)
        count -= length
    }
}
