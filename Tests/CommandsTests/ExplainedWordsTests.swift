// What `explain` says of functions, types, operators, states and aggregates.

import Catalog
import Testing

@testable import Commands

@Suite struct ExplainedWordsTests {
    @Test func aFunctionIsExplained() {
        let run = FakeHost().kpilint(["explain", "round"])
        #expect(run.exitCode == 0)
        #expect(
            run.output == """
                round(x[, n]) (function)

                  Gives the figure rounded to n decimals, or to a whole number; halves are rounded away from zero, n
                  is a whole number from -48 to 48.

                What it takes
                    x  a number, percentage, amount or measure
                    n  a number, percentage, amount or measure; may be left out

                Examples
                    round(2.345, 2)  2.35
                    round(2.5)       3

                In a rule
                    round(days / employees, 2)

                """)
    }

    @Test func aTypeIsExplained() {
        #expect(
            FakeHost().kpilint(["explain", "flag"]).output == """
                flag (type of a column)

                  Yes or no.

                How a column is declared
                    audited flag

                What it reads
                    yes   true
                    N     false
                    true  true
                    0     false
                    ✓     true
                    ✗     false

                """)
    }

    @Test func whatIsBothIsExplainedTwice() {
        let output = FakeHost().kpilint(["explain", "target"]).output
        #expect(output.hasPrefix("target (type of a column)\n"))
        #expect(output.contains("\n\ntarget(text) (function)\n"))
        #expect(
            FakeHost().kpilint(["explain", "min"]).output.contains(
                "\n\nmin(T.x where …), max(T.x where …) (aggregate)\n"))
    }

    @Test func optionsAndModifiersAreExplained() {
        #expect(
            FakeHost().kpilint(["explain", "until", "blank"]).output == """
                until blank (option of a table)

                  The table ends at the first blank row; kpilint says how many rows below are not read.

                In a rule file
                    table kpis from "q2.xlsx" until blank {

                """)
        #expect(
            FakeHost().kpilint(["explain", "required"]).output == """
                required (modifier of a column)

                  No cell may be blank.

                The finding where it does not hold
                    missing-value

                In a rule file
                    ref text required

                """)
        let filled = FakeHost().kpilint(["explain", "fill", "down"]).output
        #expect(filled.contains("  A blank cell has the text of the nearest filled cell above it"))
    }

    @Test(arguments: [["is bounded"], ["is", "bounded"], ["bounded"]])
    func aStateIsExplainedWithQuotesAndWithout(_ words: [String]) {
        #expect(
            FakeHost().kpilint(["explain"] + words).output == """
                is bounded (state)

                  The cell says on which side of a bound the figure lies, but not which figure it is, such as `<5`.

                Examples
                    value is bounded  true (where value is <5)
                    value is bounded  false (where value is 5)

                """)
    }

    @Test(arguments: ExplainedWord.names)
    func everyWordIsExplained(_ name: String) {
        let run = FakeHost(isTerminal: true).kpilint(["explain", name, "--color", "never"])
        #expect(run.exitCode == 0)
        #expect(run.error.isEmpty)
        #expect(
            run.output.contains("\nAn example\n") || run.output.contains("\nExamples\n")
                || run.output.contains("\nWhat it reads\n") || run.output.contains("\nIn a rule file\n"))
        #expect(!run.output.contains("\n\n\n"))
        #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test(arguments: [
        ("roudn", "round"), ("mesure", "measure"), ("agrees wth", "agrees with"), ("never-compars", "never-compares"),
    ])
    func aMisspeltWordHasANearestName(_ name: String, _ meant: String) {
        let run = FakeHost().kpilint(["explain", name])
        #expect(run.exitCode == 2)
        #expect(
            run.error == "kpilint: there is no rule, finding or word of the language `\(name)`\n"
                + "help: did you mean `\(meant)`?\n")
    }

    @Test func anErrorOfAnAuthorIsExplained() {
        #expect(
            FakeHost().kpilint(["explain", "exact-quotient"]).output == """
                exact-quotient
                  A printed figure is compared with a quotient by `==`. Printed figures are rounded: use `agrees
                  with`.

                  It is about a rule file, not about a return. The message says what is wrong and where, and `help:`
                  what to write in its place.

                  An error stops the check: no return is read before the rule file is put right. Warnings and notes
                  do not. None of them can be waived or set to another severity.

                """)
        // Findings about returns that are errors of authors by the same name say both.
        #expect(
            FakeHost().kpilint(["explain", "unknown-column"]).output.contains("\nWhere it is said of a rule file\n"))
    }

    @Test(arguments: [
        ("sums", "total rows where"), ("above", "total rows where"), ("totals", "total rows where"),
        ("within line", "matching /"), ("within text", "matching /"), ("holidays", "working_days("),
        ("better", "meets("), ("query", "rule NAME query"), ("error", "rule NAME query"), ("off", "set RULE to"),
        ("distinct", "count distinct("), ("agrees", "agrees with"),
    ])
    func aPartOfAnotherWordIsExplainedWithIt(_ word: String, _ usage: String) {
        let run = FakeHost().kpilint(["explain"] + word.split(separator: " ").map(String.init))
        #expect(run.exitCode == 0 && run.output.contains(usage), "\(word): \(run.output)")
    }

    @Test func everyErrorOfAnAuthorIsSaidInSentences() {
        #expect(ruleFileFaults.count > 150)
        for (name, meaning) in ruleFileFaults {
            #expect(meaning.hasSuffix(".") && !meaning.contains("  "), "\(name): \(meaning)")
            #expect(meaning.first.map { $0.isUppercase || $0 == "`" } == true, "\(name): \(meaning)")
        }
    }

    @Test(arguments: Shell.allCases)
    func completionOffersWordsThatShellsLeaveAlone(_ shell: Shell) {
        let script = FakeHost().kpilint(["completions", shell.rawValue]).output
        #expect(script.contains(" first_known ") && script.contains(" approximate "))
        let findings = [BuiltInFinding.fillDisagrees, .totalDisagrees, .unitDisagrees]
        let others = findings.reduce(script) { $0.replacing($1.rawValue, with: "") }
        #expect(!others.contains("agrees"))
    }
}
