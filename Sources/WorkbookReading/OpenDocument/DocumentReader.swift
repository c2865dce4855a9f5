// The content of an OpenDocument workbook: tables, rows and cells.

internal import Packages

/// Reads the part `content.xml`.
struct DocumentReader {
    /// A table of the document.
    struct Table {
        var name: String
        var isHidden: Bool
        var content = SheetContent()
        var notes = CellNotes()
    }

    /// A name of cells, as it is written.
    struct AreaName {
        var name: String
        /// The table that alone knows it.
        var table: Int?
        var reference: String
    }

    private let scanner: XMLScanner
    private(set) var styles: DocumentStyles
    private(set) var tables: [Table] = []
    private(set) var areaNames: [AreaName] = []
    private let names = DocumentNames()
    private let paragraphs = ParagraphReader()
    /// The cells whose places in the part are asked for.
    private let places: DocumentPlaces?

    private var row = 0
    private var column = 0
    private var rowStyle: String?
    /// How many rows the present one stands for.
    private var rowCount = 1
    /// The default cell styles of columns, by the last column that each is for.
    private var columnStyles: [(last: Int, style: String?)] = []
    private var text: [UInt8] = []
    private var note: [UInt8] = []
    /// The conditional formats of the table, and whether it has some of its own.
    private var rules = DocumentRules()
    private var hasRules = false
    /// Its cells whose styles have conditions.
    private var conditional = ConditionalCells()
    /// All cells of the document.
    private var cellCount = 0

    init(_ scanner: XMLScanner, _ styles: DocumentStyles, places: DocumentPlaces? = nil) {
        self.scanner = scanner
        self.places = places
        self.styles = styles
    }

    mutating func read() throws(PackageError) {
        var hasSheets = false
        while true {
            switch try scanner.next() {
            case .start where scanner.namespace == .office && scanner.name == names.spreadsheet: hasSheets = true
            case .start where scanner.namespace == .table && scanner.name == names.table:
                try readTable()
            // Tables within tracked changes do not count.
            case .start where scanner.namespace == .table && scanner.name == names.changes: try scanner.skip()
            case .start where scanner.namespace == .table && names.isAreaName(scanner.name):
                try readAreaName(table: nil)
            case .start: try styles.read(scanner)
            case .finish:
                guard hasSheets else { throw scanner.fault("it is an OpenDocument file, but no workbook") }
                return
            default: continue
            }
        }
    }

    private mutating func readTable() throws(PackageError) {
        let outer = scanner.depth
        let style = try scanner.value(names.styleName, in: .table)
        tables.append(
            Table(
                name: try scanner.value(names.name, in: .table) ?? "",
                isHidden: style.map { styles.hiddenTables.contains($0) } ?? false))
        row = 0
        column = 0
        rowStyle = nil
        columnStyles = []
        rules = DocumentRules()
        hasRules = false
        conditional = ConditionalCells()
        places?.beginTable(tables[tables.count - 1].name)
        defer { places?.endTable() }
        while true {
            switch try scanner.next() {
            case .start where scanner.namespace == .calculation && scanner.name == names.conditionalFormats:
                hasRules = true
                try rules.read(scanner, styles)
            case .start:
                guard scanner.namespace == .table else {
                    try scanner.skip()
                    continue
                }
                if names.isAreaName(scanner.name) {
                    try readAreaName(table: tables.count - 1)
                    continue
                }
                switch scanner.name {
                case names.row: try readRow()
                case names.column: try readColumn()
                // Elements that contain rows and columns.
                case names.headerRows, names.rowGroup, names.rows, names.headerColumns, names.columnGroup,
                    names.columns, names.namedExpressions:
                    break
                default: try scanner.skip()
                }
            case .end where scanner.depth == outer:
                finishRules()
                if let name = tables[tables.count - 1].content.finish() {
                    throw scanner.fault("the cell \(name) stands there twice")
                }
                return
            default: continue
            }
        }
    }

    /// Takes the rules of the table: its own, or those of its cells' styles. Programs that write the former write the
    /// latter too, for older ones.
    private mutating func finishRules() {
        if !hasRules {
            for (style, areas) in conditional.areas.sorted(by: { $0.key < $1.key }) {
                rules.add(styles.conditions[style] ?? [], of: areas, styles)
            }
            if conditional.isFull { rules.add(unread: "the cells that have them are too many") }
        }
        tables[tables.count - 1].content.rules = rules.rules
    }

    private mutating func readAreaName(table: Int?) throws(PackageError) {
        var reference: String?
        for attribute in [names.targetRange, names.cellRange, names.expression] where reference == nil {
            reference = try scanner.value(attribute, in: .table)
        }
        guard let name = try scanner.value(names.name, in: .table), let reference, areaNames.count < 100_000 else {
            return
        }
        areaNames.append(AreaName(name: name, table: table, reference: reference))
    }

    private mutating func readColumn() throws(PackageError) {
        let count = try repeats(names.columnsRepeated)
        let last = min(column + count, SheetLimits.columns)
        if try scanner.value(names.visibility, in: .table).map({ $0 != "visible" }) ?? false, column < last {
            tables[tables.count - 1].content.hiddenColumns.append(column + 1...last)
        }
        columnStyles.append((last, try scanner.value(names.defaultStyle, in: .table)))
        column = last
        try scanner.skip()
    }

    private mutating func readRow() throws(PackageError) {
        let outer = scanner.depth
        let count = try repeats(names.rowsRepeated)
        let isHidden = try scanner.value(names.visibility, in: .table).map { $0 != "visible" } ?? false
        rowStyle = try scanner.value(names.defaultStyle, in: .table)
        rowCount = count
        row += 1
        column = 0
        tables[tables.count - 1].content.beginRow(min(row, SheetLimits.rows), isHidden: isHidden)
        let isAsked = places?.beginRow(scanner, row, count) ?? false
        reading: while true {
            switch try scanner.next() {
            case .start:
                if scanner.namespace == .table, scanner.name == names.cell || scanner.name == names.covered {
                    try readCell(isAsked: isAsked)
                } else {
                    try scanner.skip()
                }
            case .end where scanner.depth == outer: break reading
            default: continue
            }
        }
        if isAsked { places?.endRow(scanner) { styleName(of: $0) } }
        let cells = tables[tables.count - 1].content.lastRowCellCount
        // Repeated rows with only a fill, to the end of a sheet, are dropped.
        if cells > 0, count == 1 || tables[tables.count - 1].content.lastRowHoldsSomething {
            guard row + count - 1 <= SheetLimits.rows else {
                throw scanner.fault("a row lies beyond the last one that a sheet has")
            }
            try checkCount(cells * (count - 1))
            for number in 1..<max(1, count) {
                tables[tables.count - 1].content.repeatRow(row + number, isHidden: isHidden)
            }
        }
        row = min(row + count - 1, SheetLimits.rows)
    }

    private mutating func checkCount(_ more: Int) throws(PackageError) {
        cellCount += more
        guard cellCount <= SheetLimits.cells else {
            throw scanner.fault("it has more than \(SheetLimits.cells) cells, which is not read")
        }
    }

    /// Reads a cell; `isAsked` says that where it stands is asked for.
    private mutating func readCell(isAsked: Bool) throws(PackageError) {
        let count = try repeats(names.columnsRepeated)
        let first = column + 1
        column = min(column + count, SheetLimits.columns)
        let kind = try scanner.value(names.valueType, in: .office)
        let isError = try scanner.value(names.valueType, in: .calculation) == "error"
        let isFormula = scanner.rawValue(names.formula, in: .table) != nil
        let styleName = try scanner.value(names.styleName, in: .table)
        let value = try storedValue(kind)
        let area = try span(first, names.columnsSpanned, names.rowsSpanned)
        if isFormula, let area = try span(first, names.matrixColumns, names.matrixRows) {
            tables[tables.count - 1].content.formulaAreas.append(area)
        }
        if isAsked {
            places?.beginCell(
                scanner, columns: first, count, kind: kind, isFormula: isFormula, isMerged: area != nil)
        }
        text.removeAll(keepingCapacity: true)
        note.removeAll(keepingCapacity: true)
        try readText(isAsked: isAsked)
        if isAsked { places?.endCell(scanner) { styleName ?? self.styleName(of: $0) } }
        if !note.isEmpty { try addNotes(first) }
        if let area { tables[tables.count - 1].content.merges.append(area) }
        if !styles.conditions.isEmpty { addConditional(first, styleName) }
        let isBlank = kind == nil && text.isEmpty && !isFormula
        if isBlank { return try addBlank(first, styleName) }
        guard first <= SheetLimits.columns else {
            throw scanner.fault("a cell lies beyond the last column that a sheet has")
        }
        try checkCount(column - first + 1)
        var style = styleName ?? self.styleName(of: first)
        guard let (cell, code) = try cell(first, kind, value, style, isError: isError, isFormula: isFormula) else {
            return
        }
        var number = 0
        for place in first...column {
            // Columns give cells side by side styles of their own.
            let own = styleName ?? self.styleName(of: place)
            if let code, place == first || own != style {
                number = styles.number(own, otherwise: code)
                style = own
            }
            var copy = cell
            copy.column = UInt16(place)
            copy.style = UInt16(clamping: number)
            tables[tables.count - 1].content.add(copy)
        }
    }

    /// Keeps the place of cells whose style has conditions.
    private mutating func addConditional(_ first: Int, _ name: String?) {
        guard first <= SheetLimits.columns, row + rowCount - 1 <= SheetLimits.rows else { return }
        let rows = row...row + rowCount - 1
        var start = first
        while start <= column {
            // Columns give cells side by side styles of their own.
            var last = column
            if name == nil, rowStyle == nil {
                let index = columnIndex(start)
                if index < columnStyles.count { last = min(column, columnStyles[index].last) }
            }
            if let style = styles.conditionalStyle(name ?? styleName(of: start)) {
                conditional.add(style, rows: rows, columns: start...last)
            }
            start = last + 1
        }
    }

    /// Keeps the note of a cell, for each of those that repeat it.
    private mutating func addNotes(_ first: Int) throws(PackageError) {
        if styles.ignoresMarks {
            note = Array(MarkNote.ownPart(of: String(decoding: note, as: UTF8.self)).utf8)
            if note.isEmpty { return }
        }
        guard first <= SheetLimits.columns, row <= SheetLimits.rows else { return }
        let notes = tables[tables.count - 1].notes
        guard notes.set(note, row: row, column: first) else { throw .tooLarge }
        for place in first..<max(first, min(column, first + 50)) { notes.repeatLast(row: row, column: place + 1) }
    }

    /// Keeps a cell that holds nothing, where it is filled with a colour of its own and not repeated to the sheet's
    /// end.
    private mutating func addBlank(_ first: Int, _ style: String?) throws(PackageError) {
        guard let style, first <= SheetLimits.columns, column - first < 50 else { return }
        let number = styles.number(style, otherwise: "General")
        guard number < styles.fills.count, styles.fills[number] != nil else { return }
        for place in first...column {
            tables[tables.count - 1].content.add(StoredCell(column: place, style: number, kind: .blank))
        }
    }

    /// The attribute with the value of a cell of some kind.
    private func storedValue(_ kind: String?) throws(PackageError) -> String? {
        switch kind {
        case "float", "percentage", "currency": try scanner.value(names.value, in: .office)
        case "date": try scanner.value(names.dateValue, in: .office)
        case "time": try scanner.value(names.timeValue, in: .office)
        case "boolean": try scanner.value(names.booleanValue, in: .office)
        case "string": try scanner.value(names.stringValue, in: .office)
        default: nil
        }
    }

    /// The area of cells that this cell spans, by two of its attributes; `nil` where it spans itself alone.
    private func span(_ first: Int, _ columnsName: XMLName, _ rowsName: XMLName) throws(PackageError) -> MergedArea? {
        let columns = try repeats(columnsName)
        let rows = try repeats(rowsName)
        guard columns > 1 || rows > 1, first <= SheetLimits.columns, row <= SheetLimits.rows else { return nil }
        return MergedArea(
            rows: row...min(row + rows - 1, SheetLimits.rows),
            columns: first...min(first + columns - 1, SheetLimits.columns))
    }

    /// A cell, with the code by which it is shown where its style has none; `nil` for the code where its style does
    /// not count.
    private mutating func cell(
        _ column: Int, _ kind: String?, _ value: String?, _ style: String?, isError: Bool, isFormula: Bool
    ) throws(PackageError) -> (cell: StoredCell, code: String?)? {
        func figure(_ figure: StoredFigure?, _ code: String) throws(PackageError) -> (StoredCell, String?) {
            // An invalid value, such as a day before the first that spreadsheets count, is kept as the cell's text.
            guard let figure else {
                if text.isEmpty, let value { text = Array(value.utf8) }
                return (
                    StoredCell(
                        column: column, style: 0, kind: .ownText, isFormula: isFormula, payload: try addText()), nil
                )
            }
            return (StoredCell(column: column, style: 0, figure: figure, isFormula: isFormula), code)
        }
        // Programs before 2014 wrote an error's code as the text of a figure.
        if isError || isFormula && text.first == UInt8(ascii: "#") && isErrorCode(text) {
            return (
                StoredCell(column: column, style: 0, kind: .error, isFormula: isFormula, payload: try addText()),
                "General"
            )
        }
        switch kind {
        case "float" where isFormula && isTruthValue(value, style):
            return (
                StoredCell(
                    column: column, style: 0, kind: .boolean, isFormula: true, payload: value == "1" ? 1 : 0),
                "General"
            )
        case "float", "percentage", "currency":
            let code = kind.flatMap { DocumentFigureKind(rawValue: $0) }?.code ?? "General"
            return try figure(value.flatMap { StoredFigure($0) }, code)
        case "date":
            let hasTime = value?.contains("T") ?? false
            return try figure(value.flatMap { StoredFigure(day: $0) }, hasTime ? "dd/mm/yyyy hh:mm" : "dd/mm/yyyy")
        case "time": return try figure(value.flatMap { StoredFigure(length: $0) }, "hh:mm:ss")
        case "boolean":
            return (
                StoredCell(
                    column: column, style: 0, kind: .boolean, isFormula: isFormula, payload: value == "true" ? 1 : 0),
                "General"
            )
        case nil where text.isEmpty:
            guard isFormula else { return nil }
            text = [UInt8(ascii: "=")]
            return (
                StoredCell(
                    column: column, style: 0, kind: .uncalculated, isFormula: true, payload: try addText()), nil
            )
        default:
            if let value { text = Array(value.utf8) }
            return (
                StoredCell(column: column, style: 0, kind: .ownText, isFormula: isFormula, payload: try addText()),
                "General"
            )
        }
    }

    /// Whether a formula's figure stands for true or false: LibreOffice writes those as 1 and 0, and what the cell
    /// shows as its text alone, in the language of who saved it.
    private mutating func isTruthValue(_ value: String?, _ style: String?) -> Bool {
        guard let value, value == "0" || value == "1", !text.isEmpty,
            text.allSatisfy({ UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 || $0 >= 0x80 }),
            let figure = StoredFigure(value)
        else { return false }
        // A format that shows a word itself shows another text than the digit.
        var shown: [UInt8] = []
        let number = styles.number(style, otherwise: "General")
        styles.formats[number].show(figure, into: &shown)
        return shown == Array(value.utf8)
    }

    private func isErrorCode(_ text: [UInt8]) -> Bool {
        ["#DIV/0!", "#REF!", "#N/A", "#NAME?", "#NUM!", "#NULL!", "#VALUE!"].contains(
            String(decoding: text, as: UTF8.self))
    }

    /// The style that a cell without one of its own gets from its row or column.
    private func styleName(of column: Int) -> String? {
        if let rowStyle { return rowStyle }
        let index = columnIndex(column)
        return index < columnStyles.count ? columnStyles[index].style : nil
    }

    /// Where the style of a column stands among those of columns.
    private func columnIndex(_ column: Int) -> Int {
        var range = 0..<columnStyles.count
        while range.count > 0 {
            let middle = range.lowerBound + range.count / 2
            range =
                columnStyles[middle].last < column ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }

    private mutating func addText() throws(PackageError) -> Int {
        guard let index = tables[tables.count - 1].content.texts.add(text) else { throw .tooLarge }
        return index
    }

    private func repeats(_ name: XMLName) throws(PackageError) -> Int {
        guard let value = try scanner.value(name, in: .table) else { return 1 }
        return min(max(1, Int(value) ?? 1), 1 << 40)
    }

    // MARK: Texts

    /// Reads to behind the cell's end, its paragraphs into `text`, one on each line, and those of its note into `note`.
    private mutating func readText(isAsked: Bool) throws(PackageError) {
        let outer = scanner.depth
        var isFirst = true
        while true {
            switch try scanner.next() {
            case .start:
                if scanner.namespace == .text, scanner.name == names.paragraph {
                    if !isFirst { text.append(0x0A) }
                    isFirst = false
                    let start = scanner.tokenOffset
                    var own: [UInt8] = []
                    swap(&own, &text)
                    try paragraphs.read(scanner, into: &own)
                    swap(&own, &text)
                    if isAsked { places?.addParagraph(start..<scanner.nextOffset) }
                } else if scanner.namespace == .office, scanner.name == names.annotation {
                    if isAsked { places?.addOther() }
                    try readNote()
                } else {
                    // Drawings.
                    if isAsked { places?.addOther() }
                    try scanner.skip()
                }
            case .end where scanner.depth == outer: return
            default: continue
            }
        }
    }

    private mutating func readNote() throws(PackageError) {
        let outer = scanner.depth
        while true {
            switch try scanner.next() {
            case .start:
                guard scanner.namespace == .text, scanner.name == names.paragraph else {
                    try scanner.skip()
                    continue
                }
                var own: [UInt8] = []
                try paragraphs.read(scanner, into: &own)
                if !note.isEmpty { note.append(0x0A) }
                note += own
            case .end where scanner.depth == outer: return
            default: continue
            }
        }
    }
}

/// The kinds of figures that are no days or times, as cells name them.
enum DocumentFigureKind: String {
    case float
    case percentage
    case currency

    /// The format of cells whose style has none.
    var code: String {
        switch self {
        case .float: "General"
        case .percentage: "0.00%"
        case .currency: "£#,##0.00"
        }
    }
}

/// The names of a document's elements and attributes, made once.
private struct DocumentNames {
    let spreadsheet = XMLName("spreadsheet")
    let table = XMLName("table")
    let changes = XMLName("tracked-changes")
    let name = XMLName("name")
    let styleName = XMLName("style-name")
    let row = XMLName("table-row")
    let column = XMLName("table-column")
    let headerRows = XMLName("table-header-rows")
    let rowGroup = XMLName("table-row-group")
    let rows = XMLName("table-rows")
    let headerColumns = XMLName("table-header-columns")
    let columnGroup = XMLName("table-column-group")
    let columns = XMLName("table-columns")
    let cell = XMLName("table-cell")
    let covered = XMLName("covered-table-cell")
    let visibility = XMLName("visibility")
    let defaultStyle = XMLName("default-cell-style-name")
    let rowsRepeated = XMLName("number-rows-repeated")
    let conditionalFormats = XMLName("conditional-formats")
    let columnsRepeated = XMLName("number-columns-repeated")
    let rowsSpanned = XMLName("number-rows-spanned")
    let columnsSpanned = XMLName("number-columns-spanned")
    let matrixRows = XMLName("number-matrix-rows-spanned")
    let matrixColumns = XMLName("number-matrix-columns-spanned")
    let formula = XMLName("formula")
    let valueType = XMLName("value-type")
    let value = XMLName("value")
    let dateValue = XMLName("date-value")
    let timeValue = XMLName("time-value")
    let booleanValue = XMLName("boolean-value")
    let stringValue = XMLName("string-value")
    let paragraph = XMLName("p")
    let annotation = XMLName("annotation")
    let namedExpressions = XMLName("named-expressions")
    let targetRange = XMLName("target-range-address")
    let cellRange = XMLName("cell-range-address")
    let expression = XMLName("expression")
    private let databaseRange = XMLName("database-range")
    private let namedRange = XMLName("named-range")
    private let namedExpression = XMLName("named-expression")

    func isAreaName(_ name: XMLName) -> Bool {
        name == databaseRange || name == namedRange || name == namedExpression
    }
}
