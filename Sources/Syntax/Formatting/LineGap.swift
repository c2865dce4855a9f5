// What is between two tokens besides spaces: line ends, blank lines and comments.

/// The comments and blank lines between two things that are laid out.
struct LineGap {
    /// The comment behind the first of the two, on its line.
    private(set) var lineEndComment: Range<Int>?
    /// The comments on lines of their own.
    private(set) var comments: [(range: Range<Int>, hasBlankBefore: Bool)] = []
    /// Whether a blank line precedes the second of the two.
    private(set) var hasBlankAfter = false

    /// Whether there is a blank line anywhere in it.
    var hasBlank: Bool { hasBlankAfter || comments.contains(where: \.hasBlankBefore) }

    /// Whether it holds more than one line end.
    var separates: Bool { hasBlankAfter || !comments.isEmpty }

    /// The same without a blank line at its beginning.
    var withoutFirstBlank: LineGap {
        var gap = self
        if gap.comments.isEmpty {
            gap.hasBlankAfter = false
        } else {
            gap.comments[0].hasBlankBefore = false
        }
        return gap
    }

    /// Reads a range of blanks, line ends and comments only; `startsLine` where the range begins its line.
    init(_ bytes: [UInt8], _ range: Range<Int>, startsLine: Bool = false) {
        var index = range.lowerBound
        var lineEnds = startsLine ? 1 : 0
        while index < range.upperBound {
            if Byte.isLineEnd(bytes[index]) {
                let isPair =
                    bytes[index] == Byte.carriageReturn && index + 1 < range.upperBound
                    && bytes[index + 1] == Byte.newline
                index += isPair ? 2 : 1
                lineEnds += 1
            } else if bytes[index] == Byte.slash {
                let start = index
                while index < range.upperBound, !Byte.isLineEnd(bytes[index]) { index += 1 }
                var end = index
                while bytes[end - 1] == Byte.space || bytes[end - 1] == Byte.tab { end -= 1 }
                if lineEnds == 0 {
                    lineEndComment = start..<end
                } else {
                    comments.append((start..<end, lineEnds > 1))
                }
                lineEnds = 0
            } else {
                index += 1
            }
        }
        hasBlankAfter = lineEnds > 1
    }
}
