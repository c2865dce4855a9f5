// Packages that are sound, and such as are not.

import Packages
import Testing

@Suite struct ArchiveTests {
    private func archive(_ bytes: [UInt8]) throws(PackageError) -> PackageArchive {
        try PackageArchive(PackageMemory(bytes))
    }

    private func text(_ name: String, of bytes: [UInt8]) throws(PackageError) -> String {
        let archive = try archive(bytes)
        guard let entry = archive.entry(name) else { throw .missingPart(name) }
        return String(decoding: try PartStream(entry, of: archive).all(), as: UTF8.self)
    }

    private let long = String(repeating: "a row of a sheet, and another one. ", count: 20_000)

    @Test(arguments: [true, false])
    func partsComeOutAsTheyWentIn(deflated: Bool) throws {
        var package = TestPackage()
        package.add("a/one.xml", "one", deflated: deflated)
        package.add("empty", "", deflated: deflated)
        package.add("long", long, deflated: deflated)
        let bytes = package.finished()
        #expect(try text("a/one.xml", of: bytes) == "one")
        #expect(try text("/A/ONE.xml", of: bytes) == "one")
        #expect(try text("empty", of: bytes) == "")
        #expect(try text("long", of: bytes) == long)
        #expect(fault { _ = try text("two", of: bytes) } == .missingPart("two"))
    }

    @Test func theEndIsFoundBehindAComment() throws {
        var package = TestPackage()
        package.add("one", "1")
        let record: [UInt8] = [0x50, 0x4B, 5, 6]
        let comment = Array(repeatElement(record, count: 16_383).joined())
        #expect(try text("one", of: package.finished(comment: comment)) == "1")
        #expect(try text("one", of: package.finished(behind: Array("\r\n\r\n".utf8))) == "1")
        #expect(fault { _ = try archive(package.finished(behind: Array("more".utf8))) } == .noDirectory)
    }

    @Test func everyCutIsNoticed() {
        var package = TestPackage()
        package.add("one", "1 2 3")
        package.add("two", "4 5 6")
        let bytes = package.finished()
        for length in 0..<bytes.count {
            #expect(fault { _ = try archive(Array(bytes.prefix(length))) } != nil)
        }
    }

    /// Whatever byte is another one: an answer, and never a part that says something else without a word.
    @Test func everyChangedByteIsNoticedOrMeansNothing() {
        var package = TestPackage()
        package.add("one", "some text with some text")
        package.add("two", "other text, and other text", deflated: false)
        let bytes = package.finished()
        for index in bytes.indices {
            for change in [UInt8(1), 0x80, 0xFF] {
                var changed = bytes
                changed[index] ^= change
                let one = try? text("one", of: changed)
                let two = try? text("two", of: changed)
                #expect(one == nil || one == "some text with some text")
                #expect(two == nil || two == "other text, and other text")
            }
        }
    }

    @Test func liesAreRefused() {
        func refusal(_ lies: TestPackage.Lies, deflated: Bool = true) -> PackageError? {
            var package = TestPackage()
            package.add("one", "some text with some text", deflated: deflated, lies)
            return fault { _ = try text(lies.directoryName ?? "one", of: package.finished()) }
        }
        #expect(refusal(TestPackage.Lies()) == nil)
        #expect(refusal(TestPackage.Lies(sum: 1)) == .wrongSum("one"))
        #expect(refusal(TestPackage.Lies(size: 10)) == .wrongSize("one"))
        #expect(refusal(TestPackage.Lies(size: 100)) == .wrongSize("one"))
        #expect(refusal(TestPackage.Lies(size: 10), deflated: false) == .wrongSize("one"))
        #expect(refusal(TestPackage.Lies(size: 500_000_000)) == .inflated("one"))
        #expect(refusal(TestPackage.Lies(size: 2_000_000_000)) == .tooLarge)
        #expect(refusal(TestPackage.Lies(packedSize: 5)) == .damaged("one"))
        #expect(refusal(TestPackage.Lies(packedSize: 5_000)) == .overlapping("one"))
        #expect(refusal(TestPackage.Lies(method: 14)) == .unknownMethod("one", 14))
        #expect(refusal(TestPackage.Lies(flags: 1)) == .locked("one"))
        #expect(refusal(TestPackage.Lies(directoryName: "two")) == .namesDiffer(directory: "two", entry: "one"))
    }

    @Test func repeatedAndSharedEntriesAreRefused() {
        var package = TestPackage()
        package.add("one", "1")
        package.add("ONE", "2")
        #expect(fault { _ = try archive(package.finished()) } == .repeatedName("ONE"))
        var shared = TestPackage()
        shared.add("one", "1")
        shared.repeatLast(as: "two", oldName: "one")
        #expect(fault { _ = try archive(shared.finished()) } != nil)
        var many = TestPackage()
        many.add("one", "1")
        #expect(fault { _ = try archive(many.finished(entryCount: 20_000)) } == .tooManyEntries(20_000))
    }

    /// A gigabyte of one byte is refused for what it says, without unpacking it.
    @Test func bombsAreNotUnpacked() {
        var package = TestPackage()
        package.add("bomb", [UInt8](repeating: 0x20, count: 30_000_000))
        #expect(fault { _ = try text("bomb", of: package.finished()) } == .inflated("bomb"))
    }
}
