// A growing array of byte offsets that is written many at a time.

/// A growing array of offsets, which keeps its memory when it is emptied. One task uses it at a time.
package final class OffsetBuffer: RandomAccessCollection, ExpressibleByArrayLiteral, Equatable {
    /// Where the first one is; room for `capacity`. Moves when the buffer grows.
    package private(set) var start: UnsafeMutablePointer<UInt32>
    package private(set) var capacity: Int
    /// How many there are. Before raising it the caller must have written the new elements.
    package var count = 0

    package init(capacity: Int = 256) {
        self.capacity = Swift.max(capacity, 1)
        start = .allocate(capacity: self.capacity)
    }

    package convenience init(arrayLiteral elements: UInt32...) {
        self.init(capacity: elements.count)
        for element in elements { append(element) }
    }

    deinit { start.deallocate() }

    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    /// The index must be below `capacity`; elements from `count` on are undefined.
    package subscript(index: Int) -> UInt32 {
        @inline(__always) get {
            assert(index >= 0 && index < capacity)
            return start[index]
        }
        @inline(__always) set {
            assert(index >= 0 && index < capacity)
            start[index] = newValue
        }
    }

    package static func == (one: OffsetBuffer, other: OffsetBuffer) -> Bool { one.elementsEqual(other) }

    package func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<UInt32>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: start, count: count))
    }

    package func append(_ offset: UInt32) {
        makeRoom(1)
        start[count] = offset
        count &+= 1
    }

    /// Makes room for `more` elements behind `count`.
    @inline(__always)
    package func makeRoom(_ more: Int) {
        if count &+ more > capacity { grow(more) }
    }

    @inline(never)
    private func grow(_ more: Int) {
        let larger = Swift.max(count + more, capacity * 2)
        let memory = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
        memory.update(from: start, count: count)
        start.deallocate()
        start = memory
        capacity = larger
    }
}
