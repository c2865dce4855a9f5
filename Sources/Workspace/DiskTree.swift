// The files of the disk, seen from a folder.

package import Findings
import Platform
package import Tables

/// The disk. Names such as `/dev/stdin` refer to the descriptors that the program was started with.
package struct DiskTree: FileTree {
    package let root: String
    /// Whether it is the current folder of the process: paths then go to the system unchanged, which also works where
    /// the folders above may not be entered.
    private let isProcessFolder: Bool

    /// The disk seen from a folder that is given as an absolute path.
    package init(root: String) {
        self.root = root.hasSuffix("/") ? root : root + "/"
        isProcessFolder = false
    }

    /// The disk seen from the current folder of the process, which has this path; empty where it is not known.
    package init(processFolder: String) {
        root = processFolder.isEmpty || processFolder.hasSuffix("/") ? processFolder : processFolder + "/"
        isProcessFolder = true
    }

    /// A path for the system.
    private func located(_ path: String) -> String { isProcessFolder || path.hasPrefix("/") ? path : root + path }

    package func source(
        _ path: String, name: String, isNamed: Bool, progress: CheckProgress?
    ) throws(ReadError) -> any ByteSource {
        try openSource(located(path), name: name, isNamed: isNamed, progress: progress)
    }

    package func standardInput(name: String, progress: CheckProgress?) throws(ReadError) -> any ByteSource {
        try Workspace.standardInput(named: name, progress: progress)
    }

    package func identity(of path: String) -> FileIdentity? { FileIdentity(ofFileAt: located(path)) }

    package func stamp(of path: String) -> SaveStamp? { SaveStamp(ofFileAt: located(path)) }

    package var identityOfStandardInput: FileIdentity? { FileIdentity(ofDescriptor: STDIN_FILENO) }

    package func withoutLinks(_ path: String) -> String { Workspace.withoutLinks(path) }

    package func entries(of folder: String, problem: inout ReadError?) -> [FolderEntry] {
        let folder = located(folder)
        guard let stream = withSystemPath(folder.isEmpty ? "." : folder, { opendir($0) }) else {
            problem = ReadError(code: errno)
            return []
        }
        defer { closedir(stream) }
        var found: [FolderEntry] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { problem = ReadError(code: errno) }
                break
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                // The name is ended by a zero byte within its 256.
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { pathText($0) }
            }
            if name == "." || name == ".." { continue }
            var isFolder = entry.pointee.d_type == UInt8(DT_DIR)
            var isLink = entry.pointee.d_type == UInt8(DT_LNK)
            if isLink || entry.pointee.d_type == UInt8(DT_UNKNOWN) {
                var status = stat()
                isFolder =
                    withSystemPath(folder + name) { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
                if !isLink {
                    var own = stat()
                    isLink = withSystemPath(folder + name) { lstat($0, &own) } == 0 && own.st_mode & S_IFMT == S_IFLNK
                }
            }
            found.append(FolderEntry(name: name, isFolder: isFolder, isLink: isLink))
        }
        return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}
