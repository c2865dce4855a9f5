// The sheet of a marked copy that lists its findings.

import Findings
import Locations
import Tables

/// The list of findings, worst first, in which people answer queries.
struct FindingsSheet {
    private let copy: MarkedReturn
    private var hasLabel = false
    private var hasOwner = false
    private var hasSheets = false
    private var count = 0
    private var counts: [Severity: Int] = [:]
    private var answered: Set<String> = []
    private var waived: Set<String> = []

    init(_ copy: MarkedReturn) { self.copy = copy }

    /// Whether the copy of the return lists a finding: not that of another return, which has a copy of its own.
    func takes(_ finding: Finding) -> Bool { finding.location.map { !copy.others.contains($0.file) } ?? true }

    /// Takes note of what the list needs columns for.
    mutating func note(_ finding: Finding) {
        count += 1
        counts[finding.severity, default: 0] += 1
        if finding.label != nil { hasLabel = true }
        if finding.owner != nil { hasOwner = true }
        if sheet(of: finding) != nil { hasSheets = true }
        if copy.answers[finding.fingerprint] != nil { answered.insert(finding.fingerprint) }
    }

    /// Takes note of a finding that does not count any more, whose answer is needed no longer.
    mutating func noteWaived(_ finding: Finding) {
        if copy.answers[finding.fingerprint] != nil { waived.insert(finding.fingerprint) }
    }

    /// Answers in the copy of before that are not in this one.
    var notices: [String] {
        let counting = waived.subtracting(answered)
        var notices: [String] = []
        if !counting.isEmpty {
            notices.append(
                counted(counting.count, "answer") + " in it " + (counting.count == 1 ? "counts" : "count")
                    + " by now: what " + (counting.count == 1 ? "it answers" : "they answer") + " is waived")
        }
        return notices + goneNotices
    }

    private var goneNotices: [String] {
        let gone = copy.answers.filter { !answered.contains($0.key) && !waived.contains($0.key) }
        guard !gone.isEmpty else { return [] }
        let said = gone.values.map(\.answer).sorted().prefix(3).map { "“\(escapedForTerminal($0, columns: 60))”" }
        return [
            counted(gone.count, "answer") + " in it " + (gone.count == 1 ? "answers" : "answer")
                + " what is no longer found, and " + (gone.count == 1 ? "is" : "are") + " not in the copy: "
                + said.joined(separator: ", ") + (gone.count > 3 ? " and \(gone.count - 3) more" : "")
        ]
    }

    /// The name of the sheet, or of the file where it is another one.
    private func sheet(of finding: Finding) -> String? {
        guard let location = finding.location else { return nil }
        if location.file != copy.path { return location.file }
        return location.sheet ?? copy.textSheet
    }

    func sheet(of run: CheckRun, from minimum: Severity) -> AddedSheet {
        let (copy, list) = (copy, self)
        var columns = [AddedSheet.Column("Severity", width: 10)]
        if hasSheets { columns.append(AddedSheet.Column("Sheet", width: 18)) }
        columns += [AddedSheet.Column("Cell", width: 9), AddedSheet.Column("Key", width: 14)]
        if hasLabel { columns.append(AddedSheet.Column("Label", width: 30)) }
        if hasOwner { columns.append(AddedSheet.Column("Owner", width: 20)) }
        columns += [
            AddedSheet.Column("What is wrong", width: 56), AddedSheet.Column("What to do", width: 44),
            AddedSheet.Column(FindingsTable.answer, width: 32), AddedSheet.Column(FindingsTable.answeredBy, width: 16),
            AddedSheet.Column("Rule", width: 26),
            AddedSheet.Column(FindingsTable.fingerprint, width: 20, isHidden: true),
        ]
        let titles = columns.map { AddedSheet.Cell($0.title, .header) }
        return AddedSheet(name: "Findings", columns: columns, headerRow: 4) { take in
            take([AddedSheet.Cell(list.verdict(of: run), .title)])
            take([AddedSheet.Cell(list.summary, .plain)])
            take([AddedSheet.Cell(Self.howToAnswer, .plain)])
            take(titles)
            for severity in Severity.allCases.reversed() where severity >= minimum && list.counts[severity] != nil {
                run.eachReportedFinding(from: severity) { finding in
                    guard finding.severity == severity, list.takes(finding) else { return }
                    take(list.cells(of: finding, copy))
                }
            }
        }
    }

    private static let howToAnswer =
        "A query passes once it is answered: write why the figure is right into “Answer”, save, and send the workbook back."

    /// The verdict of the run where the copy is of all that was checked, else what this return needs.
    private func verdict(of run: CheckRun) -> String {
        guard !copy.others.isEmpty, run.verdict.isComplete else { return run.pageVerdict }
        var needs: [String] = []
        if let errors = counts[.error] { needs.append(grouped(errors) + " must be put right") }
        if let queries = counts[.query] {
            needs.append(grouped(queries) + (queries == 1 ? " needs an answer" : " need an answer"))
        }
        return needs.isEmpty
            ? "Nothing to put right or answer here" : "Not ready to submit: " + needs.joined(separator: ", ")
    }

    private var summary: String {
        count == 0
            ? "Nothing was found in \(copy.path); the sheet “Rules” says what was checked."
            : "\(counted(count, "finding")) in \(copy.path), the worst first. A click on a cell’s name leads to it; it is marked in violet."
    }

    private func cells(of finding: Finding, _ copy: MarkedReturn) -> [AddedSheet.Cell] {
        let location = finding.location
        let extent = location?.spreadsheetExtent
        let isHere = location?.file == copy.path
        let sheet = sheet(of: finding)
        let link: (sheet: String, place: SheetPlace)? =
            if isHere, let extent, let name = location?.sheet ?? copy.textSheet {
                (name, SheetPlace(row: Int(extent.row), column: Int(extent.column)))
            } else {
                nil
            }
        var cells = [AddedSheet.Cell(finding.severity.rawValue, look(of: finding.severity))]
        if hasSheets { cells.append(AddedSheet.Cell(sheet ?? "")) }
        cells.append(AddedSheet.Cell(extent.map(\.cellName) ?? "", link: link))
        cells.append(AddedSheet.Cell(finding.key.map(\.text).joined(separator: ", ")))
        if hasLabel { cells.append(AddedSheet.Cell(finding.label ?? "")) }
        if hasOwner { cells.append(AddedSheet.Cell(finding.owner ?? "")) }
        let answer = copy.answers[finding.fingerprint]
        // What must be put right is not put right by an answer.
        let look: AddedSheet.Look = finding.severity == .query ? .answer : .text
        cells += [
            AddedSheet.Cell(escapedForTerminal(finding.message)),
            AddedSheet.Cell(finding.help.map { escapedForTerminal($0) } ?? ""),
            AddedSheet.Cell(answer?.answer ?? "", look), AddedSheet.Cell(answer?.name ?? "", look),
            AddedSheet.Cell(finding.rule),
            AddedSheet.Cell(FindingsTable.text(ofFingerprint: finding.fingerprint)),
        ]
        return cells
    }

    private func look(of severity: Severity) -> AddedSheet.Look {
        switch severity {
        case .error: .error
        case .query: .query
        case .warning: .warning
        case .note: .note
        }
    }
}
