// Parts that a package gets, with their types and what leads to them.

internal import Packages
internal import Tables

/// New parts of a package, written with its list of types and the relations of other parts.
struct NewParts {
    static let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    static let styles = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
    static let notes = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
    static let properties = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    private static let relations = "application/vnd.openxmlformats-package.relationships+xml"
    private static let drawing = "application/vnd.openxmlformats-officedocument.vmlDrawing"

    private var taken: Set<String>
    private var added: [(name: String, content: Content, type: String?)] = []
    /// New relations by the part that they are of.
    private var relations: [String: [(id: String, type: String, target: String)]] = [:]
    private var dropped: Set<String> = []
    private var emptied: Set<String> = []

    private enum Content {
        case bytes([UInt8])
        case packed(PackedPart)
    }

    init(_ archive: PackageArchive) { taken = Set(archive.entries.map { $0.name.lowercased() }) }

    /// A name that no part has: that of a part's folder, a path seen from there and a number.
    mutating func freeName(beside part: String, _ path: String, _ ending: String) -> String {
        let folder = part.lastIndex(of: "/").map { String(part[..<$0]) } ?? ""
        let start = folder.isEmpty ? path : folder + "/" + path
        var number = 1
        while !taken.insert("\(start)\(number)\(ending)".lowercased()).inserted { number += 1 }
        return "\(start)\(number)\(ending)"
    }

    /// Adds a part; one without a type is a drawing of notes, whose type all parts of that ending have.
    mutating func add(_ name: String, _ bytes: [UInt8], type: String?) { added.append((name, .bytes(bytes), type)) }
    mutating func add(_ name: String, packed: PackedPart, type: String) {
        added.append((name, .packed(packed), type))
    }

    /// Lets a part, or the package itself for an empty name, lead to another; returns the relation's name.
    mutating func relate(
        _ part: String, to target: String, type: String, _ known: [String: PartRelation]
    ) -> String {
        var number = 1
        let new = relations[part] ?? []
        while known["kpilint\(number)"] != nil || new.contains(where: { $0.id == "kpilint\(number)" }) { number += 1 }
        relations[part, default: []].append(("kpilint\(number)", type, "/" + target))
        return "kpilint\(number)"
    }

    /// Leaves out the relations of a part that is written anew.
    mutating func dropRelations(of part: String, _ archive: PackageArchive) throws(PackageError) {
        let name = Self.relationsPart(of: part)
        if archive.entry(name) != nil { emptied.insert(name) }
    }

    /// Leaves out what leads to some parts, and their types.
    mutating func drop(_ parts: [String]) { dropped.formUnion(parts.map { $0.lowercased() }) }

    private static func relationsPart(of part: String) -> String {
        let folder = part.lastIndex(of: "/").map { String(part[...$0]) } ?? ""
        return folder + "_rels/" + part.dropFirst(folder.count) + ".rels"
    }

    func write(into changes: inout PackageChanges, _ archive: PackageArchive) throws(PackageError) {
        for (name, content, _) in added {
            let part: PackedPart =
                switch content {
                case .bytes(let bytes): try PackedPart(bytes, name: name)
                case .packed(let part): part
                }
            changes.added.append((name, part))
        }
        let types = "[Content_Types].xml"
        var newRelations: [String] = []
        var owners = relations
        if !dropped.isEmpty, owners[""] == nil { owners[""] = [] }
        for owner in owners.keys.sorted() {
            let name = Self.relationsPart(of: owner)
            let new = owners[owner] ?? []
            if archive.entry(name) == nil {
                let text =
                    xmlDeclaration
                    + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                    + Self.elements(new, prefix: "") + "</Relationships>"
                changes.added.append((name, try PackedPart(Array(text.utf8), name: name)))
                newRelations.append(name)
            } else {
                changes.replaced[name] = try PackedPart(
                    try editedRelations(try archive.content(name), try archive.xml(name), new), name: name)
            }
        }
        changes.replaced[types] = try PackedPart(
            try editedTypes(try archive.content(types), try archive.xml(types), relations: newRelations), name: types)
        for name in emptied {
            let text =
                xmlDeclaration
                + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>"
            changes.replaced[name] = try PackedPart(Array(text.utf8), name: name)
        }
    }

    private static func elements(_ relations: [(id: String, type: String, target: String)], prefix: String) -> String {
        relations.map {
            "<\(prefix)Relationship Id=\"\($0.id)\" Type=\"\($0.type)\" Target=\"\(attributeText($0.target))\"/>"
        }.joined()
    }

    private func editedRelations(
        _ part: [UInt8], _ scanner: XMLScanner, _ new: [(id: String, type: String, target: String)]
    ) throws(PackageError) -> [UInt8] {
        let (relation, type) = (XMLName("Relationship"), XMLName("Type"))
        return try edited(part, scanner) {
            Self.elements(new, prefix: $0)
        } leavingOut: { scanner throws(PackageError) in
            // The one that leads to signatures, which are dropped with all that belongs to them.
            guard scanner.name == relation, !dropped.isEmpty, let type = try scanner.value(type) else { return false }
            return type.hasSuffix("/digital-signature/origin")
        }
    }

    /// The list of types with those of new parts; `relations` are new parts of relations.
    private func editedTypes(
        _ part: [UInt8], _ scanner: XMLScanner, relations: [String]
    ) throws(PackageError) -> [UInt8] {
        let (override, name) = (XMLName("Override"), XMLName("PartName"))
        var (hasDrawings, hasRelations) = (false, false)
        let (standard, ending) = (XMLName("Default"), XMLName("Extension"))
        let needsDrawings = added.contains { $0.type == nil }
        return try edited(part, scanner) { prefix in
            var text = ""
            if needsDrawings, !hasDrawings {
                text += "<\(prefix)Default Extension=\"vml\" ContentType=\"\(Self.drawing)\"/>"
            }
            for name in relations where !hasRelations {
                text += "<\(prefix)Override PartName=\"/\(attributeText(name))\" ContentType=\"\(Self.relations)\"/>"
            }
            for (name, _, type) in added {
                guard let type else { continue }
                text += "<\(prefix)Override PartName=\"/\(attributeText(name))\" ContentType=\"\(type)\"/>"
            }
            return text
        } leavingOut: { scanner throws(PackageError) in
            if scanner.name == standard, let ending = try scanner.value(ending)?.lowercased() {
                if ending == "vml" { hasDrawings = true }
                if ending == "rels" { hasRelations = true }
            }
            guard scanner.name == override, let part = try scanner.value(name) else { return false }
            return dropped.contains(part.dropFirst().lowercased())
        }
    }

    /// A part whose root holds a list, with elements added to it and some left out.
    private func edited(
        _ part: [UInt8], _ scanner: XMLScanner, adding made: (_ prefix: String) -> String,
        leavingOut isLeftOut: (XMLScanner) throws(PackageError) -> Bool
    ) throws(PackageError) -> [UInt8] {
        guard scanner.isPlain else { throw scanner.fault("it is UTF-16, which is not written") }
        var output = PartEdits(part)
        var root = 0..<0
        while true {
            switch try scanner.next() {
            case .start where scanner.depth == 1: root = scanner.tokenOffset..<scanner.nextOffset
            case .start where scanner.depth == 2:
                let start = scanner.tokenOffset
                let goes = try isLeftOut(scanner)
                try scanner.skip()
                if goes { output.replace(start..<scanner.nextOffset, by: []) }
            case .end where scanner.depth == 1:
                let content = Array(made(output.prefix(ofTagAt: root.lowerBound)).utf8)
                if scanner.nextOffset == root.upperBound {
                    var tag = EditedTag(part[root])
                    tag.open()
                    output.replace(root, by: tag.bytes + content + Array("</".utf8) + tag.name + [UInt8(ascii: ">")])
                } else {
                    output.replace(scanner.tokenOffset..<scanner.tokenOffset, by: content)
                }
            case .finish: return output.result
            default: continue
            }
        }
    }
}
