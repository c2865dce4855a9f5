// What cells of figures mean, spelling by spelling.

import Quantities
import Testing

@Suite struct ReadingFiguresTests {
    @Test(arguments: [
        ("12", "12"), ("0", "0"), ("007", "7"), ("92.4%", "924@1 %"), ("100%", "100 %"), ("0.50", "50@2"),
        (".5", "5@1"), ("53.0%", "530@1 %"), ("1,344,000", "1344000"), ("£1,344", "1344 £"), ("42,327", "42327"),
        ("£1.344m", "1344@-3 £ scaled"), ("£2.4m", "24@-5 £ scaled"), ("1.4m", "14@-5 scaled"),
        ("5k", "5@-3 scaled"), ("5K", "5@-3 scaled"), ("£60.3k", "603@-2 £ scaled"), ("2bn", "2@-9 scaled"),
        ("£1.5 million", "15@-5 £ scaled"), ("3 Billion", "3@-9 scaled"), ("3 mn", "3@-6 scaled"),
        ("12 thousand", "12@-3 scaled"), ("3 m", "3@-6 scaled"), ("-3", "-3"), ("−3", "-3"), ("–3", "-3"),
        ("+3", "3"), ("- 3", "-3"), ("(3)", "-3"), ("( 3 )", "-3"), ("(£60.3k)", "-603@-2 £ scaled"),
        ("-£60.3k", "-603@-2 £ scaled"), ("£-60.3k", "-603@-2 £ scaled"), ("−£60.3k", "-603@-2 £ scaled"),
        ("(5.2%)", "-52@1 %"), ("-0.7%", "-7@1 %"), ("5 %", "5 %"), ("£ 2.4m", "24@-5 £ scaled"),
        ("€12", "12 €"), ("$1,000.50", "100050@2 $"), ("95 percent", "95 %"), ("95 per cent", "95 %"),
        ("1\u{A0}344", "1344"), ("1\u{202F}344\u{202F}000", "1344000"), ("\u{A0}92.4%\u{3000}", "924@1 %"),
        (" 7 ", "7"), ("\u{FEFF}7", "7"), ("£34, 692", "34692 £ irregular"), ("34, 692", "34692 irregular"),
        ("34 ,692", "34692 irregular"), ("'12", "12 irregular"),
        ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
        ("-99999999999999999999999999999999999999", "-99999999999999999999999999999999999999"),
        ("999999999999999999999999999999999999999", "unreadable"),
        ("0000000000000000000000000000000000000000001", "1"),
        ("0.000000000000000000000000000000000000000000000000001", "unreadable"),
        ("1234567890123456789", "1234567890123456789"), ("123456789012345678.5", "1234567890123456785@1"),
    ])
    func everyFigureIsAMeasure(cell: String, meaning: String) { #expect(readAsFigures([cell], .measure) == [meaning]) }

    @Test(arguments: [
        ("141.13kgs", "14113@2 kg"), ("532.48kgs", "53248@2 kg"), ("550kg", "550 kg"), ("550 KG", "550 kg"),
        ("7563 tCO2e", "7563 tCO2e"), ("7563 TCO2E", "7563 tCO2e"), ("7,563 tonnes CO2e", "7563 tCO2e"),
        ("21 days", "21 day"), ("1 day", "1 day"), ("28days", "28 day"), ("7.4 years", "74@1 year"),
        ("6 years", "6 year"),
        ("4.9 delays per day", "49@1 delay per day"), ("2100 per 100,000", "2100 per 100,000"),
        ("2100 per 100000", "2100 per 100,000"), ("2,100 per 100k", "2100 per 100,000"),
        ("44.95 crimes per 1,000 population", "4495@2 crime per 1,000 population"), ("21°C", "21 °C"),
        ("21 °c", "21 °C"),
        ("12 µg/m3", "12 µg per m³"), ("12 µg/m³", "12 µg per m³"), ("5 m2", "5 m²"), ("5m²", "5 m²"),
        ("5 m/s", "5 m per s"),
        ("3 months", "3 month"), ("1.4m visitors", "14@-5 visitor scaled"), ("5 working days", "5 working day"),
        ("30 mins", "30 minute"), ("30 min", "30 minute"), ("12 hrs", "12 hour"), ("12.5 FTE", "125@1 FTE"),
        ("3 people", "3 person"), ("4 enquiries", "4 enquiry"), ("2 buses", "2 bus"), ("9 businesses", "9 business"),
        ("3 person-days", "3 person-day"), ("4 per quarter", "4 per quarter"), ("-3 days", "-3 day"),
        ("12 kg per household", "12 kg per household"), ("5 élèves", "5 élève"), ("60p", "60 p"),
        ("12 kg\u{A0}per  household", "12 kg per household"), ("5 percentage points", "5 percentage point"),
        ("87% (Q3)", "87 %"), ("87%(Q3)", "87 %"), ("140 (Q3)", "140"), ("1% (30.3m)", "1 %"), ("2.4 (Q3)", "24@1"),
        ("17.9% (15/16)", "179@1 %"), ("21 days (Q3)", "21 day"), ("5 (a) (b)", "5"), ("5 ((a) b)", "5"),
        ("(3) (Q3)", "-3"), ("£3m (est.)", "3@-6 £ scaled"),
    ])
    func unitsAndNotes(cell: String, meaning: String) { #expect(readAsFigures([cell], .measure) == [meaning]) }

    @Test(arguments: [
        "Balanced", "£1m Surplus", "45/47", "2022/23", "2023-24", "R -0.6 W -1.2 M -0.3", "Not Audited", "Outstanding",
        "Approved by auditor – October 2023 tbc", "30/09/2023", "2023-09-30", "1st", "2nd place", "30 th",
        "30 September",
        "5 May", "Q3", "(Q3)", "abc", "4O%", "1 in 5", "5 of 10", "5 to 7",
        "10%-20%", "10-20", "5% points", "87% Q3", "£5 per day", "5k%", "£", "%", "k",
        "()", "(3 days)",
        "5 (a", "5 a)", "3 Q2", "12 FY23", "three", "5 per", "1e5x9",
        "3 one two three four five six seven eight nine", "7 or more", "5 days or less", "12 & 13", "1.5.2023",
    ])
    func everythingElseIsWords(cell: String) { #expect(readAsFigures([cell], .measure) == ["words"]) }

    @Test(arguments: [
        "12.3.4%", "1,23", "1,2345", "12,34,567", "£5%", "5%%", "92%%", "1,50", "--5", "(5", "5)", "12 34", "5 6 7",
        "- (5)", "-(5)", "5++",
    ])
    func digitsAndSignsThatAreNoFigure(cell: String) {
        #expect(readAsFigures([cell], .measure) == ["unreadable"])
        #expect(readAsTargets([cell]) == ["unreadable"])
    }

    @Test(arguments: [
        ("95% [p]", "95 %"), ("95% [1]", "95 %"), ("95%*", "95 %"), ("95% **", "95 %"), ("95%¹", "95 %"),
        ("50% ↓", "50 %"), ("↑ 5%", "5 %"), ("5% ▲", "5 %"), ("5 days* (Q3)", "5 day"), ("▼£5k", "5@-3 £ scaled"),
        ("1 000", "1000 irregular"), ("12 345.5%", "123455@1 % irregular"), ("5 €", "5 € irregular"),
        ("5€", "5 € irregular"), ("GBP 5", "5 £ irregular"), ("5 GBP", "5 £ irregular"),
        ("-EUR 5k", "-5@-3 € irregular scaled"),
        ("£(1,200)", "-1200 £ irregular"), ("£(5.50)", "-550@2 £ irregular"), ("(5)%", "-5 % irregular"),
        ("95pc", "95 % irregular"), ("US$5", "5 $ irregular"), ("US$1,000.50", "100050@2 $ irregular"),
        ("1’234", "1234 irregular"), ("1'234'567.5", "12345675@1 irregular"), ("£1’234k", "1234@-3 £ irregular scaled"),
        ("1’23", "words"), ("5’10", "words"), ("5.", "5 irregular"), ("95%.", "95 % irregular"), ("95% [p", "words"),
        ("5 GBP per day", "5 GBP per day"), ("5 EURO", "5 euro"),
    ])
    func notesMarksAndIrregularFigures(cell: String, meaning: String) {
        let read = readAsFigures([cell], .measure)[0]
        #expect(read.split(separator: " ").sorted() == meaning.split(separator: " ").sorted())
    }

    @Test(arguments: [
        ("c. 95%", "95 % approximate"), ("c.95%", "95 % approximate"), ("c 95%", "95 % approximate"), ("C19", "words"),
        ("circa 1500", "1500 approximate"), ("approx. 12 days", "12 day approximate"), ("~95%", "95 % approximate"),
        ("about £2m (Q3)", "2@-6 £ approximate scaled"), ("about time", "words"), ("ca5", "words"),
        ("roughly 40%", "40 % approximate"), ("nearly 5", "5 approximate"), ("almost £2m", "2@-6 £ approximate scaled"),
        ("12 days approx", "12 day approximate"), ("5 approx.", "5 approximate"),
        ("40% approximately", "40 % approximate"),
        ("5, approx", "5 approximate"), ("£5 (approx)", "5 £ approximate"), ("5 exactly", "5"),
        ("12 days exactly (Q3)", "12 day"), ("5approx", "5 approximate"), ("<5 approx", "words"),
        ("5 approx cases", "words"), ("about to", "words"),
        ("<5", "< 5"), (">95%", "> 95 %"), ("≤5", "<= 5"), (">= £5", ">= 5 £"), ("50+", ">= 50"),
        ("50%+ (est.)", ">= 50 %"),
        ("fewer than 10 days", "< 10 day"), ("over 50%", "> 50 %"), ("over 65s", "words"), ("under review", "words"),
        ("no more than 5", "<= 5"), ("= 5", "5 irregular"), ("=40%", "40 irregular %"), ("top 5", "words"),
        ("<5 to 10", "words"),
    ])
    func approximateAndBoundedFigures(cell: String, meaning: String) {
        let read = readAsFigures([cell], .measure)[0]
        #expect(read.split(separator: " ").sorted() == meaning.split(separator: " ").sorted())
        guard !meaning.contains("day"), !meaning.contains("£"), !meaning.contains("words") else { return }
        #expect(readAsFigures([cell], meaning.contains("%") ? .percent : .number)[0] == read)
    }

    @Test(arguments: [
        ("2m 34s", "154 second"), ("2m34s", "154 second"), ("1h30m", "90 minute"), ("2 days 3 hrs", "51 hour"),
        ("1 week, 2 days and 3 hours", "219 hour"), ("1 year 3 months", "15 month"),
        ("2 mins 34.5 secs", "1545@1 second"),
        ("00:03:25", "205 second"), ("4:05", "245 m:ss"), ("2h30", "150 minute"), ("2h5", "words"), ("2h75", "words"),
        ("2 h 30", "150 minute"), ("2h 30", "150 minute"), ("2 hrs 30", "150 minute"),
        ("2 hours 30 (Q3)", "150 minute"),
        ("2h 5", "words"), ("2h 75", "words"), ("2 days 30", "words"), ("4:05 mins", "245 second"),
        ("4:05 hrs", "245 minute"), ("1:02:03 hours", "3723 second"), ("4:05 secs", "words"), ("4:05 m", "words"),
        ("1:02:03 mins", "words"), ("10:30 am", "words"),
        ("2h30m", "150 minute"), ("2h30.5", "words"), ("14:30 (target 12:00)", "870 m:ss"), ("4:5", "words"),
        ("4:75", "words"), ("1:02:75", "words"), ("1:4", "words"), ("2m", "2@-6 scaled"), ("3 hrs 2 days", "words"),
        ("1 year 3 days", "words"), ("2m 34", "words"), ("21 days", "21 day"), ("10:30:00:00", "words"),
    ])
    func lengthsOfTime(cell: String, meaning: String) { #expect(readAsFigures([cell], .measure) == [meaning]) }

    @Test(arguments: [
        ("95% [p]", "[p]"), ("95%*", "*"), ("↑ 5% (Q3)", "↑|(Q3)"), ("TBC (Q3)", "(Q3)"), ("95%", ""),
        ("words (x)", ""),
        ("<5 [c]", "[c]"), ("2m 34s*", "*"), ("5 days (a) [b]", "(a) [b]"), ("", ""), ("50+ ¹", "¹"),
    ])
    func marksBesideFigures(cell: String, marks: String) {
        let bytes = Array(cell.utf8)
        let (before, behind) = bytes.withUnsafeBufferPointer { readMarks($0) }
        let found = [before, behind].filter { !$0.isEmpty }.map { String(decoding: bytes[$0], as: UTF8.self) }
        #expect(found.joined(separator: "|") == marks)
    }

    @Test func wordsWithAFigureInThem() {
        let cells = [
            "£1m Surplus", "12% - up", "5O%", "l2", "9S.4%", "O.5", "up to 40%", "between 5 and 6", "¥5", "A$5", "2½",
            "2 1/2", "5‰", "40?", "5;", "5e3", "est. 5", "at least five", "minimun 5", "at leats 5", "NMT 5", "%", "£",
            "within 5 days", "5!", "<5 approx", "5±1", "3 of 8", "1st", "30 September", "5 to 7", "Q3",
            "S1", "Balanced", "38/40", "7-10", "2016/17", "31/10/2023", "1:4", "3G network", "Phase 1 complete",
            "See note 3", "Quarter 2", "Stage 5", "Group 5", "between 2016/17 and now", "since 2019", "over 65s",
            "[5]", "#5", "k", "under 2022/23", "at site 5", "Table 5", "5:",
        ]
        let vector = FigureVector(capacity: cells.count)
        withCells(cells) { readFigures($0, as: .measure, markers: Markers(), into: vector) }
        #expect(
            cells.indices.filter { vector.flags[$0].contains(.irregular) && vector.state[$0] == .words }
                == Array(0..<27))
    }

    @Test(arguments: [
        ("1,215", "1215 exact"), ("-3", "-3 exact"), ("(3)", "-3 exact"), ("1.2m", "12@-5 scaled"),
        ("5k", "5@-3 scaled"),
        ("12.0", "120@1 exact"), ("1.5", "unreadable"), ("1.2345k", "unreadable"), ("1.234k", "1234 scaled"),
        ("5%", "unreadable"), ("£5", "unreadable"), ("5 days", "unreadable"), ("136 (8)", "136 exact"),
        ("34, 692", "34692 irregular exact"), ("34 692", "34692 irregular exact"), ("three", "3 in-words exact"),
        ("Twenty-four", "24 in-words exact"), ("ninety nine", "99 in-words exact"), ("zero", "0 in-words exact"),
        ("one hundred and five", "105 in-words exact"), ("twelve hundred", "1200 in-words exact"),
        ("Two thousand three hundred", "2300 in-words exact"), ("three million", "3000000 in-words exact"),
        ("one thousand and one", "1001 in-words exact"), ("twenty eleven", "unreadable"), ("five six", "unreadable"),
        ("hundred", "unreadable"), ("two hundred and", "unreadable"), ("three blind mice", "unreadable"),
        ("1,23", "unreadable"), ("12.3.4", "unreadable"), ("abc", "unreadable"), ("", "blank"), ("  ", "blank"),
        ("\u{A0}", "blank"),
        ("DNA", "marker"), ("dna", "marker"), (" n/a ", "nothing"), ("TBC", "marker"), ("-", "nothing"),
        ("—", "nothing"),
        ("–", "nothing"),
        ("..", "marker"), ("Data not yet available", "marker"), ("12 34", "unreadable"), ("1 234 56", "unreadable"),
        ("999999999999999999999999999999999999999", "unreadable"), ("five percent", "unreadable"),
    ])
    func wholeNumbers(cell: String, meaning: String) { #expect(readAsFigures([cell], .whole) == [meaning]) }

    @Test(arguments: [
        ("19.8", "198@1"), ("1.2m", "12@-5 scaled"), ("-0.6", "-6@1"), ("5%", "unreadable"), ("£5", "unreadable"),
        ("12", "12"), ("three", "3 in-words"), ("1 344.5", "13445@1 irregular"), ("5 kg", "unreadable"),
        ("1.", "1 irregular"),
    ])
    func numbers(cell: String, meaning: String) { #expect(readAsFigures([cell], .number) == [meaning]) }

    @Test(arguments: [
        ("92.4%", "924@1 %"), ("92.4", "924@1 %"), ("-5", "-5 %"), ("five per cent", "5 % in-words"),
        ("ten", "10 % in-words"),
        ("£5", "unreadable"), ("4O%", "unreadable"), ("87% (Q3)", "87 %"), ("12.3.4%", "unreadable"),
        ("1,000%", "1000 %"),
    ])
    func percentages(cell: String, meaning: String) { #expect(readAsFigures([cell], .percent) == [meaning]) }

    @Test(arguments: [
        ("£2.4m", "24@-5 £ scaled"), ("£1,344,000", "1344000 £"), ("-£60.3k", "-603@-2 £ scaled"),
        ("(£60.3k)", "-603@-2 £ scaled"),
        ("€5", "5 €"), ("$5", "5 $"), ("5", "5"), ("£34, 692", "34692 £ irregular"), ("£34 692", "34692 £ irregular"),
        ("5%", "unreadable"), ("£1m Surplus", "unreadable"), ("£5£", "unreadable"), ("££5", "unreadable"),
        ("£5 million", "5@-6 £ scaled"),
    ])
    func money(cell: String, meaning: String) { #expect(readAsFigures([cell], .money) == [meaning]) }

    @Test func wordsHaveTheirFingerprint() {
        let cells = ["Not  Audited", " not audited ", "audited", "ÉCOLE", "école"]
        let vector = FigureVector(capacity: cells.count)
        withCells(cells) { readFigures($0, as: .measure, markers: Markers(), into: vector) }
        #expect(vector.mantissa[0] == vector.mantissa[1])
        #expect(vector.mantissa[0] != vector.mantissa[2])
        #expect(vector.mantissa[3] == vector.mantissa[4])
        #expect(vector.mantissa[0] == withBytes("NOT AUDITED", foldedFingerprint))
    }

    @Test func aColumnHasMarkersOfItsOwn() {
        let markers = Markers(adding: ["-1", "Suppressed", "ÉTÉ"])
        #expect(
            readAsFigures(["-1", "1", "SUPPRESSED", "été", "", "x"], .number, markers) == [
                "marker", "1", "marker", "marker", "blank", "marker",
            ])
        #expect(withBytes(" suppressed ", markers.state) == .marker)
        #expect(withBytes("", markers.state) == nil)
        let texts = Markers(only: ["n/k", "#N/A"])
        #expect(withBytes("N/K", texts.state) == .marker)
        #expect(withBytes("N/K (yet)", texts.state) == .marker)
        #expect(withBytes("#n/a", texts.state) == .marker)
        #expect(withBytes("#REF!", texts.state) == .spreadsheetError)
        #expect(withBytes("TBC", texts.state) == nil)
    }

    @Test(arguments: [
        ("TBC (Q3)", "marker"), ("N/A (annual)", "nothing"),
        ("TBC [1]", "marker"), ("N/A*", "nothing"), ("..¹", "marker"), ("DNA (Q3) *", "marker"), ("-†", "nothing"),
        ("- [5]", "words"), ("words [1]", "words"), ("[5]", "words"), ("- (annual)", "nothing"),
        ("-(see note)", "nothing"),
        ("[x]", "marker"), ("[z]", "nothing"), ("..", "marker"), (".. (revised)", "marker"), ("---", "nothing"),
        ("null", "marker"), ("Data awaited", "marker"), ("Not applicable", "nothing"), ("nil return", "nothing"),
        ("*", "marker"), ("**", "marker"), (":", "marker"), ("~", "marker"), ("x", "marker"), ("X", "marker"),
        ("c", "marker"), ("low", "marker"), ("z", "nothing"),
        // Words and figures that look like them.
        ("C", "words"), ("Low", "words"), ("U", "words"), ("TBC soon", "marker"), ("TBC-soon", "words"),
        ("TBC - Q3", "marker"), ("TBC – Q3", "marker"), ("TBC: Q3", "marker"), ("TBC 2024", "marker"),
        ("N/A - annual", "nothing"), ("N/A this year", "nothing"), ("DNA, next in Q4", "marker"),
        ("DNA tests", "words"), ("No data - new", "marker"), ("No data breaches", "words"), ("NA-12", "words"),
        ("Not due: annual", "marker"), ("Not due to illness", "words"), ("Awaiting data from DfE", "marker"),
        ("N/A 5%", "words"), ("DNA - 95", "words"), ("No data - £5", "words"), ("TBC -", "marker"), ("- TBC", "words"),
        ("(c)", "words"), ("c.", "words"), ("[f]", "words"), ("(Q3)", "words"), ("-.", "words"),
        ("#DIV/0!", "spreadsheetError"), ("#n/a", "spreadsheetError"), ("##", "spreadsheetError"),
        ("########", "spreadsheetError"), ("Err:502", "spreadsheetError"), ("#", "words"), ("#1", "words"),
        ("Err:50", "words"), ("#REF", "spreadsheetError"), ("#div/0", "spreadsheetError"),
        ("#N/A N/A", "spreadsheetError"), ("#DATA!", "spreadsheetError"), ("#GETTING_DATA", "spreadsheetError"),
        ("#REF now", "words"), ("#NUM (Q3)", "spreadsheetError"), ("# REF!", "spreadsheetError"),
        ("£#REF!", "spreadsheetError"), ("########%", "spreadsheetError"), ("(#N/A)", "spreadsheetError"),
        ("=#N/A", "spreadsheetError"), ("#DIV/0!%", "spreadsheetError"), ("#ERR", "spreadsheetError"),
        ("£########", "spreadsheetError"), ("£# now", "words"), ("(#1)", "words"),
        ("#NA", "spreadsheetError"), ("#N/A!", "spreadsheetError"), ("#DIV/O!", "spreadsheetError"),
        ("#DIV0!", "spreadsheetError"), ("REF!", "spreadsheetError"), ("DIV/0", "spreadsheetError"),
        ("REF 5", "words"), ("VALUE", "words"), ("Stop!", "words"), ("#12", "words"),
    ])
    func whatIsNoValue(cell: String, expected: String) {
        #expect(readAsFigures([cell], .measure) == [expected])
        #expect(readAsTargets([cell]) == [cell.hasPrefix("TBC") ? "notSet" : expected])
        let strict = expected == "words" && cell.count > 3 ? "unreadable" : nil
        if let strict { #expect(readAsFigures([cell], .whole) == [strict]) }
    }

    @Test(arguments: [
        ("TBC.", "marker"), ("(TBC)", "marker"), ("[TBC]", "marker"), ("t.b.c.", "marker"), ("T.B.C", "marker"),
        ("TBC*", "marker"), ("(TBC.)", "marker"), ("(TBC) (Q3)", "marker"), ("( to be confirmed )", "marker"),
        ("N / A", "nothing"), ("n/a.", "nothing"), ("(n/a)", "nothing"), ("N.A", "nothing"),
        ("Not applicable.", "nothing"),
        ("(-)", "nothing"), ("[..]", "marker"),
        // What the accounting formats of spreadsheets show for nothing.
        ("£-", "nothing"), ("£ -", "nothing"), ("£   –", "nothing"), ("-%", "nothing"), ("- %", "nothing"),
        ("€ -", "nothing"), ("-£", "nothing"), ("$—", "nothing"),
    ])
    func markersInOtherForms(cell: String, expected: String) {
        for kind in [FigureKind.whole, .number, .percent, .money, .measure] {
            #expect(readAsFigures([cell], kind) == [expected])
        }
        let isNotSet = expected == "marker" && cell != "[..]"
        #expect(readAsTargets([cell]) == [isNotSet ? "notSet" : expected])
    }

    @Test func anErrorOfASpreadsheetInATextIsInCapitals() {
        let texts = Markers(only: [])
        for cell in ["#REF!", "#ref!", "#REF", "#DIV/0", "#N/A N/A", "##"] {
            #expect(withBytes(cell, texts.state) == .spreadsheetError, "\(cell)")
        }
        for cell in ["#ref", "#Value", "#REF is wrong", "Err:502", "#Data", "#"] {
            #expect(withBytes(cell, texts.state) == nil, "\(cell)")
        }
    }

    @Test func lettersThatStandForNoFigure() {
        #expect(readAsFigures(["C", "Low", "U", "Z"], .number) == ["marker", "marker", "marker", "nothing"])
    }

    @Test func unitsHaveOneSpelling() {
        for (text, name) in [
            ("kgs", "kg"), ("KG", "kg"), ("days", "day"), ("delays per day", "delay per day"), ("tCO2e", "tCO2e"),
            ("species", "species"),
            ("percent", "%"), ("", ""), ("Series", "series"), ("boxes", "box"), ("gas", "gas"),
            ("analysis", "analysis"), ("yrs", "year"),
        ] {
            #expect(canonicalUnitName(text) == name)
            #expect(canonicalUnitName(name) == name)
        }
    }
}
