// Findings about cells of workbooks that store other than they show, from the file to the words.

import Findings
import Foundation
import SmallWorkbooks
import Testing
import Workspace

@Suite struct CellsOfWorkbooksTests {
    private static let above =
        "rule above error \"Above\" {\n  for kpis\n  require value > 10\n  message \"{ref} has {value}\"\n}\n"

    private func check(_ book: SmallWorkbook, _ column: String, more: String = "") throws -> CheckRun {
        let gate = try Gate(
            "\(more)table kpis from \"q.xlsx\" {\n  ref text required\n  \(column)\n  key ref\n}\n", [:])
        try Data(book.bytes).write(to: URL(filePath: gate.path("q.xlsx")))
        return gate.check().run
    }

    private func shown(_ run: CheckRun) -> [String] {
        run.findings.map {
            let waived = $0.waived == nil ? "" : "waived "
            return "\(waived)\($0.severity.rawValue) \($0.rule) \($0.location?.cell ?? "-"): \($0.message)"
        }
    }

    private func book(_ values: [(value: String, format: String)]) -> SmallWorkbook {
        var book = SmallWorkbook()
        book.add(1, ["ref", "value"])
        for (index, (value, format)) in values.enumerated() {
            if !format.isEmpty, !book.formats.contains(format) { book.formats.append(format) }
            book.add(
                index + 2, ["K\(index + 1)", value],
                styles: [0, book.formats.firstIndex(of: format).map { $0 + 1 } ?? 0])
        }
        return book
    }

    @Test func aTextThatReadsAsAFigure() throws {
        let book = book([("'92.4%", ""), ("5", "0%"), ("'93%", ""), ("'94%", "")])
        #expect(
            shown(try check(book, "value percent")) == [
                "warning number-as-text B2: value “92.4%” is a text that reads as a figure "
                    + "(3 cells in this file: B2 and B4 to B5)"
            ])
        #expect(shown(try check(book, "value text")) == [])
        #expect(shown(try check(book, "value percent unique", more: "set number-as-text to off\n")) == [])
    }

    /// What is found in a text stands in its cell: a sheet has no places within cells.
    @Test func matchesInCells() throws {
        let claims = """
            table claims from kpis.note matching /to (?<said>[^ ]+%)/ {
              said percent
            }
            rule said error "It is said" {
              for claims
              require said == value
              message "{ref} has {value}, not {said}"
            }
            rule none error "Nothing is said" {
              for kpis as k
              require not any(claims where ref == k.ref)
            }

            """
        var book = SmallWorkbook()
        book.formats = ["0%"]
        book.add(1, ["ref", "value", "note"])
        book.add(2, ["K1", "0.12", "from 9% to 12%, up to 14%"], styles: [0, 1, 0])
        book.add(3, ["K2", "0.07", "nothing"], styles: [0, 1, 0])
        book.add(4, ["K3", "0.07", "to 7x2%"], styles: [0, 1, 0])
        let found = shown(try check(book, "value percent\n  note text", more: claims))
        #expect(
            found == [
                "error none A2: ref K1: Nothing is said (required: not any(claims where ref == k.ref))",
                "error said C2: K1 has 12%, not 14%",
                "error none A4: ref K3: Nothing is said (required: not any(claims where ref == k.ref))",
                "error unreadable-cell C4: ref K3, said 7x2%: said “7x2%” cannot be read: it has the letter x among "
                    + "its digits",
            ])
    }

    /// As an error it leaves each of the cells without a value.
    @Test func allCellsOfAFaultAreFaulty() throws {
        let book = book([("'5", ""), ("6", ""), ("'7", ""), ("8", "")])
        let asWarning = try check(book, "value whole", more: Self.above)
        #expect(asWarning.findings.map(\.rule) == ["above", "number-as-text", "above", "above", "above"])
        let asError = try check(book, "value whole", more: "set number-as-text to error\n" + Self.above)
        #expect(asError.findings.filter { $0.rule == "above" }.compactMap { $0.location?.cell } == ["B3", "B5"])
        let above = asError.rules.first { $0.rule == "above" }
        #expect(above?.undecided == 2)
    }

    @Test func formulasWithoutResults() throws {
        let run = try check(
            book([("=B9*2", ""), ("11", ""), ("=B9", ""), ("=B9+1\t3", "")]), "value whole required", more: Self.above)
        #expect(
            shown(run) == [
                "error uncalculated-formula B2: value “=B9*2” is a formula of which the file has no result "
                    + "(2 cells in this file: B2 and B4)", "error above B5: K4 has 3",
            ])
        #expect(run.rules.first { $0.rule == "above" }?.undecided == 2)
        // In every type, texts too, and said at the cell however long the formula is.
        let text = try check(book([("=REPT(A1,3)", "")]), "value text")
        #expect(text.findings.map(\.rule) == ["uncalculated-formula"])
        let off = try check(book([("=B9", "")]), "value whole", more: "set uncalculated-formula to off\n")
        #expect(off.findings.map(\.rule) == ["unreadable-cell"])
    }

    @Test func aWorkbookThatAsksForCalculation() throws {
        var book = book([("=40+2\t42", "")])
        book.calculation = "<calcPr fullCalcOnLoad='1'/>"
        let run = try check(book, "value whole")
        #expect(run.findings.map(\.rule) == ["uncalculated-workbook"])
        #expect(run.findings.compactMap { $0.location?.sheet } == ["KPIs"])
        #expect(run.findings.allSatisfy { $0.message.contains("asks for its formulas to be calculated") })
        let waived = try check(
            book, "value whole", more: "waive uncalculated-workbook\n  because \"our program always asks\"\n")
        #expect(waived.findings.map { $0.waived != nil } == [true])
    }

    @Test func aLabelInTheColourOfAnother() throws {
        var book = SmallWorkbook()
        book.fills = ["00B050", "FF0000"]
        book.add(1, ["ref", "value"])
        book.add(2, ["K1", "Green"], styles: [0, 2])
        book.add(3, ["K2", "Green"], styles: [0, 1])
        book.add(4, ["K3", ""], styles: [0, 2])
        book.add(5, ["K4", "late"], styles: [0, 2])
        let scheme = "scheme council {\n  green \"Green\"\n  red \"Red\"\n}\n"
        let rule = "rule none-red error \"None\" {\n  for kpis\n  require value is green\n  message \"{ref}\"\n}\n"
        let run = try check(book, "value status council by fill", more: scheme + rule)
        #expect(
            shown(run).filter { !$0.contains("unreadable-cell") } == [
                "error fill-disagrees B2: ref K1: value “Green” is filled red", "error none-red B4: K3",
            ])
        #expect(run.findings.filter { $0.rule == "unreadable-cell" }.compactMap { $0.location?.cell } == ["B5"])
    }

    /// What follows from a condition that cannot be evaluated is neither missing nor a status, whatever is set.
    @Test func coloursThatNobodyKnows() throws {
        var book = SmallWorkbook()
        book.add(1, ["ref", "value", "last"])
        for row in 2...5 { book.add(row, ["K\(row - 1)", "", "\(row)"]) }
        book.add(condition: "B2:B5", formula: "$C2=3", colour: "00B050")
        book.add(condition: "B2:B4", formula: "COUNTIF($C$2:$C$9,$C2)=1", colour: "FF0000")
        let scheme = "scheme council {\n  green \"Green\"\n  red \"Red\"\n}\n"
        let rule =
            "rule none-green error \"None\" {\n  for kpis\n  require value is not green\n  message \"{ref}\"\n}\n"
        let run = try check(book, "value status council by fill required\n  last whole", more: scheme + rule)
        #expect(
            shown(run) == [
                "note unknown-fill B2: the colour of value follows from conditions that cannot be evaluated: "
                    + "“COUNTIF($C$2:$C$9,$C2)=1”, because it uses COUNTIF (2 cells in this file: B2 and B4)",
                "error none-green B3: K2", "error missing-value B5: ref K4: value is blank",
            ])
        #expect(run.rules.first { $0.rule == "none-green" }?.undecided == 3)
        let off = try check(
            book, "value status council by fill required\n  last whole",
            more: "set unknown-fill to off\n" + scheme + rule)
        #expect(shown(off).map { $0.prefix(21) } == ["error none-green B3: ", "error missing-value B"])
    }

    @Test func figuresThatAreNotWhatIsSeen() throws {
        var merged = book([("5", ""), ("", ""), ("7", "")])
        merged.behind = "<mergeCells><mergeCell ref='B2:B3'/></mergeCells>"
        #expect(
            shown(try check(merged, "value whole")) == [
                "note merged-figure B2: value “5” stands in the merged cell B2:B3 and counts for B2 alone: the others are "
                    + "blank"
            ])
        #expect(
            shown(try check(book([("0", "0;-0;"), ("7", ";;;")]), "value whole")) == [
                "note hidden-figure B2: value “0” is not seen in the sheet, because its number format shows nothing, and "
                    + "counts (2 cells in this file: B2 to B3)"
            ])
        let lost = try check(book([("0.95", "0%"), ("0.924", "")]), "value percent", more: Self.above)
        #expect(
            shown(lost) == [
                "query lost-percent B3: value “0.924” was read as 0.924%, and may be 92.4% without its percent sign"
            ])
        let whole = try check(book([("12.4", "0"), ("3", "")]), "value whole", more: Self.above)
        #expect(
            shown(whole) == [
                "query not-whole B2: value “12” is stored as 12.4, which its number format hides",
                "error above B3: K2 has 3",
            ])
    }

    /// Columns with the same fault at the same row have waivers and fingerprints of their own.
    @Test func columnsAreToldApart() throws {
        var book = SmallWorkbook()
        book.add(1, ["ref", "value", "last"])
        book.add(2, ["K1", "'5", "'6"])
        let run = try check(book, "value whole\n  last whole")
        #expect(run.findings.compactMap { $0.location?.cell } == ["B2", "C2"])
        #expect(Set(run.findings.map(\.fingerprint)).count == 2)
        let waived = try check(
            book, "value whole\n  last whole",
            more: "waive number-as-text where ref == \"K1\"\n  because \"as the county wants it\"\n")
        #expect(waived.findings.allSatisfy { $0.waived != nil } && waived.findings.count == 2)
    }

    /// Where very many cells have a fault, the first of them are listed.
    @Test func listsAreShort() throws {
        let values = (0..<60).map { ($0 % 3 == 0 ? "5" : "'5", "") }
        let message = try check(book(values), "value whole").findings.map(\.message).first
        #expect(
            message?.hasSuffix(
                "(40 cells in this file: B3 to B4, B6 to B7, B9 to B10, B12 to B13, B15 to B16, B18 to B19, "
                    + "B21 to B22, B24 to B25 and 24 others)") == true)
    }
}
