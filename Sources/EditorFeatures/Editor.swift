// A folder that is open in an editor: its documents over the files of the disk, and what a check of them finds.

import Diagnostics
package import Findings
import Locations
import Quantities
package import Workspace

/// What an editor's user sets for a folder. What is not set is as for `kpilint check` in the folder.
package struct EditorSettings: Sendable {
    /// Rule files, relative to the folder; empty for those that `check` takes.
    package var rules: [String] = []
    package var baseline: String?
    /// Days since 1970-01-01; `nil` is today.
    package var today: Int?
    package var constants: [(name: String, value: String)] = []
    /// The most diagnostics of a document.
    package var mostDiagnostics = 1_000
    /// Whether what findings would write is shown in the text.
    package var showsHints = false
    package var threads = 1

    package init() {}

    /// Days since 1970-01-01 of a day written `2023-09-30`; `nil` where there is no such day.
    package static func day(_ text: String) -> Int? {
        CalendarDate(written: text)?.days
    }
}

/// What was found in the documents of a folder.
package struct EditorFindings: Sendable {
    /// By absolute path the diagnostics of each document that has any, in the order of their places.
    package fileprivate(set) var documents: [String: [EditorDiagnostic]] = [:]
    /// What nobody can point at in a text: a workbook with findings, a return that cannot be read, with why.
    package fileprivate(set) var notices: [String] = []
    /// Why nothing, or not all, could be checked: a setting that is at fault, a baseline that cannot be used.
    package fileprivate(set) var faults: [String] = []
    /// The checks that found it, each with the tables of the returns that it read, by their absolute paths.
    fileprivate(set) var checks: [(check: KeptCheck, places: [String: [KeptCheck.Place]])] = []
    /// Whether findings may have corrections that were not looked for.
    package fileprivate(set) var mayBeCorrected = false
    /// Whether the folder's rule files have errors, so that what they read is not known.
    fileprivate var hasFaultyRules = false

    package init() {}
}

/// The open documents of a folder and the settings for it. A value: a check goes on with what was there when it began.
package struct Editor: Sendable {
    /// The folder as an absolute path, with a slash at its end.
    package let folder: String
    package var settings = EditorSettings()
    private(set) var overlay: Overlay
    private var documents: [String: TextBuffer] = [:]

    /// A folder of a tree whose root is the folder.
    package init(_ files: any FileTree) {
        folder = files.root
        overlay = Overlay(files)
    }

    /// Opens a document, or sets all of its text. `path` is absolute.
    package mutating func open(_ path: String, _ text: TextBuffer) {
        documents[path] = text
        overlay.put(text.bytes, at: path)
    }

    /// Takes the text of a document that another folder has open: rules of this one may read it.
    package mutating func lookAt(_ path: String, _ text: TextBuffer) { overlay.put(text.bytes, at: path) }

    /// From now on the disk says what a document holds.
    package mutating func close(_ path: String) {
        documents[path] = nil
        overlay.remove(path)
    }

    /// The text of an open document.
    package func text(of path: String) -> TextBuffer? { documents[path] }

    /// The paths of the open documents.
    package var openPaths: [String] { documents.keys.sorted() }

    /// Whether a document holds rules: by its ending, as everywhere in kpilint.
    package static func holdsRules(_ path: String) -> Bool {
        path.hasSuffix(".rules") || path.hasSuffix(".rules" + unsaved)
    }

    /// Whether a document may be a return in delimited text. Others are left alone, where no rule file names them.
    static func mayBeReturn(_ path: String) -> Bool {
        [".csv", ".tsv", ".tab", ".psv", ".txt", ".csv" + unsaved].contains { path.lowercased().hasSuffix($0) }
    }

    /// The ending of a document that is on no disk: no pattern of a rule file's takes it in.
    package static let unsaved = ".unsaved"

    // MARK: Checking

    /// Checks the folder and every open document that the folder's rules do not take in. `nil` where it was stopped.
    ///
    /// Looking for corrections of totals takes many times as long as the check: who types is shown findings without
    /// them first.
    package func check(_ progress: CheckProgress, wantsCorrections: Bool = true) -> EditorFindings? {
        let session = Session(files: overlay)
        // What is kept of the check is asked later: nothing may stop that.
        let progress = CheckProgress(within: progress)
        defer { progress.end() }
        var found = EditorFindings()
        var asked: Set<String> = []
        @discardableResult
        func run(_ request: CheckRequest) -> Verdict {
            var request = request
            request.today = settings.today
            request.constants = settings.constants
            request.threads = settings.threads
            request.wantsExcerpts = false
            request.wantsCorrections = wantsCorrections
            request.progress = progress
            let (outcome, footprint, kept) = session.checkKeeping(request)
            asked.formUnion(footprint.paths)
            if outcome.mayBeCorrected { found.mayBeCorrected = true }
            add(outcome, of: request, to: &found)
            if let kept {
                let places = kept.places.map { (absolute($0.key), $0.value) }
                found.checks.append((kept, Dictionary(places) { first, _ in first }))
            }
            return outcome.run.verdict
        }
        var ofFolder = CheckRequest()
        ofFolder.ruleFiles = settings.rules.isEmpty ? session.defaultRuleFiles() : settings.rules
        ofFolder.baseline = settings.baseline
        if !ofFolder.ruleFiles.isEmpty { found.hasFaultyRules = run(ofFolder) == .cannotCheck(.faultyRuleFiles) }
        // Rule files first: they may read the returns that are left.
        for path in openPaths.sorted(by: { Self.holdsRules($0) && !Self.holdsRules($1) })
        where !asked.contains(path) && !progress.isStopped
            // A return may be one of the rule files that have errors.
            && (Self.holdsRules(path) || Self.mayBeReturn(path) && !found.hasFaultyRules)
        {
            var alone = CheckRequest()
            if Self.holdsRules(path) {
                alone.ruleFiles = [path]
            } else {
                alone.returns = [path]
                alone.takesFolderRules = false
            }
            run(alone)
        }
        guard !progress.isStopped else { return nil }
        for (path, all) in found.documents { found.documents[path] = shown(all) }
        return found
    }

    private func add(_ outcome: CheckOutcome, of request: CheckRequest, to found: inout EditorFindings) {
        if case .cannotCheck(let reason) = outcome.run.verdict {
            if reason == .faultyRuleFiles {
                // Their diagnostics say the rest; that returns show nothing now is no sign that nothing is wrong.
                found.notices.append("rule files have errors: their returns are not checked until these are put right")
            } else {
                found.faults.append(reason.words)
            }
        }
        for diagnostic in outcome.run.diagnostics {
            let path = absolute(diagnostic.span.file.name)
            guard documents[path] != nil || isThere(path) else {
                // A setting is at fault, or a file that it names is not there.
                found.faults.append("\(diagnostic.span.file.name): \(diagnostic.message)")
                continue
            }
            found.documents[path, default: []].append(EditorDiagnostic(diagnostic, absolute))
        }
        var workbooks: [String: Int] = [:]
        for finding in outcome.run.findings where finding.isReported {
            guard let file = finding.location?.file else { continue }
            if var diagnostic = EditorDiagnostic(finding, absolute) {
                diagnostic.subject?.ruleFiles = request.ruleFiles
                found.documents[absolute(file), default: []].append(diagnostic)
            } else {
                workbooks[file, default: 0] += 1
            }
        }
        found.notices += workbooks.sorted { $0.key < $1.key }.map { file, count in
            "\(file) is no text, and has \(count) finding\(count == 1 ? "" : "s"): `kpilint check` lists them"
        }
        for file in outcome.run.unreadable {
            let path = absolute(file.path)
            if documents[path] == nil {
                found.notices.append("\(file.path): \(file.reason)")
            } else {
                found.documents[path, default: []].append(EditorDiagnostic(unreadable: file.reason))
            }
        }
        if let failure = outcome.failure { found.faults.append(failure) }
    }

    /// Whether there is such a file, open or on the disk.
    package func isThere(_ path: String) -> Bool {
        (try? overlay.source(path, name: path, isNamed: true, progress: nil)) != nil
    }

    /// A path of a finding as an absolute one.
    package func absolute(_ path: String) -> String { Self.plain(path.hasPrefix("/") ? path : folder + path) }

    /// An absolute path without `.`, `..` and empty parts, as a client writes it.
    package static func plain(_ path: String) -> String {
        // Asked of each finding: nearly every path is plain.
        let isPlain = zip(path.utf8, path.utf8.dropFirst()).allSatisfy { byte, next in
            byte != UInt8(ascii: "/") || next != UInt8(ascii: "/") && next != UInt8(ascii: ".")
        }
        if isPlain { return path }
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/") + (path.hasSuffix("/") && !parts.isEmpty ? "/" : "")
    }

    /// The worst of a document's diagnostics in the order of their places, each once; the last says how many more there
    /// are.
    private func shown(_ all: [EditorDiagnostic]) -> [EditorDiagnostic] {
        var seen: Set<Place> = []
        var once = all.filter { seen.insert(Place($0)).inserted }
        let most = max(1, settings.mostDiagnostics)
        if once.count > most {
            let worst = once.enumerated().sorted { ($0.element.severity, $0.offset) < ($1.element.severity, $1.offset) }
            let rest = worst.count - (most - 1)
            var last = worst[most - 1].element
            last.severity = .information
            last.code = EditorDiagnostic.moreFindings
            last.message = "\(rest) more findings are not shown here: `kpilint check` lists all"
            last.related = []
            last.fixes = []
            last.corrections = []
            last.subject = nil
            once = worst.prefix(most - 1).map(\.element) + [last]
        }
        return once.enumerated().sorted {
            ($0.element.extent.offset, $0.offset) < ($1.element.extent.offset, $1.offset)
        }.map(\.element)
    }

    private struct Place: Hashable {
        var offset: Int
        var code: String
        var message: String

        init(_ diagnostic: EditorDiagnostic) {
            (offset, code, message) = (diagnostic.extent.offset, diagnostic.code, diagnostic.message)
        }
    }
}

extension Editor {
    /// Whether a text that has no ending yet holds rules: it begins with a word that begins a declaration.
    package static func looksLikeRules(_ text: String) -> Bool {
        let beginnings: Set<Substring> = ["table", "rule", "import", "scheme", "let", "waive", "test", "set"]
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(maxSplits: 2, omittingEmptySubsequences: true) { $0 == " " || $0 == "\t" }
            guard let first = words.first, !first.hasPrefix("//") else { continue }
            return beginnings.contains(first) && words.count > 1 && !line.contains(",")
        }
        return false
    }

    /// Those of some fixes that can be made together: of two that overlap the first.
    package static func together(_ fixes: [EditorDiagnostic.Fix]) -> [EditorDiagnostic.Fix] {
        var kept: [EditorDiagnostic.Fix] = []
        for fix in fixes.sorted(by: { $0.extent.offset < $1.extent.offset }) {
            if let last = kept.last, fix.extent.offset < last.extent.bytes.upperBound { continue }
            if let last = kept.last, fix.extent.offset == last.extent.offset { continue }
            kept.append(fix)
        }
        return kept
    }
}
