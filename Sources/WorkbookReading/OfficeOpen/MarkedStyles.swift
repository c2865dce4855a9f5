// The styles of a workbook, and those that marked cells and added sheets need.

internal import Packages
internal import Tables

/// The part of styles, to which styles are added. Those that are there stay, with their numbers.
final class MarkedStyles {
    private let part: [UInt8]
    private let outline: StyleOutline
    /// What kpilint has put into the workbook before.
    private let own: OwnMarks?
    private var fonts: StyleAdditions
    private var fills: StyleAdditions
    private var borders: StyleAdditions
    private var styles: StyleAdditions
    /// What borders cells have had, for `OwnMarks`.
    private(set) var bordersBefore: [String]
    private var numbers: [String: Int] = [:]
    private var marked: [Mark: Int] = [:]
    private var plain: [Int: Int] = [:]
    /// Borders that were added because marked cells had them before, as `OwnMarks` writes them.
    private var restored: [Int: String] = [:]

    /// A style with a mark.
    private struct Mark: Hashable {
        var style: Int
        var strength: CellMark.Strength
        var isBordered: Bool
    }

    /// Throws where the part has no styles of cells that others could be added to.
    init(_ part: [UInt8], _ scanner: XMLScanner, own: OwnMarks?) throws(PackageError) {
        self.part = part
        self.own = own
        outline = try StyleOutline(scanner)
        fonts = StyleAdditions(outline.fonts, part, prefix: outline.prefix)
        fills = StyleAdditions(outline.fills.section, part, prefix: outline.prefix)
        borders = StyleAdditions(outline.borders.section, part, prefix: outline.prefix)
        styles = StyleAdditions(outline.styles.section, part, prefix: outline.prefix)
        bordersBefore = own?.borders ?? []
        for (index, text) in bordersBefore.enumerated() where numbers[text] == nil { numbers[text] = index + 1 }
    }

    /// Whether a style is one of a marked cell.
    func isMarked(_ style: Int) -> Bool {
        guard own != nil, outline.styles.items.indices.contains(style) else { return false }
        let item = outline.styles.items[style]
        return outline.fills.isMark(item.fill) || outline.borders.markNumber(item.border) != nil
    }

    /// The style that a marked cell had before; another one is itself.
    func unmarked(_ style: Int) -> Int {
        guard isMarked(style) else { return style }
        if let known = plain[style] { return known }
        let item = outline.styles.items[style]
        var tag = EditedTag(part[item.tag])
        if outline.fills.isMark(item.fill) {
            tag.set("fillId", "0")
            tag.remove("applyFill")
        }
        if let number = outline.borders.markNumber(item.border) {
            let text = own?.borders.indices.contains(number - 1) ?? false ? own?.borders[number - 1] : nil
            tag.set("borderId", String(text.map { restoredBorder($0) } ?? 0))
        }
        let new = styles.add(tag.bytes + part[item.tag.upperBound..<item.range.upperBound])
        plain[style] = new
        return new
    }

    /// The border that cells had before.
    private func restoredBorder(_ text: String) -> Int {
        if let known = outline.borders.texts.firstIndex(of: text) { return known }
        let made = borders.add(BorderText.element(text, prefix: outline.prefix))
        restored[made] = text
        return made
    }

    /// Whether cells of a style are filled, in whatever way.
    func isFilled(_ style: Int) -> Bool {
        guard outline.styles.items.indices.contains(style) else { return false }
        return outline.fills.isFilled(outline.styles.items[style].fill)
    }

    /// The style of a marked cell. `keepsFill`: it is marked by its border, and else by a hatched fill.
    func marked(_ style: Int, _ strength: CellMark.Strength, keepsFill: Bool) -> Int {
        let base = unmarked(style)
        let mark = Mark(style: base, strength: strength, isBordered: keepsFill || isFilled(base))
        if let known = marked[mark] { return known }
        var (tag, rest) = element(of: base)
        if mark.isBordered {
            let border = tag.value("borderId").flatMap { Int($0) } ?? 0
            let colour = MarkLook.border(strength, number(ofBorder: border))
            tag.set(
                "borderId",
                String(borders.add(BorderText.mark(colour, isThick: strength == .atFault, prefix: outline.prefix))))
            tag.set("applyBorder", "1")
        } else {
            let hatch = MarkLook.hatch(strength)
            tag.set("fillId", String(fills.add(HatchText.element(hatch.lines, hatch.ground, prefix: outline.prefix))))
            tag.set("applyFill", "1")
        }
        let new = styles.add(tag.bytes + rest)
        marked[mark] = new
        return new
    }

    /// The first tag of a style's element, and what follows it.
    private func element(of style: Int) -> (tag: EditedTag, rest: [UInt8]) {
        if outline.styles.items.indices.contains(style) {
            let item = outline.styles.items[style]
            return (EditedTag(part[item.tag]), Array(part[item.tag.upperBound..<item.range.upperBound]))
        }
        // One that was added, or that the part does not have and that looks as the first one does.
        let bytes = styles.added(style) ?? Array("<\(outline.prefix)xf/>".utf8)
        let end = bytes.firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
        return (EditedTag(bytes[..<end]), Array(bytes[end...]))
    }

    /// The number by which a border is known that a mark takes the place of; 0 where there are too many.
    private func number(ofBorder border: Int) -> Int {
        let text =
            outline.borders.texts.indices.contains(border)
            ? outline.borders.texts[border] : restored[border] ?? ""
        if let known = numbers[text] { return known }
        guard bordersBefore.count < MarkLook.borderCount else { return 0 }
        bordersBefore.append(text)
        numbers[text] = bordersBefore.count
        return bordersBefore.count
    }

    // MARK: Added sheets

    /// The style of a cell of an added sheet.
    func style(of look: AddedSheet.Look, isLink: Bool) -> Int {
        let prefix = outline.prefix
        func font(_ colour: String?, isBold: Bool = false, size: Int = 11, isLink: Bool = false) -> Int {
            let bold = isBold ? "<\(prefix)b/>" : ""
            let line = isLink ? "<\(prefix)u/>" : ""
            let shade = colour.map { "<\(prefix)color rgb=\"FF\($0)\"/>" } ?? "<\(prefix)color theme=\"1\"/>"
            return fonts.add(
                Array(
                    "<\(prefix)font>\(bold)\(line)<\(prefix)sz val=\"\(size)\"/>\(shade)<\(prefix)name val=\"Calibri\"/><\(prefix)family val=\"2\"/></\(prefix)font>"
                        .utf8))
        }
        func fill(_ colour: String) -> Int {
            fills.add(
                Array(
                    "<\(prefix)fill><\(prefix)patternFill patternType=\"solid\"><\(prefix)fgColor rgb=\"FF\(colour)\"/><\(prefix)bgColor indexed=\"64\"/></\(prefix)patternFill></\(prefix)fill>"
                        .utf8))
        }
        let (fontID, fillID): (Int, Int) =
            switch look {
            case .text: (isLink ? font("0563C1", isLink: true) : font("000000"), 0)
            case .plain: (font("404040"), 0)
            case .title: (font("3B1E5F", isBold: true, size: 16), 0)
            case .heading: (font("3B1E5F", isBold: true, size: 12), 0)
            case .header: (font("FFFFFF", isBold: true), fill("4B2A6B"))
            case .error: (font("C00000", isBold: true), 0)
            case .query: (font("8A4B00", isBold: true), 0)
            case .warning: (font("6B5900", isBold: true), 0)
            case .note: (font("595959"), 0)
            case .answer: (font("000000"), fill("FFF9E5"))
            }
        let line = BorderText.element(look.isOfTable ? "bottom hair rgb=FFBFBFBF" : "", prefix: prefix)
        let wraps = look == .title || look == .heading || look == .plain ? "" : " wrapText=\"1\""
        return styles.add(
            Array(
                ("<\(prefix)xf numFmtId=\"49\" quotePrefix=\"1\" fontId=\"\(fontID)\" fillId=\"\(fillID)\" borderId=\"\(borders.add(line))\" xfId=\"0\""
                    + " applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><\(prefix)alignment vertical=\"top\"\(wraps)/></\(prefix)xf>")
                    .utf8))
    }

    // MARK: The part

    /// In the order of their places; those that the part lacks may have one place, and keep the order that they have.
    private static func ordered(_ lists: [StyleAdditions]) -> [StyleAdditions] {
        lists.enumerated().sorted { ($0.element.section.start, $0.offset) < ($1.element.section.start, $1.offset) }
            .map(\.element)
    }

    /// The part with all styles that were added.
    var edited: [UInt8] {
        var output = PartEdits(part)
        for additions in Self.ordered([fonts, fills, borders, styles]) {
            additions.write(to: &output)
        }
        return output.result
    }
}

extension AddedSheet.Look {
    /// Whether it is one of the cells below a table's header.
    fileprivate var isOfTable: Bool {
        switch self {
        case .text, .error, .query, .warning, .note, .answer: true
        case .plain, .title, .heading, .header: false
        }
    }
}

/// Elements that are added to one list of the styles.
private struct StyleAdditions {
    let section: StyleOutline.Section
    private let part: [UInt8]
    private let prefix: String
    private var new: [[UInt8]] = []
    private var known: [[UInt8]: Int] = [:]
    private var hasRead = false

    init(_ section: StyleOutline.Section, _ part: [UInt8], prefix: String) {
        self.section = section
        self.part = part
        self.prefix = prefix
    }

    /// The number of an element in the list, to which it is added where it is not there.
    mutating func add(_ element: [UInt8]) -> Int {
        if !hasRead {
            hasRead = true
            for (index, range) in section.items.enumerated().reversed() { known[Array(part[range])] = index }
            for (index, element) in (section.missing?.elements ?? []).enumerated() {
                known[Array(element.utf8)] = index
            }
        }
        if let number = known[element] { return number }
        let number = section.count + new.count
        new.append(element)
        known[element] = number
        return number
    }

    /// An element that was added.
    func added(_ number: Int) -> [UInt8]? {
        new.indices.contains(number - section.count) ? new[number - section.count] : nil
    }

    /// An element with the prefix of the part's names.
    private func prefixed(_ element: String) -> String {
        guard !prefix.isEmpty else { return element }
        var text = ""
        var isTagStart = false
        for character in element {
            if isTagStart, character != "/" { text += prefix }
            isTagStart = character == "<" || isTagStart && character == "/"
            text.append(character)
        }
        return text
    }

    func write(to output: inout PartEdits) {
        guard !new.isEmpty else { return }
        if let missing = section.missing {
            let first = missing.elements.map { prefixed($0) }.joined()
            let name = prefix + missing.name
            output.replace(
                section.tag,
                by: Array("<\(name) count=\"\(section.count + new.count)\">\(first)".utf8) + new.joined()
                    + Array("</\(name)>".utf8))
            return
        }
        var tag = EditedTag(part[section.tag])
        if tag.value("count") != nil { tag.set("count", String(section.count + new.count)) }
        if section.isEmptyTag {
            tag.open()
            let end = Array("</".utf8) + tag.name + [UInt8(ascii: ">")]
            output.replace(section.tag, by: tag.bytes + new.joined() + end)
        } else {
            output.replace(section.tag, by: tag.bytes)
            output.replace(section.contentEnd..<section.contentEnd, by: Array(new.joined()))
        }
    }
}
