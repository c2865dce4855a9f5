// `kpilint convert`: writes a run that was saved as JSON in other formats.

import Findings
import Reports
import Workspace

struct ConvertCommand: Command {
    static let name = "convert"
    static let summary = "write a saved run in another format"
    static let synopsis = "[FINDINGS.json]"
    static let explanation = """
        The run is what `kpilint check --output json` wrote; without a file it is read from standard input. \
        The exit code is 0 wherever it could be written: the run's own stands in the formats.
        """
    static let operands = OperandKind.paths

    var check = CheckCommand()
    var source = "json"

    init() {}

    static var options: [Option<Self>] {
        let formats = ReportFormat.ofRuns.map(\.name)
        return [
            .value("--from", taking: .choice("FORMAT", ["json"]), in: "Options", help: "what is read: json") {
                (command, word) throws(UsageError) in
                command.source = try choice(word, of: "--from", from: [("json", "json")])
            },
            .value(
                "--to", "--output", taking: .choice("FORMAT[=PATH]", formats), in: "Options",
                help: formats.joined(separator: ", ") + "; may be given several times", isRepeatable: true
            ) { (command, word) throws(UsageError) in
                let output = try Output(word)
                guard output.format.copies == nil else {
                    throw UsageError(
                        "a saved run cannot be written as \(output.format.name), which is a copy of the return",
                        help: "write `kpilint check --output \(word)`")
                }
                command.check.outputs.append(output)
            },
            .flag("--redact", in: "Options", help: "in html: hide what cells say") {
                $0.check.style.facts.redacts = true
            },
            .color(in: "Options") { $0.check.color = $1 },
        ]
    }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        guard operands.count <= 1 else {
            throw UsageError("`convert` reads one file", help: "give it the rest one by one")
        }
        if check.outputs.isEmpty {
            throw UsageError("`convert` needs to know the format", help: "write `--to sarif`, for example")
        }
        try check.refuseIdleRedaction(check.outputs)
        try check.refuseTwoOfOnePath(check.outputs, on: host)
        let path = operands.first ?? "-"
        try host.refuse(host.files(of: check.outputs, nil), reading: [path])
        do throws(SavedRunError) {
            let run = try host.session.savedRun(at: path, verdict: ExitCode.verdict)
            let failures = check.write(run, check.outputs, nil, on: host)
            for failure in failures {
                host.writeError(
                    "kpilint: " + escapedForTerminal("cannot write \(failure.path): \(failure.reason)") + "\n")
            }
            return failures.isEmpty ? ExitCode.success : ExitCode.usage
        } catch {
            let name = path == "-" ? "standard input" : path
            throw UsageError("\(name) cannot be converted: \(error.words)")
        }
    }
}
