// `kpilint why`: shows the value of every part of a rule for a row of a return.

import Diagnostics
import Findings
import Reports
import Workspace

struct WhyCommand: Command {
    static let name = "why"
    static let summary = "show what a rule makes of a row, part by part"
    static let synopsis = "RULE --row COLUMN=TEXT [RULES.rules …] [RETURN …]"
    static let explanation = """
        Whether the rule found something in the row or not, each part of it is shown with its value: why, why not, or why \
        it could not be decided. Without `--row`, the first rows that break the rule are shown.
        """
    static let operands = OperandKind.ruleThenPaths

    var request = WhyRequest()
    var color = ColorChoice.auto

    init() {}

    static var options: [Option<Self>] {
        [
            .value(
                "--row", taking: .text("COLUMN=TEXT"), in: "What is asked",
                help: "the row that prints this text in this column, such as ref=7.25; several narrow it down",
                isRepeatable: true
            ) { (command, word) throws(UsageError) in
                guard let sign = word.firstIndex(of: "="), sign > word.startIndex else {
                    throw UsageError("`--row` cannot be `\(word)`", help: "write `--row ref=7.25`")
                }
                command.request.row.append(
                    (String(word[..<sign]).trimmingSpaces(), String(word[word.index(after: sign)...]).trimmingSpaces()))
            },
            .value("--max-shown", taking: .text("N"), in: "What is asked", help: "show so many rows (3)") {
                (command, word) throws(UsageError) in
                command.request.limit = min(try wholeNumber(word, of: "--max-shown", least: 1), 1_000)
            },
            .value(
                "--set", taking: .text("NAME=VALUE"), in: "What is checked",
                help: "replace a constant of the rule files",
                isRepeatable: true
            ) { (command, word) throws(UsageError) in
                command.request.check.constants.append(
                    try pair(word, of: "--set", example: "reporting_date=2023-09-30"))
            },
            .value(
                "--table", taking: .path("NAME=PATH"), in: "What is checked", help: "read this table from this return",
                isRepeatable: true
            ) { (command, word) throws(UsageError) in
                let (table, path) = try pair(word, of: "--table", example: "kpis=returns/kpis.csv")
                command.request.check.bindings.append((table, path))
            },
            .color(in: "How it looks") { $0.color = $1 },
        ]
    }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        guard let rule = operands.first, !rule.hasSuffix(".rules") else {
            throw UsageError(
                "`why` needs the name of a rule", help: "write `kpilint why rag-follows-target --row ref=7.25`")
        }
        var request = request
        request.rule = rule
        request.check.ruleFiles = operands.dropFirst().filter { $0.hasSuffix(".rules") }
        request.check.returns = operands.dropFirst().filter { !$0.hasSuffix(".rules") }
        request.check.today = host.today
        let report = host.session.why(request)
        host.report(report.diagnostics, color: color)
        if !report.diagnostics.isEmpty { return ExitCode.usage }
        if let problem = report.problem { throw UsageError(problem.message, help: problem.help) }
        for remark in report.notices { host.writeError("note: " + escapedForTerminal(remark) + "\n") }
        for file in report.unreadable {
            host.writeError("kpilint: " + escapedForTerminal("\(file.path) cannot be read: \(file.reason)") + "\n")
        }
        var page = Page(width: host.width, color: host.isColored(color, toTerminal: host.outputIsTerminal))
        for answer in report.answers { page.show(answer, request) }
        host.write(page.text)
        if !report.unreadable.isEmpty { return ExitCode.unreadable }
        return report.answers.contains { !$0.traces.isEmpty } ? ExitCode.success : ExitCode.nothing
    }

    /// An answer as the command would print it, with what it would say of files and faults.
    static func words(_ report: WhyReport, _ request: WhyRequest) -> String {
        var page = Page(width: 100, color: false)
        for fault in report.diagnostics {
            page.paragraphs("\(fault.span.file.name):\(fault.span.start.line): \(fault.message)", indent: 0)
        }
        if let problem = report.problem {
            page.paragraphs(problem.message + (problem.help.map { ": " + $0 } ?? ""), indent: 0)
        }
        for remark in report.notices { page.paragraphs("note: " + remark, indent: 0) }
        for file in report.unreadable { page.paragraphs("\(file.path) cannot be read: \(file.reason)", indent: 0) }
        for answer in report.answers { page.show(answer, request) }
        return page.text
    }
}
