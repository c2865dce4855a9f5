// The formats that a run can be written in, by name.

import Findings
import Reports

/// A way to write a run.
struct ReportFormat: Sendable {
    var name: String
    /// Whether it is for people: it then holds no more than they can read, and shows parts of the return.
    var isForPeople: Bool
    /// Whether a machine reads it from its first byte to its last, so that nothing else may stand beside it.
    var standsAlone: Bool
    /// Writes a run: for people in a style, for machines on some threads.
    var render: @Sendable (CheckRun, TextStyle, _ threads: Int) -> [UInt8]

    /// Every format, in the order of the help.
    static let all: [ReportFormat] = [
        people("text") { Array(renderText($0, style: $1).utf8) },
        lines("short") { Array(renderShort($0, minimum: $1.minimum).utf8) },
        document("json") { renderJSON($0, threads: $1) },
        document("jsonl") { run, _ in renderJSONLines(run) },
        document("sarif") { run, _ in renderSARIF(run) },
        lines("github") { run, _ in renderGitHub(run) },
        document("gitlab") { run, _ in renderGitLab(run) },
        document("junit") { run, _ in renderJUnit(run) },
        document("checkstyle") { run, _ in renderCheckstyle(run) },
        document("rdjson") { run, _ in renderRDJSON(run) },
        people("markdown") { run, _ in renderMarkdown(run) },
    ]

    static func named(_ name: String) -> ReportFormat? { all.first { $0.name == name } }

    private static func people(_ name: String, _ render: @escaping @Sendable (CheckRun, TextStyle) -> [UInt8]) -> Self {
        Self(name: name, isForPeople: true, standsAlone: false) { run, style, _ in render(run, style) }
    }

    private static func lines(_ name: String, _ render: @escaping @Sendable (CheckRun, TextStyle) -> [UInt8]) -> Self {
        Self(name: name, isForPeople: false, standsAlone: false) { run, style, _ in render(run, style) }
    }

    private static func document(
        _ name: String, _ render: @escaping @Sendable (CheckRun, _ threads: Int) -> [UInt8]
    ) -> Self {
        Self(name: name, isForPeople: false, standsAlone: true) { run, _, threads in render(run, threads) }
    }
}

/// One `--output`: a format and where it goes.
struct Output {
    var format: ReportFormat
    /// `nil` for standard output.
    var path: String?

    /// Reads `FORMAT[=PATH]`; a path of `-` is standard output.
    init(_ word: String) throws(UsageError) {
        let sign = word.firstIndex(of: "=")
        format = try choice(
            String(word[..<(sign ?? word.endIndex)]), of: "--output", from: ReportFormat.all.map { ($0.name, $0) })
        guard let sign else { return }
        let path = String(word[word.index(after: sign)...])
        if path.isEmpty { throw UsageError("`--output \(word)` names no file", help: "write `--output \(word)PATH`") }
        if path != "-" { self.path = path }
    }

    /// A format on standard output.
    init(_ format: ReportFormat) { self.format = format }
}
