// Reads a part as XML, tag by tag and text by text.

import Platform

/// What a scanner has read.
package enum XMLEvent: Sendable {
    case start
    case end
    case text
    /// The end of the part.
    case finish
}

/// An attribute of the element that was last begun; offsets are those of the window.
struct XMLAttribute {
    var name: XMLName
    var nameStart: Int32
    var nameEnd: Int32
    /// Where the local part begins.
    var localStart: Int32
    var valueStart: Int32
    var valueEnd: Int32
    var hasReference: Bool
}

/// A strict pull scanner of XML over bytes: what is not well-formed is a fault, and so are document types and custom
/// entities. It keeps a window of the part in memory, as long as its longest token.
///
/// Nothing is allocated for an element or a text. The data of an event is valid until the next one.
package final class XMLScanner {
    let source: XMLSource
    /// The window: bytes of the part, followed by a 0, which no part holds.
    private(set) var window: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var limit = 0
    private var place = 0
    /// How many bytes came before the window.
    private(set) var passed = 0
    private var isComplete = false

    /// The local name, and its namespace, of the element that has begun or ended.
    package private(set) var name = XMLName(code: 0)
    package private(set) var namespace = XMLNamespace.none
    /// How many elements are open, that which has begun or ended among them.
    package private(set) var depth = 0
    /// The offset of the token in the part.
    package private(set) var tokenOffset = 0
    /// Where the next one begins: behind an element that holds nothing (`<c/>`), at its start already.
    package var nextOffset: Int { passed + place }
    /// Whether offsets are those of the part's own bytes: of UTF-16 they are those of the same text in UTF-8.
    package var isPlain: Bool { source.isPlain }

    private(set) var attributes: UnsafeMutablePointer<XMLAttribute>
    private(set) var attributeCount = 0
    private(set) var textRange = 0..<0
    /// Whether the text is literal (CDATA), without references.
    private(set) var isLiteral = false

    private var open: [OpenElement] = []
    private var openNames: [UInt8] = []
    private var spaces = XMLNamespaces()
    private var mustClose = false
    private var hasRoot = false
    private let classes: UnsafeMutablePointer<UInt8>

    private struct OpenElement {
        var name: XMLName
        var namespace: XMLNamespace
        var nameStart: Int32
        var declarations: Int32
    }

    package init(_ stream: PartStream) throws(PackageError) {
        source = try XMLSource(stream)
        capacity = 1 << 18
        window = .allocate(capacity: capacity + 1)
        window[0] = 0
        attributes = .allocate(capacity: PackageLimits.attributes)
        classes = xmlClasses()
        _ = try fill(keepingFrom: 0)
        // A byte order mark is not part of the text.
        if limit >= 3, window[0] == 0xEF, window[1] == 0xBB, window[2] == 0xBF { place = 3 }
        try readDeclaration()
    }

    deinit {
        window.deallocate()
        attributes.deallocate()
        classes.deallocate()
    }

    // MARK: Events

    /// Moves to the next tag or text. Comments and instructions are skipped.
    package func next() throws(PackageError) -> XMLEvent {
        if mustClose {
            mustClose = false
            return close()
        }
        while true {
            tokenOffset = passed + place
            let byte = window[place]
            if byte == UInt8(ascii: "<") {
                let second = window[place + 1]
                switch second {
                case UInt8(ascii: "/"):
                    if try readEnd() { return close() }
                case UInt8(ascii: "!"):
                    if try readDeclared() { return .text }
                case UInt8(ascii: "?"):
                    try passInstruction()
                case 0:
                    try more("a tag is cut short")
                default:
                    return try readStart()
                }
            } else if byte == 0, try fill(keepingFrom: place) == 0 {
                guard open.isEmpty, hasRoot else { throw fault("it ends before its elements do") }
                return .finish
            } else if byte != 0, try readText() {
                return .text
            }
        }
    }

    /// Skips the element that has just begun, up to its end.
    package func skip() throws(PackageError) {
        let outer = open.count - 1
        while open.count > outer || mustClose { _ = try next() }
    }

    /// Skips the element that has just begun, up to its end, without reading what it holds where that can be told from
    /// its tags: for parts that were read before. Nothing that it holds is held against what XML asks.
    package func skipUnread() throws(PackageError) {
        guard !mustClose, let name = open.last, let end = unreadEnd(ofElement: Int(name.nameStart)) else {
            return try skip()
        }
        place = end
        _ = try next()
    }

    /// Where the end tag of the innermost element begins, whose name stands in `openNames`; `nil` where it is not in
    /// the window, or something before it may be no tag, or a tag of the same name.
    private func unreadEnd(ofElement nameStart: Int) -> Int? {
        let length = openNames.count - nameStart
        var at = place
        return openNames.withUnsafeBufferPointer { names in
            guard let name = names.baseAddress else { return nil }
            func isNamed(_ start: Int) -> Bool {
                limit - start > length && memcmp(window + start, name + nameStart, length) == 0
                    && classes[Int(window[start + length])] & XMLClass.name == 0
            }
            while at < limit, let found = memchr(window + at, Int32(UInt8(ascii: "<")), limit - at) {
                let tag = found.assumingMemoryBound(to: UInt8.self) - window
                switch window[tag + 1] {
                case UInt8(ascii: "/"): if isNamed(tag + 2) { return tag }
                // Comments, instructions and literal texts may hold what looks like tags.
                case UInt8(ascii: "!"), UInt8(ascii: "?"): return nil
                default: if isNamed(tag + 1) { return nil }
                }
                at = tag + 1
            }
            return nil
        }
    }

    private func close() -> XMLEvent {
        guard let last = open.popLast() else { return .end }
        name = last.name
        namespace = last.namespace
        depth = open.count + 1
        openNames.removeLast(openNames.count - Int(last.nameStart))
        if last.declarations > 0 { spaces.leave(Int(last.declarations)) }
        attributeCount = 0
        return .end
    }

    /// The namespace of a prefix at this place; `nil` where none is declared.
    package func space(of prefix: XMLName) -> XMLNamespace? { spaces[prefix] }

    /// A prefix of at most eight bytes that means a namespace at this place, with its colon; `nil` where there is none.
    package func prefix(of space: XMLNamespace) -> String? { spaces.prefix(of: space)?.text.map { $0 + ":" } }

    // MARK: Tags

    private func readStart() throws(PackageError) -> XMLEvent {
        while true {
            if let event = try tryStart() { return event }
            try more("a tag is cut short")
        }
    }

    /// Reads the tag that begins at `place`; `nil` where it does not end in the window.
    private func tryStart() throws(PackageError) -> XMLEvent? {
        guard depthNow < PackageLimits.depth else { throw fault("its elements are within each other too deeply") }
        guard depthNow > 0 || !hasRoot else { throw fault("something follows its last element") }
        let start = place + 1
        var at = start
        guard classes[Int(window[at])] & XMLClass.nameStart != 0 else {
            if window[at] == 0 { return nil }
            throw fault("a tag has no name")
        }
        var local = start
        while classes[Int(window[at])] & XMLClass.name != 0 {
            if window[at] == UInt8(ascii: ":") {
                guard local == start, at > start else { throw fault("a name has two parts too many") }
                local = at + 1
            }
            at += 1
        }
        let nameEnd = at
        guard local < nameEnd || window[at] == 0 else { throw fault("a tag has no name") }
        attributeCount = 0
        var declares = false
        while true {
            let spaced = at
            while classes[Int(window[at])] & XMLClass.space != 0 { at += 1 }
            let byte = window[at]
            if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") { break }
            if byte == 0 { return nil }
            guard at > spaced else { throw fault("a tag has a sign too many") }
            guard let end = try readAttribute(at, &declares) else { return nil }
            at = end
        }
        var isEmpty = false
        if window[at] == UInt8(ascii: "/") {
            at += 1
            if window[at] == 0 { return nil }
            guard window[at] == UInt8(ascii: ">") else { throw fault("a tag has a sign too many") }
            isEmpty = true
        }
        try begin(start, local, nameEnd, declares)
        place = at + 1
        mustClose = isEmpty
        return .start
    }

    private var depthNow: Int { open.count }

    private func begin(_ start: Int, _ local: Int, _ nameEnd: Int, _ declares: Bool) throws(PackageError) {
        var declarations = 0
        if declares { declarations = try declareSpaces() }
        hasRoot = true
        name = XMLName(window + local, count: nameEnd - local)
        if local == start {
            namespace = spaces.standard
        } else {
            guard let space = spaces[XMLName(window + start, count: local - 1 - start)] else {
                throw fault("a prefix belongs to no namespace")
            }
            namespace = space
        }
        open.append(
            OpenElement(
                name: name, namespace: namespace, nameStart: Int32(openNames.count), declarations: Int32(declarations)))
        openNames.append(contentsOf: UnsafeBufferPointer(start: window + start, count: nameEnd - start))
        depth = open.count
    }

    /// Reads an attribute, and returns where it ends; `nil` where that is not in the window.
    @inline(__always)
    private func readAttribute(_ start: Int, _ declares: inout Bool) throws(PackageError) -> Int? {
        guard classes[Int(window[start])] & XMLClass.nameStart != 0 else { throw fault("an attribute has no name") }
        var at = start
        var local = start
        while classes[Int(window[at])] & XMLClass.name != 0 {
            if window[at] == UInt8(ascii: ":") {
                guard local == start, at > start else { throw fault("a name has two parts too many") }
                local = at + 1
            }
            at += 1
        }
        let nameEnd = at
        while classes[Int(window[at])] & XMLClass.space != 0 { at += 1 }
        if window[at] == 0 { return nil }
        guard window[at] == UInt8(ascii: "="), local < nameEnd else { throw fault("an attribute has no value") }
        at += 1
        while classes[Int(window[at])] & XMLClass.space != 0 { at += 1 }
        let quote = window[at]
        if quote == 0 { return nil }
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw fault("a value stands without quotes")
        }
        at += 1
        let valueStart = at
        var hasReference = false
        while window[at] != quote {
            if classes[Int(window[at])] & XMLClass.special != 0 {
                switch window[at] {
                case 0: return nil
                case UInt8(ascii: "<"): throw fault("a value holds “<”")
                // A quote of the other kind is a letter.
                case UInt8(ascii: "\""), UInt8(ascii: "'"): break
                default: hasReference = true
                }
            }
            at += 1
        }
        guard attributeCount < PackageLimits.attributes else { throw fault("an element has too many attributes") }
        let attribute = XMLAttribute(
            name: XMLName(window + local, count: nameEnd - local), nameStart: Int32(start), nameEnd: Int32(nameEnd),
            localStart: Int32(local), valueStart: Int32(valueStart), valueEnd: Int32(at), hasReference: hasReference)
        try checkNew(attribute)
        attributes[attributeCount] = attribute
        attributeCount += 1
        if isDeclaration(attribute) { declares = true }
        return at + 1
    }

    private func checkNew(_ attribute: XMLAttribute) throws(PackageError) {
        let length = Int(attribute.nameEnd - attribute.nameStart)
        for index in 0..<attributeCount where attributes[index].name == attribute.name {
            let other = attributes[index]
            guard Int(other.nameEnd - other.nameStart) == length else { continue }
            if memcmp(window + Int(other.nameStart), window + Int(attribute.nameStart), length) == 0 {
                throw fault("an attribute is given twice")
            }
        }
    }

    private static let declaration = XMLName("xmlns")
    private let declaration = XMLScanner.declaration

    private func isDeclaration(_ attribute: XMLAttribute) -> Bool {
        if attribute.localStart == attribute.nameStart { return attribute.name == declaration }
        return XMLName(
            window + Int(attribute.nameStart), count: Int(attribute.localStart - attribute.nameStart) - 1)
            == declaration
    }

    private func declareSpaces() throws(PackageError) -> Int {
        var count = 0
        for index in 0..<attributeCount where isDeclaration(attributes[index]) {
            let attribute = attributes[index]
            let address = try value(of: attribute)
            let isStandard = attribute.localStart == attribute.nameStart
            spaces.declare(isStandard ? nil : attribute.name, XMLNamespace(address))
            count += 1
        }
        // Each prefix is searched for among them, so their number is bounded.
        guard spaces.count <= PackageLimits.declarations else { throw fault("it has too many namespaces") }
        return count
    }

    private func readEnd() throws(PackageError) -> Bool {
        let start = place + 2
        var at = start
        while classes[Int(window[at])] & XMLClass.name != 0 { at += 1 }
        let length = at - start
        while classes[Int(window[at])] & XMLClass.space != 0 { at += 1 }
        if window[at] == 0 {
            try more("a tag is cut short")
            return false
        }
        guard window[at] == UInt8(ascii: ">"), let last = open.last else { throw fault("an end has no beginning") }
        let begun = Int(last.nameStart)
        let same = openNames.withUnsafeBufferPointer { names in
            guard names.count - begun == length, let base = names.baseAddress else { return false }
            return memcmp(base + begun, window + start, length) == 0
        }
        guard same else { throw fault("an element ends that is not open") }
        place = at + 1
        return true
    }

    // MARK: Texts and the rest

    /// Reads a text up to the next tag; false where it is white space outside of all elements, or more of it is still
    /// to be read.
    private func readText() throws(PackageError) -> Bool {
        while true {
            guard let found = memchr(window + place, 0x3C, limit - place) else {
                guard try fill(keepingFrom: place) == 0 else { continue }
                // Behind the last element there may be white space.
                try checkOutside(limit)
                place = limit
                return false
            }
            let end = UnsafeRawPointer(found) - UnsafeRawPointer(window)
            if depthNow == 0 {
                try checkOutside(end)
                place = end
                return false
            }
            textRange = place..<end
            isLiteral = false
            place = end
            return true
        }
    }

    private func checkOutside(_ end: Int) throws(PackageError) {
        guard depthNow == 0 else { throw fault("it ends before its elements do") }
        for index in place..<end where classes[Int(window[index])] & XMLClass.space == 0 {
            throw fault("a text stands outside of all elements")
        }
    }

    /// Reads what begins with `<!`; true for a literal text (CDATA).
    private func readDeclared() throws(PackageError) -> Bool {
        while limit - place < 9 {
            if try fill(keepingFrom: place) == 0 { break }
        }
        if starts("<!--") {
            let end = try find("-->", from: place + 4, "a comment has no end")
            place = end + 3
            return false
        }
        if starts("<![CDATA[") {
            guard depthNow > 0 else { throw fault("a text stands outside of all elements") }
            let end = try find("]]>", from: place + 9, "a text has no end")
            textRange = place + 9..<end
            isLiteral = true
            place = end + 3
            return true
        }
        if starts("<!DOCTYPE") {
            throw fault("it has a document type, which no workbook has: its entities might stand for anything")
        }
        throw fault("a tag is none that is known")
    }

    private func passInstruction() throws(PackageError) {
        let end = try find("?>", from: place + 2, "an instruction has no end")
        place = end + 2
    }

    private func starts(_ text: StaticString) -> Bool {
        limit - place >= text.utf8CodeUnitCount && memcmp(window + place, text.utf8Start, text.utf8CodeUnitCount) == 0
    }

    /// Finds a text from an offset in the window on; reads more of the part as needed.
    private func find(
        _ text: StaticString, from offset: Int, _ otherwise: String
    ) throws(PackageError) -> Int {
        // Offsets from the token's beginning, which moves with the window.
        let least = offset - place
        var from = least
        let length = text.utf8CodeUnitCount
        while true {
            // All texts that are searched for end with `>`, which is rare.
            while let found = memchr(window + place + from, 0x3E, limit - place - from) {
                let end = UnsafeRawPointer(found) - UnsafeRawPointer(window) + 1
                if end - length >= place + least, memcmp(window + end - length, text.utf8Start, length) == 0 {
                    return end - length
                }
                from = end - place
            }
            from = limit - place
            try more(otherwise)
        }
    }

    private func readDeclaration() throws(PackageError) {
        guard starts("<?xml"), classes[Int(window[place + 5])] & XMLClass.space != 0 else { return }
        let end = try find("?>", from: place + 2, "an instruction has no end")
        let text = String(decoding: UnsafeBufferPointer(start: window + place, count: end - place), as: UTF8.self)
        try source.checkEncoding(text, self)
        place = end + 2
    }

    // MARK: The window

    /// Reads more of the part; the window keeps the present token.
    private func more(_ otherwise: String) throws(PackageError) {
        if try fill(keepingFrom: place) == 0 { throw fault(otherwise) }
    }

    /// Reads on, and returns how many bytes were added: 0 at the end.
    private func fill(keepingFrom start: Int) throws(PackageError) -> Int {
        guard !isComplete else { return 0 }
        let kept = limit - start
        if start > 0 {
            memmove(window, window + start, kept)
            passed += start
            place -= start
        }
        limit = kept
        if kept > capacity / 2 {
            guard capacity < PackageLimits.tokenBytes else { throw fault("a tag or text is too long") }
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + 1)
            larger.update(from: window, count: kept)
            window.deallocate()
            window = larger
            capacity *= 2
        }
        let room = UnsafeMutableRawBufferPointer(start: window + limit, count: capacity - limit)
        let count = try source.read(into: room, at: passed + limit)
        limit += count
        window[limit] = 0
        isComplete = count == 0
        return count
    }

    /// A fault at the present place.
    package func fault(_ words: String) -> PackageError { .malformed(source.name, offset: passed + place, words) }
}
