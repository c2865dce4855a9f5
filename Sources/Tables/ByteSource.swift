// Where a reader gets its bytes: any place, any number of times, whoever keeps them.

/// The bytes of one return, readable at any offset. Implementations may be used by several tasks at once.
package protocol ByteSource: AnyObject, Sendable {
    /// The path as it is shown, relative to the current folder where it can be.
    var name: String { get }
    /// The number of bytes.
    var size: Int { get }
    /// Fills the buffer from an offset on and gives how many bytes were written: fewer than asked for only at the end.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int
    /// Throws where the bytes may be others than they were at first, so that what was read of them belongs to no one
    /// state.
    func checkUnchanged() throws(ReadError)
}

extension ByteSource {
    package func checkUnchanged() throws(ReadError) {}

    /// Some bytes from an offset on, fewer only at the end.
    package func bytes(at offset: Int, atMost count: Int) throws(ReadError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, count), alignment: 16)
        defer { buffer.deallocate() }
        let read = try readFully(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<count]))
        return Array(buffer[0..<read])
    }

    /// Reads until the buffer is full or the bytes end.
    package func readFully(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let read = try self.read(at: offset + filled, into: rest)
            guard read > 0 else { break }
            filled += read
        }
        return filled
    }
}

/// Why a return cannot be read at all.
package enum ReadError: Error, Sendable, Equatable {
    case notFound
    case notPermitted
    case isFolder
    /// There is not a single byte.
    case isEmpty
    /// The bytes are no text (a workbook, a picture, …); the kind of file where it is recognised, such as "an Excel
    /// workbook".
    case notText(kind: String?)
    /// It is what a format knows, and cannot be read: why, and what to do, in words: lower case, no full stop.
    case unusable(String)
    /// None of its tables is the one that is looked for; why, in words: lower case, no full stop.
    case noTable(String)
    /// Too many bytes are zero for a text; the first one's line.
    case holdsZeros(line: Int)
    /// The bytes became others while they were read.
    case changed
    case system(code: Int32, message: String)
}

/// Bytes in memory.
package final class MemorySource: ByteSource {
    package let name: String
    private let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    package var size: Int { bytes.count }

    package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
        guard offset >= 0, offset < bytes.count else { return 0 }
        let length = min(buffer.count, bytes.count - offset)
        bytes.withUnsafeBytes { source in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + length]))
        }
        return length
    }
}
