// Columns of read or computed values for a batch of rows: structures of arrays that the kernels work on.

/// A column of figures: exact decimals with a unit, as printed in cells or computed from them.
///
/// Where `state[i]` is `value`, row i is `mantissa[i] / denominator[i] × 10^(−scale[i])` in `unit[i]`. A figure read
/// from a cell keeps the scale it was printed at (`£2.4m` is 24 at scale −5, `0.50` is 50 at scale 2), so that its
/// rounding range follows from it; the scale is −48…48. Where it is `words`, `mantissa[i]` is the fingerprint of the
/// words. Elsewhere mantissa, scale and unit have no meaning. The memory is owned and freed with the object; one task
/// uses it at a time.
@usableFromInline package final class FigureVector {
    package let capacity: Int
    package var count = 0
    @usableFromInline package let state: UnsafeMutablePointer<CellState>
    @usableFromInline package let mantissa: UnsafeMutablePointer<Int128>
    @usableFromInline package let scale: UnsafeMutablePointer<Int8>
    @usableFromInline package let unit: UnsafeMutablePointer<Unit>
    @usableFromInline package let flags: UnsafeMutablePointer<FigureFlags>
    /// `nil` where every denominator is 1, as in every column read from cells.
    @usableFromInline package private(set) var denominator: UnsafeMutablePointer<Int128>?

    package init(capacity: Int) {
        self.capacity = capacity
        state = .allocate(capacity: capacity)
        mantissa = .allocate(capacity: capacity)
        scale = .allocate(capacity: capacity)
        unit = .allocate(capacity: capacity)
        flags = .allocate(capacity: capacity)
        state.initialize(repeating: .unknown, count: capacity)
        mantissa.initialize(repeating: 0, count: capacity)
        scale.initialize(repeating: 0, count: capacity)
        unit.initialize(repeating: .none, count: capacity)
        flags.initialize(repeating: [], count: capacity)
    }

    deinit {
        state.deallocate()
        mantissa.deallocate()
        scale.deallocate()
        unit.deallocate()
        flags.deallocate()
        denominator?.deallocate()
    }

    /// Makes room for denominators, all 1, where there is none yet.
    @usableFromInline package func useDenominators() -> UnsafeMutablePointer<Int128> {
        if let denominator { return denominator }
        let made = UnsafeMutablePointer<Int128>.allocate(capacity: capacity)
        made.initialize(repeating: 1, count: capacity)
        denominator = made
        return made
    }

    /// Drops denominators: all are 1 again.
    package func dropDenominators() {
        denominator?.deallocate()
        denominator = nil
    }
}

/// What reading a figure noticed besides its value.
@usableFromInline package struct FigureFlags: OptionSet, Sendable, BitwiseCopyable {
    @usableFromInline package let rawValue: UInt8
    @usableFromInline package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// It is exact rather than rounded to its printed scale (a `whole` printed without `k`, `m`, `bn`; a literal; a
    /// count).
    package static let exact = FigureFlags(rawValue: 1)
    /// It was read from an irregular spelling (`34, 692`). For words: they begin with a figure, or are nearly one.
    package static let irregular = FigureFlags(rawValue: 2)
    /// It was printed with a multiplier (`k`, `m`, `bn`, `million`).
    package static let scaled = FigureFlags(rawValue: 4)
    /// It was read from a number in words (`Twenty-four`).
    package static let inWords = FigureFlags(rawValue: 8)

    /// It was printed as approximate (`c. 95%`).
    package static let approximate = FigureFlags(rawValue: 16)
    /// For a bounded figure: the value is above what is printed, not below.
    package static let above = FigureFlags(rawValue: 32)
    /// For a bounded figure, and a bound of a target: the printed value is excluded.
    package static let strict = FigureFlags(rawValue: 64)
    /// It is rounded to five units of its last place: it stands for two and a half of them to either side.
    package static let ofFives = FigureFlags(rawValue: 128)

    /// Flags for which a cell gets a note although it could be read.
    package static let noted: FigureFlags = [.irregular, .inWords]
}

/// The form of a target: which figures meet it.
package enum TargetForm: UInt8, Sendable, BitwiseCopyable {
    /// A figure alone: at least or at most, according to `better`; not strict.
    case plain = 0
    case lessThan, atMost, atLeast, moreThan
    /// Between two bounds, both included.
    case range
}

/// A column of targets. Where `state[i]` is `value`, `first` holds the bound (for a range the lower one) and `second`
/// the upper bound of a range; both have the unit of `first.unit[i]`. `first.state` is the target's state: `value`,
/// `words` (fingerprint in the mantissa), `blank`, `marker`, `notSet`, `unreadable` or `unknown`.
package final class TargetVector {
    package let first: FigureVector
    package let second: FigureVector
    package let form: UnsafeMutablePointer<TargetForm>

    package var count: Int {
        get { first.count }
        set {
            first.count = newValue
            second.count = newValue
        }
    }

    package init(capacity: Int) {
        first = FigureVector(capacity: capacity)
        second = FigureVector(capacity: capacity)
        form = .allocate(capacity: capacity)
        form.initialize(repeating: .plain, count: capacity)
    }

    deinit { form.deallocate() }
}

/// A column of codes: dates (days since 1970-01-01), periods (`Period.code`), labels of choices and statuses (their
/// index in the declaration), lengths of time. A code has a meaning only where the state is `value`.
package final class CodeVector {
    package let capacity: Int
    package var count = 0
    @usableFromInline package let state: UnsafeMutablePointer<CellState>
    package let code: UnsafeMutablePointer<Int64>
    /// How dates were written, once one was not written as a day.
    private var grains: UnsafeMutablePointer<DateGrain>?
    /// Whether any date was written as a month, a quarter or a year.
    package private(set) var hasGrains = false
    /// What reading dates and periods noticed; `nil` while there is nothing.
    private var notices: UnsafeMutablePointer<CalendarNotices>?
    package private(set) var hasNotices = false

    package init(capacity: Int) {
        self.capacity = capacity
        state = .allocate(capacity: capacity)
        code = .allocate(capacity: capacity)
        state.initialize(repeating: .unknown, count: capacity)
        code.initialize(repeating: 0, count: capacity)
    }

    deinit {
        state.deallocate()
        code.deallocate()
        grains?.deallocate()
        notices?.deallocate()
    }

    /// How a row's date was written.
    @inline(__always)
    package func grain(_ row: Int) -> DateGrain { hasGrains ? grains?[row] ?? .day : .day }

    @inline(__always)
    package func setGrain(_ row: Int, _ grain: DateGrain) {
        if hasGrains || grain != .day { keep(grain, row) }
    }

    @inline(never)
    private func keep(_ grain: DateGrain, _ row: Int) {
        let kept = grains ?? .allocate(capacity: capacity)
        if !hasGrains { kept.initialize(repeating: .day, count: capacity) }
        (grains, hasGrains) = (kept, true)
        kept[row] = grain
    }

    /// What reading a row's cell noticed.
    @inline(__always)
    package func notices(_ row: Int) -> CalendarNotices { hasNotices ? notices?[row] ?? [] : [] }

    @inline(__always)
    package func setNotices(_ row: Int, _ noticed: CalendarNotices) {
        if hasNotices || !noticed.isEmpty { keep(noticed, row) }
    }

    @inline(never)
    private func keep(_ noticed: CalendarNotices, _ row: Int) {
        let kept = notices ?? .allocate(capacity: capacity)
        if !hasNotices { kept.initialize(repeating: [], count: capacity) }
        (notices, hasNotices) = (kept, true)
        kept[row] = noticed
    }

    /// Resets all dates to days, and all notices.
    package func dropGrains() { (hasGrains, hasNotices) = (false, false) }
}

/// A column of texts: byte ranges (trimmed, UTF-8) of one buffer, which is either borrowed from a batch of cells or
/// owned here.
@usableFromInline package final class TextVector {
    package let capacity: Int
    package var count = 0
    @usableFromInline package let state: UnsafeMutablePointer<CellState>
    @usableFromInline package let spans: UnsafeMutablePointer<CellSpan>
    /// The buffer the spans point into: borrowed, or `arena`. Valid as long as the batch it came from.
    @usableFromInline package var base: UnsafePointer<UInt8>
    /// Bytes of texts that were computed here.
    private var arena: UnsafeMutablePointer<UInt8>?
    private var arenaCapacity = 0
    package private(set) var arenaCount = 0

    package init(capacity: Int) {
        self.capacity = capacity
        state = .allocate(capacity: capacity)
        spans = .allocate(capacity: capacity)
        state.initialize(repeating: .unknown, count: capacity)
        spans.initialize(repeating: CellSpan(offset: 0, length: 0), count: capacity)
        base = TextVector.nothing
    }

    deinit {
        state.deallocate()
        spans.deallocate()
        arena?.deallocate()
    }

    /// A valid pointer for no bytes; never freed, never written.
    package static var nothing: UnsafePointer<UInt8> { UnsafePointer(emptyBytes) }

    @inlinable
    @inline(__always)
    package func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + Int(spans[row].offset), count: Int(spans[row].length))
    }

    /// Switches to an own buffer, for computed texts.
    package func useArena() {
        arenaCount = 0
        base = arena.map { UnsafePointer($0) } ?? TextVector.nothing
    }

    /// Copies bytes into the arena and returns their span, or `nil` where the arena would exceed 4 GiB.
    package func keep(_ bytes: UnsafeBufferPointer<UInt8>) -> CellSpan? {
        guard let span = reserve(bytes.count) else { return nil }
        if let start = bytes.baseAddress, bytes.count > 0, let arena {
            (arena + Int(span.offset)).update(from: start, count: bytes.count)
        }
        return span
    }

    /// Makes room for some bytes and returns their span; their content is undefined until written through
    /// `mutableArena`.
    package func reserve(_ length: Int) -> CellSpan? {
        let needed = arenaCount + length
        guard needed <= Int(UInt32.max) else { return nil }
        if needed > arenaCapacity {
            let grown = max(4096, min(Int(UInt32.max), max(needed, arenaCapacity * 2)))
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
            if let arena {
                larger.update(from: arena, count: arenaCount)
                arena.deallocate()
            }
            arena = larger
            arenaCapacity = grown
        }
        if let arena { base = UnsafePointer(arena) }
        defer { arenaCount = needed }
        return CellSpan(offset: UInt32(arenaCount), length: UInt32(length))
    }

    /// The arena's bytes, to write what was reserved.
    package var mutableArena: UnsafeMutablePointer<UInt8>? { arena }
}

/// One byte that is never written: what an empty vector points to.
nonisolated(unsafe) private let emptyBytes: UnsafeMutablePointer<UInt8> = {
    let pointer = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
    pointer.initialize(to: 0)
    return pointer
}()

/// A column of truth values with three states, as two bitmaps: true, false, and unknown where neither bit is set. Bits
/// at and beyond `count` are zero in both.
@usableFromInline package final class TruthVector {
    package let capacity: Int
    package var count = 0
    @usableFromInline package let isTrue: UnsafeMutablePointer<UInt64>
    @usableFromInline package let isFalse: UnsafeMutablePointer<UInt64>
    /// Whether the row's cell was blank, a marker or unreadable; used by columns that are read from cells only.
    @usableFromInline package let state: UnsafeMutablePointer<CellState>

    package var words: Int { (count + 63) / 64 }

    package init(capacity: Int) {
        self.capacity = capacity
        let words = max(1, (capacity + 63) / 64)
        isTrue = .allocate(capacity: words)
        isFalse = .allocate(capacity: words)
        state = .allocate(capacity: capacity)
        isTrue.initialize(repeating: 0, count: words)
        isFalse.initialize(repeating: 0, count: words)
        state.initialize(repeating: .unknown, count: capacity)
    }

    deinit {
        isTrue.deallocate()
        isFalse.deallocate()
        state.deallocate()
    }

    /// Sets the number of rows and makes all of them unknown.
    package func reset(count: Int) {
        self.count = count
        let words = max(1, (count + 63) / 64)
        isTrue.update(repeating: 0, count: words)
        isFalse.update(repeating: 0, count: words)
    }

    @inlinable
    @inline(__always)
    package func set(_ row: Int, _ truth: Bool) {
        let bit = UInt64(1) << UInt64(row & 63)
        if truth { isTrue[row >> 6] |= bit } else { isFalse[row >> 6] |= bit }
    }

    @inlinable
    @inline(__always)
    package func isTrue(_ row: Int) -> Bool { isTrue[row >> 6] >> UInt64(row & 63) & 1 == 1 }

    @inlinable
    @inline(__always)
    package func isFalse(_ row: Int) -> Bool { isFalse[row >> 6] >> UInt64(row & 63) & 1 == 1 }
}
