// Growing arrays for materialized rows.

import Platform

/// A growing array of trivial values, in memory that is not cleared and not bounds-checked. Reserved memory that is not
/// used costs nothing.
@usableFromInline package final class Storage<Element: BitwiseCopyable> {
    @usableFromInline package internal(set) var start: UnsafeMutablePointer<Element>
    @usableFromInline package internal(set) var count = 0
    @usableFromInline var capacity: Int

    @inlinable
    package init() {
        capacity = 0
        start = rowMemory(1)
    }

    /// `count` times a value.
    @inlinable
    package init(repeating value: Element, count: Int) {
        capacity = count
        self.count = count
        start = rowMemory(max(1, count))
        start.initialize(repeating: value, count: count)
    }

    deinit { free(start) }

    @inlinable
    @inline(__always)
    package subscript(index: Int) -> Element {
        get { start[index] }
        set { start[index] = newValue }
    }

    /// Makes room for `wanted` elements in all.
    @usableFromInline package func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let larger: UnsafeMutablePointer<Element> = rowMemory(wanted)
        larger.update(from: start, count: count)
        free(start)
        start = larger
        capacity = wanted
    }

    /// Drops all values and frees their memory.
    package func removeAll() {
        free(start)
        start = rowMemory(1)
        capacity = 0
        count = 0
    }

    /// Adds `more` values to the count, and returns where the caller must write them.
    @inlinable
    @inline(__always)
    package func extend(by more: Int) -> UnsafeMutablePointer<Element> {
        if count &+ more > capacity { reserve(max(count &+ more, capacity &* 2, 16)) }
        defer { count &+= more }
        return start + count
    }

    @inlinable
    @inline(__always)
    package func append(_ value: Element) { extend(by: 1).pointee = value }

    package func append(_ other: Storage<Element>) {
        extend(by: other.count).update(from: other.start, count: other.count)
    }
}

/// Memory for `count` values, to be released with `free`. A large piece is requested in large pages, which the system
/// maps and clears at a fraction of the cost.
@usableFromInline package func rowMemory<Element: BitwiseCopyable>(_ count: Int) -> UnsafeMutablePointer<Element> {
    let size = count * MemoryLayout<Element>.stride
    let page = 1 << 21
    var found: UnsafeMutableRawPointer?
    if size >= 2 * page {
        guard posix_memalign(&found, page, size) == 0, let found else { fatalError("no memory for \(size) bytes") }
        madvise(found, size, MADV_HUGEPAGE)
        return found.bindMemory(to: Element.self, capacity: count)
    }
    guard let found = malloc(max(16, size)) else { fatalError("no memory for \(size) bytes") }
    return found.bindMemory(to: Element.self, capacity: count)
}
