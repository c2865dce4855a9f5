// The formats that a run can be written in, by name.

import Findings
import Reports
import Tables
import Workspace

/// A way to write a run.
struct ReportFormat: Sendable {
    var name: String
    /// Whether it is for people: it then holds no more than they can read, and shows parts of the return.
    var isForPeople: Bool
    /// For formats for people, how many findings of one entry of the counts they need.
    var mostOfAnEntry: @Sendable (TextStyle) -> Int = { _ in .max }
    /// For a page how many findings of one entry of the counts it illustrates.
    var illustrations: Int?
    /// Whether it is a document, to which nothing else may be added.
    var standsAlone: Bool
    /// For marked copies of returns the format of the copies: they are made with the check, and not of its run alone.
    var copies: WorkbookKind?
    /// Writes a run, a part at a time; formats for people use the style, formats for machines the threads.
    var write: @Sendable (CheckRun, TextStyle, _ threads: Int, _ sink: @escaping ReportSink) -> Void

    private init(
        name: String, isForPeople: Bool, standsAlone: Bool,
        write: @escaping @Sendable (CheckRun, TextStyle, _ threads: Int, _ sink: @escaping ReportSink) -> Void
    ) {
        self.name = name
        self.isForPeople = isForPeople
        self.standsAlone = standsAlone
        self.write = write
    }

    /// A run as it is written.
    func render(_ run: CheckRun, _ style: TextStyle, _ threads: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        write(run, style, threads) { bytes += $0 }
        return bytes
    }

    /// Every format, in the order of the help.
    static let all: [ReportFormat] = [
        people("text", looksAt: \.mostOfAnEntry) { writeText($0, style: $1, to: $2) },
        lines("short") { writeShort($0, minimum: $1.minimum, to: $2) },
        document("json") { writeJSON($0, exitCode: Int(ExitCode.of($0.verdict)), threads: $1, to: $2) },
        document("jsonl") { writeJSONLines($0, threads: $1, to: $2) },
        document("sarif") { run, _, sink in
            writeSARIF(run, exitCode: Int(ExitCode.of(run.verdict)), to: sink)
        },
        lines("github") { run, _, sink in sink(renderGitHub(run)) },
        graded("gitlab") { writeGitLab($0, from: $1, to: $2) },
        document("junit") { run, _, sink in writeJUnit(run, to: sink) },
        graded("checkstyle") { writeCheckstyle($0, from: $1, to: $2) },
        graded("rdjson") { writeRDJSON($0, from: $1, to: $2) },
        graded("csv") { writeFindingsTable($0, from: $1, to: $2) },
        page("html"),
        people("markdown", looksAt: \.mostOfAPage) { run, _, sink in sink(renderMarkdown(run)) },
        copy("xlsx", .officeOpen),
        copy("ods", .openDocument),
    ]

    /// Those that a saved run can be written in.
    static var ofRuns: [ReportFormat] { all.filter { $0.copies == nil } }

    static func named(_ name: String) -> ReportFormat? { all.first { $0.name == name } }

    private static func people(
        _ name: String, looksAt most: @escaping @Sendable (TextStyle) -> Int,
        _ write: @escaping @Sendable (CheckRun, TextStyle, _ sink: @escaping ReportSink) -> Void
    ) -> Self {
        var format = Self(name: name, isForPeople: true, standsAlone: false) { write($0, $1, $3) }
        format.mostOfAnEntry = most
        return format
    }

    /// A document for people: it has all findings, and shows parts of the return that are found for it alone.
    private static func page(_ name: String) -> Self {
        var format = Self(name: name, isForPeople: false, standsAlone: true) { run, style, _, sink in
            writeHTML(run, facts: style.facts, to: sink)
        }
        format.illustrations = mostIllustrated
        return format
    }

    /// Copies of the returns with the findings at their cells.
    private static func copy(_ name: String, _ kind: WorkbookKind) -> Self {
        var format = Self(name: name, isForPeople: false, standsAlone: true) { _, _, _, _ in }
        format.copies = kind
        return format
    }

    private static func lines(
        _ name: String, _ write: @escaping @Sendable (CheckRun, TextStyle, _ sink: @escaping ReportSink) -> Void
    ) -> Self {
        Self(name: name, isForPeople: false, standsAlone: false) { run, style, _, sink in write(run, style, sink) }
    }

    /// A document that lists findings of at least the style's severity, without counts.
    private static func graded(
        _ name: String, _ write: @escaping @Sendable (CheckRun, Severity, _ sink: @escaping ReportSink) -> Void
    ) -> Self {
        Self(name: name, isForPeople: false, standsAlone: true) { run, style, _, sink in
            write(run, style.minimum, sink)
        }
    }

    private static func document(
        _ name: String, _ write: @escaping @Sendable (CheckRun, _ threads: Int, _ sink: @escaping ReportSink) -> Void
    ) -> Self {
        Self(name: name, isForPeople: false, standsAlone: true) { run, _, threads, sink in write(run, threads, sink) }
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
        guard let sign else {
            if format.copies != nil {
                throw UsageError("`--output \(word)` names no file", help: "write `--output \(word)=PATH`")
            }
            return
        }
        let path = String(word[word.index(after: sign)...])
        if path.isEmpty { throw UsageError("`--output \(word)` names no file", help: "write `--output \(word)PATH`") }
        // Standard output has several names and is one stream, which holds one document.
        if path != "-", inheritedDescriptor(path) != 1 { self.path = path }
        if self.path == nil, format.copies != nil {
            throw UsageError("marked copies are files", help: "write `--output \(format.name)=PATH`")
        }
    }

    /// A format on standard output.
    init(_ format: ReportFormat) { self.format = format }
}
