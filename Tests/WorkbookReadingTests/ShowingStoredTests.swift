// Figures with all the digits that a workbook stores, in the unit in which it shows them.

import Foundation
import Locations
import SmallWorkbooks
import Tables
import Testing

@testable import WorkbookReading

@Suite struct ShowingStoredTests {
    private func stored(_ value: String, _ format: String) throws -> String {
        var bytes: [UInt8] = []
        NumberFormat(format).showStored(try #require(StoredFigure(value)), into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("0.9496", "0.0%", "94.96%"), ("0.95", "0.0%", "95.0%"), ("0.35416666666666669", "0%", "35.4166666666667%"),
        ("1344000", "£#,##0.0,,\"m\"", "£1.344m"), ("1344000", "#,##0,", "1,344"), ("1344500", "#,##0,", "1,344.5"),
        ("-60300.25", "£#,##0;(£#,##0)", "(£60,300.25)"), ("-0.0004", "0.0%", "-0.04%"), ("-3.5", "0", "-3.5"),
        // Nothing but the colour says that it is less than nought.
        ("-3.5", "0;[Red]0", "-3.5"), ("3.5", "0;[Red]0", "3.5"), ("0.5", "0;-0;\"-\"", "0.5"),
        ("0", "0.0;-0.0;\"-\"", "0"), ("12.5", "\"Yes\";\"No\";\"-\"", "12.5"), ("7.25", ";;;", "7.25"),
        ("-7.25", ";;;", "-7.25"), ("123456789.12345", "General", "123456789.12345"),
        ("1.5E-07", "General", "0.00000015"), ("123456.7", "0.00E+00", "123456.7"), ("2.3333", "# ?/?", "2.3333"),
        ("1234567.5", "0.0#\" kg\"", "1234567.5 kg"), ("0.25", ".0", "0.25"), ("5", "0.", "5"),
        ("3", "[<5]\"<5\";0", "3"), ("1E-300", "0.0", "0.0"), ("1E+300", "General", "1E+300"),
        ("45292", "dd/mm/yyyy", "01/01/2024"), ("1.5", "[h]:mm", "36:00"),
    ])
    func allDigits(_ value: String, _ format: String, _ expected: String) throws {
        #expect(try stored(value, format) == expected)
    }

    /// What is not said to be rounded has the same digits as are shown, whatever the format.
    @Test func whatIsNotRoundedIsShownAsStored() throws {
        let lines = try String(contentsOf: workbookFolder.appending(path: "numfmt.tsv"), encoding: .utf8)
            .split(separator: "\n").dropFirst()
        var compared = 0
        var rounded = 0
        for line in lines {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard let figure = StoredFigure(cells[0]) else { continue }
            let code = try JSONDecoder().decode([String].self, from: Data("[\(cells[1])]".utf8))[0]
            let format = NumberFormat(code)
            // A nought over one is no more than nought.
            if format.showsDate(figure) || figure.isZero && code.contains(where: { "/E".contains($0) }) { continue }
            if format.mayRound(figure) {
                rounded += 1
                continue
            }
            var (shown, stored): ([UInt8], [UInt8]) = ([], [])
            format.show(figure, into: &shown)
            format.showStored(figure, into: &stored)
            func digits(_ bytes: [UInt8]) -> [UInt8] {
                var digits = bytes.filter { $0 &- 0x30 <= 9 || $0 == 0x2E }
                if digits.contains(0x2E) { while digits.last == 0x30 || digits.last == 0x2E { digits.removeLast() } }
                return Array(digits.drop { $0 == 0x30 })
            }
            compared += 1
            #expect(
                digits(shown) == digits(stored) || !shown.contains { $0 &- 0x30 <= 9 },
                "\(cells[0]) as \(code): \(String(decoding: shown, as: UTF8.self))")
        }
        #expect(compared > 100)
        #expect(rounded > 100)
    }

    // MARK: Rows

    private func options(stored: [Int] = []) -> SourceOptions {
        var options = SourceOptions { cells in cells.count { ["ref", "value", "note"].contains($0) } }
        options.fields = { _ in
            var fields = HeaderFields()
            fields.declared = [0, 1]
            fields.keys = [0]
            fields.figures = [0, 1]
            fields.stored = stored
            return fields
        }
        return options
    }

    private var book: SmallWorkbook {
        var book = SmallWorkbook()
        book.formats = ["0.0%", "0"]
        book.add(1, ["ref", "value", "note"])
        book.add(2, ["1.4", "0.9496", "0.123"], styles: [2, 1, 1])
        book.add(3, ["2", "'n/a", "x"], styles: [2])
        return book
    }

    /// A key is how rows are known: it stays as it is shown. So does what is no figure for the rules.
    @Test func recordsAreReadAgainAsStored() throws {
        let table = try book.table(options())
        #expect(table.storesOtherFigures)
        let chunk = RecordChunk()
        #expect(try table.next(into: chunk))
        let position = chunk.position
        try table.rereadStored(position, into: chunk)
        func row(_ record: Int) -> [String] {
            (0..<chunk.fieldCount(record)).map { chunk.text(record: record, field: $0) }
        }
        #expect(row(0) == ["1", "94.96%", "12.3%"])
        #expect(row(1) == ["2", "n/a", "x"])
        #expect(chunk.location(record: 0, field: 1).line == 2)
        try table.reread(position, into: chunk)
        #expect(row(0) == ["1", "95.0%", "12.3%"])
    }

    @Test func storedFiguresAsFieldsOfTheirOwn() throws {
        let table = try book.table(options(stored: [1]))
        #expect(table.added == AddedFields(stored: [1]))
        #expect(try records(of: table) == [["2", "1", "95.0%", "12.3%", "94.96%"], ["3", "2", "n/a", "x", "n/a"]])
    }

    @Test(arguments: [("0.95", true, false), ("0.9496", true, true), ("0.9496", false, false)])
    func whetherOthersAreStored(_ value: String, isDeclared: Bool, _ expected: Bool) throws {
        var book = SmallWorkbook()
        book.formats = ["0.0%"]
        book.add(1, ["ref", "value", "note"])
        book.add(2, ["a", value, "x"], styles: [0, 1])
        var options = options()
        options.fields = { _ in
            var fields = HeaderFields()
            fields.declared = isDeclared ? [0, 1] : [0]
            fields.keys = [0]
            fields.figures = isDeclared ? [1] : []
            return fields
        }
        #expect(try book.table(options).storesOtherFigures == expected)
    }
}
