// Gathering records of other chunks in one.

extension RecordChunk {
    /// Drops all records. Must be called once before records are appended.
    package func removeAll() {
        clear()
        placeIndex = nil
        uniformFieldCount = nil
        fieldEnds.count = 0
        fieldStarts.removeAll(keepingCapacity: true)
        recordStarts.count = 0
        firstFields.count = 0
        firstFields.append(0)
        faults.removeAll(keepingCapacity: true)
    }

    /// Appends a record of another chunk, with its cells but without its place and its faults. All records must come
    /// from files of one kind: of delimited text, or narratives.
    package func append(_ record: Int, of other: RecordChunk) {
        recordStarts.append(UInt32(truncatingIfNeeded: byteCount))
        quote = other.quote
        let first = Int(other.firstFields[record])
        let end = Int(other.firstFields[record + 1])
        if other.fieldStarts.isEmpty {
            let start = Int(other.recordStarts[record])
            let from = byteCount
            appendBytes(of: other, start..<(end > first ? Int(other.fieldEnds[end - 1]) : start))
            let ends = fieldEnds
            let theirs = other.fieldEnds
            ends.makeRoom(end - first)
            for field in first..<end {
                ends[ends.count] = UInt32(truncatingIfNeeded: Int(theirs[field]) - start + from)
                ends.count += 1
            }
        } else {
            // Fields are stored a byte apart, so that their starts need not be given.
            for field in 0..<end - first {
                let from = byteCount
                let range = other.rawRange(record: record, field: field)
                appendBytes(of: other, range)
                fieldEnds.append(UInt32(truncatingIfNeeded: from + range.count))
            }
        }
        firstFields.append(UInt32(truncatingIfNeeded: fieldEnds.count))
    }

    /// Appends bytes, and one that separates them from what follows.
    private func appendBytes(of other: RecordChunk, _ range: Range<Int>) {
        textEnd = byteCount
        reserve(byteCount + range.count + 1)
        (bytes + byteCount).update(from: other.bytes + range.lowerBound, count: range.count)
        bytes[byteCount + range.count] = 0x0A
        byteCount += range.count + 1
        textEnd = byteCount
    }
}
