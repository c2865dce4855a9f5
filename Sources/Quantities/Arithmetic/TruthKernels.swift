// Three-valued logic on columns of truth values, 64 rows at a time.

package enum Connective: Sendable {
    case and, or
}

/// Kleene's `and` and `or`. `out` may be one of the operands.
package func combineTruth(_ a: TruthVector, _ b: TruthVector, _ connective: Connective, into out: TruthVector) {
    out.count = min(a.count, b.count, out.capacity)
    let last = out.lastWordMask
    for word in 0..<out.words {
        let (aTrue, aFalse) = (a.isTrue[word], a.isFalse[word])
        let (bTrue, bFalse) = (b.isTrue[word], b.isFalse[word])
        let mask = word == out.words - 1 ? last : .max
        out.isTrue[word] = (connective == .and ? aTrue & bTrue : aTrue | bTrue) & mask
        out.isFalse[word] = (connective == .and ? aFalse | bFalse : aFalse & bFalse) & mask
    }
}

/// Kleene's `not`. `out` may be `a`.
package func negateTruth(_ a: TruthVector, into out: TruthVector) {
    out.setWords(count: a.count) { word in (a.isFalse[word], a.isTrue[word]) }
}

/// `is true`: false where it is false or unknown. `out` may be `a`.
package func isTrue(_ a: TruthVector, into out: TruthVector) {
    out.setWords(count: a.count) { word in (a.isTrue[word], ~a.isTrue[word]) }
}

/// `is false`: false where it is true or unknown. `out` may be `a`.
package func isFalse(_ a: TruthVector, into out: TruthVector) {
    out.setWords(count: a.count) { word in (a.isFalse[word], ~a.isFalse[word]) }
}

/// `is known` of truth values. `out` may be `a`.
package func isKnown(_ a: TruthVector, into out: TruthVector) {
    out.setWords(count: a.count) { word in
        let known = a.isTrue[word] | a.isFalse[word]
        return (known, ~known)
    }
}

/// `is known` of cells or computed values, from their states: figures, bounded ones too, and words are.
package func isKnown(states: UnsafePointer<CellState>, count: Int, into out: TruthVector) {
    out.decide(count: count) { Verdict(states[$0].saysValue) }
}

/// `is blank` of cells, from their states.
package func isBlank(states: UnsafePointer<CellState>, count: Int, into out: TruthVector) {
    out.decide(count: count) { Verdict(states[$0] == .blank) }
}

extension TruthVector {
    /// Makes every row the same truth value; `nil` is unknown.
    package func fill(_ truth: Bool?, count: Int) {
        setWords(count: count) { _ in (truth == true ? .max : 0, truth == false ? .max : 0) }
    }

    /// The number of rows that are true.
    package var trueCount: Int { (0..<words).reduce(0) { $0 + isTrue[$1].nonzeroBitCount } }

    /// The number of rows that are false.
    package var falseCount: Int { (0..<words).reduce(0) { $0 + isFalse[$1].nonzeroBitCount } }

    /// The bits of the last word that belong to rows.
    fileprivate var lastWordMask: UInt64 { count & 63 == 0 ? .max : (1 << UInt64(count & 63)) - 1 }

    /// Sets whole words; bits at and beyond the count are cleared.
    @inline(__always)
    fileprivate func setWords(count: Int, _ bits: (Int) -> (isTrue: UInt64, isFalse: UInt64)) {
        self.count = max(0, min(count, capacity))
        let last = lastWordMask
        for word in 0..<words {
            let mask = word == words - 1 ? last : .max
            let made = bits(word)
            isTrue[word] = made.isTrue & mask
            isFalse[word] = made.isFalse & mask
        }
    }
}
