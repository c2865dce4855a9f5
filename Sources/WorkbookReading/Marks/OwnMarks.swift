// What kpilint has put into a workbook before, which is no part of the return.

internal import Tables

/// What a marked copy says of itself in the properties of the document, which spreadsheet programs keep when they save
/// it. A workbook without such a property is no marked copy, whatever it looks like.
struct OwnMarks: Equatable {
    /// The names of the sheets that were added.
    var sheets: [String] = []
    /// What borders cells had before they were given a marking one, whose colour has the number of its place here
    /// (`MarkLook`). Each format writes them in its own way.
    var borders: [String] = []
    /// Whether the copy was made of delimited text, whose figures are texts.
    var isOfText = false

    private static let sheetProperty = "kpilint sheet "
    private static let borderProperty = "kpilint border "
    private static let textProperty = "kpilint made of text"
    /// A property's name and value tell that it is kpilint's own.
    static func isOwn(_ name: String) -> Bool { name.hasPrefix("kpilint ") }

    init(sheets: [String], borders: [String], isOfText: Bool) {
        self.sheets = sheets
        self.borders = borders
        self.isOfText = isOfText
    }

    /// Reads properties, by their names; `nil` where none is of a marked copy.
    init?(_ properties: [String: String]) {
        sheets = Self.numbered(Self.sheetProperty, properties)
        guard !sheets.isEmpty else { return nil }
        borders = Self.numbered(Self.borderProperty, properties)
        isOfText = properties[Self.textProperty] != nil
    }

    /// The properties that say it, in a fixed order. Each is short: programs cut long ones.
    var properties: [(name: String, value: String)] {
        var properties = sheets.enumerated().map { (Self.sheetProperty + String($0.offset + 1), $0.element) }
        properties += borders.enumerated().map { (Self.borderProperty + String($0.offset + 1), $0.element) }
        if isOfText { properties.append((Self.textProperty, "yes")) }
        return properties
    }

    private static func numbered(_ start: String, _ properties: [String: String]) -> [String] {
        var values: [String] = []
        while let value = properties[start + String(values.count + 1)] { values.append(value) }
        return values
    }
}

/// Notes of kpilint.
enum MarkNote {
    /// How they begin.
    static let start = "kpilint: "
    /// The line between what a note said before and what kpilint says.
    static let separator = "\u{2500}\u{2500}\u{2500}\u{2500}\u{2500}\u{2500}\u{2500}\u{2500}"

    /// What people have written of a note: what stands above kpilint's part; empty where all of it is kpilint's.
    static func ownPart(of text: String) -> String {
        if text.hasPrefix(start) { return "" }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let cut = lines.indices.dropLast().last { lines[$0] == separator && lines[$0 + 1].hasPrefix(start) }
        return cut.map { lines[..<$0].joined(separator: "\n") } ?? text
    }
}

/// How marked cells look: in violet, which nobody takes for red, amber, green or blue. A cell without a fill of its own
/// gets one; every other one keeps its fill and gets a border, whose colour says which border it had before: so that is
/// known whatever rows people insert, sort or delete in the copy, and whichever program saves it.
enum MarkLook {
    /// The first colour of borders of each kind; its four lowest bits of each channel are a number.
    private static let borders: [(CellMark.Strength, FillColour)] = [
        (.atFault, FillColour(0x7030A0)), (.related, FillColour(0xB090D0)),
    ]

    /// How many different borders can be told apart; the number 0 is for all others, which are lost.
    static let borderCount = 4_095

    static func border(_ strength: CellMark.Strength, _ number: Int) -> FillColour {
        let base = borders.first { $0.0 == strength }?.1 ?? FillColour(0)
        let number = number <= borderCount ? number : 0
        var colour = base
        colour.red |= UInt8(number >> 8 & 0xF)
        colour.green |= UInt8(number >> 4 & 0xF)
        colour.blue |= UInt8(number & 0xF)
        return colour
    }

    /// The number in the colour of a border; `nil` where it is no mark.
    static func borderNumber(_ colour: FillColour) -> Int? {
        let isMark = borders.contains { _, base in
            base.red == colour.red & 0xF0 && base.green == colour.green & 0xF0 && base.blue == colour.blue & 0xF0
        }
        guard isMark else { return nil }
        return Int(colour.red & 0xF) << 8 | Int(colour.green & 0xF) << 4 | Int(colour.blue & 0xF)
    }

    /// The colours of the hatched fill of each kind, and those that cells get where a program has no hatches: what
    /// LibreOffice saves for one. OpenDocument has none, and its cells get the same.
    private static let hatches:
        [(strength: CellMark.Strength, lines: FillColour, ground: FillColour, mixed: FillColour)] = [
            (.atFault, FillColour(0xA678D0), FillColour(0xF3E9FB), FillColour(0xE0CDF1)),
            (.related, FillColour(0xD8C4EB), FillColour(0xFBF8FE), FillColour(0xF3EBFA)),
        ]

    static func hatch(_ strength: CellMark.Strength) -> (lines: FillColour, ground: FillColour) {
        let hatch = hatches.first { $0.strength == strength } ?? hatches[0]
        return (hatch.lines, hatch.ground)
    }

    /// The colour of a mark without lines.
    static func plain(_ strength: CellMark.Strength) -> FillColour {
        (hatches.first { $0.strength == strength } ?? hatches[0]).mixed
    }

    /// Whether a plain fill of a marked copy is a mark. Programs round mixtures in their own ways.
    static func isPlain(_ colour: FillColour) -> Bool {
        hatches.contains { hatch in
            let pairs = [
                (hatch.mixed.red, colour.red), (hatch.mixed.green, colour.green), (hatch.mixed.blue, colour.blue),
            ]
            return pairs.allSatisfy { abs(Int($0) - Int($1)) <= 1 }
        }
    }

    /// Whether a fill of a marked copy is a mark, by the name of its pattern in Office Open XML.
    static func isHatch(_ pattern: String, lines: FillColour?, ground: FillColour?) -> Bool {
        if pattern == "solid" { return lines.map(isPlain) ?? false }
        return hatches.contains { lines == $0.lines && ground == $0.ground }
    }
}
