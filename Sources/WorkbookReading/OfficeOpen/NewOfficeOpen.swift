// A workbook that is made of nothing.

internal import Packages
internal import Tables

/// A workbook with one sheet, which holds texts as they are. No cell is a formula.
func newOfficeOpen(_ sheet: PlainSheet, threads: Int) throws(ReadError) -> [UInt8] {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    let document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    let name = "xl/worksheets/sheet1.xml"
    func packed(_ name: String, _ text: String) throws(PackageError) -> (name: String, part: PackedPart) {
        (name, try PackedPart(Array((xmlDeclaration + text).utf8), name: name))
    }
    let part = try sheetPart(sheet, name, main, threads: threads)
    do throws(PackageError) {
        return newPackage([
            try packed(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                    + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                    + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(types).sheet.main+xml\"/>"
                    + "<Override PartName=\"/\(name)\" ContentType=\"\(types).worksheet+xml\"/>"
                    + "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(types).styles+xml\"/></Types>"),
            try packed(
                "_rels/.rels",
                "<Relationships xmlns=\"\(relations)\"><Relationship Id=\"rId1\" Type=\"\(document)/officeDocument\""
                    + " Target=\"xl/workbook.xml\"/></Relationships>"),
            try packed(
                "xl/workbook.xml",
                "<workbook xmlns=\"\(main)\" xmlns:r=\"\(document)\"><bookViews><workbookView/></bookViews><sheets>"
                    + "<sheet name=\"\(attributeText(sheet.name))\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
            try packed(
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"\(relations)\">"
                    + "<Relationship Id=\"rId1\" Type=\"\(document)/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                    + "<Relationship Id=\"rId2\" Type=\"\(document)/styles\" Target=\"styles.xml\"/></Relationships>"),
            try packed(
                "xl/styles.xml",
                plainStyles(isStrict: false, keepingTexts: true)),
            (name, part),
        ])
    } catch {
        throw .unusable(error.words)
    }
}

/// The sheet's part.
private func sheetPart(
    _ sheet: PlainSheet, _ name: String, _ space: String, threads: Int
) throws(ReadError) -> PackedPart {
    var output = Array(
        (xmlDeclaration + "<worksheet xmlns=\"\(space)\"><sheetFormatPr defaultRowHeight=\"15\"/><sheetData>").utf8)
    var problem: ReadError?
    do throws(PackageError) {
        var packing = PartPacking(name, level: 1, threads: threads)
        var failure: PackageError?
        do throws(ReadError) {
            try sheet.eachRow { number, cells throws(ReadError) in
                guard number <= SheetLimits.rows, cells.count <= SheetLimits.columns else {
                    throw .unusable("it is larger than a sheet can be")
                }
                output += "<row r=\"\(number)\">".utf8
                for (index, cell) in cells.enumerated() where !cell.isEmpty {
                    output += "<c r=\"\(cellName(row: number, column: index + 1))\" s=\"1\" t=\"inlineStr\"><is>".utf8
                    output += "<t xml:space=\"preserve\">".utf8
                    output.append(asCellText: cellText(cell))
                    output += "</t></is></c>".utf8
                }
                output += "</row>".utf8
                guard output.count > 1 << 16, failure == nil else { return }
                do throws(PackageError) { try packing.add(output) } catch { failure = error }
                output.removeAll(keepingCapacity: true)
            }
        } catch {
            problem = error
        }
        if let failure { throw failure }
        guard problem == nil else { throw .unreadable }
        try packing.add(output + Array("</sheetData></worksheet>".utf8))
        return try packing.finish()
    } catch {
        throw problem ?? .unusable(error.words)
    }
}

/// Styles with which cells look as in a new workbook.
/// `keepingTexts`: there is a second style, which keeps what is typed as a text.
func plainStyles(isStrict: Bool, keepingTexts: Bool = false) -> String {
    let text =
        "<xf numFmtId=\"49\" quotePrefix=\"1\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"

    let space =
        isStrict
        ? "http://purl.oclc.org/ooxml/spreadsheetml/main" : "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return
        "<styleSheet xmlns=\"\(space)\"><fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
        + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
        + "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
        + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
        + "<cellXfs count=\"\(keepingTexts ? 2 : 1)\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
        + "\(keepingTexts ? text : "")</cellXfs>"
        + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"
}
