// The structural checks of a slice's cells, each cell getting the first fault that it has.

import Catalog
import Checking
import Patterns
import Quantities

/// Finds what is structurally wrong with the cells of a slice's columns. Owned by one worker.
final class CellChecks {
    private let table: CheckedTable
    private let scratch = TextVector(capacity: sliceRows)
    private let bits: UnsafeMutablePointer<UInt64>

    init(_ table: CheckedTable) {
        self.table = table
        bits = .allocate(capacity: sliceRows / 64)
        bits.initialize(repeating: 0, count: sliceRows / 64)
    }

    deinit { bits.deallocate() }

    /// Checks one column: reports the rows of each kind of fault, and marks all but notes as faulty in the batch. `silent` rows are faulty
    /// already, for a reason that was reported.
    func check(
        _ index: Int, in batch: Batch, silent: Mask?, bounds: (low: Vector, high: Vector)?,
        _ report: (BuiltInFinding, Mask) -> Void
    ) {
        let column = batch.readers[index]
        let count = batch.count
        let vector = batch.vector(index)
        let states = vector.states
        var blank = Mask(count: count)
        var unreadable = Mask(count: count)
        var open = Mask(count: count, all: true)
        if let silent { open.subtract(silent) }
        // Nearly always there is nothing to see: one look at all the states together.
        var any: UInt8 = 0
        for row in 0..<count { any |= states[row].rawValue }
        if any != 0 {
            for row in 0..<count {
                switch states[row] {
                case .blank: blank[row] = true
                case .unreadable: unreadable[row] = true
                default: break
                }
            }
        }
        var faulty = Mask(count: count)
        if column.isRequired {
            let missing = blank.intersection(open)
            if !missing.isEmpty { report(.missingValue, missing) }
            faulty.formUnion(missing)
        }
        let illegible = unreadable.intersection(open).subtracting(faulty)
        if !illegible.isEmpty {
            if column.isChoice {
                report(.notAllowed, illegible)
            } else {
                report(.unreadableCell, illegible)
            }
            faulty.formUnion(illegible)
        }
        if let matcher = column.matcher, let cells = batch.cells(index) {
            let texts: TextVector
            if case .text(let vector) = vector {
                texts = vector
            } else {
                readTexts(cells, into: scratch)
                texts = scratch
            }
            matcher.matchesWhole(base: texts.base, spans: UnsafeRawPointer(texts.spans), count: count, into: bits)
            var failing = open.subtracting(Mask(bits, count: count)).subtracting(faulty)
            // A label may stand for a blank cell: a blank is never tested, whatever it reads as.
            let candidates = failing
            candidates.eachRow { if texts.state[$0] == .blank { failing[$0] = false } }
            if !failing.isEmpty { report(.badFormat, failing) }
            faulty.formUnion(failing)
        }
        if let bounds {
            let outside = outOfRange(vector, bounds, count: count).intersection(open).subtracting(faulty)
            if !outside.isEmpty { report(.outOfRange, outside) }
            faulty.formUnion(outside)
        }
        if case .figure(let figures) = vector {
            var irregular = Mask(count: count)
            for row in 0..<count where figures.flags[row].contains(.irregular) && figures.state[row] == .value {
                irregular[row] = true
            }
            irregular = irregular.intersection(open).subtracting(faulty)
            if !irregular.isEmpty { report(.irregularNumber, irregular) }
        }
        if let silent { faulty.formUnion(silent) }
        batch.addFaults(faulty, column: index)
    }

    private func outOfRange(_ vector: Vector, _ bounds: (low: Vector, high: Vector), count: Int) -> Mask {
        var outside = Mask(count: count)
        switch (vector, bounds.low, bounds.high) {
        case (.figure(let figures), .figure(let low), .figure(let high)):
            let result = TruthVector(capacity: max(1, count))
            compare(figures, low, .less, into: result)
            outside.formUnion(Mask(result.isTrue, count: count))
            compare(figures, high, .greater, into: result)
            outside.formUnion(Mask(result.isTrue, count: count))
        case (.code(let codes), .code(let low), .code(let high)):
            for row in 0..<count where codes.state[row] == .value {
                if codes.code[row] < low.code[row] || codes.code[row] > high.code[row] { outside[row] = true }
            }
        default: break
        }
        return outside
    }
}
