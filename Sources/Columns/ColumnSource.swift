// Where a column of the rules is found in a file.

/// Where the cells of a column come from in one file.
package enum ColumnSource: Sendable, Equatable {
    case field(Int)
    /// The same text in each row: a part of the path.
    case path(String)
    /// An optional column that the file lacks: unknown.
    case absent
    /// A column that must be there and is not: unknown and faulty, reported once.
    case missing

    /// Whether the file has no such column.
    package var isLacking: Bool { self == .absent || self == .missing }
}
