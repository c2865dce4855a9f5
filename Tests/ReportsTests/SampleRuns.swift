// Runs made by hand, from which the tests render every format.

import Diagnostics
import Findings
import Locations

/// A place in one line of `kpis.csv`, whose line holds ASCII up to it.
func location(
    _ line: Int, _ column: Int, length: Int = 5, row: Int? = nil, header: String? = nil,
    file: String = "returns/kpis.csv"
) -> FindingLocation {
    FindingLocation(file: file, .text(extent(line, column..<column + length)), row: row, header: header)
}

/// A part of a line that holds ASCII.
func extent(_ line: Int, _ columns: Range<Int>) -> TextExtent {
    func behind(_ column: Int) -> TextColumn {
        let count = UInt32(column - 1)
        return TextColumn(bytes: count, scalars: count, utf16: count)
    }
    return TextExtent(
        line: line, offset: 0, length: columns.count, start: behind(columns.lowerBound),
        end: behind(columns.upperBound))
}

func ruleLine(_ line: Int) -> RuleLocation {
    RuleLocation(file: "rutland.rules", extent(line, 6..<24))
}

/// The finding that the documentation of the text output draws.
func ragFinding(_ line: Int = 121, ref: String = "7.25") -> Finding {
    Finding(
        rule: "rag-follows-target", severity: .error,
        message: "\(ref) is rated Green, but 29.7% against a target of >37% is due Red",
        help: "change the status to Red, or correct the value", table: "kpis", key: [NamedText("ref", ref)],
        location: location(line, 96, row: line - 1, header: "RAG"),
        related: [RelatedLocation("the target", location(line, 80, length: 4, row: line - 1, header: "target"))],
        values: [NamedText("rag", "Green"), NamedText("value", "29.7%"), NamedText("target", ">37%")],
        fixes: [
            FindingFix(
                isSafe: false, column: "rag", text: "Red", written: "Red", location: location(line, 96, row: line - 1))
        ],
        fingerprint: "00000000000000\(line % 100 + 100)",
        excerpt: Excerpt(
            columns: [
                .init(header: "ref", index: 0), .init(header: "target", index: 4), .init(header: "value", index: 5),
                .init(header: "rag", index: 6),
            ],
            rows: [
                .init(
                    line: line, cells: [ref, ">37%", "29.7%", "Green"],
                    marks: [
                        .init(column: 1, isPrimary: false), .init(column: 2, isPrimary: false),
                        .init(column: 3, isPrimary: true, label: "due Red: 7.3 points short of the target"),
                    ])
            ], columnCount: 9),
        ruleLocation: ruleLine(31))
}

/// A second row with the key of an earlier one, whose excerpt shows both.
func duplicateFinding() -> Finding {
    Finding(
        rule: "duplicate-key", severity: .error, message: "ref 1.5 stands in two rows", table: "kpis",
        key: [NamedText("ref", "1.5")], location: location(9, 1, length: 3, row: 8, header: "ref"),
        related: [RelatedLocation("the first row with this key", location(6, 1, length: 3, row: 5, header: "ref"))],
        fingerprint: "00000000000000d0",
        excerpt: Excerpt(
            columns: [.init(header: "ref", index: 0), .init(header: "indicator", index: 1)],
            rows: [
                .init(
                    line: 6, cells: ["1.5", "Waste"], marks: [.init(column: 0, isPrimary: false, label: "the first")]),
                .init(
                    line: 9, cells: ["1.5", "Household waste sent for reuse"],
                    marks: [.init(column: 0, isPrimary: true, label: "the same key again")]),
            ], columnCount: 9))
}

func waivedFinding() -> Finding {
    Finding(
        rule: "cumulative-falls", severity: .query, message: "1.5 fell from 532kg to 141kg", table: "kpis",
        key: [NamedText("ref", "1.5")], location: location(6, 60, row: 5, header: "value"),
        fingerprint: "00000000000000c1",
        waived: FindingWaiver(
            because: "Q1 shows the outturn of last year", until: "2024-03-31", location: ruleLine(40)),
        ruleLocation: ruleLine(12))
}

/// One of each kind that a report distinguishes.
func mixedRun() -> CheckRun {
    var run = CheckRun(
        toolVersion: "1.2.0", verdict: .findings,
        files: [
            CheckedFile(path: "returns/kpis.csv", table: "kpis", rows: 136),
            CheckedFile(path: "returns/stated.csv", table: "stated", rows: 5),
        ],
        rules: [
            RuleOutcomeCounts(
                rule: "rag-follows-target", severity: .error, table: "kpis", title: "The status follows the target",
                ruleLocation: ruleLine(31), passed: 97, broken: 5, undecided: 30,
                documentation: "A status is what the scheme says is due."),
            RuleOutcomeCounts(
                rule: "cumulative-falls", severity: .query, table: "kpis", title: "A cumulative figure must not fall",
                ruleLocation: ruleLine(12), passed: 3, broken: 1, notApplicable: 132, waived: 1),
            RuleOutcomeCounts(
                rule: "target-moves", severity: .query, table: "kpis", title: "A target does not change",
                ruleLocation: ruleLine(52), undecided: 6),
            RuleOutcomeCounts(rule: "duplicate-key", severity: .error, table: "kpis", isStructural: true, broken: 1),
        ],
        findings: [
            waivedFinding(), duplicateFinding(), ragFinding(), ragFinding(122, ref: "3.11"),
            ragFinding(123, ref: "4.16"),
            ragFinding(124, ref: "6.1"), ragFinding(125, ref: "7.21"),
        ])
    run.rules[0].undecidedBecause = [
        UndecidedReason(.blank, table: "register", column: "Better", rows: 20),
        UndecidedReason(.marker, table: "kpis", column: "value", rows: 10),
    ]
    run.rules[2].undecidedBecause = [UndecidedReason(.noNeighbour, table: "kpis", column: nil, rows: 6)]
    return run
}

func cleanRun() -> CheckRun {
    CheckRun(
        toolVersion: "1.2.0", files: mixedRun().files,
        rules: [RuleOutcomeCounts(rule: "rag-follows-target", severity: .error, table: "kpis", passed: 136)])
}

/// Texts from a return that no report may pass on as they are.
let hostileCells = [
    "\u{1B}[31mred\u{1B}]0;title\u{7}", "\u{202E}txt.exe\u{2066}", "a\u{0}b\u{9B}31m\u{85}c", "two\r\nlines\rand\nmore",
    "👩‍👩‍👧‍👦 family", "e\u{301}\u{323} + Z" + String(repeating: "\u{336}", count: 60),
    String(repeating: "x", count: 10_000), "tab\tbed", "::add-mask::secret", "##vso[task.setvariable]x ##[group]y",
    "漢字かな交じり文の長いセル", "\u{200B}zero\u{FEFF}width\u{AD}", "<b>&amp;]]>\"'|`", "%0A::error::x", "🇬🇧 1️⃣ ❤️ 👍🏽", "",
    "\u{2028}line\u{2029}separators", "=cmd|' /C calc'!A0",
]

/// A run in which every text is one that a return's author chose to do harm.
func hostileRun() -> CheckRun {
    var findings: [Finding] = []
    for (index, cell) in hostileCells.enumerated() {
        let other = hostileCells[(index + 5) % hostileCells.count]
        findings.append(
            Finding(
                rule: "hostile", severity: Severity.allCases[index % 4], message: "the cell is \(cell) and \(other)",
                help: "write \(other), not \(cell)", table: "t", column: "c\(index)", key: [NamedText("ref", cell)],
                location: location(
                    index + 2, 4, row: index + 1, header: cell, file: "returns/" + cell.prefix(12) + ".csv"),
                related: [RelatedLocation(cell, location(1, 1))], values: [NamedText("c", cell)],
                fixes: [
                    FindingFix(isSafe: true, column: "c", text: other, written: other, location: location(index + 2, 4))
                ],
                fingerprint: "0000000000000\(100 + index)",
                excerpt: Excerpt(
                    columns: [
                        .init(header: cell, index: 0), .init(header: other, index: 1), .init(header: "plain", index: 5),
                        .init(header: "last", index: 6),
                    ],
                    rows: [
                        .init(
                            line: index + 2, cells: [other, cell, "12", cell],
                            marks: [
                                .init(column: 1, isPrimary: true, label: cell),
                                .init(column: 3, isPrimary: false, label: other),
                            ])
                    ], columnCount: 9),
                ruleLocation: RuleLocation(file: "r\u{1B}.rules", extent(3, 1..<9))))
    }
    return CheckRun(
        toolVersion: "1.2.0", verdict: .findings, files: [CheckedFile(path: "a\u{1B}b.csv", table: "t", rows: 20)],
        unreadable: [UnreadableFile(path: "no\u{202E}.csv", reason: "there is no such\u{7} file")],
        rules: hostileCells.indices.map {
            RuleOutcomeCounts(
                rule: "hostile", severity: Severity.allCases[$0 % 4], table: "t", column: "c\($0)", isStructural: true,
                broken: 3)
        }, findings: findings)
}

/// A rule file with a misspelt column, a declaration it clashes with, and a fix.
func diagnosedRun() -> CheckRun {
    let text =
        "table kpis from \"kpis.csv\" {\n\tvalue measure\n\tkey ref\n}\nrule £-falls {\n  require vaule >= 1\n}\n"
    let file = SourceFile(name: "rutland.rules", text: text)
    func span(_ part: String) -> SourceSpan {
        let bytes = Array(text.utf8)
        let wanted = Array(part.utf8)
        let start = bytes.indices.first { bytes[$0...].starts(with: wanted) } ?? 0
        return SourceSpan(file, start..<start + wanted.count)
    }
    return CheckRun(
        toolVersion: "1.2.0", verdict: .cannotCheck(.faultyRuleFiles),
        diagnostics: [
            Diagnostic(
                "unknown-column", .error, "there is no column `vaule` in table kpis", at: span("vaule"),
                help: "columns are found by the names that the table gives them",
                notes: [DiagnosticNote("the table is declared here", at: span("kpis"))],
                fix: DiagnosticFix("write `value`", replacing: span("vaule").range, with: "value")),
            Diagnostic("invalid-rules", .warning, "nothing here", at: span("value measure\n\tkey ref")),
        ])
}
