// Decodes a column's cells into values, with the faults of each cell.

import Checking
package import Patterns
package import Quantities
import Tables

/// What decoding finds in one cell, whether or not anything looks for it. The bits of dates and periods overlap those
/// of figures.
package struct CellFaults: OptionSet {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    static let blank = CellFaults(rawValue: 1)
    package static let unreadable = CellFaults(rawValue: 2)
    /// It does not match the column's pattern.
    static let misfit = CellFaults(rawValue: 4)
    static let irregular = CellFaults(rawValue: 8)
    static let spreadsheetError = CellFaults(rawValue: 16)
    /// It is a number in words.
    static let inWords = CellFaults(rawValue: 32)
    /// Words that begin with a figure, or are nearly one.
    static let nearlyFigure = CellFaults(rawValue: 64)

    /// Dates and periods only: a time of day follows. The bit is shared with figures.
    package static let time = irregular
    /// Dates and periods only: it can be read in two ways and was read in the column's. Together with `unreadable`:
    /// only the other order of day and month gives a date.
    package static let ordered = CellFaults(rawValue: 32)
    package static let pairedYear = CellFaults(rawValue: 64)
    package static let otherWay = CellFaults(rawValue: 128)
    /// Together with `pairedYear` or `otherWay`: a year or month written with a stroke.
    package static let stroked = ordered
    /// A year of two digits that may be another year, or a day; the combination has no other meaning.
    package static let shortYear: CellFaults = [.pairedYear, .otherWay]
    package static let noticed: CellFaults = [.time, .ordered, .pairedYear, .otherWay]
}

extension CellFaults {
    init(_ notices: CalendarNotices) {
        self = []
        if notices.contains(.time) { insert(.time) }
        if notices.contains(.ordered) { insert(.ordered) }
        if notices.contains(.pairedYear) { insert(.pairedYear) }
        if notices.contains(.otherWay) { insert(.otherWay) }
    }
}

/// The cells of a column for a batch.
struct BatchCells {
    let column: CellColumn
    /// For raw cells, with their quotes: the chunk that can remove the quotes, and has room for that. `nil` for texts.
    let chunk: RecordChunk?

    var areRaw: Bool { chunk != nil }
    var count: Int { column.count }

    /// The text of the cell at a place.
    func text(at place: CellSpan) -> UnsafeBufferPointer<UInt8> {
        let span = chunk?.text(of: place) ?? place
        return UnsafeBufferPointer(start: column.base + Int(span.offset), count: Int(span.length))
    }
}

/// Turns a column's cells into a vector. Holds what that needs to know of the column; each worker has its own.
package final class ColumnDecoder {
    let column: CheckedColumn
    /// Whether its cells are dates or periods.
    package let isCalendar: Bool
    /// What is looked for in its cells.
    let questions: CellQuestions
    private let markers: Markers
    private let labels: Labels?
    private let matcher: PatternMatcher?
    private let bits: UnsafeMutablePointer<UInt64>
    private let capacity: Int
    private lazy var texts = TextVector(capacity: capacity)
    /// The distinct cells of the column, as long as they are few.
    private(set) var dictionary: DictionaryColumn?
    /// The shapes of the column's figures, as long as they are few.
    private var shapes: DigitTemplates?
    /// How many batches in a row had mostly cells that the dictionary lacks.
    private var misses = 0
    private var rest: CellRest?

    init(_ column: CheckedColumn, _ rules: RuleSet, capacity: Int) {
        self.column = column
        self.capacity = capacity
        let schemes = rules.schemes
        questions = CellQuestions(column, rules)
        isCalendar = column.type.traits.isCalendar
        markers = Markers(column)
        switch column.type {
        case .status(let scheme): labels = Labels(schemes[scheme].labels.map(\.text))
        case .choice(let choices): labels = Labels(choices.texts, mindsCase: choices.mindsCase)
        default: labels = nil
        }
        matcher = column.pattern?.makeMatcher()
        let words = (capacity + 63) / 64
        bits = .allocate(capacity: words)
        bits.initialize(repeating: 0, count: words)
        // With smaller batches the table has so many columns that their dictionaries would take too much memory.
        guard capacity == batchRows else { return }
        switch column.type {
        case .figure, .target:
            guard column.pattern?.takesDigitsAlike ?? true else { break }
            var kind: FigureKind?
            if case .figure(let read) = column.type { kind = read }
            shapes = DigitTemplates(kind, markers: markers) { [matcher] cell, state, flags in
                var verdict = CellFaults(state, flags)
                let text = UnsafeBufferPointer(rebasing: cell[trimmed(cell)])
                if let matcher, !text.isEmpty, !asPatternsSee(text, matcher.matchesWhole) {
                    verdict.insert(.misfit)
                }
                return verdict.rawValue
            }
        default:
            // Bounds may differ from row to row, so a distinct cell has no single answer.
            if column.bounds == nil { dictionary = DictionaryColumn(column.type.valueType) }
        }
    }

    deinit { bits.deallocate() }

    /// Whether it is faster to be given raw cells.
    var takesRaw: Bool { shapes != nil || dictionary != nil || needsPresence }

    /// Whether it need only tell which cells are blank and which are errors of a spreadsheet. Set before the first
    /// batch.
    package var needsPresence = false {
        didSet {
            // A column's own markers are looked up for each distinct cell once.
            if !markers.isEmpty || column.blankValue != nil || holdsUnits { needsPresence = false }
            if needsPresence { dictionary = nil }
        }
    }

    /// Whether cells have their values until they are checked, whatever is wrong with them: a dictionary holds their
    /// faults.
    package var readsBeforeChecks = false {
        didSet { if readsBeforeChecks { dictionary = nil } }
    }

    /// Whether its cells are units of other columns' figures: whether one can be read depends on the figure's cell too,
    /// so a distinct cell has no single answer.
    var holdsUnits = false {
        didSet { if holdsUnits { dictionary = nil } }
    }

    /// The batch that is being read, and whether by the dictionary.
    private var batch: (cells: BatchCells, usesDictionary: Bool)?

    /// Sets the cells of a batch, whose places may be filled in later.
    func begin(_ cells: BatchCells, usesDictionary: Bool) { batch = (cells, usesDictionary) }

    /// Reads the batch into the vector of `target`, or only into its numbers where the dictionary has all cells; the
    /// dictionary is then returned, and its vector at those numbers holds the values. Also returns the faults of all
    /// cells together.
    func read(for target: DecodedColumn) -> (dictionary: DictionaryColumn?, verdicts: CellFaults) {
        guard let (cells, usesDictionary) = batch else { return (nil, []) }
        batch = nil
        defer { if column.isExact { target.markExact(count: cells.count) } }
        if needsPresence, case .text(let texts) = target.filled() {
            return (nil, readPresence(cells, into: texts, verdicts: target.verdicts))
        }
        if usesDictionary, let dictionary {
            let missing = dictionary.number(cells, into: target.numbers)
            return finish(cells, by: dictionary, missing: missing, for: target)
        }
        if let shapes { return (nil, read(cells, by: shapes, for: target)) }
        return (nil, readInFull(cells.column, into: target.filled(), verdicts: target.verdicts))
    }

    private func read(_ cells: BatchCells, by shapes: DigitTemplates, for target: DecodedColumn) -> CellFaults {
        let rest = rest ?? CellRest(column.type.valueType, capacity: capacity)
        self.rest = rest
        let vector = target.filled()
        vector.setCount(cells.count)
        var output = DigitTemplates.Output(verdicts: target.verdicts, left: rest.rows)
        switch vector {
        case .figure(let figures):
            figures.dropDenominators()
            shapes.read(cells.column, haveQuotes: cells.areRaw, into: figures, &output)
        case .target(let targets):
            targets.first.dropDenominators()
            targets.second.dropDenominators()
            shapes.read(cells.column, haveQuotes: cells.areRaw, into: targets, &output)
        default: return readInFull(cells.column, into: vector, verdicts: target.verdicts)
        }
        let found = CellFaults(rawValue: output.found)
        guard output.leftCount > 0 else {
            misses = 0
            fillBlanks(vector, found, target.verdicts, count: cells.count)
            return found
        }
        let others = read(rest, count: output.leftCount, of: cells, into: vector, verdicts: target.verdicts)
        misses = output.leftCount * 2 > cells.count ? misses + 1 : 0
        if misses >= 4 { self.shapes = nil }
        fillBlanks(vector, found, target.verdicts, count: cells.count)
        return found.union(others)
    }

    private func finish(
        _ cells: BatchCells, by dictionary: DictionaryColumn, missing: Int, for target: DecodedColumn
    ) -> (dictionary: DictionaryColumn?, verdicts: CellFaults) {
        let (numbers, verdicts) = (target.numbers, target.verdicts)
        dictionary.readNew(of: cells, reader: self)
        let found = dictionary.gatherVerdicts(numbers, count: cells.count, into: verdicts)
        if missing == 0 {
            misses = 0
            return (dictionary, found)
        }
        let rest = rest ?? CellRest(column.type.valueType, capacity: capacity)
        self.rest = rest
        var left = 0
        for row in 0..<cells.count where numbers[row] == CellInterner.none {
            rest.rows[left] = UInt32(row)
            left += 1
        }
        let vector = target.filled()
        if case .text(let texts) = vector {
            readTexts(cells, into: texts)
        } else {
            vector.gather(dictionary.vector, numbers, count: cells.count)
        }
        let others = read(rest, count: left, of: cells, into: vector, verdicts: verdicts)
        if case .text = vector { fillBlanks(vector, found.union(others), verdicts, count: cells.count) }
        // A full dictionary is emptied and refilled, but only a limited number of times.
        misses = missing * 8 > cells.count ? misses + 1 : 0
        if misses >= 4 || !dictionary.makeRoom(missing: missing, of: cells.count) { self.dictionary = nil }
        return (nil, found.union(others))
    }

    /// Reads the texts of all cells where they are.
    private func readTexts(_ cells: BatchCells, into texts: TextVector) {
        guard let chunk = cells.chunk else { return Quantities.readTexts(cells.column, markers: markers, into: texts) }
        for row in 0..<cells.count { texts.spans[row] = chunk.text(of: cells.column.spans[row]) }
        Quantities.readTexts(
            CellColumn(base: cells.column.base, spans: texts.spans, count: cells.count), markers: markers, into: texts)
    }

    /// Finds which cells are blank or errors of a spreadsheet; does not locate texts.
    private func readPresence(
        _ cells: BatchCells, into texts: TextVector, verdicts: UnsafeMutablePointer<UInt8>
    ) -> CellFaults {
        texts.base = cells.column.base
        texts.count = cells.count
        var all: UInt8 = 0
        let (base, spans) = (cells.column.base, cells.column.spans)
        for row in 0..<cells.count {
            let span = spans[row]
            texts.spans[row] = span
            var state = span.length == 0 ? CellState.blank : .value
            if state == .value {
                // Nearly always the first character, or the one behind the quote, is visible and does not begin an
                // error.
                let first = base[Int(span.offset)]
                let second = base[Int(span.offset) + 1]
                let isSeen = first &- 0x24 < 0x5B || first == 0x21
                let isSeenInQuotes = span.length > 2 && cells.areRaw && second &- 0x24 < 0x5B
                if !isSeen, first != 0x22 || !isSeenInQuotes {
                    let text = UnsafeBufferPointer(rebasing: cells.text(at: span)[trimmed(cells.text(at: span))])
                    state = text.isEmpty ? .blank : isSpreadsheetError(text, inText: true) ? .spreadsheetError : .value
                }
            }
            texts.state[row] = state
            verdicts[row] = state == .value ? 0 : CellFaults(state, []).rawValue
            all |= verdicts[row]
        }
        return CellFaults(rawValue: all)
    }

    /// Reads the cells of some rows in full.
    private func read(
        _ rest: CellRest, count: Int, of cells: BatchCells, into vector: Vector,
        verdicts: UnsafeMutablePointer<UInt8>
    ) -> CellFaults {
        // Texts are the cells themselves and have been read already.
        var isText = false
        if case .text = vector { isText = true }
        for index in 0..<count {
            let span = cells.column.spans[Int(rest.rows[index])]
            rest.spans[index] = cells.chunk?.text(of: span) ?? span
        }
        let found = readInFull(
            CellColumn(base: cells.column.base, spans: rest.spans, count: count), into: rest.vector,
            verdicts: rest.verdicts)
        for index in 0..<count {
            let row = Int(rest.rows[index])
            verdicts[row] = rest.verdicts[index]
            if !isText { vector.put(rest.vector, index, at: row) }
        }
        return found
    }

    /// Reads cells one by one, without dictionary and shapes.
    func readInFull(_ cells: CellColumn, into vector: Vector, verdicts: UnsafeMutablePointer<UInt8>) -> CellFaults {
        readValues(cells, into: vector)
        var all: UInt8 = 0
        let states = UnsafeRawPointer(vector.states).assumingMemoryBound(to: UInt8.self)
        let (blank, unreadable) = (CellState.blank.rawValue, CellState.unreadable.rawValue)
        let error = CellState.spreadsheetError.rawValue
        for row in 0..<cells.count {
            let state = states[row]
            let verdict: CellFaults =
                state == blank ? .blank : state == unreadable ? .unreadable : state == error ? .spreadsheetError : []
            verdicts[row] = verdict.rawValue
            all |= verdict.rawValue
        }
        switch vector {
        case .figure(let figures): all |= note(figures, count: cells.count, verdicts)
        case .target(let targets): all |= note(targets.first, count: cells.count, verdicts)
        default: break
        }
        if case .code(let codes) = vector, codes.hasNotices {
            for row in 0..<cells.count {
                let verdict = CellFaults(codes.notices(row)).rawValue
                verdicts[row] |= verdict
                all |= verdict
            }
        }
        if let matcher {
            var texts = self.texts
            if case .text(let vector) = vector { texts = vector } else { takeTexts(cells, into: texts) }
            matcher.match(.whole, texts, count: cells.count, into: bits)
            // A blank cell may be a label: blanks are never tested, whatever they are read as. Nor are a text's own
            // markers.
            for row in 0..<cells.count
            where bits[row >> 6] >> UInt64(row & 63) & 1 == 0 && texts.state[row] != .blank
                && texts.state[row] != .marker
            {
                verdicts[row] |= CellFaults.misfit.rawValue
                all |= CellFaults.misfit.rawValue
            }
        }
        fillBlanks(vector, CellFaults(rawValue: all), verdicts, count: cells.count)
        return CellFaults(rawValue: all)
    }

    /// Gives blank cells the column's value for them.
    private func fillBlanks(
        _ vector: Vector, _ found: CellFaults, _ verdicts: UnsafePointer<UInt8>, count: Int
    ) {
        guard let value = column.blankValue, found.contains(.blank) else { return }
        for row in 0..<count where verdicts[row] & CellFaults.blank.rawValue != 0 { vector.put(value, at: row) }
    }

    /// Adds notes on figures that could be read.
    private func note(_ figures: FigureVector, count: Int, _ verdicts: UnsafeMutablePointer<UInt8>) -> UInt8 {
        var all: UInt8 = 0
        for row in 0..<count where figures.state[row].saysValue && !figures.flags[row].isDisjoint(with: .noted) {
            let verdict = CellFaults(figures.state[row], figures.flags[row]).rawValue
            verdicts[row] |= verdict
            all |= verdict
        }
        return all
    }

    private func readValues(_ cells: CellColumn, into vector: Vector) {
        // A vector has the case of its column's type: the decoder made it.
        switch column.type {
        case .text: if case .text(let texts) = vector { Quantities.readTexts(cells, markers: markers, into: texts) }
        case .figure(let kind):
            if case .figure(let figures) = vector { readFigures(cells, as: kind, markers: markers, into: figures) }
        case .target: if case .target(let targets) = vector { readTargets(cells, markers: markers, into: targets) }
        case .status, .choice:
            if case .code(let codes) = vector, let labels {
                readLabels(cells, labels: labels, markers: markers, into: codes)
            }
        case .date:
            if case .code(let codes) = vector {
                readDates(cells, reading: column.calendar, markers: markers, into: codes)
            }
        case .period(let years):
            if case .code(let codes) = vector {
                readPeriods(
                    cells, yearFrom: years, pairs: column.calendar.pairs, year: column.calendar.year, markers: markers,
                    into: codes)
            }
        case .flag: if case .truth(let truths) = vector { readFlags(cells, markers: markers, into: truths) }
        }
    }
}

extension PatternMatcher {
    /// Whether the pattern matches the whole of a text.
    package func fits(_ text: String, _ extent: Extent = .whole) -> Bool {
        var text = text
        return text.withUTF8 { asPatternsSee($0, extent == .whole ? matchesWhole : matchesAnywhere) }
    }

    /// Sets bit i of `bits` to whether the pattern matches the whole of text i, or any part of it. A line break in it
    /// counts as a space and letters as composed. Bits of rows without a value mean nothing.
    package func match(
        _ extent: Extent, _ texts: TextVector, count: Int, into bits: UnsafeMutablePointer<UInt64>
    ) {
        let spans = UnsafeRawPointer(texts.spans)
        switch extent {
        case .whole: matchesWhole(base: texts.base, spans: spans, count: count, into: bits)
        case .anywhere: matchesAnywhere(base: texts.base, spans: spans, count: count, into: bits)
        }
        for row in 0..<count where texts.state[row] == .value && readsOtherwise(texts.bytes(row)) {
            let bit = UInt64(1) &<< UInt64(row & 63)
            let matches = asPatternsSee(texts.bytes(row), extent == .whole ? matchesWhole : matchesAnywhere)
            bits[row >> 6] = matches ? bits[row >> 6] | bit : bits[row >> 6] & ~bit
        }
    }
}

extension CellFaults {
    init(_ state: CellState, _ flags: FigureFlags) {
        switch state {
        case .blank: self = .blank
        case .unreadable: self = .unreadable
        case .spreadsheetError: self = .spreadsheetError
        case .value where flags.contains(.inWords): self = .inWords
        case .value where flags.contains(.irregular), .bounded where flags.contains(.irregular): self = .irregular
        case .words where flags.contains(.irregular): self = .nearlyFigure
        default: self = []
        }
    }
}

/// The cells of a batch that neither the dictionary nor the shapes can read.
private final class CellRest {
    let rows: UnsafeMutablePointer<UInt32>
    let spans: UnsafeMutablePointer<CellSpan>
    let verdicts: UnsafeMutablePointer<UInt8>
    let vector: Vector

    init(_ type: ValueType, capacity: Int) {
        rows = .allocate(capacity: capacity)
        spans = .allocate(capacity: capacity)
        verdicts = .allocate(capacity: capacity)
        vector = Vector(type, capacity: capacity)
    }

    deinit {
        rows.deallocate()
        spans.deallocate()
        verdicts.deallocate()
    }
}
