// How the condition of an aggregate is used while rows are counted and looked up.

import Checking
package import Quantities

/// Which parts of an aggregate's condition filter, which make the key, which order, and which the outer row may switch
/// off. Parts are identified by their indices.
package struct AggregateKeys: Sendable {
    package let aggregate: CountedAggregate
    /// Parts that depend on the counted row alone.
    package let filters: [Int]
    /// Parts that must equal a value of the outer row.
    package let equalities: [Int]
    /// The parts that order: smaller or greater than a value of the outer row; at most two.
    package let orders: [Int]
    /// Parts that depend on the outer row alone.
    package let outer: [Int]
    /// For each distinct `unless` of parts about the counted row the first of its parts; each bit of a variant switches
    /// the parts of one off.
    package let switchable: [Int]
    /// By part the bit that switches it off.
    private let bits: [Int?]
    /// How the units of both sides are handled, for each part that compares them.
    private let matchings: [UnitMatching]
    private let rules: RuleSet
    /// The parts that make the key, those first that have several keys for units: equalities, and the order where units
    /// matter to it.
    package let keyed: [Int]

    init(_ aggregate: CountedAggregate, rules: RuleSet) {
        self.aggregate = aggregate
        self.rules = rules
        var filters: [Int] = []
        var equalities: [Int] = []
        var orders: [Int] = []
        var outer: [Int] = []
        var switchable: [Int] = []
        var bits: [Int?] = []
        var matchings: [UnitMatching] = []
        for (index, part) in aggregate.parts.enumerated() {
            var matching = UnitMatching.same
            switch part.test {
            case .inner: filters.append(index)
            case .equal(let inner, let outer):
                equalities.append(index)
                matching = UnitMatching(inner, outer, rules)
            case .order(let inner, _, let outer):
                orders.append(index)
                matching = UnitMatching(inner, outer, rules)
            case .outer: outer.append(index)
            }
            matchings.append(matching)
            var bit: Int?
            if let unless = part.unless, !outer.contains(index) {
                bit = switchable.firstIndex { aggregate.parts[$0].unless === unless }
                if bit == nil {
                    bit = switchable.count
                    switchable.append(index)
                }
            }
            bits.append(bit)
        }
        self.bits = bits
        self.filters = filters
        self.equalities = equalities
        self.orders = orders
        self.outer = outer
        self.switchable = switchable
        self.matchings = matchings
        let withUnits = (equalities + orders).filter { matchings[$0] == .byUnit }
        keyed = withUnits + equalities.filter { matchings[$0] != .byUnit }
    }

    /// The parts that make the key of rows that may count: equalities, in the order of `keyed`.
    package var doubtedBy: [Int] { keyed.filter { !orders.contains($0) } }

    /// In how many variants rows are counted: one for each set of switchable conditions.
    package var variantCount: Int { 1 << switchable.count }

    /// Whether figures without a unit are added to figures with one: in amounts of money, some of which print no
    /// currency.
    package var bareJoins: Bool { aggregate.value.map { $0.isMoney(rules) } ?? false }

    /// Whether a part is in force in a variant, in which some parts are switched off.
    package func isOn(_ part: Int, in variant: Int) -> Bool {
        bits[part].map { variant >> $0 & 1 == 0 } ?? true
    }

    /// How a part compares by order; `nil` for one that does not.
    package func comparison(_ part: Int) -> Comparison? {
        if case .order(_, let comparison, _) = aggregate.parts[part].test { comparison } else { nil }
    }

    /// How the units of a part's two sides are matched.
    package func matching(_ part: Int) -> UnitMatching { matchings[part] }

    /// Whether each row has exactly one key, made of its values as they are.
    package var hasPlainKeys: Bool { keyed.allSatisfy { matchings[$0] == .same } }
}

/// How units matter when the two sides of a comparison are matched: a figure without a unit matches any unit, two
/// different units never match.
package enum UnitMatching: Sendable {
    /// The sides are not figures, or all their figures have one unit.
    case same
    /// One side never has a unit: units do not matter.
    case valueOnly
    /// It depends on each figure.
    case byUnit

    init(_ inner: TypedExpression, _ outer: TypedExpression, _ rules: RuleSet) {
        guard inner.type == .figure else {
            self = .same
            return
        }
        let (left, right) = (inner.unit(rules), outer.unit(rules))
        if let left, left == right {
            self = .same
        } else {
            self = left == Unit.none || right == Unit.none ? .valueOnly : .byUnit
        }
    }
}

extension TypedExpression {
    /// Whether it is computed from cells that print a currency or no unit.
    fileprivate func isMoney(_ rules: RuleSet) -> Bool {
        var isMoney = false
        var isOther = false
        visit { part in
            guard case .column(let cell) = part.kind,
                case .figure(let kind) = rules.tables[cell.table].columns[cell.column].type
            else { return }
            switch kind {
            case .money: isMoney = true
            case .measure, .percent: isOther = true
            case .whole, .number: break
            }
        }
        return isMoney && !isOther
    }

    /// The unit that all its figures have; `nil` where that is not known.
    fileprivate func unit(_ rules: RuleSet) -> Unit? {
        var known: [ObjectIdentifier: Unit?] = [:]
        return unit(rules, &known)
    }

    private func unit(_ rules: RuleSet, _ known: inout [ObjectIdentifier: Unit?]) -> Unit? {
        if let done = known[ObjectIdentifier(self)] { return done }
        let unit = ownUnit(rules, &known)
        known[ObjectIdentifier(self)] = .some(unit)
        return unit
    }

    private func ownUnit(_ rules: RuleSet, _ known: inout [ObjectIdentifier: Unit?]) -> Unit? {
        switch kind {
        case .literal(.figure(let figure)): return figure.unit
        case .column(let cell): return rules.tables[cell.table].columns[cell.column].type.traits.unit
        case .negative(let part): return part.unit(rules, &known)
        case .arithmetic(let operation, let left, let right):
            guard let left = left.unit(rules, &known), let right = right.unit(rules, &known) else { return nil }
            return switch operation {
            case .add, .subtract, .minimum, .maximum: Unit.common(left, right)
            case .multiply(let constant): Unit.product(left, right, constant: constant)?.unit
            case .divide(let constant): Unit.quotient(left, right, constant: constant)?.unit
            }
        default: return nil
        }
    }
}

/// The nodes of an aggregate's counted rows in the graph of its table.
package struct AggregateInputs: Sendable {
    /// Its number in the whole check.
    package let number: Int
    package let shape: AggregateKeys
    /// For each part the node of its test, or of its value for the counted row; `nil` for a part about the outer row
    /// alone.
    package let parts: [NodeID?]
    /// The node of what is aggregated; `nil` where rows are counted.
    package let value: NodeID?
    /// The node of what orders rows of which one is picked; `nil` where none is.
    package let over: NodeID?
    /// The cells that it uses: a row in which one is faulty is left out. For a total, or one that picks a row, only
    /// those of its condition and of what orders rows, because a missing value makes it unknown instead.
    package let cells: [SourceCell]
    /// The cells that its value is computed from, and their nodes.
    package let valueCells: [SourceCell]
    package let valueNodes: [NodeID]
}
