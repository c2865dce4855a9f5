// The bytes of one column's cells, as every reader of quantities takes them.

/// The bytes of one cell: a byte range of a buffer that its column names.
@usableFromInline package struct CellSpan: Sendable, BitwiseCopyable {
    @usableFromInline package var offset: UInt32
    @usableFromInline package var length: UInt32

    @inlinable
    @inline(__always)
    package init(offset: UInt32, length: UInt32) {
        self.offset = offset
        self.length = length
    }
}

/// The cells of one column for some rows. It borrows the memory that it points to: its creator must keep the buffer and
/// the spans alive and unchanged while it is in use. Spans cover the text of a cell, without its quotes, untrimmed.
@usableFromInline package struct CellColumn {
    @usableFromInline package var base: UnsafePointer<UInt8>
    @usableFromInline package var spans: UnsafePointer<CellSpan>
    package var count: Int
    /// Whether 64 bytes from each cell's first on can be read, so that short cells can be loaded at once.
    package var isPadded: Bool

    package init(base: UnsafePointer<UInt8>, spans: UnsafePointer<CellSpan>, count: Int, isPadded: Bool = false) {
        self.base = base
        self.spans = spans
        self.count = count
        self.isPadded = isPadded
    }

    /// The bytes of one cell.
    @inlinable
    @inline(__always)
    package func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        let span = spans[row]
        return UnsafeBufferPointer(start: base + Int(span.offset), count: Int(span.length))
    }
}

/// What a cell holds, whatever its type. States with a value have the lowest numbers.
@usableFromInline package enum CellState: UInt8, Sendable, BitwiseCopyable {
    /// It was read: a figure, a bound, a date, a label, a text.
    case value = 0
    /// Words in a measure or target, which can only be equal or not.
    case words = 1
    /// A figure of which the cell prints one bound (`<5`, `>95%`): `FigureFlags.above` tells which. It is known, but
    /// cannot be computed with.
    case bounded = 2
    /// A marker of a value that is missing (`TBC`, `DNA`, `..`, a column's own): there is or should be one, and it is
    /// not known.
    case marker = 3
    /// It could not be read as its column's type.
    case unreadable = 4
    /// A target that is not set yet (`TBC`, `Baseline year`).
    case notSet = 5
    /// Computed: not known (an operand was unknown, a division by zero, a missing neighbour or joined row).
    case unknown = 6
    /// A marker of no value (`N/A`, `-`, `nil return`): there is none, and none is missing.
    case nothing = 7
    /// What a spreadsheet shows instead of a result (`#DIV/0!`, `#REF!`, `########`), in a column of any type.
    case spreadsheetError = 8
    /// Empty, or white space only.
    case blank = 9

    /// Whether the cell has a value, or a bound of one.
    @inlinable
    @inline(__always)
    package var saysValue: Bool { unsafeBitCast(self, to: UInt8.self) < 3 }

    /// Whether it is a figure, or a bound of one, so that its unit has a meaning.
    @inlinable
    @inline(__always)
    package var hasUnit: Bool { self == .value || self == .bounded }

    /// Whether there is a value to compute and compare with.
    @inlinable
    @inline(__always)
    package var isKnown: Bool { unsafeBitCast(self, to: UInt8.self) < 2 }

    /// Whether it means that there is no value, rather than that one is missing: it adds nothing to a total, while a
    /// missing value makes it unknown.
    package var isNothing: Bool { self == .blank || self == .nothing }

    /// Written out, so that loops over states in other targets compare bytes rather than call a generic function.
    @inlinable
    @inline(__always)
    package static func == (left: Self, right: Self) -> Bool {
        unsafeBitCast(left, to: UInt8.self) == unsafeBitCast(right, to: UInt8.self)
    }
}
