// Whole files: they read without faults, say what they say, and come back byte for byte.

import Diagnostics
import Syntax
import Testing

struct ExampleTests {
    @Test(arguments: Example.all)
    func readsWithoutFaults(_ text: String) {
        let parsed = expectParse(text)
        #expect(!parsed.declarations.isEmpty)
    }

    @Test(arguments: Example.all, ["\r\n", "\r"])
    func readsEveryLineEnd(_ text: String, _ lineEnd: String) {
        let converted = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineEnd)
        let parsed = expectParse(converted)
        let plain = parse(SourceFile(name: "test.rules", text: text))
        #expect(parsed.declarations.count == plain.declarations.count)
        #expect(parsed.tokens.map(\.kind) == plain.tokens.map(\.kind))
        #expect(parsed.declarations.map(\.documentation) == plain.declarations.map(\.documentation))
    }
}
