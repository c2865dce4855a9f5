// The typed columns of a batch of rows, with the faults of their cells.

import Catalog
package import Checking
package import Quantities
package import Tables

/// One column of a batch.
final class DecodedColumn {
    private let type: ValueType
    private let capacity: Int
    private var given: BatchCells?
    private lazy var room = Room(capacity: capacity)
    /// The faults of each cell, and of all cells together.
    var verdicts: UnsafeMutablePointer<UInt8> { room.verdicts }
    fileprivate(set) var found: CellFaults = []
    fileprivate var faults: Mask?
    /// What came of figures whose units stand in another column; `nil` where the column has no such figures.
    fileprivate var units: UnitColumn.Result?
    /// The rows whose cell is to be a unit of another column's figure, and cannot be read as one.
    fileprivate var unreadableUnits: Mask?
    /// The rows whose figure is not rounded as the column says; `nil` where the column says nothing.
    fileprivate var unrounded: Mask?
    /// The dictionary with the distinct cells, where every row's cell has a number in it.
    fileprivate(set) var dictionary: DictionaryColumn?
    var numbers: UnsafeMutablePointer<UInt16> { room.numbers }
    fileprivate var spans: UnsafeMutablePointer<CellSpan> { room.spans }
    /// The vector, created when it is first needed.
    private var made: Vector?
    private var isFilled = false

    init(_ type: ValueType, capacity: Int) {
        self.type = type
        self.capacity = capacity
    }

    /// The buffers of a column, created when it first has cells.
    private final class Room {
        let verdicts: UnsafeMutablePointer<UInt8>
        let numbers: UnsafeMutablePointer<UInt16>
        let spans: UnsafeMutablePointer<CellSpan>

        init(capacity: Int) {
            verdicts = .allocate(capacity: capacity)
            numbers = .allocate(capacity: capacity)
            spans = .allocate(capacity: capacity)
        }

        deinit {
            verdicts.deallocate()
            numbers.deallocate()
            spans.deallocate()
        }
    }

    /// Drops the last batch's cells.
    fileprivate func reset() {
        given = nil
        found = []
        faults = nil
        dictionary = nil
        units = nil
        unreadableUnits = nil
        unrounded = nil
        isFilled = false
    }

    /// The cells without their quotes.
    var cells: CellColumn? {
        if let given, let chunk = given.chunk {
            chunk.unquote(spans, count: given.count)
            self.given = BatchCells(column: given.column, chunk: nil)
        }
        return given?.column
    }

    /// Sets cells without faults and values.
    fileprivate func take(_ cells: CellColumn) { given = BatchCells(column: cells, chunk: nil) }

    /// Sets the cells to be read; reading happens on demand.
    fileprivate func begin(_ cells: BatchCells, _ reader: ColumnDecoder, usesDictionary: Bool) {
        given = cells
        reader.begin(cells, usesDictionary: usesDictionary)
    }

    fileprivate func finish(_ reader: ColumnDecoder) { (dictionary, found) = reader.read(for: self) }

    /// Sets a dictionary's distinct cells as its rows.
    fileprivate func takeEntries(of dictionary: DictionaryColumn) {
        take(dictionary.column)
        made = dictionary.vector
        faults = dictionary.faults
        isFilled = true
    }

    /// The vector, to be filled.
    func filled() -> Vector {
        let vector = made ?? Vector(type, capacity: capacity)
        made = vector
        isFilled = true
        return vector
    }

    /// Makes its figures stand for themselves alone.
    func markExact(count: Int) {
        guard case .figure(let figures)? = made else { return }
        for row in 0..<count
        where figures.state[row] == .value && figures.flags[row].isDisjoint(with: [.scaled, .approximate]) {
            figures.flags[row].insert(.exact)
        }
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

    /// Marks some cells as faulty: they are unknown from here on. `ofRows` are those whose fault does not follow from
    /// their text alone.
    fileprivate func add(faults rows: Mask, ofRows: Mask?, count: Int) {
        guard !rows.isEmpty else { return }
        if faults == nil { faults = Mask(count: count) }
        faults?.formUnion(rows)
        // The other faults are in the dictionary already.
        if dictionary != nil, ofRows?.isEmpty ?? true { return }
        let vector = vector(count)
        dictionary = nil
        rows.eachRow { vector.clear($0) }
    }
}

/// A batch of one file's rows. Owned by one worker and refilled again and again.
package final class Batch {
    package let table: CheckedTable
    /// The decoder of each column.
    package let readers: [ColumnDecoder]
    private let columns: [DecodedColumn]
    /// The columns whose units stand in another one.
    private let units: [(column: Int, reader: UnitColumn)]
    /// The same, each with that one.
    package let unitColumns: [(column: Int, unit: Int)]
    /// The columns whose figures are rounded more than they show.
    private let roundedColumns: [Int]
    /// The columns that the batch's file does not have.
    private var lacking: Set<Int> = []
    /// Whether the cells of a column that the file should have and lacks are faulty.
    private let missingIsFault: Bool
    /// Scratch space for cells that are not wanted.
    private let unasked: UnsafeMutablePointer<CellSpan>
    /// The most rows of a batch.
    package let capacity: Int
    /// How many rows it holds.
    package private(set) var count = 0
    /// The number of the first row in the table, from 0, over all its files.
    package var firstRow = 0
    /// The rows that repeat their file's header and do not count as rows; `nil` where there is none.
    package var headers: Mask?
    /// The rows of its files that are another table's; `nil` where there is none.
    package var others: Mask?

    package init(_ table: CheckedTable, _ rules: RuleSet, capacity: Int) {
        self.table = table
        self.capacity = capacity
        missingIsFault = rules.structural.isFault(.missingColumn)
        unasked = .allocate(capacity: capacity)
        readers = table.columns.map { ColumnDecoder($0, rules, capacity: capacity) }
        columns = table.columns.map { DecodedColumn($0.type.valueType, capacity: capacity) }
        units = table.columns.enumerated().compactMap { index, column in
            column.unitColumn.map { (index, UnitColumn(table.columns[$0], at: $0)) }
        }
        unitColumns = units.map { ($0.column, $0.reader.unit) }
        roundedColumns = table.columns.indices.filter { table.columns[$0].rounding != nil }
        for (_, reader) in units { readers[reader.unit].holdsUnits = true }
    }

    deinit { unasked.deallocate() }

    /// A batch whose rows are the distinct cells of one column of another batch; all other columns are unknown.
    package init(entriesOf batch: Batch) {
        table = batch.table
        missingIsFault = batch.missingIsFault
        capacity = batchRows
        unasked = .allocate(capacity: 1)
        readers = batch.readers
        columns = table.columns.map { DecodedColumn($0.type.valueType, capacity: batchRows) }
        units = []
        unitColumns = []
        roundedColumns = []
    }

    /// Fills a column with a dictionary's distinct cells, as the rows.
    package func fill(_ column: Int, from dictionary: DictionaryColumn) {
        count = dictionary.count
        columns[column].takeEntries(of: dictionary)
    }

    /// Fills the wanted columns with some records of a chunk, of a file with this layout. A dictionary holds the faults
    /// of its cells, so it can replace reading them where faults are wanted.
    package func fill(
        _ chunk: RecordChunk, records: Range<Int>, layout: [ColumnSource], wanted: [Bool], usesDictionaries: Bool
    ) {
        let wanted = withUnits(wanted)
        count = records.count
        headers = nil
        others = nil
        lacking.removeAll(keepingCapacity: true)
        for (index, source) in layout.enumerated() where source.isLacking { lacking.insert(index) }
        chunk.resetTexts()
        for column in columns { column.reset() }
        let places = usesDictionaries ? rawPlaces(chunk, records, layout, wanted) : nil
        if places == nil { takeTexts(chunk, records, layout, wanted) }
        // From here on the bytes must not move.
        let base = UnsafePointer(chunk.bytes)
        var read: [Int] = []
        for (index, column) in columns.enumerated() where wanted[index] {
            let cells = CellColumn(
                base: base, spans: column.spans, count: count, isPadded: true)
            switch layout[index] {
            case .field, .path:
                let isRaw = places != nil && readers[index].takesRaw
                column.begin(
                    BatchCells(column: cells, chunk: isRaw ? chunk : nil), readers[index],
                    usesDictionary: usesDictionaries)
                read.append(index)
            case .absent:
                column.take(cells)
                column.filled().clearAll(count: count)
            case .missing:
                column.take(cells)
                column.filled().clearAll(count: count)
                if missingIsFault { column.faults = Mask(count: count, all: true) }
            }
        }
        if let places {
            chunk.takeRaw(records: records, into: places)
            for index in read where !readers[index].takesRaw { chunk.unquote(columns[index].spans, count: count) }
        }
        for index in read { columns[index].finish(readers[index]) }
        for (index, reader) in units where wanted[index] && !layout[index].isLacking {
            giveUnits(reader, toColumn: index, layout[reader.unit])
        }
        for index in roundedColumns where wanted[index] && !layout[index].isLacking { round(index) }
    }

    /// The wanted columns, and those in which their units stand.
    private func withUnits(_ wanted: [Bool]) -> [Bool] {
        if units.isEmpty { return wanted }
        var all = wanted
        for (column, reader) in units where wanted[column] { all[reader.unit] = true }
        return all
    }

    private func giveUnits(_ reader: UnitColumn, toColumn index: Int, _ source: ColumnSource) {
        let vector = columns[index].vector(count)
        switch source {
        // Without the column figures are as they are printed.
        case .absent: return
        case .missing:
            if missingIsFault { columns[index].units = reader.withhold(vector, count: count) }
        case .field, .path:
            guard let cells = columns[reader.unit].cells else { return }
            let result = reader.give(cells, to: vector, count: count, rounding: table.columns[index].rounding)
            columns[index].units = result
            columns[index].unrounded = result.unrounded
            guard !result.unreadable.isEmpty else { return }
            columns[reader.unit].unreadableUnits =
                columns[reader.unit].unreadableUnits?.union(result.unreadable) ?? result.unreadable
        }
    }

    /// Makes figures stand for what rounds to them, unless that was done with their units.
    private func round(_ index: Int) {
        guard columns[index].unrounded == nil, let rounding = table.columns[index].rounding,
            case .figure(let figures) = columns[index].vector(count)
        else { return }
        var unrounded = Mask(count: count)
        for row in 0..<count where figures.state[row] == .value {
            if !rounding.apply(to: figures, row) { unrounded[row] = true }
        }
        columns[index].unrounded = unrounded
    }

    /// The rows of a column whose figure is not rounded as the column says; `nil` where it says nothing.
    func unrounded(_ column: Int) -> Mask? { columns[column].unrounded }

    /// The rows of a column whose figure takes its unit from another column, with that column; `nil` where none does.
    package func bareFigures(_ column: Int) -> (rows: Mask, units: Int)? {
        guard let units = columns[column].units, let unit = table.columns[column].unitColumn else { return nil }
        return (units.bare, unit)
    }

    /// The rows of a column whose figure prints another unit than stands in the column of units.
    func unitsDisagree(_ column: Int) -> Mask? { columns[column].units?.disagreeing }

    /// The rows of a column of units whose cell is needed and cannot be read.
    func unreadableUnits(_ column: Int) -> Mask? { columns[column].unreadableUnits }

    /// Destinations for the raw cells of all fields of some records; `nil` where it is better to take them as texts.
    /// Makes room for the texts.
    private func rawPlaces(
        _ chunk: RecordChunk, _ records: Range<Int>, _ layout: [ColumnSource], _ wanted: [Bool]
    ) -> [UnsafeMutablePointer<CellSpan>]? {
        let size = chunk.byteCount(of: records)
        // Without quoting a quote is an ordinary character and must not be taken for one that opens a cell.
        guard chunk.quote == 0x22, size < 1 << 20, let common = chunk.commonFieldCount(records), common <= 256 else {
            return nil
        }
        var places = [UnsafeMutablePointer<CellSpan>](repeating: unasked, count: common)
        for (index, column) in columns.enumerated() where wanted[index] {
            switch layout[index] {
            case .field(let field):
                guard field < common, places[field] == unasked else { return nil }
                places[field] = column.spans
            case .path: return nil
            case .absent, .missing:
                column.spans.initialize(repeating: CellSpan(offset: 0, length: 0), count: count)
            }
        }
        // A cell is made a text three times at most (for the dictionary or in full, with its column, and where cells
        // are wanted), and that must not move the others.
        chunk.reserve(chunk.byteCount + 4 * size)
        return places
    }

    /// Takes the cells without their quotes.
    private func takeTexts(
        _ chunk: RecordChunk, _ records: Range<Int>, _ layout: [ColumnSource], _ wanted: [Bool]
    ) {
        for (index, column) in columns.enumerated() where wanted[index] {
            switch layout[index] {
            case .field(let field): chunk.take(field: field, records: records, into: column.spans)
            case .path(let text):
                // A part of the path is appended to the chunk's texts, once per batch.
                let place = chunk.addText(text)
                column.spans.initialize(repeating: place, count: count)
            case .absent, .missing:
                column.spans.initialize(repeating: CellSpan(offset: 0, length: 0), count: count)
            }
        }
    }

    /// Whether the batch's file has no such column.
    package func lacks(_ column: Int) -> Bool { lacking.contains(column) }

    /// The rows that count: the table's own but repeated headers.
    package var rows: Mask { headers.map { ownRows.subtracting($0) } ?? ownRows }

    /// The rows that count, here or in the table of the rows that are set apart.
    package var rowsWithTotals: Mask {
        let all = Mask(count: count, all: true)
        return headers.map { all.subtracting($0) } ?? all
    }

    /// All rows but those that are another table's.
    package var ownRows: Mask {
        let all = Mask(count: count, all: true)
        return others.map { all.subtracting($0) } ?? all
    }

    /// Whether a row is the table's own.
    package func isOwn(_ row: Int) -> Bool { !(others?[row] ?? false) }

    /// The values of a column; unknown for faulty cells.
    package func vector(_ column: Int) -> Vector { columns[column].vector(count) }

    /// The cells of a wanted column, untrimmed.
    package func cells(_ column: Int) -> CellColumn? { columns[column].cells }

    /// A cell of a wanted column, untrimmed.
    package func cell(_ row: Int, column: Int) -> UnsafeBufferPointer<UInt8>? { cells(column)?.bytes(row) }

    /// The rows with a faulty cell in a column; `nil` where there is none.
    package func faults(_ column: Int) -> Mask? { columns[column].faults }

    package func isFaulty(_ row: Int, column: Int) -> Bool { faults(column)?[row] ?? false }

    /// The faults of a column's cells: of all together, and of each row.
    package func verdicts(_ column: Int) -> (all: CellFaults, rows: UnsafePointer<UInt8>) {
        (columns[column].found, UnsafePointer(columns[column].verdicts))
    }

    /// The distinct cells of a column and the number of each row's cell among them; `nil` where any row's cell has no
    /// number.
    package func dictionary(_ column: Int) -> (entries: DictionaryColumn, numbers: UnsafePointer<UInt16>)? {
        columns[column].dictionary.map { ($0, UnsafePointer(columns[column].numbers)) }
    }

    /// Marks some cells as faulty: they are unknown from here on. `ofRows` are those whose fault does not follow from
    /// their text alone.
    package func addFaults(_ rows: Mask, ofRows: Mask?, column: Int) {
        columns[column].add(faults: rows, ofRows: ofRows, count: count)
    }
}
