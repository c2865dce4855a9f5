// The parts of a package of Office Open XML, found by their relations.

internal import Packages

/// A relation from one part to another.
struct PartRelation {
    /// The last part of its type's address, such as `worksheet`.
    var type: String
    /// The part's name, without a slash in front; `nil` for a target outside the package.
    var target: String?
    /// Its place among the relations of its part.
    var order: Int
}

extension [String: PartRelation] {
    /// The first relation of a type, as the part lists them.
    func first(_ type: String) -> PartRelation? {
        values.filter { $0.type == type }.min { $0.order < $1.order }
    }
}

extension PackageArchive {
    /// All bytes of a part.
    func content(_ name: String) throws(PackageError) -> [UInt8] {
        guard let entry = entry(name) else { throw .missingPart(name) }
        return try PartStream(entry, of: self).all()
    }

    /// Opens a part as XML.
    func xml(_ name: String) throws(PackageError) -> XMLScanner {
        guard let entry = entry(name) else { throw .missingPart(name) }
        return try XMLScanner(PartStream(entry, of: self))
    }

    /// The relations of a part by their names; of the package itself for an empty name. Empty where it has none.
    func relations(of part: String) throws(PackageError) -> [String: PartRelation] {
        let folder = part.lastIndex(of: "/").map { String(part[...$0]) } ?? ""
        let name = folder + "_rels/" + part.dropFirst(folder.count) + ".rels"
        guard entry(name) != nil else { return [:] }
        let scanner = try xml(name)
        let names = (XMLName("Relationship"), XMLName("Id"), XMLName("Type"), XMLName("Target"), XMLName("TargetMode"))
        var relations: [String: PartRelation] = [:]
        var count = 0
        while true {
            switch try scanner.next() {
            case .start:
                guard scanner.name == names.0, let id = try scanner.value(names.1) else { continue }
                let type = try scanner.value(names.2) ?? ""
                let isOutside = try scanner.value(names.4) == "External"
                let target = try scanner.value(names.3) ?? ""
                relations[id] = PartRelation(
                    type: type.split(separator: "/").last.map(String.init) ?? "",
                    target: isOutside ? nil : resolved(target, from: folder), order: count)
                count += 1
            case .finish: return relations
            default: continue
            }
        }
    }
}

/// A part's name, resolved from the folder of the part that refers to it; `nil` where it leads out of the package.
private func resolved(_ target: String, from folder: String) -> String? {
    let path = target.hasPrefix("/") ? target : folder + target
    var names: [Substring] = []
    for name in path.split(separator: "/") where name != "." {
        if name == ".." {
            guard names.popLast() != nil else { return nil }
        } else {
            names.append(name)
        }
    }
    return names.joined(separator: "/")
}
