// What must hold of marked copies of packages.

import Packages
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
        func isSame(_ other: PackageReading) -> Bool {
            // A copy has styles, and is not said to have none.
            (other.digest == reading.digest || !hasStyles) && other.rows == reading.rows
        }
        guard isSame(now) else { return "it reads otherwise when it is marked" }
        guard let again = try? WorkbookMarking.marked(copy.bytes, with: marks) else { return "it is marked only once" }
        if WorkbookMarking.kind(of: made.bytes) == .openDocument {
            return again.bytes == copy.bytes ? nil : "marked twice it is not what it is marked once"
        }
        // A workbook of Excel's keeps the styles of the marks before.
        return isSame(PackageReading(again.bytes, options)) ? nil : "it reads otherwise when it is marked twice"
    }

    private var hasStyles: Bool {
        let archive = try? PackageArchive(PackageMemory(made.bytes))
        return archive?.entries.contains { $0.name.contains("styles") || $0.name == "content.xml" } ?? true
    }
}
