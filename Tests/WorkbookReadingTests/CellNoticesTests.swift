// Cells that store other than they show: what is noticed of them, and what is not.

import Locations
import Quantities
import SmallWorkbooks
import Tables
import Testing

@testable import WorkbookReading

@Suite struct CellNoticesTests {
    /// A value with its number format, if it has one.
    struct Value: Sendable {
        var value: String
        var format: String

        init(_ value: String, _ format: String) {
            self.value = value
            self.format = format
        }
    }

    /// Options for a table `ref`, `value` whose values are figures of a kind.
    private func options(_ kind: FigureKind?, _ change: @escaping (inout HeaderFields) -> Void = { _ in })
        -> SourceOptions
    {
        var options = SourceOptions { cells in cells.count { ["ref", "value", "other"].contains($0) } }
        options.readsFills = true
        options.fields = { header in
            var fields = HeaderFields()
            fields.declared = header.indices.filter { !header[$0].isEmpty }
            fields.keys = [0]
            if let kind {
                fields.figures = [1]
                fields.kinds = [1: kind]
            }
            change(&fields)
            return fields
        }
        return options
    }

    /// A fault as `row: what`; in brackets where it is said at another cell.
    private func faults(_ book: SmallWorkbook, _ options: SourceOptions) throws -> [String] {
        let table = try book.table(options)
        let chunk = RecordChunk()
        var found: [String] = []
        while try table.next(into: chunk) {
            for fault in chunk.faults {
                guard case .ofSheet(let sheet, let isSaid) = fault.kind else { continue }
                let row = chunk.location(record: fault.record).line
                let what =
                    switch sheet {
                    case .numberAsText(let cells): "text \(cells.count)"
                    case .uncalculated(let cells): "uncalculated \(cells.count)"
                    case .asksForCalculation: "calculation"
                    case .fillDisagrees(let colour): "\(colour)"
                    case .unknownFill(let cells, let reasons): "fill \(cells.count) \(reasons.count)"
                    case .mergedFigure(let cells, let area): "\(area.name) \(cells.count)"
                    case .hiddenFigure(let cells): "hidden \(cells.count)"
                    case .lostPercent(let cells, let meant): "\(meant)% \(cells.count)"
                    case .notWhole(let cells, let stored): "\(stored) \(cells.count)"
                    }
                found.append(isSaid ? "\(row): \(what)" : "(\(row): \(what))")
            }
        }
        return found
    }

    /// A table of values, with the formats of those that have one.
    private func book(_ values: [(value: String, format: String)]) -> SmallWorkbook {
        var book = SmallWorkbook()
        book.add(1, ["ref", "value"])
        for (index, (value, format)) in values.enumerated() {
            if !format.isEmpty, !book.formats.contains(format) { book.formats.append(format) }
            let style = book.formats.firstIndex(of: format).map { $0 + 1 } ?? 0
            book.add(index + 2, ["K\(index)", value], styles: [0, style])
        }
        return book
    }

    private static let figures: [(String, FigureKind, Bool)] = [
        ("92.4%", FigureKind.percent, true), ("92.4 %", .percent, true), (" 92.4\u{A0}", .number, true),
        ("1,344,000", .whole, true), ("-5", .whole, true), ("(60,300)", .money, true), ("£1,234.50", .money, true),
        ("-£3", .measure, true), ("0.5", .number, true), (".5", .number, true), ("0", .whole, true),
        ("92.4%", .number, false), ("£5", .percent, false), ("5.5", .whole, false), ("141.13kgs", .measure, false),
        ("95% [p]", .percent, false), ("5*", .measure, false), ("£1.3m", .money, false), ("12 345", .whole, false),
        ("1,2", .number, false), ("1,23,456", .number, false), ("1234,567", .number, false), ("007", .whole, false),
        ("1.2.3", .number, false), ("1e3", .number, false), ("5-10", .measure, false), ("-", .number, false),
        ("()", .number, false), (".", .number, false), ("%", .percent, false), ("<5", .measure, false),
        ("12/05/2024", .measure, false), ("n/a", .number, false), ("1234567890123456", .number, false),
    ]

    @Test(arguments: figures)
    func whatReadsAsAFigure(_ text: String, _ kind: FigureKind, _ isFigure: Bool) throws {
        #expect((TypedFigure(Array(text.utf8)[...])?.fits(kind) ?? false) == isFigure)
        let book = book([("'" + text, ""), ("5", "")])
        #expect(try faults(book, options(kind)) == (isFigure ? ["2: text 1"] : []))
        // Rows are known by the column, or nobody asks for figures in it.
        #expect(try faults(book, options(kind) { $0.keys = [0, 1] }) == [])
        #expect(try faults(book, options(nil)) == [])
    }

    @Test func textsAreSaidOnce() throws {
        let values = (0..<3_000).map { ($0 % 3 == 0 ? "5" : "'5", "") }
        let found = try faults(book(values), options(.whole))
        #expect(found.count == 2_000)
        #expect(found[0] == "3: text 2000" && found[1] == "(4: text 2000)" && found[1_999] == "(3001: text 2000)")
    }

    @Test func formulasWithoutResults() throws {
        let values = [("=B3", ""), ("5", ""), ("=B3+1\t6", ""), ("=1/3", "")]
        #expect(try faults(book(values), options(.whole)) == ["2: uncalculated 2", "(5: uncalculated 2)"])
        #expect(try faults(book(values), options(nil)) == ["2: uncalculated 2", "(5: uncalculated 2)"])
        // A column that is not asked for.
        #expect(try faults(book(values), options(nil) { $0.declared = [0] }) == [])
    }

    @Test(arguments: ["<calcPr fullCalcOnLoad='1'/>", "<calcPr calcId='1' fullCalcOnLoad='true'/>"])
    func workbooksThatAskForCalculation(_ calculation: String) throws {
        func header(_ values: [String], _ calculation: String) throws -> [RecordFault] {
            var book = book(values.map { ($0, "") })
            book.calculation = calculation
            return try book.table(options(.whole)).headerFaults
        }
        let said = [RecordFault(record: 0, field: 0, kind: .ofSheet(.asksForCalculation, isSaid: true))]
        #expect(try header(["=1+1\t2", "5"], calculation) == said)
        #expect(try header(["=1+1\t2", "5"], "<calcPr calcId='1' fullCalcOnLoad='0'/>") == [])
        // Without formulas nothing can change, and one without a result is a fault of its own.
        #expect(try header(["2", "5"], calculation) == [])
        #expect(try header(["=1+1", "5"], calculation) == [])
    }

    @Test func labelsInOtherColours() throws {
        var book = SmallWorkbook()
        book.fills = ["92D050", "FF0000", "0070C0"]
        book.add(1, ["ref", "value"])
        let cells = [
            (2, 1, "Red"), (3, 2, "r"), (4, 2, ""), (5, 0, "Red"), (6, 2, "late"), (7, 3, "Red"), (8, 2, " GREEN "),
        ]
        for (row, style, text) in cells { book.add(row, ["K\(row)", text], styles: [0, style]) }
        let labels: [CellColour: [String]] = [.green: ["Green", "G"], .red: ["Red", "R"]]
        #expect(try faults(book, options(nil) { $0.fills = [1: labels] }) == ["2: green", "8: red"])
    }

    @Test func mergedFigures() throws {
        var book = SmallWorkbook()
        book.formats = ["dd/mm/yyyy"]
        book.add(1, ["ref", "value", "other"])
        book.add(2, ["K1", "5", "a"])
        book.add(3, ["K2", "", "b"])
        book.add(4, ["K3", "6", ""])
        book.add(5, ["K4", "words", "c"])
        book.add(6, ["K5", "", "d"])
        book.add(7, ["K6", "45292", "e"], styles: [0, 1])
        book.add(8, ["K7", "", "f"])
        book.add(9, ["K8", "7", "g", "h"])
        let areas = ["B2:B3", "B4:C4", "B5:B6", "B7:B8", "B9:B9"]
        book.behind = "<mergeCells>" + areas.map { "<mergeCell ref='\($0)'/>" }.joined() + "</mergeCells>"
        #expect(try faults(book, options(.whole)) == ["2: B2:B3 2", "(4: B2:B3 2)"])
        #expect(try faults(book, options(nil)) == [])
        // Over a column that nobody asks for, and over rows that are none of the table.
        book.behind = "<mergeCells><mergeCell ref='B9:B12'/></mergeCells>"
        #expect(try faults(book, options(.whole)) == [])
        book.behind = "<mergeCells><mergeCell ref='B4:C4'/></mergeCells>"
        #expect(try faults(book, options(.whole) { $0.declared = [0, 1] }) == [])
    }

    @Test func whatLiesUnderAMergedCellIsNotSaid() throws {
        var book = book([("5", ""), ("'6", ""), ("=1", "")])
        book.behind = "<mergeCells><mergeCell ref='B2:B4'/></mergeCells>"
        #expect(try faults(book, options(.whole)) == ["2: B2:B4 1"])
    }

    private static let hidden: [(String, String, Bool)] = [
        ("5", ";;;", true), ("0", "0;-0;", true), ("0", "#", true), ("0.2", "#", true), ("-5", "0;", true),
        ("0", "#,##0;-#,##0;\"-\"", false), ("5", "0;-0;", false), ("0", "0", false), ("5", "#", false),
        ("5", "\"Yes\"", false), ("0", "", false), ("0", "#.#", false), ("0", "0.0%;;\"nil\"", false),
    ]

    @Test(arguments: hidden)
    func figuresThatAreNotSeen(_ value: String, _ format: String, _ isHidden: Bool) throws {
        #expect(try faults(book([(value, format)]), options(.number)) == (isHidden ? ["2: hidden 1"] : []))
        #expect(try faults(book([(value, format)]), options(nil)) == [])
    }

    private static let percentages: [([Value], [String])] = [
        // Others have the sign.
        ([Value("0.95", "0%"), Value("0.924", ""), Value("0.5", "0.00")], ["3: 92.4% 2", "(4: 92.4% 2)"]),
        ([Value("'95%", ""), Value("0.924", "")], ["2: text 1", "3: 92.4% 1"]),
        // Nothing has, and nothing is above 1.
        ([Value("0.924", ""), Value("0.5", ""), Value("0", ""), Value("1", "")], ["2: 92.4% 2", "(3: 92.4% 2)"]),
        // The others are of another size.
        ([Value("92.4", "0.0"), Value("0.924", ""), Value("88", "")], ["3: 92.4% 1"]),
        ([Value("92.4", ""), Value("-0.05", "")], ["3: -5% 1"]),
        // Small percentages among others.
        ([Value("1.2", ""), Value("0.5", ""), Value("3.4", "")], []),
        ([Value("0.95", "0%"), Value("0.005", "0.0%"), Value("0", "")], []),
        ([Value("0.5", "[<0]\"-\";0%")], []), ([Value("92", ""), Value("88", "")], []),
        ([Value("45000.5", "dd/mm/yyyy")], []),
        ([Value("0.5", "hh:mm")], []),
    ]

    @Test(arguments: percentages)
    func percentagesWithoutTheirSign(_ values: [Value], _ expected: [String]) throws {
        let book = book(values.map { ($0.value, $0.format) })
        #expect(try faults(book, options(.percent)) == expected)
        // Of other figures nothing is known.
        #expect(try faults(book, options(.measure)).allSatisfy { $0.contains("text") })
    }

    private static let fractions: [(String, String, [String])] = [
        ("12.4", "0", ["2: 12.4 1"]), ("-0.6", "#,##0", ["2: -0.6 1"]), ("12.4", "0.0", []), ("12.4", "", []),
        ("12", "0", []), ("1200", "#,##0,", []), ("1234567.5", "#,##0", ["2: 1234567.5 1"]),
        // What sums of doubles leave behind is no fraction.
        ("3.0000000000000004", "0", []), ("94.99999999999999", "0", []), ("12.5", "# ?/?", []),
        ("0.45", "0%", []), ("45000.5", "dd/mm/yyyy", []),
    ]

    @Test(arguments: fractions)
    func fractionsThatAreNotSeen(_ value: String, _ format: String, _ expected: [String]) throws {
        #expect(try faults(book([(value, format)]), options(.whole)) == expected)
        #expect(try faults(book([(value, format)]), options(.number)) == [])
    }

    /// A chunk that is read again says the same.
    @Test func readAgain() throws {
        let table = try book((0..<400).map { (["'5", "6", "=1"][$0 % 3], "") }).table(options(.whole))
        let (chunk, again) = (RecordChunk(), RecordChunk())
        #expect(try table.next(into: chunk))
        try table.reread(chunk.position, into: again)
        #expect(chunk.faults.count == 267 && chunk.faults == again.faults)
    }
}
