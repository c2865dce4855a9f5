// ZIP packages of parts, with the places of their headers.

import CZlib

/// A package while it is written.
struct PackageInMaking {
    /// A header, and the offsets and widths of its fields.
    struct Header {
        var start: Int
        var fields: [(offset: Int, width: Int)]
    }

    private(set) var headers: [Header] = []
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var records: [Int] = []

    init() { bytes.reserveCapacity(8_192) }

    private static let entryFields = [
        (0, 4), (4, 2), (6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2), (30, 1),
    ]
    private static let recordFields = [
        (0, 4), (8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (38, 4), (42, 4), (46, 1),
    ]
    private static let endFields = [(0, 4), (4, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)]
    private static let largeFields = [(0, 4), (4, 8), (24, 8), (32, 8), (40, 8), (48, 8), (56, 4), (64, 8), (72, 4)]

    mutating func add(_ part: FuzzPart, isDeflated: Bool) {
        add(
            part.name, isDeflated ? part.deflated : part.bytes, size: part.bytes.count, sum: part.sum,
            isDeflated: isDeflated)
    }

    mutating func add(_ name: [UInt8], _ data: [UInt8], size: Int, sum: UInt32, isDeflated: Bool) {
        headers.append(Header(start: bytes.count, fields: Self.entryFields))
        records.append(directory.count)
        put(0x0201_4B50, 4, directory: true)
        put(20, 2, directory: true)
        let offset = bytes.count
        put(0x0403_4B50, 4, directory: false)
        for isRecord in [false, true] {
            put(20, 2, directory: isRecord)
            put(0x800, 2, directory: isRecord)
            put(isDeflated ? 8 : 0, 2, directory: isRecord)
            put(0, 4, directory: isRecord)
            put(Int(sum), 4, directory: isRecord)
            put(data.count, 4, directory: isRecord)
            put(size, 4, directory: isRecord)
            put(name.count, 2, directory: isRecord)
        }
        put(0, 2, directory: false)
        bytes += name
        bytes += data
        put(0, 12, directory: true)
        put(offset, 4, directory: true)
        directory += name
    }

    private mutating func put(_ value: Int, _ width: Int, directory isRecord: Bool) {
        for index in 0..<width {
            let byte = index < 8 ? UInt8(truncatingIfNeeded: value >> (8 * index)) : 0
            if isRecord { directory.append(byte) } else { bytes.append(byte) }
        }
    }

    /// The whole package; `isLarge` adds the records that packages of more than four gigabytes have.
    mutating func finished(isLarge: Bool = false) -> [UInt8] {
        let start = bytes.count
        for record in records { headers.append(Header(start: start + record, fields: Self.recordFields)) }
        bytes += directory
        if isLarge {
            let large = bytes.count
            headers.append(Header(start: large, fields: Self.largeFields))
            put(0x0606_4B50, 4, directory: false)
            put(44, 8, directory: false)
            put(45, 4, directory: false)
            put(0, 8, directory: false)
            put(records.count, 8, directory: false)
            put(records.count, 8, directory: false)
            put(directory.count, 8, directory: false)
            put(start, 8, directory: false)
            put(0x0706_4B50, 4, directory: false)
            put(0, 4, directory: false)
            put(large, 8, directory: false)
            put(1, 4, directory: false)
        }
        headers.append(Header(start: bytes.count, fields: Self.endFields))
        put(0x0605_4B50, 4, directory: false)
        put(0, 4, directory: false)
        put(isLarge ? 0xFFFF : records.count, 2, directory: false)
        put(isLarge ? 0xFFFF : records.count, 2, directory: false)
        put(isLarge ? 0xFFFF_FFFF : directory.count, 4, directory: false)
        put(isLarge ? 0xFFFF_FFFF : start, 4, directory: false)
        put(0, 2, directory: false)
        return bytes
    }
}

func checksum(_ bytes: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count)))
}

/// Bytes as a package holds them packed.
func deflated(_ data: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
        &stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var data = data
    var result = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(data.count))))
    data.withUnsafeMutableBufferPointer { input in
        result.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            _ = deflate(&stream, Z_FINISH)
        }
    }
    result.removeLast(Int(stream.avail_out))
    return result
}
