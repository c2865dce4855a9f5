// `kpilint fix`: puts right in the returns what can be put right by a program.

import Diagnostics
import Findings
import Reports
import Workspace

struct FixCommand: Command {
    static let name = "fix"
    static let summary = "apply the safe fixes to the returns"
    static let synopsis = "[RULES.rules …] [RETURN …]"
    static let explanation = """
        A safe fix changes how a cell is written and not what it reports. Only the cells are changed: every other byte stays. \
        The exit code is that of a check of the returns as they are afterwards.
        """
    static let operands = OperandKind.paths

    var check = CheckCommand()
    var includesUnsafe = false
    var showsDifference = false

    init() {}

    static var options: [Option<Self>] {
        let written = "What is written"
        return [
            .flag("--unsafe", in: written, help: "apply all fixes, also those that change figures, statuses and texts")
            {
                $0.includesUnsafe = true
            },
            .flag("--diff", in: written, help: "show what would change as a unified diff, and change nothing") {
                $0.showsDifference = true
            },
        ] + CheckCommand.sharedOptions.map { $0.within(\.check) }
            + CheckCommand.decidingOptions.filter { $0.outline.longName != "--level" }.map { $0.within(\.check) }
    }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        if operands.contains("-") {
            throw UsageError("standard input cannot be fixed", help: "name the file that is to be changed")
        }
        var request = check.request(for: operands, [], on: host)
        request.outputs = host.ownOutputs
        let outcome = host.interruptibly(request, showsProgress: check.showsProgress) {
            host.session.fix($0, includingUnsafe: includesUnsafe)
        }
        if check.complainOfStart(outcome.before, on: host) { return ExitCode.usage }
        for remark in outcome.before.remarks { host.writeError("note: " + escapedForTerminal(remark) + "\n") }
        for file in outcome.refused {
            host.writeError(
                "warning: " + escapedForTerminal("\(file.path) was left as it is: \(file.reason)") + "\n")
        }
        if outcome.before.run.isPartial {
            host.writeError("kpilint: interrupted: nothing was changed\n")
            return ExitCode.of(outcome.before.run.verdict)
        }
        return showsDifference ? show(outcome, on: host) : apply(outcome, on: host)
    }

    private func show(_ outcome: FixOutcome, on host: Host) -> Int32 {
        let color = host.isColored(check.color, toTerminal: host.outputIsTerminal)
        for file in outcome.files {
            if let reason = refusalToReplace(file.path) {
                host.writeError(
                    "warning: " + escapedForTerminal("\(file.path) would be left as it is: \(reason)") + "\n")
            }
            var (before, after) = (file.before, file.after)
            if let text = file.text {
                (before, after) = (text.before, text.after)
                host.writeError(
                    "note: "
                        + escapedForTerminal(
                            "\(file.path) is \(text.encoding): it is shown in UTF-8, which `patch` cannot apply")
                        + "\n")
            }
            host.write(unifiedDiff(file.path, before, after, forTerminal: host.outputIsTerminal, color: color))
        }
        check.tellWhatStopped(outcome.before.run, on: host)
        return ExitCode.of(outcome.before.run.verdict)
    }

    private func apply(_ outcome: FixOutcome, on host: Host) -> Int32 {
        var failed = false
        // Whether another run may do what this one could not.
        var mayGoOn = outcome.refused.contains(where: \.hasChanged)
        var cells = 0
        var files = 0
        for file in outcome.files {
            if let reason = write(file, on: host) {
                failed = true
                mayGoOn = mayGoOn || reason == UnreadableFile.changedWords
                host.writeError("kpilint: " + escapedForTerminal("\(file.path) was left as it is: \(reason)") + "\n")
                continue
            }
            files += 1
            cells += file.cells.count
            for cell in file.cells { host.write(line(cell)) }
        }
        let run = outcome.after.run
        if run.diagnostics.contains(where: { $0.severity == .error }) {
            check.tellWhatStopped(run, on: host)
            return ExitCode.of(run.verdict)
        }
        let words = cells == 0 ? "Nothing was fixed" : "Fixed \(counted(cells, "cell")) in \(counted(files, "file"))"
        host.write(words + "\n")
        if !failed { host.write((cells == 0 ? "" : "Checked again: ") + run.totalsLine + "\n") }
        let unsafe = run.findings.reduce(0) { count, finding in
            let isLeft = finding.waived == nil && !finding.fixes.isEmpty
            return count + (isLeft && !finding.fixes.contains(where: \.isSafe) ? 1 : 0)
        }
        if mayGoOn {
            host.write("Next: run `kpilint fix` again for what was left as it is\n")
        } else if unsafe > 0, !includesUnsafe {
            host.write("Next: \(counted(unsafe, "finding")) more could be fixed with `--unsafe` (`--diff` shows how)\n")
        }
        check.tellWhatStopped(run, on: host)
        return failed ? ExitCode.usage : ExitCode.of(run.verdict)
    }

    /// Puts a fixed return in its place; gives the reason where it cannot be.
    private func write(_ file: FixedFile, on host: Host) -> String? {
        if let reason = refusalToReplace(file.path) { return reason }
        do throws(WriteFailure) {
            try writeWhole(file.after, to: file.path) {
                (try? host.files.bytes(of: file.path)) == file.before ? nil : UnreadableFile.changedWords
            }
        } catch {
            return error.reason
        }
        return nil
    }

    private func line(_ cell: FixedCell) -> String {
        let location = "\(cell.location.file):\(cell.location.line):\(cell.location.column): "
        let row = cell.key.isEmpty ? "" : cell.key.map { "\($0.name) \($0.text)" }.joined(separator: ", ") + ": "
        let before = cell.before.isEmpty ? "(blank)" : "“\(cell.before)”"
        let after = cell.after.isEmpty ? "(blank)" : "“\(cell.after)”"
        return escapedForTerminal("\(location)\(row)\(cell.column) \(before) is now \(after) [\(cell.rule)]") + "\n"
    }

    private func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
}
