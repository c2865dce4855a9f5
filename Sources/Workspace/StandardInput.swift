// Standard input, read once however often it is asked for.

import Findings
import Glibc
import Synchronization
import Tables

/// Standard input as a source of bytes, under a name. It is read at the first call.
func standardInput(named name: String, progress: CheckProgress?) throws(ReadError) -> any ByteSource {
    let result = kept.withLock { kept -> Result<any ByteSource, ReadError> in
        if let kept { return kept }
        let made: Result<any ByteSource, ReadError>
        do throws(ReadError) {
            made = .success(try bufferedSource(of: 0, name: name, progress: progress))
        } catch {
            made = .failure(error)
        }
        kept = made
        return made
    }
    return try result.get()
}

private let kept = Mutex<Result<any ByteSource, ReadError>?>(nil)

extension FileSource {
    /// A file as a source: files that can be read at any place as they are, pipes and devices through a buffer.
    static func readable(_ path: String, name: String) throws(ReadError) -> any ByteSource {
        var status = stat()
        guard stat(path, &status) == 0 else { throw ReadError(code: errno) }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFREG, kind != S_IFDIR else { return try FileSource(path: path, name: name) }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ReadError(code: errno) }
        defer { close(descriptor) }
        return try bufferedSource(of: descriptor, name: name)
    }
}
