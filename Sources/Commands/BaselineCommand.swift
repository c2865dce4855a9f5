// `kpilint baseline`: writes today's findings to a file, removes from it what is gone, compares the two.

import Diagnostics
import Findings
import Platform
import Reports
import Workspace

struct BaselineCommand: Command {
    static let name = "baseline"
    static let summary = "keep known findings apart from new ones"
    static let synopsis = "create|prune|status [RULES …] [RETURN …]"
    static let explanation = """
        `create` writes all findings of today to the baseline. `prune` takes out what is no longer found and never adds. \
        `status` says what is known, gone and new, and exits as `check --baseline FILE --strict-baseline` would.
        """
    static let operands = OperandKind.words(Action.allCases.map(\.rawValue))

    enum Action: String, CaseIterable { case create, prune, status }

    /// The baseline where none is named.
    static let defaultFile = "kpilint.baseline"

    var check = CheckCommand()

    init() {}

    static var options: [Option<Self>] {
        let file: Option<Self> = .value(
            "--baseline", taking: .path("FILE"), in: "Options", help: "the baseline (\(defaultFile))"
        ) { (command, word) throws(UsageError) in
            if word.isEmpty { throw UsageError("`--baseline` needs a file") }
            command.check.request.baseline = word
        }
        return [file] + CheckCommand.sharedOptions.map { $0.within(\.check) }
    }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        guard let word = operands.first else {
            throw UsageError(
                "`baseline` needs to know what to do", help: "write `kpilint baseline create`, prune or status")
        }
        let action = try choice(word, of: "baseline", from: Action.allCases.map { ($0.rawValue, $0) })
        var operands = Array(operands.dropFirst())
        var file = check.request.baseline
        if file == nil, let location = operands.firstIndex(where: { $0.hasSuffix(".baseline") }) {
            file = operands.remove(at: location)
        }
        if file == "-" {
            throw UsageError(
                "a baseline is a file, and cannot be `-`", help: "name one: `--baseline \(Self.defaultFile)`")
        }
        return run(action, file ?? Self.defaultFile, operands, on: host)
    }

    private func run(_ action: Action, _ file: String, _ operands: [String], on host: Host) -> Int32 {
        var request = check.request(for: operands, [], on: host)
        request.limit = nil
        request.baseline = action == .create ? nil : file
        request.replacedBaseline = action == .create ? file : nil
        request.outputs = host.ownOutputs
        if action == .create, let written = WrittenFile(path: file, in: host.files) { request.outputs.append(written) }
        let outcome = host.checkInterruptibly(request, showsProgress: check.showsProgress)
        if check.complainOfStart(outcome, on: host) { return ExitCode.usage }
        guard outcome.run.verdict.isComplete else {
            check.tellWhatStopped(outcome.run, on: host)
            host.writeError("kpilint: the check is not complete: \(escapedForTerminal(file)) was left as it is\n")
            return ExitCode.of(outcome.run.verdict)
        }
        switch action {
        case .create: return create(file, outcome, on: host)
        case .prune: return prune(file, outcome, on: host)
        case .status: return status(file, outcome, on: host)
        }
    }

    private func create(_ file: String, _ outcome: CheckOutcome, on host: Host) -> Int32 {
        if let refusal = refusalToReplace(baselineAt: file, in: host.files) {
            host.complain(UsageError(refusal, help: "name another file, or take this one away first"))
            return ExitCode.usage
        }
        var baseline = Baseline(of: outcome.run)
        baseline.entries += outcome.kept
        guard write(baseline, to: file, on: host) else { return ExitCode.usage }
        host.write(escapedForTerminal(file) + " holds " + counted(baseline.entries.count))
        if !outcome.kept.isEmpty {
            host.write(
                ", of which " + String(outcome.kept.count)
                    + " stood there before and belong to what this check did not look at")
        }
        host.write("\n")
        return ExitCode.success
    }

    private func prune(_ file: String, _ outcome: CheckOutcome, on host: Host) -> Int32 {
        var baseline: Baseline
        do throws(BaselineError) { baseline = try host.files.baseline(file) } catch {
            host.complain(UsageError(error.words))
            return ExitCode.usage
        }
        let gone = Set(outcome.gone.map(\.fingerprint))
        if !gone.isEmpty {
            baseline.entries.removeAll { gone.contains($0.fingerprint) }
            guard write(baseline, to: file, on: host) else { return ExitCode.usage }
        }
        for entry in outcome.gone { host.write("gone: " + escapedForTerminal(entry.words) + "\n") }
        host.write(
            "took " + counted(gone.count) + " out of " + escapedForTerminal(file) + ", which holds "
                + counted(baseline.entries.count) + " now\n")
        return ExitCode.success
    }

    private func status(_ file: String, _ outcome: CheckOutcome, on host: Host) -> Int32 {
        for entry in outcome.gone { host.write("gone: " + escapedForTerminal(entry.words) + "\n") }
        var new = 0
        for finding in outcome.run.findings where finding.isReported {
            new += 1
            let location = finding.location.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
            host.write("new: " + escapedForTerminal(location + finding.message + " [\(finding.rule)]") + "\n")
        }
        host.write(
            "\(escapedForTerminal(file)): \(outcome.run.baselinedCount) known, \(outcome.gone.count) gone, \(new) new\n"
        )
        if !outcome.gone.isEmpty {
            host.write("Next: `kpilint baseline prune` takes out what is gone\n")
            return ExitCode.findings
        }
        return ExitCode.of(outcome.run.verdict)
    }

    private func write(_ baseline: Baseline, to file: String, on host: Host) -> Bool {
        do throws(WriteFailure) {
            try writeWhole(Array(baseline.text.utf8), to: file)
            return true
        } catch {
            host.writeError("kpilint: " + escapedForTerminal("cannot write \(error.path): \(error.reason)") + "\n")
            return false
        }
    }

    private func counted(_ count: Int) -> String { count == 1 ? "1 finding" : "\(count) findings" }
}

/// Why a new baseline must not replace an existing file, in words: it is not a baseline. `nil` where it may.
private func refusalToReplace(baselineAt path: String, in files: any FileTree) -> String? {
    var status = stat()
    guard withSystemPath(path, { stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0
    else { return nil }
    return files.refusalToReplace(baselineAt: path)
}

extension Host {
    /// Whether a file exists and is a baseline.
    func holdsBaseline(_ path: String) -> Bool {
        var status = stat()
        guard withSystemPath(path, { stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0
        else { return false }
        return files.refusalToReplace(baselineAt: path) == nil
    }
}

extension CheckCommand {
    /// The options that all commands share which check returns themselves.
    static var sharedOptions: [Option<Self>] {
        checkingOptions + runOptions.filter { $0.outline.longName != "--limit" }
    }
}
