// One column of values of any type.

package import Checking
package import Quantities

/// How many rows a vector of a batch holds: small enough for the cache, large enough that the cost of calling a kernel
/// does not matter.
package let batchRows = 2048

/// How many rows the batches of a pass have whose vectors take `bytesPerRow`: `batchRows`, or fewer where a table has
/// very many columns or its rules very many nodes, so that a worker's memory stays bounded.
package func batchCapacity(bytesPerRow: Int) -> Int {
    let budget = 48 << 20
    let rows = budget / max(1, bytesPerRow)
    return rows >= batchRows ? batchRows : max(32, rows / 32 * 32)
}

/// The values of one expression or column for the rows of a batch.
package enum Vector {
    case figure(FigureVector)
    case target(TargetVector)
    case code(CodeVector)
    case text(TextVector)
    case truth(TruthVector)

    package init(_ type: ValueType, capacity: Int) {
        switch type {
        case .figure: self = .figure(FigureVector(capacity: capacity))
        case .target: self = .target(TargetVector(capacity: capacity))
        case .text, .unknown: self = .text(TextVector(capacity: capacity))
        case .truth: self = .truth(TruthVector(capacity: capacity))
        case .choice, .status, .date, .period, .duration: self = .code(CodeVector(capacity: capacity))
        }
    }

    /// How many bytes a vector of a type takes for each row.
    package static func bytesPerRow(_ type: ValueType) -> Int {
        switch type {
        case .figure: 21
        case .target: 43
        case .truth: 2
        case .text, .unknown, .choice, .status, .date, .period, .duration: 9
        }
    }

    /// The state of a row's cell or value.
    @inline(__always)
    package func state(_ row: Int) -> CellState {
        switch self {
        case .figure(let vector): vector.state[row]
        case .target(let vector): vector.first.state[row]
        case .code(let vector): vector.state[row]
        case .text(let vector): vector.state[row]
        case .truth(let vector): vector.isTrue(row) || vector.isFalse(row) ? .value : vector.state[row]
        }
    }

    /// The states as one array; for truths those of their cells.
    package var states: UnsafeMutablePointer<CellState> {
        switch self {
        case .figure(let vector): vector.state
        case .target(let vector): vector.first.state
        case .code(let vector): vector.state
        case .text(let vector): vector.state
        case .truth(let vector): vector.state
        }
    }

    package func setCount(_ count: Int) {
        switch self {
        case .figure(let vector): vector.count = count
        case .target(let vector): vector.count = count
        case .code(let vector): vector.count = count
        case .text(let vector): vector.count = count
        case .truth(let vector): vector.count = count
        }
    }

    /// Makes one row unknown.
    package func clear(_ row: Int, to state: CellState = .unknown) {
        switch self {
        case .figure(let vector): vector.state[row] = state
        case .target(let vector): vector.first.state[row] = state
        case .code(let vector): vector.state[row] = state
        case .text(let vector): vector.state[row] = state
        case .truth(let vector):
            let bit = ~(UInt64(1) << UInt64(row & 63))
            vector.isTrue[row >> 6] &= bit
            vector.isFalse[row >> 6] &= bit
            vector.state[row] = state
        }
    }

    /// Makes all of some rows unknown.
    package func clearAll(count: Int, to state: CellState = .unknown) {
        setCount(count)
        switch self {
        case .truth(let vector):
            vector.reset(count: count)
            for row in 0..<count { vector.state[row] = state }
        case .text(let vector):
            for row in 0..<count { vector.state[row] = state }
        default:
            let states = states
            for row in 0..<count { states[row] = state }
        }
        if case .figure(let vector) = self { vector.dropDenominators() }
        if case .code(let vector) = self { vector.dropGrains() }
    }
}

extension Vector {
    /// Gives a row the value of a blank cell.
    func put(_ value: BlankValue, at row: Int) {
        switch (self, value) {
        case (.figure(let figures), .figure(let figure)): figures[figure: row] = figure
        case (.target(let targets), .figure(let figure)):
            targets.first[figure: row] = figure
            targets.form[row] = .plain
        case (.code(let codes), .code(let code)):
            codes.state[row] = .value
            codes.code[row] = code
        case (.truth(let truths), .truth(let truth)):
            truths.state[row] = .value
            truths.set(row, truth)
        case (.text(let texts), .emptyText):
            texts.state[row] = .value
            texts.spans[row].length = 0
        default: break
        }
    }

    /// Copies one row of another vector of its kind, whose texts are in the same buffer.
    func put(_ source: Vector, _ from: Int, at row: Int) {
        switch (self, source) {
        case (.figure(let to), .figure(let figures)): to[figure: row] = figures[figure: from]
        case (.target(let to), .target(let targets)):
            to.first[figure: row] = targets.first[figure: from]
            to.second[figure: row] = targets.second[figure: from]
            to.form[row] = targets.form[from]
        case (.code(let to), .code(let codes)):
            to.state[row] = codes.state[from]
            to.code[row] = codes.code[from]
            to.setGrain(row, codes.grain(from))
        case (.text(let to), .text(let texts)):
            to.base = texts.base
            to.state[row] = texts.state[from]
            to.spans[row] = texts.spans[from]
        case (.truth(let to), .truth(let truths)):
            clear(row, to: truths.state[from])
            if truths.isTrue(from) { to.set(row, true) } else if truths.isFalse(from) { to.set(row, false) }
        default: break
        }
    }

    /// Copies for each row the numbered row of another vector of its kind; unknown where there is no such row.
    package func gather(_ source: Vector, _ numbers: UnsafePointer<UInt16>, count: Int) {
        setCount(count)
        switch (self, source) {
        case (.figure(let to), .figure(let figures)):
            to.dropDenominators()
            let size = figures.count
            for row in 0..<count {
                let number = Int(numbers[row])
                guard number < size else {
                    to.state[row] = .unknown
                    continue
                }
                to.state[row] = figures.state[number]
                to.mantissa[row] = figures.mantissa[number]
                to.scale[row] = figures.scale[number]
                to.unit[row] = figures.unit[number]
                to.flags[row] = figures.flags[number]
            }
            if let denominators = figures.denominator {
                let own = to.useDenominators()
                for row in 0..<count where Int(numbers[row]) < size { own[row] = denominators[Int(numbers[row])] }
            }
        case (.target(let to), .target(let targets)):
            Vector.figure(to.first).gather(.figure(targets.first), numbers, count: count)
            Vector.figure(to.second).gather(.figure(targets.second), numbers, count: count)
            for row in 0..<count where Int(numbers[row]) < targets.count {
                to.form[row] = targets.form[Int(numbers[row])]
            }
        case (.code(let to), .code(let codes)):
            let size = codes.count
            let (states, values) = (codes.state, codes.code)
            let (ownStates, ownValues) = (to.state, to.code)
            for row in 0..<count {
                let number = Int(numbers[row])
                ownStates[row] = number < size ? states[number] : .unknown
                ownValues[row] = number < size ? values[number] : 0
            }
            to.dropGrains()
            if codes.hasGrains {
                for row in 0..<count where Int(numbers[row]) < size {
                    to.setGrain(row, codes.grain(Int(numbers[row])))
                }
            }
        case (.text(let to), .text(let texts)):
            to.base = texts.base
            let size = texts.count
            for row in 0..<count {
                let number = Int(numbers[row])
                to.state[row] = number < size ? texts.state[number] : .unknown
                to.spans[row] = number < size ? texts.spans[number] : CellSpan(offset: 0, length: 0)
            }
        case (.truth(let to), .truth(let truths)):
            gatherTruths(truths, numbers, count: count, into: to)
        default: clearAll(count: count)
        }
    }
}

/// Copies for each row the truth at its number, and the state where it is not known.
private func gatherTruths(_ truths: TruthVector, _ numbers: UnsafePointer<UInt16>, count: Int, into out: TruthVector) {
    let size = truths.count
    // Both bits of each number in one byte, so that a row takes one look-up.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size + 1) { pairs in
        guard let pairs = pairs.baseAddress else { return }
        for number in 0..<size { pairs[number] = (truths.isTrue(number) ? 1 : 0) | (truths.isFalse(number) ? 2 : 0) }
        pairs[size] = 0
        var row = 0
        while row < count {
            var trueWord: UInt64 = 0
            var falseWord: UInt64 = 0
            let rows = min(64, count &- row)
            for bit in 0..<rows {
                let pair = UInt64(pairs[min(Int(numbers[row &+ bit]), size)])
                trueWord = trueWord &>> 1 | pair &<< 63
                falseWord = falseWord &>> 1 | (pair & 2) &<< 62
            }
            let unused = UInt64(truncatingIfNeeded: 64 &- rows)
            trueWord &>>= unused
            falseWord &>>= unused
            out.isTrue[row &>> 6] = trueWord
            out.isFalse[row &>> 6] = falseWord
            var unknown = ~(trueWord | falseWord) & (~0 &>> UInt64(truncatingIfNeeded: 64 &- rows))
            while unknown != 0 {
                let place = row &+ unknown.trailingZeroBitCount
                let number = Int(numbers[place])
                out.state[place] = number < size ? truths.state[number] : .unknown
                unknown &= unknown &- 1
            }
            row &+= 64
        }
    }
}

/// A set of a batch's rows, one bit each; bits beyond `count` are zero.
@usableFromInline package struct Mask {
    /// Row i is bit i & 63 of word i >> 6.
    @usableFromInline package internal(set) var words: [UInt64]
    @usableFromInline package let count: Int

    @inlinable
    package init(count: Int, all: Bool = false) {
        self.count = count
        words = [UInt64](repeating: all ? .max : 0, count: max(1, (count + 63) / 64))
        if all { clip() }
    }

    /// The rows whose bits are set; bits beyond the batch are ignored.
    @inlinable
    package init(_ bits: UnsafeMutablePointer<UInt64>, count: Int) {
        self.count = count
        words = Array(UnsafeBufferPointer(start: bits, count: max(1, (count + 63) / 64)))
        clip()
    }

    /// The rows for which truths are true, or those for which they are false.
    package init(_ truths: TruthVector, are truth: Bool, count: Int) {
        // The bits belong to the vector, which nothing else may hold.
        self = withExtendedLifetime(truths) { Mask(truth ? truths.isTrue : truths.isFalse, count: count) }
    }

    @inlinable
    mutating func clip() {
        if count == 0 {
            words[0] = 0
        } else if count & 63 != 0 {
            words[words.count - 1] &= (1 << UInt64(count & 63)) - 1
        }
    }

    @inlinable
    @inline(__always)
    package subscript(row: Int) -> Bool {
        get { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }
        set {
            if newValue {
                words[row >> 6] |= 1 << UInt64(row & 63)
            } else {
                words[row >> 6] &= ~(1 << UInt64(row & 63))
            }
        }
    }

    @inlinable
    package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
    @inlinable
    package var bitCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    @inlinable
    package mutating func formUnion(_ other: Mask) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    @inlinable
    package mutating func formIntersection(_ other: Mask) {
        for index in words.indices { words[index] &= other.words[index] }
    }

    @inlinable
    package mutating func subtract(_ other: Mask) {
        for index in words.indices { words[index] &= ~other.words[index] }
    }

    @inlinable
    package func union(_ other: Mask) -> Mask {
        var result = self
        result.formUnion(other)
        return result
    }

    @inlinable
    package func intersection(_ other: Mask) -> Mask {
        var result = self
        result.formIntersection(other)
        return result
    }

    @inlinable
    package func subtracting(_ other: Mask) -> Mask {
        var result = self
        result.subtract(other)
        return result
    }

    /// Calls the body for each row of the set, in order.
    @inlinable
    @inline(__always)
    package func eachRow(_ body: (Int) -> Void) {
        for index in words.indices {
            var word = words[index]
            while word != 0 {
                body(index << 6 + word.trailingZeroBitCount)
                word &= word - 1
            }
        }
    }
}

/// The rows of a mask as a list.
@usableFromInline package struct RowList {
    @usableFromInline let rows: UnsafeMutablePointer<UInt16>
    @usableFromInline package internal(set) var count = 0

    /// A list in some memory for `batchRows` rows, which it borrows.
    @inlinable
    package init(_ memory: UnsafeMutablePointer<UInt16>, _ mask: Mask) {
        rows = memory
        for (index, word) in mask.words.enumerated() {
            var word = word
            while word != 0 {
                rows[count] = UInt16(truncatingIfNeeded: index &<< 6 &+ word.trailingZeroBitCount)
                count &+= 1
                word &= word &- 1
            }
        }
    }

    @inlinable
    @inline(__always)
    package subscript(index: Int) -> Int { Int(rows[index]) }
}
