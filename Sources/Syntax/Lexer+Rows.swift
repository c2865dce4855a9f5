// The rows of a `test`: cells between bars, and what a row is expected to do.

internal import Diagnostics

extension Lexer {
    /// Takes a line that begins with `|`: its bars and cells. Leaves what follows the last bar.
    mutating func lexRow() {
        let lineEnd = endOfLine(from: position)
        var lastBar = lineEnd
        while lastBar > position, !isBar(lastBar, before: lineEnd) { lastBar -= 1 }
        while true {
            let bar = position
            position += 1
            push(.symbol, .bar, from: bar)
            guard bar < lastBar, !isTail(position, lineEnd: lineEnd, lastBar: lastBar) else { break }
            lexCell(lineEnd: lineEnd)
        }
        let tail = skipBlanks(from: position, silently: true)
        if tail < lineEnd, !isTail(position, lineEnd: lineEnd, lastBar: lastBar) { lexUnclosedCell(lineEnd: lineEnd) }
    }

    private func isBar(_ index: Int, before end: Int) -> Bool {
        index < end && bytes[index] == Byte.bar && bytes[index - (index > 0 ? 1 : 0)] != Byte.backslash
    }

    /// Takes a cell up to the next bar, which must exist.
    private mutating func lexCell(lineEnd: Int) {
        var bar = position
        while bar < lineEnd, !isBar(bar, before: lineEnd) { bar += 1 }
        pushCell(upTo: bar)
        position = bar
    }

    /// Appends the cell from the present position to `stop`, trimmed; an empty one is an empty token.
    private mutating func pushCell(upTo stop: Int) {
        var start = position
        var end = stop
        while start < end, isBlank(start) { start += 1 }
        while end > start, isBlank(end - 1) { end -= 1 }
        if start == end { (start, end) = (position, position) }
        position = end
        push(.cell, .other, from: start)
    }

    private func isBlank(_ index: Int) -> Bool { bytes[index] == Byte.space || bytes[index] == Byte.tab }

    /// Whether `fails`, alone or with a text, is at `index` and ends the row.
    private func isTail(_ index: Int, lineEnd: Int, lastBar: Int) -> Bool {
        var index = index
        while index < lineEnd, isBlank(index) { index += 1 }
        guard bytes[index..<min(index + 5, lineEnd)].elementsEqual("fails".utf8) else { return false }
        index += 5
        if nameLength(in: bytes, at: index, before: lineEnd, starting: false) > 0 { return false }
        if index > lastBar { return true }
        while index < lineEnd, isBlank(index) { index += 1 }
        if byte(index) == Byte.quote {
            index += 1
            while index < lineEnd, bytes[index] != Byte.quote { index += bytes[index] == Byte.backslash ? 2 : 1 }
            if index >= lineEnd { return false }
            index += 1
            while index < lineEnd, isBlank(index) { index += 1 }
        }
        return index >= lineEnd || (bytes[index] == Byte.slash && byte(index + 1) == Byte.slash)
    }

    /// Takes what follows the last bar and is not `fails`: a cell that lacks its bar.
    private mutating func lexUnclosedCell(lineEnd: Int) {
        let start = position
        pushCell(upTo: lineEnd)
        let cell = tokens[tokens.count - 1].range
        let written = text(cell.lowerBound..<min(cell.upperBound, cell.lowerBound + 40))
        let word = written.prefix { $0.isLetter }
        if ["fail", "failed", "fials", "faisl", "failes", "Fails", "FAILS", "breaks", "broken"].contains(String(word)) {
            let range = cell.lowerBound..<cell.lowerBound + word.utf8.count
            bag.report(
                "expected-fails", "a row that breaks the rule ends in `fails`, not `\(word)`", at: range,
                fix: DiagnosticFix("write `fails`", replacing: range, with: "fails"))
        } else {
            bag.report(
                "unclosed-cell", "a row ends in `|`", at: cell,
                fix: DiagnosticFix("close the cell", replacing: cell.upperBound..<cell.upperBound, with: " |"))
        }
        signs[signs.count - 1] = .bad
        if start > position { position = start }
    }
}
