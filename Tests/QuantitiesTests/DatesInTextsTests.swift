// Dates that are written in texts.

import Quantities
import Testing

@Suite struct DatesInTextsTests {
    @Test(arguments: [
        ("Due 31/03/2024.", "2024-03-31", "2024-03-31"), ("2024-03-31: done", "2024-03-31", "2024-03-31"),
        ("done (31.3.24), or 1-4-2024", "2024-03-31", "2024-04-01"),
        ("on the 31st of March, 2024", "2024-03-31", "2024-03-31"), ("March 31st 2024", "2024-03-31", "2024-03-31"),
        ("Mar-24 to May 2024", "2024-03-31", "2024-05-31"), ("in 03/2024", "2024-03-31", "2024-03-31"),
        ("by September ’23", "2023-09-30", "2023-09-30"), ("30-31 March 2024", "2024-03-31", "2024-03-31"),
        ("5 April, then 6 April 2025", "2024-04-05", "2025-04-06"), ("from 20 December", "2023-12-20", "2023-12-20"),
        ("End of May", "2024-05-31", "2024-05-31"), ("May to July", "2024-05-31", "2024-07-31"),
        ("by may; may be in june", "2024-06-30", "2024-06-30"), ("5 May or 6 JUNE", "2024-05-05", "2024-06-06"),
        ("It was 29 February", "2024-02-29", "2024-02-29"), ("31 June, 30 June", "2024-06-30", "2024-06-30"),
        ("June 5 to June 9th", "2024-06-05", "2024-06-09"), ("July 2024: 12%", "2024-07-31", "2024-07-31"),
    ])
    func dates(text: String, first: String, last: String) {
        #expect(read(text, last: false) == first)
        #expect(read(text, last: true) == last)
    }

    @Test(arguments: [
        "", "no date", "may", "It may be late", "2 may be late", "Theresa May said", "12 of 31", "1.31", "£31/03/2024",
        "3/4",
        "2023/24", "Q2 2023/24", "Mayor", "Decade", "marched", "march on", "31/13/2024", "v1.2.24", "KP31/03/2024",
        "Sep 23 or so", "99 March", "31 June", "10:31", "31/03/20245", "see mar and dec",
    ])
    func none(text: String) {
        #expect(read(text, last: false) == nil)
    }

    /// Half a year away two years are as near.
    @Test func yearsThatAreAsNear() {
        #expect(read("30 September", last: false) == nil)
        #expect(read("20 September", last: false) == "2024-09-20")
        #expect(read("1 September", last: false) == "2024-09-01")
        #expect(read("20 October", last: false) == "2023-10-20")
        #expect(read("1 September", last: false, near: nil) == nil)
    }

    private func read(_ text: String, last: Bool, near: String? = "2024-03-31") -> String? {
        var text = text
        let day = near.flatMap { _ in CalendarDate(year: 2024, month: 3, day: 31) }
        return text.withUTF8 { readDate(inText: $0, last: last, near: day)?.date.text }
    }
}
