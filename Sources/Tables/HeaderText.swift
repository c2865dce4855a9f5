// What a header cell calls its column.

/// The text of a header cell in one line, without the number of a note behind it.
package func headerText(_ cell: String) -> String {
    let words = cell.split(whereSeparator: { $0.isWhitespace })
    let text = words.joined(separator: " ")
    guard text.hasSuffix("]"), let open = text.lastIndex(of: "[") else { return text }
    let note = text[open...].dropFirst().dropLast().lowercased()
    guard note.hasPrefix("note"), open > text.startIndex else { return text }
    return String(text[..<open].reversed().drop { $0 == " " }.reversed())
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
