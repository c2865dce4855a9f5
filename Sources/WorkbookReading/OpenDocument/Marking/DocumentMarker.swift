// Marked copies of documents.

internal import Packages
internal import Tables

/// A copy of a document with marks.
func markedDocument(
    _ archive: PackageArchive, _ marks: WorkbookMarks, threads: Int
) throws(PackageError) -> MarkedWorkbook {
    if archive.entry(DocumentManifest.part) != nil { try OpenDocumentWorkbook.checkManifest(archive) }
    let meta = try DocumentMeta(archive)
    let before = OwnMarks(meta.properties)
    var styles = MarkingStyles(before)
    if archive.entry("styles.xml") != nil { try styles.readCommon(try archive.xml("styles.xml")) }
    var marking = DocumentMarking(try archive.content(OpenDocumentWorkbook.part), marks, before, styles)
    var (content, notices) = try marking.packed(threads: threads)
    var changes = PackageChanges()
    changes.replaced[OpenDocumentWorkbook.part] = content
    var newParts: [String] = []
    func change(_ name: String, _ bytes: [UInt8], isThere: Bool) throws(PackageError) {
        let part = try PackedPart(bytes, name: name)
        if isThere {
            changes.replaced[name] = part
        } else {
            changes.added.append((name, part))
            newParts.append(name)
        }
    }
    let own = OwnMarks(
        sheets: marking.addedNames, borders: marking.borders, isOfText: marks.isOfText || before?.isOfText ?? false)
    if archive.entry(DocumentMeta.part) != nil {
        let part = try archive.content(DocumentMeta.part)
        try change(DocumentMeta.part, meta.edited(part, own), isThere: true)
    } else if !own.properties.isEmpty {
        try change(DocumentMeta.part, DocumentMeta.new(own), isThere: false)
    }
    let sheets = zip(marking.addedNames, marks.added).map { name, sheet in
        DocumentSettings.Sheet(name: name, fixedRows: sheet.headerRow ?? 0)
    }
    if archive.entry(DocumentSettings.part) != nil {
        let part = try archive.content(DocumentSettings.part)
        let edited = try DocumentSettings(try archive.xml(DocumentSettings.part)).edited(
            part, sheets, gone: before?.sheets ?? [], first: marking.tableNames.first)
        if edited != part { try change(DocumentSettings.part, edited, isThere: true) }
    } else if !sheets.isEmpty {
        try change(DocumentSettings.part, DocumentSettings.new(sheets), isThere: false)
    }
    if !newParts.isEmpty, archive.entry(DocumentManifest.part) != nil {
        let part = try archive.content(DocumentManifest.part)
        let list = try DocumentManifest.adding(newParts, to: part, try archive.xml(DocumentManifest.part))
        try change(DocumentManifest.part, list, isThere: true)
    }
    let signature = "META-INF/documentsignatures.xml"
    if archive.entry(signature) != nil {
        changes.removed.insert(signature)
        notices.append("the signature of the workbook is gone: a copy with marks is not what was signed")
    }
    return MarkedWorkbook(bytes: try archive.rewritten(changes), notices: notices)
}
