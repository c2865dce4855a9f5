// Puts other content into cells of a document's part: every other byte of it stays.

internal import Packages

/// What a cell of a document shall hold instead of what it holds.
enum DocumentContent {
    /// A figure, its kind, and what the cell's style shows of it.
    case figure(StoredFigure, DocumentFigureKind, shown: String)
    /// A text; an empty one for a cell that holds nothing.
    case text(String)
}

/// The part that holds the sheets of a document. Cells, and rows, that are written once for several are written apart
/// where one of them changes.
struct DocumentEdits {
    /// A row with what some cells shall hold: by the numbers of rows in order, and columns.
    struct EditedRow {
        var place: DocumentPlaces.Row
        var cells: [(row: Int, contents: [Int: DocumentContent])]
    }

    private let part: [UInt8]

    init(_ part: [UInt8]) { self.part = part }

    /// The part with rows edited, which are in the order in which they stand there.
    func edited(_ rows: [EditedRow]) throws(PackageError) -> [UInt8] {
        var output = PartEdits(part)
        for row in rows { output.replace(row.place.element.range, by: try elements(row)) }
        return output.result
    }

    private func elements(_ row: EditedRow) throws(PackageError) -> [UInt8] {
        var output: [UInt8] = []
        var next = row.place.first
        for (number, contents) in row.cells {
            if number > next { output += try element(row.place, number - next, [:]) }
            output += try element(row.place, 1, contents)
            next = number + 1
        }
        if next <= row.place.last { output += try element(row.place, row.place.last - next + 1, [:]) }
        return output
    }

    /// The row's element for some rows, with other content for its cells in some columns.
    private func element(
        _ row: DocumentPlaces.Row, _ count: Int, _ contents: [Int: DocumentContent]
    ) throws(PackageError) -> [UInt8] {
        var output = PartEdits(part, within: row.element.range)
        if count != row.count { output.setCount(of: row.element, count) }
        var left = contents.sorted { $0.key < $1.key }[...]
        for cell in row.cells {
            let own = left.prefix { $0.key <= cell.last }
            guard !own.isEmpty else { continue }
            left = left.dropFirst(own.count)
            output.replace(cell.element.range, by: try elements(cell, own))
        }
        guard !left.isEmpty else { return output.result }
        let made = try newCells(left, behind: row.cells.last?.last ?? 0, row.prefixes)
        output.close(row.element, with: made)
        return output.result
    }

    /// Cells for columns behind the last one of a row.
    private func newCells(
        _ contents: ArraySlice<(key: Int, value: DocumentContent)>, behind last: Int,
        _ prefixes: DocumentPlaces.Prefixes
    ) throws(PackageError) -> [UInt8] {
        guard let table = prefixes.table else { throw Self.namesNothing }
        var output = ""
        var next = last + 1
        for (column, content) in contents {
            if column > next {
                output += "<\(table)table-cell \(table)number-columns-repeated=\"\(column - next)\"/>"
            }
            let new = try NewCell(content, prefixes)
            output += "<\(table)table-cell\(new.attributes)>\(new.paragraphs)</\(table)table-cell>"
            next = column + 1
        }
        return Array(output.utf8)
    }

    /// A cell's element, or those that it becomes where it is written once for several.
    private func elements(
        _ cell: DocumentPlaces.Cell, _ contents: ArraySlice<(key: Int, value: DocumentContent)>
    ) throws(PackageError) -> [UInt8] {
        var output: [UInt8] = []
        var next = cell.first
        func copy(_ count: Int) {
            var copy = PartEdits(part, within: cell.element.range)
            if count != cell.count { copy.setCount(of: cell.element, count) }
            output += copy.result
        }
        for (column, content) in contents {
            if column > next { copy(column - next) }
            output += try element(cell, content)
            next = column + 1
        }
        if next <= cell.last { copy(cell.last - next + 1) }
        return output
    }

    /// A cell's element with other content: what does not say what it holds stays, notes and drawings too.
    private func element(_ cell: DocumentPlaces.Cell, _ content: DocumentContent) throws(PackageError) -> [UInt8] {
        let new = try NewCell(content, cell.prefixes)
        var output = PartEdits(part, within: cell.element.range)
        var changes: [(range: Range<Int>, bytes: [UInt8])] = cell.values.map { (output.withSpaces($0), []) }
        if let repeats = cell.element.repeats { changes.append((output.withSpaces(repeats.whole), [])) }
        if let currency = cell.currency, new.kind != DocumentFigureKind.currency.rawValue {
            changes.append((output.withSpaces(currency), []))
        }
        if let calculation = cell.calculation {
            changes.append(
                new.kind.map { (calculation.value, Array($0.utf8)) } ?? (output.withSpaces(calculation.whole), []))
        }
        let isEmptyTag = cell.element.range.upperBound == cell.element.tagEnd
        let tagEnd = cell.element.tagEnd - (isEmptyTag ? 2 : 1)
        changes.append((tagEnd..<tagEnd, Array(new.attributes.utf8)))
        for (index, paragraph) in cell.paragraphs.enumerated() {
            changes.append((paragraph, index == 0 ? Array(new.paragraphs.utf8) : []))
        }
        for change in changes.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            output.replace(change.range, by: change.bytes)
        }
        if cell.paragraphs.isEmpty { output.close(cell.element, with: Array(new.paragraphs.utf8)) }
        return output.result
    }

    static let namesNothing = PackageError.foreign(
        "its sheets are written with names that kpilint does not write: open it in a spreadsheet program and save it "
            + "again")
}

/// What a cell holds, as the attributes and paragraphs of its element.
private struct NewCell {
    /// `nil` for a cell that holds nothing.
    var kind: String?
    /// With a space before each.
    var attributes = ""
    var paragraphs = ""

    init(_ content: DocumentContent, _ prefixes: DocumentPlaces.Prefixes) throws(PackageError) {
        guard let office = prefixes.office, let text = prefixes.text else { throw DocumentEdits.namesNothing }
        switch content {
        case .figure(let figure, let own, let shown):
            kind = own.rawValue
            attributes = " \(office)value-type=\"\(own.rawValue)\" \(office)value=\"\(figure.plainText)\""
            paragraphs = documentParagraphs(shown, prefix: text)
        case .text(""): break
        case .text(let words):
            kind = "string"
            attributes = " \(office)value-type=\"string\""
            paragraphs = documentParagraphs(words, prefix: text)
        }
    }
}
