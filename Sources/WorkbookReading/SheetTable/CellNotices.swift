// What is noticed of the cells of a table that no text of theirs says.

internal import Locations
internal import Quantities
internal import Tables

/// The faults that only cells of sheets have, in the order of the table's rows.
struct CellNotices {
    /// A fault of a cell, in eight bytes: a column may have as many as the table has rows.
    struct Notice {
        /// The row's place among those of the table.
        var place: UInt32
        var field: UInt16
        /// Its index in `kinds`.
        var kind: UInt16
    }

    private(set) var notices: [Notice] = []
    private(set) var kinds: [RecordFault.Kind] = []
    /// Whether a formula of the table has a result.
    private(set) var hasResults = false
    /// Whether a cell of figures may store another one than it shows.
    private(set) var mayRound = false

    init() {}

    /// Looks at the cells that the rules ask something of, once. `isOfText`: the sheet was made of delimited text, in
    /// which figures are texts.
    init(
        _ view: SheetView, _ header: SheetHeader, _ fields: HeaderFields, _ body: [UInt32], isOfText: Bool = false
    ) {
        let first = header.columns.lowerBound
        var columns = [ColumnNotices?](repeating: nil, count: min(header.columns.count, Int(UInt16.max)))
        let (keys, figures) = (Set(fields.keys), Set(fields.figures))
        for field in fields.declared where columns.indices.contains(field) {
            let isKey = keys.contains(field)
            columns[field] = ColumnNotices(
                column: first + field, kind: isKey ? nil : fields.kinds[field], isKey: isKey,
                holdsFigures: figures.contains(field))
        }
        guard columns.contains(where: { $0 != nil }) else { return }
        let (rows, cells) = (view.content.rows, view.content.cells)
        for (place, row) in body.enumerated() {
            let stored = rows[Int(row)]
            let number = Int(stored.number)
            for index in stored.cells {
                let cell = cells[index]
                if cell.isFormula, cell.kind != .uncalculated { hasResults = true }
                let field = Int(cell.column) - first
                guard columns.indices.contains(field) else { continue }
                // What lies under a merged cell is not read.
                if view.hasMerges, let area = view.area(row: number, column: Int(cell.column)),
                    area.rows.lowerBound != number || area.columns.lowerBound != Int(cell.column)
                {
                    continue
                }
                columns[field]?.look(at: cell, CellPlace(place: UInt32(place), row: number), view)
                if !mayRound, cell.kind == .figure, columns[field]?.countsFigures == true {
                    mayRound = view.shower.format(of: cell).mayRound(cell.figure)
                }
            }
        }
        if view.hasMerges { noteMerges(view, &columns, body, first) }
        for field in columns.indices {
            for (fault, places) in columns[field]?.faults ?? [] {
                if isOfText, case .numberAsText = fault { continue }
                add(fault, places, field: field)
            }
        }
        notices.sort { ($0.place, $0.field, $0.kind) < ($1.place, $1.field, $1.kind) }
    }

    /// Adds the cells whose colour is unknown and which are read by it; gives those whose label counts all the same.
    mutating func add(
        _ conditional: ConditionalFills, _ view: SheetView, _ header: SheetHeader, _ fields: HeaderFields,
        _ body: [UInt32]
    ) -> [LabelledCells] {
        var labelled: [LabelledCells] = []
        for (field, unknown) in conditional.unknown.sorted(by: { $0.key < $1.key }) {
            let labels = Set((fields.fills[field] ?? [:]).values.joined().map { $0.lowercased() })
            let column = header.columns.lowerBound + field
            var runs = CellRuns(column: column)
            var places: [UInt32] = []
            var own = LabelledCells(field: field)
            for place in unknown.places {
                let first = view.firstCell(ofRow: Int(body[place]), column: column)
                let cell = view.storedCell(row: first.row, column: first.column)
                // That says more.
                if cell?.kind == .uncalculated { continue }
                let number = Int(view.content.rows[Int(body[place])].number)
                if let cell, labels.contains(view.label(cell).lowercased()) {
                    own.add(cellName(row: number, column: column))
                } else {
                    places.append(UInt32(place))
                    runs.add(row: number)
                }
            }
            if runs.count > 0 { add(.unknownFill(runs, because: unknown.reasons), places, field: field) }
            if own.count > 0 { labelled.append(own) }
        }
        notices.sort { ($0.place, $0.field, $0.kind) < ($1.place, $1.field, $1.kind) }
        return labelled
    }

    /// The notices of some rows.
    func range(_ places: Range<Int>) -> ArraySlice<Notice> {
        func index(_ place: Int) -> Int {
            var range = 0..<notices.count
            while range.count > 0 {
                let middle = range.lowerBound + range.count / 2
                range = notices[middle].place < place ? middle + 1..<range.upperBound : range.lowerBound..<middle
            }
            return range.lowerBound
        }
        return notices.isEmpty ? [] : notices[index(places.lowerBound)..<index(places.upperBound)]
    }

    /// Adds a fault at its first cell, where it is said, and at the others.
    private mutating func add(_ fault: SheetFault, _ places: [UInt32], field: Int) {
        for (index, place) in places.enumerated() {
            if index < 2 { kinds.append(.ofSheet(fault, isSaid: index == 0)) }
            notices.append(
                Notice(place: place, field: UInt16(field), kind: UInt16(truncatingIfNeeded: kinds.count - 1)))
        }
    }

    /// Figures of merged cells that cover more of the table than their first cell.
    private func noteMerges(
        _ view: SheetView, _ columns: inout [ColumnNotices?], _ body: [UInt32], _ first: Int
    ) {
        var areas: [(place: Int, area: MergedArea)] = []
        // The next column to the right of which the rules ask something, where there is one.
        var next = [Int?](repeating: nil, count: columns.count + 1)
        for field in columns.indices.reversed() {
            next[field] = columns.indices.contains(field + 1) && columns[field + 1] != nil ? field + 1 : next[field + 1]
        }
        for area in view.content.merges {
            let field = area.columns.lowerBound - first
            guard columns.indices.contains(field), columns[field]?.countsFigures == true else { continue }
            let row = view.content.rowIndex(from: area.rows.lowerBound)
            guard row < view.content.rows.count, Int(view.content.rows[row].number) == area.rows.lowerBound,
                let cell = view.content.cell(row, area.columns.lowerBound), cell.kind == .figure,
                !view.shower.showsDate(cell), let place = Self.place(of: row, in: body)
            else { continue }
            let coversRow =
                place + 1 < body.count && Int(view.content.rows[Int(body[place + 1])].number) <= area.rows.upperBound
            let coversField = next[field].map { $0 + first <= area.columns.upperBound } ?? false
            if coversRow || coversField { areas.append((place, area)) }
        }
        for (place, area) in areas.sorted(by: { $0.place < $1.place }) {
            columns[area.columns.lowerBound - first]?.add(
                area, CellPlace(place: UInt32(place), row: area.rows.lowerBound))
        }
    }

    private static func place(of row: Int, in body: [UInt32]) -> Int? {
        var range = 0..<body.count
        while range.count > 0 {
            let middle = range.lowerBound + range.count / 2
            range = Int(body[middle]) < row ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound < body.count && Int(body[range.lowerBound]) == row ? range.lowerBound : nil
    }
}

/// Cells of a column that have a label, and a colour that nobody knows.
struct LabelledCells {
    let field: Int
    private(set) var count = 0
    /// The name of the first one.
    private(set) var first = ""

    init(field: Int) { self.field = field }

    fileprivate mutating func add(_ name: String) {
        if count == 0 { first = name }
        count += 1
    }
}

/// A row of a table, by its place among the others and by its number in the sheet.
struct CellPlace {
    var place: UInt32
    var row: Int
}

/// What is noticed of one column.
struct ColumnNotices {
    private let column: Int
    /// What kind of figures it holds; `nil` where none are asked for, or rows are known by them.
    private let kind: FigureKind?
    private let isKey: Bool
    private let holdsFigures: Bool

    private var texts: Cells
    private var uncalculated: Cells
    private var hidden: Cells
    private var fractions: Cells
    private var merged: Cells
    /// The first fraction as it is stored, and the first merged cell.
    private var fraction: StoredFigure?
    private var area: MergedArea?

    // Of a column of percentages.
    private var percentSigns = 0
    /// Figures without a percent sign that are not nought and below 1, and the smallest of those above 1.
    private var small: [(place: CellPlace, figure: StoredFigure)] = []
    private var smallestAbove: StoredFigure?
    private var scratch: [UInt8] = []

    /// Cells with one fault.
    private struct Cells {
        var places: [UInt32] = []
        var runs: CellRuns

        init(_ column: Int) { runs = CellRuns(column: column) }

        mutating func add(_ place: CellPlace) {
            places.append(place.place)
            runs.add(row: place.row)
        }
    }

    /// Whether a merged figure counts for its first cell alone.
    var countsFigures: Bool { holdsFigures && !isKey }

    init(column: Int, kind: FigureKind?, isKey: Bool, holdsFigures: Bool) {
        self.column = column
        self.kind = kind
        self.isKey = isKey
        self.holdsFigures = holdsFigures
        texts = Cells(column)
        uncalculated = Cells(column)
        hidden = Cells(column)
        fractions = Cells(column)
        merged = Cells(column)
    }

    /// Takes the next cell.
    mutating func look(at cell: StoredCell, _ place: CellPlace, _ view: SheetView) {
        switch cell.kind {
        case .uncalculated: uncalculated.add(place)
        case .sharedText, .ownText:
            guard let kind else { return }
            let text = view.shower.storedText(cell, of: view.content)
            guard let figure = TypedFigure(text), figure.fits(kind) else { return }
            texts.add(place)
            if figure.hasPercentSign { percentSigns += 1 }
        case .figure: if holdsFigures { look(at: cell.figure, of: cell, place, view) }
        case .boolean, .error, .blank: return
        }
    }

    private mutating func look(at figure: StoredFigure, of cell: StoredCell, _ place: CellPlace, _ view: SheetView) {
        let isSmall = figure.isBelowOne
        let format = view.shower.format(of: cell)
        if format.maySayNothing {
            show(cell, view)
            if scratch.allSatisfy(isXMLSpace), !view.shower.showsDate(cell) { hidden.add(place) }
        }
        guard let kind else { return }
        if kind == .whole, figure.hasFraction {
            show(cell, view)
            if scratch.contains(where: { $0 &- 0x30 <= 9 }), !scratch.contains(UInt8(ascii: ".")),
                !scratch.contains(UInt8(ascii: "/")), !scratch.contains(UInt8(ascii: "%")),
                !view.shower.showsDate(cell)
            {
                if fraction == nil { fraction = figure }
                fractions.add(place)
            }
        }
        if kind == .percent, !figure.isZero {
            if format.saysPercent {
                percentSigns += 1
            } else if isSmall {
                if !view.shower.showsDate(cell) { small.append((place, figure)) }
            } else if figure.magnitude.compared(to: .one) > 0,
                smallestAbove.map({ figure.magnitude.compared(to: $0) < 0 }) ?? true
            {
                smallestAbove = figure.magnitude
            }
        }
    }

    private mutating func show(_ cell: StoredCell, _ view: SheetView) {
        scratch.removeAll(keepingCapacity: true)
        view.shower.show(cell, of: view.content, into: &scratch)
    }

    mutating func add(_ area: MergedArea, _ place: CellPlace) {
        if self.area == nil { self.area = area }
        merged.add(place)
    }

    /// What was found, with the places of the cells.
    var faults: [(fault: SheetFault, places: [UInt32])] {
        var found: [(fault: SheetFault, places: [UInt32])] = []
        if !uncalculated.places.isEmpty { found.append((.uncalculated(uncalculated.runs), uncalculated.places)) }
        if !texts.places.isEmpty { found.append((.numberAsText(texts.runs), texts.places)) }
        if !hidden.places.isEmpty { found.append((.hiddenFigure(hidden.runs), hidden.places)) }
        if let area {
            let covers = SheetExtent(
                row: area.rows.lowerBound, column: area.columns.lowerBound, rowCount: area.rows.count,
                columnCount: area.columns.count)
            found.append((.mergedFigure(merged.runs, covers: covers), merged.places))
        }
        if let fraction { found.append((.notWhole(fractions.runs, stored: fraction.words), fractions.places)) }
        let lost = lostPercents
        if let first = lost.first {
            var cells = Cells(column)
            for (place, _) in lost { cells.add(place) }
            let meant = StoredFigure(mantissa: first.figure.mantissa, exponent: Int(first.figure.exponent) + 2)
            found.append((.lostPercent(cells.runs, meant: meant.words), cells.places))
        }
        return found
    }

    /// Figures below 1 that may be percentages without their sign: all that have none where the others have it; where
    /// none has, those that are less than a tenth of every one above 1, or all if no figure is above 1.
    private var lostPercents: [(place: CellPlace, figure: StoredFigure)] {
        guard let smallestAbove else { return small }
        return small.filter { $0.figure.magnitude.tenfold.compared(to: smallestAbove) < 0 }
    }
}

extension StoredFigure {
    fileprivate static let one = StoredFigure(mantissa: 1)

    fileprivate var magnitude: StoredFigure {
        StoredFigure(mantissa: mantissa < 0 ? -mantissa : mantissa, exponent: Int(exponent))
    }

    fileprivate var tenfold: StoredFigure { StoredFigure(mantissa: mantissa, exponent: Int(exponent) + 1) }

    /// 10 to the power that makes the figure a whole number; `nil` where no fraction of 15 digits has so many.
    private var fractionBase: Int64? {
        guard exponent < 0, exponent >= -15 else { return nil }
        return (0..<Int(-exponent)).reduce(Int64(1)) { base, _ in base * 10 }
    }

    /// Whether it is between -1 and 1, nought among them.
    fileprivate var isBelowOne: Bool {
        if mantissa == 0 || exponent < -15 { return true }
        guard let base = fractionBase else { return false }
        return mantissa.magnitude < base.magnitude
    }

    fileprivate var hasFraction: Bool {
        if exponent < -15 { return mantissa != 0 }
        return fractionBase.map { mantissa % $0 != 0 } ?? false
    }

    /// As a cell without a format shows it.
    fileprivate var words: String {
        var bytes: [UInt8] = []
        NumberFormat.general.show(self, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
