// One scenario of a Markdown specification: rule files, returns, and what a check of them must say.

import Testing

/// What stands under one heading of a specification.
///
/// Its fenced blocks are files (`rules`, `csv`, `text`) and expectations (`findings`, `counts`, `errors`, `notices`,
/// `said`, `unreadable`). Files that stand before the
/// first `##` of a document belong to all of its scenarios.
struct Scenario: Sendable, CustomTestStringConvertible {
    /// The document's file name.
    var document: String
    var heading: String
    /// The line of the heading, counted from 1.
    var line: Int
    var files: [File] = []
    /// What stands after the name of a block of rules: `today=2024-04-01`, `set=limit:5`.
    var settings: [(name: String, value: String)] = []
    /// `nil` where the scenario has no such block: then nothing is expected of findings, but rule files must be free of
    /// errors.
    var findings: [ExpectedFinding]?
    var counts: [ExpectedCount] = []
    var errors: [ExpectedDiagnostic] = []
    var notices: [ExpectedDiagnostic]?
    /// What is said of how returns were read, each line with a part of it.
    var said: [String]?
    /// Files that cannot be read, each with a part of the reason.
    var unreadable: [(file: String, reason: String)] = []
    /// What cannot be understood in the scenario itself.
    var faults: [String] = []

    struct File: Sendable {
        var name: String
        var text: String
        /// Whether `\\xA3` and `\\r` in it stand for bytes, for returns that Markdown cannot hold.
        var isEscaped = false

        var bytes: [UInt8] {
            guard isEscaped else { return Array(text.utf8) }
            var bytes: [UInt8] = []
            var rest = Substring(text)
            while let next = rest.first {
                if rest.hasPrefix("\\x"), let byte = UInt8(rest.dropFirst(2).prefix(2), radix: 16) {
                    bytes.append(byte)
                    rest = rest.dropFirst(4)
                } else if rest.hasPrefix("\\r") {
                    bytes.append(0x0D)
                    rest = rest.dropFirst(2)
                } else {
                    bytes += Array(String(next).utf8)
                    rest = rest.dropFirst()
                }
            }
            return bytes
        }
    }

    var testDescription: String { "\(document): \(heading)" }

    /// The name that a block of rules without a name goes by. It alone is given to the check; others are there to be
    /// imported.
    static let ruleFile = "check.rules"

    var hasRules: Bool { files.contains { $0.name == Scenario.ruleFile } }
}

/// A line of a `findings` block with the lines indented below it.
///
/// `kpis.csv:3:7: waived error rule-name: part of the message`: the column, `waived` and the message may be left out.
struct ExpectedFinding: Sendable {
    var place: String
    var severity: String
    var rule: String
    var isWaived: Bool
    var message: String
    /// `help: part of it`
    var help: String?
    /// `fix: text` and `safe fix: text`
    var fix: (text: String, isSafe: Bool)?
    /// `also: file:line`, one for each further place.
    var related: [String] = []
    /// `no correction`: no single change is named that would put it right.
    var isWithoutCorrection = false

    init?(_ line: String) {
        guard let (place, rest) = divided(line, at: ": ") else { return nil }
        let (head, message) = divided(rest, at: ": ") ?? (rest, "")
        var words = head.split(separator: " ").map(String.init)
        isWaived = words.first == "waived"
        if isWaived { words.removeFirst() }
        guard words.count == 2, place.contains(":") else { return nil }
        self.place = place
        severity = words[0]
        rule = words[1]
        self.message = message
    }

    /// Takes an indented line in; `false` where it cannot be understood.
    mutating func add(_ line: String) -> Bool {
        if line == "no correction" {
            isWithoutCorrection = true
            return true
        }
        guard let (name, value) = divided(line, at: ": ") else { return false }
        switch name {
        case "help": help = value
        case "fix": fix = (value, false)
        case "safe fix": fix = (value, true)
        case "also": related.append(value)
        default: return false
        }
        return true
    }
}

/// A line of a `counts` block: `rule table 1/2/0/3`, which are passed, broken, undecided and not applicable.
struct ExpectedCount: Sendable {
    var rule: String
    var table: String
    var outcomes: String

    init?(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        guard words.count == 3, words[2].split(separator: "/").count == 4 else { return nil }
        rule = words[0]
        table = words[1]
        outcomes = words[2]
    }
}

/// A line of an `errors` or `notices` block: `line:column: code: part of the message or help`, with `other.rules:`
/// before it where it is another file's.
struct ExpectedDiagnostic: Sendable {
    var place: String
    var code: String
    var message: String

    init?(_ line: String) {
        guard let (place, rest) = divided(line, at: ": ") else { return nil }
        let (code, message) = divided(rest, at: ": ") ?? (rest, "")
        guard !code.contains(" ") else { return nil }
        self.place = place
        self.code = code
        self.message = message
    }
}

/// What stands before and after the first occurrence of a separator.
func divided(_ text: String, at separator: String) -> (String, String)? {
    guard let range = text.firstRange(of: separator) else { return nil }
    return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
}
