// Where files come from: the disk, memory, or edited texts over either.

package import Findings
package import Tables

/// Files that a session reads. The creator of a tree gives its folder, from which every relative path is resolved.
package protocol FileTree: Sendable {
    /// The absolute path of the folder from which relative paths are resolved, with a slash at its end; empty where it
    /// is not known.
    var root: String { get }

    /// A file's bytes, shown under a name. What can be read only once, such as a pipe, is read into a copy that all
    /// callers share. `isNamed` is whether the user named it: a pattern does not read pipes.
    func source(
        _ path: String, name: String, isNamed: Bool, progress: CheckProgress?
    ) throws(ReadError) -> any ByteSource

    /// The bytes of standard input, `-`.
    func standardInput(name: String, progress: CheckProgress?) throws(ReadError) -> any ByteSource

    /// The names in a folder, in byte order; `problem` is why they cannot be read.
    func entries(of folder: String, problem: inout ReadError?) -> [FolderEntry]

    /// Which file a path leads to; for one that does not exist yet, where it would be made. `nil` where neither is
    /// known.
    func identity(of path: String) -> FileIdentity?

    /// `nil` where nothing can be lost by writing to it.
    var identityOfStandardInput: FileIdentity? { get }

    /// An absolute path with all links followed, also those to what does not exist yet.
    func withoutLinks(_ path: String) -> String

    /// What shows that a file has been saved since. `nil` where there is none, or where nobody else changes the tree.
    func stamp(of path: String) -> SaveStamp?
}

extension FileTree {
    package func stamp(of path: String) -> SaveStamp? { nil }

    /// A path resolved from the tree's folder, without `.` and `..` where they can be resolved.
    func absolute(_ path: String) -> String { resolved(path, from: root) }

    /// A path as it is shown: relative to the tree's folder where it is within it.
    func shown(_ path: String) -> String {
        if path.hasPrefix("/"), !root.isEmpty, path.hasPrefix(root) { return String(path.dropFirst(root.count)) }
        return path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    }

    /// A file's bytes, of pipes too; `limit` is how many there may be.
    package func bytes(of path: String, limit: Int = wholeFileLimit) throws(ReadError) -> [UInt8] {
        try source(path, name: path, isNamed: true, progress: nil).wholeBytes(limit: limit)
    }

    // MARK: Operands, of which `-` is standard input

    /// The bytes of an operand, shown under a name.
    func source(
        operand: String, name: String, isNamed: Bool = true, progress: CheckProgress? = nil
    ) throws(ReadError) -> any ByteSource {
        try operand == "-"
            ? standardInput(name: name, progress: progress)
            : source(operand, name: name, isNamed: isNamed, progress: progress)
    }

    /// Which file an operand names.
    package func identity(ofOperand operand: String) -> FileIdentity? {
        operand == "-" ? identityOfStandardInput : identity(of: operand)
    }
}

/// A name in a folder.
package struct FolderEntry: Sendable {
    var name: String
    var isFolder: Bool
    var isLink: Bool
}
