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
        return edits.map { workbook.sheets.text(of: $0) }
    }

    package func obstacles(to edits: [CellEdit], in file: [UInt8]) -> [String?] {
        guard let workbook = try? OpenedWorkbook(file) else { return edits.map { _ in nil } }
        return edits.map { workbook.sheets.obstacle(to: $0, filled: filledColumns) }
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
            guard let (sheet, row, column) = workbook.sheets.place(of: edit) else { continue }
            if bySheet[sheet] == nil {
                // A workbook's formats are known once one of its sheets has been read.
                _ = try workbook.sheets.view(sheet)
                bySheet[sheet] = SheetEdits(formats: workbook.workbook.formats)
            }
            bySheet[sheet]?.add(row: row, column: column, edit.text)
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

/// A workbook in memory.
private final class OpenedWorkbook {
    let archive: PackageArchive
    let workbook: OfficeOpenWorkbook
    let sheets: EditedSheets
    /// The name of the workbook's own part.
    let part: String

    init(_ file: [UInt8]) throws(PackageError) {
        archive = try PackageArchive(PackageMemory(file))
        guard let part = try archive.relations(of: "").first("officeDocument")?.target
        else { throw .foreign("it is no workbook of Excel's any more") }
        self.part = part
        workbook = try OfficeOpenWorkbook(archive, part: part)
        sheets = EditedSheets(workbook)
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
