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
        ("£34, 692", Respelling(text: "£34,692", isSafe: true)), ("1 2", Respelling(text: "12", isSafe: true)),
        ("twelve", Respelling(text: "12", isSafe: false)), ("many", nil), ("", nil),
    ])
    func `numbers lose the white space in them, or are written in digits`(_ cell: String, _ wanted: Respelling?) {
        #expect(Respelling.ofNumber(cell) == wanted)
    }

    @Test func `a label is safe where it is the only one that says the same`() {
        let labels = LabelSpellings(["On Track", "Off Track", "Ward X", "Ward-X"])
        #expect(Respelling.ofLabel("on  track", labels, near: nil) == Respelling(text: "On Track", isSafe: true))
        #expect(Respelling.ofLabel("ward x", labels, near: "Ward X") == Respelling(text: "Ward X", isSafe: false))
        #expect(Respelling.ofLabel("Om Track", labels, near: "On Track") == Respelling(text: "On Track", isSafe: false))
        #expect(Respelling.ofLabel("green", labels, near: nil) == nil)
    }
}
