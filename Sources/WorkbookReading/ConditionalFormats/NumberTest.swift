// Rules about where a number stands among others: ranks, averages, colour scales and icons.

internal import Tables

/// A test of a number among those of its rule's areas.
struct NumberTest {
    private enum Kind {
        /// At least, or at most, this.
        case bound(Double, isLowest: Bool)
        case average(Double, isAbove: Bool, takesEqual: Bool)
        case scale([(number: Double, colour: FillColour)])
        case icons([(number: Double, takesEqual: Bool, icon: CellColour?)])
        /// No number is there to be judged.
        case nothing
        case unknown(RuleDoubt)
    }

    private let kind: Kind

    init(_ rule: ConditionalRule, _ evaluator: FormulaEvaluator) throws(FormulaFault) {
        // A cell of two areas may count once or twice.
        evaluator.cells.spend(rule.areas.count * min(rule.areas.count, [MergedArea].mostCompared) / 2)
        guard !rule.areas.overlap else {
            kind = .unknown(.words("its areas overlap"))
            return
        }
        let numbers = AreaNumbers(rule.areas, evaluator.cells)
        if let doubt = numbers.doubt {
            kind = .unknown(.value(doubt))
            return
        }
        guard !numbers.sorted.isEmpty else {
            kind = .nothing
            return
        }
        switch rule.test {
        case .ranked(let count, let isPercent, let isLowest):
            kind = Self.ranked(numbers, count, isPercent, isLowest)
        case .average(let isAbove, let takesEqual):
            let sum = numbers.sorted.reduce(0, +)
            kind = .average(sum / Double(numbers.sorted.count), isAbove: isAbove, takesEqual: takesEqual)
        case .colourScale(let stops):
            var found: [(number: Double, colour: FillColour)] = []
            for stop in stops {
                guard let colour = stop.colour, let number = try Self.number(stop, numbers, evaluator),
                    found.last.map({ Self.isClearlyLess($0.number, number) }) ?? true
                else {
                    kind = .unknown(.words("its stops are not known"))
                    return
                }
                found.append((number, colour))
            }
            kind = found.count >= 2 ? .scale(found) : .unknown(.words("its stops are not known"))
        case .icons(let icons, let stops):
            var found: [(number: Double, takesEqual: Bool, icon: CellColour?)] = []
            for (index, stop) in stops.enumerated() {
                guard icons.count == stops.count, let number = try Self.number(stop, numbers, evaluator),
                    index < 2 || Self.isClearlyLess(found[index - 1].number, number)
                else {
                    kind = .unknown(.words("the numbers of its icons are not known"))
                    return
                }
                found.append((number, stop.takesEqual, icons[index]))
            }
            kind = found.count >= 2 ? .icons(found) : .unknown(.words("the numbers of its icons are not known"))
        default: kind = .nothing
        }
    }

    private static func isClearlyLess(_ one: Double, _ other: Double) -> Bool {
        if case .less = one.comparedLoosely(to: other) { return true }
        return false
    }

    private static func ranked(_ numbers: AreaNumbers, _ count: Int, _ isPercent: Bool, _ isLowest: Bool) -> Kind {
        let all = numbers.sorted
        var wanted = count
        if isPercent {
            guard (1...100).contains(count) else { return .unknown(.words("it asks for \(count) in a hundred")) }
            wanted = all.count * count / 100
        }
        guard wanted > 0 else { return .unknown(.words("it asks for less than one cell")) }
        let place = min(wanted, all.count)
        return .bound(isLowest ? all[place - 1] : all[all.count - place], isLowest: isLowest)
    }

    /// The number of a stop, whose value is a number or a formula.
    private static func number(
        _ stop: ScaleStop, _ numbers: AreaNumbers, _ evaluator: FormulaEvaluator
    ) throws(FormulaFault) -> Double? {
        if stop.kind == .least || stop.kind == .greatest { return numbers.number(stop, nil) }
        if let figure = StoredFigure(stop.value) { return numbers.number(stop, figure.double) }
        let formula = try FormulaParser.formula(stop.value, evaluator.syntax)
        guard !formula.movesRows, !formula.movesColumns, case .number(let number) = evaluator.value(formula.root) else {
            return nil
        }
        return numbers.number(stop, number)
    }

    /// What it comes to for a cell with some value: of numbers alone it says something. OpenDocument's programs rank
    /// blank cells and errors too, as something that depends on the program.
    func result(_ value: FormulaValue, _ syntax: FormulaSyntax) -> RuleResult {
        guard case .number(let number) = value else {
            if case .unknown(let doubt) = value { return .unknown(.value(doubt)) }
            guard syntax == .openFormula else { return .fails }
            switch (value, kind) {
            case (.blank, .bound), (.blank, .average), (.error, .bound), (.error, .average):
                return .unknown(.value(.differs))
            default: return .fails
            }
        }
        switch kind {
        case .nothing: return .fails
        case .unknown(let doubt): return .unknown(doubt)
        case .bound(let bound, let isLowest):
            return Self.result(number.comparedLoosely(to: bound), isLowest ? .lessOrEqual : .greaterOrEqual)
        case .average(let average, let isAbove, let takesEqual):
            // A sum of many numbers is not exact to the last digit.
            let distance = (number - average).magnitude
            guard distance > max(number.magnitude, average.magnitude) * 1e-11 else {
                guard distance == 0 else { return .unknown(.value(.differs)) }
                return takesEqual ? .holds : .fails
            }
            return (number > average) == isAbove ? .holds : .fails
        case .scale(let stops): return Self.colour(number, stops)
        case .icons(let stops): return Self.icon(number, stops)
        }
    }

    private static func result(_ order: FormulaOrder, _ sign: FormulaOperator) -> RuleResult {
        switch order.satisfies(sign) {
        case .boolean(let isTrue): isTrue ? .holds : .fails
        case .unknown(let doubt): .unknown(.value(doubt))
        default: .fails
        }
    }

    /// The colour of a number at a stop, or beyond the first or last one. Between two of them it is a mixture, which
    /// means no status for certain.
    private static func colour(_ number: Double, _ stops: [(number: Double, colour: FillColour)]) -> RuleResult {
        for (index, stop) in stops.enumerated() {
            switch number.comparedLoosely(to: stop.number) {
            case .equal: return .colour(stop.colour)
            case .less where index == 0: return .colour(stop.colour)
            case .greater where index == stops.count - 1: return .colour(stop.colour)
            case .unknown(let doubt): return .unknown(.value(doubt))
            default: continue
            }
        }
        return .unknown(.words("the colour of a number between its stops is a mixture"))
    }

    private static func icon(
        _ number: Double, _ stops: [(number: Double, takesEqual: Bool, icon: CellColour?)]
    ) -> RuleResult {
        func result(_ icon: CellColour?) -> RuleResult {
            icon.map { .icon($0) } ?? .unknown(.words("its icons are no traffic lights"))
        }
        var icon = stops[0].icon
        for stop in stops.dropFirst() {
            switch number.comparedLoosely(to: stop.number).satisfies(stop.takesEqual ? .greaterOrEqual : .greater) {
            case .boolean(true): icon = stop.icon
            case .boolean(false): return result(icon)
            case .unknown(let doubt): return .unknown(.value(doubt))
            default: return .fails
            }
        }
        return result(icon)
    }
}

extension [MergedArea] {
    fileprivate static let mostCompared = 500

    /// Whether two of the areas may share a cell; of very many that is not looked into.
    fileprivate var overlap: Bool {
        guard count <= Self.mostCompared else { return true }
        for (index, area) in enumerated() {
            for other in self[(index + 1)...]
            where area.rows.overlaps(other.rows) && area.columns.overlaps(other.columns) {
                return true
            }
        }
        return false
    }
}
