// Choices and statuses: cells that must be one of a few labels.

/// The labels of a choice or a status in the order of their declaration, built once for each column. They compare
/// trimmed and ignoring case, letters beyond ASCII too; `""` is the label of a blank cell. A label that is given twice
/// keeps its first index.
package struct Labels: Sendable {
    fileprivate let table: FoldedTable
    /// Where case matters, the composed bytes of each label.
    private let exact: [[UInt8]]?

    /// With `mindsCase` only a cell with a label's case is that label.
    package init(_ labels: [String], mindsCase: Bool = false) {
        table = FoldedTable(labels)
        exact =
            mindsCase
            ? labels.map { label in
                var label = label
                return label.withUTF8 { withComposed(trimmedBytes($0)) { Array($0) } }
            } : nil
    }

    /// The place of a trimmed cell, which is not blank, among the labels, or −1.
    @inline(__always)
    fileprivate func place(of cell: UnsafeBufferPointer<UInt8>) -> Int {
        let place = table.place(of: cell)
        guard place >= 0, let exact else { return place }
        return withComposed(cell) { bytes in exact.firstIndex { $0.elementsEqual(bytes) } } ?? -1
    }

    /// The index of the label that a cell holds; `nil` where it is not one of them.
    package func index(of cell: UnsafeBufferPointer<UInt8>) -> Int? {
        let cell = trimmedBytes(cell)
        let place = cell.isEmpty ? table.blank : place(of: cell)
        return place < 0 ? nil : place
    }
}

/// Reads a column of labels: the code is the label's index. Labels are tried before markers, so that a label may be
/// `DNA`; a blank cell without the label `""` is `blank`; anything else is `unreadable`. Sets the count of `into` to
/// that of `cells`.
package func readLabels(_ cells: CellColumn, labels: Labels, markers: Markers, into: CodeVector) {
    let table = labels.table
    let state = into.state
    let code = into.code
    into.count = cells.count
    for row in 0..<cells.count {
        let cell = trimmedBytes(cells.bytes(row))
        let place = cell.isEmpty ? table.blank : labels.place(of: cell)
        code[row] = Int64(place)
        if place >= 0 {
            state[row] = .value
        } else if cell.isEmpty {
            state[row] = .blank
        } else {
            state[row] = markers.state(ofTrimmed: cell) ?? .unreadable
        }
    }
}
