// `kpilint format`: lays rule files out in the one canonical way.

import Diagnostics
import Reports
import Workspace

struct FormatCommand: Command {
    static let name = "format"
    static let summary = "lay rule files out in the canonical way"
    static let synopsis = "[RULES.rules …]"
    static let explanation = """
        Without rule files, those of the current folder are taken, else those of `rules/`. \
        Comments and blank lines are kept; a file that cannot be read as rules is left as it is, with its errors. \
        Rules that mean nothing, as those with a column that is not there, are laid out without a word, for a file may be a \
        part of others: `kpilint check` says what is wrong with them. \
        `-` lays standard input out on standard output.
        """
    static let operands = OperandKind.paths

    var isCheck = false
    var showsDifference = false
    var color = ColorChoice.auto

    init() {}

    static var options: [Option<Self>] {
        [
            .flag("--check", in: "Options", help: "write nothing; exit 1 where a file would change") {
                $0.isCheck = true
            },
            .flag("--diff", in: "Options", help: "show what would change as a unified diff, and change nothing") {
                $0.showsDifference = true
            },
            .color(in: "Options") { $0.color = $1 },
        ]
    }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        if let stray = operands.first(where: { !$0.hasSuffix(".rules") && $0 != "-" }) {
            throw UsageError("`\(stray)` is no rule file", help: "rule files end in `.rules`")
        }
        let paths = operands.isEmpty ? host.session.defaultRuleFiles() : operands
        guard !paths.isEmpty else { throw UsageError("there is no rule file", help: "name the files to be laid out") }
        var code = ExitCode.success
        for path in paths {
            switch host.session.formattedRules(path) {
            case .failure(let failure):
                host.writeError("kpilint: " + escapedForTerminal("\(path): \(failure.reason)") + "\n")
                code = ExitCode.usage
            case .success(let rules):
                host.report(rules.diagnostics.filter { $0.severity == .error }, color: color)
                if rules.diagnostics.contains(where: { $0.severity == .error }) {
                    let words =
                        path == "-"
                        ? "standard input was not laid out: it has errors"
                        : "\(path) was left as it is: it has errors"
                    host.writeError("kpilint: " + escapedForTerminal(words) + "\n")
                    code = ExitCode.usage
                    continue
                }
                guard !rules.isFormatted || path == "-" && !isCheck && !showsDifference else { continue }
                if !finish(rules, on: host) { code = ExitCode.usage }
                if isCheck || showsDifference, code == ExitCode.success { code = ExitCode.findings }
            }
        }
        return code
    }

    /// Writes the file, or reports that it would change; false where it could not be written.
    private func finish(_ rules: FormattedRules, on host: Host) -> Bool {
        if showsDifference {
            let color = host.isColored(color, toTerminal: host.outputIsTerminal)
            host.write(
                unifiedDiff(rules.path, rules.before, rules.after, forTerminal: host.outputIsTerminal, color: color))
            return true
        }
        let name = rules.path == "-" ? "standard input" : rules.path
        if isCheck {
            host.write(escapedForTerminal(name) + " would be reformatted\n")
            return true
        }
        if rules.path == "-" {
            host.write(String(decoding: rules.after, as: UTF8.self))
            return true
        }
        do throws(WriteFailure) {
            guard isChangeable(rules.path) else {
                throw WriteFailure(path: rules.path, reason: "it is no file of the disk")
            }
            try writeWhole(rules.after, to: rules.path)
            host.write(escapedForTerminal(rules.path) + " was reformatted\n")
            return true
        } catch {
            host.writeError("kpilint: " + escapedForTerminal("cannot write \(error.path): \(error.reason)") + "\n")
            return false
        }
    }
}
