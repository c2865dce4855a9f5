// Statuses from colours that follow from conditions, in Office Open XML.

import SmallWorkbooks
import Tables
import Testing

@testable import WorkbookReading

/// A table with a status in its second column that is read by its colour.
func fillOptions() -> SourceOptions {
    var options = SourceOptions { cells in cells.count { ["ref", "rag", "value", "target"].contains($0) } }
    options.readsFills = true
    options.fields = { header in
        var fields = HeaderFields()
        fields.declared = header.indices.filter { !header[$0].isEmpty }
        fields.keys = [0]
        fields.fills = [1: [.red: ["Red"], .amber: ["Amber"], .green: ["Green"], .blue: ["Blue"]]]
        return fields
    }
    return options
}

/// What the second column of a table reads, row by row; `?` for what nobody knows, with the reasons.
func statuses(_ table: any TableReader) throws -> (rows: String, reasons: [String]) {
    var rows: [String] = []
    var reasons: [String] = []
    let chunk = RecordChunk()
    while try table.next(into: chunk) {
        for record in 0..<chunk.recordCount {
            var text = chunk.text(record: record, field: 1)
            for fault in chunk.faults where fault.record == record && fault.field == 1 {
                switch fault.kind {
                case .ofSheet(.unknownFill(_, let because), let isSaid):
                    text = "?"
                    if isSaid { reasons = because }
                case .ofSheet(.fillDisagrees(let colour), _): text += " not \(colour)"
                case .ofSheet(.uncalculated, _): text = "uncalculated"
                default: break
                }
            }
            rows.append(text.isEmpty ? "-" : text)
        }
    }
    return (rows.joined(separator: " "), reasons)
}

@Suite struct ConditionalFillsTests {
    private let red = "FF0000"
    private let amber = "FFC000"
    private let green = "00B050"
    private let white = "FFFFFF"

    /// A table with values and targets, its statuses blank unless given.
    private func book(_ values: [String], _ targets: [String] = [], _ labels: [String] = [], styles: [Int] = [])
        -> SmallWorkbook
    {
        var book = SmallWorkbook()
        book.fills = [green, red, "F2F2F2"]
        book.add(1, ["ref", "rag", "value", "target"])
        for (index, value) in values.enumerated() {
            let target = targets.indices.contains(index) ? targets[index] : "90"
            let label = labels.indices.contains(index) ? labels[index] : ""
            book.add(
                index + 2, ["K\(index + 1)", label, value, target],
                styles: [0, styles.indices.contains(index) ? styles[index] : 0])
        }
        return book
    }

    private func read(_ book: SmallWorkbook) throws -> String { try statuses(try book.table(fillOptions())).rows }

    @Test func expressionsColourBlankCells() throws {
        var book = book(["95", "50", "88", "'n/a", ""])
        book.add(condition: "B2:B6", formula: "AND(ISNUMBER($C2),$C2>=$D2)", colour: green)
        book.add(condition: "B2:B6", formula: "AND(ISNUMBER($C2),$C2>=$D2-5)", colour: amber)
        book.add(condition: "B2:B6", formula: "ISNUMBER($C2)", colour: red)
        #expect(try read(book) == "Green Red Amber - -")
    }

    /// By priority, not by place, and across areas; a rule without a fill gives none, but may stop.
    @Test func prioritiesHoldAcrossAreas() throws {
        var first = book(["1", "2", "3", "4"])
        first.add(condition: "B2:B5", formula: "$C2>0", colour: red, priority: 9)
        first.add(condition: "B2:B3", formula: "$C2>0", colour: green, priority: 2)
        first.add(condition: "B3:D9 B20", formula: "$C3=3", colour: amber, priority: 5)
        #expect(try read(first) == "Green Green Amber Red")
        var stopped = book(["1", "2"], styles: [1, 0])
        stopped.add(condition: "B2:B2", formula: "$C2=1", stops: true)
        stopped.add(condition: "B3:B3", formula: "$C3=2")
        stopped.add(condition: "B2:B3", formula: "TRUE", colour: red)
        // Its own fill is seen where no rule gives one.
        #expect(try read(stopped) == "Green Red")
        var covered = book(["1", "2", "3"], styles: [1, 1, 1])
        covered.add(condition: "B2:B2", formula: "TRUE", colour: white)
        covered.add(condition: "B3:B3", formula: "TRUE", colour: red)
        #expect(try read(covered) == "- Red Green")
    }

    @Test(arguments: [
        ("greaterThan", ["2"], "Red 1 2 late/Red -"), ("greaterThanOrEqual", ["2"], "Red 1 Red late/Red -"),
        ("lessThan", ["2"], "3 Red 2 late Red"), ("lessThanOrEqual", ["2"], "3 Red Red late Red"),
        ("equal", ["2"], "3 1 Red late -"), ("notEqual", ["2"], "Red Red 2 late/Red Red"),
        ("equal", ["\"LATE\""], "3 1 2 late/Red -"), ("between", ["1", "2"], "3 Red Red late -"),
        ("notBetween", ["1", "2"], "Red 1 2 late/Red Red"), ("between", ["2", "1"], "? ? ? ? ?"),
        ("greaterThan", ["$D2"], "3 1 2 late/Red -"), ("greaterThan", ["1/0"], "3 1 2 late -"),
        ("sideways", ["1"], "? ? ? ? ?"),
    ]) func cellsAreCompared(_ sign: String, _ formulas: [String], _ expected: String) throws {
        var book = book(["", "", "", "", ""], [], ["3", "1", "2", "'late", ""])
        book.add(rule: "type='cellIs' operator='\(sign)'", "B2:B7", formulas, colour: red)
        // A blank cell is nought, and a text comes behind all numbers.
        #expect(try read(book).replacing(" (filled red)", with: "/Red") == expected)
    }

    @Test func cellsWithoutAValueAreNotCompared() throws {
        var book = book(["1", "1"], [], ["=1/0", "=1\t1"])
        book.add(rule: "type='cellIs' operator='equal'", "B2:B7", ["1"], colour: red)
        #expect(try read(book) == "uncalculated Red")
    }

    /// Rules about texts have the text and a formula that says the same.
    @Test func textsAreSearched() throws {
        let labels = ["", "on track", "slipping", "", "Green"]
        func read(_ type: String, _ text: String, _ formula: String) throws -> String {
            var book = book(["1", "2", "3", "4", "5"], [], labels)
            book.add(rule: "type='\(type)' operator='\(type)' text='\(text)'", "B2:B6", [formula], colour: green)
            return try self.read(book)
        }
        #expect(
            try read("containsText", "track", "NOT(ISERROR(SEARCH(\"track\",B2)))")
                == "- on track (filled green) slipping - Green")
        #expect(
            try read("beginsWith", "slip", "LEFT(B2,LEN(\"slip\"))=\"slip\"")
                == "- on track slipping (filled green) - Green")
        #expect(try read("endsWith", "Ing", "RIGHT(B2,3)=\"Ing\"") == "- on track slipping (filled green) - Green")
        #expect(
            try read("notContainsText", "track", "ISERROR(SEARCH(\"track\",B2))")
                == "Green on track slipping (filled green) Green Green")
        #expect(try read("containsBlanks", "", "LEN(TRIM(B2))=0") == "Green on track slipping Green Green")
        // Programs go by the one or by the other.
        #expect(try read("containsText", "slip", "NOT(ISERROR(SEARCH(\"track\",B2)))") == "- ? ? - Green")
    }

    @Test func labelsAreHeldAgainstTheirColour() throws {
        var book = book(["1", "2", "3"], [], ["Green", "Red", "green"])
        book.add(condition: "B2:B4", formula: "$B2=\"green\"", colour: green)
        book.add(condition: "B2:B4", formula: "$C2=2", colour: green)
        #expect(try read(book) == "Green Red not green green")
    }

    /// Only the cells are unknown for which no rule before it has decided; it is said once, with the cells.
    @Test func whatCannotBeEvaluatedIsUnknown() throws {
        var book = book(["95", "50", "88", "1"], [], ["", "", "", "Green"], styles: [0, 2, 1])
        book.add(condition: "B2:B5", formula: "$C2>90", colour: green)
        book.add(condition: "B2:B5", formula: "COUNTIF($C$2:$C$9,$C2)>1", colour: red)
        book.add(condition: "B2:B5", formula: "TRUE", colour: amber)
        let table = try book.table(fillOptions())
        let (rows, reasons) = try statuses(table)
        #expect(rows == "Green ? ? Green")
        #expect(reasons == ["“COUNTIF($C$2:$C$9,$C2)>1”, because it uses COUNTIF"])
        #expect(table.notices.map(\.words).contains { $0.contains("the colour of B5 follows from conditions") })
        // A rule that sets no fill and does not stop says nothing of it.
        var harmless = self.book(["95"])
        harmless.add(condition: "B2:B5", formula: "COUNTIF($C$2:$C$9,$C2)>1")
        harmless.add(condition: "B2:B5", formula: "TRUE", colour: amber)
        #expect(try read(harmless) == "Amber")
        var stopping = self.book(["95"])
        stopping.add(condition: "B2:B5", formula: "COUNTIF($C$2:$C$9,$C2)>1", stops: true)
        #expect(try read(stopping) == "?")
    }

    @Test func formulasWithoutResultsLeaveUnknown() throws {
        var book = book(["=2*3", "=2*3\t6"])
        book.add(condition: "B2:B5", formula: "$C2=6", colour: green)
        #expect(try read(book) == "? Green")
    }

    @Test(arguments: [
        (
            "<fill><patternFill patternType='solid'><fgColor rgb='FFFF0000'/><bgColor rgb='FF00B050'/></patternFill>"
                + "</fill>",
            "Green"
        ),
        ("<fill><patternFill><bgColor rgb='00FFC7CE'/></patternFill></fill>", "Red"),
        ("<fill><patternFill><bgColor indexed='10'/></patternFill></fill>", "Red"),
        ("<fill><patternFill><bgColor theme='5' tint='-0.25'/></patternFill></fill>", "?"),
        ("<fill><patternFill patternType='solid'><fgColor rgb='FFFF0000'/></patternFill></fill>", "?"),
        ("<fill><patternFill patternType='none'/></fill>", "?"),
        ("<fill><patternFill patternType='gray125'><bgColor rgb='FFFF0000'/></patternFill></fill>", "?"),
        ("<fill><gradientFill/></fill>", "?"), ("<font><b/></font>", "-"), ("", "-"),
    ]) func fillsOfDifferentialStyles(_ style: String, _ expected: String) throws {
        var book = book(["1"])
        book.differential = ["<dxf>\(style)</dxf>"]
        book.add(rule: "type='expression' dxfId='0'", "B2", ["TRUE"])
        #expect(try read(book) == expected)
        book.differential = []
        #expect(try read(book) == "?")
    }

    @Test func otherSheetsAreRead() throws {
        var book = book(["95", "50"])
        book.sheets = [("Targets & more", "<row r='1'><c r='A1'><v>90</v></c></row>")]
        book.add(condition: "B2:B3", formula: "$C2>='Targets & more'!$A$1", colour: green)
        book.add(condition: "B2:B3", formula: "$C2<Gone!$A$1", colour: red)
        #expect(try read(book) == "Green ?")
    }

    /// Formulas are written for the first cell of all areas, where there is one that every program takes.
    @Test func areasHaveOneFirstCell() throws {
        var book = book(["1", "2", "3"])
        book.add(condition: "B2 B4", formula: "$C2=3", colour: green)
        book.add(condition: "B4 B2:B3", formula: "$C$3=2", colour: red)
        #expect(try read(book) == "Red Red Green")
        var doubtful = self.book(["1", "2", "3"])
        doubtful.add(condition: "B4 B2:B3", formula: "$C2=3", colour: green)
        #expect(try read(doubtful) == "? ? ?")
    }

    @Test func figuresHaveTheColourAsTheirStatus() throws {
        var book = SmallWorkbook()
        book.add(1, ["ref", "rag", "value", "target"])
        for (index, value) in ["1", "2", "3", "7", "'x", ""].enumerated() {
            book.add(index + 2, ["K\(index)", value, "1", "1"])
        }
        var scale = book
        func stops(_ kinds: [String]) -> String { kinds.map { "<cfvo \($0)/>" }.joined() }
        let colours = "<color rgb='FFF8696B'/><color rgb='FFFFEB84'/><color rgb='FF63BE7B'/>"
        scale.add(
            rule: "type='colorScale'", "B2:B7", [],
            inside:
                "<colorScale>\(stops(["type='num' val='1'", "type='num' val='2'", "type='num' val='5'"]))"
                + "\(colours)</colorScale>"
        )
        // Between two stops the colour is a mixture.
        #expect(try read(scale) == "Red Amber ? Green x -")
        var ends = book
        ends.add(
            rule: "type='colorScale'", "B2:B7", [],
            inside:
                "<colorScale>\(stops(["type='min'", "type='percentile' val='50'", "type='max'"]))"
                + "\(colours)</colorScale>"
        )
        #expect(try read(ends) == "Red ? ? Green x -")
        func icons(_ set: String, _ kinds: [String], more: String = "") throws -> String {
            var icons = book
            icons.add(
                rule: "type='iconSet'", "B2:B7", [],
                inside: "<iconSet iconSet='\(set)' \(more)>\(stops(kinds))</iconSet>")
            return try read(icons)
        }
        let percent = ["type='percent' val='0'", "type='percent' val='33'", "type='percent' val='67'"]
        #expect(try icons("3TrafficLights1", percent) == "Red Red Amber Green x -")
        #expect(
            try icons("3Signs", ["type='num' val='0'", "type='num' val='2' gte='0'", "type='num' val='7'"])
                == "Red Red Amber Green x -")
        #expect(try icons("3TrafficLights2", percent, more: "reverse='1'") == "Green Green Amber Red x -")
        #expect(try icons("3Arrows", percent) == "? ? ? ? x -")
        #expect(try icons("5Rating", percent) == "? ? ? ? x -")
        // A fill comes before an icon.
        var both = book
        both.add(
            rule: "type='iconSet'", "B2:B7", [],
            inside: "<iconSet iconSet='3TrafficLights1'>\(stops(percent))</iconSet>")
        both.add(condition: "B2:B7", formula: "B2=1", colour: green)
        #expect(try read(both) == "Green Red Amber Green x -")
    }

    @Test(arguments: [
        ("type='top10' rank='2'", "- - Red Red"), ("type='top10' rank='1' bottom='1'", "Red - - -"),
        ("type='top10' rank='50' percent='1'", "- - Red Red"), ("type='top10' rank='10' percent='1'", "? ? ? ?"),
        ("type='aboveAverage'", "- - - Red"), ("type='aboveAverage' aboveAverage='0'", "Red Red Red -"),
        ("type='aboveAverage' stdDev='1'", "? ? ? ?"), ("type='duplicateValues'", "? ? ? ?"),
        ("type='timePeriod'", "? ? ? ?"),
        ("type='somethingNew'", "? ? ? ?"), ("type='expression'", "? ? ? ?"),
    ]) func ranksAndAverages(_ rule: String, _ expected: String) throws {
        var book = SmallWorkbook()
        book.add(1, ["ref", "rag", "value", "target"])
        for (index, value) in ["1", "2", "3", "10"].enumerated() {
            book.add(index + 2, ["K\(index)", value, "1", "1"])
        }
        book.add(rule: rule, "B2:B5", [], colour: red)
        let read = try read(book).split(separator: " ").map { ["1", "2", "3", "10"].contains($0) ? "-" : $0 }
        #expect(read.joined(separator: " ") == expected)
    }

    /// What later versions of Excel have added stands behind the sheet, and shares its priorities.
    @Test func extensionsAreRead() throws {
        var book = book(["95", "50", "88"])
        book.sheets = [("Targets", "<row r='1'><c r='A1'><v>90</v></c></row>")]
        book.add(condition: "B2:B4", formula: "TRUE", colour: amber, priority: 3)
        let namespaces =
            "xmlns:x14='http://schemas.microsoft.com/office/spreadsheetml/2009/9/main' "
            + "xmlns:xm='http://schemas.microsoft.com/office/excel/2006/main'"
        func rule(_ formula: String, _ priority: Int, _ colour: String) -> String {
            "<x14:conditionalFormatting><x14:cfRule type='expression' priority='\(priority)'>"
                + "<xm:f>\(formula)</xm:f><x14:dxf><fill>"
                + "<patternFill><bgColor rgb='FF\(colour)'/></patternFill></fill></x14:dxf></x14:cfRule>"
                + "<xm:sqref>B2:B4</xm:sqref>"
                + "</x14:conditionalFormatting>"
        }
        book.behind +=
            "<extLst><ext uri='x' \(namespaces)><x14:conditionalFormattings>\(rule("$C2&gt;=Targets!$A$1", 1, green))"
            + "\(rule("$C2&lt;60", 2, red))</x14:conditionalFormattings></ext></extLst>"
        #expect(try read(book) == "Green Red Amber")
    }

    @Test func mergedCellsHaveTheColourOfTheirFirst() throws {
        var book = book(["1", "2", "3"])
        book.behind = "<mergeCells><mergeCell ref='B2:B3'/></mergeCells>"
        book.add(condition: "B2:B4", formula: "$C2=1", colour: green)
        book.add(condition: "B2:B4", formula: "TRUE", colour: red)
        #expect(try read(book) == "Green Green Red")
    }

    /// Rules for other columns change nothing, and none are read where no column is read by its fill.
    @Test func otherColumnsAreLeftAlone() throws {
        var book = book(["1"], styles: [1])
        book.add(condition: "C2:C9", formula: "TRUE", colour: red)
        book.add(condition: "A2:A9", formula: "COUNTIF(A:A,A2)>1", colour: red)
        #expect(try read(book) == "Green")
        book.add(condition: "B2:B9", formula: "TRUE", colour: red)
        let source = PackageSource(MemorySource(name: "q.xlsx", bytes: book.bytes))
        #expect(try openWorkbook(source).content(of: 0, rows: nil, withFilled: false).rules.isEmpty)
    }

    @Test(arguments: ["", "B2:", "B", "Nonsense", "B3:B2"]) func cellsThatAreNotUnderstood(_ cells: String) throws {
        var book = book(["1"])
        book.add(condition: cells, formula: "TRUE", colour: red)
        #expect(try read(book) == (cells.isEmpty ? "-" : "?"))
    }

    @Test(arguments: ["B:B", "2:2", "A1:XFD1048576", "$B$2"]) func wholeColumnsAndRows(_ cells: String) throws {
        var book = book(["1"])
        book.add(condition: cells, formula: "TRUE", colour: red)
        #expect(try read(book) == "Red")
    }

    /// What has no place among the steps that are spent is unknown, in this column and in those behind it.
    @Test func effortIsBounded() throws {
        var book = book((0..<100).map { "\($0)" })
        book.add(condition: "B2:B40", formula: "$C2>=0", colour: green)
        book.add(condition: "B2:B101 D2:D101", formula: "SUM($C$2:$C$101)=1", colour: red)
        let workbook = try openWorkbook(PackageSource(MemorySource(name: "q.xlsx", bytes: book.bytes)))
        let content = try workbook.content(of: 0, rows: nil, withFilled: true)
        let view = SheetView(content, CellShower(workbook), columns: 1...SheetLimits.columns)
        func fills(_ steps: Int) -> [ConditionalFills.Fill] {
            let cells = FormulaCells(workbook, content, view.shower, mostSteps: steps)
            let fills = ConditionalFills(
                content.rules, fields: [1, 3], first: 1, rows: (1...100).map { UInt32($0) }, view, cells)
            return [0, 30, 45, 99].map { fills.fill(1, place: $0) } + [fills.fill(3, place: 0)]
        }
        let colour = ConditionalFills.Fill.colour(FillColour(0x00B050))
        #expect(fills(1_000_000) == [colour, colour, .own, .own, .own])
        #expect(fills(1_000) == [colour, colour, .unknown, .unknown, .unknown])
        #expect(fills(100) == [colour, .unknown, .unknown, .unknown, .unknown])
    }

    @Test func rulesAreBounded() throws {
        var book = book(["1"])
        let rule = "<cfRule type='expression' dxfId='0' priority='1'><formula>FALSE</formula></cfRule>"
        book.differential = ["<dxf><fill><patternFill><bgColor rgb='FFFF0000'/></patternFill></fill></dxf>"]
        book.behind =
            "<conditionalFormatting sqref='B2:B3'>\(String(repeating: rule, count: ConditionalRule.most))"
            + "</conditionalFormatting>"
        #expect(try read(book) == "-")
        book.behind += "<conditionalFormatting sqref='B2'>\(rule)</conditionalFormatting>"
        let reasons = try statuses(try book.table(fillOptions())).reasons
        #expect(reasons == ["a condition, because the sheet has more than 20000 of them"])
        // Areas count for each of their rules.
        book.behind =
            "<conditionalFormatting sqref='\(String(repeating: "B2 ", count: 1_000))'>"
            + String(repeating: rule, count: 201)
            + "</conditionalFormatting>"
        #expect(try read(book) == "?")
    }
}
