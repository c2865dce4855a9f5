// Walking through typed expressions.

import Catalog

extension TypedExpression {
    /// The expression's direct parts; for an aggregate those that depend on the outer row, not those of the counted
    /// row.
    package var parts: [TypedExpression] {
        if case .aggregate(let aggregate) = kind { aggregate.outside } else { operands }
    }

    /// Calls the body with this expression and all within it, each once however often it is shared.
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

extension TypedExpression {
    /// Whether it is a text of cells that is read as a figure, target, date or period.
    package var readsText: Bool {
        guard case .call(let function, _) = kind else { return false }
        return [.measure, .number, .target, .date, .period].contains(function)
    }
}

extension CheckedRule {
    /// Every expression of the rule that decides about rows.
    package var deciding: [TypedExpression] {
        var all = whens + requires.map(\.condition)
        if let condition = scope.condition { all.append(condition) }
        if let runs { all += [runs.over, runs.condition] }
        return all
    }

    /// Every expression that the rule's messages, help and fixes show or write.
    package var shown: [TypedExpression] {
        let templates = [message, help].compactMap { $0 } + requires.compactMap(\.otherwise)
        var all: [TypedExpression] = fixes.map(\.value)
        for template in templates {
            for case .value(let expression) in template.parts { all.append(expression) }
        }
        return all
    }

    /// The aggregates that its decisions depend on, each once, those within conditions of others included.
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

    /// The tables whose rows the rule needs: its own, and those that it joins or counts.
    package var tablesAskedFor: Set<Int> {
        var tables = countedTables.union([scope.table])
        if let pairs { tables.insert(pairs.table) }
        for expression in deciding + shown {
            expression.visit { part in
                switch part.kind {
                case .column(let cell): tables.insert(cell.table)
                case .literal(.days(let table, _)), .literal(.columnCount(let table)): tables.insert(table)
                case .aggregate(let aggregate): tables.insert(aggregate.table)
                default: break
                }
            }
        }
        return tables
    }

    /// Whether its decisions count or add up rows.
    package var hasAggregates: Bool {
        var found = false
        for expression in deciding {
            expression.visit { part in if case .aggregate = part.kind { found = true } }
        }
        return found
    }

    /// The tables over which the aggregates of its decisions count; a series is not one.
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
    /// Whether it adds up values.
    package var isTotal: Bool { self == .sum || self == .mean }

    /// Whether every value decides it, so that a missing one makes it unknown.
    package var needsEveryValue: Bool {
        switch self {
        case .sum, .mean, .quantile: true
        case .count, .countDistinct, .min, .max, .any, .all, .first, .last, .list: false
        }
    }

    /// Whether it picks one of the values, so that a bounded value (`<5`) may be the one.
    package var isExtreme: Bool {
        switch self {
        case .min, .max: true
        case .count, .countDistinct, .sum, .mean, .quantile, .any, .all, .first, .last, .list: false
        }
    }

    /// Whether it picks one row and gives its value, known or not.
    package var picksRow: Bool { self == .first || self == .last }

    /// Whether a row counts also where its value is faulty or unknown: its value is then given as it is.
    package var takesAnyValue: Bool { picksRow || self == .list }
}
