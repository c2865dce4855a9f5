// What pages show of findings survives being put away.

import Findings
import Testing

@Suite struct IllustrationCoderTests {
    private final class Space: FindingSpace {
        nonisolated(unsafe) private var bytes: [UInt8] = []

        func append(_ bytes: [UInt8]) throws(FindingSpaceFailure) -> Int {
            defer { self.bytes += bytes }
            return self.bytes.count
        }

        func read(at offset: Int, count: Int) throws(FindingSpaceFailure) -> [UInt8] {
            Array(bytes[offset..<offset + count])
        }
    }

    private static let figure = PlacedFigure("1/3 of £👩‍👩‍👧", at: 1.0 / 3)
    private static let edge = ScalePicture.Edge(PlacedFigure("−7", at: -7), isIncluded: true)
    private static let bands = [
        ScalePicture.Band(status: StatusName("R", .red), lower: nil, upper: edge),
        ScalePicture.Band(status: nil, lower: edge, upper: nil),
    ]
    private static let frame = Excerpt(
        columns: [.init(header: "ref", index: 0, number: 1), .init(header: "", index: 4)],
        rows: [.init(line: 4, number: 3, cells: ["a", ""], marks: [.init(column: 1, isPrimary: true, label: "x")])],
        columnCount: 9)

    private static let illustrations: [FindingIllustration?] = [
        nil,
        FindingIllustration(
            frame: frame, groups: [NamedText("theme", "People"), NamedText("rag", "R")], waiver: "waive r"),
        FindingIllustration(
            picture: .scale(
                ScalePicture(
                    valueName: "value", value: figure, valueLies: .above, target: NamedText("target", "≤ 3"),
                    bounds: [edge], bands: bands, given: StatusName("G", .green), due: StatusName("", .grey),
                    remark: "so"))),
        FindingIllustration(
            picture: .scale(
                ScalePicture(
                    valueName: "", value: PlacedFigure("", at: -.infinity), valueLies: .below, target: nil, bounds: [],
                    bands: [], given: StatusName("A", .amber), due: StatusName("B", .blue)))),
        FindingIllustration(
            picture: .series(
                SeriesPicture(
                    name: "value",
                    points: [
                        .init(label: "Q1", value: figure, target: figure, bands: bands, isMarked: true),
                        .init(label: "Q2", value: nil, place: -1.5, missingBefore: 2),
                    ], leftOut: 3, missing: ["Q3", "Q4"], remark: nil))),
        FindingIllustration(
            picture: .total(
                TotalPicture(
                    name: "total", stating: .expression, stated: figure, sum: figure, way: .share, difference: "1",
                    parts: [.init("North", figure), .init("South", figure, isTakenOff: true)], leftOut: 2,
                    remark: "so"))),
        FindingIllustration(picture: .undrawn("there is no figure")),
    ]

    @Test func isReadBackAsItWas() throws {
        var builder = FindingListBuilder({ () throws(FindingSpaceFailure) in Space() }, mostHeld: 2)
        let all = (0..<3).flatMap { _ in Self.illustrations }
        for illustration in all {
            var finding = Finding(rule: "r", severity: .error, message: "m")
            finding.illustration = illustration
            try builder.append(finding)
        }
        let list = try builder.finish()
        #expect(!list.isHeld)
        let read = list.map(\.illustration)
        #expect(read == all)
    }
}
