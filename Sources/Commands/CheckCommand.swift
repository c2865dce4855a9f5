// `kpilint check`: checks returns and writes the findings.

import Findings
import Platform
import Reports
import Synchronization
import Workspace

struct CheckCommand: Command {
    static let name = "check"
    static let summary = "check returns against rule files"
    static let synopsis = "[RULES.rules …] [RETURN …]"
    static let explanation = """
        Without rule files, those of the current folder are taken, else those of `rules/`; where there is none, returns \
        are read as their headers and cells say, the standard rules apply, and the first lines say what was taken for what. \
        A return goes to the table that it fits; `-` is standard input.
        """
    static let operands = OperandKind.paths

    var request = CheckRequest()
    var outputs: [Output] = []
    var detectsCI = true
    var showsProgress = true
    var color = ColorChoice.auto
    /// `nil` for the width of the terminal.
    var width: Int?
    /// `nil` for as many as there are processors.
    var threads: Int?
    var style = TextStyle(maxShown: 20)

    init() {}

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        try refuseStrictnessWithoutBaseline()
        var outputs = outputsOrText
        let ci = detectsCI ? ContinuousIntegration(host, besides: outputs) : nil
        try refuseIdleRedaction(outputs)
        try refuseTwoOfOnePath(outputs, summary: ci?.summary?.path, on: host)
        var request = request(for: operands, outputs + (ci?.formats ?? []).map(Output.init), on: host)
        request.outputs = host.files(of: outputs, ci)
        if let annotations = ci?.annotations, !annotations.goesToError { outputs.append(Output(annotations.format)) }

        let outcome = host.checkInterruptibly(request, showsProgress: showsProgress && !style.quiet)

        let code = report(outcome, outputs, ci, on: host)
        keptToTheEnd.withLock { $0.append(outcome.run.findings) }
        return code
    }

    /// Writes what came of a check, and returns the exit code.
    func report(_ outcome: CheckOutcome, _ outputs: [Output], _ ci: ContinuousIntegration?, on host: Host) -> Int32 {
        if complainOfStart(outcome, on: host) { return ExitCode.usage }
        if !style.quiet {
            for remark in outcome.notices { host.writeError("note: " + escapedForTerminal(remark) + "\n") }
        }
        if let failure = outcome.failure {
            host.complain(
                UsageError(
                    "the findings cannot be kept: \(failure)",
                    help: "`TMPDIR` names another folder for them, and `--limit N` keeps fewer"))
            return ExitCode.unreadable
        }
        let begun = nanoseconds()
        var failures = write(outcome.run, outputs, ci, on: host)
        failures += write(outcome.copies, on: host)
        if var profile = outcome.profile {
            let spent = nanoseconds() - begun
            profile[.writing] += spent
            profile.elapsed += spent
            tell(profile, on: host)
        }
        for failure in failures {
            host.writeError(
                "kpilint: " + escapedForTerminal("cannot write \(failure.path): \(failure.reason)") + "\n")
        }
        if let failure = outcome.run.findings.failure {
            host.complain(UsageError("the findings cannot be read again: \(failure.words)"))
            return ExitCode.unreadable
        }
        return failures.isEmpty ? ExitCode.of(outcome.run.verdict) : ExitCode.usage
    }

    /// The outputs; where none is asked for, the report for people.
    var outputsOrText: [Output] {
        outputs.isEmpty ? [ReportFormat.named("text").map(Output.init)].compactMap { $0 } : outputs
    }

    func refuseStrictnessWithoutBaseline() throws(UsageError) {
        if request.strictBaseline, request.baseline == nil {
            throw UsageError("`--strict-baseline` needs a baseline", help: "write `--baseline FILE` too")
        }
    }

    /// Writes why a check could not begin; false where it could, and there is something to report.
    func complainOfStart(_ outcome: CheckOutcome, on host: Host) -> Bool {
        // Faults of rule files are reported as results.
        guard case .cannotCheck(let reason) = outcome.run.verdict, reason != .faultyRuleFiles else { return false }
        host.complain(UsageError(reason.words))
        return true
    }

    // MARK: The request

    /// The request for the workspace: the operands sorted out, and no more findings than the formats can show.
    func request(for operands: [String], _ outputs: [Output], on host: Host) -> CheckRequest {
        var request = request
        request.ruleFiles = operands.filter { $0.hasSuffix(".rules") }
        request.returns = operands.filter { !$0.hasSuffix(".rules") }
        request.threads = threads ?? host.processors
        request.statedToday = request.today
        request.today = request.today ?? host.today
        request.isSaved = outputs.contains { $0.format.name == "json" }
        request.wantsExcerpts = outputs.contains { $0.format.isForPeople }
        request.excerptLimit = style.mostOfAnEntry
        request.illustrationLimit = outputs.compactMap(\.format.illustrations).max()
        for output in outputs {
            guard let kind = output.format.copies, let path = output.path else { continue }
            request.copies.append(
                MarkedCopyRequest(
                    kind, path: path, isFolder: isFolder(path), isFile: isChangeable(path) || isNamedAsWorkbook(path),
                    from: style.minimum))
        }
        if request.limit == nil, outputs.allSatisfy(\.format.isForPeople) {
            let most = outputs.map { $0.format.mostOfAnEntry(style) }.max() ?? .max
            request.limit = most == .max ? nil : most
        }
        return request
    }

    /// Refuses to seem to hide what other formats show.
    func refuseIdleRedaction(_ outputs: [Output]) throws(UsageError) {
        guard style.facts.redacts, !outputs.contains(where: { $0.format.illustrations != nil }) else { return }
        throw UsageError("`--redact` hides nothing here", help: "it is for a page: write `--output html=PATH` too")
    }

    /// Refuses outputs of which one would overwrite the other, including the summary of a step.
    func refuseTwoOfOnePath(_ outputs: [Output], summary: String? = nil, on host: Host) throws(UsageError) {
        var seen: [String] = []
        var files: [WrittenFile] = []
        // Copies of workbooks of two formats may stand in one folder.
        let copies = outputs.filter { $0.format.copies != nil }.compactMap(\.path)
        let shared = Set(copies.filter { path in copies.count { $0 == path } == 2 && isFolder(path) })
        for path in outputs.filter({ $0.format.copies == nil }).compactMap(\.path)
            + copies.filter({ !shared.contains($0) })
        {
            let file = WrittenFile(path: path, in: host.files)
            if seen.contains(path) || files.contains(where: { $0.identity == file?.identity }) {
                throw UsageError("two outputs cannot both be written to `\(path)`")
            }
            seen.append(path)
            if let file { files.append(file) }
            if host.holdsBaseline(path) {
                throw UsageError("`\(path)` is a baseline, and is not written over", help: "name another file")
            }
        }
        let onOutput = outputs.filter { $0.path == nil }
        if let summary {
            let file = WrittenFile(path: summary, in: host.files)
            // Output for people may go to the summary file, to which it is appended; a document would be broken by
            // that.
            if onOutput.contains(where: \.format.standsAlone) { files += host.ownOutputs }
            if seen.contains(summary) || file.map({ own in files.contains { $0.identity == own.identity } }) ?? false {
                throw UsageError(
                    "two outputs cannot both be written to `\(summary)`",
                    help: "the summary of the step goes there (GITHUB_STEP_SUMMARY): name another file, or write "
                        + "`--no-ci-detect`")
            }
        }
        if onOutput.count > 1, let format = onOutput.first(where: \.format.standsAlone)?.format.name {
            throw UsageError(
                "nothing else can go to standard output with \(format)",
                help: "give it a file: `--output \(format)=findings.\(format)`")
        }
    }
}

/// Findings that were written. They are kept until the process ends: freeing their texts one by one would delay its
/// end.
private let keptToTheEnd = Mutex<[FindingList]>([])

extension Host {
    /// All files that a run writes.
    func files(of outputs: [Output], _ ci: ContinuousIntegration?) -> [WrittenFile] {
        let paths = outputs.compactMap(\.path) + [ci?.summary?.path].compactMap { $0 }
        return ownOutputs + paths.compactMap { WrittenFile(path: $0, in: files) }
    }

    /// Refuses to write to what is read.
    func refuse(_ written: [WrittenFile], reading paths: [String]) throws(UsageError) {
        var read = ReadFiles()
        for path in paths { read.add(path, in: files) }
        if let refusal = read.refusal(of: written) { throw UsageError(refusal.words) }
    }

    /// Makes a check that shows its progress at a terminal, and that an interrupt ends with what was found so far.
    func checkInterruptibly(_ request: CheckRequest, showsProgress: Bool) -> CheckOutcome {
        interruptibly(request, showsProgress: showsProgress) { check($0) }
    }

    /// Does the same for any work that makes checks.
    func interruptibly<Outcome>(
        _ request: CheckRequest, showsProgress: Bool, _ work: (CheckRequest) -> Outcome
    ) -> Outcome {
        var request = request
        request.progress = progress
        let display = showsProgress && errorIsTerminal ? progress.map { ProgressDisplay($0) } : nil
        catchesInterrupts(true)
        defer {
            catchesInterrupts(false)
            display?.finish()
        }
        return work(request)
    }
}

/// Whether a path ends as that of a workbook does.
private func isNamedAsWorkbook(_ path: String) -> Bool {
    [".xlsx", ".xlsm", ".xltx", ".xltm", ".ods", ".ots"].contains { path.lowercased().hasSuffix($0) }
}
