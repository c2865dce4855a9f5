// What `check` asks of the engine, what it writes where, and how it ends.

import Diagnostics
import Findings
import Testing
import Workspace

@testable import Commands

@Suite struct CheckRequestTests {
    private func request(_ arguments: String...) throws -> CheckRequest {
        try #require(FakeHost().kpilint(["check"] + arguments).requests.first)
    }

    @Test func sortsRuleFilesFromReturns() throws {
        let request = try request("a.rules", "kpis.csv", "-", "--", "--odd.rules", "-x.csv")
        #expect(request.ruleFiles == ["a.rules", "--odd.rules"])
        #expect(request.returns == ["kpis.csv", "-", "-x.csv"])
    }

    @Test func takesValuesJoinedOrApart() throws {
        let joined = try request("--set=day=2023-09-30", "--table=kpis=a=b.csv", "--only=missing-value", "--limit=7")
        let apart = try request(
            "--set", "day=2023-09-30", "--table", "kpis=a=b.csv", "--only", "missing-value", "--limit", "7")
        for request in [joined, apart] {
            #expect(request.constants.map(\.name) == ["day"])
            #expect(request.constants.map(\.value) == ["2023-09-30"])
            #expect(request.bindings.map(\.table) == ["kpis"])
            #expect(request.bindings.map(\.path) == ["a=b.csv"])
            #expect(request.only == ["missing-value"])
            #expect(request.limit == 7)
        }
    }

    @Test func ofAnOptionGivenTwiceTheLastCountsUnlessItMayBeRepeated() throws {
        let request = try request(
            "--fail-on", "error", "--fail-on", "note", "--skip", "missing", "--skip", "bad-format")
        #expect(request.failOn == .note)
        #expect(request.skip == ["missing", "bad-format"])
    }

    @Test(arguments: [
        ("error", Severity.error), ("query", .query), ("warning", .warning), ("note", .note), ("never", nil),
    ])
    func failsOn(_ word: String, _ severity: Severity?) throws {
        #expect(try request("--fail-on", word).failOn == severity)
    }

    @Test func hasItsOwnDefaults() throws {
        let request = try request()
        #expect(request.failOn == .query)
        #expect(request.threads == 4)
        #expect(request.today == 19_692)
        #expect(request.standardInputName == "<stdin>")
        #expect(!request.allowsEmpty)
        #expect(request.limit == 32, "20 are shown and 12 more are named")
        #expect(request.wantsExcerpts)
    }

    @Test(
        arguments: [
            (["--output", "json"], nil, false), (["--output", "json", "--output", "text=/dev/null"], nil, true),
            (["--output", "short"], nil, false), (["--max-shown", "3"], 15, true), (["--max-shown", "0"], 12, true),
            (["--max-shown", "9223372036854775807"], nil, true), (["--output", "json", "--limit", "0"], 0, false),
        ] as [([String], Int?, Bool)])
    func asksForNoMoreThanTheFormatsCanShow(_ arguments: [String], _ limit: Int?, _ wantsExcerpts: Bool) throws {
        let request = try #require(FakeHost().kpilint(["check"] + arguments).requests.first)
        #expect(request.limit == limit)
        #expect(request.wantsExcerpts == wantsExcerpts)
    }

    @Test func takesTheDayAndTheNameOfStandardInput() throws {
        let request = try request(
            "--today", "2023-12-01", "--stdin-name", "kpis.csv", "--allow-empty", "--threads", "1")
        #expect(request.today == 19_692)
        #expect(request.standardInputName == "kpis.csv")
        #expect(request.allowsEmpty)
        #expect(request.threads == 1)
    }
}

@Suite struct CheckOutputTests {
    @Test(arguments: [
        (Verdict.clean, 0), (.findings, 1), (.cannotCheck(.faultyRuleFiles), 2), (.incomplete, 3), (.nothingChecked, 4),
        (.interrupted, 130),
    ])
    func exitsAsTheRunSays(_ verdict: Verdict, _ code: Int) {
        var host = FakeHost(run: oneFinding)
        host.run.verdict = verdict
        host.run.diagnostics = [
            Diagnostic("note-worthy", .note, "a note", at: SourceSpan(SourceFile(name: "a", text: ""), 0..<0))
        ]
        let json = host.kpilint(["check", "--output", "json"])
        #expect(Int(json.exitCode) == code && json.output.contains("{\"exitCode\": \(code), "))
        #expect(host.kpilint(["check", "--output", "sarif"]).output.contains("\"exitCode\": \(code)"))
        #expect(ExitCode.verdict(of: code) == verdict)
    }

    @Test func findingsGoToStandardOutputAndRemarksToStandardError() {
        let host = FakeHost(run: oneFinding, notices: ["kpis.csv is read as table kpis"])
        let run = host.kpilint(["check", "--output", "short"])
        #expect(run.output == "kpis.csv:2:5: error: 1.1 is rated Green, but is due Red [rag-follows-target]\n")
        #expect(run.error == "note: kpis.csv is read as table kpis\n")
        #expect(host.kpilint(["check", "--quiet", "--output", "short"]).error.isEmpty)
    }

    @Test(arguments: [["check"], ["check", "--quiet"], ["check", "--output", "json"]])
    func aCheckThatCouldNotBeginSaysSoAndReportsNothing(_ arguments: [String]) {
        var host = FakeHost(run: CheckRun(toolVersion: "1.2.3", verdict: .cannotCheck(.unknownRule("x", near: "y"))))
        // What is noted about the rule files does not hide that nothing was done.
        host.run.diagnostics = [
            Diagnostic("idle-rule", .note, "a note", at: SourceSpan(SourceFile(name: "a", text: ""), 0..<0))
        ]
        let run = host.kpilint(arguments)
        #expect(run.exitCode == 2)
        #expect(run.output.isEmpty)
        #expect(run.error == "kpilint: there is no rule x; did you mean y?\n")
    }

    @Test func linesOfSeveralFormatsFollowEachOther() {
        let run = FakeHost(run: oneFinding).kpilint(["check", "--output", "short", "--output=github=-"])
        #expect(run.output.hasPrefix("kpis.csv:2:5: error: "))
        #expect(run.output.contains("\n::error "))
    }

    @Test func whereAMachineReadsAPersonIsToldOnStandardError() {
        var host = FakeHost(run: oneFinding)
        let source = SourceFile(name: "kpis.rules", text: "tabel kpis\n")
        host.run.verdict = .cannotCheck(.faultyRuleFiles)
        host.run.diagnostics = [
            Diagnostic("unknown-declaration", .error, "there is no `tabel`", at: SourceSpan(source, 0..<5))
        ]
        host.run.unreadable = [UnreadableFile(path: "q2.csv", reason: "there is no such file")]
        let run = host.kpilint(["check", "--output", "json"])
        #expect(run.output.hasPrefix("{"))
        #expect(run.error.contains("error[unknown-declaration]: there is no `tabel`"))
        #expect(run.error.contains("error: q2.csv could not be read: there is no such file\n"))
        #expect(host.kpilint(["check"]).error.isEmpty)
    }

    @Test func theLevelHidesAndNothingElse() {
        let run = FakeHost(run: oneFinding).kpilint(["check", "--output", "short", "--level", "error"])
        #expect(!run.output.isEmpty)
        var host = FakeHost(run: oneFinding)
        host.run.findings[0].severity = .note
        let hidden = host.kpilint(["check", "--output", "short", "--level", "warning"])
        #expect(hidden.output.isEmpty)
        #expect(hidden.exitCode == 1)
    }

    @Test(
        arguments: [
            ([:], true, [], true), ([:], false, [], false), (["NO_COLOR": "1"], true, [], false),
            (["NO_COLOR": ""], true, [], true), (["TERM": "dumb"], true, [], false),
            (["FORCE_COLOR": "1"], false, [], true),
            (["FORCE_COLOR": "0"], true, [], false), (["CLICOLOR_FORCE": "1"], false, [], true),
            (["CLICOLOR": "0"], true, [], false), (["NO_COLOR": "1", "FORCE_COLOR": "1"], true, [], false),
            (["NO_COLOR": "1"], false, ["--color", "always"], true), ([:], true, ["--color=never"], false),
        ] as [([String: String], Bool, [String], Bool)])
    func colours(_ variables: [String: String], _ isTerminal: Bool, _ options: [String], _ expected: Bool) {
        let host = FakeHost(variables: variables, isTerminal: isTerminal, run: oneFinding)
        let run = host.kpilint(["check"] + options)
        #expect(run.output.contains("\u{1B}[") == expected)
    }

    @Test(
        arguments: [
            (false, [:], [], 100), (true, [:], [], 72), (false, ["COLUMNS": "50"], [], 50),
            (true, [:], ["--width", "40"], 40),
        ] as [(Bool, [String: String], [String], Int)])
    func fitsTheWidth(_ isTerminal: Bool, _ variables: [String: String], _ options: [String], _ width: Int) {
        var host = FakeHost(variables: variables, isTerminal: isTerminal, run: oneFinding)
        host.run.findings[0].message = Array(repeating: "word", count: 60).joined(separator: " ")
        let run = host.kpilint(["check", "--color", "never"] + options)
        let widest = run.output.split(separator: "\n").map(\.count).max() ?? 0
        #expect(widest <= width)
        #expect(widest > width - 6)
    }
}

@Suite struct ContinuousIntegrationTests {
    private let actions = ["GITHUB_ACTIONS": "true"]

    @Test func annotationsComeByThemselves() {
        let run = FakeHost(variables: actions, run: oneFinding).kpilint(["check"])
        #expect(run.output.contains("\n::error "))
        #expect(run.requests.first?.limit == nil, "annotations are made from every finding")
    }

    @Test func aMachineThatReadsStandardOutputIsLeftAlone() {
        let run = FakeHost(variables: actions, run: oneFinding).kpilint(["check", "--output", "json"])
        #expect(run.output.hasPrefix("{"))
        #expect(!run.output.contains("::error "))
        #expect(run.error.contains("::error "))
    }

    @Test func annotationsThatWereAskedForComeOnce() {
        let run = FakeHost(variables: actions, run: oneFinding).kpilint(["check", "--output", "github"])
        #expect(run.output.split(separator: "\n").filter { $0.hasPrefix("::error ") }.count == 1)
        #expect(!run.error.contains("::error "))
    }

    @Test(arguments: [([:], []), (["GITHUB_ACTIONS": "true"], ["--no-ci-detect"])] as [([String: String], [String])])
    func elsewhereThereAreNone(_ variables: [String: String], _ options: [String]) {
        let run = FakeHost(variables: variables, run: oneFinding).kpilint(["check"] + options)
        #expect(!run.output.contains("::error "))
    }
}
