// The rule files that a rule set was made from, with their trees, for callers that ask what is written in them.

package import Diagnostics
package import Syntax

extension RuleSet {
    /// A rule file as it was read.
    package struct File: Sendable {
        /// Its text and name.
        package var source: SourceFile
        /// Its tokens and declarations as written.
        package var tree: RuleFile
        /// Whether it is one of the files to check rather than an imported one.
        package var isEntry: Bool
        /// Indices into `RuleSet.files` of those that it imports itself, each once, in the order of its imports.
        package var imports: [Int]

        package init(source: SourceFile, tree: RuleFile, isEntry: Bool = true, imports: [Int] = []) {
            self.source = source
            self.tree = tree
            self.isEntry = isEntry
            self.imports = imports
        }

        /// A file on its own, without its imports.
        package init(parsing source: SourceFile) { self.init(source: source, tree: parse(source)) }
    }

    /// The declarations of all files, each with its file.
    package var declarations: [(file: File, declaration: Declaration)] {
        files.flatMap { file in file.tree.declarations.map { (file, $0) } }
    }
}
