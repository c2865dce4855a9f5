// Texts of a workbook in one piece of memory, identified by number.

/// Concatenated texts.
struct TextStore {
    private(set) var bytes: [UInt8] = []
    /// The end of each.
    private var ends: [UInt32] = []

    var count: Int { ends.count }

    /// Adds a text and returns its number; `nil` where there is no room for more.
    mutating func add(_ text: some Collection<UInt8>) -> Int? {
        bytes.append(contentsOf: text)
        return close()
    }

    /// Appends to the text that is being added.
    mutating func append(_ text: some Collection<UInt8>) { bytes.append(contentsOf: text) }

    /// Ends the text that is being added, and returns its number.
    mutating func close() -> Int? {
        guard bytes.count < Int(UInt32.max) else { return nil }
        ends.append(UInt32(bytes.count))
        return ends.count - 1
    }

    /// Where the text being added begins.
    var openStart: Int { ends.last.map { Int($0) } ?? 0 }

    /// Replaces the text that is being added.
    mutating func replaceOpen(_ text: [UInt8]) {
        bytes.removeLast(bytes.count - openStart)
        bytes.append(contentsOf: text)
    }

    @inline(__always)
    func range(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
    }

    /// Appends a text to others.
    @inline(__always)
    func append(_ index: Int, to other: inout [UInt8]) {
        let range = range(index)
        bytes.withUnsafeBufferPointer { other.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
    }

    subscript(_ index: Int) -> ArraySlice<UInt8> { bytes[range(index)] }
}
