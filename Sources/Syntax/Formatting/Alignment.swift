// Aligns the columns of tables and the statuses of schemes.

extension FileLayout {
    /// Aligns the types of columns on consecutive lines, and what follows the types.
    mutating func alignColumns(_ clauses: [Range<Int>], _ gaps: [LineGap]) {
        for block in blocks(clauses, gaps, where: isColumn) {
            let names = widest(block.map { widths[$0.lowerBound] })
            let types = widest(block.map { hasRest($0) ? width(type(of: $0)) : widths[type(of: $0).lowerBound] })
            for column in block where column.count > 1 {
                let type = type(of: column)
                align(type.lowerBound, behind: widths[column.lowerBound], at: names)
                if hasRest(column) { align(type.upperBound, behind: width(type), at: types) }
            }
        }
    }

    private func isColumn(_ clause: Range<Int>) -> Bool {
        let first = clause.lowerBound
        if isAny(first, of: namingWords), clause.count == 2, !isAny(first + 1, of: columnTypeWords) { return false }
        if isWord(first, "total"), clause.count > 1, isWord(first + 1, "rows") { return false }
        return !isAny(first, of: tableLineWords)
    }

    private func isAny(_ index: Int, of words: some Sequence<String>) -> Bool {
        tokens[index].kind == .name && words.contains { bytes[tokens[index].range].elementsEqual($0.utf8) }
    }

    /// The tokens of a column's type, without the labels of a choice.
    private func type(of column: Range<Int>) -> Range<Int> {
        let first = min(column.lowerBound + 1, column.upperBound - 1)
        let next = first + 1
        guard isWord(first, "status"), next < column.upperBound, !breaks[next] else { return first..<next }
        switch tokens[next].kind {
        case .quotedName: return first..<next + 1
        case .name where signs[next] == .other && !isModifier(next): return first..<next + 1
        default: return first..<next
        }
    }

    private func isModifier(_ index: Int) -> Bool {
        columnModifierWords.contains { word in
            !readingModifierWords.contains(word) && bytes[tokens[index].range].elementsEqual(word.utf8)
        }
    }

    /// Whether something follows a column's type on its line.
    private func hasRest(_ column: Range<Int>) -> Bool {
        let next = type(of: column).upperBound
        return next < column.upperBound && !breaks[next]
    }

    /// Aligns the labels of statuses on consecutive lines, and their conditions.
    mutating func alignStatuses(_ clauses: [Range<Int>], _ gaps: [LineGap]) {
        for block in blocks(clauses, gaps, where: { _ in true }) {
            let colours = widest(block.map { widths[$0.lowerBound] })
            for status in block where status.count > 1 {
                align(status.lowerBound + 1, behind: widths[status.lowerBound], at: colours)
            }
            alignLabels(block.compactMap(labels(of:)))
            for status in block {
                if let due = due(of: status) { spaces[due] += 1 }
            }
        }
    }

    /// The token that begins the condition of a status; `nil` where it has none.
    private func due(of status: Range<Int>) -> Int? {
        status.first { signs[$0] == .when || isWord($0, "otherwise") }
    }

    /// The tokens of the labels of a status with a condition and all labels on one line; else `nil`.
    private func labels(of status: Range<Int>) -> Range<Int>? {
        guard let due = due(of: status), due > status.lowerBound + 1 else { return nil }
        let labels = status.lowerBound + 1..<due
        return labels.contains { breaks[$0] } ? nil : labels
    }

    private mutating func alignLabels(_ statuses: [Range<Int>]) {
        // Labels and commas alternate, so that labels have even indices.
        var columns: [Int] = []
        for labels in statuses {
            for (column, label) in labels.enumerated() where column % 2 == 0 && label + 1 < labels.upperBound {
                let width = widths[label] + widths[label + 1]
                if column / 2 == columns.count { columns.append(0) }
                if width <= Self.widestAligned { columns[column / 2] = max(columns[column / 2], width) }
            }
        }
        for labels in statuses {
            for (column, label) in labels.enumerated() where column % 2 == 0 && column > 0 {
                align(label, behind: widths[label - 2] + widths[label - 1], at: columns[column / 2 - 1])
            }
        }
        let whole = widest(statuses.map(width))
        for labels in statuses { align(labels.upperBound, behind: width(labels), at: whole) }
    }

    // MARK: Blocks of lines

    /// The runs of clauses for which `isMember` holds, without a blank line or a comment between them.
    private func blocks(
        _ clauses: [Range<Int>], _ gaps: [LineGap], where isMember: (Range<Int>) -> Bool
    ) -> [[Range<Int>]] {
        var blocks: [[Range<Int>]] = []
        var isOpen = false
        for (clause, gap) in zip(clauses, gaps) {
            let belongs = isMember(clause)
            if belongs, isOpen, !gap.separates {
                blocks[blocks.count - 1].append(clause)
            } else if belongs {
                blocks.append([clause])
            }
            isOpen = belongs
        }
        return blocks
    }

    /// The greatest of the widths that are not too great to align with.
    func widest(_ widths: [Int]) -> Int { widths.reduce(0) { $1 <= Self.widestAligned ? max($0, $1) : $0 } }

    /// Puts a token one space behind a column, or behind the token before it where that is wider.
    mutating func align(_ index: Int, behind width: Int, at column: Int) {
        spaces[index] = max(0, column - width) + 1
    }
}
