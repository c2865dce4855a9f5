// Linux tells what happens in folders (inotify).

import CSystem
import Platform

/// Watches folders, because a file that is replaced is another file by the same name.
package final class InotifyWatch: ChangeWatch {
    private let descriptor: Int32
    private let waking: WakingDescriptors
    /// The folders by the number that the kernel gives each.
    private var folders: [Int32: String] = [:]
    private var places = WatchedPlaces { _ in .missing }
    private var footprint: Footprint?

    /// In these, what happens to an entry.
    private static let entries = UInt32(
        IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO)
    private static let itself = UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

    package init(waking: WakingDescriptors) throws(WatchFailure) {
        self.waking = waking
        descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        guard descriptor >= 0 else { throw WatchFailure(refusal: Self.refusal(errno, "")) }
    }

    deinit { close(descriptor) }

    package func watch(_ footprint: Footprint) -> WatchRefusal? {
        // The process stays in its folder when that is moved; paths that begin at the root do not.
        guard footprint.tree.identity(of: ".") == footprint.tree.identity(of: footprint.tree.root) else {
            return .unknownFolder
        }
        var places = WatchedPlaces(entry: entryOfDisk)
        for path in footprint.files.keys {
            guard let whole = footprint.whole(path.text) else { return .unknownFolder }
            places.add(file: whole)
        }
        for path in footprint.folders.keys {
            guard let whole = footprint.whole(path.text) else { return .unknownFolder }
            places.add(folder: whole)
        }
        var kept: [Int32: String] = [:]
        let watched = places.watched
        // Later masks replace earlier ones of the same folder, so the wider ones come last.
        for folder in places.passed.subtracting(watched) {
            // Who may not read it cannot be told when it moves.
            if let number = add(folder.text, Self.itself) { kept[number] = folder.text }
        }
        for folder in watched.sorted() {
            if let system = withSystemPath(folder.text, { silent_file_system($0) }) {
                return .silent(folder: folder.text, fileSystem: String(cString: system))
            }
            guard let number = add(folder.text, Self.itself | Self.entries) else {
                // It has vanished since; looking at the files will show that.
                if errno == ENOENT || errno == ENOTDIR { continue }
                return Self.refusal(errno, folder.text)
            }
            kept[number] = folder.text
        }
        for number in folders.keys where kept[number] == nil { inotify_rm_watch(descriptor, number) }
        folders = kept
        self.places = places
        self.footprint = footprint
        return nil
    }

    private func add(_ folder: String, _ mask: UInt32) -> Int32? {
        let number = withSystemPath(folder) { inotify_add_watch(descriptor, $0, mask) }
        return number < 0 ? nil : number
    }

    private static func refusal(_ code: Int32, _ folder: String) -> WatchRefusal {
        switch code {
        case ENOSPC, EMFILE, ENFILE: .tooMany
        case EACCES, EPERM: .notPermitted(folder: folder)
        default: .system(String(cString: strerror(code)).lowercased())
        }
    }

    package func wait(_ milliseconds: Int?) -> Waited {
        let end = milliseconds.map { Milliseconds.now + $0 }
        while true {
            let left = end.map { max(0, $0 - Milliseconds.now) }
            guard waitForDescriptors(waking, descriptor, milliseconds: left) else { return .ended }
            let changes = read()
            if !changes.isEmpty || left == 0 { return .changes(changes) }
        }
    }

    /// Takes what the kernel has to tell, each change once.
    private func read() -> [Change] {
        var changes: [Change] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return changes }
            buffer.withUnsafeBytes { bytes in
                var offset = 0
                // A header of 16 bytes, then a name that is padded with zeros to the length in the header.
                while offset + 16 <= count {
                    let number = bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)
                    let mask = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
                    let length = Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
                    let end = min(count, offset + 16 + length)
                    let name = bytes[offset + 16..<end].prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
                    offset = end
                    let text = name.withUnsafeBufferPointer { $0.baseAddress.map { pathText($0) } ?? "" }
                    guard let change = change(number, mask, text), changes.last != change else { continue }
                    changes.append(change)
                }
            }
        }
    }

    private func change(_ number: Int32, _ mask: UInt32, _ name: String) -> Change? {
        func has(_ bits: Int32) -> Bool { mask & UInt32(bits) != 0 }
        // Events were lost, or the folder is another one from now on, or none.
        if has(IN_Q_OVERFLOW) { return .perhaps }
        guard let folder = folders[number] else { return nil }
        if has(IN_IGNORED | IN_UNMOUNT | IN_DELETE_SELF | IN_MOVE_SELF) { return .perhaps }
        let isFolder = mask & 0x4000_0000 != 0
        if !(places.names[PathKey(folder)]?.contains(PathKey(name)) ?? false) {
            guard let footprint, let asked = places.searched[PathKey(folder)],
                asked.contains(where: { footprint.mayTake(name, in: $0.text, isFolder: isFolder) })
            else { return nil }
            // Whether another file beside it is read instead, or what is in the folder, only a look can tell.
            if isFolder || FixedCopy.original(of: name) != nil {
                return has(IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE) ? nil : .perhaps
            }
        }
        let path = folder == "/" ? "/" + name : folder + "/" + name
        if has(IN_ATTRIB) { return .perhaps }
        if has(IN_MODIFY) || has(IN_CREATE) && !isFolder { return .writing(path) }
        return has(IN_CLOSE_WRITE) ? .closed(path) : .saved(path)
    }
}

private func entryOfDisk(_ path: String) -> WatchedPlaces.Entry {
    var status = stat()
    guard withSystemPath(path, { lstat($0, &status) }) == 0 else { return .missing }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFLNK:
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard withSystemPath(path, { readlink($0, &buffer, buffer.count - 1) }) >= 0 else { return .missing }
        return .link(buffer.withUnsafeBufferPointer { $0.baseAddress.map { pathText($0) } ?? "" })
    default: return .other
    }
}

/// Thrown where the kernel cannot be asked at all.
package struct WatchFailure: Error {
    package var refusal: WatchRefusal
}

/// Milliseconds of a clock that nobody sets.
package enum Milliseconds {
    package static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
    }
}

/// Waits until a descriptor can be read (-1 for none) or the time is up; false where the wait has to end.
func waitForDescriptors(_ waking: WakingDescriptors, _ descriptor: Int32, milliseconds: Int?) -> Bool {
    // Nothing is asked of the output: a descriptor says by itself that its other end is gone.
    var waited = [
        pollfd(fd: waking.ending, events: Int16(POLLIN), revents: 0),
        pollfd(fd: waking.output ?? -1, events: 0, revents: 0),
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
    ]
    // An interrupted wait is over: who waits asks again, and handlers make `ending` readable.
    guard poll(&waited, nfds_t(waited.count), Int32(clamping: milliseconds ?? -1)) > 0 else { return true }
    return waited[0].revents == 0 && waited[1].revents & Int16(POLLERR | POLLHUP) == 0
}
