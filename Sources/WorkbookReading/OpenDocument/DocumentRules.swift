// The conditional formats of an OpenDocument table, in LibreOffice's form.

internal import Packages

/// Reads the conditional formats of a table. Of the conditions that hold for a cell the first gives its style.
struct DocumentRules {
    private(set) var rules: [ConditionalRule] = []
    private var areaCount = 0
    private let names = RuleElementNames()

    /// Colour scales and icons count beside conditions, in whatever order they are written.
    private static let scales = -1

    /// Reads the list that has just begun to its end.
    mutating func read(_ scanner: XMLScanner, _ styles: DocumentStyles) throws(PackageError) {
        let outer = scanner.depth
        var areas: [MergedArea]? = []
        while true {
            switch try scanner.next() {
            case .start:
                switch scanner.name {
                case names.format:
                    areas = Self.areas(try scanner.value(names.cells, in: .calculation) ?? "")
                case names.condition:
                    let text = try scanner.value(names.value, in: .calculation) ?? ""
                    let style = try scanner.value(names.style, in: .calculation) ?? ""
                    let base = try scanner.value(names.base, in: .calculation)
                    add(areas, rules.count, DocumentCondition.test(text), styles.ruleFill(style), base: base)
                case names.dates:
                    let style = try scanner.value(names.plainStyle, in: .calculation) ?? ""
                    add(
                        areas, rules.count, .unknown("it depends on the day on which it is looked at"),
                        styles.ruleFill(style), base: nil)
                case names.scale: add(areas, Self.scales, .colourScale(try readStops(scanner)), .none, base: nil)
                case names.icons:
                    let icons = IconSet.icons(try scanner.value(names.iconSet, in: .calculation) ?? "")
                    add(areas, Self.scales, .icons(icons, try readStops(scanner)), .none, base: nil)
                default: break
                }
            case .end where scanner.depth == outer: return
            case .finish: return
            default: continue
            }
        }
    }

    /// Adds the conditions of a cell style for the cells that have it.
    mutating func add(_ maps: [DocumentStyles.Condition], of areas: [MergedArea], _ styles: DocumentStyles) {
        for map in maps {
            add(
                areas, rules.count, DocumentCondition.test(map.condition), styles.ruleFill(map.style), base: map.base,
                needsBase: true)
        }
    }

    /// Adds what stands for conditions that were not read.
    mutating func add(unread words: String) { rules.append(.unread(words)) }

    /// Adds a rule; where its cells are not understood, nobody knows the colour of any.
    private mutating func add(
        _ areas: [MergedArea]?, _ priority: Int, _ test: RuleTest, _ fill: RuleFill, base: String?,
        needsBase: Bool = false
    ) {
        guard let areas else {
            rules.append(.unread("the cells that it is for are not understood"))
            return
        }
        areaCount += areas.count
        guard rules.count < ConditionalRule.most, areaCount <= ConditionalRule.mostAreas else {
            rules = [.unread("the sheet has more than \(ConditionalRule.most) of them")]
            return
        }
        var rule = ConditionalRule(areas, priority: priority, stops: true, test: test, fill: fill)
        let cell = base.flatMap { Self.areas($0)?.first }
        if let cell {
            (rule.baseRow, rule.baseColumn) = (cell.rows.lowerBound, cell.columns.lowerBound)
        } else if needsBase {
            (rule.baseRow, rule.baseColumn) = (nil, nil)
        }
        rules.append(rule)
    }

    private func readStops(_ scanner: XMLScanner) throws(PackageError) -> [ScaleStop] {
        let outer = scanner.depth
        var stops: [ScaleStop] = []
        while true {
            switch try scanner.next() {
            case .start where scanner.name == names.colourStop || scanner.name == names.stop:
                let kind: ScaleStop.Kind =
                    switch try scanner.value(names.type, in: .calculation) {
                    case "number", "formula": .number
                    case "minimum": .least
                    case "maximum": .greatest
                    case "percent": .percent
                    case "percentile": .percentile
                    default: .unknown
                    }
                let colour = try scanner.value(names.colour, in: .calculation)
                stops.append(
                    ScaleStop(
                        kind: kind, value: try scanner.value(names.value, in: .calculation) ?? "",
                        colour: colour.flatMap { FillColour($0.drop { $0 == "#" }) }))
            case .end where scanner.depth == outer: return stops
            case .finish: return stops
            default: continue
            }
        }
    }

    /// The areas of a list of addresses, `KPIs.D2:KPIs.D9 'Q2 KPIs'.F2`, whatever sheet they name; `nil` where one is
    /// not understood.
    static func areas(_ addresses: String) -> [MergedArea]? {
        var isQuoted = false
        // A quoted name of a sheet may hold spaces.
        let plain = addresses.filter { character in
            if character == "'" { isQuoted.toggle() }
            return !isQuoted && character != "'"
        }
        var areas: [MergedArea] = []
        for range in plain.split(separator: " ") {
            let cells = range.split(separator: ":").map { $0.split(separator: ".").last.map(String.init) ?? "" }
            guard let area = MergedArea(cells.joined(separator: ":").filter { $0 != "$" }) else { return nil }
            areas.append(area)
        }
        return areas
    }
}

/// The cells of a table that have styles with conditions.
struct ConditionalCells {
    private(set) var areas: [String: [MergedArea]] = [:]
    private var count = 0
    /// Whether there were more than are kept.
    private(set) var isFull = false

    /// Takes cells of a row, or of several that repeat it.
    mutating func add(_ style: String, rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
        let last = (areas[style]?.count ?? 0) - 1
        if last >= 0, let area = areas[style]?[last], area.columns == columns,
            area.rows.upperBound + 1 == rows.lowerBound
        {
            areas[style]?[last].rows = area.rows.lowerBound...rows.upperBound
            return
        }
        guard count < ConditionalRule.mostAreas else {
            isFull = true
            return
        }
        count += 1
        areas[style, default: []].append(MergedArea(rows: rows, columns: columns))
    }
}

/// The names of elements and attributes, made once.
private struct RuleElementNames {
    let format = XMLName("conditional-format")
    let cells = XMLName("target-range-address")
    let condition = XMLName("condition")
    let value = XMLName("value")
    let style = XMLName("apply-style-name")
    let base = XMLName("base-cell-address")
    let dates = XMLName("date-is")
    let plainStyle = XMLName("style")
    let scale = XMLName("color-scale")
    let colourStop = XMLName("color-scale-entry")
    let icons = XMLName("icon-set")
    let iconSet = XMLName("icon-set-type")
    let stop = XMLName("formatting-entry")
    let type = XMLName("type")
    let colour = XMLName("color")
}
