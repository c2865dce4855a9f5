// Where the cells that are to be written stand in a document's part.

internal import Packages

/// The rows of a document that hold cells that are asked for, by the bytes of their elements. The document's reader
/// fills it while it reads, so that a cell is written where it was read.
final class DocumentPlaces {
    /// A table that holds cells that are asked for.
    struct Table {
        /// In the order of their numbers.
        var rows: [Row] = []

        /// The row with a number; `nil` where no cell of it was asked for, or it is not there.
        func row(_ number: Int) -> Row? {
            let index = rows.partitioned { $0.last >= number }
            return index.flatMap { rows[$0].first <= number ? rows[$0] : nil }
        }
    }

    /// A row, or several that are written as one.
    struct Row {
        /// The number of the first.
        var first: Int
        var count: Int
        /// The rows of which cells are asked for.
        var asked: [Int]
        var element: ElementPlace
        var cells: [Cell] = []
        /// By column that is asked for, the style that its cell has.
        var styles: [Int: String] = [:]
        var prefixes: Prefixes
        /// Whether copies of it would not mean the same: it holds notes, drawings or merged cells.
        var isUnique = false

        var last: Int { first + count - 1 }

        /// The cell in a column; `nil` behind the last one.
        func cell(_ column: Int) -> Cell? { cells.partitioned { $0.last >= column }.map { cells[$0] } }
    }

    /// A cell, or several side by side that are written as one.
    struct Cell {
        var first: Int
        var count: Int
        var element: ElementPlace
        var kind: String?
        var isFormula: Bool
        /// Whether it is covered by a merged cell.
        var isCovered: Bool
        /// Whether it holds more than text, or begins a merged cell: copies of it would not mean the same.
        var isUnique: Bool
        /// The paragraphs of its text.
        var paragraphs: [Range<Int>] = []
        /// The attributes that say what it holds, but for `calculation` and, of an amount of money, its currency.
        var values: [Range<Int>] = []
        /// The attribute by which LibreOffice says the kind once more.
        var calculation: AttributePlace?
        var currency: Range<Int>?
        var prefixes: Prefixes

        var last: Int { first + count - 1 }
    }

    /// How the part names the namespaces at an element, colons included; `nil` where it has no short name for one.
    struct Prefixes {
        var table: String?
        var office: String?
        var text: String?

        init(_ scanner: XMLScanner) {
            table = scanner.prefix(of: .table)
            office = scanner.prefix(of: .office)
            text = scanner.prefix(of: .text)
        }
    }

    /// The bytes of an element.
    struct ElementPlace {
        /// All of it.
        var range: Range<Int>
        /// Behind its first tag, which may be all of it.
        var tagEnd: Int
        /// Where its last tag begins; `tagEnd` where it has only one.
        var contentEnd: Int
        /// The attribute that says how many times it stands there, and the value of that.
        var repeats: AttributePlace?

        /// The place of an element that has begun.
        init(_ scanner: XMLScanner, repeats: XMLName? = nil) {
            range = scanner.tokenOffset..<scanner.nextOffset
            tagEnd = scanner.nextOffset
            contentEnd = scanner.nextOffset
            self.repeats = repeats.flatMap { scanner.place(of: $0, in: .table) }
        }

        /// Takes note of its end, which has just been read.
        mutating func end(_ scanner: XMLScanner) {
            // An element without content ends where its tag does, and the scanner stays there.
            contentEnd = scanner.nextOffset == tagEnd ? tagEnd : scanner.tokenOffset
            range = range.lowerBound..<scanner.nextOffset
        }
    }

    /// By sheet, in order, the rows with cells that are asked for.
    private var wanted: [String: [(row: Int, columns: Set<Int>)]]
    /// By sheet.
    private(set) var tables: [String: Table] = [:]

    /// The sheet that is being read, where cells of it are asked for.
    private var sheet: String?
    private var table = Table()
    /// Which of the rows asked for comes next.
    private var next = 0
    private var row: Row?
    private var cell: Cell?
    /// The columns of the row's cells that are asked for, in order, and which of them comes next.
    private var columns: [Int] = []
    private var nextColumn = 0
    private let names = PlaceNames()

    /// Asks for cells by the names of their sheets, their rows and columns.
    init(_ cells: [(sheet: String, row: Int, column: Int)]) {
        var rows: [String: [Int: Set<Int>]] = [:]
        for cell in cells { rows[cell.sheet, default: [:]][cell.row, default: []].insert(cell.column) }
        wanted = rows.mapValues { $0.sorted { $0.key < $1.key }.map { (row: $0.key, columns: $0.value) } }
    }

    /// A table begins. Of several with one name the first is meant.
    func beginTable(_ name: String) {
        sheet = tables[name] == nil && wanted[name] != nil ? name : nil
        table = Table()
        next = 0
    }

    func endTable() {
        if let sheet { tables[sheet] = table }
        sheet = nil
    }

    /// A row begins, or `count` of them: whether its cells are to be described.
    func beginRow(_ scanner: XMLScanner, _ number: Int, _ count: Int) -> Bool {
        row = nil
        guard let sheet, let rows = wanted[sheet] else { return false }
        while next < rows.count, rows[next].row < number { next += 1 }
        let asked = rows[next...].prefix { $0.row - number < count }
        guard !asked.isEmpty else { return false }
        row = Row(
            first: number, count: count, asked: asked.map { $0.row },
            element: ElementPlace(scanner, repeats: names.rowsRepeated), prefixes: Prefixes(scanner))
        var all: Set<Int> = []
        for row in asked { all.formUnion(row.columns) }
        columns = all.sorted()
        nextColumn = 0
        return true
    }

    /// The row has ended; `style` gives the style of the cells of a column that have none of their own.
    func endRow(_ scanner: XMLScanner, style: (Int) -> String?) {
        row?.element.end(scanner)
        noteStyles(to: .max, style)
        if let row { table.rows.append(row) }
        row = nil
    }

    /// Keeps the styles of the cells that are asked for up to a column.
    private func noteStyles(to last: Int, _ style: (Int) -> String?) {
        while nextColumn < columns.count, columns[nextColumn] <= last {
            row?.styles[columns[nextColumn]] = style(columns[nextColumn])
            nextColumn += 1
        }
    }

    func beginCell(
        _ scanner: XMLScanner, columns first: Int, _ count: Int, kind: String?, isFormula: Bool, isMerged: Bool
    ) {
        var cell = Cell(
            first: first, count: count, element: ElementPlace(scanner, repeats: names.columnsRepeated), kind: kind,
            isFormula: isFormula, isCovered: scanner.name == names.covered,
            isUnique: isMerged || scanner.place(of: names.identity, in: .xml) != nil,
            prefixes: Prefixes(scanner))
        for name in names.values {
            if let place = scanner.place(of: name, in: .office) { cell.values.append(place.whole) }
        }
        cell.calculation = scanner.place(of: names.valueType, in: .calculation)
        cell.currency = scanner.place(of: names.currency, in: .office)?.whole
        self.cell = cell
    }

    func addParagraph(_ range: Range<Int>) { cell?.paragraphs.append(range) }

    /// The cell holds something beside text.
    func addOther() { cell?.isUnique = true }

    /// The cell has ended; `style` gives the style that it has in a column.
    func endCell(_ scanner: XMLScanner, style: (Int) -> String?) {
        guard var cell else { return }
        cell.element.end(scanner)
        if cell.isUnique { row?.isUnique = true }
        noteStyles(to: cell.last, style)
        row?.cells.append(cell)
        self.cell = nil
    }
}

extension Array {
    /// The first place from which on all elements are such; `nil` where none is. They stand behind all others.
    fileprivate func partitioned(_ isSuch: (Element) -> Bool) -> Int? {
        var range = 0..<count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = isSuch(self[middle]) ? range.lowerBound..<middle : middle + 1..<range.upperBound
        }
        return range.lowerBound < count ? range.lowerBound : nil
    }
}

/// Names of attributes, made once.
private struct PlaceNames {
    let rowsRepeated = XMLName("number-rows-repeated")
    let columnsRepeated = XMLName("number-columns-repeated")
    let covered = XMLName("covered-table-cell")
    let identity = XMLName("id")
    let valueType = XMLName("value-type")
    let currency = XMLName("currency")
    /// The attributes that say what a cell holds.
    let values: [XMLName] = [
        XMLName("value-type"), XMLName("value"), XMLName("date-value"), XMLName("time-value"),
        XMLName("boolean-value"), XMLName("string-value"),
    ]
}
