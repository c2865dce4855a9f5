// Rule files in their canonical layout.

package import Diagnostics
import Syntax
import Tables

/// A rule file as it is and as it should be laid out.
package struct FormattedRules: Sendable {
    package var path: String
    package var before: [UInt8]
    /// The formatted file; broken declarations are unchanged in it.
    package var after: [UInt8]
    /// Faults of the file, for which parts of it were left alone.
    package var diagnostics: [Diagnostic]

    package var isFormatted: Bool { before == after }
}

extension Session {
    /// Reads a rule file, `-` for standard input, and formats it; nothing is written. Fails with words where it cannot
    /// be read.
    package func formattedRules(_ path: String) -> Result<FormattedRules, UnreadableRules> {
        do throws(ReadError) {
            let source = try files.source(operand: path, name: path)
            let before = try source.wholeBytes(limit: wholeFileLimit)
            let file = SourceFile(name: path == "-" ? "standard input" : files.shown(path), bytes: before)
            if let fault = textFault(of: file) {
                return .success(FormattedRules(path: path, before: before, after: before, diagnostics: [fault]))
            }
            let parsed = parse(file)
            return .success(
                FormattedRules(path: path, before: before, after: format(parsed), diagnostics: parsed.diagnostics))
        } catch {
            return .failure(UnreadableRules(reason: error.words))
        }
    }
}

/// Why a rule file could not be read: lower case, no full stop.
package struct UnreadableRules: Error, Sendable {
    package var reason: String
}
