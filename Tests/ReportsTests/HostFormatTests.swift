// The formats of code hosts and build servers: required members, units of columns, escapes, and nothing lost.

import CSystem
import Findings
import Foundation
import FoundationXML
import Locations
import Reports
import Testing

/// A finding in a cell behind `£👩‍👩‍👧𐐀`, a text whose lengths in scalars, UTF-16 code units and bytes all differ.
private func finding(behind text: String, endsOnLine endLine: Int = 7) -> Finding {
    let start = TextColumn(behind: text.utf8)
    let end =
        endLine == 7
        ? TextColumn(bytes: start.bytes + 3, scalars: start.scalars + 3, utf16: start.utf16 + 3)
        : TextColumn(bytes: 3, scalars: 1, utf16: 2)
    let location = FindingLocation(
        file: "a b/ü#1.csv",
        .text(TextExtent(line: 7, offset: 0, lines: endLine - 7, length: 3, start: start, end: end)), row: 6,
        header: "RAG")
    return Finding(
        rule: "r", severity: .query, message: "no", help: "mend it", table: "kpis", column: "rag",
        key: [NamedText("ref", "1")], location: location, related: [RelatedLocation("the [first]", location)],
        fixes: [
            FindingFix(isSafe: true, column: "rag", text: "a,\"b\"", written: "\"a,\"\"b\"\"\"", location: location)
        ],
        fingerprint: "abcdefabcdefabcd")
}

private let awkward = "£👩‍👩‍👧𐐀"

private func run(_ findings: [Finding]) -> CheckRun {
    CheckRun(
        toolVersion: "1.0.0", verdict: .findings, files: [CheckedFile(path: "a b/ü#1.csv", table: "kpis", rows: 9)],
        rules: [
            RuleOutcomeCounts(
                rule: "r", severity: .query, table: "kpis", column: "rag", isStructural: true, title: "A title",
                broken: findings.count),
            RuleOutcomeCounts(rule: "kept", severity: .error, table: "kpis", passed: 9),
            RuleOutcomeCounts(rule: "silent", severity: .error, table: "kpis", undecided: 9),
        ], findings: findings)
}

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

private func sarifRun(
    _ run: CheckRun, includeWaived: Bool = false, most: Int = HostLimits.resultsOfARun
) throws -> JSONObject {
    try objects(object(decoded(renderSARIF(run, exitCode: 1, includeWaived: includeWaived, most: most)))["runs"])[0]
}

@Test func sarifHoldsWhatCodeScanningNeeds() throws {
    let root = try sarifRun(run([finding(behind: awkward)]))
    #expect(root["columnKind"] as? String == "utf16CodeUnits")
    let driver = try object(object(root["tool"])["driver"])
    let rules = try objects(driver["rules"])
    #expect(rules.map { $0["id"] as? String } == ["r", "kept", "silent"])
    for rule in rules {
        for name in ["shortDescription", "fullDescription", "help"] {
            #expect((try object(rule[name])["text"] as? String)?.isEmpty == false)
        }
        #expect((try object(rule["help"])["markdown"] as? String)?.contains("kpilint explain") == true)
        #expect(rule["name"] != nil && rule["properties"] != nil)
        // A link is made only where the build was told where it leads.
        #expect((rule["helpUri"] != nil) == (built_homepage() != nil))
    }
    #expect(try object(rules[0]["defaultConfiguration"])["level"] as? String == "warning")
    #expect(try object(rules[0]["properties"])["problem.severity"] as? String == "warning")
    let result = try objects(root["results"])[0]
    #expect(result["ruleIndex"] as? Int == 0 && result["level"] as? String == "warning")
    #expect(try object(result["message"])["text"] as? String == "no (see [the \\[first\\]](1))")
    let location = try objects(result["locations"])[0]
    let physical = try object(location["physicalLocation"])
    let artifact = try object(physical["artifactLocation"])
    #expect(artifact["uri"] as? String == "a%20b/%C3%BC%231.csv" && artifact["uriBaseId"] as? String == "%SRCROOT%")
    let region = try object(physical["region"]) as? [String: Int]
    #expect(region == ["startLine": 7, "startColumn": 12, "endLine": 7, "endColumn": 15])
    #expect(try objects(location["logicalLocations"])[0]["fullyQualifiedName"] as? String == "kpis/1/RAG")
    #expect(try objects(result["relatedLocations"])[0]["id"] as? Int == 1)
    let prints = try object(result["partialFingerprints"])
    #expect(prints["primaryLocationLineHash"] as? String == "abcdefabcdefabcd:1")
    let change = try objects(objects(result["fixes"])[0]["artifactChanges"])[0]
    let content = try object(objects(change["replacements"])[0]["insertedContent"])
    #expect(content["text"] as? String == "\"a,\"\"b\"\"\"")
    let invocation = try objects(root["invocations"])[0]
    #expect(invocation["executionSuccessful"] as? Bool == true && invocation["exitCode"] as? Int == 1)
}

@Test func placesOverSeveralLinesKeepTheirEnd() throws {
    let run = run([finding(behind: awkward, endsOnLine: 9)])
    let result = try objects(sarifRun(run)["results"])[0]
    let region = try object(object(objects(result["locations"])[0]["physicalLocation"])["region"]) as? [String: Int]
    #expect(region == ["startLine": 7, "startColumn": 12, "endLine": 9, "endColumn": 3])
    let diagnostic = try objects(object(decoded(renderRDJSON(run)))["diagnostics"])[0]
    let end = try object(object(object(diagnostic["location"])["range"])["end"]) as? [String: Int]
    #expect(end == ["line": 9, "column": 4])
    #expect(
        text(renderGitHub(run)).hasPrefix(
            "::warning file=a b/ü#1.csv,line=7,endLine=9,title=r::a b/ü#1.csv:7:8: no [r]\n"))
}

@Test func waivedResultsAreSuppressedOnlyWhenAskedFor() throws {
    #expect(try objects(sarifRun(mixedRun())["results"]).count == 6)
    let results = try objects(sarifRun(mixedRun(), includeWaived: true)["results"])
    #expect(results.count == 7)
    let suppression = try objects(results[0]["suppressions"])[0]
    #expect(suppression["justification"] as? String == "Q1 shows the outturn of last year (until 2024-03-31)")
}

@Test func whatCouldNotBeReadIsSaidInEveryFormat() throws {
    var run = cleanRun()
    run.verdict = .incomplete
    run.unreadable = [UnreadableFile(path: "gone.csv", reason: "there is no such file")]
    let sarif = try sarifRun(run)
    #expect(try objects(sarif["results"]).isEmpty)
    let invocation = try objects(sarif["invocations"])[0]
    #expect(invocation["executionSuccessful"] as? Bool == false)
    let notification = try objects(invocation["toolExecutionNotifications"])[0]
    #expect(
        try object(notification["message"])["text"] as? String == "gone.csv could not be read: there is no such file")
    for bytes in [
        renderGitHub(run), renderGitLab(run), renderJUnit(run), renderCheckstyle(run), renderRDJSON(run),
        renderMarkdown(run),
        renderJSON(run, exitCode: 1), Array(renderShort(run).utf8),
    ] {
        #expect(text(bytes).contains("gone.csv") && text(bytes).contains("there is no such file"))
    }
}

@Test func workflowCommandsAreEscaped() {
    var found = finding(behind: awkward)
    found.message = "100% of\r\n::error::it [x]"
    found.location?.file = "a,b:c%.csv"
    let lines = text(renderGitHub(run([found]))).split(separator: "\n")
    #expect(
        lines[0]
            == "::warning file=a%2Cb%3Ac%25.csv,line=7,endLine=7,col=8,endColumn=11,title=r::a,b:c%25.csv:7:8: 100%25 of⏎::error::it [x] [r]"
    )
    #expect(lines.dropFirst().allSatisfy { !$0.hasPrefix("::") })
}

@Test func theGravestAnnotationsComeFirstAndTheLimitIsSaid() {
    let note = Finding(rule: "n", severity: .note, message: "a note", location: location(1, 1))
    let findings = [note] + (0..<12).map { ragFinding($0 + 2) }
    let output = text(renderGitHub(CheckRun(toolVersion: "1", files: mixedRun().files, findings: findings)))
    let lines = output.split(separator: "\n")
    #expect(lines[9].hasPrefix("::error ") && lines[10].hasPrefix("::notice ") && lines[12].hasPrefix("error: "))
    #expect(lines.last == "GitHub shows 10 annotations of a kind for each step; all are in this log")
}

/// Findings of one rule, the last ones the gravest.
private func many(_ warnings: Int, _ errors: Int) -> CheckRun {
    func made(_ severity: Severity, _ line: Int) -> Finding {
        Finding(rule: "r", severity: severity, message: "no \(line)", table: "kpis", location: location(line, 1))
    }
    var run = cleanRun()
    run.verdict = .findings
    run.findings = FindingList(
        (0..<warnings).map { made(.warning, $0 + 2) } + (0..<errors).map { made(.error, $0 + warnings + 2) })
    return run
}

@Test func aLogStaysReadableAndSaysWhatItLeavesOut() {
    let lines = text(renderGitHub(many(30_000, 40))).split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("::error ") } == 10 && lines.count { $0.hasPrefix("::warning ") } == 10)
    #expect(lines.count < 1100)
    #expect(lines[20] == "error: returns/kpis.csv:30012:1: no 30012 [r]")
    #expect(lines.last?.hasSuffix("; this log leaves out 29,020 warnings: `--output json=FILE` writes all") == true)
}

@Test func codeScanningGetsTheGravestResultsThatItTakes() throws {
    #expect(HostLimits.resultsOfARun == 25_000)
    let run = try sarifRun(many(1_990, 40), most: 2_000)
    let results = try objects(run["results"])
    #expect(results.count == 2_000)
    #expect(results.count { $0["level"] as? String == "error" } == 40)
    let invocation = try objects(run["invocations"])[0]
    #expect(invocation["executionSuccessful"] as? Bool == true)
    let notification = try objects(invocation["toolExecutionNotifications"])[0]
    #expect(
        try object(notification["message"])["text"] as? String
            == "30 warnings are left out: code scanning takes 2,000 results of a run, the most severe are here; "
            + "`--output json=FILE` writes all")
    let full = try sarifRun(many(1_960, 40), most: 2_000)
    #expect(try objects(full["results"]).count == 2_000)
    #expect(try objects(objects(full["invocations"])[0]["toolExecutionNotifications"]).isEmpty)
}

@Test func gitLabEntriesAreComplete() throws {
    let twice = run([finding(behind: awkward), finding(behind: "")])
    let entries = try #require(decoded(renderGitLab(twice)) as? [JSONObject])
    #expect(entries.map { $0["fingerprint"] as? String } == ["abcdefabcdefabcd", "abcdefabcdefabcd-1"])
    #expect(entries[0]["description"] as? String == "no [r]" && entries[0]["check_name"] as? String == "r")
    #expect(entries[0]["severity"] as? String == "major")
    let location = try object(entries[0]["location"])
    #expect(location["path"] as? String == "a b/ü#1.csv")
    #expect(try object(location["lines"])["begin"] as? Int == 7)
    #expect(text(renderGitLab(cleanRun())) == "[]\n")
}

@Test func rdjsonCountsBytes() throws {
    let root = try object(decoded(renderRDJSON(run([finding(behind: awkward)]))))
    #expect(try object(root["source"])["name"] as? String == "kpilint" && root["severity"] as? String == "WARNING")
    let diagnostic = try objects(root["diagnostics"])[0]
    let range = try object(object(diagnostic["location"])["range"])
    #expect(try object(range["start"]) as? [String: Int] == ["line": 7, "column": 25])
    #expect(try object(range["end"]) as? [String: Int] == ["line": 7, "column": 28])
    #expect(try objects(diagnostic["suggestions"])[0]["text"] as? String == "\"a,\"\"b\"\"\"")
    #expect(try objects(diagnostic["related_locations"])[0]["message"] as? String == "the [first]")
    #expect(try object(diagnostic["code"])["value"] as? String == "r")
}

/// Every element of an XML text with its attributes, in order; fails where the text is not well formed.
private final class Elements: NSObject, XMLParserDelegate {
    var found: [(name: String, attributes: [String: String])] = []

    init(_ bytes: [UInt8]) throws {
        super.init()
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = self
        try #require(parser.parse())
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        found.append((name, attributes))
    }
}

@Test func junitCasesAreUniqueAndCounted() throws {
    let elements = try Elements(renderJUnit(run([finding(behind: awkward), finding(behind: "")]))).found
    let cases = elements.filter { $0.name == "testcase" }.map { $0.attributes["name"] }
    #expect(cases == ["r: ref 1, rag", "r: ref 1, rag (2)", "kept", "silent"])
    let suite = elements[1].attributes
    #expect(suite["tests"] == "4" && suite["failures"] == "2" && suite["skipped"] == "1")
    #expect(elements.filter { $0.name == "failure" }.count == 2 && elements.filter { $0.name == "skipped" }.count == 1)
    #expect(elements[2].attributes["file"] == "a b/ü#1.csv" && elements[2].attributes["line"] == "7")
}

@Test func xmlStaysWellFormedWhateverTheCells() throws {
    var hostile = hostileRun()
    hostile.diagnostics = diagnosedRun().diagnostics
    let cases = try Elements(renderJUnit(hostile)).found.filter { $0.name == "testcase" }
    let names = cases.map { [$0.attributes["classname"], $0.attributes["name"]] }
    #expect(Set(names).count == names.count && names.count > hostileCells.count)
    let errors = try Elements(renderCheckstyle(hostile)).found.filter { $0.name == "error" }
    // Of each column one is listed, and what the others are is said.
    #expect(errors.count == hostileCells.count * 2 + 3)
    #expect(Set(errors.map { $0.attributes["severity"] }) == ["error", "warning", "info"])
}

/// What is held until the end holds all findings.
@Test(arguments: ["junit", "checkstyle", "text", "plain"])
func longReportsAreHandedOnWhileTheyAreMade(_ format: String) {
    var found: [Finding] = []
    for number in 0..<8000 {
        var one = ragFinding(number + 2)
        one.key = [NamedText("ref", String(number))]
        found.append(one)
    }
    let many = CheckRun(toolVersion: "1", verdict: .findings, files: mixedRun().files, findings: found)
    var pieces: [Int] = []
    func take(_ piece: [UInt8]) { pieces.append(piece.count) }
    switch format {
    case "junit": writeJUnit(many) { take($0) }
    case "checkstyle": writeCheckstyle(many) { take($0) }
    default: writeText(many, style: TextStyle(plain: format == "plain", maxShown: .max)) { take($0) }
    }
    #expect(pieces.count > 2 && pieces.allSatisfy { $0 < 1 << 19 })
}

@Test func checkstyleGroupsByFile() {
    let output = text(renderCheckstyle(run([finding(behind: awkward)])))
    let expected = """
        <?xml version="1.0" encoding="UTF-8"?>
        <checkstyle version="4.3">
          <file name="a b/ü#1.csv">
            <error line="7" column="8" severity="warning" message="no" source="kpilint.r"/>
          </file>
        </checkstyle>

        """
    #expect(output == expected)
}

@Test func markdownTakesCellsAsText() {
    var found = finding(behind: "")
    found.message = "a|b `c` <b>d</b> [e](f) *g* @all https://x.y\nz"
    let page = text(renderMarkdown(run([found])))
    #expect(
        page.contains(
            "| query | `a b/ü#1.csv:7` ref 1 | a\\|b \\`c\\` &lt;b&gt;d&lt;/b&gt; \\[e\\](f) \\*g\\* &#64;all https&#58;//x&#46;y⏎z (`r`)<br>mend it |\n"
        ))
    #expect(page.hasPrefix("## kpilint: findings to put right\n\n1 query in 1 file, 9 rows\n"))
    #expect(!page.contains("\nNot decided for any row: `r`"))
    #expect(page.contains("\nNot decided for any row: `silent`\n"))
}

@Test func markdownStopsBeforeTheLimitAndSaysSo() {
    var long = ragFinding()
    long.message = String(repeating: "long ", count: 300)
    let many = CheckRun(
        toolVersion: "1", verdict: .findings, files: mixedRun().files,
        rules: [RuleOutcomeCounts(rule: "rag-follows-target", severity: .error, table: "kpis", broken: 2000)],
        findings: [Finding](repeating: long, count: 2000))
    let page = renderMarkdown(many, maxFindings: 2000)
    #expect(page.count <= 900 * 1024 && page.count > 700 * 1024)
    let listed = text(page).split(separator: "(`rag-follows-target`)", omittingEmptySubsequences: false).count - 1
    #expect(
        text(page).contains(
            "\n" + (2000 - listed == 1 ? "1 more finding is" : "1,\((2000 - listed) - 1000) more findings are")))
    #expect(text(renderMarkdown(many)).contains("\n1,900 more findings are not listed here\n"))
}

@Test func whatALimitLeftOutIsNeverPassed() throws {
    var limited = run([])
    limited.rules[0].broken = 3
    limited.rules[0].findings = 5
    let cases = try Elements(renderJUnit(limited)).found
    #expect(cases.contains { $0.name == "testcase" && $0.attributes["name"] == "r in rag: not listed" })
    #expect(!cases.contains { $0.name == "testcase" && $0.attributes["name"] == "r" })
    #expect(text(renderGitHub(limited)).contains("5 findings are counted but not listed"))
    #expect(text(renderMarkdown(limited)).contains("5 findings are not listed here"))
}

@Test func fileNamesThatAreNoTextAreNamedByTheirBytes() {
    var odd = finding(behind: "a")
    odd.location?.file = "c\u{10FEE9} é.csv"
    #expect(text(renderSARIF(run([odd]), exitCode: 1)).contains("\"c%E9%20%C3%A9.csv\""))
}

/// The formats that know findings only.
private func findingsOnly(_ run: CheckRun) -> [(name: String, text: String)] {
    [
        ("short", renderShort(run)), ("jsonl", text(renderJSONLines(run))), ("gitlab", text(renderGitLab(run))),
        ("checkstyle", text(renderCheckstyle(run))), ("rdjson", text(renderRDJSON(run))),
        ("junit", text(renderJUnit(run))), ("github", text(renderGitHub(run))),
        ("sarif", text(renderSARIF(run, exitCode: 1))),
        ("csv", text(renderFindingsTable(run))),
    ]
}

@Test func noFormatTakesAPartForTheWhole() {
    var interrupted = run([])
    interrupted.isPartial = true
    interrupted.verdict = .interrupted
    for (name, text) in findingsOnly(interrupted) {
        #expect(text.contains("partial-check"), "\(name)")
        #expect(text.contains("the check was interrupted"), "\(name)")
    }
    #expect(renderShort(interrupted).contains(":1:1: error: the check was interrupted"))
    #expect(text(renderRDJSON(interrupted)).contains("\"severity\": \"ERROR\""))
    #expect(text(renderJUnit(interrupted)).contains("errors=\"1\""))
}

@Test func everyFormatNamesAFileThatCouldNotBeRead() {
    var unread = run([])
    unread.unreadable = [UnreadableFile(path: "gone.csv", reason: "there is no such file")]
    for (name, text) in findingsOnly(unread) {
        #expect(text.contains("unreadable-file") && text.contains("gone.csv"), "\(name)")
    }
}

@Test func whatWasNotCheckedIsSaidAtItsPlaceAndLevel() {
    var partly = run([])
    partly.formOnly = [FormOnlyTable(table: "bare", wanted: [])]
    let location = RuleLocation(file: "all.rules", extent(3, 1..<12))
    partly.unread = [UnreadTable(table: "other", rules: ["small"], ruleLocation: location)]
    let short = renderShort(partly)
    #expect(short.contains("warning: only the form") && short.contains("all.rules:3:1: note: no return"), "\(short)")
    #expect(!renderShort(partly, minimum: .query).contains("form-only"))
    #expect(renderShort(partly, minimum: .warning).contains("form-only"))
    #expect(!renderShort(partly, minimum: .warning).contains("table-not-read"))
    for (name, text) in findingsOnly(partly) where !["junit", "github", "markdown", "sarif"].contains(name) {
        #expect(text.contains("all.rules"), "\(name)")
    }
}

@Test func everyFormatSaysWhatWasNotChecked() {
    var partly = run([])
    partly.formOnly = (0..<10).map { FormOnlyTable(table: "bare\($0)", wanted: ["value"]) }
    partly.unread = (0..<10).map { UnreadTable(table: "other\($0)", rules: ["rule\($0)"]) }
    let lines = [
        "nly the form of cells was checked in bare0", "nly the form of cells was checked in 2 more tables",
        "o return that is named is for table other0, so it was not read: rule0 did not run",
        "o return that is named is for 2 more tables",
    ]
    for (name, text) in findingsOnly(partly) where name != "junit" {
        for line in lines { #expect(text.contains(line), "\(name): \(line)") }
        guard name != "github" else { continue }
        for rule in ["form-only", "table-not-read"] { #expect(text.contains(rule), "\(name): \(rule)") }
    }
    // There each rule that did not run is a case that was skipped.
    #expect(text(renderJUnit(partly)).contains("the table was not read"))
    var lacking = run([])
    lacking.unread = (0..<10).map { UnreadTable(table: "old\($0)", rules: ["rule\($0)"], absent: "old\($0).csv") }
    let absent = [
        "ptional table old0 has no file, as nothing matches “old0.csv”: rule0 did not apply",
        "2 more optional tables have no file: 2 rules did not apply",
    ]
    for (name, text) in findingsOnly(lacking) where name != "junit" {
        for line in absent { #expect(text.contains(line), "\(name): \(line)") }
    }
    #expect(text(renderJUnit(lacking)).contains("the table is optional and has no file"))
    var nothing = run([])
    nothing.verdict = .nothingChecked
    for (name, text) in findingsOnly(nothing) where name != "junit" {
        #expect(text.lowercased().contains("nothing was checked"), "\(name)")
    }
}

@Test func everyFormatSaysWhatALimitLeftOut() {
    var limited = run([finding(behind: "")])
    limited.rules[0].broken = 4
    limited.rules[0].findings = 4
    for (name, text) in findingsOnly(limited) {
        let said = text.contains("3 findings of r in rag are counted but not listed")
        #expect(said || text.contains("3 findings are counted but not listed"), "\(name)")
    }
    for (name, text) in findingsOnly(run([finding(behind: "")])) {
        #expect(!text.contains("not listed"), "\(name)")
    }
}
