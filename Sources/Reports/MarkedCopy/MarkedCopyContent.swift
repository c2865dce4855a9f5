// What a marked copy of a return holds beside the return: marks at cells, a list of findings, what was checked.

package import Findings
import Locations
package import Tables

/// What is known of the return that a copy is made of.
package struct MarkedReturn: Sendable {
    /// The path by which findings name it.
    package var path: String
    /// The sheet that delimited text becomes; `nil` for a workbook, whose findings name their sheets.
    package var textSheet: String?
    /// By sheet the columns whose cells say by their fill what they mean.
    package var filledColumns: [String: Set<Int>] = [:]
    /// Other returns of the run: their findings are not listed in this copy.
    package var others: Set<String> = []
    /// What people have answered in an earlier copy, by fingerprint.
    package var answers: [String: (answer: String, name: String)] = [:]

    package init(path: String, textSheet: String? = nil) {
        self.path = path
        self.textSheet = textSheet
    }
}

/// What is put into a copy, and what is to be said of it.
package struct MarkedCopyContent: Sendable {
    package var marks: WorkbookMarks
    /// In words: lower case, no full stop.
    package var notices: [String]
}

extension CheckRun {
    /// The marks and sheets of a copy of a return, with the findings of at least a severity.
    package func content(ofCopy copy: MarkedReturn, from minimum: Severity) -> MarkedCopyContent {
        var marker = CellMarker(copy)
        var list = FindingsSheet(copy)
        // Worst first: whoever has no room loses the least.
        for severity in Severity.allCases.reversed() where severity >= minimum {
            eachReportedFinding(from: severity) { finding in
                guard finding.severity == severity, list.takes(finding) else { return }
                list.note(finding)
                marker.mark(finding)
            }
        }
        if !copy.answers.isEmpty { for finding in findings where !finding.isReported { list.noteWaived(finding) } }
        var marks = WorkbookMarks()
        marks.sheets = marker.sheets
        marks.isOfText = copy.textSheet != nil
        marks.added = [list.sheet(of: self, from: minimum), rulesSheet]
        return MarkedCopyContent(marks: marks, notices: marker.notices + list.notices)
    }
}

/// Collects the marks of findings.
private struct CellMarker {
    private let copy: MarkedReturn
    private(set) var sheets: [String: SheetMarks] = [:]
    private var noteCount = 0
    private var unwritten = 0

    /// How many notes a copy has: programs become slow with more. What is beyond them is marked and listed.
    private static let mostNotes = 2_000
    /// How many cells of one finding are marked: one may be about a whole record.
    private static let mostCells = 200

    init(_ copy: MarkedReturn) { self.copy = copy }

    var notices: [String] {
        guard unwritten > 0 else { return [] }
        return [
            "a copy has \(grouped(Self.mostNotes)) notes at most: " + counted(unwritten, "cell")
                + " more " + (unwritten == 1 ? "is" : "are") + " marked without one, and on the list"
        ]
    }

    mutating func mark(_ finding: Finding) {
        if let location = finding.location { mark(location, .atFault, note(of: finding)) }
        for related in finding.related { mark(related.location, .related, nil) }
    }

    private func note(of finding: Finding) -> String {
        "kpilint: " + escapedForTerminal(finding.message)
            + (finding.help.map { "\nWhat to do: " + escapedForTerminal($0) } ?? "")
    }

    private mutating func mark(_ location: FindingLocation, _ strength: CellMark.Strength, _ note: String?) {
        guard location.file == copy.path, let extent = location.spreadsheetExtent,
            let sheet = location.sheet ?? copy.textSheet
        else { return }
        var marks = sheets[sheet] ?? SheetMarks()
        sheets[sheet] = nil
        marks.filledColumns = copy.filledColumns[sheet] ?? []
        var left = Self.mostCells
        for row in 0..<Int(extent.rowCount) {
            for column in 0..<Int(extent.columnCount) where left > 0 {
                left -= 1
                let place = SheetPlace(row: Int(extent.row) + row, column: Int(extent.column) + column)
                var mark = marks.cells[place] ?? CellMark(strength)
                mark.strength = max(mark.strength, strength)
                if let note, row == 0, column == 0 { add(note, to: &mark) }
                marks.cells[place] = mark
            }
            if left == 0 { break }
        }
        sheets[sheet] = marks
    }

    /// Adds to what is said at a cell, which has room for some findings.
    private mutating func add(_ note: String, to mark: inout CellMark) {
        guard let said = mark.note else {
            guard noteCount < Self.mostNotes else {
                unwritten += 1
                return
            }
            noteCount += 1
            mark.note = note
            return
        }
        guard said != note, !said.hasSuffix(Self.more) else { return }
        mark.note = said.utf8.count + note.utf8.count > 4_000 ? said + Self.more : said + "\n" + note
    }

    private static let more = "\n(more on the list of findings)"
}
