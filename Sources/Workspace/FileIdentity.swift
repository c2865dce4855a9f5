// The identity of a file, however its path is spelt.

package import Findings
import Platform

/// One file of the system. All paths that lead to it, also by links, have one identity.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt
    private let inode: UInt
    /// The name of a file that does not exist yet, in the folder that the numbers identify; empty for a file that
    /// exists.
    private let name: [UInt8]

    /// The file that a path leads to; for one that does not exist yet, where it would be made. `nil` where neither is
    /// known, and for devices, which hold nothing that could be lost.
    init?(ofFileAt path: String) {
        var status = stat()
        if withSystemPath(path, { stat($0, &status) }) == 0 {
            self.init(status)
            return
        }
        guard errno == ENOENT, let place = linkTarget(path), let own = place.utf8.split(separator: 0x2F).last else {
            return nil
        }
        let folder = folder(of: place)
        guard withSystemPath(folder.isEmpty ? "." : folder, { stat($0, &status) }) == 0 else { return nil }
        self.init(device: UInt(status.st_dev), inode: UInt(status.st_ino), name: Array(own))
    }

    /// The file that an open descriptor belongs to.
    init?(ofDescriptor descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// A file that exists only in memory, by its absolute path.
    init(inMemory path: String) { self.init(device: .max, inode: .max, name: Array(path.utf8)) }

    init?(_ status: stat) {
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFCHR, kind != S_IFBLK else { return nil }
        self.init(device: UInt(status.st_dev), inode: UInt(status.st_ino), name: [])
    }

    private init(device: UInt, inode: UInt, name: [UInt8]) {
        self.device = device
        self.inode = inode
        self.name = name
    }
}

/// The path after following links at its end, also to what does not exist yet; `nil` where they form a cycle.
package func linkTarget(_ path: String) -> String? {
    var path = path
    for _ in 0..<40 {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let length = withSystemPath(path) { readlink($0, &buffer, buffer.count - 1) }
        guard length >= 0 else { return path }
        let target = buffer.withUnsafeBufferPointer { $0.baseAddress.map { pathText($0) } ?? "" }
        path = target.hasPrefix("/") ? target : folder(of: path) + target
    }
    return nil
}

/// A file that a run writes.
package struct WrittenFile: Sendable {
    /// The name that was given for it.
    package var name: String
    package var identity: FileIdentity
    /// Its path; `nil` for the file of a descriptor.
    var path: String?

    /// `nil` where nothing can be lost by writing to it.
    package init?(path: String, in files: any FileTree) {
        guard let identity = files.identity(of: path) else { return nil }
        self.init(name: path, identity: identity)
        self.path = path
    }

    /// The file that a descriptor writes to; `nil` where it is not a file of the disk but a pipe or a socket, which may
    /// be read from too.
    package init?(descriptor: Int32, name: String) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let identity = FileIdentity(status)
        else { return nil }
        self.init(name: name, identity: identity)
    }

    private init(name: String, identity: FileIdentity) {
        self.name = name
        self.identity = identity
    }
}

/// The files that a run reads, so that it writes to none of them.
package struct ReadFiles: Sendable {
    private var known: Set<FileIdentity> = []

    package init() {}

    /// Adds what an operand names. The built-in pack and the like are not files, and cannot be written to either.
    package mutating func add(_ operand: String, in files: any FileTree) {
        add(files.identity(ofOperand: operand))
    }

    mutating func add(_ identity: FileIdentity?) {
        if let identity { known.insert(identity) }
    }

    /// Why some files cannot be written. `nil` where they can.
    package func refusal(of written: [WrittenFile]) -> CannotCheck? {
        guard let first = written.first(where: { known.contains($0.identity) }) else { return nil }
        return .writesWhatIsRead(first.name)
    }
}
