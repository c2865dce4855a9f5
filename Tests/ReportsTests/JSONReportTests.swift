// The JSON of a run, read back by a decoder that is not ours.

import Findings
import Foundation
import Reports
import Testing

typealias JSONObject = [String: Any]

func decoded(_ bytes: [UInt8]) throws -> Any { try JSONSerialization.jsonObject(with: Data(bytes)) }

func object(_ value: Any?) throws -> JSONObject { try #require(value as? JSONObject) }

func objects(_ value: Any?) throws -> [JSONObject] { try #require(value as? [JSONObject]) }

/// The bytes of the documented example, member order and layout included.
@Test func membersStandInTheirDocumentedOrder() {
    var run = mixedRun()
    run.files = [run.files[0]]
    run.rules = [
        run.rules[0],
        RuleOutcomeCounts(
            rule: "bad-format", severity: .error, table: "kpis", column: "ref", isStructural: true, broken: 2),
    ]
    run.findings = [ragFinding()]
    run.findings[0].waived = FindingWaiver(because: "so", until: nil, location: ruleLine(3))
    let location = """
        {"file": "returns/kpis.csv", "line": 121, "column": 96, "endLine": 121, "endColumn": 101, "row": 120, "header": "RAG", "sheet": null, "cell": null}
        """
    let target = """
        {"file": "returns/kpis.csv", "line": 121, "column": 80, "endLine": 121, "endColumn": 84, "row": 120, "header": "target", "sheet": null, "cell": null}
        """
    let fixed = location.split(separator: "\"RAG\"").joined(separator: "null")
    let rule = """
        {"file": "rutland.rules", "line": 3, "column": 6, "endLine": 3, "endColumn": 24, "row": null, "header": null, "sheet": null, "cell": null}
        """
    let declared = """
        {"file": "rutland.rules", "line": 31, "column": 6, "endLine": 31, "endColumn": 24, "row": null, "header": null, "sheet": null, "cell": null}
        """
    let expected = """
        {
          "version": 1,
          "tool": {"name": "kpilint", "version": "1.2.0"},
          "summary": {"exitCode": 1, "files": 1, "rows": 136, "rules": 1, "errors": 7, "queries": 0, "warnings": 0, "notes": 0, "waived": 0, "baselined": 0},
          "rules": [
            {"rule": "rag-follows-target", "severity": "error", "table": "kpis", "passed": 97, "broken": 5, "undecided": 30, "undecidedBecause": [{"cause": "blank", "table": "register", "header": "Better", "rows": 20}, {"cause": "marker", "table": "kpis", "header": "value", "rows": 10}], "notApplicable": 0, "findings": 5, "waived": 0, "title": "The status follows the target", "location": \(declared), "documentation": "A status is what the scheme says is due."},
            {"rule": "bad-format", "severity": "error", "table": "kpis", "column": "ref", "broken": 2, "findings": 2, "waived": 0}
          ],
          "findings": [
            {"rule": "rag-follows-target", "severity": "error", "message": "7.25 is rated Green, but 29.7% against a target of >37% is due Red", "help": "change the status to Red, or correct the value", "table": "kpis", "key": {"ref": "7.25"}, "location": \(location), "related": [{"message": "the target", "location": \(target)}], "values": {"rag": "Green", "value": "29.7%", "target": ">37%"}, "fixes": [{"safe": false, "column": "rag", "text": "Red", "written": "Red", "location": \(fixed)}], "fingerprint": "00000000000000121", "waived": {"because": "so", "until": null, "location": \(rule)}}
          ],
          "files": [
            {"file": "returns/kpis.csv", "table": "kpis", "rows": 136}
          ]
        }

        """
    #expect(String(decoding: renderJSON(run, exitCode: 1), as: UTF8.self) == expected)
}

@Test(arguments: [0, 1, FindingList.partSize - 1, FindingList.partSize, 2 * FindingList.partSize + 3])
func manyFindingsAreTheSameTextInPieces(_ count: Int) throws {
    let findings = mixedRun().findings
    let some = FindingList.partSize - 100
    let areBaselined: [@Sendable (Int) -> Bool] = [
        { _ in false }, { _ in true }, { $0 < some }, { $0 >= some }, { $0 % 3 != 1 },
    ]
    // Where nothing, or something else, stands before the findings matters to their first comma alone.
    for (number, run) in [mixedRun(), diagnosedRun()].enumerated() where number == 0 || count < 2 {
        for isBaselined in areBaselined {
            var run = run
            run.findings = FindingList(
                (0..<count).map { index in
                    var finding = findings[index % findings.count]
                    finding.isBaselined = isBaselined(index)
                    return finding
                })
            let one = renderJSON(run, exitCode: 1, threads: 1)
            let isSame = renderJSON(run, exitCode: 1, threads: 3) == one
            #expect(isSame, "\(count) findings, on three threads")
            let listed = try objects(object(decoded(one))["findings"]).count
            #expect(listed >= (0..<count).filter { !isBaselined($0) }.count)
        }
    }
}

@Test func everyTextComesBackAsItWas() throws {
    let run = hostileRun()
    let bytes = renderJSON(run, exitCode: 1)
    #expect(bytes.allSatisfy { $0 == 0x0A || ($0 >= 0x20 && $0 != 0x7F) })
    let root = try object(decoded(bytes))
    let findings = try objects(root["findings"])
    #expect(findings.count == hostileCells.count)
    for (finding, cell) in zip(findings, hostileCells) {
        let key = try object(finding["key"])
        // Compared by scalars: strings are equal under canonical equivalence too.
        #expect((key["ref"] as? String).map { Array($0.unicodeScalars) } == Array(cell.unicodeScalars))
    }
    let unreadable = try objects(root["unreadable"])
    #expect(unreadable.first?["file"] as? String == "no\u{202E}.csv")
}

@Test func linesAreTheFindingsOfTheWholeText() throws {
    let root = try object(decoded(renderJSON(hostileRun(), exitCode: 1)))
    let whole = try objects(root["findings"])
    let lines = renderJSONLines(hostileRun()).split(separator: 0x0A)
    // Behind them the file that could not be read, and for each column the two that are counted and not there.
    #expect(lines.count == whole.count + 1 + hostileCells.count)
    for (line, finding) in zip(lines, whole) {
        #expect(NSDictionary(dictionary: try object(decoded(Array(line)))) == NSDictionary(dictionary: finding))
    }
    #expect(renderJSONLines(cleanRun()).isEmpty)
}

@Test func faultsOfRuleFilesAreFindingsAboutNoTable() throws {
    let root = try object(decoded(renderJSON(diagnosedRun(), exitCode: 2)))
    let summary = try object(root["summary"])
    #expect(summary["errors"] as? Int == 1 && summary["warnings"] as? Int == 1 && summary["exitCode"] as? Int == 2)
    let finding = try objects(root["findings"])[0]
    #expect(finding["rule"] as? String == "unknown-column")
    #expect(finding["table"] is NSNull)
    let location = try object(finding["location"])
    #expect(location["file"] as? String == "rutland.rules")
    #expect(location["line"] as? Int == 6 && location["column"] as? Int == 11 && location["endColumn"] as? Int == 16)
    #expect(try objects(finding["related"]).count == 1)
    let fix = try objects(finding["fixes"])[0]
    #expect(fix["text"] as? String == "value" && fix["column"] is NSNull)
    #expect((finding["fingerprint"] as? String)?.count == 16)
}

@Test func whatABaselineHoldsIsCountedAndNotListed() throws {
    var run = mixedRun()
    run.findings[1].isBaselined = true
    run.rules[3].baselined = 1
    let root = try object(decoded(renderJSON(run, exitCode: 1)))
    let summary = try object(root["summary"])
    #expect(summary["errors"] as? Int == 5 && summary["baselined"] as? Int == 1)
    #expect(try objects(root["findings"]).allSatisfy { $0["rule"] as? String != "duplicate-key" })
    #expect(
        renderText(run, style: TextStyle(width: 80)).contains(
            "5 errors in 2 files, 141 rows; 1 waived; 1 known from the baseline"))
}
