// The entry point of checking: rule files in, checked rules and diagnostics out.

package import Diagnostics
package import Syntax

/// What checking needs from outside.
package struct CheckingOptions: Sendable {
    /// `--set name=value`: the expression that replaces a constant, by name.
    package var replacements: [(name: String, value: Syntax.Expression)]
    /// How an imported path is found and read, seen from the file that imports it: `nil` where there is none.
    package var load: @Sendable (_ path: String, _ importer: SourceFile) -> SourceFile?

    package init(
        replacements: [(name: String, value: Syntax.Expression)] = [],
        load: @escaping @Sendable (_ path: String, _ importer: SourceFile) -> SourceFile?
    ) {
        self.replacements = replacements
        self.load = load
    }
}
