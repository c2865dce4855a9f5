// `kpilint check --profile`.

import Testing

@testable import Commands

@Suite struct ProfileCommandTests {
    private func program() throws -> WholeProgram {
        try WholeProgram([
            "kpis.csv": "ref,value\n1,5\n2,500\n",
            "kpis.rules": """
            table kpis from "kpis.csv" {
              ref   whole required
              value whole
              key ref
            }
            rule small "Values are small" {
              for kpis
              require value < 100
            }
            rule never "Concerns no row" {
              for kpis
              when value > 1000
              require ref == 1
            }
            rule once "There are few rows" {
              require count(kpis) < 9
            }
            """,
        ])
    }

    @Test func eachRuleIsNamedOnStandardError() throws {
        let run = try program().run("check", "./kpis.rules", "--profile", "--plain")
        #expect(run.error.hasPrefix("Profile: "))
        for rule in ["small kpis", "never kpis", "once"] { #expect(run.error.contains("Rule \(rule): ")) }
        #expect(run.error.contains(" ms: writing reports.\n"))
    }

    @Test(arguments: ["text", "json", "sarif"]) func theReportStaysAsItIs(format: String) throws {
        let program = try program()
        let plain = program.run("check", "./kpis.rules", "--output", format)
        let profiled = program.run("check", "./kpis.rules", "--output", format, "--profile")
        #expect(profiled.output == plain.output && profiled.exitCode == plain.exitCode)
        #expect(plain.error.isEmpty && profiled.error.contains("judging by 3 rules"))
    }

    @Test func whatCouldNotBeginHasNoProfile() throws {
        let run = try program().run("check", "./gone.rules", "--profile")
        #expect(run.exitCode == 2 && !run.error.contains("Profile"))
    }
}
