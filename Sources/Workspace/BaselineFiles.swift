// Baselines: reading them, and comparing them with the findings of a check.

import Checking
import Diagnostics
package import Findings
import Tables

/// Why a baseline cannot be used.
package struct BaselineError: Error {
    /// Lower case, no full stop.
    package var words: String
}

extension FileTree {
    /// Reads a baseline's file.
    package func baseline(_ path: String) throws(BaselineError) -> Baseline {
        let text: [UInt8]
        do throws(ReadError) { text = try bytes(of: path) } catch {
            let help = error == .notFound ? "; `kpilint baseline create` writes one" : ""
            throw BaselineError(words: "the baseline \(shown(path)) cannot be read: \(error.words)\(help)")
        }
        do throws(Baseline.Fault) { return try Baseline(reading: text) } catch {
            throw BaselineError(words: "\(shown(path)):\(error.line): \(error.message)")
        }
    }

    /// Why a new baseline must not replace a file, in words: its bytes are not a baseline. `nil` where it may.
    package func refusalToReplace(baselineAt path: String) -> String? {
        do throws(ReadError) {
            let source = try source(path, name: path, isNamed: true, progress: nil)
            if Baseline.isMarked(try source.firstBytes(4096)) { return nil }
            return "\(path) is there and is no baseline: it was left as it is"
        } catch {
            return "\(path) is there and cannot be read: \(error.words)"
        }
    }
}

/// Marks the findings in a baseline and keeps as many of the others as were requested. Returns the entries that the
/// check would have found and did not; where the baseline must be up to date each of them becomes a finding at its
/// line.
func hold(
    _ baseline: Baseline, against run: inout CheckRun, of rules: RuleSet, _ request: CheckRequest,
    in files: any FileTree, _ remarks: inout [String]
) throws(FindingSpaceFailure) -> [Baseline.Entry] {
    let missing = try run.apply(baseline)
    if let limit = request.limit { try run.keepFirst(limit) }
    let looked = LookedAt(rules, run, request)
    let gone = missing.filter { looked.includes($0) }
    guard !gone.isEmpty, let path = request.baseline.map({ files.shown($0) }) else { return [] }
    guard request.strictBaseline else {
        let entries = gone.count == 1 ? "1 finding" : "\(gone.count) findings"
        remarks.append(
            "\(path) holds \(entries) no longer found: `kpilint baseline prune` takes them out")
        return gone
    }
    let found = gone.prefix(request.limit ?? Int.max).map { entry in
        let location = FindingLocation(file: path, line: entry.line)
        return Finding(
            rule: outdatedBaselineRule, severity: .error,
            message: "the baseline holds a finding that is gone: \(entry.words)",
            help: "run `kpilint baseline prune`, so that it is new if it comes back", location: location,
            fingerprint: entry.fingerprint)
    }
    // Findings stay in the order of their files.
    run.findings = try run.findings.inserting(found) { finding in
        finding.location.map { path.utf8.lexicographicallyPrecedes($0.file.utf8) } ?? false
    }
    run.rules.append(
        RuleOutcomeCounts(
            rule: outdatedBaselineRule, severity: .error, table: nil, isStructural: true,
            title: "A baseline holds nothing that is no longer found", broken: gone.count,
            documentation: """
                What was put right is taken out of the baseline, so that it counts as new if it comes back.
                `kpilint baseline prune` takes it out.
                """))
    return gone
}

/// The entries of a replaced baseline that a check could not confirm: of other rules, or of tables that it did not
/// read.
func entriesLeftAlone(
    by run: CheckRun, of rules: RuleSet, _ request: CheckRequest, in files: any FileTree
) -> [Baseline.Entry] {
    let isPart =
        !request.only.isEmpty || !request.skip.isEmpty || !request.returns.isEmpty || !request.bindings.isEmpty
    guard isPart, let path = request.replacedBaseline, let old = try? files.baseline(path) else { return [] }
    let looked = LookedAt(rules, run, request)
    let found = Set(Baseline(of: run).entries.map(\.fingerprint))
    return old.entries.filter { !looked.includes($0) && !found.contains($0.fingerprint) }
}

/// What a check covered: entries within it that were not found are gone.
private struct LookedAt {
    private let request: CheckRequest
    /// Declared tables that were not read completely.
    private var unread: Set<String> = []
    private let isComplete: Bool

    init(_ rules: RuleSet, _ run: CheckRun, _ request: CheckRequest) {
        self.request = request
        isComplete = run.unreadable.isEmpty && !run.isPartial
        let namesReturns = !request.returns.isEmpty || !request.bindings.isEmpty
        let read = Set(run.files.map(\.table))
        for table in rules.tables {
            let isWhole = !namesReturns || FilePattern(table.source.pattern).isPlain
            if !read.contains(table.name) || !isWhole { unread.insert(table.name) }
        }
    }

    func includes(_ entry: Baseline.Entry) -> Bool {
        guard isComplete, entry.table.map({ !unread.contains($0) }) ?? true else { return false }
        let isWanted = request.only.isEmpty || request.only.contains { entry.rule.hasPrefix($0) }
        return isWanted && !request.skip.contains { entry.rule.hasPrefix($0) }
    }
}
