// The scope of a place in a rule file: what names mean there.

import Diagnostics
import Syntax

/// The scope of an expression: the row in which its names are looked up, and what else they may be.
struct Scope {
    /// Whose columns unqualified names are.
    enum Rows {
        /// No row: constants only.
        case none
        /// A row of a table, with all its columns.
        case table(Int)
        /// A group of rows of a table: only the values that they have in common.
        case group(Int, [String: Operand])
        /// What a rule for any table requires, bound to the columns of one; `nil` while the rule is checked on its own.
        case parameters(Int?, [String: Operand])
        /// The parameters of a scheme, bound to columns of a row.
        case scheme(table: Int?, row: RowReference, [String: Operand])
    }

    /// The outer row of an aggregate.
    final class Outside {
        let scope: Scope
        init(_ scope: Scope) { self.scope = scope }
    }

    let file: SourceFile
    var rows: Rows
    /// The name of the row besides its table's.
    var alias: String?
    var aliasSymbol: SymbolID?
    /// The series for `previous` and its like; `nil` where there is none.
    var series: CheckedSeries?
    /// A rule's `let`s so far; `nil` for one whose value has a fault that was reported.
    var lets: [String: Operand?] = [:]
    var letSymbols: [String: SymbolID] = [:]
    /// `let`s of the rule that are declared further down.
    var laterLets: Set<String> = []
    /// Joins that only this rule declares, by name.
    var joins: [String: Int] = [:]
    /// The names of rows whose joins have a fault that was reported: what is asked of them is not.
    var brokenJoins: Set<String> = []
    /// For pairs of a group and another row: which rows of the group are the pair's, as conditions of aggregates.
    var pairParts: [TypedExpression] = []
    /// In the `where` of such a rule: the name of the other row, which it does not know.
    var pairName: String?
    /// Computed columns of the table are visible up to this one, exclusive; all where it is `nil`.
    var letLimit: Int?
    /// Why an aggregate is not allowed here, as words to follow "an aggregate cannot stand in"; `nil` where it is.
    var aggregateBar: String?
    /// Inside an aggregate's condition: the scope of the outer row, and the name of the counted rows.
    var outside: Outside?
    var innerName: String?
    /// Whether an expression inside an aggregate is about the outer row alone: columns that it implies are taken from
    /// there.
    var isAboutOutside = false
    /// Whether labels that a choice lacks are allowed, as in a rule for any table.
    var isLenient = false
    /// Whether it is of a text about all rows of a rule together.
    var isOfAllRows = false
    let usage = Usage()

    init(_ rows: Rows, file: SourceFile, aggregateBar: String? = nil) {
        self.rows = rows
        self.file = file
        self.aggregateBar = aggregateBar
    }

    func span(_ range: Range<Int>) -> SourceSpan { SourceSpan(file, range) }

    /// Whether it is of a rule without `for`, outside aggregates.
    var isWithoutTable: Bool {
        if case .none = rows { outside == nil && aggregateBar == nil } else { false }
    }

    /// The scope whose row implied columns are taken from.
    var implied: Scope { isAboutOutside ? outside?.scope ?? self : self }

    /// The same scope for an expression that is about the outer row alone, or is not.
    func aboutOutside(_ isAboutOutside: Bool) -> Scope {
        var copy = self
        copy.isAboutOutside = isAboutOutside
        return copy
    }

    /// The table whose row it is.
    var table: Int? {
        switch rows {
        case .none: nil
        case .table(let table), .group(let table, _): table
        case .parameters(let table, _), .scheme(let table, _, _): table
        }
    }
}

/// What typing found the expressions of a rule to use.
final class Usage {
    /// Whether `previous` or an aggregate over `series` occurred.
    var series = false
    /// The tables of aggregates, with the offset of each.
    var tables: [(table: Int, offset: Int)] = []
    /// Whether a name was reported that would be a column if the rule said whose rows it is about.
    var lacksTable = false
}

/// The result of resolving a name.
enum Resolution {
    case value(Operand)
    /// A declaration with a fault that was reported: its uses are not reported.
    case broken(SymbolID?)
    case missing
}
