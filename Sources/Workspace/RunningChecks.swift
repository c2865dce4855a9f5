// A check from request to outcome.

import Catalog
import Checking
import Diagnostics
import Evaluation
import Findings
import Glibc
import Quantities

/// The version of this build.
package let kpilintVersion = "0.1.0"

/// Runs a check. Never throws: rule files with errors, returns that cannot be read and checks of nothing are outcomes with exit codes of their own.
package func runCheck(_ request: CheckRequest) -> CheckOutcome {
    var run = CheckRun(toolVersion: kpilintVersion)
    let ruleFiles = request.ruleFiles.isEmpty ? defaultRuleFiles() : request.ruleFiles
    guard !ruleFiles.isEmpty else {
        run.exitCode = 2
        return CheckOutcome(
            run: run, remarks: ["there is no rule file: name one, or put one into this folder or into rules/"])
    }
    var (rules, diagnostics) = loadRules(ruleFiles, constants: request.constants)
    run.diagnostics = diagnostics
    guard !diagnostics.contains(where: { $0.severity == .error }) else {
        run.exitCode = 2
        return CheckOutcome(run: run, remarks: [])
    }
    if let unknown = rules.select(only: request.only, skip: request.skip) {
        run.exitCode = 2
        return CheckOutcome(run: run, remarks: [unknown])
    }
    let binding = Binding(rules, request)
    run.unreadable = binding.unreadable
    var options = EvaluationOptions()
    options.limit = request.limit ?? Int.max
    options.threads = max(1, request.threads)
    options.today = request.today ?? today()
    options.wantsExcerpts = request.wantsExcerpts
    let result = evaluate(rules, inputs: binding.inputs, options: options)
    run.files = result.files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    run.rules = result.rules
    run.findings = result.findings
    run.unreadable += result.errors.map { UnreadableFile(path: $0.path, reason: $0.error.words) }
    run.exitCode = exitCode(of: run, request)
    return CheckOutcome(run: run, remarks: binding.remarks)
}

/// The first that holds of: a return could not be read, nothing was checked, there are findings that fail the check.
private func exitCode(of run: CheckRun, _ request: CheckRequest) -> Int32 {
    if !run.unreadable.isEmpty { return 3 }
    if run.rowCount == 0, !request.allowsEmpty { return 4 }
    guard let failOn = request.failOn else { return 0 }
    return Severity.allCases.contains { $0 >= failOn && run.count(of: $0) > 0 } ? 1 : 0
}

/// Today's date where the program runs, as days since 1970-01-01.
package func today() -> Int {
    var now = time(nil)
    var local = tm()
    guard localtime_r(&now, &local) != nil else { return Int(now) / 86_400 }
    return CalendarDate(year: Int(local.tm_year) + 1900, month: Int(local.tm_mon) + 1, day: Int(local.tm_mday))?.days
        ?? Int(now) / 86_400
}

extension CheckedRules {
    /// Keeps the rules that `--only` and `--skip` leave; names may be the beginnings of names. Gives what is wrong where one fits nothing.
    mutating func select(only: [String], skip: [String]) -> String? {
        guard !only.isEmpty || !skip.isEmpty else { return nil }
        let names = Set(rules.map(\.name)).union(idle.map(\.name)).union(BuiltInFinding.allCases.map(\.rawValue))
        for wanted in only + skip where !names.contains(where: { $0.hasPrefix(wanted) }) {
            let near = nearest(to: wanted, in: names.sorted()).map { "; did you mean \($0)?" } ?? ""
            return "there is no rule \(wanted)\(near)"
        }
        func isWanted(_ name: String) -> Bool {
            (only.isEmpty || only.contains { name.hasPrefix($0) }) && !skip.contains { name.hasPrefix($0) }
        }
        rules = rules.filter { isWanted($0.name) }
        for finding in BuiltInFinding.allCases where !isWanted(finding.rawValue) {
            structural[finding.rawValue] = .some(nil)
        }
        return nil
    }
}
