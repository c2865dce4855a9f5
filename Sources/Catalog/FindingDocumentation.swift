// What `explain`, the editor and the reference page tell about a structural finding.

/// The documentation of a built-in finding, in plain words. Texts are sentences with a full stop, except `title`. Code
/// is in backquotes.
package struct FindingDocumentation: Sendable {
    /// What must hold, in one line.
    package var title: String
    /// What the finding tells about a return.
    package var meaning: String
    /// Why it matters to the readers of the return.
    package var reason: String
    /// A return that gets the finding, exactly once and no other error.
    package var failing: FindingExample
    /// The same return corrected: it does not get the finding.
    package var passing: FindingExample
    /// What to do about it.
    package var mending: String
    /// Whether and how to waive it.
    package var waiving: WaiverAdvice

    package init(
        title: String, meaning: String, reason: String, failing: FindingExample, passing: FindingExample,
        mending: String, waiving: WaiverAdvice
    ) {
        self.title = title
        self.meaning = meaning
        self.reason = reason
        self.failing = failing
        self.passing = passing
        self.mending = mending
        self.waiving = waiving
    }
}

/// A rule file with the returns that it checks.
package struct FindingExample: Sendable {
    /// The text of the rule file.
    package var rules: String
    package var returns: [ExampleReturn]

    package init(rules: String, returns: [ExampleReturn]) {
        self.rules = rules
        self.returns = returns
    }

    /// An example with one return, `kpis.csv`.
    init(_ rules: String, _ csv: String) {
        self.init(rules: rules, returns: [ExampleReturn("kpis.csv", csv)])
    }
}

/// A return of an example, by the name that the rule file uses.
package struct ExampleReturn: Sendable {
    package var name: String
    /// The file's bytes; in one example they are not UTF-8.
    package var bytes: [UInt8]

    package init(_ name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    init(_ name: String, _ text: String) {
        self.init(name, bytes: Array(text.utf8))
    }

    /// The text as it is shown: bytes that are not UTF-8 become U+FFFD.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Whether a finding can be waived, and on what condition.
package enum WaiverAdvice: Sendable {
    /// For one row: a `where` about the row's key makes sense.
    case row
    /// For a table as a whole: there is no row that a condition could name.
    case table
    /// Waiving is discouraged, for this reason: a sentence.
    case never(String)
}
