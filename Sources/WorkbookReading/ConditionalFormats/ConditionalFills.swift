// What colours the cells of a table get by conditional formats.

internal import Tables

/// The fills that follow from conditions, for the columns of a table that are read by their fills.
struct ConditionalFills {
    /// What conditions make of a cell's fill.
    enum Fill: Hashable {
        /// The cell's own fill is seen.
        case own
        case colour(FillColour)
        /// An icon is seen that is this status, and no fill that is one.
        case icon(CellColour)
        case unknown
    }

    /// The cells of one column whose fill is unknown, and why.
    struct Unknown {
        /// Places among the rows of the table, in order.
        var places: [Int] = []
        /// The first reasons, in words.
        var reasons: [String] = []
    }

    /// By field, for each row of the table, an index into `fills`. Columns without conditions are not among them.
    private var indices: [Int: [UInt32]] = [:]
    private var fills: [Fill] = []
    private var numbers: [Fill: UInt32] = [:]
    private(set) var unknown: [Int: Unknown] = [:]

    /// How many reasons are told of a column.
    private static let mostReasons = 3

    init() {}

    /// Asks the rules of a sheet about the cells of some fields; `first` is the column of the first field, and `rows`
    /// are the indices of the table's rows. A merged cell has the fill of its first cell.
    init(
        _ rules: [ConditionalRule], fields: [Int], first: Int, rows: [UInt32], _ view: SheetView, _ cells: FormulaCells
    ) {
        guard !rules.isEmpty, !rows.isEmpty else { return }
        let ordered = rules.enumerated().sorted { ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset) }
            .map(\.element)
        for field in fields {
            let places = rows.map { view.firstCell(ofRow: Int($0), column: first + field) }
            let judge = ColumnJudge(places, cells)
            for rule in ordered { judge.apply(rule) }
            guard judge.hasRules else { continue }
            keep(judge, field, places, view)
        }
    }

    private mutating func keep(
        _ judge: ColumnJudge, _ field: Int, _ places: [(row: Int, column: Int)], _ view: SheetView
    ) {
        var own: [UInt32] = []
        own.reserveCapacity(places.count)
        var found = Unknown()
        for place in places.indices {
            func hasOwnStatus() -> Bool {
                let cell = view.storedCell(row: places[place].row, column: places[place].column)
                return cell.flatMap { view.shower.fill($0) }?.meaning != nil
            }
            var fill = Fill.own
            var doubt: ColumnJudge.Verdict?
            switch (judge.fill(place), judge.icon(place)) {
            case (.colour(let colour), .icon(let status)) where colour.meaning == nil: fill = .icon(status)
            case (.colour(let colour), _): fill = .colour(colour)
            case (.unknown(let rule, let why), _): doubt = .unknown(rule: rule, why)
            // Icons come last.
            case (_, .icon(let status)): if !hasOwnStatus() { fill = .icon(status) }
            case (_, .unknown(let rule, let why)): if !hasOwnStatus() { doubt = .unknown(rule: rule, why) }
            case (_, .colour), (_, nil): break
            }
            if let doubt {
                fill = .unknown
                found.places.append(place)
                if found.reasons.count < Self.mostReasons, let words = judge.words(doubt),
                    !found.reasons.contains(words)
                {
                    found.reasons.append(words)
                }
            }
            own.append(number(fill))
        }
        indices[field] = own
        if !found.places.isEmpty { unknown[field] = found }
    }

    private mutating func number(_ fill: Fill) -> UInt32 {
        if let known = numbers[fill] { return known }
        fills.append(fill)
        numbers[fill] = UInt32(fills.count - 1)
        return UInt32(fills.count - 1)
    }

    /// What conditions make of a cell; `place` is that of its row in the table.
    func fill(_ field: Int, place: Int) -> Fill {
        guard let own = indices[field], own.indices.contains(place) else { return .own }
        return fills[Int(own[place])]
    }
}
