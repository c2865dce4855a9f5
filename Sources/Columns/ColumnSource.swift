// Where the cells of a declared column are in a file.

/// Where the cells of a column come from in one file.
package enum ColumnSource: Sendable, Equatable {
    case field(Int)
    /// The same text in each row: a part of the path.
    case path(String)
    /// An optional column that the file lacks: unknown.
    case absent
    /// A required column that the file lacks: unknown and faulty, reported once.
    case missing

    /// Whether the file has no such column.
    package var isLacking: Bool { self == .absent || self == .missing }
}
