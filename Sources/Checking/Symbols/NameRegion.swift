// Parts of a rule file in each of which the same names are visible, as checking found them.

/// A part of a file with the row in which unqualified names are looked up, and what else may be named there.
struct NameRegion: Sendable {
    enum Rows: Sendable {
        /// No row: constants only.
        case none
        /// A row of a table; within a computed column only the computed columns before it.
        case table(Int, letLimit: Int?)
        /// The columns of a table itself, computed ones included or not: in keys, in the headers of tests.
        case columns(ofTable: Int, computed: Bool)
        /// Rows of several tables, as for a waiver: the names of all.
        case tables([Int])
        /// These names only: what a group has in common, or the parameters of a rule or scheme.
        case names([SymbolID])
    }

    var range: Range<Int>
    var rows: Rows
    /// The table of the rows, or of the group's.
    var table: Int?
    /// The name that a rule gives to its row.
    var alias: SymbolID?
    /// Joins that only the rule declares: the symbol of each row's name, its table.
    var joins: [(name: SymbolID, table: Int)] = []
    /// Which of `previous`, `next`, `first` and `last` may be written before a dot.
    var neighbours: [Neighbour] = []
    /// A rule's `let`s that clauses in the region may name.
    var lets: [SymbolID] = []
    /// Whether `let`s behind a place may be named there: in messages, help and fixes.
    var seesLaterLets = false
    /// Inside an aggregate: by which word its rows are named; else `nil`.
    var inner: Inner?

    enum Inner: Sendable {
        /// The table's own name.
        case table(SymbolID)
        /// The word `series`.
        case series
        /// The word `any`, which names the own table of a rule for any table.
        case any
    }

    init(_ range: Range<Int>, _ rows: Rows, table: Int? = nil) {
        self.range = range
        self.rows = rows
        self.table = table
    }
}

/// The names that can be used of a row of a table.
struct TableNames: Sendable {
    var symbol: SymbolID?
    /// The columns that are read, in order.
    var columns: [SymbolID] = []
    /// The computed ones, in order, with the index of each.
    var lets: [(index: Int, symbol: SymbolID)] = []
    /// The names of its joined rows, and their tables.
    var joins: [(name: SymbolID, table: Int)] = []
}

/// The parameters of a rule or a scheme. The list is shared by all places at which they may be named.
struct ParameterSymbols {
    private var byName: [String: SymbolID] = [:]
    private(set) var all: [SymbolID] = []

    subscript(_ name: String) -> SymbolID? { byName[name] }

    /// Adds one, unless there is one of its name.
    mutating func add(_ symbol: SymbolID?, _ name: String) {
        guard let symbol, byName[name] == nil else { return }
        byName[name] = symbol
        all.append(symbol)
    }
}
