// Cells that were made to break the readers, and random ones that the fast and the full reader must agree on.

import Quantities
import Testing

@Suite struct ReadingHostileCellsTests {
    /// Every reader, on some bytes; that it returns is the test.
    private func readAll(_ cells: [[UInt8]]) {
        let figures = FigureVector(capacity: cells.count)
        let targets = TargetVector(capacity: cells.count)
        let codes = CodeVector(capacity: cells.count)
        let flags = TruthVector(capacity: cells.count)
        let texts = TextVector(capacity: cells.count)
        let markers = Markers()
        withCells(cells) { column in
            for kind in [FigureKind.whole, .number, .percent, .money, .measure] {
                readFigures(column, as: kind, markers: markers, into: figures)
                #expect(figures.count == cells.count)
            }
            readTargets(column, markers: markers, into: targets)
            readDates(column, markers: markers, into: codes)
            readPeriods(column, yearFrom: 4, markers: markers, into: codes)
            readLabels(column, labels: Labels(["a", "É"]), markers: markers, into: codes)
            readFlags(column, markers: markers, into: flags)
            readTexts(column, markers: Markers(only: ["a", "É"]), into: texts)
            for row in 0..<column.count {
                let bytes = column.bytes(row)
                _ = readRatio(bytes)
                _ = readFirstNumber(bytes)
                _ = printedDigits(bytes)
                _ = printedDecimals(bytes)
                #expect(wordCount(bytes) <= bytes.count)
                _ = foldedFingerprint(bytes)
                let range = trimmed(bytes)
                #expect(range.lowerBound >= 0 && range.upperBound <= bytes.count)
            }
        }
    }

    @Test func brokenTextIsReadWithoutHarm() {
        readAll([
            [], [0], [0xC2], [0xE2, 0x80], [0xFF, 0xFE], [0xF0, 0x9F], [0x35, 0xC2], [0x35, 0xE2, 0x80], [0xC2, 0xA3],
            [0x2D, 0xC2, 0xA3], [0x80], [0xC0, 0x80],
            [0x3C, 0xE2], [0x20, 0xC2, 0x20], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x62, 0x79],
            Array("5 by".utf8), Array("5 b".utf8), Array("(".utf8),
            Array("5 °".utf8), Array("5/".utf8), Array("5 per 5 per 5".utf8), Array("-(".utf8), Array("'".utf8),
        ])
    }

    /// Nothing is timed: a reader that is quadratic in one of these would not come to an end.
    @Test func longCellsAreReadToTheEnd() {
        let patterns = [
            "9", " ", "(", ")", "()", "1,", "1.", "1 ", "by ", "1 by ", "1/2 ", "1/", "a", "a ", "5 of ", "maintain ",
            "average ",
            "one hundred ", "1, 2", ",", "-", "\u{2013}", "\u{A0}", "per 1 ", "É", "((a)", "5 (", "<", "12,345,",
            "2023-", "1\u{A0}",
            "year 1/2", "12,345, ",
        ]
        var cells = patterns.map { long($0, 50_000) }
        for start in ["5", "£5 ", "< ", "5 (", "Between 5-", "Q1 ", "September "] {
            cells.append(Array(start.utf8) + long(" ", 50_000) + [0x35])
        }
        readAll(cells)
        readAll(["1/2 ", "(", "12,345, "].map { long($0, 300_000) })
    }

    private func long(_ pattern: String, _ size: Int) -> [UInt8] {
        Array(repeatElement(Array(pattern.utf8), count: size / pattern.utf8.count).joined())
    }

    @Test func theFastReaderAgreesWithTheFullOne() {
        var random = SplitMix(state: 20_240_331)
        let pieces = [
            "1", "2", "34", "567", "000", ",", ".", "%", "k", "m", "£", "-", "<", ">", "=", " ", "(", ")", "0", "9",
            "k", "m", "M",
        ]
        var cells: [String] = []
        for _ in 0..<20_000 {
            var cell = ""
            for _ in 0..<Int.random(in: 1...7, using: &random) { cell += pieces.randomElement(using: &random) ?? "" }
            cells.append(cell)
        }
        // An empty note behind a figure takes the full path and means the same.
        let noted = cells.map { $0 + " ()" }
        let plain = readAsFigures(cells, .measure)
        let full = readAsFigures(noted, .measure)
        var compared = 0
        for row in cells.indices
        where !["marker", "nothing", "blank", "words", "unreadable"].contains(plain[row])
            || !["words", "unreadable"].contains(full[row])
        {
            #expect(plain[row] == full[row], "\(cells[row])")
            if plain[row] != "words" { compared += 1 }
        }
        #expect(compared > 2000)
        let plainTargets = readAsTargets(cells)
        let fullTargets = readAsTargets(noted)
        for row in cells.indices
        where !["marker", "nothing", "blank", "words", "unreadable"].contains(plainTargets[row])
            && !cells[row].contains("(")
        {
            #expect(plainTargets[row] == fullTargets[row], "\(cells[row])")
        }
    }

    @Test func theFastReadersOfRangesAndDatesAgreeWithTheFullOnes() {
        var random = SplitMix(state: 3)
        let bounds = ["5", "10", "10%", "20%", "£3", "£1,344", "2k", "1m", "-5", "0.5", "7.25", "x", "1,23", ""]
        for lower in bounds {
            for upper in bounds {
                let cell = "Between \(lower)-\(upper)"
                #expect(readAsTargets([cell]) == readAsTargets([cell + " ()"]), "\(cell)")
            }
        }
        func digits(_ count: Int) -> String {
            (0..<count).map { _ in String(Int.random(in: 0...3, using: &random)) }.joined()
        }
        let read = { (cell: String) in readAsCodes([cell]) { readDates($0, markers: Markers(), into: $1) }[0] }
        let period = { (cell: String) in
            readAsCodes([cell]) { readPeriods($0, yearFrom: 4, markers: Markers(), into: $1) }[0]
        }
        for _ in 0..<3000 {
            let (year, month, day) = (digits(4), digits(2), digits(2))
            for date in [year + "-" + month + "-" + day, day + "/" + month + "/" + year] {
                #expect(read(date) == read(date + " 00:00"))
            }
            for (plain, full) in [
                ("\(year)-Q\(day)", "\(year) -Q\(day)"), ("\(year)/\(day) Q2", "\(year)/\(day)  Q2"),
                ("\(year)-Q2", "\(year)- Q2"),
            ] {
                #expect(period(plain) == period(full), "\(plain)")
            }
        }
    }

    @Test func randomBytesAreReadWithoutHarm() {
        var random = SplitMix(state: 7)
        let bytes: [UInt8] = [
            0x31, 0x32, 0x2C, 0x2E, 0x25, 0x20, 0x28, 0x29, 0x2D, 0x2F, 0x62, 0x79, 0x51, 0xC2, 0xA3, 0xA0, 0xE2, 0x80,
            0x93, 0x6D, 0x6B, 0x74, 0x6F, 0xFF,
        ]
        var cells: [[UInt8]] = []
        for _ in 0..<20_000 {
            cells.append(
                (0..<Int.random(in: 0...12, using: &random)).map { _ in bytes.randomElement(using: &random) ?? 0 })
        }
        readAll(cells)
    }
}

/// A small deterministic generator.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
