// The findings about a table's structure and its cells: places, fixes, fingerprints. `StructuralFault+Messages` has the
// words.

import Catalog
import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Patterns
import Quantities
import Tables

/// Puts the violations of one structural finding of a table into words.
struct StructuralMessages {
    let entry: StructuralEntry
    let reported: ReportedRows?
    let judgement: Judgement
    private let writer: FindingWriter
    let table: CheckedTable
    let column: CheckedColumn?
    /// What people call the column: its header, where all returns have one alike.
    let title: String
    /// The matcher of the column's pattern; `nil` where it has none.
    let matcher: PatternMatcher?
    private let severity: Severity

    init(_ entry: StructuralEntry, reported: [Int: ReportedRows], in writer: FindingWriter) {
        self.entry = entry
        self.reported = reported[entry.table]
        self.writer = writer
        judgement = writer.judgement
        table = judgement.rules.tables[entry.table]
        column = entry.column.map { [table] in table.columns[$0] }
        title = entry.column.flatMap { reported[entry.table]?.title($0) } ?? column?.name ?? ""
        matcher = column?.pattern?.makeMatcher()
        severity = judgement.severity(of: entry.finding)
    }

    var files: [FileInput] { judgement.inputs[entry.table].files }

    func text(_ row: ReportedRow, _ column: Int) -> String { reported?.cell(row, column) ?? "" }

    /// Results that are reused for later violations. Unchecked: it is passed from one task to the next, and no two
    /// tasks have it at a time.
    struct Memory: @unchecked Sendable {
        /// What was most likely meant by each reference.
        var nearestKeys: [String: NearestKey?] = [:]
        /// The message about a cell of ASCII, by its text, whatever its row.
        var cells: [String: Words] = [:]
        /// The labels of the column, once they are needed.
        var labels: LabelSpellings?
        /// How many letters of labels may still be compared with cells.
        var comparedLetters: Int

        /// Nearest labels are searched for only for the first findings of a column: nobody reads more help, and each
        /// search may compare very many labels.
        init(isFirst: Bool) { comparedLetters = isFirst ? 100_000_000 : 0 }
    }

    /// The words of one violation.
    struct Words {
        /// The faulty column, where it is not that of the entry.
        var column: Int?
        var message: String
        var help: String?
        var fix: CellCorrection?
        /// The message at the other row that the fault refers to, or at another place.
        var related: String?
    }

    /// `memory` holds results of earlier violations of the same entry.
    func word(_ violations: [StructuralViolation], _ memory: inout Memory, into part: FindingBuffer) {
        for (index, violation) in violations.enumerated() {
            if index & 1023 == 0, writer.isAbandoned { break }
            var finding =
                switch violation.subject {
                case .header(let file): header(violation, file)
                case .row(let row): inRow(violation, row, &memory)
                }
            finding.order = violation.order
            part.append(finding)
            writer.progress?.add(1)
        }
    }

    private func make(_ words: Words, _ violation: StructuralViolation) -> Finding {
        var found = Finding(
            rule: entry.finding.rawValue, severity: severity, message: oneLine(words.message),
            help: words.help.map { oneLine($0) })
        found.table = table.name
        found.column = column?.name
        found.waived = violation.waiver.flatMap { judgement.findingWaiver($0) }
        return found
    }

    // MARK: The header

    private func header(_ violation: StructuralViolation, _ file: Int) -> Finding {
        let header = files[file].reader.header
        let field = violation.fault.field
        let words = words(violation.fault, ofFile: file)
        var found = make(words, violation)
        found.location = judgement.headerPlace(table: entry.table, file: file, field: field)
        if let lines = violation.fault.linesAbove {
            found.related =
                found.location.flatMap { location in words.related.map { [RelatedLocation($0, location)] } } ?? []
            found.location = FindingLocation(file: files[file].path, sheet: files[file].reader.sheet, lines.first)
        }
        if let location = found.location { found.related += strayQuote(violation.fault, in: location) }
        if let fix = words.fix, let location = found.location {
            found.fixes = [
                FindingFix(
                    isSafe: fix.isSafe, column: found.column ?? "", text: fix.text,
                    written: written(fix.text, inHeader: field, of: file), location: location)
            ]
        }
        let named = field.flatMap { header.indices.contains($0) ? [header[$0]] : nil } ?? []
        found.fingerprint =
            FindingIdentity(
                rule: found.rule, table: found.table, part: column.map { [$0.name] } ?? named, row: []
            ).digest
        return found
    }

    /// The new bytes of a header cell in its file.
    private func written(_ text: String, inHeader field: Int?, of file: Int) -> String? {
        guard let editor = files[file].editor else { return nil }
        let shapes = editor.headerShapes
        let shape = field.flatMap { shapes.indices.contains($0) ? shapes[$0] : nil }
        return editor.replacement(text, for: shape ?? CellShape())
    }

    // MARK: Rows

    private func inRow(_ violation: StructuralViolation, _ number: Int, _ memory: inout Memory) -> Finding {
        guard let rows = reported, let row = rows[number] else {
            return make(Words(message: entry.finding.rawValue), violation)
        }
        let fault = violation.fault
        let key = rows.key(of: row)
        let first = fault.related.flatMap { rows[$0] }
        let words = words(
            fault, number, row, subject: judgement.keyText(key, row: row, in: rows), first: first, &memory)
        var found = make(words, violation)
        found.key = key
        found.rowName = judgement.keyText(key, row: row, in: rows)
        found.label = rows.label(of: row)
        found.owner = rows.owner(of: row)
        var marked = words.column ?? entry.column
        if entry.column == nil, case .duplicateKey = fault { marked = marked ?? table.readKey.first }
        found.location =
            marked.flatMap { rows.location(of: row, column: $0) } ?? fault.field.flatMap {
                rows.location(of: row, field: $0)
            }
            ?? rows.location(of: row)
        if let index = entry.column { found.values = [NamedText(table.columns[index].name, text(row, index))] }
        if let first, let label = words.related {
            found.related = [
                RelatedLocation(
                    label, marked.flatMap { rows.location(of: first, column: $0) } ?? rows.location(of: first))
            ]
        }
        if let location = found.location { found.related += strayQuote(fault, in: location) }
        if let fix = words.fix, let location = found.location, let index = entry.column,
            table.columns[index].origin.borrows == nil
        {
            found.fixes = [
                FindingFix(
                    isSafe: fix.isSafe, column: table.columns[index].name, text: fix.text,
                    written: files[Int(row.file)].editor?.replacement(
                        fix.text, for: rows.shape(of: row, column: marked ?? index)), location: location)
            ]
        }
        var part = column.map { [$0.name] } ?? []
        if case .unknownReference(let join) = fault { part.append(judgement.rules.joins[join].name) }
        found.fingerprint =
            FindingIdentity(
                rule: found.rule, table: table.name, part: part,
                row: rows.identity(of: row, key: key, columns: table.columns)
            ).digest
        if writer.options.illustrationLimit != nil {
            let groups = judgement.groups(of: row, in: rows, table: entry.table)
            if !groups.isEmpty { found.illustration = FindingIllustration(groups: groups) }
        }
        let isShown = violation.order < writer.options.excerptLimit
        guard isShown || writer.illustrates(violation.order) else { return found }
        // A fault of a record's text is at a field, which may belong to a column.
        if marked == nil, entry.finding.standsInText, let field = fault.field {
            marked = files[Int(row.file)].layout.firstIndex(of: .field(field))
        }
        var shown: [(row: ReportedRow, marks: [(column: Int, isPrimary: Bool, label: String?)])] = [
            (row, marked.map { [(column: $0, isPrimary: true, label: nil)] } ?? [])
        ]
        if let first, first.position != row.position {
            shown.append((first, marked.map { [(column: $0, isPrimary: false, label: words.related)] } ?? []))
        }
        if isShown {
            found.excerpt = judgement.excerpt(
                table: entry.table, of: rows, rows: shown,
                also: table.columns.count <= 4 ? Array(table.columns.indices) : [])
        }
        if writer.illustrates(violation.order) {
            let frame = judgement.frame(table: entry.table, of: rows, number: number, rows: shown)
            found.illustration = FindingIllustration(
                frame: frame, groups: found.illustration?.groups ?? [],
                waiver: judgement.waiver(of: found.rule, row: row, in: rows, table: entry.table))
        }
        return found
    }

    /// The place of the quotation mark that should have closed a cell.
    private func strayQuote(_ fault: StructuralFault, in cell: FindingLocation) -> [RelatedLocation] {
        guard case .strayQuote(_, let mark, _) = fault else { return [] }
        return [RelatedLocation("text follows this mark", mark.location(from: cell))]
    }
}
