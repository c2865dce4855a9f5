// Rows that a rule left undecided, for reports that say why.

/// The first rows of a rule that are undecided, however the table was divided.
package struct UndecidedRows: Sendable {
    private var noted: [RuleSubject] = []

    /// How many rows are kept.
    package static let most = 200

    /// In the order of the table.
    package var first: [RuleSubject] { Self.lowest(noted) }

    mutating func add(_ subject: RuleSubject) {
        noted.append(subject)
        if noted.count >= 4 * Self.most { noted = Self.lowest(noted) }
    }

    mutating func merge(_ other: Self) { noted = Self.lowest(noted + other.noted) }

    private static func lowest(_ subjects: [RuleSubject]) -> [RuleSubject] {
        Array(subjects.sorted { $0.row ?? -1 < $1.row ?? -1 }.prefix(most))
    }
}
