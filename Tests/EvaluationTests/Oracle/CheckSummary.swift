// What a check came to, in a form in which two checks can be held against each other.

import Checking
import Evaluation
import Findings
import Planning
import Tables
import Wording

/// One finding of the plain evaluator.
struct PlainFinding {
    var rule: String
    var table: String
    var column: String?
    var row: PlainRow?
    var isWaived: Bool

    var key: String { "\(rule) \(table).\(column ?? "*") \(row.map { "\($0.file) row \($0.number)" } ?? "header")" }
}

/// What one rule came to for one table.
struct PlainTally {
    var passed = 0
    var brokenRows = 0
    var undecided = 0
    var notApplicable = 0
    var findings: [PlainFinding] = []
}

/// The counts of each rule, table and column, and how many findings of it stand at each row.
struct CheckSummary: Equatable {
    struct Count: Equatable {
        var passed = 0
        var broken = 0
        var undecided = 0
        var notApplicable = 0
        var findings = 0
        var waived = 0
    }

    var counts: [String: Count] = [:]
    /// By rule, table, column and row.
    var findings: [String: Int] = [:]

    init() {}

    /// What the evaluator reported, without its findings about waivers.
    init(_ result: CheckResult) {
        for count in result.rules where !["unused-waiver", "expired-waiver"].contains(count.rule) {
            // Of each undecided row it is said once why.
            let explained = count.undecidedBecause.reduce(0) { $0 + $1.rows }
            counts["\(count.rule) \(count.table ?? "").\(count.column ?? "*")"] = Count(
                passed: count.passed, broken: count.broken,
                undecided: explained == count.undecided ? explained : -1,
                notApplicable: count.notApplicable, findings: count.findings, waived: count.waived)
        }
        for finding in result.findings where !["unused-waiver", "expired-waiver"].contains(finding.rule) {
            var place = "header"
            if let found = finding.location, let row = found.row { place = "\(found.file) row \(row)" }
            findings["\(finding.rule) \(finding.table ?? "").\(finding.column ?? "*") \(place)", default: 0] += 1
        }
    }

    mutating func add(_ rule: String, table: String, _ tally: PlainTally) {
        var count = counts["\(rule) \(table).*"] ?? Count()
        count.passed += tally.passed
        count.undecided += tally.undecided
        count.notApplicable += tally.notApplicable
        count.broken += tally.brokenRows
        count.findings += tally.findings.count
        count.waived += tally.findings.count { $0.isWaived }
        counts["\(rule) \(table).*"] = count
        for finding in tally.findings { findings[finding.key, default: 0] += 1 }
    }

    mutating func addStructural(_ rule: String, table: String, column: String?, at row: PlainRow, isWaived: Bool) {
        let name = "\(rule) \(table).\(column ?? "*")"
        counts[name, default: Count()].broken += 1
        counts[name, default: Count()].findings += 1
        if isWaived { counts[name, default: Count()].waived += 1 }
        findings["\(name) \(row.file) row \(row.number)", default: 0] += 1
    }

    mutating func addEmpty(_ file: String, table: String) { addHeader("empty-table", table: table) }

    mutating func addHeader(_ finding: String, table: String) {
        counts["\(finding) \(table).*", default: Count()].broken += 1
        counts["\(finding) \(table).*", default: Count()].findings += 1
        findings["\(finding) \(table).* header", default: 0] += 1
    }

    /// The first differences in words; empty where there is none.
    func differences(from wanted: CheckSummary, limit: Int = 8) -> [String] {
        var words: [String] = []
        for name in Set(counts.keys).union(wanted.counts.keys).sorted() where counts[name] != wanted.counts[name] {
            words.append("\(name): \(CheckSummary.words(counts[name])), not \(CheckSummary.words(wanted.counts[name]))")
        }
        let changed = Set(findings.keys).union(wanted.findings.keys).filter { findings[$0] != wanted.findings[$0] }
        for name in changed.sorted() {
            words.append("\(name): found \(findings[name] ?? 0) times, not \(wanted.findings[name] ?? 0)")
        }
        return Array(words.prefix(limit))
    }

    private static func words(_ count: Count?) -> String {
        guard let count else { return "nothing" }
        return
            "\(count.passed)/\(count.broken)/\(count.undecided)/\(count.notApplicable), \(count.findings) findings, "
            + "\(count.waived) waived"
    }
}

/// Checks returns with the evaluator of the program. `expectedBytes` is made up: files of more than two megabytes are
/// shared among threads.
func evaluated(
    _ rules: RuleSet, _ files: [[PlainFile]], partial: Set<String> = [], threads: Int, chunkBytes: Int, today: Int,
    recorder: CheckRecorder? = nil
) throws -> CheckResult {
    var inputs = try zip(rules.tables, files).map { table, files in
        TableInput(
            files: try files.map { file in
                FileInput(
                    path: file.path, reader: try plainReader(file, chunkBytes: chunkBytes), layout: file.layout,
                    headerFaults: [], size: file.bytes.count, expectedBytes: 4 << 20)
            }, isPartial: partial.contains(table.name))
    }
    // Tables of the same files have the same readers.
    for (table, checked) in rules.tables.enumerated() where checked.derivation != nil {
        let base = inputs[rules.base(ofTable: table)]
        inputs[table] = TableInput(
            files: files[table].map { file in
                let number = base.files.firstIndex { $0.path == file.path } ?? 0
                let input = FileInput(
                    path: file.path, reader: base.files[number].reader, layout: file.layout, headerFaults: [],
                    size: file.bytes.count, expectedBytes: 4 << 20)
                input.repeated = number
                input.search = checked.search.flatMap { file.search($0) }
                return input
            },
            isPartial: base.isPartial
                || checked.search != nil && files[table].count < files[rules.base(ofTable: table)].count)
    }
    var options = EvaluationOptions()
    options.threads = threads
    // Several threads take series in parts that are as small as the returns ask for.
    if threads > 1 { options.seriesPartRows = 3 }
    options.today = today
    options.recorder = recorder
    return word(judge(CheckPlan(rules), inputs: inputs, options: options))
}

extension Finding {
    /// Whether another finding says the same of the same in every respect.
    func isSame(as other: Finding) -> Bool {
        func texts(_ named: [NamedText]) -> [String] { named.map { "\($0.name): \($0.text)" } }
        func places(_ places: [RelatedLocation]) -> [FindingLocation] { places.map(\.location) }
        return rule == other.rule && severity == other.severity && message == other.message && help == other.help
            && table == other.table && column == other.column && texts(key) == texts(other.key)
            && location == other.location && related.map(\.message) == other.related.map(\.message)
            && places(related) == places(other.related) && texts(values) == texts(other.values)
            && fixes.map { [$0.column, $0.text, "\($0.isSafe)"] }
                == other.fixes.map { [$0.column, $0.text, "\($0.isSafe)"] }
            && fixes.map(\.location) == other.fixes.map(\.location) && fingerprint == other.fingerprint
            && waived?.because == other.waived?.because && isBaselined == other.isBaselined
            && excerpt?.columns.map(\.header) == other.excerpt?.columns.map(\.header)
            && excerpt?.rows.map(\.cells) == other.excerpt?.rows.map(\.cells)
            && excerpt?.rows.map(\.line) == other.excerpt?.rows.map(\.line) && ruleLocation == other.ruleLocation
    }
}
