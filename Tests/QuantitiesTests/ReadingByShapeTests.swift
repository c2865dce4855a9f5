// Figures and targets read by the shape of their cells, held against the reading of every spelling; cells in
// dictionaries.

import CDigitTemplates
import Testing

@testable import Quantities

/// Cells one behind the other, with room before and behind them.
private final class PaddedCells {
    private let bytes: UnsafeMutablePointer<UInt8>
    private let spans: UnsafeMutablePointer<CellSpan>
    let count: Int

    init(_ cells: [String]) {
        let size = cells.reduce(0) { $0 + $1.utf8.count }
        bytes = .allocate(capacity: size + 128)
        // Whatever stands around the cells must not matter: here it looks like digits.
        bytes.initialize(repeating: 0x37, count: size + 128)
        spans = .allocate(capacity: max(1, cells.count))
        count = cells.count
        var offset = 64
        for (row, cell) in cells.enumerated() {
            for (index, byte) in cell.utf8.enumerated() { bytes[offset + index] = byte }
            (spans + row).initialize(to: CellSpan(offset: UInt32(offset), length: UInt32(cell.utf8.count)))
            offset += cell.utf8.count
        }
    }

    deinit {
        bytes.deallocate()
        spans.deallocate()
    }

    var column: CellColumn {
        CellColumn(base: UnsafePointer(bytes), spans: UnsafePointer(spans), count: count, isPadded: true)
    }
}

/// Spellings in which each `0` becomes any digit.
private let spellings = [
    "0", "00", "00000000", "000000000", "0.0", "00.00", "0.000000000", "00%", "00.0%", "£0", "£0,000", "£0,000,000.00",
    "0,000,000,000,000",
    "0,00", "0,0000", "-0", "-00.0%", "- 0", "(00)", "00k", "£0.000m", "0.0bn", "00 000", "00, 000", " 00 ",
    "\u{A0}00%", ".0", "0.", "0.0.0",
    "000000000000000000", "0000000000000000000", "0000000000000000000000000000000",
    "0000000000000000000000000000000000000000", "00 days",
    "0 in 00", "0:00", "0/00", "<00", "<=00%", ">=£0", "> 0.0", "≤ 0", "Between 00%-00%", "between £0-£0",
    "Between 0.00-00.0", "00-00", "00% - 00%",
    "by 2000", "TBC", "DNA", "", " ", "-", "words", "word 0", "0 word", "Twenty-four", "\"00\"", "\"0,000\"", "\"\"",
    "\"", "\"0\"\"0\"", "\u{301}0",
    "c. 00%", "00%*", "↑ 0%", "0:00", "00:00:00", "0m 00s", "00+", "0 000", "0 €", "≤00", "<00.0%", "> £0,000",
    "00% [p]", "±0%",
    ">0 and <00", "exactly 0", "0O%", "0,0", "00%%", "#00", "##", "x", "c",
    "£-", "£ -", "-%", "(TBC)", "TBC.", "N / A", "#REF", "#N/A N/A", "Err:000", "up to 00%", "US$0", "¥0", "0½", "0;",
    "00?", "=00%", "0h00", "0’000", "0e0", "00 approx", "0 exactly", "atleast 00%", "min 0 max 0", "0±0", "nmt 0",
    "at least five", "roughly 0", "0000-00", "00.0 %", "%", "£", "£-0", "--0", "+0", "0e0", "٣", "０",
]

/// Every spelling with its digits drawn some times over, in an order in which shapes come again.
private func drawnCells() -> [String] {
    var seed: UInt64 = 11
    func digit() -> Character {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Character(String(seed >> 40 % 10))
    }
    return (0..<30).flatMap { round in
        spellings.map { spelling in String(spelling.map { $0 == "0" && round > 0 ? digit() : $0 }) }
    }
}

/// A cell without its quotes, where it has a plain pair of them.
private func unquoted(_ cell: String) -> String? {
    guard cell.hasPrefix("\"") else { return cell }
    guard cell.count >= 2, cell.hasSuffix("\""), !cell.dropFirst().dropLast().contains("\"") else { return nil }
    return String(cell.dropFirst().dropLast())
}

@Suite struct ReadingByShapeTests {
    private final class Output {
        let verdicts: UnsafeMutablePointer<UInt8>
        let left: UnsafeMutablePointer<UInt32>
        init(_ count: Int) {
            verdicts = .allocate(capacity: count)
            left = .allocate(capacity: count)
        }
        deinit {
            verdicts.deallocate()
            left.deallocate()
        }
        var shapes: DigitTemplates.Output { .init(verdicts: verdicts, left: left) }
    }

    /// Those that this processor has.
    static let levels = [shape_level_portable, shape_level_avx2].filter {
        $0.rawValue <= shape_best_level().rawValue
    }

    @Test(
        arguments: [FigureKind.whole, .number, .percent, .money, .measure],
        levels.flatMap { level in [true, false].map { (level: level, haveQuotes: $0) } })
    func figuresAreThoseOfTheFullReading(
        _ kind: FigureKind, _ given: (level: shape_level, haveQuotes: Bool)
    ) throws {
        let haveQuotes = given.haveQuotes
        let cells = drawnCells()
        let padded = PaddedCells(cells)
        let shapes = try #require(
            DigitTemplates(kind, markers: Markers(), level: given.level) { _, state, _ in state.rawValue })
        let found = FigureVector(capacity: cells.count)
        found.count = cells.count
        let memory = Output(cells.count)
        var output = memory.shapes
        shapes.read(padded.column, haveQuotes: haveQuotes, into: found, &output)
        let left = Set((0..<output.leftCount).map { Int(memory.left[$0]) })
        let texts = cells.map { haveQuotes ? unquoted($0) ?? "" : $0 }
        let expected = FigureVector(capacity: cells.count)
        let plain = PaddedCells(texts)
        readFigures(plain.column, as: kind, markers: Markers(), into: expected)
        for (row, cell) in cells.enumerated() where !left.contains(row) {
            #expect(found.state[row] == expected.state[row], "\(cell)")
            #expect(memory.verdicts[row] == expected.state[row].rawValue, "\(cell)")
            guard expected.state[row].isKnown else { continue }
            #expect(found.mantissa[row] == expected.mantissa[row], "\(cell)")
            guard expected.state[row] == .value else { continue }
            #expect(found[figure: row] == expected[figure: row], "\(cell)")
            #expect(found.scale[row] == expected.scale[row] && found.flags[row] == expected.flags[row], "\(cell)")
        }
        // Plain spellings are read so; a cell with doubled quotes never is.
        #expect(cells.indices.allSatisfy { spellings[$0 % spellings.count] != "00000000" || !left.contains($0) })
        #expect(left.count < cells.count * 4 / 5)
        #expect(cells.indices.allSatisfy { !haveQuotes || unquoted(cells[$0]) != nil || left.contains($0) })
        #expect(cells.indices.allSatisfy { haveQuotes || !cells[$0].hasPrefix("\"") || left.contains($0) })
    }

    @Test(arguments: levels) func targetsAreThoseOfTheFullReading(_ level: shape_level) throws {
        let cells = drawnCells()
        let padded = PaddedCells(cells)
        let shapes = try #require(
            DigitTemplates(nil, markers: Markers(), level: level) { _, state, _ in state.rawValue })
        let found = TargetVector(capacity: cells.count)
        found.count = cells.count
        let memory = Output(cells.count)
        var output = memory.shapes
        shapes.read(padded.column, haveQuotes: false, into: found, &output)
        let left = Set((0..<output.leftCount).map { Int(memory.left[$0]) })
        let expected = TargetVector(capacity: cells.count)
        readTargets(padded.column, markers: Markers(), into: expected)
        for (row, cell) in cells.enumerated() where !left.contains(row) {
            #expect(found.first.state[row] == expected.first.state[row], "\(cell)")
            guard expected.first.state[row] == .value else { continue }
            #expect(found.form[row] == expected.form[row], "\(cell)")
            #expect(found.first[figure: row] == expected.first[figure: row], "\(cell)")
            guard expected.form[row] == .range else { continue }
            #expect(found.second[figure: row] == expected.second[figure: row], "\(cell)")
        }
        #expect(left.count < cells.count * 4 / 5)
        #expect((0..<cells.count).contains { !left.contains($0) && found.form[$0] == .range })
    }

    @Test func aMarkerWithDigitsLeavesNothingToShapes() {
        #expect(DigitTemplates(.measure, markers: Markers(adding: ["999"])) { _, _, _ in 0 } == nil)
    }

    @Test(arguments: levels) func cellsOfMoreShapesThanThereIsRoomForAreLeft(_ level: shape_level) throws {
        // Of every length a shape has, with and without digits; those of the first shapes are met again at the end.
        let cells = (0..<700).map { number in
            let letters = [number / 100, number / 10 % 10, number % 10].map { "abcdefghij".dropFirst($0).prefix(1) }
            return String(letters.joined().prefix(3)) + String(repeating: "w", count: number % 28)
                + ["0", "x"][number % 2]
        }
        let padded = PaddedCells(cells + cells.prefix(20))
        let shapes = try #require(DigitTemplates(.measure, markers: Markers(), level: level) { _, _, _ in 0 })
        let found = FigureVector(capacity: padded.count)
        found.count = padded.count
        let memory = Output(padded.count)
        var output = memory.shapes
        shapes.read(padded.column, haveQuotes: false, into: found, &output)
        let left = Set((0..<output.leftCount).map { Int(memory.left[$0]) })
        #expect((600..<700).allSatisfy { left.contains($0) })
        #expect((0..<20).allSatisfy { left.contains($0) == left.contains($0 + 700) })
        #expect((0..<20).contains { !left.contains($0) })
        for row in 0..<20 where !left.contains(row) { #expect(found.mantissa[row] == found.mantissa[row + 700]) }
        withExtendedLifetime(padded) {}
    }

    @Test func cellsAreNumberedByTheirBytes() {
        let cells = ["Red", "red", "Red ", "", "Amber", "Red", "\u{0}", "", "Green and beyond it", "Red", "\"Red\""]
        let dictionary = CellInterner()
        let numbers = UnsafeMutablePointer<UInt16>.allocate(capacity: cells.count)
        defer { numbers.deallocate() }
        let padded = PaddedCells(cells)
        let missing = withExtendedLifetime(padded) {
            dictionary.number(padded.column, leaving: 0x22, into: numbers)
        }
        #expect((0..<cells.count).map { numbers[$0] } == [0, 1, 2, 3, 4, 0, 5, 3, .max, 0, .max])
        #expect(missing == 2)
    }

    @Test func aFullDictionaryNumbersNoMore() {
        let dictionary = CellInterner()
        let cells = (0..<CellInterner.capacity + 10).map { "cell \($0)" }
        let numbers = UnsafeMutablePointer<UInt16>.allocate(capacity: cells.count)
        defer { numbers.deallocate() }
        let (many, one) = (PaddedCells(cells), PaddedCells(["cell 9"]))
        #expect(dictionary.number(many.column, leaving: nil, into: numbers) == 10)
        #expect((0..<CellInterner.capacity).allSatisfy { Int(numbers[$0]) == $0 })
        #expect((CellInterner.capacity..<cells.count).allSatisfy { numbers[$0] == CellInterner.none })
        dictionary.removeAll()
        #expect(dictionary.number(one.column, leaving: nil, into: numbers) == 0)
        #expect(numbers[0] == 0)
        withExtendedLifetime((many, one)) {}
    }
}
