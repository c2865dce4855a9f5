// A tree that keeps a note of what is asked of it.

import Findings
import Synchronization
import Tables

/// What was asked of a tree, each file as it was before it was opened for the first time.
final class TreeNotes: Sendable {
    struct Content {
        /// By their paths as they were asked for; `nil` for those that were not there.
        var files: [PathKey: SaveStamp?] = [:]
        /// The entries of each folder, without a slash at its end; none where it could not be read.
        var folders: [PathKey: [FolderEntry]] = [:]
    }

    private let kept = Mutex(Content())

    var content: Content { kept.withLock { $0 } }

    fileprivate func add(file path: String, _ stamp: () -> SaveStamp?) {
        // It is asked for first: what is saved meanwhile then counts as saved since.
        let key = PathKey(path)
        if kept.withLock({ $0.files[key] }) != nil { return }
        let stamp = stamp()
        kept.withLock { if $0.files[key] == nil { $0.files[key] = .some(stamp) } }
    }

    fileprivate func add(folder path: String, _ entries: [FolderEntry]) {
        kept.withLock { if $0.folders[PathKey(path)] == nil { $0.folders[PathKey(path)] = entries } }
    }
}

/// Another tree, with notes. That a file is asked for its identity alone is not noted: outputs are too.
struct NotedTree: FileTree {
    let base: any FileTree
    let notes: TreeNotes

    var root: String { base.root }

    func source(
        _ path: String, name: String, isNamed: Bool, progress: CheckProgress?
    ) throws(ReadError) -> any ByteSource {
        let own = String(path.utf8.dropFirst(folder(of: path).utf8.count)) ?? path
        if isNamed || !TemporaryName.isOne(own) { notes.add(file: path) { base.stamp(of: path) } }
        return try base.source(path, name: name, isNamed: isNamed, progress: progress)
    }

    func standardInput(name: String, progress: CheckProgress?) throws(ReadError) -> any ByteSource {
        try base.standardInput(name: name, progress: progress)
    }

    func entries(of folder: String, problem: inout ReadError?) -> [FolderEntry] {
        let entries = base.entries(of: folder, problem: &problem)
        notes.add(folder: folder, entries)
        return entries
    }

    func identity(of path: String) -> FileIdentity? { base.identity(of: path) }

    var identityOfStandardInput: FileIdentity? { base.identityOfStandardInput }

    func withoutLinks(_ path: String) -> String { base.withoutLinks(path) }

    func stamp(of path: String) -> SaveStamp? { base.stamp(of: path) }
}
