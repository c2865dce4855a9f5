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
    private(set) var unnamed: Set<Int> = []
    /// For each written line the table, and the column or other part, that it is about.
    private var parts: [Part?] = []

    enum Part {
        case column(table: Int, column: Int)
        case key(table: Int)
        case series(table: Int)
        case join(table: Int, join: Int)
        case naming(table: Int)
        case direction(table: Int)
        case scheme
    }

    /// Takes what else was found of a table.
    mutating func replace(_ index: Int, by table: InferredTable) { tables[index] = table }

    init(tables: [InferredTable], registerPath: String?) {
        self.tables = tables
        self.registerPath = registerPath
    }

    /// The columns of a register besides the key.
    static let registerColumns: Set<String> = ["better", "kind"]

    var registerName: String { freeName("register_to_fill") }

    func freeName(_ name: String) -> String {
        identifier(name, avoiding: Set(tables.map(\.name)), otherwise: "register")
    }

    /// The table that needs a register to tell which way is better; `nil` where none does.
    var needy: Int? {
        tables.indices.first { index in
            let table = tables[index]
            guard table.index(of: .value) != nil, table.index(of: .target) != nil, table.keyOfRegister != nil else {
                return false
            }
            return !table.knowsDirection
                && !table.joins.contains { join in
                    tables.contains { $0.name == join.table && $0.knowsDirection }
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
            for name in ["rag-follows-target", "prior-rag", "national-rag", "neighbour-rag"] {
                line("set \(name) to off")
            }
            for name in [
                "rag-without-value", "red-needs-commentary", "percent-disagrees", "unit-changes", "unit-differs",
                "direction-disagrees", "overdue-on-track",
            ] {
                line("set \(name) to query")
            }
            if doubtsKinds {
                for name in ["figure-jumps", "nothing-after-much", "target-moves"] {
                    line("set \(name) to off")
                }
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
            "unreadable-cell", "not-allowed", "bad-format", "missing-value", "duplicate-key", "duplicate-ref",
            "unknown-reference", "duplicate-header",
        ] {
            line("set \(finding) to query")
        }
    }

    /// Words as a comment, in lines of 80 columns; what stands in backquotes is not broken, so that it can be copied.
    mutating func comment(_ text: String, indent: String = "", sign: String = "//") {
        var words: [String] = []
        var isQuoted = false
        for word in text.split(separator: " ") {
            let isLong = (words.last?.count ?? 0) > 76
            if isQuoted, !isLong { words[words.count - 1] += " " + word } else { words.append(String(word)) }
            if word.count(where: { $0 == "`" }) % 2 == 1 { isQuoted.toggle() }
        }
        var current = indent + sign
        for word in words {
            if current.count + 1 + word.count > 80, current.count > indent.count + sign.count {
                line(current)
                current = indent + sign
            }
            current += " " + word
        }
        line(current)
    }

    mutating func line(_ text: String = "", _ part: Part? = nil) {
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
            case .direction(let table)?:
                if let column = tables[table].directionColumn { tables[table].columns[column].becomeText() }
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
        var names: [String] = []
        for one in tables.flatMap(\.returns.returns) where !names.contains(lastPart(one.path)) {
            names.append(lastPart(one.path))
        }
        let more = names.count > 12 ? " and \(names.count - 12) more" : ""
        comment(
            "A start, made from \(names.prefix(12).map(oneLineComment).joined(separator: ", "))\(more). Read it through: "
                + "types and labels are what the cells look like, and a return cannot say what it should be.",
            sign: "///")
        if usesStandardRules {
            line("import \"standard.rules\"")
        } else {
            comment(
                "No standard rule applies to these columns: \(oneLineComment(whatIsLacking(tables))). Where one is, name it "
                    + "so, as in `value measure from \"HEADER\"` or `rag status rating from \"HEADER\"`, and take the next "
                    + "line in."
            )
            line("// import \"standard.rules\"")
        }
        line()
        comment("The day that the report speaks of: rules about dates decide nothing until it is known.")
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
        let checking = tables.indices.filter {
            standardRules[tables[$0].name]?.contains("rag-follows-target") ?? false
        }
        var about =
            "How a status follows from value and target. The labels are those of the returns; the tolerances are a guess: "
            + "write those of your own scheme. "
        if checking.isEmpty {
            about += "No rule checks ratings by it yet: `kpilint rules` says what they lack."
        } else if let needy, checking.contains(needy) {
            about += "Ratings are checked by it where it is known which way is better."
        } else {
            about += "Ratings are checked by it."
        }
        comment(about)
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
                comment(
                    "No row is \(colour.name): this label is a guess. Without it nothing that ought to be \(colour.name) "
                        + "could be found. Write it as your returns print it.",
                    indent: "  ")
            }
            if colour == .grey, !labels.unsorted.isEmpty {
                let named = labels.unsorted.prefix(3).map(quoted).joined(separator: ", ")
                comment(
                    "What \(oneLineComment(named)) means is not known, so that it gives no rating: move it to its colour.",
                    indent: "  ")
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

    /// A pattern that matches this path only.
    func patternText(_ path: String) -> String { FilePattern.naming(path) }

    func lastPart(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    func oneLineComment(_ text: String) -> String {
        escapedForTerminal(String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }))
    }

    /// A text literal of the rule language.
    func quoted(_ text: String) -> String { Self.literal(text) }

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
    func padded(to width: Int) -> String {
        count >= width ? self : self + String(repeating: " ", count: width - count)
    }
}
