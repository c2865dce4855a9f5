// What a check looked at: while nothing of it changes, another check would come to the same.

import Checking
import Diagnostics
import Tables

/// The files that a check opened or looked for, and the folders that it searched, as they were then.
///
/// It is taken from what was asked of the tree and not from the request, so whatever a check reads is in it: returns,
/// registers, imported rule files, baselines, and what was not there.
package struct Footprint: Sendable {
    /// A pattern that folders were searched for.
    struct Search {
        private let pattern: FilePattern
        /// The absolute folder that it is seen from.
        private let base: String
        /// The same where capital letters do not matter: files that nearly match are named.
        private let folded: FilePattern
        private let foldedBase: String

        init(_ pattern: String, from base: String) {
            self.pattern = FilePattern(pattern)
            self.base = base
            folded = FilePattern(pattern.lowercased())
            foldedBase = base.lowercased()
        }

        /// Whether the search would take a file or say that it nearly matches, or look into a folder.
        fileprivate func finds(_ name: String, in folder: String, isFolder: Bool) -> Bool {
            if name.utf8.first == UInt8(ascii: "."), !pattern.namesHidden { return false }
            let path = folder + name
            if isFolder { return pattern.finds(folder: path, from: base) }
            return pattern.match(path, from: base) != nil || folded.match(path.lowercased(), from: foldedBase) != nil
        }
    }

    let tree: any FileTree
    /// As the check asked for them; `nil` for those that were not there.
    let files: [PathKey: SaveStamp?]
    /// Of each folder that was searched the names that mattered, in their order.
    let folders: [PathKey: [PathKey]]
    private let searches: [Search]
    private let takesRuleFilesFound: Bool

    init(_ notes: TreeNotes.Content, of tree: any FileTree, _ searches: [Search], takesRuleFilesFound: Bool) {
        self.tree = tree
        self.searches = searches
        self.takesRuleFilesFound = takesRuleFilesFound
        files = notes.files
        var folders: [PathKey: [PathKey]] = [:]
        for (folder, entries) in notes.folders {
            folders[folder] = Self.mattering(entries, in: folder.text, tree, searches, takesRuleFilesFound)
        }
        self.folders = folders
    }

    /// How many files were opened.
    package var fileCount: Int { files.values.count { $0 != nil } }

    /// The absolute paths of the files that were asked for, whether or not they were there.
    package var paths: [String] { files.keys.map { tree.absolute($0.text) } }

    /// A path from the root, `..` and all; `nil` where the tree's folder is not known.
    func whole(_ path: String) -> String? {
        if path.hasPrefix("/") { return path }
        return tree.root.isEmpty ? nil : tree.root + path
    }

    /// Whether everything is as the check saw it. Time is linear in the files and the entries of the folders.
    package var isCurrent: Bool { state == seen }

    /// Whether a file is there that was not there before, or was saved since.
    package func hasSaves(since earlier: Footprint) -> Bool {
        files.contains { path, stamp in stamp != nil && earlier.files[path] != .some(stamp) }
    }

    /// How everything is now, to be compared later.
    package struct State: Equatable, Sendable {
        fileprivate var files: [PathKey: SaveStamp?]
        fileprivate var folders: [PathKey: [PathKey]]
    }

    /// How everything was when it was looked at.
    package var seen: State { State(files: files, folders: folders) }

    package var state: State {
        var state = seen
        for path in files.keys { state.files[path] = .some(tree.stamp(of: path.text)) }
        for folder in folders.keys {
            var problem: ReadError?
            let entries = tree.entries(of: folder.text, problem: &problem)
            state.folders[folder] = Self.mattering(entries, in: folder.text, tree, searches, takesRuleFilesFound)
        }
        return state
    }

    /// Whether a check may look at an entry of a folder that it searched, by their names. Fixed copies count.
    func mayTake(_ name: String, in folder: String, isFolder: Bool) -> Bool {
        if TemporaryName.isOne(name) { return false }
        let whole = tree.absolute(folder)
        if !isFolder, name.hasSuffix(".rules"), Self.mayHoldRules(whole, tree, takesRuleFilesFound) { return true }
        let start = whole.hasSuffix("/") ? whole : whole + "/"
        return searches.contains { $0.finds(name, in: start, isFolder: isFolder) }
    }

    /// Whether the rule files of a folder are taken where none is named.
    private static func mayHoldRules(_ whole: String, _ tree: any FileTree, _ takesRuleFilesFound: Bool) -> Bool {
        takesRuleFilesFound && ["", "rules/"].contains { tree.absolute($0) == whole }
    }

    /// The names of a folder's entries that a check would look at, or look into.
    private static func mattering(
        _ entries: [FolderEntry], in folder: String, _ tree: any FileTree, _ searches: [Search],
        _ takesRuleFilesFound: Bool
    ) -> [PathKey] {
        let whole = tree.absolute(folder)
        let start = whole.hasSuffix("/") ? whole : whole + "/"
        let mayHoldRules = mayHoldRules(whole, tree, takesRuleFilesFound)
        var workbooks: Set<PathKey>?
        return entries.filter { entry in
            if TemporaryName.isOne(entry.name) { return false }
            if mayHoldRules, !entry.isFolder, entry.name.hasSuffix(".rules") { return true }
            guard searches.contains(where: { $0.finds(entry.name, in: start, isFolder: entry.isFolder) }) else {
                return false
            }
            guard let original = FixedCopy.original(of: entry.name) else { return true }
            // The copy that `kpilint fix` has written is not read beside its workbook.
            if workbooks == nil { workbooks = Set(entries.map { PathKey($0.name) }) }
            return workbooks?.contains(PathKey(original)) != true
        }.map { PathKey($0.name) }
    }
}

extension Session {
    /// Runs a check, and says what it looked at.
    package func checkNoting(_ request: CheckRequest) -> (outcome: CheckOutcome, footprint: Footprint) {
        let (outcome, footprint, _) = checkKeeping(request)
        return (outcome, footprint)
    }

    /// Runs a check, says what it looked at, and keeps what editors ask about; `nil` where no return was read.
    package func checkKeeping(
        _ request: CheckRequest
    ) -> (outcome: CheckOutcome, footprint: Footprint, kept: KeptCheck?) {
        let notes = TreeNotes()
        let check = CheckInProgress(request, in: NotedTree(base: files, notes: notes))
        let searches = check.rules.tables.map(\.source).filter { !$0.pattern.isEmpty }.map { source in
            Footprint.Search(source.pattern, from: files.absolute(folder(of: source.patternSpan.file.name)))
        }
        let footprint = Footprint(
            notes.content, of: files, searches, takesRuleFilesFound: request.ruleFiles.isEmpty)
        return (check.outcome, footprint, check.kept)
    }
}
