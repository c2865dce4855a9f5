// Opens a file as a workbook, or tells what it is instead.

internal import Packages
internal import Tables

/// Opens a workbook by what is in it, whatever its name.
func openWorkbook(_ source: any PackageBytes, unpacksAhead: Bool = false) throws(PackageError) -> any Workbook {
    let head = try source.bytes(at: 0, atMost: 8)
    guard !head.starts(with: OldOffice.mark) else { throw .foreign(try OldOffice.words(source)) }
    let archive = try PackageArchive(source, unpacksAhead: unpacksAhead)
    guard !archive.entries.isEmpty else { throw .foreign("it is an empty ZIP archive, and no workbook") }
    if archive.entry("mimetype") != nil || archive.entry("content.xml") != nil {
        return try openDocument(archive)
    }
    guard let part = try archive.relations(of: "").first("officeDocument") else {
        throw .foreign(foreignArchive(archive))
    }
    guard let name = part.target else { throw .foreign("its workbook lies outside of the file") }
    let folder = name.split(separator: "/").first.map { $0.lowercased() } ?? ""
    if folder == "word" { throw .foreign("it is a Word document: copy its table into a workbook, or save it as CSV") }
    if folder == "ppt" { throw .foreign("it is a PowerPoint presentation, and no workbook") }
    if name.lowercased().hasSuffix(".bin") {
        throw .foreign("it is a binary workbook (.xlsb), which is not read: save it as .xlsx")
    }
    return try OfficeOpenWorkbook(archive, part: name)
}

private func openDocument(_ archive: PackageArchive) throws(PackageError) -> any Workbook {
    if let entry = archive.entry("mimetype") {
        guard entry.size <= 200 else { throw .foreign("its type says nothing: it is no workbook") }
        let type = String(decoding: try PartStream(entry, of: archive).all(), as: UTF8.self)
        let kind = type.split(separator: ".").last.map { $0.filter { $0 != "\0" && !$0.isWhitespace } } ?? ""
        guard type.contains("opendocument"), kind.hasPrefix("spreadsheet") else {
            let what = type.contains("opendocument") ? "an OpenDocument \(kind)" : "a ZIP archive of another kind"
            throw .foreign("it is \(what), and no workbook")
        }
    }
    return try OpenDocumentWorkbook(archive)
}

/// What a ZIP archive without a workbook is, in words.
private func foreignArchive(_ archive: PackageArchive) -> String {
    if archive.entries.contains(where: { $0.name.hasSuffix(".iwa") }) {
        return "it is an Apple Numbers document, which is not read: export it as .xlsx"
    }
    if archive.entry("[Content_Types].xml") != nil || archive.entry("xl/workbook.xml") != nil {
        return "it is an Office file that does not say which of its parts is the workbook: save it again"
    }
    let names = archive.entries.prefix(3).map { "“\($0.name)”" }.joined(separator: ", ")
    let more = archive.entries.count > 3 ? " and more" : ""
    return "it is a ZIP archive with \(names)\(more), and no workbook: unpack it, and check what is in it"
}

/// Office files of the formats until 2003, which hold a folder of streams.
enum OldOffice {
    static let mark: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

    /// What such a file is, by the names of its streams.
    static func words(_ source: any PackageBytes) throws(PackageError) -> String {
        let header = try source.bytes(at: 0, atMost: 512)
        var names: [UInt8] = []
        if header.count == 512 {
            let size = header[30] == 12 ? 4096 : 512
            let sector = (0..<4).reduce(0) { $0 | Int(header[48 + $1]) << ($1 * 8) }
            if sector < 1 << 24 { names = try source.bytes(at: (sector + 1) * size, atMost: 8192) }
        }
        func holds(_ name: String) -> Bool {
            let wanted = name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            guard names.count >= wanted.count else { return false }
            return (0...names.count - wanted.count).contains { names[$0...].starts(with: wanted) }
        }
        if holds("EncryptedPackage") {
            return "it is locked with a password or a sensitivity label: open it, save a copy without, and check that"
        }
        if holds("Workbook") || holds("Book") {
            return "it is an Excel workbook as it was until 2003 (.xls), which is not read: save it as .xlsx"
        }
        return "it is an old Office file, and no workbook that is read: save its table as .xlsx or CSV"
    }
}
