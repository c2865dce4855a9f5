// Small workbooks of Office Open XML, part by part.

enum OfficeOpenParts {
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let packages = "http://schemas.openxmlformats.org/package/2006/relationships"

    private static func links(_ all: [(id: String, type: String, target: String)]) -> String {
        "<Relationships xmlns='\(packages)'>"
            + all.map { "<Relationship Id='\($0.id)' Type='\(relations)/\($0.type)' Target='\($0.target)'/>" }.joined()
            + "</Relationships>"
    }

    private static let types = (
        "[Content_Types].xml",
        "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Default Extension='xml' "
            + "ContentType='application/xml'/></Types>"
    )
    private static let root = ("_rels/.rels", links([("r1", "officeDocument", "xl/workbook.xml")]))

    /// One sheet and nothing else.
    static let small = [
        types,
        root,
        (
            "xl/workbook.xml",
            "<workbook xmlns='\(main)' xmlns:r='\(relations)'><sheets><sheet name='Q' sheetId='1' r:id='s1'/></sheets>"
                + "</workbook>"
        ),
        ("xl/_rels/workbook.xml.rels", links([("s1", "worksheet", "sheet1.xml")])),
        (
            "xl/sheet1.xml",
            "<worksheet xmlns='\(main)'><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>ref</t></is></c><c r='B1' "
                + "t='inlineStr'><is><t>value</t></is></c></row><row r='2'><c r='A2'><v>1</v></c><c r='B2'><v>92.4</v>"
                + "</c></row>"
                + "<row><c><v>2</v></c><c t='str'><v>x</v></c></row></sheetData></worksheet>"
        ),
    ]

    /// Styles, shared texts, merged cells, a table, notes, formulas, errors, a hidden row, names.
    static let rich = [
        types,
        root,
        (
            "xl/workbook.xml",
            "<workbook xmlns='\(main)' xmlns:r='\(relations)'><workbookPr date1904='0'/><sheets>"
                + "<sheet name='Q2' sheetId='1' "
                + "r:id='s1'/><sheet name='N' sheetId='2' state='hidden' r:id='s2'/></sheets><definedNames>"
                + "<definedName name='n'>"
                + "'Q2'!$A$2:$E$6</definedName></definedNames><calcPr fullCalcOnLoad='1'/></workbook>"
        ),
        (
            "xl/_rels/workbook.xml.rels",
            links([
                ("s1", "worksheet", "sheet1.xml"), ("s2", "worksheet", "sheet2.xml"),
                ("t", "sharedStrings", "strings.xml"),
                ("u", "styles", "styles.xml"),
            ])
        ),
        (
            "xl/styles.xml",
            "<styleSheet xmlns='\(main)'><numFmts><numFmt numFmtId='164' formatCode='0.0%'/><numFmt numFmtId='165' "
                + "formatCode='&quot;£&quot;#,##0.0,,;[Red](0);&quot;-&quot;;@'/>"
                + "<numFmt numFmtId='166' formatCode='[h]:mm:ss.0'/>"
                + "</numFmts><fills><fill/><fill/><fill><patternFill patternType='solid'><fgColor rgb='FF00B050'/>"
                + "</patternFill></fill>"
                + "</fills><cellXfs><xf/><xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='14'/><xf fillId='2'/>"
                + "<xf numFmtId='166'/><xf numFmtId='12'/></cellXfs><dxfs><dxf><fill><patternFill><bgColor rgb='FFFF0000'/>"
                + "</patternFill></fill></dxf><dxf><font/></dxf></dxfs></styleSheet>"
        ),
        (
            "xl/strings.xml",
            "<sst xmlns='\(main)'><si><t>ref</t></si><si><t xml:space='preserve'> theme </t></si><si><r><t>val</t></r>"
                + "<r><t>ue</t></r>"
                + "</si><si><t>rag</t></si><si><t>due</t></si><si><t>Green_x000D_</t></si></sst>"
        ),
        (
            "xl/sheet1.xml",
            "<worksheet xmlns='\(main)' xmlns:r='\(relations)'><cols><col min='7' max='9' hidden='1'/></cols>"
                + "<sheetData><row r='1'>"
                + "<c r='A1' t='inlineStr'><is><t>KPIs</t></is></c></row><row r='2'><c r='A2' t='s'><v>0</v></c>"
                + "<c r='B2' t='s'><v>1</v>"
                + "</c><c r='C2' t='s'><v>2</v></c><c r='D2' t='s'><v>3</v></c><c r='E2' t='s'><v>4</v></c></row>"
                + "<row r='3'><c r='A3'>"
                + "<v>1</v></c><c r='B3' t='s'><v>5</v></c><c r='C3' s='1'><v>0.924</v></c><c r='D3' s='4'/>"
                + "<c r='E3' s='3'><v>45292</v>"
                + "</c></row><row r='4' hidden='1'><c r='A4'><v>2</v></c><c r='C4' s='2'><f>C3*2</f><v>-1344000</v>"
                + "</c><c r='D4' t='e'>"
                + "<f>1/0</f><v>#DIV/0!</v></c><c r='E4' t='b'><v>1</v></c></row><row r='5'><c r='A5' t='str'><v>3</v>"
                + "</c><c r='C5' s='6'>"
                + "<v>1.25</v></c><c r='D5'><f>A1</f></c><c r='E5' s='5'><v>1.5</v></c></row><row r='6'><c r='A6'><v>4"
                + "</v></c></row>"
                + "</sheetData><mergeCells><mergeCell ref='B3:B5'/></mergeCells>"
                + "<conditionalFormatting sqref='D3:D6 D9'>"
                + "<cfRule type='expression' dxfId='0' priority='2' stopIfTrue='1'>"
                + "<formula>AND(LEN($B3)&gt;=2,$C3*2&lt;'N'!$A$1-10%,NOT(ISBLANK(C3)))</formula></cfRule>"
                + "<cfRule type='cellIs' operator='between' dxfId='1' priority='1'><formula>1</formula>"
                + "<formula>SUM(C$3:C$5)</formula></cfRule>"
                + "<cfRule type='top10' rank='2' dxfId='0' priority='3'/></conditionalFormatting>"
                + "<conditionalFormatting sqref='C3:D6'><cfRule type='iconSet' priority='4'>"
                + "<iconSet iconSet='3Signs'><cfvo type='percent' val='0'/><cfvo type='num' val='C$3'/>"
                + "<cfvo type='max' gte='0'/></iconSet></cfRule>"
                + "<cfRule type='colorScale' priority='5'><colorScale><cfvo type='min'/><cfvo type='percentile' val='90'/>"
                + "<color rgb='FFF8696B'/><color theme='2' tint='0.5'/></colorScale></cfRule></conditionalFormatting>"
                + "<legacyDrawing "
                + "r:id='x'/><tableParts><tablePart r:id='t1'/></tableParts><extLst><ext xmlns:y='y'>"
                + "<y:conditionalFormatting><y:cfRule type='containsText' text='G' priority='0'>"
                + "<y:f>NOT(ISERROR(SEARCH(\"G\",D3)))</y:f><y:dxf><fill><patternFill><bgColor rgb='FF00B050'/>"
                + "</patternFill></fill></y:dxf></y:cfRule><y:sqref>D3:D6</y:sqref></y:conditionalFormatting></ext></extLst>"
                + "</worksheet>"
        ),
        (
            "xl/_rels/sheet1.xml.rels",
            links([("t1", "table", "table1.xml"), ("c", "comments", "notes.xml")])
        ),
        (
            "xl/table1.xml",
            "<table xmlns='\(main)' displayName='t' ref='A2:E6' totalsRowCount='1'><tableColumns>"
                + "<tableColumn id='1' name='ref'/>"
                + "</tableColumns></table>"
        ),
        (
            "xl/notes.xml",
            "<comments xmlns='\(main)'><commentList><comment ref='C3'><text><r><t>why</t></r></text></comment>"
                + "</commentList></comments>"
        ),
        ("xl/sheet2.xml", "<worksheet xmlns='\(main)'><sheetData/></worksheet>"),
    ]

    static let words = [
        "<row>", "<row r='3'>", "</row>", "<c r='B3'>", "</c>", "<v>1</v>", "<f>A1</f>",
        "<f t='array' ref='C3:D5'>A1</f>", "<is><t>x</t></is>",
        " t='s'", " t='e'", " t='inlineStr'", " t='n'", " t='d'", " s='1'", " s='9'", " r='A1'", " r='C3'",
        " hidden='1'",
        "<mergeCell ref='A1:XFD9'/>", "<mergeCell ref='C3:D4'/>", "General", "0.0%", "@", "[h]:mm", "# ?/?", "0.00E+00",
        ";;;", "yyyy",
        "xl/sheet1.xml", "../x", "_x0041_", "1/0", "A1:XFD1048576", "D:D", "3:6", "$D$3", "N!A1", "IF(", "MAX(A1:D9)",
        "&amp;",
        " dxfId='1'", " priority='-1'", " stopIfTrue='1'", " type='duplicateValues'", " type='aboveAverage'",
        " type='beginsWith'",
        " operator='notBetween'", "<formula>", "</formula>", "<cfvo type='formula' val='B3'/>",
        "<iconSet iconSet='4TrafficLights'>",
    ]

    static let cells = [
        "<c r='B3'><v>1</v></c>", "<c r='C4' t='s'><v>5</v></c>", "<c r='D5' s='1'><v>0.5</v></c>", "<c><v>7</v></c>",
        "<c/>",
        "<c r='E3' t='inlineStr'><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c>", "<c r='A6' t='str'><f>1</f><v/></c>",
        "<c r='A9' s='3'><v>-1</v></c>", "<c r='F2' t='e'><v>#N/A</v></c>", "<c r='F3' s='2'><v>1E15</v></c>",
    ]
}
