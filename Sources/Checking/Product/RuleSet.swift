// Rule files after checking: every name resolved, every expression typed, every rule bound to its table.

package import Diagnostics
package import Findings
package import Patterns
package import Quantities
package import Tables

/// Everything that a check needs to know of its rule files. Indices (`table`, `scheme`, `join`, …) are into the arrays
/// here and hold only within one rule set.
package struct RuleSet: Sendable {
    /// Every file that was read, each once: those to check in their order, then what they import.
    package var files: [File] = []
    /// The symbol of every name in the files; empty without `CheckingOptions.keepsSymbols`.
    package var symbols = SymbolIndex()
    /// What is wrong with the files, in their order. Rules may be run only if none of it is an error.
    package var diagnostics: [Diagnostic] = []
    /// All tables in the order of declaration, replaced ones left out. One with a fault has its place here too.
    package var tables: [CheckedTable] = []
    /// All schemes in the order of declaration, replaced ones left out.
    package var schemes: [CheckedScheme] = []
    /// The joins of tables and of rules alike; `CheckedTable.joins` are those of a table.
    package var joins: [CheckedJoin] = []
    /// One for each rule and each table that it applies to, in the order of declaration; rules that are set to off are
    /// left out.
    package var rules: [CheckedRule] = []
    /// In the order of files and places; the first one whose condition is true of a violation waives it.
    package var waivers: [CheckedWaiver] = []
    /// Which structural findings are made, and with which severity.
    package var structural = StructuralPolicy()
    /// All constants with their values after `--set`. For listing and the editor: expressions hold the values already.
    package var constants: [CheckedConstant] = []
    /// The rules that are declared and do not run, each with the reason.
    package var idle: [IdleRule] = []
    /// The rules `for any with …`, whether or not some table has the columns; without those that are set to off.
    package var general: [GeneralRule] = []

    /// Constants, schemes and tables of importing files that replace imported ones.
    package var replacements: [ReplacedDeclaration] = []

    package init() {}

    /// Whether something is so wrong with the files that their rules cannot be run.
    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// A declaration that replaces one of an imported file.
package struct ReplacedDeclaration: Sendable {
    /// `constant`, `scheme`, `table` or `rule`.
    package var what: String
    /// The name that both declarations have.
    package var name: String
    /// The place of the name in the replacing declaration.
    package var span: SourceSpan
    /// The place of the imported declaration.
    package var replaced: SourceSpan

    package init(what: String, name: String, span: SourceSpan, replaced: SourceSpan) {
        self.what = what
        self.name = name
        self.span = span
        self.replaced = replaced
    }
}

/// A constant with its value.
package struct CheckedConstant: Sendable {
    package var name: String
    /// The place of its name, also where `--set` gives the value.
    package var span: SourceSpan
    /// After `--set`; `nil` for a list, which is not a single value.
    package var value: TypedExpression?

    package init(name: String, span: SourceSpan, value: TypedExpression?) {
        self.name = name
        self.span = span
        self.value = value
    }
}

/// A rule `for any with …`.
package struct GeneralRule: Sendable {
    package var name: String
    /// The columns that a table must have.
    package var columns: [String]
    /// The name of its rule file.
    package var file: String

    package init(name: String, columns: [String], file: String) {
        self.name = name
        self.columns = columns
        self.file = file
    }
}

/// A rule that no table feeds, or that is set to off.
package struct IdleRule: Sendable {
    /// Unique among the rules of all files, idle or not.
    package var name: String
    /// The severity that it would have if it ran.
    package var severity: Severity
    package var title: String
    /// The whole declaration.
    package var span: SourceSpan
    package var reason: IdleReason

    package init(name: String, severity: Severity, title: String, span: SourceSpan, reason: IdleReason) {
        self.name = name
        self.severity = severity
        self.title = title
        self.span = span
        self.reason = reason
    }
}

// MARK: Tables

/// A declared table: where its rows come from, and what each row has.
package struct CheckedTable: Sendable {
    package var name: String
    /// The `///` lines above it; `nil` where there are none.
    package var documentation: String?
    /// The whole declaration.
    package var span: SourceSpan
    /// Which files it is read from, and how.
    package var source: CheckedSource
    /// The columns that are read, in the order of declaration, parts of the path and groups of a pattern included.
    package var columns: [CheckedColumn]
    /// Computed columns in the order of declaration, in terms of this table's row. Each may name those before it.
    package var lets: [CheckedLet]
    /// The key's columns, read or computed, in the order of `key`; empty where the table has none.
    package var key: [ColumnOrLet]
    /// Indices into `RuleSet.joins`.
    package var joins: [Int]
    /// The column of `series over`, by which rows with the same other key columns are ordered; `nil` where there is
    /// none.
    package var series: ColumnOrLet?
    /// `label`: the index of the column that names a row for people; `nil` where none does.
    package var label: Int?
    /// `owner`: the index of the column that says who answers for a row; `nil` where none does.
    package var owner: Int?
    /// Its rows that add up others, which are rows of a table of their own; `nil` where it has none.
    package var totals: CheckedTotals?
    /// Which of its columns stand side by side in the table that it is made of; `nil` where none do.
    package var unpivot: CheckedUnpivot?
    /// In which column of the table that it is made of its rows are matches; `nil` where they are something else.
    package var search: CheckedSearch?
    /// The table whose files it reads, for a table that no file was named for: rows have the numbers that they have
    /// there.
    package var derivation: TableDerivation?

    package init(name: String, documentation: String?, span: SourceSpan, source: CheckedSource) {
        self.name = name
        self.documentation = documentation
        self.span = span
        self.source = source
        columns = []
        lets = []
        key = []
        joins = []
        series = nil
    }
}

/// How a table is made of another one.
package enum TableDerivation: Sendable, Equatable {
    /// Its rows that add up others.
    case totals(of: Int)
    /// Each of its rows several times, once for each of some columns that stand side by side.
    case unpivoted(of: Int)
    /// Each of its rows once for each match in one of its cells.
    case searched(of: Int)

    /// The table whose files are read.
    package var base: Int {
        switch self {
        case .totals(let base), .unpivoted(let base), .searched(let base): base
        }
    }
}

/// The column of a table in whose texts the rows of another one are matches; that one's columns are those of the first,
/// and behind them the pattern's named groups.
package struct CheckedSearch: Sendable {
    package var column: Int
    package var pattern: Pattern
    /// No match goes beyond it.
    package var extent: NarrativeExtent
}

/// The columns of a table of which others stand side by side in the table that it is made of.
package struct CheckedUnpivot: Sendable {
    /// A column, and the columns of the other table that it has cells of, one after the other.
    package struct Group: Sendable {
        package var column: Int
        package var sources: [Int]
    }

    package var groups: [Group]
    /// The column of the headers: of those in the first group.
    package var by: Int
    /// How many times each row is there.
    package var count: Int { groups.first?.sources.count ?? 0 }
}

/// `total rows where …`: which rows of a table add up others. They are no rows of the table, but of another one.
package struct CheckedTotals: Sendable {
    /// True of such rows. About the table's own cells.
    package var condition: TypedExpression
    /// The same in terms of the table of totals.
    package var conditionOfTotals: TypedExpression
    /// The table of such rows.
    package var table: Int
    /// Whether parts stand below their total.
    package var areAbove = false
    /// What parts and their total have in common.
    package var by: [ColumnOrLet] = []
    /// The columns whose totals must agree with their parts, indices into `columns`.
    package var sums: [Int] = []

    package init(condition: TypedExpression, conditionOfTotals: TypedExpression, table: Int) {
        self.condition = condition
        self.conditionOfTotals = conditionOfTotals
        self.table = table
    }
}

/// What rows of files a table leaves to another one.
package struct OwnRows: Sendable {
    /// About the table's own row.
    package var condition: TypedExpression
    /// Whether the table has the rows of which it is true, rather than all others.
    package var takesTrue: Bool
}

extension RuleSet {
    /// Which rows of its files a table has; `nil` where it has all.
    package func selection(ofTable table: Int) -> OwnRows? {
        if let totals = tables[table].totals { return OwnRows(condition: totals.condition, takesTrue: false) }
        guard case .totals(let base)? = tables[table].derivation, let totals = tables[base].totals else { return nil }
        return OwnRows(condition: totals.conditionOfTotals, takesTrue: true)
    }

    /// Whether rows of a table are numbered as they are in the table that it is made of.
    package func sharesRows(_ table: Int) -> Bool {
        if case .totals? = tables[table].derivation { true } else { false }
    }

    /// The table whose files are read for a table: itself, unless it is made of another one.
    package func base(ofTable table: Int) -> Int { tables[table].derivation?.base ?? table }
}

/// A column of a known table: read (an index into `columns`) or computed (an index into `lets`).
package enum ColumnOrLet: Sendable, Hashable {
    case column(Int)
    case computed(Int)
}

/// A named value of a table (a computed column) or of a rule.
package struct CheckedLet: Sendable {
    package var name: String
    package var value: TypedExpression
    package init(name: String, value: TypedExpression) {
        self.name = name
        self.value = value
    }
}

/// Which files a table is read from, and what the author says of their format.
package struct CheckedSource: Sendable {
    /// The path as written, with its wildcards and `{name}` parts.
    package var pattern: String
    /// The place of the path, its quotes included.
    package var patternSpan: SourceSpan
    /// The lines or the rows of the sheet that the header stands on, from 1; `nil` where it is to be found.
    package var headerLines: ClosedRange<Int>?
    /// Whether there is a header; else columns are taken in their order.
    package var hasHeader = true
    /// The cells that the table stands in; `nil` where it is to be found.
    package var area: CellArea?
    /// The name that the workbook gives the table.
    package var areaName: String?
    /// Whether the first blank row ends the table.
    package var endsAtBlank = false
    /// What records begin with that are comments.
    package var comments: String?
    /// Whether there may be no file.
    package var isOptional = false
    package var format = SourceFormat.recognised

    package init(pattern: String, patternSpan: SourceSpan) {
        self.pattern = pattern
        self.patternSpan = patternSpan
    }
}

/// What the author says of the format of a table's files.
package enum SourceFormat: Sendable {
    /// Nothing: the reader recognises it from the file.
    case recognised
    /// `separator` is one ASCII byte, `encoding` a name that `Tables` knows; `nil` where the reader is to recognise it.
    case delimited(separator: UInt8?, encoding: String?)
    /// A sheet of a workbook, by its name.
    case sheet(String)
    /// One of the tables in a report, counted from 1.
    case reportTable(Int, encoding: String?)
    /// The matches of a pattern in a text, one row each; no match goes beyond the extent.
    case narrative(Pattern, within: NarrativeExtent)
}

extension CheckedSource {
    /// The pattern whose matches are the rows of a narrative; `nil` for files that hold tables.
    package var matching: Pattern? {
        if case .narrative(let pattern, _) = format { pattern } else { nil }
    }
}

/// A column that is read, with everything that says how its cells are read and what is structurally wrong in them.
package struct CheckedColumn: Sendable {
    /// The name in expressions; a header only where `from` is left out.
    package var name: String
    package var type: ColumnType
    /// The headers that it is recognised by; its name where the author gave none.
    package var headers: [String]
    /// Whether it is a column of the file rather than a `{name}` part of the path, a group of a narrative's pattern, or
    /// what stands at other cells.
    package var origin: ColumnOrigin
    /// A blank cell is a finding.
    package var isRequired = false
    /// A return may lack the column; its cells are then unknown.
    package var isOptional = false
    /// No two rows of the table may have the same value.
    package var isUnique = false
    /// Its references must run without gaps (`RuleSet.numberings`).
    package var isNumbered = false
    /// Whether its figures stand for themselves alone, although they may have decimals: those stored behind whole
    /// numbers.
    package var isExact = false
    /// `by fill`: the colour that a cell is filled with, rather than its text, is its status.
    package var isByFill = false
    /// Whether a blank cell says what the one above it says.
    package var fillsDown = false
    package var pattern: Pattern?
    /// `between a and b`: both ends included, of the column's type; `nil` where it is not bounded.
    package var bounds: (low: TypedExpression, high: TypedExpression)?
    /// `missing`: further texts of cells that mark a missing value.
    package var missing: [String] = []
    /// `unit from`: the index of the column in which the units of its bare figures stand; `nil` where it has none.
    package var unitColumn: Int?
    /// `rounded to 5`: what its figures are rounded to; `nil` where they are rounded as they are printed.
    package var rounding: FigureRounding?
    /// `blank as 0`: the value of a blank cell; `nil` where a blank cell is unknown.
    package var blankValue: BlankValue?
    /// Whether a blank cell has a value; true before checking has typed that value too.
    package var hasBlankValue = false
    /// How to read dates and periods that could be read in two ways.
    package var calendar = CalendarReading()
    package var span: SourceSpan

    package init(name: String, type: ColumnType, headers: [String], origin: ColumnOrigin = .cell, span: SourceSpan) {
        self.name = name
        self.type = type
        self.headers = headers
        self.origin = origin
        self.span = span
    }
}

extension ColumnOrigin {
    /// From where a column takes what is no cell of its row, in words; `nil` where it has cells.
    package var borrows: String? {
        switch self {
        case .cell, .path, .group: nil
        case .heading: "headings"
        case .note: "notes"
        case .stored: "stored figures"
        }
    }
}

extension CheckedColumn {
    /// Whether it says what stands in the notes of another column's cells.
    package var isOfNotes: Bool { if case .note = origin { true } else { false } }

    /// Whether it says what is stored behind another column's figures; no author declared it.
    package var isOfStored: Bool { if case .stored = origin { true } else { false } }
}

extension CheckedTable {
    /// The declared column that a column is beside: itself, but for stored figures.
    package func declaredColumn(_ index: Int) -> Int {
        if case .stored(let of) = columns[index].origin { of } else { index }
    }
}

/// The value of a column's blank cells.
package enum BlankValue: Sendable {
    case figure(Figure)
    /// Days since 1970-01-01, a `Period.code`, or the index of a label, by the column's type.
    case code(Int64)
    case truth(Bool)
    /// The empty text.
    case emptyText
}

/// Where the values of a column come from.
package enum ColumnOrigin: Sendable, Equatable {
    /// A column of the return.
    case cell
    /// A `{name}` part of the path: one value for the whole file.
    case path
    /// A named group of the narrative's pattern: its index among all capture groups, from 0.
    case group(Int)
    /// The heading that rows stand below.
    case heading
    /// The note of a cell: the index of that cell's column, which is one of the return.
    case note(of: Int)
    /// What is stored behind the figure that a cell shows (`stored`): the index of that cell's column.
    case stored(of: Int)
}

/// A join: for each row that joins, at most one row of another table.
package struct CheckedJoin: Sendable {
    /// The joined table.
    package var table: Int
    /// The name by which expressions call the joined row: the alias, else the table's name.
    package var name: String
    /// What must be equal: a value of the joining row (its `.row`), and a column of the joined table.
    package var on: [(here: TypedExpression, there: ColumnOrLet)]
    /// Parallel to `on`: the index of the joining table's column where the value is one as it stands, to point at; else
    /// `nil`.
    package var hereColumns: [Int?]
    /// A joining row without a joined one is a finding.
    package var isRequired: Bool
    /// Whether it stands for each row of its table, beside each group of a rule (`CheckedPairs`).
    package var isPaired = false
    /// The line or clause that declares it.
    package var span: SourceSpan

    package init(
        table: Int, name: String, on: [(here: TypedExpression, there: ColumnOrLet)], hereColumns: [Int?],
        isRequired: Bool, span: SourceSpan
    ) {
        self.table = table
        self.name = name
        self.on = on
        self.hereColumns = hereColumns
        self.isRequired = isRequired
        self.span = span
    }
}

// MARK: Schemes

/// The colour of a status. The raw value is the code that evaluation compares.
package enum Colour: UInt8, Sendable, CaseIterable {
    case green = 0
    case amber, red, blue, grey

    /// The word of the language, as in `is green`.
    package var name: String {
        switch self {
        case .green: "green"
        case .amber: "amber"
        case .red: "red"
        case .blue: "blue"
        case .grey: "grey"
        }
    }
}

/// A RAG scheme: labels and the statuses they stand for. Conditions for what is due are bound where they are used
/// (`Operation.due`).
package struct CheckedScheme: Sendable {
    package var name: String
    /// Statuses in the order of declaration; the codes of a status column index `labels`.
    package var statuses: [CheckedStatus]
    /// All labels of all statuses, in order, each with the index of its status.
    package var labels: [(text: String, status: Int)]
    /// The whole declaration.
    package var span: SourceSpan

    package init(name: String, statuses: [CheckedStatus], labels: [(text: String, status: Int)], span: SourceSpan) {
        self.name = name
        self.statuses = statuses
        self.labels = labels
        self.span = span
    }

    /// The index of the first label of a status: what a due status is shown by.
    package func firstLabel(of status: Int) -> Int { labels.firstIndex { $0.status == status } ?? 0 }
}

/// A status of a scheme: its colour, and the texts that cells print for it.
package struct CheckedStatus: Sendable {
    /// Statuses of several labels may share a colour; each is a status of its own.
    package var colour: Colour
    /// In the order of declaration; `""` is the label of a blank cell.
    package var labels: [String]
    package init(colour: Colour, labels: [String]) {
        self.colour = colour
        self.labels = labels
    }
}

// MARK: Rules

/// A rule for one table. A rule for any table is here once for each table that it applies to.
package struct CheckedRule: Sendable {
    package var name: String
    /// After any `set` of an importing file.
    package var severity: Severity
    package var title: String
    /// The `///` lines above it; `nil` where there are none.
    package var documentation: String?
    /// The whole declaration, and the rule's name in it.
    package var span: SourceSpan
    package var nameSpan: SourceSpan
    /// The rows that it is about.
    package var scope: CheckedScope
    /// Where its groups are runs of rows; `nil` for whole groups, and for rules about anything else.
    package var runs: CheckedRuns?
    /// Where each group is judged once for each row of another table; `nil` for other rules.
    package var pairs: CheckedPairs?
    /// Its `let`s in their order, unused ones included. Expressions that use one hold its value, with
    /// `TypedExpression.name`.
    package var lets: [CheckedLet]
    /// The rule applies to a row where all are true.
    package var whens: [TypedExpression]
    /// Each that is false of a row is a violation of its own.
    package var requires: [CheckedRequire]
    /// How many of the decided rows must fulfil the only `require`: where too few do, there is one violation, of no
    /// row. `nil` where each row that does not is one.
    package var leastShare: LeastShare?
    /// `nil` where the author left it out: a message is made from the condition.
    package var message: TypedTemplate?
    /// `nil` where the author left it out.
    package var help: TypedTemplate?
    /// The cells that `at` names, in order; empty where it was left out: `CheckedRequire.places` is used then.
    package var places: [CellReference]
    /// In the order of declaration; the first that changes anything is made.
    package var fixes: [CheckedFix]

    package init(
        name: String, severity: Severity, title: String, documentation: String?, span: SourceSpan,
        nameSpan: SourceSpan, scope: CheckedScope
    ) {
        self.name = name
        self.severity = severity
        self.title = title
        self.documentation = documentation
        self.span = span
        self.nameSpan = nameSpan
        self.scope = scope
        lets = []
        whens = []
        requires = []
        places = []
        fixes = []
    }
}

/// How often a rule is judged, and of what.
package enum CheckedScope: Sendable {
    /// Once for each row of the table for which the condition is true (all where it is `nil`); `series` is `nil` where
    /// the rule cannot refer to neighbours.
    case rows(table: Int, condition: TypedExpression?, series: CheckedSeries?)
    /// Once for each distinct combination of the values of `by` among the rows for which the condition is true (all
    /// where it is `nil`).
    case groups(table: Int, by: [GroupColumn], condition: TypedExpression?)
    /// Once; its findings are placed at the header of the table.
    case once(table: Int)

    /// The table that its findings belong to.
    package var table: Int {
        switch self {
        case .rows(let table, _, _), .groups(let table, _, _), .once(let table): table
        }
    }

    /// Which rows the rule is about; `nil` where it is about all.
    package var condition: TypedExpression? {
        switch self {
        case .rows(_, let condition, _), .groups(_, _, let condition): condition
        case .once: nil
        }
    }

    /// Whether the rule is judged once, of no row.
    package var isOnce: Bool { if case .once = self { true } else { false } }
}

/// One of the values that a group's rows have in common, in terms of the table's row.
package struct GroupColumn: Sendable {
    package var name: String
    package var value: TypedExpression
    package init(name: String, value: TypedExpression) {
        self.name = name
        self.value = value
    }
}

/// Series of rows: those with the same values of `by`, in the order of `over` (file order where it is `nil`).
package struct CheckedSeries: Sendable {
    /// In terms of the table's row; empty where the whole table is one series.
    package var by: [TypedExpression]
    package var over: TypedExpression?
    package init(by: [TypedExpression], over: TypedExpression?) {
        self.by = by
        self.over = over
    }
}

/// Runs: the rows of a group in their order, cut before each row that does not go on with the row before it.
package struct CheckedRuns: Sendable {
    /// What orders the rows, in terms of the table's row. A row in which it holds nothing is a run of its own; where it
    /// is faulty or missing nobody knows where in its group the row stands.
    package var over: TypedExpression
    /// Whether a row goes on with the run of the row before it, which is `previous` there: where it is false, a run
    /// begins; where it is unknown, or a cell of it is faulty, nobody knows which rows the runs on both sides have.
    package var condition: TypedExpression
    package init(over: TypedExpression, condition: TypedExpression) {
        self.over = over
        self.condition = condition
    }
}

/// Pairs: each group with each row of another table, which is a joined row in the rule's expressions.
package struct CheckedPairs: Sendable {
    /// The join that stands for the other row; it is found by nothing.
    package var join: Int
    /// The other table.
    package var table: Int
    /// What the other row and the rows of the group that are the pair's have in common, in terms of the other row: it
    /// makes a pair only where all are known. Empty where all rows of the group are the pair's. Aggregates over the
    /// series hold it in their conditions.
    package var common: [TypedExpression]
    /// The columns of the other table that name its row: those of `on`, or else of its key.
    package var shown: [Int]

    package init(join: Int, table: Int, common: [TypedExpression], shown: [Int]) {
        self.join = join
        self.table = table
        self.common = common
        self.shown = shown
    }

    /// The other row, as the rule's expressions refer to it.
    package var row: RowReference { .joined(.row, join: join) }

    /// The cells of the other row that name it.
    package var cells: [CellReference] { shown.map { CellReference(row: row, table: table, column: $0) } }
}

/// A `require` of a rule.
package struct CheckedRequire: Sendable {
    /// Must be true of a row where the rule applies; false is a violation, unknown leaves the row undecided.
    package var condition: TypedExpression
    /// The text behind its `else`, which replaces the rule's message; `nil` where it has none.
    package var otherwise: TypedTemplate?
    /// The cells of this row that the condition names, directly or through `let`s, in order, each once.
    package var places: [CellReference]
    /// The condition as written.
    package var span: SourceSpan

    package init(condition: TypedExpression, otherwise: TypedTemplate?, places: [CellReference], span: SourceSpan) {
        self.condition = condition
        self.otherwise = otherwise
        self.places = places
        self.span = span
    }
}

/// A column that is read, of a row that is reached from the row at hand: what an expression reads, a finding points at
/// or a fix writes.
package struct CellReference: Sendable, Hashable {
    package var row: RowReference
    /// The table of that row, an index into `RuleSet.tables`.
    package var table: Int
    /// An index into the table's `columns`.
    package var column: Int
    package init(row: RowReference, table: Int, column: Int) {
        self.row = row
        self.table = table
        self.column = column
    }
}

/// A `fix` of a rule: the value to write into a cell of the row.
package struct CheckedFix: Sendable {
    /// `fix safely`: it may be applied without asking.
    package var isSafe: Bool
    package var cell: CellReference
    /// In terms of the rule's row, of a type that the cell's column can hold; nothing is written where it is unknown.
    package var value: TypedExpression
    package init(isSafe: Bool, cell: CellReference, value: TypedExpression) {
        self.isSafe = isSafe
        self.cell = cell
        self.value = value
    }
}

/// A `waive`: findings of one rule that are accepted.
package struct CheckedWaiver: Sendable {
    /// The rule's name, or that of a structural finding.
    package var rule: String
    /// The tables for which the condition could be typed, each with it; a table that lacks one of its columns is not
    /// here. Without a `where`, every table with a `nil` condition. Empty where it lacks a reason, and waives nothing.
    package var conditions: [(table: Int, condition: TypedExpression?)]
    /// Its last day, in days since 1970-01-01; `nil` where it does not end.
    package var until: Int?
    /// The text behind `because`, which the language requires.
    package var reason: String
    /// The whole declaration.
    package var span: SourceSpan
    /// Whether its reason is empty: it waives nothing, and the check fails until somebody says why.
    package var lacksReason: Bool
    /// Whether there is no rule of that name: it is then reported as unused, with the nearest name as help.
    package var isUnknownRule: Bool
    /// The rule that was most likely meant; `nil` where the rule is known or no name is near.
    package var nearestRule: String?

    package init(
        rule: String, conditions: [(table: Int, condition: TypedExpression?)], until: Int?, reason: String,
        span: SourceSpan, lacksReason: Bool = false, isUnknownRule: Bool = false, nearestRule: String? = nil
    ) {
        self.rule = rule
        self.conditions = conditions
        self.until = until
        self.reason = reason
        self.span = span
        self.lacksReason = lacksReason
        self.isUnknownRule = isUnknownRule
        self.nearestRule = nearestRule
    }
}

/// A message or help: plain texts and values to show, in order.
package struct TypedTemplate: Sendable {
    /// A piece of the text.
    package enum Part: Sendable {
        case text(String)
        case value(TypedExpression)
        /// `{row}`: the row's key as printed.
        case row
    }

    package var parts: [Part]
    package init(parts: [Part]) { self.parts = parts }
}
