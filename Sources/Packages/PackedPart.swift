// The content of a part as a package holds it.

import CZlib

/// The content of a part, deflated or as it is.
package struct PackedPart: Sendable {
    package let packed: [UInt8]
    /// As packages number them: 8 for deflated, 0 for stored.
    let method: Int
    /// How many bytes it has when it is unpacked.
    package let size: Int
    private let sum: UInt32

    /// Packs all bytes of a part. `name` is for the error alone.
    package init(_ content: [UInt8], name: String) throws(PackageError) {
        var packing = try PartPacking(name)
        try packing.add(content)
        self = try packing.finish()
    }

    /// A part that is stored as it is, as packages have those that name their kind.
    package init(stored content: [UInt8]) {
        let sum = content.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
        self.init(packed: content, method: 0, size: content.count, sum: UInt(sum))
    }

    fileprivate init(packed: [UInt8], method: Int = 8, size: Int, sum: UInt) {
        self.packed = packed
        self.method = method
        self.size = size
        self.sum = UInt32(truncatingIfNeeded: sum)
    }

    var sumAndSizes: [UInt8] {
        LittleEndian.bytes(Int(sum), 4) + LittleEndian.bytes(packed.count, 4) + LittleEndian.bytes(size, 4)
    }
}

/// Deflates the content of a part a piece at a time, without zlib's own header.
package struct PartPacking: ~Copyable {
    private let name: String
    private let state: UnsafeMutablePointer<z_stream>
    private var output: [UInt8] = []
    private var size = 0
    private var sum: UInt = 0

    /// `name` is for errors alone. The level is zlib's: its own choice where it is left out, 1 for speed.
    package init(_ name: String, level: Int32 = Z_DEFAULT_COMPRESSION) throws(PackageError) {
        self.name = name
        state = .allocate(capacity: 1)
        state.initialize(to: z_stream())
        guard
            deflateInit2_(
                state, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw .damaged(name) }
    }

    deinit {
        deflateEnd(state)
        state.deallocate()
    }

    package mutating func add(_ bytes: [UInt8]) throws(PackageError) {
        let added = bytes.withUnsafeBytes { bytes in
            Result { () throws(PackageError) in try add(bytes) }
        }
        try added.get()
    }

    /// Adds the bytes from an offset on.
    package mutating func add(_ bytes: [UInt8], from start: Int) throws(PackageError) {
        let added = bytes.withUnsafeBytes { bytes in
            Result { () throws(PackageError) in try add(UnsafeRawBufferPointer(rebasing: bytes[start...])) }
        }
        try added.get()
    }

    package mutating func add(_ bytes: UnsafeRawBufferPointer) throws(PackageError) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        size += bytes.count
        guard size <= PackageLimits.bytes else { throw .tooLarge }
        let content = start.assumingMemoryBound(to: UInt8.self)
        sum = crc32(sum, content, UInt32(bytes.count))
        // zlib does not write to what it reads.
        state.pointee.next_in = UnsafeMutablePointer(mutating: content)
        state.pointee.avail_in = UInt32(bytes.count)
        while state.pointee.avail_in > 0 { try step(Z_NO_FLUSH) }
    }

    package mutating func finish() throws(PackageError) -> PackedPart {
        while !(try step(Z_FINISH)) {}
        return PackedPart(packed: output, size: size, sum: sum)
    }

    /// Lets zlib write some bytes; true where it has written the last one.
    @discardableResult
    private mutating func step(_ flush: Int32) throws(PackageError) -> Bool {
        let room = 1 << 16
        var answer = Z_OK
        let count = withUnsafeTemporaryAllocation(byteCount: room, alignment: 16) { buffer in
            state.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            state.pointee.avail_out = UInt32(room)
            answer = deflate(state, flush)
            let count = room - Int(state.pointee.avail_out)
            output.append(contentsOf: buffer[0..<count])
            return count
        }
        guard answer == Z_OK || answer == Z_STREAM_END || answer == Z_BUF_ERROR && count > 0 else {
            throw .damaged(name)
        }
        return answer == Z_STREAM_END
    }
}
