// The geometry of pictures: everything is within its drawing and where its figure belongs.

import Findings
import Locations
import Testing

@testable import Reports

/// Numbers of attributes by their names, in the order of a drawing.
private func numbers(_ name: String, in markup: String) -> [Double] {
    markup.split(separator: " \(name)=\"").dropFirst().compactMap { Double($0.prefix { $0 != "\"" }) }
}

private func edge(_ figure: Double, isIncluded: Bool = true) -> ScalePicture.Edge {
    ScalePicture.Edge(PlacedFigure("\(figure)", at: figure), isIncluded: isIncluded)
}

private func scale(_ value: Double, bounds: [ScalePicture.Edge] = [edge(90)], near: Double = 85) -> ScalePicture {
    ScalePicture(
        valueName: "value", value: PlacedFigure("\(value)", at: value), target: NamedText("target", "90"),
        bounds: bounds,
        bands: [
            .init(status: StatusName("Red", .red), lower: nil, upper: edge(near, isIncluded: false)),
            .init(status: StatusName("Amber", .amber), lower: edge(near), upper: edge(90, isIncluded: false)),
            .init(status: StatusName("Green", .green), lower: edge(90), upper: nil),
        ], given: StatusName("Green", .green), due: StatusName("Amber", .amber))
}

@Suite struct DrawingTests {
    @Test(arguments: [-1e30, -90, 0, 79, 85, 88.1, 90, 95, 1000, 9000, 1e30])
    func everythingIsWithinTheDrawing(value: Double) {
        let markup = ScaleDrawing(scale(value)).markup(of: "", id: "p")
        for x in numbers("x", in: markup) + numbers("cx", in: markup) { #expect(x >= 0 && x <= Drawing.width) }
        let (starts, widths) = (numbers("x", in: markup), numbers("width", in: markup))
        #expect(!widths.isEmpty && widths.allSatisfy { $0 >= 0 && $0 <= Drawing.width } && !starts.isEmpty)
        #expect(!markup.contains("nan") && !markup.contains("inf"))
    }

    @Test func theValueStandsInItsBand() throws {
        for (value, band) in [(79.0, "red"), (88.1, "amber"), (95.0, "green")] {
            let markup = ScaleDrawing(scale(value)).markup(of: "", id: "p")
            let part = try #require(markup.split(separator: "<rect ").first { $0.contains("band \(band)") })
            let start = try #require(numbers("x", in: "<rect " + part).first)
            let width = try #require(numbers("width", in: "<rect " + part).first)
            let line = try #require(markup.split(separator: "<path d=\"M").first { $0.contains("class=\"mark halo\"") })
            let x = try #require(Double(line.prefix { $0 != " " }))
            #expect(x >= start && x <= start + width, "\(value)")
        }
    }

    @Test func aValueFarAwayIsDrawnAtTheEdgeAndSaidToBe() {
        #expect(ScaleDrawing(scale(9000)).markup(of: "", id: "p").contains("far off the scale"))
        #expect(!ScaleDrawing(scale(70)).markup(of: "", id: "p").contains("far off the scale"))
    }

    @Test func aStrictBoundIsOpen() {
        let strict = ScaleDrawing(scale(88, bounds: [edge(90, isIncluded: false)])).markup(of: "", id: "p")
        #expect(strict.contains("class=\"ring\"") && strict.contains("Exactly 90.0 does not meet the target"))
        let other = ScaleDrawing(scale(88)).markup(of: "", id: "p")
        #expect(other.contains("class=\"dot\"") && !other.contains("class=\"ring\""))
    }

    @Test func aRangeHasTwoBounds() {
        let markup = ScaleDrawing(scale(88, bounds: [edge(80), edge(90)])).markup(of: "", id: "p")
        #expect(markup.split(separator: "class=\"dot\"").count == 3)
    }

    @Test func wordsSayWhatIsDrawn() {
        let markup = ScaleDrawing(scale(88.1)).markup(of: "<strong>J3</strong> ", id: "p")
        #expect(
            markup.contains(
                "<strong>J3</strong> “value” is 88.1, “target” 90. By the scheme: Red below 85.0, Amber from 85.0 to below 90.0 and "
                    + "Green from 90.0 on. Given is Green; it should be Amber."), "\(markup)")
    }

    @Test func aSeriesLeavesGapsWhereThereIsNoFigure() {
        func point(_ value: Double?, isMarked: Bool = false) -> SeriesPicture.Point {
            .init(label: "Q", value: value.map { PlacedFigure(String($0), at: $0) }, isMarked: isMarked)
        }
        let picture = SeriesPicture(
            name: "value", points: [point(1), point(2), point(nil), point(4), point(3, isMarked: true)], leftOut: 2)
        let markup = SeriesDrawing(picture).markup(of: "", id: "p")
        #expect(markup.split(separator: "class=\"line\"").count == 3)
        #expect(markup.split(separator: "class=\"halo\"").count == 2)
        #expect(markup.contains("2 more rows of the series are not drawn"))
        for y in numbers("cy", in: markup) { #expect(y > 0 && y < 126) }
    }

    /// Points are as far apart as their periods, and what has no figure or no row is said.
    @Test func aSeriesIsSpacedByItsPeriods() {
        let points: [SeriesPicture.Point] = [
            .init(label: "q1", value: PlacedFigure("1", at: 1), place: 3),
            .init(label: "q2", value: nil, place: 6),
            .init(label: "q3", value: PlacedFigure("3", at: 3), isMarked: true, place: 9),
            .init(label: "Q1", value: PlacedFigure("2", at: 2), place: 15, missingBefore: 1),
        ]
        let markup = SeriesDrawing(SeriesPicture(name: "v", points: points, missing: ["Q4"])).markup(of: "", id: "p")
        #expect(Set(numbers("cx", in: markup)) == [20, 150, 280])
        // The line has a gap where a figure is missing, and where a row is.
        #expect(markup.split(separator: "class=\"line\"").count == 4)
        #expect(markup.contains("4 rows: q1 1, q3 3 (this finding), Q1 2. No figure is printed in q2."))
        #expect(markup.contains("There is no row for Q4."))
    }

    /// What no number orders, or the same one twice, stands in even steps.
    @Test(arguments: [[nil, nil, nil], [1, 1, 5], [1, nil, 5]] as [[Double?]])
    func aSeriesWithoutPlacesIsEven(places: [Double?]) {
        let points = places.map { SeriesPicture.Point(label: "x", value: PlacedFigure("1", at: 1), place: $0) }
        let markup = SeriesDrawing(SeriesPicture(name: "v", points: points)).markup(of: "", id: "p")
        #expect(numbers("cx", in: markup) == [20, 150, 280])
    }

    /// A target of 0 has no share of itself: the value is drawn where it is, however many times further.
    @Test(arguments: [-3.0, 3, 50, 1e9]) func aSingleLimitIsDrawnWithItsValue(value: Double) throws {
        var picture = scale(value, bounds: [edge(0)])
        picture.target = NamedText("target", "0")
        picture.bands = [
            .init(status: StatusName("Red", .red), lower: nil, upper: edge(0, isIncluded: false)),
            .init(status: StatusName("Green", .green), lower: edge(0), upper: nil),
        ]
        let markup = ScaleDrawing(picture).markup(of: "", id: "p")
        #expect(!markup.contains("far off") && !markup.contains("at the edge"))
        let line = try #require(markup.split(separator: "<path d=\"M").first { $0.contains("class=\"mark halo\"") })
        let x = try #require(Double(line.prefix { $0 != " " }))
        let target = try #require(numbers("cx", in: markup).first)
        #expect(value < 0 ? x < target - 50 : x > target + 50)
    }

    /// Headers and labels keep their case, where they begin a sentence too.
    @Test func captionsChangeNoName() {
        let total = TotalPicture(
            name: "on_or_above", stated: PlacedFigure("50", at: 50), sum: PlacedFigure("40", at: 40),
            parts: [.init("a", PlacedFigure("40", at: 40))])
        #expect(TotalDrawing(total).markup(of: "", id: "p").contains("“on_or_above” states 50"))
        var picture = scale(88.1)
        picture.valueName = "this_quarter"
        picture.bands[0].status = StatusName("lr", .red)
        let markup = ScaleDrawing(picture).markup(of: "", id: "p")
        #expect(markup.contains("“this_quarter” is 88.1") && markup.contains("By the scheme: lr (red) below 85.0"))
        let series = SeriesPicture(name: "last_year", points: [.init(label: "q1", value: PlacedFigure("1", at: 1))])
        #expect(SeriesDrawing(series).markup(of: "", id: "p").contains("“last_year” along its series"))
    }

    @Test func aSeriesOfOneEqualFigureIsDrawn() {
        let points = (0..<3).map { SeriesPicture.Point(label: "\($0)", value: PlacedFigure("5", at: 5)) }
        #expect(!SeriesDrawing(SeriesPicture(name: "v", points: points)).markup(of: "", id: "p").contains("nan"))
    }

    @Test func partsFillTheirSum() throws {
        let parts = [("North", 12.0), ("South", 31), ("East", 24)].map {
            TotalPicture.Part($0.0, PlacedFigure("\($0.1)", at: $0.1))
        }
        let picture = TotalPicture(
            name: "homes", stated: PlacedFigure("86", at: 86), sum: PlacedFigure("67", at: 67), difference: "19",
            parts: parts)
        let markup = TotalDrawing(picture).markup(of: "", id: "p")
        let bars = markup.split(separator: "<rect ").filter { $0.contains("class=\"bar\"") }
        #expect(bars.count == 3)
        let widths = bars.compactMap { numbers("width", in: String($0)).first }
        let stated = try #require(markup.split(separator: "<rect ").first { $0.contains("class=\"sum\"") })
        let whole = try #require(numbers("width", in: String(stated)).first)
        #expect(abs(widths.reduce(0, +) / whole - 67.0 / 86) < 0.01)
    }

    /// A share is drawn on its whole, and what is taken off leads back to what is left.
    @Test func sharesAndDifferencesKeepTheirScale() throws {
        func widths(_ kind: String, in markup: String) -> [Double] {
            markup.split(separator: "<rect ").filter { $0.contains("class=\"\(kind)\"") }
                .compactMap { numbers("width", in: String($0)).first }
        }
        func placed(_ figure: Double) -> PlacedFigure { PlacedFigure("\(figure)", at: figure) }
        let share = TotalPicture(
            name: "share", stated: placed(40), sum: placed(25), way: .share, difference: "15 points",
            parts: [.init("late", placed(4)), .init("all", placed(16))])
        let ofWhole = TotalDrawing(share).markup(of: "", id: "p")
        let (bar, whole) = (
            try #require(widths("bar", in: ofWhole).first), try #require(widths("sum", in: ofWhole).last)
        )
        #expect(abs(bar / whole - 0.25) < 0.01 && ofWhole.contains("4.0 of 16.0: 25.0"))
        let net = TotalPicture(
            name: "net", stated: placed(70), sum: placed(60),
            parts: [
                .init("income", placed(100)), .init("grants", placed(30), isTakenOff: true),
                .init("fees", placed(10), isTakenOff: true),
            ])
        let steps = TotalDrawing(net).markup(of: "", id: "p")
        let (added, taken) = (try #require(widths("bar", in: steps).first), widths("off", in: steps))
        #expect(taken.count == 2 && abs(taken.reduce(0, +) / added - 0.4) < 0.01)
        #expect(steps.contains("taken off, to leave 60.0") && steps.contains("<th scope=\"row\">less fees</th>"))
    }

    @Test func partsBelowNoughtAreListed() {
        let parts = [("In", 5.0), ("Out", -2)].map { TotalPicture.Part($0.0, PlacedFigure("\($0.1)", at: $0.1)) }
        let picture = TotalPicture(
            name: "net", stated: PlacedFigure("4", at: 4), sum: PlacedFigure("3", at: 3), parts: parts)
        let markup = TotalDrawing(picture).markup(of: "", id: "p")
        #expect(markup.contains("Some parts are below nought") && markup.contains("<th scope=\"row\">Out</th>"))
    }

    private static func overview(
        rows: Int, columns: Int, headerRow: Int = 1, at cells: [(row: Int, column: Int)]
    ) -> Overview {
        var file = CheckedFile(path: "a.csv", table: "a", rows: rows)
        file.details = FileDetails(
            columns: (1...columns).map { (number: Int) in .init(header: "c\(number)", number: number) },
            headerRow: headerRow)
        var overview = Overview(file)
        for (row, column) in cells {
            var finding = ragFinding()
            finding.table = "a"
            finding.location = location(row, 1, row: row - headerRow, header: "c\(column)", file: "a.csv")
            finding.location?.shownAs = .init(row: row, column: column)
            #expect(overview.holds(finding))
            overview.add(finding)
        }
        overview.finish()
        return overview
    }

    @Test func anOverviewHasBandsOfManyRowsAndColumnsWithFindings() {
        let overview = Self.overview(rows: 999, columns: 40, at: [(2, 7), (5, 7), (6, 7), (1000, 7)])
        #expect(overview.rowsOfBand == 5 && overview.columns == [6] && overview.leavesColumnsOut)
        let markup = overview.markup
        #expect(markup.contains("Each line of the drawing is 5 rows") && markup.contains("most in “c7” (4)"))
        // Rows 2 and 5 are one mark; 6 and 1,000 have their own.
        #expect(markup.split(separator: "class=\"e\"")[0].split(separator: "h14v").count == 4)
    }

    /// Rows have the numbers of the cells that findings name, whatever stands above the header.
    @Test(arguments: [1, 4]) func anOverviewNumbersRowsAsSpreadsheetsDo(headerRow: Int) throws {
        let markup = Self.overview(rows: 3, columns: 2, headerRow: headerRow, at: [(headerRow + 2, 1)]).markup
        let mark = try #require(markup.split(separator: "<path d=\"M").first { $0.contains("class=\"e\"") })
        let y = try #require(Double(mark.dropFirst(3).prefix { $0 != "h" }))
        let label = try #require(markup.split(separator: "<text ").first { $0.hasSuffix(">\(headerRow + 2)</text>") })
        #expect(abs(try #require(numbers("y", in: "<text " + label).first) - y - 8.5) < 0.1)
        #expect(markup.contains("the header is in row \(headerRow)"))
        #expect(markup.contains(">\(headerRow + 3)</text>") && !markup.contains(">\(headerRow + 4)</text>"))
    }

    /// Blank rows among the others move what follows down, further than the rows that were counted.
    @Test func anOverviewReachesToTheLastFinding() {
        let overview = Self.overview(rows: 10, columns: 2, at: [(2, 1), (700, 1), (1_000_000, 2)])
        #expect(overview.rowsOfBand == 8192)
        #expect(overview.markup.split(separator: "class=\"e\"")[0].split(separator: "h14v").count == 3)
    }

    @Test func whatStandsInNoCellIsSaid() {
        var overview = Self.overview(rows: 10, columns: 2, at: [(2, 1), (3, 9)])
        #expect(overview.markup.contains("2 findings") && overview.markup.contains("1 finding is in no cell"))
        var finding = ragFinding()
        finding.location = FindingLocation(file: "a.csv", line: 1)
        overview.add(finding)
        #expect(overview.markup.contains("2 findings are in no cell"))
    }

    @Test(arguments: [
        (0.0, "0"), (-0.04, "0"), (-0.5, "-0.5"), (12.25, "12.3"), (7, "7"), (.nan, "0"), (1e300, "1000000"),
    ])
    func positionsAreShort(position: Double, text: String) { #expect(drawn(position) == text) }
}
