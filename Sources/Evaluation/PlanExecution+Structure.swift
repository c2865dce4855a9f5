// Structural faults that are known only once a whole table has been read: repeated keys, references that run in order,
// dates written in two ways, and what is wrong with headers.

import Catalog
import Checking
import Columns
import Planning
import Tables

extension PlanExecution {
    private func isOff(_ finding: BuiltInFinding) -> Bool {
        rules.structural.isOff(finding)
    }

    /// Rows of joined tables that share a key by which some row was joined; a table's own key is checked in its own
    /// pass.
    func reportAmbiguousJoins() {
        if isOff(.duplicateKey) { return }
        var seen: Set<[Int]> = []
        for (join, index) in judgement.joinIndices.sorted(by: { $0.key < $1.key }) {
            let checked = rules.joins[join]
            let there = checked.on.map(\.there)
            // Rows that share a part of their key repeat nothing.
            guard Set(rules.tables[checked.table].key) != Set(there), !rules.looksUpByPart(join),
                let store = judgement.stores[checked.table]
            else {
                continue
            }
            var column: Int?
            if there.count == 1, case .column(let only) = there[0] { column = only }
            for (position, first) in index.matchedRepeats {
                let row = store.number(of: position)
                guard seen.insert([checked.table, row]).inserted else { continue }
                judgement.board.add(
                    StructuralViolation(subject: .row(row), fault: .duplicateKey(first: store.number(of: first))),
                    table: checked.table, column: column, limit: options.limit)
            }
        }
    }

    /// Counts what the pass over a table has collected.
    func reportKeys(_ plan: ScanPlan, _ result: ScanResult, _ repeats: [(row: Int, first: Int)]) {
        let table = plan.table
        func add(_ fault: StructuralFault, row: Int, column: Int?) {
            let finding = fault.finding
            if isOff(finding) { return }
            let waiver = (plan.waivers[finding] ?? []).first { result.waivedRows[$0.index]?.contains(row) ?? false }
            judgement.board.add(
                StructuralViolation(subject: .row(row), fault: fault, waiver: waiver?.index),
                table: table, column: column, limit: options.limit)
        }
        let numbered = numbered[table] ?? [:]
        // Rows that are reported as repeats already, of the table's key or a unique cell.
        var repeated: [Int: Set<Int>] = [:]
        let saysRepeats = !isOff(.duplicateKey)
        let key = rules.tables[table].key
        for case .column(let column) in key where numbered[column] != nil && saysRepeats {
            repeated[column] = Set(repeats.map(\.row))
        }
        for (row, first) in repeats { add(.duplicateKey(first: first), row: row, column: nil) }
        for (column, keys) in result.unique.sorted(by: { $0.key < $1.key }) {
            // Where the column is the whole key, its repeats are reported already.
            guard key != [.column(column)] else { continue }
            let found = keys.duplicates(threads: options.threads)
            if numbered[column] != nil, saysRepeats { repeated[column] = Set(found.map(\.row)) }
            for (row, first) in found { add(.duplicateKey(first: first), row: row, column: column) }
        }
        for (column, texts) in result.spellings.sorted(by: { $0.key < $1.key }) {
            for (row, first) in Spellings.alike(texts) { add(.similarKey(first: first), row: row, column: column) }
        }
        if !isOff(.totalDisagrees) || !isOff(.totalUndecided) {
            for (row, column, fault) in totalFaults(ofTable: table) { add(fault, row: row, column: column) }
        }
        for (join, references) in result.unchecked.sorted(by: { $0.key < $1.key }) {
            if isOff(.unknownReference) { continue }
            add(
                .uncheckedReference(join: Int32(clamping: join), count: Int32(clamping: references.count)),
                row: references.first, column: rules.joins[join].hereColumns.first.flatMap { $0 })
        }
        let calendar = result.calendar.sorted { ($0.key.file, $0.key.column) < ($1.key.file, $1.key.column) }
        for (place, firsts) in calendar {
            if let row = firsts.shortYear { add(.shortYear, row: row, column: place.column) }
            for (row, first) in firsts.mixed { add(.mixedDates(first: first), row: row, column: place.column) }
            if let row = firsts.time { add(.timeOfDay(cells: firsts.times), row: row, column: place.column) }
        }
        for (column, files) in Dictionary(grouping: calendar, by: \.key.column).sorted(by: { $0.key < $1.key }) {
            for (row, first) in CalendarFirsts.mixedAmong(files.map(\.value)) {
                add(.mixedDates(first: first), row: row, column: column)
            }
        }
        // A part of a file does not tell how most of its rows look.
        let feed = judgement.feeds[table]
        let suspects = result.uneven.suspects(
            fileStarts: feed.fileStarts, fileRows: feed.fileRows, cut: Set(feed.errors.map(\.file)))
        for suspect in judgement.isStopped ? [] : suspects {
            add(suspect.fault, row: suspect.row, column: nil)
        }
        for (column, faults) in numbered.sorted(by: { $0.key < $1.key }) {
            for fault in faults {
                if case .duplicate(let row, _) = fault, repeated[column]?.contains(row) ?? false { continue }
                add(fault.structural, row: fault.row, column: column)
            }
        }
    }

    /// Counts what is wrong with the files' headers, and tables without rows.
    func reportHeaders() {
        for (table, input) in inputs.enumerated() where rules.tables[table].derivation == nil {
            let feed = judgement.feeds[table]
            let cutFiles = Set(feed.errors.map(\.file))
            for (file, bound) in input.files.enumerated() {
                func add(_ fault: StructuralFault, column: Int? = nil, row: Int? = nil) {
                    if isOff(fault.finding) { return }
                    let waiver = rules.waivers.indices.first { index in
                        rules.waivers[index].rule == fault.finding.rawValue
                            && !judgement.expiredWaivers.contains(index)
                            && rules.waivers[index].conditions.contains { $0.table == table && $0.condition == nil }
                    }
                    let subject = row.map { StructuralViolation.Subject.row($0) } ?? .header(file: file)
                    judgement.board.add(
                        StructuralViolation(subject: subject, fault: fault, waiver: waiver),
                        table: table, column: column, limit: options.limit)
                }
                for fault in bound.reader.headerFaults where fault.kind.isOfHeaders { add(StructuralFault(fault)) }
                if let lines = bound.reader.above.others { add(.linesAboveHeader(lines)) }
                if let lines = bound.reader.above.doubtful { add(.unclearAboveHeader(lines)) }
                if let rows = bound.reader.above.rows { add(.rowsAboveHeader(rows)) }
                for fault in bound.headerFaults {
                    switch fault {
                    case .missingColumn(let column, let nearest): add(.missingColumn(nearest: nearest), column: column)
                    case .duplicateHeader(let field): add(.duplicateHeader(field: field))
                    case .unreadableHeader(let field, let table):
                        add(.unreadableHeader(field: Int32(clamping: field), table: Int32(clamping: table)))
                    case .unknownColumn(let field, let nearest): add(.unknownColumn(field: field, nearest: nearest))
                    }
                }
                for field in bound.blankFields {
                    guard let found = belowBlank[table]?[FileField(file: file, field: field)] else { continue }
                    add(.textUnderBlankHeader(field: field, text: found.text), row: found.row)
                }
                if feed.fileRows[file] == 0, !judgement.isStopped, !cutFiles.contains(file) { add(.emptyTable) }
            }
        }
    }
}

extension NumberedFault {
    /// As it is reported, at its row.
    fileprivate var structural: StructuralFault {
        switch self {
        case .duplicate(_, let first): .duplicateReference(first: first)
        case .shortened(_, let first, let number): .shortenedReference(number: number, first: first)
        case .gap(_, let missing, let count): .gapInReferences(missing: missing, count: count)
        case .outOfOrder(_, let previous): .referencesOutOfOrder(previous: previous)
        }
    }
}

extension CalendarFirsts {
    /// Rows whose cells are read in another way than an earlier row's, with that row.
    fileprivate var mixed: [(row: Int, first: Int)] {
        proofs.compactMap { row, first in
            guard let row, let first else { return nil }
            return (row, first)
        }
    }

    /// What proves each other way of reading, and what was read in the column's.
    private var proofs: [(other: Int?, own: Int?)] {
        [(otherOrder, ordered), (month, pairedYear), (strokedMonth, strokedYear)]
    }

    /// The same for a column across files none of which has both ways: where each file is for one month, all its cells
    /// are alike.
    fileprivate static func mixedAmong(_ files: [CalendarFirsts]) -> [(row: Int, first: Int)] {
        guard files.count > 1 else { return [] }
        return (0..<3).compactMap { kind in
            let proofs = files.map { $0.proofs[kind] }
            guard !proofs.contains(where: { $0.other != nil && $0.own != nil }),
                let other = proofs.compactMap(\.other).first, let own = proofs.compactMap(\.own).first
            else { return nil }
            return (other, own)
        }
    }
}

extension UnevenRow {
    /// As it is reported, at the first cell that is too many or missing.
    fileprivate var fault: StructuralFault {
        .uneven(
            field: Int32(clamping: min(cells - 1, expected)), cells: Int32(clamping: cells),
            expected: Int32(clamping: expected))
    }
}
