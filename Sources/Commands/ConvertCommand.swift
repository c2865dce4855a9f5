// `kpilint convert`: writes a run that was saved as JSON in other formats.

import Digests
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
        let run: CheckRun
        do throws(SavedRunError) {
            run = try host.session.savedRun(at: path, verdict: ExitCode.verdict)
        } catch {
            let name = path == "-" ? "standard input" : path
            throw UsageError("\(name) cannot be converted: \(error.words)")
        }
        var writing = check
        var pages: CheckRun?
        if check.outputs.contains(where: { $0.format.illustrations != nil }) {
            // A page must not be written over what it is made of.
            let read = (run.origin?.ruleFiles ?? []) + (run.origin?.returns ?? [])
            try host.refuse(host.files(of: check.outputs, nil), reading: [path] + read.map(\.path))
            let again = RunMadeAgain(run, threads: check.threads, on: host)
            pages = again.run
            writing.style.facts.saved = again.words
        }
        let failures = writing.write(run, check.outputs, nil, pages: pages, on: host)
        for failure in failures {
            host.writeError("kpilint: " + escapedForTerminal("cannot write \(failure.path): \(failure.reason)") + "\n")
        }
        return failures.isEmpty ? ExitCode.success : ExitCode.usage
    }
}

/// A saved run that was made again, for the tables and pictures that pages show and no saved run holds.
private struct RunMadeAgain {
    /// `nil` where what it was made of is not as it was.
    private(set) var run: CheckRun?
    /// What a page says of it: a sentence without its full stop.
    private(set) var words: String

    init(_ saved: CheckRun, threads: Int?, on host: Host) {
        func without(_ why: String) -> String {
            "This page was made of a saved run, without the tables around rows, the pictures and the overview: " + why
        }
        if let why = host.session.whatChanged(since: saved) {
            words = without(why)
            return
        }
        var request = CheckRequest(repeating: saved.origin ?? RunOrigin())
        request.statedToday = saved.origin?.today.flatMap { calendarDay($0) }
        request.today = request.statedToday ?? host.today
        request.threads = threads ?? host.processors
        request.wantsExcerpts = false
        request.illustrationLimit = mostIllustrated
        let again = host.checkInterruptibly(request, showsProgress: true).run
        // Whatever the JSON of both says is the same: counts, findings, and the digests of all that was read.
        guard Self.json(of: again) == Self.json(of: saved) else {
            words = without("although no file has changed, a check comes to something else now; has a waiver ended?")
            return
        }
        run = again
        words =
            "This page was made of a saved run: no rule file or return has changed since, and a check comes to the same"
    }

    /// The digest of what is saved of a run: two of them need not be held at once.
    private static func json(of run: CheckRun) -> [UInt8] {
        var sum = SHA256()
        writeJSON(run, exitCode: Int(ExitCode.of(run.verdict))) { sum.update($0) }
        return sum.finish()
    }
}
