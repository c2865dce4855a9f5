// Edited texts over the saved files.

package import Findings
package import Tables

/// A tree in which some files have unsaved contents, whether or not they exist below. The tree below is never written
/// to.
package struct Overlay: FileTree {
    /// The tree below.
    package let base: any FileTree
    private var edits: MemoryTree
    /// The paths of edits by the identity of the files below, so that links to those files lead to the edits too.
    private var byIdentity: [FileIdentity: PathKey] = [:]
    /// Replaces standard input of the tree below; `nil` where it does not.
    package var input: [UInt8]?

    package init(_ base: any FileTree) {
        self.base = base
        edits = MemoryTree(root: base.root)
    }

    package var root: String { base.root }

    /// Sets the unsaved contents of a file.
    package mutating func put(_ bytes: [UInt8], at path: String) {
        edits.put(bytes, at: path)
        if let identity = base.identity(of: path) { byIdentity[identity] = PathKey(path) }
    }

    /// Drops the unsaved contents of a file.
    package mutating func remove(_ path: String) {
        edits.remove(path)
        byIdentity = byIdentity.filter { edits.bytes(at: $0.value.text) != nil }
    }

    private func edit(of path: String) -> [UInt8]? {
        if edits.isEmpty { return nil }
        if let bytes = edits.bytes(at: path) { return bytes }
        return base.identity(of: path).flatMap { byIdentity[$0] }.flatMap { edits.bytes(at: $0.text) }
    }

    package func source(
        _ path: String, name: String, isNamed: Bool, progress: CheckProgress?
    ) throws(ReadError) -> any ByteSource {
        if let bytes = edit(of: path) { return MemorySource(name: name, bytes: bytes) }
        return try base.source(path, name: name, isNamed: isNamed, progress: progress)
    }

    package func standardInput(name: String, progress: CheckProgress?) throws(ReadError) -> any ByteSource {
        guard let input else { return try base.standardInput(name: name, progress: progress) }
        return MemorySource(name: name, bytes: input)
    }

    package func entries(of folder: String, problem: inout ReadError?) -> [FolderEntry] {
        var below: ReadError?
        let saved = base.entries(of: folder, problem: &below)
        var none: ReadError?
        let edited = edits.isEmpty ? [] : edits.entries(of: folder, problem: &none)
        // A folder with only unsaved files exists too.
        problem = below == .notFound && !edited.isEmpty ? nil : below ?? problem
        guard !edited.isEmpty else { return saved }
        let known = Set(saved.map { PathKey($0.name) })
        return (saved + edited.filter { !known.contains(PathKey($0.name)) }).sorted {
            PathKey($0.name) < PathKey($1.name)
        }
    }

    package func identity(of path: String) -> FileIdentity? {
        base.identity(of: path) ?? (edits.bytes(at: path) == nil ? nil : edits.identity(of: path))
    }

    package var identityOfStandardInput: FileIdentity? { input == nil ? base.identityOfStandardInput : nil }

    package func stamp(of path: String) -> SaveStamp? { edit(of: path) == nil ? base.stamp(of: path) : nil }

    package func withoutLinks(_ path: String) -> String { base.withoutLinks(path) }
}
