// One helper for each question that the tests ask of a pattern.

import Patterns
import Testing

func withBytes<Result>(_ bytes: [UInt8], _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer(body)
}

extension PatternMatcher {
    func matchesWhole(_ text: String) -> Bool {
        withBytes(Array(text.utf8)) { matchesWhole($0) }
    }

    func matchesAnywhere(_ text: String) -> Bool {
        withBytes(Array(text.utf8)) { matchesAnywhere($0) }
    }

    func allMatches(in text: String) -> [PatternMatch] {
        withBytes(Array(text.utf8)) { allMatches(in: $0) }
    }

    /// The answers of the column form, from cells that stand in one text without separators.
    func column(_ cells: [[UInt8]], anywhere: Bool) -> [Bool] {
        var spans: [UInt32] = []
        var text: [UInt8] = []
        for cell in cells {
            spans += [UInt32(text.count), UInt32(cell.count)]
            text += cell
        }
        text.append(0)
        var bits = [UInt64](repeating: .max, count: (cells.count + 63) / 64)
        text.withUnsafeBufferPointer { text in
            spans.withUnsafeBytes { spans in
                bits.withUnsafeMutableBufferPointer { bits in
                    guard let base = text.baseAddress, let spans = spans.baseAddress, let into = bits.baseAddress
                    else { return }
                    if anywhere {
                        matchesAnywhere(base: base, spans: spans, count: cells.count, into: into)
                    } else {
                        matchesWhole(base: base, spans: spans, count: cells.count, into: into)
                    }
                }
            }
        }
        for unused in cells.count..<bits.count * 64 {
            #expect(bits[unused / 64] >> UInt64(unused % 64) & 1 == 0)
        }
        return cells.indices.map { bits[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    }
}

/// The texts of all matches and of their groups: `match(group,group)`, with `-` for a group that took no part.
func describe(_ matches: [PatternMatch], in text: String) -> String {
    let bytes = Array(text.utf8)
    return matches.map { match in
        let whole = String(decoding: bytes[match.range], as: UTF8.self)
        let groups = match.groups.map { $0.map { String(decoding: bytes[$0], as: UTF8.self) } ?? "-" }
        return groups.isEmpty ? whole : "\(whole)(\(groups.joined(separator: ",")))"
    }.joined(separator: " ")
}
