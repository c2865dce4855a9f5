// Writes a rule file for inferred tables, with the evidence for each line and what only people can know.

import Checking
import Diagnostics
import Reports

/// Puts inferred tables into the rule language.
struct RuleFileWriter {
    private(set) var tables: [InferredTable]
    /// The path for the register with blanks; `nil` where none is wanted.
    let registerPath: String?
    /// The register's text, made together with the rule file.
    private(set) var register: String?
    /// For each table the standard rules that apply to it, once that is known.
    var standardRules: [String: [String]] = [:]
    /// Whether any of them applies to any table. If not, the import is written as a comment.
    var usesStandardRules = true
    /// Whether it is run without being read by a person: rules that depend on a guess are then queries.
    var isProvisional = false
    private var output = ""
    /// Tables whose columns cannot name their rows.
    private var unnamed: Set<Int> = []
    /// For each written line the table, and the column or other part, that it is about.
    private var parts: [Part?] = []

    private enum Part {
        case column(table: Int, column: Int)
        case key(table: Int)
        case series(table: Int)
        case join(table: Int, join: Int)
        case naming(table: Int)
        case scheme
    }

    init(tables: [InferredTable], registerPath: String?) {
        self.tables = tables
        self.registerPath = registerPath
    }

    /// The columns of a register besides the key.
    static let registerColumns: Set<String> = ["better", "kind"]

    private var registerName: String { freeName("register_to_fill") }

    private func freeName(_ name: String) -> String {
        identifier(name, avoiding: Set(tables.map(\.name)), otherwise: "register")
    }

    /// The table that needs a register to tell which way is better; `nil` where none does.
    private var needy: Int? {
        tables.indices.first { index in
            let table = tables[index]
            guard table.index(of: .value) != nil, table.index(of: .target) != nil, table.key.count == 1 else {
                return false
            }
            return table.index(of: .better) == nil
                && !table.joins.contains { join in
                    tables.contains { $0.name == join.table && $0.index(of: .better) != nil }
                }
        }
    }

    mutating func text() -> String {
        output = ""
        parts = []
        let needy = needy
        if let needy { register = registerText(tables[needy]) }
        writeHead()
        writeScheme()
        for index in tables.indices { write(index, joinsRegister: index == needy && registerPath != nil) }
        if let needy { writeRegister(tables[needy]) }
        if isProvisional { writeReservations() }
        return output
    }

    /// The name of the rule that replaces `rag-follows-target` while the scheme's tolerances are not known.
    static let ratingRule = "rating-against-target"

    /// Lines that keep guesses from becoming false accusations. Tolerances differ between councils: only ratings that
    /// no usual tolerance explains are queried. Whether a figure adds up over its year decides whether a fall from a
    /// year's end to a first quarter is a jump.
    private mutating func writeReservations() {
        if usesStandardRules {
            line("set rag-follows-target to off")
            for name in [
                "rag-without-value", "red-needs-commentary", "percent-disagrees", "unit-changes", "unit-differs",
                "direction-disagrees", "overdue-on-track",
            ] {
                line("set \(name) to query")
            }
            if doubtsKinds {
                line("set figure-jumps to off")
                line("set target-moves to off")
            }
            line(
                """
                rule \(Self.ratingRule) query "A rating must fit its value and target" {
                  for any with value measure, target target, rag status, better choice?
                  when rag is green or rag is amber or rag is red
                  let is_met = meets(value, target, better)
                  require not (rag is green and not near(value, target, better, 10 points, 10%))
                    else "{row} is rated {rag}, but {value} is far from the target of {target}"
                  require not (rag is red and is_met)
                    else "{row} is rated {rag}, but {value} meets the target of {target}"
                  require not (rag is amber and is_met)
                    else "{row} is rated {rag}, but {value} meets the target of {target}"
                  help "Check the status, the value and the target against each other, and correct the one that is wrong."
                  at rag, value, target
                }
                """)
        }
        for finding in [
            "unreadable-cell", "not-allowed", "missing-value", "duplicate-key", "duplicate-ref", "unknown-reference",
        ] {
            line("set \(finding) to query")
        }
    }

    private mutating func line(_ text: String = "", _ part: Part? = nil) {
        output += text + "\n"
        parts += repeatElement(part, count: 1 + text.utf8.count { $0 == 0x0A })
    }

    /// Simplifies what was written on some lines, so that the file runs: columns become texts, other lines are left
    /// out.
    mutating func simplify(at lines: [Int]) {
        for line in Set(lines) where parts.indices.contains(line - 1) {
            switch parts[line - 1] {
            case .column(let table, let column)?: tables[table].columns[column].becomeText()
            case .key(let table)?:
                tables[table].key = []
                tables[table].series = nil
            case .series(let table)?: tables[table].series = nil
            case .naming(let table)?: unnamed.insert(table)
            case .join(let table, let join)?:
                if tables[table].joins.indices.contains(join) { tables[table].joins.remove(at: join) }
            case .scheme?:
                for table in tables.indices {
                    for column in tables[table].columns.indices where tables[table].columns[column].type == .status {
                        tables[table].columns[column].becomeText()
                    }
                }
            case nil: continue
            }
        }
    }

    private mutating func writeHead() {
        line("/// A start, made from \(tables.map { oneLineComment(lastPart($0.path)) }.joined(separator: ", ")).")
        line(
            "/// Read it through: types and labels are what the cells look like, and a return cannot say what it should be."
        )
        if usesStandardRules {
            line("import \"standard.rules\"")
        } else {
            line("// No standard rule applies to these columns: \(oneLineComment(whatIsLacking(tables))).")
            line("// Where one is, name it so, as in `value measure from \"HEADER\"` or")
            line("// `rag status rating from \"HEADER\"`, and take the next line in.")
            line("// import \"standard.rules\"")
        }
        line()
        line("// The day that the report speaks of: rules about dates decide nothing until it is known.")
        line("// let reporting_date = 2023-09-30")
        line()
    }

    /// The columns that the standard rules use and some tables lack, in words.
    private func whatIsLacking(_ tables: [InferredTable]) -> String {
        var words: [String] = []
        if tables.allSatisfy({ $0.index(of: .value) == nil }) { words.append("none was taken for a value") }
        let statuses = tables.flatMap { table in table.columns.filter { $0.type == .status } }
        if statuses.isEmpty {
            words.append(words.isEmpty ? "none was taken for a status" : "none for a status")
        } else if !statuses.contains(where: { $0.role == .rag }) {
            words.append("the status is called \(statuses[0].name), and they look for `rag`")
        }
        return words.isEmpty ? "they look for others beside these" : words.joined(separator: " and ")
    }

    // MARK: Statuses

    private var schemeLabels: StatusLabels? {
        let columns = tables.flatMap(\.columns).filter { $0.type == .status }
        guard !columns.isEmpty else { return nil }
        var labels: StatusLabels?
        for column in columns {
            guard let own = column.statusLabels else { continue }
            if labels == nil { labels = own } else { labels?.formUnion(own) }
        }
        return labels ?? StatusLabels()
    }

    private mutating func writeScheme() {
        guard let labels = schemeLabels else { return }
        line(
            "// How a status follows from value and target. The labels are those of the returns; the tolerances are a guess:"
        )
        let checking = tables.indices.filter {
            standardRules[tables[$0].name]?.contains("rag-follows-target") ?? false
        }
        if checking.isEmpty {
            line(
                "// write those of your own scheme. No rule checks ratings by it yet: `kpilint rules` says what they lack."
            )
        } else if let needy, checking.contains(needy) {
            line("// write those of your own scheme. Ratings are checked by it where it is known which way is better.")
        } else {
            line("// write those of your own scheme. Ratings are checked by it.")
        }
        line("scheme rating for value, target, better? {", .scheme)
        let hasBlanks = tables.contains { $0.columns.contains { $0.type == .status && $0.sample.blankCount > 0 } }
        var entries = labels.labels
        if hasBlanks {
            if let grey = entries.firstIndex(where: { $0.colour == .grey }) {
                entries[grey].texts.append("")
            } else {
                entries.append((.grey, [""]))
            }
        }
        if !labels.unsorted.isEmpty {
            if let grey = entries.firstIndex(where: { $0.colour == .grey }) {
                entries[grey].texts = labels.unsorted + entries[grey].texts
            } else {
                entries.append((.grey, labels.unsorted))
            }
        }
        let missing = labels.missing
        entries = (entries + missing).sorted { $0.colour.rawValue < $1.colour.rawValue }
        let written = entries.map { entry in (entry.colour, entry.texts.map(quoted).joined(separator: ", ")) }
        let width = written.map { $0.1.count }.max() ?? 0
        for (colour, texts) in written {
            if missing.contains(where: { $0.colour == colour }) {
                line("  // No row is \(colour.name): this label is a guess. Without it nothing that ought to be")
                line("  // \(colour.name) could be found. Write it as your returns print it.")
            }
            if colour == .grey, !labels.unsorted.isEmpty {
                let named = labels.unsorted.prefix(3).map(quoted).joined(separator: ", ")
                line("  // What \(named) means is not known, so that it gives no rating: move it to its colour.")
            }
            var text = "  " + colour.name.padded(to: 5) + " " + texts
            switch colour {
            case .green: text = "  green " + texts.padded(to: width) + "  when meets(value, target, better)"
            case .amber:
                text = "  amber " + texts.padded(to: width) + "  when near(value, target, better, 5 points, 5%)"
            case .red: text = "  red   " + texts.padded(to: width) + "  otherwise"
            case .blue, .grey: break
            }
            line(text, .scheme)
        }
        line("}")
        line()
    }

    // MARK: Tables

    private mutating func write(_ index: Int, joinsRegister: Bool) {
        let table = tables[index]
        var about = "// \(table.rowCount == 1 ? "1 row" : "\(table.rowCount) rows")"
        if table.isCut { about = "// The first \(table.rowCount) rows were looked at" }
        if let header = table.headerLine { about += "; the header is on line \(header), which is found by itself" }
        line(about + ".")
        for note in table.notesOnHeader {
            for words in lines(of: note.split(separator: " ").map(String.init), behind: "Note: ", between: " ") {
                line("// " + words)
            }
        }
        if let rules = standardRules[table.name], !rules.isEmpty {
            for words in lines(of: rules, behind: "Standard rules that check it: ") { line("// " + words) }
        }
        let sheet = table.sheet.map { " sheet " + quoted($0) } ?? ""
        line("table \(table.name) from \(quoted(patternText(table.path)))\(sheet) {")
        let nameWidth = min(24, table.columns.map { $0.name.count }.max() ?? 0)
        let typeWidth = min(16, table.columns.map { typeText($0).count }.max() ?? 0)
        var lines: [(text: String, evidence: String)] = []
        for column in table.columns {
            var text = "  " + column.name.padded(to: nameWidth) + " " + typeText(column).padded(to: typeWidth)
            if needsHeader(column) { text += " from " + quoted(headerText(column.header)) }
            if column.isRequired { text += " required" }
            if column.isNumbered { text += " numbered" }
            while text.hasSuffix(" ") { text.removeLast() }
            var evidence = column.evidence
            if column.isNumbered { evidence += "; they run in order" }
            lines.append((text, evidence))
        }
        let width = min(52, lines.map { $0.text.count }.max() ?? 0)
        for (column, entry) in lines.enumerated() {
            let part = Part.column(table: index, column: column)
            if entry.text.count > 90 {
                line("  // " + oneLineComment(entry.evidence))
                line(folded(entry.text), part)
                continue
            }
            line(
                entry.evidence.isEmpty
                    ? entry.text : entry.text.padded(to: width) + "  // " + oneLineComment(entry.evidence), part)
        }
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
        if joinsRegister, let key = table.key.first { line("  join \(registerName) on \(table.columns[key].name)") }
        if table.key.isEmpty, table.rowCount > 1 {
            line("  // No column tells all rows apart: a `key` would let duplicates be found.")
        }
        line("}")
        line()
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
                if columns + piece.count + 1 > 100 {
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

    /// Words in lines of a comment's width.
    private func lines(of words: [String], behind start: String, between: String = ", ") -> [String] {
        var lines = [start]
        for (index, word) in words.enumerated() {
            let piece = word + (index == words.count - 1 ? "." : between)
            if lines[lines.count - 1].count + piece.count > 110 { lines.append("  ") }
            lines[lines.count - 1] += piece
        }
        return lines.map { line in
            var line = line
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }

    private func typeText(_ column: InferredColumn) -> String {
        column.reading.isEmpty ? typeText(column.type) : typeText(column.type) + " " + column.reading
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
        let header = comparable(column.header)
        return header != column.name && header != String(column.name.map { $0 == "_" ? " " : $0 })
    }

    private func headerText(_ header: String) -> String {
        header.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    // MARK: What only people can know

    /// Why no register is written, in words: lower case, no full stop.
    var whyNoRegister: String {
        guard needy == nil else { return "" }
        guard let table = tables.first(where: { $0.index(of: .value) != nil && $0.index(of: .target) != nil }) else {
            return "no register was written: it says which way each value is better against its target, and no columns "
                + "were taken for a value and a target"
        }
        if table.key.count != 1 {
            return "no register was written: no single column tells the rows of \(table.name) apart, by which it could "
                + "be joined"
        }
        return "no register is needed, and none was written: the returns say which way is better"
    }

    /// What the rules do not ask of a table, and why.
    func notices(onTable index: Int) -> [String] {
        let table = tables[index]
        var found: [String] = []
        if !tables.contains(where: { $0.joins.contains { $0.table == table.name } }), table.rowCount > 0,
            standardRules[table.name, default: []].isEmpty
        {
            found.append(whyNoRule(of: table))
        }
        if isProvisional, usesStandardRules, doubtsKinds, isOfPeriods(table) {
            found.append(
                "whether figures and targets jump from one period to the next is not checked: no column says which figures "
                    + "add up over the year" + (table.index(of: .kind) == nil ? "" : " in another return"))
        }
        return found
    }

    /// Whether it is not known of all figures if they add up over their year.
    private var doubtsKinds: Bool {
        tables.contains { isOfPeriods($0) && $0.index(of: .kind) == nil }
    }

    /// Whether figures of several periods are held against each other.
    private func isOfPeriods(_ table: InferredTable) -> Bool {
        table.series != nil || table.index(of: .previousValue) != nil || table.index(of: .previousTarget) != nil
    }

    /// Why no standard rule applies to a table.
    private func whyNoRule(of table: InferredTable) -> String {
        let value = table.index(of: .value) == nil
        let named = table.columns.first { $0.type == .status && $0.role != .rag }
        let status = !table.columns.contains { $0.type == .status }
        var words = "no standard rule applies"
        if value, status {
            words += ": no column was taken for a value, and none for a status"
        } else if value {
            words += ": no column was taken for a value"
        } else if status {
            words += ": no column was taken for a status"
        }
        if let named, table.index(of: .rag) == nil {
            words += (value ? "; the" : ": the") + " status is called \(named.name), and they look for `rag`"
        }
        guard value || status else { return words }
        let example = (value ? "value measure" : "rag status rating") + " from \"HEADER\""
        return words + "; name it by hand, as in `" + example + "`"
    }

    /// A register with the rows whose target does not itself tell which way is better.
    private func registerText(_ table: InferredTable) -> String {
        guard let key = table.key.first else { return "" }
        let hasKind = table.index(of: .kind) != nil
        var text = csv(table.columns[key].name) + (hasKind ? ",better\n" : ",better,kind\n")
        for reference in table.columns[key].sample.inOrder { text += csv(reference) + (hasKind ? ",\n" : ",,\n") }
        return text
    }

    private mutating func writeRegister(_ table: InferredTable) {
        guard let key = table.key.first else { return }
        let name = table.columns[key].name
        let hasKind = table.index(of: .kind) != nil
        if hasKind {
            line("// What the returns do not say: which way each indicator is better (`higher` or `lower`).")
            line("// Rows of which it is not known are left undecided where it matters.")
        } else {
            line(
                "// What the returns do not say: which way each indicator is better (`higher` or `lower`), and what kind of figure it is"
            )
            line(
                "// (`cumulative`, `snapshot` or `rolling`). Rows of which it is not known are left undecided where it matters."
            )
        }
        let columns =
            ["  \(name.padded(to: 6)) text required", "  better choice \"higher\", \"lower\""]
            + (hasKind ? [] : ["  kind   choice \"cumulative\", \"snapshot\", \"rolling\""]) + ["  key \(name)", "}"]
        if let registerPath {
            line("table \(registerName) from \(quoted(patternText(registerPath))) {")
            for column in columns { line(column) }
            return
        }
        let register = freeName("register")
        line(
            "// `kpilint init … --register \(register).csv` writes a register with all rows, to be filled in, and joins it. By hand:"
        )
        line("//   table \(register) from \"\(register).csv\" {")
        for column in columns { line("//   " + column) }
        line("// and in table \(table.name): `join \(register) on \(name)`. The register begins:")
        line("//   \(name),better" + (hasKind ? "" : ",kind"))
        let references = table.columns[key].sample.inOrder
        for reference in references.prefix(5) { line("//   \(oneLineComment(csv(reference)))," + (hasKind ? "" : ",")) }
        if references.count > 5 { line("//   and so on for \(references.count) rows") }
    }

    private func csv(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// A pattern that matches this path only.
    private func patternText(_ path: String) -> String { FilePattern.naming(path) }

    private func lastPart(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    private func oneLineComment(_ text: String) -> String {
        escapedForTerminal(String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }))
    }

    /// A text literal of the rule language.
    private func quoted(_ text: String) -> String { Self.literal(text) }

    /// A text literal of the rule language.
    static func literal(_ text: String) -> String {
        var result = "\""
        for character in text {
            switch character {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\t": result += "\\t"
            case "\n", "\r\n": result += "\\n"
            default: for scalar in character.unicodeScalars { result += escaped(scalar) }
            }
        }
        return result + "\""
    }
}

/// A character in a text of the rule language: by its number where it is invisible, or would hide or reorder its
/// neighbours.
private func escaped(_ scalar: Unicode.Scalar) -> String {
    let text = String(scalar)
    return escapedForTerminal(text) == text ? text : "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        count >= width ? self : self + String(repeating: " ", count: width - count)
    }
}
