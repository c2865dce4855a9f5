// The bytes of one part of a package, unpacked as they are asked for.

import CZlib

/// Unpacks a part front to back. At its end the checksum and the size are compared with the directory.
final class UnpackedPart {
    let name: String
    private let bytes: any PackageBytes
    private let entry: PackageEntry
    /// What is still to be read of the packed bytes.
    private var packed: Range<Int>
    private var given = 0
    private var sum: UInt = 0
    private let state: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var isDeflated: Bool { entry.method == 8 }
    private var hasEnded = false
    /// Whether the bytes were compared with the directory before.
    private let isChecked: Bool

    /// Throws where the part is locked, packed in another way than deflated, or implausibly larger than its compressed
    /// bytes.
    init(_ entry: PackageEntry, _ bytes: any PackageBytes, isChecked: Bool) throws(PackageError) {
        self.isChecked = isChecked
        // Bit 0: with a password; bit 6: with a better one; bit 13: the directory is locked too.
        guard entry.flags & 0x2041 == 0 else { throw .locked(entry.name) }
        guard entry.method == 0 || entry.method == 8 else { throw .unknownMethod(entry.name, entry.method) }
        if entry.size > PackageLimits.freeBytes,
            entry.size - PackageLimits.freeBytes > entry.packedSize * PackageLimits.ratio
        {
            throw .inflated(entry.name)
        }
        if entry.method == 0, entry.packedSize != entry.size { throw .wrongSize(entry.name) }
        self.entry = entry
        name = entry.name
        self.bytes = bytes
        packed = entry.start..<entry.start + entry.packedSize
        input = .allocate(byteCount: 1 << 16, alignment: 16)
        state = .allocate(capacity: 1)
        state.initialize(to: z_stream())
        guard inflateInit2_(state, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .damaged(entry.name)
        }
    }

    deinit {
        inflateEnd(state)
        state.deallocate()
        input.deallocate()
    }

    /// Fills a buffer with the next bytes; returns how many were written: 0 only at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int {
        guard !hasEnded, buffer.count > 0 else { return 0 }
        let count = isDeflated ? try inflate(into: buffer) : try copy(into: buffer)
        given += count
        guard given <= entry.size else { throw .wrongSize(name) }
        if !isChecked, let start = buffer.baseAddress, count > 0 {
            sum = crc32(sum, start.assumingMemoryBound(to: UInt8.self), UInt32(count))
        }
        if count < buffer.count {
            hasEnded = true
            guard given == entry.size else { throw .wrongSize(name) }
            guard isChecked || sum == UInt(entry.sum) else { throw .wrongSum(name) }
        }
        return count
    }

    private func copy(into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int {
        let count = min(buffer.count, packed.count)
        guard count > 0 else { return 0 }
        let read = try bytes.read(
            at: packed.lowerBound, into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<count]))
        guard read == count else { throw .damaged(name) }
        packed = packed.lowerBound + count..<packed.upperBound
        return count
    }

    private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int {
        // At most one byte beyond the expected size is ever unpacked.
        let wanted = min(buffer.count, entry.size - given + 1)
        state.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        state.pointee.avail_out = UInt32(wanted)
        while state.pointee.avail_out > 0 {
            if state.pointee.avail_in == 0, !packed.isEmpty {
                let count = min(input.count, packed.count)
                let read = try bytes.read(
                    at: packed.lowerBound, into: UnsafeMutableRawBufferPointer(rebasing: input[0..<count]))
                guard read == count else { throw .damaged(name) }
                packed = packed.lowerBound + count..<packed.upperBound
                state.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
                state.pointee.avail_in = UInt32(count)
            }
            let answer = CZlib.inflate(state, Z_NO_FLUSH)
            if answer == Z_STREAM_END { break }
            // No bytes are left and no end was reached: it was cut short.
            guard answer == Z_OK else { throw .damaged(name) }
        }
        return wanted - Int(state.pointee.avail_out)
    }
}
