// How a document is shown when it is opened.

internal import Packages

/// The part `settings.xml`: which sheet is in front, and which rows stay in sight.
struct DocumentSettings {
    static let part = "settings.xml"

    /// A sheet with the number of rows that stay in sight above all others.
    struct Sheet {
        var name: String
        var fixedRows: Int
    }

    private typealias Place = DocumentPlaces.ElementPlace

    private var root: Place?
    private var settings: Place?
    /// The view's settings; the list of views; the first of them; its list of sheets.
    private var viewSettings, views, view, sheets: Place?
    private var entries: [(name: String, range: Range<Int>)] = []
    private var active: Place?
    private var activeName: String?
    private var prefix: String?
    private var officePrefix: String?

    private static let address = "urn:oasis:names:tc:opendocument:xmlns:config:1.0"

    init(_ scanner: XMLScanner) throws(PackageError) {
        let names = SettingsNames()
        while true {
            switch try scanner.next() {
            case .start where scanner.depth == 1:
                root = Place(scanner)
                officePrefix = scanner.prefix(of: .office)
                prefix = scanner.prefix(of: .configuration)
            case .start where scanner.namespace == .office && scanner.name == names.settings && settings == nil:
                settings = Place(scanner)
            case .start where scanner.namespace == .configuration:
                try begin(scanner, names)
            case .end where scanner.depth == 2 && scanner.namespace == .office: settings?.end(scanner)
            case .end where scanner.depth == 1: root?.end(scanner)
            case .finish:
                guard scanner.isPlain else { throw scanner.fault("it is UTF-16, which is not written") }
                return
            default: continue
            }
        }
    }

    /// Reads an element that has just begun, to its end where it is known.
    private mutating func begin(_ scanner: XMLScanner, _ names: SettingsNames) throws(PackageError) {
        let name = try scanner.value(names.name, in: .configuration)
        switch (scanner.name, name) {
        case (names.set, "ooo:view-settings") where viewSettings == nil:
            try read(scanner, \.viewSettings, names)
        case (names.indexed, "Views") where viewSettings != nil && views == nil:
            try read(scanner, \.views, names)
        case (names.entry, _) where views != nil && view == nil: try read(scanner, \.view, names)
        case (names.named, "Tables") where view != nil && sheets == nil: try read(scanner, \.sheets, names)
        case (names.entry, let name) where sheets != nil:
            let start = scanner.tokenOffset
            try scanner.skip()
            entries.append((name ?? "", start..<scanner.nextOffset))
        case (names.item, "ActiveTable") where view != nil && active == nil:
            var place = Place(scanner)
            var text: [UInt8] = []
            try scanner.appendContent(to: &text)
            place.end(scanner)
            active = place
            activeName = String(decoding: text, as: UTF8.self)
        default: try scanner.skip()
        }
    }

    private mutating func read(
        _ scanner: XMLScanner, _ path: WritableKeyPath<DocumentSettings, Place?>, _ names: SettingsNames
    ) throws(PackageError) {
        let outer = scanner.depth
        self[keyPath: path] = Place(scanner)
        while true {
            switch try scanner.next() {
            case .start where scanner.namespace == .configuration: try begin(scanner, names)
            case .start: try scanner.skip()
            case .end where scanner.depth == outer:
                self[keyPath: path]?.end(scanner)
                return
            default: continue
            }
        }
    }

    // MARK: Writing

    /// The part as it shows sheets that are added, the first of them in front. `gone` are the names of those that an
    /// earlier marking added; `first` is the first sheet of the return, which is in front where none is added.
    func edited(_ part: [UInt8], _ added: [Sheet], gone: [String], first: String?) throws(PackageError) -> [UInt8] {
        guard let root, let officePrefix else { throw DocumentEdits.namesNothing }
        var front = added.first?.name
        if front == nil, let activeName, gone.contains(activeName) { front = first }
        guard front != nil || !gone.isEmpty else { return part }
        let writer = Writer(prefix)
        var edits: [(range: Range<Int>, bytes: [UInt8])] = []
        let replaced = Set(gone + added.map(\.name))
        for entry in entries where replaced.contains(entry.name) { edits.append((entry.range, [])) }
        let shown = added.map { writer.entry($0) }.joined()
        if let sheets { edits += sheets.closing(with: Array(shown.utf8), part) }
        var inView = sheets == nil && !shown.isEmpty ? writer.sheets(shown) : ""
        if let front {
            let item = writer.active(front)
            if let active { edits.append((active.range, Array(item.utf8))) } else { inView += item }
        }
        // Whatever is missing around it is written too.
        if inView.isEmpty {
            // Nothing is missing.
        } else if let view {
            edits += view.closing(with: Array(inView.utf8), part)
        } else if let views {
            edits += views.closing(with: Array(writer.view(inView).utf8), part)
        } else if let viewSettings {
            edits += viewSettings.closing(with: Array(writer.views(writer.view(inView)).utf8), part)
        } else {
            let set = writer.set(writer.views(writer.view(inView)))
            if let settings {
                edits += settings.closing(with: Array(set.utf8), part)
            } else {
                let tag = "\(officePrefix)settings>"
                edits += root.closing(with: Array("<\(tag)\(set)</\(tag)".utf8), part)
            }
        }
        var output = PartEdits(part)
        let sorted = edits.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }
        for (_, edit) in sorted { output.replace(edit.range, by: edit.bytes) }
        return output.result
    }

    /// A new part.
    static func new(_ added: [Sheet]) -> [UInt8] {
        let writer = Writer("config:")
        let front = added.first.map { writer.active($0.name) } ?? ""
        let sheets = writer.sheets(added.map { writer.entry($0) }.joined())
        return Array(
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-settings "
                + "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:config=\"\(address)\" "
                + "office:version=\"1.2\"><office:settings>\(writer.set(writer.views(writer.view(sheets + front))))"
                + "</office:settings></office:document-settings>").utf8)
    }

    private struct Writer {
        private let prefix: String
        private let declaration: String

        /// Without a prefix in the part each element declares its own.
        init(_ prefix: String?) {
            self.prefix = prefix ?? "config:"
            declaration = prefix == nil ? " xmlns:config=\"\(address)\"" : ""
        }

        private func element(_ name: String, _ own: String?, _ content: String) -> String {
            let named = own.map { " \(prefix)name=\"\(attributeText($0))\"" } ?? ""
            return "<\(prefix)\(name)\(declaration)\(named)>\(content)</\(prefix)\(name)>"
        }

        private func item(_ name: String, _ type: String, _ value: String) -> String {
            "<\(prefix)config-item\(declaration) \(prefix)name=\"\(name)\" \(prefix)type=\"\(type)\">"
                + "\(attributeText(value))</\(prefix)config-item>"
        }

        func set(_ content: String) -> String { element("config-item-set", "ooo:view-settings", content) }
        func views(_ content: String) -> String { element("config-item-map-indexed", "Views", content) }
        func view(_ content: String) -> String {
            element("config-item-map-entry", nil, item("ViewId", "string", "view1") + content)
        }
        func sheets(_ content: String) -> String { element("config-item-map-named", "Tables", content) }
        func active(_ name: String) -> String { item("ActiveTable", "string", name) }

        func entry(_ sheet: Sheet) -> String {
            let rows = sheet.fixedRows
            var items = item("CursorPositionX", "int", "0") + item("CursorPositionY", "int", String(rows))
            if rows > 0 {
                // 2 is a fixed split, and the range below it the active one.
                items += item("VerticalSplitMode", "short", "2") + item("VerticalSplitPosition", "int", String(rows))
                items += item("ActiveSplitRange", "short", "2") + item("PositionBottom", "int", String(rows))
            }
            return element("config-item-map-entry", sheet.name, items)
        }
    }
}

private struct SettingsNames {
    let settings = XMLName("settings")
    let name = XMLName("name")
    let set = XMLName("config-item-set")
    let indexed = XMLName("config-item-map-indexed")
    let named = XMLName("config-item-map-named")
    let entry = XMLName("config-item-map-entry")
    let item = XMLName("config-item")
}
