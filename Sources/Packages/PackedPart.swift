// The content of a part as a package holds it.

import CZlib
import Workers

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
        var packing = PartPacking(name)
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

/// Deflates the content of a part a piece at a time, without zlib's own header. Long contents are cut into segments
/// that threads deflate at once; how many threads there are changes no byte.
package struct PartPacking {
    /// How much is deflated by itself, in bytes. A segment knows no text of those before it, which costs less than one
    /// part in a thousand at this length.
    private static let segment = 1 << 20

    private let name: String
    private let level: Int32
    private let threads: Int
    /// The segment that still grows, and those that are ready to be deflated.
    private var growing: [UInt8] = []
    private var ready: [[UInt8]] = []
    private var output: [UInt8] = []
    private var size = 0
    private var sum: UInt = 0

    /// `name` is for errors alone. The level is zlib's: its own choice where it is left out, 1 for speed.
    package init(_ name: String, level: Int32 = Z_DEFAULT_COMPRESSION, threads: Int = 1) {
        self.name = name
        self.level = level
        self.threads = threads
    }

    package mutating func add(_ bytes: [UInt8]) throws(PackageError) { try add(bytes[...]) }

    package mutating func add(_ bytes: ArraySlice<UInt8>) throws(PackageError) {
        var left = bytes
        while !left.isEmpty {
            let piece = left.prefix(Self.segment - growing.count)
            growing += piece
            left = left.dropFirst(piece.count)
            guard growing.count == Self.segment, !left.isEmpty else { continue }
            try close()
        }
    }

    /// The growing segment has its length: it is deflated with others.
    private mutating func close() throws(PackageError) {
        ready.append(growing)
        growing = []
        growing.reserveCapacity(Self.segment + Self.segment / 16)
        guard ready.count >= 4 * threads else { return }
        try deflateReady(isEnd: false)
    }

    private mutating func deflateReady(isEnd: Bool) throws(PackageError) {
        let (ready, name, level) = (ready, name, level)
        self.ready = []
        size += ready.reduce(0) { $0 + $1.count }
        guard size <= PackageLimits.bytes else { throw .tooLarge }
        let made = inParallel(threads, tasks: ready.count) { task in
            Result { () throws(PackageError) in
                try DeflatedSegment(ready[task], level: level, isLast: isEnd && task == ready.count - 1, name: name)
            }
        }
        for segment in made {
            let segment = try segment.get()
            output += segment.packed
            sum = crc32_combine(sum, segment.sum, segment.size)
        }
    }

    package mutating func finish() throws(PackageError) -> PackedPart {
        ready.append(growing)
        growing = []
        try deflateReady(isEnd: true)
        return PackedPart(packed: output, size: size, sum: sum)
    }
}

/// A piece of a part, deflated by itself.
private struct DeflatedSegment: Sendable {
    private(set) var packed: [UInt8] = []
    let sum: UInt
    let size: Int

    init(_ bytes: [UInt8], level: Int32, isLast: Bool, name: String) throws(PackageError) {
        size = bytes.count
        sum = bytes.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
        var state = z_stream()
        // zlib keeps the address of the stream, which must not move.
        let packed = withUnsafeMutablePointer(to: &state) { state -> [UInt8]? in
            guard
                deflateInit2_(
                    state, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                    Int32(MemoryLayout<z_stream>.size)) == Z_OK
            else { return nil }
            defer { deflateEnd(state) }
            // Room for all that deflating may add, and for the flush.
            let room = Int(deflateBound(state, UInt(bytes.count))) + 64
            return bytes.withUnsafeBufferPointer { bytes in
                [UInt8]?(deflating: bytes, state, room: room, isLast ? Z_FINISH : Z_FULL_FLUSH)
            }
        }
        guard let packed else { throw .damaged(name) }
        self.packed = packed
    }
}

extension [UInt8]? {
    fileprivate init(
        deflating bytes: UnsafeBufferPointer<UInt8>, _ state: UnsafeMutablePointer<z_stream>, room: Int, _ flush: Int32
    ) {
        var isDone = false
        let packed = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            // zlib does not write to what it reads.
            state.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
            state.pointee.avail_in = UInt32(bytes.count)
            state.pointee.next_out = buffer.baseAddress
            state.pointee.avail_out = UInt32(room)
            let answer = deflate(state, flush)
            isDone =
                state.pointee.avail_in == 0 && state.pointee.avail_out > 0
                && answer == (flush == Z_FINISH ? Z_STREAM_END : Z_OK)
            count = isDone ? room - Int(state.pointee.avail_out) : 0
        }
        self = isDone ? packed : nil
    }
}
