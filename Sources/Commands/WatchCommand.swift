// `kpilint watch`: checks again whenever something that the check reads is saved.

import Findings
import Reports
import Workspace

struct WatchCommand: Command {
    static let name = "watch"
    static let summary = "check again whenever a return or rule file is saved"
    static let synopsis = CheckCommand.synopsis
    static let explanation = """
        It takes what `check` takes. After each check the screen shows the report anew, outputs that are files are written \
        anew, and one line says what is new and what is gone. A file that cannot be read just then leaves the last report as \
        it is. Ctrl-C ends it, with the exit code of the last check.
        """
    static let operands = OperandKind.paths

    var check = CheckCommand()
    /// Seconds between two looks; `nil` where the system tells.
    var period: Int?

    init() {}

    /// Standard input is read once, and in a pipeline nobody waits for a second check.
    private static let leftOut = ["--stdin-name", "--no-ci-detect"]

    static var options: [Option<Self>] {
        CheckCommand.options.filter { !leftOut.contains($0.outline.longName) }.map { $0.within(\.check) } + [
            .value(
                "--poll", taking: .text("SECONDS"), in: CheckCommand.runs,
                help: "look so often whether files were saved, instead of being told"
            ) { (watch, word) throws(UsageError) in
                watch.period = min(try wholeNumber(word, of: "--poll", least: 1), 86_400)
            }
        ]
    }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        try check.refuseStrictnessWithoutBaseline()
        try refuseWhatIsNeverSaved(operands)
        let outputs = check.outputsOrText
        if let output = outputs.first(where: { $0.path == nil && $0.format.standsAlone }) {
            let name = output.format.name
            throw UsageError(
                "`watch` writes more than one report, and \(name) on standard output would be several documents",
                help: "give it a file: `--output \(name)=findings.\(name)`")
        }
        try check.refuseIdleRedaction(outputs)
        try check.refuseTwoOfOnePath(outputs, on: host)
        // Its pages are read while they are written anew.
        var check = check
        check.style.facts.reloadsAfter = 3
        guard let watching = host.beginWatching() else { throw UsageError("nothing can be watched here") }
        return WatchRun(check, operands, outputs, period: period, on: host, watching).untilEnded()
    }

    private func refuseWhatIsNeverSaved(_ operands: [String]) throws(UsageError) {
        let help = "name a file that is saved, or use `kpilint check`"
        let named = operands + check.request.bindings.map(\.path) + [check.request.baseline].compactMap { $0 }
        for path in named {
            if path == "-" { throw UsageError("standard input cannot be watched", help: help) }
            if isReadOnce(path) { throw UsageError("`\(path)` can be read only once, and not be watched", help: help) }
        }
    }
}
