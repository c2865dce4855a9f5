// What a row comes to for a rule, and what aggregates come to where there is nothing to count: once, for all who
// evaluate.

package import Findings
import Quantities

/// What a rule says of a row: the questions in the order in which they are asked, of which the first that decides does.
///
/// - `for … where`: where it is false the row is none of the rule's; where it is unknown the row is undecided.
/// - a faulty cell among those that the rule uses or its series is ordered by: undecided.
/// - `when`: not applicable where one is false; else undecided where one is unknown.
/// - `require`: broken where one is false, once for each that is; else undecided where one is unknown; else passed.
///
/// A broken row is waived by the first waiver whose condition is true of it and whose last day has not gone by.
/// - Returns: `nil` for a row that is none of the rule's.
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
    /// What it comes to where no row counts: an empty sum is 0, an empty mean unknown, an empty `all` true.
    package var ofNoRows: Literal {
        switch self {
        case .count, .countDistinct, .sum: .figure(Figure(whole: 0))
        case .mean, .min, .max: .unknown
        case .any: .truth(false)
        case .all: .truth(true)
        }
    }

    /// Whether it asks which rows its condition is false of, and is false where there is one; one of which the
    /// condition is unknown speaks neither for nor against. Every other aggregate takes the rows of which its condition
    /// is true.
    package var asksForRefutations: Bool {
        switch self {
        case .all: true
        case .count, .countDistinct, .sum, .min, .max, .mean, .any: false
        }
    }
}

extension Colour {
    /// Whether a status of this colour rates. Grey withholds the rating: `is grey` is true of it, but it is not
    /// `known`, and a comparison of it with any status is unknown.
    package var isRating: Bool {
        switch self {
        case .green, .amber, .red, .blue: true
        case .grey: false
        }
    }
}
