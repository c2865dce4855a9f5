// Broken and hostile files: no crash, no hang, no byte lost, and a word about each fault.

import Diagnostics
import Syntax
import Testing

struct HostileTests {
    /// Deletes, doubles and replaces tokens of whole files by chance.
    @Test(arguments: Example.all.indices)
    func survivesMutations(_ example: Int) {
        let text = Example.all[example]
        let whole = parse(SourceFile(name: "test.rules", text: text))
        var random = Random(seed: UInt64(example) + 1)
        for _ in 0..<150 {
            var bytes = whole.file.bytes
            var touched: [Range<Int>] = []
            for _ in 0..<(1 + random.next(3)) {
                let token = whole.tokens[random.next(whole.tokens.count)].range
                guard !touched.contains(where: { $0.overlaps(token) || $0.upperBound > token.lowerBound }) else {
                    continue
                }
                touched.append(token)
            }
            for token in touched.sorted(by: { $0.lowerBound > $1.lowerBound }) {
                let other = whole.tokens[random.next(whole.tokens.count)].range
                switch random.next(3) {
                case 0: bytes.removeSubrange(token)
                case 1: bytes.insert(contentsOf: bytes[token], at: token.lowerBound)
                default: bytes.replaceSubrange(token, with: whole.file.bytes[other])
                }
            }
            expectLossless(parse(SourceFile(name: "test.rules", bytes: bytes)))
        }
    }

    /// Without one of its brackets or quotes no file reads without a fault, and few faults follow from it.
    @Test(arguments: Example.all.indices)
    func noticesEveryMissingBracket(_ example: Int) {
        let whole = parse(SourceFile(name: "test.rules", text: Example.all[example]))
        for token in whole.tokens {
            let written = whole.file.text(token.range)
            var removed: [Range<Int>] = []
            if token.kind == .symbol, "{}()".contains(written) { removed = [token.range] }
            if token.kind == .text {
                removed = [
                    token.range.lowerBound..<token.range.lowerBound + 1,
                    token.range.upperBound - 1..<token.range.upperBound,
                ]
            }
            for range in removed {
                var bytes = whole.file.bytes
                bytes.removeSubrange(range)
                let parsed = parse(SourceFile(name: "test.rules", bytes: bytes))
                expectLossless(parsed)
                let line = whole.file.lineText(whole.file.line(at: range.lowerBound))
                #expect(!parsed.diagnostics.isEmpty, "without a mark: \(line)")
                #expect(parsed.diagnostics.count <= 6, "\(line): \(parsed.diagnostics.map(\.shown))")
            }
        }
    }

    @Test func survivesEveryPrefix() {
        for text in Example.all {
            let bytes = Array(text.utf8)
            for end in stride(from: 0, to: bytes.count, by: 23) {
                expectLossless(parse(SourceFile(name: "test.rules", bytes: Array(bytes[..<end]))))
            }
        }
    }

    @Test func survivesRandomBytes() {
        var random = Random(seed: 7)
        let signs = Array(
            "{}()[]\"'`|/\\.,:;=<>!+-*#&?\n\r\t 0123456789_%abctest rule table when matches fails £“”".utf8)
        for round in 0..<600 {
            let bytes = (0..<random.next(400)).map { _ in
                round % 2 == 0 ? UInt8(random.next(256)) : signs[random.next(signs.count)]
            }
            expectLossless(parse(SourceFile(name: "test.rules", bytes: bytes)))
        }
    }

    /// Time stays linear: much of one thing is read to its end, whatever it is.
    @Test(
        arguments: [
            "(", "{", "}", "\"", "\"{", "'", "`", "“", "“\"", "/", "//", "/*", "matches /", "|", "| fails ",
            "| fails \"", "-",
            "1,000", "1-2-", "2023-", "#", "\\", "\n", "\r", "a ", "a.", "rule ", "rule a \"b\" {",
            "table a from \"b\" {\n",
            "test a {\n", "test a {\n| ", "message \"{", "message \"{\"", "require a else ",
            "x text from \"y\" required ",
            "waive a where ", "(\n", "(a,\n", "not ", "if ", "else ", "a in ", "a < ", "; ", "&", "«", "/// a\n",
            "import \"a\"\n",
            "{{", "\u{0}", "é", "table t from \"x\" {\nkey a\n", "rule r \"{\n{\n", "[", "`a`.", "set a to b ",
        ])
    func readsMuch(of piece: String) {
        let count = 10_000 / piece.utf8.count
        for prefix in [
            "", "rule r \"t\" {\n  message \"", "rule r \"t\" {\n  require ", "test r {\n  t | a |\n  | ",
            "table t from \"x\" {\n a ",
        ] {
            let text = prefix + String(repeating: piece, count: count)
            expectLossless(parse(SourceFile(name: "test.rules", text: text)))
        }
    }
}

/// A small generator of numbers that look random, the same in every run.
struct Random {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// A number from 0 up to, but not, `bound`.
    mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 11) % max(1, bound)
    }
}
