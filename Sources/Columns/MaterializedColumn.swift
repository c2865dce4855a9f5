// Materialized rows, kept in memory: of joined tables, series and reported rows.

package import Checking
package import Quantities

/// Some rows of a column: a bit for each, up to the last one.
private struct RowBits {
    private var bits: [UInt64] = []

    var isEmpty: Bool { bits.isEmpty }

    @inline(__always)
    func contains(_ row: Int) -> Bool { row >> 6 < bits.count && bits[row >> 6] >> UInt64(row & 63) & 1 == 1 }

    mutating func insert(_ row: Int) {
        if row >> 6 >= bits.count { bits += repeatElement(0, count: row >> 6 - bits.count + 1) }
        bits[row >> 6] |= 1 << UInt64(row & 63)
    }

    /// Ascending.
    var rows: [Int] {
        var rows: [Int] = []
        for (index, word) in bits.enumerated() {
            var left = word
            while left != 0 {
                rows.append(index << 6 + left.trailingZeroBitCount)
                left &= left - 1
            }
        }
        return rows
    }
}

/// One column of materialized rows: its values, their faults and, on request, the cells as printed.
///
/// Figures take 13 bytes a row, codes 9 (10 once a date was not written as a day), texts their bytes and 9 more. Rows
/// are only appended, until all are split into partitions.
package final class MaterializedColumn {
    private let type: ValueType
    fileprivate(set) var count = 0
    fileprivate let states: Storage<CellState>
    /// Mantissas and codes; a mantissa that does not fit into 64 bits is in `wide`.
    fileprivate let words: Storage<Int64>
    fileprivate var wide: [Int: Int128] = [:]
    fileprivate var denominators: [Int: Int128] = [:]
    /// Unit, scale and flags of figures, together, so that a look-up touches few places of memory.
    private let marks: Storage<FigureMark>
    /// The upper bounds and forms of targets.
    fileprivate var second: MaterializedColumn?
    fileprivate let forms: Storage<TargetForm>
    /// How dates were written: empty while all were written as days, then for all rows.
    fileprivate let grains: Storage<DateGrain>
    fileprivate var texts: MaterializedTexts?
    /// The cells as printed; for text columns the same as their texts.
    package private(set) var printed: MaterializedTexts?
    fileprivate var faults = RowBits()
    /// The rows in `wide` or `denominators`: nearly always there is none, or few.
    fileprivate var rare = RowBits()

    init(_ type: ValueType, keepsPrinted: Bool) {
        self.type = type
        (states, words, marks, forms, grains) = (Storage(), Storage(), Storage(), Storage(), Storage())
        switch type {
        case .text, .unknown: texts = MaterializedTexts()
        case .target: second = MaterializedColumn(.figure, keepsPrinted: false)
        default: break
        }
        if keepsPrinted { printed = MaterializedTexts() }
    }

    fileprivate init(
        _ type: ValueType, count: Int, states: Storage<CellState>, words: Storage<Int64>, marks: Storage<FigureMark>,
        second: MaterializedColumn?, forms: Storage<TargetForm>, grains: Storage<DateGrain>, texts: MaterializedTexts?,
        printed: MaterializedTexts?
    ) {
        self.type = type
        self.count = count
        self.states = states
        self.words = words
        self.marks = marks
        self.second = second
        self.forms = forms
        self.grains = grains
        self.texts = texts
        self.printed = printed
    }

    package func isFaulty(_ row: Int) -> Bool { faults.contains(row) }
    package var hasFaults: Bool { !faults.isEmpty }

    /// Which of some rows are faulty; −1 stands for a missing row, which is not.
    package func faulty(_ positions: UnsafePointer<Int32>, count: Int) -> Mask {
        var mask = Mask(count: count)
        for index in 0..<count where positions[index] >= 0 && faults.contains(Int(positions[index])) {
            mask[index] = true
        }
        return mask
    }

    /// Appends some rows, without their cells as printed.
    func append(_ vector: Vector, rows: RowList, faults: Mask?) {
        switch vector {
        case .figure(let figures): append(figures, rows)
        case .target(let targets):
            append(targets.first, rows)
            let bounds = second?.states.extend(by: rows.count)
            bounds?.update(repeating: .value, count: rows.count)
            second?.append(targets.second, rows)
            second?.count += rows.count
            let form = targets.form
            let out = forms.extend(by: rows.count)
            for index in 0..<rows.count { out[index] = form[rows[index]] }
        case .code(let codes):
            let code = codes.code
            let out = words.extend(by: rows.count)
            for index in 0..<rows.count { out[index] = code[rows[index]] }
            if codes.hasGrains || grains.count > 0 {
                startGrains()
                let out = grains.extend(by: rows.count)
                for index in 0..<rows.count { out[index] = codes.grain(rows[index]) }
            }
        case .text(let vector):
            for index in 0..<rows.count {
                let row = rows[index]
                texts?.append(
                    vector.state[row] == .value ? vector.bytes(row) : UnsafeBufferPointer(start: nil, count: 0))
            }
        case .truth(let truths):
            let out = words.extend(by: rows.count)
            for index in 0..<rows.count {
                out[index] = truths.isTrue(rows[index]) ? 1 : truths.isFalse(rows[index]) ? 0 : -1
            }
        }
        let out = states.extend(by: rows.count)
        if case .truth = vector {
            for index in 0..<rows.count { out[index] = vector.state(rows[index]) }
        } else {
            let source = vector.states
            for index in 0..<rows.count { out[index] = source[rows[index]] }
        }
        if let faults {
            for index in 0..<rows.count where faults[rows[index]] {
                self.faults.insert(count + index)
                out[index] = .unknown
            }
        }
        count += rows.count
    }

    /// Marks the rows so far as days.
    private func startGrains() {
        let missing = count - grains.count
        if missing > 0 { grains.extend(by: missing).initialize(repeating: .day, count: missing) }
    }

    private func append(_ figures: FigureVector, _ rows: RowList) {
        let first = words.count
        let (word, mark) = (words.extend(by: rows.count), marks.extend(by: rows.count))
        let (mantissas, ownScales, ownUnits, ownFlags) = (figures.mantissa, figures.scale, figures.unit, figures.flags)
        for index in 0..<rows.count {
            let row = rows[index]
            let mantissa = mantissas[row]
            let narrow = Int64(truncatingIfNeeded: mantissa)
            if Int128(narrow) != mantissa {
                wide[first + index] = mantissa
                rare.insert(first + index)
            }
            word[index] = narrow
            mark[index] = FigureMark(unit: ownUnits[row], scale: ownScales[row], flags: ownFlags[row])
        }
        guard let denominators = figures.denominator else { return }
        for index in 0..<rows.count where denominators[rows[index]] != 1 {
            self.denominators[first + index] = denominators[rows[index]]
            rare.insert(first + index)
        }
    }

    /// Fills a vector with the rows at some positions; −1 is a missing row, whose values are unknown.
    package func gather(_ positions: UnsafePointer<Int32>, count: Int, into vector: Vector) {
        switch vector {
        case .figure(let figures):
            figures.dropDenominators()
            gatherFigures(positions, count: count, into: figures)
            figures.count = count
        case .target(let targets):
            gatherFigures(positions, count: count, into: targets.first)
            second?.gatherFigures(positions, count: count, into: targets.second)
            for row in 0..<count where positions[row] >= 0 { targets.form[row] = forms[Int(positions[row])] }
            targets.count = count
        case .code(let codes):
            for row in 0..<count {
                let position = Int(positions[row])
                if position < 0 {
                    codes.state[row] = .unknown
                } else {
                    codes.state[row] = states[position]
                    codes.code[row] = words[position]
                }
            }
            codes.dropGrains()
            if grains.count > 0 {
                for row in 0..<count where positions[row] >= 0 { codes.setGrain(row, grains[Int(positions[row])]) }
            }
            codes.count = count
        case .text(let vector):
            vector.base = texts?.base ?? TextVector.nothing
            for row in 0..<count {
                let position = Int(positions[row])
                if position < 0 {
                    vector.state[row] = .unknown
                    vector.spans[row] = CellSpan(offset: 0, length: 0)
                } else {
                    vector.state[row] = states[position]
                    vector.spans[row] = texts?.span(position) ?? CellSpan(offset: 0, length: 0)
                }
            }
            vector.count = count
        case .truth(let truths):
            truths.reset(count: count)
            for row in 0..<count {
                let position = Int(positions[row])
                truths.state[row] = position < 0 ? .unknown : states[position]
                if position >= 0, words[position] >= 0, !isFaulty(position) { truths.set(row, words[position] == 1) }
            }
        }
    }

    private func gatherFigures(_ positions: UnsafePointer<Int32>, count: Int, into figures: FigureVector) {
        let (states, words, marks) = (states.start, words.start, marks.start)
        let (state, mantissa, scale) = (figures.state, figures.mantissa, figures.scale)
        let (unit, flags) = (figures.unit, figures.flags)
        for row in 0..<count {
            let position = Int(positions[row])
            guard position >= 0 else {
                state[row] = .unknown
                continue
            }
            let mark = marks[position]
            state[row] = states[position]
            mantissa[row] = Int128(words[position])
            scale[row] = mark.scale
            unit[row] = mark.unit
            flags[row] = mark.flags
        }
        if !rare.isEmpty {
            for row in 0..<count where positions[row] >= 0 && rare.contains(Int(positions[row])) {
                let position = Int(positions[row])
                if let wide = wide[position] { mantissa[row] = wide }
                if let denominator = denominators[position] { figures.useDenominators()[row] = denominator }
            }
        }
        figures.count = count
    }

    /// Whether both columns have figures, or targets, in a row, and these differ.
    package func holdsOther(_ row: Int, than other: MaterializedColumn) -> Bool {
        guard type == .figure || type == .target, type == other.type, row < count, row < other.count else {
            return false
        }
        func bounds(_ column: MaterializedColumn) -> (first: Figure, second: Figure) {
            let position = Int32(truncatingIfNeeded: row)
            let vector = Vector(type, capacity: 1)
            withUnsafePointer(to: position) { column.gather($0, count: 1, into: vector) }
            switch vector {
            case .figure(let figures): return (figures[figure: 0], .unknown)
            case .target(let targets): return (targets.first[figure: 0], targets.second[figure: 0])
            default: return (.unknown, .unknown)
            }
        }
        let (mine, theirs) = (bounds(self), bounds(other))
        guard mine.first.isValue, theirs.first.isValue else { return false }
        if mine.first != theirs.first { return true }
        return mine.second.isValue && theirs.second.isValue && mine.second != theirs.second
    }

    /// The codes of all rows that have one.
    package var codes: [Int] { (0..<count).compactMap { states[$0] == .value ? Int(words[$0]) : nil } }

    /// Fills a vector with the cells as printed.
    package func gatherPrinted(_ positions: UnsafePointer<Int32>, count: Int, into vector: TextVector) {
        let source = printed ?? texts
        vector.base = source?.base ?? TextVector.nothing
        for row in 0..<count {
            let position = Int(positions[row])
            if position < 0 || source == nil {
                vector.state[row] = .unknown
                vector.spans[row] = CellSpan(offset: 0, length: 0)
            } else {
                let span = source?.span(position) ?? CellSpan(offset: 0, length: 0)
                vector.spans[row] = span
                vector.state[row] = span.length == 0 ? .blank : .value
            }
        }
        vector.count = count
    }
}

/// Unit, scale and flags of a materialized figure.
private struct FigureMark: BitwiseCopyable {
    var unit: Unit
    var scale: Int8
    var flags: FigureFlags
}

/// Texts concatenated in one buffer, up to 4 GiB in all; texts beyond are kept as empty.
package final class MaterializedTexts {
    fileprivate let bytes = Storage<UInt8>()
    fileprivate let spans = Storage<CellSpan>()

    var base: UnsafePointer<UInt8> { UnsafePointer(bytes.start) }

    func span(_ row: Int) -> CellSpan { spans[row] }

    /// The bytes of a text, until the next one is appended.
    package func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        let span = spans[row]
        return UnsafeBufferPointer(start: base + Int(span.offset), count: Int(span.length))
    }

    /// Puts another text into the place of one.
    package func replace(_ row: Int, with text: String) {
        guard bytes.count + text.utf8.count <= Int(UInt32.max) else { return }
        spans[row] = CellSpan(offset: UInt32(bytes.count), length: UInt32(text.utf8.count))
        for byte in text.utf8 { bytes.append(byte) }
    }

    package func text(_ row: Int) -> String { String(decoding: bytes(row), as: UTF8.self) }

    func append(_ text: UnsafeBufferPointer<UInt8>) {
        guard let start = text.baseAddress, bytes.count + text.count <= Int(UInt32.max) else {
            spans.append(CellSpan(offset: 0, length: 0))
            return
        }
        spans.append(CellSpan(offset: UInt32(bytes.count), length: UInt32(text.count)))
        bytes.extend(by: text.count).update(from: start, count: text.count)
    }

    /// Appends all texts of another.
    func append(_ other: MaterializedTexts) {
        guard bytes.count + other.bytes.count <= Int(UInt32.max) else {
            for row in 0..<other.spans.count { append(other.bytes(row)) }
            return
        }
        let first = UInt32(bytes.count)
        bytes.append(other.bytes)
        let out = spans.extend(by: other.spans.count)
        for row in 0..<other.spans.count {
            let span = other.spans[row]
            out[row] = CellSpan(offset: first + span.offset, length: span.length)
        }
    }

    /// Appends the cells of some rows, trimmed.
    fileprivate func append(_ cells: CellColumn?, rows: RowList) {
        for index in 0..<rows.count {
            guard let cell = cells?.bytes(rows[index]) else {
                append(UnsafeBufferPointer(start: nil, count: 0))
                continue
            }
            append(trimmedBytes(cell))
        }
    }

    /// The texts in order.
    package var rows: [UnsafeBufferPointer<UInt8>] { (0..<spans.count).map { bytes($0) } }
}

/// Some columns of some rows of one table.
package final class MaterializedRows {
    /// Indexed by the table's columns; `nil` for a column that is not kept.
    package private(set) var columns: [MaterializedColumn?]
    package fileprivate(set) var count = 0
    /// The number of each row in its table.
    fileprivate let rows: Storage<UInt32>

    fileprivate init(_ columns: [MaterializedColumn?], count: Int, rows: Storage<UInt32>) {
        self.columns = columns
        self.count = count
        self.rows = rows
    }

    /// No rows as yet. Keeps the values of some columns, and for some the cells as printed.
    package init(_ table: CheckedTable, keeping kept: Set<Int>, printed: Set<Int>) {
        rows = Storage()
        columns = table.columns.indices.map { index in
            kept.contains(index) || printed.contains(index)
                ? MaterializedColumn(table.columns[index].type.valueType, keepsPrinted: printed.contains(index)) : nil
        }
    }

    /// The number of the row at a position in its table, from 0, over all its files.
    package func number(of position: Int) -> Int { Int(rows[position]) }

    /// Appends some rows, a column at a time.
    package func append(_ batch: Batch, rows list: RowList) {
        for (index, column) in columns.enumerated() {
            guard let column else { continue }
            column.append(batch.vector(index), rows: list, faults: batch.faults(index))
            column.printed?.append(batch.cells(index), rows: list)
        }
        let first = batch.firstRow
        let out = rows.extend(by: list.count)
        for index in 0..<list.count { out[index] = UInt32(truncatingIfNeeded: first &+ list[index]) }
        count = rows.count
    }

    /// Appends all rows but repeated headers and those that are another table's.
    package func append(_ batch: Batch) { append(batch, batch.rows) }

    /// Appends all rows, whatever they are.
    package func appendEvery(_ batch: Batch) { append(batch, Mask(count: batch.count, all: true)) }

    private func append(_ batch: Batch, _ rows: Mask) {
        let list = UnsafeMutablePointer<UInt16>.allocate(capacity: batchRows)
        defer { list.deallocate() }
        append(batch, rows: RowList(list, rows))
    }
}

extension MaterializedColumn {
    func reserve(_ count: Int) {
        states.reserve(count)
        if words.count > 0 { words.reserve(count) }
        if marks.count > 0 { marks.reserve(count) }
    }

    /// Appends all rows of another column of the same type.
    func append(_ other: MaterializedColumn) {
        for (row, mantissa) in other.wide { wide[words.count + row] = mantissa }
        for (row, denominator) in other.denominators { denominators[words.count + row] = denominator }
        for row in other.rare.rows { rare.insert(words.count + row) }
        for row in other.faults.rows { faults.insert(count + row) }
        states.append(other.states)
        words.append(other.words)
        marks.append(other.marks)
        forms.append(other.forms)
        if grains.count > 0 || other.grains.count > 0 {
            startGrains()
            other.startGrains()
            grains.append(other.grains)
        }
        if let second, let theirs = other.second { second.append(theirs) }
        if let texts, let theirs = other.texts { texts.append(theirs) }
        if let printed, let theirs = other.printed { printed.append(theirs) }
        count += other.count
    }
}

extension MaterializedRows {
    /// Makes room for `count` rows in all.
    package func reserve(_ count: Int) {
        rows.reserve(count)
        for case let column? in columns { column.reserve(count) }
    }

    /// Appends all materialized rows of another instance with the same columns.
    package func append(_ other: MaterializedRows) {
        for (mine, theirs) in zip(columns, other.columns) {
            if let mine, let theirs { mine.append(theirs) }
        }
        rows.append(other.rows)
        count += other.count
    }
}

extension MaterializedTexts {
    /// The texts of each partition. Empties this column.
    fileprivate func split(_ parts: RowPartitions) -> [MaterializedTexts] {
        let split = parts.counts.map { _ in MaterializedTexts() }
        for row in 0..<spans.count { split[Int(parts.parts[row])].append(bytes(row)) }
        bytes.removeAll()
        spans.removeAll()
        return split
    }
}

extension MaterializedColumn {
    /// The rows of each partition. Empties this column.
    fileprivate func split(_ parts: RowPartitions) -> [MaterializedColumn] {
        let places = parts.places(of: rare.rows + faults.rows)
        let (states, words, marks) = (parts.take(states), parts.take(words), parts.take(marks))
        let (forms, grains) = (parts.take(forms), parts.take(grains))
        let second = second?.split(parts)
        let (texts, printed) = (texts?.split(parts), printed?.split(parts))
        let split = parts.counts.indices.map { part in
            MaterializedColumn(
                type, count: parts.counts[part], states: states[part], words: words[part], marks: marks[part],
                second: second?[part], forms: forms[part], grains: grains[part], texts: texts?[part],
                printed: printed?[part])
        }
        for (row, mantissa) in wide { places[row].map { split[$0.part].wide[$0.row] = mantissa } }
        for (row, denominator) in denominators { places[row].map { split[$0.part].denominators[$0.row] = denominator } }
        for row in rare.rows { places[row].map { split[$0.part].rare.insert($0.row) } }
        for row in faults.rows { places[row].map { split[$0.part].faults.insert($0.row) } }
        (wide, denominators, rare, faults, count) = ([:], [:], RowBits(), RowBits(), 0)
        return split
    }
}

extension MaterializedRows {
    /// How many tasks split the rows: one for each column, and one for their numbers.
    package var splitTasks: Int { columns.count + 1 }

    /// Does one of the tasks, each on one thread; empties what it splits.
    package func split(_ task: Int, _ parts: RowPartitions) -> Split {
        guard task == columns.count else { return Split(columns: columns[task]?.split(parts)) }
        count = 0
        return Split(numbers: parts.take(rows))
    }

    /// The rows of each partition, assembled from the results of the tasks.
    package static func parts(_ parts: RowPartitions, of split: [Split]) -> [MaterializedRows] {
        parts.counts.indices.map { part in
            MaterializedRows(
                split.dropLast().map { $0.columns?[part] }, count: parts.counts[part],
                rows: split.last?.numbers[part] ?? Storage())
        }
    }

    /// The result of a task.
    package struct Split {
        fileprivate var columns: [MaterializedColumn]?
        fileprivate var numbers: [Storage<UInt32>] = []
    }
}
