// One line of a rule file as it is drawn, with the part of it that is marked.

import Diagnostics

/// A line escaped for a terminal and cut to a width so that the start of its marked part is visible. Tabs are drawn as
/// two blanks.
struct SourceLine {
    private(set) var text: String
    /// The columns before the mark, and those it takes; it may be empty.
    private(set) var markOffset: Int
    private(set) var markWidth: Int

    /// The line `number` with the part of a byte range that is in it marked.
    init(_ file: SourceFile, _ number: Int, marking range: Range<Int>, room: Int) {
        let bounds = file.bounds(ofLine: number)
        let part = range.clamped(to: bounds)
        self.init(file, bounds, part, marked: file.text(part), room: room)
    }

    /// The line `number` with a byte range of it replaced and the replacement marked.
    init(_ file: SourceFile, _ number: Int, replacing range: Range<Int>, with replacement: String, room: Int) {
        let bounds = file.bounds(ofLine: number)
        self.init(file, bounds, range.clamped(to: bounds), marked: replacement, room: room)
    }

    private init(_ file: SourceFile, _ bounds: Range<Int>, _ part: Range<Int>, marked: String, room: Int) {
        // Only a few times the width of the terminal is processed.
        let reach = max(room, 20) * 8
        let start = max(bounds.lowerBound, part.lowerBound - reach)
        let end = min(bounds.upperBound, part.upperBound + reach)
        let isHeadless = start > bounds.lowerBound
        let before = drawable(file.text(start..<part.lowerBound))
        let middle = drawable(String(marked.unicodeScalars.prefix(reach).map(Character.init)))
        let after = drawable(file.text(part.upperBound..<end))
        text = before + middle + after
        markOffset = displayWidth(before)
        markWidth = displayWidth(middle)
        while text.last == " ", displayWidth(text) > markOffset + markWidth { text.removeLast() }
        guard displayWidth(text) > room || isHeadless else { return }
        // The end of the mark is shown, with a quarter of the line before the mark, if its start stays visible.
        if markOffset + min(markWidth, room / 2) + 1 > room || isHeadless {
            let wanted = markOffset - room / 4
            let cut = head(of: text, width: max(0, wanted))
            let rest = "…" + text[cut.endIndex...]
            markOffset += 1 - displayWidth(String(cut))
            text = rest
        }
        text = fitted(text, to: room)
        markWidth = min(markWidth, max(0, room - markOffset))
    }
}

private func drawable(_ text: String) -> String {
    escapedForTerminal(
        text.contains("\t")
            ? text.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "  ") : text)
}

extension SourceFile {
    /// The byte range of a line without its line end; empty for a line that the file does not have.
    fileprivate func bounds(ofLine number: Int) -> Range<Int> {
        guard number >= 1, number <= lineStarts.count else { return bytes.count..<bytes.count }
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] : bytes.count
        while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }
}
