// The parts of cells that `find` looks for, so that findings can point at them.

import Catalog

/// A part of a cell that a condition looks for.
package struct SoughtPart: Sendable {
    package var cell: CellReference
    package var sought: SoughtPattern
}

extension TypedExpression {
    /// What it looks for by `find` in cells of which it reads nothing else, in the order in which it is written.
    package var soughtParts: [SoughtPart] {
        var parts: [SoughtPart] = []
        var readWhole: Set<CellReference> = []
        var seen: Set<ObjectIdentifier> = []
        var open = [self]
        while let next = open.popLast() {
            guard seen.insert(ObjectIdentifier(next)).inserted else { continue }
            if let part = next.soughtPart {
                parts.append(part)
            } else if case .column(let cell) = next.kind {
                readWhole.insert(cell)
            } else {
                open += next.parts.reversed()
            }
        }
        return parts.filter { !readWhole.contains($0.cell) }
    }

    /// The cell in which it looks for something, where it gives what it finds there, or that as a figure or the like.
    package var soughtCell: CellReference? {
        if let part = soughtPart { return part.cell }
        guard case .call(_, let arguments) = kind, arguments.count == 1 else { return nil }
        return arguments[0]?.soughtCell
    }

    /// The cell and the pattern, where it is a `find` in a cell.
    private var soughtPart: SoughtPart? {
        guard case .call(.find, let arguments) = kind, arguments.count == 2, let text = arguments[0],
            case .literal(.pattern(let sought))? = arguments[1]?.kind, let cell = text.printedCell
        else { return nil }
        return SoughtPart(cell: cell, sought: sought)
    }

    /// The cell whose text it is as it stands.
    private var printedCell: CellReference? {
        switch kind {
        case .column(let cell): type == .text ? cell : nil
        case .call(.printed, let arguments): if case .column(let cell)? = arguments[0]?.kind { cell } else { nil }
        default: nil
        }
    }
}
