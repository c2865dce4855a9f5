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
        ("2023/24", "2024-03-31"), ("2023-24", "2024-03-31"), ("2011/12", "2012-03-31"), ("2011-12", "2012-03-31"),
        ("2011/2012", "2012-03-31"), ("FY23/24", "2024-03-31"), ("Q2 2023/24", "2023-09-30"),
        ("2023-24 Q4", "2024-03-31"), ("H1 2023/24", "2023-09-30"), ("2012/01", "2012-01-31"),
        ("1583-10-15", "1583-10-15"), ("31/12/9999", "9999-12-31"),
    ])
    func dates(cell: String, date: String) {
        let read = readAsCodes([cell]) { readDates($0, markers: Markers(), into: $1) }[0]
        #expect(read.0 == .value)
        #expect(CalendarDate(days: Int(read.1))?.text == date)
    }

    @Test(arguments: [
        "31/09/2023", "29/02/2023", "29/02/1900", "00/01/2023", "1/13/2023", "13/2023", "2023-13", "11/12", "23/24",
        "30 September", "abc",
        "2023-09-30x", "2023-09-30 25:00", "2023-09-30T", "30/09-2023", "45199", "999", "0023", "12", "Sep",
        "30//09/2023", "2022/24", "Q5 2023/24",
        "2023-09-30-01", "99999999999999999999", "30/09/", "30/09/202", "Smarch 2023", "1stt March 2023", "30 09 2023",
    ])
    func noDates(cell: String) {
        #expect(readAsCodes([cell]) { readDates($0, markers: Markers(), into: $1) }[0].0 == .unreadable)
    }

    @Test(arguments: [
        ("02/03/2024", "2024-02-03"), ("2/25/24", "2024-02-25"), ("02.25.2024", "2024-02-25"),
        ("2024-03-02", "2024-03-02"), ("3 February 2024", "2024-02-03"), ("Feb 3, 2024", "2024-02-03"),
        ("02-03-2024 10:30", "2024-02-03"), ("09/2023", "2023-09-30"),
    ])
    func monthFirst(cell: String, date: String) {
        let read = readAsCodes([cell]) {
            readDates($0, reading: CalendarReading(isMonthFirst: true), markers: Markers(), into: $1)
        }[0]
        #expect(read.0 == .value && CalendarDate(days: Int(read.1))?.text == date)
    }

    /// What reading notices, and the grain: o for an order of day and month, p for a year that may be a month, x for
    /// the other way, both for a year that may be another, t for a time.
    @Test(arguments: [
        ("02/03/2024", "o"), ("31/03/2024", "o"), ("02/25/2024", "x"), ("03/03/2024", ""), ("13/13/2024", ""),
        ("2/3/24 10:00", "ot"), ("2024-03-02", ""), ("2024-03-02T00:00:00Z", ""), ("2024-03-02T00:00:01", "t"),
        ("2024-03-02 00:00:00.001", "t"), ("2011-12", "py"), ("2011-11", "xm"), ("2011/12", "opy"), ("2011/11", "oxm"),
        ("2011/2012", "y"), ("2011/13", ""), ("2023/24", "y"), ("2011/1", "m"), ("11/2011", "m"), ("2011 / 12", "opy"),
        ("2012-13", "y"), ("Sep-23", "m"), ("2023", "y"), ("Q2 2023/24", "q"), ("2011-12 Q2", "q"), ("abc", ""),
        ("2023/4", "opy"), ("2023-4", "py"), ("2019/1", "m"), ("31/03/45", "px"), ("31/03/39", "o"), ("Sep 30", "pxm"),
        ("Sep-30", "m"), ("1 May 45", "px"),
    ])
    func notices(cell: String, noticed: String) {
        let vector = CodeVector(capacity: 1)
        _ = readAsCodes([cell]) { cells, _ in readDates(cells, markers: Markers(), into: vector) }
        var text = ""
        let notices = vector.notices(0)
        if notices.contains(.ordered) { text += "o" }
        if notices.contains(.pairedYear) { text += "p" }
        if notices.contains(.otherWay) { text += "x" }
        if notices.contains(.time) { text += "t" }
        text += ["", "m", "q", "y"][Int(vector.grain(0).rawValue)]
        #expect(text == noticed)
    }

    @Test(
        arguments: [
            ("2011-12", "2011-12", "2011-12-31"), ("2012-13", "2012-13", nil), ("2011-11", nil, "2011-11-30"),
            ("2011/12", "2011-12", "2011-12-31"), ("2011/2012", "2011-12", "2012-03-31"), ("2012/13", "2012-13", nil),
            ("2011/11", nil, "2011-11-30"), ("FY2011/12", "2011-12", "2012-03-31"), ("2011/1", "2011-01", "2011-01-31"),
            ("2011-12 Q2", "2011-12 Q2", "2011-09-30"),
            ("Nov-11", "2011-11", "2011-11-30"), ("2023/4", "2023-24", "2023-04-30"),
        ] as [(String, String?, String?)])
    func pairs(cell: String, asYears: String?, asMonths: String?) {
        let years = readAsCodes([cell]) { readPeriods($0, yearFrom: 4, pairs: .years, markers: Markers(), into: $1) }[0]
        #expect((years.0 == .value ? Period(code: years.1).text : nil) == asYears)
        let months = readAsCodes([cell]) {
            readDates($0, reading: CalendarReading(pairs: .months), markers: Markers(), into: $1)
        }[0]
        #expect((months.0 == .value ? CalendarDate(days: Int(months.1))?.text : nil) == asMonths)
    }

    @Test func weekdaysAndWorkingDays() throws {
        let holidays = try #require(Holidays([19_716, 19_717, 19_723]))
        // 2023-12-22, a Friday, to 2024-01-02.
        #expect(holidays.workingDays(after: 19_713, through: 19_724) == 4)
        #expect(holidays.workingDays(after: 19_724, through: 19_713) == -4)
        #expect(holidays.workingDays(after: 19_713, through: 20_200) == nil)
        #expect(Holidays([]) == nil)
        for day in -1000...1000 {
            #expect(weekdays(after: day - 1, through: day) == ((day + 700_003) % 7 < 5 ? 1 : 0))
            #expect(CalendarDate(days: day)?.weekday == (day + 700_003) % 7 + 1)
        }
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
        ("Apr-Jun 2023", "2023-24 Q1"), ("April to June 2023", "2023-24 Q1"), ("Jan – Mar 2024", "2023-24 Q4"),
        ("Oct 2023 - Mar 2024", "2023-24 H2"), ("Apr 2023 to Mar 2024", "2023-24"), ("Jul - Sept '23", "2023-24 Q2"),
        ("Quarter 2 July to September 2011", "2011-12 Q2"), ("Q4 (Jan-Mar 2012)", "2011-12 Q4"),
        ("2nd quarter 2023/24", "2023-24 Q2"), ("1st Half 2023/24", "2023-24 H1"), ("2023/24 3rd Qtr", "2023-24 Q3"),
        ("2019/20 (Q3)", "2019-20 Q3"),
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
        "Apr-Jun", "Apr-Apr 2023", "Apr 2022 - Jun 2023", "Q1 July to September 2011", "2st quarter 2023/24",
        "3rd half 2023/24", "5th quarter 2023/24", "2019/20 (Q3", "2019/20 Q3)", "Q2 Jul-Sep 2023/24",
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
