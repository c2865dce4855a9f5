// Packages for tests, and such as lie about themselves.

import CZlib
import Packages

/// A ZIP package in the making.
struct TestPackage {
    /// What an entry says of itself, where that is not true.
    struct Lies {
        var sum: UInt32?
        var size: Int?
        var packedSize: Int?
        var method: Int?
        var flags = 0
        var directoryName: String?
    }

    private(set) var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    mutating func add(_ name: String, _ text: String, deflated: Bool = true, _ lies: Lies = Lies()) {
        add(name, Array(text.utf8), deflated: deflated, lies)
    }

    mutating func add(_ name: String, _ data: [UInt8], deflated: Bool = true, _ lies: Lies = Lies()) {
        let packed = deflated ? TestPackage.deflated(data) : data
        let sum = lies.sum ?? UInt32(crc32(0, data, UInt32(data.count)))
        let fields =
            number(lies.method ?? (deflated ? 8 : 0), 2) + number(0, 4) + number(Int(sum), 4)
            + number(lies.packedSize ?? packed.count, 4) + number(lies.size ?? data.count, 4)
        let offset = bytes.count
        bytes += number(0x0403_4B50, 4) + number(20, 2) + number(0x800 | lies.flags, 2) + fields
        bytes += number(name.utf8.count, 2) + number(0, 2) + Array(name.utf8) + packed
        let own = lies.directoryName ?? name
        directory += number(0x0201_4B50, 4) + number(20, 2) + number(20, 2) + number(0x800 | lies.flags, 2) + fields
        directory += number(own.utf8.count, 2) + number(0, 12) + number(offset, 4) + Array(own.utf8)
        count += 1
    }

    /// Says of another name that it is the entry that was added last.
    mutating func repeatLast(as name: String, oldName: String) {
        let entry = directory.suffix(46 + oldName.utf8.count).prefix(46)
        var copy = Array(entry)
        copy.replaceSubrange(28..<30, with: number(name.utf8.count, 2))
        directory += copy + Array(name.utf8)
        count += 1
    }

    func finished(comment: [UInt8] = [], behind: [UInt8] = [], entryCount: Int? = nil) -> [UInt8] {
        let start = bytes.count
        return bytes + directory + number(0x0605_4B50, 4) + number(0, 4) + number(entryCount ?? count, 2)
            + number(entryCount ?? count, 2) + number(directory.count, 4) + number(start, 4) + number(comment.count, 2)
            + comment + behind
    }

    private func number(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    static func deflated(_ data: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var data = data
        var result = [UInt8](repeating: 0, count: data.count + 1024)
        let length = data.withUnsafeMutableBufferPointer { input in
            result.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                _ = deflate(&stream, Z_FINISH)
                return output.count - Int(stream.avail_out)
            }
        }
        return Array(result.prefix(length))
    }
}

/// The fault that something throws; `nil` where it throws none.
func fault(_ body: () throws -> Void) -> PackageError? {
    do {
        try body()
        return nil
    } catch {
        return error as? PackageError
    }
}
