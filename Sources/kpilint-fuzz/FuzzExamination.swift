// What must hold of every package, whatever is in it.

import Locations
import Packages
import Tables
import WorkbookReading

/// Reads a package, a second time perhaps, and writes cells or marks into it where it can be read.
struct FuzzExamination {
    let made: MutatedPackage
    var random: FuzzRandom
    private(set) var isRead = false
    private(set) var isReadTwice = false
    private(set) var rows = 0
    private(set) var editedCells = 0
    /// Whether a marked copy was made of it.
    var isMarked = false

    init(_ made: MutatedPackage) {
        self.made = made
        random = made.random
    }

    /// What is wrong with what kpilint makes of the package; `nil` where nothing is.
    mutating func fault() -> String? {
        let options = sourceOptions()
        let first = PackageReading(made.bytes, options)
        if let fault = first.fault { return fault }
        isRead = first.isRead
        rows = first.rows
        if random.onceIn(4) {
            isReadTwice = true
            let second = PackageReading(made.bytes, options)
            if second.digest != first.digest || second.rows != first.rows {
                return "it reads otherwise when it is read again"
            }
        }
        guard isRead, let table = first.table else { return nil }
        if let fault = lostRowFault(table, first.lines) { return fault }
        if random.onceIn(4) { return markingFault(table, first, options) }
        return random.onceIn(2) ? editingFault(table) : nil
    }

    /// What a rule file may ask for.
    private mutating func sourceOptions() -> SourceOptions {
        var options = SourceOptions { cells in cells.count { !$0.isEmpty } }
        options.joinsHeaderLines = random.onceIn(2)
        options.readsFills = random.onceIn(2)
        options.readsNotes = random.onceIn(4)
        options.endsAtBlank = random.onceIn(8)
        switch random.below(24) {
        case 0: options.headerLines = 2...2
        case 1: options.headerLines = 1...2
        case 2: options.columns = ["a", "b", "c"]
        case 3: options.area = CellArea(rows: 2...6, columns: 1...4)
        case 4: options.areaName = random.pick(["n", "t", "d"])
        default: break
        }
        let hasKeys = random.onceIn(2)
        let fillsDown = random.onceIn(4)
        let takesHeading = random.onceIn(4)
        options.fields = { header in
            var fields = HeaderFields()
            fields.declared = Array(header.indices)
            fields.keys = header.isEmpty || !hasKeys ? [] : [0]
            fields.figures = Array(header.indices.dropFirst().prefix(2))
            fields.days = Array(header.indices.dropFirst(3).prefix(2))
            fields.fills = header.count > 3 ? [3: [.red: ["Red"], .green: ["Green"]]] : [:]
            fields.filledDown = fillsDown && header.count > 1 ? [1] : []
            fields.takesHeading = takesHeading
            return fields
        }
        return options
    }

    /// A row below the header that shows something in its columns is a record, or something is said of it.
    private func lostRowFault(_ table: any TableReader, _ lines: Set<Int>) -> String? {
        guard let editor = table.makeEditor(), case .sheet(let header) = table.headerLocations.last else { return nil }
        // Where the header stands is said of most tables.
        let notices = table.notices.filter { if case .header = $0 { false } else { true } }
        guard notices.isEmpty, Int(header.row) < Self.gridRows else { return nil }
        let first = Int(header.row) + Int(header.rowCount)
        let columns = Int(header.column)..<Int(header.column) + Int(header.columnCount)
        for row in first...max(first, Self.gridRows) where !lines.contains(row) {
            let cells = columns.prefix(8).map { cell(row, $0, "", of: table) }
            if let text = editor.texts(of: cells, in: made.bytes).first(where: { !$0.isEmpty }) {
                return "row \(row) says “\(text)”, and is in no record"
            }
        }
        return nil
    }

    private func cell(_ row: Int, _ column: Int, _ text: String, of table: any TableReader) -> CellEdit {
        CellEdit(sheet: table.sheet, location: .sheet(SheetExtent(row: row, column: column)), text: text)
    }

    /// How many rows and columns are looked at cell by cell.
    private static let gridRows = 9
    private static let gridColumns = 7

    // MARK: Writing

    static let texts = [
        "92.4%", "1,344", "Green", "A & <b>", "", "5", "-3", "£1.20", "(4)", "x  y", "a\nb", "15/03/2023", "_x0041_",
        "0.5", "]]>", "1 1/4", "é😀", "£1.3m", "36:00:00.0",
    ]

    /// Writes some cells: they must say what was written, and all others what they said.
    private mutating func editingFault(_ table: any TableReader) -> String? {
        guard let editor = table.makeEditor() else { return "its cells cannot be written" }
        let places = (1...Self.gridRows).flatMap { row in (1...Self.gridColumns).map { (row, $0) } }
        let all = places.map { cell($0.0, $0.1, "", of: table) }
        let before = editor.texts(of: all, in: made.bytes)
        var chosen: [Int: CellEdit] = [:]
        for _ in 0...random.below(4) {
            let place = random.below(places.count)
            chosen[place] = cell(places[place].0, places[place].1, random.pick(Self.texts), of: table)
        }
        let numbers = chosen.keys.sorted()
        let obstacles = editor.obstacles(to: numbers.compactMap { chosen[$0] }, in: made.bytes)
        for (number, obstacle) in zip(numbers, obstacles) where obstacle != nil { chosen[number] = nil }
        guard !chosen.isEmpty else { return nil }
        let edits = numbers.compactMap { chosen[$0] }
        let after: [UInt8]
        do throws(EditError) {
            after = try editor.replacing(edits, in: made.bytes)
        } catch {
            return error.words.isEmpty ? "it says nothing of why it cannot be written" : nil
        }
        let now = editor.texts(of: all, in: after)
        for (number, text) in now.enumerated() {
            let expected = chosen[number]?.text ?? before[number]
            guard text != expected else { continue }
            let (row, column) = places[number]
            let what = chosen[number] == nil ? "though nothing was written there" : "and “\(expected)” was written"
            return "row \(row), column \(column) says “\(text)”, \(what); it said “\(before[number])”"
        }
        editedCells = edits.count
        return othersFault(after)
    }

    /// Parts that hold no cells keep their bytes.
    private func othersFault(_ after: [UInt8]) -> String? {
        guard let old = try? PackageArchive(PackageMemory(made.bytes)),
            let new = try? PackageArchive(PackageMemory(after))
        else { return "it is no package any more" }
        guard old.entries.map(\.name) == new.entries.map(\.name) else { return "its parts are other ones" }
        let changed = zip(old.entries, new.entries).count { $0.sum != $1.sum || $0.size != $1.size }
        return changed > 2 ? "\(changed) of its parts have changed" : nil
    }
}

/// What reading a package to its end came to.
struct PackageReading {
    /// Of all that was read, and of what was wrong.
    private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    private(set) var rows = 0
    private(set) var isRead = false
    private(set) var fault: String?
    /// The last table with rows, and on which rows of its sheet they stand.
    private(set) var table: (any TableReader)?
    private(set) var lines: Set<Int> = []

    init(_ bytes: [UInt8], _ options: SourceOptions) {
        do throws(ReadError) {
            for table in try WorkbookFormat().tables(in: MemorySource(name: "q.xlsx", bytes: bytes), options) {
                try table.settle()
                try read(table)
            }
            isRead = true
        } catch {
            let words =
                switch error {
                case .unusable(let words), .noTable(let words): words
                default: "\(error)"
                }
            if words.isEmpty { fault = "it says nothing of why it cannot be read" }
            add(words.utf8)
        }
    }

    private mutating func read(_ table: any TableReader) throws(ReadError) {
        for text in table.header { add(text.utf8) }
        add(table.notices.count + table.headerFaults.count)
        let (chunk, again) = (RecordChunk(capacity: 1 << 12), RecordChunk(capacity: 1 << 12))
        var last = 0
        var lines: Set<Int> = []
        while try table.next(into: chunk) {
            add(UnsafeBufferPointer(start: chunk.bytes, count: chunk.byteCount))
            add(chunk.faults.count)
            for record in 0..<chunk.recordCount {
                // Each row of the sheet is one record, and none is another's.
                let line = chunk.location(record: record).line
                if line <= last { fault = "row \(line) comes behind row \(last)" }
                last = line
                if line < 100 { lines.insert(line) }
                add(line)
                for field in 0..<chunk.fieldCount(record) { add(chunk.location(record: record, field: field).column) }
            }
            rows += chunk.recordCount
            (self.table, self.lines) = (table, lines)
            try table.reread(chunk.position, into: again)
            if again.recordCount != chunk.recordCount || again.byteCount != chunk.byteCount
                || !UnsafeBufferPointer(start: again.bytes, count: again.byteCount).elementsEqual(
                    UnsafeBufferPointer(start: chunk.bytes, count: chunk.byteCount))
            {
                fault = "rows are others when they are read again"
            }
        }
    }

    private mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { digest = (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }

    private mutating func add(_ number: Int) {
        digest = (digest ^ UInt64(truncatingIfNeeded: number)) &* 0x0000_0100_0000_01B3
    }
}
