// Aligns the rows of a `test`.

extension FileLayout {
    /// Appends the lines of a `test`: the bars behind the names of tables under each other, each table's columns
    /// aligned.
    mutating func appendRows(_ clauses: [Range<Int>], _ gaps: [LineGap]) {
        let names = widest(clauses.map { isHeader($0) ? widths[$0.lowerBound] : 0 })
        var start = 0
        while start < clauses.count {
            var end = start + 1
            while end < clauses.count, !isHeader(clauses[end]) { end += 1 }
            alignTable(clauses[start..<end].filter { isHeader($0) || isRow($0) }, names: names)
            start = end
        }
        for (index, clause) in clauses.enumerated() {
            let hasBlank = append(gaps[index], isFirst: index == 0)
            let indent = isRow(clause) ? Self.indentation + names + 1 : Self.indentation
            append(clause: clause, indent: indent, hasBlankBefore: hasBlank)
        }
    }

    private func isRow(_ clause: Range<Int>) -> Bool { signs[clause.lowerBound] == .bar }

    /// Whether a line names a table and its columns.
    private func isHeader(_ clause: Range<Int>) -> Bool {
        clause.count > 1 && !isRow(clause) && signs[clause.lowerBound + 1] == .bar
    }

    /// Aligns the bars of a table's lines.
    private mutating func alignTable(_ lines: [Range<Int>], names: Int) {
        var columns: [Int] = []
        for line in lines {
            for (column, cell) in cells(of: line).enumerated() {
                let width = width(cell)
                if column == columns.count { columns.append(0) }
                if width <= Self.widestAligned { columns[column] = max(columns[column], width) }
            }
        }
        for line in lines {
            if !isRow(line) { align(line.lowerBound + 1, behind: widths[line.lowerBound], at: names) }
            for (column, cell) in cells(of: line).enumerated() {
                align(cell.upperBound, behind: width(cell), at: columns[column])
            }
        }
    }

    /// The tokens of each cell of a line, between one bar and the next.
    private func cells(of line: Range<Int>) -> [Range<Int>] {
        var cells: [Range<Int>] = []
        var start: Int?
        for index in line where signs[index] == .bar {
            if let start { cells.append(start..<index) }
            start = index + 1
        }
        return cells
    }
}
