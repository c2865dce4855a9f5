// Pipes, standard input and special files: read once, front to back, and kept.

import Findings
import Platform
import Synchronization
import Tables

/// How much of a stream is kept in memory; what is longer goes to a temporary file.
private let memoryLimit = 64 << 20
/// The longest stream that is kept at all. A longer stream should be a file, or never ends.
private let streamLimit = 16 << 30

/// A file as a source of bytes: files of the disk directly; what can be read only once from a copy, which all callers
/// share. Devices and sockets are refused. `isNamed` is whether the user named it: a pattern does not read pipes.
func openSource(
    _ path: String, name: String, isNamed: Bool = true, progress: CheckProgress? = nil
) throws(ReadError) -> any ByteSource {
    if let descriptor = inheritedDescriptor(path) {
        var status = stat()
        // A descriptor that a pattern finds was passed to the program for another purpose, and may never end.
        if !isNamed, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFREG { throw unnamedPipe }
        return try openSource(ofDescriptor: descriptor, name: name, progress: progress)
    }
    var status = stat()
    guard withSystemPath(path, { stat($0, &status) }) == 0 else { throw ReadError(code: errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
        // Files of `/proc` and the like report size 0, or their greatest possible size.
        guard status.st_size == 0 || status.st_blocks == 0, try isMadeWhenRead(path, status) else {
            return try FileSource(path: path, name: name)
        }
    case S_IFDIR: throw .isFolder
    case S_IFIFO:
        if !isNamed { throw unnamedPipe }
    // `/dev/null` and `/dev/tty`.
    case S_IFCHR where status.st_rdev == 0x103 || status.st_rdev == 0x500: break
    case S_IFSOCK: throw .system(code: 0, message: "it is a socket, not a file")
    default: throw .system(code: 0, message: "it is a device, not a file")
    }
    let descriptor = withSystemPath(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
    guard descriptor >= 0 else { throw ReadError(code: errno) }
    let isPipe = status.st_mode & S_IFMT == S_IFIFO
    return try keptStream(descriptor, status, name: name, patience: isPipe ? .writer : .bytes, progress: progress)
}

private let unnamedPipe = ReadError.system(
    code: 0, message: "it is a pipe: name it on the command line to have it read")

/// Standard input as a source of bytes, under a name.
func standardInput(named name: String, progress: CheckProgress?) throws(ReadError) -> any ByteSource {
    try openSource(ofDescriptor: STDIN_FILENO, name: name, progress: progress)
}

/// A descriptor that was passed to the program.
private func openSource(
    ofDescriptor descriptor: Int32, name: String, progress: CheckProgress?
) throws(ReadError) -> any ByteSource {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw ReadError(code: errno) }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFDIR { throw .isFolder }
    if kind == S_IFBLK || kind == S_IFCHR && !isTerminalOrNothing(status) {
        throw .system(code: 0, message: "it is a device, not a file")
    }
    let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard own >= 0 else { throw ReadError(code: errno) }
    let start = lseek(own, 0, SEEK_CUR)
    if kind == S_IFREG, status.st_size > 0, start >= 0 {
        return try FileSource(descriptor: own, name: name, start: Int(start))
    }
    return try keptStream(own, status, name: name, patience: .forEver, progress: progress)
}

/// The descriptor that a path such as `/dev/stdin` or `/dev/fd/63` means; `nil` for other paths.
package func inheritedDescriptor(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdin": return STDIN_FILENO
    case "/dev/stdout": return STDOUT_FILENO
    case "/dev/stderr": return STDERR_FILENO
    default:
        for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
            return Int32(path.dropFirst(folder.count))
        }
        return nil
    }
}

private func isTerminalOrNothing(_ status: stat) -> Bool {
    let major = Int32(truncatingIfNeeded: (status.st_rdev >> 8) & 0xFFF)
    // 1:3 is `/dev/null`; terminals are 4, 5 and 136 to 143.
    return status.st_rdev == 0x103 || major == 4 || major == 5 || (136...143).contains(major)
}

/// Whether a file's bytes are made by the kernel when it is read, so that its size is meaningless: a small file without
/// disk blocks that gives more, or fewer, bytes than its size.
private func isMadeWhenRead(_ path: String, _ status: stat) throws(ReadError) -> Bool {
    guard status.st_size <= 1 << 16 else { return false }
    let descriptor = withSystemPath(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
    guard descriptor >= 0 else { throw ReadError(code: errno) }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
    return pread(descriptor, &buffer, buffer.count, 0) != Int(status.st_size)
}

// MARK: Streams

/// A stream that was read. Its descriptor stays open, so that its identity is not reused by another stream.
private struct KeptStream {
    var descriptor: Int32
    var result: Result<any ByteSource, ReadError>
}

private let kept = Mutex<[FileIdentity: KeptStream]>([:])

private func keptStream(
    _ descriptor: Int32, _ status: stat, name: String, patience: Patience, progress: CheckProgress?
) throws(ReadError) -> any ByteSource {
    // A terminal has no identity of its own, but its input cannot be typed again.
    let identity = FileIdentity(status)
    let result = kept.withLock { kept -> Result<any ByteSource, ReadError> in
        if let identity, let known = kept[identity] {
            close(descriptor)
            return known.result
        }
        let made: Result<any ByteSource, ReadError>
        do throws(ReadError) {
            var stream = Stream(descriptor, name: name, patience: patience, progress: progress)
            made = .success(try stream.readToEnd())
        } catch {
            made = .failure(error)
        }
        if let identity {
            kept[identity] = KeptStream(descriptor: descriptor, result: made)
        } else {
            close(descriptor)
        }
        return made
    }
    return try result.get()
}

/// How long to wait for a stream that gives nothing.
private enum Patience {
    /// The other end is open: its owner will write or close it.
    case forEver
    /// A named pipe may have no writer yet, and may never get one.
    case writer
    /// A file of the kernel has its bytes at once.
    case bytes
}

/// How long to wait for a writer or for the kernel, in milliseconds.
private let longestWait = 3000

/// The reading of one stream.
private struct Stream {
    private let descriptor: Int32
    private let name: String
    private let progress: CheckProgress?
    private var patience: Patience

    init(_ descriptor: Int32, name: String, patience: Patience, progress: CheckProgress?) {
        self.descriptor = descriptor
        self.name = name
        self.patience = patience
        self.progress = progress
    }

    /// Reads everything: into memory up to 64 MiB, beyond that into a temporary file without a name.
    mutating func readToEnd() throws(ReadError) -> any ByteSource {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var file: TemporaryFile?
        while true {
            let count = try next(into: &buffer)
            if count == 0 { break }
            if let file {
                try file.append(buffer[..<count])
                continue
            }
            bytes += buffer[..<count]
            // An endless run of zeros is not text and need not be read to its end.
            if bytes.count >= 1 << 20, !bytes.prefix(4096).contains(where: { $0 != 0 }) { break }
            if bytes.count > memoryLimit {
                let copy = try TemporaryFile()
                try copy.append(bytes[...])
                bytes = []
                file = copy
            }
        }
        return try file?.source(name: name) ?? MemorySource(name: name, bytes: bytes)
    }

    /// Waits for bytes; 0 at the end.
    private mutating func next(into buffer: inout [UInt8]) throws(ReadError) -> Int {
        var waited = 0
        while true {
            if progress?.isStopped == true { throw .system(code: EINTR, message: "it was interrupted") }
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&wait, 1, 100)
            if ready < 0, errno != EINTR { throw ReadError(code: errno) }
            guard ready > 0 || patience != .forEver else { continue }
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                if patience == .writer { patience = .forEver }
                return count
            }
            if count < 0, errno != EINTR, errno != EAGAIN { throw ReadError(code: errno) }
            if count < 0, errno == EAGAIN, patience == .writer {
                // The pipe has a writer now, for which to wait as for any program.
                patience = .forEver
                continue
            }
            // The other end is not open: no longer, or not yet.
            if count == 0, ready > 0 || patience != .writer { return 0 }
            waited += 100
            guard waited < longestWait else {
                let words = patience == .writer ? "it is a pipe that nobody writes to" : "nothing comes from it"
                throw .system(code: 0, message: words)
            }
        }
    }
}

/// A copy of a stream on disk, without a name. It never fills the disk.
private final class TemporaryFile {
    private var descriptor: Int32
    private let folder: String
    private var size = 0
    /// How many bytes may be written before the free space is checked again.
    private var allowance = 0

    init() throws(ReadError) {
        folder = getenv("TMPDIR").map { pathText($0) } ?? "/tmp"
        let name = "\(folder)/kpilint-" + String(UInt64.random(in: UInt64.min...UInt64.max), radix: 36)
        descriptor = withSystemPath(name) { open($0, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        guard descriptor >= 0 else {
            let words = "it is too long to be kept in memory, and nothing can be written to \(folder)"
            throw .system(code: 0, message: words)
        }
        withSystemPath(name) { _ = unlink($0) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func append(_ bytes: ArraySlice<UInt8>) throws(ReadError) {
        size += bytes.count
        if size > streamLimit {
            let words = "it does not end within \(inUnits(streamLimit)): save it to a file, and name that"
            throw .system(code: 0, message: words)
        }
        if allowance < bytes.count { try lookAtSpace(bytes.count) }
        allowance -= bytes.count
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == ENOSPC || errno == EDQUOT || errno == EFBIG { throw noSpace }
                throw ReadError(code: errno)
            }
            rest = rest.dropFirst(count)
        }
    }

    private var noSpace: ReadError {
        .system(code: 0, message: "there is no space in \(folder) to keep it: save it to a file, and name that")
    }

    /// Checks that a twentieth of the disk, or a gibibyte, stays free.
    private func lookAtSpace(_ wanted: Int) throws(ReadError) {
        var system = statvfs()
        allowance = 64 << 20
        guard fstatvfs(descriptor, &system) == 0 else { return }
        let block = Int(clamping: system.f_frsize)
        let total = Int(clamping: system.f_blocks).multipliedReportingOverflow(by: block)
        let free = Int(clamping: system.f_bavail).multipliedReportingOverflow(by: block)
        guard !free.overflow else { return }
        let left = free.partialValue - min(1 << 30, (total.overflow ? Int.max : total.partialValue) / 20)
        guard left >= wanted else { throw noSpace }
        allowance = max(wanted, min(64 << 20, left / 2))
    }

    /// Everything that was written, as a source that owns the file.
    func source(name: String) throws(ReadError) -> FileSource {
        let own = descriptor
        descriptor = -1
        return try FileSource(descriptor: own, name: name)
    }
}
