// Dates, periods and the calendar.

import Quantities
import Testing

@Suite struct ReadingDatesTests {
    @Test(arguments: [
        ("2023-09-30", "2023-09-30"), ("30/09/2023", "2023-09-30"), ("30 September 2023", "2023-09-30"),
        ("Sep-23", "2023-09-30"),
        ("Mar 2024", "2024-03-31"), ("2021", "2021-12-31"), ("3/4/2024", "2024-04-03"), ("30/9/23", "2023-09-30"),
        ("30.09.2023", "2023-09-30"),
        ("30-09-2023", "2023-09-30"), ("30-Sep-23", "2023-09-30"), ("30 Sep 2023", "2023-09-30"),
        ("30th September 2023", "2023-09-30"),
        ("30 th June 2017", "2017-06-30"), ("1st of March 2023", "2023-03-01"), ("30 SEPT 2023", "2023-09-30"),
        ("Sept. 2023", "2023-09-30"),
        ("September 30, 2023", "2023-09-30"), ("Sep 30th 2023", "2023-09-30"), ("September 2023", "2023-09-30"),
        ("Feb 2024", "2024-02-29"),
        ("Feb-23", "2023-02-28"), ("Feb '23", "2023-02-28"), ("Feb ’70", "1970-02-28"), ("May-69", "2069-05-31"),
        ("2023-09", "2023-09-30"),
        ("09/2023", "2023-09-30"), ("2023/09/30", "2023-09-30"), ("2023-Sep-30", "2023-09-30"),
        ("20230930", "2023-09-30"), ("30Sep2023", "2023-09-30"),
        ("2023-09-30 00:00:00", "2023-09-30"), ("2023-09-30T00:00:00", "2023-09-30"),
        ("2023-09-30T00:00:00.000Z", "2023-09-30"),
        ("2023-09-30T12:30:00+01:00", "2023-09-30"), ("30/09/2023 14:30", "2023-09-30"),
        ("Saturday 30 September 2023", "2023-09-30"),
        ("Sat, 30 Sep 2023", "2023-09-30"), ("29/02/2024", "2024-02-29"), (" 30/09/2023\u{A0}", "2023-09-30"),
        ("01/01/1970", "1970-01-01"),
        ("1583-10-15", "1583-10-15"), ("31/12/9999", "9999-12-31"),
    ])
    func dates(cell: String, date: String) {
        let read = readAsCodes([cell]) { readDates($0, markers: Markers(), into: $1) }[0]
        #expect(read.0 == .value)
        #expect(CalendarDate(days: Int(read.1))?.text == date)
    }

    @Test(arguments: [
        "31/09/2023", "29/02/2023", "29/02/1900", "00/01/2023", "1/13/2023", "13/2023", "2023-13", "2023/24", "2023-24",
        "30 September", "abc",
        "2023-09-30x", "2023-09-30 25:00", "2023-09-30T", "30/09-2023", "45199", "999", "0023", "12", "Sep",
        "Q2 2023/24", "30//09/2023",
        "2023-09-30-01", "99999999999999999999", "30/09/", "30/09/202", "Smarch 2023", "1stt March 2023", "30 09 2023",
    ])
    func noDates(cell: String) {
        #expect(readAsCodes([cell]) { readDates($0, markers: Markers(), into: $1) }[0].0 == .unreadable)
    }

    @Test func otherStates() {
        let states = readAsCodes(["", "DNA", "-"]) { readDates($0, markers: Markers(), into: $1) }.map(\.0)
        #expect(states == [.blank, .marker, .nothing])
        #expect(
            readAsCodes(["", "DNA"]) { readPeriods($0, yearFrom: 4, markers: Markers(), into: $1) }.map(\.0) == [
                .blank, .marker,
            ])
    }

    @Test(arguments: [
        ("2023-24 Q2", "2023-24 Q2"), ("2023/24 Q2", "2023-24 Q2"), ("Q2 2023/24", "2023-24 Q2"),
        ("Q2 2023-24", "2023-24 Q2"), ("2023-Q2", "2023-24 Q2"),
        ("2023-24", "2023-24"), ("2023/24", "2023-24"), ("2023-09", "2023-09"), ("Sep-23", "2023-09"),
        ("Q2 23/24", "2023-24 Q2"),
        ("Quarter 2 2023/24", "2023-24 Q2"), ("2023/24 Quarter 2", "2023-24 Q2"), ("quarter2, 2023-24", "2023-24 Q2"),
        ("H1 2023/24", "2023-24 H1"),
        ("2023-24 H2", "2023-24 H2"), ("April 2023", "2023-04"), ("2023/2024", "2023-24"), ("2023–24", "2023-24"),
        ("23/24", "2023-24"),
        ("2011-12", "2011-12"), ("2023 Q2", "2023-24 Q2"), ("2023Q2", "2023-24 Q2"), ("Q4 2016/17", "2016-17 Q4"),
        ("q4 2016/17", "2016-17 Q4"),
        ("FY 2023/24", "2023-24"), ("FY23/24", "2023-24"), ("2023", "2023-24"), ("1999-00", "1999-00"),
        ("99/00", "1999-00"), ("09/2023", "2023-09"),
        ("2023 Sep", "2023-09"), ("Q2 (2023/24)", "2023-24 Q2"), ("2023/24 - Q2", "2023-24 Q2"),
        (" 2023-24\u{A0}Q2 ", "2023-24 Q2"), ("12/2023", "2023-12"),
    ])
    func periods(cell: String, text: String) {
        let read = readAsCodes([cell]) { readPeriods($0, yearFrom: 4, markers: Markers(), into: $1) }[0]
        #expect(read.0 == .value)
        let period = Period(code: read.1)
        #expect(period.text == text)
        #expect(period.code == read.1)
        // What is written is read back as the same.
        #expect(withBytes(period.text) { readPeriod($0, yearFrom: 4) } == period)
    }

    @Test(arguments: [
        "Q5 2023/24", "Q0 2023/24", "Q2 2022/24", "2022/24", "H3 2023/24", "Q2", "AVERAGE", "2023-13", "30/09/2023",
        "2023-09-30", "FY2023", "Q2 2023-09",
        "Q2 2023/24 x", "2023-24 Q", "Q2 (2023/24", "Q2 2023/24)", "20232024", "23", "13/2023", "FY 2023/09",
    ])
    func noPeriods(cell: String) {
        #expect(readAsCodes([cell]) { readPeriods($0, yearFrom: 4, markers: Markers(), into: $1) }[0].0 == .unreadable)
    }

    @Test func monthsLieInQuartersAndYears() throws {
        let march = Period(start: 2024 * 12 + 2, months: 1)
        #expect(march.year() == 2023 && march.quarter() == 4)
        let april = Period(start: 2024 * 12 + 3, months: 1)
        #expect(april.year() == 2024 && april.quarter() == 1)
        #expect(april.year(from: 1) == 2024 && april.quarter(from: 1) == 2)
        let year = Period(start: 2023 * 12 + 3, months: 12)
        #expect(year.year() == 2023 && year.quarter() == nil)
        let quarter = Period(start: 2023 * 12 + 6, months: 3)
        #expect(quarter.year() == 2023 && quarter.quarter() == 2 && quarter.quarter(from: 5) == nil)
        #expect(CalendarDate(days: quarter.lastDay)?.text == "2023-09-30")
        #expect(CalendarDate(days: year.lastDay)?.text == "2024-03-31")
        #expect(quarter < Period(start: 2023 * 12 + 3, months: 6))
        #expect(Period(start: 2023 * 12 + 3, months: 6) < year)
        #expect(Period(start: 2023 * 12, months: 12).text(yearFrom: 1) == "2023")
        #expect(Period(start: 2023 * 12 + 4, months: 4).text == "2023-05 to 2023-08")
        #expect(withBytes("Q1 2023/24") { readPeriod($0, yearFrom: 7) }?.start == 2023 * 12 + 6)
        #expect(withBytes("Q1 2023/24") { readPeriod($0, yearFrom: 13) } == nil)
    }

    @Test func everyDayOfFourCenturiesIsItself() throws {
        var expected = try #require(CalendarDate(year: 1800, month: 1, day: 1))
        for days in expected.days...(expected.days + 150_000) {
            let date = try #require(CalendarDate(days: days))
            #expect(date == expected)
            let next = date.day < 28 ? date.day + 1 : nil
            let successor =
                CalendarDate(year: date.year, month: date.month, day: next ?? date.day + 1)
                ?? CalendarDate(year: date.year, month: date.month + 1, day: 1)
                ?? CalendarDate(year: date.year + 1, month: 1, day: 1)
            expected = try #require(successor)
        }
    }

    @Test func datesAddUp() throws {
        let january = try #require(CalendarDate(year: 2023, month: 1, day: 31))
        #expect(january.adding(months: 1)?.text == "2023-02-28")
        #expect(january.adding(months: -2)?.text == "2022-11-30")
        #expect(january.adding(days: 1)?.text == "2023-02-01")
        #expect(january.adding(days: .max) == nil && january.adding(days: .min) == nil)
        #expect(january.adding(months: .max) == nil && january.adding(months: .min) == nil)
        #expect(january.months(until: try #require(CalendarDate(year: 2023, month: 3, day: 1))) == 1)
        #expect(january.months(until: try #require(CalendarDate(year: 2022, month: 12, day: 31))) == -1)
        #expect(CalendarDate(days: -719_162)?.text == "0001-01-01")
        #expect(CalendarDate(days: 2_932_896)?.text == "9999-12-31")
        #expect(CalendarDate(days: 2_932_897) == nil && CalendarDate(year: 0, month: 1, day: 1) == nil)
    }
}
