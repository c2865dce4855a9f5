// Records that are made of the matches of a pattern in one of their cells.

import Locations
package import Patterns
import Quantities

/// What is looked for in one field of a reader's records, each match of which makes a record of its own.
package struct CellSearch: Sendable {
    package var pattern: Pattern
    package var extent: NarrativeExtent
    /// The field whose cells are searched.
    package var field: Int
    /// How many fields the reader's records have: those of the pattern's groups stand behind them, and last one for the
    /// whole match.
    package var fieldCount: Int

    package init(pattern: Pattern, extent: NarrativeExtent, field: Int, fieldCount: Int) {
        self.pattern = pattern
        self.extent = extent
        self.field = field
        self.fieldCount = fieldCount
    }
}

/// Makes records of matches, for one task at a time.
package final class CellSearcher {
    private let search: CellSearch
    private let matcher: PatternMatcher

    package init(_ search: CellSearch) {
        self.search = search
        matcher = search.pattern.makeMatcher()
    }

    /// Puts in the place of a chunk's records one for each match in their cells, with the fields of the record and
    /// those of the match. Returns for each the number of the record that it is made of.
    package func replaceRecords(of chunk: RecordChunk) -> [UInt32] {
        var made = MadeRecords()
        let headers = Set(chunk.faults.lazy.filter { $0.kind == .repeatedHeader }.map(\.record))
        var fault = 0
        for record in 0..<chunk.recordCount {
            while fault < chunk.faults.count, chunk.faults[fault].record < record { fault += 1 }
            guard !headers.contains(record), search.field < chunk.fieldCount(record) else { continue }
            let kept = chunk.textEnd
            let matches = matches(in: chunk, record)
            if matches.isEmpty { chunk.textEnd = kept }
            for match in matches {
                append(match, of: record, in: chunk, to: &made)
                for next in chunk.faults[fault...] {
                    guard next.record == record else { break }
                    append(next, to: &made)
                }
            }
        }
        let columns = search.pattern.groupNames.count + 1
        var contents = chunk.contents
        contents.byteCount = max(chunk.byteCount, chunk.textEnd)
        contents.uniformFieldCount = nil
        contents.isDivisible = false
        if !contents.hiddenFields.isEmpty {
            let isHidden =
                contents.hiddenFields.indices.contains(search.field) && contents.hiddenFields[search.field]
            contents.hiddenFields = (0..<search.fieldCount).map {
                contents.hiddenFields.indices.contains($0) && contents.hiddenFields[$0]
            }
            contents.hiddenFields += [Bool](repeating: isHidden, count: columns)
        }
        if case .sheet(let rows, let own) = contents.origin {
            let column = own.indices.contains(search.field) ? own[search.field] : 0
            let all = (0..<search.fieldCount).map { own.indices.contains($0) ? own[$0] : column }
            contents.origin = .sheet(
                rows: made.sources.map { rows[Int($0)] }, columns: all + [UInt32](repeating: column, count: columns))
        }
        made.fields.finish()
        chunk.load(&made.fields, contents)
        return made.sources
    }

    private struct MadeRecords {
        var fields = ChunkFields()
        var sources: [UInt32] = []
    }

    /// A part of a cell's text, in the bytes of its chunk, and where it stands in the cell.
    private struct Part {
        var text: Range<Int>
        var place: Range<Int>
    }

    /// A match with its groups.
    private struct Match {
        var whole: Part
        var groups: [Part]
    }

    /// The matches in a record's cell, from left to right.
    private func matches(in chunk: RecordChunk, _ record: Int) -> [Match] {
        var span = CellSpan(offset: 0, length: 0)
        withUnsafeMutablePointer(to: &span) {
            chunk.take(field: search.field, records: record..<record + 1, into: $0)
        }
        guard span.length > 0 else { return [] }
        let cell = UnsafeBufferPointer(start: chunk.bytes + Int(span.offset), count: Int(span.length))
        let inner = trimmed(cell)
        let text = UnsafeBufferPointer(rebasing: cell[inner])
        var found: [PatternMatch] = []
        for part in search.extent.parts(of: text) {
            let seen = PatternText(UnsafeBufferPointer(rebasing: text[part]))
            func place(_ range: Range<Int>) -> Range<Int> {
                let range = seen.place(range)
                return part.lowerBound + range.lowerBound..<part.lowerBound + range.upperBound
            }
            for match in seen.bytes.withUnsafeBufferPointer({ matcher.allMatches(in: $0) }) {
                found.append(PatternMatch(range: place(match.range), groups: match.groups.map { $0.map(place) }))
            }
        }
        guard !found.isEmpty else { return [] }
        let raw = chunk.rawRange(record: record, field: search.field)
        let own = chunk.cellRange(record: record, field: search.field)
        let start = Int(span.offset) + inner.lowerBound
        func place(_ part: Range<Int>) -> Range<Int> {
            // A cell that says what another one says has no part of its own to point at.
            guard own == raw else { return own }
            let found = start + part.lowerBound..<start + part.upperBound
            if raw.lowerBound <= found.lowerBound, found.upperBound <= raw.upperBound { return found }
            let cell = chunk.rawCell(record: record, field: search.field)
            guard let range = Tables.rawRange(of: part, ofText: text, inCell: cell) else { return own }
            return own.lowerBound + range.lowerBound..<own.lowerBound + range.upperBound
        }
        var matches: [Match] = []
        for match in found {
            let whole = place(match.range)
            let groups = match.groups.map { group -> Part in
                guard let group else {
                    let empty = start + match.range.lowerBound
                    return Part(text: empty..<empty, place: whole.lowerBound..<whole.lowerBound)
                }
                let part = trimmed(UnsafeBufferPointer(rebasing: text[group]))
                let kept = group.lowerBound + part.lowerBound..<group.lowerBound + part.upperBound
                return Part(
                    text: start + kept.lowerBound..<start + kept.upperBound,
                    place: kept.isEmpty ? whole.lowerBound..<whole.lowerBound : place(kept))
            }
            matches.append(
                Match(
                    whole: Part(
                        text: start + match.range.lowerBound..<start + match.range.upperBound, place: whole),
                    groups: groups))
        }
        return matches
    }

    private func append(_ match: Match, of record: Int, in chunk: RecordChunk, to made: inout MadeRecords) {
        let number = made.sources.count
        made.sources.append(UInt32(truncatingIfNeeded: record))
        made.fields.recordStarts.append(UInt32(truncatingIfNeeded: match.whole.place.lowerBound))
        made.fields.firstFields.append(UInt32(truncatingIfNeeded: made.fields.fieldEnds.count))
        func append(_ text: Range<Int>, at place: Range<Int>) {
            made.fields.fieldStarts.append(UInt32(truncatingIfNeeded: text.lowerBound))
            made.fields.fieldEnds.append(UInt32(truncatingIfNeeded: text.upperBound))
            made.fields.append(cellAt: place)
        }
        for field in 0..<search.fieldCount {
            append(
                chunk.rawRange(record: record, field: field), at: chunk.cellRange(record: record, field: field))
            if let shown = chunk.shown.text(record: record, field: field) {
                made.fields.shown.append(record: number, field: field, shown)
            }
        }
        for part in match.groups + [match.whole] { append(literal(part.text, in: chunk), at: part.place) }
    }

    /// A text as a field that says it: one that begins with a quotation mark is quoted.
    private func literal(_ text: Range<Int>, in chunk: RecordChunk) -> Range<Int> {
        let quote = chunk.quote
        guard quote != 0, !text.isEmpty, chunk.bytes[text.lowerBound] == quote else { return text }
        var bytes: [UInt8] = [quote]
        for offset in text {
            let byte = chunk.bytes[offset]
            bytes.append(byte)
            if byte == quote { bytes.append(quote) }
        }
        bytes.append(quote)
        let span = chunk.addText(String(decoding: bytes, as: UTF8.self))
        return Int(span.offset)..<Int(span.offset) + Int(span.length)
    }

    /// Tells the last record what is wrong with the one that it is made of.
    private func append(_ fault: RecordFault, to made: inout MadeRecords) {
        var own = fault
        own.record = made.sources.count - 1
        made.fields.faults.append(own)
    }
}
