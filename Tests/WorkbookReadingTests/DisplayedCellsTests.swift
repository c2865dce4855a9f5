// Real workbooks, held cell by cell against what their readers see.

import Foundation
import Packages
import Tables
import Testing

@testable import WorkbookReading

@Suite struct DisplayedCellsTests {
    struct Expected: Decodable {
        struct Sheet: Decodable {
            var name: String
            var state: String
            var type: String
            var cells: [String: String]?
            var kinds: [String: String]?
            var merged: [String]?
            var hiddenRows: [Int]?
            var fills: [String: [String]]?

            enum CodingKeys: String, CodingKey {
                case name, state, type, cells, kinds, merged, fills
                case hiddenRows = "hidden_rows"
            }
        }

        var file: String
        var date1904: Bool
        var sheets: [Sheet]
    }

    static let files: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: workbookFolder.path)) ?? []
        return names.filter { $0.hasSuffix(".expected.json") }.map { String($0.dropLast(14)) }.sorted()
    }()

    /// Cells that are read otherwise, and why.
    private static let excused = [
        "PhpSpreadsheet__56_MixedDateFormats.ods!B7": "TODAY() was calculated anew for the expected text",
        "PhpSpreadsheet__explicitdate.xlsx!A3": "an ISO time of 51.894 seconds is rounded, as Excel does with a figure",
        "PhpSpreadsheet__explicitdate.xlsx!C3": "an ISO time is shown in the cell's format, not as it is stored",
        "calamine__richtext_issue.ods!A4": "a boolean is in English, whatever the language of who saved it last",
        "tidyods__basic_example_excel.ods!C8": "the expected text has a decimal comma",
        "tidyods__basic_example_excel.ods!J9": "the file has the error #NULL!",
        "tidyods__basic_example_excel.ods!D10": "the expected text is not in English",
        "tidyods__basic_example_excel.ods!F10": "the expected text is not in English",
    ]

    /// Tints are worked out in more than one way.
    private func isNear(_ one: FillColour?, _ other: FillColour) -> Bool {
        guard let one else { return other.isWhite }
        let apart = zip([one.red, one.green, one.blue], [other.red, other.green, other.blue]).map {
            abs(Int($0) - Int($1))
        }
        return apart.allSatisfy { $0 <= 2 }
    }

    private func trimmed(_ text: some StringProtocol) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines.union(CharacterSet(charactersIn: "\u{A0}")))
            .replacingOccurrences(of: "\r\n", with: "\n")
    }

    @Test func thereAreWorkbooks() { #expect(Self.files.count == 75) }

    @Test(arguments: files)
    func showsWhatIsSeen(name: String) throws {
        let json = try Data(contentsOf: workbookFolder.appending(path: name + ".expected.json"))
        let expected = try JSONDecoder().decode(Expected.self, from: json)
        let bytes = try [UInt8](Data(contentsOf: workbookFolder.appending(path: name)))
        let workbook = try openWorkbook(PackageSource(MemorySource(name: name, bytes: bytes)))
        let sheets = expected.sheets.filter { $0.type == "worksheet" }
        #expect(workbook.sheets.map(\.name) == sheets.map(\.name))
        #expect(workbook.sheets.map(\.isHidden) == sheets.map { $0.state != "visible" })
        #expect((workbook.dateSystem == .from1904) == expected.date1904)
        for (index, sheet) in sheets.enumerated() {
            let content = try workbook.content(of: index, rows: nil, withFilled: true)
            let shower = CellShower(workbook)
            var seen: [String: String] = [:]
            for row in content.rows.indices {
                for cell in content.cells[content.rows[row].cells] {
                    let place = cellName(row: Int(content.rows[row].number), column: Int(cell.column))
                    seen[place] = shower.text(cell, of: content)
                }
            }
            var wrong: [String] = []
            for (place, text) in sheet.cells ?? [:] where trimmed(seen[place] ?? "") != trimmed(text) {
                if Self.excused["\(name)!\(place)"] != nil { continue }
                wrong.append("\(sheet.name)!\(place): “\(text)”, not “\(seen[place] ?? "nothing")”")
            }
            #expect(wrong.isEmpty, "\(wrong.count): \(wrong.sorted().prefix(8).joined(separator: "\n"))")
            for (colour, places) in sheet.fills ?? [:] {
                // Some are named by their patterns.
                guard let wanted = FillColour(colour) else { continue }
                for place in places.prefix(50) {
                    guard let reference = CellReference(place[...]) else { continue }
                    let row = content.rowIndex(from: reference.row)
                    guard row < content.rows.count, Int(content.rows[row].number) == reference.row,
                        let cell = content.cell(row, reference.column)
                    else { continue }
                    let own = shower.fill(cell)
                    #expect(isNear(own, wanted), "\(place): \(colour), not \(own?.name ?? "none")")
                }
            }
            if let merged = sheet.merged {
                let own = content.merges.map { area in
                    cellName(row: area.rows.lowerBound, column: area.columns.lowerBound) + ":"
                        + cellName(row: area.rows.upperBound, column: area.columns.upperBound)
                }
                // Of very many some are named.
                #expect(Set(merged).isSubset(of: own) && (own.count == merged.count || merged.count >= 200))
            }
            let hidden = content.rows.filter(\.isHidden).map { Int($0.number) }
            #expect(Set(hidden).isSubset(of: sheet.hiddenRows ?? []))
        }
    }
}
