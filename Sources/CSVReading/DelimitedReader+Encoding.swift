// Finds the cells whose bytes are not text, in the file's encoding or in any.

internal import Platform
internal import Tables

extension DelimitedReader {
    /// Adds a fault for each cell of the chunk with ill-formed or replaced characters, and for each with a byte that is
    /// zero.
    func noteBadEncoding(in chunk: RecordChunk, replaced: [Int]) {
        noteZeroBytes(in: chunk)
        var finder = CellFinder(kind: .badEncoding)
        if input.isWellFormed {
            for offset in replaced {
                let place = offset - chunk.fileOffset
                if place >= 0, place < chunk.byteCount { finder.note(place, in: chunk) }
            }
        } else if scanner.suspect < chunk.byteCount {
            var index = scanner.suspect
            // Back to the start of the sequence that may be cut off there.
            if index > 0 { index -= 1 }
            while index > 0, index + 4 > scanner.suspect, chunk.bytes[index] & 0xC0 == 0x80 { index -= 1 }
            var sequences = 0
            while let bad = UTF8Validation.nextIllFormed(
                chunk.bytes, from: index, to: chunk.byteCount, sequences: &sequences)
            {
                index = finder.note(bad.lowerBound, in: chunk)
            }
        }
    }

    private func noteZeroBytes(in chunk: RecordChunk) {
        var index = scanner.firstZero
        var finder = CellFinder(kind: .zeroByte)
        while index < chunk.byteCount, let found = memchr(chunk.bytes + index, 0, chunk.byteCount - index) {
            index = finder.note(UnsafeRawPointer(found) - UnsafeRawPointer(chunk.bytes), in: chunk)
        }
    }

    /// Adds a fault for each record of the chunk that repeats the header.
    func noteRepeatedHeaders(in chunk: RecordChunk) {
        guard let repeated else { return }
        let known = chunk.faults.count
        var further = 0
        let (bytes, starts) = (UnsafeRawPointer(chunk.bytes), chunk.recordStarts.start)
        for record in 0..<chunk.recordCount {
            // 64 bytes behind the text are readable.
            let begin = bytes.loadUnaligned(fromByteOffset: Int(starts[record]), as: UInt16.self)
            if further > 0 {
                further -= 1
            } else {
                guard repeated.mayBegin(with: begin), repeated.isRepeated(record, of: chunk) else { continue }
                further = repeated.furtherLines(behind: record, of: chunk)
            }
            chunk.faults.append(RecordFault(record: record, field: 0, kind: .repeatedHeader))
        }
        if chunk.faults.count > known { chunk.faults.sort { ($0.record, $0.field) < ($1.record, $1.field) } }
    }
}

/// Finds the cells at ascending offsets in a chunk.
private struct CellFinder {
    let kind: RecordFault.Kind
    private var record = 0
    private var field = 0

    init(kind: RecordFault.Kind) { self.kind = kind }

    /// Adds a fault for the cell at an offset and returns where that cell ends, so that each cell gets one fault.
    @discardableResult
    mutating func note(_ offset: Int, in chunk: RecordChunk) -> Int {
        let last = record
        while record + 1 < chunk.recordCount, chunk.recordStarts[record + 1] <= offset { record += 1 }
        if record != last { field = 0 }
        while field + 1 < chunk.fieldCount(record), chunk.rawRange(record: record, field: field).upperBound <= offset {
            field += 1
        }
        let fault = RecordFault(record: record, field: field, kind: kind)
        if chunk.faults.last != fault { chunk.faults.append(fault) }
        return max(offset + 1, chunk.rawRange(record: record, field: field).upperBound)
    }
}
