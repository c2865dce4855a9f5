// One figure: a row of a vector, a literal, or the result of an aggregate.

/// One figure: `mantissa / denominator × 10^(−scale)` in a unit. Where the state is `words`, the mantissa is the
/// fingerprint of the words; where it is anything but `value` or `words`, the rest has no meaning.
@usableFromInline package struct Figure: Sendable {
    @usableFromInline package var mantissa: Int128
    /// Positive; 1 in every figure that was read.
    @usableFromInline package var denominator: Int128
    @usableFromInline package var state: CellState
    /// −48…48.
    @usableFromInline package var scale: Int8
    @usableFromInline package var unit: Unit
    @usableFromInline package var flags: FigureFlags

    @inlinable
    package init(
        state: CellState, mantissa: Int128, denominator: Int128 = 1, scale: Int8, unit: Unit, flags: FigureFlags = []
    ) {
        self.state = state
        self.mantissa = mantissa
        self.denominator = denominator
        self.scale = scale
        self.unit = unit
        self.flags = flags
    }

    /// An exact decimal, such as a literal.
    package init(mantissa: Int128, scale: Int8, unit: Unit) {
        self.init(state: .value, mantissa: mantissa, scale: scale, unit: unit, flags: .exact)
    }

    /// An exact whole number without a unit.
    package init(whole: Int) {
        self.init(mantissa: Int128(whole), scale: 0, unit: .none)
    }

    package static let unknown = Figure(state: .unknown, mantissa: 0, scale: 0, unit: .none)

    /// Whether it is a figure to compute with, rather than words or unknown.
    package var isValue: Bool { state == .value }
}

extension Figure {
    /// The value alone, without state, unit and flags.
    var rational: Rational { Rational(mantissa, over: denominator, scale: Int(scale)) }

    /// Whether it is printed as counts are: a whole number without a unit, a multiplier, or a word that makes it
    /// approximate.
    package var isCount: Bool {
        isValue && unit == .none && scale == 0 && denominator == 1 && flags.isDisjoint(with: [.scaled, .approximate])
    }

    /// The canonical form of its value, the same for all equal figures: in lowest terms, as a decimal where possible. A
    /// value without such a form within the scales of figures is unchanged.
    package var canonical: Figure {
        guard isValue else { return self }
        let form = rational.canonical
        guard let scale = Int8(exactly: form.scale) else { return self }
        return Figure(
            state: state, mantissa: form.numerator, denominator: form.denominator, scale: scale, unit: unit,
            flags: flags)
    }

    /// A computed figure; unknown where there is no value.
    init(_ rational: Rational?, unit: Unit, flags: FigureFlags = []) {
        guard let rational, let scale = Int8(exactly: rational.scale) else {
            self = .unknown
            return
        }
        self.init(
            state: .value, mantissa: rational.numerator, denominator: rational.denominator, scale: scale, unit: unit,
            flags: flags)
    }
}

/// Figures are equal where they have one value in one unit, however printed (`0.5` and `0.50`), are equal words, or
/// have equal states without a value.
extension Figure: Hashable {
    @usableFromInline package static func == (a: Figure, b: Figure) -> Bool {
        guard a.state == b.state else { return false }
        switch a.state {
        case .value: return a.unit.identity == b.unit.identity && Rational.order(a.rational, b.rational) == 0
        case .words: return a.mantissa == b.mantissa
        default: return true
        }
    }

    @usableFromInline package func hash(into hasher: inout Hasher) {
        hasher.combine(state.rawValue)
        switch state {
        case .value:
            let canonical = rational.canonical
            hasher.combine(canonical.numerator)
            hasher.combine(canonical.denominator)
            hasher.combine(canonical.scale)
            hasher.combine(unit.identity)
        case .words: hasher.combine(mantissa)
        default: break
        }
    }
}

extension FigureVector {
    /// One row as a figure. Setting makes room for denominators only when one is needed.
    @inlinable
    package subscript(figure row: Int) -> Figure {
        get {
            Figure(
                state: state[row], mantissa: mantissa[row], denominator: denominator?[row] ?? 1, scale: scale[row],
                unit: unit[row], flags: flags[row])
        }
        set {
            state[row] = newValue.state
            mantissa[row] = newValue.mantissa
            scale[row] = newValue.scale
            unit[row] = newValue.unit
            flags[row] = newValue.flags
            if let denominator {
                denominator[row] = newValue.denominator
            } else if newValue.denominator != 1 {
                useDenominators()[row] = newValue.denominator
            }
        }
    }

    /// Makes every row the same figure.
    package func fill(_ figure: Figure, count: Int) {
        let count = Swift.min(count, capacity)
        self.count = count
        if figure.denominator != 1 {
            useDenominators().update(repeating: figure.denominator, count: count)
        } else if denominator != nil {
            dropDenominators()
        }
        state.update(repeating: figure.state, count: count)
        mantissa.update(repeating: figure.mantissa, count: count)
        scale.update(repeating: figure.scale, count: count)
        unit.update(repeating: figure.unit, count: count)
        flags.update(repeating: figure.flags, count: count)
    }
}
