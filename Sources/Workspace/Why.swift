// `why`: traces one rule through the requested rows.

import Checking
package import Diagnostics
import Evaluation
package import Findings
import Syntax
import Wording

/// A request of `why`.
package struct WhyRequest: Sendable {
    package var rule = ""
    /// `--row key=value`: the texts of the row in some columns; empty means the rows that break the rule.
    package var row: [(column: String, text: String)] = []
    /// Rule files, returns and constants, as for a check.
    package var check = CheckRequest()
    /// How many rows are traced at most.
    package var limit = 3

    package init() {}
}

/// The answer of `why`.
package struct WhyReport: Sendable {
    package var diagnostics: [Diagnostic] = []
    /// Notices about how returns were read or bound.
    package var notices: [String] = []
    package var unreadable: [UnreadableFile] = []
    /// What is wrong with the request, and what was perhaps meant: lower case, no full stop; `nil` where nothing is.
    package var problem: (message: String, help: String?)?
    /// One for each table that the rule is about and that could be read.
    package var answers: [WhyAnswer] = []

    package init() {}
}

/// The traces of a rule in one table.
package struct WhyAnswer: Sendable {
    package var rule: String
    package var severity: Severity
    package var title: String
    package var location: RuleLocation
    package var table: String
    package var traces: [RuleTrace]
    /// How many rows match the request, and how many of them the rule is about.
    package var matching: Int
    package var followed: Int
    package var findings: [(row: Int?, partner: Int?, finding: Finding)]
    /// Whether the rule is about groups of rows, or about none.
    package var isAboutGroups: Bool
    package var isAboutNoRow: Bool
}

extension Session {
    /// Traces a rule through rows of returns.
    package func why(_ request: WhyRequest) -> WhyReport {
        var report = WhyReport()
        let paths = request.check.ruleFiles.isEmpty ? defaultRuleFiles() : request.check.ruleFiles
        guard !paths.isEmpty else {
            report.problem = ("there is no rule file", "name one, or put one into this folder or into `rules/`")
            return report
        }
        let rules = self.rules(paths, constants: request.check.constants)
        report.diagnostics = rules.diagnostics.filter { $0.severity == .error }
        guard report.diagnostics.isEmpty else { return report }
        let instances = rules.rules.indices.filter { rules.rules[$0].name == request.rule }
        guard !instances.isEmpty else {
            report.problem = unknownRule(request.rule, in: rules)
            return report
        }
        var unknownColumn: (message: String, help: String?)?
        for index in instances {
            let alone = rules.alone(index)
            let binding = Binding(alone, request.check, in: files)
            if let refusal = binding.refusal {
                report.problem = (refusal.words, nil)
                return report
            }
            let rule = rules.rules[index]
            let table = rules.tables[rule.scope.table]
            report.unreadable += binding.unreadable.filter { file in
                !report.unreadable.contains { $0.path == file.path }
            }
            guard !binding.inputs[rule.scope.table].files.isEmpty else { continue }
            for remark in binding.notices where !report.notices.contains(remark) { report.notices.append(remark) }
            var columns: [(column: Int, text: String)] = []
            if let missing = request.row.first(where: { table.column(named: $0.column) == nil }) {
                let near = nearest(to: missing.column, in: table.declaredNames)
                unknownColumn = (
                    "table \(table.name) has no column `\(missing.column)` that is read",
                    near.map { "did you mean `\($0)`?" }
                        ?? "its columns are \(table.declaredNames.joined(separator: ", "))"
                )
                continue
            }
            for wanted in request.row {
                if let column = table.column(named: wanted.column) { columns.append((column, wanted.text)) }
            }
            var isAboutNoRow = false
            var isAboutGroups = false
            if case .once = rule.scope { isAboutNoRow = true }
            if case .groups = rule.scope { isAboutGroups = true }
            let rows: FollowedRows = isAboutNoRow ? .all : columns.isEmpty ? .broken : .matching(columns)
            var options = EvaluationOptions()
            options.today = request.check.today ?? today()
            let traced = trace(
                alone, inputs: binding.inputs, request: TraceRequest(rule: 0, rows: rows, limit: request.limit),
                options: options)
            let definitions = Definitions(of: rule, in: rules)
            report.answers.append(
                WhyAnswer(
                    rule: rule.name, severity: rule.severity, title: rule.title, location: RuleLocation(rule.nameSpan),
                    table: table.name, traces: traced.traces.map { definitions.added(to: $0) },
                    matching: traced.matching,
                    followed: traced.followed,
                    findings: traced.findings, isAboutGroups: isAboutGroups, isAboutNoRow: isAboutNoRow))
        }
        if report.answers.isEmpty, report.unreadable.isEmpty {
            let names = instances.map { rules.tables[rules.rules[$0].scope.table] }
            report.problem =
                unknownColumn
                ?? (
                    "there is no return for \(names.map(\.name).joined(separator: " or "))",
                    names.first.map { "name it on the command line, or put it where \"\($0.source.pattern)\" finds it" }
                )
        }
        return report
    }
}

/// The definitions of a rule's `let`s, as written.
private struct Definitions {
    private var texts: [String: String] = [:]

    init(of rule: CheckedRule, in rules: RuleSet) {
        let file = rule.nameSpan.file
        for declaration in rules.files.first(where: { $0.source === file })?.tree.declarations ?? [] {
            guard case .rule(let written) = declaration.kind, written.name.range == rule.nameSpan.range else {
                continue
            }
            for clause in written.lets { texts[clause.name.text] = shortened(file.text(clause.value.range), to: 200) }
        }
    }

    /// The trace with `name = value as written` where a `let` is named.
    func added(to trace: RuleTrace) -> RuleTrace {
        guard !texts.isEmpty else { return trace }
        var trace = trace
        for index in trace.clauses.indices { trace.clauses[index].part = added(to: trace.clauses[index].part) }
        return trace
    }

    private func added(to part: TracedOperand) -> TracedOperand {
        var part = part
        if let text = texts[part.text] { part.text += " = " + text }
        part.parts = part.parts.map { added(to: $0) }
        return part
    }
}

private func unknownRule(_ name: String, in rules: RuleSet) -> (message: String, help: String?) {
    if let idle = rules.idle.first(where: { $0.name == name }) {
        return ("rule \(name) does not run here: \(idle.reason.words)", nil)
    }
    let names = rules.rules.map(\.name) + rules.idle.map(\.name)
    return (
        "there is no rule `\(name)`",
        nearest(to: name, in: names).map { "did you mean `\($0)`?" } ?? "`kpilint rules` lists the rules"
    )
}

extension CheckedTable {
    fileprivate var declaredNames: [String] { columns.filter { !$0.isOfStored }.map(\.name) }

    /// The index of a column that is read, by its name or one of its headers.
    fileprivate func column(named name: String) -> Int? {
        columns.firstIndex { $0.name == name }
            ?? columns.firstIndex { column in
                comparable(column.name) == comparable(name)
                    || column.headers.contains { comparable($0) == comparable(name) }
            }
    }
}
