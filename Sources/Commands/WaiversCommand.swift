// `kpilint waivers from`: makes waivers of the answers that people wrote into a table of findings.

import Findings
import Reports
import Tables
import Workspace

struct WaiversCommand: Command {
    static let name = "waivers"
    static let summary = "make waivers of answers in a table of findings"
    static let synopsis = "from FINDINGS.csv [RULES.rules …] [RETURN …]"
    static let explanation = """
        `kpilint check --output csv=q2-findings.csv` writes the findings as a table. What people write into its columns \
        \u{201C}Answer\u{201D} and \u{201C}Answered by\u{201D} becomes a rule file of waivers on standard output: \
        `kpilint waivers from q2-findings.csv > q2-waivers.rules`. An answer whose finding is gone is said.
        """
    static let operands = OperandKind.words(["from"])

    var check = CheckCommand()
    init() {}

    static var options: [Option<Self>] { CheckCommand.sharedOptions.map { $0.within(\.check) } }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        guard operands.first == "from" else {
            throw UsageError(
                "`waivers` needs to know where the answers are", help: "write `kpilint waivers from q2-findings.csv`")
        }
        guard operands.count > 1, !operands[1].hasSuffix(".rules"), operands[1] != "-" else {
            throw UsageError(
                "`waivers from` needs the table with the answers", help: "write `kpilint waivers from q2-findings.csv`")
        }
        let answers: [FindingAnswer]
        do throws(ReadError) { answers = try host.session.answers(at: operands[1]) } catch {
            host.writeError(
                "kpilint: " + escapedForTerminal("\(operands[1]) cannot be read: \(error.words)") + "\n")
            return ExitCode.unreadable
        }
        guard !answers.isEmpty else {
            host.writeError("kpilint: " + escapedForTerminal(operands[1]) + " holds no answers\n")
            return ExitCode.nothing
        }
        var request = check.request(for: Array(operands.dropFirst(2)), [], on: host)
        request.limit = nil
        request.outputs = host.ownOutputs
        if request.ruleFiles.isEmpty {
            // The shell has made the file for the waivers before the program begins, beside the rule files.
            let others = host.session.defaultRuleFiles().filter { path in
                let identity = host.files.identity(of: path)
                return identity == nil || !host.ownOutputs.contains { $0.identity == identity }
            }
            request.ruleFiles = others
        }
        let outcome = host.checkInterruptibly(request, showsProgress: check.showsProgress)
        if check.complainOfStart(outcome, on: host) { return ExitCode.usage }
        guard outcome.run.verdict.isComplete else {
            check.tellWhatStopped(outcome.run, on: host)
            host.writeError("kpilint: the check is not complete: no waivers were made\n")
            return ExitCode.of(outcome.run.verdict)
        }
        let made = host.session.waivers(for: answers, in: outcome.run, request)
        for (answer, reason) in made.leftOut {
            host.writeError(
                "note: "
                    + escapedForTerminal("line \(answer.line), “\(answer.answer)”: no waiver was made: \(reason)")
                    + "\n")
        }
        if made.text.isEmpty { return ExitCode.nothing }
        host.write("// Answers of " + escapedForTerminal(operands[1]) + ".\n\n" + made.text)
        return ExitCode.success
    }
}
