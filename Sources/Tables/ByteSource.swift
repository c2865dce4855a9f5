// Where a reader gets its bytes: at any offset, any number of times, from any storage.

/// The bytes of one return, readable at any offset. Implementations may be used by several tasks at once.
package protocol ByteSource: AnyObject, Sendable {
    /// The path as it is shown, relative to the current folder where it can be.
    var name: String { get }
    /// The number of bytes.
    var size: Int { get }
    /// Fills the buffer from an offset on and returns how many bytes were written: fewer than asked for only at the
    /// end.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int
    /// Throws where the bytes may have changed since the source was opened, so that what was read may mix two states.
    func checkUnchanged() throws(ReadError)
}

extension ByteSource {
    package func checkUnchanged() throws(ReadError) {}

    /// `count` bytes from an offset on; fewer only at the end.
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
    /// The bytes are not text (a workbook, a picture, …). `kind` is the kind of file where it is recognised, such as
    /// "an Excel workbook".
    case notText(kind: String?)
    /// A format recognises it and cannot read it: why, and what to do, in words: lower case, no full stop.
    case unusable(String)
    /// None of its tables is the wanted one: why, in words: lower case, no full stop.
    case noTable(String)
    /// Too many bytes are zero for a text. `line` is that of the first.
    case holdsZeros(line: Int)
    /// The bytes changed while they were read.
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
