// A package with some of its parts replaced, added or left out: all others keep their bytes.

/// What becomes of a package's parts.
package struct PackageChanges {
    /// Parts with other content, by their names; those that are not there are passed over.
    package var replaced: [String: PackedPart] = [:]
    /// New parts, behind all others. Their names must be taken by none.
    package var added: [(name: String, part: PackedPart)] = []
    /// The names of parts that are left out.
    package var removed: Set<String> = []

    package init() {}
}

extension PackageArchive {
    /// The bytes of the package with other content for some parts, by their names.
    package func replacing(_ parts: [String: [UInt8]]) throws(PackageError) -> [UInt8] {
        var changes = PackageChanges()
        for (name, content) in parts { changes.replaced[name] = try PackedPart(content, name: name) }
        return try rewritten(changes)
    }

    /// The bytes of the package with changes. Entries that stay are copied with their own headers, packed as they are,
    /// and so is what stands before the first of them. A package is read whole for it.
    package func rewritten(_ changes: PackageChanges) throws(PackageError) -> [UInt8] {
        let directory = try DirectoryRange(of: bytes)
        var contents: [Int: PackedPart] = [:]
        for (name, content) in changes.replaced {
            if let index = index(of: name) { contents[index] = content }
        }
        let removed = Set(changes.removed.compactMap { index(of: $0) })
        let count = entries.count - removed.count + changes.added.count
        guard count <= PackageLimits.entries else { throw .tooManyEntries(count) }
        let order = entries.indices.sorted { entries[$0].offset < entries[$1].offset }
        let start = order.first.map { entries[$0].offset } ?? directory.offset
        var output = try bytes.bytes(at: 0, atMost: start)
        var offsets = [Int](repeating: 0, count: entries.count)
        for (place, index) in order.enumerated() where !removed.contains(index) {
            offsets[index] = output.count
            let next = place + 1 < order.count ? entries[order[place + 1]].offset : directory.offset
            if let content = contents[index] {
                output += try header(of: entries[index], content)
                output += content.packed
            } else {
                output += try bytes.bytes(at: entries[index].offset, atMost: next - entries[index].offset)
            }
        }
        var addedRecords: [UInt8] = []
        for (name, part) in changes.added {
            addedRecords += NewEntry.record(name, part, offset: output.count)
            output += NewEntry.header(name, part) + part.packed
        }
        let newDirectory = output.count
        let old = LittleEndian(try bytes.bytes(at: directory.offset, atMost: directory.size))
        var position = 0
        for index in entries.indices {
            guard let record = DirectoryRecord(old, at: position) else { throw .badDirectory }
            if !removed.contains(index) {
                output += record.bytes(entries[index], offset: offsets[index], content: contents[index])
            }
            position = record.end
        }
        output += addedRecords
        output += NewEntry.end(of: newDirectory..<output.count, entries: count)
        guard output.count <= PackageLimits.bytes else { throw .tooLarge }
        return output
    }

    /// The header of an entry with other content: the sizes stand in it, and nothing extra.
    private func header(of entry: PackageEntry, _ content: PackedPart) throws(PackageError) -> [UInt8] {
        let old = try bytes.bytes(at: entry.offset, atMost: 30)
        guard old.count == 30 else { throw .badDirectory }
        var header = Array(old[0..<6])
        header += LittleEndian.bytes(entry.flags & ~8, 2) + LittleEndian.bytes(content.method, 2) + old[10..<14]
        header += content.sumAndSizes
        header += LittleEndian.bytes(entry.rawName.count, 2) + LittleEndian.bytes(0, 2)
        return header + entry.rawName
    }
}

/// A package that is written from nothing. Entries have the earliest day that packages know, so that the same parts
/// make the same bytes.
package func newPackage(_ parts: [(name: String, part: PackedPart)]) -> [UInt8] {
    var output: [UInt8] = []
    var records: [UInt8] = []
    for (name, part) in parts {
        records += NewEntry.record(name, part, offset: output.count)
        output += NewEntry.header(name, part) + part.packed
    }
    let start = output.count
    output += records
    return output + NewEntry.end(of: start..<output.count, entries: parts.count)
}

/// The bytes around a part that a package did not have.
private enum NewEntry {
    /// 1 January 1980, midnight.
    private static let time: [UInt8] = [0, 0, 0x21, 0]
    /// Names in UTF-8.
    private static let flags: [UInt8] = [0, 0x08]

    static func header(_ name: String, _ part: PackedPart) -> [UInt8] {
        var header = LittleEndian.bytes(0x0403_4B50, 4) + LittleEndian.bytes(20, 2) + flags
        header += LittleEndian.bytes(part.method, 2) + time + part.sumAndSizes
        return header + LittleEndian.bytes(name.utf8.count, 2) + LittleEndian.bytes(0, 2) + Array(name.utf8)
    }

    static func record(_ name: String, _ part: PackedPart, offset: Int) -> [UInt8] {
        var record = LittleEndian.bytes(0x0201_4B50, 4) + LittleEndian.bytes(20, 2) + LittleEndian.bytes(20, 2)
        record += flags + LittleEndian.bytes(part.method, 2) + time + part.sumAndSizes
        record += LittleEndian.bytes(name.utf8.count, 2) + LittleEndian.bytes(0, 12) + LittleEndian.bytes(offset, 4)
        return record + Array(name.utf8)
    }

    /// The end of a package whose directory is in a range of its bytes.
    static func end(of directory: Range<Int>, entries: Int) -> [UInt8] {
        var end = LittleEndian.bytes(0x0605_4B50, 4) + LittleEndian.bytes(0, 4)
        end += LittleEndian.bytes(entries, 2) + LittleEndian.bytes(entries, 2)
        end += LittleEndian.bytes(directory.count, 4) + LittleEndian.bytes(directory.lowerBound, 4)
        return end + LittleEndian.bytes(0, 2)
    }
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
            record += LittleEndian.bytes(entry.flags & ~8, 2) + LittleEndian.bytes(content.method, 2)
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
