// The rules by which cells are coloured, as a workbook writes them.

internal import Tables

/// One condition of a conditional format, with the fill that it gives to cells.
struct ConditionalRule {
    /// The cells that it is for.
    var areas: [MergedArea]
    /// The cell that its formulas are written for; `nil` where programs take another row, or column, of the areas.
    var baseRow: Int?
    var baseColumn: Int?
    /// The lowest comes first.
    var priority: Int
    /// Whether rules behind it do not count for a cell for which it holds.
    var stops: Bool
    var test: RuleTest
    var fill: RuleFill

    init(
        _ areas: [MergedArea], priority: Int, stops: Bool = false, test: RuleTest, fill: RuleFill = .none
    ) {
        self.areas = areas
        self.priority = priority
        self.stops = stops
        self.test = test
        self.fill = fill
        guard let first = areas.first else { return }
        // Programs differ: the first cell of the first area, of the leftmost one, or of what encloses all.
        let left = areas.map(\.columns.lowerBound).min() ?? 1
        let top = areas.map(\.rows.lowerBound).min() ?? 1
        let leftmost = areas.filter { $0.columns.lowerBound == left }.map(\.rows.lowerBound).min()
        if first.rows.lowerBound == top, leftmost == top { baseRow = top }
        if first.columns.lowerBound == left { baseColumn = left }
    }

    /// What stands for rules that were not read: nobody knows the colour of any cell.
    static func unread(_ words: String) -> ConditionalRule {
        ConditionalRule(
            [MergedArea(rows: 1...SheetLimits.rows, columns: 1...SheetLimits.columns)], priority: .min, stops: true,
            test: .unknown(words))
    }

    /// How many rules a sheet may have, and areas in all of them.
    static let most = 20_000
    static let mostAreas = 200_000
}

/// When a rule holds for a cell.
enum RuleTest {
    /// A formula comes to true.
    case formula(String)
    /// The cell compares so with what a formula comes to.
    case comparison(FormulaOperator, String)
    /// The cell lies between what two formulas come to, the ends among them, or does not.
    case between(String, String, isInside: Bool)
    /// What a formula says of a text, which is also given by itself.
    case text(CellTextTest, String, formula: String)
    /// A text that a formula gives, without one that says the same.
    case ownText(CellTextTest, String)
    /// Whether the cell holds an error.
    case error(isWanted: Bool)
    /// It is among the highest or lowest numbers of the areas: so many, or so many in a hundred.
    case ranked(count: Int, isPercent: Bool, isLowest: Bool)
    /// It is above or below the average of the areas.
    case average(isAbove: Bool, takesEqual: Bool)
    /// Each number has a colour between those of its stops.
    case colourScale([ScaleStop])
    /// Each number has an icon, which may be a status.
    case icons([CellColour?], [ScaleStop])
    /// It cannot be evaluated, in words behind “because”.
    case unknown(String)
}

/// How a cell's text is to be.
enum CellTextTest {
    case contains, lacks, begins, ends

    /// Whether a text is so, capital and small letters being the same.
    func holds(_ text: String, _ wanted: String) -> Bool {
        let (text, wanted) = (text.lowercased(), wanted.lowercased())
        switch self {
        case .contains: return text.contains(wanted)
        case .lacks: return !text.contains(wanted)
        case .begins: return text.hasPrefix(wanted)
        case .ends: return text.hasSuffix(wanted)
        }
    }
}

/// What a rule does with the fill of a cell for which it holds.
enum RuleFill {
    case none
    case colour(FillColour)
    /// A pattern, a gradient, or a colour that is not known.
    case unknown
}

/// A number at which the colour or the icon of cells changes.
struct ScaleStop {
    enum Kind {
        case number, least, greatest, percent, percentile
        case unknown
    }

    var kind: Kind
    /// A number, or a formula that comes to one.
    var value: String
    /// Of a colour scale.
    var colour: FillColour?
    /// Whether the number itself belongs to the icon.
    var takesEqual = true
}
