// Recognises a header among the rows, as there is where several returns were joined.

internal import Quantities
internal import Tables

/// The header as later records may repeat it: compared trimmed, with single spaces, ignoring case, as headers are
/// everywhere.
struct RepeatedHeader {
    private let cells: [String]
    /// Its further lines.
    private let further: [[String]]
    /// The field that its first cell is.
    private let firstField: Int
    /// Up to the last name.
    private let fewest: Int
    /// The first two bytes of a record that repeats it, letters folded: without a quote, and with one. For a name of
    /// one letter the first byte alone, which anything may follow.
    private let plain: UInt16
    private let plainMask: UInt16
    private let quoted: UInt16
    /// The first byte of the first name, a letter folded.
    private let first: UInt8
    /// Two letters of ASCII, or two bytes of a Latin letter, that differ in case alone differ in this bit.
    private static let lowerCase: UInt16 = 0x2020

    /// `nil` for a header whose first line a row might look like by chance: one with fewer names, or none in front.
    init?(_ lines: [[String]], from firstField: Int = 0, fewestNames: Int) {
        guard let header = lines.first, !header.isEmpty else { return nil }
        self.firstField = firstField
        further = lines.dropFirst().map { $0.map { Self.text($0) } }
        cells = header.map { Self.text($0) }
        guard cells.count(where: { !$0.isEmpty }) >= fewestNames, let first = cells[0].utf8.first else { return nil }
        fewest = (cells.lastIndex { !$0.isEmpty } ?? 0) + 1
        let second = cells[0].utf8.dropFirst().first
        self.first = first | 0x20
        plainMask = UInt16(littleEndian: second == nil ? 0x00FF : 0xFFFF)
        plain = (UInt16(littleEndian: UInt16(first) | UInt16(second ?? 0) << 8) | Self.lowerCase) & plainMask
        quoted = UInt16(littleEndian: 0x22 | UInt16(first) << 8) | Self.lowerCase
    }

    /// Whether a record that begins with these bytes may repeat the header. White space may precede the name, within
    /// quotes too, and the byte order mark of another file.
    @inline(__always)
    func mayBegin(with bytes: UInt16) -> Bool {
        if firstField > 0 { return true }
        let folded = bytes | Self.lowerCase
        if folded & plainMask == plain || folded == quoted { return true }
        let start = UInt8(truncatingIfNeeded: bytes.littleEndian)
        let next = start == 0x22 ? UInt8(truncatingIfNeeded: bytes.littleEndian >> 8) : start
        if next <= 0x20 { return true }
        // Wide spaces and the mark begin with one of these. In other scripts the two cases of a letter may differ in
        // any byte.
        return next >= 0x80 && (first >= 0x80 || next == 0xC2 || next &- 0xE2 < 2 || next == 0xEF)
    }

    /// Whether the first letter of a cell is the header's: a quick test for many cells that only begin alike.
    private func mayBegin(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        var rest = trimmedBytes(cell)
        // White space, a quote, and white space within it; behind a byte order mark likewise.
        for _ in 0..<2 where rest.first == 0x22 {
            rest = trimmedBytes(UnsafeBufferPointer(rebasing: rest.dropFirst()))
        }
        guard let letter = rest.first else { return false }
        return letter | 0x20 == first || letter >= 0x80
    }

    /// Whether a record has the header's text in every field where the header is not blank.
    @inline(never)
    func isRepeated(_ record: Int, of chunk: RecordChunk) -> Bool {
        guard chunk.fieldCount(record) >= fewest + firstField else { return false }
        let raw = chunk.rawRange(record: record, field: firstField)
        guard mayBegin(UnsafeBufferPointer(start: chunk.bytes + raw.lowerBound, count: raw.count)) else { return false }
        return cells.indices.allSatisfy { field in
            if cells[field].isEmpty { return true }
            var text = chunk.text(record: record, field: field + firstField)
            if field == 0, text.unicodeScalars.first == "\u{FEFF}" {
                text.unicodeScalars.removeFirst()
                // Behind a byte order mark a quote is not the first character of a cell.
                if text.first == "\"", text.last == "\"", text.count > 1 { text = String(text.dropFirst().dropLast()) }
            }
            return Self.text(text) == cells[field]
        }
    }

    /// How many of the records behind one that repeats the first line repeat the further ones.
    func furtherLines(behind record: Int, of chunk: RecordChunk) -> Int {
        further.enumerated().prefix { index, cells in
            let record = record + 1 + index
            guard record < chunk.recordCount else { return false }
            return cells.indices.allSatisfy { field in
                let isThere = field + firstField < chunk.fieldCount(record)
                return (isThere ? Self.text(chunk.text(record: record, field: field + firstField)) : "") == cells[field]
            }
        }.count
    }

    private static func text(_ cell: String) -> String {
        var cell = cell
        let trimmed = cell.withUTF8 { String(decoding: trimmedBytes($0), as: UTF8.self) }
        guard trimmed.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x80 }) else { return trimmed.lowercased() }
        return trimmed.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
