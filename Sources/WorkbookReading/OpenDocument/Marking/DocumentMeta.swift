// The properties of a document that marked copies say what they are by.

internal import Packages

/// The part `meta.xml`.
struct DocumentMeta {
    static let part = "meta.xml"

    /// The properties that people, or programs, have made up, by their names.
    private(set) var properties: [String: String] = [:]
    /// Those of marked copies.
    private var own: [Range<Int>] = []
    /// The element that holds all.
    private var element: DocumentPlaces.ElementPlace?
    private var root: DocumentPlaces.ElementPlace?
    private var prefix: String?
    private var officePrefix: String?

    private static let address = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"

    /// Reads the part; what has none has no properties.
    init(_ archive: PackageArchive) throws(PackageError) {
        guard archive.entry(Self.part) != nil else { return }
        try read(try archive.xml(Self.part))
    }

    private mutating func read(_ scanner: XMLScanner) throws(PackageError) {
        let (meta, property, name) = (XMLName("meta"), XMLName("user-defined"), XMLName("name"))
        while true {
            switch try scanner.next() {
            case .start where scanner.depth == 1:
                root = DocumentPlaces.ElementPlace(scanner)
                officePrefix = scanner.prefix(of: .office)
            case .start where scanner.namespace == .office && scanner.name == meta && element == nil:
                element = DocumentPlaces.ElementPlace(scanner)
                prefix = scanner.prefix(of: .meta)
            case .start where scanner.namespace == .meta && scanner.name == property:
                let start = scanner.tokenOffset
                let own = try scanner.value(name, in: .meta) ?? ""
                var text: [UInt8] = []
                try scanner.appendContent(to: &text)
                properties[own] = String(decoding: text, as: UTF8.self)
                if OwnMarks.isOwn(own) { self.own.append(start..<scanner.nextOffset) }
            case .end where scanner.depth == 2 && scanner.namespace == .office && scanner.name == meta:
                element?.end(scanner)
            case .end where scanner.depth == 1: root?.end(scanner)
            case .finish:
                guard scanner.isPlain else { throw scanner.fault("it is UTF-16, which is not written") }
                return
            default: continue
            }
        }
    }

    /// The part with other properties of a marked copy.
    func edited(_ part: [UInt8], _ marks: OwnMarks) -> [UInt8] {
        var output = PartEdits(part)
        for range in own { output.replace(range, by: []) }
        let text = marks.properties.map { Self.element($0.name, $0.value, prefix) }.joined()
        if let element {
            output.close(element, with: Array(text.utf8))
        } else if let root, let officePrefix {
            output.close(root, with: Array("<\(officePrefix)meta>\(text)</\(officePrefix)meta>".utf8))
        }
        return output.result
    }

    /// A new part.
    static func new(_ marks: OwnMarks) -> [UInt8] {
        let text = marks.properties.map { element($0.name, $0.value, "meta:") }.joined()
        return Array(
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-meta "
                + "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:meta=\"\(address)\" "
                + "office:version=\"1.2\"><office:meta>\(text)</office:meta></office:document-meta>").utf8)
    }

    private static func element(_ name: String, _ value: String, _ prefix: String?) -> String {
        let own = prefix ?? "meta:"
        let declaration = prefix == nil ? " xmlns:meta=\"\(address)\"" : ""
        return
            "<\(own)user-defined\(declaration) \(own)name=\"\(attributeText(name))\">\(attributeText(value))"
            + "</\(own)user-defined>"
    }
}
