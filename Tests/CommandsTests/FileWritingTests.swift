// Files are written whole or not at all.

import CSystem
import Findings
import Platform
import Testing

@testable import Commands

@Suite struct FileWritingTests {
    @Test func makesAndReplacesFilesAndLeavesNothingBeside() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.json"
        try writeWhole(Array("one".utf8), to: path)
        try writeWhole(Array("two".utf8), to: path)
        #expect(folder.text("a.json") == "two")
        #expect(folder.names == ["a.json"])
    }

    @Test func keepsTheModeOfAFileThatIsThere() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.json"
        try writeWhole([], to: path)
        chmod(path, 0o640)
        try writeWhole(Array("new".utf8), to: path)
        var status = stat()
        stat(path, &status)
        #expect(status.st_mode & 0o777 == 0o640)
    }

    @Test func followsALink() throws {
        let folder = try TemporaryFolder()
        try writeWhole([], to: folder.path + "/real")
        symlink("real", folder.path + "/link")
        try writeWhole(Array("through".utf8), to: folder.path + "/link")
        #expect(folder.text("real") == "through")
        #expect(folder.names == ["link", "real"])
        var status = stat()
        lstat(folder.path + "/link", &status)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test func makesTheFileThatALinkLeadsTo() throws {
        let folder = try TemporaryFolder()
        symlink("real", folder.path + "/link")
        try writeWhole(Array("through".utf8), to: folder.path + "/link")
        #expect(folder.text("real") == "through")
        var status = stat()
        lstat(folder.path + "/link", &status)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
        symlink("circle", folder.path + "/circle")
        #expect(throws: WriteFailure.self) { try writeWhole([], to: folder.path + "/circle") }
    }

    @Test func leavesAFileWithOtherNamesAlone() throws {
        let folder = try TemporaryFolder()
        try writeWhole(Array("old".utf8), to: folder.path + "/a")
        link(folder.path + "/a", folder.path + "/b")
        #expect(throws: WriteFailure.self) { try writeWhole(Array("new".utf8), to: folder.path + "/a") }
        #expect(folder.text("a") == "old" && folder.text("b") == "old")
        #expect(folder.names == ["a", "b"])
    }

    @Test func keepsOwnerModeAndAttributes() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a"
        try writeWhole([], to: path)
        let isRoot = geteuid() == 0
        if isRoot { chown(path, 65534, 65534) }
        chmod(path, 0o2640)
        let hasAttributes = setxattr("user.note", "kept", on: path)
        var before = stat()
        stat(path, &before)
        try writeWhole(Array("new".utf8), to: path)
        var after = stat()
        stat(path, &after)
        #expect(before.st_uid == after.st_uid && before.st_gid == after.st_gid && before.st_mode == after.st_mode)
        #expect(!isRoot || after.st_uid == 65534)
        #expect(!hasAttributes || xattr("user.note", of: path) == "kept")
    }

    private func setxattr(_ name: String, _ value: String, on path: String) -> Bool {
        let descriptor = open(path, O_RDONLY)
        defer { close(descriptor) }
        return set_attribute(descriptor, name, value, value.utf8.count) == 0
    }

    private func xattr(_ name: String, of path: String) -> String {
        var bytes = [UInt8](repeating: 0, count: 100)
        let size = attribute_value(path, name, &bytes, bytes.count)
        return String(decoding: bytes[..<max(0, size)], as: UTF8.self)
    }

    @Test func aNewFileIsNeverPutOverAnotherOne() throws {
        let folder = try TemporaryFolder()
        try writeNew(Array("one".utf8), to: folder.path + "/a")
        #expect(throws: WriteFailure(path: folder.path + "/a", reason: "it is there already")) {
            try writeNew(Array("two".utf8), to: folder.path + "/a")
        }
        symlink("b", folder.path + "/link")
        #expect(throws: WriteFailure.self) { try writeNew([], to: folder.path + "/link") }
        #expect(folder.names == ["a", "link"] && folder.text("a") == "one")
    }

    @Test func leavesTheFileAloneForAReasonAtTheLastMoment() throws {
        let folder = try TemporaryFolder()
        try writeWhole(Array("old".utf8), to: folder.path + "/a")
        #expect(throws: WriteFailure(path: folder.path + "/a", reason: "changed")) {
            try writeWhole(Array("new".utf8), to: folder.path + "/a") { "changed" }
        }
        #expect(folder.text("a") == "old" && folder.names == ["a"])
    }

    @Test func waitsForNobodyForEverAtTheOtherEndOfAPipe() throws {
        let folder = try TemporaryFolder()
        mkfifo(folder.path + "/p", 0o600)
        #expect(throws: WriteFailure(path: folder.path + "/p", reason: "nobody reads from it")) {
            try writeWhole(Array("a".utf8), to: folder.path + "/p")
        }
    }

    @Test func writesToADeviceAsItIs() throws {
        try writeWhole(Array("gone".utf8), to: "/dev/null")
        var status = stat()
        stat("/dev/null", &status)
        #expect(status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test func saysWhyItCannot() throws {
        let folder = try TemporaryFolder()
        #expect(throws: WriteFailure(path: folder.path, reason: "it is a folder")) {
            try writeWhole([], to: folder.path)
        }
        let path = folder.path + "/none/a.json"
        #expect(throws: WriteFailure(path: path, reason: "there is no such folder")) { try writeWhole([], to: path) }
        #expect(folder.names.isEmpty)
    }

    @Test func everyOutputGoesToItsPlaceAndOneThatCannotFailsTheRun() throws {
        let folder = try TemporaryFolder()
        let host = FakeHost(run: oneFinding)
        let run = host.kpilint(
            [
                "check", "--output", "short", "--output", "json=\(folder.path)/a.json",
                "--output=sarif=\(folder.path)/b.sarif",
            ])
        #expect(run.exitCode == 1)
        #expect(run.output.hasPrefix("kpis.csv:2:5: error: "))
        #expect(folder.text("a.json")?.contains("\"rag-follows-target\"") == true)
        #expect(folder.text("b.sarif")?.contains("\"2.1.0\"") == true)

        let failed = host.kpilint(["check", "--output", "json=\(folder.path)/none/a.json"])
        #expect(failed.exitCode == 2)
        #expect(failed.error == "kpilint: cannot write \(folder.path)/none/a.json: there is no such folder\n")
    }

    @Test func theSummaryOfAStepIsAddedToWhatIsThere() throws {
        let folder = try TemporaryFolder()
        try writeWhole(Array("# Before\n".utf8), to: folder.path + "/summary.md")
        let variables = ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": folder.path + "/summary.md"]
        _ = FakeHost(variables: variables, run: oneFinding).kpilint(["check"])
        let text = try #require(folder.text("summary.md"))
        #expect(text.hasPrefix("# Before\n"))
        #expect(text.contains("rag-follows-target"))
    }

    /// Whatever way either is spelt, and whether the file is there or not.
    @Test(arguments: ["sarif", "json", "markdown", "text"], ["f", "./f", "link"])
    func theSummaryOfAStepIsNotAddedToAnotherOutput(_ format: String, _ name: String) throws {
        let folder = try TemporaryFolder()
        try #require(symlink("f", folder.path + "/link") == 0)
        for before in [nil, "# Before\n"] {
            if let before { try writeWhole(Array(before.utf8), to: folder.path + "/f") }
            let variables = ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": folder.path + "/f"]
            let arguments = ["check", "--output", "\(format)=\(folder.path)/\(name)"]
            let run = FakeHost(variables: variables, run: oneFinding).kpilint(arguments)
            #expect(run.exitCode == 2)
            #expect(run.error.hasPrefix("kpilint: two outputs cannot both be written to `\(folder.path)/f`\n"))
            #expect(run.error.contains("`--no-ci-detect`"))
            #expect(run.requests.isEmpty)
            #expect(folder.text("f") == before)
            if before != nil {
                let alone = FakeHost(variables: variables, run: oneFinding).kpilint(arguments + ["--no-ci-detect"])
                #expect(alone.exitCode == 1)
            }
        }
    }
}

@Suite struct CalendarDayTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2023-12-01", 19_692), ("0001-01-01", -719_162),
        ("9999-12-31", 2_932_896),
    ])
    func countsDaysBothWays(_ text: String, _ days: Int) {
        #expect(calendarDay(text) == days)
        #expect(written(days) == text)
    }

    @Test(arguments: [
        "2023-02-29", "2023-13-01", "2023-00-10", "0000-01-01", "2023-9-30", "2023-09-3o", "30-09-2023", "",
        "2023-09-30 ",
    ])
    func refusesWhatIsNoDay(_ text: String) {
        #expect(calendarDay(text) == nil)
    }
}
