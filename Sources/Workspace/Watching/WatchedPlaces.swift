// The folders to watch so that every change of some files is seen, links and missing folders included.

/// Folders by their absolute paths, free of links.
struct WatchedPlaces: Equatable {
    /// An entry of a folder.
    enum Entry: Equatable {
        /// Nothing: it is not there, or may not be looked at.
        case missing
        case folder
        /// A link, and where it leads.
        case link(String)
        case other
    }

    /// By folder the names of the entries that decide what the files are.
    private(set) var names: [PathKey: Set<PathKey>] = [:]
    /// Folders whose entries may all matter, with the paths that each was asked for by: links give it several.
    private(set) var searched: [PathKey: Set<PathKey>] = [:]
    /// Folders on the way: they matter once they are moved or removed.
    private(set) var passed: Set<PathKey> = []

    private let entry: (String) -> Entry
    /// Where folders lead that were resolved before; `nil` where they do not exist.
    private var known: [PathKey: String?] = [:]

    /// `entry` looks at an absolute path without following a link at its end.
    init(entry: @escaping (String) -> Entry) { self.entry = entry }

    static func == (one: Self, other: Self) -> Bool {
        one.names == other.names && one.searched == other.searched && one.passed == other.passed
    }

    /// Folders whose entries are watched.
    var watched: Set<PathKey> { Set(searched.keys).union(names.keys) }

    /// Adds the file that an absolute path leads to.
    mutating func add(file path: String) {
        let parent = folder(of: path)
        guard let start = resolve(parent) else { return }
        follow(String(path.utf8.dropFirst(parent.utf8.count)) ?? "", from: start)
    }

    /// Adds a folder that is searched.
    mutating func add(folder path: String) {
        if let place = resolve(path) { searched[PathKey(place), default: []].insert(PathKey(path)) }
    }

    /// The folder that an absolute path leads to; `nil` where there is none.
    private mutating func resolve(_ path: String) -> String? {
        if let known = known[PathKey(path)] { return known }
        let place = follow(path, from: "/")
        known[PathKey(path)] = .some(place)
        return place
    }

    /// Follows a path from a folder, with at most as many links as the system follows; returns the folder at its end.
    @discardableResult
    private mutating func follow(_ path: String, from start: String) -> String? {
        func parts(_ path: String) -> [Substring] { path.split(separator: "/").reversed() }
        var place = start
        var rest = parts(path)
        var links = 0
        passed.insert(PathKey(place))
        while let name = rest.popLast() {
            if name == "." { continue }
            if name == ".." {
                let parent = folder(of: place)
                place = parent.count > 1 ? String(parent.dropLast()) : "/"
                continue
            }
            let next = place == "/" ? "/" + name : place + "/" + name
            let found = entry(next)
            // A folder is watched itself, unless the path ends with it: it may be replaced by a file.
            if found != .folder || rest.isEmpty && start != "/" {
                names[PathKey(place), default: []].insert(PathKey(String(name)))
            }
            switch found {
            case .missing, .other: return nil
            case .folder:
                place = next
                passed.insert(PathKey(place))
            case .link(let target):
                links += 1
                guard links <= 40 else { return nil }
                if target.hasPrefix("/") { place = "/" }
                rest += parts(target)
            }
        }
        return place
    }
}
