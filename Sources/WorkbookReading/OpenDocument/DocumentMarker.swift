// Marked copies of documents.

internal import Packages
internal import Tables

/// A copy of a document with marks.
func markedDocument(_ archive: PackageArchive, _ marks: WorkbookMarks) throws(PackageError) -> MarkedWorkbook {
    throw .foreign("it is an OpenDocument")
}

/// A new document that holds the texts of a sheet.
func newDocument(_ sheet: PlainSheet) throws(ReadError) -> [UInt8] { [] }
