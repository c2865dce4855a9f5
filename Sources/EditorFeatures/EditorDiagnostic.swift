// What is wrong at a place of a document, as editors show it.

import Diagnostics
import Findings
package import Locations

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

    package var severity: Severity
    /// The rule, the structural finding, or the fault of the rule file.
    package var code: String
    /// What is wrong and what to do about it, to be read on its own.
    package var message: String
    package var extent: TextExtent
    package var related: [Related] = []
    package var fixes: [Fix] = []
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
        message = finding.message + (finding.help.map { "\n" + $0 } ?? "")
        self.extent = extent
        related = finding.related.compactMap { related in
            guard case .text(let extent) = related.location.extent else { return nil }
            return Related(path: absolute(related.location.file), extent: extent, message: related.message)
        }
        fixes = finding.fixes.compactMap { fix in
            guard let written = fix.written, case .text(let extent) = fix.location.extent else { return nil }
            // A fix of another file is that file's.
            guard fix.location.file == location.file else { return nil }
            return Fix(title: "write `\(fix.text)`", extent: extent, text: written, isSafe: fix.isSafe)
        }
    }

    /// A return that is open and cannot be read, said at its beginning.
    init(unreadable reason: String) {
        severity = .error
        code = "unreadable"
        message = "this is not checked: " + reason
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
        message = diagnostic.message + ((diagnostic.help ?? diagnostic.fix?.title).map { "\n" + $0 } ?? "")
        extent = diagnostic.span.extent
        related = diagnostic.notes.map {
            Related(path: absolute($0.span.file.name), extent: $0.span.extent, message: $0.message)
        }
        if let fix = diagnostic.fix {
            let span = SourceSpan(diagnostic.span.file, fix.range)
            fixes = [Fix(title: fix.title, extent: span.extent, text: fix.replacement, isSafe: false)]
        }
    }
}
