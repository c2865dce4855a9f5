// The run as one page of HTML for people who use no terminal: it needs no network, and works without its script.

package import Findings

/// The run as a page: the verdict, what was checked and could not be, what was waived, an overview, the worst rows with
/// their tables and pictures, and a line for every other finding.
///
/// Nothing on the page can act but its own style and script, whose digests its policy names: text from returns is
/// escaped, and no element has a style or a handler. The list of findings is gone through a few times, and never held.
package func writeHTML(_ run: CheckRun, facts: RunFacts, to sink: @escaping ReportSink) {
    var page = HTMLPage(run, facts, sink)
    page.write()
}

package func renderHTML(_ run: CheckRun, facts: RunFacts = RunFacts()) -> [UInt8] {
    collected { writeHTML(run, facts: facts, to: $0) }
}

/// A page while it is written.
struct HTMLPage {
    let run: CheckRun
    let facts: RunFacts
    var pieces: TextPieces
    let ofRuleFiles: [Finding]
    let selection: PageSelection
    let markup: EntryMarkup
    let totals: OutcomeTotals
    let titles: [String: String]
    /// Where the first line of each rule and of each column is, and how many there are.
    var lines = LineIndex()
    var lineNumber = 0

    /// How many entries a browser lays out at once without being slow.
    static let many = 250

    init(_ run: CheckRun, _ facts: RunFacts, _ sink: @escaping ReportSink) {
        self.run = run
        self.facts = facts
        pieces = TextPieces(sink)
        ofRuleFiles = ruleFileFindings(run)
        totals = OutcomeTotals(run)
        selection = PageSelection(run, ofRuleFiles: ofRuleFiles)
        var titles: [String: String] = [:]
        for description in run.ruleDescriptions { titles[description.rule] = description.short }
        self.titles = titles
        markup = EntryMarkup(names: selection.names, facts: facts, titles: titles)
    }

    mutating func write() {
        writeHead()
        add("<body>\n<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n")
        writeWatch()
        writeHeader()
        add("<main id=\"main\">\n")
        writeSummary()
        writeChecked()
        writeUndecided()
        writeWaived()
        writeOverviews()
        writeFindings()
        writeByColumn()
        writeByRule()
        add("</main>\n")
        writeFooter()
        add("<script>\(pageScript)</script>\n</body>\n</html>\n")
        pieces.end()
    }

    mutating func add(_ text: String) { pieces.add(text) }
}
