// The plain evaluator's aggregates: every row of the table is asked about for every row outside.

import Checking
import Evaluation
import Planning
import Quantities

extension AggregateKind {
    /// Whether a missing value makes it unknown.
    var plainlyNeedsAll: Bool {
        if case .quantile = self { return true }
        return self == .sum || self == .mean
    }

    /// Whether a row counts also where its value is missing.
    var plainlyKeepsMissing: Bool { plainlyNeedsAll || self == .first || self == .last || self == .list }
}

/// The quantile of figures in one unit: those around it in their order, in proportion.
private func plainQuantile(_ figures: [Figure], _ share: QuantileShare, _ unit: Unit) -> Figure {
    var sorted: [Figure] = []
    for figure in figures.map({ $0.unit == unit ? $0 : $0.converted(to: unit) ?? $0 }) {
        let place = sorted.firstIndex { compare(figure, $0, .less) == true } ?? sorted.count
        sorted.insert(figure, at: place)
    }
    guard !sorted.isEmpty else { return .unknown }
    let place = (sorted.count - 1) * Int(share.numerator)
    let (whole, rest) = (place / Int(share.denominator), place % Int(share.denominator))
    var low = sorted[whole]
    low.unit = unit
    guard rest > 0 else { return low }
    var high = sorted[whole + 1]
    high.unit = unit
    let part = combine(
        combine(combine(high, low, .subtract), Figure(whole: rest), .multiply(.right)),
        Figure(whole: Int(share.denominator)), .divide(.right))
    return combine(low, part, .add)
}

/// A row of an aggregate's table with the values that its condition compares.
struct PlainCandidate {
    var row: Int
    /// For each part its truth or its inner value; `nil` for conditions on the outside alone.
    var parts: [PlainValue?]
    var value: PlainValue?
    var over: PlainValue?
}

extension PlainEvaluator {
    /// The parts of an aggregate's condition: between the two rows figures compare otherwise than beside each other.
    func takenApart(_ aggregate: CheckedAggregate) -> CountedAggregate {
        if let known = takenApart[ObjectIdentifier(aggregate)] { return known }
        let made = CountedAggregate(aggregate)
        takenApart[ObjectIdentifier(aggregate)] = made
        return made
    }

    /// The table's rows without those in which a cell that the aggregate uses is at fault.
    private func candidates(_ aggregate: CheckedAggregate) -> [PlainCandidate] {
        if let known = candidates[ObjectIdentifier(aggregate)] { return known }
        let inner = takenApart(aggregate).parts.map { part -> TypedExpression? in
            switch part.test {
            case .inner(let test): test
            case .equal(let inner, _), .order(let inner, _, _): inner
            case .outer: nil
            }
        }
        let keepsMissing = aggregate.function.plainlyKeepsMissing
        // What is missing from a total is not left out of it.
        let used = (keepsMissing ? inner + [aggregate.over] : inner + [takenApart(aggregate).value]).compactMap { $0 }
            .flatMap { cells(of: $0) }
        let made = own(aggregate.table).compactMap { row -> PlainCandidate? in
            if tables[aggregate.table].rows[row].isHeader { return nil }
            let place = PlainPlace(table: aggregate.table, row: row, series: nil)
            guard !isFaulty(used + selectingCells(of: aggregate), place), !isMisjudged(aggregate, row) else {
                return nil
            }
            if case .table = aggregate.source {
                noteJoins((inner + [takenApart(aggregate).value, aggregate.over]).compactMap { $0 }, place)
            }
            return PlainCandidate(
                row: row, parts: inner.map { $0.map { value($0, place) } },
                value: takenApart(aggregate).value.map { value($0, place) },
                over: aggregate.over.map { value($0, place) })
        }
        candidates[ObjectIdentifier(aggregate)] = made
        return made
    }

    /// Each candidate with what the condition says of it.
    private func judged(_ aggregate: CheckedAggregate, _ place: PlainPlace) -> [(PlainCandidate, Bool?)] {
        let outer = takenApart(aggregate).parts.map { part -> PlainValue? in
            switch part.test {
            case .inner: nil
            case .outer(let test): value(test, place)
            case .equal(_, let outer), .order(_, _, let outer): value(outer, place)
            }
        }
        let unless = takenApart(aggregate).parts.map { part in part.unless.map { value($0, place).truth } }
        var rows: Set<Int>?
        if aggregate.source == .series { rows = Set(place.series?.rows ?? []) }
        return candidates(aggregate).compactMap { candidate in
            if let rows, !rows.contains(candidate.row) { return nil }
            if aggregate.excludesOwnRow, candidate.row == place.row { return nil }
            var truths: [Bool?] = []
            for (index, part) in takenApart(aggregate).parts.enumerated() {
                var truth = holds(part.test, candidate.parts[index], outer[index])
                // Kleene's or with the condition on the outside.
                if let other = unless[index] {
                    truth = truth == true || other == true ? true : other == nil ? nil : truth
                }
                truths.append(truth)
            }
            return (candidate, truths.contains(false) ? false : truths.contains(nil) ? nil : true)
        }
    }

    func holds(_ test: CountedAggregate.Part.Test, _ inner: PlainValue?, _ outer: PlainValue?) -> Bool? {
        switch test {
        case .inner: return inner?.truth
        case .outer: return outer?.truth
        case .equal(let innerExpression, let outerExpression):
            guard let inner, let outer, inner.isKnown, outer.isKnown else { return nil }
            if case .figure(let a) = inner, case .figure(let b) = outer { return compareRows(a, b, .equal) }
            if case .status = innerExpression.type {
                // Grey withholds the rating: comparing with it leads nowhere.
                let colours = [(inner, innerExpression), (outer, outerExpression)].map { value, expression in
                    value.code.flatMap { plainLabel($0, expression.type, schemes: rules.schemes) }
                }
                return colours.contains(Colour.grey.name) ? nil : colours[0] == colours[1]
            }
            return inner.isSame(as: outer, innerExpression.type, outerExpression.type, schemes: rules.schemes)
        case .order(_, let comparison, _):
            guard let inner, let outer else { return nil }
            if let a = inner.code, let b = outer.code { return holds(a, comparison, b) }
            if case .figure(let a) = inner, case .figure(let b) = outer { return compareRows(a, b, comparison) }
            return nil
        }
    }

    /// Compares a figure of the table with one outside: in one unit alone, for nothing converts there, and neither of
    /// them a bound.
    private func compareRows(_ a: Figure, _ b: Figure, _ comparison: Comparison) -> Bool? {
        guard a.state.isKnown, b.state.isKnown else { return nil }
        if a.isValue, b.isValue, Unit.common(a.unit, b.unit) == nil { return nil }
        return compare(a, b, comparison)
    }

    /// The values of the rows for which the condition is true.
    func contributions(_ aggregate: CheckedAggregate, _ place: PlainPlace) -> [(row: Int, value: PlainValue)] {
        judged(aggregate, place).filter { $0.1 == true }.map { ($0.0.row, $0.0.value ?? .truth(true)) }
    }

    /// The value in the row with the least or greatest order, the first or last of them.
    private func picked(_ aggregate: CheckedAggregate, _ type: ValueType, _ place: PlainPlace) -> PlainValue {
        var best: PlainCandidate?
        for (candidate, truth) in judged(aggregate, place) where truth == true {
            guard let order = candidate.over, order.state == .value else { continue }
            guard let known = best?.over else {
                best = candidate
                continue
            }
            let comparison: Comparison = aggregate.function == .last ? .greaterOrEqual : .less
            let isBetter: Bool?
            if let a = order.code, let b = known.code {
                isBetter = holds(a, comparison, b)
            } else {
                isBetter = compare(order.figure, known.figure, comparison)
            }
            if isBetter == true { best = candidate }
        }
        guard let value = best?.value, value.saysValue else { return .unknown(type) }
        return value
    }

    func aggregate(_ aggregate: CheckedAggregate, _ type: ValueType, _ place: PlainPlace) -> PlainValue {
        let counted = self.counted(aggregate, type, place)
        // What is found is found, whatever else there may be.
        if aggregate.function == .any, counted.truth == true { return counted }
        if aggregate.function == .all, counted.truth == false { return counted }
        return isUndecided(aggregate, place) ? .unknown(type) : counted
    }

    private func counted(_ aggregate: CheckedAggregate, _ type: ValueType, _ place: PlainPlace) -> PlainValue {
        if aggregate.function == .all { return .truth(!judged(aggregate, place).contains { $0.1 == false }) }
        if aggregate.function.picksRow { return picked(aggregate, type, place) }
        let rows = contributions(aggregate, place)
        let known = rows.map(\.value).filter(\.isKnown)
        switch aggregate.function {
        case .any: return .truth(!rows.isEmpty)
        case .all, .count, .first, .last, .list: return .figure(Figure(whole: rows.count))
        case .countDistinct:
            var distinct: [PlainValue] = []
            let type = takenApart(aggregate).value?.type ?? .unknown
            for value in known
            where !distinct.contains(where: { $0.isSame(as: value, type, type, schemes: rules.schemes) }) {
                distinct.append(value)
            }
            return .figure(Figure(whole: distinct.count))
        case .sum, .mean, .quantile:
            guard let part = takenApart(aggregate).value else { return .unknown(type) }
            for (row, value) in rows where !value.isKnown && isMissing(part, row: row, of: aggregate.table) {
                return .figure(.unknown)
            }
            var sum = FigureSum(bareJoins: isMoney(part))
            for value in known { sum.add(value.figure) }
            if case .quantile(let share) = aggregate.function {
                return .figure(
                    sum.result.isValue ? plainQuantile(known.map(\.figure), share, sum.result.unit) : .unknown)
            }
            return .figure(aggregate.function == .sum ? sum.result : sum.mean)
        case .min, .max:
            if let part = takenApart(aggregate).value {
                for (row, value) in rows where !value.state.saysValue && isBounded(part, row: row, of: aggregate.table)
                {
                    return .unknown(type)
                }
            }
            if case .figure = type {
                var extreme = FigureExtreme(
                    wantsLargest: aggregate.function == .max,
                    bareJoins: takenApart(aggregate).value.map { isMoney($0) } ?? false)
                for value in rows.map(\.value) where value.state.saysValue { extreme.add(value.figure) }
                return .figure(extreme.result)
            }
            var best: (code: Int64, grain: DateGrain)?
            for case .code(_, let code, let grain) in known {
                let isBetter = best.map {
                    code == $0.code
                        ? grain.rawValue < $0.grain.rawValue : (code < $0.code) == (aggregate.function == .min)
                }
                if isBetter ?? true { best = (code, grain) }
            }
            return best.map { .code(.value, $0.code, $0.grain) } ?? .code(nil)
        }
    }

    /// Whether an unknown part of a total is missing from it, rather than nothing.
    private func isMissing(_ part: TypedExpression, row: Int, of table: Int) -> Bool {
        var states: [CellState] = []
        for cell in cells(of: part) {
            guard let found = locate(cell.row, PlainPlace(table: table, row: row, series: nil)).row else {
                states.append(.unknown)
                continue
            }
            let read = tables[cell.table].rows[found].cells[cell.column]
            states.append(read.isFaulty ? .unknown : read.value.state)
        }
        if states.contains(where: { !$0.isKnown && !$0.isNothing }) { return true }
        return !states.contains(where: \.isNothing)
    }

    /// Whether a part is computed from a figure of which only a bound is known.
    private func isBounded(_ part: TypedExpression, row: Int, of table: Int) -> Bool {
        cells(of: part).contains { cell in
            let place = PlainPlace(table: table, row: row, series: nil)
            guard let found = locate(cell.row, place).row else { return false }
            let read = tables[cell.table].rows[found].cells[cell.column]
            return !read.isFaulty && read.value.state == .bounded
        }
    }

    /// Whether all of its cells that may print a unit print a currency.
    private func isMoney(_ part: TypedExpression) -> Bool {
        let kinds = cells(of: part).compactMap { cell -> FigureKind? in
            if case .figure(let kind) = rules.tables[cell.table].columns[cell.column].type { kind } else { nil }
        }
        return kinds.contains(.money) && !kinds.contains(.measure) && !kinds.contains(.percent)
    }
}
