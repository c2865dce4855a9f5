// Which paths a `from` pattern takes, and what it reads from them.

import Platform
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
            ("q?.csv", "qé.csv", [:]),
            ("q[?].csv", "q?.csv", [:]),
            ("q[?].csv", "q1.csv", nil),
            ("[{]a}[*].csv", "{a}*.csv", [:]),
            ("[{]a}[*].csv", "xy.csv", nil),
            ("[[*]].csv", "[*].csv", [:]),
            ("[Q1] {a}.csv", "[Q1] x.csv", ["a": "x"]),
            // A mark on the stroke is the first of the next name.
            ("a/\u{301}*.csv", "a/\u{301}x.csv", [:]),
            ("*.csv", "a/\u{301}x.csv", nil),
            ("**/a/**/b.csv", "x/a/y/z/b.csv", [:]),
            ("**/a/**/b.csv", "x/y/z/b.csv", nil),
            ("{a}/**/{a}.csv", "x/y/x.csv", ["a": "x"]),
        ] as [(String, String, [String: String]?)])
    func matches(_ pattern: String, _ path: String, _ parts: [String: String]?) {
        #expect(FilePattern(pattern).match(path) == parts)
    }

    /// A mark that is set on a sign hides nothing.
    @Test(arguments: ["a*\u{301}.csv", "*\u{200D}?.csv", "{a}\u{20DD}/q?\u{301}.csv", "[*].csv", "kpis.csv"])
    func namesOnePath(_ path: String) {
        let pattern = FilePattern(FilePattern.naming(path))
        #expect(pattern.isPlain && Array(pattern.plainPath.utf8) == Array(path.utf8))
        #expect(pattern.match(path) == [:])
        #expect(pattern.match(path.replacing("*", with: "x")) == (path.contains("*") ? nil : [:]))
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

    @Test func staysQuickOnManyFolders() {
        let pattern = FilePattern(String(repeating: "**/a/", count: 40) + "b")
        #expect(pattern.match(String(repeating: "a/", count: 500) + "c") == nil)
        #expect(FilePattern(String(repeating: "**/", count: 100_000) + "b").match("a/b") == [:])
        #expect(FilePattern(String(repeating: "*", count: 100_000) + "b").match("ab") == [:])
    }

    @Test func matchesAPathSeenFromAFolder() {
        #expect(FilePattern("../{year}/kpis.csv").match("/data/2023/kpis.csv", from: "/data/rules") == ["year": "2023"])
        #expect(FilePattern("../kpis.csv").match("/data/rules/kpis.csv", from: "/data/rules") == nil)
        #expect(FilePattern("../../../../kpis.csv").match("/kpis.csv", from: "/data/rules") == nil)
        #expect(FilePattern("/data/*.csv").match("/data/kpis.csv", from: "/data/rules") == [:])
    }

    // MARK: Looking for files

    /// A folder with files, and with links after them.
    private func found(
        _ pattern: String, _ names: [String], links: [(name: String, target: String)] = []
    ) throws -> (files: [String], repeated: [String]) {
        let folder = try TemporaryFolder(names.map { Scenario.File(name: $0, text: "a\n") })
        for link in links { symlink(link.target, folder.path + "/" + link.name) }
        let found = FilePattern(pattern).files(from: folder.path + "/", in: processFiles)
        #expect(found.unreadable.isEmpty)
        func own(_ path: String) -> String { String(path.dropFirst(folder.path.count + 1)) }
        return (found.files.map { own($0.path) }, found.repeated.map { own($0.path) })
    }

    @Test func looksIntoEachFolderOnce() throws {
        let names = ["a/b/one.csv", "c/two.csv"]
        let links = [("a/b/loop", "../.."), ("a/self", "."), ("a/c", "../c"), ("z", "a")]
        #expect(try found("**/*.csv", names, links: links) == (names, []))
        // What only a link leads to is found under its name.
        #expect(try found("z/**/*.csv", names, links: links) == (["z/b/one.csv", "z/c/two.csv"], []))
        #expect(try found("{area}/*.csv", ["x/one.csv"], links: [("latest", "x")]) == (["x/one.csv"], []))
    }

    @Test func readsAFileOnceThatALinkLeadsToAgain() throws {
        let links = [("0.csv", "one.csv"), ("gone.csv", "nowhere")]
        #expect(try found("*.csv", ["one.csv"], links: links) == (["gone.csv", "one.csv"], ["0.csv"]))
    }

    @Test func passesOverTheFixedCopyOfAWorkbookThatIsFoundToo() throws {
        let names = [
            "q1.xlsx", "q2.fixed.XLSX", "q2.xlsx", "q3.fixed.ods", "q4.csv", "q4.fixed.csv", "q5.fixed.ods", "q5.ods",
            "q6-marked.xlsx", "q6.xlsx", "q7-marked.xlsx",
        ]
        let folder = try TemporaryFolder(names.map { Scenario.File(name: $0, text: "a\n") })
        let found = FilePattern("*").files(from: folder.path + "/", in: processFiles)
        func own(_ path: String) -> String { String(path.dropFirst(folder.path.count + 1)) }
        // Of letters in capitals nobody but the person who chose them knows what they are.
        #expect(
            found.files.map { own($0.path) }
                == [
                    "q1.xlsx", "q2.fixed.XLSX", "q2.xlsx", "q3.fixed.ods", "q4.csv", "q4.fixed.csv", "q5.ods",
                    "q6.xlsx",
                    "q7-marked.xlsx",
                ])
        #expect(found.copies.map { own($0.path) } == ["q5.fixed.ods", "q6-marked.xlsx"])
        #expect(found.copies.map { own($0.of) } == ["q5.ods", "q6.xlsx"])
        #expect(FixedCopy.path(of: "a.b/q5.ods") == "a.b/q5.fixed.ods")
        #expect(FixedCopy.path(of: "a.b/q5") == "a.b/q5.fixed")
    }

    @Test func namesFilesThatWouldMatchButForCapitalLetters() throws {
        let names = ["A.csv", "KPIS2.CSV", "notes.txt", "sub/B.CSV"]
        let folder = try TemporaryFolder(names.map { Scenario.File(name: $0, text: "a\n") })
        let found = FilePattern("*.csv").files(from: folder.path + "/", in: processFiles)
        #expect(found.files.map(\.path) == [folder.path + "/A.csv"])
        #expect(found.near == [folder.path + "/KPIS2.CSV"])
        let below = FilePattern("Sub/*.csv").files(from: folder.path + "/", in: processFiles)
        #expect(below.near == [folder.path + "/sub"])
    }

    @Test func namesWhatAFileThatIsNotThereWouldBeButForCapitalLetters() throws {
        let folder = try TemporaryFolder([Scenario.File(name: "sub/KPIS.csv", text: "a\n")])
        func near(_ path: String) -> String? {
            FilePattern.likeNamed(onTheWayTo: folder.path + "/" + path, in: processFiles)
        }
        #expect(near("sub/kpis.csv") == folder.path + "/sub/KPIS.csv")
        #expect(near("Sub/kpis.csv") == folder.path + "/sub")
        #expect(near("SUB/more/kpis.csv") == folder.path + "/sub")
        #expect(near("sub/targets.csv") == nil)
        #expect(near("other/kpis.csv") == nil)
    }

    @Test func findsNamesThatLookAlike() throws {
        let names = ["\u{E9}.csv", "e\u{301}.csv"]
        #expect(try found("*.csv", names).files.map { Array($0.utf8) } == names.reversed().map { Array($0.utf8) })
    }

    @Test func staysQuickInDeepFolders() throws {
        let deep = String(repeating: "a/", count: 120)
        let pattern = "**/" + String(repeating: "a/**/", count: 20) + "*.csv"
        #expect(try found(pattern, [deep + "q.csv"]).files == [deep + "q.csv"])
    }

    @Test(arguments: [
        ("a/b", "x/", "x/a/b"), ("../b", "x/y/", "x/b"), ("./b", "", "b"), ("/b/../c", "x/", "/c"),
        ("../../b", "x/", "../b"), (".", "", "."), ("..", "x/", "."),
    ])
    func resolves(_ path: String, _ folder: String, _ expected: String) {
        #expect(resolved(path, from: folder) == expected)
    }
}
