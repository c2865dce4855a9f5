// Baselines: what stays known, what is new, what is gone.

import Findings
import FoundationEssentials
import Testing
import Workspace

/// A folder with a rule file and returns, to be checked as often as wanted.
struct Gate {
    let folder: TemporaryFolder

    init(_ rules: String, _ files: [String: String]) throws {
        folder = try TemporaryFolder(
            [Scenario.File(name: "check.rules", text: rules)]
                + files.map { Scenario.File(name: $0.key, text: $0.value) })
    }

    func path(_ name: String) -> String { folder.path + "/" + name }

    func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: URL(filePath: path(name))) }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path(name)))) }

    var request: CheckRequest {
        var request = CheckRequest()
        request.ruleFiles = [path("check.rules")]
        request.today = 19_000
        return request
    }

    func check(baseline: String? = nil, strict: Bool = false, limit: Int? = nil) -> CheckOutcome {
        var request = request
        request.baseline = baseline.map { path($0) }
        request.strictBaseline = strict
        request.limit = limit
        return session.check(request)
    }

    /// The fingerprints of the findings, by rule and key.
    var prints: [String: Set<String>] {
        var prints: [String: Set<String>] = [:]
        for finding in check().run.findings {
            let name = ([finding.rule] + finding.key.map(\.text)).joined(separator: " ")
            prints[name, default: []].insert(finding.fingerprint)
        }
        return prints
    }
}

private let rules = """
    table kpis from "kpis.csv" {
      ref   text required
      q1    whole
      q2    whole
      note  text
      key ref
    }
    rule small error "Figures are small" {
      for kpis
      require q1 < 100
      require q2 < 100
      require q1 + q2 < 1000
    }
    """
private let header = "ref,q1,q2,note\n"

@Suite struct FingerprintTests {
    @Test func `stay with other line ends in a row without key`() throws {
        let rules = """
            table kpis from "kpis.csv" {
              note  text
              value whole
            }
            rule small error "Figures are small" {
              for kpis
              require value < 100
            }
            """
        let lines = "note,value\n\"one\ntwo\",500\nthree,5\n"
        let gate = try Gate(rules, ["kpis.csv": lines])
        let before = gate.prints
        #expect(before.count == 1)
        for lineEnd in ["\r\n", "\r"] {
            try gate.write(lines.split(separator: "\n").joined(separator: lineEnd) + lineEnd, to: "kpis.csv")
            #expect(gate.prints == before)
        }
    }

    @Test(arguments: [
        ("a row inserted before", header + "0.9,1,1,n\n1.1,500,5,a\n1.2,5,5,b\n1.3,700,700,c\n"),
        ("sorted", header + "1.3,700,700,c\n1.2,5,5,b\n1.1,500,5,a\n"),
        ("another row mended", header + "1.1,500,5,a\n1.2,5,5,\n1.3,700,700,c\n"),
        ("other figures, as wrong as before", header + "1.1,501,6,x\n1.2,5,5,b\n1.3,999,701,y\n"),
        ("other columns and white space", "new,ref,q2,q1,note\n,1.1 ,5, 500,a\n,1.2,5,5,b\n,1.3,700,700,c\n"),
        ("other line ends", "ref,q1,q2,note\r\n1.1,500,5,a\r\n1.2,5,5,b\r\n1.3,700,700,c\r\n"),
    ])
    func stay(_ change: String, _ text: String) throws {
        let gate = try Gate(rules, ["kpis.csv": header + "1.1,500,5,a\n1.2,5,5,b\n1.3,700,700,c\n"])
        let before = gate.prints
        #expect(before["small 1.1"]?.count == 1 && before["small 1.3"]?.count == 3)
        try gate.write(text, to: "kpis.csv")
        let after = gate.prints.filter { $0.key.hasPrefix("small") }
        #expect(after == before, "\(change)")
    }

    @Test func tellRequiresOfOneRowApart() throws {
        let gate = try Gate(rules, ["kpis.csv": header + "1.1,500,5,a\n"])
        let first = gate.prints
        try gate.write(header + "1.1,5,500,a\n", to: "kpis.csv")
        #expect(first["small 1.1"]?.isDisjoint(with: gate.prints["small 1.1"] ?? []) == true)
    }

    @Test func surviveTheMendingOfOneOfSeveralAlike() throws {
        let gate = try Gate(rules, ["kpis.csv": header + "1.1,500,5,a\n1.1,500,5,a\n"])
        let both = try #require(gate.prints["small 1.1"])
        #expect(both.count == 2)
        try gate.write(header + "1.1,5,5,a\n1.1,500,5,a\n", to: "kpis.csv")
        let one = try #require(gate.prints["small 1.1"])
        #expect(one.count == 1 && one.isSubset(of: both))
    }

    @Test func withoutAKeyAreMadeOfTheRow() throws {
        let keyless = String(rules.split(separator: "  key ref\n").joined())
        let gate = try Gate(keyless, ["kpis.csv": header + "1.1,500,5,a\n1.2,600,5,b\n"])
        let before = try #require(gate.prints["small"])
        try gate.write(header + "0,1,1,new\n1.2,600,5,b\n1.1,500,5,a\n", to: "kpis.csv")
        #expect(gate.prints["small"] == before)
    }

    @Test func ofAGroupDoNotDependOnItsFirstRow() throws {
        let grouped = """
            table kpis from "kpis.csv" {
              ref text
              q1  whole
              q2  whole
              note text
              key ref
            }
            rule few error "Few of a kind" {
              for each note in kpis
              require count(series) < 2
            }
            """
        let gate = try Gate(grouped, ["kpis.csv": header + "1.1,1,1,a\n1.2,1,1,a\n"])
        let before = Set(gate.check().run.findings.map(\.fingerprint))
        try gate.write(header + "1.0,1,1,a\n1.2,1,1,a\n1.1,1,1,a\n", to: "kpis.csv")
        #expect(before.count == 1 && Set(gate.check().run.findings.map(\.fingerprint)) == before)
    }

    @Test func `of a row without a key do not depend on other rules`() throws {
        let wide = """
            table kpis from "kpis.csv" {
              ref  text
              name text
              q1   whole
              q2   whole
              note text
            }
            rule small error "Figures are small" {
              for kpis
              require q1 < 100
            }
            """
        let gate = try Gate(wide, ["kpis.csv": "ref,name,q1,q2,note\n1.1,a,500,5,a\n1.2,a,500,5,a\n"])
        let before = try #require(gate.prints["small"])
        #expect(before.count == 2)
        try gate.write("ref,name,q1,q2,note\n1.1,a,5,5,a\n1.2,a,500,5,a\n", to: "kpis.csv")
        let mended = try #require(gate.prints["small"])
        #expect(mended.count == 1 && mended.isSubset(of: before))
        // The row that is left is the second: mended alone it would leave the first.
        try gate.write("ref,name,q1,q2,note\n1.1,a,500,5,a\n1.2,a,5,5,a\n", to: "kpis.csv")
        #expect(gate.prints["small"] != mended)
        try gate.write(
            wide + "\nrule second \"Second\" {\n  for kpis\n  require q2 < 5\n  message \"{name}\"\n}\n",
            to: "check.rules")
        try gate.write("ref,name,q1,q2,note\n1.1,a,500,5,a\n1.2,a,500,5,a\n", to: "kpis.csv")
        #expect(gate.prints["small"] == before)
    }

    /// The row beside a group: by its key, by what a pair has in common, or by all of its cells.
    @Test(arguments: ["  key ref\n", ""], [" on ref", ""])
    func ofPairsTellTheRowsBesideApart(_ key: String, _ on: String) throws {
        func rules(_ more: String) -> String {
            """
            table kpis from "kpis.csv" {
              area text
              ref  text
            }
            table register from "register.csv" {
              ref    text
              title  text
              unit   text
              target text
            \(more)\(key)}
            set unknown-column to off
            rule complete error "Each area returns each indicator" {
              for each area in kpis with each r in register\(on)
              require count(series) > 2
            }
            """
        }
        let register = "ref,title,unit,target,owner\n1.1,Bins,%,5,A\n1.2,Bins,%,5,A\n"
        let gate = try Gate(rules(""), ["kpis.csv": "area,ref\nNorth,1.1\n", "register.csv": register])
        let before = gate.prints
        #expect(before.keys.sorted() == ["complete North 1.1", "complete North 1.2"])
        try gate.write(rules("  owner text\n"), to: "check.rules")
        let after = gate.prints
        #expect(after.keys.sorted() == before.keys.sorted())
        #expect(Set(after.values.joined()).count == 2)
        if !key.isEmpty || !on.isEmpty { #expect(after == before) }
        try gate.write("ref,title,unit,target,owner\n0,Bins,%,5,A\n1.2,Bins,%,5,A\n", to: "register.csv")
        #expect(gate.prints["complete North 1.2"] == after["complete North 1.2"])
    }

    @Test func differBetweenHeaders() throws {
        let gate = try Gate(rules, ["kpis.csv": "ref,q1,q2,note,extra,more\n1.1,1,1,a,,\n"])
        let before = Set(gate.check().run.findings.map(\.fingerprint))
        #expect(before.count == 2)
        try gate.write("more,ref,q1,q2,note\n,1.1,1,1,a\n", to: "kpis.csv")
        let after = Set(gate.check().run.findings.map(\.fingerprint))
        #expect(after.count == 1 && after.isSubset(of: before))
    }
}

@Suite struct BaselineTests {
    private func gate() throws -> Gate {
        let gate = try Gate(rules, ["kpis.csv": header + "1.1,500,5,a\n1.2,5,5,b\n1.3,700,700,c\n"])
        try gate.write(Baseline(of: gate.check().run).text, to: "known.baseline")
        return gate
    }

    @Test func knowsEverythingOfItsDay() throws {
        let run = try gate().check(baseline: "known.baseline").run
        #expect(run.verdict == .clean && run.baselinedCount == 4)
        #expect(run.findings.count { $0.isBaselined } == 4)
        #expect(run.count(of: .error) == 0)
        #expect(run.rules.map(\.broken) == [2], "rows are counted, the known ones too")
        #expect(run.rules.map(\.findings) == [4], "so are their findings")
    }

    @Test func oneFixedAndOneNewIsSeen() throws {
        let gate = try gate()
        try gate.write(header + "1.1,5,5,a\n1.2,500,5,b\n1.3,700,700,c\n", to: "kpis.csv")
        let outcome = gate.check(baseline: "known.baseline")
        #expect(outcome.run.verdict == .findings && outcome.run.count(of: .error) == 1)
        #expect(outcome.gone.map(\.subject) == ["ref 1.1: q1"])
        #expect(outcome.notices.contains { $0.contains("baseline prune") })
    }

    @Test func whatIsGoneFailsAStrictCheckAtItsLine() throws {
        let gate = try gate()
        try gate.write(header + "1.1,5,5,a\n1.2,5,5,b\n1.3,700,700,c\n", to: "kpis.csv")
        #expect(gate.check(baseline: "known.baseline").run.verdict == .clean)
        let run = gate.check(baseline: "known.baseline", strict: true).run
        #expect(run.verdict == .findings)
        let finding = try #require(run.findings.first { !$0.isBaselined })
        #expect(finding.rule == outdatedBaselineRule && finding.location?.line == 2)
        #expect(finding.location?.file.hasSuffix("known.baseline") == true)
        #expect(run.count(of: .error) == 1)
    }

    @Test func aLimitIsForNewFindingsAndTheBaselineForAll() throws {
        let gate = try gate()
        try gate.write(header + "1.1,500,5,a\n1.2,600,600,b\n1.3,700,700,c\n", to: "kpis.csv")
        let run = gate.check(baseline: "known.baseline", limit: 1).run
        #expect(run.findings.count { !$0.isBaselined } == 1)
        #expect(run.count(of: .error) == 3 && run.baselinedCount == 4)
    }

    @Test func whatWasNotLookedAtIsNotGone() throws {
        let gate = try gate()
        try gate.write(header + "1.1,5,5,a\n", to: "kpis.csv")
        var request = gate.request
        request.baseline = gate.path("known.baseline")
        request.strictBaseline = true
        request.skip = ["small"]
        #expect(session.check(request).run.verdict == .clean)
    }

    @Test func whatCannotBeReadIsAnError() throws {
        let gate = try gate()
        let missing = gate.check(baseline: "none.baseline")
        #expect(missing.reason?.words.contains("there is no such file") == true)
        try gate.write("ref,q1\n", to: "known.baseline")
        #expect(gate.check(baseline: "known.baseline").reason != nil)
    }

    @Test func itsFileIsSortedAndReadInAnyOrder() throws {
        let text = try Baseline(of: gate().check().run).text
        let lines = text.split(separator: "\n")
        #expect(lines.count == 5 && text.hasSuffix("\n"))
        #expect(lines == lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        let shuffled = [lines[0]] + lines.dropFirst().reversed() + [lines[1]]
        let read = try Baseline(reading: Array(shuffled.joined(separator: "\r\n").utf8))
        #expect(read.text == text, "entries in another order, one of them twice, with other line ends")
    }

    @Test(arguments: [
        ("", 1), ("{}", 1), ("# kpilint baseline 1\n<<<<<<< HEAD\n", 2), ("# kpilint baseline 1\n\nrule kpis abc\n", 3),
    ])
    func refusesOtherFiles(_ text: String, _ line: Int) throws {
        let fault = #expect(throws: Baseline.Fault.self) { try Baseline(reading: Array(text.utf8)) }
        #expect(fault?.line == line)
    }
}
