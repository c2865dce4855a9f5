// Files and standard input as sources of bytes.

package import Findings
import Glibc
package import Tables

/// A file on disk, read at any offset by any task.
package final class FileSource: ByteSource {
    package let name: String
    package let size: Int
    private let descriptor: Int32

    /// Opens a file; `name` is how it is shown.
    package init(path: String, name: String) throws(ReadError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ReadError(code: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw ReadError(code: code)
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw .isFolder
        }
        self.name = name
        self.descriptor = descriptor
        size = Int(status.st_size)
    }

    /// Takes over an open, unnamed file of some size.
    fileprivate init(descriptor: Int32, name: String, size: Int) {
        self.descriptor = descriptor
        self.name = name
        self.size = size
    }

    deinit { close(descriptor) }

    package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
        var done = 0
        while done < buffer.count {
            let count = pread(
                descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw ReadError(code: errno)
            }
            done += count
        }
        return done
    }
}

/// How much of standard input is kept in memory; what is longer goes to a temporary file.
private let standardInputLimit = 64 << 20

/// Everything that comes on a descriptor that cannot be read twice: in memory up to 64 MiB, beyond that in a temporary file without a name.
package func bufferedSource(of descriptor: Int32, name: String, progress: CheckProgress? = nil) throws(ReadError)
    -> any ByteSource
{
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var file: Int32 = -1
    var size = 0
    while true {
        let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        if count == 0 { break }
        if count < 0 {
            if errno == EINTR {
                if progress?.isStopped == true { throw .system(code: EINTR, message: "it was interrupted") }
                continue
            }
            throw ReadError(code: errno)
        }
        size += count
        if file < 0 {
            bytes += buffer[..<count]
            if bytes.count > standardInputLimit {
                file = try temporaryFile()
                try write(bytes[...], to: file)
                bytes = []
            }
        } else {
            try write(buffer[..<count], to: file)
        }
    }
    if file >= 0 { return FileSource(descriptor: file, name: name, size: size) }
    return MemorySource(name: name, bytes: bytes)
}

private func temporaryFile() throws(ReadError) -> Int32 {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/kpilint-XXXXXX".utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { throw ReadError(code: errno) }
    unlink(template)
    return file
}

private func write(_ bytes: ArraySlice<UInt8>, to file: Int32) throws(ReadError) {
    var rest = bytes
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        if count < 0 {
            if errno == EINTR { continue }
            throw ReadError(code: errno)
        }
        rest = rest.dropFirst(count)
    }
}

extension ReadError {
    /// What an `errno` means for a return.
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
        case .system(0, let message): message
        case .system(_, let message): message.lowercased()
        }
    }
}
