// The fingerprint of a finding, which changes only when the finding itself is corrected.

import Checking
import Findings

/// What a finding is about, apart from its place and its message: the same when other rows are inserted, sorted or
/// corrected, files renamed and messages reworded.
struct FindingIdentity {
    var rule: String
    var table: String?
    /// The part of the row or header that it is about: a column, a header, one of a rule's requires.
    var part: [String]
    /// What identifies the row: its key, the values of its group, or else its cells.
    var row: [NamedText]

    /// 32 hexadecimal digits.
    var digest: String {
        var hash = TextHash()
        hash.add(rule)
        hash.add(table ?? "")
        hash.add(String(part.count))
        for text in part { hash.add(text) }
        for text in row {
            hash.add(text.name)
            hash.add(text.text)
        }
        return hash.digits
    }
}

extension ReportedRows {
    /// What identifies a row: its key; without one, or where all of it is blank, the cells of declared columns.
    func identity(of row: ReportedRow, key: [NamedText], columns: [CheckedColumn]) -> [NamedText] {
        guard key.allSatisfy(\.text.isEmpty) else { return key }
        return columns.enumerated().filter { !$1.isOfStored }.map { NamedText($1.name, cell(row, $0)) }
    }
}

/// FNV-1a over texts, each ended by a byte that no text holds, from two seeds, with a final mix of the bits.
private struct TextHash {
    private var first: UInt64 = 0xCBF2_9CE4_8422_2325
    private var second: UInt64 = 0x8422_2325_CBF2_9CE4

    /// All line ends count alike: a return that was saved on another system is the same.
    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            for (index, byte) in bytes.enumerated() {
                guard byte == UInt8(ascii: "\r") else {
                    add(byte)
                    continue
                }
                if index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n") { add(UInt8(ascii: "\n")) }
            }
        }
        add(0xFF)
    }

    @inline(__always)
    private mutating func add(_ byte: UInt8) {
        first = (first ^ UInt64(byte)) &* 0x100_0000_01B3
        second = (second ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    /// 32 hexadecimal digits.
    var digits: String {
        let (first, second) = (mixed(first), mixed(second))
        return String(unsafeUninitializedCapacity: 32) { out in
            for index in 0..<32 {
                let word = index < 16 ? first : second
                let digit = UInt8(truncatingIfNeeded: word &>> UInt64(60 &- 4 &* (index & 15))) & 0xF
                out[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
            }
            return 32
        }
    }

    private func mixed(_ hash: UInt64) -> UInt64 {
        var hash = hash
        hash ^= hash >> 33
        hash = hash &* 0xFF51_AFD7_ED55_8CCD
        return hash ^ hash >> 33
    }
}
