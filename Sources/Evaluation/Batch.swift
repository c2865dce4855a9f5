// The typed columns of a slice of rows, with the faults of their cells.

import Checking
import Quantities
import Tables

/// One column of a batch.
final class BatchColumn {
    private let type: ValueType
    fileprivate(set) var cells: CellColumn?
    /// What each cell was found to be, and all of it together.
    let verdicts: UnsafeMutablePointer<UInt8>
    fileprivate(set) var found: CellVerdict = []
    fileprivate var faults: Mask?
    /// The number of each row's cell in the dictionary, where all have one.
    fileprivate(set) var dictionary: ColumnDictionary?
    fileprivate let numbers: UnsafeMutablePointer<UInt16>
    fileprivate let spans: UnsafeMutablePointer<CellSpan>
    /// Made when it is first asked for.
    private var made: Vector?
    private var isFilled = false

    init(_ type: ValueType) {
        self.type = type
        verdicts = .allocate(capacity: sliceRows)
        numbers = .allocate(capacity: sliceRows)
        spans = .allocate(capacity: sliceRows)
    }

    deinit {
        verdicts.deallocate()
        numbers.deallocate()
        spans.deallocate()
    }

    /// Lets go of the last slice's cells.
    fileprivate func reset() {
        cells = nil
        found = []
        faults = nil
        dictionary = nil
        isFilled = false
    }

    fileprivate func read(_ cells: CellColumn, _ reader: ColumnReader, usesDictionary: Bool) {
        self.cells = cells
        if usesDictionary {
            (dictionary, found) = reader.number(cells, into: numbers, orInto: filled, verdicts: verdicts)
        } else {
            found = reader.read(cells, into: filled(), verdicts: verdicts)
        }
    }

    /// Takes a dictionary's distinct cells for its rows.
    fileprivate func takeEntries(of dictionary: ColumnDictionary) {
        cells = dictionary.column
        made = dictionary.vector
        faults = dictionary.faults
        isFilled = true
    }

    /// The vector, to be filled.
    fileprivate func filled() -> Vector {
        let vector = made ?? Vector(type, capacity: sliceRows)
        made = vector
        isFilled = true
        return vector
    }

    fileprivate func vector(_ count: Int) -> Vector {
        if isFilled, let made { return made }
        let vector = filled()
        if let dictionary {
            vector.gather(dictionary.vector, numbers, count: count)
        } else {
            vector.clearAll(count: count)
        }
        return vector
    }

    /// Notes that some cells are faulty: they are unknown from here on. `ofRows` are those whose fault is none of their cell's alone.
    fileprivate func add(faults rows: Mask, ofRows: Mask?, count: Int) {
        guard !rows.isEmpty else { return }
        if faults == nil { faults = Mask(count: count) }
        faults?.formUnion(rows)
        // The dictionary knows the other ones.
        if dictionary != nil, ofRows?.isEmpty ?? true { return }
        let vector = vector(count)
        dictionary = nil
        rows.eachRow { vector.clear($0) }
    }
}

/// A slice of one file's rows. Owned by one worker and filled again and again.
final class Batch {
    let table: CheckedTable
    let readers: [ColumnReader]
    private let columns: [BatchColumn]
    private(set) var count = 0
    /// The number of the first row in the table, from 0, over all its files.
    var firstRow = 0
    /// The slice's first record in its chunk.
    private(set) var firstRecord = 0

    init(_ table: CheckedTable, schemes: [CheckedScheme]) {
        self.table = table
        readers = table.columns.map { ColumnReader($0, schemes: schemes) }
        columns = table.columns.map { BatchColumn($0.type.valueType) }
    }

    /// A batch whose rows are the distinct cells of one column of another, all other columns being unknown.
    init(entriesOf batch: Batch) {
        table = batch.table
        readers = batch.readers
        columns = table.columns.map { BatchColumn($0.type.valueType) }
    }

    /// Takes a dictionary's distinct cells for the rows.
    func fill(_ column: Int, from dictionary: ColumnDictionary) {
        count = dictionary.count
        columns[column].takeEntries(of: dictionary)
    }

    /// Fills the wanted columns with some records of a chunk, of a file with this layout. Dictionaries know which cells are faulty: they are
    /// used where that is asked for.
    func fill(
        _ chunk: RecordChunk, records: Range<Int>, layout: [ColumnSource], wanted: [Bool], usesDictionaries: Bool
    ) {
        count = records.count
        firstRecord = records.lowerBound
        chunk.resetTexts()
        let common = chunk.commonFieldCount(records)
        for (index, column) in columns.enumerated() {
            column.reset()
            guard wanted[index] else { continue }
            switch layout[index] {
            case .field(let field):
                if let common {
                    chunk.take(field: field, records: records, ofCommonCount: common, into: column.spans)
                } else {
                    chunk.take(field: field, records: records, into: column.spans)
                }
            case .path(let text):
                // A part of the path is put behind the chunk's texts, once for the slice.
                let place = chunk.addText(text)
                column.spans.initialize(repeating: place, count: count)
            case .absent, .missing:
                column.spans.initialize(repeating: CellSpan(offset: 0, length: 0), count: count)
            }
        }
        let base = UnsafePointer(chunk.bytes)
        for (index, column) in columns.enumerated() where wanted[index] {
            let cells = CellColumn(
                base: base, spans: column.spans, count: count, readable: chunk.capacity + RecordChunk.slack)
            switch layout[index] {
            case .field, .path: column.read(cells, readers[index], usesDictionary: usesDictionaries)
            case .absent:
                column.cells = cells
                column.filled().clearAll(count: count)
            case .missing:
                column.cells = cells
                column.filled().clearAll(count: count)
                column.faults = Mask(count: count, all: true)
            }
        }
    }

    func vector(_ column: Int) -> Vector { columns[column].vector(count) }

    /// The cells of a wanted column, untrimmed.
    func cells(_ column: Int) -> CellColumn? { columns[column].cells }

    func cell(_ row: Int, column: Int) -> UnsafeBufferPointer<UInt8>? { cells(column)?.bytes(row) }

    func faults(_ column: Int) -> Mask? { columns[column].faults }

    func isFaulty(_ row: Int, column: Int) -> Bool { faults(column)?[row] ?? false }

    /// What the cells of a column were found to be.
    func verdicts(_ column: Int) -> (all: CellVerdict, rows: UnsafePointer<UInt8>) {
        (columns[column].found, UnsafePointer(columns[column].verdicts))
    }

    /// The distinct cells of a column and the number of each row's, where every row has one.
    func dictionary(_ column: Int) -> (entries: ColumnDictionary, numbers: UnsafePointer<UInt16>)? {
        columns[column].dictionary.map { ($0, UnsafePointer(columns[column].numbers)) }
    }

    /// Notes that some cells are faulty: they are unknown from here on. `ofRows` are those whose fault is none of their cell's alone.
    func addFaults(_ rows: Mask, ofRows: Mask?, column: Int) {
        columns[column].add(faults: rows, ofRows: ofRows, count: count)
    }
}
