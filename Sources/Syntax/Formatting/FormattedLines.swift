// The lines of a formatted file, with their comments, until they are written.

/// The lines of the result in order.
struct FormattedLines {
    private struct Line {
        var indent: Int
        /// The text of the line without indentation and comment; for untouched lines the text of all of them.
        var code: [UInt8]
        var comment: Range<Int>?
        var hasBlankBefore: Bool
        var isUntouched = false

        /// Where a comment may stand behind it.
        var end: Int { indent + columns(of: code[...]) }
    }

    private let bytes: [UInt8]
    private var lines: [Line] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { lines.count }

    mutating func append(_ code: [UInt8], indent: Int, hasBlankBefore: Bool) {
        lines.append(Line(indent: indent, code: code, hasBlankBefore: hasBlankBefore))
    }

    mutating func append(comment: Range<Int>, indent: Int, hasBlankBefore: Bool) {
        lines.append(Line(indent: indent, code: [], comment: comment, hasBlankBefore: hasBlankBefore))
    }

    mutating func append(untouched range: Range<Int>, hasBlankBefore: Bool) {
        lines.append(Line(indent: 0, code: Array(bytes[range]), hasBlankBefore: hasBlankBefore, isUntouched: true))
    }

    /// Puts a comment behind the last line; where that has one, or is one, on a new line with this indentation.
    mutating func attach(_ comment: Range<Int>, indent: Int) {
        if let last = lines.indices.last, lines[last].comment == nil, !lines[last].isUntouched {
            lines[last].comment = comment
        } else {
            append(comment: comment, indent: indent, hasBlankBefore: false)
        }
    }

    /// Whether the last line has code and no comment behind it.
    var lastIsOpen: Bool { lines.last.map { $0.comment == nil && !$0.code.isEmpty } ?? false }

    /// Adds to the code of the last line.
    mutating func extendLast(with code: StaticString) {
        guard let last = lines.indices.last else { return }
        code.withUTF8Buffer { unsafe lines[last].code.append(contentsOf: $0) }
    }

    // MARK: Writing

    /// All lines, each ended by `lineEnd`; the first has no blank line before it.
    func written(lineEnd: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 8)
        let columns = commentColumns()
        for (index, line) in lines.enumerated() {
            if line.hasBlankBefore, index > 0 { result += lineEnd }
            result.append(contentsOf: repeatElement(Byte.space, count: line.indent))
            result += line.code
            if let comment = line.comment {
                if !line.code.isEmpty {
                    result.append(contentsOf: repeatElement(Byte.space, count: max(0, columns[index] - line.end) + 2))
                }
                result += bytes[comment]
            }
            result += lineEnd
        }
        return result
    }

    /// For each line with a comment behind it, the column that the ends of its run of such lines share.
    private func commentColumns() -> [Int] {
        var columns = [Int](repeating: 0, count: lines.count)
        var start = 0
        while start < lines.count {
            var end = start
            var column = 0
            while end < lines.count, hasCommentBehind(end), end == start || isNeighbour(end) {
                if lines[end].end <= FileLayout.widestAligned { column = max(column, lines[end].end) }
                end += 1
            }
            for index in start..<end { columns[index] = column }
            start = max(end, start + 1)
        }
        return columns
    }

    private func hasCommentBehind(_ index: Int) -> Bool { lines[index].comment != nil && !lines[index].code.isEmpty }

    /// Whether a line follows the one before it directly, with the same indentation.
    private func isNeighbour(_ index: Int) -> Bool {
        !lines[index].hasBlankBefore && lines[index].indent == lines[index - 1].indent
    }
}
