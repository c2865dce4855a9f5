// Writes files atomically.

import CSystem
import Platform
import Reports
import Workspace

/// Why a file could not be written, in words: lower case, no full stop.
struct WriteFailure: Error, Equatable {
    var path: String
    var reason: String
}

/// Writes the bytes to the path. A reader sees the old or the new file, never a part of it, whatever happens meanwhile:
/// the bytes are written to a file without a name in the same folder, which replaces the old one in the end. Links are
/// followed; an existing file keeps its owner, mode and attributes, and is left alone where that is impossible. A
/// device or a pipe is written to directly. The file is also left alone if `unless` returns a reason at the last
/// moment.
func writeWhole(_ bytes: [UInt8], to path: String, unless reason: () -> String? = { nil }) throws(WriteFailure) {
    try writeWhole(to: path, unless: reason) { $0(bytes) }
}

/// As `writeWhole`, for content that is made a part at a time. The file is not replaced if `reason` returns a reason
/// when all is made.
func writeWhole(
    to path: String, unless reason: () -> String? = { nil }, _ content: (@escaping ReportSink) -> Void
) throws(WriteFailure) {
    if let descriptor = inheritedDescriptor(path) { return try write(content, toInherited: descriptor, path) }
    var status = stat()
    guard withSystemPath(path, { stat($0, &status) }) == 0 else {
        guard errno == ENOENT, let place = linkTarget(path) else { throw failure(path, errno) }
        return try put(content, at: place, replacing: nil, path, unless: reason)
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw WriteFailure(path: path, reason: "it is a folder")
    case S_IFREG: break
    default: return try append(to: path, creating: false, content)
    }
    if withSystemPath(path, { access($0, W_OK) }) != 0 { throw failure(path, errno) }
    guard let place = linkTarget(path) else { throw failure(path, ELOOP) }
    try put(content, at: place, replacing: status, path, unless: reason)
}

/// Whether a path is that of a folder: there is one, or it ends as one.
func isFolder(_ path: String) -> Bool {
    var status = stat()
    return path.hasSuffix("/") || withSystemPath(path) { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Makes a folder where there is none; the one that it is in must be there.
func makeFolder(_ path: String) throws(WriteFailure) {
    guard withSystemPath(path, { mkdir($0, 0o777) }) != 0, errno != EEXIST else { return }
    throw failure(path, errno)
}

/// Whether a path leads to a file of the disk, which can be replaced.
func isChangeable(_ path: String) -> Bool {
    var status = stat()
    return inheritedDescriptor(path) == nil && withSystemPath(path) { stat($0, &status) } == 0
        && status.st_mode & S_IFMT == S_IFREG
}

/// Whether a path leads to something that can be read only once, and that nobody saves: a pipe, a descriptor that the
/// program was started with, a device.
func isReadOnce(_ path: String) -> Bool {
    var status = stat()
    guard inheritedDescriptor(path) == nil else { return true }
    guard withSystemPath(path, { stat($0, &status) }) == 0 else { return false }
    return status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
}

/// Why a file could not be replaced, as far as that is known beforehand: lower case, no full stop. `nil` where it
/// could.
func refusalToReplace(_ path: String) -> String? {
    guard isChangeable(path) else { return "it is no file of the disk" }
    var status = stat()
    guard withSystemPath(path, { stat($0, &status) }) == 0 else { return reason(of: errno) }
    if status.st_nlink > 1 { return hardLinksReason }
    if withSystemPath(path, { access($0, W_OK) }) != 0 { return reason(of: errno) }
    return nil
}

private let hardLinksReason = "it has other names (hard links), which would keep the old text"

/// Writes a new file at a path where nothing exists, not even a link. Anything that appears there meanwhile is kept.
func writeNew(_ bytes: [UInt8], to path: String) throws(WriteFailure) {
    let file = try UnnamedFile(besides: path, mode: 0o666, shownAs: path)
    try file.write { $0(bytes) }
    try file.takePlace(path, isNew: true)
}

private func put(
    _ content: (@escaping ReportSink) -> Void, at place: String, replacing old: stat?, _ path: String,
    unless reason: () -> String?
) throws(WriteFailure) {
    guard let old else {
        let file = try UnnamedFile(besides: place, mode: 0o666, shownAs: path)
        try file.write(content)
        if let reason = reason() { throw WriteFailure(path: path, reason: reason) }
        return try file.takePlace(place, isNew: false)
    }
    if old.st_nlink > 1 { throw WriteFailure(path: path, reason: hardLinksReason) }
    // Private until it has the owner and the mode of the old one.
    let file = try UnnamedFile(besides: place, mode: 0o600, shownAs: path)
    try file.write(content)
    try file.takeOver(old, of: place)
    try file.flush()
    if let reason = reason() { throw WriteFailure(path: path, reason: reason) }
    try file.takePlace(place, isNew: false)
}

/// Adds the bytes to the end of a file. Adds all of them or none.
func append(_ bytes: [UInt8], to path: String, creating: Bool) throws(WriteFailure) {
    try append(to: path, creating: creating) { $0(bytes) }
}

private func append(
    to path: String, creating: Bool, _ content: (@escaping ReportSink) -> Void
) throws(WriteFailure) {
    if let descriptor = inheritedDescriptor(path) { return try write(content, toInherited: descriptor, path) }
    let flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (creating ? O_CREAT : 0)
    var descriptor = withSystemPath(path) { open($0, flags, 0o666) }
    // A pipe cannot be opened before it has a reader; waits a little for callers that start both at once.
    var waited = 0
    while descriptor < 0, errno == ENXIO, waited < 3000 {
        usleep(50_000)
        waited += 50
        descriptor = withSystemPath(path) { open($0, flags, 0o666) }
    }
    guard descriptor >= 0 else {
        throw errno == ENXIO ? WriteFailure(path: path, reason: "nobody reads from it") : failure(path, errno)
    }
    defer { close(descriptor) }
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    // A reader that closes its pipe early has what it wanted: not a failure.
    if let problem = writeAll(content, to: descriptor), problem != EPIPE {
        if isFile { ftruncate(descriptor, status.st_size) }
        throw failure(path, problem)
    }
}

/// Writes to a descriptor that the program was started with, such as that of `/dev/stdout`.
private func write(
    _ content: (@escaping ReportSink) -> Void, toInherited descriptor: Int32, _ path: String
) throws(WriteFailure) {
    if let problem = writeAll(content, to: descriptor), problem != EPIPE { throw failure(path, problem) }
}

/// Writes content that is made a part at a time; returns the `errno` that stopped it, or `nil`.
private func writeAll(_ content: (@escaping ReportSink) -> Void, to descriptor: Int32) -> Int32? {
    var problem: Int32?
    content { if problem == nil { problem = writeAll($0, to: descriptor) } }
    return problem
}

/// A file without a name, where the system supports that; else one with a temporary name that is removed if it is not
/// used.
private final class UnnamedFile {
    private let descriptor: Int32
    private let folder: String
    /// The path of the file that it is to replace.
    private let path: String
    /// Its temporary name; `nil` where it has none.
    private var ownName: String?

    init(besides place: String, mode: mode_t, shownAs path: String) throws(WriteFailure) {
        self.path = path
        folder = place.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(place[...$0]) } ?? ""
        let folder = folder.isEmpty ? "." : folder
        var opened: Int32 = -1
        if withSystemPath("/proc/self/fd", { access($0, X_OK) }) == 0 {
            // These bits with O_DIRECTORY are O_TMPFILE, which Swift does not import.
            opened = withSystemPath(folder) { open($0, O_WRONLY | O_CLOEXEC | 0o20_000_000 | O_DIRECTORY, mode) }
        }
        if opened < 0 {
            let name = UnnamedFile.name(in: self.folder)
            opened = withSystemPath(name) { open($0, O_WRONLY | O_CLOEXEC | O_CREAT | O_EXCL, mode) }
            if opened >= 0 { ownName = name }
        }
        descriptor = opened
        guard opened >= 0 else {
            throw errno == EACCES || errno == EPERM
                ? WriteFailure(path: path, reason: "nothing may be written to its folder") : failure(path, errno)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if let ownName { withSystemPath(ownName) { _ = unlink($0) } }
    }

    private static func name(in folder: String) -> String {
        folder + ".kpilint-" + String(UInt64.random(in: UInt64.min...UInt64.max), radix: 36)
    }

    func write(_ content: (@escaping ReportSink) -> Void) throws(WriteFailure) {
        if let problem = writeAll(content, to: descriptor) { throw failure(path, problem) }
    }

    /// Copies owner, mode and attributes from the file that it is to replace.
    func takeOver(_ old: stat, of place: String) throws(WriteFailure) {
        var own = stat()
        guard fstat(descriptor, &own) == 0 else { throw failure(path, errno) }
        if own.st_uid != old.st_uid || own.st_gid != old.st_gid, fchown(descriptor, old.st_uid, old.st_gid) != 0 {
            let whose = own.st_uid != old.st_uid ? "it belongs to another user" : "it belongs to another group"
            throw WriteFailure(path: path, reason: whose + ", which would not be kept")
        }
        let attributes = ExtendedAttributes(of: place)
        guard attributes.copy(to: descriptor), fchmod(descriptor, old.st_mode & 0o7777) == 0 else {
            throw WriteFailure(path: path, reason: "its extended attributes would not be kept")
        }
    }

    /// Makes sure that the bytes are on the disk before the old file is gone.
    func flush() throws(WriteFailure) {
        if fsync(descriptor) != 0, errno != EINVAL, errno != EROFS { throw failure(path, errno) }
    }

    /// Replaces the existing file, or, if it is new, takes a place where nothing exists.
    func takePlace(_ place: String, isNew: Bool) throws(WriteFailure) {
        if ownName == nil {
            // Only a file with a name can replace another one.
            let name = isNew ? place : UnnamedFile.name(in: folder)
            let code = withSystemPath("/proc/self/fd/\(descriptor)") { own in
                withSystemPath(name) { linkat(AT_FDCWD, own, AT_FDCWD, $0, AT_SYMLINK_FOLLOW) }
            }
            guard code == 0 else { throw errno == EEXIST ? isThere : failure(path, errno) }
            if isNew { return }
            ownName = name
        }
        guard let name = ownName else { return }
        if isNew {
            if withSystemPath(name, { own in withSystemPath(place) { link(own, $0) } }) == 0 { return }
            guard errno != EEXIST else { throw isThere }
            // Some file systems have no hard links.
            var status = stat()
            guard withSystemPath(place, { lstat($0, &status) }) != 0, errno == ENOENT else { throw isThere }
        }
        guard withSystemPath(name, { own in withSystemPath(place) { rename(own, $0) } }) == 0 else {
            throw failure(path, errno)
        }
        ownName = nil
    }

    private var isThere: WriteFailure { WriteFailure(path: path, reason: "it is there already") }
}

/// What a file system stores with a file besides its bytes: access lists, labels, notes of users.
private struct ExtendedAttributes {
    private var values: [(name: [CChar], bytes: [UInt8])] = []

    init(of path: String) {
        // Most files have none.
        guard withSystemPath(path, { attribute_names($0, nil, 0) }) > 0 else { return }
        var list = [CChar](repeating: 0, count: 1 << 16)
        let length = withSystemPath(path) { attribute_names($0, &list, list.count) }
        guard length > 0 else { return }
        for name in list[..<length].split(separator: 0) {
            let name = Array(name) + [0]
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let size = withSystemPath(path) { attribute_value($0, name, &bytes, bytes.count) }
            if size >= 0 { values.append((name, Array(bytes[..<size]))) }
        }
    }

    /// Sets the same on another file; false where one cannot be set.
    func copy(to descriptor: Int32) -> Bool {
        values.allSatisfy { name, bytes in
            // The kernel computes these again from the file's bytes.
            if strcmp(name, "security.ima") == 0 || strcmp(name, "security.evm") == 0 { return true }
            if set_attribute(descriptor, name, bytes, bytes.count) == 0 { return true }
            var own = [UInt8](repeating: 0, count: 1 << 16)
            let size = attribute_value_of(descriptor, name, &own, own.count)
            return size >= 0 && own[..<size].elementsEqual(bytes)
        }
    }
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
    case EFBIG: "it would be larger than a file may be here"
    default: strerror(code).map { String(cString: $0).lowercased() } ?? "error \(code)"
    }
}
