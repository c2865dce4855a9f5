// Asks the rules of a sheet about the cells of one column.

internal import Tables

/// The cells of one column, asked about by one rule after the other.
final class ColumnJudge {
    /// What rules make of a cell.
    enum Verdict: Hashable {
        case colour(FillColour)
        case icon(CellColour)
        case unknown(rule: Int, RuleDoubt)
    }

    /// A state is one of these, or an index into `verdicts` behind them.
    private enum Code {
        /// Further rules count.
        static let open: UInt32 = 0
        /// No rule has given anything, and none counts any more.
        static let stopped: UInt32 = 1
        static let first: UInt32 = 2
    }

    private let places: [(row: Int, column: Int)]
    private let columns: ClosedRange<Int>
    private let cells: FormulaCells
    private var fills: [UInt32]
    private var icons: [UInt32]
    private var verdicts: [Verdict] = []
    private var known: [Verdict: UInt32] = [:]
    private var titles: [String] = []
    /// Whether a rule is for any of the cells.
    private(set) var hasRules = false
    /// Whether there were no more steps to spend.
    private var isExhausted = false

    /// Takes the cells of the column's rows, in the order of their rows.
    init(_ places: [(row: Int, column: Int)], _ cells: FormulaCells) {
        self.places = places
        self.cells = cells
        fills = [UInt32](repeating: Code.open, count: places.count)
        icons = fills
        columns = (places.map(\.column).min() ?? 1)...(places.map(\.column).max() ?? 1)
    }

    /// The fill that rules give to a cell; `nil` where its own is seen.
    func fill(_ place: Int) -> Verdict? { verdict(fills[place]) }

    /// The icon that rules give to a cell; `nil` where it has none.
    func icon(_ place: Int) -> Verdict? { verdict(icons[place]) }

    private func verdict(_ code: UInt32) -> Verdict? { code < Code.first ? nil : verdicts[Int(code - Code.first)] }

    private func code(_ verdict: Verdict) -> UInt32 {
        if let code = known[verdict] { return code }
        verdicts.append(verdict)
        let code = Code.first + UInt32(verdicts.count - 1)
        known[verdict] = code
        return code
    }

    /// Why a cell is unknown, in words.
    func words(_ verdict: Verdict) -> String? {
        guard case .unknown(let rule, let doubt) = verdict else { return nil }
        return "\(titles[rule]), because \(doubt.words)"
    }

    /// Asks the next rule about the cells for which none before it has decided.
    func apply(_ rule: ConditionalRule) {
        guard rule.decides, !isExhausted else { return }
        let isOfIcons = rule.test.isOfIcons
        var tester: RuleTester?
        for area in rule.areas where area.columns.overlaps(columns) {
            var place = firstPlace(from: area.rows.lowerBound)
            while place < places.count, places[place].row <= area.rows.upperBound {
                defer { place += 1 }
                cells.spend(1)
                guard area.columns.contains(places[place].column) else { continue }
                hasRules = true
                guard isOpen(place, isOfIcons) else { continue }
                if tester == nil {
                    tester = RuleTester(rule, cells)
                    titles.append(tester?.title ?? "")
                }
                guard cells.hasSteps else { return exhaust() }
                guard let result = tester?.result(row: places[place].row, column: places[place].column) else { return }
                take(result, rule, place, isOfIcons)
            }
            guard cells.hasSteps else { return exhaust() }
        }
    }

    private func isOpen(_ place: Int, _ isOfIcons: Bool) -> Bool {
        (isOfIcons ? icons[place] : fills[place]) == Code.open
    }

    private func take(_ result: RuleResult, _ rule: ConditionalRule, _ place: Int, _ isOfIcons: Bool) {
        switch result {
        case .fails: return
        case .colour(let colour): fills[place] = code(.colour(colour))
        case .icon(let icon): icons[place] = code(.icon(icon))
        case .unknown(let doubt):
            let unknown = code(.unknown(rule: titles.count - 1, doubt))
            if !isOfIcons { fills[place] = unknown }
            // The rule may keep icons away.
            if isOfIcons || rule.stops && icons[place] == Code.open { icons[place] = unknown }
        case .holds:
            switch rule.fill {
            case .colour(let colour): fills[place] = code(.colour(colour))
            case .unknown:
                let doubt = RuleDoubt.words("its fill is a pattern, a gradient or of no colour that is known")
                fills[place] = code(.unknown(rule: titles.count - 1, doubt))
            case .none: break
            }
            guard rule.stops else { return }
            if fills[place] == Code.open { fills[place] = Code.stopped }
            if icons[place] == Code.open { icons[place] = Code.stopped }
        }
    }

    /// Leaves all cells unknown that no rule has decided so far.
    private func exhaust() {
        isExhausted = true
        hasRules = true
        if titles.isEmpty { titles.append("a condition") }
        let unknown = code(.unknown(rule: titles.count - 1, .value(.limit)))
        for place in fills.indices where fills[place] == Code.open { fills[place] = unknown }
    }

    /// The first place of a row with that number, or a higher one.
    private func firstPlace(from row: Int) -> Int {
        var range = 0..<places.count
        while range.count > 0 {
            let middle = range.lowerBound + range.count / 2
            range = places[middle].row < row ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}

extension ConditionalRule {
    /// Whether it matters to the fill or the icon of any cell.
    fileprivate var decides: Bool {
        switch (test, fill) {
        case (.colourScale, _), (.icons, _), (_, .colour), (_, .unknown): true
        case (_, .none): stops
        }
    }
}

extension RuleTest {
    fileprivate var isOfIcons: Bool {
        if case .icons = self { return true }
        return false
    }
}
