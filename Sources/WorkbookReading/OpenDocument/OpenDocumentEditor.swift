// Writes cells of workbooks of OpenDocument.

internal import Locations
internal import Packages
internal import Tables

/// Puts other texts into cells of a document: into the part that holds all sheets, and nothing else. Results of
/// formulas that are stored stay.
final class OpenDocumentEditor: TableEditor {
    /// Columns whose cells say what they are filled with, from 1.
    private let filledColumns: Set<Int>

    init(filledColumns: Set<Int>) { self.filledColumns = filledColumns }

    package var headerShapes: [CellShape] { [] }
    package var writesCopies: Bool { true }

    package func replacement(_ text: String, for shape: CellShape) -> String? { nil }

    package func texts(of edits: [CellEdit], in file: [UInt8]) -> [String] {
        guard let document = try? OpenedDocument(file, []) else { return edits.map { _ in "" } }
        return edits.map { document.sheets.text(of: $0) }
    }

    package func obstacles(to edits: [CellEdit], in file: [UInt8]) -> [String?] {
        guard let document = try? OpenedDocument(file, edits) else { return edits.map { _ in nil } }
        return edits.map { document.obstacle(to: $0, filled: filledColumns) }
    }

    package func replacing(_ edits: [CellEdit], in file: [UInt8]) throws(EditError) -> [UInt8] {
        do throws(PackageError) {
            return try OpenedDocument(file, edits).replacing(edits)
        } catch {
            throw EditError(words: error.words)
        }
    }
}

/// A document in memory, with the places of the cells of some edits.
private final class OpenedDocument {
    let sheets: EditedSheets
    private let archive: PackageArchive
    private let places: DocumentPlaces
    private var styles: DocumentStyles

    init(_ file: [UInt8], _ edits: [CellEdit]) throws(PackageError) {
        archive = try PackageArchive(PackageMemory(file))
        places = DocumentPlaces(
            edits.compactMap { edit in
                guard case .sheet(let extent) = edit.location, let sheet = edit.sheet else { return nil }
                return (sheet, Int(extent.row), Int(extent.column))
            })
        let workbook = try OpenDocumentWorkbook(archive, places: places)
        styles = workbook.styles
        sheets = EditedSheets(workbook)
    }

    /// Why the cell of an edit must not be written; `nil` where it may be. `filled` are the columns whose cells say
    /// what they are filled with.
    func obstacle(to edit: CellEdit, filled: Set<Int> = []) -> String? {
        if let words = sheets.obstacle(to: edit, filled: filled) { return words }
        guard let place = sheets.place(of: edit), let table = places.tables[edit.sheet ?? ""],
            let row = table.row(place.row)
        else { return EditedSheets.noRow }
        let cell = row.cell(place.column)
        if cell?.isCovered ?? false { return "it is covered by a merged cell: correct that" }
        if cell?.isFormula ?? false { return EditedSheets.formula }
        if row.count > 1 && row.isUnique || cell.map({ $0.count > 1 && $0.isUnique }) ?? false {
            return "it is written once for several cells, with a note, a drawing or a merged cell: correct it by hand"
        }
        if let character = edit.text.unicodeScalars.first(where: { !isWritable($0) }) {
            let code = String(character.value, radix: 16, uppercase: true)
            return "OpenDocument has no way to write the character U+"
                + String(repeating: "0", count: 4 - code.count) + code
        }
        return nil
    }

    /// The document with cells edited.
    func replacing(_ edits: [CellEdit]) throws(PackageError) -> [UInt8] {
        guard archive.entry("META-INF/documentsignatures.xml") == nil else {
            throw .foreign(
                "it is signed, and a change would break its signature: correct it by hand, and sign it again")
        }
        var contents: [String: [Int: [Int: DocumentContent]]] = [:]
        for edit in edits {
            if let words = obstacle(to: edit) { throw .foreign("a cell of it cannot be written: \(words)") }
            guard let place = sheets.place(of: edit), let sheet = edit.sheet,
                let row = places.tables[sheet]?.row(place.row)
            else { continue }
            contents[sheet, default: [:]][place.row, default: [:]][place.column] = content(
                edit.text, row.cell(place.column), style: row.styles[place.column])
        }
        let name = OpenDocumentWorkbook.part
        guard try archive.xml(name).isPlain else {
            throw .malformed(name, offset: 0, "it is UTF-16, which is not written")
        }
        var rows: [DocumentEdits.EditedRow] = []
        for (sheet, own) in contents {
            for row in places.tables[sheet]?.rows ?? [] {
                let cells = row.asked.compactMap { number in own[number].map { (number, $0) } }
                if !cells.isEmpty { rows.append(DocumentEdits.EditedRow(place: row, cells: cells)) }
            }
        }
        rows.sort { $0.place.element.range.lowerBound < $1.place.element.range.lowerBound }
        let part = try archive.content(name)
        return try archive.replacing([name: try DocumentEdits(part).edited(rows)])
    }

    /// What a cell must hold to show a text: a figure of its kind where its style shows that figure so, or of another
    /// kind, else the text itself.
    private func content(_ text: String, _ cell: DocumentPlaces.Cell?, style: String?) -> DocumentContent {
        let own = cell?.kind.flatMap { DocumentFigureKind(rawValue: $0) }
        for kind in [own, .float] {
            guard let kind else { continue }
            let number = styles.number(style, otherwise: kind.code)
            let format = number < styles.formats.count ? styles.formats[number] : .general
            guard let figure = StoredFigure(shownAs: text, by: format) else { continue }
            return .figure(figure, own == nil && format.saysPercent ? .percentage : kind, shown: text)
        }
        return .text(text)
    }
}
