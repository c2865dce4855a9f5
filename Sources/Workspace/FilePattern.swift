// The patterns of `from`: which files a table is made of, and what their paths say.

/// A pattern of paths: `*` and `?` within a name, `**` for any folders, `{name}` for a part that becomes a column.
struct FilePattern {
    private enum Piece {
        case text([UInt8])
        case anything
        case one
        /// A named part.
        case part(String)
    }

    private enum Segment {
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
        isAbsolute = text.hasPrefix("/")
        var plain = true
        segments = text.split(separator: "/", omittingEmptySubsequences: true).filter { $0 != "." }.map { segment in
            if segment == "**" {
                plain = false
                return .anyFolders
            }
            let pieces = FilePattern.pieces(Array(segment.utf8))
            for piece in pieces {
                if case .text = piece { continue }
                plain = false
            }
            return .pieces(pieces)
        }
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
            case UInt8(ascii: "*"):
                flush()
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

    /// The named parts of a path that the pattern matches as a whole; `nil` where it does not.
    func match(_ path: String) -> [String: String]? {
        let names = path.split(separator: "/", omittingEmptySubsequences: true).filter { $0 != "." }.map {
            Array($0.utf8)
        }
        return match(names[...], segments[...])
    }

    /// The named parts where the last names of a path match the pattern's.
    func matchEnd(of path: String) -> [String: String]? {
        let names = path.split(separator: "/", omittingEmptySubsequences: true).filter { $0 != "." }.map {
            Array($0.utf8)
        }
        let own = segments.drop { segment in
            if case .pieces(let pieces) = segment, pieces.count == 1, case .text(let text) = pieces[0] {
                return text == Array("..".utf8)
            }
            return false
        }
        guard names.count >= own.count else { return nil }
        return match(names.suffix(own.count), own)
    }

    private func match(_ names: ArraySlice<[UInt8]>, _ rest: ArraySlice<Segment>) -> [String: String]? {
        guard let segment = rest.first else { return names.isEmpty ? [:] : nil }
        switch segment {
        case .anyFolders:
            for skipped in 0...names.count {
                if let found = match(names.dropFirst(skipped), rest.dropFirst()) { return found }
            }
            return nil
        case .pieces(let pieces):
            guard let name = names.first, let parts = FilePattern.match(name[...], pieces[...]),
                var others = match(names.dropFirst(), rest.dropFirst())
            else { return nil }
            for (key, value) in parts {
                if let other = others[key], other != value { return nil }
                others[key] = value
            }
            return others
        }
    }

    /// Whether some pieces begin with a dot of their own; otherwise hidden files are passed over.
    private static func names(hidden pieces: [Piece]) -> Bool {
        if case .text(let text)? = pieces.first { return text.first == UInt8(ascii: ".") }
        return false
    }

    private static func match(_ name: ArraySlice<UInt8>, _ pieces: ArraySlice<Piece>) -> [String: String]? {
        var failed: Set<Int> = []
        return match(name, pieces, &failed)
    }

    /// `failed` holds the pairs of places at which a match was tried in vain, so that no pattern takes longer than their number.
    private static func match(
        _ name: ArraySlice<UInt8>, _ pieces: ArraySlice<Piece>, _ failed: inout Set<Int>
    ) -> [String: String]? {
        let place = pieces.startIndex << 16 | name.startIndex
        guard !failed.contains(place) else { return nil }
        let found = attempt(name, pieces, &failed)
        if found == nil { failed.insert(place) }
        return found
    }

    private static func attempt(
        _ name: ArraySlice<UInt8>, _ pieces: ArraySlice<Piece>, _ failed: inout Set<Int>
    ) -> [String: String]? {
        guard let piece = pieces.first else { return name.isEmpty ? [:] : nil }
        switch piece {
        case .text(let text):
            guard name.starts(with: text) else { return nil }
            return match(name.dropFirst(text.count), pieces.dropFirst(), &failed)
        case .one: return name.isEmpty ? nil : match(name.dropFirst(), pieces.dropFirst(), &failed)
        case .anything:
            for length in 0...name.count {
                if let found = match(name.dropFirst(length), pieces.dropFirst(), &failed) { return found }
            }
            return nil
        case .part(let key):
            guard !name.isEmpty else { return nil }
            for length in 1...name.count {
                guard var found = match(name.dropFirst(length), pieces.dropFirst(), &failed) else { continue }
                let value = String(decoding: name.prefix(length), as: UTF8.self)
                if let other = found[key], other != value { continue }
                found[key] = value
                return found
            }
            return nil
        }
    }

    /// All files below a folder that match, in byte order of their paths, with their named parts. Links to folders are followed once.
    func files(from folder: String) -> [(path: String, parts: [String: String])] {
        if isPlain { return [(resolved(text, from: folder), [:])] }
        var found: [(path: String, parts: [String: String])] = []
        var open = [(folder: isAbsolute ? "/" : folder, rest: segments[...], depth: 0)]
        while let next = open.popLast() {
            guard let segment = next.rest.first, next.depth < 40 else { continue }
            let isLast = next.rest.count == 1
            switch segment {
            case .anyFolders:
                open.append((next.folder, next.rest.dropFirst(), next.depth))
                for entry in entries(of: next.folder) where entry.isFolder && !entry.name.hasPrefix(".") {
                    open.append((next.folder + entry.name + "/", next.rest, next.depth + 1))
                }
            case .pieces(let pieces):
                if pieces.count == 1, case .text(let text) = pieces[0], !isLast {
                    open.append(
                        (
                            next.folder + String(decoding: text, as: UTF8.self) + "/", next.rest.dropFirst(),
                            next.depth + 1
                        ))
                    continue
                }
                for entry in entries(of: next.folder)
                where entry.isFolder == !isLast && FilePattern.match(Array(entry.name.utf8)[...], pieces[...]) != nil {
                    if entry.name.hasPrefix("."), !FilePattern.names(hidden: pieces) { continue }
                    let path = next.folder + entry.name
                    if isLast {
                        found.append((path, [:]))
                    } else {
                        open.append((path + "/", next.rest.dropFirst(), next.depth + 1))
                    }
                }
            }
        }
        var unique: [String: [String: String]] = [:]
        for (path, _) in found {
            let own = isAbsolute ? path : String(path.dropFirst(folder.count))
            unique[resolved(path, from: "")] = match(own) ?? [:]
        }
        return unique.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) }
    }
}
