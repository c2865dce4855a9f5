// The styles of cells and tables in OpenDocument.

internal import Packages

/// The styles of a document for cells and tables.
struct DocumentStyles {
    private var dataStyles = DataStyles()
    /// By the name of a cell's style its data style and its parent.
    private var cells: [String: (data: String?, parent: String?)] = [:]
    private var backgrounds: [String: FillColour] = [:]
    /// Styles that take away the fill of their parents.
    private var transparent: Set<String> = []
    /// The names of styles by those that people read.
    private var named: [String: String] = [:]
    /// By the name of a cell's style the conditions under which it is another one.
    private(set) var conditions: [String: [Condition]] = [:]
    private(set) var hiddenTables: Set<String> = []
    /// Whether backgrounds that are kpilint's marks count as none.
    var ignoresMarks = false

    /// The formats that were requested, in order; `numbers` finds them by style and default code.
    private(set) var formats: [NumberFormat] = [.general]
    /// The fill colour of each format's cells.
    private(set) var fills: [FillColour?] = [nil]
    private var numbers: [String: Int] = [:]

    /// A condition of a cell's style.
    struct Condition {
        var condition: String
        /// The name of the style that its cells get.
        var style: String
        /// The cell that its formulas are written for.
        var base: String?
    }

    private let style = XMLName("style")
    private let name = XMLName("name")
    private let displayName = XMLName("display-name")
    private let map = XMLName("map")
    private let condition = XMLName("condition")
    private let applied = XMLName("apply-style-name")
    private let base = XMLName("base-cell-address")
    private let family = XMLName("family")
    private let data = XMLName("data-style-name")
    private let parent = XMLName("parent-style-name")
    private let tableProperties = XMLName("table-properties")
    private let display = XMLName("display")
    private let cellProperties = XMLName("table-cell-properties")
    private let background = XMLName("background-color")

    /// Reads an element of styles that has just begun, if it is one.
    mutating func read(_ scanner: XMLScanner) throws(PackageError) {
        if try dataStyles.read(scanner) { return }
        guard scanner.namespace == .style, scanner.name == style else { return }
        let outer = scanner.depth
        let own = try scanner.value(name, in: .style) ?? ""
        let family = try scanner.value(family, in: .style)
        if family == "table-cell" {
            cells[own] = (try scanner.value(data, in: .style), try scanner.value(parent, in: .style))
            if let shown = try scanner.value(displayName, in: .style) { named[shown] = own }
        }
        while true {
            switch try scanner.next() {
            case .start:
                if family == "table-cell", scanner.name == cellProperties,
                    let text = try scanner.value(background, in: .format)
                {
                    if text.hasPrefix("#"), let colour = FillColour(text.dropFirst()),
                        !(ignoresMarks && MarkLook.isPlain(colour))
                    {
                        backgrounds[own] = colour
                    }
                    if text == "transparent" { transparent.insert(own) }
                }
                if family == "table-cell", scanner.namespace == .style, scanner.name == map,
                    conditions[own]?.count ?? 0 < Self.mostConditions
                {
                    conditions[own, default: []].append(
                        Condition(
                            condition: try scanner.value(condition, in: .style) ?? "",
                            style: try scanner.value(applied, in: .style) ?? "",
                            base: try scanner.value(base, in: .style)))
                }
                if family == "table", scanner.name == tableProperties,
                    try scanner.value(display, in: .table) == "false"
                {
                    hiddenTables.insert(own)
                }
            case .end where scanner.depth == outer: return
            case .finish: return
            default: continue
            }
        }
    }

    /// The number of the format of a cell's style; `otherwise` is the code where the style has none.
    mutating func number(_ name: String?, otherwise: String) -> Int {
        let key = otherwise + "\u{0}" + (name ?? "")
        if let known = numbers[key] { return known }
        var code: String?
        var fill: FillColour?
        var isClear = false
        var style = name
        // Parents are few; the limit also ends a cycle.
        for _ in 0..<20 {
            guard let own = style, let found = cells[own] else { break }
            if code == nil, let data = found.data { code = dataStyles.code(data) }
            if !isClear { fill = fill ?? backgrounds[own] }
            isClear = isClear || transparent.contains(own)
            style = found.parent
        }
        let shown = code ?? otherwise
        var number = 0
        if shown != "General" || fill != nil {
            formats.append(NumberFormat(shown))
            fills.append(fill)
            number = formats.count - 1
        }
        numbers[key] = number
        return number
    }

    private static let mostConditions = 1_000

    /// What a style does with the fill of the cells that a condition gives it to.
    func ruleFill(_ name: String) -> RuleFill {
        guard var own = named[name] ?? (cells[name] == nil ? nil : name) else { return .unknown }
        for _ in 0..<20 {
            if let colour = backgrounds[own] { return .colour(colour) }
            // It is as white as a sheet.
            if transparent.contains(own) { return .colour(FillColour(0xFFFFFF)) }
            guard let parent = cells[own]?.parent else { break }
            own = parent
        }
        return .none
    }

    /// The style with conditions that a style is or comes from.
    func conditionalStyle(_ name: String?) -> String? {
        var style = name
        for _ in 0..<20 {
            guard let own = style else { return nil }
            if conditions[own] != nil { return own }
            style = cells[own]?.parent
        }
        return nil
    }
}
