// Puts other content into cells of a sheet's part: every other byte of it stays.

internal import Packages

/// What a cell shall hold instead of what it holds.
enum NewContent {
    case figure(StoredFigure)
    case text(String)
}

/// Cells of one sheet with what they shall hold, by row and column, from 1.
struct SheetEdits {
    private var wanted: [Int: [Int: NewContent]] = [:]

    mutating func add(row: Int, column: Int, _ content: NewContent) { wanted[row, default: [:]][column] = content }

    /// The part with the cells edited; `part` are its bytes, which the scanner goes through from their beginning.
    func edited(_ part: [UInt8], _ scanner: XMLScanner) throws(PackageError) -> [UInt8] {
        guard scanner.isPlain else { throw scanner.fault("it is UTF-16, which is not written") }
        var output = PartEdits(part)
        var row = 0
        let names = (row: XMLName("row"), cell: XMLName("c"), reference: XMLName("r"))
        while true {
            switch try scanner.next() {
            case .start:
                guard scanner.namespace == .sheet, scanner.name == names.row else { continue }
                row = scanner.rawValue(names.reference).flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? row + 1
                guard let cells = wanted[row] else { continue }
                try edit(row, cells, scanner, &output)
            case .finish: return output.result
            default: continue
            }
        }
    }

    /// Edits the cells of the row that has just begun.
    private func edit(
        _ row: Int, _ cells: [Int: NewContent], _ scanner: XMLScanner, _ output: inout PartEdits
    ) throws(PackageError) {
        let names = (cell: XMLName("c"), reference: XMLName("r"))
        let prefix = output.prefix(ofTagAt: scanner.tokenOffset)
        let rowTag = (start: scanner.tokenOffset, end: scanner.nextOffset)
        let outer = scanner.depth
        var left = cells.sorted { $0.key < $1.key }[...]
        var column = 0
        func insert(before next: Int, at offset: Int) {
            while let first = left.first, first.key < next {
                output.replace(offset..<offset, by: element(row, first.key, style: nil, first.value, prefix))
                left.removeFirst()
            }
        }
        while true {
            switch try scanner.next() {
            case .start:
                guard scanner.namespace == .sheet, scanner.name == names.cell else {
                    try scanner.skip()
                    continue
                }
                let start = scanner.tokenOffset
                if let value = scanner.rawValue(names.reference) {
                    guard let place = CellReference(value) else { throw scanner.fault("a cell has no name") }
                    column = place.column
                    insert(before: column, at: start)
                } else {
                    column += 1
                    guard left.first.map({ $0.key >= column }) ?? true else {
                        throw scanner.fault("cells that do not say where they stand cannot be written between")
                    }
                }
                let style = scanner.rawValue(XMLName("s")).map { Array($0) }
                try scanner.skip()
                let end = scanner.nextOffset
                if let first = left.first, first.key == column {
                    output.replace(start..<end, by: element(row, column, style: style, first.value, prefix))
                    left.removeFirst()
                }
            case .end where scanner.depth == outer:
                if output.isEmptyTag(endingAt: rowTag.end) {
                    let made = left.flatMap { element(row, $0.key, style: nil, $0.value, prefix) }
                    output.replace(
                        rowTag.end - 2..<rowTag.end, by: Array(">".utf8) + made + Array("</\(prefix)row>".utf8))
                } else {
                    insert(before: .max, at: scanner.tokenOffset)
                }
                return
            case .finish: return
            default: continue
            }
        }
    }

    private func element(
        _ row: Int, _ column: Int, style: [UInt8]?, _ content: NewContent, _ prefix: String
    ) -> [UInt8] {
        let tag = Array("<\(prefix)c r=\"\(cellName(row: row, column: column))\"".utf8)
        let styled = style.map { Array(" s=\"".utf8) + $0 + Array("\"".utf8) } ?? []
        switch content {
        case .figure(let figure):
            return tag + styled + Array("><\(prefix)v>\(figure.plainText)</\(prefix)v></\(prefix)c>".utf8)
        case .text(let text):
            let words =
                " t=\"inlineStr\"><\(prefix)is><\(prefix)t xml:space=\"preserve\">\(xmlText(text))"
                + "</\(prefix)t></\(prefix)is></\(prefix)c>"
            return tag + styled + Array(words.utf8)
        }
    }
}

/// A text as it stands between tags. Characters that XML has not are written as spreadsheet programs do (`_x0007_`),
/// and what looks so without being meant so is kept from it.
func xmlText(_ text: String) -> String {
    var output = ""
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
        switch scalar {
        case "&": output += "&amp;"
        case "<": output += "&lt;"
        case ">": output += "&gt;"
        case "\r": output += "_x000D_"
        case "_" where looksEscaped(scalars[index...]): output += "_x005F_"
        case "\t", "\n": output.unicodeScalars.append(scalar)
        default:
            if scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF {
                let hex = String(scalar.value, radix: 16, uppercase: true)
                output += "_x" + String(repeating: "0", count: 4 - hex.count) + hex + "_"
            } else {
                output.unicodeScalars.append(scalar)
            }
        }
    }
    return output
}

/// Whether a text begins as an escaped character does: `_x0041_`.
private func looksEscaped(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    let start = Array(text.prefix(7))
    return start.count == 7 && start[1] == "x" && start[6] == "_"
        && start[2...5].allSatisfy { $0.properties.isASCIIHexDigit }
}
