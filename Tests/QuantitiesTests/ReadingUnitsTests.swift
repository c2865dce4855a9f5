// Cells that hold the units of figures in other cells.

import Quantities
import Testing

@Suite struct ReadingUnitsTests {
    private func read(_ cell: String, adding markers: [String] = []) -> CellUnit {
        withBytes(cell) { CellUnit($0, markers: Markers(adding: markers)) }
    }

    @Test(arguments: [
        ("%", "%", 0), (" % ", "%", 0), ("Percentage", "%", 0), ("per cent", "%", 0), ("% of pupils", "%", 0),
        ("Percentage of pupils", "%", 0), ("(%)", "%", 0), ("Percentage (%)", "%", 0), ("PERCENT", "%", 0),
        ("£", "£", 0), ("GBP", "£", 0), ("€", "€", 0), ("£m", "£", 6), ("£ m", "£", 6), ("£000s", "£", 3),
        ("£'000", "£", 3),
        ("£k", "£", 3), ("£ million", "£", 6), ("£bn", "£", 9), ("£ (000s)", "£", 3), ("Cost (£m)", "£", 6),
        ("£ spent", "£", 0), ("£ per head", "£ per head", 0), ("£/head", "£ per head", 0),
        ("000s", "", 3), ("thousands", "", 3), ("millions", "", 6), ("m", "", 6), ("k", "", 3),
        ("thousand tonnes", "tonne", 3), ("000s of visits", "visit", 3),
        ("days", "day", 0), ("Days", "day", 0), ("hrs", "hour", 0), ("mins", "minute", 0), ("months", "month", 0),
        ("kgs", "kg", 0), ("Pounds", "£", 0), ("pounds sterling", "£", 0), ("days lost", "day", 0),
        ("Days lost per FTE", "day", 0),
        ("average weeks to decide", "week", 0),
        ("calls per day", "call per day", 0), ("working days lost", "working day lost", 0),
        ("per 100,000", "per 100,000", 0),
        ("days / FTE", "day per FTE", 0),
        ("Number", "", 0), ("No.", "", 0), ("#", "", 0), ("count", "", 0), ("Number of visits", "", 0),
        ("Number of days", "day", 0), ("°C", "°C", 0), ("See note", "see note", 0),
        ("Score out of 10", "score out of 10", 0),
    ])
    func units(_ cell: String, _ name: String, _ power: Int) {
        let unit = read(cell)
        #expect(unit.kind == .unit, "\(cell)")
        #expect(unit.unit.name == name, "\(cell)")
        #expect(unit.power == power, "\(cell)")
    }

    @Test(arguments: ["", "  ", "-", "N/A", "n/a", "not applicable"])
    func nothing(_ cell: String) { #expect(read(cell).kind == .nothing, "\(cell)") }

    @Test func missing() {
        #expect(read("TBC").kind == .missing)
        #expect(read("?", adding: ["?"]).kind == .missing)
    }

    @Test(arguments: [
        "12", "5%", "<5", "1-10", "£5", "=A1", "#REF!", "£m per year", "2023-24", "+/-",
        "the number of days that somebody had to wait until the first visit was made",
    ])
    func unreadable(_ cell: String) { #expect(read(cell).kind == .unreadable, "\(cell)") }

    @Test(arguments: [("mm:ss", Unit.second), ("Hours:minutes", .minute), ("h:mm", .minute)])
    func clocks(_ cell: String, _ unit: Unit) {
        #expect(read(cell) == CellUnit(kind: .clock, unit: unit))
    }

    @Test(arguments: [
        ("5", 5, 0, "5"), ("10", 1, 1, "10"), ("1000", 1, 3, "1,000"), ("50000", 5, 4, "50,000"), ("0.5", 5, -1, "0.5"),
        ("0.01", 1, -2, "0.01"), ("1.0", 1, 0, "1"),
    ])
    func roundings(_ written: String, _ digit: Int, _ power: Int, _ text: String) {
        let rounding = FigureRounding(readFigureText(written))
        #expect(rounding?.power == power)
        #expect(rounding?.isOfFives == (digit == 5))
        #expect(rounding?.text == text)
    }

    @Test(arguments: ["0", "7", "-5", "20", "2.5", "15"])
    func noRoundings(_ written: String) { #expect(FigureRounding(readFigureText(written)) == nil) }

    @Test func roundedFiguresStandForMore() throws {
        let fives = try #require(FigureRounding(Figure(whole: 5)))
        let rounded = try #require(fives.applied(to: Figure(whole: 25)))
        let range = FigureRange(printed: rounded)
        #expect(range.low == Figure(mantissa: 225, scale: 1, unit: .none))
        #expect(range.high == Figure(mantissa: 275, scale: 1, unit: .none))
        #expect(rounded == Figure(whole: 25))
        #expect(!rounded.isCount)
        #expect(fives.applied(to: Figure(whole: 12)) == nil)
        let thousands = try #require(FigureRounding(Figure(whole: 1000)))
        let amount = try #require(thousands.applied(to: Figure(whole: 0)))
        #expect(FigureRange(printed: amount).high == Figure(whole: 500))
        // What is printed more roughly stands for more already.
        let million = Figure(state: .value, mantissa: 3, scale: -6, unit: .pound, flags: .scaled)
        #expect(thousands.applied(to: million)?.scale == -6)
    }

    private func readFigureText(_ text: String) -> Figure {
        let vector = FigureVector(capacity: 1)
        withCells([text]) { readFigures($0, as: .number, markers: Markers(), into: vector) }
        return vector[figure: 0]
    }
}
