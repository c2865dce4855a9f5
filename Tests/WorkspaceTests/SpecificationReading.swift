// Reads Markdown specifications into scenarios.

import FoundationEssentials
import Testing

/// The scenarios of one Markdown document.
struct SpecificationReading {
    private(set) var scenarios: [Scenario] = []
    private let document: String
    private var current: Scenario
    private var shared: [Scenario.File] = []
    private var isBeforeScenarios = true

    /// What a fence begins with, its name and settings.
    private struct Fence {
        var kind: String
        var name: String?
        var isEscaped = false
        var settings: [(name: String, value: String)] = []
    }

    init(document: String, text: String) {
        self.document = document
        current = Scenario(document: document, heading: document, line: 1)
        var fence: Fence?
        var block: [String] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).enumerated()
        {
            if let open = fence {
                if line == "```" {
                    take(open, block)
                    fence = nil
                } else {
                    block.append(line)
                }
            } else if line.hasPrefix("```") {
                fence = reading(line.dropFirst(3))
                block = []
            } else if line.hasPrefix("#") {
                begin(line, number: index + 1)
            }
        }
        if fence != nil { current.faults.append("a block is never closed") }
        finish()
    }

    private mutating func begin(_ line: String, number: Int) {
        finish()
        let level = line.prefix { $0 == "#" }.count
        isBeforeScenarios = level == 1
        let heading = line.dropFirst(level).trimmingCharacters(of: " ")
        current = Scenario(document: document, heading: heading, line: number)
    }

    private mutating func finish() {
        if isBeforeScenarios {
            shared += current.files
            if !current.faults.isEmpty { scenarios.append(current) }
            return
        }
        let hasOwn = !current.files.isEmpty || current.findings != nil || !current.errors.isEmpty
        guard hasOwn || !current.faults.isEmpty else { return }
        let names = Set(current.files.map(\.name))
        current.files = shared.filter { !names.contains($0.name) } + current.files
        if !current.hasRules { current.faults.append("there is no block of rules") }
        scenarios.append(current)
    }

    private mutating func reading(_ info: Substring) -> Fence {
        let words = info.split(separator: " ").map(String.init)
        var fence = Fence(kind: words.first ?? "")
        for word in words.dropFirst() {
            if word == "escaped" {
                fence.isEscaped = true
            } else if let (name, value) = divided(word, at: "=") {
                if name == "name" { fence.name = value } else { fence.settings.append((name, value)) }
            } else {
                current.faults.append("what is \(word) after ```\(fence.kind)?")
            }
        }
        return fence
    }

    private mutating func take(_ fence: Fence, _ block: [String]) {
        switch fence.kind {
        case "rules":
            current.settings += fence.settings
            addFile(named: fence.name ?? Scenario.ruleFile, block, fence)
        case "csv", "text":
            if let name = fence.name {
                addFile(named: name, block, fence)
            } else if fence.kind == "csv" {
                current.faults.append("a table has no name")
            }
        case "findings": current.findings = expectedFindings(block)
        case "counts": current.counts += expected(block) { ExpectedCount($0) }
        case "errors": current.errors += expected(block) { ExpectedDiagnostic($0) }
        case "remarks": current.notices = (current.notices ?? []) + expected(block) { ExpectedDiagnostic($0) }
        case "said": current.said = (current.said ?? []) + block.filter { !$0.isEmpty }
        case "unreadable": current.unreadable += expected(block) { divided($0, at: ": ") }
        default: current.faults.append("what is a block of \(fence.kind)?")
        }
    }

    private mutating func addFile(named name: String, _ block: [String], _ fence: Fence) {
        if current.files.contains(where: { $0.name == name }) { current.faults.append("\(name) is there twice") }
        let text = block.map { $0 + "\n" }.joined()
        current.files.append(Scenario.File(name: name, text: text, isEscaped: fence.isEscaped))
    }

    private mutating func expectedFindings(_ block: [String]) -> [ExpectedFinding] {
        var found: [ExpectedFinding] = []
        for line in block where !line.isEmpty {
            if line.hasPrefix(" ") {
                let isUnderstood = found.indices.last.map { found[$0].add(line.trimmingCharacters(of: " ")) } ?? false
                if !isUnderstood { current.faults.append("what is \(line)?") }
            } else if let finding = ExpectedFinding(line) {
                found.append(finding)
            } else {
                current.faults.append("what is \(line)?")
            }
        }
        return found
    }

    private mutating func expected<Line>(_ block: [String], _ read: (String) -> Line?) -> [Line] {
        block.compactMap { line in
            guard !line.isEmpty else { return nil }
            if let found = read(line) { return found }
            current.faults.append("what is \(line)?")
            return nil
        }
    }
}

extension StringProtocol {
    /// This text without some character at its ends.
    fileprivate func trimmingCharacters(of character: Character) -> String {
        String(drop { $0 == character }.reversed().drop { $0 == character }.reversed())
    }
}

/// The folder of the whole package, found from this file's own place.
let packageFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// Every scenario of `Tests/Specification` and of the language reference, by document.
let specification: [(document: String, scenarios: [Scenario])] = {
    let folder = packageFolder.appending(path: "Tests/Specification")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let documents = names.filter { $0.hasSuffix(".md") }.sorted().map { folder.appending(path: $0) }
    return (documents + [packageFolder.appending(path: "rules/LANGUAGE.md")]).map { document in
        let text = (try? String(contentsOf: document, encoding: .utf8)) ?? ""
        let name = document.lastPathComponent
        return (name, SpecificationReading(document: name, text: text).scenarios)
    }
}()
