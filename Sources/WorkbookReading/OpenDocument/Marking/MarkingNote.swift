// The notes of marked cells.

internal import Packages

/// A cell's note where it stands in the part.
struct MarkingNote {
    var element: DocumentPlaces.ElementPlace
    /// The paragraphs of its text.
    private var paragraphs: [(range: Range<Int>, text: String)] = []

    /// Reads a note that has just begun to its end. Its texts are only of use where it may hold what kpilint wrote.
    init(
        _ scanner: XMLScanner, _ names: MarkingElementNames, _ reader: ParagraphReader, needsTexts: Bool
    ) throws(PackageError) {
        element = DocumentPlaces.ElementPlace(scanner)
        let outer = scanner.depth
        while true {
            switch try scanner.next() {
            case .start where scanner.namespace == .text && scanner.name == names.paragraph:
                let start = scanner.tokenOffset
                var text: [UInt8] = []
                if needsTexts { try reader.read(scanner, into: &text) } else { try scanner.skip() }
                paragraphs.append((start..<scanner.nextOffset, String(decoding: text, as: UTF8.self)))
            case .start: try scanner.skip()
            case .end where scanner.depth == outer:
                element.end(scanner)
                return
            default: continue
            }
        }
    }

    /// What of it is kpilint's, in a marked copy.
    enum Origin {
        case people
        case kpilint
        /// kpilint's part begins with this paragraph.
        case both(from: Int)
        /// The lines of both are in one paragraph, as some programs save them: what people wrote.
        case joined(String)
    }

    var origin: Origin {
        let text = paragraphs.map(\.text).joined(separator: "\n")
        let own = MarkNote.ownPart(of: text)
        if own == text { return .people }
        if own.isEmpty, text.hasPrefix(MarkNote.start) { return .kpilint }
        let cut = paragraphs.indices.dropLast().last {
            paragraphs[$0].text == MarkNote.separator && paragraphs[$0 + 1].text.hasPrefix(MarkNote.start)
        }
        return cut.map { .both(from: $0) } ?? .joined(own)
    }

    /// Takes kpilint's part away, and puts a new one there; `isMarked` says whether it may hold one.
    func edit(_ output: inout PartEdits, _ text: String?, isMarked: Bool, _ prefixes: MarkingPrefixes) {
        switch isMarked ? origin : .people {
        case .people:
            guard let text else { return }
            let added = Self.part(text, prefixes)
            if let last = paragraphs.last {
                output.replace(last.range.upperBound..<last.range.upperBound, by: added)
            } else {
                output.close(element, with: added)
            }
        case .kpilint:
            output.replace(element.range, by: text.map { Self.whole($0, prefixes) } ?? [])
        case .both(let first):
            guard let last = paragraphs.last else { return }
            output.replace(
                paragraphs[first].range.lowerBound..<last.range.upperBound,
                by: text.map { Self.part($0, prefixes) } ?? [])
        case .joined(let own):
            for (index, paragraph) in paragraphs.enumerated() {
                var new = index == 0 ? Array(documentParagraphs(own, prefix: prefixes.text).utf8) : []
                if index == paragraphs.count - 1, let text { new += Self.part(text, prefixes) }
                output.replace(paragraph.range, by: new)
            }
        }
    }

    /// What kpilint adds to a note of people's.
    private static func part(_ text: String, _ prefixes: MarkingPrefixes) -> [UInt8] {
        Array(documentParagraphs(MarkNote.separator + "\n" + writableText(text), prefix: prefixes.text).utf8)
    }

    /// A note of kpilint's alone. Programs give it a size, as none could be given without a place on the page.
    static func whole(_ text: String, _ prefixes: MarkingPrefixes) -> [UInt8] {
        let tag = "\(prefixes.office)annotation"
        let creator = "<\(prefixes.creator)creator>kpilint</\(prefixes.creator)creator>"
        return Array(
            ("<\(tag)>" + creator
                + documentParagraphs(writableText(text), prefix: prefixes.text) + "</\(tag)>").utf8)
    }
}
