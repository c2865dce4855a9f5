// What a check has looked at, and whether another would see the same.

import Findings
import FoundationEssentials
import Platform
import Testing

@testable import Workspace

@Suite struct FootprintTests {
    private let folder: URL
    private var root: String { folder.path + "/" }
    private var session: Session { Session(files: DiskTree(root: root)) }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "kpilint-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "returns"), withIntermediateDirectories: true)
        try put(
            """
            import "shared.rules"
            table kpis from "returns/*.csv" {
              ref text required
              key ref
            }
            """, "kpis.rules")
        try put("let limit = 5\n", "shared.rules")
        try put("ref\n1\n", "returns/q1.csv")
    }

    private func put(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    private func remove(_ name: String) throws { try FileManager.default.removeItem(at: folder.appending(path: name)) }

    /// Runs the body after a check, and returns whether its footprint is still current then.
    private func isCurrent(_ request: CheckRequest = CheckRequest(), after body: () throws -> Void) throws -> Bool {
        defer { try? FileManager.default.removeItem(at: folder) }
        let footprint = session.checkNoting(request).footprint
        #expect(footprint.isCurrent)
        try body()
        return footprint.isCurrent
    }

    private static let rulesNamed: CheckRequest = {
        var request = CheckRequest()
        request.ruleFiles = ["kpis.rules"]
        return request
    }()

    @Test(arguments: ["kpis.rules", "shared.rules", "returns/q1.csv"])
    func `whatever was read is in it`(_ name: String) throws {
        #expect(try !isCurrent(Self.rulesNamed) { try put("something else", name) })
    }

    @Test(arguments: ["kpis.rules", "shared.rules", "returns/q1.csv"])
    func `it notices what has gone`(_ name: String) throws {
        #expect(try !isCurrent(Self.rulesNamed) { try remove(name) })
    }

    @Test(arguments: ["returns/q2.csv", "returns/Q3.CSV"])
    func `it notices what has come`(_ name: String) throws {
        #expect(try !isCurrent(Self.rulesNamed) { try put("ref\n2\n", name) })
    }

    @Test(arguments: [
        "returns/notes.txt", "returns/~$q2.csv", "returns/.~lock.q1.csv#", "returns/q2.csv.tmp", "returns/.q2.csv",
        "other.rules",
        "q2.csv", "findings.json",
    ])
    func `what no check would read does not matter`(_ name: String) throws {
        #expect(try isCurrent(Self.rulesNamed) { try put("ref\n2\n", name) })
    }

    @Test func `another rule file matters where none is named`() throws {
        #expect(try !isCurrent { try put("let other = 1", "other.rules") })
    }

    @Test func `a folder that vanishes and returns is noticed`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try remove("returns")
        let footprint = session.checkNoting(Self.rulesNamed).footprint
        try FileManager.default.createDirectory(
            at: folder.appending(path: "returns"), withIntermediateDirectories: false)
        #expect(footprint.isCurrent)
        try put("ref\n1\n", "returns/q1.csv")
        #expect(!footprint.isCurrent)
    }

    @Test func `folders below which patterns search matter`() throws {
        try put("table kpis from \"returns/**/*.csv\" { ref text }", "kpis.rules")
        #expect(
            try !isCurrent(Self.rulesNamed) {
                try FileManager.default.createDirectory(
                    at: folder.appending(path: "returns/2024"), withIntermediateDirectories: false)
            })
    }

    @Test func `other folders do not`() throws {
        #expect(
            try isCurrent(Self.rulesNamed) {
                for name in ["returns/2024", "2024"] {
                    try FileManager.default.createDirectory(
                        at: folder.appending(path: name), withIntermediateDirectories: false)
                }
            })
    }

    @Test(arguments: [true, false]) func `the fixed copy of a workbook matters only without it`(_ isThere: Bool) throws
    {
        try put("table kpis from \"returns/*.xlsx\" { ref text }", "kpis.rules")
        if isThere { try put("no workbook", "returns/q2.xlsx") }
        #expect(try isCurrent(Self.rulesNamed) { try put("", "returns/q2.fixed.xlsx") } == isThere)
    }

    @Test func `the lock file of an open workbook is not read, and said`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try put("lock", "returns/~$q1.csv")
        let run = session.check(Self.rulesNamed)
        #expect(run.run.unreadable.isEmpty)
        #expect(run.run.files.map(\.path) == ["returns/q1.csv"])
        #expect(run.notices.contains { $0.hasPrefix("returns/~$q1.csv is not read") })
    }

    @Test func `a baseline is in it`() throws {
        var request = Self.rulesNamed
        request.baseline = "known"
        #expect(try !isCurrent(request) { try put("", "known") })
    }

    @Test func `outputs are not`() throws {
        var request = Self.rulesNamed
        request.outputs = [WrittenFile(path: "out.json", in: session.files)].compactMap { $0 }
        #expect(try isCurrent(request) { try put("{}", "out.json") })
    }

    // MARK: Looking from time to time

    /// Waits for one change; `pause` is what happens while it waits.
    private func poll(_ pauses: [() throws -> Void]) throws -> (Waited, [Int]) {
        defer { try? FileManager.default.removeItem(at: folder) }
        var rest = pauses
        var times: [Int] = []
        var failure: (any Error)?
        let watch = PollingWatch(period: 1000, settleTime: 50) { time in
            times.append(time)
            guard !rest.isEmpty else { return false }
            do { try rest.removeFirst()() } catch { failure = error }
            return true
        }
        #expect(watch.watch(session.checkNoting(Self.rulesNamed).footprint) == nil)
        let waited = watch.wait(nil)
        if let failure { throw failure }
        return (waited, times)
    }

    @Test func `looking sees a save, and tells once nothing changes any more`() throws {
        let (waited, times) = try poll([
            {}, { try put("ref\n1\n2\n", "returns/q1.csv") }, { try put("ref\n1\n2\n3\n", "returns/q1.csv") }, {},
        ])
        #expect(waited == .changes([.perhaps]))
        #expect(times == [1000, 1000, 50, 50])
    }

    @Test func `looking tells of what never stops changing`() throws {
        var rows = "ref\n"
        let (waited, times) = try poll(
            (0..<100).map { row in
                {
                    rows += "\(row)\n"
                    try put(rows, "returns/q1.csv")
                }
            })
        #expect(waited == .changes([.perhaps]))
        #expect(times == [1000] + Array(repeating: 50, count: 40))
    }

    @Test func `looking ends where the wait does`() throws {
        #expect(try poll([{}, {}]).0 == .ended)
    }

    // MARK: Being told

    /// Writes to a file in its place, and closes it.
    private func writeInPlace(_ text: String, _ name: String) {
        guard let file = fopen(folder.path + "/" + name, "w") else {
            Issue.record("\(name) cannot be opened")
            return
        }
        fputs(text, file)
        fclose(file)
    }

    /// What the kernel tells of after a check, in the order in which it happened.
    private func told(after body: () throws -> Void) throws -> [String] {
        defer { try? FileManager.default.removeItem(at: folder) }
        let watch = try InotifyWatch(waking: WakingDescriptors(ending: -1, output: nil))
        #expect(watch.watch(session.checkNoting(Self.rulesNamed).footprint) == nil)
        try body()
        guard case .changes(let changes) = watch.wait(0) else { return ["ended"] }
        return changes.map { change in
            switch change {
            case .saved(let path): "saved " + path.split(separator: "/").suffix(1).joined()
            case .writing(let path): "writing " + path.split(separator: "/").suffix(1).joined()
            case .closed(let path): "closed " + path.split(separator: "/").suffix(1).joined()
            case .perhaps: "perhaps"
            }
        }
    }

    @Test func `a save in place is told`() throws {
        let found = try told {
            writeInPlace("ref\n2\n", "returns/q1.csv")
        }
        #expect(found.last == "closed q1.csv")
        #expect(found.count > 1)
        #expect(found.dropLast().allSatisfy { $0 == "writing q1.csv" })
    }

    @Test func `a save by another name is told`() throws {
        let found = try told {
            try put("ref\n2\n", "returns/q1.csv.tmp")
            try FileManager.default.removeItem(at: folder.appending(path: "returns/q1.csv"))
            try FileManager.default.moveItem(
                at: folder.appending(path: "returns/q1.csv.tmp"), to: folder.appending(path: "returns/q1.csv"))
        }
        #expect(found.first == "saved q1.csv")
        #expect(found.last == "saved q1.csv")
    }

    @Test func `a new file is told, once it is closed`() throws {
        let found = try told { writeInPlace("ref\n2\n", "returns/q2.csv") }
        #expect(found.first == "writing q2.csv")
        #expect(found.last == "closed q2.csv")
    }

    @Test(arguments: [
        "returns/~$q2.csv", "returns/.~lock.q1.csv#", "returns/4913", "returns/notes.txt", "out.json",
    ])
    func `other names are not told`(_ name: String) throws {
        #expect(try told { writeInPlace("x", name) } == [])
    }

    @Test func `a folder that goes is told`() throws {
        #expect(
            try told {
                try FileManager.default.moveItem(
                    at: folder.appending(path: "returns"), to: folder.appending(path: "old"))
            }.contains("perhaps"))
    }

    @Test func `nothing is told where nothing happens`() throws {
        #expect(try told { _ = try Data(contentsOf: folder.appending(path: "returns/q1.csv")) } == [])
    }
}
