// Command lines that cannot be obeyed, and those that ask for help.

import Commands
import Testing
import Workspace

@Suite struct UsageTests {
    @Test(arguments: [
        (["chekc"], "there is no command `chekc`", "did you mean `kpilint check`?"),
        (["kpis.rules"], "there is no command `kpis.rules`", "to check it, write `kpilint check kpis.rules`"),
        (["--verson"], "there is no option `--verson`", "did you mean `--version`?"),
        (["--output=json"], "`--output=json` is an option of a command", "write the command first"),
        (["check", "--outptu", "json"], "there is no option `--outptu`", "did you mean `--output`?"),
        (["check", "--output", "jsn"], "`--output` cannot be `jsn`", "did you mean `json`?"),
        (["check", "--output", "json="], "`--output json=` names no file", "write"),
        (["check", "--output"], "`--output` needs a value", "write `--output FORMAT[=PATH]`"),
        (["check", "--only", "--quiet"], "`--only` needs a value", "write `--only RULE`"),
        (["check", "--quiet=yes"], "`--quiet` takes no value", ""),
        (["check", "--fail-on", "eror"], "`--fail-on` cannot be `eror`", "did you mean `error`?"),
        (["check", "--level", "never"], "`--level` cannot be `never`", "it is one of error, query, warning, note"),
        (["check", "--limit", "-1"], "`--limit` needs a whole number of at least 0, not `-1`", ""),
        (["check", "--threads", "0"], "`--threads` needs a whole number of at least 1, not `0`", ""),
        (["check", "--threads", "99999999999999999999"], "`--threads` needs a whole number", ""),
        (["check", "--today", "30/09/2023"], "`--today` needs a date such as 2023-09-30", ""),
        (["check", "--set", "reporting_date"], "`--set` cannot be `reporting_date`", "reporting_date=2023-09-30"),
        (["check", "--table", "=kpis.csv"], "`--table` cannot be `=kpis.csv`", "kpis=returns/kpis.csv"),
        (["check", "--output", "json=a", "--output", "text=a"], "two outputs cannot both be written to `a`", ""),
        (
            ["check", "--output", "text", "--output", "json"], "nothing else can go to standard output with json",
            "json=findings"
        ),
        (
            ["check", "--output", "sarif", "--output", "json=/dev/stdout"],
            "nothing else can go to standard output with sarif", "sarif=findings"
        ),
        (["check", "--output", "json=/dev/fd/1", "--output", "json=/dev/stdout"], "nothing else can go to", ""),
        (["init", "-"], "`init` cannot read standard input", "save the return"),
        (["baseline", "create", "--baseline", "-"], "a baseline is a file, and cannot be `-`", "name one"),
        (["init", "kpis.csv", "--register", "-"], "a register is a file, and cannot be `-`", "register.csv"),
        (["explain"], "`explain` needs the name of a rule", ""),
        (
            ["explain", "mising-value"], "there is no rule, finding or word of the language `mising-value`",
            "did you mean `missing-value`?"
        ),
        (["completions", "tcsh"], "`completions` cannot be `tcsh`", "it is one of bash, zsh, fish"),
        (["completions"], "`completions` needs one shell", ""),
    ])
    func saysWhatIsWrongAndWhatWasMeant(_ arguments: [String], _ message: String, _ help: String) {
        let run = FakeHost().kpilint(arguments)
        #expect(run.exitCode == 2)
        #expect(run.output.isEmpty)
        #expect(run.error.hasPrefix("kpilint: " + message), "\(run.error)")
        #expect(run.error.contains(help.isEmpty ? "\n" : "\nhelp: "), "\(run.error)")
        #expect(run.error.contains(help), "\(run.error)")
        #expect(run.requests.isEmpty)
    }

    @Test func argumentsAreNeverSentToTheTerminalAsTheyAre() {
        let run = FakeHost().kpilint(["check", "--\u{1B}[31m"])
        #expect(run.exitCode == 2)
        #expect(!run.error.contains("\u{1B}"))
    }

    @Test func withoutArgumentsItShowsItsHelpAsAnError() {
        let run = FakeHost().kpilint([])
        #expect(run.exitCode == 2)
        #expect(run.output.isEmpty)
        #expect(run.error.contains("usage: kpilint COMMAND"))
    }

    @Test func theVersionIsOneLine() {
        let run = FakeHost().kpilint(["--version"])
        #expect(run.exitCode == 0)
        #expect(run.output == "kpilint \(kpilintVersion)\n")
    }

    @Test(arguments: [
        ["--help"], ["-h"], ["check", "--help"], ["rules", "-h"], ["explain", "--help"], ["completions", "--help"],
    ])
    func helpFitsAScreenOf80Columns(_ arguments: [String]) {
        let run = FakeHost().kpilint(arguments)
        #expect(run.exitCode == 0)
        #expect(run.error.isEmpty)
        let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 48)
        for line in lines { #expect(line.count <= 80, "\(line)") }
    }

    @Test func helpIsShownWhateverElseIsAsked() {
        let run = FakeHost().kpilint(["check", "--nonsense", "--help"])
        #expect(run.exitCode == 0)
        #expect(run.output.contains("--max-shown N"))
    }

    @Test func afterTwoDashesHelpIsAFile() {
        let run = FakeHost().kpilint(["check", "--", "--help"])
        #expect(run.requests.first?.returns == ["--help"])
    }
}
