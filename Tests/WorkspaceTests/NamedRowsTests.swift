// What people call a row and who answers for it, and by which cells a spreadsheet knows what is found.

import Findings
import FoundationEssentials
import Testing

@testable import Workspace

@Suite struct NamedRowsTests {
    private func check(_ rules: String, _ text: String) -> CheckRun {
        let tree = MemoryTree(["a.csv": Array(text.utf8), "a.rules": Array(rules.utf8)])
        var request = CheckRequest()
        request.ruleFiles = ["a.rules"]
        return Session(files: tree).check(request).run
    }

    private static let rules = """
        table kpis from "a.csv" headers on line 4 {
          ref   text
          name  text from "Indicator"
          owner text from "Service"
          value whole
          key ref
          label name
          owner owner
        }

        rule enough error "It is enough" {
          for kpis
          require value > 0
        }

        """

    @Test func findingsNameTheirRowsAndWhoAnswersForThem() {
        let run = check(Self.rules, "x\n\ny\nref,Indicator,Service,value\nA1,Bins,Streets,0\nA2,,,many\n")
        #expect(run.diagnostics.isEmpty, "\(run.diagnostics)")
        #expect(run.findings.map(\.rule) == ["enough", "unreadable-cell"])
        #expect(run.findings.map(\.label) == ["Bins", nil])
        #expect(run.findings.map(\.owner) == ["Streets", nil])
        #expect(run.findings.map(\.rowName) == ["ref A1", "ref A2"])
    }

    /// A record of several lines is one row of a spreadsheet, wherever it stands; a blank line is one too.
    @Test func cellsAreNamedAsASpreadsheetNamesThem() {
        let text = """
            "a title
            of two lines"

            ref,Indicator,"Ser
            vice",value
            A1,Bins,"Streets
            and
            parks",0

            A2,"one
            two",x,0
            A3,y,z,0

            """
        let run = check(
            Self.rules.replacing(" headers on line 4", with: "").replacing("\"Service\"", with: "\"Ser vice\""), text)
        #expect(run.diagnostics.isEmpty, "\(run.diagnostics)")
        #expect(run.findings.map { $0.location?.line ?? 0 } == [8, 11, 12])
        #expect(run.findings.map { $0.location?.cell ?? "" } == ["D4", "D6", "D7"])
        #expect(run.findings.map { $0.excerpt?.rows.first?.number ?? 0 } == [4, 6, 7])
        #expect(run.findings[0].excerpt?.columns.map { $0.number ?? 0 } == [1, 4])
    }

    private static let others = """
        table kpis from "a.csv" {
          ref   text  from "PI Ref"
          value whole from "This quarter" required
          last  whole from "Last quarter" optional
          key ref
        }

        rule more error "It is more" {
          for kpis
          require value > last
        }

        """

    /// People know columns by what stands above them, and not by the names of a rule file.
    @Test func messagesSpeakOfTheHeadersOfTheReturn() {
        let text = "PI Ref,This quarter,Last quarter\nA1,,1\nA2,1,2\nA2,many,1\n"
        let found = check(Self.others, text).findings
        let messages = Set(found.map(\.message))
        #expect(messages.contains("PI Ref A1: This quarter is blank"), "\(messages)")
        #expect(messages.contains("PI Ref A2: It is more: This quarter is 1, Last quarter is 2"), "\(messages)")
        #expect(messages.contains("PI Ref A2 is there twice: here and in row 3"), "\(messages)")
        #expect(messages.contains { $0.hasPrefix("PI Ref A2: This quarter “many” cannot be read") }, "\(messages)")
        #expect(found.map(\.rowName) == ["PI Ref A1", "PI Ref A2", "PI Ref A2", "PI Ref A2"])
        // Machines know them by their names.
        #expect(found.allSatisfy { $0.key.map(\.name) == ["ref"] && !$0.isNamedByKey })
        #expect(found.flatMap(\.related).map(\.message).contains("Last quarter: 2"))
    }
}
