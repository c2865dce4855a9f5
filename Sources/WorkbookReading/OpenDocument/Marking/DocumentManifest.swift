// The list of a document's parts.

internal import Packages

/// The part that names all others.
enum DocumentManifest {
    static let part = "META-INF/manifest.xml"

    /// The list with further parts, all of XML.
    static func adding(_ names: [String], to part: [UInt8], _ scanner: XMLScanner) throws(PackageError) -> [UInt8] {
        guard scanner.isPlain else { throw scanner.fault("it is UTF-16, which is not written") }
        guard case .start = try scanner.next() else { return part }
        let (entry, path) = (XMLName("file-entry"), XMLName("full-path"))
        var root = DocumentPlaces.ElementPlace(scanner)
        guard let prefix = scanner.prefix(of: .manifest) else { throw DocumentEdits.namesNothing }
        var left = names
        while true {
            switch try scanner.next() {
            case .start where scanner.namespace == .manifest && scanner.name == entry:
                let known = try scanner.value(path, in: .manifest)
                left.removeAll { $0 == known }
            case .end where scanner.depth == 1:
                root.end(scanner)
                var output = PartEdits(part)
                output.close(root, with: Array(left.map { element($0, prefix) }.joined().utf8))
                return output.result
            case .finish: return part
            default: continue
            }
        }
    }

    /// A new list.
    static func new(_ names: [String]) -> [UInt8] {
        let type = OpenDocumentWorkbook.type
        return Array(
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest "
                + "xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.2\">"
                + "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.2\" "
                + "manifest:media-type=\"\(type)\"/>"
                + names.map { element($0, "manifest:") }.joined() + "</manifest:manifest>").utf8)
    }

    private static func element(_ name: String, _ prefix: String) -> String {
        "<\(prefix)file-entry \(prefix)full-path=\"\(name)\" \(prefix)media-type=\"text/xml\"/>"
    }
}
