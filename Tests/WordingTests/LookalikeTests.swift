// What is said of texts that look alike and are not.

import Testing

@testable import Wording

@Suite struct LookalikeTests {
    @Test(arguments: [
        ("On  track", "On track"), ("On\u{A0}track", "On track"), ("On track\u{200B}", "On track"),
        ("\u{FEFF}On track", "On track"),
    ])
    func `what nobody sees is named at its place`(_ text: String, _ other: String) throws {
        let difference = try #require(unseenDifference(text, from: other))
        #expect(difference.contains("it has") && difference.contains(", not "))
    }

    @Test(arguments: [("On track", "On track"), ("Off track", "On track"), ("", "On track")])
    func `what anybody sees is not told`(_ text: String, _ other: String) {
        #expect(unseenDifference(text, from: other) == nil)
    }

    @Test func `a text of any length is answered at once`() {
        let long = String(repeating: "a ", count: 200_000)
        #expect(unseenDifference(long, from: long + "\u{200B}") == nil)
    }
}

@Suite struct RespellingTests {
    @Test(arguments: [
        ("£34, 692", CellCorrection(text: "£34,692", isSafe: true)), ("1 2", CellCorrection(text: "12", isSafe: true)),
        ("twelve", CellCorrection(text: "12", isSafe: false)), ("many", nil), ("", nil),
    ])
    func `numbers lose the white space in them, or are written in digits`(_ cell: String, _ wanted: CellCorrection?) {
        #expect(CellCorrection.ofNumber(cell) == wanted)
    }

    @Test func `a label is safe where it is the only one that says the same`() {
        let labels = LabelSpellings(["On Track", "Off Track", "Ward X", "Ward-X"])
        #expect(
            CellCorrection.ofLabel("on  track", labels, near: nil) == CellCorrection(text: "On Track", isSafe: true))
        #expect(
            CellCorrection.ofLabel("ward x", labels, near: "Ward X") == CellCorrection(text: "Ward X", isSafe: false))
        #expect(
            CellCorrection.ofLabel("Om Track", labels, near: "On Track")
                == CellCorrection(text: "On Track", isSafe: false))
        #expect(CellCorrection.ofLabel("green", labels, near: nil) == nil)
    }
}
