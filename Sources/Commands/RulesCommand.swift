// `kpilint rules`: lists the rules that would run, and those that would not with the reason.

import Catalog
import Checking
import Diagnostics
import Findings
import Reports

struct RulesCommand: Command {
    static let name = "rules"
    static let summary = "list the rules that would run"
    static let synopsis = "[RULES.rules …]"
    static let explanation = """
        Without rule files, those of the current folder are taken, else those of `rules/`. \
        Each line gives a rule's severity, its name, the table it checks and where it stands.
        """
    static let operands = OperandKind.paths

    var constants: [(name: String, value: String)] = []
    var color = ColorChoice.auto

    init() {}

    static var options: [Option<Self>] {
        [
            .value(
                "--set", taking: .text("NAME=VALUE"), in: "Options", help: "replace a constant of the rule files",
                isRepeatable: true
            ) { (command, word) throws(UsageError) in
                command.constants.append(try pair(word, of: "--set", example: "reporting_date=2023-09-30"))
            },
            .color(in: "Options") { $0.color = $1 },
        ]
    }

    func run(_ operands: [String], on host: Host) throws(UsageError) -> Int32 {
        let rules = host.loadRules(operands, constants)
        host.report(rules.diagnostics, color: color)
        if rules.hasErrors { return ExitCode.usage }
        let lines = listing(of: rules)
        if lines.isEmpty {
            host.writeError("kpilint: there are no rules\n")
            return ExitCode.nothing
        }
        host.write(lines)
        return ExitCode.success
    }

    /// A line for each rule that runs, then the idle ones and the structural findings with a changed severity.
    private func listing(of rules: RuleSet) -> String {
        var output = aligned(
            rules.rules.map { rule in
                [rule.severity.rawValue, rule.name, rules.tables[rule.scope.table].name, place(rule.nameSpan)]
            })
        if !rules.idle.isEmpty {
            output += (output.isEmpty ? "" : "\n") + "Not run:\n"
            output += aligned(rules.idle.map { ["  " + $0.name, $0.reason.words, place($0.span)] })
        }
        if !rules.replacements.isEmpty {
            output += (output.isEmpty ? "" : "\n") + "Replaced:\n"
            output += aligned(
                rules.replacements.map {
                    ["  \($0.what) \($0.name)", place($0.span), "instead of \(place($0.replaced))"]
                })
        }
        let changed = rules.structural.changed
        if !changed.isEmpty {
            output += (output.isEmpty ? "" : "\n") + "Structural findings that were set:\n"
            output += aligned(changed.map { ["  " + $0.finding.rawValue, $0.severity?.rawValue ?? "off"] })
        }
        return output
    }

    private func place(_ span: SourceSpan) -> String { "\(span.file.name):\(span.start.line)" }
}

/// Rows of cells in columns as wide as their widest cell; the last column is as it is.
private func aligned(_ rows: [[String]]) -> String {
    let rows = rows.map { $0.map(escapedForTerminal) }
    var widths: [Int] = []
    for row in rows {
        for (column, cell) in row.enumerated() {
            if column == widths.count { widths.append(0) }
            widths[column] = max(widths[column], displayWidth(cell))
        }
    }
    var output = ""
    for row in rows {
        for (column, cell) in row.enumerated() {
            output += cell
            if column < row.count - 1 {
                output += String(repeating: " ", count: widths[column] - displayWidth(cell) + 2)
            }
        }
        output += "\n"
    }
    return output
}

extension Option {
    /// `--color`, for every command that writes for people.
    static func color(in group: String, set: @escaping (inout Target, ColorChoice) -> Void) -> Self {
        .value(
            "--color", taking: .choice("WHEN", ColorChoice.allCases.map(\.rawValue)), in: group,
            help: "auto (the default), always or never"
        ) { (target, word) throws(UsageError) in
            set(&target, try choice(word, of: "--color", from: ColorChoice.allCases.map { ($0.rawValue, $0) }))
        }
    }
}

extension Host {
    /// Writes the faults of rule files to standard error.
    func report(_ faults: [Diagnostic], color: ColorChoice) {
        let style = TextStyle(width: width, color: isColored(color, toTerminal: errorIsTerminal))
        writeError(renderDiagnostics(faults, style: style))
    }
}
