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
        var tables: [InferredTable] = []
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
                var table = try InferredTable(path, named: tables.map(\.name), TableOpener(formats), in: files)
                if table.rowCount == 0 { table.notices.append("it has no rows: its columns are taken as texts") }
                table.findKey()
                tables.append(table)
            } catch {
                result.unreadable.append((files.shown(path), error.words))
            }
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
        for rule in checked.rules.rules {
            writer.standardRules[checked.rules.tables[rule.scope.table].name, default: []].append(rule.name)
        }
        writer.usesStandardRules = !checked.rules.rules.isEmpty
        writer.isProvisional = provisional
        tables = writer.tables
        for index in tables.indices { tables[index].notices += writer.notices(onTable: index) }
        result.readings = tables.map(\.assumedReading)
        for table in tables {
            result.notices += table.notices.map { "\(files.shown(table.path)): \($0)" }
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

/// A return and what was inferred from it.
struct InferredTable {
    let name: String
    /// The path as given, so that the rule file finds the return from the same folder.
    let path: String
    var columns: [InferredColumn] = []
    var rowCount = 0
    var notices: [String] = []
    /// The line of the header; `nil` where it is the first.
    var headerLine: Int?
    /// The sheet of the table; `nil` in texts.
    var sheet: String?
    /// What is doubtful about the header: lower case, no full stop.
    var notesOnHeader: [String] = []
    /// Indices of columns.
    var key: [Int] = []
    var series: Int?
    var joins: [(table: String, column: String, isRequired: Bool)] = []
    /// Whether only the first rows were read.
    var isCut = false

    /// The most rows that are read.
    private static let rowLimit = 50_000
    private static let columnLimit = 500

    init(
        _ path: String, named taken: [String], _ opener: TableOpener, in files: any FileTree
    ) throws(ReadError) {
        self.path = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        name = identifier(fileName(path), avoiding: Set(taken), otherwise: "return")
        let source = try files.source(path, name: files.shown(path), isNamed: true, progress: nil)
        let reader = try openByHeader(source, opener)
        // The line of the header is written into the rule file.
        notices = reader.notices.filter { if case .header = $0 { false } else { true } }.map(\.words)
        if let line = reader.headerLocations.last?.line, line > 1 { headerLine = line }
        sheet = reader.sheet
        var samples = reader.header.prefix(Self.columnLimit).map { _ in ColumnSample() }
        let chunk = RecordChunk()
        while rowCount < Self.rowLimit, try reader.next(into: chunk) {
            for record in 0..<chunk.recordCount {
                for field in samples.indices {
                    samples[field].add(chunk.text(record: record, field: field)) {
                        chunk.location(record: record, field: field).line
                    }
                }
            }
            rowCount += chunk.recordCount
        }
        isCut = rowCount >= Self.rowLimit
        notesOnHeader = Self.notes(on: reader, samples)
        notices += notesOnHeader
        if let next = reader.header.dropFirst(Self.columnLimit).first {
            notices.append(
                "it has \(reader.header.count) columns, of which the first \(Self.columnLimit) are declared: add those "
                    + "that are to be checked, from \"\(visible(String(next.prefix(60))))\" on")
        }
        var seen: Set<String> = []
        var found: [InferredColumn] = []
        for (field, (header, sample)) in zip(reader.header, samples).enumerated()
        where comparable(header).isEmpty && sample.filled > 0 {
            notices.append(
                "column \(field + 1) has no header and is not read: give it one, such as `indicator`, and start again")
        }
        for (header, sample) in zip(reader.header, samples) {
            // Two headers that compare equal cannot both be declared; checking reports the second.
            guard !comparable(header).isEmpty, seen.insert(comparable(header)).inserted else { continue }
            found.append(InferredColumn(header: header, sample: sample))
        }
        columns = found
        giveRoles()
        // What shows no decimals may store some: only whoever knows the figures can say that they are whole.
        if sheet != nil {
            for index in columns.indices where columns[index].type == .whole { columns[index].type = .number }
        }
        noticeStatuses()
    }

    /// Notes on whether rows may have been taken for the header, or skipped.
    private static func notes(on reader: any TableReader, _ samples: [ColumnSample]) -> [String] {
        let line = reader.headerLocations.last?.line ?? 1
        let noun = reader.sheet == nil ? "line" : "row"
        let isRow = zip(reader.header, samples).contains { header, sample in
            isBareFigure(header) || sample.counts[header] != nil
                || isTime(header) && sample.firstTexts.contains(where: isTime)
        }
        if isRow, !reader.header.contains(where: isNameOfColumn) {
            return [
                "no \(noun) looks like a header: \(noun) \(line) is taken for it, and not checked as a row; put a header "
                    + "above the rows and start again"
            ]
        }
        guard let rows = reader.above.rows ?? reader.above.doubtful else { return [] }
        let isDoubtful = reader.above.rows == nil
        let (first, last) = (rows.first.line, rows.lastLine)
        let looks =
            rows.count == 1
            ? "\(noun) \(first) \(isDoubtful ? "may be" : "looks like") a row and stands"
            : "\(rows.count) \(noun)s \(isDoubtful ? "may be" : "look like") rows of the table, from \(noun) \(first) to \(noun) \(last), "
                + "and stand"
        return [
            looks
                + " above the header on \(noun) \(line): what is there is not read; put the header above all rows, and "
                + "tables that stand one below the other into files of their own"
        ]
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

    private func named(_ column: InferredColumn) -> String { "\"" + visible(String(column.header.prefix(60))) + "\"" }

    /// The first of some cells, with their lines.
    private func named(_ texts: [String], of column: InferredColumn) -> String {
        let first = texts.prefix(3).map { text in
            "\"" + visible(String(text.prefix(60))) + "\""
                + (column.sample.firstLines[text].map { " (line \($0))" } ?? "")
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
                    // Among columns for several periods the period decides.
                    && !(PeriodHeader.roles.contains(role) && PeriodHeader(columns[index].header) != nil)
            }
            let best = fitting.min {
                (role.rank(of: columns[$0].header) ?? 0, $0) < (role.rank(of: columns[$1].header) ?? 0, $1)
            }
            if let best { columns[best].role = role }
        }
        giveRolesOfPeriods()
        // Columns named better and kind would collide with those of a register.
        let mayWantRegister = index(of: .value) != nil && index(of: .target) != nil
        var names: Set<String> = Set(columns.compactMap { $0.role?.rawValue })
        for index in columns.indices {
            columns[index].chooseType()
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

    /// Finds the first column, or pair of columns, whose cells identify the rows.
    mutating func findKey() {
        guard rowCount > 1 else { return }
        let texts = columns.indices.filter { index in
            columns[index].type.canBeKey && columns[index].sample.blankCount == 0
                && columns[index].role != .better && columns[index].role != .kind
        }
        if let ref = index(of: .ref), columns[ref].sample.differing * 20 >= rowCount * 19 {
            key = [ref]
        } else if let ref = index(of: .ref), let period = index(of: .period), columns[period].type == .period {
            key = [ref, period]
            series = period
        } else if let single = texts.prefix(3).first(where: {
            // Cells with errors may be other names, where most of the cells are names.
            let sample = columns[$0].sample
            return sample.differing + sample.errorCount == rowCount && sample.differing * 2 > rowCount
        }) {
            key = [single]
        }
        for index in key { columns[index].isRequired = true }
        for index in texts where rowCount >= 10 && (columns[index].type == .text || columns[index].type.isChoice) {
            columns[index].isRequired = true
        }
        if let ref = index(of: .ref), index(of: .value) != nil, columns[ref].sample.runsInOrder {
            columns[ref].isNumbered = true
        }
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
    /// How its columns were read.
    var assumedReading: AssumedReading {
        var used: [AssumedReading.Column] = []
        var unused: [String] = []
        for (index, column) in columns.enumerated() {
            guard var meaning = meaning(ofColumn: index) else {
                unused.append(column.header)
                continue
            }
            if key.contains(index), column.role == .ref { meaning += ", which tells them apart" }
            if column.role == .rag {
                meaning += column.statusLabels.map { ": " + $0.words } ?? ", blank in every row"
            }
            if let period = column.period { meaning += " (" + period.words + ")" }
            used.append(AssumedReading.Column(header: column.header, meaning: meaning))
        }
        return AssumedReading(
            path: path, table: name, sheet: sheet, headerLine: headerLine ?? 1, columns: used, unused: unused,
            wanted: notices.map { $0.prefix(1).uppercased() + $0.dropFirst() })
    }

    /// What a column is taken for; `nil` where it is not used.
    private func meaning(ofColumn index: Int) -> String? {
        if let role = columns[index].role { return role.meaning }
        if key.contains(index) { return "what tells the rows apart" }
        if index == labelColumn { return "what the row is called" }
        return index == ownerColumn ? "who answers for the row" : nil
    }
}

// MARK: Finding the header

/// Opens a return at the line that is most likely its header. Rows may look like a header too, with months, quarters
/// and names of columns. Where they do, the first line that is all words is preferred.
private func openByHeader(
    _ source: any ByteSource, _ opener: TableOpener
) throws(ReadError) -> any TableReader {
    func open(_ likeness: HeaderLikeness, line: Int? = nil) throws(ReadError) -> any TableReader {
        let reader = try opener.table(
            in: source, takesFirst: true, SourceOptions(headerLine: line) { likeness.score($0) })
        try reader.settle()
        return reader
    }
    func records(below likeness: HeaderLikeness) throws(ReadError) -> [[String]] {
        let chunk = RecordChunk()
        guard try open(likeness).next(into: chunk) else { return [] }
        return (0..<min(50, chunk.recordCount)).map { record in
            (0..<chunk.fieldCount(record)).map { chunk.text(record: record, field: $0) }
        }
    }

    var likeness = HeaderLikeness()
    var reader = try open(likeness)
    if reader.header.contains(where: isTime) {
        let rows = try records(below: likeness)
        let words = HeaderLikeness(takesTimes: false)
        let other = try open(words)
        if words.score(other.header) > 0, !headsFigures(reader.header, rows) { (likeness, reader) = (words, other) }
    }
    if reader.above != RecordsAbove() {
        let words = HeaderLikeness(
            takesTimes: false, takesNames: false, leastCells: reader.header.count { !comparable($0).isEmpty })
        let other = try open(words)
        if words.score(other.header) > 0, other.line < reader.line {
            let rows = try records(below: words).filter { $0 != reader.header }
            if reader.header.contains(where: isBareFigure) || areNames(rows, as: reader.header) {
                (likeness, reader) = (words, other)
            }
        }
    }
    if likeness.score(reader.header) < 2, let first = reader.above.rows?.first.line {
        // Where no row looks more like a header than others the first is taken, so that none is lost.
        reader = try open(likeness, line: first)
    }
    return reader
}

extension TableReader {
    /// The line of the header.
    fileprivate var line: Int { headerLocations.last?.line ?? 1 }
}

/// Whether there are figures or statuses below the months, quarters and years of a header, as below headings.
private func headsFigures(_ header: [String], _ rows: [[String]]) -> Bool {
    var telling = 0
    var heading = 0
    for (field, cell) in header.enumerated() where isTime(cell) {
        for row in rows where field < row.count {
            switch cellLook(row[field]) {
            case .blank, .untold: continue
            case .figure: heading += 1
            default: if StatusLabels.colour(of: comparable(row[field])) != nil { heading += 1 }
            }
            telling += 1
        }
    }
    return heading > 0 && heading * 2 >= telling
}

/// Whether rows have names of columns where the supposed header has them, and no column of figures or dates: such a
/// table explains the columns of a return.
private func areNames(_ rows: [[String]], as line: [String]) -> Bool {
    let isNamed = line.indices.contains { field in
        guard isNameOfColumn(line[field]) else { return false }
        let names = rows.count { field < $0.count && isNameOfColumn($0[field]) }
        return names > 0 && names * 3 >= rows.count
    }
    return isNamed
        && line.indices.allSatisfy { field in
            rows.count { field < $0.count && [.figure, .time].contains(cellLook($0[field])) } * 2 <= rows.count
        }
}

/// How much a record looks like a header: names that returns use, and all cells filled with different texts that are
/// not figures. A record with both is a header, however many more names a later one has.
private struct HeaderLikeness {
    /// Whether a month, quarter or year may be a heading.
    var takesTimes = true
    /// Whether names that returns use count more than other words.
    var takesNames = true
    var leastCells = 2

    func score(_ cells: [String]) -> Int {
        var cells = cells
        while let last = cells.last, comparable(last).isEmpty { cells.removeLast() }
        let filled = cells.filter { !comparable($0).isEmpty }
        guard filled.count >= leastCells else { return 0 }
        let times = filled.count(where: isTime)
        if times == 1, Self.isTitle(cells) { return 0 }
        let isWhole =
            filled.count == cells.count && Set(cells.map(comparable)).count == cells.count
            && !filled.contains { isBareFigure($0) || cellLook($0) == .untold } && (takesTimes || times == 0)
        let names = takesNames ? filled.count(where: isNameOfColumn) : 0
        let known = names + (takesNames && takesTimes ? filled.count { !isNameOfColumn($0) && isHeadingOfTime($0) } : 0)
        // A pair of cells with one such name may be a line of a title: `Period,Autumn`.
        if filled.count == 2, names < 2 { return names > 0 || isWhole ? 1 : 0 }
        return known >= 2 && isWhole ? 1_000 : known * 2 + (isWhole ? 1 : 0)
    }

    /// Whether cells are pairs of a name and a value that describe the file: `Quarter,Q2`, `Council,Rutland,Year,2023`.
    /// Beside other names of columns they are headers.
    private static func isTitle(_ cells: [String]) -> Bool {
        guard cells.count.isMultiple(of: 2) else { return false }
        var saysTime = false
        for place in stride(from: 0, to: cells.count, by: 2) {
            let isOfTime = namesOfTime.contains(spokenHeader(cells[place]))
            if isOfTime, isTime(cells[place + 1]) { saysTime = true }
            guard isOfTime || !isNameOfColumn(cells[place]), !isNameOfColumn(cells[place + 1]) else { return false }
        }
        return saysTime
    }

    private static let namesOfTime: Set = Set(
        ColumnRole.period.names + ["year", "month", "financial year", "reporting year", "reporting month", "date"])
}

/// Whether returns use a text as a column's header, other than months, quarters and years.
private func isNameOfColumn(_ cell: String) -> Bool {
    ColumnRole.allCases.contains { $0.rank(of: cell) != nil } || isHeadingOfTime(cell) && !isTime(cell)
}

private func isHeadingOfTime(_ cell: String) -> Bool { PeriodHeader(cell) != nil }

/// Whether a text is only a day, month, quarter or year, as a cell may be: `Sep-23`, `Q2`, `2023/24`.
private func isTime(_ cell: String) -> Bool {
    cellLook(cell) == .time || PeriodHeader(cell)?.measure.isEmpty == true
}

/// A text with invisible characters shown by their numbers.
private func visible(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            result += "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
        default: result.unicodeScalars.append(scalar)
        }
    }
}

/// A file's name without its folder and its ending.
private func fileName(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.split(separator: ".", omittingEmptySubsequences: true).first.map(String.init) ?? name
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
