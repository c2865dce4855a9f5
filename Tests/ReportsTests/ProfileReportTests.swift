// The profile of a check as authors of rules see it.

import Findings
import Testing

@testable import Reports

@Suite struct ProfileReportTests {
    private var profile: CheckProfile {
        var profile = CheckProfile()
        profile[.preparing] = 12_345_678
        profile[.reading] = 500_000_000
        profile[.writing] = 1_000_000
        profile.rules = [
            .init(name: "rag-follows-target", table: "kpis", rows: 1_000_000, time: 250_000_000),
            .init(
                name: "a-rule-with-a-name-that-is-longer-than-anybody-would-write", table: "kpis", rows: 9,
                time: 90_000_000),
            .init(name: "totals-agree\u{1B}[31m", table: nil, rows: 1, time: 1_000_000),
            .init(name: "quick", table: "kpis", rows: 1_000_000, time: 400_000),
            .init(name: "unread", table: "parts", rows: 0, time: 0),
        ]
        (profile.threads, profile.elapsed) = (2, 600_000_000)
        return profile
    }

    @Test func theSlowestRuleIsFirstAndNothingIsLeftOut() {
        #expect(
            renderProfile(profile, style: TextStyle(width: 80)) == """
                Profile: 854.7 ms of work in 600.0 ms, up to 2 threads
                  share          ms
                   1.4%        12.3  reading rule files, opening returns
                  58.4%       500.0  reading returns, cutting them into cells
                   0.1%         1.0  writing reports
                  39.9%       341.4  judging by 5 rules

                  share          ms   rows a second  rule
                  29.2%       250.0       4,000,000  rag-follows-target kpis
                  10.5%        90.0             100  a-rule-with-a-name-that-is-longer-than-any…
                   0.1%         1.0           1,000  totals-agree\\u{1B}[31m
                   0.0%         0.4   2,500,000,000  quick kpis
                   0.0%         0.0                  unread parts
                What several rules ask for is computed once, and its time divided equally among
                them. Times are those of all threads together, rows a second those of one
                thread.

                """)
    }

    @Test func manyRulesThatTookNothingAreOneLine() {
        var profile = profile
        profile.rules += (1...17).map { .init(name: "rule-\($0)", table: "kpis", rows: 1, time: 0) }
        let text = renderProfile(profile, style: TextStyle(width: 80))
        #expect(text.contains("  rule-15 kpis\n   0.0%         0.0                  2 more rules\n"))
    }

    @Test func aScreenReaderHearsSentences() {
        let text = renderProfile(profile, style: TextStyle(width: 80, plain: true))
        #expect(text.contains("Rule rag-follows-target kpis: 29.2%, 250.0 ms, 4,000,000 rows a second.\n"))
        #expect(text.contains("Rule unread parts: 0.0%, 0.0 ms.\n"))
        #expect(text.contains("58.4%, 500.0 ms: reading returns, cutting them into cells.\n"))
    }

    @Test func aCheckThatTookNothingIsNoDivisionByZero() {
        #expect(
            renderProfile(CheckProfile(), style: TextStyle()).hasPrefix("Profile: 0.0 ms of work in 0.0 ms, 1 thread\n")
        )
    }
}
