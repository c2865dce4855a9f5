// What workbooks call by names.

internal import Tables

/// A name in a workbook, with what it stands for.
struct NamedArea {
    enum Target {
        /// Cells of a sheet, which is given by its index.
        case cells(sheet: Int, CellArea)
        /// A list object: what Excel calls a table.
        case list(sheet: Int, ListObject)
        /// Something else, in words.
        case other(String)
    }

    var name: String
    /// The sheet that alone knows the name; `nil` where the whole workbook does.
    var owner: Int?
    var target: Target

    init(name: String, owner: Int? = nil, target: Target) {
        self.name = name
        self.owner = owner
        self.target = target
    }

    /// Reads what a name of cells stands for. Between a sheet and a cell stands a sign that its format has.
    init(name: String, owner: Int?, reference: String, sign: Character, sheets: [SheetEntry]) {
        self.init(name: name, owner: owner, target: Self.target(reference, sign, sheets))
    }

    private static func target(_ reference: String, _ sign: Character, _ sheets: [SheetEntry]) -> Target {
        if reference.contains("#REF!") { return .other("cells that are gone") }
        var isQuoted = false
        var areas = 1
        for character in reference {
            if character == "'" { isQuoted.toggle() }
            if !isQuoted, character == "," || character == "~" { areas += 1 }
        }
        if areas > 1, !reference.contains("(") { return .other("\(areas) areas") }
        guard let (sheet, rest) = divided(reference, sign), let index = sheets.firstIndex(where: { $0.name == sheet })
        else { return .other("a formula or a value") }
        // The second cell may name the sheet again.
        var ends = rest.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if ends.count == 2, let (_, cell) = divided(ends[1], sign) { ends[1] = cell }
        if ends.count == 1 { ends.append(ends[0]) }
        guard let area = CellArea(ends.joined(separator: ":")) else { return .other("a formula or a value") }
        return .cells(sheet: index, area)
    }

    /// The name of a sheet, and what stands behind it and the sign.
    private static func divided(_ reference: String, _ sign: Character) -> (sheet: String, rest: String)? {
        var rest = reference.drop { $0 == "=" || $0 == "$" }[...]
        var name = ""
        if rest.first == "'" {
            rest = rest.dropFirst()
            while let character = rest.popFirst() {
                if character == "'" {
                    guard rest.first == "'" else { break }
                    rest = rest.dropFirst()
                }
                name.append(character)
            }
        } else {
            name = String(rest.prefix { $0 != sign })
            rest = rest.dropFirst(name.count)
        }
        guard rest.first == sign else { return nil }
        return (name, String(rest.dropFirst()))
    }
}

extension [NamedArea] {
    /// What a name stands for, on some sheet where it is known there; an error in words where that is no one area.
    func find(_ name: String, on sheet: String?, takesAll: Bool, _ sheets: [SheetEntry]) throws(ReadError)
        -> [NamedArea]
    {
        let own = filter { $0.name.lowercased() == name.lowercased() }
        func title(_ index: Int) -> String { sheets.indices.contains(index) ? "“\(sheets[index].name)”" : "another" }
        guard !own.isEmpty else {
            let known = map(\.name).filter { !$0.hasPrefix("_") }.prefix(12).map { "“\($0)”" }
            throw .noTable(
                "nothing in it is called “\(name)”: "
                    + (known.isEmpty ? "it names no cells" : "it names " + known.joined(separator: ", ")))
        }
        let wanted = sheet.flatMap { sheet in sheets.firstIndex { $0.name == sheet } }
        let found: [NamedArea]
        if takesAll {
            found = own
        } else if let local = own.first(where: { $0.owner != nil && $0.owner == wanted }) {
            found = [local]
        } else if let global = own.first(where: { $0.owner == nil }) {
            found = [global]
        } else {
            let owners = own.compactMap(\.owner).map(title).joined(separator: ", ")
            throw .noTable("“\(name)” is a name of the sheet \(owners) alone: say which with `sheet`")
        }
        for area in found {
            switch area.target {
            case .other(let words): throw .noTable("“\(name)” stands for \(words), and not for one area of cells")
            case .cells(let index, _), .list(let index, _):
                if !takesAll, let sheet, index != wanted {
                    throw .noTable("“\(name)” stands on the sheet \(title(index)), and not on “\(sheet)”")
                }
            }
        }
        return found
    }
}
