// Rows of a document with the cells that marks concern.

internal import Packages
internal import Tables

/// A row, or several that are written as one.
struct MarkingRow {
    /// The number of the first.
    var first: Int
    var count: Int
    var element: DocumentPlaces.ElementPlace
    /// The style of its cells that have none of their own.
    var style: String?
    var stylePlace: AttributePlace?
    /// Those cells alone that marks concern, in order.
    var cells: [MarkingCell] = []
    /// The last column that one of its cells is for.
    var lastColumn = 0
    /// Whether copies of it would not mean the same: it holds drawings, or elements with an identity.
    var isUnique = false

    var last: Int { first + count - 1 }
}

/// A cell, or several side by side that are written as one.
struct MarkingCell {
    var first: Int
    var count: Int
    var element: DocumentPlaces.ElementPlace
    var style: String?
    var stylePlace: AttributePlace?
    var note: MarkingNote?
    /// Whether copies of it would not mean the same.
    var isUnique = false

    var last: Int { first + count - 1 }
}

/// A mark with the style that it gives to its cell.
struct StyledMark {
    var column: Int
    var style: String
    var note: String?
}

/// Writes rows whose cells get marks, or lose those of before.
struct MarkingWriter {
    let part: [UInt8]
    let prefixes: MarkingPrefixes
    /// Gives the style that a cell had before it was marked.
    let base: (String?) -> String?
    /// Whether the document has marks already.
    let isMarked: Bool

    typealias Edit = (range: Range<Int>, bytes: [UInt8])

    /// What changes of a row for some marks, by the numbers of their rows: cells, and rows, that are written once for
    /// several are written apart.
    func edits(_ row: MarkingRow, _ marks: [(row: Int, marks: [StyledMark])]) -> [Edit] {
        if row.count == 1 { return edits(row, row.count, marks.first?.marks ?? []) }
        var output: [UInt8] = []
        var next = row.first
        func write(_ count: Int, _ marks: [StyledMark]) {
            var copy = PartEdits(part, within: row.element.range)
            for edit in edits(row, count, marks) { copy.replace(edit.range, by: edit.bytes) }
            output += copy.result
        }
        for (number, own) in marks {
            if number > next { write(number - next, []) }
            write(1, own)
            next = number + 1
        }
        if next <= row.last { write(row.last - next + 1, []) }
        return [(row.element.range, output)]
    }

    /// What changes of a row's element where it stands for so many.
    private func edits(_ row: MarkingRow, _ count: Int, _ marks: [StyledMark]) -> [Edit] {
        var edits: [Edit] = []
        var tag = TagEdits(part)
        if count != row.count { tag.setCount(of: row.element, count) }
        tag.setStyle(row.stylePlace, row.style, base(row.style))
        edits += tag.sorted
        var left = marks[...]
        for cell in row.cells {
            let own = left.prefix { $0.column <= cell.last }
            left = left.dropFirst(own.count)
            if own.isEmpty, !isMarked { continue }
            edits.append((cell.element.range, elements(cell, own)))
        }
        guard !left.isEmpty else { return edits }
        var made = ""
        var next = row.lastColumn + 1
        for mark in left {
            if mark.column > next { made += "<\(prefixes.table)table-cell" + repeated(mark.column - next) + "/>" }
            made += newCell(mark)
            next = mark.column + 1
        }
        return edits + row.element.closing(with: Array(made.utf8), part)
    }

    private func repeated(_ count: Int) -> String {
        count == 1 ? "" : " \(prefixes.table)number-columns-repeated=\"\(count)\""
    }

    /// A cell that is not there yet.
    private func newCell(_ mark: StyledMark) -> String {
        let note = mark.note.map { String(decoding: MarkingNote.whole($0, prefixes), as: UTF8.self) } ?? ""
        let start = "<\(prefixes.table)table-cell \(prefixes.table)style-name=\"\(attributeText(mark.style))\""
        return note.isEmpty ? start + "/>" : start + ">\(note)</\(prefixes.table)table-cell>"
    }

    /// Rows behind the last one of a table, which has the number `last`.
    func newRows(_ marks: [(row: Int, marks: [StyledMark])], behind last: Int) -> [UInt8] {
        var output = ""
        var next = last + 1
        let (row, cell) = ("\(prefixes.table)table-row", "\(prefixes.table)table-cell")
        for (number, own) in marks {
            if number > next {
                let count = number - next
                let repeated = count == 1 ? "" : " \(prefixes.table)number-rows-repeated=\"\(count)\""
                output += "<\(row)\(repeated)><\(cell)/></\(row)>"
            }
            output += "<\(row)>"
            var column = 1
            for mark in own {
                if mark.column > column { output += "<\(cell)\(repeated(mark.column - column))/>" }
                output += newCell(mark)
                column = mark.column + 1
            }
            output += "</\(row)>"
            next = number + 1
        }
        return Array(output.utf8)
    }

    /// A cell's element, or those that it becomes where it is written once for several.
    private func elements(_ cell: MarkingCell, _ marks: ArraySlice<StyledMark>) -> [UInt8] {
        var output: [UInt8] = []
        var next = cell.first
        for mark in marks {
            if mark.column > next { output += element(cell, mark.column - next, nil) }
            output += element(cell, 1, mark)
            next = mark.column + 1
        }
        if next <= cell.last { output += element(cell, cell.last - next + 1, nil) }
        return output
    }

    private func element(_ cell: MarkingCell, _ count: Int, _ mark: StyledMark?) -> [UInt8] {
        var output = PartEdits(part, within: cell.element.range)
        var tag = TagEdits(part)
        if count != cell.count { tag.setCount(of: cell.element, count) }
        tag.setStyle(cell.stylePlace, cell.style, mark?.style ?? base(cell.style))
        for edit in tag.sorted { output.replace(edit.range, by: edit.bytes) }
        if let mark, cell.stylePlace == nil {
            output.add(" \(prefixes.table)style-name=\"\(attributeText(mark.style))\"", to: cell.element)
        }
        if let note = cell.note {
            note.edit(&output, mark?.note, isMarked: isMarked, prefixes)
        } else if let text = mark?.note {
            output.begin(cell.element, with: MarkingNote.whole(text, prefixes))
        }
        return output.result
    }
}

/// Changes of the attributes of one tag, in whatever order they stand there.
struct TagEdits {
    private let part: PartEdits
    private var edits: [MarkingWriter.Edit] = []

    init(_ part: [UInt8]) { self.part = PartEdits(part) }

    var sorted: [MarkingWriter.Edit] { edits.sorted { $0.range.lowerBound < $1.range.lowerBound } }

    /// Lets an element stand for so many.
    mutating func setCount(of element: DocumentPlaces.ElementPlace, _ count: Int) {
        guard let place = element.repeats else { return }
        edits.append(count == 1 ? (part.withSpaces(place.whole), []) : (place.value, Array(String(count).utf8)))
    }

    /// Puts another style, or none, into an attribute that is there.
    mutating func setStyle(_ place: AttributePlace?, _ old: String?, _ new: String?) {
        guard let place, old != new else { return }
        edits.append(new.map { (place.value, Array(attributeText($0).utf8)) } ?? (part.withSpaces(place.whole), []))
    }
}
