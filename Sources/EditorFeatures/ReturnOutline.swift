// The outline of an open return: its tables with their rows by key, what can be folded, what a selection grows to.

import Checking
package import Locations
import Workspace

/// A part of a return with a name.
package struct OutlineSymbol: Sendable, Equatable {
    package enum Kind: Sendable { case table, row }

    package var name: String
    /// What else names it; empty where nothing does.
    package var detail: String
    package var kind: Kind
    package var extent: TextExtent
    /// The part that names it.
    package var selection: TextExtent
    package var children: [OutlineSymbol]
}

/// Lines that can be folded, from 0, both included.
package struct FoldedLines: Sendable, Hashable {
    package enum Kind: Sendable {
        /// What stands above or below a table.
        case notes
        case table
        /// Rows of a table between blank lines.
        case part
        /// A row on several lines.
        case row
    }

    package var lines: ClosedRange<Int>
    package var kind: Kind
}

extension ReturnView {
    /// The tables that stand at different places.
    var standing: [ReturnTable] {
        var seen: Set<Int> = []
        return tables.filter { seen.insert($0.headerExtent?.offset ?? -1).inserted }
    }

    /// The tables with their rows, which are left out where there are too many.
    package func symbols() -> [OutlineSymbol] {
        standing.compactMap { table in
            guard let start = table.headerExtent ?? table.record(number: 0)?.extent else { return nil }
            let end = table.lastRecord?.extent ?? start
            var rows: [OutlineSymbol] = []
            if !table.hasMore(than: Self.mostRows) {
                let key = table.readKeyColumns
                let label = table.table.label
                table.forEachRecord { record in
                    guard !record.repeatsHeader else { return true }
                    let key = table.texts(of: key, in: record).filter { !$0.isEmpty }.map(shown)
                    let detail = label.map { table.texts(of: [$0], in: record)[0] } ?? ""
                    let first = table.readKeyColumns.first.flatMap { table.fields[$0] } ?? 0
                    rows.append(
                        OutlineSymbol(
                            name: key.isEmpty
                                ? "row \(record.number + 1)" : printable(key.joined(separator: ", ")),
                            detail: printable(shown(detail)), kind: .row, extent: record.extent,
                            selection: table.cell(first, of: record)?.extent ?? record.extent, children: []))
                    return true
                }
            }
            return OutlineSymbol(
                name: table.table.name, detail: check.areAssumed ? "as it looks" : "", kind: .table,
                extent: start.joined(with: end), selection: start, children: rows)
        }
    }

    private func shown(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count > 120 ? words.prefix(119) + "…" : words
    }

    /// What can be folded; of long returns the tables alone.
    package func folds() -> [FoldedLines] {
        var folds: [FoldedLines] = []
        var seen: Set<FoldedLines> = []
        func add(_ first: Int, _ last: Int, _ kind: FoldedLines.Kind) {
            guard last > first else { return }
            let fold = FoldedLines(lines: first...last, kind: kind)
            if seen.insert(fold).inserted { folds.append(fold) }
        }
        for table in standing {
            guard let start = table.headerExtent ?? table.record(number: 0)?.extent,
                let end = table.lastRecord?.extent
            else { continue }
            add(start.line - 1, end.endLine - 1, .table)
            guard !table.hasMore(than: Self.mostRows) else { continue }
            if let last = lastWritten(before: start.line - 1), let first = firstWritten(from: 0), first < last {
                add(first, last, .notes)
            }
            if let first = firstWritten(from: end.endLine), let last = lastWritten(before: text.lineCount) {
                add(first, last, .notes)
            }
            var part: (first: Int, last: Int)?
            var parts: [(first: Int, last: Int)] = []
            table.forEachRecord { record in
                let (first, last) = (record.extent.line - 1, record.extent.endLine - 1)
                add(first, last, .row)
                if let open = part, first <= open.last + 1 {
                    part = (open.first, last)
                } else {
                    if let part { parts.append(part) }
                    part = (first, last)
                }
                return true
            }
            if let part { parts.append(part) }
            if parts.count > 1 { for part in parts { add(part.first, part.last, .part) } }
        }
        return folds.sorted {
            ($0.lines.lowerBound, -$0.lines.upperBound) < ($1.lines.lowerBound, -$1.lines.upperBound)
        }
    }

    /// The first line that is not blank, and the last one.
    private func firstWritten(from line: Int) -> Int? {
        (line..<max(line, text.lineCount)).first { !text.isBlank(line: $0) }
    }

    private func lastWritten(before line: Int) -> Int? {
        (0..<min(max(0, line), text.lineCount)).last { !text.isBlank(line: $0) }
    }

    /// What a selection at a byte of the text grows to, the smallest part first: the text of a cell, the cell, the row,
    /// the table, the document.
    package func selections(at offset: Int) -> [TextExtent] {
        var found: [TextExtent] = []
        func add(_ extent: TextExtent) { if found.last != extent { found.append(extent) } }
        var table: ReturnTable?
        if let (own, cell) = headerCell(at: offset) {
            table = own
            if let inner = cell.extent.inner(of: text) { add(inner) }
            add(cell.extent)
            if let header = own.headerExtent { add(header) }
        } else if let (own, cell) = cell(at: offset) {
            table = own
            if let inner = cell.extent.inner(of: text), inner.bytes.lowerBound <= offset,
                offset <= inner.bytes.upperBound
            {
                add(inner)
            }
            add(cell.extent)
            add(cell.record.extent)
        }
        if let table, let start = table.headerExtent ?? table.record(number: 0)?.extent {
            add(start.joined(with: table.lastRecord?.extent ?? start))
        }
        add(text.extent)
        return found
    }
}

extension ReturnTable {
    /// The columns of the key that are read.
    var readKeyColumns: [Int] {
        table.key.compactMap { part in
            if case .column(let column) = part, fields[column] != nil { column } else { nil }
        }
    }
}

extension TextExtent {
    /// From its beginning to the end of another one behind it.
    func joined(with other: TextExtent) -> TextExtent {
        guard other.bytes.upperBound > bytes.upperBound else { return self }
        return TextExtent(
            line: line, offset: offset, lines: other.endLine - line, length: other.bytes.upperBound - offset,
            start: start, end: other.end)
    }

    /// What stands within the quotes of a cell; `nil` for one without quotes.
    func inner(of text: TextBuffer) -> TextExtent? {
        let raw = Array(text.bytes[bytes.clamped(to: 0..<text.bytes.count)])
        guard raw.count > 1, raw.first == UInt8(ascii: "\""), raw.last == UInt8(ascii: "\"") else { return nil }
        return part(1..<raw.count - 1, of: raw)
    }
}
