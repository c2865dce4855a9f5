// Aggregates as they are counted: conditions split into parts, so that one pass over a table answers for every outer
// row.

package import Checking
package import Diagnostics
package import Quantities

/// An aggregate with the parts of its condition. A row counts where all parts are true for it.
package final class CountedAggregate: Sendable {
    /// One part of the condition.
    package struct Part: Sendable {
        /// What a part demands; it is decided while rows are counted, when an outer row looks them up, or by a key of
        /// both.
        package enum Test: Sendable {
            /// A condition on the counted row, in its terms.
            case inner(TypedExpression)
            /// A condition on the outer row, in its terms.
            case outer(TypedExpression)
            /// Two values of one type: figures, texts, codes, truths, or statuses of one scheme, which are compared by
            /// colour.
            case equal(inner: TypedExpression, outer: TypedExpression)
            /// `inner op outer`; at most two in an aggregate.
            case order(inner: TypedExpression, Comparison, outer: TypedExpression)
        }

        package let test: Test
        /// A condition on the outer row that makes this part true whatever the counted row is: `… or totals.theme ==
        /// "Council"`; `nil` where there is none. Parts of one `or` share it.
        package let unless: TypedExpression?
    }

    /// The aggregate as checked, for messages and traces.
    package let written: CheckedAggregate
    /// In the order of the condition; `AggregateKeys` and the nodes of graphs refer to parts by their indices.
    package let parts: [Part]
    /// What is aggregated, in terms of the counted row; `nil` where rows are counted.
    package let value: TypedExpression?

    package var function: AggregateKind { written.function }
    package var source: CheckedAggregate.Source { written.source }
    package var table: Int { written.table }
    package var excludesOwnRow: Bool { written.excludesOwnRow }

    /// Splits the condition. An aggregate that cannot be split is unknown for every row; `refusals(of:)` reports it to
    /// its author first.
    package init(_ written: CheckedAggregate) {
        self.written = written
        let taken = ConditionSplitter(of: written)
        var parts = taken.parts
        if written.function == .count, let counted = written.value {
            let known = TypedExpression(.state(.known, of: counted), .truth, counted.span)
            parts.append(Part(test: .inner(known), unless: nil))
        }
        if !taken.refusals.isEmpty, let condition = written.condition {
            let unknown = TypedExpression(.literal(.unknown), .truth, condition.span)
            parts = [Part(test: .outer(unknown), unless: nil)]
        }
        self.parts = parts
        value = written.function == .count ? nil : written.value
    }
}

/// Why one pass over its table cannot count an aggregate, as errors for its author; empty for one that can be counted.
package func refusals(of aggregate: CheckedAggregate) -> [Diagnostic] {
    ConditionSplitter(of: aggregate).refusals.map { $0.diagnostic(aggregate.sourceName) }
}

/// A condition while it is split.
private struct ConditionSplitter {
    typealias Part = CountedAggregate.Part

    private(set) var parts: [Part] = []
    private(set) var refusals: [AggregateRefusal] = []

    init(of aggregate: CheckedAggregate) {
        guard let condition = aggregate.condition else { return }
        take(condition, unless: nil)
        if refusals.isEmpty { checkNumbers(condition.span) }
        if refusals.isEmpty { checkOrders(of: aggregate) }
    }

    private mutating func take(_ condition: TypedExpression, unless: TypedExpression?) {
        if case .and(let list) = condition.kind {
            for part in list { take(part, unless: unless) }
            return
        }
        let sides = condition.sides
        if !sides.outer {
            parts.append(Part(test: .inner(condition), unless: unless))
        } else if !sides.inner {
            parts.append(Part(test: .outer(condition.fromInside), unless: unless))
        } else if case .or(let alternatives) = condition.kind {
            takeAlternatives(alternatives, condition.span, unless: unless)
        } else if let test = between(condition) {
            parts.append(Part(test: test, unless: unless))
        } else {
            refusals.append(.mixesRows(condition.span))
        }
    }

    /// `a or b`: all alternatives but one must depend on the outer row alone.
    private mutating func takeAlternatives(
        _ alternatives: [TypedExpression], _ span: SourceSpan, unless: TypedExpression?
    ) {
        var conditions = unless.map { [$0] } ?? []
        var own: [TypedExpression] = []
        for alternative in alternatives {
            let sides = alternative.sides
            if sides.outer, !sides.inner { conditions.append(alternative.fromInside) } else { own.append(alternative) }
        }
        let outer = conditions.isEmpty ? nil : any(conditions, span)
        if own.count == 1 { return take(own[0], unless: outer) }
        if let mixed = own.first(where: \.sides.isMixed) {
            refusals.append(.mixesRows(mixed.span))
            return
        }
        parts.append(Part(test: .inner(any(own, span)), unless: outer))
    }

    private func any(_ conditions: [TypedExpression], _ span: SourceSpan) -> TypedExpression {
        let list = conditions.flatMap { condition -> [TypedExpression] in
            if case .or(let inner) = condition.kind { inner } else { [condition] }
        }
        return TypedExpression(list.count == 1 ? list[0].kind : .or(list), .truth, span)
    }

    /// A comparison of the two rows; `nil` where it is not an equality or order of one type, or one side depends on
    /// both rows.
    private func between(_ compared: TypedExpression) -> Part.Test? {
        let comparison: Comparison
        let left: TypedExpression
        let right: TypedExpression
        switch compared.kind {
        case .compareFigures(let own, let a, let b), .compareCodes(let own, let a, let b):
            (comparison, left, right) = (own, a, b)
        case .compareTexts(.equal, let a, let b), .compareTruths(let a, let b, negated: false):
            (comparison, left, right) = (.equal, a, b)
        case .sameColour(let a, let b, negated: false) where a.type == b.type:
            (comparison, left, right) = (.equal, a, b)
        default: return nil
        }
        let isReversed = left.sides.outer
        guard comparison != .notEqual, !left.sides.isMixed, !right.sides.isMixed else { return nil }
        let (inner, outer) = isReversed ? (right, left.fromInside) : (left, right.fromInside)
        if comparison == .equal { return .equal(inner: inner, outer: outer) }
        return .order(inner: inner, isReversed ? comparison.mirrored : comparison, outer: outer)
    }

    // MARK: How many there may be

    /// The limit for parts that multiply the number of variants or keys.
    private static let limit = 6

    private mutating func checkNumbers(_ span: SourceSpan) {
        let orders = parts.compactMap { part in
            if case .order(let inner, _, let outer) = part.test { (inner.span, outer.span) } else { nil }
        }
        if orders.count > 2 {
            let (inner, outer) = orders[2]
            refusals.append(.thirdOrder(SourceSpan(inner.file, spanning(inner, outer))))
            return
        }
        var alternatives: Set<ObjectIdentifier> = []
        var figures = 0
        for part in parts {
            switch part.test {
            case .outer: continue
            case .inner: break
            case .equal(let inner, _), .order(let inner, _, _): if inner.type == .figure { figures += 1 }
            }
            if let unless = part.unless { alternatives.insert(ObjectIdentifier(unless)) }
        }
        if figures > Self.limit {
            refusals.append(.tooMany("figures that are compared with the row outside", Self.limit, span))
        } else if alternatives.count > Self.limit {
            refusals.append(.tooMany("conditions in an `or` with the row outside", Self.limit, span))
        }
    }
}

extension ConditionSplitter {
    /// A quantile of the rows on one side of each row outside, and the different values of those between two sides,
    /// would have to be found anew for each.
    private mutating func checkOrders(of aggregate: CheckedAggregate) {
        let most: Int
        switch aggregate.function {
        case .quantile: most = 0
        case .countDistinct: most = 1
        case .count, .any: return
        default:
            if !aggregate.excludesOwnRow { return }
            most = 0
        }
        let orders = parts.compactMap { part in
            if case .order(let inner, _, let outer) = part.test { (inner.span, outer.span) } else { nil }
        }
        guard orders.count > most else { return }
        let (inner, outer) = orders[most]
        let span = SourceSpan(inner.file, spanning(inner, outer))
        refusals.append(
            aggregate.excludesOwnRow ? .orderedOthers(span) : most == 0 ? .orderedQuantile(span) : .pairedDistinct(span)
        )
    }
}

/// The range from the first to the last of two places.
private func spanning(_ one: SourceSpan, _ other: SourceSpan) -> Range<Int> {
    min(one.range.lowerBound, other.range.lowerBound)..<max(one.range.upperBound, other.range.upperBound)
}

/// Why an aggregate cannot be counted in one pass.
private enum AggregateRefusal {
    case mixesRows(SourceSpan)
    case thirdOrder(SourceSpan)
    case pairedDistinct(SourceSpan)
    case orderedOthers(SourceSpan)
    case orderedQuantile(SourceSpan)
    case tooMany(String, Int, SourceSpan)

    /// `name` is the word for the counted rows in the aggregate.
    func diagnostic(_ name: String) -> Diagnostic {
        switch self {
        case .mixesRows(let span):
            Diagnostic(
                "aggregate-condition", .error,
                "this condition mixes the row of \(name) with the row outside in a way that is not allowed", at: span,
                help: "join with `and`: conditions on \(name) alone, conditions on the row outside alone, equalities "
                    + "`==` between the two, and two comparisons with `<`, `<=`, `>` or `>=`; each may stand in an "
                    + "`or` with a condition on the row outside")
        case .thirdOrder(let span):
            Diagnostic(
                "aggregate-condition", .error,
                "an aggregate has at most two order comparisons with the row outside", at: span,
                help: "an interval, `this.day in start..end` or `overlaps(…)`, is two; all others are equalities, or "
                    + "about one row alone")
        case .pairedDistinct(let span):
            Diagnostic(
                "aggregate-condition", .error,
                "a `count distinct` has at most one order comparison with the row outside", at: span,
                help: "an interval, `this.day in start..end` or `overlaps(…)`, is two")
        case .orderedOthers(let span):
            Diagnostic(
                "aggregate-condition", .error,
                "what the other rows before or after the row outside come to cannot be asked", at: span,
                help: "with a comparison by order `other` stands in `count` and `any` alone")
        case .orderedQuantile(let span):
            Diagnostic(
                "aggregate-condition", .error,
                "a median or quantile cannot be asked of the rows before or after the row outside", at: span,
                help:
                    "its condition joins with `and`: conditions on \(name) alone, conditions on the row outside alone, "
                    + "and equalities `==` between the two")
        case .tooMany(let what, let limit, let span):
            Diagnostic(
                "aggregate-condition", .error, "an aggregate has at most \(limit) \(what)", at: span,
                help: "ask for less at once: in several rules, or with a `let` of the table for what is about its row "
                    + "alone")
        }
    }
}
