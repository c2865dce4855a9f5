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

    /// The program in a folder with a run that was saved.
    private func saved(_ options: [String] = []) throws -> WholeProgram {
        let program = try program()
        #expect(program.run(["check", "./a.rules", "--output", "json=./a.json"] + options).exitCode == 1)
        return program
    }

    private static let note = "This page was made of a saved run"

    /// Where nothing has changed the page of a saved run is that of the check, but for the sentence that says so.
    @Test(arguments: [[], ["--redact"]])
    func aSavedRunBecomesThePageOfItsCheck(_ options: [String]) throws {
        let program = try saved()
        let direct = program.run(["check", "./a.rules", "--output", "html"] + options).output
        let page = program.run(["convert", "./a.json", "--to", "html"] + options)
        #expect(page.exitCode == 0 && direct.contains("<div class=\"scroll frame"))
        #expect(page.output.split(separator: "\n").filter { !$0.contains(Self.note) } == direct.split(separator: "\n"))
        #expect(page.output.contains(Self.note + ": no rule file or return has changed since"))
        #expect(page.output.contains("secret-") == options.isEmpty)
    }

    /// What the check was asked for is asked for again.
    @Test(arguments: [
        ["--today", "2020-02-03"], ["--fail-on", "warning", "--limit", "1"], ["--table", "a=./a.csv"],
        ["--only", "wrong"], ["--allow-empty", "--fail-on", "error"],
    ])
    func whatWasAskedIsAskedAgain(_ options: [String]) throws {
        let program = try saved(options)
        #expect(
            program.run("convert", "./a.json", "--to", "html").output.contains("no rule file or return has changed"))
    }

    /// Whatever is not as it was is named, and the page is made of what was saved.
    @Test(arguments: [
        ("a.csv", "ref,value\nsecret-key,secret-other\n", "a.csv has changed since"),
        ("a.rules", "// so\n", "a.rules has changed since"), ("a.csv", nil, "a.csv cannot be read"),
    ])
    func whatChangedIsSaid(_ name: String, _ text: String?, _ why: String) throws {
        let program = try saved()
        program.folder.write(name, text)
        let page = program.run("convert", "./a.json", "--to", "html")
        #expect(page.exitCode == 0 && page.output.contains("Not ready to submit: 1 must be put right"))
        #expect(
            page.output.contains(Self.note + ", without the tables around rows, the pictures and the overview: " + why))
        #expect(
            page.output.contains("secret-key has secret-value") && !page.output.contains("<div class=\"scroll frame"))
        // What the bytes were is still known.
        #expect(page.output.contains("<td class=\"digest\">") && !page.output.contains("not in the saved run"))
        let hidden = program.run("convert", "./a.json", "--to", "html", "--redact")
        #expect(hidden.exitCode == 0 && !hidden.output.contains("secret-"))
    }

    /// A run of another version, or that was read from standard input, or that holds nothing of it.
    @Test func whatCannotBeMadeAgainIsSaid() throws {
        let program = try saved()
        let text = try #require(program.folder.text("a.json"))
        for (old, new, why) in [
            ("\"version\": \"0", "\"version\": \"9", "it was saved by kpilint 9"),
            ("\"madeOf\"", "\"other\"", "it does not hold what it was made of"),
            ("\"rules\": [\"\(program.folder.path)/a.rules\"]", "\"rules\": [\"-\"]", "standard input was read"),
            ("\"broken\": 1", "\"broken\": 2", "a check comes to something else now"),
            ("\"sha256\"", "\"sha\"", "the saved run has no SHA-256 of"),
        ] {
            let changed = text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
            #expect(changed != text)
            program.folder.write("b.json", changed)
            #expect(program.run("convert", "./b.json", "--to", "html").output.contains(why), "\(old)")
        }
    }

    /// The page is not written over a return or rule file that it is made of.
    @Test(arguments: ["a.csv", "a.rules"])
    func nothingThatIsReadIsWrittenOver(_ name: String) throws {
        let program = try saved()
        let before = program.folder.text(name)
        let run = program.run("convert", "./a.json", "--to", "html=./" + name)
        #expect(run.exitCode == 2 && run.error.contains("is an input of this check"), "\(run.error)")
        #expect(program.folder.text(name) == before)
    }
}
