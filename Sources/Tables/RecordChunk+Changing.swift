// Records with another text in one of their cells, as if the return had been written so.

import Quantities

extension RecordChunk {
    /// Gives a cell another text. The place of the cell stays what it was; whatever else was told about its record does
    /// too. Returns false where the record has no such cell, or the text cannot stand in a chunk without quotes.
    package func replaceText(record: Int, field: Int, with text: String) -> Bool {
        guard record < recordCount, !isMissing(field: field, record: record), text.utf8.first != quote || quote == 0
        else { return false }
        if fieldStarts.isEmpty { giveStarts() }
        // The buffer belongs to the chunk alone from here on, whoever filled it.
        let ends = OffsetBuffer(capacity: fieldEnds.count)
        for end in fieldEnds { ends.append(end) }
        fieldEnds = ends
        textEnd = byteCount
        let span = addText(text)
        let index = Int(firstFields[record]) + field
        fieldStarts[index] = span.offset
        fieldEnds[index] = span.offset + span.length
        byteCount = textEnd
        return true
    }

    /// Says where each field starts, so that one may be anywhere.
    private func giveStarts() {
        var starts: [UInt32] = []
        starts.reserveCapacity(fieldEnds.count)
        for record in 0..<recordCount {
            for field in 0..<fieldCount(record) {
                starts.append(UInt32(truncatingIfNeeded: rawRange(record: record, field: field).lowerBound))
            }
        }
        fieldStarts = starts
    }
}
