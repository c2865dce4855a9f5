// Small workbooks of OpenDocument, part by part.

enum OpenDocumentParts {
    private static let type = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    private static let spaces =
        [("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle")]
        .map { " xmlns:\($0.0)='urn:oasis:names:tc:opendocument:xmlns:\($0.1):1.0'" }.joined()
        + " xmlns:calcext='urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0'"

    private static func content(_ styles: String, _ tables: String) -> (String, String) {
        (
            "content.xml",
            "<office:document-content\(spaces)><office:automatic-styles>\(styles)</office:automatic-styles>"
                + "<office:body>"
                + "<office:spreadsheet>\(tables)</office:spreadsheet></office:body></office:document-content>"
        )
    }

    /// One sheet and nothing else.
    static let small = [
        type,
        content(
            "",
            "<table:table table:name='Q'><table:table-row><table:table-cell office:value-type='string'><text:p>ref"
                + "</text:p>"
                + "</table:table-cell><table:table-cell office:value-type='string'><text:p>value</text:p>"
                + "</table:table-cell>"
                + "</table:table-row><table:table-row table:number-rows-repeated='2'><table:table-cell "
                + "table:number-columns-repeated='2' office:value-type='float' office:value='5'><text:p>5</text:p>"
                + "</table:table-cell>"
                + "</table:table-row></table:table>"),
    ]

    /// Styles, merged and repeated cells, a note, formulas, an error, days, names, a hidden row.
    static let rich = [
        type,
        (
            "styles.xml",
            "<office:document-styles\(spaces)><office:styles>"
                + "<style:style style:name='Default' style:family='table-cell'/>"
                + "</office:styles></office:document-styles>"
        ),
        content(
            "<number:percentage-style style:name='N1'>"
                + "<number:number number:decimal-places='1' number:min-integer-digits='1'/>"
                + "<number:text>%</number:text></number:percentage-style><number:date-style style:name='N2'>"
                + "<number:day "
                + "number:style='long'/><number:text>/</number:text><number:month/><number:text>/</number:text>"
                + "<number:year/>"
                + "</number:date-style><number:number-style style:name='N3'><number:number number:decimal-places='0' "
                + "number:min-integer-digits='1' number:grouping='true'/><style:map style:condition='value()&lt;0' "
                + "style:apply-style-name='N1'/></number:number-style>"
                + (1...3).map {
                    "<style:style style:name='c\($0)' style:family='table-cell' style:parent-style-name='Default' "
                        + "style:data-style-name='N\($0)'/>"
                }.joined(),
            "<table:table table:name='Q2'><table:table-column/><table:table-column table:number-columns-repeated='3' "
                + "table:default-cell-style-name='c3'/><table:table-row><table:table-cell office:value-type='string' "
                + "table:number-columns-spanned='2' table:number-rows-spanned='1'><text:p>KPIs</text:p>"
                + "</table:table-cell>"
                + "<table:covered-table-cell/></table:table-row><table:table-header-rows><table:table-row>"
                + ["ref", "value", "rag", "due"].map {
                    "<table:table-cell office:value-type='string'><text:p>\($0)</text:p></table:table-cell>"
                }.joined()
                + "</table:table-row></table:table-header-rows><table:table-row>"
                + "<table:table-cell office:value-type='float' "
                + "office:value='1'/><table:table-cell table:style-name='c1' office:value-type='percentage' office:value='0.5'>"
                + "<text:p>50%</text:p></table:table-cell><table:table-cell office:value-type='string'>"
                + "<office:annotation><text:p>n"
                + "</text:p></office:annotation><text:p>Gr<text:span>e</text:span>en<text:s text:c='2'/></text:p>"
                + "<text:p>b</text:p>"
                + "</table:table-cell><table:table-cell table:style-name='c2' office:value-type='date' office:date-value='2024-01-31'/>"
                + "</table:table-row><table:table-row table:number-rows-repeated='3'>"
                + "<table:table-cell office:value-type='float' "
                + "office:value='2'/><table:table-cell table:number-columns-repeated='2' office:value-type='string'>"
                + "<text:p>x</text:p>"
                + "</table:table-cell><table:table-cell table:number-columns-repeated='9'/></table:table-row>"
                + "<table:table-row "
                + "table:visibility='collapse'><table:table-cell office:value-type='float' office:value='3'/>"
                + "<table:table-cell "
                + "table:formula='of:=1/0' office:value-type='string'><text:p>#DIV/0!</text:p></table:table-cell>"
                + "<table:table-cell "
                + "office:value-type='boolean' office:boolean-value='true'/><table:table-cell office:value-type='time' "
                + "office:time-value='PT36H'/></table:table-row><calcext:conditional-formats><calcext:conditional-format "
                + "calcext:target-range-address='Q2.D2:Q2.D8 Q2.A1'><calcext:condition calcext:apply-style-name='c1' "
                + "calcext:value='formula-is(AND([.$A3]&gt;1;[.C3]=&quot;x&quot;))' calcext:base-cell-address='Q2.D3'/>"
                + "<calcext:condition calcext:apply-style-name='c2' calcext:value='between(-1,[.B$3])'/>"
                + "<calcext:icon-set calcext:icon-set-type='3TrafficLights1'><calcext:formatting-entry calcext:value='0' "
                + "calcext:type='percent'/><calcext:formatting-entry calcext:value='50' calcext:type='percentile'/>"
                + "</calcext:icon-set></calcext:conditional-format></calcext:conditional-formats>"
                + "</table:table><table:named-expressions>"
                + "<table:named-range "
                + "table:name='n' table:cell-range-address='Q2.A2:.D8'/></table:named-expressions>"
                + "<table:database-ranges>"
                + "<table:database-range table:name='d' table:target-range-address='Q2.A2:.D8'/>"
                + "</table:database-ranges>"
        ),
    ]

    static let words = [
        "<table:table-row>", "</table:table-row>", "<table:table-cell>", "</table:table-cell>",
        "<table:covered-table-cell/>",
        "<table:table-cell/>", "<text:p>y</text:p>", "<text:p/>", "<text:s/>", "<text:tab/>", "<text:line-break/>",
        "<table:table table:name='Q2'>", "</table:table>", " table:number-columns-repeated='3'",
        " table:number-rows-repeated='4'",
        " table:number-columns-spanned='2'", " table:number-rows-spanned='2'", " table:formula='of:=1'",
        " table:number-matrix-columns-spanned='2'", " office:value-type='float'", " office:value-type='string'",
        " office:value-type='percentage'", " office:value='7'", " office:string-value='s'",
        " office:date-value='2024-02-30'",
        " table:style-name='c1'", " table:style-name='c3'", " table:default-cell-style-name='c1'", " xml:id='i'",
        "<office:annotation><text:p>m</text:p></office:annotation>", "<draw:frame xmlns:draw='d'/>",
        " xmlns:office='urn:oasis:names:tc:opendocument:xmlns:table:1.0'", " xmlns:table='urn:x'",
        "<table:tracked-changes>", "<table:table-row-group>", "PT1H", "-PT0.5S", "contains-text([.A3])", "!=[.$B$3]",
        "top-elements(2)",
        "is-true-formula(", "cell-content()&lt;", "not-between(1,2)", "Q2.A1:Q2.Z99", "[$Q2.B3]", "SUM([.A1:.D9])",
        "<style:map style:condition='cell-content()=5' style:apply-style-name='c1' style:base-cell-address='Q2.A1'/>",
    ]

    static let cells = [
        "<table:table-cell office:value-type='float' office:value='7'/>", "<table:table-cell/>",
        "<table:covered-table-cell/>",
        "<table:table-cell table:number-columns-repeated='4' office:value-type='string'><text:p>z</text:p>"
            + "</table:table-cell>",
        "<table:table-cell table:number-columns-repeated='16380'/>",
        "<table:table-cell table:style-name='c1' office:value-type='currency' office:currency='GBP' office:value='1'/>",
        "<table:table-cell office:value-type='date' office:date-value='1899-01-01'><text:p>old</text:p>"
            + "</table:table-cell>",
        "<table:table-cell table:formula='of:=1' table:number-matrix-rows-spanned='2' table:number-matrix-columns-spanned='2'/>",
        "<table:table-cell table:number-columns-spanned='2' table:number-rows-spanned='3' office:value-type='string'>"
            + "<text:p>m"
            + "</text:p></table:table-cell>",
    ]
}
