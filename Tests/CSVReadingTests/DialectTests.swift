// How returns are written: encodings, separators, preambles, line ends and what goes wrong in them.

import CSVReading
import Locations
import Tables
import Testing

/// A text and what it is to be read as.
struct DialectCase: CustomTestStringConvertible, Sendable {
    var title: String
    var bytes: [UInt8]
    var options = DelimitedOptions()
    var names: Set<String> = ["ref", "value"]
    var header = ["ref", "value"]
    var records: [[String]] = [["1.1", "5"]]
    var notices: [String] = []
    var faults: [RecordFault] = []

    var testDescription: String { title }

    init(_ title: String, _ text: String) { self.init(title, bytes: Array(text.utf8)) }

    init(_ title: String, bytes: [UInt8]) {
        self.title = title
        self.bytes = bytes
    }

    func with(_ change: (inout DialectCase) -> Void) -> DialectCase {
        var copy = self
        change(&copy)
        return copy
    }
}

func utf16(_ text: String, bigEndian: Bool = false) -> [UInt8] {
    text.utf16.flatMap { unit in
        let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        return bigEndian ? bytes.reversed() : bytes
    }
}

@Suite struct DialectTests {
    static let layouts: [DialectCase] = [
        DialectCase("plain", "ref,value\n1.1,5\n"),
        DialectCase("no line end at the end", "ref,value\n1.1,5"),
        DialectCase("CRLF", "ref,value\r\n1.1,5\r\n"),
        DialectCase("lone CR", "ref,value\r1.1,5\r"),
        DialectCase("mixed line ends", "ref,value\r1.1,5\r\n1.2,6\n1.3,7").with {
            $0.records = [["1.1", "5"], ["1.2", "6"], ["1.3", "7"]]
        },
        DialectCase("semicolons", "ref;value\n1.1;5,5\n").with {
            $0.records = [["1.1", "5,5"]]
            $0.notices = ["cells are separated by ;"]
        },
        DialectCase("semicolons by consistency alone", "a;b;c\n1,1;2;3\n4,2;5;6\n").with {
            $0.header = ["a", "b", "c"]
            $0.records = [["1,1", "2", "3"], ["4,2", "5", "6"]]
            $0.notices = ["cells are separated by ;"]
        },
        DialectCase("tabs", "ref\tvalue\n1.1\t5\n").with { $0.notices = ["cells are separated by tabs"] },
        DialectCase("bars", "ref|value\n1.1|5\n").with { $0.notices = ["cells are separated by |"] },
        DialectCase("a separator given", "ref~value\n1.1~5\n").with { $0.options.separator = UInt8(ascii: "~") },
        DialectCase("a separator given wins", "ref;value\n1.1;5\n").with {
            $0.options.separator = UInt8(ascii: ",")
            $0.header = ["ref;value"]
            $0.records = [["1.1;5"]]
        },
        DialectCase("separators inside quotes do not count", "ref,value\n\"a;b;c\",5\n\"d;e;f\",6\n").with {
            $0.records = [["a;b;c", "5"], ["d;e;f", "6"]]
        },
        DialectCase("sep=", "sep=;\r\nref;value\r\n1.1;5\r\n").with { $0.notices = ["cells are separated by ;"] },
        DialectCase("sep= in quotes", "\"sep=;\"\nref;value\n1.1;5\n").with {
            $0.notices = ["cells are separated by ;"]
        },
        DialectCase("sep= and a separator given", "sep=;\nref,value\n1.1,5\n").with {
            $0.options.separator = UInt8(ascii: ",")
        },
        DialectCase("one column", "ref\n1.1\n1.2\n").with {
            $0.header = ["ref"]
            $0.records = [["1.1"], ["1.2"]]
        },
        DialectCase("preamble", "Rutland, Q2\nprinted 3 May\n\nref,value\n1.1,5\n").with {
            $0.notices = ["the header is on line 4"]
        },
        DialectCase("preamble, no known name", "Rutland\nprinted\nx,y\n1,2\n3,4\n").with {
            $0.header = ["x", "y"]
            $0.records = [["1", "2"], ["3", "4"]]
            $0.notices = ["the header is on line 3"]
        },
        DialectCase("the first of two headers", "ref,value\n1.1,5\nref,value\n").with {
            $0.records = [["1.1", "5"], ["ref", "value"]]
            $0.faults = [RecordFault(record: 1, field: 0, kind: .repeatedHeader)]
        },
        DialectCase("header line given", "ref,value\n\"open\nref,value\n1.1,5\n").with {
            $0.options.headerLines = 3...3
        },
        DialectCase("blank header line given", "a\n\nref,value\n1.1,5\n").with {
            $0.options.headerLines = 2...2
            $0.notices = ["line 2 is blank; the header is on line 3"]
        },
        DialectCase("header line beyond the end", "ref,value\n1.1,5\n").with {
            $0.options.headerLines = 9...9
            $0.header = []
            $0.records = []
            $0.notices = ["the file has no line 9"]
        },
        DialectCase("leading blank lines", "\n , \nref,value\n1.1,5\n").with {
            $0.notices = ["the header is on line 3"]
        },
        DialectCase("blank records anywhere", "ref,value\n\n1.1,5\n,\n  \n\t, \n1.2,6\n\u{A0}\n\n\n").with {
            $0.records = [["1.1", "5"], ["1.2", "6"]]
        },
        DialectCase("white space alone", " \n\n").with {
            $0.header = []
            $0.records = []
        },
        DialectCase("header alone", "ref,value").with { $0.records = [] },
    ]

    static let encodings: [DialectCase] = [
        DialectCase("byte order mark", bytes: [0xEF, 0xBB, 0xBF] + "ref,value\n1.1,£5".utf8).with {
            $0.records = [["1.1", "£5"]]
        },
        DialectCase("UTF-8", "ref,value\n1.1,£5–😀").with { $0.records = [["1.1", "£5–😀"]] },
        DialectCase("Windows-1252", bytes: "ref,value\n1.1,".utf8 + [0xA3, 0x35, 0x96, 0x80]).with {
            $0.records = [["1.1", "£5–€"]]
            $0.notices = ["read as Windows-1252"]
        },
        DialectCase("Windows-1252 with a byte it lacks", bytes: "ref,value\n1.1,".utf8 + [0xA3, 0x81]).with {
            $0.records = [["1.1", "£\u{FFFD}"]]
            $0.notices = ["read as Windows-1252"]
            $0.faults = [RecordFault(record: 0, field: 1, kind: .badEncoding)]
        },
        DialectCase("UTF-8 with a bad byte", bytes: "ref,value\n£,–\n1.1,".utf8 + [0xA3]).with {
            $0.records = [["£", "–"], ["1.1", "\u{FFFD}"]]
            $0.faults = [RecordFault(record: 1, field: 1, kind: .badEncoding)]
        },
        DialectCase("UTF-16 LE with mark", bytes: [0xFF, 0xFE] + utf16("ref,value\n1.1,£5😀")).with {
            $0.records = [["1.1", "£5😀"]]
            $0.notices = ["read as UTF-16"]
        },
        DialectCase("UTF-16 BE with mark", bytes: [0xFE, 0xFF] + utf16("ref,value\n1.1,£5😀", bigEndian: true)).with {
            $0.records = [["1.1", "£5😀"]]
            $0.notices = ["read as UTF-16"]
        },
        DialectCase("UTF-16 LE without mark", bytes: utf16("ref\tvalue\r\n1.1\t£5\r\n")).with {
            $0.records = [["1.1", "£5"]]
            $0.notices = ["read as UTF-16", "cells are separated by tabs"]
        },
        DialectCase("UTF-16 BE without mark", bytes: utf16("ref,value\n1.1,5\n", bigEndian: true)).with {
            $0.notices = ["read as UTF-16"]
        },
        DialectCase(
            "UTF-16 with half a pair, and half a unit at the end",
            bytes: [0xFF, 0xFE] + utf16("ref,value\n1.1,") + [0x00, 0xD8] + utf16("x\n1.2,y") + [0x41]
        ).with {
            $0.records = [["1.1", "\u{FFFD}x"], ["1.2", "y\u{FFFD}"]]
            $0.notices = ["read as UTF-16"]
            $0.faults = [0, 1].map { RecordFault(record: $0, field: 1, kind: .badEncoding) }
        },
        DialectCase("an encoding given", bytes: "ref,value\n1.1,".utf8 + [0xC2, 0xA3]).with {
            $0.options.encoding = "Windows-1252"
            $0.records = [["1.1", "Â£"]]
        },
        DialectCase("UTF-8 given, a foreign byte", bytes: "ref,value\n1.1,".utf8 + [0xA3]).with {
            $0.options.encoding = "utf8"
            $0.records = [["1.1", "\u{FFFD}"]]
            $0.faults = [RecordFault(record: 0, field: 1, kind: .badEncoding)]
        },
        DialectCase("an unknown encoding given", "ref,value\n1.1,5").with {
            $0.options.encoding = "klingon"
            $0.notices = ["the encoding klingon is not one of utf-8, utf-16, windows-1252"]
        },
        DialectCase("a mark against the encoding given", bytes: [0xEF, 0xBB, 0xBF] + "ref,value\n1.1,5".utf8).with {
            $0.options.encoding = "cp1252"
            $0.notices = ["read as UTF-8, as its byte order mark says, not as cp1252"]
        },
    ]

    private static func mark(_ offset: UInt32, lines: UInt32 = 0, column: UInt32) -> QuoteMark {
        var mark = QuoteMark(offset: offset)
        mark.lines = lines
        mark.column = TextColumn(bytes: column, scalars: column, utf16: column)
        return mark
    }

    static let cells: [DialectCase] = [
        DialectCase("quotes", "ref,value\n\"1.1\",\"a \"\"b\"\", c\nd\"\n").with {
            $0.records = [["1.1", "a \"b\", c\nd"]]
        },
        DialectCase("empty quotes", "ref,value\n1.1,\"\"\n\"\",5\n").with { $0.records = [["1.1", ""], ["", "5"]] },
        DialectCase("text behind a closing quote", "ref,value\n\"1\".1,\"a\" \"b\"\n").with {
            $0.records = [["\"1\".1", "\"a\" \"b\""]]
            $0.faults = [
                RecordFault(record: 0, field: 0, kind: .strayQuote(mark(2, column: 2), spoilsRow: false)),
                RecordFault(record: 0, field: 1, kind: .strayQuote(mark(2, column: 8), spoilsRow: false)),
            ]
        },
        DialectCase("a quote within a cell", "ref,value\n1.1,6\" pipe\n 1.2, \"x\"\n").with {
            $0.records = [["1.1", "6\" pipe"], [" 1.2", "x"]]
            $0.faults = [
                RecordFault(record: 0, field: 1, kind: .looseQuote),
                RecordFault(record: 1, field: 1, kind: .spacedQuote),
            ]
        },
        DialectCase("white space behind a closing quote", "ref,value\n\"1.1\" ,\"a, b\"\u{A0}\n").with {
            $0.records = [["1.1", "a, b"]]
        },
        DialectCase("a quote that is not closed", "ref,note,value\n2,\"Late,500\n3,\"Late\",7\n4,\"ok\",9\n").with {
            $0.header = ["ref", "note", "value"]
            $0.records = [["2", "\"Late", "500"], ["3", "Late", "7"], ["4", "ok", "9"]]
            $0.faults = [
                RecordFault(record: 0, field: 1, kind: .strayQuote(mark(12, lines: 1, column: 2), spoilsRow: false))
            ]
        },
        DialectCase(
            "quotes that are not doubled, and lines", "ref,note,value\n3,\"the \"new, big\" depot\nand\",5\n4,ok,9\n"
        ).with {
            $0.header = ["ref", "note", "value"]
            $0.records = [["3", "\"the \"new, big\" depot\nand\"", "5"], ["4", "ok", "9"]]
            $0.faults = [RecordFault(record: 0, field: 1, kind: .strayQuote(mark(5, column: 7), spoilsRow: true))]
        },
        DialectCase("lines that are no rows", "ref,note,value\n3,\"Late,5\n\nand more\n\"x,5\n4,ok,9\n").with {
            $0.header = ["ref", "note", "value"]
            $0.records = [["3", "Late,5\n\nand more\n", "5"], ["4", "ok", "9"]]
            $0.records[0][1] = "\"Late,5\n\nand more\n\"x"
            $0.faults = [
                RecordFault(record: 0, field: 1, kind: .strayQuote(mark(18, lines: 3, column: 0), spoilsRow: true))
            ]
        },
        DialectCase("an open quote in the header", "ref,note,\"value\n1,a,3\n4,b,\"6\n7,c,9\n").with {
            $0.header = ["ref", "note", "value"]
            $0.records = [["1", "a", "3"], ["4", "b", "\"6"], ["7", "c", "9"]]
            $0.faults = [RecordFault(record: 1, field: 2, kind: .unterminatedQuote(spoilsRow: false))]
        },
        DialectCase("a byte that is zero", "ref,value\n1.1,a\0b\n1.2,a longer text\n\0,7\nref,value\n").with {
            $0.records = [["1.1", "a\0b"], ["1.2", "a longer text"], ["\0", "7"], ["ref", "value"]]
            $0.faults = [
                RecordFault(record: 0, field: 1, kind: .zeroByte), RecordFault(record: 2, field: 0, kind: .zeroByte),
                RecordFault(record: 3, field: 0, kind: .repeatedHeader),
            ]
        },
        DialectCase(
            "headers among the rows", "\u{FEFF}ref,,value\n1.1,,5\n\u{FEFF}\"ref\",,value\nref,x, \"value\"\nref,,\n"
        ).with {
            $0.header = ["ref", "", "value"]
            $0.records = [
                ["1.1", "", "5"], ["\u{FEFF}\"ref\"", "", "value"], ["ref", "x", "value"], ["ref", "", ""],
            ]
            $0.faults = [
                RecordFault(record: 1, field: 0, kind: .looseQuote),
                RecordFault(record: 1, field: 0, kind: .repeatedHeader),
                RecordFault(record: 2, field: 0, kind: .repeatedHeader),
                RecordFault(record: 2, field: 2, kind: .spacedQuote),
            ]
        },
        DialectCase(
            "headers among the rows with white space before them",
            "ref,value\n  ref,value\n\t ref ,value\n \"ref\",value\n\" ref\",value\n\u{A0}ref,value\n rex,value\n"
        ).with {
            $0.records = [
                ["  ref", "value"], ["\t ref ", "value"], ["ref", "value"], [" ref", "value"], ["\u{A0}ref", "value"],
                [" rex", "value"],
            ]
            $0.faults = [0, 1, 2, 3, 4].map { RecordFault(record: $0, field: 0, kind: .repeatedHeader) }
            $0.faults.insert(RecordFault(record: 2, field: 0, kind: .spacedQuote), at: 2)
        },
        DialectCase(
            "headers of one letter among the rows",
            "a,value\nA ,value\n\"a\",value\n\"A \",VALUE\na\u{3000},value\nab,value\na,x\n a,value\n"
        ).with {
            $0.header = ["a", "value"]
            $0.records = [
                ["A ", "value"], ["a", "value"], ["A ", "VALUE"], ["a\u{3000}", "value"], ["ab", "value"], ["a", "x"],
                [" a", "value"],
            ]
            $0.faults = [0, 1, 2, 3, 6].map { RecordFault(record: $0, field: 0, kind: .repeatedHeader) }
        },
        DialectCase("a header of another script among the rows", "Ārok,Érték\nāROK ,érték\nārok,5\n").with {
            $0.header = ["Ārok", "Érték"]
            $0.records = [["āROK ", "érték"], ["ārok", "5"]]
            $0.faults = [RecordFault(record: 0, field: 0, kind: .repeatedHeader)]
        },
        DialectCase("rows of quotes alone", "ref,value\n\"\",\"\"\n\"\"\n\"\",\" \"\n\"1\",\"\"\n").with {
            $0.records = [["1", ""]]
        },
        DialectCase("fewer cells", "ref,value,note\n1.1,5\n1.2,6,\n").with {
            $0.header = ["ref", "value", "note"]
            $0.records = [["1.1", "5"], ["1.2", "6", ""]]
            $0.faults = [RecordFault(record: 0, field: 1, kind: .ragged(cells: 2, expected: 3))]
        },
        DialectCase("more cells", "ref,value\n1.1,5,,x\n1.2,6, ,\"\"\n").with {
            $0.records = [["1.1", "5", "", "x"], ["1.2", "6", " ", ""]]
            $0.faults = [
                RecordFault(record: 0, field: 2, kind: .ragged(cells: 4, expected: 2)),
                RecordFault(record: 1, field: 2, kind: .uneven(cells: 4, expected: 2)),
            ]
        },
        DialectCase("blank header cells at the end are not missed", "ref,value,,\n1.1,5\n1.2,6,7\n").with {
            $0.header = ["ref", "value", "", ""]
            $0.records = [["1.1", "5"], ["1.2", "6", "7"]]
            $0.faults = [
                RecordFault(record: 0, field: 1, kind: .uneven(cells: 2, expected: 4)),
                RecordFault(record: 1, field: 2, kind: .uneven(cells: 3, expected: 4)),
            ]
        },
        DialectCase("an open quote", "ref,value\n1.1,5\n1.2,\"six\n1.3,7\n").with {
            $0.records = [["1.1", "5"], ["1.2", "\"six"], ["1.3", "7"]]
            $0.faults = [RecordFault(record: 1, field: 1, kind: .unterminatedQuote(spoilsRow: false))]
        },
        DialectCase("an open quote before lines that are no rows", "ref,value\n1.1,5\n1.2,\"six\nor seven\n").with {
            $0.records = [["1.1", "5"], ["1.2", "\"six\nor seven\n"]]
            $0.faults = [RecordFault(record: 1, field: 1, kind: .unterminatedQuote(spoilsRow: true))]
        },
        DialectCase("an open quote as the last byte", "ref,value\n1.1,\"").with {
            $0.records = [["1.1", "\""]]
            $0.faults = [RecordFault(record: 0, field: 1, kind: .unterminatedQuote(spoilsRow: false))]
        },
        DialectCase("a record beyond the limit", "ref,value\n1.1,5\n1.2,xxxxxxxxxxxxxxxxxxxxxxxxx£,9\r\n1.3,7\n").with {
            $0.options = DelimitedOptions(headerLine: 1, recordLimitBytes: 30, chunkBytes: 16)
            $0.records = [["1.1", "5"], ["1.2", "xxxxxxxxxxxxxxxxxxxxxxxxx"], ["1.3", "7"]]
            $0.faults = [RecordFault(record: 1, field: 1, kind: .tooLong)]
        },
        DialectCase("an open quote beyond the limit", "ref,value\n1.2,\"" + String(repeating: "x\r\n", count: 900)).with
        {
            $0.options = DelimitedOptions(headerLine: 1, recordLimitBytes: 32, chunkBytes: 16)
            $0.records = [["1.2", "\"" + String(repeating: "x\r\n", count: 9)]]
            $0.faults = [RecordFault(record: 0, field: 1, kind: .unterminatedQuote(spoilsRow: true))]
        },
    ]

    @Test(arguments: layouts + encodings + cells)
    func `texts are read as people mean them`(given: DialectCase) throws {
        let text = try read(given.bytes, given.options, names: given.names)
        #expect(text.header == given.header)
        #expect(text.records == given.records)
        #expect(text.notices == given.notices)
        #expect(text.faults == given.faults)
    }

    @Test func `a foreign byte late in a small file decides its encoding`() throws {
        let rows = String(repeating: "1.1,5\n", count: 400_000)
        let text = try read(Array("ref,value\n\(rows)9,".utf8) + [0xA3])
        #expect(text.notices == ["read as Windows-1252"])
        #expect(text.records.last == ["9", "£"])
        #expect(text.faults.isEmpty)
    }

    static let unreadable: [(bytes: [UInt8], error: ReadError)] = [
        ([], .isEmpty),
        ([0xEF, 0xBB, 0xBF], .isEmpty),
        ([0x50, 0x4B, 3, 4, 20, 0] + Array("[Content_Types].xml".utf8), .notText(kind: "an Excel workbook")),
        ([0x50, 0x4B, 3, 4, 20, 0] + Array("a.csv".utf8), .notText(kind: "a zip archive")),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], .notText(kind: "an old Excel workbook")),
        (Array("%PDF-1.7\n".utf8), .notText(kind: "a PDF document")),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D], .notText(kind: "a PNG picture")),
        ([0x1F, 0x8B, 8], .notText(kind: "a gzip archive")),
        (Array("ref,value\n1,2\n".utf8) + [0, 0, 1, 0], .holdsZeros(line: 3)),
    ]

    @Test(arguments: unreadable)
    func `what is no text is refused by name`(bytes: [UInt8], error: ReadError) {
        #expect(throws: error) { try read(bytes) }
    }
}
