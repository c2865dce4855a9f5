// Checks of workbooks, from the file to the finding: real ones, as their authors keep them.

import Findings
import Foundation
import Testing
import Workspace

private let workbooks = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Workbooks")

@Suite struct WorkbookTests {
    private func run(_ rules: String, _ workbook: String) throws -> CheckOutcome {
        let gate = try Gate(rules, [:])
        try FileManager.default.copyItem(
            atPath: workbooks.appending(path: workbook).path, toPath: gate.path("q." + workbook.suffix(4)))
        return session.check(gate.request)
    }

    private func shown(_ outcome: CheckOutcome) -> [String] {
        outcome.run.findings.map {
            "\($0.rule) \($0.location?.sheet ?? "-")!\($0.location?.cell ?? "row") \($0.message)"
        }
    }

    /// A table with four lines of notes above it and three below, on the first of two sheets that both have its header.
    @Test func aTableBetweenNotes() throws {
        let rules = """
            table people from "q.xlsx" sheet "arts" {
              name  text required from "Name"
              job   text from "Profession"
              age   whole from "Age"
              kids  choice "TRUE", "FALSE" from "Has kids"
              born  date from "Date of birth"
              died  date from "Date of death"
              key name
            }

            rule lived-on error "Nobody dies before the year 2016" {
              for people
              require died >= 2016-02-01
              message "{name} died on {died}"
              at died
            }
            """
        let outcome = try run(rules, "readxl__deaths.xlsx")
        #expect(outcome.run.diagnostics.isEmpty && outcome.run.unreadable.isEmpty)
        #expect(outcome.run.files.map(\.rows) == [10])
        #expect(shown(outcome).contains("lived-on arts!F6 David Bowie died on 10/01/2016"))
        #expect(outcome.notices.contains { $0.contains("the header is on row 5") })
        #expect(outcome.notices.contains { $0.contains("below the table") })
        let both = try run(rules.replacing(" sheet \"arts\"", with: ""), "readxl__deaths.xlsx")
        #expect(both.run.unreadable.map(\.reason).first?.contains("“arts”, “other”") == true)
        let none = try run(rules.replacing("\"arts\"", with: "\"Arts\""), "readxl__deaths.xlsx")
        #expect(none.run.unreadable.map(\.reason) == ["it has no sheet “Arts”: it has “arts”, “other”"])
    }

    @Test func aRuleFileStartsFromAWorkbook() {
        let path = workbooks.appending(path: "sdg_data_updates__type_1_data.xlsx").path
        let started = session.startingRules([path])
        #expect(started.unreadable.isEmpty && started.diagnostics.isEmpty)
        #expect(started.text.contains("sex") && started.text.contains("sheet \"metadata_included\""))
    }
}
