// `kpilint fix`: corrects in the returns what a program can correct.

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
        A workbook stays as it is: `q2.fixed.xlsx` is written beside `q2.xlsx`, unless `--in-place` is given. \
        The exit code is that of a check of the returns as they are afterwards.
        """
    static let operands = OperandKind.paths

    var check = CheckCommand()
    var includesUnsafe = false
    var showsDifference = false
    var isInPlace = false

    init() {}

    static var options: [Option<Self>] {
        let written = "What is written"
        return [
            .flag("--unsafe", in: written, help: "apply all fixes, also those that change figures, statuses and texts")
            {
                $0.includesUnsafe = true
            },
            .flag("--in-place", in: written, help: "write into the workbook itself, and not into a copy beside it") {
                $0.isInPlace = true
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
        for remark in outcome.before.notices { host.writeError("note: " + escapedForTerminal(remark) + "\n") }
        for file in outcome.refused {
            host.writeError(
                "warning: " + escapedForTerminal("\(file.path) was left as it is: \(file.reason)") + "\n")
        }
        for cell in outcome.left {
            host.writeError(
                "warning: "
                    + escapedForTerminal(
                        "\(position(cell.location)) was left as it is: \(cell.reason) [\(cell.rule)]") + "\n")
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
            if file.isCopy {
                // What is packed has no lines that could be compared.
                for cell in file.cells { host.write(line(cell)) }
                continue
            }
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
        // Whether another run may make fixes that this one could not.
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
            if let copy = copyName(of: file) { host.write(escapedForTerminal("Written to \(copy)") + "\n") }
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
            host.write("Next: `--unsafe` would fix \(counted(unsafe, "more finding")) (`--diff` shows how)\n")
        }
        check.tellWhatStopped(run, on: host)
        return failed ? ExitCode.usage : ExitCode.of(run.verdict)
    }

    /// Writes a fixed return; returns the reason where it cannot.
    private func write(_ file: FixedFile, on host: Host) -> String? {
        if let copy = copyName(of: file) {
            do throws(WriteFailure) { try writeNew(file.after, to: copy) } catch {
                return "\(error.path): \(error.reason); take it away, or write `--in-place`"
            }
            return nil
        }
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

    /// The name under which a fixed workbook is written beside the return: `q2.fixed.xlsx`; `nil` for what is fixed in
    /// its place.
    private func copyName(of file: FixedFile) -> String? {
        file.isCopy && !isInPlace ? FixedCopy.path(of: file.path) : nil
    }

    /// `kpis.csv:5:12`, or the sheet and cell of a workbook.
    private func position(_ location: FindingLocation) -> String {
        if let sheet = location.sheet, let cell = location.cell { return "\(location.file), “\(sheet)”!\(cell)" }
        return "\(location.file):\(location.line):\(location.column)"
    }

    private func line(_ cell: FixedCell) -> String {
        let location = position(cell.location) + ": "
        let row = cell.key.isEmpty ? "" : cell.key.map { "\($0.name) \($0.text)" }.joined(separator: ", ") + ": "
        let before = cell.before.isEmpty ? "(blank)" : "“\(cell.before)”"
        let after = cell.after.isEmpty ? "(blank)" : "“\(cell.after)”"
        return escapedForTerminal("\(location)\(row)\(cell.column) \(before) is now \(after) [\(cell.rule)]") + "\n"
    }

    private func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
}
