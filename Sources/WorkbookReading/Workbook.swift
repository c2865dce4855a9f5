// A workbook of any format: its sheets, the texts they share, and its formats of numbers.

internal import Packages

/// A sheet that holds cells, as the workbook lists it.
struct SheetEntry {
    var name: String
    var isHidden: Bool
    /// What its format finds it by.
    var part: String
}

/// What formats of workbooks have in common. Sheets are read when they are asked for.
protocol Workbook: AnyObject {
    var sheets: [SheetEntry] { get }
    var dateSystem: DateSystem { get }
    /// Whether it asks for its formulas to be calculated when it is opened.
    var asksForCalculation: Bool { get }
    /// What was noticed about the workbook as a whole, in words.
    var remarks: [String] { get }
    /// The content of a sheet, or its first rows alone; with cells that are filled and hold nothing, if they are
    /// wanted.
    func content(of sheet: Int, rows: Int?, withFilled: Bool) throws(PackageError) -> SheetContent
    /// The texts that sheets share; whole once a sheet has been read.
    var sharedTexts: TextStore { get }
    /// The formats of styles, by their numbers; other styles have the general one.
    var formats: [NumberFormat] { get }
    /// What cells of styles are filled with.
    var fills: [FillColour?] { get }
}

/// Says what cells of a sheet show.
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

    /// Appends what a cell shows, padding and all. A figure that no screen shows as its format wants, such as a day
    /// before all days, is shown as it is stored.
    func show(_ cell: StoredCell, of content: SheetContent, into bytes: inout [UInt8]) {
        switch cell.kind {
        case .figure:
            if !format(cell).show(cell.figure, system, into: &bytes) {
                NumberFormat.general.show(cell.figure, into: &bytes)
            }
        case .sharedText: showText(cell, sharedTexts, into: &bytes)
        case .ownText: showText(cell, content.texts, into: &bytes)
        case .boolean: format(cell).show(Array((cell.payload == 0 ? "FALSE" : "TRUE").utf8), into: &bytes)
        // Of a formula that has no result its own text is there.
        case .error, .uncalculated: bytes += content.texts[cell.text]
        case .blank: break
        }
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

    /// What a cell is filled with; `nil` for white too, which nobody sees.
    func fill(_ cell: StoredCell) -> FillColour? {
        guard Int(cell.style) < fills.count, let fill = fills[Int(cell.style)], !fill.isWhite else { return nil }
        return fill
    }

    /// Whether a cell is shown as a day, a month, a year or a time.
    func showsDate(_ cell: StoredCell) -> Bool { cell.kind == .figure && format(cell).showsDate(cell.figure) }

    /// Appends the day of a cell so that it is read in Britain as the day that it is; false where the format shows no
    /// whole day, or shows it so.
    func showDay(_ cell: StoredCell, into bytes: inout [UInt8]) -> Bool {
        guard format(cell).showsDayAmiss(cell.figure) else { return false }
        return Self.plainDay.show(cell.figure, system, into: &bytes)
    }

    private static let plainDay = NumberFormat("yyyy-mm-dd")

    /// Whether a cell says nothing: a text of white space. A figure always says something.
    func isBlank(_ cell: StoredCell, of content: SheetContent) -> Bool {
        switch cell.kind {
        case .sharedText: Self.isBlank(sharedTexts[cell.text])
        case .ownText: Self.isBlank(content.texts[cell.text])
        case .figure, .boolean, .error, .uncalculated: false
        case .blank: true
        }
    }

    /// How many bytes a text has; 0 of what is none.
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

    /// Whether a text may begin with a letter, in either case: white space in front, and other scripts, may hide it.
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
