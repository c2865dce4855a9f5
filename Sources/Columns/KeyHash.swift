// Values as 128-bit keys, by which rows are grouped, joined and compared across a table.

package import Checking
package import Quantities

/// The key of the values of one or more columns. Rows with equal values have equal keys; different values share one
/// with a probability of 2⁻¹²⁸ for each pair, which is neglected. The seed differs from run to run, so that no return
/// can be made to collide on purpose; nothing that is reported depends on the order of keys.
@usableFromInline package struct KeyHash: Hashable, Sendable, BitwiseCopyable {
    @usableFromInline package var high: UInt64
    @usableFromInline package var low: UInt64

    @inlinable
    @inline(__always)
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The key of no columns at all.
    @inlinable
    package static var empty: KeyHash { KeyHash(high: 0x9E37_79B9_7F4A_7C15, low: 0xD1B5_4A32_D192_ED03) }

    @inlinable
    @inline(__always)
    package static func == (left: KeyHash, right: KeyHash) -> Bool {
        (left.high ^ right.high) | (left.low ^ right.low) == 0
    }

    @inlinable
    package func hash(into hasher: inout Hasher) { hasher.combine(low) }

    /// This key followed by another value. Both halves are polynomials of the values' keys, which are random already:
    /// two sequences of values are no likelier to collide than two values.
    @inlinable
    @inline(__always)
    package func adding(_ other: KeyHash) -> KeyHash {
        KeyHash(
            high: (high &+ other.high) &* 0x9E37_79B9_7F4A_7C15, low: (low &+ other.low) &* 0xC2B2_AE3D_27D4_EB4F)
    }

    /// The key of two words under a tag that tells kinds of values apart.
    @inlinable
    @inline(__always)
    package init(_ first: UInt64, _ second: UInt64, tag: UInt64) {
        high = fold(first ^ seeds.0 &+ tag, second ^ seeds.1)
        low = fold(first ^ seeds.2, second ^ seeds.3 &+ tag &* 0x9E37_79B9_7F4A_7C15)
    }

    /// The key of a text, however its letters are composed.
    package init(text: UnsafeBufferPointer<UInt8>) {
        let (key, isASCII) = KeyHash.ofBytes(text)
        self = isASCII || !mayNeedComposing(text) ? key : withComposed(text) { KeyHash.ofBytes($0).key }
    }

    /// The key of a text's bytes, and whether all of them are ASCII.
    @inline(__always)
    private static func ofBytes(_ text: UnsafeBufferPointer<UInt8>) -> (key: KeyHash, isASCII: Bool) {
        guard let start = text.baseAddress, text.count > 0 else {
            return (KeyHash(0, 0, tag: 1), true)
        }
        let raw = UnsafeRawPointer(start)
        let count = text.count
        if count <= 16 {
            var first: UInt64 = 0
            var second: UInt64 = 0
            if count >= 8 {
                first = raw.loadUnaligned(as: UInt64.self)
                second = raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            } else {
                for index in 0..<count { first |= UInt64(start[index]) << UInt64(index * 8) }
            }
            return (KeyHash(first, second, tag: 1 &+ UInt64(count) << 8), (first | second) & highBits == 0)
        }
        var key = KeyHash(UInt64(count), 0, tag: 2)
        var bits: UInt64 = 0
        var offset = 0
        while offset < count {
            // The last sixteen bytes may overlap the sixteen before.
            let place = min(offset, count - 16)
            let first = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            let second = raw.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self)
            key = key.mixing(first, second)
            bits |= first | second
            offset += 16
        }
        return (key, bits & highBits == 0)
    }

    /// This key followed by two words as they are.
    @inline(__always)
    private func mixing(_ first: UInt64, _ second: UInt64) -> KeyHash {
        KeyHash(
            high: fold(high ^ first ^ seeds.0, second ^ seeds.1),
            low: fold(low ^ second ^ seeds.2, first ^ seeds.3 &+ high))
    }

    /// The key of a figure: equal for `1.0` and `1`, for 1/3 and 2/6, and for the words of a measure by their
    /// fingerprint.
    package init(_ printed: Figure) {
        let figure = printed.denominator == 1 ? printed : printed.canonical
        var mantissa = figure.mantissa
        var scale = Int(figure.scale)
        if figure.state == .words {
            self.init(UInt64(truncatingIfNeeded: mantissa), UInt64(truncatingIfNeeded: mantissa >> 64), tag: 4)
            return
        }
        if mantissa == 0 { scale = 0 }
        if var narrow = Int64(exactly: mantissa) {
            while narrow != 0, narrow % 10 == 0 {
                narrow /= 10
                scale -= 1
            }
            mantissa = Int128(narrow)
        } else {
            while mantissa % 10 == 0 {
                mantissa /= 10
                scale -= 1
            }
        }
        let key = KeyHash(UInt64(truncatingIfNeeded: mantissa), UInt64(truncatingIfNeeded: mantissa >> 64), tag: 5)
            .adding(KeyHash(UInt64(bitPattern: Int64(scale)), UInt64(figure.unit.identity.rawValue), tag: 6))
        guard figure.denominator != 1 else {
            self = key
            return
        }
        self = key.adding(
            KeyHash(
                UInt64(truncatingIfNeeded: figure.denominator), UInt64(truncatingIfNeeded: figure.denominator >> 64),
                tag: 7))
    }
}

/// The bits that ASCII bytes never have.
private let highBits: UInt64 = 0x8080_8080_8080_8080

/// The high and low half of a product, folded.
@inlinable
@inline(__always)
func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
}

/// Drawn once for each run.
@usableFromInline
let seeds: (UInt64, UInt64, UInt64, UInt64) = {
    var generator = SystemRandomNumberGenerator()
    return (generator.next() | 1, generator.next() | 1, generator.next() | 1, generator.next() | 1)
}()

/// How the values of one expression become keys: the labels of a choice by their text in lower case, and a text that
/// is looked up among them does so as well.
package enum KeyForm {
    case figure, text, truth, target
    case code
    /// The key of each label.
    case labels([KeyHash])

    /// The form for values of a type: statuses by their labels, not by their index in a scheme.
    package init(_ type: ValueType, schemes: [CheckedScheme]) {
        switch type {
        case .figure: self = .figure
        case .target: self = .target
        case .text, .unknown: self = .text
        case .truth: self = .truth
        case .date, .period, .duration: self = .code
        case .choice(let labels):
            self = .labels(
                labels.map {
                    var label = labels.mindsCase ? $0 : $0.lowercased()
                    return label.withUTF8 { KeyHash(text: trimmedBytes($0)) }
                })
        case .status(let scheme):
            let scheme = schemes[scheme]
            self = .labels(scheme.labels.map { KeyForm.key("colour " + scheme.statuses[$0.status].colour.name) })
        }
    }

    package static func key(_ text: String) -> KeyHash {
        var text = text
        return text.withUTF8 { KeyHash(text: $0) }
    }
}

/// The keys of one node's values for a batch.
@usableFromInline package final class KeyColumn {
    package let form: KeyForm
    package let keys: UnsafeMutablePointer<KeyHash>
    /// Which rows have a value.
    @usableFromInline package let isKnown: UnsafeMutablePointer<UInt64>
    package var isDone = false
    /// How many rows there are; set once all have their keys.
    @usableFromInline package var count = 0 {
        didSet { unknown = Mask(count: count, all: true).subtracting(Mask(isKnown, count: count)) }
    }
    /// The rows that have no value.
    private var unknown = Mask(count: 0)
    package var hasUnknown: Bool { !unknown.isEmpty }

    package init(_ form: KeyForm) {
        self.form = form
        keys = .allocate(capacity: batchRows)
        isKnown = .allocate(capacity: batchRows / 64)
        keys.initialize(repeating: .empty, count: batchRows)
        isKnown.initialize(repeating: 0, count: batchRows / 64)
    }

    deinit {
        keys.deallocate()
        isKnown.deallocate()
    }

    @inlinable
    @inline(__always)
    package func isKnown(_ row: Int) -> Bool { isKnown[row >> 6] >> UInt64(row & 63) & 1 == 1 }

    /// Whether any of some row numbers is of a row without a value.
    package func isUnknown(anyOf numbers: UnsafePointer<UInt16>, count: Int) -> Bool {
        guard unknown.bitCount <= 4 else { return true }
        var isFound = false
        unknown.eachRow { row in
            // As a sum, which the compiler vectorizes.
            var found: UInt16 = 0
            for index in 0..<count { found |= numbers[index] == UInt16(truncatingIfNeeded: row) ? 1 : 0 }
            isFound = isFound || found != 0
        }
        return isFound
    }

    /// Marks every row as known.
    package func clear(_ count: Int) { isKnown.update(repeating: .max, count: max(1, (count + 63) / 64)) }
}

/// The keys of a vector's rows. For a row without a value `isKnown` is cleared, and its key is that of its state, for
/// callers to which blanks are equal.
package func addKeys(
    _ vector: Vector, form: KeyForm, count: Int, to keys: UnsafeMutablePointer<KeyHash>,
    isKnown: UnsafeMutablePointer<UInt64>
) {
    @inline(__always)
    func without(_ row: Int, _ state: CellState) {
        isKnown[row >> 6] &= ~(1 << UInt64(row & 63))
        keys[row] = KeyHash(UInt64(state.rawValue), 0, tag: 9)
    }
    switch vector {
    case .figure(let figures):
        for row in 0..<count {
            if figures.state[row].isKnown {
                keys[row] = KeyHash(figures[figure: row])
            } else {
                without(row, figures.state[row])
            }
        }
    case .text(let texts):
        for row in 0..<count {
            if texts.state[row] == .value {
                keys[row] = KeyHash(text: texts.bytes(row))
            } else {
                without(row, texts.state[row])
            }
        }
    case .code(let codes):
        if case .labels(let labels) = form {
            for row in 0..<count {
                let code = Int(codes.code[row])
                if codes.state[row] == .value, labels.indices.contains(code) {
                    keys[row] = labels[code]
                } else {
                    without(row, codes.state[row])
                }
            }
        } else {
            for row in 0..<count {
                if codes.state[row] == .value {
                    keys[row] = KeyHash(UInt64(bitPattern: codes.code[row]), 0, tag: 10)
                } else {
                    without(row, codes.state[row])
                }
            }
        }
    case .truth(let truths):
        for row in 0..<count {
            if truths.isTrue(row) || truths.isFalse(row) {
                keys[row] = KeyHash(truths.isTrue(row) ? 1 : 0, 0, tag: 11)
            } else {
                without(row, .unknown)
            }
        }
    case .target(let targets):
        for row in 0..<count {
            if targets.first.state[row].isKnown {
                keys[row] = key(of: targets, row)
            } else {
                without(row, targets.first.state[row])
            }
        }
    }
}

/// The key of a target that has a value: `second` matters for ranges only, and the form for figures only.
private func key(of targets: TargetVector, _ row: Int) -> KeyHash {
    let first = KeyHash(targets.first[figure: row])
    guard targets.first.state[row] != .words else { return first }
    let form = targets.form[row]
    let key = first.adding(KeyHash(UInt64(form.rawValue), 0, tag: 12))
    return form == .range ? key.adding(KeyHash(targets.second[figure: row])) : key
}
