// What is wrong at a place of a document, as editors show it.

import Diagnostics
package import Findings
package import Locations
import Reports

/// A finding or a fault of a rule file, at its place in every unit.
package struct EditorDiagnostic: Sendable {
    /// In the order of the Language Server Protocol.
    package enum Severity: Int, Sendable, Comparable {
        case error = 1
        case warning, information

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// Another place that it refers to.
    package struct Related: Sendable {
        /// Absolute.
        package var path: String
        package var extent: TextExtent
        package var message: String
    }

    /// A replacement of a part of the document.
    package struct Fix: Sendable {
        package var title: String
        package var extent: TextExtent
        package var text: String
        /// Whether it is right whenever the diagnostic is.
        package var isSafe: Bool
    }

    /// The finding that it tells of, as far as something can be done about it elsewhere.
    package struct Subject: Sendable {
        package var rule: String
        /// `nil` for what is about no table.
        package var table: String?
        /// The row's key, or the group's, as printed; empty where it has none.
        package var key: [NamedText]
        /// The first column that it is about.
        package var column: String?
        package var fingerprint: String
        /// The line of its row, from 1.
        package var line: Int
        /// Whether an author's rule found it.
        package var isOfRule: Bool
        /// The rule files of the check that found it; empty where it was checked without any.
        package var ruleFiles: [String] = []

        /// The row by its key, for people.
        package var rowName: String {
            escapedForTerminal(key.map { "\($0.name) \($0.text)" }.joined(separator: ", "))
        }

        package init(
            rule: String, table: String?, key: [NamedText], column: String? = nil, fingerprint: String = "", line: Int,
            isOfRule: Bool, ruleFiles: [String] = []
        ) {
            self.rule = rule
            self.table = table
            self.key = key
            self.column = column
            self.fingerprint = fingerprint
            self.line = line
            self.isOfRule = isOfRule
            self.ruleFiles = ruleFiles
        }
    }

    /// A change that was tried, and would put the finding right: perhaps of another row, or of another return.
    package struct Correction: Sendable {
        /// Absolute.
        package var path: String
        package var fix: Fix
    }

    /// The code of the one that says how many more there are.
    static let moreFindings = "more-findings"

    package var severity: Severity
    /// The rule, the structural finding, or the fault of the rule file.
    package var code: String
    /// What is wrong and what to do about it, to be read on its own.
    package var message: String
    package var extent: TextExtent
    package var related: [Related] = []
    package var fixes: [Fix] = []
    package var corrections: [Correction] = []
    /// `nil` for what is no finding.
    package var subject: Subject?
}

extension TextExtent {
    /// Where it begins and ends, from 0.
    package func range(_ encoding: PositionEncoding) -> TextRange {
        func column(_ column: TextColumn) -> Int {
            switch encoding {
            case .utf8: Int(column.bytes)
            case .utf16: Int(column.utf16)
            case .utf32: Int(column.scalars)
            }
        }
        return TextRange(
            TextPosition(line: line - 1, column: column(start)), TextPosition(line: endLine - 1, column: column(end)))
    }
}

extension EditorDiagnostic {
    /// What is wrong, and below it what to do: texts of returns in it can neither hide nor turn others around.
    static func shown(_ message: String, _ help: String?) -> String {
        escapedForTerminal(message) + (help.map { "\n" + escapedForTerminal($0) } ?? "")
    }

    /// A finding in a text; `nil` for one that has no place in one. `absolute` makes a path of a finding absolute.
    init?(_ finding: Finding, _ absolute: (String) -> String) {
        guard let location = finding.location, case .text(let extent) = location.extent else { return nil }
        severity =
            switch finding.severity {
            case .error: .error
            case .query, .warning: .warning
            case .note: .information
            }
        code = finding.rule
        message = Self.shown(finding.message, finding.help)
        self.extent = extent
        related = finding.related.compactMap { related in
            guard case .text(let extent) = related.location.extent else { return nil }
            return Related(
                path: absolute(related.location.file), extent: extent, message: escapedForTerminal(related.message))
        }
        fixes = finding.fixes.compactMap { fix in
            guard let written = fix.written, case .text(let extent) = fix.location.extent else { return nil }
            // A fix of another file is that file's.
            guard fix.location.file == location.file else { return nil }
            return Fix(
                title: "write `\(escapedForTerminal(fix.text))`", extent: extent, text: written, isSafe: fix.isSafe)
        }
        corrections = finding.corrections.compactMap { correction in
            // Of several texts nobody knows which is meant, and one that may need quotes is left to people.
            guard correction.after.count == 1, let text = correction.after.first, text.isPlainCell,
                correction.before.isPlainCell || correction.before.isEmpty,
                case .text(let extent) = correction.location.extent, correction.location.header != nil
            else { return nil }
            let title = escapedForTerminal("write `\(text)` in " + correction.rowName)
            return Correction(
                path: absolute(correction.location.file),
                fix: Fix(title: title, extent: extent, text: text, isSafe: false))
        }
        subject = Subject(
            rule: finding.rule, table: finding.table, key: finding.key,
            column: finding.column ?? finding.values.first?.name, fingerprint: finding.fingerprint,
            line: location.line, isOfRule: finding.ruleLocation != nil)
    }

    /// A return that is open and cannot be read, said at its beginning.
    init(unreadable reason: String) {
        severity = .error
        code = "unreadable"
        message = escapedForTerminal("this is not checked: " + reason)
        extent = TextExtent(line: 1, offset: 0)
    }

    /// A fault of a rule file.
    init(_ diagnostic: Diagnostic, _ absolute: (String) -> String) {
        severity =
            switch diagnostic.severity {
            case .error: .error
            case .warning: .warning
            case .note: .information
            }
        code = diagnostic.code
        message = Self.shown(diagnostic.message, diagnostic.help ?? diagnostic.fix?.title)
        extent = diagnostic.span.extent
        related = diagnostic.notes.map {
            Related(path: absolute($0.span.file.name), extent: $0.span.extent, message: escapedForTerminal($0.message))
        }
        if let fix = diagnostic.fix {
            let span = SourceSpan(diagnostic.span.file, fix.range)
            fixes = [Fix(title: fix.title, extent: span.extent, text: fix.replacement, isSafe: false)]
        }
    }
}

extension String {
    /// Whether a cell can hold it without quotation marks, whatever separates cells.
    fileprivate var isPlainCell: Bool {
        let special: Set<Character> = ["\"", "'", ",", ";", "|", "\t", "\n", "\r", "\r\n", "^", "~", ":"]
        return !isEmpty && !contains(where: special.contains) && first != " " && last != " "
    }
}
