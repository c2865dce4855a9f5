// Rule tests: the request and the report.

package import Diagnostics
package import Findings

/// A request to run tests.
package struct RuleTestRequest: Sendable {
    /// Rule files; empty means those of the current folder, else of `rules/`.
    package var ruleFiles: [String] = []
    /// Only tests of these rules, or of rules whose names begin so; empty means all.
    package var only: [String] = []
    /// Whether every rule must have a row that breaks it and one that passes.
    package var requiresBoth = false
    /// Whether the rules are changed, one small thing at a time, to see whether the tests notice.
    package var mutates = false

    package init() {}
}

/// The results of the tests.
package struct RuleTestReport: Sendable {
    /// Faults of the rule files and of the tests' form. If any is an error no test was run.
    package var diagnostics: [Diagnostic] = []
    /// A requested name that no rule has; `nil` where there is none.
    package var misnamed: CannotCheck?
    /// In the order of files and places.
    package var tests: [RuleTestResult] = []
    /// Rules of the files without a test.
    package var untested: [NamedRule] = []
    /// With `requiresBoth`: rules whose tests show one side only.
    package var oneSided: [(rule: NamedRule, lacksBreaking: Bool)] = []
    /// With `mutates`: how many changes were tried, and those that no test noticed.
    package var changesTried = 0
    package var unnoticed: [UnnoticedChange] = []
    /// Changes that no test noticed, for a reason that the rule file gives (`// mutant: …`).
    package var excused = 0

    package init() {}

    package var failureCount: Int { tests.reduce(0) { $0 + $1.failures.count } }
    package var rowCount: Int { tests.reduce(0) { $0 + $1.rows } }
}

/// A rule with its place.
package struct NamedRule: Sendable {
    package var name: String
    package var location: RuleLocation
}

/// The result of one `test` block.
package struct RuleTestResult: Sendable {
    package var rule: String
    package var title: String?
    package var location: RuleLocation
    /// Rows of the table that the rule is about.
    package var rows: Int
    /// How many of them, or of their groups, broke the rule and passed it.
    package var broken: Int
    package var passed: Int
    package var failures: [RuleTestFailure]
}

/// A row whose outcome is not the one in the test.
package struct RuleTestFailure: Sendable {
    /// The row, or the whole test for a rule without `for`.
    package var location: RuleLocation
    /// Its columns with its cells, as the test gives them.
    package var cells: [NamedText]
    /// The expected and the actual outcome, each a sentence without its full stop: "the row breaks the rule".
    package var expected: String
    package var came: String
    /// The messages of the rule's findings in the row.
    package var messages: [String]
    /// Why: the parts of the rule that decided, with their values.
    package var reasons: [RuleTestReason]
}

/// A part of a rule with its value for a row.
package struct RuleTestReason: Sendable {
    /// Its depth below the deciding part, which has 0.
    package var depth: Int
    /// As it is written in the rule file.
    package var text: String
    package var value: String
    /// Why there is no value, or what it is; `nil` where there is nothing to add.
    package var note: String?
}

/// A change of a rule that its tests did not notice.
package struct UnnoticedChange: Sendable {
    package var rule: String
    package var location: RuleLocation
    /// Such as "`<` instead of `<=`".
    package var change: String
    /// The changed line of the rule file.
    package var line: String
}
