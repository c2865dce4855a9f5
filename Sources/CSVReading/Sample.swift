// The first records of a text, read with one separator after the other to see which makes sense.

import Locations
internal import Quantities
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
        /// How many of the records have the most common number of cells above one, in thousandths; 0 where none has more than one.
        var agreement: Int
        var cells: Int
        var headerOffset: Int
        var headerLine: Int
        var above = RecordsAbove()

        /// The header decides, then how many records agree, then how many cells they have.
        func isBetter(than other: Reading) -> Bool {
            (max(0, score), agreement, cells) > (max(0, other.score), other.agreement, other.cells)
        }
    }

    /// Reads the sample; `nil` where there is no record.
    func read(
        separator: UInt8, isFirstHeader: Bool, records limit: Int, cells cellLimit: Int, headerScore: ([String]) -> Int
    ) -> Reading? {
        var scanner = RecordScanner(separator: separator)
        let end = !isWhole && count > 0 && chunk.bytes[count - 1] == UInt8(ascii: "\r") ? count - 1 : count
        scanner.scan(chunk.bytes, upTo: end, isEnd: isWhole, most: limit)
        // One record may be longer than the sample.
        if !isWhole, scanner.recordCount == 0 { scanner.scan(chunk.bytes, upTo: end, isEnd: true) }
        scanner.export(into: chunk, ChunkText(fileOffset: offset, byteCount: count, firstLine: line), firstRecord: 0)
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
                // The first record of the most common shape; several shapes that are as common say nothing.
                let most = frequency.values.max() ?? 0
                let shapes = frequency.filter { $0.value == most }
                header = shapes.count == 1 ? counts.firstIndex { shapes[$0] != nil } ?? 0 : 0
            }
        }
        // What the header lacks is no separator: it stands in the rows' texts.
        let separates = score <= 0 || counts[header] > 1
        return Reading(
            separator: separator, score: score, agreement: separates ? (plural?.value ?? 0) * 1000 / records : 0,
            cells: separates ? plural?.key ?? 1 : 1,
            headerOffset: Int(chunk.recordStarts[header]), headerLine: chunk.location(record: header).line,
            above: above(header, of: records, score, headerScore))
    }

    /// What stands above the header. Rows are records that are filled as the rows below it are, or stand below a line that looks like a
    /// header too. Lines of a title have a cell or two; a single line of names alone right above the header, such as
    /// that of the years above their quarters, is a part of it.
    private func above(
        _ header: Int, of records: Int, _ score: Int, _ headerScore: ([String]) -> Int
    ) -> RecordsAbove {
        guard header > 0 else { return RecordsAbove() }
        let filled = (0..<records).map { cells(of: $0).count { !$0.allSatisfy(\.isWhitespace) } }
        let below = filled[(header + 1)...].sorted()
        // Of the rows all but the sparsest quarter have as many cells.
        let usual = below.isEmpty ? filled[header] : min(filled[header], below[below.count / 4])
        let least = (usual * 2 + 2) / 3
        var found: [Int] = []
        var isBelowHeader = false
        for record in 0..<header where filled[record] >= 2 {
            let isFull = filled[record] >= least
            // Where the header has no known name, it is a row as good as these.
            let isLikeHeader = isFull && score < 2 && cells(of: record).contains(where: isBareFigure)
            if isFull && filled[record] > 2 || isBelowHeader || isLikeHeader { found.append(record) }
            let own = headerScore(cells(of: record))
            if own >= 2, own * 2 >= score || own >= filled[record] { isBelowHeader = true }
        }
        if found == [header - 1], !isBelowHeader, !cells(of: header - 1).contains(where: isBareFigure) { found = [] }
        // A lone cell is a title, but where the table has no more than one column.
        let others = (0..<header).filter { filled[$0] >= min(2, max(1, usual)) }
        return RecordsAbove(rows: lines(found), others: found.isEmpty ? lines(others) : nil)
    }

    private func lines(_ records: [Int]) -> LinesAbove? {
        guard let first = records.first, let last = records.last else { return nil }
        return LinesAbove(
            first: chunk.location(record: first), count: records.count, lastLine: chunk.location(record: last).line)
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
