// Tables of which a file cannot be read to its end: what depends on the rows that are missing is undecided.

import CSVReading
import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Planning
import Tables
import Testing
import Wording

@testable import Columns
@testable import Workspace

/// Bytes of which those behind some place cannot be read.
private final class BrokenSource: ByteSource {
    let name: String
    private let whole: MemorySource
    /// To be changed before anything else reads it.
    nonisolated(unsafe) var readable = Int.max

    init(_ name: String, _ text: String) {
        self.name = name
        whole = MemorySource(name: name, bytes: Array(text.utf8))
    }

    var size: Int { whole.size }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
        guard offset < readable else { throw .system(code: 5, message: "Input/output error") }
        let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, readable - offset)])
        return try whole.read(at: offset, into: part)
    }
}

@Suite struct UnreadFilesTests {
    private static let rules = """
        table t from "t.csv" {
          ref   text
          value whole
          join d on ref required
        }
        table d from "d.csv" {
          ref    text
          amount whole
          key ref
        }
        rule adds-up "A value is the sum of its amounts" {
          for t
          require value agrees with sum(d.amount where ref == t.ref)
        }
        rule many "There are 20,000 rows" {
          require count(d) == 20000
        }
        rule steady "Amounts do not fall" {
          for d over amount
          require amount >= previous.amount
        }
        rule small "Amounts are small" {
          for d
          require amount < 1000
        }
        """

    /// Evaluates the rules with a register that is read to some byte.
    private func evaluated(readable: Int, rules text: String = rules) throws -> CheckResult {
        let rules = check(
            [SourceFile(name: "r.rules", text: text)], options: CheckingOptions { _, _ in nil })
        #expect(rules.diagnostics.isEmpty)
        let register = "ref,amount\n" + (0..<20_000).map { "\($0),\($0)\n" }.joined()
        let texts = [("t.csv", "ref,value\n7,7\n19999,19999\n", Int.max), ("d.csv", register, readable)]
        let inputs = try texts.map { name, text, readable in
            let source = BrokenSource(name, text)
            let reader = try DelimitedReader(
                source,
                options: DelimitedOptions(
                    headerLine: 1, separator: UInt8(ascii: ","), encoding: "utf-8", chunkBytes: 4096)
            ) { _ in 1 }
            source.readable = readable
            return TableInput(files: [
                FileInput(
                    path: name, reader: reader, layout: [.field(0), .field(1)], headerFaults: [], size: source.size)
            ])
        }
        return word(judge(CheckPlan(rules), inputs: inputs, options: EvaluationOptions()))
    }

    private func outcomes(_ result: CheckResult) -> [String] {
        result.rules.filter { !$0.isStructural }.map {
            "\($0.rule) \($0.passed)/\($0.broken)/\($0.undecided)/\($0.notApplicable)"
        }
    }

    @Test func aWholeRegisterDecidesAll() throws {
        let result = try evaluated(readable: .max)
        #expect(
            outcomes(result) == ["adds-up 2/0/0/0", "many 1/0/0/0", "steady 19999/0/1/0", "small 1000/19000/0/0"])
        #expect(result.errors.isEmpty)
    }

    @Test(arguments: [true, false])
    func whatIsBehindABreakIsNotKnown(_ isJoined: Bool) throws {
        let rules =
            isJoined ? Self.rules : Self.rules.replacing("  join d on ref required\n", with: "")
        let result = try evaluated(readable: 150_000, rules: rules)
        #expect(result.errors.map(\.path) == ["d.csv"])
        let found = outcomes(result)
        #expect(found.prefix(2) == ["adds-up 0/0/2/0", "many 0/0/1/0"])
        #expect(found[2].hasPrefix("steady 0/0/"))
        // What a row says for itself is judged.
        #expect(found[3].hasPrefix("small 1000/") && !found[3].hasPrefix("small 1000/0/"))
        #expect(Set(result.findings.map(\.rule)) == (isJoined ? ["small", "unchecked-reference"] : ["small"]))
    }
}

extension WhyTests {
    @Test func aRowOfAFileThatCannotBeReadIsSaid() throws {
        let folder = try TemporaryFolder([
            Scenario.File(
                name: "check.rules",
                text: """
                    table t from "t.csv" {
                      ref text
                      join d on ref required
                    }
                    table d from "d-*.csv" {
                      ref   text
                      owner text
                      key ref
                    }
                    rule owned "It has an owner" {
                      for t
                      require owner is known
                    }
                    rule counted "Two rows" {
                      for t
                      require count(d where ref == t.ref) == 2
                    }
                    rule named "Owners follow" {
                      for d over ref
                      require owner == previous.owner
                    }
                    """),
            Scenario.File(name: "t.csv", text: "ref\nA\nC\n"),
            Scenario.File(name: "d-1.csv", text: "ref,owner\nA,Jones\nB,Jones\n"),
            Scenario.File(name: "d-2.csv", text: ""),
        ])
        var request = WhyRequest()
        request.check.ruleFiles = [folder.path + "/check.rules"]
        for (rule, row, note) in [
            ("owned", "C", "its row of d may be one that could not be read"),
            ("named", "B", "its previous row may be one that could not be read"),
        ] {
            request.rule = rule
            request.row = [("ref", row)]
            let report = session.why(request)
            let trace = try #require(report.answers.first?.traces.first, "\(report)")
            #expect(trace.outcome == .undecided)
            #expect(trace.faulty.map(\.note) == [note])
        }
        request.rule = "counted"
        request.row = [("ref", "A")]
        let part = try #require(session.why(request).answers.first?.traces.first?.clauses.first?.part)
        #expect(part.parts.first?.note == "rows of d may be there that could not be read")
    }

    @Test func aRowOfWhichNobodyKnowsWhereItStandsIsSaid() throws {
        let folder = try TemporaryFolder([
            Scenario.File(
                name: "check.rules",
                text: """
                    table t from "t.csv" {
                      ref    text
                      period period
                      value  whole
                    }
                    rule falls "It does not fall" {
                      for t by ref over period
                      require value >= previous.value
                    }
                    rule lasts "It ends with more" {
                      for t where value is known by ref
                      require last.value > 3
                    }
                    """),
            Scenario.File(
                name: "t.csv", text: "ref,period,value\nA,2023-Q1,5\nA,soon,4\nB,2023-Q1,5\nB,2023-Q2,many\n"),
        ])
        var request = WhyRequest()
        request.check.ruleFiles = [folder.path + "/check.rules"]
        for (rule, row, neighbour) in [
            ("falls", "2023-Q1", "previous"), ("falls", "soon", "previous"), ("lasts", "2023-Q1", "last"),
        ] {
            request.rule = rule
            request.row = [("period", row), ("ref", rule == "falls" ? "A" : "B")]
            let report = session.why(request)
            let trace = try #require(report.answers.first?.traces.first, "\(report)")
            #expect(trace.outcome == .undecided)
            #expect(
                trace.faulty.map(\.note) == ["a faulty or missing cell keeps its \(neighbour) row from being known"])
        }
    }
}
