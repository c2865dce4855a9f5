// What may be written into a cell: labels of a status, choices, keys of the table that it leads to.

import Checking
package import Locations
import Wording
import Workspace

/// A text for a cell.
package struct CellProposal: Sendable, Equatable {
    /// The text itself.
    package var label: String
    /// What it is: "green", a status; empty where there is nothing to say.
    package var detail: String
    /// As it is written into the file, quoted where that is needed.
    package var written: String
}

/// The proposals for a cell.
package struct CellProposals: Sendable, Equatable {
    /// What they replace: the cell, with its quotes.
    package var extent: TextExtent
    package var proposals: [CellProposal]
    /// Whether there are more, which are shown when more is typed.
    package var areCut: Bool
}

extension ReturnView {
    private static let mostProposals = 200

    /// What may stand in the cell at a byte of the text, of what begins with, or holds, what is typed there before the
    /// byte; `nil` where there is no cell of a known column, or one on several lines.
    package func proposals(at offset: Int) -> CellProposals? {
        guard let (table, cell) = cell(at: offset), cell.extent.lines == 0 else { return nil }
        var candidates: [(text: String, detail: String)] = []
        for column in cell.columns { candidates += texts(for: column, of: table) }
        guard !candidates.isEmpty else { return nil }
        let typed = typed(in: cell.extent, before: offset).lowercased()
        var seen: Set<String> = []
        let fitting = candidates.filter { $0.text.lowercased().contains(typed) && seen.insert($0.text).inserted }
        let ordered =
            typed.isEmpty
            ? fitting
            : fitting.filter { $0.text.lowercased().hasPrefix(typed) }
                + fitting.filter { !$0.text.lowercased().hasPrefix(typed) }
        return CellProposals(
            extent: cell.extent,
            proposals: ordered.prefix(Self.mostProposals).map {
                CellProposal(
                    label: printable($0.text), detail: $0.detail, written: table.written($0.text, as: cell.shape))
            }, areCut: ordered.count > Self.mostProposals)
    }

    /// The text of a cell before a byte, without the quotation mark that opens it.
    private func typed(in extent: TextExtent, before offset: Int) -> String {
        let end = min(max(offset, extent.offset), extent.bytes.upperBound)
        var bytes = text.bytes[extent.offset..<end]
        while let first = bytes.first, first == 0x20 || first == 0x22 { bytes = bytes.dropFirst() }
        return trimmedText(String(decoding: bytes, as: UTF8.self))
    }

    private func texts(for column: Int, of table: ReturnTable) -> [(text: String, detail: String)] {
        let declared = table.table.columns[column]
        var found: [(text: String, detail: String)] = []
        switch declared.type {
        case .status(let number):
            let scheme = check.rules.schemes[number]
            // The colour of a cell that says its status by it is no text.
            guard !declared.isByFill else { break }
            found = scheme.labels.filter { !$0.text.isEmpty }.map { label in
                (label.text, scheme.statuses[label.status].colour.name)
            }
        case .choice(let labels): found = labels.texts.filter { !$0.isEmpty }.map { ($0, "") }
        default: break
        }
        let keys = check.cells?.keys(ofJoinsFrom: column, table: table.place.table) ?? []
        return found + keys.map { ($0, "") }
    }
}
