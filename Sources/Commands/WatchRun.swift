// Checks, shows what came of it, and waits until something of it is saved; over and over.

import Findings
import Reports
import Workspace

/// One run of `kpilint watch`.
final class WatchRun {
    private let check: CheckCommand
    private let outputs: [Output]
    private let request: CheckRequest
    private var host: Host
    private let watching: WatchHost
    /// Milliseconds between two looks; `nil` where the kernel tells.
    private var period: Int?
    private var changes: (any ChangeWatch)?
    /// Why the kernel does not tell, until that was said.
    private var refusal: WatchRefusal?
    private var hasSaidHow = false

    /// The exit code of the last check.
    private var code = ExitCode.interrupted
    /// What the last check looked at.
    private var footprint: Footprint?
    /// The check whose report is shown, with the returns that it could not read.
    private var shown: (time: String, unreadable: Set<String>, hasRules: Bool)?
    /// The findings of the last check that was made as a whole.
    private var known: KnownFindings?
    /// Returns that could not be read after that, as they were then.
    private var awaited: [String: SaveStamp?] = [:]

    init(
        _ check: CheckCommand, _ operands: [String], _ outputs: [Output], period: Int?, on host: Host,
        _ watching: WatchHost
    ) {
        self.check = check
        self.outputs = outputs
        self.host = host
        self.watching = watching
        self.period = period.map { $0 * 1000 }
        var request = check.request(for: operands, outputs, on: host)
        // What is new cannot be said of findings that were only counted.
        request.limit = check.request.limit
        // A day later waivers may have expired.
        request.today = check.request.today
        request.outputs = host.files(of: outputs, nil)
        request.progress = host.progress
        self.request = request
    }

    /// Returns the exit code of the last check once a signal has come, nobody reads the reports, or the first check
    /// could not begin.
    func untilEnded() -> Int32 {
        var settling = Settling()
        guard checkOnce() else { return code }
        while let changes = follow(&settling) {
            repeat {
                let now = watching.milliseconds()
                guard case .changes(let found) = changes.wait(settling.due.map { max(0, $0 - now) }) else {
                    return code
                }
                settling.note(found, at: watching.milliseconds())
                if isEnding { return code }
            } while settling.due.map { $0 > watching.milliseconds() } ?? true
            let isCertain = settling.isCertain
            settling = Settling()
            if !isCertain, footprint?.isCurrent ?? false { continue }
            guard checkOnce() else { return code }
        }
        return code
    }

    private var isEnding: Bool { host.progress?.isStopped ?? false || host.outputIsGone() }

    /// Watches what the last check looked at, and looks at it once more: it may have been saved before it was watched.
    private func follow(_ settling: inout Settling) -> (any ChangeWatch)? {
        guard let footprint else { return nil }
        var why: WatchRefusal?
        if changes == nil, period == nil {
            do throws(WatchFailure) { changes = try watching.changes(nil) } catch { why = error.refusal }
        }
        why = why ?? changes?.watch(footprint)
        if changes == nil || why != nil {
            period = period ?? Self.usualPeriod
            changes = try? watching.changes(period)
            _ = changes?.watch(footprint)
            refusal = why
            hasSaidHow = false
        }
        if !footprint.isCurrent { settling.note([.perhaps], at: watching.milliseconds()) }
        sayHow(footprint)
        return changes
    }

    /// Where the kernel does not tell.
    private static let usualPeriod = 2000

    // MARK: One check

    /// Checks, and tells what came of it; false where the program has to end.
    private func checkOnce() -> Bool {
        host.terminalWidth = watching.terminalWidth()
        host.progress?.restart()
        let isShown = check.showsProgress && !check.style.quiet && host.errorIsTerminal
        let display = isShown ? host.progress.map { ProgressDisplay($0) } : nil
        let (outcome, looked) = host.session.checkNoting(request)
        display?.finish()
        // Half a check tells nothing, and the reports of the last one are whole.
        if outcome.run.isPartial {
            if footprint == nil { host.writeError("kpilint: interrupted before the first check was made\n") }
            return false
        }
        let others = footprint.map { looked.hasSaves(since: $0) } ?? true
        footprint = looked
        return tell(outcome, afterSaves: others)
    }

    /// Tells what came of a check; `hasSaves` is whether files that are there were saved since the one before.
    private func tell(_ outcome: CheckOutcome, afterSaves hasSaves: Bool) -> Bool {
        let run = outcome.run
        let time = watching.time()
        if case .cannotCheck(let reason) = run.verdict, reason != .faultyRuleFiles {
            code = check.report(outcome, [], nil, on: host)
            // Whatever was mistyped in the command stays so.
            guard let shown else { return false }
            say(time, "not checked; the report of \(shown.time) stands")
            return true
        }
        if let shown, shown.hasRules, run.verdict != .cannotCheck(.faultyRuleFiles) {
            let missing = run.unreadable.filter { !shown.unreadable.contains($0.path) }
            let stamps = missing.map { ($0.path, host.files.stamp(of: $0.path)) }
            // What cannot be read is perhaps being written. Where it has stayed as it is and others were saved, it is
            // not waited for any longer.
            if !missing.isEmpty, !hasSaves || stamps.contains(where: { awaited[$0] != .some($1) }) {
                awaited = Dictionary(stamps) { first, _ in first }
                code = ExitCode.of(run.verdict)
                let reasons = missing.prefix(3).map { "\($0.path) could not be read: \($0.reason)" }
                let more = missing.count > 3 ? ["and \(missing.count - 3) more could not be read"] : []
                let stands = ["the report of \(shown.time) stands"]
                say(time, (reasons + more + stands).joined(separator: "; "))
                return true
            }
        }
        awaited = [:]
        separate(time)
        code = check.report(outcome, outputs, nil, on: host)
        let hasRules = run.verdict != .cannotCheck(.faultyRuleFiles)
        shown = (time, Set(run.unreadable.map(\.path)), hasRules)
        guard hasRules else {
            say(time, "not checked: the rule files have errors")
            return true
        }
        let now = KnownFindings(run)
        if let known {
            say(time, RunChanges(from: known, to: now).line(width: host.width - time.count - 2))
        } else if !reportsToOutput {
            say(time, now.total == 1 ? "1 finding" : "\(now.total) findings")
        }
        known = now
        return true
    }

    // MARK: What is written beside reports

    private var reportsToOutput: Bool { outputs.contains { $0.path == nil } }

    /// Begins a report where one was written before.
    private func separate(_ time: String) {
        guard reportsToOutput else { return }
        if host.outputIsTerminal, host.variable("TERM") != "dumb" {
            host.write("\u{1B}[H\u{1B}[2J")
            hasSaidHow = false
        } else if shown != nil {
            host.write("\n==== \(time): checked again ====\n\n")
        }
    }

    private func say(_ time: String, _ words: String) { host.write(escapedForTerminal("\(time)  \(words)") + "\n") }

    /// Says once below a report what is waited for.
    private func sayHow(_ footprint: Footprint) {
        if hasSaidHow || check.style.quiet { return }
        hasSaidHow = true
        let count = footprint.fileCount
        let files = count == 1 ? "1 file" : "\(count) files"
        var words = "Watching \(files); Ctrl-C ends."
        if let period { words = "Looking at \(files) every \(period / 1000) s; Ctrl-C ends." }
        if let refusal { words += " The system cannot tell what is saved: \(refusal.words)." }
        refusal = nil
        host.write(escapedForTerminal(words) + "\n")
    }
}
