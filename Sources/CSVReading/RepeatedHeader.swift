// Recognises a header that stands among the rows, as it does where several returns were put together.

internal import Quantities
internal import Tables

/// The header as later records may repeat it: as headers compare everywhere, trimmed, with single spaces, ignoring
/// case.
struct RepeatedHeader {
    private let cells: [String]
    /// The first two bytes of a record that repeats it, letters folded: without a quote, with one, and behind the byte
    /// order mark of another file.
    private let plain: UInt16
    private let quoted: UInt16
    private static let marked = UInt16(littleEndian: 0xBBEF) | lowerCase
    /// Two letters of ASCII, or two bytes of a Latin letter, that differ in case alone differ in this bit.
    private static let lowerCase: UInt16 = 0x2020

    /// `nil` for a header that a row might look like by chance: one with fewer than two names, or none in front.
    init?(_ header: [String], separator: UInt8) {
        cells = header.map { Self.text($0) }
        guard cells.count(where: { !$0.isEmpty }) >= 2, let first = cells[0].utf8.first else { return nil }
        // A name of one letter may have white space behind it.
        let second = cells[0].utf8.dropFirst().first ?? separator
        plain = UInt16(littleEndian: UInt16(first) | UInt16(second) << 8) | Self.lowerCase
        quoted = UInt16(littleEndian: 0x22 | UInt16(first) << 8) | Self.lowerCase
    }

    @inline(__always)
    func mayBegin(with bytes: UInt16) -> Bool {
        let folded = bytes | Self.lowerCase
        return folded == plain || folded == quoted || folded == Self.marked
    }

    /// Whether a record says what the header says, wherever that says anything.
    @inline(never)
    func isRepeated(_ record: Int, of chunk: RecordChunk) -> Bool {
        guard chunk.fieldCount(record) >= (cells.lastIndex { !$0.isEmpty } ?? 0) + 1 else { return false }
        return cells.indices.allSatisfy { field in
            if cells[field].isEmpty { return true }
            var text = chunk.text(record: record, field: field)
            if field == 0, text.unicodeScalars.first == "\u{FEFF}" {
                text.unicodeScalars.removeFirst()
                // Behind a byte order mark a quote is no cell's first character.
                if text.first == "\"", text.last == "\"", text.count > 1 { text = String(text.dropFirst().dropLast()) }
            }
            return Self.text(text) == cells[field]
        }
    }

    private static func text(_ cell: String) -> String {
        var cell = cell
        let trimmed = cell.withUTF8 { String(decoding: trimmedBytes($0), as: UTF8.self) }
        guard trimmed.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x80 }) else { return trimmed.lowercased() }
        return trimmed.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
