// Every example of the catalogue is typed, evaluated on the row that it names, and has the value that it states.

import Catalog
import Diagnostics
import Findings
import Testing
import Workspace

@Suite struct CatalogExamplesTests {
    @Test(arguments: Function.allCases)
    func everyFunctionHasExamplesWithTheirValues(_ function: Function) throws {
        #expect(!function.workedExamples.isEmpty, "\(function.rawValue) has no example")
        for example in function.workedExamples { try hold(example) }
        #expect(function.workedExamples.contains { $0.expression.contains(function.rawValue + "(") })
    }

    @Test(arguments: OperatorDocumentation.all.map(\.names[0]))
    func everyOperatorStateAndAggregateHasExamplesWithTheirValues(_ name: String) throws {
        for entry in OperatorDocumentation.all where entry.names[0] == name {
            #expect(!entry.examples.isEmpty, "\(name) has no example in OperatorDocumentation")
            for example in entry.examples { try hold(example) }
        }
    }

    /// Words of rule files stand in one without an error or warning.
    @Test(arguments: ClauseDocumentation.all.map(\.names[0]))
    func everyClauseHasAnExampleThatHolds(_ name: String) throws {
        for entry in ClauseDocumentation.named(name) {
            #expect(entry.names.allSatisfy { entry.example.contains($0) || name == "months" }, "\(name)")
            switch entry.kind {
            case .declaration, .clause, .part: try holdDeclarations(entry.example)
            case .option, .modifier, .line, .table: try holdInTable(entry)
            }
        }
    }

    private func holdInTable(_ entry: ClauseDocumentation) throws {
        // The name of a column that no example declares, unless it needs one of that name.
        let period = entry.names[0] == "series over" ? "quarter" : "span"
        let columns = "  code text\n  name text\n  \(period) period\n  value measure\n  target measure\n"
        let table =
            switch entry.kind {
            case .option: entry.example + "\n  code text\n  priority text\n"
            case .modifier, .line: "table kpis from \"kpis.xlsx\" {\n\(columns)  \(entry.example)\n"
            default: "table kpis from \"kpis.xlsx\" {\n\(columns)"
            }
        let key = entry.kind == .option ? "  key code\n" : entry.names[0] == "key" ? "" : "  key code, \(period)\n"
        let gate = try Gate(
            """
            scheme council for value, target {
              green "Green" when value >= target
              red   "Red"   otherwise
            }

            table register from "register.csv" {
              code text
              key code
            }

            \(table)\(key)}

            \(entry.kind == .table ? entry.example : "")
            """, [:])
        let found = session.check(gate.request).run.diagnostics
        #expect(found.isEmpty, "\(entry.names[0]): \(found.map(\.message))")
    }

    /// What declares something, or is a clause of a rule: it has no fault, and some row breaks each rule.
    private func holdDeclarations(_ example: String) throws {
        let gate = try Gate(
            """
            scheme council for value, target {
              green "Green" when value >= target
              red   "Red"   otherwise
            }
            table kpis from "kpis.csv" {
              ref        text
              area       text
              period     period
              value      measure
              target     measure
              rag        status council
              commentary text
            }
            table last_year from "last-year.csv" {
              ref   text
              value measure
              key ref
            }
            table stays from "stays.csv" {
              child  text
              start  date
              finish date
            }

            \(example)

            """,
            [
                "kpis.csv": """
                ref,area,period,value,target,rag,commentary
                1,North,2023-24 Q1,60%,50%,Green,As planned
                1,North,2023-24 Q2,-3%,60%,Red,
                1,North,2023-24 Q2,5%,60%,Red,As planned
                2,South,2023-24 Q1,120%,50%,Red,As planned

                """,
                "last-year.csv": "ref,value\n1,200%\n2,100%\n",
                "stays.csv": "child,start,finish\nA,01/01/2024,20/01/2024\nA,20/01/2024,15/02/2024\n",
                "returns/north.csv": "branch,visits\nMill Road,3\n",
            ])
        let run = gate.check().run
        let faults = run.diagnostics.filter { $0.severity != .note }
        #expect(faults.isEmpty, "\(example): \(faults.map(\.message))")
        for line in example.split(separator: "\n") where line.hasPrefix("rule ") {
            let rule = String(line.split(separator: " ")[1])
            let broken = run.rules.filter { $0.rule == rule }.reduce(0) { $0 + $1.broken }
            #expect(broken > 0, "no row breaks `\(rule)`:\n\(example)")
        }
    }

    @Test(arguments: ColumnTypeDocumentation.all.map(\.name))
    func everyCellOfATypeIsReadAsStated(_ name: String) throws {
        let type = try #require(ColumnTypeDocumentation.named(name))
        for spelling in type.spellings {
            let (value, notes) = try evaluated(
                spelling.test, columns: [(type.declaration, [spelling.cell])], declarations: type.needs)
            #expect(value == "true", "\(name) `\(spelling.cell)`: \(spelling.test)")
            // `24, with a number-in-words note`
            let stated = BuiltInFinding.allCases.map(\.rawValue).filter { spelling.meaning.contains("\($0) note") }
            #expect(notes == stated, "\(name) `\(spelling.cell)`")
        }
    }

    /// Examples without values, as they stand in help: on a table that has all the columns they name.
    @Test(arguments: Function.allCases)
    func whatStandsInARuleIsRight(_ function: Function) throws {
        let gate = try Gate(
            """
            scheme council for value, target, better? {
              green "Green" when meets(value, target, better)
              red   "Red"   otherwise
            }
            let reporting_date date = 2024-03-31
            table bank_holidays from "holidays.csv" {
              day date
            }
            table kpis from "kpis.csv" {
              ref text
              period period
              value, previous_value measure
              target, national_value target
              better choice "higher", "lower"
              rag status council
              numerator, denominator, employees, days, q1, q2, q3, q4, total whole
              commentary, owner, code text
              due_by, opened, closed, born, admitted date
              key ref, period
              series over period
            }
            rule example "example" {
              for kpis
              let result = \(function.signature.example)
              require ref == "0"
              message "{result}"
            }

            """.replacingSharedLines(),
            [
                "holidays.csv": "day\n2023-12-25\n2024-12-25\n",
                "kpis.csv": """
                ref,period,value,previous value,target,national value,better,rag,numerator,denominator,employees,days,\
                q1,q2,q3,q4,total,commentary,owner,code,due by,opened,closed,born,admitted
                1,2023-24 Q1,50%,45%,60%,55%,higher,Red,1,2,40,90,1,2,3,4,10,1 of 2 (50%) by 5 April,Housing,A1,\
                2024-05-01,2024-01-02,2024-01-12,2010-01-01,2024-01-01
                1,2023-24 Q2,50%,45%,60%,55%,higher,Red,1,2,40,90,1,2,3,4,10,1 of 2 (50%) by 5 April,Housing,A1,\
                2024-05-01,2024-01-02,2024-01-12,2010-01-01,2024-01-01
                2,2023-24 Q2,£0.4m,£0.3m,<£1m,£2m,lower,Green,1,2,40,90,1,2,3,4,10,1 of 2 (50%) by 5 April,Housing,A1,\
                2024-05-01,2024-01-02,2024-01-12,2010-01-01,2024-01-01

                """,
            ])
        let run = gate.check().run
        #expect(run.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        let values = run.findings.filter { $0.rule == "example" }.map(\.message)
        // What asks for the previous row has none on the first, and percentages do not compare with money.
        #expect(values.contains { $0 != "(unknown)" }, "\(function.signature.example): \(values)")
    }

    private func hold(_ example: WorkedExample) throws {
        let (value, _) = try evaluated(
            example.expression, columns: example.columns.map { ($0.declaration, $0.cells) },
            declarations: example.declarations)
        #expect(value == example.value, "\(example.expression)")
    }

    /// What an expression comes to on the first row of a table `kpis`, and the names of other findings.
    private func evaluated(
        _ expression: String, columns: [(declaration: String, cells: [String])], declarations: String
    ) throws -> (value: String, others: [String]) {
        let rules = """
            \(declarations)
            table kpis from "kpis.csv" {
              example text
            \(columns.map { "  " + $0.declaration + "\n" }.joined())}

            rule value "value" {
              for kpis where example == "1"
              let result = \(expression)
              require example == "0"
              message "{result}"
            }

            """
        let names = columns.map { String($0.declaration.prefix { $0 != " " }) }
        var csv = (["example"] + names).joined(separator: ",") + "\n"
        for row in 0..<max(1, columns.map(\.cells.count).max() ?? 1) {
            let cells = columns.map { row < $0.cells.count ? quoted($0.cells[row]) : "" }
            csv += (["\(row + 1)"] + cells).joined(separator: ",") + "\n"
        }
        let gate = try Gate(rules, ["kpis.csv": csv])
        let run = gate.check().run
        #expect(run.diagnostics.filter { $0.severity == .error }.map(\.message) == [], "\(expression)")
        let shown = run.findings.filter { $0.rule == "value" }.map(\.message)
        #expect(shown.count == 1, "\(expression) was not evaluated: \(shown)")
        let value = shown.first ?? "nothing"
        return (
            value == "(unknown)" ? "unknown" : value == "(blank)" ? "blank" : value,
            run.findings.map(\.rule).filter { $0 != "value" }
        )
    }

    private func quoted(_ cell: String) -> String {
        "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

extension String {
    /// `a, b text` on a line as a line for each column.
    fileprivate func replacingSharedLines() -> String {
        split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.first?.hasSuffix(",") == true, let type = words.last else { return String(line) }
            return words.dropLast().map { "  \($0.split(separator: ",")[0]) \(type)" }.joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
