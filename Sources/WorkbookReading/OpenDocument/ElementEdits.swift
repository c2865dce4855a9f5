// Changes of the elements of a document's part.

internal import Packages

extension PartEdits {
    /// Puts content before the end of an element.
    mutating func close(_ element: DocumentPlaces.ElementPlace, with content: [UInt8]) {
        for edit in element.closing(with: content, part) { replace(edit.range, by: edit.bytes) }
    }

    /// Puts content behind the first tag of an element.
    mutating func begin(_ element: DocumentPlaces.ElementPlace, with content: [UInt8]) {
        guard !element.isEmpty else { return close(element, with: content) }
        if !content.isEmpty { replace(element.tagEnd..<element.tagEnd, by: content) }
    }

    /// Puts attributes, each with a space before it, behind those of an element.
    mutating func add(_ attributes: String, to element: DocumentPlaces.ElementPlace) {
        let end = element.tagEnd - (element.isEmpty ? 2 : 1)
        replace(end..<end, by: Array(attributes.utf8))
    }

    /// Lets an element stand for so many.
    mutating func setCount(of element: DocumentPlaces.ElementPlace, _ count: Int) {
        guard let place = element.repeats else { return }
        if count == 1 {
            replace(withSpaces(place.whole), by: [])
        } else {
            replace(place.value, by: Array(String(count).utf8))
        }
    }

    /// An attribute with the white space before it.
    func withSpaces(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        while start > 0, isXMLSpace(part[start - 1]) { start -= 1 }
        return start..<range.upperBound
    }
}

extension DocumentPlaces.ElementPlace {
    /// Whether it has only one tag.
    var isEmpty: Bool { range.upperBound == tagEnd }

    /// What puts content before its end: where it has only one tag, it gets a last one.
    func closing(with content: [UInt8], _ part: [UInt8]) -> [(range: Range<Int>, bytes: [UInt8])] {
        guard !content.isEmpty else { return [] }
        guard isEmpty else { return [(contentEnd..<contentEnd, content)] }
        let name = part[(range.lowerBound + 1)...].prefix { $0 != UInt8(ascii: "/") && !isXMLSpace($0) }
        let end = Array("</".utf8) + name + [UInt8(ascii: ">")]
        return [(tagEnd - 2..<tagEnd, [UInt8(ascii: ">")] + content + end)]
    }
}
