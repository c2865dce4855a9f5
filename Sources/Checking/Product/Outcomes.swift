// The outcome of a row for a rule, and the value of aggregates where no row counts: defined once, for every evaluator.

package import Findings
import Quantities

/// The outcome of one row for one rule. The questions are asked in this order, and the first one that decides ends it:
///
/// - `for … where`: where it is false the row is not one of the rule's rows; where it is unknown the row is undecided.
/// - a faulty cell among those that the rule uses or that order its series: undecided.
/// - `when`: not applicable where one is false; else undecided where one is unknown.
/// - `require`: broken where one is false, once for each that is; else undecided where one is unknown; else passed.
///
/// A broken row is waived by the first waiver whose condition is true of it and whose last day has not passed.
/// - Returns: `nil` for a row that is not one of the rule's rows.
package func rowOutcome(
    isPlaced: Bool?, isFaulty: @autoclosure () -> Bool, whens: @autoclosure () -> [Bool?],
    requires: @autoclosure () -> [Bool?]
) -> RowOutcome? {
    guard let isPlaced else { return .undecided }
    guard isPlaced else { return nil }
    if isFaulty() { return .undecided }
    let whens = whens()
    if whens.contains(false) { return .notApplicable }
    if whens.contains(nil) { return .undecided }
    let requires = requires()
    if requires.contains(false) { return .broken }
    return requires.contains(nil) ? .undecided : .passed
}

extension AggregateKind {
    /// Its value where no row counts: an empty sum is 0, an empty mean unknown, an empty `all` true.
    package var ofNoRows: Literal {
        switch self {
        case .count, .countDistinct, .sum: .figure(Figure(whole: 0))
        case .mean, .quantile, .min, .max, .first, .last: .unknown
        case .list: .text("none")
        case .any: .truth(false)
        case .all: .truth(true)
        }
    }

    /// Whether it looks for rows for which its condition is false, and is false where there is one; a row for which the
    /// condition is unknown counts neither way. Every other aggregate takes the rows for which its condition is true.
    package var asksForRefutations: Bool {
        switch self {
        case .all: true
        case .count, .countDistinct, .sum, .min, .max, .mean, .quantile, .any, .first, .last, .list: false
        }
    }
}

extension Colour {
    /// Whether a status of this colour is a rating. Grey withholds one: `is grey` is true of it, but it is not `known`,
    /// and a comparison of it with any status is unknown.
    package var isRating: Bool {
        switch self {
        case .green, .amber, .red, .blue: true
        case .grey: false
        }
    }
}
