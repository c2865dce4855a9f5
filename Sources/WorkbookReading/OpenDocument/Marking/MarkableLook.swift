// What marks change of the look of a document's cells.

internal import Packages
internal import Tables

/// What a cell style says itself of background and borders, as it is written.
struct MarkableLook: Equatable {
    struct Border: Equatable {
        /// Without its prefix.
        var name: String
        var value: String
    }

    var background: String?
    /// In the order of `MarkableLook.borderNames`.
    var borders: [Border] = []

    /// The attributes that say which borders a cell has, those for formatting objects and OpenDocument's own.
    static let formatBorders = ["border", "border-top", "border-bottom", "border-left", "border-right"]
    static let lineWidths = [
        "border-line-width", "border-line-width-top", "border-line-width-bottom", "border-line-width-left",
        "border-line-width-right",
    ]

    /// Its borders as a marked copy notes them; `nil` where that is too long.
    var noted: String? {
        if borders.isEmpty { return "none" }
        guard !borders.contains(where: { $0.value.contains(";") }) else { return nil }
        let text = borders.map { "\($0.name): \($0.value)" }.joined(separator: "; ")
        return text.utf16.count <= 250 ? text : nil
    }

    /// The borders that a marked copy has noted.
    static func borders(_ noted: String) -> [Border] {
        let known = formatBorders + lineWidths
        return noted.split(separator: ";").compactMap { part in
            guard let colon = part.firstIndex(of: ":") else { return nil }
            let name = part[..<colon].filter { $0 != " " }
            guard known.contains(name) else { return nil }
            return Border(name: name, value: String(part[part.index(after: colon)...]).trimmingSpaces)
        }
    }

    /// Without what a mark has changed: the borders before it are those that the marked copy notes.
    func unmarked(_ own: OwnMarks) -> MarkableLook {
        var look = self
        if let background, let colour = Self.colour(background), MarkLook.isPlain(colour) { look.background = nil }
        if let number = markNumber {
            look.borders = own.borders.indices.contains(number - 1) ? Self.borders(own.borders[number - 1]) : []
        }
        return look
    }

    /// The number in the colour of a marking border; `nil` where there is none.
    var markNumber: Int? {
        borders.lazy.compactMap { Self.colour($0.value) }.compactMap { MarkLook.borderNumber($0) }.first
    }

    /// With a mark in place of the background, or of the borders.
    func marked(_ kind: MarkKind, number: Int) -> MarkableLook {
        var look = self
        switch kind {
        case .fill(let strength): look.background = MarkLook.plain(strength).written
        case .border(let strength):
            let width = strength == .atFault ? "2.5pt" : "1pt"
            let colour = MarkLook.border(strength, number)
            look.borders = [Border(name: "border", value: "\(width) solid \(colour.written)")]
        }
        return look
    }

    /// The colour in a value such as `0.74pt solid #7030a1`.
    private static func colour(_ value: String) -> FillColour? {
        value.firstIndex(of: "#").flatMap { FillColour(value[value.index(after: $0)...].prefix(6)) }
    }

    /// Its attributes, each with a space before it.
    func attributes(_ prefixes: MarkingPrefixes) -> String {
        var text = background.map { " \(prefixes.format)background-color=\"\(attributeText($0))\"" } ?? ""
        for border in borders {
            let prefix = Self.lineWidths.contains(border.name) ? prefixes.style : prefixes.format
            text += " \(prefix)\(border.name)=\"\(attributeText(border.value))\""
        }
        return text
    }
}

/// How a cell is marked.
enum MarkKind: Hashable {
    case fill(CellMark.Strength)
    case border(CellMark.Strength)

    /// Reads a word in a name of a style.
    init?(_ word: some StringProtocol) {
        let all: [MarkKind] = [.fill(.atFault), .fill(.related), .border(.atFault), .border(.related)]
        guard let found = all.first(where: { $0.word == word }) else { return nil }
        self = found
    }

    /// A word for names of styles.
    var word: String {
        switch self {
        case .fill(.atFault): "f2"
        case .fill(.related): "f1"
        case .border(.atFault): "b2"
        case .border(.related): "b1"
        }
    }
}

extension FillColour {
    /// As documents have it.
    var written: String { "#" + name.lowercased() }
}
