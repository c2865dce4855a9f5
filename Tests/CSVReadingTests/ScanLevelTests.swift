// Every level of the scan against the portable one, and its validation of UTF-8 against the standard library's.

import CByteMasks
import Testing

/// What a scan of a text finds.
private struct Scanned: Equatable {
    var ends: [UInt32]
    var recordStarts: [UInt32]
    var firstFields: [UInt32]
    var quotedLines: [UInt64]
    var state: [UInt64]
    var shape: [UInt32]
    var suspect: UInt64
    var doubtful: UInt64

    /// Scans a text in two goes, up to the first doubtful block.
    init(_ text: [UInt8], cutAt cut: Int, level: scan_level) {
        let bytes = text + [UInt8](repeating: UInt8(ascii: "\n"), count: 64)
        var ends = [UInt32](repeating: 0, count: text.count + 64)
        var starts = ends
        var firsts = ends
        var lines = [quoted_lines](repeating: quoted_lines(), count: text.count / 64 + 4)
        (self.ends, recordStarts, firstFields, quotedLines, state, shape, suspect, doubtful) =
            bytes.withUnsafeBufferPointer {
                bytes in
                ends.withUnsafeMutableBufferPointer { ends in
                    starts.withUnsafeMutableBufferPointer { starts in
                        firsts.withUnsafeMutableBufferPointer { firsts in
                            lines.withUnsafeMutableBufferPointer { lines in
                                var scan = text_scan(
                                    separator: UInt8(ascii: ","),
                                    state: scan_state(quoted: 0, fresh: 1, closed: 0, after_return: 0, after_odd: 0),
                                    ends: ends.baseAddress, end_count: 0, record_starts: starts.baseAddress,
                                    first_fields: firsts.baseAddress, record_count: 0, quoted_lines: lines.baseAddress,
                                    quoted_lines_count: 0, suspect: .max, zero: .max,
                                    doubtful: .max)
                                scan_text(&scan, bytes.baseAddress, 0, UInt64(cut), level)
                                if scan.doubtful == .max {
                                    scan_text(&scan, bytes.baseAddress, UInt64(cut), UInt64(text.count), level)
                                }
                                let shape = scan_shape(&scan, bytes.baseAddress, 0, UInt64(text.count))
                                let records = Int(scan.record_count) + 1
                                return (
                                    Array(ends.prefix(Int(scan.end_count))), Array(starts.prefix(records)),
                                    Array(firsts.prefix(records)),
                                    lines.prefix(Int(scan.quoted_lines_count)).flatMap { [$0.offset, $0.lines] },
                                    [scan.state.quoted, scan.state.fresh, scan.state.closed, scan.state.after_return],
                                    [shape.fewest_cells, shape.most_cells, shape.has_blank], scan.suspect, scan.doubtful
                                )
                            }
                        }
                    }
                }
            }
    }
}

@Suite struct ScanLevelTests {
    /// The levels above the portable one that this processor has.
    static let levels = [scan_level_avx2, scan_level_avx512].filter { $0.rawValue <= scan_best_level().rawValue }

    static let alphabets: [[String]] = [
        ["a", ",", "\"", "\r", "\n", "é"],
        [",", "\n"],
        ["\"", "\"\"", "x", "\",\"", "\n"],
        ["\"a\"\"b\",", "\"\",", "1,", "\"x\ny\"\n", "\"some words\"\r\n", "é\n", "\"\"\"\","],
        ["a cell of some twenty", ",", "\"quoted, cell\"", "\"with\nline\r\nends\"", "\r\n", " \n", ",,\n", "€", "😀"],
    ]

    @Test(arguments: levels, 0..<20)
    func `each level finds what the portable one finds`(level: scan_level, seed: Int) {
        var random = SeededBytes(seed: UInt64(seed))
        for _ in 0..<60 {
            let alphabet = Self.alphabets[random.next(below: Self.alphabets.count)]
            var text: [UInt8] = []
            for _ in 0..<random.next(below: 300) { text += Array(alphabet[random.next(below: alphabet.count)].utf8) }
            // The second go may not begin between a CR and its LF.
            var cut = random.next(below: text.count + 1)
            while cut > 0, text[cut - 1] == UInt8(ascii: "\r") { cut -= 1 }
            let found = Scanned(text, cutAt: cut, level: level)
            var expected = Scanned(text, cutAt: cut, level: scan_level_portable)
            // The portable level judges no byte that is not ASCII; this text has no wrong one.
            #expect(found.suspect == .max)
            let first = text.prefix(Int(clamping: found.doubtful)).firstIndex { $0 >= 0x80 }
            #expect((expected.suspect == .max) == (first == nil))
            if let first { #expect(expected.suspect <= UInt64(first)) }
            expected.suspect = .max
            #expect(found == expected, "\(String(decoding: text, as: UTF8.self).debugDescription), \(cut)")
        }
    }

    /// Bytes at and around all limits of what UTF-8 allows.
    static let edges: [UInt8] = [
        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
        0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFF,
    ]

    /// Expects that a text is suspected if and only if it is ill-formed, at or before the first wrong byte.
    private func expectJudged(_ text: [UInt8], cutAt cut: Int, _ level: scan_level) {
        // An ASCII byte behind the text lets a sequence that is cut off there be seen.
        let text = text + [0x2E]
        let suspect = Scanned(text, cutAt: cut, level: level).suspect
        let isWellFormed = String(validating: text, as: UTF8.self) != nil
        // All before the suspect block is well-formed, but for a sequence that it cuts off.
        let isJudged =
            isWellFormed
            ? suspect == .max
            : suspect < text.count
                && (0...3).contains {
                    String(validating: text.prefix(max(0, Int(suspect) - $0)), as: UTF8.self) != nil
                }
        if !isJudged { Issue.record("\(text), cut at \(cut), suspected at \(suspect)") }
    }

    @Test(arguments: levels)
    func `all sequences of four edge bytes are judged rightly`(level: scan_level) {
        let later: [UInt8] = [0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xFF]
        for first in Self.edges where first >= 0x80 {
            for second in later {
                for third in later {
                    for fourth in [0x41, 0xBF] as [UInt8] {
                        let text = [UInt8](repeating: 0x61, count: 62) + [first, second, third, fourth]
                        expectJudged(text, cutAt: 0, level)
                    }
                }
            }
        }
    }

    @Test(arguments: levels, 0..<10)
    func `random bytes are judged rightly wherever they stand`(level: scan_level, seed: Int) {
        var random = SeededBytes(seed: UInt64(seed) &+ 100)
        for _ in 0..<300 {
            var text: [UInt8] = []
            for _ in 0..<random.next(below: 120) {
                text += Array(["a", "é", "€", "😀", "\u{D7FF}", "\u{10FFFF}"][random.next(below: 6)].utf8)
            }
            if !text.isEmpty, random.next(below: 2) == 0 {
                text[random.next(below: text.count)] = Self.edges[random.next(below: Self.edges.count)]
            }
            expectJudged(text, cutAt: random.next(below: text.count + 1), level)
        }
    }
}
