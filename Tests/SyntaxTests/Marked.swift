// Rule texts with marks in them: what a test writes and what it expects.

import Diagnostics
import Syntax
import Testing

/// A text without the marks `⟦` and `⟧` around the place of its one fault; an empty place is `⟦⟧`.
struct Marked {
    var text: String
    var range: Range<Int>?

    init(_ source: String) {
        let parts = source.split(separator: "⟦", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            text = source
            return
        }
        let rest = parts[1].split(separator: "⟧", maxSplits: 1, omittingEmptySubsequences: false)
        let start = parts[0].utf8.count
        range = start..<start + rest[0].utf8.count
        text = String(parts[0] + rest[0] + (rest.count > 1 ? rest[1] : ""))
    }
}

/// Sees that tokens and trivia cover every byte of a file in order.
func expectLossless(_ parsed: RuleFile, sourceLocation: SourceLocation = #_sourceLocation) {
    var end = 0
    var gaps = 0
    for token in parsed.tokens {
        if token.trivia.lowerBound != end || token.trivia.upperBound != token.range.lowerBound { gaps += 1 }
        end = token.range.upperBound
    }
    #expect(gaps == 0 && end == parsed.file.bytes.count, "tokens leave bytes out", sourceLocation: sourceLocation)
    #expect(parsed.tokens.last?.kind == .endOfFile, sourceLocation: sourceLocation)
    let wrong = parsed.diagnostics.contains { diagnostic in
        diagnostic.span.range.lowerBound < 0 || diagnostic.span.range.upperBound > end
            || diagnostic.message.hasSuffix(".") || diagnostic.message.isEmpty
    }
    #expect(!wrong, "a diagnostic is out of its file or ends in a full stop", sourceLocation: sourceLocation)
}

/// Reads a text without faults.
@discardableResult
func expectParse(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> RuleFile {
    let parsed = parse(SourceFile(name: "test.rules", text: text))
    expectLossless(parsed, sourceLocation: sourceLocation)
    #expect(parsed.diagnostics.map(\.shown) == [], sourceLocation: sourceLocation)
    return parsed
}

/// Reads a text with one fault, of this code and at the marked place; where it has a fix, its text after the fix reads
/// without that fault.
@discardableResult
func expectFault(
    _ code: String, _ source: String, fixed: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
) -> RuleFile {
    let marked = Marked(source)
    let parsed = parse(SourceFile(name: "test.rules", text: marked.text))
    expectLossless(parsed, sourceLocation: sourceLocation)
    #expect(
        parsed.diagnostics.map(\.code) == [code], "\(parsed.diagnostics.map(\.shown))", sourceLocation: sourceLocation)
    if let fault = parsed.diagnostics.first {
        #expect(fault.span.range == marked.range, "\(fault.shown)", sourceLocation: sourceLocation)
        if let fixed {
            #expect(fault.applied == fixed, sourceLocation: sourceLocation)
            expectParse(fixed, sourceLocation: sourceLocation)
        }
    }
    return parsed
}

extension Diagnostic {
    /// For a failed test's output.
    var shown: String {
        let start = span.start
        return "\(start.line):\(start.column) \(code): \(message)" + (help.map { " [\($0)]" } ?? "") + " «\(span.text)»"
    }

    /// The file's text after the fix.
    var applied: String? {
        guard let fix else { return nil }
        var bytes = span.file.bytes
        bytes.replaceSubrange(fix.range, with: fix.replacement.utf8)
        return String(decoding: bytes, as: UTF8.self)
    }
}
