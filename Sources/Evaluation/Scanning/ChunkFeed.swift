// The chunks of a table's files, in order, as often as they are needed.

import Findings
import Synchronization
import Tables

/// Hands out a table's chunks in order, to any number of workers, and remembers the position of each, so that later
/// passes and reports can read them again.
package final class ChunkFeed: @unchecked Sendable {
    struct Chunk {
        var index: Int
        var file: Int
        /// The number of its first row in the table.
        var firstRow: Int
    }

    private struct Known {
        var file: Int
        var firstRow: Int
        /// How its reader fills the chunk again.
        var position: ChunkPosition
        /// Where some of its records begin; `nil` where only the whole chunk can be read again.
        var outline: (any ChunkOutline)?
        /// How many rows there are.
        var rowCount: Int
        /// For rows that are matches the numbers of the records in whose cells they are; else empty.
        var sources: [UInt32] = []
    }

    private let files: [FileInput]
    /// The feed whose chunks are handed out, once for each of these files, and their files in it; `nil` where files
    /// are read.
    private var repeated: (feed: ChunkFeed, files: [Int])?
    /// For rows that are matches in the records of another feed: that feed, and by file what makes rows of its records.
    private var searched: (feed: ChunkFeed, files: [Int], searchers: [CellSearcher])?
    /// The chunks in which matches were not looked for yet; `nil` before the other feed has been read.
    private var unsearched: [(file: Int, position: ChunkPosition)]?
    private var nextUnsearched = 0
    /// About how many bytes all chunks hold.
    let expectedBytes: Int
    private let progress: CheckProgress?
    private let keepsOutlines: Bool
    /// Whether figures are read as they are stored.
    private var readsStored = false
    /// What is read as if it were written otherwise; `nil` where all is read as it is.
    private var change: FeedChange?
    /// The rows that are read as if they were not there.
    private(set) var leftOut: [Int] = []
    /// Whether lines in a cell that look like rows are taken for such.
    private let takesLinesForRows: Bool
    private let lock = Mutex(())
    private var known: [Known] = []
    private var isComplete = false
    private var file = 0
    private var rowsBefore = 0
    private var position = 0
    private var awake = -1
    /// For each file the number of its first row, and the number of its rows, once it has been read.
    package private(set) var fileStarts: [Int] = []
    private(set) var fileRows: [Int]
    /// Whether a wrong quotation mark in any file has joined lines into a cell: they may be rows.
    private(set) var losesRows = false
    /// Files of which a part could not be read.
    private(set) var errors: [(file: Int, error: ReadError)] = []

    /// With outlines, a few rows can be read again without all others of their chunks.
    init(_ table: TableInput, progress: CheckProgress?, keepsOutlines: Bool, takesLinesForRows: Bool) {
        files = table.files
        expectedBytes = table.expectedBytes
        self.progress = progress
        self.keepsOutlines = keepsOutlines
        self.takesLinesForRows = takesLinesForRows
        fileStarts = [Int](repeating: 0, count: table.files.count)
        fileRows = [Int](repeating: 0, count: table.files.count)
    }

    /// Hands out the chunks of another feed several times: for each of its own files those of the other's file.
    func repeatChunks(of feed: ChunkFeed, files: [Int]) { repeated = (feed, files) }

    /// Makes rows of the matches in the records of another feed, whose files these are.
    func searchChunks(of feed: ChunkFeed) {
        let searches = files.compactMap(\.search)
        guard searches.count == files.count else { return }
        searched = (feed, files.compactMap(\.repeated), searches.map { CellSearcher($0) })
    }

    /// Fills a chunk with the next matches; `nil` at the end. Call under the lock.
    private func takeMatches(into chunk: RecordChunk) -> Chunk? {
        guard let (feed, own, searchers) = searched else { return nil }
        if unsearched == nil {
            let places = feed.allChunks(into: chunk, progress: progress)
            unsearched = own.enumerated().flatMap { index, file in
                places.filter { $0.file == file }.map { (index, $0.position) }
            }
            for (index, file) in own.enumerated() {
                errors += feed.errors.filter { $0.file == file }.map { (index, $0.error) }
            }
            losesRows = feed.losesRows
            file = 0
        }
        while let all = unsearched, nextUnsearched < all.count {
            let place = all[nextUnsearched]
            nextUnsearched += 1
            while file < place.file { endFile() }
            wake(place.file)
            let failure = feed.lock.withLock { _ in
                Result { () throws(ReadError) in try files[place.file].reader.reread(place.position, into: chunk) }
            }
            do throws(ReadError) { try failure.get() } catch {
                errors.append((place.file, error))
                continue
            }
            let sources = searchers[place.file].replaceRecords(of: chunk)
            guard !sources.isEmpty else { continue }
            let firstRow = fileStarts[place.file] + fileRows[place.file]
            known.append(
                Known(
                    file: place.file, firstRow: firstRow, position: place.position, rowCount: sources.count,
                    sources: sources))
            fileRows[place.file] += sources.count
            position += 1
            return Chunk(index: known.count - 1, file: place.file, firstRow: firstRow)
        }
        while file < files.count { endFile() }
        isComplete = true
        return nil
    }

    /// Goes on to the next file.
    private func endFile() {
        rowsBefore += fileRows[file]
        file += 1
        if file < files.count { fileStarts[file] = rowsBefore }
    }

    /// Where all chunks are, which are read where they were not yet. Not for feeds whose lock is held.
    private func allChunks(into chunk: RecordChunk, progress: CheckProgress?) -> [(file: Int, position: ChunkPosition)]
    {
        lock.withLock { _ in
            let place = position
            position = known.count
            while !isComplete, progress?.isStopped != true, takeNext(into: chunk) != nil {}
            position = place
            return known.map { ($0.file, $0.position) }
        }
    }

    /// The row in whose cell a row that is a match is found; the row itself where it is none.
    package func row(holding row: Int) -> Int {
        guard let (feed, own, _) = searched else { return row }
        var (low, high) = (0, known.count)
        while low < high {
            let middle = (low + high) / 2
            if known[middle].firstRow <= row { low = middle + 1 } else { high = middle }
        }
        guard low > 0, known[low - 1].sources.indices.contains(row - known[low - 1].firstRow) else { return row }
        let place = known[low - 1]
        return feed.fileStarts[own[place.file]] + place.position.firstRecord
            + Int(place.sources[row - place.firstRow])
    }

    /// The number of a row among those of its file, from 1; of a match that of the row in whose cell it is found.
    package func number(of row: Int, file: Int) -> Int {
        guard let (feed, own, _) = searched else { return row - fileStarts[file] + 1 }
        return self.row(holding: row) - feed.fileStarts[own[file]] + 1
    }

    /// Takes over where the repeated chunks are, once all of them have been read. Call under the lock.
    private func takeRepeated() {
        guard let (feed, own) = repeated, !isComplete else { return }
        _ = feed.allChunks(into: RecordChunk(), progress: progress)
        var start = 0
        for (index, file) in own.enumerated() {
            fileStarts[index] = start
            fileRows[index] = feed.fileRows[file]
            for place in feed.known where place.file == file {
                known.append(
                    Known(
                        file: index, firstRow: place.firstRow - feed.fileStarts[file] + start,
                        position: place.position, rowCount: place.rowCount))
            }
            start += fileRows[index]
            errors += feed.errors.filter { $0.file == file }.map { (index, $0.error) }
        }
        (losesRows, isComplete, self.file) = (feed.losesRows, true, files.count)
    }

    /// The same chunks, once all of them have been read, with figures as they are stored.
    func takeChunks(of other: ChunkFeed) {
        readsStored = true
        (known, isComplete, file) = (other.known, true, other.file)
        (fileStarts, fileRows, losesRows, errors) = (other.fileStarts, other.fileRows, other.losesRows, other.errors)
    }

    /// The same chunks, once all of them have been read, with a change.
    func takeChunks(of other: ChunkFeed, changing change: FeedChange?) {
        takeChunks(of: other)
        readsStored = false
        self.change = change
        guard let change else { return }
        // A part of a chunk has records that are numbered otherwise.
        for index in known.indices { known[index].outline = nil }
        if change.cell == nil { leftOut = change.files.sorted().map { fileStarts[$0] + change.record } }
    }

    /// Whether all rows were read, and none may be missing.
    var isWhole: Bool { isComplete && errors.isEmpty && !losesRows }

    /// How many rows there are, once all were read.
    var knownRows: Int? { isWhole ? rowCount : nil }

    /// Makes the change in a chunk that was read again.
    private func makeChange(_ place: Known, in chunk: RecordChunk) {
        guard let change, let cell = change.cell, change.files.contains(place.file) else { return }
        let record = change.record - place.position.firstRecord
        guard 0..<chunk.recordCount ~= record else { return }
        if !chunk.replaceText(record: record, field: cell.field, with: cell.text) { couldChange = false }
    }

    /// Whether the change could be made wherever it was met.
    private(set) var couldChange = true

    private func reread(_ place: Known, into chunk: RecordChunk) throws(ReadError) {
        let reader = files[place.file].reader
        if let feed = repeated?.feed ?? searched?.feed {
            // The reader is the other feed's.
            let failure = feed.lock.withLock { _ in
                Result { () throws(ReadError) in try reread(place, by: reader, into: chunk) }
            }
            try failure.get()
        } else {
            try reread(place, by: reader, into: chunk)
        }
        if let searched { _ = searched.searchers[place.file].replaceRecords(of: chunk) }
    }

    private func reread(_ place: Known, by reader: any TableReader, into chunk: RecordChunk) throws(ReadError) {
        if readsStored {
            try reader.rereadStored(place.position, into: chunk)
        } else {
            try reader.reread(place.position, into: chunk)
            makeChange(place, in: chunk)
        }
    }

    package var rowCount: Int { fileRows.reduce(0, +) }

    /// Starts again at the first chunk.
    func rewind() { position = 0 }

    /// Fills a chunk with the next rows; `nil` at the end, and once the check is cancelled.
    func next(into chunk: RecordChunk) -> Chunk? {
        guard progress?.isStopped != true else { return nil }
        guard let found = take(into: chunk) else { return nil }
        progress?.add(chunk.byteCount)
        return found
    }

    /// Keeps the outline of a chunk whose rows will be read again, if it has one.
    func keepOutline(of chunk: RecordChunk, _ place: Chunk) {
        guard keepsOutlines, chunk.contents.isDivisible, chunk.recordCount >= 64 else { return }
        let isKnown = lock.withLock { _ in known[place.index].outline != nil }
        guard !isKnown else { return }
        let outline = files[place.file].reader.outline(of: chunk)
        lock.withLock { _ in known[place.index].outline = outline }
    }

    private func take(into chunk: RecordChunk) -> Chunk? {
        lock.withLock { _ in
            takeRepeated()
            return takeNext(into: chunk)
        }
    }

    /// Call under the lock.
    private func takeNext(into chunk: RecordChunk) -> Chunk? {
        if position < known.count {
            let found = known[position]
            position += 1
            wake(found.file)
            do throws(ReadError) {
                try reread(found, into: chunk)
                return Chunk(index: position - 1, file: found.file, firstRow: found.firstRow)
            } catch {
                errors.append((found.file, error))
                return nil
            }
        }
        guard !isComplete else { return nil }
        if searched != nil { return takeMatches(into: chunk) }
        while file < files.count {
            wake(file)
            do throws(ReadError) {
                if try files[file].reader.next(into: chunk) {
                    if chunk.faults.contains(where: { $0.kind.losesRows(takingLinesForRows: takesLinesForRows) }) {
                        losesRows = true
                    }
                    let firstRow = fileStarts[file] + chunk.firstRecord
                    known.append(
                        Known(
                            file: file, firstRow: firstRow, position: chunk.position, rowCount: chunk.recordCount))
                    fileRows[file] = chunk.firstRecord + chunk.recordCount
                    position += 1
                    return Chunk(index: known.count - 1, file: file, firstRow: firstRow)
                }
                try files[file].reader.checkSource()
            } catch {
                errors.append((file, error))
            }
            rowsBefore += fileRows[file]
            file += 1
            if file < files.count { fileStarts[file] = rowsBefore }
        }
        isComplete = true
        return nil
    }

    /// Records the files that changed while they were read, finally for reports.
    func checkSources() {
        let known = Set(errors.map(\.file))
        for file in files.indices where !known.contains(file) {
            do throws(ReadError) { try files[file].reader.checkSource() } catch { errors.append((file, error)) }
        }
    }

    /// Makes the reader of a file the active one, and frees the working memory of the one before: there may be
    /// thousands of files. Call under the lock.
    private func wake(_ file: Int) {
        guard file != awake else { return }
        if awake >= 0 { files[awake].reader.rest() }
        awake = file
    }

    /// The number of a row of a file, counted from 0, in the table; `nil` where the file has not so many.
    package func row(_ number: Int, ofFile file: Int) -> Int? {
        guard fileRows.indices.contains(file), 0..<fileRows[file] ~= number else { return nil }
        return fileStarts[file] + number
    }

    /// The file of a row, and the row's number in it.
    package func place(of row: Int) -> (file: Int, row: Int) {
        // Among the files that were reached, the last one that has rows and begins at or before the row.
        var low = 0
        var high = min(file + 1, fileStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if fileStarts[middle] <= row { low = middle } else { high = middle }
        }
        while low > 0, fileRows[low] == 0 { low -= 1 }
        return (low, row - (fileStarts.isEmpty ? 0 : fileStarts[low]))
    }

    /// Reads some rows again, in order; they must be ascending. Calls the body with each row's record in the chunk. Of
    /// a chunk with an outline it reads only the surroundings of the rows, without the faults of records; otherwise,
    /// and on request, the whole chunk once. Several tasks may do so at once, each with a chunk of its own.
    func revisit(
        _ rows: [Int], into chunk: RecordChunk, inWholeChunks isWhole: Bool, unless isAbandoned: () -> Bool,
        _ body: (_ file: Int, _ record: Int, _ row: Int) -> Void
    ) {
        // The reader of the present file: rows ascend, so one is enough.
        var reading: (file: Int, reader: (any RangeReader)?) = (-1, nil)
        var index = 0
        var next = 0
        while next < rows.count {
            let row = rows[next]
            while index + 1 < known.count, known[index + 1].firstRow <= row { index += 1 }
            guard known.indices.contains(index), row >= known[index].firstRow else {
                next += 1
                continue
            }
            if isAbandoned() { return }
            let place = known[index]
            var reader: (any RangeReader)?
            if !isWhole, place.outline != nil {
                if reading.file != place.file { reading = (place.file, files[place.file].reader.makeRangeReader()) }
                reader = reading.reader
            }
            let rowsEnd = place.firstRow + max(place.rowCount, row - place.firstRow + 1)
            var end = next + 1
            while end < rows.count, rows[end] < rowsEnd, reader == nil || rows[end] - rows[end - 1] <= Self.nearRows {
                end += 1
            }
            defer { next = end }
            do throws(ReadError) {
                if let reader, let outline = place.outline {
                    let records = row - place.firstRow..<rows[end - 1] - place.firstRow + 1
                    try reader.read(outline.position(holding: records), into: chunk)
                } else {
                    try readWhole(place, needing: rows[next..<end].map { $0 - place.firstRow }, into: chunk)
                }
            } catch {
                lock.withLock { _ in errors.append((place.file, error)) }
                continue
            }
            let firstRow = place.firstRow + chunk.firstRecord - place.position.firstRecord
            for row in rows[next..<end] where row - firstRow < chunk.recordCount {
                body(place.file, row - firstRow, row)
            }
        }
    }

    /// Rows that are no further apart are read in one part.
    private static let nearRows = 48

    private func readWhole(_ place: Known, needing records: [Int], into chunk: RecordChunk) throws(ReadError) {
        let failure = lock.withLock { _ -> ReadError? in
            wake(place.file)
            do throws(ReadError) {
                if searched != nil {
                    try reread(place, into: chunk)
                } else {
                    try files[place.file].reader.reread(
                        place.position, needing: records, stored: readsStored, into: chunk)
                    makeChange(place, in: chunk)
                }
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }
}
