// Marked copies of workbooks, whatever their format.

internal import Packages
package import Tables

/// Makes marked copies.
package enum WorkbookMarking {
    /// Which format a file has; `nil` where it is no workbook.
    package static func kind(of file: [UInt8]) -> WorkbookKind? {
        guard let archive = try? PackageArchive(PackageMemory(file)) else { return nil }
        if archive.entry("content.xml") != nil { return .openDocument }
        return (try? archive.relations(of: "").first("officeDocument")) == nil ? nil : .officeOpen
    }

    /// Whether kpilint has made a workbook of another one by marking it.
    package static func isMarkedCopy(_ file: [UInt8]) -> Bool {
        ((try? openWorkbook(PackageMemory(file))) ?? nil)?.ownMarks != nil
    }

    /// A copy of a workbook with marks. Marks that an earlier run has put into it are replaced. Parts are packed on so
    /// many threads, which changes no byte.
    package static func marked(
        _ file: [UInt8], with marks: WorkbookMarks, threads: Int = 1
    ) throws(EditError) -> MarkedWorkbook {
        do throws(PackageError) {
            let archive = try PackageArchive(PackageMemory(file))
            if archive.entry("content.xml") != nil { return try markedDocument(archive, marks, threads: threads) }
            return try markedOfficeOpen(archive, marks, threads: threads)
        } catch {
            throw EditError(words: error.words)
        }
    }

    /// A new workbook that holds the texts of a sheet.
    package static func workbook(of sheet: PlainSheet, _ kind: WorkbookKind, threads: Int = 1) throws(ReadError)
        -> [UInt8]
    {
        switch kind {
        case .officeOpen: try newOfficeOpen(sheet, threads: threads)
        case .openDocument: try newDocument(sheet, threads: threads)
        }
    }
}
