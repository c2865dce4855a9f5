// Writes a run in every requested format, each to its destination.

import Diagnostics
import Findings
import Reports
import Tables
import Workspace

extension Host {
    /// The day that reports name: that of `SOURCE_DATE_EPOCH`, with which the same input makes the same
    /// bytes, or today.
    var reportedDay: String {
        let seconds = variable("SOURCE_DATE_EPOCH").flatMap { Int($0) }
        return written(seconds.map { $0 >= 0 ? $0 / 86_400 : -((86_399 - $0) / 86_400) } ?? today)
    }
}

extension CheckCommand {
    /// Writes all outputs; a file is written completely or not at all. Returns those that could not be written.
    func write(
        _ run: CheckRun, _ outputs: [Output], _ ci: ContinuousIntegration?, on host: Host
    ) -> [WriteFailure] {
        var failures: [WriteFailure] = []
        let threads = threads ?? host.processors
        for output in outputs where output.format.copies == nil {
            let style = style(on: host, toFile: output.path != nil)
            func content(_ sink: @escaping ReportSink) { output.format.write(run, style, threads, sink) }
            guard let path = output.path else {
                content(host.write)
                continue
            }
            do throws(WriteFailure) {
                // Findings that could not be read back are missing in the output.
                try writeWhole(to: path, unless: { run.findings.failure?.words }, content)
            } catch {
                failures.append(error)
            }
        }
        if let annotations = ci?.annotations, annotations.goesToError {
            host.writeError(
                String(decoding: annotations.format.render(run, style(on: host, toFile: true), threads), as: UTF8.self))
        }
        if let summary = ci?.summary {
            let bytes = summary.format.render(run, style(on: host, toFile: true), threads)
            do throws(WriteFailure) { try append(bytes, to: summary.path, creating: true) } catch {
                failures.append(error)
            }
        }
        if !outputs.contains(where: { $0.path == nil && !$0.format.standsAlone }) {
            tellWhatStopped(run, on: host)
        } else if run.verdict == .nothingChecked,
            outputs.allSatisfy({ $0.path != nil || $0.format.name == "short" })
        {
            // A format of lines about findings cannot tell that nothing was checked.
            host.writeError(nothingChecked(run))
        }
        return failures
    }

    /// Writes marked copies, each completely or not at all. Returns those that could not be written.
    func write(_ copies: [MarkedCopy], on host: Host) -> [WriteFailure] {
        var failures: [WriteFailure] = []
        for copy in copies {
            switch copy.content {
            case .failure(let error): failures.append(WriteFailure(path: copy.path, reason: error.words))
            case .success(let bytes):
                do throws(WriteFailure) {
                    if let folder = copy.folder { try makeFolder(folder) }
                    try writeWhole(bytes, to: copy.path)
                } catch {
                    failures.append(error)
                }
                guard !style.quiet else { continue }
                for notice in copy.notices {
                    host.writeError("note: " + escapedForTerminal("\(copy.path): \(notice)") + "\n")
                }
            }
        }
        return failures
    }

    /// Writes the faults that made the check incomplete to standard error, where no person reads them on standard
    /// output.
    func tellWhatStopped(_ run: CheckRun, on host: Host) {
        let errors = run.diagnostics.filter { $0.severity == .error }
        var style = style(on: host, toFile: false)
        style.color = host.isColored(color, toTerminal: host.errorIsTerminal)
        host.writeError(renderDiagnostics(errors, style: style))
        for file in run.unreadable {
            host.writeError("error: " + escapedForTerminal("\(file.path) could not be read: \(file.reason)") + "\n")
        }
        if run.verdict == .nothingChecked, run.unreadable.isEmpty { host.writeError(nothingChecked(run)) }
    }

    private func nothingChecked(_ run: CheckRun) -> String {
        guard run.checkedFormOnly else { return "error: nothing was checked\n" }
        return run.coverageLines.map(\.words).map { "error: " + $0.prefix(1).lowercased() + $0.dropFirst() + "\n" }
            .joined()
    }

    /// The style for a terminal or a file.
    private func style(on host: Host, toFile: Bool) -> TextStyle {
        var style = style
        style.width = width ?? (toFile ? 100 : host.width)
        style.beginsWithTotals = toFile || !host.outputIsTerminal
        style.facts.day = host.reportedDay
        style.color = toFile ? color == .always : host.isColored(color, toTerminal: host.outputIsTerminal)
        return style
    }
}
