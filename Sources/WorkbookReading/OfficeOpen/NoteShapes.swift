// The drawing that shows a sheet's notes (VML, ECMA-376 part 4, 19).

internal import Tables

/// Shapes of notes in a drawing. Excel shows only notes that have one, and writes drawings that are not always
/// well-formed: they are changed as texts.
enum NoteShapes {
    /// A new drawing for notes.
    static func drawing(_ notes: [SheetPlace: String]) -> [UInt8] {
        let start =
            "<xml \(spaces)>"
            + "<o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout>"
        return Array((start + type + shapes(notes, from: 1025) + "</xml>").utf8)
    }

    /// A drawing with shapes for more notes, and without those of some cells; `nil` where it has no end.
    static func changed(
        _ drawing: [UInt8], adding notes: [SheetPlace: String], removing removed: Set<SheetPlace>
    ) -> [UInt8]? {
        var text = removed.isEmpty ? drawing : without(removed, drawing)
        guard !notes.isEmpty else { return text }
        guard let end = lastIndex(of: "</xml>", in: text) else { return nil }
        // Drawings number their shapes in blocks of 1,024; one behind all others is nobody's.
        var first = 1025
        for place in indices(of: "_x0000_s", in: text) {
            let digits = text[(place + 8)...].prefix(9).prefix { (0x30...0x39).contains($0) }
            if let number = Int(String(decoding: digits, as: UTF8.self)) { first = max(first, number + 1) }
        }
        let hasType = !indices(of: "_x0000_t202\"", in: text).isEmpty
        text.insert(contentsOf: ((hasType ? "" : type) + shapes(notes, from: first)).utf8, at: end)
        return text
    }

    /// Declared at each shape too: a drawing that is there may call them otherwise.
    private static let spaces =
        "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\""
        + " xmlns:x=\"urn:schemas-microsoft-com:office:excel\""

    private static let type =
        "<v:shapetype \(spaces) id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">"
        + "<v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"

    private static func shapes(_ notes: [SheetPlace: String], from first: Int) -> String {
        var text = ""
        for (index, place) in notes.keys.sorted().enumerated() {
            let (row, column) = (place.row - 1, place.column - 1)
            // About 45 characters are in a line of three columns.
            let lines = (notes[place] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
                .reduce(1) { $0 + 1 + $1.count / 45 }
            let height = min(24, max(4, lines))
            let anchor = [column + 1, 15, max(0, row - 1), 4, column + 5, 15, max(0, row - 1) + height, 4]
            text +=
                "<v:shape \(spaces) id=\"_x0000_s\(first + index)\" type=\"#_x0000_t202\""
                + " style=\"position:absolute;margin-left:60pt;margin-top:2pt;width:200pt;height:\(height * 15)pt;"
                + "z-index:\(index + 1);visibility:hidden\" fillcolor=\"#f3e9fb\" o:insetmode=\"auto\">"
                + "<v:fill color2=\"#f3e9fb\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/>"
                + "<v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\">"
                + "<div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\">"
                + "<x:MoveWithCells/><x:SizeWithCells/>"
                + "<x:Anchor>\(anchor.map(String.init).joined(separator: ", "))</x:Anchor>"
                + "<x:AutoFill>False</x:AutoFill><x:Row>\(row)</x:Row><x:Column>\(column)</x:Column>"
                + "</x:ClientData></v:shape>"
        }
        return text
    }

    /// The drawing without the shapes of the notes of some cells.
    private static func without(_ removed: Set<SheetPlace>, _ drawing: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var taken = 0
        for start in indices(of: "<v:shape ", in: drawing) where start >= taken {
            guard let end = firstIndex(of: "</v:shape>", in: drawing, from: start) else { break }
            let shape = drawing[start..<end]
            guard let row = number("<x:Row>", shape), let column = number("<x:Column>", shape),
                removed.contains(SheetPlace(row: row + 1, column: column + 1)),
                firstIndex(of: "\"Note\"", in: drawing, from: start).map({ $0 < end }) ?? false
            else { continue }
            output += drawing[taken..<start]
            taken = end + "</v:shape>".utf8.count
        }
        return output + drawing[taken...]
    }

    private static func number(_ tag: String, _ shape: ArraySlice<UInt8>) -> Int? {
        guard let start = firstIndex(of: tag, in: Array(shape), from: 0) else { return nil }
        let digits = shape.dropFirst(start + tag.utf8.count).prefix { (0x30...0x39).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    private static func firstIndex(of text: String, in bytes: [UInt8], from start: Int) -> Int? {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return nil }
        var at = start
        while at + wanted.count <= bytes.count {
            if bytes[at] == wanted[0], bytes[at..<at + wanted.count].elementsEqual(wanted) { return at }
            at += 1
        }
        return nil
    }

    private static func indices(of text: String, in bytes: [UInt8]) -> [Int] {
        var found: [Int] = []
        var from = 0
        while let next = firstIndex(of: text, in: bytes, from: from) {
            found.append(next)
            from = next + 1
        }
        return found
    }

    private static func lastIndex(of text: String, in bytes: [UInt8]) -> Int? { indices(of: text, in: bytes).last }
}
