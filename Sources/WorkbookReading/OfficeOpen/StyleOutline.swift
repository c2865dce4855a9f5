// Where the styles of a workbook stand in their part, and which of them are marks.

internal import Packages

/// The lists of a part of styles that marks need, by the places of their elements.
struct StyleOutline {
    /// A list of the part.
    struct Section {
        /// Its first tag.
        var tag = 0..<0
        var isEmptyTag = false
        /// Where its last tag begins.
        var contentEnd = 0
        var items: [Range<Int>] = []
        var start: Int { tag.lowerBound }
    }

    struct Style {
        var tag: Range<Int>
        var range: Range<Int>
        var fill: Int
        var border: Int
    }

    struct Fills {
        var section = Section()
        fileprivate var filled: [Bool] = []
        fileprivate var marks: [Bool] = []

        func isFilled(_ fill: Int) -> Bool { filled.indices.contains(fill) && filled[fill] }
        func isMark(_ fill: Int) -> Bool { marks.indices.contains(fill) && marks[fill] }
    }

    struct Borders {
        var section = Section()
        /// As `OwnMarks` writes them.
        fileprivate(set) var texts: [String] = []
        fileprivate var numbers: [Int?] = []

        /// The number in the colour of a marking border; `nil` for other borders.
        func markNumber(_ border: Int) -> Int? { numbers.indices.contains(border) ? numbers[border] : nil }
    }

    struct Styles {
        var section = Section()
        fileprivate(set) var items: [Style] = []
    }

    /// How the part's names begin, with a colon.
    private(set) var prefix = ""
    private(set) var fonts = Section()
    private(set) var fills = Fills()
    private(set) var borders = Borders()
    private(set) var styles = Styles()

    init(_ scanner: XMLScanner) throws(PackageError) {
        guard scanner.isPlain else { throw scanner.fault("it is UTF-16, which is not written") }
        let names = (XMLName("fonts"), XMLName("fills"), XMLName("borders"), XMLName("cellXfs"))
        reading: while true {
            switch try scanner.next() {
            case .start where scanner.depth == 1: prefix = scanner.prefix(of: .sheet) ?? ""
            case .start where scanner.depth == 2 && scanner.namespace == .sheet:
                switch scanner.name {
                case names.0: fonts = try section(scanner) { scanner throws(PackageError) in try scanner.skip() }
                case names.1: fills.section = try readFills(scanner)
                case names.2: borders.section = try readBorders(scanner)
                case names.3: styles.section = try readStyles(scanner)
                default: try scanner.skip()
                }
            case .finish: break reading
            default: continue
            }
        }
        guard !fonts.tag.isEmpty, !fills.section.tag.isEmpty, !borders.section.tag.isEmpty, !styles.items.isEmpty else {
            throw .foreign("its styles lack what every workbook has: open it in a spreadsheet program and save it again")
        }
    }

    /// Reads the list that has just begun; `item` reads each of its elements to its end.
    private func section(
        _ scanner: XMLScanner, _ item: (XMLScanner) throws(PackageError) -> Void
    ) throws(PackageError) -> Section {
        var section = Section()
        section.tag = scanner.tokenOffset..<scanner.nextOffset
        section.contentEnd = scanner.nextOffset
        let outer = scanner.depth
        while true {
            switch try scanner.next() {
            case .start:
                let start = scanner.tokenOffset
                try item(scanner)
                section.items.append(start..<scanner.nextOffset)
            case .end where scanner.depth == outer:
                section.isEmptyTag = scanner.nextOffset == section.tag.upperBound
                if !section.isEmptyTag { section.contentEnd = scanner.tokenOffset }
                return section
            case .finish: return section
            default: continue
            }
        }
    }

    private mutating func readFills(_ scanner: XMLScanner) throws(PackageError) -> Section {
        let (pattern, gradient) = (XMLName("patternFill"), XMLName("gradientFill"))
        let (type, rgb) = (XMLName("patternType"), XMLName("rgb"))
        let (foreground, background) = (XMLName("fgColor"), XMLName("bgColor"))
        var found: [(isFilled: Bool, isMark: Bool)] = []
        let section = try section(scanner) { scanner throws(PackageError) in
            let outer = scanner.depth
            var kind = "none"
            var colours: (lines: FillColour?, ground: FillColour?) = (nil, nil)
            reading: while true {
                switch try scanner.next() {
                case .start where scanner.name == pattern: kind = try scanner.value(type) ?? "none"
                case .start where scanner.name == gradient: kind = "gradient"
                case .start where scanner.name == foreground:
                    colours.lines = try scanner.value(rgb).flatMap { FillColour($0) }
                case .start where scanner.name == background:
                    colours.ground = try scanner.value(rgb).flatMap { FillColour($0) }
                case .end where scanner.depth == outer: break reading
                case .finish: break reading
                default: continue
                }
            }
            let isMark = MarkLook.isHatch(kind, lines: colours.lines, ground: colours.ground)
            found.append((kind != "none" && !isMark, isMark))
        }
        fills.filled = found.map(\.isFilled)
        fills.marks = found.map(\.isMark)
        return section
    }

    private mutating func readBorders(_ scanner: XMLScanner) throws(PackageError) -> Section {
        var found: [BorderText] = []
        let section = try section(scanner) { scanner throws(PackageError) in found.append(try BorderText(scanner)) }
        borders.texts = found.map(\.text)
        borders.numbers = found.map(\.markNumber)
        return section
    }

    private mutating func readStyles(_ scanner: XMLScanner) throws(PackageError) -> Section {
        let (fill, border) = (XMLName("fillId"), XMLName("borderId"))
        var found: [Style] = []
        let section = try section(scanner) { scanner throws(PackageError) in
            var style = Style(
                tag: scanner.tokenOffset..<scanner.nextOffset, range: scanner.tokenOffset..<scanner.nextOffset,
                fill: try scanner.value(fill).flatMap { Int($0) } ?? 0,
                border: try scanner.value(border).flatMap { Int($0) } ?? 0)
            try scanner.skip()
            style.range = style.tag.lowerBound..<scanner.nextOffset
            found.append(style)
        }
        styles.items = found
        return section
    }
}

/// A border as the properties of a marked copy have it: its sides, each with its style and the attributes of its
/// colour, as in `left thin rgb=FF000000|bottom medium theme=1 tint=-0.25`.
struct BorderText {
    private(set) var text = ""
    /// The number in its colour, where it is a mark: all four sides have one colour, and that is a mark's.
    private(set) var markNumber: Int?

    private static let sides: [StaticString] = ["left", "right", "start", "end", "top", "bottom", "diagonal"]

    /// Reads the element that has just begun to its end.
    init(_ scanner: XMLScanner) throws(PackageError) {
        let sides = Self.sides.map { (name: XMLName($0), text: "\($0)") }
        let (style, colour, rgb) = (XMLName("style"), XMLName("color"), XMLName("rgb"))
        let colourNames: [StaticString] = ["rgb", "theme", "tint", "indexed", "auto"]
        let outer = scanner.depth
        var parts: [String] = []
        var colours: [FillColour?] = []
        for name: StaticString in ["diagonalUp", "diagonalDown"] {
            if let value = try scanner.value(XMLName(name)), value == "1" || value == "true" { parts.append("\(name)") }
        }
        reading: while true {
            switch try scanner.next() {
            case .start where scanner.depth == outer + 1:
                guard let side = sides.first(where: { $0.name == scanner.name }) else {
                    try scanner.skip()
                    continue
                }
                let kind = try scanner.value(style) ?? "none"
                var words = [side.text, kind]
                let inner = scanner.depth
                side: while true {
                    switch try scanner.next() {
                    case .start where scanner.name == colour:
                        for name in colourNames {
                            if let value = try scanner.value(XMLName(name)) { words.append("\(name)=\(value)") }
                        }
                        if kind != "none" { colours.append(try scanner.value(rgb).flatMap { FillColour($0) }) }
                    case .end where scanner.depth == inner: break side
                    case .finish: break side
                    default: continue
                    }
                }
                if kind != "none" { parts.append(words.joined(separator: " ")) }
            case .end where scanner.depth == outer: break reading
            case .finish: break reading
            default: continue
            }
        }
        text = parts.joined(separator: "|")
        if colours.count == 4, let first = colours[0], colours.allSatisfy({ $0 == first }) {
            markNumber = MarkLook.borderNumber(first)
        }
    }

    /// The element of a border that is written so. What is not understood of it is left out.
    static func element(_ text: String, prefix: String) -> [UInt8] {
        let parts = text.split(separator: "|")
        var attributes = ""
        for name in ["diagonalUp", "diagonalDown"] where parts.contains(Substring(name)) {
            attributes += " \(name)=\"1\""
        }
        var sides = ""
        for side in Self.order(of: parts) {
            guard let words = parts.map({ $0.split(separator: " ") }).first(where: { $0.first == side }), words.count > 1
            else {
                sides += "<\(prefix)\(side)/>"
                continue
            }
            var colour = ""
            for word in words.dropFirst(2) {
                let halves = word.split(separator: "=")
                guard halves.count == 2, halves.joined().allSatisfy({ isPlain($0) }) else { continue }
                colour += " \(halves[0])=\"\(halves[1])\""
            }
            let style = words[1].filter { $0.isLetter }
            sides += "<\(prefix)\(side) style=\"\(style)\">"
            sides += (colour.isEmpty ? "" : "<\(prefix)color\(colour)/>") + "</\(prefix)\(side)>"
        }
        return Array("<\(prefix)border\(attributes)>\(sides)</\(prefix)border>".utf8)
    }

    /// The sides of a border in the order that its element has them.
    private static func order(of parts: [Substring]) -> [Substring] {
        let isStrict = parts.contains { $0.hasPrefix("start ") || $0.hasPrefix("end ") }
        return isStrict ? ["start", "end", "top", "bottom", "diagonal"] : ["left", "right", "top", "bottom", "diagonal"]
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "-" || character == "."
            || character == "+")
    }

    /// The element of a border around a marked cell.
    static func mark(_ colour: FillColour, isThick: Bool, prefix: String) -> [UInt8] {
        let look = "\(isThick ? "thick" : "mediumDashed") rgb=FF\(colour.name)"
        return element(["left", "right", "top", "bottom"].map { "\($0) \(look)" }.joined(separator: "|"), prefix: prefix)
    }
}

/// The hatched fill of marked cells.
enum HatchText {
    static let pattern = "lightUp"

    static func element(_ lines: FillColour, _ ground: FillColour, prefix: String) -> [UInt8] {
        Array(
            ("<\(prefix)fill><\(prefix)patternFill patternType=\"\(pattern)\"><\(prefix)fgColor rgb=\"FF\(lines.name)\"/>"
                + "<\(prefix)bgColor rgb=\"FF\(ground.name)\"/></\(prefix)patternFill></\(prefix)fill>").utf8)
    }
}
