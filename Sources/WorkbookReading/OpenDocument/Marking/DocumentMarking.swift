// The part of a document that holds its sheets, with marks and further sheets.

internal import Packages
internal import Tables

/// Reads the part once, finds what changes, and writes it: every other byte stays.
struct DocumentMarking {
    private enum Content {
        case bytes([UInt8])
        /// One of the sheets to add, under a name.
        case sheet(Int, name: String)
        /// The ranges that people can filter, as elements of their own or among others.
        case filters(areAmongOthers: Bool)
    }

    private struct Edit {
        var range: Range<Int>
        var content: Content
    }

    private let part: [UInt8]
    private let marks: WorkbookMarks
    private let own: OwnMarks?
    private var styles: MarkingStyles
    private let names = MarkingElementNames()
    private let outerNames = OuterNames()

    private var edits: [Edit] = []
    /// Where new styles go: among those that are there, or before the body.
    private var stylesElement: DocumentPlaces.ElementPlace?
    private var body = 0
    private(set) var tableNames: [String] = []
    private var marked: Set<String> = []
    private var usedLooks: Set<String> = []
    /// The sheets of an earlier marking, by their places among its sheets.
    private var oldSheets: [Int: (index: Int, range: Range<Int>)] = [:]
    private var tablesEnd: Int?
    private var namesEnd: Int?
    private var ranges: DocumentPlaces.ElementPlace?
    /// The ranges of earlier filters, and the names of all others.
    private var oldRanges: [Range<Int>] = []
    private var rangeNames: Set<String> = []

    /// The names of the sheets that were added, in their order.
    private(set) var addedNames: [String] = []
    /// The numbers of all sheets, from 0, where those that were added stand.
    private var addedIndices: [Int] = []
    private var notices: [String] = []

    init(_ part: [UInt8], _ marks: WorkbookMarks, _ own: OwnMarks?, _ styles: MarkingStyles) {
        self.part = part
        self.marks = marks
        self.own = own
        self.styles = styles
    }

    /// What borders cells had that were given a marking one.
    var borders: [String] { styles.borders }

    /// The part with marks, and what is to be said of it.
    mutating func packed(threads: Int) throws(PackageError) -> (part: PackedPart, notices: [String]) {
        let scanner = try XMLScanner(PartStream(part, name: OpenDocumentWorkbook.part))
        guard scanner.isPlain else { throw scanner.fault("it is UTF-16, which is not written") }
        let prefixes = try read(scanner)
        let (stylePrefix, gone) = styles.lookNames(used: usedLooks)
        for range in gone { add(range, []) }
        let looks = AddedSheetLooks(prefixes, stylePrefix: stylePrefix, marks.added)
        placeSheets()
        if !marks.added.isEmpty { styles.add(looks.styles) }
        placeStyles(prefixes)
        placeFilters()
        return (try write(prefixes, looks, threads: threads), notices + counted())
    }

    // MARK: Reading

    private mutating func read(_ scanner: XMLScanner) throws(PackageError) -> MarkingPrefixes {
        var prefixes: MarkingPrefixes?
        var hasSheets = false
        while true {
            switch try scanner.next() {
            case .start where scanner.depth == 1:
                let own = try MarkingPrefixes(scanner)
                prefixes = own
                let end = scanner.nextOffset - 1
                if !own.declarations.isEmpty { add(end..<end, Array(own.declarations.utf8)) }
            case .start where scanner.namespace == .office && scanner.name == outerNames.automaticStyles:
                try readStyles(scanner, prefixes)
            case .start where scanner.namespace == .office && scanner.name == outerNames.body:
                body = scanner.tokenOffset
                if let prefixes {
                    for edit in styles.finish(prefixes, part) { add(edit.range, edit.bytes) }
                }
            case .start where scanner.namespace == .office && scanner.name == outerNames.spreadsheet:
                guard let prefixes else { continue }
                hasSheets = true
                try readSheets(scanner, prefixes)
            case .start where scanner.depth > 2: try scanner.skip()
            case .finish:
                guard hasSheets, let prefixes else {
                    throw scanner.fault("it is an OpenDocument file, but no workbook")
                }
                return prefixes
            default: continue
            }
        }
    }

    private mutating func readStyles(
        _ scanner: XMLScanner, _ prefixes: MarkingPrefixes?
    ) throws(PackageError) {
        try prefixes?.check(scanner)
        let outer = scanner.depth
        var element = DocumentPlaces.ElementPlace(scanner)
        while true {
            switch try scanner.next() {
            case .start where scanner.namespace == .style && scanner.name == outerNames.style:
                try prefixes?.check(scanner)
                try styles.read(scanner)
            case .start: try scanner.skip()
            case .end where scanner.depth == outer:
                element.end(scanner)
                stylesElement = element
                return
            default: continue
            }
        }
    }

    private mutating func readSheets(_ scanner: XMLScanner, _ prefixes: MarkingPrefixes) throws(PackageError) {
        try prefixes.check(scanner)
        let outer = scanner.depth
        while true {
            switch try scanner.next() {
            case .start where scanner.namespace == .table && scanner.name == names.table:
                try readSheet(scanner, prefixes)
                tablesEnd = scanner.nextOffset
            case .start where scanner.namespace == .table && scanner.name == outerNames.namedExpressions:
                try scanner.skip()
                namesEnd = scanner.nextOffset
            case .start where scanner.namespace == .table && scanner.name == outerNames.databaseRanges:
                try readRanges(scanner)
            case .start: try scanner.skip()
            case .end where scanner.depth == outer: return
            default: continue
            }
        }
    }

    private mutating func readSheet(_ scanner: XMLScanner, _ prefixes: MarkingPrefixes) throws(PackageError) {
        let start = scanner.tokenOffset
        let name = try scanner.value(names.name, in: .table) ?? ""
        tableNames.append(name)
        if let number = own?.sheets.firstIndex(of: name), oldSheets[number] == nil {
            try scanner.skip()
            oldSheets[number] = (tableNames.count - 1, start..<scanner.nextOffset)
            return
        }
        let asked = marked.insert(name).inserted ? marks.sheets[name] ?? SheetMarks() : SheetMarks()
        guard own != nil || !asked.cells.isEmpty else { return try scanner.skip() }
        var table = MarkingTable(scanner, names, prefixes, asked, isMarked: own != nil)
        try table.read(styles)
        usedLooks.formUnion(table.usedLooks)
        for edit in table.edits(part, &styles) { add(edit.range, edit.bytes) }
        notice(unmarked: table.unmarked, of: name)
    }

    private mutating func readRanges(_ scanner: XMLScanner) throws(PackageError) {
        let outer = scanner.depth
        var element = DocumentPlaces.ElementPlace(scanner)
        while true {
            switch try scanner.next() {
            case .start:
                let start = scanner.tokenOffset
                let name = try scanner.value(names.name, in: .table) ?? ""
                let cells = try scanner.value(outerNames.rangeCells, in: .table) ?? ""
                try scanner.skip()
                if own?.sheets.contains(where: { cells.hasPrefix(quotedSheet($0) + ".") || cells.hasPrefix($0 + ".") })
                    ?? false
                {
                    oldRanges.append(start..<scanner.nextOffset)
                } else {
                    rangeNames.insert(name)
                }
            case .end where scanner.depth == outer:
                element.end(scanner)
                ranges = element
                return
            default: continue
            }
        }
    }

    private mutating func add(_ range: Range<Int>, _ bytes: [UInt8]) {
        edits.append(Edit(range: range, content: .bytes(bytes)))
    }

    // MARK: What goes where

    /// Puts sheets in place of those of an earlier marking, and the others behind all.
    private mutating func placeSheets() {
        let gone = Set(oldSheets.values.map(\.index))
        var taken = Set(tableNames.indices.filter { !gone.contains($0) }.map { tableNames[$0].lowercased() })
        let kept = oldSheets.filter { $0.key < marks.added.count }
        for old in kept.values { taken.insert(tableNames[old.index].lowercased()) }
        for (number, old) in oldSheets where kept[number] == nil { add(old.range, []) }
        let removed = oldSheets.filter { kept[$0.key] == nil }.map(\.value.index)
        var count = tableNames.count - removed.count
        for (number, sheet) in marks.added.enumerated() {
            if let old = kept[number] {
                let name = tableNames[old.index]
                addedNames.append(name)
                addedIndices.append(old.index - removed.count { $0 < old.index })
                edits.append(Edit(range: old.range, content: .sheet(number, name: name)))
            } else {
                let name = freeName(sheet.name, &taken)
                addedNames.append(name)
                addedIndices.append(count)
                count += 1
                let end = tablesEnd ?? 0
                edits.append(Edit(range: end..<end, content: .sheet(number, name: name)))
            }
        }
        tableNames = tableNames.indices.filter { !gone.contains($0) }.map { tableNames[$0] }
    }

    /// A name that no sheet has: with a number where it is taken. Names that differ in capitals alone are one.
    private func freeName(_ name: String, _ taken: inout Set<String>) -> String {
        var free = name
        var number = 1
        while !taken.insert(free.lowercased()).inserted {
            number += 1
            free = String(name.prefix(31 - " \(number)".count)) + " \(number)"
        }
        return free
    }

    private mutating func placeStyles(_ prefixes: MarkingPrefixes) {
        let new = styles.newElements
        guard !new.isEmpty else { return }
        if let stylesElement {
            for edit in stylesElement.closing(with: new, part) { add(edit.range, edit.bytes) }
        } else {
            let tag = Array("\(prefixes.office)automatic-styles>".utf8)
            let (open, close) = (Array("<".utf8) + tag, Array("</".utf8) + tag)
            add(body..<body, open + new + close)
        }
    }

    private mutating func placeFilters() {
        for range in oldRanges { add(range, []) }
        guard marks.added.contains(where: { $0.headerRow != nil }) else { return }
        guard let ranges else {
            let end = max(namesEnd ?? 0, tablesEnd ?? 0)
            edits.append(Edit(range: end..<end, content: .filters(areAmongOthers: false)))
            return
        }
        if ranges.isEmpty {
            edits.append(Edit(range: ranges.range, content: .filters(areAmongOthers: false)))
        } else {
            edits.append(
                Edit(range: ranges.contentEnd..<ranges.contentEnd, content: .filters(areAmongOthers: true)))
        }
    }

    // MARK: Writing

    private mutating func write(
        _ prefixes: MarkingPrefixes, _ looks: AddedSheetLooks, threads: Int
    ) throws(PackageError) -> PackedPart {
        // Those at one place stay in the order in which they were found.
        let sorted = edits.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }
        var packing = PartPacking.forSheets(size: part.count, threads: threads)
        var rowCounts: [Int: Int] = [:]
        var taken = 0
        for (_, edit) in sorted {
            guard taken <= edit.range.lowerBound else { throw DocumentEdits.namesNothing }
            try packing.add(part[taken..<edit.range.lowerBound])
            taken = edit.range.upperBound
            switch edit.content {
            case .bytes(let bytes): try packing.add(bytes)
            case .sheet(let number, let name):
                let writing = AddedDocumentSheet(marks.added[number], name: name, looks)
                rowCounts[number] = try writing.write(into: &packing, &notices)
            case .filters(let areAmongOthers):
                try packing.add(filters(prefixes, rowCounts, areAmongOthers: areAmongOthers))
            }
        }
        try packing.add(part[taken...])
        return try packing.finish()
    }

    private func filters(
        _ prefixes: MarkingPrefixes, _ rowCounts: [Int: Int], areAmongOthers: Bool
    ) -> [UInt8] {
        let table = prefixes.table
        var output = areAmongOthers ? "" : "<\(table)database-ranges>"
        var taken = rangeNames
        for (number, sheet) in marks.added.enumerated() {
            guard let header = sheet.headerRow, let rows = rowCounts[number], rows >= header, !sheet.columns.isEmpty
            else { continue }
            // As LibreOffice names the filter of a sheet that nobody has named.
            var index = addedIndices[number]
            while !taken.insert("__Anonymous_Sheet_DB__\(index)").inserted { index += 1 }
            let quoted = quotedSheet(addedNames[number])
            let cells =
                "\(quoted).\(cellName(row: header, column: 1)):"
                + "\(quoted).\(cellName(row: rows, column: sheet.columns.count))"
            output +=
                "<\(table)database-range \(table)name=\"__Anonymous_Sheet_DB__\(index)\" "
                + "\(table)target-range-address=\"\(attributeText(cells))\" \(table)display-filter-buttons=\"true\"/>"
        }
        return Array((output + (areAmongOthers ? "" : "</\(table)database-ranges>")).utf8)
    }

    // MARK: Notices

    private mutating func notice(unmarked places: [SheetPlace], of sheet: String) {
        guard let first = places.first else { return }
        let cell = cellName(row: first.row, column: first.column)
        notices.append(
            places.count == 1
                ? "the cell \(cell) of “\(sheet)” could not be marked"
                : "\(places.count) cells of “\(sheet)” could not be marked, \(cell) first")
    }

    private func counted() -> [String] {
        var all = marks.sheets.filter { !$0.value.cells.isEmpty && !marked.contains($0.key) }.keys.sorted().map {
            "the sheet “\($0)” is not there, so none of its cells is marked"
        }
        if styles.lostBorders > 0 {
            all.append(
                "the borders of some marked cells are too many to note: they are lost when the copy is marked again")
        }
        return all
    }
}

extension PartPacking {
    /// Packs the part that holds sheets: a large one for speed.
    static func forSheets(size: Int, threads: Int) -> PartPacking {
        size > 8 << 20
            ? PartPacking(OpenDocumentWorkbook.part, level: 1, threads: threads)
            : PartPacking(OpenDocumentWorkbook.part, threads: threads)
    }
}

private struct OuterNames {
    let automaticStyles = XMLName("automatic-styles")
    let style = XMLName("style")
    let body = XMLName("body")
    let spreadsheet = XMLName("spreadsheet")
    let namedExpressions = XMLName("named-expressions")
    let databaseRanges = XMLName("database-ranges")
    let rangeCells = XMLName("target-range-address")
}
