// Which file a path leads to, whatever way it is spelt.

package import Findings
import Platform

/// One file of the system. Two paths that are spelt differently, or that lead to it over links, have one identity.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt
    private let inode: UInt
    /// The name of a file that is still to be made, in the folder that the numbers stand for; empty for a file that is
    /// there.
    private let name: [UInt8]

    /// The file that a path leads to; of one that is not there yet, where it would be made. `nil` where neither can be
    /// said, and for devices, which hold nothing that could be lost.
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

    /// A file that is in memory only, by its absolute path.
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

/// Where a path leads when the links at its end are followed, also where nothing is there yet; `nil` where they lead in
/// a circle.
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
    /// As somebody named it.
    package var name: String
    package var identity: FileIdentity
    /// Where it lies; `nil` for what a descriptor writes to.
    var path: String?

    /// `nil` where nothing can be lost by writing to it.
    package init?(path: String, in files: any FileTree) {
        guard let identity = files.identity(of: path) else { return nil }
        self.init(name: path, identity: identity)
        self.path = path
    }

    /// The file that a descriptor writes to; `nil` where that is none of the disk, such as a pipe or a socket, which
    /// may well be read from too.
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

    /// Adds what an operand names. The built-in pack and the like are no files, and cannot be written to either.
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
