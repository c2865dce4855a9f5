// Workbooks for tests, written out by hand.

import CZlib
import Locations
package import Tables
import WorkbookReading

/// A package of parts as they stand.
package func package(of parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    func number(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    for (name, data) in parts {
        let sum = Int(crc32(0, data, UInt32(data.count)))
        let fields = number(0, 6) + number(sum, 4) + number(data.count, 4) + number(data.count, 4)
        let header = number(20, 2) + number(0x800, 2) + fields + number(name.utf8.count, 2)
        directory += number(0x0201_4B50, 4) + number(20, 2) + header + number(0, 12) + number(bytes.count, 4)
        directory += Array(name.utf8)
        bytes += number(0x0403_4B50, 4) + header + number(0, 2) + Array(name.utf8) + data
    }
    return bytes + directory + number(0x0605_4B50, 4) + number(0, 4) + number(parts.count, 2)
        + number(parts.count, 2)
        + number(directory.count, 4) + number(bytes.count, 4) + number(0, 2)
}

/// A workbook of one sheet.
package struct SmallWorkbook {
    /// Rows, each with its number and its cells: names, styles and values; what begins with `=` is a formula, with its
    /// result behind a tab where it has one; with `'` a text; what else is no number is a text too.
    package var rows: [(number: Int, cells: [(name: String, style: Int, value: String)])] = []
    /// What stands behind the cells.
    package var behind = ""
    /// Names of cells, as a workbook writes them.
    package var names = ""
    /// Parts that the sheet's relations lead to: the type of the relation, and the part's text.
    package var parts: [(type: String, text: String)] = []
    /// Number formats of the styles from 1 on, and their fills.
    package var formats: [String] = []
    package var fills: [String] = []
    /// Differential styles, as elements.
    package var differential: [String] = []
    /// The names of further sheets with their cells, as elements.
    package var sheets: [(name: String, data: String)] = []
    /// What the workbook says of calculation, as an element.
    package var calculation = ""

    package init() {}

    package mutating func add(_ number: Int, _ cells: [String], styles: [Int] = [], from first: Int = 0) {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        rows.append(
            (
                number,
                cells.enumerated().compactMap { index, value in
                    let style = styles.indices.contains(index) ? styles[index] : 0
                    if value.isEmpty, style == 0 { return nil }
                    return ("\(letters[index + first])\(number)", style, value)
                }
            ))
    }

    /// Colours cells where a formula is true; the rule stands behind those before it.
    package mutating func add(
        condition cells: String, formula: String, colour: String? = nil, priority: Int? = nil, stops: Bool = false
    ) {
        add(
            rule: "type='expression'", cells, [formula], colour: colour, priority: priority,
            more: stops ? "stopIfTrue='1'" : "")
    }

    /// Adds a rule with its attributes and formulas; a colour becomes its style.
    package mutating func add(
        rule: String, _ cells: String, _ formulas: [String], colour: String? = nil, priority: Int? = nil,
        more: String = "",
        inside: String = ""
    ) {
        ruleCount += 1
        var style = ""
        if let colour {
            style = "dxfId='\(differential.count)'"
            differential.append("<dxf><fill><patternFill><bgColor rgb='FF\(colour)'/></patternFill></fill></dxf>")
        }
        let texts = formulas.map { "<formula>\(Self.escaped($0))</formula>" }.joined()
        behind +=
            "<conditionalFormatting sqref='\(cells)'><cfRule \(rule) \(style) priority='\(priority ?? ruleCount)' "
            + "\(more)>\(texts)\(inside)</cfRule></conditionalFormatting>"
    }

    private var ruleCount = 0

    private static func escaped(_ text: String) -> String {
        text.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;")
            .split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;")
            .split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "&quot;")
    }

    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let packages = "http://schemas.openxmlformats.org/package/2006/relationships"

    package var bytes: [UInt8] {
        let data = rows.map { number, cells in
            let own = cells.map { name, style, value in
                if value.isEmpty { return "<c r='\(name)' s='\(style)'/>" }
                if value.hasPrefix("=") {
                    let parts = value.dropFirst().split(separator: "\t")
                    let result = parts.count > 1 ? "<v>\(parts[1])</v>" : ""
                    return "<c r='\(name)' s='\(style)'><f>\(Self.escaped(String(parts[0])))</f>\(result)</c>"
                }
                if StoredFigure(value) != nil { return "<c r='\(name)' s='\(style)'><v>\(value)</v></c>" }
                let text = value.hasPrefix("'") ? String(value.dropFirst()) : value
                return "<c r='\(name)' s='\(style)' t='inlineStr'><is><t>\(Self.escaped(text))</t></is></c>"
            }
            return "<row r='\(number)'>\(own.joined())</row>"
        }
        let codes = formats.enumerated().map { "<numFmt numFmtId='\(200 + $0)' formatCode=\"\(Self.escaped($1))\"/>" }
        let patterns = fills.map {
            "<fill><patternFill patternType='solid'><fgColor rgb='FF\($0)'/></patternFill></fill>"
        }
        let styles =
            ["<xf/>"] + formats.indices.map { "<xf numFmtId='\(200 + $0)'/>" }
            + fills.indices.map { "<xf fillId='\(2 + $0)'/>" }
        let none = "<fill><patternFill patternType='none'/></fill><fill><patternFill patternType='gray125'/></fill>"
        let further = sheets.enumerated().map { index, sheet in
            (
                entry: "<sheet name=\"\(Self.escaped(sheet.name))\" sheetId='\(index + 2)' r:id='s\(index)'/>",
                relation: "<Relationship Id='s\(index)' Type='\(Self.relations)/worksheet' Target='more\(index).xml'/>",
                part: (
                    "xl/more\(index).xml",
                    "<worksheet xmlns='\(Self.main)'><sheetData>\(sheet.data)</sheetData></worksheet>"
                )
            )
        }
        let workbook: [(String, String)] = [
            (
                "_rels/.rels",
                "<Relationships xmlns='\(Self.packages)'><Relationship Id='r1' Type='\(Self.relations)/officeDocument' "
                    + "Target='xl/workbook.xml'/></Relationships>"
            ),
            (
                "xl/workbook.xml",
                "<workbook xmlns='\(Self.main)' xmlns:r='\(Self.relations)'><sheets><sheet name='KPIs' sheetId='1' "
                    + "r:id='r1'/>\(further.map(\.entry).joined())</sheets><definedNames>\(names)</definedNames>\(calculation)</workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns='\(Self.packages)'><Relationship Id='r1' Type='\(Self.relations)/worksheet' "
                    + "Target='sheet.xml'/><Relationship Id='r2' Type='\(Self.relations)/styles' Target='styles.xml'/>"
                    + "\(further.map(\.relation).joined())</Relationships>"
            ),
            (
                "xl/styles.xml",
                "<styleSheet xmlns='\(Self.main)'><numFmts>\(codes.joined())</numFmts><fills>\(none)\(patterns.joined())"
                    + "</fills><cellXfs>\(styles.joined())</cellXfs><dxfs>\(differential.joined())</dxfs></styleSheet>"
            ),
            (
                "xl/sheet.xml",
                "<worksheet xmlns='\(Self.main)'><sheetData>\(data.joined())</sheetData>\(behind)</worksheet>"
            ),
        ]
        return package(of: (workbook + further.map(\.part) + ownParts).map { ($0.0, Array($0.1.utf8)) })
    }

    /// The parts that the sheet leads to, with its relations.
    private var ownParts: [(String, String)] {
        guard !parts.isEmpty else { return [] }
        let relations = parts.enumerated().map { index, part in
            "<Relationship Id='p\(index)' Type='\(Self.relations)/\(part.type)' Target='part\(index).xml'/>"
        }
        let list = (
            "xl/_rels/sheet.xml.rels",
            "<Relationships xmlns='\(Self.packages)'>\(relations.joined())</Relationships>"
        )
        return [list] + parts.enumerated().map { ("xl/part\($0).xml", $1.text) }
    }

    /// A table of Excel's over some cells.
    package static func list(_ name: String, _ cells: String, totals: Int = 0, header: Int = 1, columns: [String] = [])
        -> String
    {
        let own = columns.map { "<tableColumn id='1' name='\($0)'/>" }.joined()
        return "<table xmlns='\(main)' displayName='\(name)' ref='\(cells)' totalsRowCount='\(totals)' "
            + "headerRowCount='\(header)'><tableColumns>\(own)</tableColumns></table>"
    }

    /// Notes of cells, plain ones.
    package static func notes(_ notes: [(cell: String, text: String)]) -> String {
        "<comments xmlns='\(main)'><commentList>"
            + notes.map { "<comment ref='\($0.cell)'><text><r><t>\($0.text)</t></r></text></comment>" }.joined()
            + "</commentList></comments>"
    }

    /// The table on its sheet, settled.
    package func table(_ options: SourceOptions) throws(ReadError) -> any TableReader {
        let tables = try WorkbookFormat().tables(in: MemorySource(name: "q.xlsx", bytes: bytes), options)
        guard let table = tables.first else { throw .noTable("none") }
        try table.settle()
        return table
    }
}

/// All rows of a table, with the names of their first cells.
package func records(of table: any TableReader) throws(ReadError) -> [[String]] {
    var records: [[String]] = []
    let chunk = RecordChunk()
    while try table.next(into: chunk) {
        for record in 0..<chunk.recordCount {
            let place = chunk.location(record: record)
            records.append(
                ["\(place.line)"] + (0..<chunk.fieldCount(record)).map { chunk.text(record: record, field: $0) })
        }
    }
    return records
}
