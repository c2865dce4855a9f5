// An Excel workbook, strict or transitional.

internal import Packages

/// `.xlsx` and its relatives: the workbook's own part is read at once, the rest on demand.
final class OfficeOpenWorkbook: Workbook {
    private let archive: PackageArchive
    private(set) var sheets: [SheetEntry] = []
    private(set) var dateSystem = DateSystem.from1900
    private(set) var asksForCalculation = false
    private(set) var notices: [String] = []
    private(set) var ownMarks: OwnMarks?
    let formulaSyntax = FormulaSyntax.officeOpen
    private(set) var sharedTexts = TextStore()
    private var styles = SheetStyles()
    var formats: [NumberFormat] { styles.formats }
    var fills: [FillColour?] { styles.fills }
    /// The names of cells as they are written.
    private var definedNames: [(name: String, owner: Int?, reference: String)] = []
    /// The sheets as the workbook counts them, for names that one of them has: charts are among them.
    private var sheetOfTab: [Int?] = []
    private var sharedTextsPart: String?
    private var hasReadTexts = false
    private var hasReadStyles = false
    private var stylesPart: String?
    private var themePart: String?

    /// `part` is the workbook's own.
    init(_ archive: PackageArchive, part: String) throws(PackageError) {
        self.archive = archive
        let relations = try archive.relations(of: part)
        sharedTextsPart = relations.first("sharedStrings")?.target
        themePart = relations.first("theme")?.target
        stylesPart = relations.first("styles")?.target
        try readWorkbook(part, relations)
        let document = try archive.relations(of: "")
        if let name = (document.first("custom-properties") ?? document.first("customProperties"))?.target,
            archive.entry(name) != nil
        {
            ownMarks = OwnMarks(try CustomProperties.read(try archive.xml(name)))
        }
    }

    private func readWorkbook(_ part: String, _ relations: [String: PartRelation]) throws(PackageError) {
        let scanner = try archive.xml(part)
        let (sheet, properties) = (XMLName("sheet"), XMLName("workbookPr"))
        let (calculation, onLoad) = (XMLName("calcPr"), XMLName("fullCalcOnLoad"))
        let (name, state, id, date1904) = (XMLName("name"), XMLName("state"), XMLName("id"), XMLName("date1904"))
        let (definedName, localSheet, hidden) = (XMLName("definedName"), XMLName("localSheetId"), XMLName("hidden"))
        while true {
            switch try scanner.next() {
            case .start where scanner.namespace == .sheet && scanner.name == sheet:
                guard let relation = try scanner.value(id, in: .relationships).flatMap({ relations[$0] }) else {
                    throw scanner.fault("a sheet points to no part")
                }
                sheetOfTab.append(relation.type == "worksheet" ? sheets.count : nil)
                guard relation.type == "worksheet" else { continue }
                guard let target = relation.target else { throw scanner.fault("a sheet lies outside of the package") }
                guard archive.entry(target) != nil else { throw .missingPart(target) }
                sheets.append(
                    SheetEntry(
                        name: try scanner.value(name) ?? "",
                        isHidden: try scanner.value(state).map { $0 != "visible" } ?? false, part: target))
            case .start where scanner.namespace == .sheet && scanner.name == properties:
                if let says = try scanner.value(date1904), says == "1" || says == "true" { dateSystem = .from1904 }
            case .start where scanner.namespace == .sheet && scanner.name == definedName:
                let called = try scanner.value(name) ?? ""
                let tab = try scanner.value(localSheet).flatMap { Int($0) }
                // Those that programs keep for themselves: filters, print areas.
                let isHidden = try scanner.value(hidden) == "1" || called.hasPrefix("_xlnm.")
                var text: [UInt8] = []
                try scanner.appendContent(to: &text)
                guard !isHidden, definedNames.count < 100_000 else { continue }
                let owner = tab.map { sheetOfTab.indices.contains($0) ? sheetOfTab[$0] ?? -1 : -1 }
                definedNames.append((called, owner, String(decoding: text, as: UTF8.self)))
            case .start where scanner.namespace == .sheet && scanner.name == calculation:
                if let says = try scanner.value(onLoad) { asksForCalculation = says == "1" || says == "true" }
            case .finish: return
            default: continue
            }
        }
    }

    func namedAreas() throws(PackageError) -> [NamedArea] {
        var areas = definedNames.map {
            NamedArea(name: $0.name, owner: $0.owner, reference: $0.reference, sign: "!", sheets: sheets)
        }
        for sheet in sheets.indices {
            let parts = try archive.relations(of: sheets[sheet].part).values.filter { $0.type == "table" }
            for target in parts.compactMap(\.target).sorted() where archive.entry(target) != nil {
                guard let list = try readListObject(try archive.xml(target)) else { continue }
                areas.append(NamedArea(name: list.name, target: .list(sheet: sheet, list)))
            }
        }
        return areas
    }

    func notes(of sheet: Int) throws(PackageError) -> CellNotes {
        let notes = CellNotes()
        let relations = try archive.relations(of: sheets[sheet].part).values
        // A threaded note stands beside a plain one, which says that the program is too old to show it.
        for kind in ["threadedComment", "comments"] {
            for target in relations.filter({ $0.type == kind }).compactMap(\.target).sorted() {
                guard archive.entry(target) != nil else { throw .missingPart(target) }
                try readNotes(try archive.xml(target), into: notes, isMarkedCopy: ownMarks != nil)
            }
        }
        return notes
    }

    func content(of sheet: Int, rows: Int?, withFilled: Bool) throws(PackageError) -> SheetContent {
        if !hasReadStyles {
            if let stylesPart, archive.entry(stylesPart) != nil {
                let theme = themePart.flatMap { archive.entry($0) == nil ? nil : $0 }
                let colours = try theme.map { name throws(PackageError) in try readTheme(try archive.xml(name)) }
                styles = try readStyles(
                    try archive.xml(stylesPart), theme: colours ?? [], isMarkedCopy: ownMarks != nil)
            } else {
                notices.append("it has no styles: figures are read as they are stored")
            }
            hasReadStyles = true
        }
        var reader = try SheetPartReader(
            try archive.xml(sheets[sheet].part), filledBy: withFilled ? styles : nil, dateSystem)
        let content = try reader.content(rows: rows)
        if reader.usesSharedTexts { try readTexts() }
        if reader.highestSharedText >= sharedTexts.count, reader.usesSharedTexts {
            throw .malformed(
                sheets[sheet].part, offset: 0,
                "a cell asks for text \(reader.highestSharedText) of \(sharedTexts.count) that the sheets share")
        }
        if content.isWhole, !reader.listParts.isEmpty { content.lists = try lists(reader.listParts, of: sheet) }
        return content
    }

    private func readTexts() throws(PackageError) {
        guard !hasReadTexts else { return }
        guard let sharedTextsPart else { throw .missingPart("xl/sharedStrings.xml") }
        sharedTexts = try readSharedTexts(try archive.xml(sharedTextsPart))
        hasReadTexts = true
    }

    /// The list objects of a sheet, found by its relations.
    private func lists(_ names: [String], of sheet: Int) throws(PackageError) -> [ListObject] {
        let relations = try archive.relations(of: sheets[sheet].part)
        var lists: [ListObject] = []
        for name in names {
            guard let target = relations[name]?.target, archive.entry(target) != nil else { continue }
            if let list = try readListObject(try archive.xml(target)) { lists.append(list) }
        }
        return lists
    }
}
