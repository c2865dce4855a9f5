// Small workbooks that hold a little of everything: what the fuzzer breaks.

/// A workbook as parts.
struct FuzzSeed: Sendable {
    var name: String
    var parts: [FuzzPart]
    /// Of the parts, those that hold cells.
    var sheets: [Int]
    /// Texts that mean something in its parts: all, and those of them that are attributes, elements and values.
    var words: [[UInt8]]
    var attributes: [[UInt8]]
    var elements: [[UInt8]]
    var values: [[UInt8]]
    /// What begins a cell, and cells to put there.
    var cellTag: [UInt8]
    var cells: [[UInt8]]
    /// What begins a row and ends it.
    var rowTag: [UInt8]
    var rowEnd: [UInt8]

    init(
        _ name: String, _ parts: [(name: String, text: String)], sheets: [String], words: [String], cell: String,
        cells: [String], row: (tag: String, end: String)
    ) {
        self.name = name
        self.parts = parts.map { FuzzPart($0.name, $0.text) }
        self.sheets = parts.indices.filter { sheets.contains(parts[$0].name) }
        let words = commonWords + words
        func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }
        self.words = bytes(words)
        attributes = bytes(words.filter { $0.hasPrefix(" ") && $0.contains("=") })
        elements = bytes(words.filter { $0.hasPrefix("<") || $0.hasPrefix("&") } + ["x", " ", "5"])
        values = bytes(words.filter { !$0.contains("=") && !$0.contains("<") })
        cellTag = Array(cell.utf8)
        self.cells = bytes(cells)
        rowTag = Array(row.tag.utf8)
        rowEnd = Array(row.end.utf8)
    }
}

/// A part, as it is and deflated.
struct FuzzPart: Sendable {
    var name: [UInt8]
    var bytes: [UInt8]
    /// Behind its first tag.
    var bodyStart: Int
    var deflated: [UInt8]
    var sum: UInt32

    init(_ name: String, _ text: String) {
        self.name = Array(name.utf8)
        bytes = Array(text.utf8)
        bodyStart = bytes.firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? 0
        deflated = kpilint_fuzz.deflated(bytes)
        sum = checksum(bytes)
    }
}

func fuzzSeeds() -> [FuzzSeed] {
    [("small .xlsx", OfficeOpenParts.small), ("rich .xlsx", OfficeOpenParts.rich)].map { name, parts in
        FuzzSeed(
            name, parts, sheets: ["xl/sheet1.xml", "xl/strings.xml"], words: OfficeOpenParts.words, cell: "<c ",
            cells: OfficeOpenParts.cells, row: ("<row", "</row>"))
    }
        + [("small .ods", OpenDocumentParts.small), ("rich .ods", OpenDocumentParts.rich)].map { name, parts in
            FuzzSeed(
                name, parts, sheets: ["content.xml"], words: OpenDocumentParts.words, cell: "<table:table-c",
                cells: OpenDocumentParts.cells, row: ("<table:table-row", "</table:table-row>"))
        }
}

private let commonWords = [
    "0", "1", "-1", "2", "50", "16384", "16385", "1048576", "1048577", "2147483648", "99999999999999999999", "1E308",
    "1E-400",
    "-0", "0.1", "NaN", "1e5", " ", "\n", "\"", "'", "&amp;", "&#65;", "&#x10FFFF;", "&#0;", "&lt;", "<![CDATA[ x ]]>",
    "<!-- x -->", "<?x y?>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "/>", ">", "</", "é", "\u{FEFF}", "😀",
    " xml:space='preserve'",
    " xmlns='a'", " xmlns:x='b'", "true", "false", "A1", "XFD1048576", "XFE1", "A1:B2", "B2:A1", "$A$1:$F$9", "ZZZZ1",
]
