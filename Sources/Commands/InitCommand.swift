// `kpilint init`: writes a rule file to start from, made from returns.

import Reports
import Workspace

struct InitCommand: Command {
    static let name = "init"
    static let summary = "write a starting rule file for returns"
    static let synopsis = "RETURN …"
    static let explanation = """
        Reads the returns and writes a rule file to standard output that runs at once: what each column holds, with what \
        speaks for it, keys, joins, labels, and the standard rules. Returns with the same columns are one table. \
        `kpilint init kpis.csv > kpis.rules`
        """
    static let operands = OperandKind.paths

    var register: String?
    init() {}

    static var options: [Option<Self>] {
        [
            .value(
                "--register", taking: .path("FILE"), in: "What is written",
                help: "write a register to fill in, for what returns do not say, and join it"
            ) { (command, word) throws(UsageError) in
                if word.isEmpty { throw UsageError("`--register` needs a file") }
                if word == "-" {
                    throw UsageError(
                        "a register is a file, and cannot be `-`: the rule file goes to standard output",
                        help: "name one: `--register register.csv`")
                }
                command.register = word
            }
        ]
    }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        guard !operands.isEmpty else {
            throw UsageError("`init` needs a return", help: "write `kpilint init kpis.csv > kpis.rules`")
        }
        if operands.contains("-") {
            throw UsageError(
                "`init` cannot read standard input: the rule file that it writes says which file it is for",
                help: "save the return, and write `kpilint init kpis.csv > kpis.rules`")
        }
        if let rules = operands.first(where: { $0.hasSuffix(".rules") }) {
            throw UsageError("`\(rules)` is a rule file", help: "`init` reads returns, such as `kpis.csv`")
        }
        let written = host.ownOutputs + [register.flatMap { WrittenFile(path: $0, in: host.files) }].compactMap { $0 }
        try host.refuse(written, reading: operands)
        let inferred = host.session.startingRules(operands, register: register)
        for remark in inferred.notices { host.writeError("note: " + escapedForTerminal(remark) + "\n") }
        for (path, reason) in inferred.unreadable {
            host.writeError("kpilint: " + escapedForTerminal("\(path) cannot be read: \(reason)") + "\n")
        }
        if inferred.unreadable.count == operands.count { return ExitCode.unreadable }
        // A rule file that does not run is useless: nothing is written, and no register is left behind.
        guard inferred.diagnostics.isEmpty else {
            host.report(inferred.diagnostics, color: .auto)
            host.writeError("kpilint: no rule file was made: it would not run\n")
            return ExitCode.usage
        }
        if let register {
            guard let text = inferred.register else {
                host.writeError("note: " + escapedForTerminal(inferred.noRegister) + "\n")
                return finish(inferred, on: host)
            }
            do throws(WriteFailure) {
                // An existing register may have been filled in: it is never overwritten.
                try writeNew(Array(text.utf8), to: register)
            } catch {
                host.writeError("kpilint: " + escapedForTerminal("cannot write \(error.path): \(error.reason)") + "\n")
                return ExitCode.usage
            }
        }
        return finish(inferred, on: host)
    }

    private func finish(_ inferred: InferredRules, on host: Host) -> Int32 {
        host.write(inferred.text)
        return inferred.unreadable.isEmpty ? ExitCode.success : ExitCode.unreadable
    }
}
