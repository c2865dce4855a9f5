// Writes cells of workbooks of Excel's.

internal import Locations
internal import Packages
internal import Tables

/// Puts other texts into cells of a workbook: into the sheets' parts alone, and into the workbook's own a request to
/// calculate it when it is opened. Results that are stored stay.
final class OfficeOpenEditor: TableEditor {
    /// Columns whose cells say what they are filled with, from 1.
    private let filledColumns: Set<Int>

    init(filledColumns: Set<Int>) { self.filledColumns = filledColumns }

    package var headerShapes: [CellShape] { [] }
    package var writesCopies: Bool { true }

    package func replacement(_ text: String, for shape: CellShape) -> String? { nil }

    package func texts(of edits: [CellEdit], in file: [UInt8]) -> [String] {
        guard let workbook = try? OpenedWorkbook(file) else { return edits.map { _ in "" } }
        return edits.map { edit in
            guard let (sheet, extent) = workbook.place(of: edit), let view = try? workbook.view(sheet) else {
                return ""
            }
            let row = view.content.rowIndex(from: Int(extent.row))
            guard row < view.content.rows.count, view.content.rows[row].number == extent.row,
                let cell = view.content.cell(row, Int(extent.column))
            else { return "" }
            return view.shower.text(cell, of: view.content).trimmingXMLSpace
        }
    }

    package func obstacles(to edits: [CellEdit], in file: [UInt8]) -> [String?] {
        guard let workbook = try? OpenedWorkbook(file) else { return edits.map { _ in nil } }
        return edits.map { edit in
            guard let (sheet, extent) = workbook.place(of: edit), let view = try? workbook.view(sheet) else {
                return "it stands on no sheet of the workbook"
            }
            if filledColumns.contains(Int(extent.column)) { return "what it says is its colour: fill it by hand" }
            if let area = view.area(row: Int(extent.row), column: Int(extent.column)),
                area.rows.lowerBound != Int(extent.row) || area.columns.lowerBound != Int(extent.column)
            {
                let name = cellName(row: area.rows.lowerBound, column: area.columns.lowerBound)
                return "it is covered by the merged cell \(name): correct that"
            }
            let row = view.content.rowIndex(from: Int(extent.row))
            guard row < view.content.rows.count, view.content.rows[row].number == extent.row else {
                return "its row is not there"
            }
            guard let cell = view.content.cell(row, Int(extent.column)) else { return nil }
            if cell.isFormula || cell.kind == .uncalculated {
                return "it holds a formula: correct what that is made of"
            }
            if view.shower.showsDate(cell) { return "it holds a day or a time: type the new one into it" }
            return nil
        }
    }

    package func replacing(_ edits: [CellEdit], in file: [UInt8]) throws(EditError) -> [UInt8] {
        do throws(PackageError) {
            return try replaced(edits, in: OpenedWorkbook(file))
        } catch {
            throw EditError(words: error.words)
        }
    }

    private func replaced(_ edits: [CellEdit], in workbook: OpenedWorkbook) throws(PackageError) -> [UInt8] {
        guard !workbook.archive.entries.contains(where: { $0.name.hasPrefix("_xmlsignatures/") }) else {
            throw .foreign(
                "it is signed, and a change would break its signature: correct it by hand, and sign it again")
        }
        var bySheet: [Int: SheetEdits] = [:]
        for edit in edits {
            guard let (sheet, extent) = workbook.place(of: edit) else { continue }
            let (row, column) = (Int(extent.row), Int(extent.column))
            bySheet[sheet, default: SheetEdits()].add(
                row: row, column: column, try workbook.content(edit.text, sheet: sheet, row: row, column: column))
        }
        var parts: [String: [UInt8]] = [:]
        for (sheet, edits) in bySheet {
            let name = workbook.workbook.sheets[sheet].part
            parts[name] = try edits.edited(try workbook.archive.content(name), try workbook.archive.xml(name))
        }
        let name = workbook.part
        parts[name] = try askingForCalculation(try workbook.archive.content(name), try workbook.archive.xml(name))
        return try workbook.archive.replacing(parts)
    }
}

/// A workbook in memory, with the sheets that were looked at.
private final class OpenedWorkbook {
    let archive: PackageArchive
    let workbook: OfficeOpenWorkbook
    /// The name of the workbook's own part.
    let part: String
    private var views: [Int: SheetView] = [:]

    init(_ file: [UInt8]) throws(PackageError) {
        archive = try PackageArchive(PackageMemory(file))
        guard let part = try archive.relations(of: "").values.first(where: { $0.type == "officeDocument" })?.target
        else { throw .foreign("it is no workbook of Excel's any more") }
        self.part = part
        workbook = try OfficeOpenWorkbook(archive, part: part)
    }

    func place(of edit: CellEdit) -> (sheet: Int, extent: SheetExtent)? {
        guard case .sheet(let extent) = edit.location,
            let sheet = workbook.sheets.firstIndex(where: { $0.name == edit.sheet })
        else { return nil }
        return (sheet, extent)
    }

    func view(_ sheet: Int) throws(PackageError) -> SheetView {
        if let view = views[sheet] { return view }
        let content = try workbook.content(of: sheet, rows: nil, withFilled: true)
        let view = SheetView(content, CellShower(workbook), columns: 1...SheetLimits.columns)
        views[sheet] = view
        return view
    }

    /// What a cell must hold to show a text: a figure where its format shows that figure so, else the text itself.
    func content(_ text: String, sheet: Int, row: Int, column: Int) throws(PackageError) -> NewContent {
        let view = try view(sheet)
        let index = view.content.rowIndex(from: row)
        guard index < view.content.rows.count, Int(view.content.rows[index].number) == row,
            let cell = view.content.cell(index, column), let figure = Self.figure(in: text)
        else { return .text(text) }
        for power in [0, -2, 3, 6, 9] {
            let scaled = StoredFigure(mantissa: figure.mantissa, exponent: Int(figure.exponent) + power)
            var stored = cell
            stored.kind = .figure
            stored.exponent = scaled.exponent
            stored.payload = scaled.mantissa
            if view.shower.text(stored, of: view.content).trimmingXMLSpace == text { return .figure(scaled) }
        }
        return .text(text)
    }

    /// The figure whose digits a text prints, whatever stands around them; negative in brackets or behind a minus.
    private static func figure(in text: String) -> StoredFigure? {
        var digits = ""
        var isNegative = text.hasPrefix("(") && text.hasSuffix(")")
        for character in text {
            switch character {
            case "0"..."9", ".": digits.append(character)
            case "-", "−": if digits.isEmpty { isNegative = true } else { return nil }
            case ",": continue
            default: if !digits.isEmpty, character.isNumber { return nil }
            }
        }
        guard digits.contains(where: \.isNumber), digits.count <= 17 else { return nil }
        return StoredFigure((isNegative ? "-" : "") + digits)
    }
}

extension PackageArchive {
    /// All bytes of a part.
    fileprivate func content(_ name: String) throws(PackageError) -> [UInt8] {
        guard let entry = entry(name) else { throw .missingPart(name) }
        return try PartStream(entry, of: self).all()
    }
}

/// The workbook's own part, which asks to be calculated when it is opened.
private func askingForCalculation(_ part: [UInt8], _ scanner: XMLScanner) throws(PackageError) -> [UInt8] {
    guard scanner.isPlain else { throw scanner.fault("it is UTF-16, which is not written") }
    // In the order that a workbook's parts have, what may stand in front of it.
    let before = ["sheets", "functionGroups", "externalReferences", "definedNames"].map { XMLName($0) }
    var output = PartEdits(part)
    var place: (offset: Int, prefix: String)?
    while true {
        switch try scanner.next() {
        case .start where scanner.namespace == .sheet && scanner.name == XMLName("calcPr"):
            let tag = scanner.tokenOffset..<scanner.nextOffset
            let says = try scanner.value(XMLName("fullCalcOnLoad"))
            if says == "1" || says == "true" { return part }
            var text = String(decoding: part[tag], as: UTF8.self)
            if let says {
                for quote in ["\"", "'"] {
                    text = text.replacing("fullCalcOnLoad=\(quote)\(says)\(quote)", with: "fullCalcOnLoad=\"1\"")
                }
            } else {
                let name = output.prefix(ofTagAt: tag.lowerBound) + "calcPr"
                text = "<\(name) fullCalcOnLoad=\"1\"" + text.dropFirst(1 + name.count)
            }
            output.replace(tag, by: Array(text.utf8))
            return output.result
        case .start where scanner.namespace == .sheet && before.contains(scanner.name) && scanner.depth == 2:
            let prefix = output.prefix(ofTagAt: scanner.tokenOffset)
            try scanner.skip()
            place = (scanner.nextOffset, prefix)
        case .finish:
            guard let place else { return part }
            output.replace(place.offset..<place.offset, by: Array("<\(place.prefix)calcPr fullCalcOnLoad=\"1\"/>".utf8))
            return output.result
        default: continue
        }
    }
}

extension String {
    /// Without white space at its ends, no-break spaces too.
    fileprivate var trimmingXMLSpace: String {
        let isSpace: (Character) -> Bool = { $0.isWhitespace || $0 == "\u{A0}" }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
