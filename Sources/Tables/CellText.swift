// Which bytes of a raw cell a part of its text is.

import Quantities

extension RecordChunk {
    /// The bytes of a cell where it stands, its quotes included. Valid until the chunk is filled again.
    package func rawCell(record: Int, field: Int) -> UnsafeBufferPointer<UInt8> {
        let range = cellRange(record: record, field: field)
        return UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
    }
}

/// The bytes of a raw cell, its quotes included, that a part of its trimmed text stands for; `nil` where the cell has
/// another text. A quotation mark of the text is two in a quoted cell. Linear.
package func rawRange(
    of part: Range<Int>, ofText text: UnsafeBufferPointer<UInt8>, inCell raw: UnsafeBufferPointer<UInt8>
) -> Range<Int>? {
    let quote = UInt8(ascii: "\"")
    var content: [UInt8] = []
    // Where each byte of the content stands.
    var places: [Int] = []
    if raw.first == quote {
        var at = 1
        while at < raw.count {
            let isQuote = raw[at] == quote
            if isQuote, at + 1 == raw.count || raw[at + 1] != quote { break }
            content.append(raw[at])
            places.append(at)
            at += isQuote ? 2 : 1
        }
        if let found = range(of: part, content, text) {
            let last = places[found.upperBound - 1]
            return places[found.lowerBound]..<last + (raw[last] == quote ? 2 : 1)
        }
    }
    // Not quoted, or with a quote that is read as a letter.
    return range(of: part, Array(raw), text)
}

/// A part of a trimmed text as bytes of the content that it was trimmed of.
private func range(of part: Range<Int>, _ content: [UInt8], _ text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    let inner = content.withUnsafeBufferPointer { trimmed($0) }
    guard !part.isEmpty, part.upperBound <= text.count, content[inner].elementsEqual(text) else { return nil }
    return inner.lowerBound + part.lowerBound..<inner.lowerBound + part.upperBound
}
