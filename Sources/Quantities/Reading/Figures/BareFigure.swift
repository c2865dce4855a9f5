// Cells that are figures at a glance, for telling headers from rows.

/// Whether a cell consists of digits and signs, and is not a year.
package func isBareFigure(_ cell: String) -> Bool {
    let text = cell.filter { !$0.isWhitespace }
    let signs = "0123456789.,%£$€+-<>()"
    guard text.contains(where: { ("0"..."9").contains($0) }), text.allSatisfy({ signs.contains($0) }) else {
        return false
    }
    let head = text.prefix(4)
    let isYear = head.count == 4 && (head.hasPrefix("19") || head.hasPrefix("20")) && head.allSatisfy(\.isNumber)
    return !isYear || text.dropFirst(4).contains { $0 != "-" && !$0.isNumber }
}
