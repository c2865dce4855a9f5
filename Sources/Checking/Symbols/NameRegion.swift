// Parts of a rule file within which the same names mean something, as checking found them.

/// A part of a file with the row that bare names are looked up in, and what else may be named there.
struct NameRegion: Sendable {
    enum Rows: Sendable {
        /// No row: constants only.
        case none
        /// A row of a table; of a computed column's value those before it alone.
        case table(Int, letLimit: Int?)
        /// The columns of a table itself, computed ones included or not: in keys, in the headers of tests.
        case columns(ofTable: Int, computed: Bool)
        /// Rows of several tables, as a waiver's: the names of all.
        case tables([Int])
        /// These and no others: what a group has in common, the parameters of a rule, of a scheme.
        case names([SymbolID])
    }

    var range: Range<Int>
    var rows: Rows
    /// The table of the rows, or of the group's.
    var table: Int?
    /// The name that a rule gives to its row.
    var alias: SymbolID?
    /// Joins of the rule alone: the symbol of each row's name, its table.
    var joins: [(name: SymbolID, table: Int)] = []
    /// The words `previous`, `next`, `first` and `last` that may stand before a dot.
    var neighbours: [Neighbour] = []
    /// A rule's `let`s that clauses in the region may name.
    var lets: [SymbolID] = []
    /// Whether `let`s behind a place may be named there: in what is said once the conditions are settled.
    var seesLaterLets = false
    /// Of the inside of an aggregate: what its rows go by.
    var inner: Inner?

    enum Inner: Sendable {
        /// The table's own name.
        case table(SymbolID)
        /// The word `series`.
        case series
    }

    init(_ range: Range<Int>, _ rows: Rows, table: Int? = nil) {
        self.range = range
        self.rows = rows
        self.table = table
    }
}

/// A table's names, as its rows' columns are looked up.
struct TableNames: Sendable {
    var symbol: SymbolID?
    /// The columns that are read, in order.
    var columns: [SymbolID] = []
    /// The computed ones, in order, with the index of each.
    var lets: [(index: Int, symbol: SymbolID)] = []
    /// What its joins' rows go by, and their tables.
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
