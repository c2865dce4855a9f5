// Whether figures rise or fall from one column to the next.

/// Whether the figures of a row never fall from the first vector to the last. Unknowns are skipped; a row with fewer
/// than two figures is unknown. A row with words or with two units that differ can still be false, but not true.
package func rises(_ vectors: [FigureVector], into out: TruthVector) {
    decideTrend(vectors, .lessOrEqual, into: out)
}

/// Whether the figures of a row never rise from the first vector to the last; else as `rises`.
package func falls(_ vectors: [FigureVector], into out: TruthVector) {
    decideTrend(vectors, .greaterOrEqual, into: out)
}

private func decideTrend(_ vectors: [FigureVector], _ comparison: Comparison, into out: TruthVector) {
    out.decide(count: vectors.map(\.count).min() ?? 0) { row in
        var last: Figure?
        var steps = 0
        var undecided = false
        for vector in vectors {
            guard vector.state[row] == .value else {
                if vector.state[row] == .words { undecided = true }
                continue
            }
            let figure = vector[figure: row]
            if let last {
                switch compare(last, figure, comparison) {
                case false?: return .no
                case true?: steps += 1
                case nil: undecided = true
                }
            }
            last = figure
        }
        return steps > 0 && !undecided ? .yes : .unknown
    }
}
