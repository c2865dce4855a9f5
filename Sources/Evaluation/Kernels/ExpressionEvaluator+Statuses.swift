// Statuses of a scheme over a batch's vectors: their colours, and which one is due.

import Catalog
import Checking
import Columns
import Planning
import Quantities

extension ExpressionEvaluator {
    /// The colour of each label of a node's scheme.
    func colours(_ node: NodeID?) -> [Colour] {
        guard let node, case .status(let scheme) = graph.nodes[node].type else { return [] }
        let checked = lookups.rules.schemes[scheme]
        return checked.labels.map { checked.statuses[$0.status].colour }
    }

    /// The rows whose status withholds the rating, so that a comparison with it is unknown; `nil` for nodes that are
    /// not statuses.
    func withheld(_ node: NodeID) -> Mask? {
        guard case .status = graph.nodes[node].type else { return nil }
        let isGrey = colours(node).map { !$0.isRating }
        let codes = codes(node)
        var rows = Mask(count: count)
        for row in 0..<count where codes.state[row] == .value {
            let code = Int(codes.code[row])
            if isGrey.indices.contains(code), isGrey[code] { rows[row] = true }
        }
        return rows
    }

    func sameColour(_ inputs: [NodeID?], _ negated: Bool, into result: TruthVector) {
        let (left, right) = (codes(inputs[0]), codes(inputs[1]))
        let (leftColours, rightColours) = (colours(inputs[0]), colours(inputs[1]))
        result.reset(count: count)
        guard !leftColours.isEmpty, !rightColours.isEmpty else { return }
        guard leftColours.count <= 1 << 14 / rightColours.count else {
            // With this many labels a table of all pairs would be too large.
            for row in 0..<count where left.state[row] == .value && right.state[row] == .value {
                let (one, other) = (Int(left.code[row]), Int(right.code[row]))
                guard leftColours.indices.contains(one), rightColours.indices.contains(other) else { continue }
                let (a, b) = (leftColours[one], rightColours[other])
                if a.isRating, b.isRating { result.set(row, (a == b) != negated) }
            }
            return
        }
        // The result for each pair of labels: 0 unknown, 1 true, 2 false.
        let width = rightColours.count
        let verdicts = leftColours.flatMap { a in
            rightColours.map { b -> UInt8 in !a.isRating || !b.isRating ? 0 : (a == b) != negated ? 1 : 2 }
        }
        verdicts.withUnsafeBufferPointer { verdicts in
            let leftStates = UnsafeRawPointer(left.state).assumingMemoryBound(to: UInt8.self)
            let rightStates = UnsafeRawPointer(right.state).assumingMemoryBound(to: UInt8.self)
            let (leftCodes, rightCodes) = (left.code, right.code)
            let value = CellState.value.rawValue
            var row = 0
            while row < count {
                var (trueWord, falseWord): (UInt64, UInt64) = (0, 0)
                let rows = min(64, count - row)
                for place in row..<row + rows {
                    var verdict: UInt64 = 0
                    if leftStates[place] == value, rightStates[place] == value {
                        let pair = Int(leftCodes[place]) &* width &+ Int(rightCodes[place])
                        if pair >= 0, pair < verdicts.count { verdict = UInt64(verdicts[pair]) }
                    }
                    trueWord = trueWord &>> 1 | verdict &<< 63
                    falseWord = falseWord &>> 1 | (verdict & 2) &<< 62
                }
                result.isTrue[row >> 6] = trueWord &>> UInt64(64 - rows)
                result.isFalse[row >> 6] = falseWord &>> UInt64(64 - rows)
                row += 64
            }
        }
    }

    /// The first label of the first status whose condition is true; unknown from the first condition on that is
    /// unknown.
    func due(_ scheme: Int, _ inputs: [NodeID?], into result: CodeVector) {
        let checked = lookups.rules.schemes[scheme]
        for row in 0..<count { result.state[row] = .unknown }
        result.count = count
        var open = Mask(count: count, all: true)
        for (status, input) in inputs.enumerated() {
            guard let input else { continue }
            let condition = truths(input)
            let label = Int64(checked.firstLabel(of: status))
            let hits = Mask(condition, are: true, count: count).intersection(open)
            hits.eachRow { row in
                result.state[row] = .value
                result.code[row] = label
            }
            open.formIntersection(Mask(condition, are: false, count: count))
        }
    }
}
