// The structural checks of a batch's cells; each cell gets the first fault that it has.

import Catalog
import Checking
import Quantities

/// Finds what is structurally wrong with the cells of a batch's columns.
package struct CellChecks {
    package init() {}

    /// Checks one column: reports the rows of each kind of fault, and marks cells as faulty in the batch where the
    /// policy says so. `silent` rows are faulty already, for a reason that was reported.
    package func check(
        _ index: Int, in batch: Batch, silent: Mask?, bounds: (low: Vector, high: Vector)?,
        _ report: (CellFault, Mask) -> Void
    ) {
        let asked = batch.readers[index].questions
        let (all, verdicts) = batch.verdicts(index)
        // Nearly always there is nothing to report.
        let (noUnit, disagreeing) = (batch.unreadableUnits(index), batch.unitsDisagree(index))
        let unrounded = batch.unrounded(index)
        let isPlain = noUnit == nil && disagreeing?.isEmpty ?? true && unrounded?.isEmpty ?? true
        if silent == nil, bounds == nil, isPlain, all.isDisjoint(with: asked.asked) { return }
        let count = batch.count
        var open = Mask(count: count, all: true)
        if let silent { open.subtract(silent) }
        func rows(_ verdict: CellFaults) -> Mask {
            var mask = Mask(count: count)
            guard all.contains(verdict) else { return mask }
            // Eight rows at a time: nearly all have no fault.
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
        var found = Mask(count: count)
        var faulty = Mask(count: count)
        func ask(_ question: CellQuestions.Question, _ rows: Mask) {
            let rows = rows.subtracting(found)
            guard !rows.isEmpty else { return }
            report(question.fault, rows)
            found.formUnion(rows)
            if question.isFault { faulty.formUnion(rows) }
        }
        for question in asked.faults { ask(question, rows(question.verdict)) }
        if let noUnit, let question = asked.noUnit { ask(question, noUnit.intersection(open)) }
        if let disagreeing, let question = asked.unitDisagrees { ask(question, disagreeing.intersection(open)) }
        if let bounds, let range = asked.range {
            // The value of blank cells (`blank as`) is the author's, not an error of the return.
            let outside = outOfRange(batch.vector(index), bounds, count: count).intersection(open)
            ask(range, outside.subtracting(rows(.blank)))
        }
        let fit = open.subtracting(found)
        for question in asked.notes {
            // A cell may have several notes.
            let noted = rows(question.verdict).intersection(fit)
            guard !noted.isEmpty else { continue }
            report(question.fault, noted)
            if question.isFault { faulty.formUnion(noted) }
        }
        if let unrounded, let question = asked.notRounded {
            let noted = unrounded.intersection(fit)
            if !noted.isEmpty { report(question.fault, noted) }
            if question.isFault { faulty.formUnion(noted) }
        }
        if let silent { faulty.formUnion(silent) }
        batch.addFaults(faulty, ofRows: silent, column: index)
    }

    private func outOfRange(_ vector: Vector, _ bounds: (low: Vector, high: Vector), count: Int) -> Mask {
        var outside = Mask(count: count)
        switch (vector, bounds.low, bounds.high) {
        case (.figure(let figures), .figure(let low), .figure(let high)):
            let result = TruthVector(capacity: max(1, count))
            compare(figures, low, .less, into: result)
            outside.formUnion(Mask(result, are: true, count: count))
            compare(figures, high, .greater, into: result)
            outside.formUnion(Mask(result, are: true, count: count))
        case (.code(let codes), .code(let low), .code(let high)):
            for row in 0..<count where codes.state[row] == .value {
                let isBelow = low.state[row] == .value && codes.code[row] < low.code[row]
                let isAbove = high.state[row] == .value && codes.code[row] > high.code[row]
                if isBelow || isAbove { outside[row] = true }
            }
        default: break
        }
        return outside
    }
}
