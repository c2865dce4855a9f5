// What a header cell calls its column.

/// The text of a header cell in one line, without the number of a note behind it.
package func headerText(_ cell: String) -> String {
    if isOneLine(cell) { return cell }
    let words = cell.split(whereSeparator: { $0.isWhitespace })
    let text = words.joined(separator: " ")
    guard text.hasSuffix("]"), let open = text.lastIndex(of: "[") else { return text }
    let note = text[open...].dropFirst().dropLast().lowercased()
    guard note.hasPrefix("note"), open > text.startIndex else { return text }
    return String(text[..<open].reversed().drop { $0 == " " }.reversed())
}

/// Whether a text is as it would be without surplus white space and notes, seen without Unicode properties: most cells
/// of the rows among which a header is looked for are.
private func isOneLine(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
        guard let last = bytes.last else { return true }
        if last == 0x20 || last == UInt8(ascii: "]") { return false }
        var previous: UInt8 = 0x20
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0x09...0x0D: return false
            case 0x20: if previous == 0x20 { return false }
            // All other white space begins with one of these: U+0085 and U+00A0, U+1680, and what is above U+2000.
            case 0xC2: if index + 1 < bytes.count, bytes[index + 1] <= 0xA0 { return false }
            case 0xE1, 0xE3: return false
            case 0xE2:
                let isPunctuation =
                    index + 2 < bytes.count && bytes[index + 1] == 0x80 && (0x90...0xA7).contains(bytes[index + 2])
                if !isPunctuation { return false }
            default: break
            }
            previous = byte
        }
        return true
    }
}

/// The headers of a text's columns that stand on several lines, from top to bottom.
///
/// A text has no merged cells: where one stood over several columns, its words stand in the first of them. So a blank
/// cell above the last line says what stands to its left, if a line below goes on with that column's name.
package func joinedHeader(_ lines: [[String]]) -> [String] {
    let width = lines.map(\.count).max() ?? 0
    let texts = lines.map { line in (0..<width).map { $0 < line.count ? headerText(line[$0]) : "" } }
    var words = [[String]](repeating: [], count: width)
    for (line, cells) in texts.enumerated() {
        var left = ""
        for (column, cell) in cells.enumerated() {
            let goesOn = texts[(line + 1)...].contains { !$0[column].isEmpty }
            if !cell.isEmpty { left = goesOn ? cell : "" }
            let word = cell.isEmpty && goesOn ? left : cell
            if !word.isEmpty { words[column].append(word) }
        }
    }
    return words.map { $0.joined(separator: " ") }
}
