// Colours as Office Open XML writes them, and the fills of differential styles.

internal import Packages

/// Reads the colour that an element's attributes give.
struct ColourReader {
    /// The colours that others refer to by number.
    private let theme: [FillColour]
    private let rgb = XMLName("rgb")
    private let themed = XMLName("theme")
    private let indexed = XMLName("indexed")
    private let tint = XMLName("tint")

    init(theme: [FillColour]) { self.theme = theme }

    /// The colour of the element that has just begun; `nil` where it is the system's, or none that is known.
    func colour(_ scanner: XMLScanner) throws(PackageError) -> FillColour? {
        let tint = try scanner.value(tint).flatMap { Double($0) } ?? 0
        if let text = try scanner.value(rgb) { return FillColour(text)?.tinted(tint) }
        if let index = try scanner.value(themed).flatMap({ Int($0) }) {
            return theme.indices.contains(index) ? theme[index].tinted(tint) : nil
        }
        if let index = try scanner.value(indexed).flatMap({ Int($0) }) {
            return FillColour.palette.indices.contains(index) ? FillColour(FillColour.palette[index]).tinted(tint) : nil
        }
        return nil
    }
}

/// Reads what a differential style does with the fill of a cell.
struct DifferentialFill {
    private let colours: ColourReader
    private let fill = XMLName("fill")
    private let pattern = XMLName("patternFill")
    private let patternType = XMLName("patternType")
    private let background = XMLName("bgColor")

    init(_ colours: ColourReader) { self.colours = colours }

    /// Reads the style that has just begun to its end. The colour of a solid fill is its background's, other than in
    /// the styles of cells. A style without a fill leaves the cell's own.
    func read(_ scanner: XMLScanner) throws(PackageError) -> RuleFill {
        let outer = scanner.depth
        var found = RuleFill.none
        var isSolid = false
        while true {
            switch try scanner.next() {
            case .start:
                switch scanner.name {
                case fill: found = .unknown
                case pattern:
                    let type = try scanner.value(patternType) ?? "solid"
                    isSolid = type == "solid"
                case background where isSolid: if let colour = try colours.colour(scanner) { found = .colour(colour) }
                default: break
                }
            case .end where scanner.depth == outer: return found
            case .finish: return found
            default: continue
            }
        }
    }
}
