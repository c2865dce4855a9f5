// What a rule's findings say and point at, as nodes of a graph over the reported rows.

import Catalog
package import Checking
import Diagnostics
package import Patterns
package import Quantities

/// The nodes of one rule's messages, places and fixes.
package struct FindingTemplate {
    /// A part of a text: plain, the row's key, or a value to show with the expression that it comes from.
    package enum Part {
        case text(String)
        case row
        case value(NodeID)
    }

    package let rule: Int
    package private(set) var graph: ExpressionGraph
    /// `nil` where the rule has none.
    package private(set) var message: [Part]?
    package private(set) var help: [Part]?
    /// For each require its own message, `nil` where it has none; and the comparisons within it, to tell the values of
    /// its sides.
    package private(set) var otherwise: [[Part]?] = []
    package private(set) var comparisons: [[Comparison]] = []
    /// For each require its condition, and the condition's text.
    package private(set) var conditions: [(node: NodeID, text: String)] = []
    /// Each fix with the node of the cell's new value.
    package private(set) var fixes: [(fix: CheckedFix, value: NodeID)] = []
    /// For groups and series the values that their rows have in common.
    package private(set) var by: [(expression: TypedExpression, node: NodeID)] = []
    /// The source of each cell that is pointed at.
    package private(set) var places: [CellReference: Int] = [:]

    /// A comparison within a require: its truth, and its two sides with their words in the rule file.
    package struct Comparison {
        /// The node of the comparison itself.
        package var truth: NodeID
        /// Whether it is under a `not`, so that it breaks the condition where it is true.
        package var isNegated: Bool
        /// As it is written.
        package var text: String
        /// The sides that are not literals, with their texts in the rule file.
        package var sides: [(text: String, node: NodeID)]
        /// The figure of the side that is a literal; `nil` where none is.
        package var literal: Figure?
        /// The conditions of the `if`s around it, each with the value for which this branch is taken.
        package var branches: [(condition: NodeID, isTaken: Bool)] = []
        /// What it demands of a text; `nil` for other comparisons.
        package var wanted: WantedText?
        /// The part of the condition that is shown for it, where it is one of several in that part, none of which needs
        /// to hold by itself.
        package var whole: NodeID?
    }

    /// What is demanded of a text.
    package enum WantedText {
        case equal(NodeID, NodeID)
        /// The text `of` must contain the first, or begin or end with it.
        case part(NodeID, of: NodeID, TextComparison)
        /// The pattern must match it, or a part of it.
        case fits(NodeID, Pattern, Extent)
        case oneOf(NodeID, LiteralSet)
    }

    init(_ index: Int, context: PlanningContext) {
        let checked = context.rules.rules[index]
        rule = index
        graph = ExpressionGraph(table: checked.scope.table)
        context.rule = index
        defer { context.rule = nil }
        message = checked.message.map { parts($0, context) }
        help = checked.help.map { parts($0, context) }
        var common: [TypedExpression] = []
        switch checked.scope {
        case .groups(_, let columns, _): common = columns.map(\.value)
        case .rows(_, _, let series?): common = series.by
        case .rows, .once: break
        }
        by = common.map { ($0, graph.add($0, context: context)) }
        for require in checked.requires {
            conditions.append(
                (graph.add(require.condition, context: context), oneLine(require.condition.span.text).collapsed))
            otherwise.append(require.otherwise.map { parts($0, context) })
            seen = []
            comparisons.append(compared(require.condition, context))
        }
        for fix in checked.fixes { fixes.append((fix, graph.add(fix.value, context: context))) }
        let besides = checked.pairs?.cells ?? []
        for place in checked.places + checked.requires.flatMap(\.places) + checked.fixes.map(\.cell) + besides {
            places[place] = graph.source(place.row, context: context)
        }
    }

    private mutating func parts(_ template: TypedTemplate, _ context: PlanningContext) -> [Part] {
        template.parts.map { part in
            switch part {
            case .text(let text): .text(text)
            case .row: .row
            case .value(let expression): .value(graph.add(expression, context: context))
            }
        }
    }

    /// Parts of a require that were visited: the value of a `let` may be used in many places.
    private var seen: Set<Seen> = []

    private struct Seen: Hashable {
        var expression: ObjectIdentifier
        var isNegated: Bool
    }

    /// The comparisons in a condition, from left to right, through `and`, `or`, `not` and `if`.
    private mutating func compared(
        _ expression: TypedExpression, _ context: PlanningContext, isNegated: Bool = false,
        within whole: (text: String, node: NodeID)? = nil
    ) -> [Comparison] {
        guard seen.insert(Seen(expression: ObjectIdentifier(expression), isNegated: isNegated)).inserted else {
            return []
        }
        let text = whole?.text ?? expression.span.text
        func inner(_ part: TypedExpression, isNegated: Bool) -> [Comparison] {
            let whole = whole ?? (text, graph.add(expression, context: context))
            return compared(part, context, isNegated: isNegated, within: whole).map { comparison in
                var comparison = comparison
                comparison.whole = whole.node
                return comparison
            }
        }
        switch expression.kind {
        case .and(let parts):
            // Each part must hold on its own, unless the whole is negated or one of several alternatives.
            return parts.flatMap { part in
                isNegated || whole != nil ? inner(part, isNegated: isNegated) : compared(part, context)
            }
        case .or(let parts): return parts.flatMap { inner($0, isNegated: isNegated) }
        case .not(let part): return inner(part, isNegated: !isNegated)
        case .conditional(let condition, let then, let otherwise):
            let node = graph.add(condition, context: context)
            return [(then, true), (otherwise, false)].flatMap { branch, isTaken in
                inner(branch, isNegated: isNegated).map { comparison in
                    var comparison = comparison
                    comparison.branches.append((node, isTaken))
                    return comparison
                }
            }
        case .compareFigures, .compareCodes, .sameColour, .compareTexts, .compareTruths, .compareTargets, .agrees:
            let sides = expression.parts.compactMap { side -> (String, NodeID)? in
                var side = side
                if case .ignoringCase(let inner) = side.kind { side = inner }
                // `like(a, b)` compares folded texts and shows those that it was given.
                if case .call(.folded, let inner) = side.kind, let inner = inner[0], inner.span.range == side.span.range
                {
                    side = inner
                }
                if case .asText(let inner) = side.kind { side = inner }
                if case .asTarget(let inner) = side.kind { side = inner }
                if case .literal = side.kind { return nil }
                return (side.span.text, graph.add(side, context: context))
            }
            var comparison = Comparison(
                truth: graph.add(expression, context: context), isNegated: isNegated, text: text, sides: sides)
            for case .literal(.figure(let figure)) in expression.parts.map(\.kind) { comparison.literal = figure }
            if case .compareTexts(let asked, let left, let right) = expression.kind {
                let nodes = [left, right].map { graph.add($0, context: context) }
                switch asked {
                case .equal: comparison.wanted = .equal(nodes[0], nodes[1])
                case .notEqual: break
                case .contains, .startsWith, .endsWith: comparison.wanted = .part(nodes[1], of: nodes[0], asked)
                }
            }
            return [comparison]
        case .matches(let part, let pattern, let extent):
            let node = graph.add(part, context: context)
            var comparison = Comparison(
                truth: graph.add(expression, context: context), isNegated: isNegated, text: text,
                sides: [(part.span.text, node)])
            comparison.wanted = .fits(node, pattern, extent)
            return [comparison]
        case .isIn(let part, let set):
            let node = graph.add(part, context: context)
            var comparison = Comparison(
                truth: graph.add(expression, context: context), isNegated: isNegated, text: text,
                sides: [(part.span.text, node)])
            comparison.wanted = .oneOf(node, set)
            return [comparison]
        case .state(_, let part):
            return [
                Comparison(
                    truth: graph.add(expression, context: context), isNegated: isNegated, text: text,
                    sides: [(part.span.text, graph.add(part, context: context))])
            ]
        case .call(_, let arguments):
            let sides = arguments.compactMap { $0 }.compactMap { argument -> (String, NodeID)? in
                switch argument.kind {
                case .column: (argument.span.text, graph.add(argument, context: context))
                case .asTarget(let inner): (inner.span.text, graph.add(inner, context: context))
                default: nil
                }
            }
            return [
                Comparison(
                    truth: graph.add(expression, context: context), isNegated: isNegated, text: text,
                    sides: sides)
            ]
        case .column:
            return [
                Comparison(
                    truth: graph.add(expression, context: context), isNegated: isNegated, text: text,
                    sides: [(expression.span.text, graph.add(expression, context: context))])
            ]
        case .aggregate:
            return [
                Comparison(
                    truth: graph.add(expression, context: context), isNegated: isNegated, text: text, sides: [])
            ]
        default: return []
        }
    }
}
