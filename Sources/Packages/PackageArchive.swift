// The directory of a ZIP package: which parts it has, and where their bytes are.

/// A part of a package.
package struct PackageEntry: Sendable {
    /// As the directory has it, `/` between folders.
    package var name: String
    /// 0 for stored, 8 for deflated.
    package var method: Int
    package var flags: Int
    package var sum: UInt32
    package var packedSize: Int
    package var size: Int
    /// Where its own header begins.
    var offset: Int
    /// Where its bytes begin.
    var start = 0
    /// The name as bytes, to compare the directory's with the entry's own.
    var rawName: [UInt8]
}

/// A ZIP package whose directory is sound: no two entries have one name or share bytes, and each entry has the name
/// that the directory gives it.
package final class PackageArchive {
    let bytes: any PackageBytes
    /// Whether large parts are unpacked on threads of their own, ahead of whoever reads them.
    let unpacksAhead: Bool
    package private(set) var entries: [PackageEntry] = []
    /// Keyed by the name in lower case, without a leading slash.
    private var indices: [String: Int] = [:]

    /// `unpacksAhead`: the bytes may be read by other threads, and large parts are.
    package init(_ bytes: any PackageBytes, unpacksAhead: Bool = false) throws(PackageError) {
        self.bytes = bytes
        self.unpacksAhead = unpacksAhead
        let directory = try DirectoryRange(of: bytes)
        guard directory.entryCount <= PackageLimits.entries else { throw .tooManyEntries(directory.entryCount) }
        guard directory.size <= PackageLimits.directoryBytes else { throw .badDirectory }
        try readDirectory(directory)
        try checkEntries(endingAt: directory.offset)
        guard entries.reduce(0, { $0 + $1.size }) <= PackageLimits.bytes else { throw .tooLarge }
    }

    /// The part with a name, ignoring case; `nil` where there is none.
    package func entry(_ name: String) -> PackageEntry? { index(of: name).map { entries[$0] } }

    /// Where among the entries a part is.
    func index(of name: String) -> Int? { indices[Self.key(name)] }

    private static func key(_ name: String) -> String {
        let name = name.lowercased()
        return name.hasPrefix("/") ? String(name.dropFirst()) : name
    }

    private func readDirectory(_ directory: DirectoryRange) throws(PackageError) {
        let fields = LittleEndian(try bytes.bytes(at: directory.offset, atMost: directory.size))
        var place = 0
        while place < directory.size {
            guard fields.number(place, 4) == 0x0201_4B50, let nameLength = fields.count(place + 28, 2),
                let extraLength = fields.count(place + 30, 2), let commentLength = fields.count(place + 32, 2),
                let flags = fields.count(place + 8, 2), let method = fields.count(place + 10, 2),
                let sum = fields.number(place + 16, 4), let packed = fields.count(place + 20, 4),
                let size = fields.count(place + 24, 4), let offset = fields.count(place + 42, 4)
            else { throw .badDirectory }
            let nameStart = place + 46
            let extraStart = nameStart + nameLength
            let next = extraStart + extraLength + commentLength
            guard next <= directory.size else { throw .badDirectory }
            let rawName = Array(fields.bytes[nameStart..<extraStart])
            let slashed = rawName.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
            var entry = PackageEntry(
                name: String(decoding: slashed, as: UTF8.self), method: method, flags: flags,
                sum: UInt32(truncatingIfNeeded: sum), packedSize: packed, size: size, offset: offset, rawName: rawName)
            guard entry.readLargeSizes(fields, extraStart..<extraStart + extraLength) else { throw .badDirectory }
            let key = Self.key(entry.name)
            guard indices.updateValue(entries.count, forKey: key) == nil else { throw .repeatedName(entry.name) }
            entries.append(entry)
            place = next
        }
        guard entries.count == directory.entryCount else { throw .badDirectory }
    }

    /// Compares the entries' own headers with the directory, and the entries with each other.
    private func checkEntries(endingAt end: Int) throws(PackageError) {
        for index in entries.indices { entries[index].start = try start(of: entries[index]) }
        let order = entries.indices.sorted { entries[$0].offset < entries[$1].offset }
        for (place, index) in order.enumerated() {
            let next = place + 1 < order.count ? entries[order[place + 1]].offset : end
            let entry = entries[index]
            guard entry.start + entry.packedSize <= next else { throw .overlapping(entry.name) }
        }
    }

    /// Where an entry's bytes begin, behind its own header.
    private func start(of entry: PackageEntry) throws(PackageError) -> Int {
        let header = LittleEndian(try bytes.bytes(at: entry.offset, atMost: 30 + entry.rawName.count))
        guard header.number(0, 4) == 0x0403_4B50, let flags = header.count(6, 2), let nameLength = header.count(26, 2),
            let extraLength = header.count(28, 2), let packed = header.count(18, 4), let size = header.count(22, 4)
        else { throw .badDirectory }
        let name = header.bytes[30...]
        guard nameLength == entry.rawName.count, Array(name) == entry.rawName else {
            throw .namesDiffer(
                directory: entry.name, entry: String(decoding: name.prefix(nameLength), as: UTF8.self))
        }
        // With bit 3 the sizes follow the bytes.
        let isLarge = packed == 0xFFFF_FFFF || size == 0xFFFF_FFFF
        if flags & 8 == 0, !isLarge, packed != entry.packedSize || size != entry.size { throw .wrongSize(entry.name) }
        return entry.offset + 30 + nameLength + extraLength
    }
}

extension PackageEntry {
    /// Reads sizes of more than four bytes from the extra field; false where they are missing there.
    fileprivate mutating func readLargeSizes(_ fields: LittleEndian, _ extra: Range<Int>) -> Bool {
        let largest = 0xFFFF_FFFF
        guard size == largest || packedSize == largest || offset == largest else { return true }
        var place = extra.lowerBound
        while place + 4 <= extra.upperBound {
            guard let kind = fields.count(place, 2), let length = fields.count(place + 2, 2) else { return false }
            let end = place + 4 + length
            guard end <= extra.upperBound else { return false }
            if kind == 1 {
                var field = place + 4
                func take() -> Int? {
                    defer { field += 8 }
                    return field + 8 <= end ? fields.count(field, 8) : nil
                }
                if size == largest {
                    guard let value = take() else { return false }
                    size = value
                }
                if packedSize == largest {
                    guard let value = take() else { return false }
                    packedSize = value
                }
                if offset == largest {
                    guard let value = take() else { return false }
                    offset = value
                }
                return true
            }
            place = end
        }
        // A size of exactly that value is beyond the limits anyway.
        return true
    }
}

/// Where the directory of a package is.
struct DirectoryRange {
    var offset: Int
    var size: Int
    var entryCount: Int

    /// Finds the record at the package's end. A comment may follow it, which may hold anything, and line ends that were
    /// added in transfer.
    init(of bytes: any PackageBytes) throws(PackageError) {
        let tail = min(bytes.size, 22 + 65_535 + 64)
        let start = bytes.size - tail
        let fields = LittleEndian(try bytes.bytes(at: start, atMost: tail))
        var place = tail - 22
        while place >= 0 {
            defer { place -= 1 }
            guard fields.bytes[place] == 0x50, fields.number(place, 4) == 0x0605_4B50,
                let found = try Self.read(fields, place, start, bytes)
            else { continue }
            self = found
            return
        }
        throw .noDirectory
    }

    private init(offset: Int, size: Int, entryCount: Int) {
        self.offset = offset
        self.size = size
        self.entryCount = entryCount
    }

    private static func read(
        _ fields: LittleEndian, _ place: Int, _ start: Int, _ bytes: any PackageBytes
    ) throws(PackageError) -> DirectoryRange? {
        guard let comment = fields.count(place + 20, 2), let disk = fields.count(place + 4, 2),
            let count = fields.count(place + 10, 2), let size = fields.count(place + 12, 4),
            let offset = fields.count(place + 16, 4)
        else { return nil }
        let end = place + 22 + comment
        guard end <= fields.bytes.count, fields.bytes.count - end <= 64, disk == 0 || disk == 0xFFFF,
            fields.bytes[end...].allSatisfy({ $0 == 0x0A || $0 == 0x0D || $0 == 0x20 || $0 == 0 })
        else { return nil }
        if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF,
            let large = try readLarge(at: start + place, bytes)
        {
            return large
        }
        guard offset + size == start + place else { return nil }
        return DirectoryRange(offset: offset, size: size, entryCount: count)
    }

    /// The record for large packages, found by the locator before the other record.
    private static func readLarge(at end: Int, _ bytes: any PackageBytes) throws(PackageError) -> DirectoryRange? {
        guard end >= 76 else { return nil }
        let locator = LittleEndian(try bytes.bytes(at: end - 20, atMost: 20))
        guard locator.number(0, 4) == 0x0706_4B50, let place = locator.count(8, 8), place + 56 <= end - 20 else {
            return nil
        }
        let record = LittleEndian(try bytes.bytes(at: place, atMost: 56))
        guard record.number(0, 4) == 0x0606_4B50, let count = record.count(32, 8), let size = record.count(40, 8),
            let offset = record.count(48, 8), offset + size == place
        else { return nil }
        return DirectoryRange(offset: offset, size: size, entryCount: count)
    }
}
