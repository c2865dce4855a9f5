// Texts that every match holds, and the filter that asks for them.

import Testing

@testable import Patterns

@Suite struct RequiredTextTests {
    @Test(arguments: [
        ("on target", false, ["on target"]), ("on target", true, ["on target"]), (#"\blate\b"#, false, ["late"]),
        ("a(bc|de)+f", false, ["bc", "de"]), ("down by (?<x>[0-9.]+%)", false, ["down by "]), ("ab?cd", false, ["cd"]),
        ("(once only|recover(ed|ing))", false, ["once only", "recover"]), ("x*", false, []), ("a|b", false, []),
        ("task", true, ["ta"]), ("É on", true, [" on"]), ("(ab){2,}", false, ["ab"]), ("[Aa]b", false, ["ab"]),
        ("one|two|six|ten|nix", false, []), (".*", false, []),
    ])
    func texts(pattern: String, ignoresCase: Bool, texts: [String]) throws {
        let pattern = try Pattern(parsing: pattern, ignoringCase: ignoresCase)
        #expect(pattern.requiredTexts.map { String(decoding: $0.bytes, as: UTF8.self) } == texts)
    }

    /// Searching with the filter gives what searching for all matches gives, in cells of all lengths.
    @Test(arguments: [("on target", true), ("ta[rk]get|late", false), (#"\bstable\b"#, true), ("%|£ 5", false)])
    func filtering(source: String, ignoresCase: Bool) throws {
        let pattern = try Pattern(parsing: source, ignoringCase: ignoresCase)
        let pieces = [
            "on target", "ON TARGET", "on  target", "late", "taget", "taKget", "stable", "\u{17F}table", "x", "£ 5",
            " ",
        ]
        var seed: UInt64 = 7
        func next(_ count: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % count
        }
        var bytes: [UInt8] = []
        var spans: [UInt32] = []
        for _ in 0..<9000 {
            let filling = String(repeating: "o", count: next(40))
            let text =
                filling + (next(3) == 0 ? pieces[next(pieces.count)] : "") + String(repeating: "n ", count: next(20))
            spans += [UInt32(bytes.count), UInt32(text.utf8.count)]
            bytes += Array(text.utf8)
        }
        bytes.append(0)
        let count = spans.count / 2
        var bits = [UInt64](repeating: .max, count: (count + 63) / 64)
        let (searching, plain) = (pattern.makeMatcher(), pattern.makeMatcher())
        bytes.withUnsafeBufferPointer { bytes in
            spans.withUnsafeBytes { spans in
                bits.withUnsafeMutableBufferPointer { bits in
                    guard let base = bytes.baseAddress, let first = spans.baseAddress, let out = bits.baseAddress else {
                        return
                    }
                    searching.matchesAnywhere(base: base, spans: first, count: count, into: out)
                }
            }
            for cell in 0..<count {
                let text = UnsafeBufferPointer(
                    rebasing: bytes[Int(spans[2 * cell])..<Int(spans[2 * cell] + spans[2 * cell + 1])])
                let isFound = !plain.allMatches(in: text).isEmpty
                #expect(isFound == (bits[cell >> 6] >> UInt64(cell & 63) & 1 == 1))
                #expect(isFound == searching.matchesAnywhere(text))
            }
        }
    }
}
