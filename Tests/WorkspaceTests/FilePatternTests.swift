// Which paths a `from` pattern takes, and what it reads from them.

import Testing

@testable import Workspace

@Suite struct FilePatternTests {
    @Test(
        arguments: [
            ("kpis.csv", "kpis.csv", [:]),
            ("kpis.csv", "sub/kpis.csv", nil),
            ("*.csv", "kpis.csv", [:]),
            ("*.csv", "sub/kpis.csv", nil),
            ("**/*.csv", "kpis.csv", [:]),
            ("**/*.csv", "a/b/kpis.csv", [:]),
            (
                "returns/{authority}/{period}.csv", "returns/Rutland/2023-24 Q2.csv",
                ["authority": "Rutland", "period": "2023-24 Q2"]
            ),
            ("{authority}-{year}.csv", "East-Hants-2023.csv", ["authority": "East", "year": "Hants-2023"]),
            ("{a}/{a}.csv", "x/x.csv", ["a": "x"]),
            ("{a}/{a}.csv", "x/y.csv", nil),
            ("q?.csv", "q1.csv", [:]),
            ("q?.csv", "q10.csv", nil),
        ] as [(String, String, [String: String]?)])
    func matches(_ pattern: String, _ path: String, _ parts: [String: String]?) {
        #expect(FilePattern(pattern).match(path) == parts)
    }

    @Test func matchesTheEndOfAPath() {
        #expect(FilePattern("kpis.csv").matchEnd(of: "/data/2023/kpis.csv") == [:])
        #expect(FilePattern("../{year}/kpis.csv").matchEnd(of: "/data/2023/kpis.csv") == ["year": "2023"])
        #expect(FilePattern("kpis.csv").matchEnd(of: "/data/other.csv") == nil)
    }

    @Test func staysQuickOnManyStars() {
        let pattern = FilePattern(String(repeating: "*a", count: 40) + "b")
        #expect(pattern.match(String(repeating: "a", count: 250)) == nil)
    }

    @Test(arguments: [
        ("a/b", "x/", "x/a/b"), ("../b", "x/y/", "x/b"), ("./b", "", "b"), ("/b/../c", "x/", "/c"),
        ("../../b", "x/", "../b"),
    ])
    func resolves(_ path: String, _ folder: String, _ expected: String) {
        #expect(resolved(path, from: folder) == expected)
    }
}
