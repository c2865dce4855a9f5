// The chunks of a table's files, one after the other, as often as they are wanted.

import Findings
import Synchronization
import Tables

/// Hands out a table's chunks in order, to any number of workers, and remembers where each was, so that later passes and reports read them again.
final class ChunkFeed: @unchecked Sendable {
    struct Chunk {
        var index: Int
        var file: Int
        /// The number of its first row in the table.
        var firstRow: Int
    }

    private struct Known {
        var file: Int
        var firstRow: Int
        var mark: ChunkMark
    }

    private let files: [FileInput]
    private let progress: CheckProgress?
    private let lock = Mutex(())
    private var known: [Known] = []
    private var isComplete = false
    private var file = 0
    private var rowsBefore = 0
    private var position = 0
    /// For each file the number of its first row, and the number of its rows, once it has been read.
    private(set) var fileStarts: [Int] = []
    private(set) var fileRows: [Int]
    /// Files of which a part could not be read.
    private(set) var errors: [(file: Int, error: ReadError)] = []

    init(_ table: TableInput, progress: CheckProgress?) {
        files = table.files
        self.progress = progress
        fileStarts = [Int](repeating: 0, count: table.files.count)
        fileRows = [Int](repeating: 0, count: table.files.count)
    }

    var rowCount: Int { fileRows.reduce(0, +) }

    /// Starts again at the first chunk.
    func rewind() { position = 0 }

    /// Fills a chunk with the next rows; `nil` at the end, and as soon as the check is to end.
    func next(into chunk: RecordChunk) -> Chunk? {
        guard progress?.isStopped != true else { return nil }
        let found = take(into: chunk)
        if found != nil { progress?.add(chunk.byteCount) }
        return found
    }

    private func take(into chunk: RecordChunk) -> Chunk? {
        lock.withLock { _ in
            if position < known.count {
                let found = known[position]
                position += 1
                do throws(ReadError) {
                    try files[found.file].reader.revisit(found.mark, into: chunk)
                    return Chunk(index: position - 1, file: found.file, firstRow: found.firstRow)
                } catch {
                    errors.append((found.file, error))
                    return nil
                }
            }
            guard !isComplete else { return nil }
            while file < files.count {
                do throws(ReadError) {
                    if try files[file].reader.next(into: chunk) {
                        let firstRow = fileStarts[file] + chunk.firstRecord
                        known.append(Known(file: file, firstRow: firstRow, mark: chunk.mark))
                        fileRows[file] = chunk.firstRecord + chunk.recordCount
                        position += 1
                        return Chunk(index: known.count - 1, file: file, firstRow: firstRow)
                    }
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
    }

    /// The file of a row, and the row's number in it.
    func place(of row: Int) -> (file: Int, row: Int) {
        var found = 0
        for index in fileStarts.indices where fileStarts[index] <= row && fileRows[index] > 0 { found = index }
        return (found, row - fileStarts[found])
    }

    /// Reads again the chunks that hold some rows, each once, in order; the rows must be ascending. Calls the body with a row's record in its chunk.
    /// Several tasks may do so at once, each with a chunk of its own.
    func revisit(
        _ rows: [Int], into chunk: RecordChunk, unless isAbandoned: () -> Bool,
        _ body: (_ file: Int, _ record: Int, _ row: Int) -> Void
    ) {
        var filled = -1
        var index = 0
        for row in rows {
            while index + 1 < known.count, known[index + 1].firstRow <= row { index += 1 }
            guard known.indices.contains(index), row >= known[index].firstRow else { continue }
            if filled != index {
                if isAbandoned() { return }
                let isFilled = lock.withLock { _ in
                    do throws(ReadError) {
                        try files[known[index].file].reader.revisit(known[index].mark, into: chunk)
                        return true
                    } catch {
                        errors.append((known[index].file, error))
                        return false
                    }
                }
                guard isFilled else { continue }
                filled = index
            }
            let record = row - known[index].firstRow
            guard record < chunk.recordCount else { continue }
            body(known[index].file, record, row)
        }
    }
}
