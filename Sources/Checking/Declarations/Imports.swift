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
    /// Names of the files that it imports itself, each with the place of its path.
    var importedNames: [(name: String, path: Range<Int>)] = []
}

extension Checker {
    /// The most files that are loaded.
    private static let fileLimit = 1_000

    func loadFiles(_ entry: [SourceFile]) {
        var loader = Loader()
        for file in entry { loader.entryNames.insert(file.name) }
        for file in entry where loader.indices[file.name] == nil { load(file, &loader) }
        listFiles()
    }

    /// Lists the files in the order in which people think of them: what they asked to check comes first.
    private func listFiles() {
        let order = files.indices.filter { files[$0].isEntry } + files.indices.filter { !files[$0].isEntry }
        let indices = Dictionary(order.enumerated().map { (files[$1].source.name, $0) }) { first, _ in first }
        rules.files = order.map { index in
            let loaded = files[index]
            var seen: Set<Int> = []
            let imports = loaded.importedNames.compactMap { indices[$0.name] }.filter { seen.insert($0).inserted }
            return RuleSet.File(source: loaded.source, tree: loaded.tree, isEntry: loaded.isEntry, imports: imports)
        }
        guard options.keepsSymbols else { return }
        symbols.begin(rules.files)
        for loaded in files {
            for (name, path) in loaded.importedNames {
                use(indices[name].map { symbols.symbol(ofFile: $0) }, at: path, in: loaded.source)
            }
        }
    }

    private struct Loader {
        /// Of files that are loaded: their index, or `nil` while their imports are being loaded.
        var indices: [String: Int?] = [:]
        var entryNames: Set<String> = []
        /// The files whose imports are being loaded, each because the one before imports it.
        var open: [OpenFile] = []

        /// Whether one more file would be too many. `loaded` are those that are done with.
        func isFull(loaded: Int) -> Bool { loaded + open.count >= Checker.fileLimit }
    }

    /// A file whose imports are being loaded.
    private struct OpenFile {
        var loaded: LoadedFile
        /// What is still to be imported, in reverse.
        var imports: [TextLiteral]
    }

    /// Loads a file and all that it imports, without recursion: imports may be as deep as there may be files.
    private func load(_ source: SourceFile, _ loader: inout Loader) {
        open(source, &loader)
        while let top = loader.open.indices.last {
            if let path = loader.open[top].imports.popLast() {
                if let index = index(of: path, from: top, &loader) { add(index, to: &loader.open[top].loaded) }
                continue
            }
            let done = loader.open.removeLast().loaded
            files.append(done)
            loader.indices[done.source.name] = files.count - 1
            if let importer = loader.open.indices.last { add(files.count - 1, to: &loader.open[importer].loaded) }
        }
    }

    private func add(_ index: Int, to importer: inout LoadedFile) {
        importer.imports.insert(index)
        importer.imports.formUnion(files[index].imports)
    }

    private func open(_ source: SourceFile, _ loader: inout Loader) {
        loader.indices[source.name] = .some(nil)
        let tree = parse(source)
        tree.diagnostics.forEach(report)
        let imports = tree.declarations.compactMap { declaration -> TextLiteral? in
            if case .import(let declared) = declaration.kind { declared.path } else { nil }
        }
        loader.open.append(
            OpenFile(
                loaded: LoadedFile(source: source, tree: tree, isEntry: loader.entryNames.contains(source.name)),
                imports: imports.reversed()))
    }

    /// The index of a file that is imported and has been loaded; `nil` where it cannot be, or is loaded next.
    private func index(of path: TextLiteral, from top: Int, _ loader: inout Loader) -> Int? {
        let importer = loader.open[top].loaded.source
        let span = SourceSpan(importer, path.range)
        guard let source = options.load(path.text, importer) else {
            lacksImports = true
            if let problem = options.whyNotLoaded(path.text, importer) {
                error("unreadable-rules", problem.words, at: span, help: problem.help)
                return nil
            }
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
            loader.open[top].loaded.importedNames.append((source.name, path.range))
            return known
        }
        guard !loader.isFull(loaded: files.count) else {
            lacksImports = true
            error(
                "too-many-imports", "more than 1,000 rule files are imported", at: span,
                help: "put rules of one kind into one file")
            return nil
        }
        loader.open[top].loaded.importedNames.append((source.name, path.range))
        open(source, &loader)
        return nil
    }
}
