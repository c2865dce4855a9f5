// The notes of a sheet with those of kpilint.

internal import Packages
internal import Tables

/// The part of a sheet's notes, and which of them need a shape in its drawing.
struct MarkedNotes {
    /// Cells that have got a note, or lost one that was kpilint's alone.
    private(set) var added: [SheetPlace] = []
    private(set) var removed: [SheetPlace] = []
    private(set) var part: [UInt8] = []

    static let author = "kpilint"

    /// A new part.
    init(_ notes: [SheetPlace: String], isStrict: Bool) {
        let space =
            isStrict
            ? "http://purl.oclc.org/ooxml/spreadsheetml/main"
            : "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        added = notes.keys.sorted()
        var text = xmlDeclaration + "<comments xmlns=\"\(space)\"><authors><author>\(Self.author)</author></authors><commentList>"
        for place in added { text += Self.element(place, notes[place] ?? "", author: 0, prefix: "") }
        part = Array((text + "</commentList></comments>").utf8)
    }

    /// The part that is there, with notes added to those of the same cells, or as new ones. Cells in `left` keep what
    /// they have. `isMarkedCopy`: what kpilint said before goes.
    init(
        _ old: [UInt8], _ scanner: XMLScanner, _ notes: [SheetPlace: String], leaving left: Set<SheetPlace>,
        isMarkedCopy: Bool
    ) throws(PackageError) {
        guard scanner.isPlain else { throw scanner.fault("it is UTF-16, which is not written") }
        let (authors, author) = (XMLName("authors"), XMLName("author"))
        let (list, comment, reference) = (XMLName("commentList"), XMLName("comment"), XMLName("ref"))
        var output = PartEdits(old)
        var authorCount = 0
        var rest = notes
        var isKnown = false
        while true {
            switch try scanner.next() {
            case .start where scanner.depth == 3 && scanner.name == author:
                var name: [UInt8] = []
                try scanner.appendContent(to: &name)
                if !isKnown {
                    isKnown = name.elementsEqual(Self.author.utf8)
                    if !isKnown { authorCount += 1 }
                }
            case .start where scanner.depth == 2 && scanner.name == authors && scanner.nextOffset > 0:
                if output.isEmptyTag(endingAt: scanner.nextOffset) {
                    var tag = EditedTag(old[scanner.tokenOffset..<scanner.nextOffset])
                    tag.open()
                    let prefix = output.prefix(ofTagAt: scanner.tokenOffset)
                    output.replace(
                        scanner.tokenOffset..<scanner.nextOffset,
                        by: tag.bytes
                            + Array("<\(prefix)author>\(Self.author)</\(prefix)author></\(prefix)authors>".utf8))
                    isKnown = true
                }
            case .end where scanner.depth == 2 && scanner.name == authors:
                guard !isKnown, !rest.isEmpty else { continue }
                let prefix = output.prefix(ofTagAt: scanner.tokenOffset + 1)
                output.replace(
                    scanner.tokenOffset..<scanner.tokenOffset,
                    by: Array("<\(prefix)author>\(Self.author)</\(prefix)author>".utf8))
            case .start where scanner.depth == 3 && scanner.name == comment:
                let place = try scanner.value(reference).flatMap { CellReference(Substring($0)) }
                    .map { SheetPlace(row: $0.row, column: $0.column) }
                let note = try NoteElement(scanner, old)
                guard let place, !left.contains(place) else { continue }
                let own = isMarkedCopy ? MarkNote.ownPart(of: note.text) : note.text
                let new = rest.removeValue(forKey: place)
                if own.isEmpty, new == nil, isMarkedCopy, !note.text.isEmpty {
                    output.replace(note.range, by: [])
                    removed.append(place)
                } else if new != nil || own != note.text {
                    output.replace(note.content, by: note.content(own, adding: new, old))
                }
            case .end where scanner.depth == 2 && scanner.name == list:
                let prefix = output.prefix(ofTagAt: scanner.tokenOffset + 1)
                let isEmptyTag = output.isEmptyTag(endingAt: scanner.nextOffset) && scanner.tokenOffset < scanner.nextOffset
                added = rest.keys.filter { !left.contains($0) }.sorted()
                let made = added.map { Self.element($0, rest[$0] ?? "", author: authorCount, prefix: prefix) }.joined()
                guard !made.isEmpty else { continue }
                if isEmptyTag {
                    throw .foreign("its notes are written in a way that kpilint does not write")
                }
                output.replace(scanner.tokenOffset..<scanner.tokenOffset, by: Array(made.utf8))
            case .finish:
                part = output.result
                return
            default: continue
            }
        }
    }

    private static func element(_ place: SheetPlace, _ note: String, author: Int, prefix: String) -> String {
        "<\(prefix)comment ref=\"\(cellName(row: place.row, column: place.column))\" authorId=\"\(author)\"><\(prefix)text>"
            + run(note, prefix: prefix) + "</\(prefix)text></\(prefix)comment>"
    }

    /// A text in the font that notes have.
    static func run(_ text: String, prefix: String) -> String {
        "<\(prefix)r><\(prefix)rPr><\(prefix)sz val=\"9\"/><\(prefix)color indexed=\"81\"/><\(prefix)rFont val=\"Tahoma\"/>"
            + "<\(prefix)family val=\"2\"/></\(prefix)rPr><\(prefix)t xml:space=\"preserve\">\(xmlText(text))</\(prefix)t></\(prefix)r>"
    }
}

/// One note as it stands in its part.
private struct NoteElement {
    /// All of it.
    let range: Range<Int>
    /// What stands within its `text`, or that element itself where it holds nothing.
    private(set) var content: Range<Int>
    private(set) var text = ""
    private var runs: [(range: Range<Int>, text: [UInt8], isPlain: Bool)] = []
    private var isEmptyTag = false
    private let prefix: String

    /// Reads the element that has just begun to its end.
    init(_ scanner: XMLScanner, _ part: [UInt8]) throws(PackageError) {
        let start = scanner.tokenOffset
        let bytes = PartEdits(part)
        prefix = bytes.prefix(ofTagAt: start)
        content = scanner.nextOffset..<scanner.nextOffset
        let (words, plain) = (XMLName("text"), XMLName("t"))
        let outer = scanner.depth
        let reader = TextRuns()
        reading: while true {
            switch try scanner.next() {
            case .start where scanner.depth == outer + 1 && scanner.name == words:
                isEmptyTag = bytes.isEmptyTag(endingAt: scanner.nextOffset)
                content = isEmptyTag
                    ? scanner.tokenOffset..<scanner.nextOffset : scanner.nextOffset..<scanner.nextOffset
            case .start where scanner.depth == outer + 2:
                let run = scanner.tokenOffset
                let isPlain = scanner.name == plain
                var said: [UInt8] = []
                if isPlain {
                    try scanner.appendContent(to: &said)
                    decodeEscapes(&said, from: 0)
                } else {
                    try reader.append(scanner, to: &said)
                }
                runs.append((run..<scanner.nextOffset, said, isPlain))
            case .end where scanner.depth == outer + 1 && scanner.name == words && !isEmptyTag:
                content = content.lowerBound..<scanner.tokenOffset
            case .end where scanner.depth == outer: break reading
            case .finish: break reading
            default: continue
            }
        }
        range = start..<scanner.nextOffset
        text = String(decoding: runs.flatMap(\.text), as: UTF8.self)
    }

    /// What its `text` holds when it says what people have written, and below that what kpilint says.
    func content(_ own: String, adding note: String?, _ part: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var length = 0
        let kept = runs.prefix { run in
            length += run.text.count
            return length <= own.utf8.count
        }
        if kept.reduce(0, { $0 + $1.text.count }) == own.utf8.count {
            for run in kept {
                let raw = part[run.range]
                output += run.isPlain ? Array("<\(prefix)r>".utf8) + raw + Array("</\(prefix)r>".utf8) : Array(raw)
            }
        } else {
            // What kpilint said was made one text with what people have written.
            output = Array(MarkedNotes.run(own, prefix: prefix).utf8)
        }
        if let note {
            let text = own.isEmpty ? note : "\n\(MarkNote.separator)\n\(note)"
            output += MarkedNotes.run(text, prefix: prefix).utf8
        }
        guard isEmptyTag else { return output }
        return Array("<\(prefix)text>".utf8) + output + Array("</\(prefix)text>".utf8)
    }
}

let xmlDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
