// Runs a pattern over texts and columns for one worker.

/// Answers whether and where a pattern matches. Not to be shared between workers: it learns from every text.
package final class PatternMatcher {
    private let pattern: Pattern
    private var whole: Runner
    private var anywhere: Runner
    private var search: CaptureSearch?

    init(_ pattern: Pattern) {
        self.pattern = pattern
        whole = Runner(pattern, .whole)
        anywhere = Runner(pattern, .anywhere)
    }

    /// Whether the pattern matches the text from its beginning to its end; `a|b` means `(a|b)`.
    package func matchesWhole(_ text: UnsafeBufferPointer<UInt8>) -> Bool { whole.matches(text) }

    /// Whether the pattern matches in any place.
    package func matchesAnywhere(_ text: UnsafeBufferPointer<UInt8>) -> Bool { anywhere.matches(text) }

    /// Sets bit i of `bits` to whether the pattern matches cell i from its beginning to its end.
    ///
    /// `spans` holds `count` pairs of native `UInt32`: a cell's offset from `base` and its length in bytes. All
    /// `(count + 63) / 64` words of `bits` are written; bits beyond `count` are 0.
    package func matchesWhole(
        base: UnsafePointer<UInt8>, spans: UnsafeRawPointer, count: Int, into bits: UnsafeMutablePointer<UInt64>
    ) {
        whole.match(base: base, spans: spans, count: count, into: bits)
    }

    /// Sets bit i of `bits` to whether the pattern matches in any place of cell i; the parameters are those of
    /// `matchesWhole(base:spans:count:into:)`.
    package func matchesAnywhere(
        base: UnsafePointer<UInt8>, spans: UnsafeRawPointer, count: Int, into bits: UnsafeMutablePointer<UInt64>
    ) {
        anywhere.match(base: base, spans: spans, count: count, into: bits)
    }

    /// The bytes of a group in the first match, or of the whole match where none is named: `nil` where nothing matches,
    /// or the group took no part. Takes time linear in the text.
    package func first(_ group: Int?, in text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        if search == nil { search = CaptureSearch(pattern.program) }
        guard let match = search?.firstMatch(in: text) else { return nil }
        guard let group else { return match.range }
        return match.groups.indices.contains(group) ? match.groups[group] : nil
    }

    /// All matches that do not overlap, from left to right. Where several begin in one place, it is the one that Perl
    /// would find: earlier alternatives first, and as many iterations as possible unless a repetition is lazy.
    ///
    /// An empty match directly after another match is left out. Takes time linear in the text, whatever the pattern.
    package func allMatches(in text: UnsafeBufferPointer<UInt8>) -> [PatternMatch] {
        if search == nil { search = CaptureSearch(pattern.program) }
        return search?.allMatches(in: text) ?? []
    }
}

/// Matches the first texts with states made on demand, which is enough for short columns, and later ones with a
/// complete table where there is one.
private struct Runner {
    /// After how many texts a table is worth building.
    private static let patience = 4096
    private let pattern: Pattern
    private let extent: Extent
    private var automaton: LazyAutomaton?
    private var table: DenseAutomaton?
    private var left = Runner.patience
    /// Only for searches; `nil` where it does not help.
    private var filter: TextFilter?

    init(_ pattern: Pattern, _ extent: Extent) {
        self.pattern = pattern
        self.extent = extent
        filter = extent == .anywhere ? TextFilter(pattern.requiredTexts) : nil
    }

    mutating func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        if let filter, let start = text.baseAddress, !filter.mayMatch(start, text.count) { return false }
        return matchesUnfiltered(text)
    }

    private mutating func matchesUnfiltered(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        expect(1)
        return table?.matches(text) ?? withAutomaton { $0.matches(text) }
    }

    mutating func match(
        base: UnsafePointer<UInt8>, spans: UnsafeRawPointer, count: Int, into bits: UnsafeMutablePointer<UInt64>
    ) {
        if filter != nil { return matchFiltered(base: base, spans: spans, count: count, into: bits) }
        expect(count)
        if let table {
            table.match(base: base, spans: spans, count: count, into: bits)
        } else {
            withAutomaton { $0.match(base: base, spans: spans, count: count, into: bits) }
        }
    }

    /// As `match`, but only of the cells that may hold a match.
    private mutating func matchFiltered(
        base: UnsafePointer<UInt8>, spans: UnsafeRawPointer, count: Int, into bits: UnsafeMutablePointer<UInt64>
    ) {
        guard let filter else { return }
        var matched = 0
        for word in 0..<(count + 63) / 64 {
            var result: UInt64 = 0
            for cell in word * 64..<min(word * 64 + 64, count) {
                let span = spans + 8 * cell
                let start = base + Int(span.loadUnaligned(as: UInt32.self))
                let length = Int(span.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
                guard filter.mayMatch(start, length) else { continue }
                matched += 1
                if matchesUnfiltered(UnsafeBufferPointer(start: start, count: length)) {
                    result |= 1 &<< UInt64(cell & 63)
                }
            }
            bits[word] = result
        }
        if self.filter?.pays(asked: count, passed: matched) == false { self.filter = nil }
    }

    private mutating func expect(_ count: Int) {
        guard left > 0 else { return }
        left -= count
        guard left <= 0 else { return }
        table = pattern.table(extent)
        if table != nil { automaton = nil }
    }

    private mutating func withAutomaton<Result>(_ body: (inout LazyAutomaton) -> Result) -> Result {
        var own = automaton ?? LazyAutomaton(pattern.program, extent: extent)
        automaton = nil
        defer { automaton = own }
        return body(&own)
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
