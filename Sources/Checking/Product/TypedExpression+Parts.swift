// Walking through typed expressions.

extension TypedExpression {
    /// The parts that an expression is made of, aggregates' outer sides included, their inner sides not.
    package var parts: [TypedExpression] {
        if case .aggregate(let aggregate) = kind { aggregate.outside } else { operands }
    }

    /// Calls the body with this expression and all within it, with each once.
    package func visit(_ body: (TypedExpression) -> Void) {
        var open = [self]
        var seen: Set<ObjectIdentifier> = []
        while let next = open.popLast() {
            guard seen.insert(ObjectIdentifier(next)).inserted else { continue }
            body(next)
            open += next.parts
        }
    }
}

extension CheckedRule {
    /// Every expression of the rule that decides about rows.
    package var deciding: [TypedExpression] {
        var all = whens + requires.map(\.condition)
        if case .rows(_, let condition?, _) = scope { all.append(condition) }
        return all
    }

    /// Every expression of the rule that is shown or pointed at.
    package var shown: [TypedExpression] {
        let templates = [message, help].compactMap { $0 } + requires.compactMap(\.otherwise)
        var all: [TypedExpression] = fixes.map(\.value)
        for template in templates {
            for case .value(let expression) in template.parts { all.append(expression) }
        }
        return all
    }

    /// The aggregates that its decisions rest on, each once, those within conditions of others included.
    package var aggregates: [CheckedAggregate] {
        var found: [CheckedAggregate] = []
        for expression in deciding {
            expression.visit { part in
                guard case .aggregate(let aggregate) = part.kind, !found.contains(where: { $0 === aggregate }) else {
                    return
                }
                found.append(aggregate)
            }
        }
        return found
    }

    /// Whether it reads a neighbour or its series as a table, so that rows cannot be judged one by one.
    package var readsSeries: Bool {
        var speaks = false
        for expression in deciding + shown {
            expression.visit { part in
                switch part.kind {
                case .column(let cell): if cell.row.isNeighbour { speaks = true }
                case .aggregate(let aggregate): if aggregate.source == .series { speaks = true }
                default: break
                }
            }
        }
        return speaks || places.contains { $0.row.isNeighbour }
    }

    /// Tables whose rows the rule asks for: its own, and those that it joins or counts.
    package var tablesAskedFor: Set<Int> {
        var tables = countedTables.union([scope.table])
        for expression in deciding + shown {
            expression.visit { part in
                switch part.kind {
                case .column(let cell): tables.insert(cell.table)
                case .literal(.days(let table, _)): tables.insert(table)
                case .aggregate(let aggregate): tables.insert(aggregate.table)
                default: break
                }
            }
        }
        return tables
    }

    /// The tables that its decisions are counted over.
    package var countedTables: Set<Int> {
        var tables: Set<Int> = []
        for expression in deciding {
            expression.visit { part in
                if case .aggregate(let aggregate) = part.kind, aggregate.source != .series {
                    tables.insert(aggregate.table)
                }
            }
        }
        return tables
    }
}

extension RowReference {
    /// Whether it leads through a neighbour.
    package var isNeighbour: Bool {
        switch self {
        case .row: false
        case .neighbour: true
        case .joined(let of, _), .outside(let of): of.isNeighbour
        }
    }
}

extension AggregateKind {
    /// Whether it adds up its parts, so that one that is missing makes it unknown.
    package var isTotal: Bool {
        switch self {
        case .sum, .mean: true
        case .count, .countDistinct, .min, .max, .any, .all: false
        }
    }

    /// Whether it looks for one of its parts, which one that is bounded may be.
    package var isExtreme: Bool {
        switch self {
        case .min, .max: true
        case .count, .countDistinct, .sum, .mean, .any, .all: false
        }
    }
}
