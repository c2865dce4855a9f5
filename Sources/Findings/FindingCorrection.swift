// The single change of a return that would put a finding right.

/// One change that would put a finding right and break no rule that passes: a suggestion, which nothing makes by
/// itself.
package struct FindingCorrection: Sendable, Equatable {
    /// What kind of mistake the return would have made. Raw values are those of the JSON.
    package enum Kind: String, Sendable, CaseIterable {
        /// A finding says what the cell should say.
        case accused
        /// A row is not counted, for a cell that is blank, cannot be read or says something else.
        case notCounted = "not-counted"
        /// A row is counted in one total and belongs to another.
        case misplaced
        /// Two digits are exchanged.
        case digitsExchanged = "digits-exchanged"
        /// The decimal point is a place off, or several.
        case placeShifted = "place-shifted"
        /// The figure has the wrong sign.
        case sign
        /// The row is there twice.
        case repeated
        /// What is stated is wrong: other totals confirm the parts.
        case stated
    }

    package var kind: Kind
    /// The change in one line, as the help says it.
    package var message: String
    /// The column's name in the rule file; `nil` where the row should not be there.
    package var column: String?
    /// What the row is called: `ref PI047`.
    package var rowName: String
    /// What the cell says, as printed.
    package var before: String
    /// What it should say instead: one text, or several of which each would do; none where the row should not be there.
    package var after: [String]
    package var location: FindingLocation

    package init(
        kind: Kind, message: String, column: String?, rowName: String, before: String, after: [String],
        location: FindingLocation
    ) {
        self.kind = kind
        self.message = message
        self.column = column
        self.rowName = rowName
        self.before = before
        self.after = after
        self.location = location
    }
}
