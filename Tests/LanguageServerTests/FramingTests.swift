// Messages in a stream, whole and broken, and URIs.

import JSON
import Testing

@testable import LanguageServer

@Suite struct FramingTests {
    private func pieces(_ text: String, size: Int) -> [MessageFraming.Piece] {
        var framing = MessageFraming()
        var found: [MessageFraming.Piece] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            framing.add(rest.prefix(size))
            rest = rest.dropFirst(size)
            while let piece = framing.next() { found.append(piece) }
        }
        return found
    }

    @Test("messages are the same in whatever pieces they arrive", arguments: [1, 2, 7, 1000])
    func pieceSizes(_ size: Int) {
        let text =
            "Content-Length: 2\r\n\r\n{}content-length:4\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n\"£\"Content-Length: 0\r\n\r\n"
        #expect(pieces(text, size: size) == [.message(Array("{}".utf8)), .message(Array("\"£\"".utf8)), .message([])])
    }

    @Test("reading goes on behind what is no message", arguments: [1, 1000])
    func faults(_ size: Int) {
        let text =
            "Content-Size: 2\r\n\r\nContent-Length: x\r\n\r\nContent-Length: -3\r\n\r\nContent-Length: 2\r\n\r\n{}"
        let found = pieces(text, size: size)
        #expect(found.count == 4 && found.last == .message(Array("{}".utf8)))
        #expect(found.dropLast().allSatisfy { if case .fault = $0 { true } else { false } })
    }

    @Test("messages behind a broken frame are read", arguments: [1, 7, 1000])
    func behindFaults(_ size: Int) {
        let good = "Content-Length: 2\r\n\r\n{}"
        for broken in [
            "Content-Length: abc\r\n\r\n{\"x\":1}", "Content-Length: 9223372036854775807\r\n\r\n{", "}\r\n\r\n",
        ] {
            let found = pieces(broken + good + good, size: size)
            #expect(found.filter { $0 == .message(Array("{}".utf8)) }.count == 2, "\(broken)")
        }
        #expect(pieces(String(repeating: "x", count: 40_000) + good, size: size).last == .message(Array("{}".utf8)))
    }

    @Test("a header without an end is given up")
    func endlessHeader() {
        let found = pieces(String(repeating: "x", count: 40_000), size: 5000)
        #expect(!found.isEmpty && found.allSatisfy { if case .fault = $0 { true } else { false } })
    }

    @Test(
        "paths and URIs",
        arguments: [
            ("file:///home/a/b.csv", "/home/a/b.csv"), ("file:///a%20b/%C2%A3.csv", "/a b/£.csv"),
            ("file://localhost/a", "/a"), ("FILE:/a", "/a"), ("file://server/a", nil), ("untitled:Untitled-1", nil),
            ("file:///c%3A/x", "/c:/x"), ("file:///a#b", "/a"), ("nothing", nil),
        ] as [(String, String?)])
    func uris(_ uri: String, _ path: String?) { #expect(filePath(uri) == path) }

    @Test("a path is written as a URI that is read back", arguments: ["/a b/£𐐀#?%.csv", "/plain/x-1_2~3.rules"])
    func written(_ path: String) { #expect(filePath(fileURI(path)) == path) }
}
