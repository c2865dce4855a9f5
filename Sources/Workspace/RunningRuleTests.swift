// Runs rule tests, and reports for every row with another outcome what was expected, what came, and why.

import Checking
import Diagnostics
import Evaluation
import Findings
import Syntax
import Wording

extension Session {
    /// Runs the tests of rule files. Where rule files have errors, the report has only diagnostics.
    package func test(_ request: RuleTestRequest) -> RuleTestReport {
        let paths = request.ruleFiles.isEmpty ? defaultRuleFiles() : request.ruleFiles
        return runRuleTests(RuleSources(paths, in: files), request)
    }
}

/// Runs the tests of rule files that were read.
func runRuleTests(_ sources: RuleSources, _ request: RuleTestRequest) -> RuleTestReport {
    var report = RuleTestReport()
    report.diagnostics = sources.diagnostics
    guard report.diagnostics.isEmpty else { return report }
    // The files and what they import; the built-in pack only if it was named itself.
    let loaded = sources.check()
    // A rule that a file turns off is not run, and so not tested.
    let off = Set(loaded.idle.filter { $0.reason.isOff }.map(\.name))
    func isWanted(_ name: String) -> Bool {
        !off.contains(name) && (request.only.isEmpty || request.only.contains { name.hasPrefix($0) })
    }
    let named = Set(sources.files.map(\.name))
    let files = loaded.files.filter { $0.source.name != standardPackName || named.contains($0.source.name) }
    let bench = RuleTestBench(sources, files: files, where: isWanted)
    report.diagnostics = bench.diagnostics
    guard !report.diagnostics.contains(where: { $0.severity == .error }) else { return report }
    report.misnamed = loaded.misnamed(request.only)
    guard report.misnamed == nil else { return report }

    for test in bench.tests {
        switch bench.result(of: test) {
        case .success(let result): report.tests.append(result)
        case .failure(let fault): report.diagnostics.append(fault.diagnostic)
        }
    }
    guard !report.diagnostics.contains(where: { $0.severity == .error }) else { return report }
    let declared = declaredRules(of: files).filter { isWanted($0.name) }
    let tested = Set(report.tests.map(\.rule))
    report.untested = declared.filter { !tested.contains($0.name) }
    if request.requiresBoth {
        for rule in declared where tested.contains(rule.name) {
            let own = report.tests.filter { $0.rule == rule.name }
            if !own.contains(where: { $0.broken > 0 }) { report.oneSided.append((rule, true)) }
            if !own.contains(where: { $0.passed > 0 }) { report.oneSided.append((rule, false)) }
        }
    }
    if request.mutates, report.failureCount == 0 {
        tryChanges(sources, files: files, rules: declared.map(\.name).filter(tested.contains), into: &report)
    }
    return report
}

extension RuleSet {
    /// The first of some names or prefixes that fits no rule.
    fileprivate func misnamed(_ wanted: [String]) -> CannotCheck? {
        guard !wanted.isEmpty else { return nil }
        let names = Set(rules.map(\.name) + idle.map(\.name) + general.map(\.name))
        return wanted.lazy.compactMap { noRule($0, among: names) }.first
    }
}

private func declaredRules(of files: [RuleSet.File]) -> [NamedRule] {
    files.flatMap { file in
        file.tree.declarations.compactMap { declaration -> NamedRule? in
            guard case .rule(let rule) = declaration.kind else { return nil }
            return NamedRule(name: rule.name.text, location: RuleLocation(SourceSpan(file.source, rule.name.range)))
        }
    }
}

extension RuleSet {
    /// How many rows of a test a table has for one: those of a table whose columns side by side are rows come column by
    /// column, each with a row for all that are given.
    fileprivate func rowsGiven(of table: Int, _ given: Int) -> Int {
        if case .unpivoted? = tables[table].derivation { max(1, given) } else { .max }
    }
}

extension RowOutcome {
    /// The outcome of a row of a test that is several rows of its table: the one that says most.
    fileprivate func joined(_ other: RowOutcome) -> RowOutcome {
        let order: [RowOutcome] = [.broken, .undecided, .passed, .notApplicable]
        return order.first { $0 == self || $0 == other } ?? self
    }
}

/// A test that cannot be run.
struct RuleTestError: Error {
    var diagnostic: Diagnostic
}

extension RuleTestBench {
    /// The result of a test; without `explains` only the number of failed rows is certain.
    func result(of test: PlacedTest, explains: Bool = true) -> Result<RuleTestResult, RuleTestError> {
        guard let rule = rule(of: test) else { return .failure(RuleTestError(diagnostic: misfit(test))) }
        let rules = rules(of: test)
        let checked = rules.rules[rule]
        let alone = rules.alone(rule)
        let rows = rows(of: checked.scope.table, in: test)
        if let rows, rows.rows.isEmpty, !checked.scope.isOnce {
            return .failure(RuleTestError(diagnostic: empty(test, header: rows.header)))
        }
        if let stray = strayExpectation(test, rows: rows, checked) { return .failure(RuleTestError(diagnostic: stray)) }
        let request = TraceRequest(rule: 0, rows: .all, limit: Int.max, wantsParts: false)
        let trace = trace(alone, inputs: inputs(of: test), request: request, options: EvaluationOptions())
        let width = rules.rowsGiven(of: checked.scope.table, rows?.rows.count ?? 0)
        var outcomes: [Int?: RowOutcome] = [:]
        for row in trace.traces {
            let given = row.row.map { (trace.holding[$0] ?? $0) % width }
            outcomes[given] = outcomes[given].map { $0.joined(row.outcome) } ?? row.outcome
        }
        var messages: [Int?: [String]] = [:]
        for (row, _, finding) in trace.findings {
            messages[row.map { (trace.holding[$0] ?? $0) % width }, default: []].append(finding.message)
        }

        var result = RuleTestResult(
            rule: checked.name, title: test.declaration.title?.text, location: test.location,
            rows: rows?.rows.count ?? 0,
            broken: outcomes.values.count { $0 == .broken }, passed: outcomes.values.count { $0 == .passed },
            failures: [])
        var expectations: [(row: Int?, fails: TestDeclaration.Fails?)] = []
        if case .once = checked.scope {
            expectations = [(nil, test.declaration.failsAlone)]
        } else {
            expectations = rows?.rows.enumerated().map { ($0, $1.fails) } ?? []
        }
        // Traces, made once a row has another outcome.
        var followed: [Int?: RuleTrace]?
        for (row, fails) in expectations {
            let came = outcomes[row]
            let isRight: Bool
            if let fails {
                isRight =
                    came == .broken
                    && (fails.message.map { wanted in (messages[row] ?? []).contains { $0.contains(wanted.text) } }
                        ?? true)
            } else {
                isRight = came != .broken
            }
            guard !isRight else { continue }
            var failure = RuleTestFailure(
                location: test.location, cells: [], expected: "", came: "", messages: messages[row] ?? [], reasons: [])
            if let row, let rows {
                failure.location = RuleLocation(SourceSpan(test.file, rows.rows[row].range))
                failure.cells = zip(rows.header.columns, rows.rows[row].cells).map { NamedText($0.name.text, $1.text) }
            }
            let subject = row != nil ? "the row" : "the return"
            failure.expected = subject + (fails == nil ? " does not break the rule" : " breaks the rule")
            if let wanted = fails?.message { failure.expected += ", saying \"\(wanted.text)\"" }
            failure.came = subject + words(came, checked)
            if came == .broken, let message = failure.messages.first { failure.came += ", saying \"\(message)\"" }
            if explains {
                if followed == nil { followed = follow(alone, test) }
                failure.reasons = reasons(followed?[row], outcome: came)
            }
            result.failures.append(failure)
        }
        return .success(result)
    }

    private func words(_ outcome: RowOutcome?, _ rule: CheckedRule) -> String {
        switch outcome {
        case .broken: return " breaks the rule"
        case .passed: return " passes the rule"
        case .undecided: return " cannot be decided"
        case .notApplicable: return " is none that the rule applies to"
        case nil:
            if case .groups = rule.scope { return " is not the first of its group, where the rule's findings stand" }
            return " is none of those that the rule is about"
        }
    }

    /// The parts that decided a row: the first clause that was not true, or the last.
    private func reasons(_ trace: RuleTrace?, outcome: RowOutcome?) -> [RuleTestReason] {
        guard let found = trace else { return [] }
        if outcome == .undecided, !found.faulty.isEmpty { return found.faulty.map { reason($0, depth: 0) } }
        let clause = found.clauses.first { $0.part.truth != true } ?? found.clauses.last
        guard let clause else { return [] }
        var reasons: [RuleTestReason] = []
        var open = [(part: clause.part, depth: 0)]
        while let (part, depth) = open.popLast(), reasons.count < Self.reasonLimit {
            reasons.append(reason(part, depth: depth))
            open += part.parts.reversed().map { ($0, depth + 1) }
        }
        reasons[0].text = "\(clause.kind.rawValue) \(clause.part.text)"
        return reasons
    }

    private static let reasonLimit = 16

    private func reason(_ part: TracedOperand, depth: Int) -> RuleTestReason {
        RuleTestReason(depth: depth, text: part.text, value: part.value.words, note: part.note)
    }

    /// Traces of the rows of a test. Only the first rows are traced; tests are small.
    private func follow(_ rules: RuleSet, _ test: PlacedTest) -> [Int?: RuleTrace] {
        let request = TraceRequest(rule: 0, rows: .all, limit: 1_000)
        let result = trace(rules, inputs: inputs(of: test), request: request, options: EvaluationOptions())
        let table = rules.rules[0].scope.table
        let width = rules.rowsGiven(of: table, rows(of: table, in: test)?.rows.count ?? 0)
        let holding = result.holding
        return Dictionary(result.traces.map { ($0.row.map { (holding[$0] ?? $0) % width }, $0) }) { first, other in
            first.outcome.joined(other.outcome) == first.outcome ? first : other
        }
    }

    // MARK: Tests that cannot be run

    /// The fault of a test without a row to judge, with or without a header.
    private func empty(_ test: PlacedTest, header: TestDeclaration.Header? = nil) -> Diagnostic {
        Diagnostic(
            "empty-test", .error, "the test of \(test.declaration.rule.text) gives no rows",
            at: SourceSpan(test.file, header?.range ?? test.declaration.rule.range),
            help: header.map { "write rows below `\($0.table.text)`" }
                ?? "name a table with its columns, `kpis | ref | value |`, and write rows below it")
    }

    private func misfit(_ test: PlacedTest) -> Diagnostic {
        let name = test.declaration.rule.text
        let rules = rules(of: test)
        guard let first = test.declaration.tables.first(where: { $0.header.table.text != PlacedTest.constantsTable })
        else {
            return empty(test)
        }
        let known = rules.rules.filter { $0.name == name }
        let header = SourceSpan(test.file, first.header.range)
        if let idle = rules.idle.first(where: { $0.name == name }), known.isEmpty {
            return Diagnostic(
                "idle-rule", .error, "rule \(name) cannot be tested with these columns: \(idle.reason.words)",
                at: header,
                help: "give every column that the rule asks for; one that may be left out has a `?` there")
        }
        let tables = Set(known.map { rules.tables[rules.base(ofTable: $0.scope.table)].name }).filter {
            !$0.hasPrefix("any_of_test_")
        }
        if first.header.table.text == "any" {
            return Diagnostic(
                "unknown-column", .error, "rule \(name) does not apply to these columns", at: header,
                help: "give every column that the rule asks for; one that may be left out has a `?` there")
        }
        return Diagnostic(
            "unknown-table", .error, "rule \(name) is not about \(first.header.table.text)", at: header,
            help: tables.isEmpty
                ? "write the table as `any`" : "give rows of \(tables.sorted().joined(separator: " or "))")
    }

    /// The fault of a `fails` where nothing can fail.
    private func strayExpectation(
        _ test: PlacedTest, rows: TestDeclaration.Rows?, _ rule: CheckedRule
    ) -> Diagnostic? {
        let isOnce = rule.scope.isOnce
        if let alone = test.declaration.failsAlone, !isOnce {
            return Diagnostic(
                "stray-fails", .error, "rule \(rule.name) is about rows: `fails` stands at the end of one",
                at: SourceSpan(test.file, alone.range))
        }
        let rules = rules(of: test)
        for given in test.declaration.tables where isOnce || given.header.range != rows?.header.range {
            guard let fails = given.rows.lazy.compactMap(\.fails).first else { continue }
            return Diagnostic(
                "stray-fails", .error,
                isOnce
                    ? "rule \(rule.name) is about no row: `fails` stands on a line of its own"
                    : "rule \(rule.name) is not about \(given.header.table.text): its rows cannot fail",
                at: SourceSpan(test.file, fails.range),
                help: isOnce
                    ? nil : "write `fails` at a row of \(rules.tables[rules.base(ofTable: rule.scope.table)].name)")
        }
        return nil
    }
}
