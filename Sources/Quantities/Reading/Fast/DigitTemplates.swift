// Figures and targets read by the shape of their cells: everything except the digits is determined once for each shape.

internal import CDigitTemplates

/// Reads columns of figures or of targets in which most cells have one of a few shapes, a shape being a cell's text
/// with all digits alike: `92.4%` and `13.0%` have the same. Holds the known shapes of one column; one task uses it at
/// a time.
///
/// Cells may come with their quotes. A cell of a plain spelling (`£1,344.5m`, `<23%`, `Between 10%-20%`), and any cell
/// without digits, is read from its shape, with the same result as `readFigures` and `readTargets`. Every other cell is
/// left to those.
package final class DigitTemplates {
    private let kind: FigureKind?
    private let markers: Markers
    private let judge: (UnsafeBufferPointer<UInt8>, CellState, FigureFlags) -> UInt8
    /// The table of shapes; once it is full, cells of other shapes are left.
    private let table: OpaquePointer
    private let oneFigure = FigureVector(capacity: 1)
    private let oneTarget = TargetVector(capacity: 1)

    /// `kind` is `nil` for targets. `judge` maps a cell's state and flags to a byte of the caller, its faults; it must
    /// be the same for all cells of one shape. `nil` where the column's markers have digits, so that a shape does not
    /// decide.
    package convenience init?(
        _ kind: FigureKind?, markers: Markers,
        judge: @escaping (UnsafeBufferPointer<UInt8>, CellState, FigureFlags) -> UInt8
    ) {
        self.init(kind, markers: markers, level: shape_best_level(), judge: judge)
    }

    init?(
        _ kind: FigureKind?, markers: Markers, level: shape_level,
        judge: @escaping (UnsafeBufferPointer<UInt8>, CellState, FigureFlags) -> UInt8
    ) {
        guard !markers.haveDigits, let table = shape_table_make(level) else { return nil }
        self.kind = kind
        self.markers = markers
        self.judge = judge
        self.table = table
    }

    deinit { shape_table_free(table) }

    /// Where the results for the cells are written.
    package struct Output {
        var verdicts: UnsafeMutablePointer<UInt8>
        /// The rows of the cells that are left.
        var left: UnsafeMutablePointer<UInt32>
        /// How many cells are left so far; `found` are the faults of all cells together.
        package fileprivate(set) var leftCount = 0
        package fileprivate(set) var found: UInt8 = 0

        package init(verdicts: UnsafeMutablePointer<UInt8>, left: UnsafeMutablePointer<UInt32>) {
            self.verdicts = verdicts
            self.left = left
        }
    }

    /// Reads figures into a vector that has their count and no denominators. Writes the faults of each cell that it
    /// reads, and the rows of those that it leaves. `haveQuotes` tells whether cells are raw, so that one that begins
    /// with `"` is quoted.
    package func read(
        _ cells: CellColumn, haveQuotes: Bool, into figures: FigureVector, _ output: inout Output
    ) {
        var memory = shape_output()
        memory.first = shape_figures(figures)
        read(cells, haveQuotes: haveQuotes, &memory, &output)
    }

    /// Reads targets, as `read` reads figures.
    package func read(
        _ cells: CellColumn, haveQuotes: Bool, into targets: TargetVector, _ output: inout Output
    ) {
        var memory = shape_output()
        memory.first = shape_figures(targets.first)
        memory.second = shape_figures(targets.second)
        memory.form = UnsafeMutableRawPointer(targets.form).assumingMemoryBound(to: UInt8.self)
        memory.no_second = CellState.unknown.rawValue
        read(cells, haveQuotes: haveQuotes, &memory, &output)
    }

    private func read(
        _ cells: CellColumn, haveQuotes: Bool, _ memory: inout shape_output, _ output: inout Output
    ) {
        guard cells.isPadded else {
            for row in 0..<cells.count { output.left[output.leftCount + row] = UInt32(row) }
            output.leftCount += cells.count
            return
        }
        memory.verdicts = output.verdicts
        memory.found = output.found
        memory.left = output.left
        memory.left_count = UInt64(output.leftCount)
        let spans = UnsafeRawPointer(cells.spans).assumingMemoryBound(to: shaped_cell.self)
        var row = 0
        while row < cells.count {
            // Where quotes have been removed, a cell that begins with one must not match a shape of raw cells.
            row = Int(
                shape_read(
                    table, cells.base, spans, UInt64(row), UInt64(cells.count), haveQuotes ? 0 : 1, &memory))
            if row < cells.count, !addShape(of: cells.bytes(row)) {
                memory.left[Int(memory.left_count)] = UInt32(row)
                memory.left_count += 1
                row += 1
            }
        }
        output.found = memory.found
        output.leftCount = Int(memory.left_count)
    }

    /// Adds the shape of the cell at which reading stopped; false where there is no more room.
    private func addShape(of cell: UnsafeBufferPointer<UInt8>) -> Bool {
        guard shape_table_is_full(table) == 0 else { return false }
        var shape = makeShape(of: cell)
        shape_table_add(table, &shape)
        return true
    }

    // MARK: New shapes

    private func makeShape(of raw: UnsafeBufferPointer<UInt8>) -> cell_shape {
        var shape = cell_shape()
        shape.reading = UInt8(shape_left.rawValue)
        var inside = 0..<raw.count
        if raw.first == 0x22 {
            // A quoted cell with anything outside its quotes, or quotes within, is read in full.
            guard raw.count >= 2, raw.last == 0x22, !raw[1..<raw.count - 1].contains(0x22) else { return shape }
            inside = 1..<raw.count - 1
        }
        guard let base = raw.baseAddress else { return shape }
        let cell = UnsafeBufferPointer(rebasing: raw[inside])
        let one = CellSpan(offset: UInt32(inside.lowerBound), length: UInt32(inside.count))
        withUnsafePointer(to: one) { span in
            let column = CellColumn(base: base, spans: span, count: 1)
            if let kind {
                readFigures(column, as: kind, markers: markers, into: oneFigure)
            } else {
                readTargets(column, markers: markers, into: oneTarget)
            }
        }
        let first = kind == nil ? oneTarget.first : oneFigure
        let form = kind == nil ? oneTarget.form[0] : .plain
        shape.form = form.rawValue
        shape.verdict = judge(cell, first.state[0], first.state[0].saysValue ? first.flags[0] : [])
        if !cell.contains(where: isDigit) {
            // The shape has no digits, so only this text has it.
            if first.state[0] == .value, form == .range { return shape }
            shape.first = shape_layout(first)
            if first.state[0] == .value || first.state[0] == .words {
                let mantissa = UInt128(bitPattern: first.mantissa[0])
                shape.constant_low = UInt64(truncatingIfNeeded: mantissa)
                shape.constant_high = UInt64(truncatingIfNeeded: mantissa >> 64)
            }
            shape.reading = UInt8(shape_constant.rawValue)
            return shape
        }
        // Whether a number with decimals is whole depends on its digits.
        guard first.state[0].hasUnit, kind != .whole || first.scale[0] <= 0 else { return shape }
        let text = trimmed(cell)
        let range = inside.lowerBound + text.lowerBound..<inside.lowerBound + text.upperBound
        if kind == nil, form == .range {
            guard let parts = PlainRange.parts(base, range),
                let lower = shape_layout(plain: base, parts.lower, oneTarget.first),
                let upper = shape_layout(plain: base, parts.upper, oneTarget.second)
            else { return shape }
            shape.first = lower
            shape.second = upper
            shape.reading = UInt8(shape_range.rawValue)
        } else if let layout = shape_layout(
            plain: base, kind == nil || first.state[0] == .bounded ? PlainTarget.bound(base, range) : range, first)
        {
            shape.first = layout
            shape.reading = UInt8(shape_figure.rawValue)
        }
        return shape
    }
}

extension shape_figures {
    fileprivate init(_ vector: FigureVector) {
        self.init()
        state = UnsafeMutableRawPointer(vector.state).assumingMemoryBound(to: UInt8.self)
        mantissa = UnsafeMutableRawPointer(vector.mantissa)
        scale = vector.scale
        unit = UnsafeMutableRawPointer(vector.unit).assumingMemoryBound(to: UInt16.self)
        flags = UnsafeMutableRawPointer(vector.flags).assumingMemoryBound(to: UInt8.self)
    }
}

extension shape_layout {
    /// Everything about the first figure of a vector except its number; meaningless where it is not a figure.
    fileprivate init(_ figures: FigureVector) {
        self.init()
        state = figures.state[0].rawValue
        sign = 1
        withUnsafeMutableBytes(of: &digits) { for index in $0.indices { $0[index] = 0x80 } }
        scale = figures.scale[0]
        unit = figures.unit[0].rawValue
        flags = figures.flags[0].rawValue
    }

    /// The shape of a plain figure in some bytes, which was read as the first of a vector; `nil` where it is not one,
    /// has too many digits, or has them too far apart.
    fileprivate init?(plain base: UnsafePointer<UInt8>, _ range: Range<Int>, _ figures: FigureVector) {
        guard let plain = PlainFigure(base, range.lowerBound, range.upperBound),
            figures.mantissa[0] == Int128(plain.mantissa), figures.scale[0] == plain.scale
        else { return nil }
        let places = range.filter { isDigit(base[$0]) }
        guard let first = places.first, let last = places.last, last - first < Int(shape_digits) else {
            return nil
        }
        self.init(figures)
        // The upper end of a range has no state of its own.
        if figures.state[0] != .bounded { state = CellState.value.rawValue }
        withUnsafeMutableBytes(of: &digits) { digits in
            for (index, place) in places.enumerated() {
                digits[digits.count - places.count + index] = UInt8(place - first)
            }
        }
        window = UInt16(first)
        if base[range.lowerBound] == 0x2D { sign = -1 }
    }
}
