// One table of a document while it is marked.

internal import Packages
internal import Tables

/// Reads a table to its end, and finds what changes of its bytes.
struct MarkingTable {
    private let scanner: XMLScanner
    private let names: MarkingElementNames
    private let paragraphs = ParagraphReader()
    private let prefixes: MarkingPrefixes
    private let asked: SheetMarks
    /// Whether the document has marks already.
    private let isMarked: Bool
    /// The rows of which cells are asked for, in order, and which of them comes next.
    private let askedRows: [(row: Int, columns: [Int])]
    private var nextRow = 0

    private var row = 0
    private var column = 0
    /// The default cell styles of columns, by the last column that each is for.
    private var columnStyles: [(last: Int, style: String?)] = []
    private var rows: [MarkingRow] = []
    private var merges: [MergedArea] = []
    private var conditions: [MergedArea] = []
    /// Whether the cells of a conditional format are not understood.
    private var hasUnknownCondition = false
    /// Behind its last row, or where its first row would begin; `nil` where a table has no content.
    private var rowsEnd: Int?
    /// Styles of columns that are ones of a marked copy's, with their places.
    private var columnEdits: [(place: AttributePlace, style: String)] = []
    /// The styles of sheets that a marked copy was given before which this one uses: people have copied cells.
    private(set) var usedLooks: Set<String> = []
    /// Cells that cannot be marked.
    private(set) var unmarked: [SheetPlace] = []

    init(
        _ scanner: XMLScanner, _ names: MarkingElementNames, _ prefixes: MarkingPrefixes, _ asked: SheetMarks,
        isMarked: Bool
    ) {
        self.scanner = scanner
        self.names = names
        self.prefixes = prefixes
        self.asked = asked
        self.isMarked = isMarked
        var rows: [Int: [Int]] = [:]
        for place in asked.cells.keys { rows[place.row, default: []].append(place.column) }
        askedRows = rows.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted()) }
    }

    /// Reads the table that has just begun.
    mutating func read(_ styles: MarkingStyles) throws(PackageError) {
        try prefixes.check(scanner)
        let outer = scanner.depth
        var table = DocumentPlaces.ElementPlace(scanner)
        let start = scanner.nextOffset
        try noteLook()
        while true {
            switch try scanner.next() {
            case .start where scanner.namespace == .calculation && scanner.name == names.conditionalFormat:
                let cells = try scanner.value(names.conditionCells, in: .calculation) ?? ""
                if let areas = DocumentRules.areas(cells) {
                    conditions += areas
                } else {
                    hasUnknownCondition = true
                }
            case .start where scanner.namespace == .table && scanner.name == names.row:
                try readRow(styles)
                if scanner.depth == outer + 1 { rowsEnd = scanner.nextOffset }
            case .start where scanner.namespace == .table && scanner.name == names.column:
                try readColumn(styles)
                if row == 0, scanner.depth == outer + 1 { rowsEnd = scanner.nextOffset }
            // Elements that contain rows, columns or conditional formats.
            case .start where names.isContainer(scanner): break
            case .start: try scanner.skip()
            case .end where scanner.depth == outer:
                table.end(scanner)
                if rowsEnd == nil, !table.isEmpty { rowsEnd = start }
                return
            case .end where scanner.depth == outer + 1 && names.isContainer(scanner) && scanner.namespace == .table:
                rowsEnd = scanner.nextOffset
            default: continue
            }
        }
    }

    /// Takes note of the style of the element that has just begun, in a marked copy.
    private mutating func noteLook() throws(PackageError) {
        guard isMarked, let raw = scanner.rawValue(names.styleName, in: .table), raw.starts(with: "kpilint-".utf8),
            let name = try scanner.value(names.styleName, in: .table), MarkingStyles.isLook(name)
        else { return }
        usedLooks.insert(name)
    }

    private mutating func readColumn(_ styles: MarkingStyles) throws(PackageError) {
        try noteLook()
        let count = try repeats(names.columnsRepeated)
        let style = try scanner.value(names.defaultStyle, in: .table)
        if let style, styles.isMark(style), let place = scanner.place(of: names.defaultStyle, in: .table) {
            columnEdits.append((place, style))
        }
        column = min(column + count, SheetLimits.columns)
        columnStyles.append((column, styles.base(style)))
        try scanner.skip()
    }

    private mutating func readRow(_ styles: MarkingStyles) throws(PackageError) {
        let outer = scanner.depth
        try noteLook()
        var row = MarkingRow(
            first: self.row + 1, count: try repeats(names.rowsRepeated),
            element: DocumentPlaces.ElementPlace(scanner, repeats: names.rowsRepeated),
            style: try scanner.value(names.defaultStyle, in: .table),
            stylePlace: scanner.place(of: names.defaultStyle, in: .table))
        self.row = min(row.last, SheetLimits.rows)
        column = 0
        let wanted = askedColumns(row.first...row.last)
        guard isMarked || !askedRows.isEmpty else { return try scanner.skip() }
        var nextColumn = 0
        while true {
            switch try scanner.next() {
            case .start:
                guard scanner.namespace == .table, scanner.name == names.cell || scanner.name == names.covered else {
                    try scanner.skip()
                    continue
                }
                try readCell(&row, wanted, &nextColumn, styles)
            case .end where scanner.depth == outer:
                row.element.end(scanner)
                row.lastColumn = column
                let isOwn = row.style.map { styles.isMark($0) } ?? false
                if !wanted.isEmpty || !row.cells.isEmpty || isOwn { rows.append(row) }
                return
            default: continue
            }
        }
    }

    /// The columns of which cells are asked for in some rows.
    private mutating func askedColumns(_ numbers: ClosedRange<Int>) -> [Int] {
        while nextRow < askedRows.count, askedRows[nextRow].row < numbers.lowerBound { nextRow += 1 }
        let own = askedRows[nextRow...].prefix { $0.row <= numbers.upperBound }
        guard own.count > 1 else { return own.first?.columns ?? [] }
        return Set(own.flatMap(\.columns)).sorted()
    }

    private mutating func readCell(
        _ row: inout MarkingRow, _ wanted: [Int], _ nextColumn: inout Int, _ styles: MarkingStyles
    ) throws(PackageError) {
        let count = try repeats(names.columnsRepeated)
        let first = column + 1
        column = min(column + count, SheetLimits.columns)
        while nextColumn < wanted.count, wanted[nextColumn] < first { nextColumn += 1 }
        let isAsked = nextColumn < wanted.count && wanted[nextColumn] < first + count
        let area = askedRows.isEmpty ? nil : try mergedArea(row.first, first)
        if let area { merges.append(area) }
        let isWanted = isAsked || area != nil
        if !isWanted, !isMarked, row.count == 1 || wanted.isEmpty { return try scanner.skip() }
        if isWanted { try prefixes.check(scanner) }
        let outer = scanner.depth
        try noteLook()
        var cell = MarkingCell(
            first: first, count: count,
            element: DocumentPlaces.ElementPlace(scanner, repeats: names.columnsRepeated),
            style: try scanner.value(names.styleName, in: .table),
            stylePlace: scanner.place(of: names.styleName, in: .table))
        // Of merged cells that are written once for several only the first is read as merged.
        cell.isUnique = area != nil || scanner.place(of: names.identity, in: .xml) != nil
        reading: while true {
            switch try scanner.next() {
            case .start where scanner.namespace == .text: try scanner.skip()
            case .start where scanner.namespace == .office && scanner.name == names.annotation:
                cell.note = try MarkingNote(scanner, names, paragraphs, needsTexts: isMarked)
            case .start:
                cell.isUnique = true
                try scanner.skip()
            case .end where scanner.depth == outer: break reading
            default: continue
            }
        }
        cell.element.end(scanner)
        if cell.isUnique { row.isUnique = true }
        if isWanted || isMarked && hasMarks(cell, styles) { row.cells.append(cell) }
    }

    /// Whether a cell has a mark, or a note, of before.
    private func hasMarks(_ cell: MarkingCell, _ styles: MarkingStyles) -> Bool {
        if let style = cell.style, styles.isMark(style) { return true }
        switch cell.note?.origin {
        case nil, .people: return false
        default: return true
        }
    }

    private func mergedArea(_ row: Int, _ column: Int) throws(PackageError) -> MergedArea? {
        let columns = try repeats(names.columnsSpanned)
        let rows = try repeats(names.rowsSpanned)
        guard columns > 1 || rows > 1, column <= SheetLimits.columns, row <= SheetLimits.rows else { return nil }
        return MergedArea(
            rows: row...min(row + rows - 1, SheetLimits.rows),
            columns: column...min(column + columns - 1, SheetLimits.columns))
    }

    private func repeats(_ name: XMLName) throws(PackageError) -> Int {
        guard scanner.rawValue(name, in: .table) != nil, let value = try scanner.value(name, in: .table) else {
            return 1
        }
        return min(max(1, Int(value) ?? 1), 1 << 40)
    }

    // MARK: Changes

    /// What changes of the table's bytes; styles that marks need are made.
    mutating func edits(_ part: [UInt8], _ styles: inout MarkingStyles) -> [MarkingWriter.Edit] {
        let marks = styledMarks(part, &styles)
        let known = styles
        let writer = MarkingWriter(part: part, prefixes: prefixes, base: { known.base($0) }, isMarked: isMarked)
        var edits: [MarkingWriter.Edit] = []
        for (place, style) in columnEdits {
            var tag = TagEdits(part)
            tag.setStyle(place, style, styles.base(style))
            edits += tag.sorted
        }
        var next = 0
        for row in rows {
            let end = marks[next...].firstIndex { $0.row > row.last } ?? marks.count
            edits += writer.edits(row, Array(marks[next..<end]))
            next = end
        }
        if next < marks.count {
            if let rowsEnd {
                edits.append((rowsEnd..<rowsEnd, writer.newRows(Array(marks[next...]), behind: row)))
            } else {
                unmarked += marks[next...].flatMap { row in
                    row.marks.map { SheetPlace(row: row.row, column: $0.column) }
                }
            }
        }
        return edits
    }

    /// The marks with their styles, row by row. Those of covered cells stand at the merged ones.
    private mutating func styledMarks(
        _ part: [UInt8], _ styles: inout MarkingStyles
    ) -> [(row: Int, marks: [StyledMark])] {
        let merged = AreaIndex(merges)
        let conditional = AreaIndex(conditions)
        var cells: [SheetPlace: CellMark] = merges.isEmpty ? asked.cells : [:]
        if !merges.isEmpty {
            for (place, mark) in asked.cells.sorted(by: { $0.key < $1.key }) {
                let area = merged.area(row: place.row, column: place.column)
                let first = area.map { SheetPlace(row: $0.rows.lowerBound, column: $0.columns.lowerBound) } ?? place
                guard let other = cells[first] else {
                    cells[first] = mark
                    continue
                }
                let notes = [other.note, mark.note].compactMap { $0 }
                cells[first] = CellMark(
                    max(other.strength, mark.strength), note: notes.isEmpty ? nil : notes.joined(separator: "\n"))
            }
        }
        var output: [(row: Int, marks: [StyledMark])] = []
        var nextRow = 0
        for (place, mark) in cells.sorted(by: { $0.key < $1.key }) {
            guard 1...SheetLimits.rows ~= place.row, 1...SheetLimits.columns ~= place.column else {
                unmarked.append(place)
                continue
            }
            while nextRow < rows.count, rows[nextRow].last < place.row { nextRow += 1 }
            let row = nextRow < rows.count && rows[nextRow].first <= place.row ? rows[nextRow] : nil
            let cell = row?.cell(place.column)
            if let row, row.count > 1 && row.isUnique || cell.map({ $0.count > 1 && $0.isUnique }) ?? false {
                unmarked.append(place)
                continue
            }
            let area = merges.isEmpty ? nil : merged.area(row: place.row, column: place.column)
            let columns = area?.columns ?? place.column...place.column
            let canFill =
                !hasUnknownCondition && !asked.filledColumns.contains { columns.contains($0) }
                && !conditional.holds(row: place.row, column: place.column)
            let base = styles.base(cell?.style) ?? styles.base(row?.style) ?? columnStyle(place.column)
            let style = styles.marking(base, mark.strength, canFill: canFill, prefixes, part)
            let styled = StyledMark(column: place.column, style: style, note: mark.note)
            if output.last?.row == place.row {
                output[output.count - 1].marks.append(styled)
            } else {
                output.append((place.row, [styled]))
            }
        }
        return output
    }

    /// The default style of a column's cells.
    private func columnStyle(_ column: Int) -> String? {
        var range = 0..<columnStyles.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = columnStyles[middle].last < column ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound < columnStyles.count ? columnStyles[range.lowerBound].style : nil
    }
}

extension MarkingRow {
    /// The cell that is kept of a column.
    fileprivate func cell(_ column: Int) -> MarkingCell? {
        var range = 0..<cells.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = cells[middle].last < column ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        guard range.lowerBound < cells.count, cells[range.lowerBound].first <= column else { return nil }
        return cells[range.lowerBound]
    }
}

/// The names of elements and attributes, made once.
struct MarkingElementNames {
    let table = XMLName("table")
    let name = XMLName("name")
    let styleName = XMLName("style-name")
    let row = XMLName("table-row")
    let column = XMLName("table-column")
    let cell = XMLName("table-cell")
    let covered = XMLName("covered-table-cell")
    let defaultStyle = XMLName("default-cell-style-name")
    let rowsRepeated = XMLName("number-rows-repeated")
    let columnsRepeated = XMLName("number-columns-repeated")
    let rowsSpanned = XMLName("number-rows-spanned")
    let columnsSpanned = XMLName("number-columns-spanned")
    let identity = XMLName("id")
    let annotation = XMLName("annotation")
    let paragraph = XMLName("p")
    let conditionalFormat = XMLName("conditional-format")
    let conditionCells = XMLName("target-range-address")
    private let conditionalFormats = XMLName("conditional-formats")
    private let containers: Set<XMLName> = [
        XMLName("table-header-rows"), XMLName("table-row-group"), XMLName("table-rows"),
        XMLName("table-header-columns"), XMLName("table-column-group"), XMLName("table-columns"),
    ]

    /// Whether an element contains rows, columns or conditional formats.
    func isContainer(_ scanner: XMLScanner) -> Bool {
        scanner.namespace == .table && containers.contains(scanner.name)
            || scanner.namespace == .calculation && scanner.name == conditionalFormats
    }
}
