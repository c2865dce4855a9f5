// A folder in memory.

package import Findings
package import Tables

/// Files in memory, with the folders in their paths.
package struct MemoryTree: FileTree {
    package let root: String
    /// Keyed by absolute path.
    private var files: [PathKey: [UInt8]] = [:]
    /// The entries of each folder, keyed by its absolute path without a slash at its end.
    private var folders: [PathKey: [PathKey: FolderEntry]] = [:]
    /// The bytes of standard input; `nil` where there is none.
    package var input: [UInt8]?

    /// An empty tree. Relative paths are resolved from the root, an absolute path.
    package init(root: String = "/") { self.root = root.hasSuffix("/") ? root : root + "/" }

    /// Files by their paths.
    package init(root: String = "/", _ files: [String: [UInt8]], input: [UInt8]? = nil) {
        self.init(root: root)
        self.input = input
        for (path, bytes) in files { put(bytes, at: path) }
    }

    /// Whether there is no file.
    var isEmpty: Bool { files.isEmpty }

    /// Makes a file, or replaces its bytes.
    package mutating func put(_ bytes: [UInt8], at path: String) {
        let path = absolute(path)
        guard files.updateValue(bytes, forKey: PathKey(path)) == nil else { return }
        var (place, isFolder) = (path, false)
        while true {
            let parent = Self.key(folder(of: place))
            let name = String(place.utf8.dropFirst(folder(of: place).utf8.count)) ?? place
            let isKnown = folders[parent] != nil
            folders[parent, default: [:]][PathKey(name)] = FolderEntry(name: name, isFolder: isFolder, isLink: false)
            if isKnown || parent.text.isEmpty { return }
            (place, isFolder) = (parent.text, true)
        }
    }

    /// Removes a file; its folders stay.
    package mutating func remove(_ path: String) {
        let path = absolute(path)
        guard files.removeValue(forKey: PathKey(path)) != nil else { return }
        let parent = folder(of: path)
        let name = String(path.utf8.dropFirst(parent.utf8.count)) ?? path
        folders[Self.key(parent)]?[PathKey(name)] = nil
    }

    /// The bytes of a file; `nil` where there is none.
    func bytes(at path: String) -> [UInt8]? { files[PathKey(absolute(path))] }

    private static func key(_ folder: String) -> PathKey {
        PathKey(folder.hasSuffix("/") ? String(folder.dropLast()) : folder)
    }

    package func source(
        _ path: String, name: String, isNamed: Bool, progress: CheckProgress?
    ) throws(ReadError) -> any ByteSource {
        if let bytes = bytes(at: path) { return MemorySource(name: name, bytes: bytes) }
        throw folders[Self.key(absolute(path))] == nil ? .notFound : .isFolder
    }

    package func standardInput(name: String, progress: CheckProgress?) throws(ReadError) -> any ByteSource {
        guard let input else { throw .notFound }
        return MemorySource(name: name, bytes: input)
    }

    package func entries(of folder: String, problem: inout ReadError?) -> [FolderEntry] {
        guard let entries = folders[Self.key(absolute(folder))] else {
            problem = .notFound
            return []
        }
        return entries.sorted { $0.key < $1.key }.map(\.value)
    }

    package func identity(of path: String) -> FileIdentity? { FileIdentity(inMemory: absolute(path)) }

    package var identityOfStandardInput: FileIdentity? { nil }

    package func withoutLinks(_ path: String) -> String { path }
}
