// From typed expressions to nodes of a graph: the same operations, over nodes.

import Checking

extension ExpressionGraph {
    /// The node for an expression; its operands are added before it.
    mutating func step(_ expression: TypedExpression, base: RowReference, context: PlanningContext) -> ExpressionNode {
        var inputs: [NodeID?] = []
        func node(_ part: TypedExpression) -> NodeID {
            let node = add(part, base: base, context: context)
            inputs.append(node)
            return node
        }
        func nodes(_ parts: [TypedExpression?]) -> [NodeID?] {
            parts.map { part in
                guard let part else {
                    inputs.append(nil)
                    return nil
                }
                return node(part)
            }
        }
        let operation: PlannedOperation
        switch expression.kind {
        case .literal(let literal): operation = .literal(literal)
        case .column(let cell):
            let source = source(cell.row.placed(at: base), context: context)
            operation = .column(SourceCell(source: source, column: cell.column))
        case .arithmetic(let kind, let a, let b): operation = .arithmetic(kind, node(a), node(b))
        case .negative(let a): operation = .negative(node(a))
        case .dateShift(let a, let b, let subtract): operation = .dateShift(node(a), node(b), subtract: subtract)
        case .compareFigures(let comparison, let a, let b): operation = .compareFigures(comparison, node(a), node(b))
        case .compareCodes(let comparison, let a, let b): operation = .compareCodes(comparison, node(a), node(b))
        case .sameColour(let a, let b, let negated): operation = .sameColour(node(a), node(b), negated: negated)
        case .compareTexts(let comparison, let a, let b): operation = .compareTexts(comparison, node(a), node(b))
        case .compareTruths(let a, let b, let negated): operation = .compareTruths(node(a), node(b), negated: negated)
        case .compareTargets(let a, let b, let negated):
            operation = .compareTargets(node(a), node(b), negated: negated)
        case .agrees(let a, let b): operation = .agrees(node(a), node(b))
        case .and(let list): operation = .and(list.map(node))
        case .or(let list): operation = .or(list.map(node))
        case .not(let a): operation = .not(node(a))
        case .conditional(let a, let b, let c): operation = .conditional(node(a), node(b), node(c))
        case .state(let test, let a): operation = .state(test, of: node(a))
        case .matches(let a, let pattern, let extent): operation = .matches(node(a), pattern, extent)
        case .isIn(let a, let literals): operation = .isIn(node(a), literals)
        case .asText(let a): operation = .asText(node(a))
        case .ignoringCase(let a): operation = .ignoringCase(node(a))
        case .joinedTexts(let list, let around): operation = .joinedTexts(list.map(node), around: around)
        case .asTarget(let a): operation = .asTarget(node(a))
        case .direction(let a): operation = .direction(node(a))
        case .due(let scheme, let conditions): operation = .due(scheme: scheme, conditions: nodes(conditions))
        case .call(let function, let arguments): operation = .call(function, nodes(arguments))
        case .aggregate(let aggregate):
            let use = self.use(of: aggregate, base: base, context: context)
            inputs = use.outer + use.unless
            operation = .aggregate(use)
        }
        return ExpressionNode(kind: operation, type: expression.type, inputs: inputs)
    }
}
