// The parts of one rule as people read them: a tree of source texts, each with the node that gives its value.

package import Checking
package import Diagnostics
package import Findings

/// A part of a rule's conditions as `trace` shows it: a text, a value, and the parts below it. Conversions and
/// literals, which the text shows already, have no node of their own.
package struct TraceNode {
    /// The part as written, on one line.
    package var text: String
    package var span: SourceSpan
    /// Its type and, for an aggregate, its condition tell how the value is shown.
    package var expression: TypedExpression
    /// The node of its value in `TracePlan.graph`.
    package var node: NodeID
    /// From left to right; empty for a leaf, and at the greatest depth.
    package var children: [TraceNode]

    package init(text: String, span: SourceSpan, expression: TypedExpression, node: NodeID, children: [TraceNode]) {
        self.text = text
        self.span = span
        self.expression = expression
        self.node = node
        self.children = children
    }
}

/// The nodes of all parts of one rule's conditions.
package struct TracePlan {
    let rule: Int
    package private(set) var graph: ExpressionGraph
    /// The conditions in the order in which they are evaluated.
    package private(set) var clauses: [(kind: TracedClause.Kind, root: TraceNode)] = []
    /// The cells that decide, with the nodes of their values.
    package private(set) var cells: [(cell: CellReference, expression: TypedExpression, node: NodeID)] = []
    /// For groups and series the values that rows of one group have in common, with their names.
    package private(set) var by: [(name: String, expression: TypedExpression, node: NodeID)] = []
    /// For pairs the cells that name the row beside the group.
    package private(set) var beside: [(name: String, expression: TypedExpression, node: NodeID)] = []

    /// How deep a tree is drawn; a part at that depth is shown by its value alone.
    private static let depth = 12

    init(_ index: Int, context: PlanningContext) {
        let rule = context.rules.rules[index]
        self.rule = index
        graph = ExpressionGraph(table: rule.scope.table)
        context.rule = index
        defer { context.rule = nil }
        if let condition = rule.scope.condition { add(.where, condition, context) }
        switch rule.scope {
        case .rows(_, _, let series):
            for value in series?.by ?? [] { by.append((value.span.text, value, graph.add(value, context: context))) }
        case .groups(_, let columns, _):
            for column in columns { by.append((column.name, column.value, graph.add(column.value, context: context))) }
        case .once: break
        }
        for cell in rule.pairs?.cells ?? [] {
            let column = context.rules.tables[cell.table].columns[cell.column]
            let value = TypedExpression(.column(cell), column.type.valueType, column.span)
            let name = context.rules.joins[rule.pairs?.join ?? 0].name + "." + column.name
            beside.append((name, value, graph.add(value, context: context)))
        }
        for when in rule.whens { add(.when, when, context) }
        for require in rule.requires { add(.require, require.condition, context) }
        var seen: Set<CellReference> = []
        for expression in rule.whens + rule.requires.map(\.condition) {
            expression.forEachInOrder { part in
                guard case .column(let cell) = part.kind, seen.insert(cell).inserted else { return }
                cells.append((cell, part, graph.add(part, context: context)))
            }
        }
    }

    private mutating func add(_ kind: TracedClause.Kind, _ expression: TypedExpression, _ context: PlanningContext) {
        clauses.append((kind, node(expression, schemes: context.rules.schemes, context, depth: 0)))
    }

    private mutating func node(
        _ expression: TypedExpression, schemes: [CheckedScheme], _ context: PlanningContext, depth: Int
    ) -> TraceNode {
        let shown = expression.shownPart
        var made = TraceNode(
            text: oneLine(expression.span.text).collapsed, span: expression.span, expression: shown,
            node: graph.add(shown, context: context), children: [])
        guard depth < Self.depth else { return made }
        if case .due(let scheme, let conditions) = shown.kind {
            for (index, condition) in conditions.enumerated() {
                guard let condition else { continue }
                if case .literal = condition.kind { continue }
                var child = node(condition, schemes: schemes, context, depth: depth + 1)
                let colour =
                    schemes[scheme].statuses.indices.contains(index) ? schemes[scheme].statuses[index].colour.name : ""
                child.text = "\(colour) when \(child.text)"
                made.children.append(child)
            }
            return made
        }
        for part in shown.writtenParts {
            made.children.append(node(part, schemes: schemes, context, depth: depth + 1))
        }
        return made
    }
}

extension TypedExpression {
    /// The expression without implicit conversions.
    fileprivate var shownPart: TypedExpression {
        switch kind {
        case .asText(let inner), .ignoringCase(let inner), .asTarget(let inner), .direction(let inner): inner.shownPart
        default: self
        }
    }

    /// The parts whose values are worth showing: literals are left out, and wrappers are replaced by their parts.
    fileprivate var writtenParts: [TypedExpression] {
        if case .aggregate = kind {
            // Its condition is about counted rows; of the outer row the columns that it names are shown.
            var columns: [TypedExpression] = []
            for part in parts {
                part.forEachInOrder { if case .column = $0.kind { columns.append($0) } }
            }
            return columns
        }
        return parts.flatMap { part -> [TypedExpression] in
            let part = part.shownPart
            if case .literal(let literal) = part.kind {
                if case .none = literal { return [] }
                return part.span.text.isName ? [part] : []
            }
            if part.span.range == span.range || part.isAboutLiteral { return part.writtenParts }
            return [part]
        }
    }

    /// Whether its place is that of one of its literals: a member of a list of values.
    private var isAboutLiteral: Bool {
        parts.contains { part in
            guard case .literal = part.shownPart.kind else { return false }
            return part.span.range == span.range
        }
    }

    /// Calls the body with this expression and all within it, from left to right, each once.
    fileprivate func forEachInOrder(_ body: (TypedExpression) -> Void) {
        var open = [self]
        var seen: Set<ObjectIdentifier> = []
        while let next = open.popLast() {
            guard seen.insert(ObjectIdentifier(next)).inserted else { continue }
            body(next)
            open += next.parts.reversed()
        }
    }
}

extension String {
    /// Whether it is a name rather than a literal.
    fileprivate var isName: Bool {
        guard let first = unicodeScalars.first, first.properties.isAlphabetic || first == "_" else { return false }
        return self != "true" && self != "false" && self != "unknown"
            && unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0 == "_" || $0 == "." || ("0"..."9").contains($0)
            }
    }
}
