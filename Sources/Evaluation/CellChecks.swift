// The structural checks of a slice's cells, each cell getting the first fault that it has.

import Catalog
import Checking
import Quantities

/// Finds what is structurally wrong with the cells of a slice's columns.
struct CellChecks {
    /// Checks one column: reports the rows of each kind of fault, and marks all but notes as faulty in the batch. `silent` rows are faulty
    /// already, for a reason that was reported.
    func check(
        _ index: Int, in batch: Batch, silent: Mask?, bounds: (low: Vector, high: Vector)?,
        _ report: (BuiltInFinding, Mask) -> Void
    ) {
        let column = batch.readers[index]
        let (found, verdicts) = batch.verdicts(index)
        // Nearly always there is nothing to see.
        if silent == nil, bounds == nil, found.isDisjoint(with: column.faulty.union(.notes)) { return }
        let count = batch.count
        var open = Mask(count: count, all: true)
        if let silent { open.subtract(silent) }
        func rows(_ verdict: CellVerdict) -> Mask {
            var mask = Mask(count: count)
            guard found.contains(verdict) else { return mask }
            // Eight rows at a time, nearly all of them without.
            let raw = UnsafeRawPointer(verdicts)
            let wanted = UInt64(verdict.rawValue) &* 0x0101_0101_0101_0101
            var row = 0
            while row < count {
                if row &+ 8 <= count, raw.loadUnaligned(fromByteOffset: row, as: UInt64.self) & wanted == 0 {
                    row &+= 8
                    continue
                }
                for place in row..<min(row &+ 8, count) where verdicts[place] & verdict.rawValue != 0 {
                    mask[place] = true
                }
                row &+= 8
            }
            return mask.intersection(open)
        }
        var faulty = Mask(count: count)
        if column.isRequired {
            let missing = rows(.blank)
            if !missing.isEmpty { report(.missingValue, missing) }
            faulty.formUnion(missing)
        }
        let errors = rows(.spreadsheetError).subtracting(faulty)
        if !errors.isEmpty { report(.spreadsheetError, errors) }
        faulty.formUnion(errors)
        let illegible = rows(.unreadable).subtracting(faulty)
        if !illegible.isEmpty { report(column.isChoice ? .notAllowed : .unreadableCell, illegible) }
        faulty.formUnion(illegible)
        let failing = rows(.misfit).subtracting(faulty)
        if !failing.isEmpty { report(.badFormat, failing) }
        faulty.formUnion(failing)
        if let bounds {
            // A blank cell's own value is nobody's slip.
            let outside = outOfRange(batch.vector(index), bounds, count: count).intersection(open).subtracting(faulty)
                .subtracting(rows(.blank))
            if !outside.isEmpty { report(.outOfRange, outside) }
            faulty.formUnion(outside)
        }
        for (verdict, finding) in CellChecks.notes where !column.isCalendar {
            let noted = rows(verdict).subtracting(faulty)
            if !noted.isEmpty { report(finding, noted) }
        }
        if let silent { faulty.formUnion(silent) }
        batch.addFaults(faulty, ofRows: silent, column: index)
    }

    private static let notes: [(CellVerdict, BuiltInFinding)] = [
        (.irregular, .irregularNumber), (.inWords, .numberInWords), (.nearlyFigure, .figureInWords),
    ]

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
