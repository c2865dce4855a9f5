// Parts as they are packed.

import Packages
import Testing

@Suite struct PackingTests {
    /// Text that deflates to about half, another from each seed.
    private func content(_ count: Int) -> [UInt8] {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(ascii: "a") + UInt8(truncatingIfNeeded: state >> 60)
        }
    }

    /// A segment is 1 MiB long.
    @Test(arguments: [0, 1, 1 << 20 - 1, 1 << 20, 1 << 20 + 1, 5 << 19, 9 << 20 + 7])
    func howManyThreadsPackAPartChangesNothing(_ count: Int) throws {
        let content = content(count)
        var made: [[UInt8]] = []
        for (threads, piece) in [(1, 1 << 16), (2, 1 << 16), (3, 3 << 20), (2, 777_777)] {
            var packing = PartPacking("part", level: 1, threads: threads)
            for start in stride(from: 0, to: count, by: piece) {
                try packing.add(content[start..<min(count, start + piece)])
            }
            made.append(newPackage([("part", try packing.finish())]))
        }
        #expect(made.allSatisfy { $0 == made[0] })
        // The sum of its bytes is compared when it is read.
        let archive = try PackageArchive(PackageMemory(made[0]))
        let entry = try #require(archive.entry("part"))
        #expect(try PartStream(entry, of: archive).all() == content)
    }
}
