// One column of values of any type, and how it is made for a type.

import Checking
import Quantities

/// How many rows a vector of a batch holds: small enough for the cache, large enough to forget the cost of a kernel's call.
let sliceRows = 2048

/// The values of one expression or column for the rows of a slice.
enum Vector {
    case figure(FigureVector)
    case target(TargetVector)
    case code(CodeVector)
    case text(TextVector)
    case truth(TruthVector)

    init(_ type: ValueType, capacity: Int) {
        switch type {
        case .figure: self = .figure(FigureVector(capacity: capacity))
        case .target: self = .target(TargetVector(capacity: capacity))
        case .text, .unknown: self = .text(TextVector(capacity: capacity))
        case .truth: self = .truth(TruthVector(capacity: capacity))
        case .choice, .status, .date, .period, .duration: self = .code(CodeVector(capacity: capacity))
        }
    }

    /// What a row's cell or value is.
    @inline(__always)
    func state(_ row: Int) -> CellState {
        switch self {
        case .figure(let vector): vector.state[row]
        case .target(let vector): vector.first.state[row]
        case .code(let vector): vector.state[row]
        case .text(let vector): vector.state[row]
        case .truth(let vector): vector.isTrue(row) || vector.isFalse(row) ? .value : vector.state[row]
        }
    }

    /// The states as one array; for truths those of their cells.
    var states: UnsafeMutablePointer<CellState> {
        switch self {
        case .figure(let vector): vector.state
        case .target(let vector): vector.first.state
        case .code(let vector): vector.state
        case .text(let vector): vector.state
        case .truth(let vector): vector.state
        }
    }

    func setCount(_ count: Int) {
        switch self {
        case .figure(let vector): vector.count = count
        case .target(let vector): vector.count = count
        case .code(let vector): vector.count = count
        case .text(let vector): vector.count = count
        case .truth(let vector): vector.count = count
        }
    }

    /// Makes one row unknown.
    func clear(_ row: Int, to state: CellState = .unknown) {
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
    func clearAll(count: Int, to state: CellState = .unknown) {
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
    }
}

extension ColumnType {
    /// The type that expressions about a column of this type have.
    var valueType: ValueType {
        switch self {
        case .text: .text
        case .figure: .figure
        case .target: .target
        case .status(let scheme): .status(scheme: scheme)
        case .choice(let labels): .choice(labels)
        case .date: .date
        case .period(let month): .period(yearFrom: month)
        case .flag: .truth
        }
    }
}

/// A set of a slice's rows, one bit each; bits beyond the slice are zero.
struct Mask {
    private(set) var words: [UInt64]
    let count: Int

    init(count: Int, all: Bool = false) {
        self.count = count
        words = [UInt64](repeating: all ? .max : 0, count: max(1, (count + 63) / 64))
        if all { clip() }
    }

    /// The rows whose bits are set; bits beyond the slice, whatever they are, are left out.
    init(_ bits: UnsafeMutablePointer<UInt64>, count: Int) {
        self.count = count
        words = Array(UnsafeBufferPointer(start: bits, count: max(1, (count + 63) / 64)))
        clip()
    }

    private mutating func clip() {
        if count == 0 {
            words[0] = 0
        } else if count & 63 != 0 {
            words[words.count - 1] &= (1 << UInt64(count & 63)) - 1
        }
    }

    @inline(__always)
    subscript(row: Int) -> Bool {
        get { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }
        set {
            if newValue {
                words[row >> 6] |= 1 << UInt64(row & 63)
            } else {
                words[row >> 6] &= ~(1 << UInt64(row & 63))
            }
        }
    }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
    var bitCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    mutating func formUnion(_ other: Mask) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    mutating func formIntersection(_ other: Mask) {
        for index in words.indices { words[index] &= other.words[index] }
    }

    mutating func subtract(_ other: Mask) {
        for index in words.indices { words[index] &= ~other.words[index] }
    }

    func union(_ other: Mask) -> Mask {
        var result = self
        result.formUnion(other)
        return result
    }

    func intersection(_ other: Mask) -> Mask {
        var result = self
        result.formIntersection(other)
        return result
    }

    func subtracting(_ other: Mask) -> Mask {
        var result = self
        result.subtract(other)
        return result
    }

    /// Calls the body for each row of the set, in order, until it says to stop.
    @inline(__always)
    func eachRow(_ body: (Int) -> Void) {
        for index in words.indices {
            var word = words[index]
            while word != 0 {
                body(index << 6 + word.trailingZeroBitCount)
                word &= word - 1
            }
        }
    }
}
