// Breaks a clause into lines: where the author broke it, and where it would be too long.

extension FileLayout {
    /// Appends the lines of a clause that has been prepared, with the comments inside it.
    mutating func append(clause: Range<Int>, indent: Int, hasBlankBefore: Bool = false) {
        let mayWrap = mayWrap(clause)
        var start = clause.lowerBound
        while start < clause.upperBound {
            var end = start + 1
            while end < clause.upperBound, !breaks[end] { end += 1 }
            let hasBlank = hasBlankBefore && start == clause.lowerBound
            append(line: start..<end, of: clause, indent: indent, hasBlankBefore: hasBlank, mayWrap: mayWrap)
            if end < clause.upperBound {
                let gap = LineGap(bytes, tokens[end].trivia)
                let indent = self.indent(at: end, of: clause, indent)
                if let comment = gap.lineEndComment { lines.attach(comment, indent: indent) }
                for comment in gap.comments {
                    lines.append(comment: comment.range, indent: indent, hasBlankBefore: false)
                }
            }
            start = end
        }
    }

    /// Appends what the author put on one line, broken where it is too long.
    private mutating func append(
        line: Range<Int>, of clause: Range<Int>, indent: Int, hasBlankBefore: Bool, mayWrap: Bool
    ) {
        let lineIndent = self.indent(at: line.lowerBound, of: clause, indent)
        if mayWrap, lineIndent + width(line) > Self.lineLength {
            let places = outermostBreaks(line, of: clause)
            if !places.isEmpty {
                for (start, end) in zip([line.lowerBound] + places, places + [line.upperBound]) {
                    let hasBlank = hasBlankBefore && start == line.lowerBound
                    append(line: start..<end, of: clause, indent: indent, hasBlankBefore: hasBlank, mayWrap: true)
                }
                return
            }
        }
        var code: [UInt8] = []
        for index in line {
            if index > line.lowerBound {
                code.append(contentsOf: repeatElement(Byte.space, count: spaces[index]))
            }
            code += bytes[tokens[index].range]
        }
        lines.append(code, indent: lineIndent, hasBlankBefore: hasBlankBefore)
    }

    /// The columns that tokens on one line take.
    func width(_ line: Range<Int>) -> Int {
        line.reduce(0) { $0 + widths[$1] + ($1 > line.lowerBound ? spaces[$1] : 0) }
    }

    /// The indentation of a line that begins with a token of a clause.
    private func indent(at index: Int, of clause: Range<Int>, _ indent: Int) -> Int {
        if index == clause.lowerBound { return indent }
        let closes = signs[index] == .rightParenthesis && depths[index] > 0
        return indent + Self.indentation * (closes ? depths[index] - 1 : max(1, depths[index]))
    }

    // MARK: Long lines

    /// Whether lines of this clause are broken where they are too long.
    private func mayWrap(_ clause: Range<Int>) -> Bool {
        let first = clause.lowerBound
        switch signs[first] {
        case .when, .require: return true
        default:
            return isWord(first, "let") || isWord(first, "fix") || isWord(first, "for") || isWord(first, "waive")
                || isWord(first, "message") || isWord(first, "help")
        }
    }

    /// The tokens before which a line is broken: all those of the lowest rank; empty where no token has a rank.
    private func outermostBreaks(_ line: Range<Int>, of clause: Range<Int>) -> [Int] {
        var places: [Int] = []
        var lowest = Int.max
        for index in line.dropFirst() {
            guard let rank = rank(index, of: clause), rank <= lowest else { continue }
            if rank < lowest { places.removeAll() }
            lowest = rank
            places.append(index)
        }
        return places
    }

    /// How far inside a clause a line break before a token would be; `nil` where there should be none.
    private func rank(_ index: Int, of clause: Range<Int>) -> Int? {
        let rank: Int
        switch signs[index] {
        case .where, .by, .over, .until, .because, .with:
            guard depths[index] == 0, isPart(index, of: clause) else { return nil }
            rank = 0
        case .then, .else: rank = 1
        case .or: rank = 2
        case .and: rank = 3
        default:
            guard depths[index] == 0, tokens[index].kind == .text, tokens[index - 1].kind == .text else { return nil }
            rank = 4
        }
        return depths[index] * 5 + rank
    }

    /// Whether a word begins a part of a scope or waiver, unlike the `with` of `agrees with`.
    private func isPart(_ index: Int, of clause: Range<Int>) -> Bool {
        guard isWord(clause.lowerBound, "for") || isWord(clause.lowerBound, "waive"), index > clause.lowerBound + 1
        else { return false }
        let before = index - 1
        return signs[index] != .with
            || !(isWord(before, "agrees") || isWord(before, "starts") || isWord(before, "ends")
                || isWord(before, "any"))
    }
}
