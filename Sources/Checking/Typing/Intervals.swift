// Typing `overlaps`: the comparisons that say whether two intervals share a day, so that rows can be found by them.

import Diagnostics
import Quantities

extension Checker {
    /// `overlaps(a, b, c, d)`: `a <= b and c <= d and a <= d and c <= b`. An interval that ends before it starts holds
    /// nothing; where an end is unknown, the others may still rule it out.
    func overlaps(_ given: [Operand], _ span: SourceSpan, in scope: Scope) -> Operand? {
        let known = given.first { !$0.isUnknownLiteral } ?? given[0]
        if let other = given.first(where: { unified(known, $0) == nil }) {
            error(
                "wrong-type", "`overlaps` takes values of one kind: \(known.words), \(other.words)", at: other.span)
            return nil
        }
        let place = ComparisonSite(span: span, sign: nil, isLenient: scope.isLenient)
        let tests = [(0, 1), (2, 3), (0, 3), (2, 1)].map { compare(given[$0], .lessOrEqual, given[$1], place) }
        let made = tests.compactMap { $0?.expression }
        return made.count == tests.count ? .all(made, span) : nil
    }
}
