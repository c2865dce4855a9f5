// The styles of a document's cells, and those that marks add.

internal import Packages
internal import Tables

/// The cell styles of a document, with the places of those that stand in its main part.
struct MarkingStyles {
    private struct Place {
        var element: DocumentPlaces.ElementPlace
        /// The value of its name.
        var name: Range<Int>
        /// The element that says how its cells look.
        var properties: DocumentPlaces.ElementPlace?
        /// The attributes of that which marks change, front to back.
        var looks: [Range<Int>] = []
    }

    private struct Style {
        var parent: String?
        var look = MarkableLook()
        var hasPicture = false
        var hasConditions = false
        /// Where it stands in the main part.
        var place: Place?
    }

    /// The beginning of the names of styles that marked copies add.
    private static let own = "kpilint-"
    private static let markWord = "mark-"

    private let ownMarks: OwnMarks?
    private var styles: [String: Style] = [:]
    /// The marking styles of a marked copy, with the styles that their cells had before.
    private var bases: [String: String?] = [:]
    /// The styles of the sheets that a marked copy was given, with their places.
    private var lookPlaces: [(name: String, range: Range<Int>)] = []
    /// The names of all other styles.
    private var taken: Set<String> = []
    /// By kind and style before, the names of new styles.
    private var made: [String: String] = [:]
    /// New styles, in the order of their first cells.
    private(set) var newElements: [UInt8] = []
    /// Which borders cells had that were given a marking one.
    private(set) var borders: [String] = []
    private var numbers: [String: Int] = [:]
    /// How many marked styles had borders that no marked copy can note.
    private(set) var lostBorders = 0
    private let names = StyleNames()

    init(_ ownMarks: OwnMarks?) { self.ownMarks = ownMarks }

    /// Reads the part with the styles that people have named.
    mutating func readCommon(_ scanner: XMLScanner) throws(PackageError) {
        while true {
            switch try scanner.next() {
            case .start where scanner.namespace == .style && scanner.name == names.style:
                try read(scanner, isCommon: true)
            case .finish: return
            default: continue
            }
        }
    }

    /// Reads a style that has just begun to its end.
    mutating func read(_ scanner: XMLScanner, isCommon: Bool = false) throws(PackageError) {
        let outer = scanner.depth
        let name = try scanner.value(names.name, in: .style) ?? ""
        var place = Place(
            element: DocumentPlaces.ElementPlace(scanner),
            name: scanner.place(of: names.name, in: .style)?.value ?? 0..<0)
        let isOfCells = try scanner.value(names.family, in: .style) == "table-cell"
        var style = Style(parent: try scanner.value(names.parent, in: .style))
        reading: while true {
            switch try scanner.next() {
            case .start where isOfCells && scanner.namespace == .style && scanner.depth == outer + 1:
                if scanner.name == names.map {
                    style.hasConditions = true
                } else if scanner.name == names.properties, place.properties == nil {
                    try readProperties(scanner, &style, &place)
                }
            case .end where scanner.depth == outer: break reading
            case .finish: break reading
            default: continue
            }
        }
        place.element.end(scanner)
        if !isCommon, ownMarks != nil, Self.isLook(name) {
            lookPlaces.append((name, place.element.range))
        } else {
            taken.insert(name)
        }
        guard isOfCells else { return }
        if !isCommon { style.place = place }
        styles[name] = style
    }

    private func readProperties(
        _ scanner: XMLScanner, _ style: inout Style, _ place: inout Place
    ) throws(PackageError) {
        let outer = scanner.depth
        var properties = DocumentPlaces.ElementPlace(scanner)
        style.look.background = try scanner.value(names.background, in: .format)
        if let range = scanner.place(of: names.background, in: .format)?.whole { place.looks.append(range) }
        for (list, space) in [(names.borders, XMLNamespace.format), (names.lineWidths, .style)] {
            for (text, name) in list {
                guard let value = try scanner.value(name, in: space) else { continue }
                style.look.borders.append(MarkableLook.Border(name: text, value: value))
                if let range = scanner.place(of: name, in: space)?.whole { place.looks.append(range) }
            }
        }
        place.looks.sort { $0.lowerBound < $1.lowerBound }
        while true {
            switch try scanner.next() {
            case .start where scanner.namespace == .style && scanner.name == names.picture:
                if scanner.rawValue(names.address, in: .link) != nil { style.hasPicture = true }
            case .end where scanner.depth == outer:
                properties.end(scanner)
                place.properties = properties
                return
            default: continue
            }
        }
    }

    // MARK: Marks of before

    /// Whether a name is one of those that added sheets have.
    static func isLook(_ name: String) -> Bool {
        name.hasPrefix(own) && !name.dropFirst(own.count).hasPrefix(markWord)
    }

    /// All styles are known: what must change of them because an earlier marked copy has them, with their places.
    ///
    /// Programs may keep the name of a style and give that of the style before to another one: so a name counts only
    /// where the element is the very one that kpilint writes. All others lose what marks look like, and stay.
    mutating func finish(_ prefixes: MarkingPrefixes, _ part: [UInt8]) -> [MarkingWriter.Edit] {
        guard let ownMarks else { return [] }
        var edits: [MarkingWriter.Edit] = []
        let marked = styles
        for (name, style) in marked where !Self.isLook(name) {
            guard let place = style.place else { continue }
            let look = style.look.unmarked(ownMarks)
            guard look != style.look else { continue }
            styles[name]?.look = look
            edits.append((place.element.range, element(place, look, name: nil, prefixes, part)))
        }
        for (name, style) in marked where name.hasPrefix(Self.own) {
            guard let place = style.place, let (kind, base) = Self.mark(name) else { continue }
            let number = style.look.markNumber ?? 0
            guard markElement(base, kind, number, name, prefixes, part) == Array(part[place.element.range]) else {
                continue
            }
            bases[name] = .some(base)
            taken.remove(name)
            edits.removeAll { $0.range == place.element.range }
            edits.append((place.element.range, []))
        }
        for name in bases.keys { styles[name] = nil }
        return edits
    }

    /// What a name of a marking style says: the kind of mark, and the style before.
    private static func mark(_ name: String) -> (kind: MarkKind, base: String?)? {
        let rest = name.dropFirst(own.count)
        guard rest.hasPrefix(markWord) else { return nil }
        let word = rest.dropFirst(markWord.count).prefix { $0 != "-" }
        let base = rest.dropFirst(markWord.count + word.count + 1)
        return MarkKind(word.filter { $0 != "_" }).map { ($0, base.isEmpty ? nil : String(base)) }
    }

    /// Whether a style is a mark of an earlier marked copy.
    func isMark(_ name: String) -> Bool { bases[name] != nil }

    /// The style that a cell had before it was marked; the same for one that is not.
    func base(_ name: String?) -> String? {
        guard let name, let base = bases[name] else { return name }
        return base
    }

    /// What the names of the styles of added sheets begin with, and the places of those of earlier ones, which go
    /// unless people have used them for other sheets.
    mutating func lookNames(used: Set<String>) -> (prefix: String, gone: [Range<Int>]) {
        let kept = lookPlaces.map(\.name).filter { used.contains($0) } + taken.filter(Self.isLook)
        let gone = lookPlaces.filter { !used.contains($0.name) }.map(\.range)
        guard !kept.isEmpty else { return (Self.own, gone) }
        var number = 2
        while kept.contains(where: { $0.hasPrefix("\(Self.own)\(number)-") }) { number += 1 }
        return ("\(Self.own)\(number)-", gone)
    }

    // MARK: New marks

    /// The name of a style that marks cells of another style, which has been made where it was not there.
    mutating func marking(
        _ base: String?, _ strength: CellMark.Strength, canFill: Bool, _ prefixes: MarkingPrefixes, _ part: [UInt8]
    ) -> String {
        let kind = canFill && !isFilled(base) ? MarkKind.fill(strength) : .border(strength)
        let key = kind.word + "-" + (base ?? "")
        if let name = made[key] { return name }
        var word = kind.word
        var name = Self.own + Self.markWord + key
        while !taken.insert(name).inserted {
            word += "_"
            name = Self.own + Self.markWord + word + "-" + (base ?? "")
        }
        made[key] = name
        let number = number(
            kind, base.flatMap { styles[$0] }.flatMap { $0.place == nil ? nil : $0.look } ?? MarkableLook())
        newElements += markElement(base, kind, number, name, prefixes, part)
        return name
    }

    /// The element of a style that marks cells of another style.
    private func markElement(
        _ base: String?, _ kind: MarkKind, _ number: Int, _ name: String, _ prefixes: MarkingPrefixes, _ part: [UInt8]
    ) -> [UInt8] {
        if let style = base.flatMap({ styles[$0] }), let place = style.place {
            return element(place, style.look.marked(kind, number: number), name: name, prefixes, part)
        }
        let tag = "\(prefixes.style)style"
        let look = MarkableLook().marked(kind, number: number)
        let properties = "<\(prefixes.style)table-cell-properties\(look.attributes(prefixes))/>"
        return Array(
            ("<\(tag) \(prefixes.style)name=\"\(attributeText(name))\" \(prefixes.style)family=\"table-cell\" "
                + "\(prefixes.style)parent-style-name=\"\(attributeText(base ?? "Default"))\">\(properties)</\(tag)>")
                .utf8)
    }

    /// The number of the borders of a look, where a mark is to replace them.
    private mutating func number(_ kind: MarkKind, _ look: MarkableLook) -> Int {
        guard case .border = kind else { return 0 }
        guard let noted = look.noted, numbers[noted] != nil || borders.count < MarkLook.borderCount else {
            lostBorders += 1
            return 0
        }
        if let number = numbers[noted] { return number }
        borders.append(noted)
        numbers[noted] = borders.count
        return borders.count
    }

    /// Whether the cells of a style have a background, or conditions that may give them one.
    private func isFilled(_ name: String?) -> Bool {
        var next = name
        // Parents are few; the limit also ends a cycle.
        for _ in 0..<20 {
            guard let own = next, let style = styles[own] else { return false }
            if style.hasConditions || style.hasPicture { return true }
            if let background = style.look.background, background != "transparent" { return true }
            next = style.parent
        }
        return true
    }

    /// A style's element with another look, and perhaps another name.
    private func element(
        _ place: Place, _ look: MarkableLook, name: String?, _ prefixes: MarkingPrefixes, _ part: [UInt8]
    ) -> [UInt8] {
        var output = PartEdits(part, within: place.element.range)
        if let name { output.replace(place.name, by: Array(attributeText(name).utf8)) }
        let attributes = look.attributes(prefixes)
        if let properties = place.properties {
            for range in place.looks { output.replace(output.withSpaces(range), by: []) }
            output.add(attributes, to: properties)
        } else if !attributes.isEmpty {
            output.begin(
                place.element, with: Array("<\(prefixes.style)table-cell-properties\(attributes)/>".utf8))
        }
        return output.result
    }

    /// Takes styles that are no cell's mark; `text` is their elements.
    mutating func add(_ text: String) { newElements += Array(text.utf8) }
}

private struct StyleNames {
    let style = XMLName("style")
    let name = XMLName("name")
    let family = XMLName("family")
    let parent = XMLName("parent-style-name")
    let map = XMLName("map")
    let properties = XMLName("table-cell-properties")
    let background = XMLName("background-color")
    let picture = XMLName("background-image")
    let address = XMLName("href")
    let borders = [
        ("border", XMLName("border")), ("border-top", XMLName("border-top")),
        ("border-bottom", XMLName("border-bottom")), ("border-left", XMLName("border-left")),
        ("border-right", XMLName("border-right")),
    ]
    let lineWidths = [
        ("border-line-width", XMLName("border-line-width")),
        ("border-line-width-top", XMLName("border-line-width-top")),
        ("border-line-width-bottom", XMLName("border-line-width-bottom")),
        ("border-line-width-left", XMLName("border-line-width-left")),
        ("border-line-width-right", XMLName("border-line-width-right")),
    ]
}
