// Numbered references that are one part of a table's key, and may occur once under each value of the other parts.

import Columns

/// Checks such references through the files of a table. A reference is repeated only under the same value, and where a
/// file has one under several values, references that lost a zero are searched for under each value separately. Gaps
/// and steps back are those of the whole file, because a number that one value lacks another may have.
struct KeyedReferences {
    private var whole = NumberedSequence()
    private var grouped = NumberedSequence()
    private var file = -1
    /// The first row of each file, and whether it has a reference under several values.
    private var files: [(firstRow: Int, repeats: Bool)] = []
    /// The references of the file as written, each with the rest of the key of its first row.
    private var references = KeyTable()
    private var rests = Storage<KeyHash>()

    /// Rows with a faulty cell in the rest of the key: they may belong to any value, and do not count as repeats.
    private var unplaced: Set<Int> = []

    /// Takes the next row's reference, trimmed, and the other parts of its key; `nil` where one of them is faulty.
    mutating func add(_ text: UnsafeBufferPointer<UInt8>, rest: KeyHash?, row: Int, file: Int) {
        if file != self.file {
            self.file = file
            files.append((row, false))
            (references, rests) = (KeyTable(), Storage())
        }
        whole.add(text, row: row, file: file)
        guard let rest else {
            unplaced.insert(row)
            return
        }
        grouped.add(text, row: row, file: file, under: rest)
        guard !files[files.count - 1].repeats, let reference = NumberedReference(text) else { return }
        let index = references.insert(reference.key)
        if index == rests.count {
            rests.append(rest)
        } else if rests[index] != rest {
            files[files.count - 1].repeats = true
        }
    }

    /// All faults, in the order of their rows.
    mutating func finished() -> [NumberedFault] {
        var faults = whole.finished().filter { fault in
            switch fault {
            case .gap, .outOfOrder: true
            case .duplicate: false
            case .shortened(let row, _, _): !repeats(at: row) && !unplaced.contains(row)
            }
        }
        faults += grouped.finished().filter { fault in
            switch fault {
            case .gap, .outOfOrder: false
            case .duplicate: true
            case .shortened(let row, _, _): repeats(at: row)
            }
        }
        return faults.sorted { $0.row < $1.row }
    }

    /// Whether the file of a row has a reference under several values.
    private func repeats(at row: Int) -> Bool {
        var (low, high) = (0, files.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if files[middle].firstRow <= row { low = middle } else { high = middle }
        }
        return files[low].repeats
    }
}
