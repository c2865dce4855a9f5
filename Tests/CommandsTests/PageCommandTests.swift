// Pages from the command line: the day, hidden cells, and pages of saved runs.

import Testing

@testable import Commands

@Suite struct PageCommandTests {
    private static let files = [
        "a.csv": "ref,value\nsecret-key,secret-value\n",
        "a.rules": """
        table a from "a.csv" {
          ref   text
          value text
          key ref
        }
        rule wrong "Values are right" {
          for a
          require value == "right"
          message "{row} has {value}"
        }

        """,
    ]

    private func program(_ variables: [String: String] = [:]) throws -> WholeProgram {
        var program = try WholeProgram(Self.files)
        program.variables = variables
        return program
    }

    @Test func theDayIsThatOfTheEpochOrOfTheRun() throws {
        let words = ["check", "./a.rules", "--output", "html"]
        #expect(try program().run(words).output.contains("on 2023-12-01, by kpilint"))
        #expect(try program(["SOURCE_DATE_EPOCH": "86399"]).run(words).output.contains("on 1970-01-01, by kpilint"))
        #expect(try program(["SOURCE_DATE_EPOCH": "-1"]).run(words).output.contains("on 1969-12-31, by kpilint"))
    }

    @Test func redactionHidesCells() throws {
        let words = ["check", "./a.rules", "--output", "html"]
        let plain = try program().run(words).output
        #expect(plain.contains("secret-key") && plain.contains("secret-value"))
        let hidden = try program().run(words + ["--redact"]).output
        #expect(!hidden.contains("secret-") && hidden.contains("Values are right") && hidden.contains(">B2:<"))
    }

    @Test func redactionOfOtherFormatsIsRefused() throws {
        let run = try program().run("check", "./a.rules", "--redact")
        #expect(run.exitCode == 2 && run.error.contains("`--redact` hides nothing here"))
    }

    @Test func aSavedRunBecomesAPage() throws {
        let program = try program()
        #expect(program.run("check", "./a.rules", "--output", "json=./a.json").exitCode == 1)
        let page = program.run("convert", "./a.json", "--to", "html")
        #expect(page.exitCode == 0 && page.output.contains("Not ready to submit: 1 must be put right"))
        #expect(page.output.contains("not in the saved run") && page.output.contains("secret-key has secret-value"))
        let hidden = program.run("convert", "./a.json", "--to", "html", "--redact")
        #expect(hidden.exitCode == 0 && !hidden.output.contains("secret-"))
    }
}
