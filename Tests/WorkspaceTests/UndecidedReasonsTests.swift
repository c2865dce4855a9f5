// What is said of rows that no rule could decide.

import Findings
import Testing

@testable import Workspace

@Suite struct UndecidedReasonsTests {
    private static let tables = """
        table kpis from "a.csv" {
          ref    text
          period text
          value  whole from "This quarter"
          target whole optional
          key ref, period
          join register on ref
        }
        table register from "register.csv" {
          ref    text
          better text from "Better"
          key ref
        }

        """

    /// The reasons of the one rule, as `cause table.column rows`.
    private func reasons(_ rule: String, _ text: String, register: String = "ref,Better\n", tables: String = tables)
        -> [String]
    {
        let rules = tables + "rule r error \"…\" {\n  " + rule + "\n}\n"
        let tree = MemoryTree([
            "a.csv": Array(text.utf8), "register.csv": Array(register.utf8), "a.rules": Array(rules.utf8),
        ])
        var request = CheckRequest()
        request.ruleFiles = ["a.rules"]
        let run = Session(files: tree).check(request).run
        #expect(run.diagnostics.isEmpty, "\(run.diagnostics)")
        let count = run.rules.first { $0.rule == "r" }
        #expect(count?.undecided == count?.undecidedBecause.reduce(0) { $0 + $1.rows })
        return (count?.undecidedBecause ?? []).map { reason in
            let place = (reason.table ?? "-") + (reason.column.map { "." + $0 } ?? "")
            return "\(reason.cause) \(place) \(reason.rows)" + (reason.isOfNeighbour ? " neighbour" : "")
        }
    }

    @Test func cellsThatSayNoFigure() {
        let rows =
            "ref,period,This quarter,target\na,1,,5\nb,1,TBC,5\nc,1,N/A,5\nd,1,<5,9\ne,1,4 of,5\nf,1,4,\ng,1,4,3\n"
        let found = reasons("for kpis\n  require value > 3", rows)
        #expect(
            Set(found) == [
                "blank kpis.This quarter 1", "marker kpis.This quarter 2", "unusable kpis.This quarter 1",
                "unreadable kpis.This quarter 1",
            ])
    }

    @Test func whatIsJoinedAndWhichWayIsBetter() {
        let rows = "ref,period,This quarter,target\na,1,4,5\nb,1,4,5\nc,1,4,5\nd,1,4,5\n"
        let found = reasons(
            "for kpis\n  require meets(value, target, register.better)", rows,
            register: "ref,Better\na,higher\nb,\nc,sideways\n")
        #expect(Set(found) == ["blank register.Better 1", "unusable register.Better 1", "noRow register 1"])
        let alone = Self.tables.replacing("  join register on ref\n", with: "")
        #expect(reasons("for kpis\n  require meets(value, target)", rows, tables: alone) == ["noDirection - 4"])
    }

    @Test func neighboursAndWhatIsOptional() {
        let rows = "ref,period,This quarter,target\na,1,4,5\na,2,4,5\nb,1,,5\nb,2,4,5\n"
        let found = reasons("for kpis by ref over period\n  require value >= previous.value", rows)
        #expect(
            Set(found) == [
                "noNeighbour kpis 1", "blank kpis.This quarter 1", "blank kpis.This quarter 1 neighbour",
            ])
        #expect(
            reasons("for kpis\n  require value > target", "ref,period,This quarter\na,1,4\n")
                == ["noColumn kpis.target 1"])
    }

    /// A division by nought has figures and no result; the branch that is not taken is to blame for nothing.
    @Test func onlyTheBranchThatIsTakenIsToBlame() {
        let rows = "ref,period,This quarter,target\na,1,4,\nb,1,0,\nc,1,,\n"
        let found = reasons("for kpis\n  require if ref == \"a\" then target > 3 else 8 / value > 1", rows)
        #expect(Set(found) == ["blank kpis.target 1", "computed - 1", "blank kpis.This quarter 1"])
    }

    @Test func totalsOfWhatIsNotKnown() {
        let rows = "ref,period,This quarter,target\na,1,4,5\nb,1,4 of,5\n"
        #expect(
            reasons("for kpis where ref == \"a\"\n  require value >= sum(kpis.value)", rows)
                == ["counted kpis 1"])
    }
}
