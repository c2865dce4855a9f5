// `kpilint explain`: tells what a rule or a structural finding means, why it matters, how to repair and to waive it;
// and what a word of the rule language means.

import Catalog
import Checking
import Diagnostics
import Findings
import Reports
import Workspace

struct ExplainCommand: Command {
    static let name = "explain"
    static let summary = "say what a rule or a word of rules means"
    static let synopsis = "NAME [RULES.rules …]"
    static let explanation = """
        NAME is a rule of the rule files, of the standard pack, or a finding that needs no rule, such as `missing-value`; \
        an error in a rule file, such as `never-compares`; or a word of the rule language: a function (`round`), a type of \
        columns (`measure`), an operator (`agrees with`, `"<="`), an aggregate (`sum`), what `is` asks (`is bounded`), an option of a \
        table (`headers on lines`), what is said of a column (`fill down`), or what begins a clause, a line or a declaration (`for each`, \
        `key`, `waive`).
        """
    static let operands = OperandKind.nameThenPaths

    var color = ColorChoice.auto

    init() {}

    static var options: [Option<Self>] { [.color(in: "Options") { $0.color = $1 }] }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        guard let (name, paths) = divided(operands) else {
            throw UsageError("`explain` needs the name of a rule", help: "write `kpilint explain rag-follows-target`")
        }
        var page = Page(width: host.width, color: host.isColored(color, toTerminal: host.outputIsTerminal))
        if let finding = BuiltInFinding(rawValue: name) {
            page.explain(finding, today: host.today)
            if let meaning = ruleFileFaults[name] {
                page.heading("Where it is said of a rule file")
                page.paragraphs(meaning)
            }
            host.write(page.text)
            return ExitCode.success
        }
        let rules = host.loadRules(paths, [])
        if let rule = ExplainedRule(name, in: rules) {
            page.explain(rule, today: host.today)
        } else if let meaning = meaning(ofName: name) {
            page.heading(name)
            page.paragraphs(meaning)
        } else if case let words = ExplainedWord.named(name), !words.isEmpty {
            for word in words { page.explain(word) }
        } else {
            let standard = check([standardPack], options: CheckingOptions { _, _ in nil })
            guard let rule = ExplainedRule(name, in: standard) else {
                host.report(rules.diagnostics.filter { $0.severity == .error }, color: color)
                throw unknownRule(name, [rules, standard])
            }
            page.explain(rule, today: host.today)
        }
        host.write(page.text)
        return ExitCode.success
    }

    /// Splits operands into the requested name and the rule files: `agrees with` may be written without quotes.
    private func divided(_ operands: [String]) -> (name: String, paths: [String])? {
        guard let first = operands.first else { return nil }
        for count in [3, 2] where operands.count >= count {
            let name = operands.prefix(count).joined(separator: " ")
            if !ExplainedWord.named(name).isEmpty { return (name, Array(operands.dropFirst(count))) }
        }
        return (first, Array(operands.dropFirst()))
    }

    private func unknownRule(_ name: String, _ sets: [RuleSet]) -> UsageError {
        let names =
            sets.flatMap { $0.rules.map(\.name) + $0.idle.map(\.name) } + BuiltInFinding.allCases.map(\.rawValue)
            + ExplainedWord.names + ruleFileFaults.keys.sorted()
        return UsageError(
            "there is no rule, finding or word of the language `\(name)`",
            help: nearest(to: name, in: names).map { "did you mean `\($0)`?" } ?? "`kpilint rules` lists the rules")
    }
}

/// A rule as its author wrote it, whether it runs or not.
struct ExplainedRule {
    var name: String
    var severity: Severity
    var title: String
    /// The text of its `///` comment, without the slashes.
    var documentation: String
    /// The declaration as written; `location` is the file's name with the line.
    var source: [String]
    var location: String
    /// Tables that it checks, with conditions that select one row by its key: `ref == "…"`; without any where its
    /// findings are about no row.
    var tables: [(name: String, key: [String])]
    /// Why it does not run, or `nil`.
    var idleReason: String?
    /// The first of its tests, as written.
    var test: [String]

    /// `nil` where there is no rule of this name.
    init?(_ name: String, in rules: RuleSet) {
        let running = rules.rules.filter { $0.name == name }
        self.name = name
        let span: SourceSpan
        if let rule = running.first {
            (severity, title, span) = (rule.severity, rule.title, rule.span)
        } else if let rule = rules.idle.first(where: { $0.name == name }) {
            (severity, title, span, idleReason) = (rule.severity, rule.title, rule.span, rule.reason.words)
        } else {
            return nil
        }
        let declaration = Declared(at: span)
        documentation = declaration.documentation
        source = declaration.lines
        location = "\(span.file.name):\(declaration.line)"
        tables = running.map { rule in
            let table = rules.tables[rule.scope.table]
            return (table.name, rule.isFoundInRows ? table.key.map { $0.condition(in: table) } : [])
        }
        test = rules.files.lazy.compactMap { firstTest(of: name, in: $0.source) }.first ?? []
    }
}

extension CheckedRule {
    /// Whether its findings are about rows, so that a waiver's condition can select some.
    fileprivate var isFoundInRows: Bool {
        if case .once = scope { false } else { leastShare == nil }
    }
}

extension ColumnOrLet {
    /// A condition that is true of one value of it, in the literal of its type.
    fileprivate func condition(in table: CheckedTable) -> String {
        switch self {
        case .column(let index):
            let column = table.columns[index]
            return "\(column.name) \(column.type.traits.question)"
        case .computed(let index): return "\(table.lets[index].name) == …"
        }
    }
}

/// The text of a declaration with the `///` lines above it.
private struct Declared {
    var lines: [String] = []
    var documentation: String
    /// Where the declaration itself begins, counted from 1.
    var line: Int

    init(at span: SourceSpan) {
        let file = span.file
        let last = span.end.line
        line = span.start.line
        while line < last, file.lineText(line).trimmingSpaces().hasPrefix("///") { line += 1 }
        // The span may cover only the rule's name: the declaration ends with a line that begins with `}`, or is one
        // line.
        var end = max(last, line)
        while end < file.lineStarts.count, !file.lineText(end).hasPrefix("}"),
            end > line || file.lineText(end).last != "}"
        { end += 1 }
        lines = (line...end).map { file.lineText($0) }
        var comment: [String] = []
        var above = line - 1
        while above >= 1, case let text = file.lineText(above).trimmingSpaces(), text.hasPrefix("///") {
            comment.append(String(text.dropFirst(3)).trimmingSpaces())
            above -= 1
        }
        documentation = comment.reversed().joined(separator: "\n")
    }
}

/// The lines of the first `test` of a rule in a file: it ends with a line of `}` alone.
private func firstTest(of rule: String, in file: SourceFile) -> [String]? {
    var lines: [String] = []
    for number in 1...file.lineStarts.count {
        let line = file.lineText(number)
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "{" || $0 == "\"" })
        if lines.isEmpty {
            guard words.first == "test", words.dropFirst().first.map(String.init) == rule else { continue }
        }
        lines.append(line)
        if line.trimmingSpaces() == "}" { return lines }
    }
    return nil
}
