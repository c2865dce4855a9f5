// The bytes of one part of a package, front to back.

/// Reads a part. A large one is unpacked a block at a time, on a thread of its own where the archive may have one; what
/// is read, and which fault is found first, is the same either way.
package final class PartStream {
    private enum Source {
        case whole(UnpackedPart)
        case blocks(UnpackedBlocks)
    }

    package let name: String
    private let source: Source
    /// How many bytes the whole is given room for at first.
    private let room: Int

    /// Throws where the part is locked, packed in another way than deflated, or implausibly larger than its compressed
    /// bytes.
    package init(_ entry: PackageEntry, of archive: PackageArchive) throws(PackageError) {
        name = entry.name
        // What the directory says is held against the packed bytes first; a megabyte more is no harm.
        room = min(entry.size, entry.packedSize * 64 + 1 << 20)
        let part = try UnpackedPart(entry, archive.bytes, isChecked: false)
        source =
            entry.size < PackageLimits.blockwiseBytes
            ? .whole(part) : .blocks(UnpackedBlocks(part, isAhead: archive.unpacksAhead))
    }

    /// Reads a part whose bytes are in memory already.
    package init(_ content: [UInt8], name: String) throws(PackageError) {
        let entry = PackageEntry(
            name: name, method: 0, flags: 0, sum: 0, packedSize: content.count, size: content.count, offset: 0,
            rawName: Array(name.utf8))
        self.name = name
        room = content.count
        source = .whole(try UnpackedPart(entry, PackageMemory(content), isChecked: true))
    }

    deinit {
        if case .blocks(let blocks) = source { blocks.close() }
    }

    /// Fills a buffer with the next bytes; returns how many were written: fewer than it holds only at the end.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int {
        switch source {
        case .whole(let part): try part.read(into: buffer)
        case .blocks(let blocks): try blocks.read(into: buffer)
        }
    }

    /// The whole part.
    package func all() throws(PackageError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(room)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try read(into: buffer)
            guard count > 0 else { return result }
            result.append(contentsOf: buffer[0..<count])
        }
    }
}
