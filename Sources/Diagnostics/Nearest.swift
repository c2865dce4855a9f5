// The nearest of some names: what a misspelt one was most likely meant to be.

/// The candidate nearest to `name`, or `nil` where none is near enough to be meant: at most a third of the longer
/// one's letters differ, and at most half of the shorter one's, so that one letter is never near to another (optimal string alignment distance,
/// ignoring case). Equal distances go by the candidates' order.
package func nearest<Candidates: Sequence>(to name: String, in candidates: Candidates) -> String?
where Candidates.Element == String {
    let wanted = Array(name.lowercased().unicodeScalars)
    guard wanted.count <= 200 else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates {
        let scalars = Array(candidate.lowercased().unicodeScalars)
        let allowed = min(max(1, max(wanted.count, scalars.count) / 3), min(wanted.count, scalars.count) / 2)
        guard abs(scalars.count - wanted.count) <= allowed, scalars.count <= 200 else { continue }
        let distance = editDistance(wanted, scalars)
        if distance <= allowed, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.name
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from one text to the other.
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in 1...left.count {
        var current = [row] + [Int](repeating: 0, count: right.count)
        for column in 1...right.count {
            let cost = left[row - 1] == right[column - 1] ? 0 : 1
            var value = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
            if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                value = min(value, beforeLast[column - 2] + 1)
            }
            current[column] = value
        }
        beforeLast = last
        last = current
    }
    return last[right.count]
}
