// Where a package gets its bytes.

/// The bytes of a package, readable at any offset.
package protocol PackageBytes: AnyObject {
    var size: Int { get }
    /// Fills the buffer from an offset on, and gives how many bytes were written: fewer than asked for only at the end.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int
}

extension PackageBytes {
    /// `count` bytes from an offset on; fewer only at the end.
    package func bytes(at offset: Int, atMost count: Int) throws(PackageError) -> [UInt8] {
        guard count > 0 else { return [] }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        defer { buffer.deallocate() }
        return Array(buffer[0..<(try read(at: offset, into: buffer))])
    }
}

/// A package in memory.
package final class PackageMemory: PackageBytes {
    private let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var size: Int { bytes.count }

    package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int {
        guard offset >= 0, offset < bytes.count else { return 0 }
        let count = min(buffer.count, bytes.count - offset)
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count])) }
        return count
    }
}

/// Numbers as packages have them, the lowest byte first.
struct LittleEndian {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func number(_ offset: Int, _ count: Int) -> UInt64? {
        guard offset >= 0, offset + count <= bytes.count else { return nil }
        var result: UInt64 = 0
        for index in (0..<count).reversed() { result = result << 8 | UInt64(bytes[offset + index]) }
        return result
    }

    /// A number of bytes or entries; `nil` also where it is too large to be one.
    func count(_ offset: Int, _ width: Int) -> Int? {
        number(offset, width).flatMap { $0 < 1 << 48 ? Int($0) : nil }
    }
}
