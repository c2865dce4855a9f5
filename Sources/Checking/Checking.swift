// The entry point of checking: rule files in, checked rules and diagnostics out.

package import Diagnostics
package import Syntax

/// What checking needs from outside.
package struct CheckingOptions: Sendable {
    /// `--set name=value`: the expression that replaces a constant, by name.
    package var replacements: [(name: String, value: Syntax.Expression)]
    /// Finds and reads an imported path relative to the file that imports it; `nil` where there is no such file, or it
    /// cannot be read (`whyNotLoaded` tells).
    package var load: @Sendable (_ path: String, _ importer: SourceFile) -> SourceFile?
    /// Called where `load` returned `nil`: what is wrong with the file; `nil` where there is none.
    package var whyNotLoaded: @Sendable (_ path: String, _ importer: SourceFile) -> ImportError? = { _, _ in nil }
    /// Called once for each aggregate without other faults: what the evaluator cannot compute of it, as errors for its
    /// author; empty where it can be evaluated.
    package var refusals: @Sendable (CheckedAggregate) -> [Diagnostic] = { _ in [] }
    /// Whether `RuleSet.symbols` is filled. A check of returns does not need it.
    package var keepsSymbols = true
    /// Whether each fix that an error offers is tried, and left out where it does not mend the error.
    package var verifiesFixes = true
    /// The names of files that come with the program. Their later versions may have more rules: one of an author's own
    /// with such a name goes before it.
    package var packs: Set<String> = []
    /// Whether the program can read returns with sheets; without it a `sheet` is an error.
    package var readsSheets = false

    package init(
        replacements: [(name: String, value: Syntax.Expression)] = [],
        load: @escaping @Sendable (_ path: String, _ importer: SourceFile) -> SourceFile?
    ) {
        self.replacements = replacements
        self.load = load
    }
}

/// Why an existing rule file cannot be read, in words: lower case, no full stop.
package struct ImportError: Sendable {
    package var words: String
    /// What to do about it, in the form of `words`; `nil` where there is nothing to add.
    package var help: String?

    package init(words: String, help: String? = nil) {
        self.words = words
        self.help = help
    }
}
