// Files that are not text, by their first bytes.

enum BinaryKind {
    /// What a file is, in words; `nil` where its first bytes do not tell.
    static func name(of head: [UInt8]) -> String? {
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return zipName(head) }
        let kinds: [([UInt8], String)] = [
            ([0x50, 0x4B, 0x05, 0x06], "an empty zip archive"),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Excel workbook"),
            (Array("%PDF-".utf8), "a PDF document"),
            ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"),
            ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
            ([0x1F, 0x8B], "a gzip archive"),
            ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive"),
            ([0xFF, 0xFE, 0x00, 0x00], "UTF-32 text"),
            ([0x00, 0x00, 0xFE, 0xFF], "UTF-32 text"),
            (Array("PAR1".utf8), "a Parquet file"),
            (Array("SQLite format 3".utf8), "an SQLite database"),
        ]
        return kinds.first { head.starts(with: $0.0) }?.1
    }

    /// Office documents are zip archives: the name of the first entry or the stored type tells them apart.
    private static func zipName(_ head: [UInt8]) -> String {
        let start = head.prefix(8192)
        if contains(start, "opendocument.spreadsheet") { return "an OpenDocument spreadsheet" }
        if contains(start, "xl/") { return "an Excel workbook" }
        if contains(start, "word/") { return "a Word document" }
        return contains(start, "[Content_Types].xml") ? "an Excel workbook" : "a zip archive"
    }

    private static func contains(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return bytes.indices.contains { bytes[$0...].starts(with: wanted) }
    }
}
