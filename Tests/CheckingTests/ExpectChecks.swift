// The boundary of the tests: rule text in, diagnostics at their markers and checked rules out.

import Diagnostics
import Planning
import Syntax
import Testing

@testable import Checking

/// A fault that a text must give: at the marker 1️⃣, 2️⃣, … of its place in the list.
struct Fault: Sendable {
    var code: String
    /// The text that the diagnostic's span covers.
    var covers: String?
    /// Parts of the message and of the help.
    var says: String?
    var helps: String?
    /// What the fix writes.
    var fix: String?

    init(_ code: String, covers: String? = nil, says: String? = nil, helps: String? = nil, fix: String? = nil) {
        self.code = code
        self.covers = covers
        self.says = says
        self.helps = helps
        self.fix = fix
    }
}

let markers = ["1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣"]

/// A text without its markers, and the byte offset of each.
func unmarked(_ text: String) -> (text: String, offsets: [Int]) {
    var plain = ""
    var offsets = [Int](repeating: -1, count: markers.count)
    for character in text {
        if let marker = markers.firstIndex(of: String(character)) {
            offsets[marker] = plain.utf8.count
        } else {
            plain.append(character)
        }
    }
    return (plain, offsets)
}

/// Checks a text as the file `main.rules`, with files that it may import.
func checked(
    _ text: String, importing files: [String: String] = [:], set: [(name: String, value: Syntax.Expression)] = []
) -> (rules: RuleSet, diagnostics: [Diagnostic]) {
    var options = CheckingOptions(replacements: set) { path, _ in
        files[path].map { SourceFile(name: path, text: $0) }
    }
    options.refusals = { refusals(of: $0) }
    let rules = check([SourceFile(name: "main.rules", text: text)], options: options)
    return (rules, rules.diagnostics)
}

/// Expects exactly these faults (notes apart, unless they are expected too), each once, and that each fix mends its
/// fault.
@discardableResult
func expectChecks(
    _ marked: String, _ faults: [Fault] = [], importing files: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
) -> RuleSet {
    let (text, offsets) = unmarked(marked)
    let (rules, all) = checked(text, importing: files)
    let wanted = Set(faults.map(\.code))
    let diagnostics = all.filter { $0.severity != .note || wanted.contains($0.code) }
    for diagnostic in diagnostics where !faults.contains(where: { $0.code == diagnostic.code }) {
        Issue.record(
            "unexpected \(diagnostic.code): \(diagnostic.message) at `\(diagnostic.span.text)`",
            sourceLocation: sourceLocation)
    }
    for (index, fault) in faults.enumerated() {
        let offset = offsets[index]
        let found = diagnostics.filter { $0.code == fault.code && $0.span.range.lowerBound == offset }
        guard found.count == 1, let diagnostic = found.first else {
            let places = diagnostics.filter { $0.code == fault.code }.map(\.span.range.lowerBound)
            Issue.record(
                "\(found.count) of \(fault.code) at \(offset), others at \(places)", sourceLocation: sourceLocation)
            continue
        }
        if let covers = fault.covers { #expect(diagnostic.span.text == covers, sourceLocation: sourceLocation) }
        if let says = fault.says {
            #expect(diagnostic.message.contains(says), "\(diagnostic.message)", sourceLocation: sourceLocation)
        }
        if let helps = fault.helps {
            #expect(
                diagnostic.help?.contains(helps) == true, "\(diagnostic.help ?? "no help")",
                sourceLocation: sourceLocation)
        }
        #expect(diagnostic.fix?.replacement == fault.fix, sourceLocation: sourceLocation)
        expectMended(text, by: diagnostic, importing: files, sourceLocation)
    }
    #expect(diagnostics.count == faults.count, "\(diagnostics.map(\.code))", sourceLocation: sourceLocation)
    return rules
}

/// Applies a diagnostic's fix and expects that the fault is gone.
private func expectMended(
    _ text: String, by diagnostic: Diagnostic, importing files: [String: String], _ sourceLocation: SourceLocation
) {
    guard let fix = diagnostic.fix else { return }
    var bytes = Array(text.utf8)
    bytes.replaceSubrange(fix.range, with: Array(fix.replacement.utf8))
    let mended = checked(String(decoding: bytes, as: UTF8.self), importing: files).diagnostics
    let place = diagnostic.span.range.lowerBound
    #expect(
        !mended.contains { $0.code == diagnostic.code && $0.span.range.lowerBound == place },
        "still there: \(diagnostic.message)", sourceLocation: sourceLocation)
}

/// Tables with a column of every type, for clauses that need some.
let sampleTables = """
    scheme rutland for value, target, better? {
      green "On target", "G" when meets(value, target, better)
      amber "Below", "A" when near(value, target, better, 5 points, 5%)
      red "Off target", "R" otherwise
      grey "DNA", ""
    }
    table kpis from "kpis.csv" {
      ref text required
      theme text
      value measure
      target target
      rag status rutland
      prior_rag status rutland
      count whole
      members number
      share percent
      spend money
      opened date
      done flag
      period period
      kind choice "cumulative", "snapshot"
      commentary text
      let doubled = count * 2
      key ref, period
      series over period
      join register on ref
    }
    table register from "register.csv" {
      ref text required
      better choice "higher", "lower"
      owner text
      key ref
    }
    table totals from "totals.csv" {
      theme text required
      total whole
      share percent
      last date
      kind choice "cumulative", "snapshot"
      rag status rutland
      key theme
    }

    """

/// A rule on a table of the sample with these clauses.
func rule(_ clauses: String, for scope: String = "for kpis") -> String {
    sampleTables + "rule sample \"Sample\" {\n  \(scope)\n  \(clauses)\n}\n"
}

/// The one rule of a text that must have no fault.
func onlyRule(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> CheckedRule {
    let rules = expectChecks(text, sourceLocation: sourceLocation)
    try #require(rules.rules.count == 1, sourceLocation: sourceLocation)
    return rules.rules[0]
}
