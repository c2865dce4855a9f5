// Writes files whole or not at all.

import Glibc

/// Why a file could not be written, in words: lower case, no full stop.
struct WriteFailure: Error, Equatable {
    var path: String
    var reason: String
}

/// Puts the bytes at the path. A reader sees the file as it was or as it shall be, never a part of it: it is written beside its
/// place and then moved there. A link is followed; a device or a pipe is written to as it is.
func writeWhole(_ bytes: [UInt8], to path: String) throws(WriteFailure) {
    var status = stat()
    let exists = stat(path, &status) == 0
    switch exists ? status.st_mode & S_IFMT : S_IFREG {
    case S_IFDIR: throw WriteFailure(path: path, reason: "it is a folder")
    case S_IFREG: break
    default: return try append(bytes, to: path, creating: false)
    }
    if exists, access(path, W_OK) != 0 { throw failure(path, errno) }
    let place = exists ? resolved(path) : path
    let (descriptor, temporary) = try openBeside(place, shownAs: path)
    // A new file gets the permissions that the user's mask leaves, an old one keeps its own.
    fchmod(descriptor, exists ? status.st_mode & 0o7777 : 0o666 & ~currentMask())
    var problem = writeAll(bytes, to: descriptor)
    if close(descriptor) != 0, problem == nil { problem = errno }
    if problem == nil, rename(temporary, place) != 0 { problem = errno }
    if let problem {
        unlink(temporary)
        throw failure(path, problem)
    }
}

/// Adds the bytes to the end of a file.
func append(_ bytes: [UInt8], to path: String, creating: Bool) throws(WriteFailure) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | (creating ? O_CREAT : 0), 0o666)
    guard descriptor >= 0 else { throw failure(path, errno) }
    let problem = writeAll(bytes, to: descriptor)
    close(descriptor)
    // A pipe whose reader has gone away has been given what it wanted.
    if let problem, problem != EPIPE { throw failure(path, problem) }
}

/// A new file in the folder of `place`, with its name.
private func openBeside(_ place: String, shownAs path: String) throws(WriteFailure) -> (Int32, String) {
    let folder = place.lastIndex(of: "/").map { String(place[...$0]) } ?? ""
    var template = Array((folder + ".kpilint-XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure(path, errno) }
    return (descriptor, String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
}

/// Where a path leads when its links are followed.
private func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
}

private func currentMask() -> mode_t {
    let mask = umask(0)
    umask(mask)
    return mask
}

private func failure(_ path: String, _ code: Int32) -> WriteFailure {
    WriteFailure(path: path, reason: reason(of: code))
}

/// What an `errno` of opening, writing or moving a file means, in words.
func reason(of code: Int32) -> String {
    switch code {
    case ENOENT, ENOTDIR: "there is no such folder"
    case EACCES, EPERM: "permission is denied"
    case EROFS: "the file system can only be read"
    case ENOSPC, EDQUOT: "there is no space left"
    default: strerror(code).map { String(cString: $0).lowercased() } ?? "error \(code)"
    }
}

/// Whether something is at the path.
func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
