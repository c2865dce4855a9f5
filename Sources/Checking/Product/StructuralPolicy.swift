// Which structural findings are made, and which make a cell faulty, after the `set`s of the rule files.

package import Catalog
package import Findings

/// The severities of structural findings: their own, and those that a `set` or a request gave them.
package struct StructuralPolicy: Sendable {
    private enum Setting: Sendable {
        case severity(Severity)
        case off
    }

    private var settings: [BuiltInFinding: Setting] = [:]

    package init() {}

    /// The severity of a finding; `nil` where it is turned off.
    package func severity(of finding: BuiltInFinding) -> Severity? {
        switch settings[finding] {
        case .severity(let severity): severity
        case .off: nil
        case nil: finding.severity
        }
    }

    /// Whether a finding was turned off: it is neither looked for nor reported.
    package func isOff(_ finding: BuiltInFinding) -> Bool { severity(of: finding) == nil }

    /// Whether a cell with this finding is faulty and has no value. With a warning or note, or turned off, the cell
    /// keeps the value that was read: otherwise rows would leave groups and totals without anything that says so.
    package func isFault(_ finding: BuiltInFinding) -> Bool {
        switch severity(of: finding) {
        case .error, .query: true
        case .warning, .note, nil: false
        }
    }

    /// Gives a finding another severity; `nil` turns it off.
    package mutating func set(_ finding: BuiltInFinding, to severity: Severity?) {
        settings[finding] = severity.map { .severity($0) } ?? .off
    }

    /// The findings that were given a severity or turned off, by name.
    package var changed: [(finding: BuiltInFinding, severity: Severity?)] {
        settings.keys.sorted { $0.rawValue < $1.rawValue }.map { ($0, severity(of: $0)) }
    }
}
