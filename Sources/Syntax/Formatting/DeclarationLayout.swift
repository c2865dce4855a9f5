// Lays out a declaration: its first line, its clauses, its closing brace.

extension FileLayout {
    /// Appends the lines of a declaration without errors.
    mutating func append(_ declaration: Declaration, hasBlankBefore: Bool) {
        let range = declaration.tokens
        guard declaration.kind.hasBlock, let brace = range.first(where: { signs[$0] == .leftBrace }) else {
            prepare(range)
            return append(clause: range, indent: 0, hasBlankBefore: hasBlankBefore)
        }
        appendHeader(range.lowerBound..<brace + 1, hasBlankBefore: hasBlankBefore)
        let clauses = clauses(between: brace, and: range.upperBound - 1)
        let gaps = gaps(around: clauses, from: brace, to: range.upperBound - 1)
        for clause in clauses { prepare(clause) }
        switch declaration.kind {
        case .table: alignColumns(clauses, gaps)
        case .scheme: alignStatuses(clauses, gaps)
        case .test: appendRows(clauses, gaps)
        default: break
        }
        if case .test = declaration.kind {} else { append(clauses, gaps) }
        appendEnd(gaps[gaps.count - 1], isEmpty: clauses.isEmpty)
    }

    /// Appends the line of a declaration that ends in `{`.
    private mutating func appendHeader(_ header: Range<Int>, hasBlankBefore: Bool) {
        let brace = header.upperBound - 1
        prepare(header)
        breaks[brace] = false
        append(clause: header, indent: 0, hasBlankBefore: hasBlankBefore)
        _ = append(LineGap(bytes, tokens[brace].trivia), indent: Self.indentation)
    }

    private mutating func append(_ clauses: [Range<Int>], _ gaps: [LineGap]) {
        for (index, clause) in clauses.enumerated() {
            let hasBlank = append(gaps[index], isFirst: index == 0)
            append(clause: clause, indent: Self.indentation, hasBlankBefore: hasBlank)
        }
    }

    /// Appends the comments before a clause of a block; returns whether a blank line precedes the clause.
    mutating func append(_ gap: LineGap, isFirst: Bool) -> Bool {
        append(isFirst ? gap.withoutFirstBlank : gap, indent: Self.indentation)
    }

    /// Appends the `}` of a block.
    private mutating func appendEnd(_ gap: LineGap, isEmpty: Bool) {
        let before = lines.count
        _ = append(gap, isFirst: isEmpty)
        if isEmpty, lines.count == before, lines.lastIsOpen {
            lines.extendLast(with: "}")
        } else {
            lines.append([Byte.rightBrace], indent: 0, hasBlankBefore: false)
        }
    }

    // MARK: Clauses

    /// The tokens of each clause between two braces.
    private func clauses(between opening: Int, and closing: Int) -> [Range<Int>] {
        var clauses: [Range<Int>] = []
        var start = opening + 1
        for index in opening + 1..<max(opening + 1, closing) where signs[index] == .lineEnd {
            if start < index { clauses.append(start..<index) }
            start = index + 1
        }
        if start < closing { clauses.append(start..<closing) }
        return clauses
    }

    /// The gaps before each clause, and behind the last.
    private func gaps(around clauses: [Range<Int>], from opening: Int, to closing: Int) -> [LineGap] {
        var end = tokens[opening].range.upperBound
        var gaps: [LineGap] = []
        for clause in clauses {
            gaps.append(LineGap(bytes, end..<tokens[clause.lowerBound].range.lowerBound))
            end = tokens[clause.upperBound - 1].range.upperBound
        }
        return gaps + [LineGap(bytes, end..<tokens[closing].range.lowerBound)]
    }
}
