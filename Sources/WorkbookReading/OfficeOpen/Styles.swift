// The number formats of styles.

internal import Packages

/// Reads the part of styles: the format of each, by its number.
func readStyles(_ scanner: XMLScanner) throws(PackageFault) -> [NumberFormat] {
    let (format, styles, style) = (XMLName("numFmt"), XMLName("cellXfs"), XMLName("xf"))
    let (id, code) = (XMLName("numFmtId"), XMLName("formatCode"))
    var own: [Int: String] = [:]
    var ids: [Int] = []
    var isInStyles = false
    scanning: while true {
        switch try scanner.next() {
        case .start where scanner.namespace == .sheet:
            switch scanner.name {
            case format:
                // Differential formats have such too, deeper in.
                if scanner.depth == 3, let number = try scanner.value(id).flatMap({ Int($0) }) {
                    own[number] = try scanner.value(code)
                }
            case styles where scanner.depth == 2: isInStyles = true
            case style where isInStyles && scanner.depth == 3:
                ids.append(try scanner.value(id).flatMap { Int($0) } ?? 0)
            default: continue
            }
        case .end where scanner.name == styles && scanner.depth == 2: isInStyles = false
        case .finish: break scanning
        default: continue
        }
    }
    var made: [String: NumberFormat] = [:]
    return ids.map { id in
        let code = own[id] ?? builtInFormat(id)
        if let known = made[code] { return known }
        let format = NumberFormat(code)
        made[code] = format
        return format
    }
}

/// The formats that no workbook writes out, as they are in Britain.
private func builtInFormat(_ id: Int) -> String {
    switch id {
    case 1: "0"
    case 2: "0.00"
    case 3: "#,##0"
    case 4: "#,##0.00"
    case 5: "\"£\"#,##0;-\"£\"#,##0"
    case 6: "\"£\"#,##0;[Red]-\"£\"#,##0"
    case 7: "\"£\"#,##0.00;-\"£\"#,##0.00"
    case 8: "\"£\"#,##0.00;[Red]-\"£\"#,##0.00"
    case 9: "0%"
    case 10: "0.00%"
    case 11: "0.00E+00"
    case 12: "# ?/?"
    case 13: "# ??/??"
    case 14: "dd/mm/yyyy"
    case 15: "dd-mmm-yy"
    case 16: "dd-mmm"
    case 17: "mmm-yy"
    case 18: "h:mm AM/PM"
    case 19: "h:mm:ss AM/PM"
    case 20: "hh:mm"
    case 21: "hh:mm:ss"
    case 22: "dd/mm/yyyy hh:mm"
    case 37: "#,##0;-#,##0"
    case 38: "#,##0;[Red]-#,##0"
    case 39: "#,##0.00;-#,##0.00"
    case 40: "#,##0.00;[Red]-#,##0.00"
    case 41: "_-* #,##0_-;-* #,##0_-;_-* \"-\"_-;_-@_-"
    case 42: "_-\"£\"* #,##0_-;-\"£\"* #,##0_-;_-\"£\"* \"-\"_-;_-@_-"
    case 43: "_-* #,##0.00_-;-* #,##0.00_-;_-* \"-\"??_-;_-@_-"
    case 44: "_-\"£\"* #,##0.00_-;-\"£\"* #,##0.00_-;_-\"£\"* \"-\"??_-;_-@_-"
    case 45: "mm:ss"
    case 46: "[h]:mm:ss"
    case 47: "mm:ss.0"
    case 48: "##0.0E+0"
    case 49: "@"
    default: "General"
    }
}
