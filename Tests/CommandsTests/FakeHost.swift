// A host for tests: it keeps what is written and answers every check with a run that is given.

import Checking
import Commands
import Diagnostics
import Findings
import Locations
import Workspace

/// What a run of the program left behind.
struct ProgramRun {
    var exitCode: Int32
    var output: String
    var error: String
    var requests: [CheckRequest]
}

/// The world around the program, as a test wants it.
struct FakeHost {
    var variables: [String: String] = [:]
    var isTerminal = false
    var run = CheckRun(toolVersion: "1.2.3")
    var notices: [String] = []
    var rules = RuleSet()
    var faults: [Diagnostic] = []

    /// Runs the program with the arguments.
    func kpilint(_ arguments: [String]) -> ProgramRun {
        var result = ProgramRun(exitCode: 0, output: "", error: "", requests: [])
        result.exitCode = runProgram(
            arguments,
            on: Host(
                variable: { variables[$0] }, outputIsTerminal: isTerminal, errorIsTerminal: false,
                terminalWidth: isTerminal ? 72 : nil, processors: 4, today: 19_692, files: processFiles,
                write: { result.output += String(decoding: $0, as: UTF8.self) },
                writeError: { result.error += $0 },
                check: {
                    result.requests.append($0)
                    return CheckOutcome(run: run, notices: notices)
                },
                loadRules: { _, _ in
                    var loaded = rules
                    loaded.diagnostics = faults
                    return loaded
                }))
        return result
    }
}

/// A run with one error in `kpis.csv`.
let oneFinding: CheckRun = {
    let place = FindingLocation(
        file: "kpis.csv",
        .text(
            TextExtent(
                line: 2, offset: 14, length: 3, start: TextColumn(bytes: 4, scalars: 4, utf16: 4),
                end: TextColumn(bytes: 7, scalars: 7, utf16: 7))),
        row: 1, header: "rag")
    return CheckRun(
        toolVersion: "1.2.3", verdict: .findings, files: [CheckedFile(path: "kpis.csv", table: "kpis", rows: 1)],
        rules: [RuleOutcomeCounts(rule: "rag-follows-target", severity: .error, table: "kpis", broken: 1)],
        findings: [
            Finding(
                rule: "rag-follows-target", severity: .error, message: "1.1 is rated Green, but is due Red",
                table: "kpis",
                key: [NamedText("ref", "1.1")], location: place, fingerprint: "0123456789abcdef")
        ])
}()
