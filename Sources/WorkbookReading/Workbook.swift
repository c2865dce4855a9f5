// A workbook of any format: its sheets, the texts they share, and its formats of numbers.

internal import Packages

/// A sheet that holds cells, as the workbook lists it.
struct SheetEntry {
    var name: String
    var isHidden: Bool
    /// By what its format finds it.
    var part: String
}

/// What formats of workbooks have in common. Sheets are read on demand.
protocol Workbook: AnyObject {
    var sheets: [SheetEntry] { get }
    var dateSystem: DateSystem { get }
    /// Whether it asks for its formulas to be calculated when it is opened.
    var asksForCalculation: Bool { get }
    /// What kpilint has put into it; `nil` where it is no marked copy.
    var ownMarks: OwnMarks? { get }
    /// How its formulas are written.
    var formulaSyntax: FormulaSyntax { get }
    /// What was noticed about the workbook as a whole, in words.
    var notices: [String] { get }
    /// The content of a sheet, or of its first rows; `withFilled` includes cells that hold only a fill colour.
    func content(of sheet: Int, rows: Int?, withFilled: Bool) throws(PackageError) -> SheetContent
    /// The notes of a sheet's cells.
    func notes(of sheet: Int) throws(PackageError) -> CellNotes
    /// What the workbook calls by a name: areas, lists, and what is neither.
    func namedAreas() throws(PackageError) -> [NamedArea]
    /// The texts that sheets share; whole once a sheet has been read.
    var sharedTexts: TextStore { get }
    /// The number formats, indexed by style; other styles have the general one.
    var formats: [NumberFormat] { get }
    /// The fill colours, indexed by style.
    var fills: [FillColour?] { get }
}

extension Workbook {
    /// Whether kpilint has added a sheet, which is no part of the return.
    func isAdded(_ sheet: Int) -> Bool { ownMarks?.sheets.contains(sheets[sheet].name) ?? false }
}

/// Shows cells as a screen does.
struct CellShower {
    private let sharedTexts: TextStore
    private let formats: [NumberFormat]
    private let system: DateSystem
    private let fills: [FillColour?]

    init(_ workbook: any Workbook) {
        fills = workbook.fills
        sharedTexts = workbook.sharedTexts
        formats = workbook.formats
        system = workbook.dateSystem
    }

    /// Appends what a cell shows, padding and all. A figure that its format cannot show, such as a day before the
    /// first, is shown as it is stored.
    func show(_ cell: StoredCell, of content: SheetContent, into bytes: inout [UInt8]) {
        switch cell.kind {
        case .figure:
            if !format(cell).show(cell.figure, system, into: &bytes) {
                NumberFormat.general.show(cell.figure, into: &bytes)
            }
        case .sharedText: showText(cell, sharedTexts, into: &bytes)
        case .ownText: showText(cell, content.texts, into: &bytes)
        case .boolean: format(cell).show(Array((cell.payload == 0 ? "FALSE" : "TRUE").utf8), into: &bytes)
        // For a formula without a result its own text is stored.
        case .error, .uncalculated: bytes += content.texts[cell.text]
        case .blank: break
        }
    }

    /// Appends what is stored of a figure, in the unit in which it is shown; of another cell what it shows.
    func showStored(_ cell: StoredCell, of content: SheetContent, into bytes: inout [UInt8]) {
        guard cell.kind == .figure else { return show(cell, of: content, into: &bytes) }
        format(cell).showStored(cell.figure, system, into: &bytes)
    }

    private func showText(_ cell: StoredCell, _ store: TextStore, into bytes: inout [UInt8]) {
        let format = format(cell)
        if format.leavesTexts {
            store.append(cell.text, to: &bytes)
        } else {
            format.show(Array(store[cell.text]), into: &bytes)
        }
    }

    /// A text as it is stored.
    func storedText(_ cell: StoredCell, of content: SheetContent) -> ArraySlice<UInt8> {
        cell.kind == .sharedText ? sharedTexts[cell.text] : content.texts[cell.text]
    }

    func format(of cell: StoredCell) -> NumberFormat { format(cell) }

    private func format(_ cell: StoredCell) -> NumberFormat {
        Int(cell.style) < formats.count ? formats[Int(cell.style)] : .general
    }

    /// The fill colour of a cell; `nil` also for white, which is invisible.
    func fill(_ cell: StoredCell) -> FillColour? {
        guard Int(cell.style) < fills.count, let fill = fills[Int(cell.style)], !fill.isWhite else { return nil }
        return fill
    }

    /// Whether a cell is shown as a day, a month, a year or a time.
    func showsDate(_ cell: StoredCell) -> Bool { cell.kind == .figure && format(cell).showsDate(cell.figure) }

    /// Appends the day of a cell in British order; false where the format does not show a whole day, or shows it in
    /// that order already.
    func showDay(_ cell: StoredCell, into bytes: inout [UInt8]) -> Bool {
        guard format(cell).showsDayAmiss(cell.figure) else { return false }
        return Self.plainDay.show(cell.figure, system, into: &bytes)
    }

    private static let plainDay = NumberFormat("yyyy-mm-dd")

    /// Whether a cell is blank: a text of white space. A figure never is.
    func isBlank(_ cell: StoredCell, of content: SheetContent) -> Bool {
        switch cell.kind {
        case .sharedText: Self.isBlank(sharedTexts[cell.text])
        case .ownText: Self.isBlank(content.texts[cell.text])
        case .figure, .boolean, .error, .uncalculated: false
        case .blank: true
        }
    }

    /// How many bytes the cell's text has; 0 for other cells.
    func length(of cell: StoredCell, _ content: SheetContent) -> Int {
        switch cell.kind {
        case .sharedText: sharedTexts.range(cell.text).count
        case .ownText, .error, .uncalculated: content.texts.range(cell.text).count
        case .figure, .boolean, .blank: 0
        }
    }

    private static func isBlank(_ text: ArraySlice<UInt8>) -> Bool {
        // The no-break space is white space too.
        text.allSatisfy { isXMLSpace($0) || $0 == 0xC2 || $0 == 0xA0 }
    }

    /// Whether a text may begin with a letter, in either case; true also where white space or another script makes that
    /// uncertain.
    func begins(_ cell: StoredCell, of content: SheetContent, with letter: UInt8) -> Bool {
        let store = cell.kind == .sharedText ? sharedTexts : content.texts
        let range = store.range(cell.text)
        guard !range.isEmpty else { return false }
        let first = store.bytes[range.lowerBound]
        return first | 0x20 == letter | 0x20 || first <= 0x20 || first >= 0x80
    }

    func text(_ cell: StoredCell, of content: SheetContent) -> String {
        var bytes: [UInt8] = []
        show(cell, of: content, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
