// Which findings are made, and which make a cell faulty, once the rule file has had its say about their severities.

package import Catalog
package import Findings

extension RuleSet {
    /// The severity of a structural finding; `nil` where it is turned off.
    package func severity(of finding: BuiltInFinding) -> Severity? {
        guard let own = structural[finding.rawValue] else { return finding.severity }
        return own
    }

    /// Whether a cell of which it is found has no value from then on. What is only noted, or not said at all, counts as
    /// it was read: else rows would leave groups and totals without a word.
    package func isFault(_ finding: BuiltInFinding) -> Bool {
        switch severity(of: finding) {
        case .error, .query: true
        case .warning, .note, nil: false
        }
    }
}
