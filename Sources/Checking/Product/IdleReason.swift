// Why a rule does not run, as facts with their words.

package import Diagnostics

/// Why a rule is never applied.
package enum IdleReason: Sendable {
    /// A `set` of an importing file turned it off.
    case off(at: SourceSpan)
    /// It needs no column, and the files declare no table.
    case noTable
    /// No table has all of these columns, which it requires.
    case lacksColumns([String])
    /// It uses a constant of its pack, before which one of another kind goes. Both are described.
    case otherConstant(String, found: String, wanted: String)
    /// It does not apply to the first of the tables that have its columns.
    case misfit(table: String, Misfit)

    /// Why a rule for any table does not apply to one that has its columns.
    package enum Misfit: Sendable {
        /// A column has another type than the rule requires. Both are names of types; a computed column's is described.
        case type(column: String, found: String, wanted: String)
        /// The message of the first error that the rule would have if it were written for that table.
        case fault(message: String)
    }
}

extension IdleReason {
    /// In an author's words: "set to off at rutland.rules:12", "no table has the columns value, target".
    package var words: String {
        switch self {
        case .off(let span): "set to off at \(span.file.name):\(span.start.line)"
        case .noTable: "there is no table"
        case .lacksColumns(let names): "no table has the columns \(names.joined(separator: ", "))"
        case .otherConstant(let name, let found, let wanted): "the constant \(name) is \(found), not \(wanted)"
        case .misfit(let table, let misfit): "it does not apply to table \(table): \(misfit.words)"
        }
    }

    /// Whether an author turned the rule off.
    package var isOff: Bool { if case .off = self { true } else { false } }
}

extension IdleReason.Misfit {
    /// In an author's words, to follow "it does not apply to table …: ".
    package var words: String {
        switch self {
        case .type(let column, let found, let wanted): "column \(column) is \(found), not \(wanted)"
        case .fault(let message): message
        }
    }
}
