// Files as sources of bytes, opened only while they are read.

import Platform
package import Tables

/// A file on disk, read at any offset by any task. It is opened when it is read, and may be closed in between
/// (`OpenFiles`).
package final class FileSource: ByteSource {
    package let name: String
    package let size: Int
    /// `nil` for a descriptor that has no path.
    private let path: String?
    /// The descriptor of a file without a path; -1 for others.
    private let ownDescriptor: Int32
    /// Where the bytes begin in the file.
    private let start: Int
    let identity: FileIdentity?
    private let stamp: FileStamp

    /// Opens a file; `name` is how it is shown.
    package init(path: String, name: String) throws(ReadError) {
        var status = stat()
        guard withSystemPath(path, { stat($0, &status) }) == 0 else { throw ReadError(code: errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .isFolder }
        self.path = path
        self.name = name
        ownDescriptor = -1
        start = 0
        size = Int(status.st_size)
        identity = FileIdentity(status)
        stamp = FileStamp(status)
        _ = try OpenFiles.shared.borrow(self, open: open)
        OpenFiles.shared.giveBack(self)
    }

    /// Takes ownership of an open descriptor; `start` is its position, if another program has read from it.
    init(descriptor: Int32, name: String, start: Int = 0) throws(ReadError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw ReadError(code: code)
        }
        path = nil
        self.name = name
        ownDescriptor = descriptor
        self.start = start
        size = max(0, Int(status.st_size) - start)
        identity = FileIdentity(status)
        stamp = FileStamp(status)
    }

    deinit {
        if ownDescriptor >= 0 { close(ownDescriptor) } else { OpenFiles.shared.close(ObjectIdentifier(self)) }
    }

    package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
        var descriptor = ownDescriptor
        if descriptor < 0 { descriptor = try OpenFiles.shared.borrow(self, open: open) }
        defer { if ownDescriptor < 0 { OpenFiles.shared.giveBack(self) } }
        var done = 0
        while done < buffer.count {
            let count = pread(
                descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(start + offset + done))
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw ReadError(code: errno)
            }
            done += count
        }
        if done < buffer.count, offset + done < size { throw .changed }
        // Bytes that were added since do not belong to the state that is read.
        return min(done, max(0, size - offset))
    }

    package func checkUnchanged() throws(ReadError) {
        var descriptor = ownDescriptor
        if descriptor < 0 { descriptor = try OpenFiles.shared.borrow(self, open: open) }
        defer { if ownDescriptor < 0 { OpenFiles.shared.giveBack(self) } }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw ReadError(code: errno) }
        guard FileStamp(status) == stamp else { throw .changed }
    }

    /// Opens the same file again; fails where another file has replaced it, or its content has changed.
    private func open() -> Result<Int32, ReadError> {
        guard let path else { return .failure(ReadError(code: EBADF)) }
        // If it has become a pipe since, opening must not block.
        let descriptor = withSystemPath(path) { Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
        guard descriptor >= 0 else { return .failure(ReadError(code: errno)) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, FileStamp(status) == stamp else {
            close(descriptor)
            return .failure(.changed)
        }
        return .success(descriptor)
    }
}

/// What shows that a file is still the same and unchanged.
struct FileStamp: Equatable, Sendable {
    private let device: UInt
    private let inode: UInt
    private let size: Int
    private let seconds: Int
    private let nanoseconds: Int

    init(_ status: stat) {
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        size = Int(status.st_size)
        seconds = Int(status.st_mtim.tv_sec)
        nanoseconds = Int(status.st_mtim.tv_nsec)
    }
}

/// What shows that a file has been saved, or may be read by other people, since it was looked at.
package struct SaveStamp: Equatable, Sendable {
    private let content: FileStamp
    private let seconds: Int
    private let nanoseconds: Int

    init?(ofFileAt path: String) {
        var status = stat()
        guard withSystemPath(path, { stat($0, &status) }) == 0 else { return nil }
        content = FileStamp(status)
        // Permissions count too: a file that could not be read may be readable now.
        seconds = Int(status.st_ctim.tv_sec)
        nanoseconds = Int(status.st_ctim.tv_nsec)
    }
}

/// The most bytes of a file that is held in memory as a whole.
package let wholeFileLimit = 4 << 30

extension ByteSource {
    /// All bytes; throws where there are more than `limit`.
    func wholeBytes(limit: Int) throws(ReadError) -> [UInt8] {
        guard size <= limit else { throw .system(code: 0, message: "it is larger than \(inUnits(limit))") }
        return try firstBytes(size)
    }

    /// The first `wanted` bytes, fewer where there are no more.
    func firstBytes(_ wanted: Int) throws(ReadError) -> [UInt8] {
        var failure: ReadError?
        let bytes = [UInt8](unsafeUninitializedCapacity: min(wanted, size)) { buffer, count in
            do throws(ReadError) { count = try read(at: 0, into: UnsafeMutableRawBufferPointer(buffer)) } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }
}

/// `64 MiB`, `4 GiB`.
func inUnits(_ bytes: Int) -> String { bytes < 1 << 30 ? "\(bytes >> 20) MiB" : "\(bytes >> 30) GiB" }

extension ReadError {
    /// The error of reading a return for an `errno`.
    package init(code: Int32) {
        switch code {
        case ENOENT, ENOTDIR: self = .notFound
        case EACCES, EPERM: self = .notPermitted
        case EISDIR: self = .isFolder
        default: self = .system(code: code, message: String(cString: strerror(code)))
        }
    }

    /// Why a file could not be read, in words: lower case, no full stop.
    package var words: String {
        switch self {
        case .notFound: "there is no such file"
        case .notPermitted: "it may not be read: check its permissions"
        case .isFolder: "it is a folder"
        case .isEmpty: "it is empty: there is not a single byte in it"
        case .notText(let kind?): "it is \(kind), not delimited text: save the table as CSV"
        case .notText(nil): "it is no text: save the table as CSV"
        case .unusable(let why), .noTable(let why): why
        case .holdsZeros(let line):
            "it is not a text file: it contains zero bytes, from line \(line) on: export it again, as CSV in UTF-8"
        case .changed: "it was changed while it was read: check it again when nobody writes to it"
        case .system(0, let message): message
        case .system(_, let message): message.lowercased()
        }
    }
}
