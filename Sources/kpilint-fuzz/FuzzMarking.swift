// What must hold of marked copies of packages.

import Tables
import WorkbookReading

extension FuzzExamination {
    /// Marks some cells: the copy must be read as the package is, and marked once more be the same.
    mutating func markingFault(
        _ table: any TableReader, _ reading: PackageReading, _ options: SourceOptions
    ) -> String? {
        guard let sheet = table.sheet else { return nil }
        var marks = WorkbookMarks()
        var own = SheetMarks()
        for _ in 0...random.below(6) {
            let place = SheetPlace(row: 1 + random.below(random.onceIn(8) ? 2_000 : 12), column: 1 + random.below(9))
            let note = random.onceIn(2) ? "kpilint: " + random.pick(Self.texts) : nil
            own.cells[place] = CellMark(random.onceIn(2) ? .atFault : .related, note: note)
        }
        if options.readsFills { own.filledColumns = [1 + random.below(5)] }
        marks.sheets[sheet] = own
        let words = random.pick(Self.texts)
        let added = AddedSheet(
            name: random.onceIn(2) ? "Findings" : sheet, columns: [AddedSheet.Column("a", width: 9)], headerRow: 1
        ) { take in
            take([AddedSheet.Cell("a", .header)])
            take([AddedSheet.Cell(words, link: (sheet, SheetPlace(row: 2, column: 2)))])
        }
        marks.added = [added]
        let copy: MarkedWorkbook
        do throws(EditError) {
            copy = try WorkbookMarking.marked(made.bytes, with: marks)
        } catch {
            return error.words.isEmpty ? "it says nothing of why it cannot be marked" : nil
        }
        isMarked = true
        let now = PackageReading(copy.bytes, options)
        if let fault = now.fault { return "marked: \(fault)" }
        guard now.isRead else { return "it is not read any more when it is marked" }
        if now.digest != reading.digest || now.rows != reading.rows { return "it reads otherwise when it is marked" }
        guard let again = try? WorkbookMarking.marked(copy.bytes, with: marks), again.bytes == copy.bytes else {
            return "marked twice it is not what it is marked once"
        }
        return nil
    }
}
