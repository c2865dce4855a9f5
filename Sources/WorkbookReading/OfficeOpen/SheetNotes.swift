// The parts of a sheet that hold the notes of its cells.

internal import Packages

/// Reads plain notes, or threads of them with the answers below each other. A cell that has a note already keeps it.
/// `isMarkedCopy`: what kpilint has added to them is left out.
func readNotes(_ scanner: XMLScanner, into notes: CellNotes, isMarkedCopy: Bool) throws(PackageError) {
    let (plain, threaded, text, reference) = (
        XMLName("comment"), XMLName("threadedComment"), XMLName("text"), XMLName("ref")
    )
    let runs = TextRuns()
    var cell: CellReference?
    var isThread = false
    var own: [CellKey: [UInt8]] = [:]
    var order: [CellKey] = []
    while true {
        switch try scanner.next() {
        case .start where scanner.name == plain || scanner.name == threaded:
            isThread = scanner.name == threaded
            cell = try scanner.value(reference).flatMap { CellReference(Substring($0)) }
        case .start where scanner.name == text:
            guard let cell else {
                try scanner.skip()
                continue
            }
            var said: [UInt8] = []
            if isThread {
                try scanner.appendContent(to: &said)
            } else {
                try runs.append(scanner, to: &said)
            }
            let key = CellKey(row: cell.row, column: cell.column)
            if own[key] == nil { order.append(key) } else { own[key]?.append(0x0A) }
            own[key, default: []] += said
        case .finish:
            for key in order where !notes.holds(row: key.row, column: key.column) {
                var text = own[key] ?? []
                if isMarkedCopy {
                    let said = String(decoding: text, as: UTF8.self)
                    let kept = MarkNote.ownPart(of: said)
                    if kept.isEmpty, !said.isEmpty { continue }
                    text = Array(kept.utf8)
                }
                guard notes.set(text, row: key.row, column: key.column) else { throw .tooLarge }
            }
            return
        default: continue
        }
    }
}

private struct CellKey: Hashable {
    var row: Int
    var column: Int
}
