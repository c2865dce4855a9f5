// Memory that grows with the rows that are kept.

/// Values without references, one after the other, in memory that is not cleared and not checked. What is reserved and not used costs nothing.
final class Storage<Element: BitwiseCopyable> {
    private(set) var start: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init() {
        capacity = 0
        start = .allocate(capacity: 1)
    }

    /// So many times a value.
    init(repeating value: Element, count: Int) {
        capacity = count
        self.count = count
        start = .allocate(capacity: max(1, count))
        start.initialize(repeating: value, count: count)
    }

    deinit { start.deallocate() }

    @inline(__always)
    subscript(index: Int) -> Element {
        get { start[index] }
        set { start[index] = newValue }
    }

    func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: wanted)
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
        capacity = wanted
    }

    /// Makes room for so many more values, counts them, and gives where they are to be written.
    @inline(__always)
    func extend(by more: Int) -> UnsafeMutablePointer<Element> {
        if count &+ more > capacity { reserve(max(count &+ more, capacity &* 2, 16)) }
        defer { count &+= more }
        return start + count
    }

    @inline(__always)
    func append(_ value: Element) { extend(by: 1).pointee = value }

    func append(_ other: Storage<Element>) { extend(by: other.count).update(from: other.start, count: other.count) }
}
