// The number formats of styles, and what cells are filled with.

internal import Packages

/// Formats and fills, indexed by style.
struct SheetStyles {
    var formats: [NumberFormat] = []
    /// `nil` for cells that are not filled.
    var fills: [FillColour?] = []
    /// What conditional formats do with fills, by the number of their style.
    var differential: [RuleFill] = []
    /// Reads colours of sheets that have their own styles.
    var colours = ColourReader(theme: [])
}

/// Reads the part of styles. `theme` are the colours that styles refer to by number.
/// `isMarkedCopy`: the fills of marks are none.
func readStyles(
    _ scanner: XMLScanner, theme: [FillColour], isMarkedCopy: Bool = false
) throws(PackageError) -> SheetStyles {
    var reader = StyleReader(theme: theme, isMarkedCopy: isMarkedCopy)
    try reader.read(scanner)
    return reader.styles
}

/// Reads the colours of a theme, in the order in which styles number them.
func readTheme(_ scanner: XMLScanner) throws(PackageError) -> [FillColour] {
    let names = ["lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6"]
    let elements: [XMLName] = [
        XMLName("lt1"), XMLName("dk1"), XMLName("lt2"), XMLName("dk2"), XMLName("accent1"), XMLName("accent2"),
        XMLName("accent3"), XMLName("accent4"), XMLName("accent5"), XMLName("accent6"),
    ]
    let (scheme, plain, system) = (XMLName("clrScheme"), XMLName("srgbClr"), XMLName("sysClr"))
    let (value, last) = (XMLName("val"), XMLName("lastClr"))
    var colours = [FillColour](repeating: FillColour(0xFFFFFF), count: names.count)
    var current: Int?
    var isInScheme = false
    while true {
        switch try scanner.next() {
        case .start where scanner.name == scheme: isInScheme = true
        case .start where isInScheme:
            if let index = elements.firstIndex(of: scanner.name) { current = index }
            guard let place = current else { continue }
            let text: String? =
                scanner.name == plain
                ? try scanner.value(value) : scanner.name == system ? try scanner.value(last) : nil
            if let colour = text.flatMap({ FillColour($0) }) { colours[place] = colour }
        case .end where scanner.name == scheme: return colours
        // Links have colours too, which have no such numbers.
        case .end where elements.contains(scanner.name): current = nil
        case .finish: return colours
        default: continue
        }
    }
}

private struct StyleReader {
    private(set) var styles = SheetStyles()
    private let fillReader: DifferentialFill
    private var own: [Int: String] = [:]
    private var made: [String: NumberFormat] = [:]
    private var fills: [FillColour?] = []
    private var isSolid = false
    private let isMarkedCopy: Bool
    /// The pattern of the fill that is being read, and the colour of its lines.
    private var patternName = ""
    private var lines: FillColour?

    private let format = XMLName("numFmt")
    private let cellStyles = XMLName("cellXfs")
    private let style = XMLName("xf")
    private let formatID = XMLName("numFmtId")
    private let code = XMLName("formatCode")
    private let fill = XMLName("fill")
    private let fillList = XMLName("fills")
    private let pattern = XMLName("patternFill")
    private let patternType = XMLName("patternType")
    private let foreground = XMLName("fgColor")
    private let background = XMLName("bgColor")
    private let fillID = XMLName("fillId")
    private let differential = XMLName("dxf")
    private let differentialList = XMLName("dxfs")

    init(theme: [FillColour], isMarkedCopy: Bool) {
        self.isMarkedCopy = isMarkedCopy
        styles.colours = ColourReader(theme: theme)
        fillReader = DifferentialFill(styles.colours)
    }

    mutating func read(_ scanner: XMLScanner) throws(PackageError) {
        var section = XMLName("")
        while true {
            switch try scanner.next() {
            case .start where scanner.namespace == .sheet:
                if scanner.depth == 2 { section = scanner.name }
                switch scanner.name {
                // Differential formats have such elements too, at greater depth.
                case format where scanner.depth == 3:
                    if let number = try number(scanner, formatID) { own[number] = try scanner.value(code) }
                case style where scanner.depth == 3 && section == cellStyles:
                    styles.formats.append(made(try number(scanner, formatID) ?? 0))
                    let filled = try number(scanner, fillID) ?? 0
                    styles.fills.append(fills.indices.contains(filled) ? fills[filled] : nil)
                case fill where scanner.depth == 3 && section == fillList: fills.append(nil)
                case pattern where section == fillList:
                    let type = try scanner.value(patternType) ?? "none"
                    patternName = type
                    isSolid = type != "none" && type != "gray125" && type != "gray0625"
                case foreground where section == fillList && isSolid && !fills.isEmpty:
                    lines = try styles.colours.colour(scanner)
                    let isMark = isMarkedCopy && MarkLook.isHatch(patternName, lines: lines, ground: nil)
                    fills[fills.count - 1] = isMark ? nil : lines
                case background where section == fillList && isMarkedCopy && !fills.isEmpty:
                    let ground = try styles.colours.colour(scanner)
                    if MarkLook.isHatch(patternName, lines: lines, ground: ground) { fills[fills.count - 1] = nil }
                case differential where scanner.depth == 3 && section == differentialList:
                    styles.differential.append(try fillReader.read(scanner))
                default: continue
                }
            case .finish: return
            default: continue
            }
        }
    }

    private func number(_ scanner: XMLScanner, _ name: XMLName) throws(PackageError) -> Int? {
        try scanner.value(name).flatMap { Int($0) }
    }

    private mutating func made(_ id: Int) -> NumberFormat {
        let code = own[id] ?? builtInFormat(id)
        if let known = made[code] { return known }
        let format = NumberFormat(code)
        made[code] = format
        return format
    }
}

/// The built-in formats, which workbooks do not define, for a British locale.
private func builtInFormat(_ id: Int) -> String {
    switch id {
    case 1: "0"
    case 2: "0.00"
    case 3: "#,##0"
    case 4: "#,##0.00"
    case 5: "\"£\"#,##0;-\"£\"#,##0"
    case 6: "\"£\"#,##0;[Red]-\"£\"#,##0"
    case 7: "\"£\"#,##0.00;-\"£\"#,##0.00"
    case 8: "\"£\"#,##0.00;[Red]-\"£\"#,##0.00"
    case 9: "0%"
    case 10: "0.00%"
    case 11: "0.00E+00"
    case 12: "# ?/?"
    case 13: "# ??/??"
    case 14: "dd/mm/yyyy"
    case 15: "dd-mmm-yy"
    case 16: "dd-mmm"
    case 17: "mmm-yy"
    case 18: "h:mm AM/PM"
    case 19: "h:mm:ss AM/PM"
    case 20: "hh:mm"
    case 21: "hh:mm:ss"
    case 22: "dd/mm/yyyy hh:mm"
    case 37: "#,##0;-#,##0"
    case 38: "#,##0;[Red]-#,##0"
    case 39: "#,##0.00;-#,##0.00"
    case 40: "#,##0.00;[Red]-#,##0.00"
    case 41: "_-* #,##0_-;-* #,##0_-;_-* \"-\"_-;_-@_-"
    case 42: "_-\"£\"* #,##0_-;-\"£\"* #,##0_-;_-\"£\"* \"-\"_-;_-@_-"
    case 43: "_-* #,##0.00_-;-* #,##0.00_-;_-* \"-\"??_-;_-@_-"
    case 44: "_-\"£\"* #,##0.00_-;-\"£\"* #,##0.00_-;_-\"£\"* \"-\"??_-;_-@_-"
    case 45: "mm:ss"
    case 46: "[h]:mm:ss"
    case 47: "mm:ss.0"
    case 48: "##0.0E+0"
    case 49: "@"
    default: "General"
    }
}
