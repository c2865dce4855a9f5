// The tables of `rules/LANGUAGE.md` that are made from the catalogue are those that it makes now.

import Catalog
import Findings
import Foundation
import Testing

/// Renewed by `KPILINT_RENEW=1 swift test --filter ReferenceTablesTests`.
private let isRenewing = ProcessInfo.processInfo.environment["KPILINT_RENEW"] != nil

@Suite(.serialized) struct ReferenceTablesTests {
    @Test(arguments: ReferenceTable.allCases)
    func theReferenceHasTheCataloguesTable(_ table: ReferenceTable) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../rules/LANGUAGE.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let begin = "<!-- \(table.rawValue), made from Sources/Catalog -->\n\n"
        let end = "<!-- end of \(table.rawValue) -->"
        let start = try #require(text.firstRange(of: begin), "LANGUAGE.md lacks the line \(begin)").upperBound
        let stop = try #require(text[start...].firstRange(of: end), "LANGUAGE.md lacks the line \(end)").lowerBound
        guard text[start..<stop] != table.markdown + "\n" else { return }
        if isRenewing {
            try Data((text[..<start] + table.markdown + "\n" + text[stop...]).utf8).write(to: file)
        } else {
            Issue.record(
                """
                The \(table.rawValue) of rules/LANGUAGE.md are stale. Renew them with
                KPILINT_RENEW=1 swift test --filter ReferenceTablesTests

                \(table.markdown)
                """)
        }
    }

    /// That table is written by hand: what stands in it is said for authors, not for `explain`.
    @Test(arguments: BuiltInFinding.allCases)
    func theReferenceHasARowForEachStructuralFinding(_ finding: BuiltInFinding) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../rules/LANGUAGE.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains("\n| `\(finding.rawValue)` | \(finding.severity.rawValue) | "), "\(finding.rawValue)")
    }

    @Test func signsOfTablesAreEscaped() {
        #expect(tableRow(["a|b", ""]) == "| a\\|b | |\n")
    }
}

enum ReferenceTable: String, CaseIterable {
    case options, modifiers, types, operators, states, functions, aggregates

    var markdown: String {
        switch self {
        case .options:
            table(["option", "means"], ClauseDocumentation.options.map { [code($0.usage), $0.summary] })
        case .modifiers:
            table(
                ["after the type", "means", "finding"],
                ClauseDocumentation.modifiers.map {
                    [code($0.usage), $0.summary, $0.findings.map(code).joined(separator: ", ")]
                })
        case .types:
            table(
                ["type", "reads", "for example"],
                ColumnTypeDocumentation.all.map { type in
                    let cells = type.spellings.map { code($0.cell) + ($0.isExplained ? " is " + $0.meaning : "") }
                    return [code(type.usage), type.summary, cells.joined(separator: " · ")]
                })
        case .operators:
            table(["operator", "does", "for example"], OperatorDocumentation.operators.map { row(of: $0, ", ") })
        case .states:
            table(["asked", "is true if", "for example"], OperatorDocumentation.states.map { row(of: $0, ", ") })
        case .functions:
            table(
                ["function", "gives", "for example"],
                Function.allCases.map { function in
                    let example = function.workedExamples.first.map(words) ?? ""
                    return [code(function.signature.usage), function.signature.summary, example]
                })
        case .aggregates:
            table(
                ["aggregate", "gives", "with no rows"],
                OperatorDocumentation.aggregates.map { entry in
                    [entry.usages.map(code).joined(separator: ", "), entry.summary, entry.ofNoRow ?? ""]
                })
        }
    }

    private func row(of entry: OperatorDocumentation, _ separator: String) -> [String] {
        [
            entry.usages.map(code).joined(separator: separator), entry.summary,
            entry.examples.first.map(words) ?? "",
        ]
    }

    /// `decimals(value)` is `2` where value is `92.40%`
    private func words(_ example: WorkedExample) -> String {
        let cells = example.columns.map { column in
            column.name + " is " + column.cells.map(code).joined(separator: ", ")
        }
        return code(example.expression) + " is " + code(example.value)
            + (cells.isEmpty ? "" : " where " + cells.joined(separator: " and "))
    }

    private func code(_ text: String) -> String { text.isEmpty ? "blank" : "`\(text)`" }

    private func table(_ head: [String], _ rows: [[String]]) -> String {
        line(head) + "|" + String(repeating: " --- |", count: head.count) + "\n" + rows.map(line).joined()
    }

    private func line(_ cells: [String]) -> String { tableRow(cells) }
}

/// A line of a Markdown table.
func tableRow(_ cells: [String]) -> String {
    "|"
        + cells.map { cell in
            cell.isEmpty
                ? " |"
                : " " + cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") + " |"
        }.joined() + "\n"
}
