// Returns bound to tables: by hand, by the tables' patterns, or by what their headers fit.

import CSVReading
import Checking
import Diagnostics
import Evaluation
import Findings
import Tables

/// Which files each table is read from, and what was noticed on the way.
struct Binding {
    var inputs: [TableInput]
    var unreadable: [UnreadableFile] = []
    var remarks: [String] = []

    /// A file to be read for a table, with the named parts of its path.
    private struct Candidate {
        var path: String
        var parts: [String: String]
        /// Whether somebody named it, rather than a pattern finding it.
        var isNamed: Bool
    }

    private let rules: CheckedRules
    private let request: CheckRequest
    /// What is read in place of files.
    private let contents: [String: [UInt8]]

    /// Binds all returns of a request and opens them.
    init(_ rules: CheckedRules, _ request: CheckRequest, contents: [String: [UInt8]] = [:]) {
        self.contents = contents
        self.rules = rules
        self.request = request
        inputs = rules.tables.map { _ in TableInput(files: []) }
        var candidates: [[Candidate]] = rules.tables.map { _ in [] }
        for (name, path) in request.bindings {
            guard let table = rules.tables.firstIndex(where: { $0.name == name }) else { continue }
            let parts = FilePattern(rules.tables[table].source.pattern).matchEnd(of: path) ?? [:]
            candidates[table].append(Candidate(path: path, parts: parts, isNamed: true))
        }
        for path in request.returns { bind(path, &candidates) }
        let hasNamed = candidates.contains { !$0.isEmpty } || !request.returns.isEmpty
        let needed = hasNamed ? neededTables(candidates.indices.filter { !candidates[$0].isEmpty }) : nil
        for (table, checked) in rules.tables.enumerated() where candidates[table].isEmpty {
            if let needed, !needed.contains(table) { continue }
            let pattern = FilePattern(checked.source.pattern)
            let base = folder(of: checked.source.patternSpan.file.name)
            candidates[table] = pattern.files(from: base).map {
                Candidate(path: $0.path, parts: $0.parts, isNamed: false)
            }
            if candidates[table].isEmpty {
                unreadable.append(
                    UnreadableFile(
                        path: shown(base + checked.source.pattern),
                        reason: "no file matches this pattern of table \(checked.name)"))
            }
        }
        for (table, files) in candidates.enumerated() {
            let sorted = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
            inputs[table] = TableInput(files: sorted.compactMap { open($0, for: table) })
        }
    }

    /// Tables that the bound ones join or count, directly or through others.
    private func neededTables(_ bound: [Int]) -> Set<Int> {
        var needed: Set<Int> = []
        var open = bound
        while let table = open.popLast() {
            guard needed.insert(table).inserted else { continue }
            for join in rules.tables[table].joins { open.append(rules.joins[join].table) }
            for rule in rules.rules where rule.scope.table == table { open += rule.tablesAskedFor(rules) }
        }
        return needed
    }

    // MARK: Choosing the table

    private mutating func bind(_ path: String, _ candidates: inout [[Candidate]]) {
        let absolute = resolved(path == "-" ? request.standardInputName : path, from: currentFolder())
        for (table, checked) in rules.tables.enumerated() {
            let pattern = FilePattern(checked.source.pattern)
            let base = resolved(folder(of: checked.source.patternSpan.file.name), from: currentFolder())
            let own =
                base.isEmpty || !absolute.hasPrefix(base + "/") ? absolute : String(absolute.dropFirst(base.count + 1))
            if let parts = pattern.match(own) ?? pattern.matchEnd(of: absolute) {
                candidates[table].append(Candidate(path: path, parts: parts, isNamed: true))
                return
            }
        }
        var best: (table: Int, score: Int)?
        for (table, checked) in rules.tables.enumerated() where checked.source.matching == nil {
            let matching = HeaderMatching(checked)
            guard let source = try? source(path), let reader = try? reader(source, table: table) else { continue }
            let score = matching.score(reader.header)
            let needed = checked.columns.filter { $0.origin == .cell && !$0.isOptional }.count
            if score * 2 >= max(1, needed), score > best?.score ?? 0 { best = (table, score) }
        }
        if let best {
            candidates[best.table].append(Candidate(path: path, parts: [:], isNamed: true))
            remarks.append("\(shownName(path)) is read as table \(rules.tables[best.table].name): its header fits")
        } else {
            do throws(ReadError) {
                let opened = try source(path)
                _ = try reader(opened, table: nil)
                unreadable.append(
                    UnreadableFile(path: shownName(path), reason: "its header fits no table of the rules"))
            } catch {
                unreadable.append(UnreadableFile(path: shownName(path), reason: error.words))
            }
        }
    }

    // MARK: Opening

    private func shownName(_ path: String) -> String { path == "-" ? request.standardInputName : shown(path) }

    private func source(_ path: String) throws(ReadError) -> any ByteSource {
        if path == "-" { return try standardInput(named: request.standardInputName, progress: request.progress) }
        if let bytes = contents[shown(path)] { return MemorySource(name: shown(path), bytes: bytes) }
        return try FileSource.readable(path, name: shown(path))
    }

    private func reader(_ source: any ByteSource, table: Int?) throws(ReadError) -> any TableReader {
        guard let table else { return try DelimitedReader(source, options: DelimitedOptions()) { _ in 0 } }
        let checked = rules.tables[table]
        if let pattern = checked.source.matching { return try NarrativeReader(source, pattern: pattern) }
        var options = DelimitedOptions()
        options.headerLine = checked.source.headerLine
        options.separator = checked.source.separator
        options.encoding = checked.source.encoding
        let matching = HeaderMatching(checked)
        return try DelimitedReader(source, options: options) { matching.score($0) }
    }

    private mutating func open(_ candidate: Candidate, for table: Int) -> FileInput? {
        let checked = rules.tables[table]
        let name = shownName(candidate.path)
        do throws(ReadError) {
            let source = try source(candidate.path)
            let reader = try reader(source, table: table)
            remarks += reader.remarks.map { "\(name): \($0)" }
            if checked.source.matching != nil {
                let layout = checked.columns.map { column -> ColumnSource in
                    switch column.origin {
                    case .group(let index): .field(index)
                    case .path: .path(candidate.parts[column.name] ?? "")
                    case .cell: .absent
                    }
                }
                return FileInput(
                    path: name, reader: reader, layout: layout, headerFaults: [], size: source.size, isNarrative: true)
            }
            let (layout, faults) = HeaderMatching(checked).layout(reader.header, parts: candidate.parts)
            return FileInput(path: name, reader: reader, layout: layout, headerFaults: faults, size: source.size)
        } catch {
            unreadable.append(UnreadableFile(path: name, reason: error.words))
            return nil
        }
    }
}

extension CheckedRule {
    /// Tables whose rows the rule joins or counts.
    fileprivate func tablesAskedFor(_ rules: CheckedRules) -> Set<Int> {
        var tables = Set(countedTables)
        for expression in deciding + shown {
            expression.visit { part in
                if case .column(let cell) = part.kind { tables.insert(cell.table) }
            }
        }
        return tables
    }
}
