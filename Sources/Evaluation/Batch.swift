// The typed columns of a slice of rows, with the faults of their cells.

import Checking
import Patterns
import Quantities
import Tables

/// A column's cells become a vector through one of these: what must be known for it, made once for each worker.
final class ColumnReader {
    let column: CheckedColumn
    let isRequired: Bool
    let isChoice: Bool
    private let markers: Markers
    private let labels: Labels?
    let matcher: PatternMatcher?

    init(_ column: CheckedColumn, schemes: [CheckedScheme]) {
        self.column = column
        isRequired = column.isRequired
        if case .choice = column.type { isChoice = true } else { isChoice = false }
        markers = Markers(adding: column.missing)
        switch column.type {
        case .status(let scheme): labels = Labels(schemes[scheme].labels.map(\.text))
        case .choice(let choices): labels = Labels(choices)
        default: labels = nil
        }
        matcher = column.pattern?.makeMatcher()
    }

    /// Reads a slice's cells into a vector of the column's type.
    func read(_ cells: CellColumn, into vector: Vector) {
        switch (vector, column.type) {
        case (.figure(let figures), .figure(let kind)): readFigures(cells, as: kind, markers: markers, into: figures)
        case (.target(let targets), _): readTargets(cells, markers: markers, into: targets)
        case (.code(let codes), .date): readDates(cells, markers: markers, into: codes)
        case (.code(let codes), .period(let month)):
            readPeriods(cells, yearFrom: month, markers: markers, into: codes)
        case (.code(let codes), _):
            if let labels { readLabels(cells, labels: labels, markers: markers, into: codes) }
        case (.truth(let truths), _): readFlags(cells, markers: markers, into: truths)
        case (.text(let texts), _): readTexts(cells, into: texts)
        default: break
        }
    }
}

/// A slice of one file's rows. Owned by one worker and filled again and again.
final class Batch {
    let table: CheckedTable
    let readers: [ColumnReader]
    private(set) var vectors: [Vector?]
    private var spans: [UnsafeMutablePointer<CellSpan>?]
    private var faults: [Mask?]
    private(set) var count = 0
    /// The number of the first row in the table, from 0, over all its files.
    var firstRow = 0
    /// The slice's first record in its chunk.
    private(set) var firstRecord = 0
    private var base = TextVector.nothing
    /// Texts of path parts, as cells.
    private let constants = TextVector(capacity: 1)

    init(_ table: CheckedTable, schemes: [CheckedScheme]) {
        self.table = table
        readers = table.columns.map { ColumnReader($0, schemes: schemes) }
        vectors = table.columns.map { _ in nil }
        spans = table.columns.map { _ in nil }
        faults = table.columns.map { _ in nil }
    }

    deinit {
        for case let span? in spans { span.deallocate() }
    }

    /// Fills the wanted columns with some records of a chunk, of a file with this layout.
    func fill(_ chunk: RecordChunk, records: Range<Int>, layout: [ColumnSource], wanted: [Bool]) {
        count = records.count
        firstRecord = records.lowerBound
        chunk.resetTexts()
        for index in table.columns.indices where wanted[index] {
            let span = spans[index] ?? .allocate(capacity: sliceRows)
            spans[index] = span
            switch layout[index] {
            case .field(let field): chunk.take(field: field, records: records, into: span)
            case .path(let text):
                // A part of the path is put behind the chunk's texts, once for the slice.
                let place = chunk.addText(text)
                span.initialize(repeating: place, count: count)
            case .absent, .missing: span.initialize(repeating: CellSpan(offset: 0, length: 0), count: count)
            }
        }
        base = UnsafePointer(chunk.bytes)
        for index in table.columns.indices {
            faults[index] = nil
            guard wanted[index], let span = spans[index] else { continue }
            let vector = vectors[index] ?? Vector(table.columns[index].type.valueType, capacity: sliceRows)
            vectors[index] = vector
            switch layout[index] {
            case .field, .path: readers[index].read(CellColumn(base: base, spans: span, count: count), into: vector)
            case .absent: vector.clearAll(count: count)
            case .missing:
                vector.clearAll(count: count)
                faults[index] = Mask(count: count, all: true)
            }
        }
    }

    func vector(_ column: Int) -> Vector {
        if let vector = vectors[column] { return vector }
        let vector = Vector(table.columns[column].type.valueType, capacity: sliceRows)
        vector.clearAll(count: count)
        vectors[column] = vector
        return vector
    }

    /// The cells of a wanted column, untrimmed.
    func cells(_ column: Int) -> CellColumn? {
        spans[column].map { CellColumn(base: base, spans: $0, count: count) }
    }

    func cell(_ row: Int, column: Int) -> UnsafeBufferPointer<UInt8>? { cells(column)?.bytes(row) }

    func faults(_ column: Int) -> Mask? { faults[column] }

    func isFaulty(_ row: Int, column: Int) -> Bool { faults[column]?[row] ?? false }

    /// Notes that some cells are faulty: they are unknown from here on.
    func addFaults(_ rows: Mask, column: Int) {
        guard !rows.isEmpty else { return }
        if faults[column] == nil { faults[column] = Mask(count: count) }
        faults[column]?.formUnion(rows)
        guard let vector = vectors[column] else { return }
        rows.eachRow { vector.clear($0) }
    }
}
