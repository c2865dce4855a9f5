// A whole check: what was checked, what was counted, what was found.

package import Diagnostics

/// The outcome of one run of `check`, from which every format is written.
package struct CheckRun: Sendable {
    package var toolVersion: String
    package var verdict: Verdict
    /// The returns that were read, in the order of their paths.
    package var files: [CheckedFile]
    /// Returns that could not be read, with the reason in words.
    package var unreadable: [UnreadableFile]
    /// One entry for each rule and table, and for each structural finding, table and column that occurred.
    package var rules: [RuleOutcomeCounts]
    /// Sorted by file, place, rule. With a limit, fewer than were counted.
    package var findings: FindingList
    /// Errors and notes about the rule files themselves.
    package var diagnostics: [Diagnostic]
    /// For a run that was read back: the faults of its rule files, without the files' texts.
    package var savedRuleFileFindings: [Finding] = []
    /// Tables that were read and that no rule is about, nor any table that such a rule needs.
    package var formOnly: [FormOnlyTable] = []
    /// Tables that rules are about and that were not read, because returns were named and none was for them; and
    /// optional tables without a file.
    package var unread: [UnreadTable] = []
    /// How the returns were read where there is no rule file; empty otherwise.
    package var assumed: [AssumedReading] = []
    /// What people are told about how returns were read, such as lines that were passed over: each a file and words
    /// without a full stop.
    package var readingNotices: [String] = []
    /// What it was made of; `nil` where it is not saved.
    package var origin: RunOrigin?
    /// Whether the run was cancelled, so that its results are partial.
    package var isPartial: Bool

    package init(
        toolVersion: String, verdict: Verdict = .clean, files: [CheckedFile] = [], unreadable: [UnreadableFile] = [],
        rules: [RuleOutcomeCounts] = [], findings: [Finding] = [], diagnostics: [Diagnostic] = [],
        isPartial: Bool = false
    ) {
        self.toolVersion = toolVersion
        self.verdict = verdict
        self.files = files
        self.unreadable = unreadable
        self.rules = rules
        self.findings = FindingList(findings)
        self.diagnostics = diagnostics
        self.isPartial = isPartial
    }

    /// The number of data rows of all returns, without registers. A file that is read for several tables counts once,
    /// with the rows of the table that has most.
    package var rowCount: Int { total { $0 } }

    /// The number of returns, each counted once.
    package var fileCount: Int { total { _ in 1 } }

    /// What is read for its own sake; where nothing else is, registers too.
    private var returns: [CheckedFile] {
        let own = files.filter { !$0.isRegister && !$0.isDerived }
        return own.isEmpty ? files : own
    }

    /// The files that were only looked up in, beside the returns.
    package var registers: [CheckedFile] {
        files.contains { !$0.isRegister } ? files.filter { $0.isRegister && !$0.isDerived } : []
    }

    /// The sum of a value over all returns.
    private func total(_ value: (_ rows: Int) -> Int) -> Int {
        var sum = 0
        let files = returns
        // Files are sorted by path, so the entries of one file are adjacent.
        var start = files.startIndex
        while start < files.endIndex {
            let path = files[start].path.utf8
            let end = files[start...].firstIndex { !$0.path.utf8.elementsEqual(path) } ?? files.endIndex
            // The sheets of one table are entries of its file.
            var rows: [String: Int] = [:]
            for file in files[start..<end] { rows[file.table, default: 0] += file.rows }
            sum += value(rows.values.max() ?? 0)
            start = end
        }
        return sum
    }

    /// The number of rules that ran, each counted once for each table.
    package var ruleCount: Int { rules.filter { !$0.isStructural }.count }

    /// Whether any rule reached a decision about any row; otherwise only the form of cells was checked.
    package var hasDecided: Bool { rules.contains { !$0.isStructural && $0.passed + $0.broken > 0 } }

    /// How many findings of a severity there are in all, without waived and baselined ones.
    package func count(of severity: Severity) -> Int {
        rules.reduce(0) { $0 + $1.count(of: severity) }
    }

    package var waivedCount: Int { rules.reduce(0) { $0 + $1.waived } }
    package var baselinedCount: Int { rules.reduce(0) { $0 + $1.baselined } }
    package var undecidedCount: Int { rules.reduce(0) { $0 + $1.undecided } }
}

package struct CheckedFile: Sendable {
    package var path: String
    package var table: String
    package var rows: Int
    /// Whether rows of other tables are looked up in it, and no rule is about it.
    package var isRegister: Bool
    /// Whether its rows are counted for another table, of which this one is made.
    package var isDerived = false
    /// The sheet of a workbook.
    package var sheet: String?
    /// What a page shows of it besides; `nil` in runs from which no page is made.
    package var details: FileDetails?

    package init(path: String, table: String, rows: Int, isRegister: Bool = false) {
        self.path = path
        self.table = table
        self.rows = rows
        self.isRegister = isRegister
    }
}

/// A return as a page shows it: what names its bytes, and its columns.
package struct FileDetails: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        /// The header as printed, trimmed.
        package var header: String
        /// Its number on the sheet, or in a spreadsheet that opens the text, from 1; `nil` where there is none.
        package var number: Int?

        package init(header: String, number: Int?) {
            self.header = header
            self.number = number
        }
    }

    /// The SHA-256 of the file's bytes in hexadecimal digits; `nil` where they could not be read again.
    package var digest: String?
    package var columns: [Column]
    /// The row of the header, its last one, on the sheet or in a spreadsheet that opens the text, from 1; `nil` where
    /// no spreadsheet shows it.
    package var headerRow: Int?

    package init(digest: String? = nil, columns: [Column] = [], headerRow: Int? = nil) {
        self.digest = digest
        self.columns = columns
        self.headerRow = headerRow
    }
}

/// A table of which only the form of the cells was checked.
package struct FormOnlyTable: Sendable, Equatable {
    package var table: String
    /// Columns that it lacks and that rules for any table require, those that most rules require first.
    package var wanted: [String]
    /// Whether all of these rules come with kpilint.
    package var isWantedByStandard: Bool

    package init(table: String, wanted: [String] = [], isWantedByStandard: Bool = false) {
        self.table = table
        self.wanted = wanted
        self.isWantedByStandard = isWantedByStandard
    }
}

/// A table that was not read, with the names of the rules about it, which did not run.
package struct UnreadTable: Sendable, Equatable {
    package var table: String
    package var rules: [String]
    /// Where the table is declared.
    package var ruleLocation: RuleLocation?
    /// Of an optional table the pattern that no file matches; `nil` where returns were named and none was for it.
    package var absent: String?

    package init(table: String, rules: [String], ruleLocation: RuleLocation? = nil, absent: String? = nil) {
        self.table = table
        self.rules = rules
        self.ruleLocation = ruleLocation
        self.absent = absent
    }
}

package struct UnreadableFile: Sendable {
    package var path: String
    /// In words: lower case, no full stop, such as "there is no such file".
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

/// How often a rule held and was broken, for one table; or how often a structural finding occurred.
package struct RuleOutcomeCounts: Sendable {
    package var rule: String
    package var severity: Severity
    package var table: String?
    /// The column's name in the rule file, for structural findings about cells.
    package var column: String?
    package var isStructural: Bool
    package var title: String?
    package var ruleLocation: RuleLocation?
    /// Its documentation, from its author (the lines of `///`) or the catalogue; `nil` where there is none.
    package var documentation: String?
    /// Counts of rows, or groups; each has one of four outcomes.
    package var passed: Int
    /// For a structural finding the number of findings.
    package var broken: Int
    package var undecided: Int
    /// Why, the most frequent first: together as many as are undecided.
    package var undecidedBecause: [UndecidedReason] = []
    package var notApplicable: Int
    /// All findings of it, waived and baselined ones too: a row that breaks two `require`s has two.
    package var findings: Int
    /// Findings that are waived; `baselined` are those in a baseline.
    package var waived: Int
    package var baselined: Int
    /// Findings of an error that are queries, because figures as they are stored do not break the rule: of those that
    /// are neither waived nor in a baseline.
    package var asQueries = 0

    package init(
        rule: String, severity: Severity, table: String?, column: String? = nil, isStructural: Bool = false,
        title: String? = nil, ruleLocation: RuleLocation? = nil, passed: Int = 0, broken: Int = 0, undecided: Int = 0,
        notApplicable: Int = 0, findings: Int? = nil, waived: Int = 0, baselined: Int = 0, documentation: String? = nil
    ) {
        self.rule = rule
        self.severity = severity
        self.table = table
        self.column = column
        self.isStructural = isStructural
        self.title = title
        self.ruleLocation = ruleLocation
        self.passed = passed
        self.broken = broken
        self.undecided = undecided
        self.notApplicable = notApplicable
        self.findings = findings ?? broken
        self.waived = waived
        self.baselined = baselined
        self.documentation = documentation
    }

    /// How many findings of a severity it has, without waived and baselined ones.
    package func count(of severity: Severity) -> Int {
        let all = findings - waived - baselined
        if severity == .query, self.severity != .query { return min(asQueries, all) }
        return severity == self.severity ? all - (severity == .query ? 0 : min(asQueries, all)) : 0
    }
}
