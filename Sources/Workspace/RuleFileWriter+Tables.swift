// The tables of a started rule file: how they are read, and the evidence for each column.

import Checking

extension RuleFileWriter {
    mutating func write(_ index: Int, joinsRegister: Bool) {
        let table = tables[index]
        var about = table.rowCount == 1 ? "1 row" : "\(table.rowCount) rows"
        if table.isCut { about = "The first \(table.rowCount) rows were looked at" }
        if let header = table.headerLine {
            about +=
                "; the header is \(table.sheet == nil ? "on line" : "in row") \(header)"
                + (table.saysHowToOpen ? "" : ", which is found by itself")
        }
        comment(about + ".")
        for note in table.notesOnHeader { comment("Note: " + oneLineComment(note) + ".") }
        if let rules = standardRules[table.name], !rules.isEmpty {
            comment("Standard rules that check it: " + rules.joined(separator: ", ") + ".")
        }
        for remark in remarks(on: table) { comment(remark) }
        line("table \(table.name) from \(quoted(table.returns.pattern))\(options(of: table)) {")
        let nameWidth = min(24, table.columns.map { $0.name.count }.max() ?? 0)
        let typeWidth = min(16, table.columns.map { typeText($0).count }.max() ?? 0)
        var lines: [(text: String, evidence: [String])] = []
        for column in table.columns {
            var text = "  " + column.name.padded(to: nameWidth) + " " + typeText(column).padded(to: typeWidth)
            if needsHeader(column) { text += " from " + quoted(headerText(column.header)) }
            if column.isRequired { text += " required" }
            if let shape = column.shape { text += " matches /" + shape + "/" }
            if column.isNumbered { text += " numbered" }
            while text.hasSuffix(" ") { text.removeLast() }
            lines.append((text, column.evidences.map { $0 + (column.isNumbered ? "; they run in order" : "") }))
        }
        let width = min(52, lines.map { $0.text.count }.max() ?? 0)
        for (column, entry) in lines.enumerated() {
            let part = Part.column(table: index, column: column)
            let isLong = entry.text.count > 72
            let start = isLong ? 5 : max(width, entry.text.count) + 5
            let evidence = entry.evidence.first { start + $0.count <= 80 } ?? entry.evidence.last ?? ""
            if isLong {
                if !evidence.isEmpty { line("  // " + oneLineComment(evidence)) }
                line(folded(entry.text), part)
            } else {
                line(
                    evidence.isEmpty ? entry.text : entry.text.padded(to: width) + "  // " + oneLineComment(evidence),
                    part)
            }
        }
        writeDirection(of: table)
        if !table.key.isEmpty {
            line("  key " + table.key.map { table.columns[$0].name }.joined(separator: ", "), .key(table: index))
        }
        if !unnamed.contains(index) {
            if let label = table.labelColumn { line("  label " + table.columns[label].name, .naming(table: index)) }
            if let owner = table.ownerColumn { line("  owner " + table.columns[owner].name, .naming(table: index)) }
        }
        if let series = table.series { line("  series over " + table.columns[series].name, .series(table: index)) }
        for (number, join) in table.joins.enumerated() {
            line(
                "  join \(join.table) on \(join.column)" + (join.isRequired ? " required" : ""),
                .join(table: index, join: number))
        }
        if joinsRegister, let key = table.keyOfRegister { line("  join \(registerName) on \(table.columns[key].name)") }
        if table.key.isEmpty, table.rowCount > 1 {
            line("  // No columns were found that tell all rows apart: a `key` would let")
            line("  // duplicates be found.")
        }
        line("}")
        line()
    }

    /// How the table's returns are opened, behind their pattern.
    private func options(of table: InferredTable) -> String {
        var options = table.returns.sheetPattern.map { " sheet " + quoted($0) } ?? ""
        guard table.saysHowToOpen else { return options }
        let returns = table.returns.returns
        if Set(returns.map { [$0.headerLine, $0.lastHeaderLine] }).count == 1 {
            let (first, last) = (returns[0].headerLine, returns[0].lastHeaderLine)
            options += first == last ? " headers on line \(first)" : " headers on lines \(first) to \(last)"
        }
        if let separator = returns[0].separator {
            options += " separated by " + quoted(String(UnicodeScalar(separator)))
        }
        return options
    }

    /// The direction in the words of the standard rules, from a column that says it in the council's own.
    private mutating func writeDirection(of table: InferredTable) {
        guard let index = table.directionColumn, let labels = table.columns[index].directions,
            case .choice(let choices) = table.columns[index].type
        else { return }
        let column = table.columns[index]
        func test(_ wanted: [String]) -> String? {
            let meant = Set(wanted.map { $0.lowercased() })
            let own = choices.filter { meant.contains($0.lowercased()) }.map(quoted)
            guard let first = own.first else { return nil }
            return own.count == 1 ? "\(column.name) == \(first)" : "\(column.name) in (\(own.joined(separator: ", ")))"
        }
        if !labels.others.isEmpty {
            let others = oneLineComment(labels.others.map { quoted(shortened($0, to: 30)) }.joined(separator: ", "))
            comment(
                "\(others) \(labels.others.count == 1 ? "says" : "say") neither: such rows are not decided.",
                indent: "  ")
        }
        let part = Part.direction(table: tables.firstIndex { $0.name == table.name } ?? 0)
        var start = "  let better = "
        for (way, test) in [("higher", test(labels.higher)), ("lower", test(labels.lower))] {
            guard let test else { continue }
            line(start + "if \(test) then \"\(way)\"", part)
            start = "    else "
        }
        line("    else unknown", part)
    }

    /// A column line with many labels on several lines: a line that ends in a comma continues.
    private func folded(_ text: String) -> String {
        guard let start = text.firstRange(of: "choice ") else { return text }
        let margin = text.distance(from: text.startIndex, to: start.upperBound)
        var result = ""
        var columns = 0
        let labels = text.split(separator: "\", \"").map(String.init)
        for (index, label) in labels.enumerated() {
            let piece = (index == 0 ? "" : "\"") + label + (index == labels.count - 1 ? "" : "\",")
            if index > 0 {
                if columns + piece.count + 1 > 80 {
                    result += "\n" + String(repeating: " ", count: margin)
                    columns = margin
                } else {
                    result += " "
                    columns += 1
                }
            }
            result += piece
            columns += piece.count
        }
        return result
    }

    private func typeText(_ column: InferredColumn) -> String {
        if column.isByFill, column.type == .status { return typeText(column.type) + " by fill" }
        return column.reading.isEmpty ? typeText(column.type) : typeText(column.type) + " " + column.reading
    }

    private func typeText(_ type: InferredType) -> String {
        switch type {
        case .text: "text"
        case .whole: "whole"
        case .number: "number"
        case .percent: "percent"
        case .money: "money"
        case .measure: "measure"
        case .target: "target"
        case .date: "date"
        case .period: "period"
        case .status: "status rating"
        case .choice(let labels): "choice " + labels.map(quoted).joined(separator: ", ")
        }
    }

    /// Whether the header differs from the column's name, in which `_` may also be a space.
    private func needsHeader(_ column: InferredColumn) -> Bool {
        // What is said of a column has its header as the return has it, not the name of a rule file that nobody sees.
        if isProvisional, !column.isPart { return headerText(column.header) != column.name }
        let header = comparable(column.header)
        return !column.isPart && header != column.name && header != String(column.name.map { $0 == "_" ? " " : $0 })
    }

    private func headerText(_ header: String) -> String {
        header.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
