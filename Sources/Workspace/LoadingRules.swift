// Rule files: found, read, imported, checked.

package import Checking
package import Diagnostics
import Syntax
import Tables

/// The name that rule files import the built-in pack by.
package let standardPackName = "standard.rules"

/// The built-in pack's text.
package let standardPack = SourceFile(name: standardPackName, bytes: PackageResources.standard_rules)

/// Reads and checks rule files. `constants` are `--set name=value`. What cannot be read is a diagnostic, like every other fault.
package func loadRules(
    _ paths: [String], constants: [(name: String, value: String)] = []
) -> (rules: CheckedRules, diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    var files: [SourceFile] = []
    for path in paths {
        do throws(ReadError) {
            files.append(SourceFile(name: shown(path), bytes: try bytes(ofFile: path)))
        } catch {
            let file = SourceFile(name: shown(path), bytes: [])
            diagnostics.append(
                Diagnostic(
                    "unreadable-rules", .error, "the rule file cannot be read: \(error.words)",
                    at: SourceSpan(file, 0..<0)))
        }
    }
    var replacements: [(name: String, value: Syntax.Expression)] = []
    for (name, value) in constants {
        let (expression, faults) = parseExpression(value, name: "--set \(name)")
        diagnostics += faults
        replacements.append((name, expression))
    }
    guard diagnostics.isEmpty else { return (CheckedRules(), diagnostics) }
    let options = CheckingOptions(replacements: replacements) { path, importer in
        if path == standardPackName { return standardPack }
        guard importer.name != standardPackName else { return nil }
        let resolved = resolved(path, from: folder(of: importer.name))
        return (try? bytes(ofFile: resolved)).map { SourceFile(name: shown(resolved), bytes: $0) }
    }
    let checked = check(files, options: options)
    return (checked.rules, checked.diagnostics)
}

/// The rule files that are meant where none is named: the `*.rules` of the current folder, else of `rules/`.
package func defaultRuleFiles() -> [String] {
    for folder in ["", "rules/"] {
        let found = entries(of: folder).filter { !$0.isFolder && $0.name.hasSuffix(".rules") }
        if !found.isEmpty { return found.map { folder + $0.name } }
    }
    return []
}
