// Conditional formats as Office Open XML writes them, in the sheet and in what later versions of Excel added.

internal import Packages
internal import Tables

/// Reads the rules of a sheet.
struct RuleReader {
    /// All rules so far.
    private(set) var rules: [ConditionalRule] = []
    private let styles: SheetStyles
    private let fills: DifferentialFill
    private var areaCount = 0
    private var hasTooMany = false
    private let names = RuleNames()

    init(_ styles: SheetStyles) {
        self.styles = styles
        fills = DifferentialFill(styles.colours)
    }

    /// Reads the conditional format that has just begun. One of an extension names its cells behind its rules.
    mutating func readFormat(_ scanner: XMLScanner) throws(PackageError) {
        let outer = scanner.depth
        var cells = try scanner.value(names.cells) ?? ""
        var own: [ConditionalRule] = []
        reading: while true {
            switch try scanner.next() {
            case .start where scanner.name == names.rule:
                if let rule = try readRule(scanner) { own.append(rule) }
            case .start where scanner.name == names.cells:
                var text: [UInt8] = []
                try scanner.appendContent(to: &text)
                cells = String(decoding: text, as: UTF8.self)
            case .start: try scanner.skip()
            case .end where scanner.depth == outer: break reading
            case .finish: break reading
            default: continue
            }
        }
        add(own, cells)
    }

    private mutating func add(_ own: [ConditionalRule], _ cells: String) {
        guard !own.isEmpty, !hasTooMany else { return }
        var areas: [MergedArea] = []
        for text in cells.split(whereSeparator: \.isWhitespace) {
            guard let area = MergedArea(rule: text) else {
                rules.append(.unread("the cells “\(text.prefix(40))” that it is for are not understood"))
                return
            }
            areas.append(area)
        }
        areaCount += areas.count * own.count
        guard rules.count + own.count <= ConditionalRule.most, areaCount <= ConditionalRule.mostAreas else {
            hasTooMany = true
            rules = [.unread("the sheet has more than \(ConditionalRule.most) of them")]
            return
        }
        rules += own.map {
            ConditionalRule(areas, priority: $0.priority, stops: $0.stops, test: $0.test, fill: $0.fill)
        }
    }

    // MARK: Rules

    /// What an element of a rule holds.
    private struct Parts {
        var formulas: [String] = []
        var fill = RuleFill.none
        var stops: [ScaleStop] = []
        var colours: [FillColour?] = []
        var icons: [CellColour?] = []
        var iconSet = "3TrafficLights1"
        var isReversed = false
        var hasOwnIcons = false
    }

    /// Reads a rule, without its cells; `nil` where it has nothing to do with fills and icons.
    private func readRule(_ scanner: XMLScanner) throws(PackageError) -> ConditionalRule? {
        let type = try scanner.value(names.type) ?? ""
        let attributes = try RuleAttributes(scanner, names)
        var fill = RuleFill.none
        if let number = try scanner.value(names.style) {
            let index = Int(number) ?? -1
            fill = styles.differential.indices.contains(index) ? styles.differential[index] : .unknown
        }
        var parts = try readParts(scanner)
        if case .none = parts.fill { parts.fill = fill }
        guard type != "dataBar", let test = test(type, attributes, parts) else { return nil }
        return ConditionalRule(
            [], priority: attributes.priority, stops: attributes.stops, test: test, fill: parts.fill)
    }

    private func readParts(_ scanner: XMLScanner) throws(PackageError) -> Parts {
        let outer = scanner.depth
        var parts = Parts()
        while true {
            switch try scanner.next() {
            case .start:
                switch scanner.name {
                case names.formula, names.extensionFormula:
                    let text = try content(scanner)
                    // In an extension the value of a stop is a formula within it.
                    if scanner.depth == outer + 1 { parts.formulas.append(text) }
                    if scanner.depth > outer + 1, !parts.stops.isEmpty {
                        parts.stops[parts.stops.count - 1].value = text
                    }
                case names.differential: parts.fill = try fills.read(scanner)
                case names.stop: parts.stops.append(try stop(scanner))
                case names.colour: parts.colours.append(try styles.colours.colour(scanner))
                case names.icons:
                    parts.iconSet = try scanner.value(names.iconSet) ?? parts.iconSet
                    parts.isReversed = try isTrue(scanner.value(names.reverse))
                    parts.hasOwnIcons = try isTrue(scanner.value(names.custom))
                case names.icon:
                    let set = IconSet.icons(try scanner.value(names.iconSet) ?? "")
                    let index = try scanner.value(names.iconNumber).flatMap { Int($0) } ?? -1
                    parts.icons.append(set.indices.contains(index) ? set[index] : nil)
                default: break
                }
            case .end where scanner.depth == outer: return parts
            case .finish: return parts
            default: continue
            }
        }
    }

    /// The text of an element, as much of it as a formula may have and some more.
    private func content(_ scanner: XMLScanner) throws(PackageError) -> String {
        var text: [UInt8] = []
        try scanner.appendContent(to: &text)
        return String(decoding: text.prefix(FormulaLimits.bytes + 4), as: UTF8.self)
    }

    private func stop(_ scanner: XMLScanner) throws(PackageError) -> ScaleStop {
        let kind: ScaleStop.Kind =
            switch try scanner.value(names.type) {
            case "num", "formula": .number
            case "min": .least
            case "max": .greatest
            case "percent": .percent
            case "percentile": .percentile
            default: .unknown
            }
        let takesEqual = try scanner.value(names.takesEqual).map { $0 != "0" && $0 != "false" } ?? true
        return ScaleStop(kind: kind, value: try scanner.value(names.value) ?? "", takesEqual: takesEqual)
    }

    private func test(_ type: String, _ attributes: RuleAttributes, _ parts: Parts) -> RuleTest? {
        let first = parts.formulas.first
        switch type {
        case "expression", "containsBlanks", "notContainsBlanks", "containsErrors", "notContainsErrors":
            return first.map { .formula($0) } ?? .unknown("it has no formula")
        case "cellIs": return comparison(attributes.comparison, parts.formulas)
        case "containsText", "notContainsText", "beginsWith", "endsWith":
            guard let first else { return .unknown("it has no formula") }
            let tests: [String: CellTextTest] = [
                "containsText": .contains, "notContainsText": .lacks, "beginsWith": .begins, "endsWith": .ends,
            ]
            guard let text = attributes.text, let test = tests[type] else { return .formula(first) }
            return .text(test, text, formula: first)
        case "top10":
            guard let rank = attributes.rank else { return .unknown("it does not say how many") }
            return .ranked(count: rank, isPercent: attributes.isPercent, isLowest: attributes.isLowest)
        case "aboveAverage":
            if attributes.hasDeviation { return .unknown("it depends on a standard deviation") }
            return .average(isAbove: attributes.isAbove, takesEqual: attributes.takesEqual)
        case "colorScale":
            guard parts.stops.count == parts.colours.count else { return .unknown("its stops are not understood") }
            return .colourScale(
                zip(parts.stops, parts.colours).map { stop, colour in
                    var stop = stop
                    stop.colour = colour
                    return stop
                })
        case "iconSet":
            let own = parts.hasOwnIcons ? parts.icons : IconSet.icons(parts.iconSet)
            return .icons(parts.isReversed ? own.reversed() : own, parts.stops)
        case "duplicateValues", "uniqueValues": return .unknown("it looks for values that occur more than once")
        case "timePeriod": return .unknown("it depends on the day on which it is looked at")
        default: return .unknown("its kind “\(type.prefix(40))” is not known")
        }
    }

    private func comparison(_ name: String, _ formulas: [String]) -> RuleTest {
        let signs: [String: FormulaOperator] = [
            "lessThan": .less, "lessThanOrEqual": .lessOrEqual, "equal": .equal, "notEqual": .notEqual,
            "greaterThanOrEqual": .greaterOrEqual, "greaterThan": .greater,
        ]
        if let sign = signs[name], let first = formulas.first { return .comparison(sign, first) }
        if name == "between" || name == "notBetween", formulas.count == 2 {
            return .between(formulas[0], formulas[1], isInside: name == "between")
        }
        return .unknown("how it compares is not understood")
    }
}

/// The attributes of a rule.
private struct RuleAttributes {
    var priority: Int
    var stops: Bool
    var comparison: String
    var text: String?
    var rank: Int?
    var isPercent: Bool
    var isLowest: Bool
    var isAbove: Bool
    var takesEqual: Bool
    var hasDeviation: Bool

    init(_ scanner: XMLScanner, _ names: RuleNames) throws(PackageError) {
        priority = try scanner.value(names.priority).flatMap { Int($0) } ?? .max
        stops = isTrue(try scanner.value(names.stops))
        comparison = try scanner.value(names.comparison) ?? ""
        text = try scanner.value(names.text)
        rank = try scanner.value(names.rank).flatMap { Int($0) }.map { min(max($0, 0), 1 << 24) }
        isPercent = isTrue(try scanner.value(names.percent))
        isLowest = isTrue(try scanner.value(names.bottom))
        isAbove = try scanner.value(names.above).map { isTrue($0) } ?? true
        takesEqual = isTrue(try scanner.value(names.equalAverage))
        hasDeviation = try scanner.value(names.deviation).map { $0 != "0" } ?? false
    }
}

private func isTrue(_ value: String?) -> Bool { value == "1" || value == "true" }

extension MergedArea {
    /// Reads `B4:H60`, `B4`, the whole columns `B:C` and the whole rows `4:9`.
    fileprivate init?(rule text: Substring) {
        if let area = MergedArea(text) {
            self = area
            return
        }
        if let area = CellArea(text) {
            self.init(rows: area.rows, columns: area.columns)
            return
        }
        let ends = text.filter { $0 != "$" }.split(separator: ":").map { Int($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first >= 1, first <= last,
            last <= SheetLimits.rows
        else { return nil }
        self.init(rows: first...last, columns: 1...SheetLimits.columns)
    }
}

/// The names of a rule's elements and attributes, made once.
private struct RuleNames {
    let rule = XMLName("cfRule")
    let cells = XMLName("sqref")
    let type = XMLName("type")
    let style = XMLName("dxfId")
    let differential = XMLName("dxf")
    let priority = XMLName("priority")
    let stops = XMLName("stopIfTrue")
    let comparison = XMLName("operator")
    let text = XMLName("text")
    let rank = XMLName("rank")
    let percent = XMLName("percent")
    let bottom = XMLName("bottom")
    let above = XMLName("aboveAverage")
    let equalAverage = XMLName("equalAverage")
    let deviation = XMLName("stdDev")
    let formula = XMLName("formula")
    let extensionFormula = XMLName("f")
    let stop = XMLName("cfvo")
    let value = XMLName("val")
    let takesEqual = XMLName("gte")
    let colour = XMLName("color")
    let icons = XMLName("iconSet")
    let iconSet = XMLName("iconSet")
    let reverse = XMLName("reverse")
    let custom = XMLName("custom")
    let icon = XMLName("cfIcon")
    let iconNumber = XMLName("iconId")
}
