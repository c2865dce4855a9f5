// What colours, hints and counts mark in an open return: columns, cells with findings, findings by column.

package import Locations
import Reports

/// A part of a text on one line, for colouring.
package struct CellMark: Sendable, Equatable {
    package var extent: TextExtent
    /// The number of its field.
    package var field: Int
    package var isHeader = false
    /// Whether a finding stands at it.
    package var isFaulty = false
    /// Whether it says that there is no value.
    package var isMissing = false
}

/// Findings in the cells of one column, as they are counted above it.
package struct HeaderCount: Sendable, Equatable {
    package var extent: TextExtent
    package var words: String
}

/// What a finding would write, behind its cell.
package struct CellHint: Sendable, Equatable {
    package var extent: TextExtent
    package var text: String
}

extension ReturnView {
    /// The cells that share a byte with a part of the text, in the order of the text, each line of one by itself;
    /// `diagnostics` are the document's.
    package func marks(in bytes: Range<Int>, _ diagnostics: [EditorDiagnostic]) -> [CellMark] {
        let faulty = Dictionary(grouping: diagnostics, by: \.extent.offset)
        func mark(_ extent: TextExtent, _ field: Int, _ change: (inout CellMark) -> Void) -> [CellMark] {
            guard extent.length > 0 else { return [] }
            return lines(of: extent).map { extent in
                var mark = CellMark(extent: extent, field: field)
                change(&mark)
                return mark
            }
        }
        var marks: [CellMark] = []
        for table in standing {
            for cell in table.header where cell.extent.bytes.upperBound >= bytes.lowerBound {
                guard cell.extent.offset < bytes.upperBound else { break }
                let isFaulty = faulty[cell.extent.offset]?.contains { $0.extent == cell.extent } ?? false
                marks += mark(cell.extent, cell.field) { ($0.isHeader, $0.isFaulty) = (true, isFaulty) }
            }
            table.forEachRecord(in: bytes) { record in
                for cell in table.cells(of: record) {
                    let here = faulty[cell.extent.offset]?.filter { $0.extent == cell.extent } ?? []
                    let isMissing = trimmedText(cell.text).isEmpty || here.contains { $0.code == "missing-value" }
                    marks += mark(cell.extent, cell.field) { ($0.isFaulty, $0.isMissing) = (!here.isEmpty, isMissing) }
                }
                return true
            }
        }
        return marks.sorted { $0.extent.offset < $1.extent.offset }
    }

    /// The parts of an extent on each of its lines, without what ends these.
    private func lines(of extent: TextExtent) -> [TextExtent] {
        guard extent.lines > 0 else { return [extent] }
        let raw = Array(text.bytes[extent.bytes.clamped(to: 0..<text.bytes.count)])
        var parts: [TextExtent] = []
        var start = 0
        for at in 0...raw.count where at == raw.count || raw[at] == 0x0A || raw[at] == 0x0D {
            if at > start { parts.append(extent.part(start..<at, of: raw)) }
            start = at + 1
        }
        return parts
    }

    /// For each column with findings how many there are of which kind, at its header.
    package func counts(_ diagnostics: [EditorDiagnostic]) -> [HeaderCount] {
        let isCut = diagnostics.contains { $0.code == EditorDiagnostic.moreFindings }
        var found: [HeaderCount] = []
        for table in standing {
            var codes: [Int: [String: Int]] = [:]
            for diagnostic in diagnostics where diagnostic.code != EditorDiagnostic.moreFindings {
                let offset = diagnostic.extent.offset
                let header = table.header.first { $0.extent == diagnostic.extent }?.field
                let field = header ?? table.cell(at: offset).flatMap { $0.extent == diagnostic.extent ? $0.field : nil }
                if let field { codes[field, default: [:]][diagnostic.code, default: 0] += 1 }
            }
            for cell in table.header {
                guard let own = codes[cell.field] else { continue }
                let count = own.values.reduce(0, +)
                let kinds = own.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                var words = "\(isCut ? "at least " : "")\(count) finding\(count == 1 ? "" : "s"): "
                words += kinds.prefix(3).map { kinds.count == 1 ? $0.key : "\($0.value) \($0.key)" }.joined(
                    separator: ", ")
                if kinds.count > 3 { words += ", …" }
                found.append(HeaderCount(extent: cell.extent, words: words))
            }
        }
        return found
    }
}

extension [EditorDiagnostic] {
    /// What the findings within a part of a text would write, each cell once.
    package func hints(in range: TextRange, _ encoding: PositionEncoding) -> [CellHint] {
        var seen: Set<Int> = []
        return compactMap { diagnostic in
            guard let fix = diagnostic.fixes.first, fix.extent.range(encoding).touches(range),
                seen.insert(fix.extent.offset).inserted
            else { return nil }
            return CellHint(
                extent: fix.extent, text: "→ " + (fix.text.isEmpty ? "(blank)" : escapedForTerminal(fix.text)))
        }
    }
}
