// The cells of a column, out of the records of a chunk.

import Platform
package import Quantities

extension RecordChunk {
    /// Gives the text of one field of some records, without its quotes, untrimmed. A field that a record lacks has
    /// length 0.
    ///
    /// The spans are offsets in `bytes`. A text with doubled quotes, or with something behind its closing quote, is
    /// written behind the texts taken so far. That may move `bytes`: fetch it after the last field has been taken.
    /// Texts stay valid until `resetTexts` or the next fill. Allocates only where the buffer grows.
    package func take(field: Int, records: Range<Int>, into spans: UnsafeMutablePointer<CellSpan>) {
        guard fieldStarts.isEmpty else { return takeGiven(field: field, records: records, into: spans) }
        let wanted = UInt32(truncatingIfNeeded: field)
        let quote = self.quote
        fieldEnds.withUnsafeBufferPointer { ends in
            firstFields.withUnsafeBufferPointer { firsts in
                recordStarts.withUnsafeBufferPointer { starts in
                    guard let ends = ends.baseAddress, let firsts = firsts.baseAddress else { return }
                    var bytes = self.bytes
                    var out = spans
                    // The caller's range lies within the records, and `firstFields` has one entry more than there are.
                    for record in records {
                        let first = firsts[record]
                        if wanted >= firsts[record &+ 1] &- first {
                            out.pointee = CellSpan(offset: 0, length: 0)
                        } else {
                            let index = Int(first &+ wanted)
                            let start = wanted == 0 ? starts[record] : ends[index &- 1] &+ 1
                            let end = ends[index]
                            if start < end, bytes[Int(start)] == quote, quote != 0 {
                                out.pointee = unquoted(start, end)
                                bytes = self.bytes
                            } else {
                                out.pointee = CellSpan(offset: start, length: end &- start)
                            }
                        }
                        out += 1
                    }
                }
            }
        }
    }

    /// How many fields each of some records has; `nil` where they differ.
    package func commonFieldCount(_ records: Range<Int>) -> Int? {
        guard !records.isEmpty, fieldStarts.isEmpty else { return nil }
        if let uniformFieldCount { return uniformFieldCount }
        return firstFields.withUnsafeBufferPointer { firsts in
            let count = firsts[records.lowerBound + 1] &- firsts[records.lowerBound]
            var different: UInt32 = 0
            for record in records { different |= (firsts[record &+ 1] &- firsts[record]) ^ count }
            return different == 0 ? Int(count) : nil
        }
    }

    /// Writes the raw spans of all fields of some records, quotes included, into one array for each field. All the
    /// records must have as many fields as `spans` has elements. `text(of:)` and `unquote` turn them into texts.
    package func takeRaw(records: Range<Int>, into spans: [UnsafeMutablePointer<CellSpan>]) {
        guard !records.isEmpty else { return }
        spans.withUnsafeBufferPointer { spans in
            let count = spans.count
            guard let places = spans.baseAddress else { return }
            var end = fieldEnds.start + Int(firstFields[records.lowerBound])
            let starts = recordStarts.start + records.lowerBound
            for record in 0..<records.count {
                var first = starts[record]
                for field in 0..<count {
                    // A span is its offset and, behind it, its length: one word.
                    let length = end[field] &- first
                    UnsafeMutableRawPointer(places[field]).storeBytes(
                        of: UInt64(first) | UInt64(length) &<< 32, toByteOffset: record &* 8, as: UInt64.self)
                    first = end[field] &+ 1
                }
                end += count
            }
        }
    }

    /// The text of a raw span, without its quotes. May move `bytes`, unless there is room behind `textEnd`.
    package func text(of raw: CellSpan) -> CellSpan {
        guard raw.length > 0, quote != 0, bytes[Int(raw.offset)] == quote else { return raw }
        return unquoted(raw.offset, raw.offset &+ raw.length)
    }

    /// Turns some raw spans into texts.
    package func unquote(_ spans: UnsafeMutablePointer<CellSpan>, count: Int) {
        guard quote != 0 else { return }
        var bytes = self.bytes
        for row in 0..<count where bytes[Int(spans[row].offset)] == quote {
            spans[row] = text(of: spans[row])
            bytes = self.bytes
        }
    }

    /// How many bytes some records take.
    package func byteCount(of records: Range<Int>) -> Int {
        guard !records.isEmpty else { return 0 }
        let last = records.upperBound
        let end = last < recordCount ? Int(recordStarts[last]) : byteCount
        return end - Int(recordStarts[records.lowerBound])
    }

    /// Drops the unescaped texts that `take` has made.
    package func resetTexts() { textEnd = byteCount }

    /// Whether a record has no such field.
    @inline(__always)
    package func isMissing(field: Int, record: Int) -> Bool { field >= fieldCount(record) }

    /// The text of one cell, without its quotes, untrimmed; bytes that are not UTF-8 become U+FFFD. For display only:
    /// columns are read with `take`. May move `bytes`.
    package func text(record: Int, field: Int) -> String {
        let range = rawRange(record: record, field: field)
        let start = UInt32(range.lowerBound)
        let end = UInt32(range.upperBound)
        guard start < end, quote != 0, bytes[range.lowerBound] == quote else { return string(start, end) }
        let kept = textEnd
        let span = unquoted(start, end)
        textEnd = kept
        return string(span.offset, span.offset + span.length)
    }

    private func string(_ start: UInt32, _ end: UInt32) -> String {
        String(decoding: UnsafeBufferPointer(start: bytes + Int(start), count: Int(end - start)), as: UTF8.self)
    }

    /// The range of a field in `bytes`, its quotes included; empty, at the record's end, for one that the record lacks.
    package func rawRange(record: Int, field: Int) -> Range<Int> {
        let first = Int(firstFields[record])
        let count = fieldCount(record)
        guard field < count else {
            let end = count == 0 ? Int(recordStarts[record]) : Int(fieldEnds[first + count - 1])
            return end..<end
        }
        let end = Int(fieldEnds[first + field])
        if !fieldStarts.isEmpty { return Int(fieldStarts[first + field])..<end }
        return (field == 0 ? Int(recordStarts[record]) : Int(fieldEnds[first + field - 1]) + 1)..<end
    }
}

extension RecordChunk {
    /// `take` where the starts of fields are given.
    private func takeGiven(field: Int, records: Range<Int>, into spans: UnsafeMutablePointer<CellSpan>) {
        for (row, record) in records.enumerated() {
            let range = rawRange(record: record, field: field)
            let start = UInt32(range.lowerBound)
            let end = UInt32(range.upperBound)
            if isMissing(field: field, record: record) {
                spans[row] = CellSpan(offset: 0, length: 0)
            } else if start < end, quote != 0, bytes[range.lowerBound] == quote {
                spans[row] = unquoted(start, end)
            } else {
                spans[row] = CellSpan(offset: start, length: end - start)
            }
        }
    }

    /// The text of a cell that begins with a quote: in place, or as a copy where quotes are doubled. A cell that does
    /// not end with its closing quote, and perhaps white space, is not quoted: its quotes are letters.
    @inline(__always)
    private func unquoted(_ start: UInt32, _ end: UInt32) -> CellSpan {
        let close = nextQuote(Int(start) &+ 1, Int(end))
        if close &+ 1 == Int(end) {
            // One piece: the first quote inside is the cell's last byte.
            return CellSpan(offset: start &+ 1, length: UInt32(truncatingIfNeeded: close) &- start &- 1)
        }
        return unescaped(Int(start), close, Int(end))
    }

    /// As `unquoted`, for a cell whose second quote is at `close`, or at `end` where it has none.
    @inline(never)
    private func unescaped(_ start: Int, _ close: Int, _ end: Int) -> CellSpan {
        let asItStands = CellSpan(offset: UInt32(start), length: UInt32(end - start))
        textEnd = max(textEnd, byteCount)
        // The second condition fails where one chunk's texts are taken again and again without `resetTexts`.
        guard close < end, textEnd + (end - start) <= Int(UInt32.max) else { return asItStands }
        reserve(textEnd + (end - start))
        let offset = textEnd
        let bytes = self.bytes
        var out = offset
        var from = start + 1
        var place = close
        while true {
            guard place < end else { return asItStands }
            // A pair of quotes yields one quote; a single quote yields nothing and ends the cell.
            let isPair = place + 1 < end && bytes[place + 1] == quote
            let length = place - from + (isPair ? 1 : 0)
            (bytes + out).update(from: bytes + from, count: length)
            out += length
            from = place + (isPair ? 2 : 1)
            guard isPair else { break }
            place = nextQuote(from, end)
        }
        guard trimmed(UnsafeBufferPointer(start: bytes + from, count: end - from)).isEmpty else { return asItStands }
        textEnd = out
        return CellSpan(offset: UInt32(offset), length: UInt32(out - offset))
    }

    /// The offset of the first quote from `start` on, or `end`.
    @inline(__always)
    private func nextQuote(_ start: Int, _ end: Int) -> Int {
        guard start < end, let found = memchr(bytes + start, Int32(quote), end &- start) else { return end }
        return UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
    }
}

extension RecordChunk {
    /// Appends a text of the caller to the chunk's texts and returns its span, as `take` does with unescaped cells.
    package func addText(_ text: String) -> CellSpan {
        var text = text
        return text.withUTF8 { bytes in
            reserve(textEnd + bytes.count)
            if let start = bytes.baseAddress, bytes.count > 0 {
                (self.bytes + textEnd).update(from: start, count: bytes.count)
            }
            defer { textEnd += bytes.count }
            return CellSpan(offset: UInt32(textEnd), length: UInt32(bytes.count))
        }
    }
}
