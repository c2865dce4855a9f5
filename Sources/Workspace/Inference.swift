// Starting a rule file from returns: infers from its cells what each column holds.

import Checking
package import Diagnostics
package import Findings
import Locations
import Quantities
import Syntax
package import Tables

/// A rule file made from returns, with notices.
package struct InferredRules: Sendable {
    package var text = ""
    /// A register with blanks to fill in, as delimited text, where the returns do not tell which way is better; else
    /// `nil`.
    package var register: String?
    /// Why there is no register, in words.
    package var noRegister = ""
    package var notices: [String] = []
    package var unreadable: [(path: String, reason: String)] = []
    /// How each return that could be read was read.
    package var readings: [AssumedReading] = []
    /// Faults that the rule file has; empty, unless the names in a return cannot be written in a rule file.
    package var diagnostics: [Diagnostic] = []

    package init() {}
}

extension Session {
    /// Reads returns and writes a rule file for them. Its paths are the given ones, so that it runs from the tree's
    /// folder; `register` is the path for the register with blanks, `nil` where none is wanted.
    /// A `provisional` one is not for people to read through: it asks where a rule file of that start would report a
    /// fault, and leaves out what only knowledge of the council's own scheme can decide.
    package func startingRules(
        _ paths: [String], register: String? = nil, formats: [any TableFormat] = standardFormats,
        provisional: Bool = false
    ) -> InferredRules {
        var result = InferredRules()
        let opener = TableOpener(formats)
        var returns: [SampledFile] = []
        var known: [FileIdentity: String] = [:]
        for path in paths {
            if let identity = files.identity(of: path) {
                if let other = known[identity] {
                    result.notices.append(
                        path == other
                            ? "\(files.shown(path)) is named more than once: it is one table"
                            : "\(files.shown(path)) is the same file as \(files.shown(other)): it is one table")
                    continue
                }
                known[identity] = path
            }
            do throws(ReadError) {
                let sampled = try sampledReturns(path, opener, in: files)
                returns.append(sampled)
            } catch {
                result.unreadable.append((files.shown(path), error.words))
            }
        }
        var tables: [InferredTable] = []
        for var group in groups(of: returns, &result.notices) {
            group.name = identifier(group.name, avoiding: Set(tables.map(\.name)), otherwise: "return")
            var table = InferredTable(group)
            if table.rowCount == 0 { table.notices.append("it has no rows: its columns are taken as texts") }
            if provisional {
                table.leaveUnpairedTargetAside()
            } else if let why = table.whyUnpaired {
                table.notices.append("\(why): name another column `target` where a status cannot follow from them")
            }
            table.findWhatRowsAre()
            for file in returns where !file.otherSheets.isEmpty && table.begins(file, after: tables) {
                table.notices.append(sheetsNotRead(file.otherSheets))
            }
            tables.append(table)
        }
        for index in tables.indices { tables[index].findJoins(among: tables, at: index) }
        var writer = RuleFileWriter(tables: tables, registerPath: register)
        var checked = checkStart(writer.text())
        // A column that cannot be written with its inferred type becomes a text, and lines that depend on a fault are
        // left out: the result runs.
        for _ in 0..<8 where checked.hasErrors {
            writer.simplify(at: checked.faultyLines)
            checked = checkStart(writer.text())
        }
        for _ in 0..<2 where !checked.hasErrors && readAsChecked(&writer, checked.rules, opener) {
            checked = checkStart(writer.text())
            for _ in 0..<8 where checked.hasErrors {
                writer.simplify(at: checked.faultyLines)
                checked = checkStart(writer.text())
            }
        }
        for rule in checked.rules.rules {
            writer.standardRules[checked.rules.tables[rule.scope.table].name, default: []].append(rule.name)
        }
        writer.usesStandardRules = !checked.rules.rules.isEmpty
        writer.isProvisional = provisional
        tables = writer.tables
        for index in tables.indices { tables[index].notices += writer.notices(onTable: index) }
        result.readings = tables.flatMap(\.assumedReadings)
        for table in tables {
            let isOfFiles = table.returns.part.map { !$0.isOfSheets } ?? false
            let place = isOfFiles ? table.returns.pattern : table.path
            result.notices += table.notices.map { "\(files.shown(place)): \($0)" }
        }
        // In the layout of `kpilint format`.
        let written = parse(SourceFile(name: startingName, text: writer.text()))
        result.text = String(decoding: format(written), as: UTF8.self)
        result.register = writer.register
        result.noRegister = writer.whyNoRegister
        result.diagnostics = checkStart(result.text).rules.diagnostics.filter { $0.severity == .error }
        return result
    }
}

private let startingName = "starting.rules"

/// A written rule file with the result of checking it.
private struct CheckedStart {
    var rules: RuleSet

    var hasErrors: Bool { rules.hasErrors }
    /// Lines of the file that hold an error, from 1.
    var faultyLines: [Int] {
        rules.diagnostics.filter { $0.severity == .error && $0.span.file.name == startingName }.map(\.span.start.line)
    }
}

private func checkStart(_ text: String) -> CheckedStart {
    CheckedStart(rules: RuleSources([SourceFile(name: startingName, text: text)], in: MemoryTree()).check())
}

/// Returns of one shape, and what was inferred from them.
struct InferredTable {
    let name: String
    /// The path of the first return as given, so that the rule file finds the returns from the same folder.
    let path: String
    let returns: ReturnGroup
    var columns: [InferredColumn] = []
    private(set) var rowCount = 0
    var notices: [String] = []
    /// The line of the header; `nil` where it is the first, or differs from one return to another.
    private(set) var headerLine: Int?
    /// The sheet of the table; `nil` in texts.
    private(set) var sheet: String?
    /// What is doubtful about the header: lower case, no full stop.
    private(set) var notesOnHeader: [String] = []
    /// Indices of columns.
    var key: [Int] = []
    var series: Int?
    var joins: [(table: String, column: String, isRequired: Bool)] = []
    /// Whether only the first rows were read.
    private(set) var isCut = false
    /// The last row of each return.
    private(set) var lastRows: Set<Int> = []
    /// The headers that several columns have, as they are compared: nothing tells which of those is meant.
    private var repeatedHeaders: Set<String> = []
    /// The rows that add up others.
    var totals: [TotalRow] = []
    /// Whether the rule file says where the header stands and what separates cells: by itself the check would open a
    /// return in another way.
    var saysHowToOpen = false
    /// Whether it rests on the rows that the check will see.
    var isReadAsChecked = false
    /// Texts in the key's column that are headings.
    var headingsAmongKeys: [String] = []
    private var rowLines: [Int] = []
    /// How many cells of each row hold something.
    private(set) var filledCells: [Int32] = []

    init(_ group: ReturnGroup) {
        name = group.name
        path = group.first.path
        returns = group
        let first = group.first
        sheet = first.sheet
        take(group.returns)
        for one in group.returns {
            let isSaid = notices
            let place = group.returns.count > 1 && one.path != path ? "\(one.path): " : ""
            notices += (one.notices + one.notesOnHeader).map { place + $0 }.filter { !isSaid.contains($0) }
        }
        for note in group.returns.flatMap(\.notesOnHeader) where !notesOnHeader.contains(note) {
            notesOnHeader.append(note)
        }
        if let next = first.header.count < first.headerCount ? first.headerCount : nil {
            notices.append(
                "it has \(next) columns, of which the first \(SampledReturn.columnLimit) are declared: add those "
                    + "that are to be checked"
                    + (first.nextHeader.map { ", from \"\(visible(String($0.prefix(60))))\" on" } ?? ""))
        }
        for (field, (header, sample)) in zip(first.header, first.samples).enumerated()
        where comparable(header).isEmpty && sample.filled > 0 {
            notices.append(
                "column \(field + 1) has no header and is not read: give it one, such as `indicator`, and start again")
        }
        giveRoles()
        takeNoWholeNumbers()
        noticeStatuses()
        noticeUnused()
    }

    /// Takes the rows of all returns, one below the other.
    private mutating func take(_ returns: [SampledReturn]) {
        rowCount = returns.reduce(0) { $0 + $1.rowCount }
        isCut = returns.contains(where: \.isCut)
        let lines = Set(returns.map(\.headerLine))
        headerLine = lines.count == 1 ? lines.first.flatMap { $0 > 1 ? $0 : nil } : nil
        rowLines = returns.flatMap(\.rowLines)
        filledCells = returns.flatMap(\.filledCells)
        var end = 0
        for one in returns where one.rowCount > 0 {
            end += one.rowCount
            lastRows.insert(end - 1)
        }
        guard let first = returns.first else { return }
        var seen: Set<String> = []
        for field in first.header.indices {
            // Two headers that compare equal cannot both be declared; checking reports the second.
            let header = first.header[field]
            guard !comparable(header).isEmpty else { continue }
            guard seen.insert(comparable(header)).inserted else {
                let same = first.header.firstIndex { comparable($0) == comparable(header) } ?? field
                let (one, other) = (first.samples[same], first.samples[field])
                // A cell that is merged across columns names them all, as those below it do that are merged.
                if other.filled > 0, !other.isSame(as: one) { repeatedHeaders.insert(comparable(header)) }
                continue
            }
            var sample = first.samples[field]
            for other in returns.dropFirst() where field < other.samples.count { sample.append(other.samples[field]) }
            var column = InferredColumn(header: header, sample: sample)
            column.isByFill = returns.contains { $0.fieldsByFill.contains(field) }
            columns.append(column)
        }
        guard let part = self.returns.part else { return }
        var sample = ColumnSample(keepsRows: true)
        for (one, value) in zip(returns, part.values) { for _ in 0..<one.rowCount { sample.add(value) { 0 } } }
        var column = InferredColumn(header: part.name, sample: sample)
        column.isPart = true
        column.isPartOfTime = part.isPeriod
        column.name = part.name
        columns.append(column)
    }

    /// What shows no decimals may store some: only whoever knows the figures can say that they are whole.
    private mutating func takeNoWholeNumbers() {
        guard sheet != nil else { return }
        for index in columns.indices where columns[index].type == .whole { columns[index].type = .number }
    }

    /// Finds the totals among the rows, and what tells rows apart.
    mutating func findWhatRowsAre() {
        totals = findTotals()
        findKey()
        if !isReadAsChecked { findShapeOfKeys() }
    }

    /// Whether it is the first table that a file is read for.
    func begins(_ file: SampledFile, after others: [InferredTable]) -> Bool {
        func reads(_ table: InferredTable) -> Bool {
            table.returns.returns.contains { one in file.returns.contains { $0.path == one.path } }
        }
        return reads(self) && !others.contains(where: reads)
    }

    /// The line of a row in its return.
    func line(ofRow row: Int) -> Int { rowLines.indices.contains(row) ? rowLines[row] : 0 }

    /// Takes the rows as the check will see them, without headings and notes, and chooses types again.
    mutating func resample(_ returns: [SampledReturn]) {
        let old = columns
        columns = []
        lastRows = []
        take(returns)
        guard columns.count == old.count else {
            columns = old
            return
        }
        for index in columns.indices {
            columns[index].role = old[index].role
            columns[index].period = old[index].period
            columns[index].name = old[index].name
            columns[index].isPart = old[index].isPart
            columns[index].isByFill = old[index].isByFill
            columns[index].shape = old[index].shape
            // What was simplified stays so.
            if old[index].isSimplified { columns[index].becomeText() } else { columns[index].chooseType() }
        }
        takeNoWholeNumbers()
        series = nil
        findWhatRowsAre()
    }

    /// Adds notices about cells that are not statuses in columns that are named as such.
    private mutating func noticeStatuses() {
        for column in columns where column.isCalledStatus && column.sample.filled > 0 {
            guard let labels = column.statusLabels else {
                guard index(of: .rag) == nil else { continue }
                let odd = column.sample.inOrder.filter { StatusLabels.colour(of: $0) == nil }
                guard !odd.isEmpty else { continue }
                notices.append(
                    "column \(named(column)) is not taken for a status, so that no rule about statuses runs: "
                        + "\(named(odd, of: column)) can be no label, or none that is known: put it right and start "
                        + "again, or write a scheme that has it")
                continue
            }
            if !labels.unsorted.isEmpty {
                notices.append(
                    "what \(named(labels.unsorted, of: column)) in column \(named(column)) means is not known: it is "
                        + "taken for no rating; move it to its colour in the scheme")
            }
            guard !labels.odd.isEmpty else { continue }
            notices.append(
                "\(named(labels.odd, of: column)) in column \(named(column)) can be no label, or none that is known: "
                    + "put it right, or take it into the scheme")
        }
    }

    /// Adds notices about columns whose headers say what they are, and that are not taken for it.
    private mutating func noticeUnused() {
        var isSaidOfValue = false
        for column in columns where column.role == nil && column.sample.filled > 0 {
            if isRepeated(column) {
                guard ColumnRole.isKnown(column.header) else { continue }
                notices.append(
                    "several columns have the header \(named(column)): nothing tells which one is meant, so that none is "
                        + "used; give each a header of its own, such as `Q1 \(visible(String(column.header.prefix(30))))`"
                )
            } else if index(of: .better) == nil, directionColumn == nil,
                ColumnRole.better.rank(of: column.header) != nil
            {
                notices.append(
                    "column \(named(column)) does not say which way is better in words that are known: "
                        + "\(named(column.sample.inOrder, of: column)); write `Higher` or `Lower` (or `Higher is better`, "
                        + "`High`, `Maximise`, `Up` and the like)")
            } else if index(of: .value) == nil, ColumnRole.value.rank(of: column.header) != nil,
                column.statusLabels == nil
            {
                let odd = column.sample.unreadableFigures
                guard !isSaidOfValue, !odd.isEmpty else { continue }
                isSaidOfValue = true
                notices.append(
                    "column \(named(column)) is not taken for the value: \(named(odd, of: column)) cannot be read as "
                        + "\(odd.count == 1 ? "a figure" : "figures")"
                        + (odd.contains { $0.contains(",") } ? "; decimals are written with a point" : ""))
            }
        }
    }

    private func named(_ column: InferredColumn) -> String { "\"" + visible(String(column.header.prefix(60))) + "\"" }

    /// The first of some cells, with their lines.
    private func named(_ texts: [String], of column: InferredColumn) -> String {
        let first = texts.prefix(3).map { text in
            let line = returns.returns.count == 1 ? column.sample.firstLines[text] : nil
            return "\"" + visible(String(text.prefix(60))) + "\""
                + (line.map { " (\(sheet == nil ? "line" : "row") \($0))" } ?? "")
        }
        return first.joined(separator: ", ") + (texts.count > 3 ? " and \(texts.count - 3) more" : "")
    }

    /// The column with a role; `nil` where there is none.
    func index(of role: ColumnRole) -> Int? { columns.firstIndex { $0.role == role } }

    /// Names the columns that the standard rules use as these do, those of quarters and years among them, and all
    /// others by their headers.
    private mutating func giveRoles() {
        for role in ColumnRole.allCases {
            let fitting = columns.indices.filter { index in
                columns[index].role == nil && role.fits(columns[index])
                    && !isRepeated(columns[index])
                    // Among columns for several periods the period decides.
                    && !(PeriodHeader.roles.contains(role) && PeriodHeader(columns[index].header) != nil)
            }
            let best = fitting.min {
                (role.rank(of: columns[$0].header) ?? 0, $0) < (role.rank(of: columns[$1].header) ?? 0, $1)
            }
            if let best { columns[best].role = role }
        }
        giveRolesOfPeriods()
        pairValueWithTarget()
        takeStatusByItsCells()
        if let part = columns.indices.first(where: { columns[$0].isPart }), returns.part?.isPeriod ?? false,
            index(of: .period) == nil, columns[part].name == ColumnRole.period.rawValue
        {
            columns[part].role = .period
        }
        // Columns named better and kind would collide with those of a register.
        let mayWantRegister = index(of: .value) != nil && index(of: .target) != nil
        var names: Set<String> = Set(columns.compactMap { $0.role?.rawValue })
        names.formUnion(columns.filter(\.isPart).map(\.name))
        if directionColumn != nil { names.insert(ColumnRole.better.rawValue) }
        for index in columns.indices {
            columns[index].chooseType()
            if columns[index].isPart { continue }
            if let role = columns[index].role {
                columns[index].name = role.rawValue
            } else {
                let header = columns[index].header
                columns[index].name = identifier(header, avoiding: names, otherwise: "column")
                if mayWantRegister, RuleFileWriter.registerColumns.contains(columns[index].name) {
                    columns[index].name = identifier("given " + header, avoiding: names, otherwise: "column")
                }
                names.insert(columns[index].name)
            }
        }
    }

    /// Whether another column has its header too.
    func isRepeated(_ column: InferredColumn) -> Bool { repeatedHeaders.contains(comparable(column.header)) }

    /// Without a column that is called a status, the one whose cells are all colours of statuses is one, if its header
    /// is one of those that the standard rules know: `Performance`.
    private mutating func takeStatusByItsCells() {
        guard index(of: .rag) == nil else { return }
        let fitting = columns.indices.filter { index in
            guard columns[index].role == nil, !columns[index].isPart, let labels = columns[index].statusLabels,
                ColumnRole.isKnown(columns[index].header), labels.odd.isEmpty, labels.unsorted.isEmpty
            else { return false }
            let colours = labels.labels.flatMap { entry in entry.texts.filter { $0.lowercased() == entry.colour.name } }
            return Set(colours.map { $0.lowercased() }).count > 1
        }
        if fitting.count == 1, let only = fitting.first { columns[only].role = .rag }
    }

    /// A target that does not belong to the value is none by which statuses could be judged: its header names it.
    mutating func leaveUnpairedTargetAside() {
        guard let why = whyUnpaired, index(of: .rag) != nil, let target = index(of: .target) else { return }
        notices.append("\(why): whether the status follows from them is not checked")
        var names = Set(columns.map(\.name))
        names.formUnion(ColumnRole.allCases.map(\.rawValue))
        columns[target].name = identifier("given " + columns[target].header, avoiding: names, otherwise: "column")
    }

    /// Finds other tables with facts about this one's rows: with a key that is a column here, and without figures.
    mutating func findJoins(among tables: [InferredTable], at place: Int) {
        for (index, other) in tables.enumerated() where index != place {
            guard other.key.count == 1, let key = other.key.first, other.columns.allSatisfy({ !$0.type.isFigure }),
                other.columns.count < columns.count,
                let here = columns.first(where: { $0.name == other.columns[key].name })
            else { continue }
            let known = other.columns[key].sample.counts
            let found = here.sample.counts.keys.filter { known[$0] != nil }.count
            guard found * 10 >= here.sample.differing * 6, found > 0 else { continue }
            // A register that has nearly all rows is meant to be complete.
            joins.append((other.name, here.name, found * 10 >= here.sample.differing * 9))
        }
    }
}

extension InferredTable {
    /// How its columns were read, for each return and sheet.
    var assumedReadings: [AssumedReading] {
        returns.returns.enumerated().map { index, one in
            var reading = assumedReading
            reading.path = one.path
            reading.sheet = one.sheet
            reading.headerLine = one.headerLine
            if index > 0 { reading.wanted = [] }
            return reading
        }
    }

    private var assumedReading: AssumedReading {
        var used: [AssumedReading.Column] = []
        var unused: [String] = []
        for (index, column) in columns.enumerated() {
            guard var meaning = meaning(ofColumn: index) else {
                unused.append(column.header)
                continue
            }
            if key.contains(index), column.role == .ref { meaning += ", which tells them apart" }
            if column.role == .rag {
                if column.isByFill { meaning += " by the colours of its cells" }
                meaning += column.statusLabels.map { ": " + $0.words } ?? ", blank in every row"
            }
            if let period = column.period { meaning += " (" + period.words + ")" }
            let header = column.isPart ? "{" + column.header + "}" : column.header
            used.append(AssumedReading.Column(header: header, meaning: meaning))
        }
        return AssumedReading(
            path: path, table: name, sheet: sheet, headerLine: headerLine ?? 1, columns: used, unused: unused,
            wanted: notices.map { $0.prefix(1).uppercased() + $0.dropFirst() })
    }

    /// What a column is taken for; `nil` where it is not used.
    private func meaning(ofColumn index: Int) -> String? {
        if columns[index].isPart, let part = returns.part {
            return
                "\(columns[index].role?.meaning ?? "what tells them apart"), by \(part.isOfSheets ? "the sheet" : "the file")"
        }
        if let role = columns[index].role { return role.meaning }
        if index == directionColumn { return "which way is better: " + (columns[index].directions?.words ?? "") }
        if key.contains(index) { return "what tells the rows apart" }
        if index == labelColumn { return "what the row is called" }
        return index == ownerColumn ? "who answers for the row" : nil
    }
}

/// A text with invisible characters shown by their numbers.
func visible(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            result += "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
        default: result.unicodeScalars.append(scalar)
        }
    }
}

/// A name for a rule file: letters, digits and `_` in lower case, not reserved and not taken.
func identifier(_ text: String, avoiding taken: Set<String>, otherwise: String) -> String {
    var name = ""
    for scalar in text.lowercased().unicodeScalars {
        let isLetter = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
        if isLetter { name.unicodeScalars.append(scalar) } else if !name.isEmpty, !name.hasSuffix("_") { name += "_" }
        if name.count >= 40 { break }
    }
    while name.hasSuffix("_") { name.removeLast() }
    if name == "percent" || name.isEmpty { name = name.isEmpty ? otherwise : name }
    if let first = name.first, first.isNumber { name = otherwise + "_" + name }
    let reserved: Set<String> = [
        "and", "or", "not", "if", "then", "else", "is", "in", "where", "when", "require", "true", "false", "unknown",
        "until", "because", "from", "with", "by", "over", "as", "on", "key", "join", "series", "let", "previous",
        "next",
        "first", "last", "any", "vary", "unpivot", "total",
    ]
    if reserved.contains(name) { name += "_" + otherwise }
    var unique = name
    var number = 2
    while taken.contains(unique) {
        unique = "\(name)_\(number)"
        number += 1
    }
    return unique
}
