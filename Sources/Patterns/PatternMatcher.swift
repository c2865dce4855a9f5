// Runs a pattern over texts and columns for one worker.

/// Answers whether and where a pattern matches. Not to be shared between workers: it learns from every text.
package final class PatternMatcher {
    private let pattern: Pattern
    private var whole: LazyAutomaton?
    private var anywhere: LazyAutomaton?
    private var search: CaptureSearch?

    init(_ pattern: Pattern) {
        self.pattern = pattern
    }

    /// Whether the pattern matches the text from its beginning to its end; `a|b` means `(a|b)`.
    package func matchesWhole(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        pattern.whole?.matches(text) ?? withWhole { $0.matches(text) }
    }

    /// Whether the pattern matches in any place.
    package func matchesAnywhere(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        pattern.anywhere?.matches(text) ?? withAnywhere { $0.matches(text) }
    }

    /// Sets bit i of `bits` to whether the pattern matches cell i from its beginning to its end.
    ///
    /// `spans` holds `count` pairs of native `UInt32`: a cell's offset from `base` and its length in bytes. All
    /// `(count + 63) / 64` words of `bits` are written; bits beyond `count` are 0.
    package func matchesWhole(
        base: UnsafePointer<UInt8>, spans: UnsafeRawPointer, count: Int, into bits: UnsafeMutablePointer<UInt64>
    ) {
        if let whole = pattern.whole {
            whole.match(base: base, spans: spans, count: count, into: bits)
        } else {
            withWhole { $0.match(base: base, spans: spans, count: count, into: bits) }
        }
    }

    /// Sets bit i of `bits` to whether the pattern matches in any place of cell i; the parameters are those of
    /// `matchesWhole(base:spans:count:into:)`.
    package func matchesAnywhere(
        base: UnsafePointer<UInt8>, spans: UnsafeRawPointer, count: Int, into bits: UnsafeMutablePointer<UInt64>
    ) {
        if let anywhere = pattern.anywhere {
            anywhere.match(base: base, spans: spans, count: count, into: bits)
        } else {
            withAnywhere { $0.match(base: base, spans: spans, count: count, into: bits) }
        }
    }

    /// All matches that do not overlap, from left to right. Where several begin in one place, it is the one that Perl
    /// would find: earlier alternatives first, and as many rounds as possible unless a repetition is lazy.
    ///
    /// An empty match directly after another match is left out. Takes time linear in the text, whatever the pattern.
    package func allMatches(in text: UnsafeBufferPointer<UInt8>) -> [PatternMatch] {
        if search == nil { search = CaptureSearch(pattern.program) }
        return search?.allMatches(in: text) ?? []
    }

    private func withWhole<Result>(_ body: (inout LazyAutomaton) -> Result) -> Result {
        var automaton = whole ?? LazyAutomaton(pattern.program, extent: .whole)
        whole = nil
        defer { whole = automaton }
        return body(&automaton)
    }

    private func withAnywhere<Result>(_ body: (inout LazyAutomaton) -> Result) -> Result {
        var automaton = anywhere ?? LazyAutomaton(pattern.program, extent: .anywhere)
        anywhere = nil
        defer { anywhere = automaton }
        return body(&automaton)
    }
}

extension LazyAutomaton {
    /// Matches a column of cells, given as to `PatternMatcher`.
    fileprivate mutating func match(
        base: UnsafePointer<UInt8>, spans: UnsafeRawPointer, count: Int, into bits: UnsafeMutablePointer<UInt64>
    ) {
        for word in 0..<(count + 63) / 64 {
            var result: UInt64 = 0
            for cell in word * 64..<min(word * 64 + 64, count) {
                let span = spans + 8 * cell
                let offset = Int(span.loadUnaligned(as: UInt32.self))
                let length = Int(span.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
                if matches(UnsafeBufferPointer(start: base + offset, count: length)) {
                    result |= 1 &<< UInt64(cell & 63)
                }
            }
            bits[word] = result
        }
    }
}
