// Figures and targets read by the shape of their cells: what a cell means but for its digits is found out once for each shape.

/// Reads columns of figures or of targets in which most cells have one of a few shapes, a shape being a cell with all its digits taken
/// to be alike: `92.4%` and `13.0%` have one. One column's memory of shapes, used by one task at a time.
///
/// Cells may come with their quotes. A cell of a plain spelling (`£1,344.5m`, `<23%`, `Between 10%-20%`), and any cell without digits, is read from its shape and gives what
/// `readFigures` and `readTargets` give. Every other cell is left to those.
package final class FigureShapes {
    /// The most shapes that are remembered; the cells of others are left.
    private static let capacity = 512
    /// The longest cell that is read, in bytes.
    private static let longest = 31

    private let kind: FigureKind?
    private let markers: Markers
    private let judge: (UnsafeBufferPointer<UInt8>, CellState, FigureFlags) -> UInt8
    private let lengthMasks: UnsafeMutablePointer<UInt64>
    private let keys: UnsafeMutablePointer<UInt64>
    private let shapes: UnsafeMutablePointer<CellShape>
    private let slots: UnsafeMutablePointer<UInt16>
    private static let slotBits: UInt64 = 11
    private static let none = UInt16.max
    /// Set in the slot of a shape whose cells must be read in full.
    private static let inFull: UInt16 = 0x4000
    private static let numberMask: UInt16 = 0x3FFF
    private var count = 0
    private let oneFigure = FigureVector(capacity: 1)
    private let oneTarget = TargetVector(capacity: 1)

    /// `kind` is `nil` for targets. `judge` says in a byte of the caller's own what it makes of a cell with its state and flags; it must
    /// say the same of all cells of one shape. `nil` where the column's markers have digits: a shape then says too little.
    package init?(
        _ kind: FigureKind?, markers: Markers,
        judge: @escaping (UnsafeBufferPointer<UInt8>, CellState, FigureFlags) -> UInt8
    ) {
        guard !markers.haveDigits else { return nil }
        self.kind = kind
        self.markers = markers
        self.judge = judge
        lengthMasks = makeLengthMasks(words: 4)
        keys = .allocate(capacity: FigureShapes.capacity * 4)
        shapes = .allocate(capacity: FigureShapes.capacity)
        slots = .allocate(capacity: 1 << Int(FigureShapes.slotBits))
        slots.initialize(repeating: FigureShapes.none, count: 1 << Int(FigureShapes.slotBits))
    }

    deinit {
        lengthMasks.deallocate()
        keys.deallocate()
        shapes.deallocate()
        slots.deallocate()
    }

    /// What is written of the cells that are read, and where.
    package struct Output {
        /// Room for a number a row, which mean nothing to the caller.
        var numbers: UnsafeMutablePointer<UInt16>
        var verdicts: UnsafeMutablePointer<UInt8>
        /// The rows of the cells that are left.
        var left: UnsafeMutablePointer<UInt32>
        /// How many are left so far, and all verdicts together.
        package private(set) var leftCount = 0
        package private(set) var found: UInt8 = 0

        package init(
            numbers: UnsafeMutablePointer<UInt16>, verdicts: UnsafeMutablePointer<UInt8>,
            left: UnsafeMutablePointer<UInt32>
        ) {
            self.numbers = numbers
            self.verdicts = verdicts
            self.left = left
        }

        @inline(__always)
        fileprivate mutating func leave(_ row: Int) {
            left[leftCount] = UInt32(truncatingIfNeeded: row)
            leftCount &+= 1
        }

        @inline(__always)
        fileprivate mutating func note(_ verdict: UInt8, _ row: Int) {
            verdicts[row] = verdict
            found |= verdict
        }
    }

    /// Reads figures into a vector that has their count and no denominators. Writes the verdict of each
    /// cell that it reads, and the rows of those that it leaves. `haveQuotes` says whether a cell that begins with `"` is a quoted one as it
    /// stands in its file.
    package func read(
        _ cells: CellColumn, haveQuotes: Bool, into figures: FigureVector, _ output: inout Output
    ) {
        number(cells, haveQuotes: haveQuotes, into: output.numbers)
        let shapes = UnsafePointer(shapes)
        let out = FigureMemory(figures)
        let (base, spans) = (UnsafeRawPointer(cells.base), cells.spans)
        var own = output
        for row in 0..<cells.count {
            let number = own.numbers[row]
            guard number != FigureShapes.none else {
                own.leave(row)
                continue
            }
            let shape = shapes + Int(number)
            own.note(shape.pointee.verdict, row)
            out.store(shape.pointee.first, base + Int(spans[row].offset), at: row)
        }
        output = own
    }

    /// Reads targets, as `read` reads figures.
    package func read(
        _ cells: CellColumn, haveQuotes: Bool, into targets: TargetVector, _ output: inout Output
    ) {
        number(cells, haveQuotes: haveQuotes, into: output.numbers)
        let shapes = UnsafePointer(shapes)
        let (first, second) = (FigureMemory(targets.first), FigureMemory(targets.second))
        let forms = targets.form
        let (base, spans) = (UnsafeRawPointer(cells.base), cells.spans)
        var own = output
        for row in 0..<cells.count {
            let number = own.numbers[row]
            guard number != FigureShapes.none else {
                own.leave(row)
                continue
            }
            let shape = shapes + Int(number)
            let start = base + Int(spans[row].offset)
            first.store(shape.pointee.first, start, at: row)
            forms[row] = shape.pointee.form
            if shape.pointee.reading == .asRange {
                second.store(shape.pointee.second, start, at: row)
                // Bounds the wrong way round are for the full reader to put right.
                guard first.mantissa[row] <= second.mantissa[row] else {
                    own.leave(row)
                    continue
                }
            } else {
                second.state[row] = .unknown
            }
            own.note(shape.pointee.verdict, row)
        }
        output = own
    }

    /// Gives each cell the number of its shape; `none` where it is too long or one too many, or must be read in full.
    private func number(
        _ cells: CellColumn, haveQuotes: Bool, into numbers: UnsafeMutablePointer<UInt16>
    ) {
        guard cells.isPadded else {
            numbers.update(repeating: FigureShapes.none, count: cells.count)
            return
        }
        // Where quotes have been taken off, a cell that begins with one is none of those that are remembered.
        if haveQuotes {
            number(cells, into: numbers) { _ in false }
        } else {
            number(cells, into: numbers) { UInt8(truncatingIfNeeded: $0) == 0x22 }
        }
    }

    /// `leaves` says of a cell's first eight bytes, the first one lowest, whether it is left.
    @inline(__always)
    private func number(
        _ cells: CellColumn, into numbers: UnsafeMutablePointer<UInt16>, _ leaves: (UInt64) -> Bool
    ) {
        let (masks, keys, slots) = (lengthMasks, keys, slots)
        let (base, spans) = (UnsafeRawPointer(cells.base), cells.spans)
        for row in 0..<cells.count {
            let span = spans[row]
            let length = Int(span.length)
            guard length <= FigureShapes.longest else {
                numbers[row] = FigureShapes.none
                continue
            }
            // Up to 32 bytes are read wherever the cell ends.
            let raw = base + Int(span.offset)
            let mask = masks + 4 &* length
            let a = alike(UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) & mask[0])
            if leaves(a) {
                numbers[row] = FigureShapes.none
                continue
            }
            var (b, c): (UInt64, UInt64) = (0, 0)
            var d = UInt64(truncatingIfNeeded: length) &<< 56
            if length <= 8 {
                // The length is in the key: a key of such a length says nothing in its middle.
                var slot = FigureShapes.slot(a ^ d)
                while true {
                    let number = slots[slot]
                    guard number != FigureShapes.none else {
                        numbers[row] = insert(a, b, c, d, cells.bytes(row), slot)
                        break
                    }
                    let key = keys + Int(number & FigureShapes.numberMask) &* 4
                    if (key[0] ^ a) | (key[3] ^ d) == 0 {
                        numbers[row] = number > FigureShapes.numberMask ? FigureShapes.none : number
                        break
                    }
                    slot = FigureShapes.next(slot)
                }
                continue
            }
            b = alike(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) & mask[1])
            if length > 16 {
                c = alike(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self)) & mask[2])
                d |= alike(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 24, as: UInt64.self)) & mask[3])
            }
            var slot = FigureShapes.slot(
                a ^ (b &* 0xFF51_AFD7_ED55_8CCD) ^ (c &* 0x2545_F491_4F6C_DD1D) ^ (d &* 0x9E37_79B9_7F4A_7C15))
            while true {
                let number = slots[slot]
                guard number != FigureShapes.none else {
                    numbers[row] = insert(a, b, c, d, cells.bytes(row), slot)
                    break
                }
                let key = keys + Int(number & FigureShapes.numberMask) &* 4
                if (key[0] ^ a) | (key[1] ^ b) | (key[2] ^ c) | (key[3] ^ d) == 0 {
                    numbers[row] = number > FigureShapes.numberMask ? FigureShapes.none : number
                    break
                }
                slot = FigureShapes.next(slot)
            }
        }
    }

    /// Where a shape is looked for first, and where after that.
    @inline(__always)
    private static func slot(_ mixed: UInt64) -> Int {
        Int(truncatingIfNeeded: (mixed &* 0xC2B2_AE3D_27D4_EB4F) &>> (64 &- slotBits))
    }

    @inline(__always)
    private static func next(_ slot: Int) -> Int { (slot &+ 1) & (1 &<< Int(slotBits) &- 1) }

    @inline(never)
    private func insert(
        _ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64, _ cell: UnsafeBufferPointer<UInt8>, _ slot: Int
    ) -> UInt16 {
        guard count < FigureShapes.capacity else { return FigureShapes.none }
        let number = count
        (keys + number * 4).initialize(to: a)
        (keys + number * 4 + 1).initialize(to: b)
        (keys + number * 4 + 2).initialize(to: c)
        (keys + number * 4 + 3).initialize(to: d)
        let shape = makeShape(of: cell)
        (shapes + number).initialize(to: shape)
        count += 1
        guard shape.reading != .inFull else {
            slots[slot] = UInt16(number) | FigureShapes.inFull
            return FigureShapes.none
        }
        slots[slot] = UInt16(number)
        return UInt16(number)
    }

    // MARK: New shapes

    private func makeShape(of raw: UnsafeBufferPointer<UInt8>) -> CellShape {
        var shape = CellShape()
        var inside = 0..<raw.count
        if raw.first == 0x22 {
            // A quoted cell with anything but its text in the quotes is read in full.
            guard raw.count >= 2, raw.last == 0x22, !raw[1..<raw.count - 1].contains(0x22) else { return shape }
            inside = 1..<raw.count - 1
        }
        guard let base = raw.baseAddress else { return shape }
        let cell = UnsafeBufferPointer(rebasing: raw[inside])
        let one = CellSpan(offset: UInt32(inside.lowerBound), length: UInt32(inside.count))
        withUnsafePointer(to: one) { span in
            let column = CellColumn(base: base, spans: span, count: 1)
            if let kind {
                readFigures(column, as: kind, markers: markers, into: oneFigure)
            } else {
                readTargets(column, markers: markers, into: oneTarget)
            }
        }
        let first = kind == nil ? oneTarget.first : oneFigure
        shape.form = kind == nil ? oneTarget.form[0] : .plain
        shape.verdict = judge(cell, first.state[0], first.state[0] == .value ? first.flags[0] : [])
        if !cell.contains(where: isDigit) {
            // Nothing but this very cell has the shape.
            shape.reading = .asFigure
            shape.first = FigureLayout(constant: first)
            if first.state[0] == .value, shape.form == .range { shape.reading = .inFull }
            return shape
        }
        // Whether a number with decimals is whole is for its digits to say.
        guard first.state[0] == .value, kind != .whole || first.scale[0] <= 0 else { return shape }
        let text = trimmed(cell)
        let range = inside.lowerBound + text.lowerBound..<inside.lowerBound + text.upperBound
        if kind == nil, shape.form == .range {
            guard let parts = PlainRange.parts(base, range),
                let lower = FigureLayout(plain: base, parts.lower, oneTarget.first),
                let upper = FigureLayout(plain: base, parts.upper, oneTarget.second)
            else { return shape }
            shape.first = lower
            shape.second = upper
            shape.reading = .asRange
        } else if let layout = FigureLayout(
            plain: base, kind == nil ? PlainTarget.bound(base, range) : range, first)
        {
            shape.first = layout
            shape.reading = .asFigure
        }
        return shape
    }
}

/// What is known of a shape.
private struct CellShape {
    enum Reading: UInt8 {
        /// Its cells must be read in full.
        case inFull
        case asFigure, asRange
    }

    var reading = Reading.inFull
    var verdict: UInt8 = 0
    var form = TargetForm.plain
    var first = FigureLayout()
    var second = FigureLayout()
}

/// Some digits of a cell, up to eight.
private struct DigitRun {
    var mask: UInt64 = 0
    /// By which the number before is multiplied: ten for each digit.
    var factor: UInt64 = 1
    /// Where the eight bytes begin of which they are the last, from the cell's first byte: before it, as often as not.
    var start = 0

    init() {}

    init(offset: Int, count: Int) {
        start = offset + count - 8
        mask = 0x0F0F_0F0F_0F0F_0F0F &<< (UInt64(8 - count) * 8)
        for _ in 0..<count { factor *= 10 }
    }

    /// The number that the digits are. Eight bytes are read.
    @inline(__always)
    func number(_ cell: UnsafeRawPointer) -> UInt64 {
        // The last digit is in the highest byte; what stands before the first becomes zeros. Then pairs, fours and eights are joined.
        var digits = UInt64(littleEndian: cell.loadUnaligned(fromByteOffset: start, as: UInt64.self)) & mask
        digits = (digits &* 2561) &>> 8
        digits = ((digits & 0x00FF_00FF_00FF_00FF) &* 6_553_601) &>> 16
        return ((digits & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) &>> 32
    }
}

/// Where the digits of a figure stand, and all about it that its digits do not say.
private struct FigureLayout {
    var state = CellState.unreadable
    var scale: Int8 = 0
    var unit = Unit.none
    var flags: FigureFlags = []
    var hasMore = false
    /// 1 or −1.
    var sign: Int64 = 1
    /// Of a cell without digits, which has no runs: words' fingerprint, a number in words.
    var constant: Int128 = 0
    var first = DigitRun()
    var second = DigitRun()
    var third = DigitRun()
    var fourth = DigitRun()

    init() {}

    /// Of a cell without digits: what was read.
    init(constant figures: FigureVector) {
        state = figures.state[0]
        guard state == .value || state == .words else { return }
        constant = figures.mantissa[0]
        scale = figures.scale[0]
        unit = figures.unit[0]
        flags = figures.flags[0]
    }

    /// Of a plain figure in some bytes, which was read as row 0 of `figures`; `nil` where it is none, or has more than four runs of digits or
    /// one of more than eight.
    init?(plain base: UnsafePointer<UInt8>, _ range: Range<Int>, _ figures: FigureVector) {
        guard let plain = PlainFigure(base, range.lowerBound, range.upperBound),
            figures.mantissa[0] == Int128(plain.mantissa), figures.scale[0] == plain.scale
        else { return nil }
        var runs: [DigitRun] = []
        var start: Int?
        for at in range.lowerBound...range.upperBound {
            if at < range.upperBound, isDigit(base[at]) {
                if start == nil { start = at }
            } else if let begun = start {
                guard at - begun <= 8 else { return nil }
                runs.append(DigitRun(offset: begun, count: at - begun))
                start = nil
            }
        }
        guard !runs.isEmpty, runs.count <= 4 else { return nil }
        state = .value
        scale = plain.scale
        unit = figures.unit[0]
        flags = figures.flags[0]
        if base[range.lowerBound] == 0x2D { sign = -1 }
        first = runs[0]
        if runs.count > 1 { second = runs[1] }
        if runs.count > 2 { third = runs[2] }
        if runs.count > 3 { fourth = runs[3] }
        hasMore = runs.count > 2
    }
}

/// The memory of a vector of figures.
private struct FigureMemory {
    let state: UnsafeMutablePointer<CellState>
    let mantissa: UnsafeMutablePointer<Int128>
    let scale: UnsafeMutablePointer<Int8>
    let unit: UnsafeMutablePointer<Unit>
    let flags: UnsafeMutablePointer<FigureFlags>

    init(_ vector: FigureVector) {
        state = vector.state
        mantissa = vector.mantissa
        scale = vector.scale
        unit = vector.unit
        flags = vector.flags
    }

    @inline(__always)
    func store(_ layout: FigureLayout, _ cell: UnsafeRawPointer, at row: Int) {
        state[row] = layout.state
        scale[row] = layout.scale
        unit[row] = layout.unit
        flags[row] = layout.flags
        var number = layout.first.number(cell) &* layout.second.factor &+ layout.second.number(cell)
        if layout.hasMore {
            number = number &* layout.third.factor &+ layout.third.number(cell)
            number = number &* layout.fourth.factor &+ layout.fourth.number(cell)
        }
        // No more than eighteen digits: it fits.
        let signed = Int64(truncatingIfNeeded: number)
        mantissa[row] = Int128(signed &* layout.sign) &+ layout.constant
    }
}

/// Eight bytes in which every digit has become `0`.
@inline(__always)
private func alike(_ bytes: UInt64) -> UInt64 {
    let away = bytes ^ 0x3030_3030_3030_3030
    // The high bit of each byte: whether it is no digit.
    let others = ((away & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | away
    let digits = ~others & 0x8080_8080_8080_8080
    return bytes & ~(digits &>> 3 &- digits &>> 7)
}
