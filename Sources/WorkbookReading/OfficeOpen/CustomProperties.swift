// The properties of a document that programs and people add.

internal import Packages
internal import Tables

enum CustomProperties {
    static let part = "docProps/custom.xml"

    /// The properties by their names.
    static func read(_ scanner: XMLScanner) throws(PackageError) -> [String: String] {
        let (property, name) = (XMLName("property"), XMLName("name"))
        var properties: [String: String] = [:]
        while true {
            switch try scanner.next() {
            case .start where scanner.name == property:
                guard let called = try scanner.value(name) else { continue }
                var value: [UInt8] = []
                try scanner.appendContent(to: &value)
                properties[called] = String(decoding: value, as: UTF8.self)
            case .finish: return properties
            default: continue
            }
        }
    }

    /// A new part.
    static func made(_ marks: OwnMarks, isStrict: Bool) -> [UInt8] {
        let base =
            isStrict
            ? "http://purl.oclc.org/ooxml/officeDocument" : "http://schemas.openxmlformats.org/officeDocument/2006"
        return Array(
            (xmlDeclaration + "<Properties xmlns=\"\(base)/\(isStrict ? "customProperties" : "custom-properties")\">"
                + elements(marks, from: 2, isStrict: isStrict, prefix: "") + "</Properties>").utf8)
    }

    /// The part with what a marked copy says of itself, in the place of what it said before.
    static func edited(
        _ part: [UInt8], _ scanner: XMLScanner, _ marks: OwnMarks, isStrict: Bool
    ) throws(PackageError) -> [UInt8] {
        guard scanner.isPlain else { throw scanner.fault("it is UTF-16, which is not written") }
        let (property, name, number) = (XMLName("property"), XMLName("name"), XMLName("pid"))
        var output = PartEdits(part)
        var highest = 1
        while true {
            switch try scanner.next() {
            case .start where scanner.name == property && scanner.depth == 2:
                let start = scanner.tokenOffset
                let isOwn = try scanner.value(name).map { OwnMarks.isOwn($0) } ?? false
                highest = max(highest, try scanner.value(number).flatMap { Int($0) } ?? 1)
                try scanner.skip()
                if isOwn { output.replace(start..<scanner.nextOffset, by: []) }
            case .end where scanner.depth == 1:
                let isEmptyTag = output.isEmptyTag(endingAt: scanner.nextOffset)
                let prefix = output.prefix(ofTagAt: isEmptyTag ? scanner.tokenOffset : scanner.tokenOffset + 1)
                let made = elements(marks, from: highest + 1, isStrict: isStrict, prefix: prefix)
                if isEmptyTag {
                    var tag = EditedTag(part[scanner.tokenOffset..<scanner.nextOffset])
                    tag.open()
                    let end = Array("</".utf8) + tag.name + [UInt8(ascii: ">")]
                    output.replace(scanner.tokenOffset..<scanner.nextOffset, by: tag.bytes + Array(made.utf8) + end)
                } else {
                    output.replace(scanner.tokenOffset..<scanner.tokenOffset, by: Array(made.utf8))
                }
            case .finish: return output.result
            default: continue
            }
        }
    }

    private static func elements(_ marks: OwnMarks, from first: Int, isStrict: Bool, prefix: String) -> String {
        let types =
            isStrict
            ? "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes"
            : "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
        return marks.properties.enumerated().map { index, property in
            "<\(prefix)property fmtid=\"{D5CDD505-2E9C-101B-9397-08002B2CF9AE}\" pid=\"\(first + index)\""
                + " name=\"\(attributeText(property.name))\"><vt:lpwstr xmlns:vt=\"\(types)\">\(attributeText(property.value))"
                + "</vt:lpwstr></\(prefix)property>"
        }.joined()
    }
}
