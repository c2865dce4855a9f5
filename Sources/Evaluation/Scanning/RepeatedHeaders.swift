// Headers among a table's rows: the rows below one have the cells that it has.

import Locations
import Tables

/// A header among the rows.
package struct HeaderAmongRows {
    var file: Int
    var row: Int
    package var line: Int
    package var cells: Int
}

/// The first headers among a table's rows, in their order.
package struct RepeatedHeaders {
    private var headers: [HeaderAmongRows] = []
    /// How many are kept: there are no more than returns that were joined.
    private static let most = 1_000
    /// Whether there were more.
    private var isCut = false

    /// Records a record that repeats its file's header.
    mutating func add(_ fault: RecordFault, of chunk: RecordChunk, file: Int, row: Int) {
        guard case .repeatedHeader = fault.kind else { return }
        guard headers.count < Self.most else {
            isCut = true
            return
        }
        let line = chunk.location(record: fault.record).line
        headers.append(HeaderAmongRows(file: file, row: row, line: line, cells: chunk.fieldCount(fault.record)))
    }

    /// Adds those of a later part of the table.
    mutating func append(_ other: Self) {
        let room = Self.most - headers.count
        isCut = isCut || other.isCut || other.headers.count > room
        headers += other.headers.prefix(room)
    }

    /// The last header above a row of a file; `nil` also where a header that was not kept may be nearer.
    package func last(above row: Int, file: Int) -> HeaderAmongRows? {
        var (low, high) = (0, headers.count)
        while low < high {
            let middle = (low + high) / 2
            if headers[middle].row < row { low = middle + 1 } else { high = middle }
        }
        guard low < headers.count || !isCut else { return nil }
        return low > 0 && headers[low - 1].file == file ? headers[low - 1] : nil
    }
}
