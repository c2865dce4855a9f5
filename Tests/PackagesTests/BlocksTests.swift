// Parts that are so large that they are unpacked in blocks, on a thread of their own or not.

import Packages
import Testing

@Suite struct BlocksTests {
    /// Text that deflates to about half.
    private static func content(_ count: Int) -> [UInt8] {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(ascii: "a") + UInt8(truncatingIfNeeded: state >> 60)
        }
    }

    private func archives(_ package: [UInt8]) throws -> [PackageArchive] {
        try [false, true].map { try PackageArchive(PackageMemory(package), unpacksAhead: $0) }
    }

    /// Reads a part to its end or to what is thrown, some bytes at a time.
    private func read(_ archive: PackageArchive, _ size: Int) throws -> (bytes: [UInt8], error: PackageError?) {
        let stream = try PartStream(try #require(archive.entry("part")), of: archive)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { buffer.deallocate() }
        var bytes: [UInt8] = []
        do throws(PackageError) {
            while true {
                let count = try stream.read(into: buffer)
                bytes += buffer[0..<count]
                guard count == size else {
                    #expect(try stream.read(into: buffer) == 0)
                    return (bytes, nil)
                }
            }
        } catch {
            return (bytes, error)
        }
    }

    /// A block has 256 KiB, and four blocks are unpacked ahead.
    @Test(arguments: [4 << 20, 4 << 20 + 1, 5 << 20 - 1, 6_000_000])
    func aPartIsTheSameHoweverItIsUnpacked(_ count: Int) throws {
        let content = Self.content(count)
        for isDeflated in [true, false] {
            var package = TestPackage()
            package.add("part", content, deflated: isDeflated)
            for archive in try archives(package.finished()) {
                for size in [1 << 16, 1 << 18, 1 << 18 - 1, 7 << 20] {
                    let read = try read(archive, size)
                    #expect(read.error == nil)
                    #expect(read.bytes == content, "\(size) bytes at a time")
                }
                #expect(try PartStream(try #require(archive.entry("part")), of: archive).all() == content)
            }
        }
    }

    @Test(arguments: [100_000, 2_000_000, 3_500_000])
    func aFaultIsFoundAtTheSamePlace(_ place: Int) throws {
        var package = TestPackage()
        package.add("part", Self.content(8_000_000))
        var bytes = package.finished()
        // A block type that does not exist, or symbols that make no sense, sooner or later behind it.
        for index in place..<place + 64 { bytes[index] = 0xFF }
        let reads = try archives(bytes).map { try read($0, 1 << 16) }
        #expect(reads[0].error != nil)
        #expect(reads[0].error == reads[1].error)
        #expect(reads[0].bytes == reads[1].bytes)
    }

    @Test func aWrongSumIsFoundAtTheEnd() throws {
        var package = TestPackage()
        package.add("part", Self.content(5_000_000), TestPackage.Lies(sum: 17))
        for archive in try archives(package.finished()) {
            #expect(try read(archive, 1 << 16).error == .wrongSum("part"))
        }
    }

    @Test func whoeverStopsReadingEndsTheThread() throws {
        var package = TestPackage()
        package.add("part", Self.content(8_000_000))
        let archive = try PackageArchive(PackageMemory(package.finished()), unpacksAhead: true)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 10, alignment: 16)
        defer { buffer.deallocate() }
        for reads in 0..<200 {
            let stream = try PartStream(try #require(archive.entry("part")), of: archive)
            for _ in 0..<reads { #expect(try stream.read(into: buffer) == 1 << 10) }
        }
    }
}
