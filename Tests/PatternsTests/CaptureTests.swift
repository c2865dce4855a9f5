// Which matches are found, and what their groups hold.

import Patterns
import Testing

@Suite struct CaptureTests {
    @Test(arguments: [
        ("a+", "caab a", "aa a"),
        ("a|ab", "ab", "a"), ("ab|a", "ab", "ab"), ("(a|ab)(c|bcd)", "abcd", "abcd(a,bcd)"),
        ("(a+)(b+)?", "aab a", "aab(aa,b) a(a,-)"), ("(a)|(b)", "ab", "a(a,-) b(-,b)"),
        ("(a*)*", "aab", "aa(aa) ()"), ("(a*)+", "aab", "aa(aa) ()"), ("(|a)*", "aa", "() () ()"),
        ("(|a)+", "aa", "() () ()"),
        ("(a+?)(a*)", "aaa", "aaa(a,aa)"), ("(a*?)(a*)", "aaa", "aaa(,aaa)"), ("(?U)(a+)(a*?)", "aaa", "aaa(a,aa)"),
        ("((a)|(b))+", "ab", "ab(b,a,b)"), ("(a|b)*?c", "abc", "abc(b)"), ("x*", "axb", " x "),
        ("", "é", " "), ("a*", "baaac", " aaa "), ("\\b", "a b", "   "),
        ("(\\w+)\\s(\\w+)", "on or off", "on or(on,or)"),
        ("a.*b|a", "aaaa", "a a a a"), ("(?i)(g)reen", "Green green", "Green(G) green(g)"), ("^a", "aa", "a"),
        ("a$", "aa", "a"),
        ("(?m)^.", "ab\ncd", "a c"), ("é", "aéé", "é é"), ("(a{2}){2}", "aaaaa", "aaaa(aa)"),
        (
            "(?<n>[0-9,]+) \\((?<s>[0-9.]+%)\\) (of )?on", "12 (9.5%) on, 1,200 (80%) of on",
            "12 (9.5%) on(12,9.5%,-) 1,200 (80%) of on(1,200,80%,of )"
        ),
    ])
    func groups(pattern: String, text: String, expected: String) throws {
        let matcher = try Pattern(parsing: pattern, ignoringCase: false).makeMatcher()
        #expect(describe(matcher.allMatches(in: text), in: text) == expected)
    }

    @Test func names() throws {
        let pattern = try Pattern(parsing: "(?<count>a)(b)(?P<share_2>(c))(?:d)", ignoringCase: false)
        #expect(pattern.groupNames == ["count", nil, "share_2", nil])
        #expect(pattern.source == "(?<count>a)(b)(?P<share_2>(c))(?:d)")
    }

    @Test func matchesAcrossBlocksOfALongText() throws {
        let matcher = try Pattern(parsing: "(a+)(b)", ignoringCase: false).makeMatcher()
        let text =
            String(repeating: "c", count: 4090) + String(repeating: "a", count: 9000) + "b"
            + String(repeating: "ab", count: 5000)
        let matches = matcher.allMatches(in: text)
        #expect(matches.count == 5001)
        #expect(matches.first?.range == 4090..<13091)
        #expect(matches.first?.groups == [4090..<13090, 13090..<13091])
        #expect(matches.last?.range == 23089..<23091)
    }
}
