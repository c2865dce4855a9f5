// What a cell looks like, whatever its column: used to tell rows from titles and headers.

/// The kind of content that a cell seems to have, without knowing its column's type.
package enum CellLook: Hashable, Sendable {
    case blank
    /// A marker or an error (`TBC`, `-`, `#N/A`), or words with a figure among them: no evidence about its column.
    case untold
    /// A figure, with whatever belongs to one (`92.4%`, `<5`, `21 days`), but not a year.
    case figure
    /// A day, month, quarter with its year, or year.
    case time
    /// A name of letters and digits (`KPI 12`, `1.2a`, `38/40`, `R`), by its shape: `A 9`, `9.9a`.
    case code(String)
    case words
}

package func cellLook(_ cell: String) -> CellLook {
    var cell = cell
    return cell.withUTF8 { bytes in
        let text = trimmedBytes(bytes)
        guard let start = CellCursor(text) else { return .blank }
        if commonMarkers.state(ofTrimmed: text) != nil { return .untold }
        guard text.contains(where: isDigit) else { return start.isShortName ? .code(start.shape) : .words }
        if readDate(text) != nil || readPeriod(text, yearFrom: 4) != nil { return .time }
        // `01234 567890` and `007` are names.
        let isNumbered = start.byte == 0x30 && isDigit(start.byte(after: 1))
        var units = UnitCache()
        let read = isNumbered ? ReadFigure(state: .words) : readMeasure(start, &units)
        // A figure with a long unit is rather a sentence: `3 of the streets that were swept`.
        let isShort = text.count <= 40 && text.count(where: { $0 == 0x20 }) <= 4
        switch read.state {
        case .value, .bounded: return isShort ? .figure : .words
        case .unreadable: return .figure
        default: break
        }
        if read.amount.flags.contains(.irregular) { return isShort ? .untold : .words }
        return text.count <= 16 && text.count(where: { $0 == 0x20 }) <= 2 ? .code(start.shape) : .words
    }
}

extension CellCursor {
    /// Whether this is one to three capitals: `R`, `GBP`.
    fileprivate var isShortName: Bool {
        end - at <= 3 && rest.allSatisfy { $0 &- 0x41 < 26 }
    }

    /// The cell with each run of digits as `9`, each capital as `A`, and each run of small letters as `a`.
    fileprivate var shape: String {
        var shape: [UInt8] = []
        for byte in rest {
            switch byte {
            case 0x30...0x39: if shape.last != 0x39 { shape.append(0x39) }
            case 0x41...0x5A: shape.append(0x41)
            case 0x61...0x7A, 0x80...: if shape.last != 0x61 { shape.append(0x61) }
            default: shape.append(byte)
            }
        }
        return String(decoding: shape, as: UTF8.self)
    }
}
