// Places for findings without one, for formats that demand a place.

import Findings

/// The places of a run's findings.
struct Anchors {
    /// The first file of each table: a table may have as many files as there are findings.
    private var files: [String: String] = [:]
    private let fallback: String

    init(_ run: CheckRun) {
        for file in run.files where files[file.table] == nil { files[file.table] = file.path }
        fallback = run.files.first?.path ?? "kpilint"
    }

    /// The finding's own place, else the start of the first file of its table, else its rule.
    func of(_ finding: Finding) -> (file: String, line: Int, column: Int) {
        if let location = finding.location { return (location.file, location.line, location.column) }
        if let table = finding.table, let file = files[table] { return (file, 1, 1) }
        if let rule = finding.ruleLocation { return (rule.file, rule.line, rule.column) }
        return (fallback, 1, 1)
    }
}
