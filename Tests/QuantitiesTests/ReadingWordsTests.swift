// Labels, flags, texts, and what is found in running text.

import Quantities
import Testing

@Suite struct ReadingWordsTests {
    @Test func labelsComeBeforeMarkers() {
        let labels = Labels(["On target", "G", "DNA", "", "Élevé", "g"])
        let read = readAsCodes(["on TARGET ", "g", "dna", " ", "éLEVÉ", "N/A", "on  target", "x", "Greenish"]) {
            readLabels($0, labels: labels, markers: Markers(), into: $1)
        }
        #expect(
            read.map(\.0) == [.value, .value, .value, .value, .value, .nothing, .unreadable, .unreadable, .unreadable])
        #expect(read.prefix(5).map(\.1) == [0, 1, 2, 3, 4])
        #expect(withBytes(" G ", labels.index) == 1)
        let without = readAsCodes(["", "-"]) { readLabels($0, labels: Labels(["A"]), markers: Markers(), into: $1) }
        #expect(without.map(\.0) == [.blank, .nothing])
    }

    @Test(arguments: [
        ("No notes", true), ("  NO \u{A0} notes\n", true), ("no notes.", false), ("nonotes", false), ("–", true),
        ("-", false),
        ("ärger", true), ("A\u{308}RGER", true), ("Arger", false), ("\u{212A}elvin", true), ("KELVIN", true),
        ("", false),
        (" ", false), ("\u{FEFF}", false), (String(repeating: "no notes ", count: 1000), false),
    ])
    func wordsAreFoundInAList(_ text: String, isOne: Bool) {
        let list = WordList(["No notes", "–", "Ärger", "kelvin"])
        #expect(withBytes(text, list.contains) == isOne)
        #expect(list == WordList(list.words) && list != WordList(["No notes"]))
    }

    @Test func aBlankWordIsFoundByBlankTexts() {
        #expect(withBytes("", WordList(["", "a"]).contains) && withBytes(" ", WordList(["", "a"]).contains))
    }

    @Test func manyLabelsAreToldApart() {
        let names = (0..<2000).map { "Label \($0)" }
        let read = readAsCodes(names.map { $0.uppercased() }) {
            readLabels($0, labels: Labels(names), markers: Markers(), into: $1)
        }
        #expect(read.map(\.1) == (0..<2000).map(Int64.init))
    }

    @Test func labelsOfEveryLengthAreFound() {
        let alphabet = "abcdefghijklmnopqrstuvwxyz@[`{"
        let names = (1...30).map { String(alphabet.prefix($0)) }
        let labels = Labels(names + ["kg", "É" + alphabet])
        let cells = names.map { $0.uppercased() } + ["\u{212A}G", "é" + alphabet]
        let read = readAsCodes(cells) { readLabels($0, labels: labels, markers: Markers(), into: $1) }
        #expect(read.map(\.1) == (0..<32).map(Int64.init))
        // One byte off is another word: `@` is no lower-case of a back quote.
        for name in names {
            for other in [name.dropLast() + "!", name + "!", name.replacing("@", with: "`"), "?" + name.dropFirst()]
            where other != name {
                #expect(withBytes(String(other), labels.index) == nil)
            }
        }
    }

    @Test func flags() {
        let cells = ["yes", "No", "Y", "n", "TRUE", "false", "1", "0", "", "DNA", "maybe", " yes "]
        let vector = TruthVector(capacity: cells.count)
        withCells(cells) { readFlags($0, markers: Markers(), into: vector) }
        #expect(cells.indices.filter { vector.isTrue($0) } == [0, 2, 4, 6, 11])
        #expect(cells.indices.filter { vector.isFalse($0) } == [1, 3, 5, 7])
        #expect((8..<11).map { vector.state[$0] } == [.blank, .marker, .unreadable])
        #expect(vector.state[0] == .value)
    }

    @Test func textsAreTrimmedAndBorrowed() {
        let cells = [" a b ", "-", "N/A", "", "\u{A0}\t\u{3000}", "\u{FEFF}x\u{2009}", "\u{2003}é"]
        let texts = withCells(cells) { column in
            let vector = TextVector(capacity: cells.count)
            readTexts(column, markers: Markers(only: []), into: vector)
            return cells.indices.map { row in
                vector.state[row] == .blank ? "blank" : String(decoding: vector.bytes(row), as: UTF8.self)
            }
        }
        #expect(texts == ["a b", "-", "N/A", "blank", "blank", "x", "é"])
        let states = withCells(["No notes", " no NOTES ", "#REF!", "#", "#12", "", "##"]) { column in
            let vector = TextVector(capacity: 7)
            readTexts(column, markers: Markers(only: ["No notes"]), into: vector)
            return (0..<7).map { vector.state[$0] }
        }
        #expect(states == [.marker, .marker, .spreadsheetError, .value, .value, .blank, .spreadsheetError])
    }

    @Test(arguments: [
        ("20 of 51", 20, 51), ("20 of 51 reviews on time; staffing shortage", 20, 51), ("3 out of 8", 3, 8),
        ("3 Out  Of\n8", 3, 8), ("45/47 on time", 45, 47),
        ("192/341 schooled in county; 66 CYP (19%) post-16 elsewhere; 65 (19%) at special schools", 192, 341),
        ("944 of 1,215 registered; NHS use", 944, 1215), ("75% = 27 of 36; England 55%", 27, 36),
        ("14 of 47 went to Stage 2; down 1% on Q1", 14, 47),
        ("88% = 64 of 73 still home after 91 days", 64, 73), ("1 of 9 rated Outstanding", 1, 9),
        ("100%: 15 of 15.", 15, 15), ("(3/8)", 3, 8),
        ("3 of 4, that is 6 of 8", 3, 4), ("8/8", 8, 8), ("3/4 of 2021/22", 3, 4), ("15/17", 15, 17),
        ("years 3/4", 3, 4), ("1/2", 1, 2), ("27 of 36 in 2022-23", 27, 36),
        ("5 of 3", 5, 3), ("on 15/47 sites", 15, 47), ("at 10/12 schools", 10, 12), ("on 3 of 4", 3, 4),
        ("12/120", 12, 120), ("in Q4, 5 of 6", 5, 6),
    ])
    func ratios(text: String, part: Int, whole: Int) {
        let read = withBytes(text, readRatio)
        #expect(read?.part == Int128(part))
        #expect(read?.whole == Int128(whole))
    }

    @Test(arguments: [
        "", "none", "2021/22 sign-off expected late October, 2022/23 by start", "offer day 16 April 2023", "65 (19%)",
        "15/16", "94% (15/16)", "23/24", "99/100/101",
        "30/09/2023", "1/2/23", "2022-23/24", "Q4 23/23; Q1 2023/24 not yet out", "FY 22/24", "year 7/9", "fy 5/6",
        "3 of 8 and 4 of 8", "3/8 or 1/2", "8/3",
        "5% of 20", "72% of annual target", "20 of 51%", "2.5 of 10", "5 of 2.5", "£3 of 10", "£5/10", "Q2 of 4",
        "0 of 0", "3 of eight", "1-2 of 5", "16 of 2022/23",
        "5-6/8", "5/8-9", "3 offer 4", "3of4", "Q1/4", "72% from 105 returns", "1/", "/2", "a 3 of", "8th of 9th",
        "Work has stopped since 1/4", "as at 10/12", "Visited on 9/10", "from 3/4 to", "Phase 1 of 3 is done",
        "week 3/4",
        "3/8%", "999999999999999999999999999999999999999 of 5",
    ])
    func noRatios(text: String) { #expect(withBytes(text, readRatio) == nil) }

    @Test(arguments: [
        ("44.95 crimes per 1,000", 4495, 2, ""), ("75% = 27 of 36", 75, 0, "%"), ("Q2 turnover 4.6%, up", 46, 1, "%"),
        ("overspend £0.6m", 6, -5, "£"),
        ("-3 below", -3, 0, ""), ("fell by -0.5%", -5, 1, "%"), ("C19 hit 5", 5, 0, ""), ("about .5", 5, 1, ""),
        ("1,215 seen", 1215, 0, ""), ("10-20", 10, 0, ""),
        ("in 2021, 692 cases", 2021, 0, ""), ("(12)", -12, 0, ""), ("see (12) there", 12, 0, ""),
    ])
    func firstNumbers(text: String, mantissa: Int, scale: Int, unit: String) {
        let read = withBytes(text, readFirstNumber)
        #expect(read?.mantissa == Int128(mantissa))
        #expect(read.map { Int($0.scale) } == scale)
        #expect(read?.unit.name == unit)
    }

    @Test func textWithoutNumber() {
        for text in ["", "none", "Q2", "H1a"] { #expect(withBytes(text, readFirstNumber) == nil) }
    }

    @Test(arguments: [
        ("42,327", 5, 0), ("19.8", 3, 1), ("100%", 1, 0), ("0.50", 2, 2), ("1.514m", 4, 3), ("£24.6m", 3, 1),
        ("0", 1, 0), ("1565", 4, 0), ("(3.25)", 3, 2),
        ("<12.6%", 3, 1), ("Between 10%-20%", 1, 0), ("88.8% (Q3)", 3, 1), ("0.0", 1, 1), ("5.0", 2, 1),
        ("34, 692", 5, 0), ("1200k", 2, 0),
    ])
    func printedDigitsAndDecimals(cell: String, digits: Int, decimals: Int) {
        #expect(withBytes(cell, printedDigits) == digits)
        #expect(withBytes(cell, printedDecimals) == decimals)
    }

    @Test func wordsAreCounted() {
        for (text, count) in [
            ("", 0), (" - ", 0), ("one", 1), ("one – two", 2), ("it's\u{A0}3% up.\nYes", 4), ("élan vital", 2),
            ("½", 1),
        ] {
            #expect(withBytes(text, wordCount) == count)
        }
        #expect(withBytes("--", printedDigits) == nil)
    }

    @Test func expectationsHaveExamplesThatRead() {
        #expect(CellExpectation(.whole).text == "a whole number, such as 1,215")
        #expect(readAsFigures(["1,215"], .whole) != ["unreadable"])
    }
}
