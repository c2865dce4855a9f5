// A sheet's part with marked cells: every byte of it stays that has nothing to do with marks.

internal import Packages
internal import Tables

/// The changes of one sheet's part.
struct MarkedSheet {
    private let marks: SheetMarks
    private let styles: MarkedStyles
    /// The marked cells that are still to come, by row, in order.
    private var wanted: ArraySlice<(row: Int, columns: [Int])>
    private var changes: [Change] = []
    /// The columns' own styles.
    private var columnStyles: [(columns: ClosedRange<Int>, style: Int)] = []
    /// Where conditional formats may fill cells, whose own fill is not seen then.
    private var conditionalAreas: [MergedArea] = []
    private var row = 0
    private let names = MarkedSheetNames()
    /// Where the element that names that drawing can be put.
    private var drawingPlace = 0
    private var relationPrefix: String?
    private var prefix = ""
    /// How many rows and cells were added, where there was nothing to mark.
    private(set) var isChanged = false

    /// A change of the part at a place.
    private struct Change {
        enum Kind {
            /// The first tag of a cell's element, which gets another style.
            case cell(row: Int, column: Int, style: Int, strength: CellMark.Strength?)
            /// New cells of a row, with the styles that blank cells have there.
            case cells(row: Int, [(column: Int, style: Int)])
            /// The same for a row whose element holds nothing.
            case emptyRow(row: Int, [(column: Int, style: Int)])
            case rows([(row: Int, columns: [Int])])
            case bytes([UInt8])
        }

        var range: Range<Int>
        var kind: Kind
    }

    /// Whether the workbook is written in the strict form of the standard.
    private let isStrict: Bool

    init(_ marks: SheetMarks, _ styles: MarkedStyles, isStrict: Bool) {
        self.isStrict = isStrict
        self.marks = marks
        self.styles = styles
        var columns: [Int: [Int]] = [:]
        for place in marks.cells.keys { columns[place.row, default: []].append(place.column) }
        wanted = columns.map { (row: $0.key, columns: $0.value.sorted()) }.sorted { $0.row < $1.row }[...]
    }

    /// Finds what changes. `isMarkedCopy`: cells may have marks of before. `hasNotes`: a drawing of notes is needed,
    /// by a relation of that name where the sheet has none.
    mutating func read(
        _ scanner: XMLScanner, _ part: [UInt8], isMarkedCopy: Bool, drawing newDrawing: String?
    ) throws(PackageError) {
        guard scanner.isPlain else { throw scanner.fault("it is UTF-16, which is not written") }
        reading: while true {
            switch try scanner.next() {
            case .start where scanner.depth == 1:
                prefix = PartEdits(part).prefix(ofTagAt: scanner.tokenOffset)
                relationPrefix = scanner.prefix(of: .relationships)
            case .start where scanner.namespace == .sheet && scanner.depth == 2:
                if drawingPlace == 0, names.behindDrawing.contains(scanner.name) { drawingPlace = scanner.tokenOffset }
                switch scanner.name {
                case names.views: try readViews(scanner, part)
                case names.columns: try readColumns(scanner)
                case names.data: try readRows(scanner, part, isMarkedCopy: isMarkedCopy)
                case names.conditional:
                    if let areas = try scanner.value(names.areas) { addConditional(areas) }
                    try scanner.skip()
                case names.drawing:
                    let start = scanner.tokenOffset
                    try scanner.skip()
                    // One that leads nowhere is replaced.
                    if newDrawing != nil { change(start..<scanner.nextOffset, .bytes([])) }
                    drawingPlace = scanner.nextOffset
                case names.extensions: try readExtensions(scanner)
                default: try scanner.skip()
                }
            case .end where scanner.depth == 1: if drawingPlace == 0 { drawingPlace = scanner.tokenOffset }
            case .finish: break reading
            default: continue
            }
        }
        guard wanted.isEmpty else { throw scanner.fault("it has no rows to mark") }
        if let newDrawing {
            let own = relationPrefix ?? "r:"
            let space =
                relationPrefix == nil
                ? " xmlns:r=\"\(WorkbookOutline.relationships(isStrict: isStrict))\"" : ""
            change(
                drawingPlace..<drawingPlace,
                .bytes(Array("<\(prefix)legacyDrawing\(space) \(own)id=\"\(newDrawing)\"/>".utf8)))
        }
        isChanged = !changes.isEmpty
    }

    private mutating func change(_ range: Range<Int>, _ kind: Change.Kind) {
        changes.append(Change(range: range, kind: kind))
    }

    /// Looks at the sheet's views: the copy opens on another sheet, and two that are selected are written together.
    private mutating func readViews(_ scanner: XMLScanner, _ part: [UInt8]) throws(PackageError) {
        let outer = scanner.depth
        while true {
            switch try scanner.next() {
            case .start where scanner.name == names.view:
                guard let says = try scanner.value(names.selected), says == "1" || says == "true" else { continue }
                let range = scanner.tokenOffset..<scanner.nextOffset
                var tag = EditedTag(part[range])
                tag.set("tabSelected", "0")
                change(range, .bytes(tag.bytes))
            case .end where scanner.depth == outer: return
            case .finish: return
            default: continue
            }
        }
    }

    private mutating func readColumns(_ scanner: XMLScanner) throws(PackageError) {
        let outer = scanner.depth
        while true {
            switch try scanner.next() {
            case .start where scanner.name == names.column:
                if let first = number(scanner, names.first), let last = number(scanner, names.last),
                    let style = number(scanner, names.style), first >= 1, first <= last
                {
                    columnStyles.append((first...last, style))
                }
            case .end where scanner.depth == outer: return
            case .finish: return
            default: continue
            }
        }
    }

    private mutating func readExtensions(_ scanner: XMLScanner) throws(PackageError) {
        let outer = scanner.depth
        while true {
            switch try scanner.next() {
            case .start where scanner.name == names.areas:
                var text: [UInt8] = []
                try scanner.appendContent(to: &text)
                addConditional(String(decoding: text, as: UTF8.self))
            case .end where scanner.depth == outer: return
            case .finish: return
            default: continue
            }
        }
    }

    private mutating func addConditional(_ areas: String) {
        conditionalAreas += areas.split(separator: " ").compactMap { MergedArea($0) }
    }

    // MARK: Rows

    private mutating func readRows(
        _ scanner: XMLScanner, _ part: [UInt8], isMarkedCopy: Bool
    ) throws(PackageError) {
        let outer = scanner.depth
        let tag = scanner.tokenOffset..<scanner.nextOffset
        while true {
            switch try scanner.next() {
            case .start:
                guard scanner.name == names.row, scanner.namespace == .sheet else {
                    try scanner.skip()
                    continue
                }
                row = number(scanner, names.reference) ?? row + 1
                addRows(before: row, at: scanner.tokenOffset)
                let isWanted = wanted.first?.row == row
                guard isWanted || isMarkedCopy else {
                    try scanner.skipUnread()
                    continue
                }
                let columns = isWanted ? wanted.removeFirst().columns : []
                try readCells(scanner, part, columns)
            case .end where scanner.depth == outer:
                guard !wanted.isEmpty else { return }
                if scanner.nextOffset == tag.upperBound {
                    // `<sheetData/>`.
                    var opened = EditedTag(part[tag])
                    opened.open()
                    change(tag, .bytes(opened.bytes))
                    let end = Array("</".utf8) + opened.name + [UInt8(ascii: ">")]
                    change(tag.upperBound..<tag.upperBound, .rows(Array(wanted)))
                    change(tag.upperBound..<tag.upperBound, .bytes(end))
                } else {
                    change(scanner.tokenOffset..<scanner.tokenOffset, .rows(Array(wanted)))
                }
                wanted = []
                return
            case .finish: return
            default: continue
            }
        }
    }

    /// Adds the rows that have marks and are not there.
    private mutating func addRows(before row: Int, at offset: Int) {
        let missing = wanted.prefix { $0.row < row }
        guard !missing.isEmpty else { return }
        wanted = wanted.dropFirst(missing.count)
        change(offset..<offset, .rows(Array(missing)))
    }

    /// Reads the row that has just begun to its end.
    private mutating func readCells(
        _ scanner: XMLScanner, _ part: [UInt8], _ columns: [Int]
    ) throws(PackageError) {
        let outer = scanner.depth
        let tag = scanner.tokenOffset..<scanner.nextOffset
        let isFormatted = try scanner.value(names.customFormat).map { $0 == "1" || $0 == "true" } ?? false
        let rowStyle = isFormatted ? number(scanner, names.rowStyle) : nil
        var left = columns[...]
        var column = 0
        func blank(_ columns: ArraySlice<Int>) -> [(column: Int, style: Int)] {
            columns.map { ($0, rowStyle ?? columnStyle($0)) }
        }
        while true {
            switch try scanner.next() {
            case .start:
                guard scanner.name == names.cell, scanner.namespace == .sheet else {
                    try scanner.skip()
                    continue
                }
                let reference = scanner.rawValue(names.reference).flatMap { CellReference($0) }
                column = reference?.column ?? column + 1
                let missing = left.prefix { $0 < column }
                if !missing.isEmpty {
                    left = left.dropFirst(missing.count)
                    change(scanner.tokenOffset..<scanner.tokenOffset, .cells(row: row, blank(missing)))
                }
                let style = number(scanner, names.rowStyle) ?? 0
                let isWanted = left.first == column
                if isWanted { left.removeFirst() }
                if isWanted || styles.isMarked(style) {
                    let strength = isWanted ? marks.cells[SheetPlace(row: row, column: column)]?.strength : nil
                    change(
                        scanner.tokenOffset..<scanner.nextOffset,
                        .cell(row: row, column: column, style: style, strength: strength))
                }
                try scanner.skipUnread()
            case .end where scanner.depth == outer:
                guard !left.isEmpty else { return }
                if scanner.nextOffset == tag.upperBound {
                    change(tag, .emptyRow(row: row, blank(left)))
                } else {
                    change(scanner.tokenOffset..<scanner.tokenOffset, .cells(row: row, blank(left)))
                }
                return
            case .finish: return
            default: continue
            }
        }
    }

    private func columnStyle(_ column: Int) -> Int { columnStyles.last { $0.columns.contains(column) }?.style ?? 0 }

    private func number(_ scanner: XMLScanner, _ name: XMLName) -> Int? {
        scanner.rawValue(name).flatMap { digits in
            // Beyond nine digits, or with a sign, the slow way.
            guard digits.count < 10, !digits.isEmpty, digits.allSatisfy({ $0 &- 0x30 <= 9 }) else {
                return Int(String(decoding: digits, as: UTF8.self))
            }
            return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
    }

    // MARK: Writing

    /// Packs the part with its changes, which are in the order of their places.
    func packed(_ part: [UInt8], name: String, threads: Int) throws(PackageError) -> PackedPart {
        let areas = AreaIndex(conditionalAreas)
        var packing = PartPacking(name, level: 1, threads: threads)
        var output: [UInt8] = []
        var taken = 0
        func keepsFill(_ row: Int, _ column: Int) -> Bool {
            marks.filledColumns.contains(column) || areas.holds(row: row, column: column)
        }
        func newCell(_ row: Int, _ column: Int, _ style: Int) {
            let strength = marks.cells[SheetPlace(row: row, column: column)]?.strength ?? .related
            let marked = styles.marked(style, strength, keepsFill: keepsFill(row, column))
            output += "<\(prefix)c r=\"\(cellName(row: row, column: column))\" s=\"\(marked)\"/>".utf8
        }
        for change in changes {
            output += part[taken..<change.range.lowerBound]
            taken = change.range.upperBound
            switch change.kind {
            case .cell(let row, let column, let style, let strength):
                var tag = EditedTag(part[change.range])
                let new =
                    strength.map { styles.marked(style, $0, keepsFill: keepsFill(row, column)) }
                    ?? styles.unmarked(style)
                tag.set("s", String(new))
                output += tag.bytes
            case .cells(let row, let cells): for cell in cells { newCell(row, cell.column, cell.style) }
            case .emptyRow(let row, let cells):
                var tag = EditedTag(part[change.range])
                tag.open()
                output += tag.bytes
                for cell in cells { newCell(row, cell.column, cell.style) }
                output += Array("</".utf8) + tag.name + [UInt8(ascii: ">")]
            case .rows(let rows):
                for row in rows {
                    output += "<\(prefix)row r=\"\(row.row)\">".utf8
                    for column in row.columns { newCell(row.row, column, columnStyle(column)) }
                    output += "</\(prefix)row>".utf8
                }
            case .bytes(let bytes): output += bytes
            }
            if output.count > 1 << 16 {
                try packing.add(output)
                output.removeAll(keepingCapacity: true)
            }
        }
        try packing.add(output)
        try packing.add(part[taken...])
        return try packing.finish()
    }
}

/// The names of the elements that marks have to do with.
private struct MarkedSheetNames {
    let views = XMLName("sheetViews")
    let view = XMLName("sheetView")
    let selected = XMLName("tabSelected")
    let columns = XMLName("cols")
    let column = XMLName("col")
    let first = XMLName("min")
    let last = XMLName("max")
    let style = XMLName("style")
    let data = XMLName("sheetData")
    let row = XMLName("row")
    let cell = XMLName("c")
    let reference = XMLName("r")
    let rowStyle = XMLName("s")
    let customFormat = XMLName("customFormat")
    let conditional = XMLName("conditionalFormatting")
    let areas = XMLName("sqref")
    let drawing = XMLName("legacyDrawing")
    let id = XMLName("id")
    let extensions = XMLName("extLst")
    /// What follows the drawing of notes in a sheet.
    let behindDrawing: [XMLName] = [
        XMLName("legacyDrawingHF"), XMLName("drawingHF"), XMLName("picture"), XMLName("oleObjects"),
        XMLName("controls"), XMLName("webPublishItems"), XMLName("tableParts"), XMLName("extLst"),
    ]
}
