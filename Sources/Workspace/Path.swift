// Paths: taken apart, put together, shown.

import Glibc
package import Tables

/// A path's folder with its slash, or nothing: `returns/` of `returns/kpis.csv`.
func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(path[...slash])
}

/// A path seen from a folder; absolute ones stand for themselves. `.` and `..` are worked out where they can be.
func resolved(_ path: String, from folder: String) -> String {
    let joined = path.hasPrefix("/") ? path : folder + path
    var parts: [Substring] = []
    for part in joined.split(separator: "/", omittingEmptySubsequences: true) where part != "." {
        if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (joined.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
}

/// The current folder, with a slash at its end.
func currentFolder() -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    guard getcwd(&buffer, buffer.count) != nil else { return "" }
    let path = buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    return path.hasSuffix("/") ? path : path + "/"
}

/// A path as it is shown: relative to the current folder where it lies in it.
func shown(_ path: String) -> String {
    let current = currentFolder()
    if path.hasPrefix("/"), !current.isEmpty, path.hasPrefix(current) { return String(path.dropFirst(current.count)) }
    return path.hasPrefix("./") ? String(path.dropFirst(2)) : path
}

/// The names in a folder, in byte order, with whether each is a folder; nothing where it cannot be read.
func entries(of folder: String) -> [(name: String, isFolder: Bool)] {
    guard let stream = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(stream) }
    var found: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name == "." || name == ".." { continue }
        var isFolder = entry.pointee.d_type == UInt8(DT_DIR)
        if entry.pointee.d_type == UInt8(DT_LNK) || entry.pointee.d_type == UInt8(DT_UNKNOWN) {
            var status = stat()
            isFolder = stat(folder + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        }
        found.append((name, isFolder))
    }
    return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
}

/// A small file's bytes.
package func bytes(ofFile path: String) throws(ReadError) -> [UInt8] {
    let source = try FileSource(path: path, name: path)
    var bytes = [UInt8](repeating: 0, count: source.size)
    var failure: ReadError?
    let count = bytes.withUnsafeMutableBytes { buffer in
        do throws(ReadError) { return try source.read(at: 0, into: buffer) } catch {
            failure = error
            return 0
        }
    }
    if let failure { throw failure }
    return Array(bytes.prefix(count))
}
