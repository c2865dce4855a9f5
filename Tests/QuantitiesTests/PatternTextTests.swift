// What patterns see of a text, and where that lies in the text.

@_spi(_Unicode) import Swift
import Testing

@testable import Quantities

@Suite struct PatternTextTests {
    /// Letters with marks before and behind each other, syllables in parts, characters that stand for others.
    static let texts = [
        "", "plain", "Ynys Môn", "Ynys Mo\u{302}n", "o\u{302}\r\no\u{302}\u{301}\nx",
        "q\u{307}\u{323}a\u{323}\u{307}", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}",
        "\u{212B}ngstro\u{308}m", "\u{958}\u{915}\u{93C}", "e\u{344}x",
        "\u{0B47}\u{0B3E}\u{0B47}\u{0B56}", "a" + String(repeating: "\u{301}", count: 40) + "e\u{301}",
    ]

    @Test(arguments: texts)
    func isComposedWithSpacesForLineBreaks(text: String) {
        let seen = PatternTextTests.seen(Array(text.utf8))
        let spaced = text.replacing("\r\n", with: " ").replacing("\n", with: " ").replacing("\r", with: " ")
        let whole = spaced._nfc.reduce(into: "") { $0.unicodeScalars.append($1) }
        #expect(String(decoding: seen.bytes, as: UTF8.self) == whole)
        // The letter with too many marks is as it was; all others have the bytes that the whole has.
        if text.utf8.count < 60 { #expect(seen.bytes == Array(whole.utf8)) }
    }

    /// Between letters a place is that of the same letters in the text.
    @Test(arguments: texts)
    func placesAreThoseOfTheText(text: String) {
        let bytes = Array(text.utf8)
        let seen = PatternTextTests.seen(bytes)
        var (shown, written) = (0, 0)
        for character in text {
            let length = String(character).utf8.count
            let part = PatternTextTests.seen(Array(String(character).utf8)).bytes
            #expect(Array(seen.bytes[shown..<shown + part.count]) == part)
            #expect(seen.place(shown..<shown + part.count) == written..<written + length)
            #expect(seen.place(shown..<shown) == written..<written)
            shown += part.count
            written += length
        }
        #expect(shown == seen.bytes.count && written == bytes.count)
        #expect(seen.place(0..<shown) == 0..<written)
    }

    @Test func anEndWithinALetterIsInIt() {
        // Both marks change places, so that the letter and its first mark are no part of the text.
        let seen = PatternTextTests.seen(Array("xq\u{307}\u{323}y".utf8))
        #expect(seen.place(1..<2) == 1..<2)
        #expect(seen.place(1..<4) == 1..<6)
        #expect(seen.place(4..<6) == 2..<6)
    }

    @Test func whatIsNoTextStays() {
        let bytes: [UInt8] = [0x61, 0xCC, 0x6F, 0xCC, 0x82, 0xFF, 0x6E, 0xCC, 0x83, 0xE2, 0x84]
        let seen = PatternTextTests.seen(bytes)
        #expect(seen.bytes == [0x61, 0xCC, 0xC3, 0xB4, 0xFF, 0xC3, 0xB1, 0xE2, 0x84])
        #expect(seen.place(2..<4) == 2..<5)
        #expect(seen.place(4..<9) == 5..<11)
    }

    /// Parts that are composed one by one make the whole: nothing that begins a letter joins what stands before it.
    @Test func whatBeginsALetterJoinsNothing() {
        let scalars = (UInt32(0)...0x10_FFFF).compactMap(Unicode.Scalar.init)
        for scalar in scalars {
            let parts = Array(String(Character(scalar))._nfd)
            guard parts.count > 1 else { continue }
            let joining = parts.dropFirst().filter(joinsNothingBefore)
            #expect(joining.isEmpty, "\(scalar) of \(parts)")
        }
    }

    private static func seen(_ bytes: [UInt8]) -> PatternText { bytes.withUnsafeBufferPointer { PatternText($0) } }
}
