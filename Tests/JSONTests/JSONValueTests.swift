// JSON values: what is read is written alike, and what is no JSON is refused at its place.

import Testing

@testable import JSON

@Suite struct JSONValueTests {
    @Test(
        "what is read is written without white space",
        arguments: [
            ("{ \"a\" : [1, -2.5e3, true, null] }", "{\"a\":[1,-2.5e3,true,null]}"),
            ("\"\\u00e9\\ud83d\\ude00\\n\\\"\\\\\\/\"", "\"é😀\\n\\\"\\\\/\""), ("[]", "[]"), ("{}", "{}"),
            ("\"\\u0007\"", "\"\\u0007\""), ("\"\\ud800\"", "\"\u{FFFD}\""), (" 7 ", "7"),
        ])
    func readAndWritten(_ text: String, _ written: String) throws {
        let value = try JSONValue(reading: Array(text.utf8))
        #expect(String(decoding: value.bytes, as: UTF8.self) == written)
        #expect(try JSONValue(reading: value.bytes) == value)
    }

    @Test(
        "what is no JSON is refused at its place",
        arguments: [
            ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\" 1}", 5), ("\"a", 2), ("\"\n\"", 2), ("nul", 0), ("[1] 2", 4),
            (String(repeating: "[", count: 100), 64),
        ])
    func refused(_ text: String, _ offset: Int) {
        #expect(throws: JSONError(offset: offset)) { try JSONValue(reading: Array(text.utf8)) }
    }

    @Test("an object of optional members holds those that are there")
    func optionalMembers() {
        let value = JSONValue.object(of: ["a": 1, "b": nil, "c": ["d"]])
        #expect(String(decoding: value.bytes, as: UTF8.self) == "{\"a\":1,\"c\":[\"d\"]}")
        #expect(value["a"]?.int == 1 && value["b"] == nil)
    }
}
