// The page: its words, what it holds, and that nothing of a return can act on it.

import Digests
import Findings
import Locations
import Testing

@testable import Reports

/// What people and attackers put into cells, file names and headers.
private let hostile = [
    "</style><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>",
    "</title><script>alert(1)</script>", "<!-- --><b>", "&lt;script&gt;", "]]>", "javascript:alert(1)",
    "</svg><script>alert(1)</script>", "\u{202E}right to left\u{200B}", "a\u{0}b\u{1B}[31m", "x\r\ny\n<z>",
    "` onmouseover=alert(1) x=`", "</pre></details></article><iframe src=//x>",
]

/// A finding that has a text everywhere where a finding can have one.
private func finding(_ text: String, row: Int, severity: Severity = .error) -> Finding {
    var finding = ragFinding(row + 1, ref: text)
    let place = PlacedFigure(text, at: Double(row))
    let status = StatusName(text, .red)
    finding.severity = severity
    finding.message = text
    finding.help = text
    finding.rowName = text
    finding.label = text
    finding.owner = text
    finding.location = location(row + 1, 3, row: row, header: text, file: text)
    finding.location?.shownAs = .init(row: row + 1, column: 2)
    finding.related = [RelatedLocation(text, location(900, 2, row: 899, header: text, file: text))]
    finding.fixes = [
        FindingFix(isSafe: false, column: text, text: text, written: text, location: location(row + 1, 3, row: row))
    ]
    let edge = ScalePicture.Edge(place, isIncluded: false)
    let pictures: [FindingPicture] = [
        .scale(
            ScalePicture(
                valueName: text, value: place, target: NamedText(text, text), bounds: [edge],
                bands: [.init(status: status, lower: nil, upper: edge), .init(status: nil, lower: edge, upper: nil)],
                given: status, due: StatusName(text, .green), remark: text)),
        .series(
            SeriesPicture(
                name: text,
                points: [
                    .init(label: text, value: place, target: place, isMarked: true),
                    .init(label: text, value: PlacedFigure(text, at: 3)),
                ], remark: text)),
        .total(
            TotalPicture(
                name: text, stated: place, sum: PlacedFigure(text, at: 40), difference: text,
                parts: [.init(text, place), .init(text, place)], remark: text)),
        .undrawn(text),
    ]
    finding.illustration = FindingIllustration(
        frame: Excerpt(
            columns: [.init(header: text, index: 0, number: 1)],
            rows: [
                .init(
                    line: row + 1, number: row + 1, cells: [text],
                    marks: [.init(column: 0, isPrimary: true, label: text)])
            ], columnCount: 1),
        picture: pictures[row % pictures.count], groups: [NamedText(text, text)], waiver: text)
    return finding
}

private func run(_ findings: [Finding]) -> CheckRun {
    var run = mixedRun()
    run.findings = FindingList(findings)
    run.rules = Severity.allCases.map { severity in
        RuleOutcomeCounts(
            rule: "rag-follows-target", severity: severity, table: "kpis", title: "The status follows the target",
            passed: 1, broken: findings.count { $0.severity == severity }, undecided: 2)
    }
    return run
}

private func page(_ run: CheckRun, _ facts: RunFacts = RunFacts(day: "2023-09-30")) -> String {
    String(decoding: renderHTML(run, facts: facts), as: UTF8.self)
}

/// The tags of a page with their attributes, by reading it as a browser does; style and script are passed over.
private func tags(_ page: String) -> [(name: String, attributes: [(name: String, value: String)])] {
    var tags: [(name: String, attributes: [(name: String, value: String)])] = []
    let bytes = Array(page.utf8)
    var at = 0
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }
    while at < bytes.count {
        guard bytes[at] == UInt8(ascii: "<") else {
            at += 1
            continue
        }
        at += 1
        var start = at
        while bytes[at] != UInt8(ascii: ">"), !isSpace(bytes[at]), !(bytes[at] == UInt8(ascii: "/") && at > start) {
            at += 1
        }
        let name = text(start..<at)
        var attributes: [(String, String)] = []
        while bytes[at] != UInt8(ascii: ">") {
            if isSpace(bytes[at]) || bytes[at] == UInt8(ascii: "/") {
                at += 1
                continue
            }
            start = at
            while bytes[at] != UInt8(ascii: "="), bytes[at] != UInt8(ascii: ">"), !isSpace(bytes[at]) { at += 1 }
            let attribute = text(start..<at)
            guard bytes[at] == UInt8(ascii: "=") else {
                attributes.append((attribute, ""))
                continue
            }
            at += 1
            let isQuoted = bytes[at] == UInt8(ascii: "\"")
            if isQuoted { at += 1 }
            start = at
            while isQuoted ? bytes[at] != UInt8(ascii: "\"") : bytes[at] != UInt8(ascii: ">") && !isSpace(bytes[at]) {
                at += 1
            }
            attributes.append((attribute, text(start..<at)))
            if isQuoted { at += 1 }
        }
        tags.append((name, attributes))
        if name == "style" || name == "script" {
            let end = Array("</\(name)".utf8)
            while !bytes[at...].starts(with: end) { at += 1 }
        }
    }
    return tags
}

private let knownTags: Set<String> = [
    "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "a", "header", "p", "h1", "h2", "h3", "h4", "ul",
    "li",
    "b", "i", "nav", "main", "section", "div", "small", "table", "caption", "thead", "tbody", "tr", "th", "td", "br",
    "form", "fieldset", "legend", "label", "input", "select", "option", "button", "article", "span", "strong", "code",
    "figure", "wbr", "svg", "path", "rect", "circle", "text", "figcaption", "details", "summary", "pre", "bdi", "dl",
    "dt",
    "dd",
    "footer", "script",
]
private let knownAttributes: Set<String> = [
    "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "aria-labelledby", "role", "tabindex",
    "aria-label", "scope", "hidden", "type", "value", "checked", "for", "autocomplete", "aria-live", "data-words",
    "data-filter", "data-f", "data-s", "data-p", "data-r", "viewBox", "x", "y", "width", "height", "cx", "cy", "r", "d",
    "opacity", "colspan", "open", "data-close", "data-seconds", "html",
]

/// Where findings are put away in these tests.
private final class Space: FindingSpace {
    nonisolated(unsafe) private var bytes: [UInt8] = []
    func append(_ bytes: [UInt8]) throws(FindingSpaceFailure) -> Int {
        defer { self.bytes += bytes }
        return self.bytes.count
    }
    func read(at offset: Int, count: Int) throws(FindingSpaceFailure) -> [UInt8] {
        Array(bytes[offset..<offset + count])
    }
}

@Suite struct HTMLReportTests {
    @Test(arguments: hostile) func nothingOfAReturnActs(text: String) {
        var run = run((1...8).map { finding(text, row: $0, severity: $0 > 6 ? .query : .error) })
        run.files = [CheckedFile(path: text, table: text, rows: 9)]
        run.files[0].sheet = text
        run.files[0].details = FileDetails(digest: "00", columns: [.init(header: text, number: 2)])
        run.unreadable = [UnreadableFile(path: text, reason: text)]
        run.readingNotices = [text]
        run.assumed = [
            AssumedReading(
                path: text, table: text, sheet: text, headerLine: 3, columns: [.init(header: text, meaning: text)],
                unused: [text], wanted: [text])
        ]
        run.rules[0].rule = text
        run.rules[0].documentation = text
        run.rules[0].undecidedBecause = [UndecidedReason(.blank, table: text, column: text, rows: 1)]
        for facts in [RunFacts(), RunFacts(day: text, redacts: true, reloadsAfter: 3)] {
            let page = page(run, facts)
            for tag in tags(page) {
                let name = tag.name.hasPrefix("/") ? String(tag.name.dropFirst()) : tag.name
                #expect(knownTags.contains(name), "\(name)")
                for (attribute, value) in tag.attributes {
                    #expect(knownAttributes.contains(attribute), "\(attribute)")
                    if attribute == "href" { #expect(value.hasPrefix("#")) }
                }
            }
            let counts = [tags(page).count { $0.name == "script" }, tags(page).count { $0.name == "style" }]
            #expect(counts == [1, 1])
            #expect(
                !page.unicodeScalars.contains {
                    $0 == "\u{202E}" || $0 == "\u{200B}" || $0 == "\u{1B}" || $0 == "\u{0}"
                })
        }
    }

    @Test func thePolicyNamesTheStyleAndTheScript() throws {
        let page = page(mixedRun())
        let policy = try #require(
            tags(page).first { $0.attributes.contains { $0.value == "Content-Security-Policy" } }?.attributes
                .first { $0.name == "content" }?.value)
        #expect(policy.hasPrefix("default-src 'none'; "))
        for (tag, directive) in [("style", "style-src"), ("script", "script-src")] {
            let start = try #require(page.firstRange(of: "<\(tag)>")).upperBound
            let end = try #require(page.firstRange(of: "</\(tag)>")).lowerBound
            let digest = base64(SHA256.digest(of: Array(page[start..<end].utf8)))
            #expect(policy.contains("\(directive) 'sha256-\(digest)'"))
        }
    }

    @Test func idsAreUniqueAndLinksLeadSomewhere() {
        let run = run((1...700).map { finding("x", row: $0, severity: Severity.allCases[$0 % 4]) })
        let tags = tags(page(run))
        let ids = tags.flatMap(\.attributes).filter { $0.name == "id" }.map(\.value)
        #expect(Set(ids).count == ids.count)
        for link in tags.flatMap(\.attributes) where link.name == "href" {
            #expect(ids.contains(String(link.value.dropFirst())), "\(link.value)")
        }
        for label in tags.flatMap(\.attributes) where label.name == "aria-labelledby" || label.name == "for" {
            #expect(ids.contains(label.value), "\(label.value)")
        }
    }

    @Test func theWorstRowsAreEntriesAndAllOthersLines() {
        let findings = (1...1000).map { finding("text \($0)", row: $0, severity: $0 > 900 ? .error : .warning) }
        let written = page(run(findings))
        let entries = tags(written).filter { $0.name == "article" }
        #expect(entries.count == PageSelection.mostEntries)
        let errors = entries.prefix(100).allSatisfy { tag in tag.attributes.contains { $0.value == "entry e" } }
        #expect(errors && entries[100].attributes.contains { $0.value == "entry w" })
        #expect(tags(written).count { $0.name == "li" && $0.attributes.contains { $0.name == "data-f" } } == 700)
        for number in [1, 450, 1000] {
            #expect(written.contains("text \(number)<") || written.contains("text \(number)\n"))
        }
    }

    /// A list that is stored is gone through several times and shows the same findings.
    /// Very many findings are counted, and as many of each rule are lines as of any other.
    @Test func aPageHasABound() throws {
        let findings = (1...30_000).map { number in
            var finding = finding("text", row: number, severity: number > 29_000 ? .warning : .error)
            finding.rule = number % 10 == 0 ? "rare" : "frequent"
            finding.illustration = nil
            return finding
        }
        let written = page(run(findings))
        let lines = tags(written).count { $0.name == "li" && $0.attributes.contains { $0.name == "data-f" } }
        // What three groups do not need is for the fourth; there are 300 entries.
        #expect(lines == 16_130 + 2870 + 900 + 100)
        #expect(
            written.contains("<strong>\(grouped(30_000 - 300 - lines)) further findings are not on this page</strong>"))
        #expect(written.contains("<code>frequent</code>: 16,130 of 25,830</h4>"))
        // A list that is put away is gone through in its order, with the same bound.
        var builder = FindingListBuilder({ () throws(FindingSpaceFailure) in Space() }, mostHeld: 100)
        for finding in findings { try builder.append(finding) }
        var stored = run(findings)
        stored.findings = try builder.finish()
        let other = page(stored)
        #expect(tags(other).count { $0.name == "li" && $0.attributes.contains { $0.name == "data-f" } } == lines)
        #expect(other.contains(": 19,000 of 28,700</h4>") && other.contains(": 1,000</h4>"))
    }

    /// A finding that rests on another of its row leads to that one.
    @Test func whatFollowsFromAnotherFindingSaysSo() {
        func cell(_ column: Int) -> FindingLocation {
            FindingLocation(file: "a.xlsx", sheet: "S", .sheet(.init(row: 2, column: column)), row: 1, header: "h")
        }
        func finding(_ rule: String, _ column: Int, _ severity: Severity) -> Finding {
            Finding(rule: rule, severity: severity, message: rule, table: "t", location: cell(column))
        }
        var comment = finding("comment", 5, .error)
        comment.related = [RelatedLocation("status: Red", cell(4))]
        let first = page(run([finding("status", 4, .error), comment]))
        #expect(first.contains("comment (follows from <a href=\"#e1\">D2</a>)</p>"))
        // The most severe finding is the entry's first, whichever the run has first.
        let second = page(run([finding("other", 3, .error), finding("status", 4, .error), comment]))
        #expect(
            second.contains("comment (follows from <a href=\"#e1-2\">D2</a>)</p>") && second.contains("id=\"e1-2\""))
    }

    @Test func aStoredListIsShownWhole() throws {
        var builder = FindingListBuilder({ () throws(FindingSpaceFailure) in Space() }, mostHeld: 10)
        let findings = (1...1000).map { finding("text \($0)", row: $0, severity: Severity.allCases[$0 % 4]) }
        for finding in findings { try builder.append(finding) }
        var stored = run(findings)
        stored.findings = try builder.finish()
        #expect(!stored.findings.isHeld)
        let (one, other) = (tags(page(run(findings))), tags(page(stored)))
        #expect(one.count { $0.name == "article" } == other.count { $0.name == "article" })
        func lines(_ tags: [(name: String, attributes: [(name: String, value: String)])]) -> Int {
            tags.count { $0.name == "li" && $0.attributes.contains { $0.name == "data-f" } }
        }
        #expect(lines(one) == 700 && lines(other) == 700)
    }

    @Test func theFirstWordsAreTheVerdict() {
        var run = mixedRun()
        #expect(run.pageVerdict == "Not ready to submit: 6 must be put right")
        #expect(page(run).contains("<title>Error: Not ready to submit: 6 must be put right"))
        run.rules[0].severity = .query
        #expect(run.pageVerdict == "Not ready to submit: 1 must be put right, 5 need an answer")
        run.rules[0].severity = .warning
        run.rules[3].broken = 0
        run.rules[3].findings = 0
        run.verdict = .clean
        #expect(run.pageVerdict == "Ready to submit, with 5 remarks to read")
        #expect(page(run).contains("<title>Ready to submit"))
        #expect(cleanRun().pageVerdict == "Ready to submit: no problems found")
        run = cleanRun()
        run.verdict = .nothingChecked
        #expect(run.pageVerdict == "Nothing was checked")
        run.verdict = .cannotCheck(.faultyRuleFiles)
        #expect(run.pageVerdict == "Nothing was checked: the rule files have errors" && run.pageHasErrors)
        run.verdict = .incomplete
        run.unreadable = [UnreadableFile(path: "a", reason: "b")]
        #expect(run.pageVerdict == "Not ready to submit: 1 file could not be read")
        run.verdict = .interrupted
        #expect(run.pageVerdict == "The check was interrupted")
    }

    /// A reading that is a guess, and a rule that decided nothing, do not make a return ready.
    @Test func onlyWhatRulesDecidedIsReady() {
        var run = cleanRun()
        run.assumed = [
            AssumedReading(path: "a.csv", table: "a", sheet: nil, headerLine: 1, columns: [], unused: [])
        ]
        #expect(run.pageVerdict == "Nothing was found in what could be checked without a rule file")
        run.rules.append(
            RuleOutcomeCounts(rule: "open", severity: .query, table: "kpis", passed: 0, broken: 0, undecided: 3))
        #expect(
            run.pageVerdict
                == "Nothing was found in what could be checked without a rule file: 1 rule decided none of its rows")
        run.assumed = []
        #expect(run.pageVerdict == "Nothing was found in what could be checked: 1 rule decided none of its rows")
        // The first rows of their series have none to be held against.
        run.rules[1].undecidedBecause = [UndecidedReason(.noNeighbour, table: "kpis", column: nil, rows: 3)]
        #expect(run.pageVerdict == "Ready to submit: no problems found")
        run.rules[1].undecidedBecause = [UndecidedReason(.blank, table: "kpis", column: "rag", rows: 3)]
        // Decided in another table.
        run.rules.append(
            RuleOutcomeCounts(rule: "open", severity: .query, table: "others", passed: 1, broken: 0, undecided: 0))
        #expect(run.pageVerdict == "Ready to submit: no problems found")
        run.rules[run.rules.count - 1].passed = 0
        for index in run.rules.indices { run.rules[index].severity = .warning }
        #expect(run.pageVerdict == "Ready to submit: no problems found")
        run.assumed = [
            AssumedReading(path: "a.csv", table: "a", sheet: nil, headerLine: 1, columns: [], unused: [])
        ]
        run.rules[0].broken = 2
        run.rules[0].findings = 2
        #expect(
            run.pageVerdict
                == "Nothing to put right or answer was found in what could be checked without a rule file; 2 remarks to read"
        )
    }

    @Test func itemsOfTheSummaryHaveTheWordsOfTheirFindings() throws {
        let written = page(mixedRun())
        let message = "7.25 is rated Green, but 29.7% against a target of &gt;37% is due Red"
        let link = try #require(written.firstRange(of: "<a href=\"#e2\">line 121: "))
        #expect(written[link.upperBound...].hasPrefix(message))
        let entry = try #require(written.firstRange(of: "<article class=\"entry e\" id=\"e2\""))
        #expect(written[entry.upperBound...].contains(message))
    }

    @Test func saysWhatWasWaivedAndUntilWhen() {
        let written = page(mixedRun())
        #expect(written.contains("<td>Q1 shows the outturn of last year</td><td>2024-03-31</td>"))
    }

    /// What a page says of files and cells begins as they do.
    @Test func namesOfFilesKeepTheirCase() {
        var run = run([ragFinding()])
        run.findings[0].help = "lg is the label of green"
        run.readingNotices = ["t8.xlsx: “Q2”: the header is on row 2"]
        run.files.append(CheckedFile(path: "register.csv", table: "register", rows: 3, isRegister: true))
        run.rules[0].undecidedBecause = [UndecidedReason(.noRow, table: "register", column: nil, rows: 2)]
        let written = page(run)
        #expect(written.contains("<li>t8.xlsx: “Q2”: the header is on row 2.</li>"))
        #expect(written.contains(">register.csv has no row for them (2 rows)<"))
        #expect(written.contains("<p class=\"do\">lg is the label of green.</p>"))
    }

    @Test func redactionLeavesNoCell() {
        let secret = "Zq7secret"
        var run = run((1...900).map { finding("\(secret)\($0)", row: $0, severity: Severity.allCases[$0 % 4]) })
        for index in run.findings.indices {
            run.findings[index].location = location(index + 2, 3, row: index + 1, header: "RAG")
            run.findings[index].illustration?.frame?.columns[0].header = "RAG"
        }
        run.readingNotices = [secret]
        run.assumed = [
            AssumedReading(
                path: "a.csv", table: "a", sheet: nil, headerLine: 1, columns: [.init(header: "RAG", meaning: secret)],
                unused: [])
        ]
        let written = page(run, RunFacts(redacts: true))
        #expect(!written.contains(secret))
        #expect(written.contains("The status follows the target") && written.contains("▒▒"))
        #expect(page(run).contains(secret))
    }

    @Test func theSameRunMakesTheSameBytes() {
        let run = run((1...400).map { finding("x\($0 % 9)", row: $0, severity: Severity.allCases[$0 % 4]) })
        #expect(
            renderHTML(run, facts: RunFacts(day: "2023-09-30")) == renderHTML(run, facts: RunFacts(day: "2023-09-30")))
    }

    @Test func onlyWatchedPagesReload() {
        #expect(!page(mixedRun()).contains("data-seconds=\""))
        #expect(page(mixedRun(), RunFacts(reloadsAfter: 5)).contains("<div class=\"watch\" data-seconds=\"5\" hidden>"))
    }
}

extension FindingList {
    fileprivate var indices: Range<Int> { 0..<count }
}
