// The entry point of checking: rule files in, checked rules and diagnostics out.

package import Diagnostics
package import Syntax

/// What checking needs from outside.
package struct CheckingOptions: Sendable {
    /// `--set name=value`: the expression that replaces a constant, by name.
    package var replacements: [(name: String, value: Syntax.Expression)]
    /// How an imported path is found and read, seen from the file that imports it: `nil` where there is none.
    package var load: @Sendable (_ path: String, _ importer: SourceFile) -> SourceFile?
    /// Asked of what could not be loaded: what is wrong with it; `nil` where it is not there.
    package var whyNotLoaded: @Sendable (_ path: String, _ importer: SourceFile) -> ImportError? = { _, _ in nil }
    /// What whoever will evaluate the rules cannot do of an aggregate, as errors of its author; none where it can be
    /// evaluated. Asked of each aggregate that is otherwise right.
    package var refusals: @Sendable (CheckedAggregate) -> [Diagnostic] = { _ in [] }
    /// Whether the rule set tells what each name stands for. Whoever only checks returns asks no names.
    package var keepsSymbols = true
    /// Whether returns are read whose tables stand on sheets.
    package var readsSheets = false

    package init(
        replacements: [(name: String, value: Syntax.Expression)] = [],
        load: @escaping @Sendable (_ path: String, _ importer: SourceFile) -> SourceFile?
    ) {
        self.replacements = replacements
        self.load = load
    }
}

/// Why a rule file that is there cannot be read, in words: lower case, no full stop.
package struct ImportError: Sendable {
    package var words: String
    package var help: String?

    package init(words: String, help: String? = nil) {
        self.words = words
        self.help = help
    }
}
