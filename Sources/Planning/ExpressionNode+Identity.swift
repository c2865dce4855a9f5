// When two nodes of a graph are merged: where they do the same with the same nodes.

import Checking

extension ExpressionNode: Hashable {
    package static func == (left: ExpressionNode, right: ExpressionNode) -> Bool {
        left.inputs == right.inputs && left.type == right.type && left.kind.doesTheSame(as: right.kind)
    }

    package func hash(into hasher: inout Hasher) {
        switch kind {
        case .literal(let literal): hasher.combine(literal)
        case .column(let cell): hasher.combine(cell)
        case .aggregate(let use): hasher.combine(use.number)
        case .state(let test, _):
            hasher.combine(test)
            hasher.combine(inputs)
        case .matches(_, let pattern, let extent):
            hasher.combine(pattern)
            hasher.combine(extent)
            hasher.combine(inputs)
        case .isIn(_, let literals):
            hasher.combine(ObjectIdentifier(literals))
            hasher.combine(inputs)
        case .joinedTexts(_, let around):
            hasher.combine(around)
            hasher.combine(inputs)
        case .call(let function, _):
            hasher.combine(function)
            hasher.combine(inputs)
        case .arithmetic, .negative, .dateShift, .compareFigures, .compareCodes, .sameColour, .compareTexts,
            .compareTruths, .compareTargets, .agrees, .and, .or, .not, .conditional, .asText,
            .ignoringCase, .asTarget, .direction, .due:
            hasher.combine(inputs)
        }
    }
}

extension PlannedOperation {
    /// Whether it is the same operation as another one, whatever their operands. Written out, as comparing generic
    /// values of another module is slow, and exhaustive, so that a new operation is not forgotten.
    fileprivate func doesTheSame(as other: PlannedOperation) -> Bool {
        switch self {
        case .literal(let own): if case .literal(let its) = other { own == its } else { false }
        case .column(let own): if case .column(let its) = other { own == its } else { false }
        case .arithmetic(let own, _, _): if case .arithmetic(let its, _, _) = other { own == its } else { false }
        case .negative: if case .negative = other { true } else { false }
        case .dateShift(_, _, let own): if case .dateShift(_, _, let its) = other { own == its } else { false }
        case .compareFigures(let own, _, _):
            if case .compareFigures(let its, _, _) = other { own == its } else { false }
        case .compareCodes(let own, _, _): if case .compareCodes(let its, _, _) = other { own == its } else { false }
        case .sameColour(_, _, let own): if case .sameColour(_, _, let its) = other { own == its } else { false }
        case .compareTexts(let own, _, _): if case .compareTexts(let its, _, _) = other { own == its } else { false }
        case .compareTruths(_, _, let own): if case .compareTruths(_, _, let its) = other { own == its } else { false }
        case .compareTargets(_, _, let own):
            if case .compareTargets(_, _, let its) = other { own == its } else { false }
        case .agrees: if case .agrees = other { true } else { false }
        case .and: if case .and = other { true } else { false }
        case .or: if case .or = other { true } else { false }
        case .not: if case .not = other { true } else { false }
        case .conditional: if case .conditional = other { true } else { false }
        case .state(let own, _): if case .state(let its, _) = other { own == its } else { false }
        case .matches(_, let own, let ownExtent):
            if case .matches(_, let its, let itsExtent) = other { own == its && ownExtent == itsExtent } else { false }
        case .isIn(_, let own): if case .isIn(_, let its) = other { own === its } else { false }
        case .asText: if case .asText = other { true } else { false }
        case .ignoringCase: if case .ignoringCase = other { true } else { false }
        case .joinedTexts(_, let own):
            if case .joinedTexts(_, let its) = other {
                own.count == its.count && zip(own, its).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
            } else {
                false
            }
        case .asTarget: if case .asTarget = other { true } else { false }
        case .direction: if case .direction = other { true } else { false }
        case .due(let own, _): if case .due(let its, _) = other { own == its } else { false }
        case .call(let own, _): if case .call(let its, _) = other { own == its } else { false }
        case .aggregate(let own): if case .aggregate(let its) = other { own.number == its.number } else { false }
        }
    }
}
