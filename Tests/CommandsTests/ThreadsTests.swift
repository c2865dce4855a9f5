// The number of threads shows in no output.

import Findings
import Testing
import Workspace

@testable import Commands

@Suite struct ThreadsTests {
    private func report(_ folder: TemporaryFolder, format: String, threads: Int, limit: String) -> (Int32, [UInt8]) {
        var output: [UInt8] = []
        let code = runProgram(
            [
                "check", folder.path + "/check.rules", "--output", format, "--threads", "\(threads)", "--limit", limit,
            ],
            on: Host(
                variable: { _ in nil }, outputIsTerminal: false, errorIsTerminal: false, terminalWidth: nil,
                processors: 1, today: 19_692, files: processFiles, write: { output += $0 }, writeError: { _ in },
                check: { Session(files: processFiles).check($0) },
                loadRules: { Session(files: processFiles).rules($0, constants: $1) }))
        return (code, output)
    }

    /// A return is shared among threads from two megabytes on: a few thousand rows with long cells.
    private func writeReturn(to folder: TemporaryFolder) throws {
        try writeWhole(
            Array(
                """
                table kpis from "kpis.csv" {
                  ref    text required unique
                  area   text required matches /A[0-6]/
                  value  whole between 0 and 900
                  last   measure
                  words  text
                  key area, value
                }
                rule grows "Figures grow" {
                  for kpis by area
                  require value >= previous.value
                  message "{ref}: {value} after {previous.value}"
                }
                rule mean "Figures keep to their mean" {
                  for kpis
                  require value <= mean(kpis.value) * 2
                  message "{row}: {value}, {mean(kpis.value)} on average, {last}"
                }
                rule few "Areas are small" {
                  for each area in kpis
                  require sum(series.value) < 1000
                }
                """.utf8), to: folder.path + "/check.rules")
        var text = "ref,area,value,last,words\n"
        let words = String(repeating: "a long comment, ", count: 70)
        for row in 0..<2100 {
            let area = row % 97 == 0 ? "B1" : "A\(row * 7 % 11 % 7)"
            let value = row % 41 == 0 ? "lots" : "\(row * 7919 % 1000)"
            text += "R\(row % 1900),\(area),\(value),\(row % 13)\(row % 5 == 0 ? "%" : ""),\"\(words)\"\n"
        }
        try writeWhole(Array(text.utf8), to: folder.path + "/kpis.csv")
        try #require(text.utf8.count > 2 << 20)
    }

    @Test func reportsAreTheSameBytesForAnyNumberOfThreads() throws {
        let folder = try TemporaryFolder()
        try writeReturn(to: folder)
        for (format, limit) in [("json", "100000"), ("text", "20")] {
            let one = report(folder, format: format, threads: 1, limit: limit)
            #expect(one.0 == 1 && one.1.count > 2000, "\(String(decoding: one.1.prefix(300), as: UTF8.self))")
            for threads in [2, 5] {
                let other = report(folder, format: format, threads: threads, limit: limit)
                #expect(one.0 == other.0)
                // Of two long reports only where they part is worth showing.
                let isSame = one.1 == other.1
                let place = zip(one.1, other.1).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
                let shown = String(
                    decoding: other.1[max(0, place - 80)..<min(other.1.count, place + 80)], as: UTF8.self)
                #expect(isSame, "\(format), \(threads) threads, byte \(place): \(shown)")
            }
        }
    }

    /// More groups than are remembered at a time, in rows that belong to one after the other.
    @Test func eachOfManyGroupsIsCountedForItself() throws {
        let folder = try TemporaryFolder()
        try writeWhole(
            Array(
                """
                table kpis from "kpis.csv" {
                  area text required
                  kind text required
                }
                table totals from "totals.csv" {
                  area text required
                  kind text required
                  n    whole required
                }
                rule totals "Totals are the rows counted" {
                  for totals
                  require n == count(kpis where area == totals.area and kind == totals.kind)
                  message "{area} {kind}: {n}, counted {count(kpis where area == totals.area and kind == totals.kind)}"
                }
                """.utf8), to: folder.path + "/check.rules")
        var (kpis, totals) = ("area,kind\n", "area,kind,n\n")
        for area in 0..<45 {
            for kind in 0..<45 {
                let count = (area * 7 + kind * 3) % 4
                totals += "A\(area),K\(kind),\(area == 17 && kind == 31 ? 9 : count)\n"
            }
        }
        for round in 0..<3 {
            for index in 0..<45 * 45 {
                let (area, kind) = (index * 31 % 2025 / 45, index * 31 % 45)
                if (area * 7 + kind * 3) % 4 > round { kpis += "A\(area),K\(kind)\n" }
            }
        }
        try writeWhole(Array(kpis.utf8), to: folder.path + "/kpis.csv")
        try writeWhole(Array(totals.utf8), to: folder.path + "/totals.csv")
        let (code, output) = report(folder, format: "short", threads: 1, limit: "100")
        let text = String(decoding: output, as: UTF8.self)
        #expect(code == 1)
        #expect(text.split(separator: "\n").count == 1 && text.contains("A17 K31: 9, counted 0"), "\(text)")
    }
}
