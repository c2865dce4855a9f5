// The patterns of `from`: the files of a table, and the named parts of their paths.

import Tables

/// A pattern of paths: `*` and `?` within a name, `**` for any folders, `{name}` for a part that becomes a column. In
/// brackets, as `[*]`, each of these characters is literal.
struct FilePattern {
    fileprivate enum Piece {
        case text([UInt8])
        case anything
        case one
        /// A named part.
        case part(String)
    }

    fileprivate enum Segment {
        case anyFolders
        case pieces([Piece])
    }

    private let segments: [Segment]
    private let isAbsolute: Bool
    /// Whether it names exactly one path.
    let isPlain: Bool
    let text: String

    init(_ text: String) {
        self.text = text
        isAbsolute = text.utf8.first == UInt8(ascii: "/")
        var plain = true
        var segments: [Segment] = []
        for segment in FilePattern.names(text) {
            if segment == Array("**".utf8) {
                plain = false
                // `**/**` is `**`.
                if case .anyFolders? = segments.last { continue }
                segments.append(.anyFolders)
                continue
            }
            let pieces = FilePattern.pieces(segment)
            for piece in pieces {
                if case .text = piece { continue }
                plain = false
            }
            segments.append(.pieces(pieces))
        }
        self.segments = segments
        isPlain = plain
    }

    private static func pieces(_ bytes: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var literal: [UInt8] = []
        func flush() {
            if !literal.isEmpty { pieces.append(.text(literal)) }
            literal = []
        }
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "[") where FilePattern.isBracketed(bytes[index...]):
                literal.append(bytes[index + 1])
                index += 2
            case UInt8(ascii: "*"):
                flush()
                if case .anything? = pieces.last { break }
                pieces.append(.anything)
            case UInt8(ascii: "?"):
                flush()
                pieces.append(.one)
            case UInt8(ascii: "{"):
                guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")) else {
                    literal.append(bytes[index])
                    break
                }
                flush()
                pieces.append(.part(String(decoding: bytes[(index + 1)..<end], as: UTF8.self)))
                index = end
            default: literal.append(bytes[index])
            }
            index += 1
        }
        flush()
        return pieces
    }

    private static func isBracketed(_ bytes: ArraySlice<UInt8>) -> Bool {
        let start = bytes.startIndex
        return bytes.count > 2 && bytes[start + 2] == UInt8(ascii: "]") && "*?{}".utf8.contains(bytes[start + 1])
    }

    /// The path that a plain pattern names.
    var plainPath: String {
        var path: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            let isBracketed = FilePattern.isBracketed(rest)
            path.append(isBracketed ? rest[rest.startIndex + 1] : byte)
            rest = rest.dropFirst(isBracketed ? 3 : 1)
        }
        return String(decoding: path, as: UTF8.self)
    }

    /// A pattern that matches one path only. Signs of patterns count even with a combining mark behind them.
    static func naming(_ path: String) -> String {
        var pattern = ""
        for scalar in path.unicodeScalars {
            let isSign = "*?{}".unicodeScalars.contains(scalar)
            pattern.unicodeScalars.append(contentsOf: isSign ? ["[", scalar, "]"] : [scalar])
        }
        return pattern
    }

    /// The names of a path, between slashes.
    private static func names(_ path: String) -> [[UInt8]] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { Array($0) }.filter { $0 != [UInt8(ascii: ".")] }
    }

    /// The named parts of a path that the pattern matches as a whole; `nil` where it does not.
    func match(_ path: String) -> [String: String]? {
        let names = FilePattern.names(path)
        return match(names[...], segments[...])
    }

    /// The named parts of an absolute path that the pattern, resolved from an absolute folder, matches as a whole.
    func match(_ path: String, from folder: String) -> [String: String]? {
        if isAbsolute { return match(path) }
        var base = folder.utf8.split(separator: 0x2F).map { Array($0) }
        let own = ownSegments
        let up = segments.count - own.count
        guard up <= base.count else { return nil }
        base.removeLast(up)
        let names = path.utf8.split(separator: 0x2F).map { Array($0) }
        guard names.starts(with: base) else { return nil }
        return match(names.dropFirst(base.count), own)
    }

    /// Whether the search from an absolute folder looks into a folder because of its name. A folder whose name the
    /// pattern spells out is looked for in any case.
    func finds(folder path: String, from folder: String) -> Bool {
        let own = isAbsolute ? segments[...] : ownSegments
        var base = isAbsolute ? [] : FilePattern.names(folder)
        let up = segments.count - own.count
        guard up <= base.count else { return false }
        base.removeLast(up)
        let names = FilePattern.names(path)
        guard names.starts(with: base) else { return false }
        return own.indices.contains { index in
            switch own[index] {
            case .anyFolders: break
            case .pieces(let pieces):
                if pieces.count == 1, case .text = pieces[0] { return false }
                // What the last segment finds is a file.
                if index + 1 == own.endIndex { return false }
            }
            return match(names.dropFirst(base.count), own[...index]) != nil
        }
    }

    /// Whether it names what is hidden; otherwise that is skipped.
    var namesHidden: Bool {
        segments.contains { if case .pieces(let pieces) = $0 { FilePattern.names(hidden: pieces) } else { false } }
    }

    /// The named parts where the last names of a path match the pattern's.
    func matchEnd(of path: String) -> [String: String]? {
        let names = FilePattern.names(path)
        let own = ownSegments
        guard names.count >= own.count else { return nil }
        return match(names.suffix(own.count), own)
    }

    /// The segments without the `..` at their beginning.
    private var ownSegments: ArraySlice<Segment> {
        segments.drop { segment in
            if case .pieces(let pieces) = segment, pieces.count == 1, case .text(let text) = pieces[0] {
                return text == Array("..".utf8)
            }
            return false
        }
    }

    /// How many names of a path it requires.
    var nameCount: Int {
        ownSegments.count { if case .pieces = $0 { true } else { false } }
    }

    /// Whether some pieces begin with a dot of their own; otherwise hidden files are skipped.
    private static func names(hidden pieces: [Piece]) -> Bool {
        if case .text(let text)? = pieces.first { return text.first == UInt8(ascii: ".") }
        return false
    }

    private func match(_ names: ArraySlice<[UInt8]>, _ segments: ArraySlice<Segment>) -> [String: String]? {
        var search = PathSearch(names: Array(names), segments: Array(segments))
        return search.parts(0, 0)
    }

    /// Matches the names of a path with the segments of a pattern. Each pair of places is evaluated once, so the time
    /// is bounded by their number.
    private struct PathSearch {
        let names: [[UInt8]]
        let segments: [Segment]
        private var known: [Int: [String: String]?] = [:]

        init(names: [[UInt8]], segments: [Segment]) {
            self.names = names
            self.segments = segments
        }

        mutating func parts(_ name: Int, _ segment: Int) -> [String: String]? {
            let place = segment * (names.count + 1) + name
            if let known = known[place] { return known }
            let found = attempt(name, segment)
            known[place] = .some(found)
            return found
        }

        private mutating func attempt(_ name: Int, _ segment: Int) -> [String: String]? {
            guard segment < segments.count else { return name == names.count ? [:] : nil }
            switch segments[segment] {
            case .anyFolders:
                // The `**` matches no more folders, or one more.
                if let found = parts(name, segment + 1) { return found }
                return name < names.count ? parts(name + 1, segment) : nil
            case .pieces(let pieces):
                guard name < names.count else { return nil }
                var search = NameSearch(name: names[name], pieces: pieces)
                guard let own = search.parts(0, 0), let others = parts(name + 1, segment + 1) else { return nil }
                return merged(others, own)
            }
        }
    }

    /// Matches a name with the pieces of a segment, in the same way.
    private struct NameSearch {
        let name: [UInt8]
        let pieces: [Piece]
        private var known: [Int: [String: String]?] = [:]

        init(name: [UInt8], pieces: [Piece]) {
            self.name = name
            self.pieces = pieces
        }

        mutating func parts(_ place: Int, _ piece: Int) -> [String: String]? {
            guard piece < pieces.count else { return place == name.count ? [:] : nil }
            if case .text(let text) = pieces[piece] {
                guard name[place...].starts(with: text) else { return nil }
                return parts(place + text.count, piece + 1)
            }
            let number = piece * (name.count + 1) + place
            if let known = known[number] { return known }
            let found = attempt(place, piece)
            known[number] = .some(found)
            return found
        }

        private mutating func attempt(_ place: Int, _ piece: Int) -> [String: String]? {
            switch pieces[piece] {
            case .text: return parts(place, piece)
            case .one: return place < name.count ? parts(behind(place), piece + 1) : nil
            case .anything:
                for end in place...name.count {
                    if let found = parts(end, piece + 1) { return found }
                }
                return nil
            case .part(let key):
                var end = place
                while end < name.count {
                    end = behind(end)
                    guard let found = parts(end, piece + 1) else { continue }
                    let own = [key: String(decoding: name[place..<end], as: UTF8.self)]
                    if let both = merged(found, own) { return both }
                }
                return nil
            }
        }

        /// Where the character that begins at a place ends.
        private func behind(_ place: Int) -> Int {
            var end = place + 1
            while end < name.count, name[end] & 0xC0 == 0x80 { end += 1 }
            return end
        }
    }

    /// The parts of both; `nil` where one name has two texts.
    private static func merged(_ some: [String: String], _ others: [String: String]) -> [String: String]? {
        var both = some
        for (key, value) in others {
            if let other = both[key], !other.utf8.elementsEqual(value.utf8) { return nil }
            both[key] = value
        }
        return both
    }
}

// MARK: Searching for files

/// The result of a search.
struct FoundFiles {
    /// In byte order of their paths, with their named parts.
    var files: [(path: String, parts: [String: String])] = []
    /// Folders that may have more files and could not be read.
    var unreadable: [(path: String, error: ReadError)] = []
    /// Files that would match if case were ignored.
    var near: [String] = []
    /// Links to files that were found under another name too, which are not read twice.
    var repeated: [(path: String, of: String)] = []
    /// The lock files of programs that have a return open.
    var locks: [String] = []
    /// Copies that `kpilint fix` wrote of workbooks that were found too, whose rows would be read twice.
    var copies: [(path: String, of: String)] = []
}

extension FilePattern {
    /// A folder to search, and the segments of the pattern at which matching may continue there.
    private struct OpenFolder {
        var path: String
        var states: Set<Int>
    }

    /// A folder that is called as one that is not there, but for the case of letters.
    private static func likeNamed(_ folder: String, in tree: any FileTree) -> String? {
        let parts = folder.split(separator: "/", omittingEmptySubsequences: true)
        guard let name = parts.last else { return nil }
        let parent = String(folder.dropLast(name.utf8.count + (folder.hasSuffix("/") ? 1 : 0)))
        var problem: ReadError?
        let entry = tree.entries(of: parent, problem: &problem).first {
            $0.name != name && $0.name.lowercased() == name.lowercased()
        }
        return entry.map { parent + $0.name }
    }

    /// A file or folder that is called as one on the way to a file that is not there, but for the case of letters.
    static func likeNamed(onTheWayTo path: String, in tree: any FileTree) -> String? {
        var path = path
        while true {
            if let found = likeNamed(path, in: tree) { return found }
            // A folder that is there holds no other of that name.
            guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex else { return nil }
            path = String(path[..<slash])
            var problem: ReadError?
            _ = tree.entries(of: path + "/", problem: &problem)
            guard problem == .notFound else { return nil }
        }
    }

    /// All files below a folder that match. Every folder is looked into once for each segment that may go on in it,
    /// whatever links lead to it: time is linear in the folders and their names.
    func files(from folder: String, in tree: any FileTree) -> FoundFiles {
        var found = FoundFiles()
        if isPlain {
            found.files = [(resolved(plainPath, from: folder), [:])]
            return found
        }
        var paths: [(path: String, isLink: Bool)] = []
        var seen: [FileIdentity: Set<Int>] = [:]
        var open = [OpenFolder(path: isAbsolute ? "/" : folder, states: closed([0]))]
        // Folders should appear under their own names: links are searched last, in the order in which they were found.
        var links: [OpenFolder] = []
        var linksDone = 0
        while !open.isEmpty || linksDone < links.count {
            let next: OpenFolder
            if let last = open.popLast() {
                next = last
            } else {
                next = links[linksDone]
                linksDone += 1
            }
            var states = next.states
            if let identity = tree.identity(of: next.path.isEmpty ? "." : next.path) {
                states.subtract(seen[identity] ?? [])
                seen[identity, default: []].formUnion(states)
            }
            // Literal names need no listing of a folder, which may not be permitted.
            var wanted: [(state: Int, pieces: [Piece]?)] = []
            for state in states.sorted() {
                switch segments[state] {
                case .anyFolders: wanted.append((state, nil))
                case .pieces(let pieces):
                    if pieces.count == 1, case .text(let text) = pieces[0], state + 1 < segments.count {
                        let path = next.path + String(decoding: text, as: UTF8.self) + "/"
                        open.append(OpenFolder(path: path, states: closed([state + 1])))
                    } else {
                        wanted.append((state, pieces))
                    }
                }
            }
            if wanted.isEmpty { continue }
            var problem: ReadError?
            let entries = tree.entries(of: next.path, problem: &problem)
            if let problem, problem != .notFound {
                found.unreadable.append((next.path.isEmpty ? "." : next.path, problem))
            }
            if problem == .notFound, let folder = FilePattern.likeNamed(next.path, in: tree) {
                found.near.append(folder)
            }
            for entry in entries {
                let name = Array(entry.name.utf8)
                let isHidden = name.first == UInt8(ascii: ".")
                var below: Set<Int> = []
                var isFound = false
                var isNear = false
                for (state, pieces) in wanted {
                    guard let pieces else {
                        if entry.isFolder, !isHidden { below.insert(state) }
                        continue
                    }
                    let isLast = state + 1 == segments.count
                    if isLast ? isFound || entry.isFolder : !entry.isFolder { continue }
                    if isHidden, !FilePattern.names(hidden: pieces) { continue }
                    var search = NameSearch(name: name, pieces: pieces)
                    guard search.parts(0, 0) != nil else {
                        isNear = isNear || (isLast && FilePattern.isNear(name, pieces))
                        continue
                    }
                    if isLast { isFound = true } else { below.insert(state + 1) }
                }
                if isFound { paths.append((next.path + entry.name, entry.isLink)) }
                if isNear, !isFound { found.near.append(resolved(next.path + entry.name, from: "")) }
                guard !below.isEmpty else { continue }
                let folder = OpenFolder(path: next.path + entry.name + "/", states: closed(below))
                if entry.isLink { links.append(folder) } else { open.append(folder) }
            }
        }
        take(paths, from: folder, in: tree, into: &found)
        return found
    }

    /// Whether a name matches when case is ignored.
    private static func isNear(_ name: [UInt8], _ pieces: [Piece]) -> Bool {
        func folded(_ text: [UInt8]) -> [UInt8] { text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } }
        let pieces = pieces.map { piece in
            if case .text(let text) = piece { Piece.text(folded(text)) } else { piece }
        }
        var search = NameSearch(name: folded(name), pieces: pieces)
        return search.parts(0, 0) != nil
    }

    /// The closure of some states: `**` may match no folder.
    private func closed(_ states: Set<Int>) -> Set<Int> {
        var all = states
        for state in states {
            var next = state
            while next + 1 < segments.count, case .anyFolders = segments[next] {
                next += 1
                all.insert(next)
            }
        }
        return all
    }

    /// Adds each found file with its parts, once.
    private func take(
        _ paths: [(path: String, isLink: Bool)], from folder: String, in tree: any FileTree,
        into found: inout FoundFiles
    ) {
        func isBefore(_ one: String, _ other: String) -> Bool { one.utf8.lexicographicallyPrecedes(other.utf8) }
        let hasLinks = paths.contains(where: \.isLink)
        var known: [FileIdentity: String] = [:]
        if hasLinks {
            for (path, isLink) in paths.sorted(by: { isBefore($0.path, $1.path) }) where !isLink {
                if let identity = tree.identity(of: path), known[identity] == nil { known[identity] = path }
            }
        }
        let all = Set(paths.map(\.path))
        var last: String?
        for (path, isLink) in paths.sorted(by: { isBefore($0.path, $1.path) }) {
            if let last, last.utf8.elementsEqual(path.utf8) { continue }
            last = path
            if TemporaryName.isOfficeLock(String(path.dropFirst(Workspace.folder(of: path).count))) {
                found.locks.append(path)
                continue
            }
            if let original = FixedCopy.original(of: path), all.contains(original) {
                found.copies.append((path, original))
                continue
            }
            if isLink, let identity = tree.identity(of: path) {
                if let other = known[identity] {
                    found.repeated.append((path, other))
                    continue
                }
                known[identity] = path
            }
            let own = isAbsolute ? path : String(path.dropFirst(folder.count))
            found.files.append((resolved(path, from: ""), match(own) ?? [:]))
        }
    }
}
