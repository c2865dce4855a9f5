// Workbooks among the formats of tables.

internal import Packages
package import Tables

/// Workbooks of Office Open XML and OpenDocument, recognised by their content.
package struct WorkbookFormat: TableFormat {
    package init() {}

    package var hasSheets: Bool { true }

    package func recognises(_ head: [UInt8], name: String) -> Recognition {
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06])
            || head.starts(with: OldOffice.mark) || ForeignText(head, name: name) != nil
        {
            return .certain
        }
        // An executable prefix may precede a package; a file that is damaged at its beginning is not recognised.
        return head.starts(with: [0x4D, 0x5A]) && isNamedAsWorkbook(name) ? .certain : .foreign
    }

    private func isNamedAsWorkbook(_ name: String) -> Bool {
        [".xlsx", ".xlsm", ".xltx", ".xltm", ".ods", ".ots"].contains { name.lowercased().hasSuffix($0) }
    }

    package func tables(
        in source: any ByteSource, _ options: SourceOptions
    ) throws(ReadError) -> [any TableReader] {
        let bytes = PackageSource(source)
        let workbook: any Workbook
        do throws(PackageError) {
            if let foreign = ForeignText(try bytes.bytes(at: 0, atMost: 4096), name: source.name) {
                throw .foreign(foreign.words)
            }
            workbook = try openWorkbook(bytes, unpacksAhead: options.unpacksAhead)
        } catch {
            throw ReadError(error, bytes)
        }
        guard !workbook.sheets.isEmpty else { throw .unusable("it has no sheet with cells") }
        if options.comments != nil {
            throw .noTable("`comments` is for delimited text, and it is a workbook")
        }
        if let name = options.areaName { return try tables(named: name, in: workbook, bytes, options) }
        var readers: [any TableReader] = []
        for index in workbook.sheets.indices where options.readsAddedSheets || !workbook.isAdded(index) {
            readers.append(try SheetReader(workbook, index, bytes, options))
        }
        return readers
    }

    /// The table that the workbook calls by a name; of a name that several sheets have, each one's.
    private func tables(
        named name: String, in workbook: any Workbook, _ bytes: PackageSource, _ options: SourceOptions
    ) throws(ReadError) -> [any TableReader] {
        let areas: [NamedArea]
        do throws(PackageError) { areas = try workbook.namedAreas() } catch { throw ReadError(error, bytes) }
        let found = try areas.find(name, on: options.sheet, takesAll: options.takesSheets, workbook.sheets)
        var readers: [any TableReader] = []
        for area in found {
            switch area.target {
            case .cells(let sheet, let cells):
                if let lines = options.headerLines, !cells.rows.contains(lines.upperBound) {
                    throw .noTable("line \(lines.upperBound) lies outside of “\(name)”, which is \(cells.name)")
                }
                readers.append(try SheetReader(workbook, sheet, bytes, options, named: area))
            case .list(let sheet, _): readers.append(try SheetReader(workbook, sheet, bytes, options, named: area))
            case .other: continue
            }
        }
        return readers
    }
}

/// Texts that spreadsheet programs read and kpilint does not: pages and XML.
struct ForeignText {
    let words: String

    init?(_ head: [UInt8], name: String) {
        // A package may store its parts as they are: their text is not the file's.
        if head.starts(with: [0x50, 0x4B]) { return nil }
        let start = String(decoding: head.prefix(2048), as: UTF8.self).lowercased()
        if start.contains("progid=\"excel.sheet\"") || start.contains("urn:schemas-microsoft-com:office:spreadsheet") {
            words = "it is an Excel 2003 XML file, which is not read: save it as .xlsx"
        } else if start.contains("<office:document"), start.contains("opendocument") {
            words = "it is a flat OpenDocument file (.fods), which is not read: save it as .ods"
        } else if name.lowercased().hasSuffix(".xls") || name.lowercased().hasSuffix(".xlsx"),
            start.drop(while: { $0.isWhitespace || $0 == "\u{FEFF}" }).hasPrefix("<html")
                || start.contains("<!doctype html") || start.contains("<table")
        {
            words = "it is a web page that is named as a workbook: open it, and save it as .xlsx"
        } else {
            return nil
        }
    }
}
