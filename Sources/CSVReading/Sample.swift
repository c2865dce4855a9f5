// The first records of a text, read with one separator after the other to see which makes sense.

import Locations
internal import Tables

/// The beginning of a text.
struct Sample {
    private let chunk: RecordChunk
    private let count: Int
    private let isWhole: Bool
    private let line: Int
    private let offset: Int

    init(of input: any TextInput, at offset: Int, line: Int, limit: Int) throws(ReadError) {
        self.line = line
        chunk = RecordChunk(capacity: 1 << 16)
        var filled = 0
        var ended = false
        var replaced: [Int] = []
        // Small files are the rule: the buffer grows as they need.
        while !ended, filled < limit {
            let wanted = min(limit, max(1 << 16, filled * 2))
            chunk.reserve(wanted, keeping: filled)
            let rest = UnsafeMutableRawBufferPointer(start: chunk.bytes + filled, count: wanted - filled)
            filled += try input.read(at: offset + filled, into: rest, replaced: &replaced)
            ended = filled < wanted
        }
        count = filled
        isWhole = ended
        self.offset = offset
    }

    /// What the sample looks like with one separator.
    struct Reading {
        var separator: UInt8
        var score: Int
        /// How many of the records have the most common number of cells above one, in thousandths; 0 where none has
        /// more than one.
        var agreement: Int
        var cells: Int
        var headerOffset: Int
        var headerLine: Int
        var above = RecordsAbove()
        /// The lines of comments above the header.
        var comments: [Int] = []

        /// Compares the header's score, then how many records agree, then how many cells they have.
        func isBetter(than other: Reading) -> Bool {
            (max(0, score), agreement, cells) > (max(0, other.score), other.agreement, other.cells)
        }
    }

    /// Reads the sample; `nil` where there is no record.
    func read(
        separator: UInt8, isFirstHeader: Bool, comments: CommentMark?, records limit: Int, cells cellLimit: Int,
        headerScore: ([String]) -> Int
    ) -> Reading? {
        var scanner = RecordScanner(separator: separator)
        let end = !isWhole && count > 0 && chunk.bytes[count - 1] == UInt8(ascii: "\r") ? count - 1 : count
        // Comments, which are dropped, are no records of the sample.
        scanner.scan(chunk.bytes, upTo: end, isEnd: isWhole, most: comments == nil ? limit : 20 * limit)
        // One record may be longer than the sample.
        if !isWhole, scanner.recordCount == 0 { scanner.scan(chunk.bytes, upTo: end, isEnd: true) }
        scanner.export(into: chunk, ChunkText(fileOffset: offset, byteCount: count, firstLine: line), firstRecord: 0)
        var passed: [Int] = []
        if let comments {
            chunk.drop { record in
                guard comments.begins(record, of: chunk) else { return false }
                passed.append(chunk.location(record: record).line)
                return true
            }
        }
        let records = min(limit, chunk.recordCount)
        guard records > 0 else { return nil }

        let counts = (0..<records).map { chunk.fieldCount($0) }
        var frequency: [Int: Int] = [:]
        for count in counts { frequency[count, default: 0] += 1 }
        let plural = frequency.filter { $0.key > 1 }.max { ($0.value, $0.key) < ($1.value, $1.key) }

        var header = 0
        var score = 0
        if isFirstHeader {
            score = headerScore(cells(of: 0))
        } else {
            (header, score) = bestHeader(counts, cellLimit, headerScore)
            if score <= 0 {
                // The first record with the most common number of cells; where several numbers are equally common,
                // none.
                let most = frequency.values.max() ?? 0
                let shapes = frequency.filter { $0.value == most }
                header = shapes.count == 1 ? counts.firstIndex { shapes[$0] != nil } ?? 0 : 0
            }
        }
        // A byte that the header lacks is not the separator: it occurs in the rows' texts.
        let separates = score <= 0 || counts[header] > 1
        let line = chunk.location(record: header).line
        return Reading(
            separator: separator, score: score, agreement: separates ? (plural?.value ?? 0) * 1000 / records : 0,
            cells: separates ? plural?.key ?? 1 : 1,
            headerOffset: Int(chunk.recordStarts[header]), headerLine: line,
            above: above(header, of: counts, cellLimit, headerScore), comments: passed.filter { $0 < line })
    }

    /// Records above the header that look like rows; the comparison is limited to the sampled cells below it.
    private func above(
        _ header: Int, of counts: [Int], _ cellLimit: Int, _ headerScore: ([String]) -> Int
    ) -> RecordsAbove {
        guard header > 0 else { return RecordsAbove() }
        var end = header + 1
        var looked = counts[...header].reduce(0, +)
        while end < counts.count, looked + counts[end] <= cellLimit {
            looked += counts[end]
            end += 1
        }
        let texts = (0..<end).map { cells(of: $0) }
        let found = RowsAboveHeader(texts, header: header, headerScore: headerScore)
        return RecordsAbove(rows: lines(found.rows), doubtful: lines(found.doubtful), others: lines(found.others))
    }

    private func lines(_ records: [Int]) -> LinesAbove? {
        guard let first = records.first else { return nil }
        var runs: [ClosedRange<Int>] = []
        var last = first
        for record in records {
            let line = chunk.location(record: record).line
            // Blank records do not separate.
            let isNext = (last..<record).dropFirst().allSatisfy {
                cells(of: $0).allSatisfy { $0.allSatisfy(\.isWhitespace) }
            }
            if isNext, let run = runs.popLast() {
                runs.append(run.lowerBound...line)
            } else {
                runs.append(line...line)
            }
            last = record
        }
        return LinesAbove(first: chunk.location(record: first), count: records.count, runs: runs)
    }

    /// The record with the highest score, the first of several.
    private func bestHeader(
        _ counts: [Int], _ cellLimit: Int, _ headerScore: ([String]) -> Int
    ) -> (record: Int, score: Int) {
        var best = (record: 0, score: Int.min)
        var looked = 0
        for record in counts.indices where record == 0 || looked + counts[record] <= cellLimit {
            looked += counts[record]
            let score = headerScore(cells(of: record))
            if score > best.score { best = (record, score) }
        }
        return best
    }

    private func cells(of record: Int) -> [String] {
        (0..<chunk.fieldCount(record)).map { chunk.text(record: record, field: $0) }
    }
}
