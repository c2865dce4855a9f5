// Binds returns to tables: by option, by the tables' patterns, or by their headers.

import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Patterns
import Quantities
import Tables

/// Which files each table is read from, with notices.
struct Binding {
    var inputs: [TableInput]
    var unreadable: [UnreadableFile] = []
    var notices: [String] = []
    /// Why the returns cannot be bound at all.
    var refusal: CannotCheck?
    /// Tables that were not searched for, because returns are named, none is for them, and no bound table needs them.
    private(set) var passedOver: Set<Int> = []
    /// Optional tables for which no file was found.
    private(set) var absent: Set<Int> = []
    /// Tables with a pattern that covers folders that cannot be read.
    private var hiddenFiles: Set<Int> = []
    /// Whether a named return fits no table as far as can be told: it may be meant for any.
    private var hasStrayReturn = false
    /// How many files were not there.
    private var missingFiles = 0
    /// The files that are read.
    private(set) var read = ReadFiles()

    /// A file to be read for a table, with the named parts of its path.
    private struct Candidate {
        var path: String
        var parts: [String: String]
        /// Whether somebody named it, rather than a pattern finding it.
        var isNamed: Bool
        /// Whether it need not be there: the path of an optional table.
        var mayBeAbsent = false
    }

    private let rules: RuleSet
    private let request: CheckRequest
    private let opener: TableOpener
    private let tree: any FileTree

    /// Binds all returns of a request and opens them.
    init(_ rules: RuleSet, _ request: CheckRequest, in tree: any FileTree) {
        self.tree = tree
        self.rules = rules
        self.request = request
        opener = TableOpener(request.formats, threads: request.threads)
        inputs = rules.tables.map { _ in TableInput(files: []) }
        var candidates: [[Candidate]] = rules.tables.map { _ in [] }
        for (name, path) in request.bindings {
            guard let table = rules.tables.firstIndex(where: { $0.name == name && $0.derivation == nil }) else {
                continue
            }
            let parts = FilePattern(rules.tables[table].source.pattern).matchEnd(of: path) ?? [:]
            candidates[table].append(Candidate(path: path, parts: parts, isNamed: true))
        }
        for path in request.returns { bind(path, &candidates) }
        if refusal != nil { return }
        let named = Set(candidates.indices.filter { !candidates[$0].isEmpty })
        let needed = named.isEmpty && request.returns.isEmpty ? nil : neededTables(Array(named))
        for (table, checked) in rules.tables.enumerated()
        where candidates[table].isEmpty && checked.derivation == nil {
            if let needed, !needed.contains(table) {
                passedOver.insert(table)
                continue
            }
            candidates[table] = find(checked, table)
        }
        for (table, files) in candidates.enumerated() where rules.tables[table].derivation == nil {
            let sorted = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
            let opening = Opening(rules.tables[table], of: rules)
            let once = readOnce(sorted, table)
            let opened = once.map { open($0, opening) }
            let mayLack = hiddenFiles.contains(table) || hasStrayReturn && named.contains(table)
            inputs[table] = TableInput(
                files: opened.flatMap { $0 ?? [] }, isPartial: opened.contains { $0 == nil } || mayLack)
            // A folder that cannot be read may hold its file.
            let isSearched = rules.tables[table].source.isOptional && !passedOver.contains(table)
            if isSearched, opened.allSatisfy({ $0?.isEmpty ?? false }), !mayLack { absent.insert(table) }
        }
        for table in rules.tables.indices { inputs.deriveInput(ofTable: table, rules) }
        excuseSharedColumns()
    }

    /// In a file that is read for several tables a header is unknown only if it matches a column of none.
    private func excuseSharedColumns() {
        guard inputs.count(where: { !$0.files.isEmpty }) > 1 else { return }
        var byPath: [PathKey: [FileInput]] = [:]
        for file in inputs.lazy.flatMap(\.files) where !file.isNarrative {
            byPath[PathKey(file.path), default: []].append(file)
        }
        for files in byPath.values where files.count > 1 {
            // Tables may find their headers on different lines, or sheets.
            var taken: [[String?]: Set<Int>] = [:]
            for file in files {
                let fields = file.layout.compactMap { if case .field(let field) = $0 { field } else { nil } }
                taken[[file.reader.sheet] + file.reader.header, default: []].formUnion(fields)
            }
            for file in files {
                let fields = taken[[file.reader.sheet] + file.reader.header] ?? []
                file.headerFaults.removeAll { fault in
                    guard case .unknownColumn(let field, _) = fault else { return false }
                    return fields.contains(field)
                }
            }
        }
    }

    /// The files that a table's pattern finds.
    private mutating func find(_ table: CheckedTable, _ index: Int) -> [Candidate] {
        let pattern = FilePattern(table.source.pattern)
        let base = folder(of: table.source.patternSpan.file.name)
        let found = pattern.files(from: base, in: tree)
        for (path, error) in found.unreadable {
            hiddenFiles.insert(index)
            note(UnreadableFile(path: tree.shown(path), reason: error.words))
        }
        for (path, other) in found.repeated {
            notices.append("\(tree.shown(path)) leads to \(tree.shown(other)), which is read once")
        }
        for path in found.locks {
            notices.append(
                "\(tree.shown(path)) is not read: it says that somebody has the file open, and only "
                    + "what is saved is checked")
        }
        for (path, original) in found.copies {
            notices.append(
                "\(tree.shown(path)) is a \(FixedCopy.path(of: original) == path ? "fixed" : "marked") copy of \(tree.shown(original)), and not read beside it: put it in its place, or "
                    + "name the copy in the command to check it")
        }
        for path in found.near.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            notices.append(
                "\(tree.shown(path)) is not read: but for capital letters it would match “\(table.source.pattern)” of table "
                    + "\(table.name)")
        }
        if found.files.isEmpty, !table.source.isOptional {
            unreadable.append(
                UnreadableFile(
                    path: tree.shown(base + table.source.pattern),
                    reason: "no file matches this pattern of table \(table.name)"))
        }
        return found.files.map {
            Candidate(
                path: $0.path, parts: $0.parts, isNamed: pattern.isPlain, mayBeAbsent: table.source.isOptional)
        }
    }

    private mutating func note(_ file: UnreadableFile) {
        if !unreadable.contains(where: { $0.path == file.path && $0.reason == file.reason }) { unreadable.append(file) }
    }

    /// Reads a file once that was named twice for one table, however it was spelt.
    private mutating func readOnce(_ files: [Candidate], _ table: Int) -> [Candidate] {
        guard files.contains(where: \.isNamed), files.count > 1 else { return files }
        var known: Set<FileIdentity> = []
        return files.filter { file in
            guard let identity = tree.identity(ofOperand: file.path), !known.insert(identity).inserted else {
                return true
            }
            notices.append(
                "\(shownName(file.path)) is named more than once for table \(rules.tables[table].name): it is read once"
            )
            return false
        }
    }

    /// Tables that the bound ones join or count, directly or through others.
    private func neededTables(_ bound: [Int]) -> Set<Int> {
        var needed: Set<Int> = []
        var open = bound
        while let table = open.popLast().map({ rules.base(ofTable: $0) }) {
            guard needed.insert(table).inserted else { continue }
            let own = rules.tables.indices.filter { rules.base(ofTable: $0) == table }
            for join in own.flatMap({ rules.tables[$0].joins }) { open.append(rules.joins[join].table) }
            for rule in rules.rules where own.contains(rule.scope.table) { open += rule.tablesAskedFor }
        }
        return needed
    }

    // MARK: Choosing the table

    /// The tables that `--table` reads from a file, however it was spelt; `nil` where there is none.
    private func tablesGiven(_ path: String) -> [String]? {
        let identity = path == "-" ? nil : tree.identity(of: path)
        var names: [String] = []
        for (name, other) in request.bindings where !names.contains(name) {
            if path == other || other != "-" && identity != nil && identity == tree.identity(of: other) {
                names.append(name)
            }
        }
        return names.isEmpty ? nil : names
    }

    /// Binds a return to every table whose pattern it matches; only where there is none, to the one that its header
    /// fits.
    private mutating func bind(_ path: String, _ candidates: inout [[Candidate]]) {
        let matching = tables(matching: tree.absolute(path == "-" ? request.standardInputName : path))
        guard matching.isEmpty else {
            for (table, parts) in matching {
                candidates[table].append(Candidate(path: path, parts: parts, isNamed: true))
            }
            return
        }
        let fitting = tables(fitting: path)
        if let table = fitting.first, fitting.count == 1 {
            candidates[table].append(Candidate(path: path, parts: [:], isNamed: true))
            notices.append("\(shownName(path)) is read as table \(rules.tables[table].name): its header fits")
        } else if fitting.count > 1, let named = tablesGiven(path) {
            notices.append(
                "\(shownName(path)) is named a second time beside `--table`: it is read for \(listed(named)) alone")
        } else if fitting.count > 1 {
            let names = fitting.map { rules.tables[$0].name }
            refusal = refusal ?? .severalTables(names, file: shownName(path), path: path)
        } else {
            hasStrayReturn = true
            do throws(ReadError) {
                let opened = try source(path)
                _ = try opener.table(in: opened, SourceOptions())
                unreadable.append(
                    UnreadableFile(path: shownName(path), reason: "its header fits no table of the rules"))
            } catch {
                unreadable.append(UnreadableFile(path: shownName(path), reason: reason(error, path)))
            }
        }
    }

    /// The tables whose pattern finds an absolute path; where none does, those whose pattern matches most names at its
    /// end.
    private func tables(matching absolute: String) -> [(table: Int, parts: [String: String])] {
        var found: [(table: Int, parts: [String: String])] = []
        var ending: [(table: Int, parts: [String: String], names: Int)] = []
        var own: FileIdentity??
        for (table, checked) in rules.tables.enumerated() where checked.derivation == nil {
            let pattern = FilePattern(checked.source.pattern)
            let base = tree.absolute(folder(of: checked.source.patternSpan.file.name))
            if let parts = pattern.match(absolute, from: base) {
                found.append((table, parts))
                continue
            }
            if pattern.isPlain {
                // The same file by another path.
                own = own ?? .some(tree.identity(of: absolute))
                let meant = resolved(pattern.plainPath, from: base.hasSuffix("/") ? base : base + "/")
                if let own, let own, tree.identity(of: meant) == own {
                    found.append((table, [:]))
                    continue
                }
            }
            if let parts = pattern.matchEnd(of: absolute) { ending.append((table, parts, pattern.nameCount)) }
        }
        if !found.isEmpty { return found }
        let most = ending.map(\.names).max()
        return ending.filter { $0.names == most }.map { ($0.table, $0.parts) }
    }

    /// The tables that a return's header fits: those whose required columns it all has; else the one of which it has
    /// most, at least half. A table that others join and that finds fewer columns is a register, with a file of its
    /// own.
    private func tables(fitting path: String) -> [Int] {
        var fits: [(table: Int, fields: Set<Int>, isWhole: Bool)] = []
        for (table, checked) in rules.tables.enumerated()
        where checked.source.matching == nil && checked.derivation == nil {
            // Columns that are taken in their order fit any file.
            guard checked.source.hasHeader else { continue }
            let opening = Opening(checked, of: rules)
            guard let source = try? source(path), let reader = try? opening.reader(source, opener) else { continue }
            let found = opening.headers.fields(reader.header)
            let needed = checked.columns.indices.filter {
                checked.columns[$0].origin == .cell && !checked.columns[$0].isOptional
            }
            guard !found.isEmpty, found.count * 2 >= max(1, needed.count) else { continue }
            fits.append((table, Set(found.values), needed.allSatisfy { found[$0] != nil }))
        }
        if fits.contains(where: \.isWhole) {
            fits = fits.filter(\.isWhole)
        } else if let most = fits.map(\.fields.count).max() {
            fits = fits.filter { $0.fields.count == most }
        }
        return fits.filter { fit in
            !fits.contains { other in
                other.table != fit.table && other.fields.isStrictSuperset(of: fit.fields)
                    && rules.tables[other.table].joins.contains { rules.joins[$0].table == fit.table }
            }
        }.map(\.table)
    }

    // MARK: Opening

    private func shownName(_ path: String) -> String { path == "-" ? request.standardInputName : tree.shown(path) }

    private func source(_ path: String, isNamed: Bool = true) throws(ReadError) -> any ByteSource {
        try tree.source(operand: path, name: shownName(path), isNamed: isNamed, progress: request.progress)
    }

    /// Opens the tables of a file: one, or one for each sheet that a pattern finds; `nil` where it cannot be read.
    private mutating func open(_ candidate: Candidate, _ opening: Opening) -> [FileInput]? {
        let name = shownName(candidate.path)
        do throws(ReadError) {
            let source = try source(candidate.path, isNamed: candidate.isNamed)
            if let file = source as? FileSource {
                read.add(file.identity)
            } else {
                read.add(candidate.path, in: tree)
            }
            var files: [FileInput] = []
            for (reader, own) in try opening.readers(source, opener) {
                try reader.settle()
                notices += reader.notices.map { "\(name): \($0.words)" }
                let parts = candidate.parts.merging(own) { path, _ in path }
                let (layout, faults) = opening.layout(reader, parts: parts)
                // It is read later, perhaps as one of thousands.
                reader.rest()
                files.append(
                    FileInput(
                        path: name, reader: reader, layout: layout, headerFaults: faults, size: source.size,
                        isNarrative: opening.isNarrative, source: source))
            }
            return files
        } catch {
            if candidate.mayBeAbsent, error == .notFound { return [] }
            unreadable.append(UnreadableFile(path: name, reason: reason(error, candidate.path)))
            return nil
        }
    }

    /// Why a file cannot be read; of one that is not there what is called like it but for the case of letters, or on
    /// the way to it: looked for so many times, as a folder may hold many files.
    private mutating func reason(_ error: ReadError, _ path: String) -> String {
        guard error == .notFound, missingFiles < 100 else { return error.words }
        missingFiles += 1
        let near = FilePattern.likeNamed(onTheWayTo: path, in: tree)
        return error.words + (near.map { "; but for capital letters it would be \(tree.shown($0))" } ?? "")
    }
}

/// How the files of one table are opened, computed once for all of them.
struct Opening {
    let headers: HeaderMatching
    private let table: CheckedTable
    private let rules: RuleSet

    init(_ table: CheckedTable, of rules: RuleSet) {
        self.table = table
        self.rules = rules
        headers = HeaderMatching(table)
    }

    var isNarrative: Bool { table.source.matching != nil }

    /// Whether the table has one column, in which no cell can have the header's text, as a value or a marker.
    private var knowsLoneHeader: Bool {
        let columns = table.columns.filter { $0.origin == .cell }
        guard let column = columns.first, columns.count == 1 else { return false }
        if case .choice(let labels) = column.type {
            return !labels.contains { headers.fields([$0]).isEmpty == false }
        }
        return column.type.traits.expectation != nil && !column.headers.contains { saysNoWords($0, as: column) }
    }

    /// The table of a source that is meant; for a pattern of sheets the first.
    func reader(_ source: any ByteSource, _ opener: TableOpener) throws(ReadError) -> any TableReader {
        guard let first = try readers(source, opener).first else { throw .noTable("it has no table") }
        return first.table
    }

    /// The tables of a source that are meant, on sheets whose names match a pattern, each with the named parts of its
    /// sheet.
    func readers(
        _ source: any ByteSource, _ opener: TableOpener
    ) throws(ReadError) -> [(table: any TableReader, parts: [String: String])] {
        var options = SourceOptions { headers.score($0) }
        options.headerLines = table.source.headerLines
        options.area = table.source.area
        options.areaName = table.source.areaName
        options.endsAtBlank = table.source.endsAtBlank
        options.comments = table.source.comments
        if !table.source.hasHeader {
            let columns = table.columns.filter { $0.origin == .cell }
            options.columns = columns.map(\.name)
            options.leastColumns = 1 + (columns.lastIndex { !$0.isOptional } ?? 0)
        }
        options.knowsLoneHeader = knowsLoneHeader
        options.joinsHeaderLines = true
        options.readsFills = table.columns.contains(where: \.isByFill)
        options.readsNotes = table.columns.contains(where: \.isOfNotes)
        options.fields = { asked(of: $0) }
        options.lacking = { headers.lacking($0) }
        options.unpacksAhead = opener.unpacksAhead
        var sheet: String?
        switch table.source.format {
        case .recognised: break
        case .delimited(let separator, let encoding):
            options.separator = separator
            options.encoding = encoding
        case .sheet(let name):
            let pattern = FilePattern(name)
            options.takesSheets = !pattern.isPlain
            if !pattern.isPlain { return try opener.tables(in: source, sheets: pattern, options) }
            sheet = name
        case .reportTable(let number, let encoding):
            return [(try ReportTableReader(source, number: number, encoding: encoding), [:])]
        case .narrative(let pattern, let extent):
            return [(try NarrativeReader(source, pattern: pattern, within: extent), [:])]
        }
        return [(try opener.table(in: source, sheet: sheet, options), [:])]
    }

    /// The labels that each colour of a scheme has.
    private func labels(of scheme: CheckedScheme) -> [CellColour: [String]] {
        var labels: [CellColour: [String]] = [:]
        for status in scheme.statuses {
            let colour: CellColour =
                switch status.colour {
                case .red: .red
                case .amber: .amber
                case .green: .green
                case .blue: .blue
                case .grey: .grey
                }
            labels[colour, default: []] += status.labels.filter { !$0.isEmpty }
        }
        return labels
    }

    /// What the table needs of the columns below a header.
    private func asked(of header: [String]) -> HeaderFields {
        let found = fields(header)
        var fields = HeaderFields()
        // Several columns may be read from one field.
        fields.declared = Set(found.values).sorted()
        for case .column(let column) in table.key {
            if let field = found[column] { fields.keys.append(field) }
        }
        for (column, field) in found.sorted(by: { $0.key < $1.key }) {
            switch table.columns[column].type {
            case .text, .choice: break
            default: fields.values.insert(field)
            }
            switch table.columns[column].type {
            case .figure(let kind):
                fields.figures.append(field)
                fields.kinds[field] = kind
            case .target: fields.figures.append(field)
            case .date, .period: fields.days.append(field)
            case .status(let scheme):
                if table.columns[column].isByFill { fields.fills[field] = labels(of: rules.schemes[scheme]) }
                fields.labels[field] = Set(rules.schemes[scheme].labels.map { $0.text.lowercased() })
            case .choice(let labels) where !table.columns[column].fillsDown:
                fields.labels[field] = Set(labels.map { $0.lowercased() })
            case .text, .choice, .flag: continue
            }
        }
        fields.isValue = { text in
            var sample = ColumnSample()
            sample.add(text) { 0 }
            return sample.reading(as: .measure).words == 0 || ["yes", "no", "true", "false"].contains(comparable(text))
        }
        fields.filledDown = found.filter { table.columns[$0.key].fillsDown }.values.sorted()
        fields.takesHeading = table.columns.contains { $0.origin == .heading }
        fields.notes = notes(found).map(\.field)
        fields.stored = table.columns.compactMap { column in
            if case .stored(let of) = column.origin { found[of] } else { nil }
        }
        if let test = keyTest(found) {
            fields.mayBeKey = test
            fields.limitsKeys = true
        }
        return fields
    }

    /// Tells texts that may be keys from others; `nil` where no key's pattern says what keys look like.
    private func keyTest(_ found: [Int: Int]) -> (@Sendable (Int, String) -> Bool)? {
        var matchers: [Int: PatternMatcher] = [:]
        for case .column(let column) in table.key {
            if let field = found[column], let pattern = table.columns[column].pattern {
                matchers[field] = pattern.makeMatcher()
            }
        }
        guard !matchers.isEmpty else { return nil }
        // One reader asks, and one task at a time uses it.
        nonisolated(unsafe) let known = matchers
        return { field, text in
            guard let matcher = known[field] else { return true }
            var text = text
            return text.withUTF8 { matcher.matchesWhole(trimmedBytes($0)) }
        }
    }

    /// The field of each column that a header has; without one, columns are taken in their order.
    private func fields(_ header: [String]) -> [Int: Int] {
        guard !table.source.hasHeader else { return headers.fields(header) }
        let columns = table.columns.indices.filter { table.columns[$0].origin == .cell }
        return Dictionary(uniqueKeysWithValues: zip(columns, header.indices))
    }

    /// The columns that notes are read for, each with the field of the cells that they are of.
    private func notes(_ found: [Int: Int]) -> [(column: Int, field: Int)] {
        table.columns.indices.compactMap { index in
            guard case .note(let of) = table.columns[index].origin, let field = found[of] else { return nil }
            return (index, field)
        }
    }

    func layout(
        _ reader: any TableReader, parts: [String: String]
    ) -> (layout: [ColumnSource], faults: [HeaderFault]) {
        let header = reader.header
        guard isNarrative else {
            var (layout, faults) =
                table.source.hasHeader ? headers.layout(header, parts: parts) : layoutByOrder(header, parts)
            takeAddedFields(reader, &layout, &faults)
            return (layout, faults)
        }
        func source(_ column: CheckedColumn) -> ColumnSource {
            switch column.origin {
            case .group(let index): .field(index)
            case .path: .path(parts[column.name] ?? "")
            case .cell, .heading, .note: .absent
            case .stored(let of): source(table.columns[of])
            }
        }
        return (table.columns.map(source), [])
    }

    /// Where columns that are taken in their order are. What the file has too few or too many of is said of its
    /// records.
    private func layoutByOrder(
        _ header: [String], _ parts: [String: String]
    ) -> (layout: [ColumnSource], faults: [HeaderFault]) {
        let found = fields(header)
        var faults: [HeaderFault] = []
        let layout = table.columns.indices.map { index -> ColumnSource in
            let column = table.columns[index]
            if let field = found[index] { return .field(field) }
            if column.origin == .path, let part = parts[column.name] { return .path(part) }
            if column.isOptional || column.origin != .cell { return .absent }
            faults.append(.missingColumn(index, nearest: nil))
            return .missing
        }
        return (layout, faults)
    }

    /// Columns whose cells say what stands elsewhere are fields that the reader adds, where it can.
    private func takeAddedFields(
        _ reader: any TableReader, _ layout: inout [ColumnSource], _ faults: inout [HeaderFault]
    ) {
        let added = reader.added
        let found = fields(reader.header)
        let first = reader.header.count
        for index in table.columns.indices {
            let column = table.columns[index]
            let isOptional = column.isOptional
            switch column.origin {
            case .cell, .path, .group: continue
            case .heading:
                layout[index] = added.hasHeading ? .field(first) : isOptional ? .absent : .missing
            case .stored(let of):
                // A format that stores what it shows adds no field. Where the cells are missing, that is said of them.
                let place = found[of].flatMap { added.stored.firstIndex(of: $0) }
                layout[index] = place.map { .field(first + added.count - added.stored.count + $0) } ?? layout[of]
                if layout[index] == .missing { layout[index] = .absent }
                continue
            case .note(let of):
                let place = found[of].flatMap { added.notes.firstIndex(of: $0) }
                // Where the cells are missing, that is said.
                let isTold = table.columns.indices.contains(of) && layout[of].isLacking
                layout[index] =
                    place.map { .field(first + (added.hasHeading ? 1 : 0) + $0) }
                    ?? (isOptional || isTold ? .absent : .missing)
            }
            faults.removeAll { if case .missingColumn(index, _) = $0 { true } else { false } }
            if layout[index] == .missing { faults.append(.missingColumn(index, nearest: nil)) }
        }
    }
}

/// `a, b and c`
private func listed(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
}
