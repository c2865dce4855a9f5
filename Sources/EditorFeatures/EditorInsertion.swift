// What can be done about a finding beside changing the return: waiving it, adding it to a baseline, asking why.

import Findings
package import Workspace

/// A text that is put into a document at a place, where nothing is taken out.
package struct EditorInsertion: Sendable, Equatable {
    /// Absolute.
    package var path: String
    package var position: TextPosition
    package var text: String
}

extension Editor {
    /// The baseline where none is set.
    package static let defaultBaseline = "kpilint.baseline"

    /// A waiver with an empty reason for a finding, at the end of the rule file or file of waivers that it belongs to;
    /// `nil` where it cannot be waived by its key.
    package func waiver(of subject: EditorDiagnostic.Subject, _ encoding: PositionEncoding) -> EditorInsertion? {
        guard !subject.ruleFiles.isEmpty else { return nil }
        var request = CheckRequest()
        request.ruleFiles = subject.ruleFiles
        request.constants = settings.constants
        let session = Session(files: overlay)
        guard let offered = session.waiver(of: subject.rule, in: subject.table, key: subject.key, request) else {
            return nil
        }
        return insertion(
            of: offered.text, at: offered.before.count, of: offered.before, in: absolute(offered.path), encoding)
    }

    /// The line of a finding in the baseline that is set, or in the one that the folder has, at its place among the
    /// others; `nil` where there is no baseline, or where it has the finding.
    package func baselineEntry(of subject: EditorDiagnostic.Subject, _ encoding: PositionEncoding) -> EditorInsertion? {
        let path = absolute(settings.baseline ?? Self.defaultBaseline)
        guard !subject.fingerprint.isEmpty, let bytes = try? overlay.bytes(of: path),
            let baseline = try? Baseline(reading: bytes),
            !baseline.entries.contains(where: { $0.fingerprint == subject.fingerprint })
        else { return nil }
        let entry = Baseline.Entry(
            rule: subject.rule, table: subject.table, key: subject.key, column: subject.column,
            fingerprint: subject.fingerprint)
        let line = Array(entry.text.utf8)
        // Before the first entry that is greater; lines that are none stay where they are.
        var (start, place) = (0, bytes.count)
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let text = bytes[start..<end]
            if let first = text.first, first != 0x23, line.lexicographicallyPrecedes(text) {
                place = start
                break
            }
            start = end + 1
        }
        let endsInPairs = bytes.firstIndex(of: 0x0A).map { $0 > 0 && bytes[$0 - 1] == 0x0D } ?? false
        let lineEnd = endsInPairs ? "\r\n" : "\n"
        let isBehindText = place == bytes.count && bytes.last.map { $0 != 0x0A } ?? false
        return insertion(
            of: (isBehindText ? lineEnd : "") + entry.text + lineEnd, at: place, of: bytes, in: path, encoding)
    }

    /// A place of a file's bytes as an editor counts it, which shows no byte order mark.
    private func insertion(
        of text: String, at offset: Int, of bytes: [UInt8], in path: String, _ encoding: PositionEncoding
    ) -> EditorInsertion {
        let mark = self.text(of: path) == nil && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let buffer = TextBuffer(Array(bytes.dropFirst(mark)))
        return EditorInsertion(path: path, position: buffer.position(of: offset - mark, encoding), text: text)
    }

    /// What `kpilint why` answers of a finding's row, or group. Where nothing names that, the rows that break the rule
    /// are looked for on the finding's line.
    package func why(_ subject: EditorDiagnostic.Subject) -> (report: WhyReport, request: WhyRequest) {
        var request = WhyRequest()
        request.rule = subject.rule
        request.row = subject.key.map { ($0.name, $0.text) }
        request.check.ruleFiles = subject.ruleFiles
        request.check.constants = settings.constants
        request.check.today = settings.today
        if request.row.isEmpty { request.limit = 1_000 }
        var report = Session(files: overlay).why(request)
        if let table = subject.table, report.answers.contains(where: { $0.table == table }) {
            report.answers.removeAll { $0.table != table }
        }
        for index in report.answers.indices where request.row.isEmpty {
            let traces = report.answers[index].traces
            let own = traces.filter { $0.location?.line == subject.line }
            report.answers[index].traces = own.isEmpty ? Array(traces.prefix(3)) : own
            if !own.isEmpty { report.answers[index].followed = own.count }
        }
        return (report, request)
    }

    /// How many other findings a waiver of a finding covers among those that are shown: the same rule's, of that key.
    package static func othersWaived(
        with subject: EditorDiagnostic.Subject, among found: EditorFindings
    ) -> Int {
        var prints: Set<String> = []
        for diagnostics in found.documents.values {
            for case let other? in diagnostics.lazy.map(\.subject)
            where other.rule == subject.rule && other.key == subject.key && other.fingerprint != subject.fingerprint {
                prints.insert(other.fingerprint)
            }
        }
        return prints.count
    }
}
