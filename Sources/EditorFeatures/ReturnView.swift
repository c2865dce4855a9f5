// An open return as a check reads it: which tables its text feeds.

import Locations
import Tables
package import Workspace

/// What requests about a return ask: the tables that a check reads from its text as it is now, whether or not that is
/// saved. It is made for one version of the text, and reads as much of it as somebody asks. One thread uses it.
package final class ReturnView {
    package let text: TextBuffer
    package let check: KeptCheck
    /// The tables of the rules that the return feeds, in their order; those made of others are not here.
    package let tables: [ReturnTable]

    /// Beyond so many rows requests about the whole document answer for the table alone.
    package static let mostRows = 10_000

    /// `nil` where no table can be read from the text, or the rules read none from it.
    init?(_ text: TextBuffer, _ places: [KeptCheck.Place], of check: KeptCheck) {
        self.text = text
        self.check = check
        let bytes = text.bytes
        tables = places.compactMap { place in
            guard let open = try? check.open(place, bytes) else { return nil }
            return ReturnTable(check.rules, open)
        }
        if tables.isEmpty { return nil }
    }

    /// The table of which a byte of the text is a part, and its cell there; the first that has a column there. `nil`
    /// outside of all cells of rows.
    package func cell(at offset: Int) -> (table: ReturnTable, cell: ReturnCell)? {
        var other: (table: ReturnTable, cell: ReturnCell)?
        for table in tables {
            guard let cell = table.cell(at: offset), !cell.record.repeatsHeader else { continue }
            if !cell.columns.isEmpty { return (table, cell) }
            other = other ?? (table, cell)
        }
        return other
    }

    /// As `cell(at:)`, of headers.
    package func headerCell(at offset: Int) -> (table: ReturnTable, cell: HeaderCell)? {
        var other: (table: ReturnTable, cell: HeaderCell)?
        for table in tables {
            let found = table.header.first {
                $0.extent.bytes.lowerBound <= offset && offset <= $0.extent.bytes.upperBound
            }
            guard let found else { continue }
            if !found.columns.isEmpty { return (table, found) }
            other = other ?? (table, found)
        }
        return other
    }
}

extension EditorFindings {
    /// The view of a return's text by the rules that were checked; `nil` where they read no table from it.
    package func view(of path: String, _ text: TextBuffer) -> ReturnView? {
        for (check, places) in checks {
            if let own = places[path], let view = ReturnView(text, own, of: check) { return view }
        }
        return nil
    }
}
