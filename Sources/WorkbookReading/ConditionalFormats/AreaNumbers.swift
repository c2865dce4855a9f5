// The numbers of a rule's areas, for ranks, averages and scales.

/// The numbers in all areas of a rule.
struct AreaNumbers {
    /// In order.
    let sorted: [Double]

    /// Why the numbers are not known.
    private(set) var doubt: FormulaDoubt?

    init(_ areas: [MergedArea], _ cells: FormulaCells) {
        var numbers: [Double] = []
        var found: FormulaDoubt?
        for area in areas {
            _ = cells.visit(nil, area) { value in
                switch value {
                case .number(let number): numbers.append(number)
                // Programs pass over errors, or over the whole rule.
                case .error: found = .differs
                case .unknown(let why): found = why
                case .blank, .text, .boolean: break
                }
                return found == nil
            }
        }
        if !cells.hasSteps { found = .limit }
        sorted = numbers.sorted()
        doubt = found
    }

    /// The number that so many in a hundred do not exceed, between two of them in proportion.
    func percentile(_ share: Double) -> Double? {
        guard let first = sorted.first, (0...100).contains(share) else { return nil }
        let place = Double(sorted.count - 1) * share / 100
        let index = Int(place)
        guard index + 1 < sorted.count else { return sorted.last ?? first }
        return sorted[index] + (sorted[index + 1] - sorted[index]) * (place - Double(index))
    }

    /// The number of a stop; `nil` where it has none.
    func number(_ stop: ScaleStop, _ value: Double?) -> Double? {
        guard let first = sorted.first, let last = sorted.last else { return nil }
        switch stop.kind {
        case .least: return first
        case .greatest: return last
        case .number: return value
        case .percent: return value.map { first + (last - first) * $0 / 100 }
        case .percentile: return value.flatMap { percentile($0) }
        case .unknown: return nil
        }
    }
}
