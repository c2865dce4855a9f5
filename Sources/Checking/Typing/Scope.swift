// What names can mean at a place of a rule file.

import Diagnostics
import Syntax

/// Where an expression stands: whose row its names are looked up in, and what else they may be.
struct Scope {
    /// Whose columns bare names are.
    enum Rows {
        /// No row: constants only.
        case none
        /// A row of a table, with all its columns.
        case table(Int)
        /// A group of rows of a table: only what they have in common.
        case group(Int, [String: Operand])
        /// What a rule for any table asks for, bound to the columns of one; `nil` while the rule is looked at by
        /// itself.
        case parameters(Int?, [String: Operand])
        /// The parameters of a scheme, bound to columns of a row.
        case scheme(table: Int?, row: RowReference, [String: Operand])
    }

    /// The row outside an aggregate.
    final class Outside {
        let scope: Scope
        init(_ scope: Scope) { self.scope = scope }
    }

    let file: SourceFile
    var rows: Rows
    /// The name that the row goes by beside its table's.
    var alias: String?
    var aliasSymbol: SymbolID?
    /// The rows that `previous` and its like are taken from.
    var series: CheckedSeries?
    /// A rule's `let`s so far; `nil` for one whose value has a fault that was reported.
    var lets: [String: Operand?] = [:]
    var letSymbols: [String: SymbolID] = [:]
    /// `let`s of the rule that stand further down.
    var laterLets: Set<String> = []
    /// Joined tables of this rule alone, by name.
    var joins: [String: Int] = [:]
    /// Columns of the table that is being checked are visible up to this `let` of its own.
    var letLimit: Int?
    /// Why an aggregate may not stand here, to stand behind "an aggregate cannot stand in"; `nil` where it may.
    var aggregateBar: String?
    /// Inside an aggregate's condition: what is outside, and the name that its rows go by.
    var outside: Outside?
    var innerName: String?
    /// Whether an expression inside an aggregate is about the row outside alone: what it implies is taken from there.
    var isAboutOutside = false
    /// Whether labels that a choice lacks are no fault, as in a rule for any table.
    var isLenient = false
    let usage = Usage()

    init(_ rows: Rows, file: SourceFile, aggregateBar: String? = nil) {
        self.rows = rows
        self.file = file
        self.aggregateBar = aggregateBar
    }

    func span(_ range: Range<Int>) -> SourceSpan { SourceSpan(file, range) }

    /// The scope whose row implied columns are taken from.
    var implied: Scope { isAboutOutside ? outside?.scope ?? self : self }

    /// The same scope for an expression that is about the row outside alone.
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

/// What the expressions of a rule turned out to use.
final class Usage {
    /// Whether `previous` or an aggregate over `series` occurred.
    var series = false
    /// The tables of aggregates, with the offset at which each stands.
    var tables: [(table: Int, offset: Int)] = []
}

/// What a name was found to be.
enum Resolution {
    case value(Operand)
    /// Something whose own fault was reported: nothing more is said about it.
    case broken(SymbolID?)
    case missing
}
