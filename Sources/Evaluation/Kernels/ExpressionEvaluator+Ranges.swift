// Intervals of printed figures, computed for an expression only where `agrees with` needs them.

import Catalog
import Checking
import Columns
import Planning
import Quantities

extension ExpressionEvaluator {
    /// Computes the intervals that a node's values stand for. A cell's follows from how it is printed; arithmetic
    /// carries intervals along; all other computed values are exact. With `areCounts` figures that are printed as
    /// counts are exact; operands of a share or quotient are read so, and so are the operands of a node that is itself
    /// among counts.
    func computeRange(_ node: NodeID, _ planned: ExpressionNode, areCounts: Bool, into out: RangeVector) {
        let inputs = planned.inputs
        func range(_ node: NodeID) -> RangeVector { areCounts ? rangeOfCounts(node) : self.range(node) }
        switch planned.kind {
        case .arithmetic(let operation, _, _):
            guard let left = inputs[0], let right = inputs[1], case .figure = value(node),
                graph.nodes[left].type == .figure, graph.nodes[right].type == .figure
            else { break }
            if case .divide = operation {
                combineRanges(rangeOfCounts(left), rangeOfCounts(right), operation, into: out)
            } else {
                combineRanges(range(left), range(right), operation, into: out)
            }
            return
        case .negative:
            guard let input = inputs[0] else { break }
            negateRanges(range(input), into: out)
            return
        case .conditional:
            guard let then = inputs[1], let otherwise = inputs[2] else { break }
            let condition = truths(inputs[0])
            let (first, second) = (range(then), range(otherwise))
            clear(out)
            copy(first, where: Mask(condition, are: true, count: count), to: out)
            copy(second, where: Mask(condition, are: false, count: count), to: out)
            return
        case .call(.firstKnown, _):
            clear(out)
            var open = Mask(count: count, all: true)
            for case let input? in inputs {
                let values = figures(input)
                var known = Mask(count: count)
                open.eachRow { if values.state[$0].saysValue { known[$0] = true } }
                copy(range(input), where: known, to: out)
                open.subtract(known)
                if let unsettled = unsettled(input, by: .aggregates) { open.subtract(unsettled) }
            }
            return
        case .call(.percent, _):
            guard let part = inputs[0], let whole = inputs[1] else { break }
            percentRanges(part: rangeOfCounts(part), whole: rangeOfCounts(whole), into: out)
            return
        case .call(.change, _):
            guard let to = inputs[0], let from = inputs[1] else { break }
            changeRanges(range(to), from: range(from), into: out)
            return
        case .call(.abs, _):
            guard let input = inputs[0] else { break }
            absoluteRanges(range(input), into: out)
            return
        case .call(.round, _):
            guard let input = inputs[0] else { break }
            roundRanges(range(input), places: figures(inputs[1]), into: out)
            return
        case .call(.min, _), .call(.max, _):
            guard let first = inputs.first.flatMap({ $0 }) else { break }
            var result = range(first)
            var operation = Arithmetic.minimum
            if case .call(.max, _) = planned.kind { operation = .maximum }
            for case let input? in inputs.dropFirst() {
                let next = RangeVector(capacity: max(1, count))
                combineRanges(result, range(input), operation, into: next)
                result = next
            }
            clear(out)
            copy(result, where: Mask(count: count, all: true), to: out)
            return
        case .call(.amount, _):
            guard let input = inputs[0] else { break }
            let source = range(input)
            clear(out)
            copy(source, where: Mask(count: count, all: true), to: out)
            for row in 0..<count {
                out.low.unit[row] = .none
                out.high.unit[row] = .none
            }
            return
        case .aggregate(let use) where use.aggregate.function.isTotal:
            lookUpRanges(use, areCounts: areCounts, into: out)
            return
        default: break
        }
        printedRanges(figures(node), areCounts: areCounts, into: out)
    }

    private func clear(_ out: RangeVector) {
        out.low.dropDenominators()
        out.high.dropDenominators()
        out.low.count = count
        out.high.count = count
        for row in 0..<count {
            out.low.state[row] = .unknown
            out.high.state[row] = .unknown
        }
    }

    private func copy(_ source: RangeVector, where rows: Mask, to out: RangeVector) {
        rows.eachRow { row in
            out.low[figure: row] = source.low[figure: row]
            out.high[figure: row] = source.high[figure: row]
        }
    }
}
