// The literals of an `in` by their keys, so that a row takes one look-up however many there are.

package import Checking
package import Quantities

/// A set of literals as keys. Made once for a check and immutable after that, so that all workers share it.
package final class LiteralIndex: @unchecked Sendable {
    private let keys = KeyTable()
    /// The units of figures that are values; literals in words have keys of another kind.
    private var units: [Unit] = []
    private var figures: [Figure] = []

    package init(_ set: LiteralSet) {
        switch set.members {
        case .texts(let bytes, let ends):
            bytes.withUnsafeBufferPointer { bytes in
                var start = 0
                for end in ends {
                    _ = keys.insert(KeyHash(text: UnsafeBufferPointer(rebasing: bytes[start..<end])))
                    start = end
                }
            }
        case .codes(let codes): for code in codes { _ = keys.insert(LiteralIndex.key(code)) }
        case .figures(let figures):
            self.figures = figures
            for figure in figures {
                _ = keys.insert(KeyHash(figure))
                if figure.state == .value, !units.contains(figure.unit) { units.append(figure.unit) }
            }
        }
    }

    private static func key(_ code: Int64) -> KeyHash { KeyHash(UInt64(bitPattern: code), 0, tag: 10) }

    private func holds(_ key: KeyHash) -> Bool { keys.find(key) >= 0 }

    /// For each row whether its value is among the literals; unknown where the value is.
    package func find(_ vector: Vector, count: Int, into result: TruthVector) {
        result.reset(count: count)
        switch vector {
        case .text(let texts):
            for row in 0..<count where texts.state[row] == .value {
                result.set(row, holds(KeyHash(text: texts.bytes(row))))
            }
        case .code(let codes):
            for row in 0..<count where codes.state[row] == .value {
                result.set(row, holds(LiteralIndex.key(codes.code[row])))
            }
        case .figure(let figures):
            for row in 0..<count {
                if let truth = holds(figures[figure: row]) { result.set(row, truth) }
            }
        case .target, .truth: break
        }
    }

    /// Whether a figure equals one of the literals; unknown where it equals none and does not compare with all of them.
    private func holds(_ figure: Figure) -> Bool? {
        guard figure.state.isKnown else { return nil }
        guard figure.state == .value else { return holds(KeyHash(figure)) }
        guard figure.flags.isSubset(of: LiteralIndex.plain) else { return compared(figure) }
        var comparesWithAll = true
        for unit in units {
            guard Unit.common(figure.unit, unit) != nil else {
                // A length of time may equal one in other units, which has another key.
                if figure.unit.converts(to: unit) { return compared(figure) }
                comparesWithAll = false
                continue
            }
            var like = figure
            like.unit = unit
            if holds(KeyHash(like)) { return true }
        }
        return comparesWithAll ? false : nil
    }

    /// Flags with which a figure is still equal to others by its value alone.
    private static let plain: FigureFlags = [.exact, .irregular, .scaled, .ofFives]

    private func compared(_ figure: Figure) -> Bool? {
        var result: Bool? = false
        for other in figures {
            guard let equal = compare(figure, other, .equal) else {
                result = nil
                continue
            }
            if equal { return true }
        }
        return result
    }
}
