// The sheet of a marked copy that says what was checked.

import Diagnostics
import Findings
import Tables

extension CheckRun {
    /// What was read, what was not checked, what could not be decided and why, and what each rule came to.
    var rulesSheet: AddedSheet {
        var rows: [[AddedSheet.Cell]] = []
        func line(_ text: String, _ look: AddedSheet.Look = .plain) { rows.append([AddedSheet.Cell(text, look)]) }
        line("What was checked", .title)
        for file in files {
            let sheet = file.sheet.map { ", “\($0)”" } ?? ""
            let what = file.isRegister ? " looked up in" : " read as"
            line("\(file.path)\(sheet): \(counted(file.rows, "row")),\(what) \(file.table)")
        }
        for notice in faultNotices + coverageNotices + assumedNotices + leftOutNotices { line(notice.sentence) }
        for notice in readingNotices { line(notice) }
        for diagnostic in diagnostics where diagnostic.severity == .error {
            line("A rule file has an error: \(escapedForTerminal(diagnostic.message))")
        }
        if waivedCount > 0 { line("\(counted(waivedCount, "finding")) waived: they are not on the list") }
        if baselinedCount > 0 { line("\(counted(baselinedCount, "finding")) known from the baseline: not on the list") }
        let lines = undecidedLines()
        if !lines.isEmpty {
            line("")
            line("What could not be decided", .heading)
            for words in lines { line(words) }
        }
        line("")
        line("Checked by kpilint \(toolVersion). Numbers are rows, or groups of them.")
        let columns = [
            AddedSheet.Column("Rule", width: 30), AddedSheet.Column("Severity", width: 10),
            AddedSheet.Column("What it says", width: 60), AddedSheet.Column("Table", width: 16),
            AddedSheet.Column("Keep it", width: 10), AddedSheet.Column("Break it", width: 10),
            AddedSheet.Column("Not decided", width: 12), AddedSheet.Column("Why not decided", width: 44),
            AddedSheet.Column("Not concerned", width: 14), AddedSheet.Column("Waived", width: 10),
        ]
        rows.append(columns.map { AddedSheet.Cell($0.title, .header) })
        for entry in rules {
            func number(_ count: Int, _ look: AddedSheet.Look = .text) -> AddedSheet.Cell {
                AddedSheet.Cell(count == 0 ? "" : grouped(count), look)
            }
            let reasons = undecidedReasons(of: entry).map { "\($0.words) (\(grouped($0.rows)))" }
            rows.append([
                AddedSheet.Cell(entry.rule + (entry.column.map { ", column \($0)" } ?? "")),
                AddedSheet.Cell(entry.severity.rawValue), AddedSheet.Cell(entry.title ?? entry.documentation ?? ""),
                AddedSheet.Cell(entry.table ?? ""), number(entry.passed), number(entry.broken),
                number(entry.undecided), AddedSheet.Cell(reasons.joined(separator: "; ")),
                number(entry.notApplicable), number(entry.waived),
            ])
        }
        let made = rows
        return AddedSheet(name: "Rules", columns: columns) { take in made.forEach(take) }
    }
}
