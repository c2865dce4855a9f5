// How the part of a document names the namespaces that marks are written in.

internal import Packages

/// The prefixes of the namespaces, as the first element of the part declares them. What it does not declare is added
/// there.
struct MarkingPrefixes {
    private struct Own {
        var space: XMLNamespace
        var prefix: XMLName
        /// With its colon.
        var text: String
        /// Whether the part does not declare it.
        var isAdded: Bool
    }

    private var all: [Own] = []
    /// The declarations that the first element lacks, each with a space before it.
    private(set) var declarations = ""

    let office, table, text, style, format, creator, link: String

    /// Takes the prefixes at the first element of a part, which has just begun.
    init(_ scanner: XMLScanner) throws(PackageError) {
        var all: [Own] = []
        var declarations = ""
        func take(_ space: XMLNamespace, _ usual: StaticString, _ address: String) throws(PackageError) -> String {
            let usualText = String(describing: usual) + ":"
            if let known = scanner.prefix(of: space) {
                var plain = String(known.dropLast())
                let name = plain.withUTF8 { XMLName($0) }
                all.append(Own(space: space, prefix: name, text: known, isAdded: false))
                return known
            }
            let name = XMLName(usual)
            guard scanner.space(of: name) == nil else { throw DocumentEdits.namesNothing }
            declarations += " xmlns:\(usualText.dropLast())=\"\(address)\""
            all.append(Own(space: space, prefix: name, text: usualText, isAdded: true))
            return usualText
        }
        let own = "urn:oasis:names:tc:opendocument:xmlns:"
        office = try take(.office, "office", own + "office:1.0")
        table = try take(.table, "table", own + "table:1.0")
        text = try take(.text, "text", own + "text:1.0")
        style = try take(.style, "style", own + "style:1.0")
        format = try take(.format, "fo", own + "xsl-fo-compatible:1.0")
        creator = try take(.dublinCore, "dc", "http://purl.org/dc/elements/1.1/")
        link = try take(.link, "xlink", "http://www.w3.org/1999/xlink")
        self.all = all
        self.declarations = declarations
    }

    /// Throws where a prefix means something else at the element that has just begun.
    func check(_ scanner: XMLScanner) throws(PackageError) {
        for own in all {
            let space = scanner.space(of: own.prefix)
            guard space == (own.isAdded ? nil : own.space) else { throw DocumentEdits.namesNothing }
        }
    }
}
