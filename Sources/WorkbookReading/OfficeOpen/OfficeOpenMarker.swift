// Marked copies of workbooks of Excel's.

internal import Packages
internal import Tables
import Workers

/// A copy of a workbook with marks. Only those parts change that must: all others keep their bytes as they are packed.
func markedOfficeOpen(
    _ archive: PackageArchive, _ marks: WorkbookMarks, threads: Int
) throws(PackageError) -> MarkedWorkbook {
    var marker = try OfficeOpenMarker(archive, threads: threads)
    try marker.mark(marks)
    return MarkedWorkbook(bytes: try marker.rewritten(), notices: marker.notices)
}

private struct OfficeOpenMarker {
    /// What two threads do at once, each with fields of its own.
    private final class Work: @unchecked Sendable {
        var marker: OfficeOpenMarker
        var marked: Result<Void, PackageError> = .success(())
        var added: [Result<AddedSheetPart, PackageError>] = []

        init(_ marker: OfficeOpenMarker) { self.marker = marker }
    }

    private let archive: PackageArchive
    /// How many threads pack large parts.
    private let threads: Int
    /// The workbook's own part.
    private let part: String
    private let workbook: OfficeOpenWorkbook
    private let outline: WorkbookOutline
    private let own: OwnMarks?
    private var changes = PackageChanges()
    private var parts: NewParts
    private(set) var notices: [String] = []

    init(_ archive: PackageArchive, threads: Int) throws(PackageError) {
        self.archive = archive
        self.threads = threads
        guard let part = try archive.relations(of: "").first("officeDocument")?.target
        else { throw .foreign("it is no workbook of Excel's any more") }
        self.part = part
        workbook = try OfficeOpenWorkbook(archive, part: part)
        own = workbook.ownMarks
        outline = try WorkbookOutline(
            try archive.content(part), try archive.xml(part), try archive.relations(of: part))
        parts = NewParts(archive)
    }

    mutating func mark(_ marks: WorkbookMarks) throws(PackageError) {
        let styles = try openStyles()
        let places = try placeSheets(marks.added)
        let looks = places.isEmpty ? nil : AddedSheetPart.Looks(styles)
        // The added sheets are written while those of the return are marked: neither needs anything of the other.
        let work = Work(self)
        let (isStrict, threads) = (outline.isStrict, threads)
        nonisolated(unsafe) let marking = styles
        inParallel(min(threads, 2), tasks: 2) { _, task in
            if task == 0 {
                work.marked = Result { () throws(PackageError) in try work.marker.markSheets(marks, marking) }
            } else {
                work.added = places.enumerated().compactMap { index, place in
                    looks.map { looks in
                        Result { () throws(PackageError) in
                            try AddedSheetPart(
                                place.sheet, isOpen: index == 0, isStrict: isStrict, name: place.part, looks,
                                threads: threads)
                        }
                    }
                }
            }
        }
        try work.marked.get()
        self = work.marker
        for (place, made) in zip(places, work.added) { try add(try made.get(), at: place) }
        let said = OwnMarks(sheets: places.map(\.name), borders: styles.bordersBefore, isOfText: marks.isOfText)
        try writeProperties(said)
        try writeStyles(styles)
        try dropSignature()
        try parts.write(into: &changes, archive)
    }

    func rewritten() throws(PackageError) -> [UInt8] { try archive.rewritten(changes) }

    // MARK: Styles

    private var stylesPart: String? { (try? archive.relations(of: part).first("styles"))?.target }

    private func openStyles() throws(PackageError) -> MarkedStyles {
        guard let name = stylesPart, archive.entry(name) != nil else {
            // A part like any other, made to be read in the same way.
            let name = "xl/kpilintStyles.xml"
            let plain = Array((xmlDeclaration + plainStyles(isStrict: outline.isStrict)).utf8)
            let made = try PackageArchive(PackageMemory(newPackage([(name, try PackedPart(plain, name: name))])))
            return try MarkedStyles(plain, try made.xml(name), own: own)
        }
        return try MarkedStyles(try archive.content(name), try archive.xml(name), own: own)
    }

    private mutating func writeStyles(_ styles: MarkedStyles) throws(PackageError) {
        guard let name = stylesPart, archive.entry(name) != nil else {
            if let name = stylesPart {
                // A relation leads to it already.
                parts.add(name, styles.edited, type: NewParts.styles)
                return
            }
            let name = parts.freeName(beside: part, "kpilintStyles", ".xml")
            parts.add(name, styles.edited, type: NewParts.styles)
            _ = parts.relate(part, to: name, type: relationType("styles"), try archive.relations(of: part))
            return
        }
        changes.replaced[name] = try PackedPart(styles.edited, name: name)
    }

    // MARK: Sheets

    private mutating func markSheets(_ marks: WorkbookMarks, _ styles: MarkedStyles) throws(PackageError) {
        for sheet in outline.sheets {
            guard let name = sheet.part, archive.entry(name) != nil else { continue }
            if own?.sheets.contains(sheet.name) ?? false { continue }
            try markSheet(name, marks.sheets[sheet.name] ?? SheetMarks(), styles)
        }
    }

    private mutating func markSheet(
        _ name: String, _ marks: SheetMarks, _ styles: MarkedStyles
    ) throws(PackageError) {
        let relations = try archive.relations(of: name)
        let content = try archive.content(name)
        let marks = try seen(marks, name, content)
        var notes: [SheetPlace: String] = [:]
        for (place, mark) in marks.cells { if let note = mark.note { notes[place] = note } }
        let drawing = try writeNotes(notes, of: name, relations)
        var sheet = MarkedSheet(marks, styles, isStrict: outline.isStrict)
        try sheet.read(
            try XMLScanner(PartStream(content, name: name)), content, isMarkedCopy: own != nil, drawing: drawing)
        guard sheet.isChanged else { return }
        changes.replaced[name] = try sheet.packed(content, name: name, threads: threads)
    }

    /// The marks where people see them: those of cells that a merged one covers are at its first cell.
    private func seen(
        _ marks: SheetMarks, _ name: String, _ content: [UInt8]
    ) throws(PackageError) -> SheetMarks {
        guard !marks.cells.isEmpty, mayMerge(content) else { return marks }
        let (merge, area) = (XMLName("mergeCell"), XMLName("ref"))
        let scanner = try XMLScanner(PartStream(content, name: name))
        var merges: [MergedArea] = []
        reading: while true {
            switch try scanner.next() {
            case .start where scanner.depth == 2 && scanner.name == XMLName("sheetData"): try scanner.skip()
            case .start where scanner.name == merge:
                if let found = try scanner.value(area).flatMap({ MergedArea($0) }) { merges.append(found) }
            case .finish: break reading
            default: continue
            }
        }
        guard !merges.isEmpty else { return marks }
        let index = AreaIndex(merges)
        var seen = marks
        for (place, mark) in marks.cells.sorted(by: { $0.key < $1.key }) {
            guard let area = index.area(row: place.row, column: place.column) else { continue }
            let first = SheetPlace(row: area.rows.lowerBound, column: area.columns.lowerBound)
            guard first != place else { continue }
            seen.cells[place] = nil
            var both = seen.cells[first] ?? CellMark(mark.strength)
            both.strength = max(both.strength, mark.strength)
            let notes = [both.note, mark.note].compactMap { $0 }
            both.note = notes.isEmpty ? nil : notes.joined(separator: "\n")
            seen.cells[first] = both
        }
        return seen
    }

    /// Whether a sheet may have merged cells, which it lists behind its rows.
    private func mayMerge(_ content: [UInt8]) -> Bool {
        let (rows, merges) = (Array("sheetData".utf8), Array("mergeCell".utf8))
        var at = content.count - rows.count
        while at > 0 {
            if content[at] == rows[0], content[at..<at + rows.count].elementsEqual(rows) { return false }
            if content[at] == merges[0], content[at..<at + merges.count].elementsEqual(merges) { return true }
            at -= 1
        }
        return true
    }

    /// Writes the notes of a sheet and their drawing; returns the name of the relation to a drawing that is new.
    private mutating func writeNotes(
        _ notes: [SheetPlace: String], of sheet: String, _ relations: [String: PartRelation]
    ) throws(PackageError) -> String? {
        let old = relations.first("comments")?.target
        guard !notes.isEmpty || own != nil && old != nil else { return nil }
        var threads: Set<SheetPlace> = []
        for target in relations.values.filter({ $0.type == "threadedComment" }).compactMap(\.target) {
            threads.formUnion(try threadedPlaces(try archive.xml(target)))
        }
        let own = notes.filter { !threads.contains($0.key) }
        let marked: MarkedNotes
        if let old, archive.entry(old) != nil {
            marked = try MarkedNotes(
                try archive.content(old), try archive.xml(old), own, leaving: threads, isMarkedCopy: self.own != nil)
            changes.replaced[old] = try PackedPart(marked.part, name: old)
        } else {
            guard !own.isEmpty else { return nil }
            marked = MarkedNotes(own, isStrict: outline.isStrict)
            let name = parts.freeName(beside: part, "comments", ".xml")
            parts.add(name, marked.part, type: NewParts.notes)
            _ = parts.relate(sheet, to: name, type: relationType("comments"), relations)
        }
        let added = own.filter { marked.added.contains($0.key) }
        if let drawing = relations.first("vmlDrawing")?.target, archive.entry(drawing) != nil {
            guard !added.isEmpty || !marked.removed.isEmpty else { return nil }
            let shapes = try archive.content(drawing)
            guard let changed = NoteShapes.changed(shapes, adding: added, removing: Set(marked.removed)) else {
                throw .foreign("the drawing of its notes (\(drawing)) has no end")
            }
            changes.replaced[drawing] = try PackedPart(changed, name: drawing)
            return nil
        }
        guard !added.isEmpty else { return nil }
        let name = parts.freeName(beside: part, "drawings/vmlDrawing", ".vml")
        parts.add(name, NoteShapes.drawing(added), type: nil)
        return parts.relate(sheet, to: name, type: relationType("vmlDrawing"), relations)
    }

    private func threadedPlaces(_ scanner: XMLScanner) throws(PackageError) -> Set<SheetPlace> {
        let (thread, reference) = (XMLName("threadedComment"), XMLName("ref"))
        var places: Set<SheetPlace> = []
        while true {
            switch try scanner.next() {
            case .start where scanner.name == thread:
                if let cell = try scanner.value(reference).flatMap({ CellReference(Substring($0)) }) {
                    places.insert(SheetPlace(row: cell.row, column: cell.column))
                }
            case .finish: return places
            default: continue
            }
        }
    }

    /// Where an added sheet goes.
    private struct SheetPlacing: Sendable {
        var sheet: AddedSheet
        var name: String
        var part: String
    }

    /// Lists added sheets behind all others, or in the place of those that were added before.
    private mutating func placeSheets(_ added: [AddedSheet]) throws(PackageError) -> [SheetPlacing] {
        var places: [SheetPlacing] = []
        var listed: [WorkbookOutline.Sheet] = []
        var replaced: Set<Int> = []
        var first: Int?
        let relations = try archive.relations(of: part)
        let before = outline.sheets.indices.filter { own?.sheets.contains(outline.sheets[$0].name) ?? false }
        for (index, sheet) in added.enumerated() {
            if index < before.count, let old = outline.sheets[before[index]].part {
                places.append(SheetPlacing(sheet: sheet, name: outline.sheets[before[index]].name, part: old))
                replaced.insert(before[index])
                first = first ?? before[index]
            } else {
                let name = outline.freeName(sheet.name, besides: places.map(\.name))
                let partName = parts.freeName(beside: part, "worksheets/kpilint", ".xml")
                first = first ?? outline.sheets.count + listed.count
                let relation = parts.relate(part, to: partName, type: relationType("worksheet"), relations)
                listed.append(
                    WorkbookOutline.Sheet(
                        name: name, id: (outline.sheets.map(\.id).max() ?? 0) + listed.count + 1, relation: relation,
                        part: partName, type: "worksheet"))
                places.append(SheetPlacing(sheet: sheet, name: name, part: partName))
            }
        }
        changes.replaced[part] = try PackedPart(
            outline.edited(adding: listed, openOn: first ?? 0, replaced: replaced), name: part)
        return places
    }

    private mutating func add(_ made: AddedSheetPart, at place: SheetPlacing) throws(PackageError) {
        if made.rowsLeftOut > 0 {
            notices.append("\(made.rowsLeftOut) rows of the sheet “\(place.name)” have no room on a sheet")
        }
        if made.linksLeftOut > 0 {
            notices.append(
                "\(made.linksLeftOut) cells of the sheet “\(place.name)” are no links: a sheet takes no more")
        }
        if archive.entry(place.part) != nil {
            changes.replaced[place.part] = made.part
            try parts.dropRelations(of: place.part, archive)
        } else {
            parts.add(place.part, packed: made.part, type: NewParts.sheet)
        }
    }

    private func relationType(_ name: String) -> String {
        WorkbookOutline.relationships(isStrict: outline.isStrict) + "/" + name
    }

    // MARK: The document

    private mutating func writeProperties(_ marks: OwnMarks) throws(PackageError) {
        let relations = try archive.relations(of: "")
        if let name = relations.first(relationName)?.target, archive.entry(name) != nil {
            let edited = try CustomProperties.edited(
                try archive.content(name), try archive.xml(name), marks, isStrict: outline.isStrict)
            changes.replaced[name] = try PackedPart(edited, name: name)
        } else {
            let name = archive.entry(CustomProperties.part) == nil ? CustomProperties.part : "docProps/kpilint.xml"
            parts.add(
                name, CustomProperties.made(marks, isStrict: outline.isStrict), type: NewParts.properties)
            _ = parts.relate("", to: name, type: relationType(relationName), relations)
        }
    }

    private var relationName: String { outline.isStrict ? "customProperties" : "custom-properties" }

    /// A signature holds for the bytes that were signed.
    private mutating func dropSignature() throws(PackageError) {
        let signed = archive.entries.map(\.name).filter { $0.lowercased().hasPrefix("_xmlsignatures/") }
        guard !signed.isEmpty else { return }
        changes.removed.formUnion(signed)
        parts.drop(signed)
        notices.append("the copy is not signed: the signature holds for the return as it was")
    }
}
