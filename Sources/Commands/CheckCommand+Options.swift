// The options of `check`, each declared once.

import Findings
import Reports
import Workspace

extension CheckCommand {
    private static let written = "What is written"
    static let decides = "What decides"
    static let checked = "What is checked"
    private static let looks = "How it looks"
    static let runs = "How it runs"

    static var options: [Option<Self>] {
        writingOptions + decidingOptions + checkingOptions + baselineOptions(in: checked) + lookOptions + runOptions
            + [profileOption]
    }

    private static var profileOption: Option<Self> {
        .flag("--profile", in: runs, help: "end with what each rule took, on standard error") {
            $0.request.profiles = true
        }
    }

    private static var writingOptions: [Option<Self>] {
        [
            .value(
                "--output", taking: .choice("FORMAT[=PATH]", ReportFormat.all.map(\.name)), in: written,
                help: ReportFormat.all.map(\.name).joined(separator: ", ") + "; may be given several times",
                isRepeatable: true
            ) { (check, word) throws(UsageError) in check.outputs.append(try Output(word)) },
            .flag("--statistics", in: written, help: "end with the counts of every rule") {
                $0.style.statistics = true
            },
            .flag("--verbose", in: written, help: "the table at every row, and where each rule stands") {
                $0.style.isVerbose = true
            },
            .flag("-q", "--quiet", in: written, help: "findings only: no totals, no notices") { $0.style.quiet = true },
            .flag("--redact", in: written, help: "in html: hide what cells say") { $0.style.facts.redacts = true },
            .flag("--no-ci-detect", in: written, help: "no annotations by itself under GitHub Actions") {
                $0.detectsCI = false
            },
        ]
    }

    static var decidingOptions: [Option<Self>] {
        [
            .value(
                "--fail-on", taking: .choice("SEVERITY", severities.map(\.name) + ["never"]), in: decides,
                help: "exit with 1 from here on: error, query (the default), warning, note; or never"
            ) { (check, word) throws(UsageError) in
                check.request.failOn = try choice(
                    word, of: "--fail-on", from: severities.map { ($0.name, $0.value) } + [("never", nil)])
            },
            .value(
                "--level", taking: .choice("SEVERITY", severities.map(\.name)), in: decides,
                help: "show only findings from this severity on, in text, short, gitlab, checkstyle and rdjson; "
                    + "all is counted"
            ) { (check, word) throws(UsageError) in
                check.style.minimum = try choice(word, of: "--level", from: severities)
            },
            .flag("--allow-empty", in: decides, help: "exit with 0 where nothing was checked") {
                $0.request.allowsEmpty = true
            },
        ]
    }

    static var checkingOptions: [Option<Self>] {
        [
            .value(
                "--only", taking: .rule("RULE"), in: checked, help: "run only this rule, or those that begin so",
                isRepeatable: true
            ) { (check, word) throws(UsageError) in check.request.only.append(try ruleName(word, of: "--only")) },
            .value(
                "--skip", taking: .rule("RULE"), in: checked, help: "leave out this rule, or those that begin so",
                isRepeatable: true
            ) { (check, word) throws(UsageError) in check.request.skip.append(try ruleName(word, of: "--skip")) },
            .value(
                "--set", taking: .text("NAME=VALUE"), in: checked, help: "replace a constant of the rule files",
                isRepeatable: true
            ) { (check, word) throws(UsageError) in
                check.request.constants.append(try pair(word, of: "--set", example: "reporting_date=2023-09-30"))
            },
            .value(
                "--table", taking: .path("NAME=PATH"), in: checked, help: "read this table from this return",
                isRepeatable: true
            ) { (check, word) throws(UsageError) in
                let (table, path) = try pair(word, of: "--table", example: "kpis=returns/kpis.csv")
                check.request.bindings.append((table, path))
            },
            .value(
                "--stdin-name", taking: .text("NAME"), in: checked, help: "what standard input is called"
            ) { (check, word) throws(UsageError) in
                if word.isEmpty { throw UsageError("`--stdin-name` needs a name") }
                check.request.standardInputName = word
            },
            .value(
                "--today", taking: .text("DATE"), in: checked, help: "the day by which waivers expire"
            ) { (check, word) throws(UsageError) in
                guard let day = calendarDay(word)
                else { throw UsageError("`--today` needs a date such as 2023-09-30, not `\(word)`") }
                check.request.today = day
            },
        ]
    }

    static func baselineOptions(in group: String) -> [Option<Self>] {
        [
            .value("--baseline", taking: .path("FILE"), in: group, help: "report only what this baseline does not know")
            {
                (check, word) throws(UsageError) in
                if word.isEmpty { throw UsageError("`--baseline` needs a file") }
                check.request.baseline = word
            },
            .flag(
                "--strict-baseline", in: group, help: "fail where the baseline holds what is no longer found"
            ) { $0.request.strictBaseline = true },
        ]
    }

    private static var lookOptions: [Option<Self>] {
        [
            .value(
                "--max-shown", taking: .text("N"), in: looks, help: "show people so many findings of each rule (20)"
            ) { (check, word) throws(UsageError) in
                check.style.maxShown = try wholeNumber(word, of: "--max-shown", least: 0)
            },
            .color(in: looks) { $0.color = $1 },
            .value("--width", taking: .text("N"), in: looks, help: "columns to fill") {
                (check, word) throws(UsageError) in check.width = try wholeNumber(word, of: "--width", least: 20)
            },
            .flag("--plain", in: looks, help: "sentences and no drawing, for screen readers") { $0.style.plain = true },
        ]
    }

    static var runOptions: [Option<Self>] {
        [
            .value(
                "--limit", taking: .text("N"), in: runs, help: "keep so many findings of each rule; all are counted"
            ) { (check, word) throws(UsageError) in
                check.request.limit = try wholeNumber(word, of: "--limit", least: 0)
            },
            .value("--threads", taking: .text("N"), in: runs, help: "work on so many processors") {
                (check, word) throws(UsageError) in
                check.threads = min(try wholeNumber(word, of: "--threads", least: 1), 1024)
            },
            .value(
                "--progress", taking: .choice("WHEN", ["auto", "never"]), in: runs,
                help: "auto (at a terminal, when it takes long) or never"
            ) { (check, word) throws(UsageError) in
                check.showsProgress = try choice(word, of: "--progress", from: [("auto", true), ("never", false)])
            },
        ]
    }

    /// From the most severe on.
    private static var severities: [(name: String, value: Severity)] {
        Severity.allCases.sorted(by: >).map { ($0.rawValue, $0) }
    }

    private static func ruleName(_ word: String, of option: String) throws(UsageError) -> String {
        if word.isEmpty { throw UsageError("`\(option)` needs the name of a rule") }
        return word
    }
}
