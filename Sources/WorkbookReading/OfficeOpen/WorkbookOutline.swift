// The workbook's own part: its sheets as it lists them, and where more can be added.

internal import Packages

/// What marks need of a workbook's own part.
struct WorkbookOutline {
    struct Sheet {
        var name: String
        var id: Int
        /// The name of its relation, and its part.
        var relation: String
        var part: String?
        var type: String
    }

    private(set) var sheets: [Sheet] = []
    /// Whether it is written in the strict form of the standard.
    let isStrict: Bool
    private let part: [UInt8]
    private var prefix = ""
    private var relationPrefix: String?
    /// Where the list of sheets ends, and begins.
    private var listEnd = 0
    private var listStart = 0
    private var view: Range<Int>?
    private var viewsEnd: Int?
    private var defined: [(range: Range<Int>, owner: Int)] = []

    init(
        _ part: [UInt8], _ scanner: XMLScanner, _ relations: [String: PartRelation]
    ) throws(PackageError) {
        guard scanner.isPlain else { throw scanner.fault("it is UTF-16, which is not written") }
        self.part = part
        isStrict = String(decoding: part.prefix(4096), as: UTF8.self).contains("purl.oclc.org/ooxml/spreadsheetml/main")
        let (sheet, list) = (XMLName("sheet"), XMLName("sheets"))
        let (view, views) = (XMLName("workbookView"), XMLName("bookViews"))
        let (name, number, id) = (XMLName("name"), XMLName("sheetId"), XMLName("id"))
        let (definedName, owner) = (XMLName("definedName"), XMLName("localSheetId"))
        while true {
            switch try scanner.next() {
            case .start where scanner.depth == 1: prefix = PartEdits(part).prefix(ofTagAt: scanner.tokenOffset)
            case .start where scanner.namespace == .sheet && scanner.depth == 2 && scanner.name == list:
                listStart = scanner.tokenOffset
                relationPrefix = scanner.prefix(of: .relationships)
            case .start where scanner.namespace == .sheet && scanner.depth == 3 && scanner.name == sheet:
                let relation = try scanner.value(id, in: .relationships) ?? ""
                sheets.append(
                    Sheet(
                        name: try scanner.value(name) ?? "", id: try scanner.value(number).flatMap { Int($0) } ?? 0,
                        relation: relation, part: relations[relation]?.target, type: relations[relation]?.type ?? ""))
            case .end where scanner.depth == 2 && scanner.name == list: listEnd = scanner.tokenOffset
            case .start where scanner.depth == 3 && scanner.name == view && self.view == nil:
                self.view = scanner.tokenOffset..<scanner.nextOffset
            case .end where scanner.depth == 2 && scanner.name == views: viewsEnd = scanner.tokenOffset
            case .start where scanner.depth == 3 && scanner.name == definedName:
                let start = scanner.tokenOffset
                let sheet = try scanner.value(owner).flatMap { Int($0) }
                let called = try scanner.value(name) ?? ""
                try scanner.skip()
                if let sheet, called.hasPrefix("_xlnm.") { defined.append((start..<scanner.nextOffset, sheet)) }
            case .finish:
                guard listEnd > 0 else { throw .foreign("it lists no sheets") }
                return
            default: continue
            }
        }
    }

    /// A name that no sheet has, ignoring case, of at most 31 characters.
    func freeName(_ wanted: String, besides: [String]) -> String {
        let taken = Set((sheets.map(\.name) + besides).map { $0.lowercased() })
        var name = wanted
        var number = 2
        while taken.contains(name.lowercased()) {
            name = "\(wanted) \(number)"
            number += 1
        }
        return name
    }

    /// The part with sheets behind all others, opened on one. What programs keep of sheets in `replaced`, such as the
    /// area of their filter, goes.
    func edited(adding new: [Sheet], openOn sheet: Int, replaced: Set<Int>) -> [UInt8] {
        var changes: [(range: Range<Int>, bytes: [UInt8])] = []
        let own = relationPrefix ?? "r:"
        let space =
            relationPrefix == nil
            ? " xmlns:r=\"\(Self.relationships(isStrict: isStrict))\"" : ""
        let made = new.map {
            "<\(prefix)sheet\(space) name=\"\(attributeText($0.name))\" sheetId=\"\($0.id)\" \(own)id=\"\($0.relation)\"/>"
        }
        changes.append((listEnd..<listEnd, Array(made.joined().utf8)))
        if let view {
            var tag = EditedTag(part[view])
            tag.set("activeTab", String(sheet))
            changes.append((view, tag.bytes))
        } else if let viewsEnd {
            changes.append((viewsEnd..<viewsEnd, Array("<\(prefix)workbookView activeTab=\"\(sheet)\"/>".utf8)))
        } else {
            changes.append(
                (
                    listStart..<listStart,
                    Array(
                        "<\(prefix)bookViews><\(prefix)workbookView activeTab=\"\(sheet)\"/></\(prefix)bookViews>".utf8)
                ))
        }
        for name in defined where replaced.contains(name.owner) { changes.append((name.range, [])) }
        var output = PartEdits(part)
        for change in changes.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            output.replace(change.range, by: change.bytes)
        }
        return output.result
    }

    /// The namespace of attributes that point to other parts.
    static func relationships(isStrict: Bool) -> String {
        isStrict
            ? "http://purl.oclc.org/ooxml/officeDocument/relationships"
            : "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    }
}
