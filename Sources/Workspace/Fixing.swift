// Applies the fixes of findings to returns, in memory, until there is nothing left to fix.

import Evaluation
package import Findings
import Tables

/// One cell with a new text.
package struct FixedCell: Sendable {
    /// The rule of the finding whose fix it is.
    package var rule: String
    package var isSafe: Bool
    package var location: FindingLocation
    package var key: [NamedText]
    /// The column's name in the rule file.
    package var column: String
    package var before: String
    package var after: String
}

/// A return with fixed cells.
package struct FixedFile: Sendable {
    /// The path as it is shown; it can be opened from the tree's folder.
    package var path: String
    package var before: [UInt8]
    package var after: [UInt8]
    package var cells: [FixedCell]
    /// Whether it is written beside the return, not over it, unless that is asked for.
    package var isCopy = false
    /// Both texts in UTF-8, with the name of the encoding, for a file whose lines cannot be found by bytes; else `nil`.
    package var text: (before: [UInt8], after: [UInt8], encoding: String)?
}

/// A cell that must not be written.
package struct CellLeftAlone: Sendable, Hashable {
    package var location: FindingLocation
    /// The finding that asked for it.
    package var rule: String
    package var reason: String
}

/// The result of fixing. Nothing has been written.
package struct FixOutcome: Sendable {
    /// The check of the returns as they are.
    package var before: CheckOutcome
    /// The check of the returns as they would be.
    package var after: CheckOutcome
    /// In the order of their paths.
    package var files: [FixedFile] = []
    /// Returns with fixes that cannot be made, with the reason in words.
    package var refused: [UnreadableFile] = []
    /// Cells that were left as they are, though others of their file may have been fixed, with the reason in words.
    package var left: [CellLeftAlone] = []
}

/// How often returns are checked again before remaining fixes are given up.
private let mostRounds = 10

extension Session {
    /// Computes the fixes of the findings of a check: the safe ones, or all. Waived findings are left alone. Of two
    /// fixes of one cell that of the more severe finding is made, and the other one if it is still needed afterwards;
    /// for each finding the first fix that changes anything is made.
    package func fix(_ request: CheckRequest, includingUnsafe: Bool) -> FixOutcome {
        var request = request
        request.limit = nil
        request.wantsExcerpts = false
        var fixing = Fixing(includesUnsafe: includingUnsafe, files: files)
        var check = CheckInProgress(request, in: files)
        var outcome = FixOutcome(before: check.outcome, after: check.outcome)
        guard check.hasBegun, !check.outcome.run.isPartial else { return outcome }
        for _ in 0..<mostRounds {
            guard fixing.makeRound(check) else { break }
            check = CheckInProgress(request, in: fixing.edited)
            if check.outcome.run.isPartial { return outcome }
        }
        outcome.after = check.outcome
        outcome.files = fixing.files
        outcome.left = fixing.left
        outcome.refused = fixing.refused.sorted { $0.key < $1.key }.map {
            UnreadableFile(path: $0.key.text, reason: $0.value)
        }
        return outcome
    }
}

/// The state between two rounds.
private struct Fixing {
    let includesUnsafe: Bool
    /// The files with the edits so far.
    private(set) var edited: Overlay
    /// Edited files by their paths.
    private var contents: [PathKey: [UInt8]] = [:]
    private var originals: [PathKey: [UInt8]] = [:]
    private var cells: [PathKey: [FixedCell]] = [:]
    private var editors: [PathKey: any TableEditor] = [:]
    /// The contents of each file at the start of every round: two rules that undo each other's fixes must not alternate
    /// for ever.
    private var seen: [PathKey: Set<[UInt8]>] = [:]
    private(set) var refused: [PathKey: String] = [:]
    private(set) var left: [CellLeftAlone] = []
    /// The same: each is said once, however many rounds there are.
    private var knownLeft: Set<CellLeftAlone> = []

    init(includesUnsafe: Bool, files: any FileTree) {
        self.includesUnsafe = includesUnsafe
        edited = Overlay(files)
    }

    var files: [FixedFile] {
        contents.keys.sorted().compactMap { path in
            guard let before = originals[path], let after = contents[path], before != after else { return nil }
            let text = editors[path].flatMap { editor in
                editor.plainText(of: before).flatMap { plain in
                    editor.plainText(of: after).map { (plain.text, $0.text, plain.encoding) }
                }
            }
            return FixedFile(
                path: path.text, before: before, after: after,
                cells: (cells[path] ?? []).sorted {
                    ($0.location.line, $0.location.column) < ($1.location.line, $1.location.column)
                }, isCopy: editors[path]?.writesCopies ?? false, text: text)
        }
    }

    private struct Candidate {
        var finding: Finding
        var fix: FindingFix
    }

    /// Makes the fixes of a check's findings; false where there is none.
    mutating func makeRound(_ check: CheckInProgress) -> Bool {
        var wanted: [PathKey: [Candidate]] = [:]
        for finding in check.outcome.run.findings where finding.waived == nil {
            let fixes = finding.fixes.filter { $0.isSafe || includesUnsafe }
            for fix in fixes {
                wanted[PathKey(fix.location.file), default: []].append(Candidate(finding: finding, fix: fix))
            }
        }
        var hasChanged = false
        for (path, candidates) in wanted.sorted(by: { $0.key < $1.key }) where refused[path] == nil {
            do throws(EditError) {
                if try edit(path, candidates, check) { hasChanged = true }
            } catch {
                refused[path] = error.words
            }
        }
        return hasChanged
    }

    private mutating func edit(
        _ path: PathKey, _ candidates: [Candidate], _ check: CheckInProgress
    ) throws(EditError) -> Bool {
        guard let input = check.inputs.lazy.flatMap(\.files).first(where: { PathKey($0.path) == path }) else {
            return false
        }
        guard let editor = input.editor else {
            throw EditError(
                words: input.reader.sheet == nil
                    ? "it is a narrative, not a table"
                    : "files of this kind are read and not written: correct it by hand")
        }
        let now: [UInt8]
        if let edited = contents[path] {
            now = edited
        } else {
            do throws(ReadError) { now = try edited.base.bytes(of: path.text) } catch { throw EditError(error) }
            guard now.count == input.size else { throw .changed }
        }
        if originals[path] == nil { (originals[path], editors[path]) = (now, editor) }
        var edits: [CellEdit] = []
        var made: [FixedCell] = []
        var taken: Set<FindingLocation> = []
        let wanted = candidates.map {
            CellEdit(sheet: $0.fix.location.sheet, location: $0.fix.location.extent, text: $0.fix.text)
        }
        let texts = editor.texts(of: wanted, in: now)
        let obstacles = editor.obstacles(to: wanted, in: now)
        var mended: Set<String> = []
        // Sorted by severity; findings of equal severity keep their order.
        let ordered = candidates.enumerated().sorted {
            ($1.element.finding.severity, $0.offset) < ($0.element.finding.severity, $1.offset)
        }
        for (index, candidate) in ordered where !mended.contains(candidate.finding.fingerprint) {
            let cell = FindingLocation(
                file: candidate.fix.location.file, sheet: candidate.fix.location.sheet, candidate.fix.location.extent)
            guard texts[index] != candidate.fix.text else { continue }
            if let obstacle = obstacles[index] {
                let known = CellLeftAlone(
                    location: candidate.fix.location, rule: candidate.finding.rule, reason: obstacle)
                if knownLeft.insert(known).inserted { left.append(known) }
                continue
            }
            guard taken.insert(cell).inserted else { continue }
            edits.append(wanted[index])
            mended.insert(candidate.finding.fingerprint)
            made.append(
                FixedCell(
                    rule: candidate.finding.rule, isSafe: candidate.fix.isSafe, location: candidate.fix.location,
                    key: candidate.finding.key, column: candidate.fix.column, before: texts[index],
                    after: candidate.fix.text))
        }
        guard !edits.isEmpty else { return false }
        let after = try editor.replacing(edits, in: now)
        seen[path, default: []].insert(now)
        guard after != now, seen[path]?.contains(after) != true else { return false }
        contents[path] = after
        edited.put(after, at: path.text)
        cells[path, default: []] += made
        return true
    }
}

extension EditError {
    /// The error for a file that could not be read for editing.
    init(_ error: ReadError) { self = error == .changed ? .changed : EditError(words: error.words) }
}

extension UnreadableFile {
    package static let changedWords = EditError.changed.words

    /// Whether it may work after reading the file again.
    package var hasChanged: Bool { reason == Self.changedWords }
}
