// Finds, reads, imports and checks rule files.

package import Checking
package import Diagnostics
import Planning
import Synchronization
import Syntax
import Tables

/// The name that rule files import the built-in pack by.
package let standardPackName = "standard.rules"

/// The built-in pack's text.
package let standardPack = SourceFile(name: standardPackName, bytes: PackageResources.standard_rules)

/// Why a file cannot be a rule file, because it is not text; `nil` where it may be one.
func textFault(of file: SourceFile) -> Diagnostic? {
    let code = "unreadable-rules"
    if file.bytes.prefix(2) == [0xFF, 0xFE] || file.bytes.prefix(2) == [0xFE, 0xFF] {
        return Diagnostic(
            code, .error, "the rule file is UTF-16 text", at: SourceSpan(file, 0..<0), help: "save it as UTF-8")
    }
    guard let zero = file.bytes.firstIndex(of: 0) else { return nil }
    return Diagnostic(
        code, .error, "the rule file contains a zero byte, so it is not plain text",
        at: SourceSpan(file, zero..<zero + 1),
        help: "take it out if the rest is text, and save the file as UTF-8: UTF-16 text has such bytes, and so have "
            + "files that are no text")
}

/// The longest rule file.
private let ruleFileLimit = 64 << 20

/// The paths of imported files, as they are read.
final class ImportedFiles: Sendable {
    private let kept = Mutex<[String]>([])

    func add(_ path: String) { kept.withLock { $0.append(path) } }

    var paths: [String] { kept.withLock { $0 } }
}

extension Session {
    /// Reads and checks rule files, the default ones where none is named. `constants` are `--set name=value`. A file
    /// that cannot be read is a diagnostic, like every other fault. The rule set has symbols.
    package func rules(_ paths: [String], constants: [(name: String, value: String)] = []) -> RuleSet {
        var sources = RuleSources(paths.isEmpty ? defaultRuleFiles() : paths, in: files, constants: constants)
        sources.keepsSymbols = true
        return sources.checkIfRead()
    }

    /// The default rule files: the `*.rules` of the tree's folder, else of its `rules/`.
    package func defaultRuleFiles() -> [String] {
        for folder in ["", "rules/"] {
            var problem: ReadError?
            let found = files.entries(of: folder, problem: &problem).filter {
                !$0.isFolder && $0.name.hasSuffix(".rules")
            }
            // A file that is also found through links is listed under its own name.
            var known = Set(found.filter { !$0.isLink }.compactMap { files.identity(of: folder + $0.name) })
            let once = found.filter { entry in
                guard entry.isLink, let identity = files.identity(of: folder + entry.name) else { return true }
                return known.insert(identity).inserted
            }
            if !once.isEmpty { return once.map { folder + $0.name } }
        }
        return []
    }
}

/// Rule files as they were read, to be checked once or, with changes, several times.
struct RuleSources: Sendable {
    private(set) var files: [SourceFile] = []
    /// Where imported files are read.
    private let tree: any FileTree
    private(set) var replacements: [(name: String, value: Syntax.Expression)] = []
    /// Whether returns with sheets can be read.
    var readsSheets = true
    /// Whether rule sets have symbols, for editors.
    var keepsSymbols = false
    /// Diagnostics of files that could not be read.
    private(set) var diagnostics: [Diagnostic] = []

    /// Reads files; the built-in pack is used for its name where there is no file of that name. `made` are in memory.
    init(
        _ paths: [String], adding made: [SourceFile] = [], in tree: any FileTree,
        constants: [(name: String, value: String)] = []
    ) {
        self.tree = tree
        files = made
        var known: Set<FileIdentity> = []
        for path in paths {
            // A pipe can be read only once, and a file counts once however often it is named.
            if path != "-", let identity = tree.identity(of: path), !known.insert(identity).inserted { continue }
            do throws(RuleFileError) {
                files.append(try tree.ruleFile(path))
            } catch {
                if path == standardPackName, error.isAbsent {
                    files.append(standardPack)
                    continue
                }
                let file = SourceFile(name: tree.shown(path), bytes: [])
                diagnostics.append(
                    error.fault
                        ?? Diagnostic("unreadable-rules", .error, error.problem.words, at: SourceSpan(file, 0..<0)))
            }
        }
        for (name, value) in constants {
            let (expression, faults) = parseExpression(value, name: "--set \(name)")
            diagnostics += faults.map { fault in
                var fault = fault
                // A shell removes the quotes around a word.
                let help = "a text stands in quotes, all of it in those of the shell: `--set '\(name)=\"…\"'`"
                fault.help = fault.help ?? help
                return fault
            }
            replacements.append((name, expression))
        }
    }

    /// The same files with further constants replaced; these take precedence.
    func setting(_ constants: [(name: String, value: Syntax.Expression)]) -> RuleSources {
        var copy = self
        copy.replacements = constants + replacements.filter { old in !constants.contains { $0.name == old.name } }
        return copy
    }

    /// Checks them. Where some could not be read, only that is reported, and the others are only parsed.
    func checkIfRead(noting imports: ImportedFiles? = nil) -> RuleSet {
        guard !diagnostics.isEmpty else { return check(noting: imports) }
        var unread = RuleSet()
        unread.files = files.map { RuleSet.File(parsing: $0) }
        unread.diagnostics = diagnostics
        return unread
    }

    /// The returns that the tables of the entry files name, whether or not the files have faults.
    func returnsNamed(in rules: RuleSet) -> [String] {
        rules.declarations.flatMap { file, declaration -> [String] in
            guard file.isEntry, case .table(let table) = declaration.kind, let source = table.source else { return [] }
            let folder = folder(of: file.source.name)
            return FilePattern(source.pattern.text).files(from: folder, in: tree).files.map(\.path)
        }
    }

    /// Files in memory, which import from a tree.
    init(_ files: [SourceFile], in tree: any FileTree) {
        self.files = files
        self.tree = tree
    }

    /// Checks them, with further files, and with replacement texts for files that they or their imports name. `imports`
    /// records the files that are read for it.
    func check(
        adding others: [SourceFile] = [], replacing changed: [SourceFile] = [], noting imports: ImportedFiles? = nil
    ) -> RuleSet {
        @Sendable func current(_ file: SourceFile) -> SourceFile { changed.first { $0.name == file.name } ?? file }
        let problems = Mutex<[String: ImportError]>([:])
        @Sendable func location(_ path: String, _ importer: SourceFile) -> String {
            resolved(path, from: folder(of: importer.name))
        }
        var options = CheckingOptions(replacements: replacements) { path, importer in
            if path == standardPackName { return current(standardPack) }
            guard importer.name != standardPackName else { return nil }
            let location = location(path, importer)
            imports?.add(location)
            do throws(RuleFileError) {
                return current(try tree.ruleFile(location))
            } catch {
                if !error.isAbsent { problems.withLock { $0[location] = error.problem } }
                return nil
            }
        }
        options.whyNotLoaded = { path, importer in problems.withLock { $0[location(path, importer)] } }
        options.packs = [standardPackName]
        options.readsSheets = readsSheets
        options.refusals = { refusals(of: $0) }
        options.keepsSymbols = keepsSymbols
        // What is tried with other texts is told to nobody.
        options.verifiesFixes = changed.isEmpty
        return Checking.check(files.map(current) + others, options: options)
    }
}

/// Why a rule file cannot be read.
private struct RuleFileError: Error {
    var problem: ImportError
    /// Whether there is no such file.
    var isAbsent = false
    /// The fault of a file that was read and is not text.
    var fault: Diagnostic?
}

extension FileTree {
    /// Reads a rule file, whether named or imported.
    fileprivate func ruleFile(_ path: String) throws(RuleFileError) -> SourceFile {
        let read: [UInt8]
        do throws(ReadError) {
            read = try bytes(of: path, limit: ruleFileLimit)
        } catch {
            throw RuleFileError(
                problem: ImportError(words: "the rule file cannot be read: \(error.words)"),
                isAbsent: error == .notFound)
        }
        let file = SourceFile(name: shown(path), bytes: read)
        if let fault = textFault(of: file) {
            throw RuleFileError(problem: ImportError(words: fault.message, help: fault.help), fault: fault)
        }
        return file
    }
}
