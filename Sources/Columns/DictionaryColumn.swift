// The distinct cells of a column with their values, so that a row only holds the number of its cell.

import Checking
import Quantities

/// A column's distinct cells, read once each. Owned by one worker.
package final class DictionaryColumn {
    private let cells = CellInterner()
    /// The value of each distinct cell; unknown where the cell is faulty.
    package let vector: Vector
    private let verdicts: UnsafeMutablePointer<UInt8>
    private var found: CellFaults = []
    private(set) var faults: Mask?
    /// Changes whenever the distinct cells do.
    package private(set) var version = 0
    private var renewals = 0
    /// How many of the distinct cells have been read.
    private var readCount = 0
    private let fresh: Vector

    init(_ type: ValueType) {
        // An evaluator can compute at most a batch's rows.
        assert(CellInterner.capacity <= batchRows)
        vector = Vector(type, capacity: CellInterner.capacity)
        fresh = Vector(type, capacity: CellInterner.capacity)
        verdicts = .allocate(capacity: CellInterner.capacity)
    }

    deinit { verdicts.deallocate() }

    var count: Int { cells.count }

    /// All distinct cells, by number.
    var column: CellColumn { cells.cells(0..<cells.count) }

    /// Numbers the cells of a batch; returns how many have no number.
    func number(_ batch: BatchCells, into numbers: UnsafeMutablePointer<UInt16>) -> Int {
        // The dictionary holds raw cells. Where quotes have been removed, a text that begins with one must not match a
        // raw cell.
        cells.number(batch.column, leaving: batch.areRaw ? nil : 0x22, into: numbers)
    }

    /// Reads the distinct cells that are new.
    func readNew(of batch: BatchCells, reader: ColumnDecoder) {
        let known = readCount
        guard cells.count > known else { return }
        readCount = cells.count
        for number in known..<cells.count { cells.keep(batch.text(at: cells.place(number)), of: number) }
        read(known..<cells.count, reader)
    }

    private func read(_ new: Range<Int>, _ reader: ColumnDecoder) {
        found.formUnion(
            reader.readInFull(cells.cells(new), into: fresh, verdicts: verdicts + new.lowerBound))
        vector.setCount(cells.count)
        if case .text(let texts) = vector { texts.base = column.base }
        for number in new { vector.put(fresh, number - new.lowerBound, at: number) }
        var faults = Mask(count: cells.count)
        for number in 0..<cells.count
        where reader.questions.isFaulty(verdicts[number]) {
            faults[number] = true
            vector.clear(number)
        }
        self.faults = faults.isEmpty ? nil : faults
        version += 1
    }

    /// Writes the faults of each row by its number, 0 where it has none; returns those of all rows together.
    func gatherVerdicts(
        _ numbers: UnsafePointer<UInt16>, count: Int, into rows: UnsafeMutablePointer<UInt8>
    ) -> CellFaults {
        guard !found.isEmpty else {
            rows.update(repeating: 0, count: count)
            return []
        }
        var all: UInt8 = 0
        let size = cells.count
        for row in 0..<count {
            let number = Int(numbers[row])
            let verdict = number < size ? verdicts[number] : 0
            rows[row] = verdict
            all |= verdict
        }
        return CellFaults(rawValue: all)
    }

    /// Empties the dictionary where it is full and many cells are missing; false where that happened too often to be
    /// worth while.
    func makeRoom(missing: Int, of rows: Int) -> Bool {
        guard cells.count == CellInterner.capacity, missing * 32 > rows else { return true }
        renewals += 1
        cells.removeAll()
        readCount = 0
        found = []
        faults = nil
        version += 1
        return renewals < 4
    }
}
