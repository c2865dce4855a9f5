// Fixes: which cells change, and that nothing else does.

import Diagnostics
import Findings
import FoundationEssentials
import Locations
import Testing
import Workspace

private let rules = """
    table kpis from "kpis.csv" {
      ref       text required numbered
      frequency choice "Monthly", "Quarterly", "Annual", "As available"
      budget    money
      rag       status council
      code      text matches /[A-Z][0-9]{2}/
      comment   text
      key ref
    }
    scheme council {
      green "On target"
      amber "Below target"
      red   "Off target"
    }
    """
private let header = "ref,frequency,budget,rag,code,comment\n"

@Suite struct FixTests {
    /// What a return is after its fixes.
    private func fixed(_ text: String, _ rules: String = rules, unsafe: Bool = false) throws -> String {
        let gate = try Gate(rules, ["kpis.csv": text])
        let outcome = session.fix(gate.request, includingUnsafe: unsafe)
        try #require(outcome.before.run.diagnostics.map(\.message) == [])
        #expect(try gate.bytes("kpis.csv") == Array(text.utf8), "nothing is written")
        guard let file = outcome.files.first else { return text }
        #expect(outcome.files.count == 1 && file.before == Array(text.utf8))
        #expect(outcome.after.run.findings.count < outcome.before.run.findings.count)
        return String(decoding: file.after, as: UTF8.self)
    }

    @Test(arguments: [
        ("1.1,Monthly,\"£34, 692\",,A12,c", "1.1,Monthly,\"£34,692\",,A12,c"),
        ("1.1,Monthly,£34 692,,A12,c", "1.1,Monthly,£34692,,A12,c"),
        ("1.1,Quarter.ly,1,,A12,c", "1.1,Quarterly,1,,A12,c"),
        ("1.1,as-available,1,,A12,c", "1.1,As available,1,,A12,c"),
        ("1.1,Annual,1,On-target,A12,c", "1.1,Annual,1,On target,A12,c"),
        ("1.1,Annual,1,,A 12,c", "1.1,Annual,1,,A12,c"),
        ("1.1,\"  Quarter.ly \",1,,A12,c", "1.1,\"  Quarterly \",1,,A12,c"),
        ("1.1,  Quarter.ly ,1,,A12,c", "1.1,  Quarterly ,1,,A12,c"),
        ("1.1,\"Quarter.ly\"  ,1,,A12,c", "1.1,\"Quarterly\"  ,1,,A12,c"),
    ])
    func mendsHowACellIsWritten(_ before: String, _ after: String) throws {
        #expect(try fixed(header + before + "\n") == header + after + "\n")
    }

    @Test(arguments: [
        // A status is never guessed, and another figure, word or sign never put.
        "1.1,Annual,1,Of target,A12,c", "1.1,Annual,1,On targt,A12,c", "1.1,Biannual,1,,A12,c",
        "1.1,Quartely,1,,A12,c", "1.1,Quarterlv,1,,A12,c", "1.1,\"As, available\",1,,A12,c", "1.1,Annual,three,,A12,c",
        "1.1,Annual,1,,A1,c", "1.1,Monthly,1,On target,A12,  much  white  space  ",
    ])
    func leavesAloneWhatMayMeanSomethingElse(_ row: String) throws {
        #expect(try fixed(header + row + "\n") == header + row + "\n")
    }

    @Test(arguments: [
        // Another letter is another ward, however long its name is.
        ("Ward Y", "Ward Y"), ("Group Blackfriars 2", "Group Blackfriars 2"), ("Ward", "Ward"),
        ("ward  x", "Ward X"), ("WARD-X.", "Ward X"), ("St. Ives 16\u{2013}18", "St Ives 16-18"),
        ("St Ives 16 - 18", "St Ives 16-18"), ("St Ives 16 18", "St Ives 16 18"), ("St Ives 1618", "St Ives 1618"),
        ("Ynys Mo\u{302}n", "Ynys Mo\u{302}n"), ("Ynys-Mo\u{302}n", "Ynys Môn"), ("Band 15", "Band 15"),
    ])
    func noLetterAndNoDigitIsSafe(_ cell: String, _ after: String) throws {
        let rules = """
            table wards from "kpis.csv" {
              ref  text
              ward choice "Ward X", "Group Blackfriars 1", "St Ives 16-18", "Ynys Môn", "Band 1.5"
            }
            """
        #expect(try fixed("ref,ward\n1,\(cell)\n", rules) == "ref,ward\n1,\(after)\n")
    }

    @Test func mendsMoreWhereItMay() throws {
        #expect(
            try fixed(header + "1.1,Biannual,1,On targt,A12,c\n", unsafe: true) == header
                + "1.1,Annual,1,On target,A12,c\n")
    }

    @Test func keepsAllOtherBytes() throws {
        let before =
            "\u{FEFF}\"ref\";frequency;budget;rag;code;comment\r\n\"1.9\";Annual;5;;A12;\"a \"\"b\"\"\r\n; c\"\r\n"
            + "1.1;Quarter.ly;\"£1, 500\";;\"A12\";\n\n1.11;Annual;;;A12;no end"
        let after = before.replacing("1.1;Q", with: "1.10;Q").replacing("Quarter.ly", with: "Quarterly").replacing(
            "£1, 5", with: "£1,5")
        #expect(try fixed(before) == after)
    }

    @Test func quotesWhatNeedsIt() throws {
        let rules = """
            table kpis from "kpis.csv" {
              ref  text
              note text
              key ref
            }
            rule asks error "Says it in full" {
              for kpis
              require note != "short"
              fix safely note = "a, \\"b\\""
            }
            """
        #expect(
            try fixed("ref,note\n1,short\n2,\"short\"\n", rules) == "ref,note\n1,\"a, \"\"b\"\"\"\n2,\"a, \"\"b\"\"\"\n"
        )
        #expect(try fixed("ref\tnote\n1\tshort\n2\tx\n", rules) == "ref\tnote\n1\t\"a, \"\"b\"\"\"\n2\tx\n")
    }

    @Test func ofTwoFixesOfOneCellTheGraverOneIsMadeAndNoneGoesRoundForEver() throws {
        let rules = """
            table kpis from "kpis.csv" {
              ref  text
              note text
              key ref
            }
            rule wants-a warning "Is a" {
              for kpis
              require note == "a"
              fix safely note = "a"
            }
            rule wants-b error "Is b" {
              for kpis
              require note == "b"
              fix safely note = "b"
            }
            """
        let gate = try Gate(rules, ["kpis.csv": "ref,note\n1,x\n"])
        let outcome = session.fix(gate.request, includingUnsafe: false)
        let file = try #require(outcome.files.first)
        let cells = file.cells.map(\.after)
        #expect(cells.first == "b" && cells.count <= 3)
        #expect(outcome.after.run.findings.count == 1, "one of the two is always broken")
    }

    @Test func leavesWaivedFindingsAlone() throws {
        let waived = rules + "\nwaive not-allowed where ref == \"1.1\" because \"their word for it\"\n"
        let text = header + "1.1,Quarter.ly,1,,A12,c\n1.2,Quarter.ly,1,,A12,c\n"
        #expect(try fixed(text, waived) == header + "1.1,Quarter.ly,1,,A12,c\n1.2,Quarterly,1,,A12,c\n")
    }

    @Test func mendsAHeaderThatDiffersInItsSigns() throws {
        let rules = """
            table kpis from "kpis.csv" {
              ref  text
              q2   whole from "Quarter 2 – end of September"
            }
            """
        #expect(
            try fixed("ref,Quarter 2 - end of September\n1,2\n", rules) == "ref,Quarter 2 – end of September\n1,2\n")
    }

    @Test func editsOtherEncodingsOrSaysThatItCannot() throws {
        let gate = try Gate(rules, [:])
        let row = "ref,frequency,budget,rag,code,comment\r\n1.1,Quarter.ly,\"\u{A3}34, 692\",,A12,caf\u{E9} \r\n"
        func latin(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }
        try Data(latin(row)).write(to: URL(filePath: gate.path("kpis.csv")))
        let file = try #require(session.fix(gate.request, includingUnsafe: false).files.first)
        #expect(file.after == latin(row.replacing("Quarter.ly", with: "Quarterly").replacing("34, 6", with: "34,6")))
        // A byte that the encoding lacks cannot be written back.
        try Data(latin(row) + [0x81]).write(to: URL(filePath: gate.path("kpis.csv")))
        let outcome = session.fix(gate.request, includingUnsafe: false)
        #expect(
            outcome.files.isEmpty
                && outcome.refused.map(\.reason) == ["it holds bytes that are no Windows-1252: save it as UTF-8 first"])
    }

    @Test func goesOnUntilNothingIsLeftToFix() throws {
        // The reference that is mended in the first round is what the second one joins by.
        let chain =
            rules + """

                table register from "register.csv" {
                  ref   text
                  label text
                  key ref
                }
                rule label-follows error "The comment is the register's" {
                  for kpis
                  with register on ref
                  require comment == register.label
                  fix safely comment = register.label
                }
                """
        let gate = try Gate(
            chain,
            [
                "kpis.csv": header + "1.9,Annual,1,,A12,nine\n1.1,Annual,1,,A12,old\n",
                "register.csv": "ref,label\n1.9,nine\n1.10,ten\n",
            ])
        let file = try #require(session.fix(gate.request, includingUnsafe: false).files.first)
        #expect(
            String(decoding: file.after, as: UTF8.self) == header + "1.9,Annual,1,,A12,nine\n1.10,Annual,1,,A12,ten\n")
    }

    /// What machines are told to write is what is written.
    @Test(arguments: [
        ("1.1,Monthly,\"£34, 692\",,A12,c", "\"£34,692\""), ("1.1,as-available,1,,A12,c", "As available"),
        ("1.1,\"  Quarter.ly \",1,,A12,c", "\"  Quarterly \""), ("1.1,  Quarter.ly ,1,,A12,c", "  Quarterly "),
        ("1.1,\"Quarter.ly\"  ,1,,A12,c", "\"Quarterly\"  "), ("1.1,a~b~,1,,A12,c", "\"a~b\""),
    ])
    func suggestsWhatItWrites(_ row: String, _ written: String) throws {
        let isTilde = row.contains("~")
        let separated =
            isTilde ? rules.replacing("from \"kpis.csv\"", with: "from \"kpis.csv\" separated by \"~\"") : rules
        let choices = separated.replacing("\"Monthly\",", with: "\"Monthly\", \"a~b\",")
        let text =
            isTilde
            ? header.replacing(",", with: "~") + "1.1~\"a.~b\"~1~~A12~c\n" : header + row + "\n"
        let gate = try Gate(choices, ["kpis.csv": text])
        let outcome = session.fix(gate.request, includingUnsafe: false)
        let suggested = outcome.before.run.findings.flatMap(\.fixes).filter(\.isSafe)
        #expect(suggested.map(\.written) == [written])
        guard case .text(let extent) = try #require(suggested.first).location.extent else {
            Issue.record("a suggestion for a delimited text has no place in a text")
            return
        }
        let place = extent.bytes
        let file = try #require(outcome.files.first)
        #expect(file.after == file.before[..<place.lowerBound] + Array(written.utf8) + file.before[place.upperBound...])
    }

    @Test func aNarrativeHasNothingToWrite() throws {
        let rules = """
            table claims from "report.md" matching /(?<area>[A-Z][a-z]+) ward/ {
              area choice "Fife", "Mill Road"
            }
            """
        let gate = try Gate(rules, ["report.md": "In Fiffe ward\n"])
        let findings = session.fix(gate.request, includingUnsafe: true).before.run.findings
        #expect(findings.flatMap(\.fixes).map(\.written) == [nil])
    }
}
