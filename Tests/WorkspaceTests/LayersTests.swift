// Holds the sources against their map, `Sources/README.md`.

import FoundationEssentials
import Testing

@Suite struct LayersTests {
    /// A row of the table of levels.
    private struct Target: Sendable {
        var level: Int
        var name: String
        var firstFile: String
    }

    /// A Swift file of the package.
    struct File: Sendable, CustomTestStringConvertible {
        /// Relative to the package.
        var path: String
        var lines: [String]
        var testDescription: String { path }
        /// The target that it belongs to: the folder's name.
        var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    }

    private static let targets: [Target] = {
        let map = (try? String(contentsOf: packageFolder.appending(path: "Sources/README.md"), encoding: .utf8)) ?? ""
        return map.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.filter { $0 != " " && $0 != "`" } }
            guard cells.count == 4, let level = Int(cells[0]) else { return nil }
            return Target(level: level, name: cells[1], firstFile: cells[3])
        }
    }()

    private static let levels = Dictionary(targets.map { ($0.name, $0.level) }) { first, _ in first }

    private static func files(under folder: String) -> [File] {
        let root = packageFolder.appending(path: folder)
        let found = (try? FileManager.default.subpathsOfDirectory(atPath: root.path)) ?? []
        return found.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            let text = (try? String(contentsOf: root.appending(path: name), encoding: .utf8)) ?? ""
            return File(
                path: "\(folder)/\(name)",
                lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
    }

    private static let sources = files(under: "Sources")

    @Test func everyTargetIsListedOnce() throws {
        let folder = packageFolder.appending(path: "Sources")
        let folders = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.contains(".") }
        #expect(LayersTests.targets.map(\.name).sorted() == folders.sorted())
    }

    @Test func filesToOpenFirstAreThere() {
        for target in LayersTests.targets {
            let file = packageFolder.appending(path: "Sources/\(target.name)/\(target.firstFile)")
            #expect(FileManager.default.fileExists(atPath: file.path), "\(target.name): \(target.firstFile)")
        }
    }

    @Test(arguments: sources)
    func importsLowerLevelsOnly(_ file: File) throws {
        let own = try #require(LayersTests.levels[file.target])
        for name in imports(of: file) {
            if name.hasPrefix("Foundation") {
                #expect(own >= 9, "\(name) is for levels 9 and up")
            } else if let level = LayersTests.levels[name] {
                #expect(level < own, "\(file.target) of level \(own) imports \(name) of level \(level)")
            }
        }
    }

    /// Below the program's commands nobody knows what an exit code means, or where the process stands: reports are
    /// given the number that they write, and a tree of files its folder.
    @Test(arguments: sources)
    func leavesTheProcessToTheCommands(_ file: File) throws {
        guard try #require(LayersTests.levels[file.target]) < 10 else { return }
        for word in ["ExitCode", " exit(", "getcwd", "get_current_dir_name", "currentDirectory", "\"PWD\"", "chdir"] {
            #expect(!file.lines.contains { $0.contains(word) }, "\(file.path): \(word)")
        }
        // Formats that hold the number.
        let formats = ["Reports/JSONReport.swift", "Reports/SARIFReport.swift", "Workspace/SavedRun.swift"]
        guard !formats.contains(where: { file.path == "Sources/" + $0 }) else { return }
        #expect(!file.lines.contains { $0.contains("exitCode") }, "\(file.path)")
    }

    /// Everybody else asks a tree, which may be none of the disk.
    @Test(arguments: sources)
    func leavesPathsOfTheSystemToTheDisk(_ file: File) {
        guard file.target == "Workspace" else { return }
        let names = [
            "DiskTree", "FileIdentity", "FileSource", "StreamSource", "Path", "TemporaryFindings",
            "Watching/InotifyWatch",
        ]
        guard !names.contains(where: { file.path == "Sources/Workspace/\($0).swift" }) else { return }
        for word in ["withSystemPath(", "FileIdentity(of", "FileSource(", " openSource(", " standardInput(named"] {
            #expect(!file.lines.contains { $0.contains(word) }, "\(file.path): \(word)")
        }
    }

    /// What is said to people changes with the wording: logic asks for the fact that it was made of.
    @Test(arguments: sources)
    func testsNoProse(_ file: File) {
        // What the catalogue holds in quotes are rules, and `<` begins markup.
        guard file.target != "Catalog" else { return }
        for (number, line) in file.lines.enumerated() {
            for test in ["hasPrefix(", "hasSuffix(", "contains(", "starts(with: ", "== ", "!= "] {
                for part in line.components(separatedBy: test + "\"").dropFirst() {
                    let text = part.prefix { $0 != "\"" }
                    if text.first == "<" { continue }
                    let words = text.split(separator: " ").filter { $0.contains(where: \.isLetter) }
                    #expect(words.count < 2, "\(file.path):\(number + 1) tests what is said: \(text)")
                    #expect(
                        text.first != "(" || words.isEmpty, "\(file.path):\(number + 1) tests what is shown: \(text)")
                }
            }
        }
    }

    @Test(arguments: sources + files(under: "Tests"))
    func beginsWithASentence(_ file: File) {
        let comment = file.lines.prefix { $0.hasPrefix("// ") }.map { $0.dropFirst(3) }.joined(separator: " ")
        let isSentence = comment.first?.isUppercase == true || comment.first == "`"
        #expect(isSentence && comment.contains("."), "the first line of a file says what it is for")
    }

    @Test(arguments: sources + files(under: "Tests"))
    func keepsCommentsNarrow(_ file: File) {
        for (number, line) in file.lines.enumerated() where line.drop(while: { $0 == " " }).hasPrefix("//") {
            #expect(line.count <= 120, "\(file.path):\(number + 1) is \(line.count) columns wide")
        }
    }

    /// A file is found by its name alone.
    @Test func namesEachFileOnce() {
        let names = LayersTests.sources.map { String($0.path.split(separator: "/").last ?? "") }
        let repeated = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 && $0.key != "main.swift" }
        #expect(repeated.keys.sorted() == [])
    }

    /// Every exception has a reason, and every reason an exception.
    @Test(arguments: SafetyException.allCases)
    func leavesTheGuaranteesWhereThatIsExplained(_ exception: SafetyException) {
        let files = LayersTests.sources.filter { file in
            file.target != "Platform" && file.lines.contains { !$0.contains("//") && $0.contains(exception.rawValue) }
        }
        let found = files.map { String($0.path.dropFirst("Sources/".count).dropLast(".swift".count)) }
        #expect(Set(found) == Set(exception.reasons.keys))
    }

    @Test(arguments: sources)
    func asksTheSystemByOneName(_ file: File) {
        let others = ["Glibc", "Musl", "Darwin", "Android", "WinSDK"]
        #expect(file.target == "Platform" || imports(of: file).allSatisfy { !others.contains($0) })
    }

    /// What the package says of a stage.
    private struct Stage {
        var name: String
        var dependencies: Set<String>
        var testedWith: Set<String>
        var touchesBytes: Bool
    }

    private static let stages: [Stage] = {
        let package = (try? String(contentsOf: packageFolder.appending(path: "Package.swift"), encoding: .utf8)) ?? ""
        func names(in text: Substring) -> Set<String> { Set(text.matches(of: /"(\w+)"/).map { String($0.1) }) }
        return package.components(separatedBy: " stage(").dropFirst().compactMap { text in
            guard let stage = text.firstMatch(of: /^\s*"(\w+)",\s*\[([^\]]*)\]/) else { return nil }
            return Stage(
                name: String(stage.1), dependencies: names(in: stage.2),
                testedWith: text.firstMatch(of: /testedWith: \[([^\]]*)\]/).map { names(in: $0.1) } ?? [],
                touchesBytes: text.contains("touchesBytes: true"))
        }
    }()

    @Test func dependsOnWhatIsImported() {
        #expect(LayersTests.stages.count > 15)
        let tests = LayersTests.files(under: "Tests")
        for stage in LayersTests.stages {
            func modules(_ files: [File]) -> Set<String> {
                Set(files.flatMap(imports).filter { LayersTests.levels[$0] != nil })
            }
            let used = modules(LayersTests.sources.filter { $0.target == stage.name })
            #expect(used == stage.dependencies, "\(stage.name)")
            let usedByTests = modules(tests.filter { $0.target == stage.name + "Tests" })
            #expect(stage.testedWith.isSubset(of: usedByTests), "\(stage.name)Tests")
        }
    }

    @Test func touchesBytesWhereThatIsExplained() {
        let found = LayersTests.stages.filter(\.touchesBytes).map(\.name).sorted()
        #expect(found == SafetyException.targetsOfBytes.keys.sorted())
    }

    /// The modules that a file imports, whatever stands before the word.
    private func imports(of file: File) -> [String] {
        file.lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import"), words[..<keyword].allSatisfy(isModifier),
                words.indices.contains(keyword + 1)
            else { return nil }
            let last = words[words.endIndex - 1]
            return String(last.split(separator: ".").first ?? last)
        }
    }

    private func isModifier(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["package", "public", "internal", "fileprivate", "private"].contains(word)
    }
}
