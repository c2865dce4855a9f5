// Workbooks with bytes changed in their parts: each gets an answer, and none does harm.

import Foundation
import Packages
import SmallWorkbooks
import Tables
import Testing

@testable import WorkbookReading

@Suite struct MutatedWorkbooksTests {
    /// How many are made: few in each run, as many as wanted with `KPILINT_MUTATIONS`.
    private static let count =
        ProcessInfo.processInfo.environment["KPILINT_MUTATIONS"].flatMap { Int($0) }.map { max(1, $0 / 10) } ?? 400

    /// The parts of some small workbooks.
    private static func workbooks() throws -> [[(name: String, bytes: [UInt8])]] {
        try [
            "readxl__deaths.xlsx", "calamine__covered.ods", "roo__whitespace.ods", "test_files__merge_cells.ods",
            "tabulator-py__multiline-headers.xlsx", "XlsxWriter__rich_string06.xlsx", "poi__table-sample.xlsx",
            "PhpSpreadsheet__explicitdate.xlsx",
        ].map { name in
            let file = try [UInt8](Data(contentsOf: workbookFolder.appending(path: name)))
            let archive = try PackageArchive(PackageMemory(file))
            return try archive.entries.filter { $0.size > 0 && $0.size < 60_000 }
                .map { ($0.name, try PartStream($0, of: archive).all()) }
        }
    }

    @Test func everyOneIsAnswered() throws {
        var random = SystemRandomNumberGenerator()
        let workbooks = try Self.workbooks()
        let signs = Array("<>/=\"'&; 019-.trsv".utf8)
        var read = 0
        for turn in 0..<Self.count {
            var parts = workbooks[turn % workbooks.count]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let part = Int.random(in: 0..<parts.count, using: &random)
                let place = Int.random(in: 0..<max(1, parts[part].bytes.count), using: &random)
                let end = min(parts[part].bytes.count, place + Int.random(in: 0...3, using: &random))
                let new = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    Bool.random(using: &random)
                        ? signs[Int.random(in: 0..<signs.count, using: &random)]
                        : UInt8.random(in: 0...255, using: &random)
                }
                parts[part].bytes.replaceSubrange(min(place, end)..<end, with: new)
            }
            if readAll(package(of: parts)) { read += 1 }
        }
        // Some changes mean nothing, and some are noticed.
        #expect(read > 0 && (read < Self.count || Self.count < 50))
    }

    /// Reads every sheet to its end; whether nothing was wrong.
    private func readAll(_ bytes: [UInt8]) -> Bool {
        do throws(ReadError) {
            var options = SourceOptions { cells in cells.count { !$0.isEmpty } }
            options.joinsHeaderLines = true
            options.readsFills = true
            options.fields = { header in
                var fields = HeaderFields()
                fields.declared = Array(header.indices)
                fields.keys = header.isEmpty ? [] : [0]
                fields.figures = Array(header.indices.dropFirst().prefix(2))
                fields.days = Array(header.indices.dropFirst(3).prefix(2))
                fields.fills = header.count > 5 ? [5: [.red: ["Red"], .green: ["Green"]]] : [:]
                return fields
            }
            for table in try WorkbookFormat().tables(in: MemorySource(name: "q.xlsx", bytes: bytes), options) {
                try table.settle()
                let chunk = RecordChunk()
                while try table.next(into: chunk) {
                    for record in 0..<chunk.recordCount { _ = chunk.location(record: record) }
                    let again = RecordChunk()
                    try table.reread(chunk.position, into: again)
                    guard again.byteCount == chunk.byteCount else {
                        Issue.record("a chunk is another one when it is read again")
                        return false
                    }
                }
            }
            return true
        } catch {
            if case .unusable(let words) = error { return words.isEmpty }
            return false
        }
    }
}
