// XML as tags and texts, and what is none.

import Packages
import Testing

@Suite struct ScannerTests {
    private func scanner(_ bytes: [UInt8]) throws(PackageError) -> XMLScanner {
        var package = TestPackage()
        package.add("part", bytes)
        let archive = try PackageArchive(PackageMemory(package.finished()))
        guard let entry = archive.entry("part") else { throw .missingPart("part") }
        return try XMLScanner(PartStream(entry, of: archive))
    }

    /// The events of a text as one line, attributes `a` and `r:id` with them.
    private func events(_ bytes: [UInt8]) throws(PackageError) -> String {
        let scanner = try scanner(bytes)
        let (a, id) = (XMLName("a"), XMLName("id"))
        var result = ""
        while true {
            switch try scanner.next() {
            case .start:
                result += "<\(scanner.namespace == .none ? "" : "\(scanner.namespace) ")\(scanner.depth)"
                if let value = try scanner.value(a) { result += " a=\(value)" }
                if let value = try scanner.value(id, in: .relationships) { result += " id=\(value)" }
                result += ">"
            case .end: result += "</\(scanner.depth)>"
            case .text:
                var text: [UInt8] = []
                try scanner.appendText(to: &text)
                result += String(decoding: text, as: UTF8.self)
            case .finish: return result
            }
        }
    }

    private func events(_ text: String) throws(PackageError) -> String { try events(Array(text.utf8)) }

    private func words(_ text: String) -> String? {
        switch fault({ _ = try events(text) }) {
        case .malformed(_, _, let words): words
        case let other: other.map { "\($0)" }
        }
    }

    @Test func tagsAndTextsCome() throws {
        #expect(try events("<w><c a='1'>x</c><c/></w>") == "<1><2 a=1>x</2><2></2></1>")
        #expect(try events("\u{FEFF}<?xml version=\"1.0\" encoding='UTF-8'?>\n<!-- - --><w>\r\n</w >\n") == "<1>\n</1>")
        #expect(
            try events("<w a=\"&lt;&#65;&#x42;&amp;\t'\">&gt;&quot;<![CDATA[&<]]>]]&apos;</w>")
                == "<1 a=<AB& '>>\"&<]]'</1>")
        #expect(try events("<w><!-- a --><?p i?>t</w>") == "<1>t</1>")
    }

    @Test func namespacesAreKnownWhateverTheirPrefix() throws {
        let sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        let strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        #expect(try events("<w xmlns='\(sheet)'><c/></w>") == "<sheet 1><sheet 2></2></1>")
        #expect(try events("<x:w xmlns:x='\(strict)'><c/></x:w>") == "<sheet 1><2></2></1>")
        #expect(try events("<w xmlns:q='\(relations)' q:id='7' id='8'/>") == "<1 id=7></1>")
        #expect(try events("<w><c xmlns='\(sheet)'><d/></c><d/></w>") == "<1><sheet 2><sheet 3></3></2><2></2></1>")
    }

    /// The window is a quarter of a megabyte: tags and texts lie across its end.
    @Test func tokensLieAcrossWindows() throws {
        for filling in [262_100, 262_130, 262_140, 262_141, 262_142, 262_143, 262_144, 262_145, 600_000] {
            let text = String(repeating: "t", count: filling)
            #expect(try events("<w>\(text)<c a='&amp;1'>é&lt;</c></w>") == "<1>\(text)<2 a=&1>é<</2></1>")
            #expect(try events("<w><!--\(text)--><c a='\(text)'/></w>") == "<1><2 a=\(text)></2></1>")
        }
    }

    @Test(arguments: [false, true])
    func widePartsAreRead(isBig: Bool) throws {
        let text = "<?xml version='1.0' encoding='utf-16'?><w a='£'>\(String(repeating: "ö😀", count: 60_000))</w>"
        let units = [0xFEFF] + Array(text.utf16)
        let bytes = units.flatMap { unit in
            isBig ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
        #expect(try events(bytes) == "<1 a=£>\(String(repeating: "ö😀", count: 60_000))</1>")
    }

    @Test(arguments: [
        ("<w>", "it ends before its elements do"), ("<w", "a tag is cut short"),
        ("<w><c></w>", "an element ends that is not open"),
        ("</w>", "an end has no beginning"), ("<w/><w/>", "something follows its last element"),
        ("", "it ends before its elements do"),
        ("x<w/>", "a text stands outside of all elements"), ("<w/>x", "a text stands outside of all elements"),
        ("<w a=1/>", "a value stands without quotes"), ("<w a/>", "an attribute has no value"),
        ("<w a='<'/>", "a value holds “<”"),
        ("<w a='1' a='2'/>", "an attribute is given twice"), ("<w a='1'b='2'/>", "a tag has a sign too many"),
        ("<w>&nbsp;</w>", "an entity is none that XML knows"), ("<w>&#0;</w>", "an entity is none that XML knows"),
        ("<w>&#xD800;</w>", "an entity is none that XML knows"), ("<w>&amp</w>", "an entity is none that XML knows"),
        ("<x:w/>", "a prefix belongs to no namespace"), ("<w><!-- </w>", "a comment has no end"),
        ("<1/>", "a tag has no name"), ("<w/ >", "a tag has a sign too many"),
        ("<w>\u{1}</w>", "a byte there is no text"),
        ("<?xml version='1.0' encoding='latin1'?><w/>", "its encoding “latin1” is none that is read"),
    ])
    func whatIsNotWellFormedIsAFault(text: String, words: String) { #expect(self.words(text) == words) }

    @Test func documentTypesAreRefused() {
        let text = "<!DOCTYPE w [<!ENTITY a 'ha'><!ENTITY x SYSTEM 'file:///etc/passwd'>]><w>&a;&x;</w>"
        #expect(words(text)?.hasPrefix("it has a document type") == true)
    }

    @Test(arguments: [
        [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x00], [0xC3],
    ])
    func bytesThatAreNoTextAreRefused(bytes: [UInt8]) {
        #expect(fault { _ = try events(Array("<w>".utf8) + bytes + Array("</w>".utf8)) } != nil)
    }

    @Test func depthAndWidthHaveLimits() {
        let deep = String(repeating: "<a>", count: 200_000) + String(repeating: "</a>", count: 200_000)
        #expect(words(deep) == "its elements are within each other too deeply")
        let wide = "<w \((0..<300).map { "a\($0)=''" }.joined(separator: " "))/>"
        #expect(words(wide) == "an element has too many attributes")
    }

    @Test func namespacesHaveALimit() {
        let many = (0..<200).map { "xmlns:a\($0)='u'" }.joined(separator: " ")
        #expect(words("<w \(many)/>") == nil)
        #expect(words("<w \(many)><c \(many)/></w>") == "it has too many namespaces")
    }

    /// Every beginning of a part is a fault that says where, and no change of a byte does harm.
    @Test func mutationsAreAnswered() throws {
        let text = Array(
            "<?xml version='1.0'?><w a='1&amp;' xmlns:x='u'><!--c--><x:c>t<![CDATA[d]]></x:c><d/></w>".utf8)
        for length in 0..<text.count {
            guard case .malformed(_, let offset, _) = fault({ _ = try events(Array(text.prefix(length))) }) else {
                Issue.record("\(length) bytes are no part")
                continue
            }
            #expect(offset <= length)
        }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var changed = text
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? events(changed)
        }
    }
}
