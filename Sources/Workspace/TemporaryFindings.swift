// Storage for findings that are too many for memory: a file without a name, which vanishes with the process.

import Findings
import Platform
import Synchronization

/// The folder for temporary files.
func temporaryFolder() -> String {
    guard let folder = getenv("TMPDIR").map({ pathText($0) }), !folder.isEmpty else { return "/tmp" }
    return folder
}

/// A new file for findings.
@Sendable func makeFindingSpace() throws(FindingSpaceFailure) -> any FindingSpace {
    let folder = temporaryFolder()
    let name = folder + "/kpilint-" + String(UInt64.random(in: UInt64.min...UInt64.max), radix: 36)
    let descriptor = withSystemPath(name) { open($0, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
    guard descriptor >= 0 else { throw failure(folder, errno) }
    withSystemPath(name) { _ = unlink($0) }
    return TemporaryFindings(descriptor, folder)
}

/// A file without a name that findings are written to and read from.
private final class TemporaryFindings: FindingSpace {
    private let descriptor: Int32
    private let folder: String
    private let size = Mutex(0)

    init(_ descriptor: Int32, _ folder: String) {
        self.descriptor = descriptor
        self.folder = folder
    }

    deinit { close(descriptor) }

    func append(_ bytes: [UInt8]) throws(FindingSpaceFailure) -> Int {
        let problem = size.withLock { size -> (start: Int, code: Int32) in
            let start = size
            var done = 0
            while done < bytes.count {
                let count = bytes.withUnsafeBytes {
                    pwrite(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done, off_t(start + done))
                }
                if count < 0 {
                    if errno == EINTR { continue }
                    return (start, errno)
                }
                done += count
            }
            size += bytes.count
            return (start, 0)
        }
        if problem.code != 0 { throw failure(folder, problem.code) }
        return problem.start
    }

    func read(at offset: Int, count: Int) throws(FindingSpaceFailure) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let read = pread(
                    descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
                if read < 0, errno == EINTR { continue }
                if read <= 0 {
                    code = read < 0 ? errno : EIO
                    return
                }
                filled += read
            }
        }
        if code != 0 { throw failure(folder, code) }
        return bytes
    }
}

private func failure(_ folder: String, _ code: Int32) -> FindingSpaceFailure {
    let reason =
        switch code {
        case ENOSPC, EDQUOT: "there is no space left"
        case EFBIG: "a file may not be as large as they are"
        case EACCES, EPERM: "permission is denied"
        case ENOENT, ENOTDIR: "there is no such folder"
        default: strerror(code).map { String(cString: $0).lowercased() } ?? "error \(code)"
        }
    return FindingSpaceFailure(words: reason + " in " + folder)
}
