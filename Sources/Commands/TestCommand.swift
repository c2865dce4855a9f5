// `kpilint test`: runs the tests of rules and reports rows with unexpected outcomes.

import Diagnostics
import Findings
import Reports
import Workspace

struct TestCommand: Command {
    static let name = "test"
    static let summary = "run the tests of rules"
    static let synopsis = "[RULES.rules …]"
    static let explanation = """
        A `test` block in a rule file gives rows to a rule; those that should break it end in `fails`. \
        Without rule files, those of the current folder are taken, else those of `rules/`. \
        Exits with 1 where a row comes out otherwise.
        """
    static let operands = OperandKind.paths

    var request = RuleTestRequest()
    var format = TestFormat.text
    var color = ColorChoice.auto

    init() {}

    static var options: [Option<Self>] {
        [
            .flag(
                "--require-both", in: "What is asked", help: "every rule needs a row that breaks it and one that passes"
            ) {
                $0.request.requiresBoth = true
            },
            .flag(
                "--mutate", in: "What is asked", help: "change each rule a little and report what no test notices"
            ) { $0.request.mutates = true },
            .value(
                "--only", taking: .rule("RULE"), in: "What is asked", help: "only this rule, or those that begin so",
                isRepeatable: true
            ) { (command, word) throws(UsageError) in
                if word.isEmpty { throw UsageError("`--only` needs the name of a rule") }
                command.request.only.append(word)
            },
            .value(
                "--output", taking: .choice("FORMAT", TestFormat.allCases.map(\.rawValue)), in: "How it looks",
                help: "text (the default), junit or json"
            ) { (command, word) throws(UsageError) in
                command.format = try choice(word, of: "--output", from: TestFormat.allCases.map { ($0.rawValue, $0) })
            },
            .color(in: "How it looks") { $0.color = $1 },
        ]
    }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        if let stray = operands.first(where: { !$0.hasSuffix(".rules") }) {
            throw UsageError("`\(stray)` is no rule file", help: "rule files end in `.rules`")
        }
        var request = request
        request.ruleFiles = operands
        if operands.isEmpty, host.session.defaultRuleFiles().isEmpty {
            throw UsageError("there is no rule file", help: "name one, or put one into this folder or into `rules/`")
        }
        let report = host.session.test(request)
        let faults = report.diagnostics.filter { $0.severity == .error }
        host.report(faults, color: color)
        if !faults.isEmpty { return ExitCode.usage }
        if let misnamed = report.misnamed { throw UsageError(misnamed.words) }
        switch format {
        case .text:
            var page = Page(width: host.width, color: host.isColored(color, toTerminal: host.outputIsTerminal))
            page.show(report, request)
            host.write(page.text)
        case .junit: host.write(renderJUnit(report))
        case .json: host.write(renderJSON(report))
        }
        if report.tests.isEmpty { return request.requiresBoth ? ExitCode.findings : ExitCode.nothing }
        return report.isGood(request) ? ExitCode.success : ExitCode.findings
    }
}

/// What `test --output` writes.
enum TestFormat: String, CaseIterable, Sendable { case text, junit, json }

extension RuleTestReport {
    /// Whether everything that was requested holds.
    func isGood(_ request: RuleTestRequest) -> Bool {
        failureCount == 0 && unnoticed.isEmpty
            && (!request.requiresBoth || (oneSided.isEmpty && untested.isEmpty))
    }
}
