// A package with some of its parts replaced: all others keep their bytes.

import CZlib

extension PackageArchive {
    /// The bytes of the package with other content for some parts, by their names. Entries that stay are copied with
    /// their own headers, packed as they are, and so is what stands before the first of them; parts that are not there
    /// are passed over. A package is read whole for it.
    package func replacing(_ parts: [String: [UInt8]]) throws(PackageError) -> [UInt8] {
        let directory = try DirectoryRange(of: bytes)
        var contents: [Int: PackedPart] = [:]
        for (name, content) in parts {
            guard let index = index(of: name) else { continue }
            contents[index] = try PackedPart(content, name: name)
        }
        let order = entries.indices.sorted { entries[$0].offset < entries[$1].offset }
        let start = order.first.map { entries[$0].offset } ?? directory.offset
        var output = try bytes.bytes(at: 0, atMost: start)
        var offsets = [Int](repeating: 0, count: entries.count)
        for (place, index) in order.enumerated() {
            offsets[index] = output.count
            let next = place + 1 < order.count ? entries[order[place + 1]].offset : directory.offset
            if let content = contents[index] {
                output += try header(of: entries[index], content)
                output += content.packed
            } else {
                output += try bytes.bytes(at: entries[index].offset, atMost: next - entries[index].offset)
            }
        }
        let newDirectory = output.count
        let old = LittleEndian(try bytes.bytes(at: directory.offset, atMost: directory.size))
        var position = 0
        for index in entries.indices {
            guard let record = DirectoryRecord(old, at: position) else { throw .badDirectory }
            output += record.bytes(
                entries[index], offset: offsets[index], content: contents[index])
            position = record.end
        }
        let end = output.count
        output += LittleEndian.bytes(0x0605_4B50, 4) + LittleEndian.bytes(0, 4)
        output += LittleEndian.bytes(entries.count, 2) + LittleEndian.bytes(entries.count, 2)
        output += LittleEndian.bytes(end - newDirectory, 4) + LittleEndian.bytes(newDirectory, 4)
        output += LittleEndian.bytes(0, 2)
        guard output.count <= PackageLimits.bytes else { throw .tooLarge }
        return output
    }

    /// The header of an entry with other content: the sizes stand in it, and nothing extra.
    private func header(of entry: PackageEntry, _ content: PackedPart) throws(PackageError) -> [UInt8] {
        let old = try bytes.bytes(at: entry.offset, atMost: 30)
        guard old.count == 30 else { throw .badDirectory }
        var header = Array(old[0..<6])
        header += LittleEndian.bytes(entry.flags & ~8, 2) + LittleEndian.bytes(8, 2) + old[10..<14]
        header += content.sumAndSizes
        header += LittleEndian.bytes(entry.rawName.count, 2) + LittleEndian.bytes(0, 2)
        return header + entry.rawName
    }
}

/// The content of a part, deflated.
private struct PackedPart {
    var packed: [UInt8]
    var sumAndSizes: [UInt8]

    init(_ content: [UInt8], name: String) throws(PackageError) {
        guard content.count <= PackageLimits.bytes, let packed = deflated(content) else { throw .damaged(name) }
        self.packed = packed
        let sum = content.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
        sumAndSizes =
            LittleEndian.bytes(Int(sum), 4) + LittleEndian.bytes(packed.count, 4)
            + LittleEndian.bytes(content.count, 4)
    }
}

/// What a part's bytes are packed to, without zlib's own header; `nil` where there is no memory for it.
private func deflated(_ content: [UInt8]) -> [UInt8]? {
    var state = z_stream()
    guard
        deflateInit2_(
            &state, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { deflateEnd(&state) }
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&state, UInt(content.count))))
    var input = content
    let isWhole = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            state.next_in = input.baseAddress
            state.avail_in = UInt32(input.count)
            state.next_out = output.baseAddress
            state.avail_out = UInt32(output.count)
            return deflate(&state, Z_FINISH) == Z_STREAM_END
        }
    }
    guard isWhole else { return nil }
    output.removeLast(Int(state.avail_out))
    return output
}

/// A record of a directory as it stands.
private struct DirectoryRecord {
    private let fixed: ArraySlice<UInt8>
    private let name: ArraySlice<UInt8>
    private let extra: ArraySlice<UInt8>
    private let comment: ArraySlice<UInt8>
    let end: Int

    init?(_ directory: LittleEndian, at start: Int) {
        guard let nameLength = directory.count(start + 28, 2), let extraLength = directory.count(start + 30, 2),
            let commentLength = directory.count(start + 32, 2)
        else { return nil }
        let (nameStart, extraStart) = (start + 46, start + 46 + nameLength)
        end = extraStart + extraLength + commentLength
        guard end <= directory.bytes.count else { return nil }
        fixed = directory.bytes[start..<nameStart]
        name = directory.bytes[nameStart..<extraStart]
        extra = directory.bytes[extraStart..<extraStart + extraLength]
        comment = directory.bytes[extraStart + extraLength..<end]
    }

    /// The record for an entry that begins elsewhere, and may have other content. Sizes stand in the record itself.
    func bytes(_ entry: PackageEntry, offset: Int, content: PackedPart?) -> [UInt8] {
        let start = fixed.startIndex
        let extra = withoutLargeSizes
        var record = Array(fixed[start..<start + 8])
        if let content {
            record += LittleEndian.bytes(entry.flags & ~8, 2) + LittleEndian.bytes(8, 2)
            record += fixed[start + 12..<start + 16]
            record += content.sumAndSizes
        } else {
            record += fixed[start + 8..<start + 20]
            record += LittleEndian.bytes(entry.packedSize, 4) + LittleEndian.bytes(entry.size, 4)
        }
        record += fixed[start + 28..<start + 30] + LittleEndian.bytes(extra.count, 2)
        record += fixed[start + 32..<start + 42] + LittleEndian.bytes(offset, 4)
        return record + name + extra + comment
    }

    /// The extra fields but for that of sizes beyond four bytes.
    private var withoutLargeSizes: [UInt8] {
        let fields = LittleEndian(Array(extra))
        var kept: [UInt8] = []
        var place = 0
        while let kind = fields.count(place, 2), let length = fields.count(place + 2, 2) {
            let next = min(place + 4 + length, fields.bytes.count)
            if kind != 1 { kept += fields.bytes[place..<next] }
            place = next
        }
        return kept
    }
}

extension LittleEndian {
    static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
