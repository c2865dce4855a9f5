// Loading: the files to check and what they import, each once, what is imported before what imports it.

import Diagnostics
import Syntax

/// One rule file with its tree.
struct LoadedFile {
    var source: SourceFile
    var tree: RuleFile
    /// Whether it is one of the files to check rather than an imported one.
    var isEntry: Bool
    /// Indices of the files that it imports, those that they import included.
    var imports: Set<Int> = []
}

extension Checker {
    /// The most files that are loaded.
    private static let fileLimit = 1_000
    private static let importDepthLimit = 100

    func loadFiles(_ entry: [SourceFile]) {
        var loader = Loader()
        for file in entry { loader.entryNames.insert(file.name) }
        for file in entry where loader.indices[file.name] == nil { load(file, isEntry: true, &loader) }
        let entries = files.filter(\.isEntry).map(\.source)
        rules.files = entries + files.filter { !$0.isEntry }.map(\.source)
    }

    private struct Loader {
        /// Of files that are loaded: their index, or `nil` while their imports are being loaded.
        var indices: [String: Int?] = [:]
        var entryNames: Set<String> = []
        var depth = 0
    }

    @discardableResult
    private func load(_ source: SourceFile, isEntry: Bool, _ loader: inout Loader) -> Int {
        loader.indices[source.name] = .some(nil)
        let tree = parse(source)
        tree.diagnostics.forEach(report)
        var loaded = LoadedFile(source: source, tree: tree, isEntry: isEntry)
        loader.depth += 1
        for declaration in tree.declarations {
            guard case .import(let declared) = declaration.kind else { continue }
            if let index = load(declared.path, from: source, &loader) {
                loaded.imports.insert(index)
                loaded.imports.formUnion(files[index].imports)
            }
        }
        loader.depth -= 1
        files.append(loaded)
        loader.indices[source.name] = files.count - 1
        return files.count - 1
    }

    private func load(_ path: TextLiteral, from importer: SourceFile, _ loader: inout Loader) -> Int? {
        let span = SourceSpan(importer, path.range)
        guard let source = options.load(path.text, importer) else {
            error(
                "unknown-import", "there is no rule file \"\(path.text)\"", at: span,
                help: "a path is relative to this file; a built-in pack goes by its name, such as \"standard.rules\"")
            return nil
        }
        if let known = loader.indices[source.name] {
            if known == nil {
                error(
                    "import-cycle", "importing \"\(path.text)\" leads back to this file", at: span,
                    help: "move what both files need into a third one that both import")
            }
            return known
        }
        guard loader.depth < Self.importDepthLimit, files.count < Self.fileLimit else {
            error("too-many-imports", "too many files are imported", at: span)
            return nil
        }
        return load(source, isEntry: loader.entryNames.contains(source.name), &loader)
    }
}
