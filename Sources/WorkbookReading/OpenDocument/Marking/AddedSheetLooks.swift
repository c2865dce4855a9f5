// How the sheets look that are added to a document.

internal import Packages
internal import Tables

/// The styles of added sheets.
struct AddedSheetLooks {
    let prefixes: MarkingPrefixes
    private let stylePrefix: String
    /// By look, the attribute that gives a cell its style; that of links behind all others.
    private var cellAttributes: [[UInt8]] = []
    /// The attribute that gives a row its style.
    let rowAttribute: [UInt8]
    /// Their elements.
    private(set) var styles = ""

    var sheetStyle: String { stylePrefix + "sheet" }

    init(_ prefixes: MarkingPrefixes, stylePrefix: String, _ sheets: [AddedSheet]) {
        self.prefixes = prefixes
        self.stylePrefix = stylePrefix
        rowAttribute = Array(" \(prefixes.table)style-name=\"\(stylePrefix)row\"".utf8)
        let style = prefixes.style
        func add(_ name: String, _ family: String, _ more: String = "", _ properties: String) {
            styles += "<\(style)style \(style)name=\"\(name)\" \(style)family=\"\(family)\"\(more)>"
            styles += "\(properties)</\(style)style>"
        }
        add(sheetStyle, "table", "", "<\(style)table-properties \(prefixes.table)display=\"true\"/>")
        add(
            stylePrefix + "row", "table-row", "",
            "<\(style)table-row-properties \(style)use-optimal-row-height=\"true\"/>")
        for width in Set(sheets.flatMap(\.columns).map { Self.width($0.width) }).sorted() {
            add(
                columnStyle(width), "table-column", "",
                "<\(style)table-column-properties \(style)column-width=\"\(Self.written(width: width))\"/>")
        }
        for look in AddedSheet.Look.allCases {
            for variant in Variant.allCases {
                let name = stylePrefix + "look-\(look)" + variant.rawValue
                cellAttributes.append(Array(" \(prefixes.table)style-name=\"\(name)\"".utf8))
                add(
                    name, "table-cell", " \(style)parent-style-name=\"Default\"",
                    Self.properties(look, variant, prefixes))
            }
        }
    }

    /// What becomes of a look by its place.
    private enum Variant: String, CaseIterable {
        case plain = ""
        case link = "-link"
    }

    /// The width of a column for so many characters: a digit is about two millimetres wide.
    static func written(width: Int) -> String {
        let millimetres = width * 2 + 4
        return "\(millimetres / 10).\(millimetres % 10)cm"
    }

    func columnStyle(_ width: Int) -> String { stylePrefix + "width-\(Self.width(width))" }

    /// The attribute that gives a cell its style, with a space before it.
    func attribute(_ look: AddedSheet.Look, isLink: Bool) -> [UInt8] {
        cellAttributes[look.rawValue * Variant.allCases.count + (isLink ? 1 : 0)]
    }

    private static func properties(
        _ look: AddedSheet.Look, _ variant: Variant, _ prefixes: MarkingPrefixes
    ) -> String {
        let (style, format) = (prefixes.style, prefixes.format)
        // What stands above a table runs over the cells beside it.
        let isLine = look == .plain || look == .title || look == .heading
        return "<\(style)table-cell-properties \(format)wrap-option=\"\(isLine ? "no-wrap" : "wrap")\" "
            + "\(style)vertical-align=\"top\" \(format)padding=\"0.06cm\"\(isLine ? "" : box(look, prefixes))/>"
            + "<\(style)text-properties\(letters(look, isLink: variant == .link, prefixes))/>"
    }

    private static func width(_ characters: Int) -> Int { min(max(characters, 3), 100) }

    private static func box(_ look: AddedSheet.Look, _ prefixes: MarkingPrefixes) -> String {
        let format = prefixes.format
        switch look {
        case .header:
            return " \(format)background-color=\"#e9e4f0\" \(format)border-bottom=\"0.75pt solid #4b2070\""
        case .answer: return " \(format)background-color=\"#fffbe6\" \(format)border=\"0.5pt solid #c8b560\""
        default: return " \(format)border-bottom=\"0.5pt solid #d9d9d9\""
        }
    }

    /// Programs have sizes and weights for each of three groups of scripts.
    private static func letters(_ look: AddedSheet.Look, isLink: Bool, _ prefixes: MarkingPrefixes) -> String {
        let (format, style) = (prefixes.format, prefixes.style)
        var text = ""
        switch look {
        case .title, .heading, .header, .error, .query:
            text += " \(format)font-weight=\"bold\" \(style)font-weight-asian=\"bold\" "
            text += "\(style)font-weight-complex=\"bold\""
        default: break
        }
        let size: Int? = look == .title ? 16 : look == .heading ? 12 : nil
        if let size {
            text += " \(format)font-size=\"\(size)pt\" \(style)font-size-asian=\"\(size)pt\" "
            text += "\(style)font-size-complex=\"\(size)pt\""
        }
        let colour: String? =
            switch look {
            case .error: "#b00020"
            case .query: "#1d4f91"
            case .warning: "#7a4a00"
            case .note: "#595959"
            case .title, .heading: "#4b2070"
            default: isLink ? "#1d4f91" : nil
            }
        if let colour { text += " \(format)color=\"\(colour)\"" }
        if isLink { text += " \(style)text-underline-style=\"solid\" \(style)text-underline-width=\"auto\"" }
        return text
    }
}
