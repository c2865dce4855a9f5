// Which folders must be watched, links and missing folders included; and which names are passed over.

import Testing

@testable import Workspace

@Suite struct WatchedPlacesTests {
    /// A disk of folders and links; every other path that is named is a file.
    private func places(
        folders: [String], links: [String: String] = [:], files: [String] = [], looking: (inout WatchedPlaces) -> Void
    ) -> (names: [String: [String]], searched: [String], passed: [String]) {
        var places = WatchedPlaces { path in
            if let target = links[path] { return .link(target) }
            if folders.contains(path) { return .folder }
            return files.contains(path) ? .other : .missing
        }
        looking(&places)
        return (
            Dictionary(uniqueKeysWithValues: places.names.map { ($0.key.text, $0.value.map(\.text).sorted()) }),
            places.searched.keys.map(\.text).sorted(), places.passed.map(\.text).sorted()
        )
    }

    @Test func `a file is an entry of its folder, and each folder above may move`() {
        let found = places(folders: ["/a", "/a/b"], files: ["/a/b/q2.csv"]) { $0.add(file: "/a/b/q2.csv") }
        #expect(found.names == ["/a/b": ["q2.csv"]])
        #expect(found.passed == ["/", "/a", "/a/b"])
    }

    @Test func `a file that is not there is waited for, and so is a folder`() {
        #expect(places(folders: ["/a"]) { $0.add(file: "/a/q2.csv") }.names == ["/a": ["q2.csv"]])
        #expect(places(folders: ["/a"]) { $0.add(file: "/a/b/c/q2.csv") }.names == ["/a": ["b"]])
        let searched = places(folders: ["/a"]) { $0.add(folder: "/a/returns/") }
        #expect(searched.names == ["/a": ["returns"]])
        #expect(searched.searched.isEmpty)
    }

    @Test func `a folder that is searched is watched`() {
        let found = places(folders: ["/a", "/a/returns"]) { $0.add(folder: "/a/returns/") }
        #expect(found.searched == ["/a/returns"])
        #expect(found.names.isEmpty)
    }

    @Test func `links are watched where they stand and where they lead`() {
        let found = places(
            folders: ["/a", "/m", "/m/v1"], links: ["/a/now": "../m/v1", "/m/v1/q2.csv": "data.csv"],
            files: ["/m/v1/data.csv"]
        ) { $0.add(file: "/a/now/q2.csv") }
        #expect(found.names == ["/a": ["now"], "/m/v1": ["q2.csv", "data.csv"].sorted()])
        #expect(found.passed == ["/", "/a", "/m", "/m/v1"])
    }

    @Test func `a folder that is searched by two paths is known by both`() {
        var places = WatchedPlaces { $0 == "/a" ? .folder : $0 == "/b" ? .link("a") : .missing }
        places.add(folder: "/a/")
        places.add(folder: "/b/")
        #expect(places.searched == [PathKey("/a"): [PathKey("/a/"), PathKey("/b/")]])
    }

    @Test func `links that go round end`() {
        let found = places(folders: ["/a"], links: ["/a/x": "y", "/a/y": "x"]) { $0.add(file: "/a/x") }
        #expect(found.names == ["/a": ["x", "y"]])
    }

    @Test func `above the root is the root`() {
        let found = places(folders: ["/a"], files: ["/q2.csv"]) { $0.add(file: "/a/../../q2.csv") }
        #expect(found.names == ["/": ["q2.csv"]])
    }

    @Test(arguments: [
        ".~lock.q2.xlsx#", "~$q2.xlsx", ".q2.csv.swp", "4913", "5036", "q2.csv~", "#q2.csv#", ".#q2.csv",
        "lu1234abcd.tmp",
        "q2.TMP", ".goutputstream-A1B2C3", "9F3A20C0", "q2.xlsx.sb-1a2b3c4d-5e6f", "._q2.xlsx", "q2.csv.part",
        ".kpilint-x",
    ])
    func `temporary names are passed over`(_ name: String) { #expect(TemporaryName.isOne(name)) }

    @Test(arguments: [
        "q2.xlsx", "q2.csv", "2023", "4914", "49130", "Q2 (final).xlsx", "#1.csv", "q2.fixed.xlsx", "tmp.csv",
        "part.csv",
        "20230930", "9F3A20C0.csv", "a~b.csv", "kpis.rules", "",
    ])
    func `names of returns are not`(_ name: String) { #expect(!TemporaryName.isOne(name)) }
}
