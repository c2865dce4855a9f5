// Not-available markers: what a cell says instead of a value.

/// The words that stand for "not available" in a column, built once for each column: `DNA`, `N/A`, `TBC`, `-`, `..`, "data not
/// yet available" and their like, and the column's own (`missing "…"`). They compare trimmed and ignoring case.
package struct Markers: Sendable {
    private let table: FoldedTable
    /// Whether any marker holds a digit.
    let haveDigits: Bool

    package init(adding own: [String] = []) {
        table = FoldedTable(Markers.common + own.filter { !$0.isEmpty })
        haveDigits = own.contains { $0.utf8.contains(where: isDigit) }
    }

    /// Whether a cell is a marker. A blank cell is none: it has a state of its own.
    package func contains(_ cell: UnsafeBufferPointer<UInt8>) -> Bool { holds(trimmedBytes(cell)) }

    /// As `contains`, of a trimmed cell.
    @inline(__always)
    func holds(_ cell: UnsafeBufferPointer<UInt8>) -> Bool { table.place(of: cell) >= 0 }

    /// The markers of every column.
    package static let common = [
        "DNA", "N/A", "NA", "n.a.", "n/a.", "#N/A", "TBC", "TBD", "TBA", "-", "--", "—", "–", "−", "..", "...", "…",
        "not available", "not applicable", "not yet available", "data not available", "data not yet available",
        "data unavailable", "no data", "to be confirmed",
    ]
}
