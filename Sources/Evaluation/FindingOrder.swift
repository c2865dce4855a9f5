// The order in which findings are reported.

import Findings

/// Sorts findings by file, place, rule and message; those without a place come first.
struct FindingOrder {
    /// What nearly always decides, and where the finding was.
    private struct Key {
        /// The file's rank among all; −1 without a place.
        var file: Int
        var line: Int
        var column: Int
        var index: Int
    }

    /// Findings that are alike stay in their order.
    static func sort(_ findings: inout [Finding]) {
        let files = Set(findings.lazy.compactMap(\.place?.file)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let ranks = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($1, $0) })
        var keys = findings.indices.map { index in
            let place = findings[index].place
            return Key(
                file: place.flatMap { ranks[$0.file] } ?? -1, line: place?.line ?? 0, column: place?.column ?? 0,
                index: index)
        }
        keys.sort { left, right in
            if left.file != right.file { return left.file < right.file }
            if left.line != right.line { return left.line < right.line }
            if left.column != right.column { return left.column < right.column }
            let (a, b) = (left.index, right.index)
            if findings[a].rule != findings[b].rule { return findings[a].rule < findings[b].rule }
            if findings[a].message != findings[b].message { return findings[a].message < findings[b].message }
            return a < b
        }
        permute(&findings, keys)
    }

    /// Puts the finding that each key names in the key's place, following each circle of moves once.
    private static func permute(_ findings: inout [Finding], _ keys: [Key]) {
        var isPlaced = [Bool](repeating: false, count: keys.count)
        for start in keys.indices where !isPlaced[start] {
            var place = start
            isPlaced[place] = true
            while keys[place].index != start {
                let next = keys[place].index
                findings.swapAt(place, next)
                isPlaced[next] = true
                place = next
            }
        }
    }
}
