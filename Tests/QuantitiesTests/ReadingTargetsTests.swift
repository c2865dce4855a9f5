// What targets mean, spelling by spelling.

import Quantities
import Testing

@Suite struct ReadingTargetsTests {
    @Test(arguments: [
        ("123", "123"), ("6 years", "6 year"), ("1.4m", "14@-5 scaled"), ("150,000", "150000"), ("550kg", "550 kg"),
        ("3%", "3 %"),
        ("1% (30.3m)", "1 %"), ("£1.344m", "1344@-3 £ scaled"), ("£3m", "3@-6 £ scaled"), ("-0.7", "-7@1"),
        ("(3)", "-3"),
        ("15 days", "15 day"), ("2100 per 100,000", "2100 per 100,000"), ("= 5", "5"), ("34, 692", "34692 irregular"),
    ])
    func aMeasureIsAPlainTarget(cell: String, meaning: String) { #expect(readAsTargets([cell]) == [meaning]) }

    @Test(arguments: [
        ("<23", "lessThan 23"), ("< 23", "lessThan 23"), (">=5", "atLeast 5"), ("> = 5", "atLeast 5"),
        ("≤4", "atMost 4"),
        ("≤ 4", "atMost 4"), ("≥4%", "atLeast 4 %"), ("⩾4", "atLeast 4"), ("=<4", "atMost 4"), ("=>4", "atLeast 4"),
        ("<=4", "atMost 4"), ("< or = 4", "atMost 4"), ("> or equal to 4", "atLeast 4"), ("< -0.7", "lessThan -7@1"),
        ("<-0.17", "lessThan -17@2"), ("<−0.17", "lessThan -17@2"), ("> 15", "moreThan 15"), (">145", "moreThan 145"),
        (">7.0%", "moreThan 70@1 %"), ("<£21", "lessThan 21 £"), ("<8 days", "lessThan 8 day"),
        ("<7563 tCO2e", "lessThan 7563 tCO2e"),
        ("<3000", "lessThan 3000"), (">1,000", "moreThan 1000"), ("<5% (Q3)", "lessThan 5 %"),
        ("<\u{A0}5", "lessThan 5"),
        ("Less than 23", "lessThan 23"), ("LESS THAN 23", "lessThan 23"), ("less  than\u{A0}23", "lessThan 23"),
        ("below 5%", "lessThan 5 %"), ("Under 10 days", "lessThan 10 day"), ("fewer than 3", "lessThan 3"),
        ("lower than 3", "lessThan 3"),
        ("More than 5", "moreThan 5"), ("above 80%", "moreThan 80 %"), ("over £1m", "moreThan 1@-6 £ scaled"),
        ("greater than 4", "moreThan 4"), ("At least 90%", "atLeast 90 %"), ("no less than 5", "atLeast 5"),
        ("No fewer than 5", "atLeast 5"),
        ("not less than 5", "atLeast 5"), ("minimum of 5", "atLeast 5"), ("Minimum 5", "atLeast 5"),
        ("Min. 5", "atLeast 5"), ("Maintain at 90%", "90 %"), ("Reduce to below 5%", "lessThan 5 %"),
        ("-(2)", "unreadable"),
        ("at most 5", "atMost 5"), ("no more than 5", "atMost 5"), ("not more than 5", "atMost 5"),
        ("Up to 5", "atMost 5"),
        ("maximum of 5 days", "atMost 5 day"), ("Max 5", "atMost 5"), ("within 5 working days", "atMost 5 working day"),
        ("less than or equal to 5", "atMost 5"), ("greater than or equal to 5", "atLeast 5"),
        ("not exceeding 5%", "atMost 5 %"),
        ("Top 5", "atMost 5"), ("top 10%", "atMost 10 %"), ("50+", "atLeast 50"), ("95%+", "atLeast 95 %"),
        ("50 or more", "atLeast 50"),
        ("5 days or less", "atMost 5 day"), ("23 or fewer", "atMost 23"), ("80% or above", "atLeast 80 %"),
        ("5% or below", "atMost 5 %"),
        ("5 days maximum", "atMost 5 day"), ("90% minimum", "atLeast 90 %"), ("30 min", "30 minute"),
        ("Maintain at least 90%", "atLeast 90 %"),
        ("Reduce to 5%", "atMost 5 %"), ("Increase to 70%", "atLeast 70 %"), ("At or above 50%", "atLeast 50 %"),
    ])
    func theDirectionIsItsOwn(cell: String, meaning: String) { #expect(readAsTargets([cell]) == [meaning]) }

    @Test(arguments: [
        ("max. 5", "atMost 5"), ("min. 95%", "atLeast 95 %"), ("5 (max)", "atMost 5"), ("5 (max.)", "atMost 5"),
        ("30 (min)", "atLeast 30"), ("95% (minimum)", "atLeast 95 %"), (">/= 95%", "atLeast 95 %"),
        ("</= 5", "atMost 5"),
        ("±5%", "-5 % .. 5 %"), ("+/- 5%", "-5 % .. 5 %"), ("exactly 5", "5 .. 5"), ("Exactly 95%", "95 % .. 95 %"),
        (">5 and <10", "5 strict .. 10 strict"), ("≥5 and <10%", "5 % .. 10 strict %"),
        ("<10, >5", "5 strict .. 10 strict"),
        ("more than 5 but no more than 10", "5 strict .. 10"), (">5 and >10", "words"), (">10 and <5", "words"),
        ("95% or better", "95 %"), ("no worse than 95%", "95 %"), ("Better than 5", "5 strict"),
        ("Target: 95%", "95 %"),
        ("No target", "notSet"), ("Nil", "notSet"), ("c. 95%", "95 approximate %"),
        ("at least 14 days", "atLeast 14 day"),
        ("> 5 < 10", "5 strict .. 10 strict"), (">=5 <=10", "5 .. 10"), (">90% - <95%", "90 strict % .. 95 strict %"),
        (">90% to ≤95%", "90 strict % .. 95 %"), ("min 5 max 10", "5 .. 10"), ("min. 5 / max. 10", "5 .. 10"),
        ("minimum 90% maximum 95%", "90 % .. 95 %"), ("5 < x < 10", "5 strict .. 10 strict"),
        ("10 >= value > 5%", "5 strict % .. 10 %"), (">5 <3", "words"), ("5 < x > 3", "words"),
        ("<5 or >10", "words"), ("5 > 10", "words"), ("95%/98%", "words"),
        ("outside 5-10", "words"), ("90% in 4 hours", "words"), ("5 -> 10", "words"),
        ("5--10", "words"), ("-10--5", "-10 .. -5"), ("5½", "words"), ("5/10", "words"),
        ("Min: 95%", "atLeast 95 %"), ("Max: 5", "atMost 5"), ("== 95%", "95 %"), ("95% min", "atLeast 95 %"),
        ("95% min.", "atLeast 95 %"), ("5 max.", "atMost 5"), ("5 days min", "atLeast 5 day"),
        ("£5 min", "atLeast 5 £"),
        ("30 min", "30 minute"), ("5 maximum per year", "atMost 5 per year"), ("5 max per year", "atMost 5 per year"),
        ("5 days max per case", "words"), ("5 below target", "words"),
        ("5 fewer", "words"), ("5 more than last year", "words"),
        ("95 ± 2", "93 .. 97"), ("95% ± 2%", "93 % .. 97 %"), ("95.5% (+/- 2)", "935@1 % .. 975@1 %"),
        ("95 ± 2%", "words"), ("less than or equal 5", "atMost 5"), ("equal to 5", "5"),
        ("equal to or less than 5", "atMost 5"), ("not < 5", "atLeast 5"), ("no > 5", "atMost 5"),
        ("\u{FF1C}5", "lessThan 5"), ("\u{2267}5", "atLeast 5"), ("<or=5", "atMost 5"),
        ("2m 34s", "154 second"), ("<2m 34s", "lessThan 154 second"), ("at most 1h30m", "atMost 90 minute"),
        ("4:00 or less", "atMost 240 m:ss"), ("< c. 5", "lessThan 5 approximate"), ("95%*", "95 %"),
        ("1 000", "1000 irregular"), ("atleast 90%", "atLeast 90 %"), ("at-least 5", "atLeast 5"),
        ("at-most 5", "atMost 5"), ("Min: 5", "atLeast 5"), ("min 3 max 5", "3 .. 5"), ("at the most 5", "atMost 5"),
        ("at the least 5", "atLeast 5"), ("5±1", "4 .. 6"), ("≧5", "atLeast 5"), ("5 exactly", "5 .. 5"),
        ("95% exactly", "95 % .. 95 %"), ("12 days approx", "12 day approximate"), ("5 approx.", "5 approximate"),
        ("at most 5 approx", "atMost 5 approximate"), ("at least 5 exactly", "words"),
        ("roughly 40%", "40 % approximate"),
        ("= 40%", "40 %"), ("US$5", "5 $ irregular"),
    ])
    func furtherSpellings(cell: String, meaning: String) {
        let read = readAsTargets([cell])[0]
        #expect(read.split(separator: " ").sorted() == meaning.split(separator: " ").sorted())
    }

    /// What begins as a bound and is none is words that are noted; other words are not.
    @Test func wordsThatBeginAsBoundsAreNoted() {
        let noted = [
            ">5 <3", "5 < x > 3", "<5 or >10", "5 > 10", "95%/98%", "outside 5-10", "not between 5 and 10",
            "90% in 4 hours", "5 -> 10", "95% → 98%", "95%; 98%", "5--10", "5½", "5 days max per case",
            "5 below target", "atleast 5 of 8", "nmt 5", "at least five", "90%>", "95% / 50%", "40?", "minimun 5",
            "at leats 90%", "maxmum 5", "at least 5 exactly", "5 fewer", "5 more than last year", "95 ± 2%",
            "100% compliance", "between 5% and £10",
        ]
        let others = [
            "5/10", "1 in 4", "3 of 8", "2023-24", "Q2 2023/24", "31/10/2023", "Top quartile", "Grade 4",
            "Phase 1 complete", "See note 3", "Quarter 2", "Stage 5", "Top quartile", "Balanced",
            "Year 2", "lower is better", "1st",
        ]
        let cells = noted + others
        let vector = TargetVector(capacity: cells.count)
        withCells(cells) { readTargets($0, markers: Markers(), into: vector) }
        for row in cells.indices {
            #expect(vector.first.state[row] == .words, "\(cells[row])")
            #expect(vector.first.flags[row].contains(.irregular) == (row < noted.count), "\(cells[row])")
        }
    }

    @Test(arguments: [
        ("Ave 4 per quarter", "4"), ("Average of 4 per month", "4"), ("avg. 4", "4"),
        ("4 per quarter", "4 per quarter"),
        ("67% by 2017", "67 %"), ("7% gap by 2017", "7 %"), ("9% gap", "9 %"),
        ("at least 67% by March 2024", "atLeast 67 %"),
        ("<5 days by Q4", "lessThan 5 day"), ("5% by 31/03/2024", "5 %"), ("5% by the end of 2024", "5 %"),
        ("6 years by year end", "6 year"),
        ("80% by 30 September 2023", "80 %"), ("80% BY 2030 (stretch)", "80 %"), ("Achieve 90%", "90 %"),
        ("Target: 90%", "90 %"), ("Maintain 90%", "90 %"),
        ("Achieve regional average (90.4%)", "904@1 %"), ("Achieve national average (85%)", "85 %"),
        ("Achieve national average (63.9)", "639@1"),
        ("Better than national (49.2%)", "492 strict@1 %"),
        ("Maintain better than national average (23.7%)", "237 strict@1 %"),
        ("Maintain better than national average (2100 per 100,000)", "2100 strict per 100,000"),
        ("(2100 per 100,000)", "2100 per 100,000"),
        ("Maintain national average (75.5%)", "755@1 %"), ("Above national (51%)", "moreThan 51 %"),
        ("Below England ( 12% )", "lessThan 12 %"),
        ("Maintain above national (51%)", "moreThan 51 %"), ("Target (90%)", "90 %"),
        ("Improve on 2022/23 (45%)", "45 %"),
        ("Not below national (51%)", "atLeast 51 %"),
    ])
    func figuresAmongWords(cell: String, meaning: String) { #expect(readAsTargets([cell]) == [meaning]) }

    @Test(arguments: [
        ("Between 10%-20%", "10 % .. 20 %"), ("between 10% and 20%", "10 % .. 20 %"),
        ("Between 10 and 20%", "10 % .. 20 %"),
        ("Between 10% to 20", "10 % .. 20 %"), ("10-20", "10 .. 20"), ("10–20", "10 .. 20"), ("10 — 20", "10 .. 20"),
        ("10 - 20", "10 .. 20"),
        ("10% to 20%", "10 % .. 20 %"), ("10-20%", "10 % .. 20 %"), ("10%-20", "10 % .. 20 %"),
        ("Between 10 and 20", "10 .. 20"),
        ("from 10 to 20", "10 .. 20"), ("20-10", "10 .. 20"), ("10 to 20 days", "10 day .. 20 day"),
        ("10 days to 20 days", "10 day .. 20 day"),
        ("10 days - 2 weeks", "words"), ("£10k-£20k", "10@-3 £ scaled .. 20@-3 £ scaled"),
        ("£10-20k", "10@-3 £ scaled .. 20@-3 £ scaled"),
        ("1-2m", "1@-6 scaled .. 2@-6 scaled"), ("£500k to £1m", "500@-3 £ scaled .. 1@-6 £ scaled"),
        ("-5 to 5", "-5 .. 5"),
        ("-5 - -3", "-5 .. -3"), ("-5--3", "-5 .. -3"), ("Between 10-20 (Q3)", "10 .. 20"),
        ("between 1,000 and 2,000", "1000 .. 2000"),
        ("Between 10%-20% by 2017", "10 % .. 20 %"), ("0.5-1.25", "5@1 .. 125@2"), ("1,900-2,000", "1900 .. 2000"),
        ("Achieve 10-20%", "10 % .. 20 %"),
        ("10% - £20", "words"), ("2023-24", "words"), ("2023-2024", "words"), ("2018-20", "words"),
        ("2023/24", "words"), ("10-20-30", "words"),
        ("between 10", "words"), ("30 and 40", "words"), ("Between 10 or 20", "words"),
        ("5-90000000000000000000000000000000000000", "5 .. 90000000000000000000000000000000000000"),
        ("90000000000000000000000000000000000000-0.5", "5@1 .. 90000000000000000000000000000000000000"),
    ])
    func ranges(cell: String, meaning: String) { #expect(readAsTargets([cell]) == [meaning]) }

    @Test(arguments: [
        "TBC", "tbc", " TBC ", "Baseline year", "BASELINE  YEAR", "Establish baseline", "Establishing a baseline",
        "To be confirmed", "to be set",
        "TBC (March 2024)", "Baseline to be set in Q3", "Baseline", "TBA",
    ])
    func notSetYet(cell: String) { #expect(readAsTargets([cell]) == ["notSet"]) }

    @Test(arguments: [
        "Balanced", "Achieved", "Good", "Approved by auditor", "Maintain above national", "Top quartile",
        "Under review", "5% reduction",
        "10% increase", "90% of cases within 5 days", "Within 5% of national (50%)", "Achieve national average (2023)",
        "45/47", "(Q3)",
        "Improve (Q3)", "Reduce by 10%", "1st", "<", ">=", "< five", "Less than", "by 2017", "+", "between and",
        "Over",
    ])
    func words(cell: String) { #expect(readAsTargets([cell]) == ["words"]) }

    @Test func otherStates() {
        #expect(
            readAsTargets([
                "", " ", "-", "DNA", "n/a", "999999999999999999999999999999999999999%",
                "<999999999999999999999999999999999999999",
            ])
                == ["blank", "blank", "nothing", "marker", "nothing", "unreadable", "unreadable"])
    }

    @Test func wordsCompareIgnoringCase() {
        let vector = TargetVector(capacity: 2)
        withCells(["Achieved", "ACHIEVED "]) { readTargets($0, markers: Markers(), into: vector) }
        #expect(vector.first.mantissa[0] == vector.first.mantissa[1])
    }
}
