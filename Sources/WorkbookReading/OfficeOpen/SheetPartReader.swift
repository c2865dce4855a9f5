// The part of one sheet: its cells, and the elements around them.

internal import Packages

/// Reads a sheet front to back, once.
struct SheetPartReader {
    private let scanner: XMLScanner
    private var content = SheetContent()
    private var scratch: [UInt8] = []
    private var formula: [UInt8] = []
    /// Whether a cell has a text that all sheets share, and the highest number of one.
    private(set) var usesSharedTexts = false
    private(set) var highestSharedText = -1
    /// The relations that lead to the sheet's list objects.
    private(set) var listParts: [String] = []
    private var lastRow = 0
    private var lastColumn = 0

    private let names = SheetNames()

    /// The fill colours of styles, if cells that hold nothing else are wanted.
    private let filled: [FillColour?]
    /// The conditional formats, if fills are wanted.
    private var rules: RuleReader?

    /// Which day figures count from: days in ISO notation are stored as figures.
    private let system: DateSystem

    /// `styles` are given where fills are wanted.
    init(_ scanner: XMLScanner, filledBy styles: SheetStyles?, _ system: DateSystem) throws(PackageError) {
        self.scanner = scanner
        filled = styles?.fills ?? []
        rules = styles.map { RuleReader($0) }
        self.system = system
    }

    /// Reads the whole sheet, or no more than its first rows.
    mutating func content(rows limit: Int? = nil) throws(PackageError) -> SheetContent {
        var hasRoot = false
        reading: while true {
            switch try scanner.next() {
            case .start:
                guard scanner.namespace == .sheet else {
                    try scanner.skip()
                    continue
                }
                if !hasRoot {
                    guard scanner.name == names.worksheet else { throw scanner.fault("it is no sheet") }
                    hasRoot = true
                } else if scanner.name == names.sheetData {
                    if try !readRows(limit) {
                        content.isWhole = false
                        break reading
                    }
                } else {
                    try readAround()
                }
            case .finish: break reading
            default: continue
            }
        }
        content.rules = rules?.rules ?? []
        if let name = content.finish() { throw scanner.fault("the cell \(name) stands there twice") }
        return content
    }

    /// Reads the elements around the cells: hidden columns, merged cells, lists.
    private mutating func readAround() throws(PackageError) {
        switch scanner.name {
        case names.column:
            if isTrue(scanner.rawValue(names.hidden)), let first = number(scanner.rawValue(names.first)),
                let last = number(scanner.rawValue(names.last)), first >= 1, first <= last
            {
                content.hiddenColumns.append(first...last)
            }
        case names.merge:
            guard let text = try scanner.value(names.area), let area = MergedArea(text) else {
                throw scanner.fault("a merged cell has no area")
            }
            content.merges.append(area)
        case names.conditional where rules != nil: try rules?.readFormat(scanner)
        case names.extensions where rules != nil: try readExtensions()
        case names.listPart:
            if let name = try scanner.value(names.id, in: .relationships) { listParts.append(name) }
        // Elements that hold the ones above.
        case names.columns, names.merges, names.lists: break
        default: try scanner.skip()
        }
    }

    /// Reads the conditional formats that later versions of Excel have added.
    private mutating func readExtensions() throws(PackageError) {
        let outer = scanner.depth
        while true {
            switch try scanner.next() {
            case .start where scanner.name == names.conditional: try rules?.readFormat(scanner)
            case .end where scanner.depth == outer: return
            case .finish: return
            default: continue
            }
        }
    }

    /// Reads the rows; false where the limit was reached.
    private mutating func readRows(_ limit: Int?) throws(PackageError) -> Bool {
        let outer = scanner.depth
        while true {
            switch try scanner.next() {
            case .start:
                guard scanner.name == names.row, scanner.namespace == .sheet else {
                    try scanner.skip()
                    continue
                }
                if let value = scanner.rawValue(names.reference) {
                    guard let row = number(value), row >= 1, row <= SheetLimits.rows else {
                        throw scanner.fault("a row lies beyond the last one that a sheet has")
                    }
                    lastRow = row
                } else {
                    lastRow += 1
                    guard lastRow <= SheetLimits.rows else {
                        throw scanner.fault("a row lies beyond the last one that a sheet has")
                    }
                }
                if let limit, lastRow > limit { return false }
                content.beginRow(lastRow, isHidden: isTrue(scanner.rawValue(names.hidden)))
                try readCells()
                guard content.cells.count <= SheetLimits.cells else {
                    throw scanner.fault("it has more than \(SheetLimits.cells) cells, which is not read")
                }
            case .end: if scanner.depth == outer { return true }
            default: continue
            }
        }
    }

    private mutating func readCells() throws(PackageError) {
        let outer = scanner.depth
        lastColumn = 0
        while true {
            switch try scanner.next() {
            case .start:
                if scanner.name == names.cell, scanner.namespace == .sheet {
                    try readCell()
                } else {
                    try scanner.skip()
                }
            case .end: if scanner.depth == outer { return }
            default: continue
            }
        }
    }

    private mutating func readCell() throws(PackageError) {
        if let value = scanner.rawValue(names.reference) {
            guard let place = CellReference(value), place.row == lastRow else {
                throw scanner.fault("a cell calls itself by no name of its row")
            }
            lastColumn = place.column
        } else {
            lastColumn += 1
            guard lastColumn <= SheetLimits.columns else {
                throw scanner.fault("a cell lies beyond the last column that a sheet has")
            }
        }
        let style = number(scanner.rawValue(names.style)) ?? 0
        let type = scanner.rawValue(names.type).map { CellType($0) } ?? .number
        guard type != .unknown else { throw scanner.fault("the type of a cell is none that is known") }
        let outer = scanner.depth
        var hasValue = false
        var hasInline = false
        var isFormula = false
        scratch.removeAll(keepingCapacity: true)
        reading: while true {
            switch try scanner.next() {
            case .start:
                // A value beside an inline text is ignored.
                if scanner.name == names.value, !hasInline {
                    hasValue = true
                    try scanner.appendContent(to: &scratch)
                } else if scanner.name == names.inline {
                    hasInline = true
                    scratch.removeAll(keepingCapacity: true)
                    try names.runs.append(scanner, to: &scratch)
                } else {
                    guard scanner.name == names.formula else {
                        try scanner.skip()
                        continue
                    }
                    isFormula = true
                    // Of formulas that are only written once for several cells each cell says so itself.
                    if try scanner.value(names.type).map({ $0 == "array" || $0 == "dataTable" }) ?? false,
                        let text = try scanner.value(names.area), let area = MergedArea(text)
                    {
                        content.formulaAreas.append(area)
                    }
                    formula.removeAll(keepingCapacity: true)
                    try scanner.appendContent(to: &formula)
                }
            case .end: if scanner.depth == outer { break reading }
            case .finish: break reading
            case .text: continue
            }
        }
        let count = content.cells.count
        try add(type, style, isFormula, hasValue, hasInline)
        if content.cells.count == count, filled.indices.contains(style), filled[style] != nil {
            content.add(StoredCell(column: lastColumn, style: style, kind: .blank))
        }
    }

    /// Adds the cell whose value is in `scratch`.
    private mutating func add(
        _ type: CellType, _ style: Int, _ isFormula: Bool, _ hasValue: Bool, _ hasInline: Bool
    ) throws(PackageError) {
        let column = lastColumn
        func cell(_ kind: CellKind, _ payload: Int) -> StoredCell {
            StoredCell(column: column, style: style, kind: kind, isFormula: isFormula, payload: payload)
        }
        switch type {
        case .number:
            if scratch.allSatisfy(isXMLSpace) {
                if isFormula { content.add(cell(.uncalculated, try addFormula())) }
                return
            }
            guard let figure = scratch.withUnsafeBufferPointer({ StoredFigure($0) }) else {
                // An invalid figure is kept as a text.
                content.add(cell(.ownText, try addText()))
                return
            }
            content.add(StoredCell(column: column, style: style, figure: figure, isFormula: isFormula))
        case .sharedText:
            guard hasValue, !scratch.allSatisfy(isXMLSpace) else { return }
            guard let index = scratch.withUnsafeBufferPointer({ number(trimmedSpace($0)) }) else {
                throw fault("asks for the text “\(text)” of those that the sheets share")
            }
            usesSharedTexts = true
            highestSharedText = max(highestSharedText, index)
            content.add(cell(.sharedText, index))
        case .inlineText:
            guard hasInline || hasValue else { return }
            content.add(cell(.ownText, try addText()))
        case .text:
            guard hasValue || isFormula else { return }
            decodeEscapes(&scratch, from: 0)
            content.add(cell(.ownText, try addText()))
        case .boolean:
            guard !scratch.isEmpty else {
                if isFormula { content.add(cell(.uncalculated, try addFormula())) }
                return
            }
            let isSet = text == "1" || text == "true"
            // Any other value is kept as a text.
            let isKnown = isSet || text == "0" || text == "false"
            content.add(isKnown ? cell(.boolean, isSet ? 1 : 0) : cell(.ownText, try addText()))
        case .error:
            guard hasValue else { return }
            content.add(cell(.error, try addText()))
        case .date:
            guard hasValue else { return }
            // A day before the first that spreadsheets count is kept as a text.
            guard let figure = StoredFigure(day: text, system) else {
                return content.add(cell(.ownText, try addText()))
            }
            content.add(StoredCell(column: column, style: style, figure: figure, isFormula: isFormula))
        case .unknown: break
        }
    }

    private var text: String { String(decoding: scratch, as: UTF8.self) }

    private mutating func addText() throws(PackageError) -> Int {
        guard let index = content.texts.add(scratch) else { throw .tooLarge }
        return index
    }

    /// A formula without a result is stored by its own text.
    private mutating func addFormula() throws(PackageError) -> Int {
        scratch = [UInt8(ascii: "=")] + formula
        return try addText()
    }

    private func fault(_ words: String) -> PackageError {
        scanner.fault("the cell \(cellName(row: lastRow, column: lastColumn)) \(words)")
    }

    // MARK: Values

    private func isTrue(_ value: UnsafeBufferPointer<UInt8>?) -> Bool {
        guard let value, let first = value.first else { return false }
        return value.count == 1 && first == UInt8(ascii: "1") || first == UInt8(ascii: "t")
    }

    private func trimmedSpace(_ value: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let first = value.firstIndex { !isXMLSpace($0) } ?? value.count
        let last = value.lastIndex { !isXMLSpace($0) } ?? first - 1
        return UnsafeBufferPointer(rebasing: value[first..<last + 1])
    }

    /// A whole number of at most ten digits.
    @inline(__always)
    private func number(_ value: UnsafeBufferPointer<UInt8>?) -> Int? {
        guard let value, !value.isEmpty, value.count <= 10 else { return nil }
        var result = 0
        for byte in value {
            guard byte &- 0x30 <= 9 else { return nil }
            result = result * 10 + Int(byte &- 0x30)
        }
        return result
    }
}

/// The declared type of a cell.
private enum CellType {
    case number, sharedText, inlineText, text, boolean, error, date, unknown

    init(_ value: UnsafeBufferPointer<UInt8>) {
        guard value.count == 1 else {
            self =
                value.elementsEqual("str".utf8) ? .text : value.elementsEqual("inlineStr".utf8) ? .inlineText : .unknown
            return
        }
        switch value[0] {
        case UInt8(ascii: "s"): self = .sharedText
        case UInt8(ascii: "n"): self = .number
        case UInt8(ascii: "b"): self = .boolean
        case UInt8(ascii: "e"): self = .error
        case UInt8(ascii: "d"): self = .date
        default: self = .unknown
        }
    }
}

/// The names of a sheet's elements and attributes, made once.
private struct SheetNames {
    let worksheet = XMLName("worksheet")
    let sheetData = XMLName("sheetData")
    let row = XMLName("row")
    let cell = XMLName("c")
    let value = XMLName("v")
    let formula = XMLName("f")
    let inline = XMLName("is")
    let reference = XMLName("r")
    let style = XMLName("s")
    let type = XMLName("t")
    let hidden = XMLName("hidden")
    let columns = XMLName("cols")
    let column = XMLName("col")
    let first = XMLName("min")
    let last = XMLName("max")
    let merges = XMLName("mergeCells")
    let merge = XMLName("mergeCell")
    let area = XMLName("ref")
    let lists = XMLName("tableParts")
    let listPart = XMLName("tablePart")
    let id = XMLName("id")
    let conditional = XMLName("conditionalFormatting")
    let extensions = XMLName("extLst")
    let runs = TextRuns()
}
