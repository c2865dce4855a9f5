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
    /// What was noticed about the workbook as a whole, in words.
    var remarks: [String] { get }
    /// The content of a sheet, or its first rows alone.
    func content(of sheet: Int, rows: Int?) throws(PackageFault) -> SheetContent
    /// The texts that sheets share; whole once a sheet has been read.
    var sharedTexts: TextStore { get }
    /// The formats of styles, by their numbers; other styles have the general one.
    var formats: [NumberFormat] { get }
}

/// Says what cells of a sheet show.
struct CellShower {
    private let sharedTexts: TextStore
    private let formats: [NumberFormat]
    private let system: DateSystem

    init(_ workbook: any Workbook) {
        sharedTexts = workbook.sharedTexts
        formats = workbook.formats
        system = workbook.dateSystem
    }

    /// Appends what a cell shows, padding and all. A date that no screen shows is `########`.
    func show(_ cell: StoredCell, of content: SheetContent, into bytes: inout [UInt8]) {
        switch cell.kind {
        case .figure:
            if !format(cell).show(cell.figure, system, into: &bytes) {
                bytes += [UInt8](repeating: UInt8(ascii: "#"), count: 8)
            }
        case .sharedText: showText(sharedTexts[cell.text], cell, into: &bytes)
        case .ownText: showText(content.texts[cell.text], cell, into: &bytes)
        case .boolean: showText(Array((cell.payload == 0 ? "FALSE" : "TRUE").utf8)[...], cell, into: &bytes)
        case .error: bytes += content.texts[cell.text]
        case .uncalculated: break
        }
    }

    private func showText(_ text: ArraySlice<UInt8>, _ cell: StoredCell, into bytes: inout [UInt8]) {
        let format = format(cell)
        if format.leavesTexts { bytes += text } else { format.show(Array(text), into: &bytes) }
    }

    private func format(_ cell: StoredCell) -> NumberFormat {
        Int(cell.style) < formats.count ? formats[Int(cell.style)] : .general
    }

    func text(_ cell: StoredCell, of content: SheetContent) -> String {
        var bytes: [UInt8] = []
        show(cell, of: content, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
