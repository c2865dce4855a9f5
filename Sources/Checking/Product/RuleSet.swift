// Rule files after checking: every name resolved, every expression typed, every rule bound to its table.

package import Diagnostics
package import Findings
package import Patterns
package import Quantities
package import Tables

/// Everything that a check needs to know of its rule files. Indices (`table`, `scheme`, …) are into the arrays here.
package struct RuleSet: Sendable {
    /// Every file that was read, each once: those to check in their order, then what they import.
    package var files: [File] = []
    /// What the names in the files stand for.
    package var symbols = SymbolIndex()
    /// What is wrong with the files, in their order. Rules may be run only if none of it is an error.
    package var diagnostics: [Diagnostic] = []
    package var tables: [CheckedTable] = []
    package var schemes: [CheckedScheme] = []
    package var joins: [CheckedJoin] = []
    /// One for each rule and each table that it applies to, in the order of declaration; rules that are set to off are
    /// left out.
    package var rules: [CheckedRule] = []
    package var waivers: [CheckedWaiver] = []
    /// What becomes of structural findings.
    package var structural = StructuralPolicy()
    /// Constants by name, after `--set`, for `rules` and the editor.
    package var constants: [CheckedConstant] = []
    /// The rules that are declared and do not run, each with the reason.
    package var idle: [IdleRule] = []
    /// The rules that ask for columns and not for a table, whether or not some table has them; those that are set to
    /// off left out.
    package var general: [GeneralRule] = []

    /// Constants, schemes and tables of importing files that stand in place of imported ones.
    package var replacements: [ReplacedDeclaration] = []

    package init() {}

    /// Whether something is so wrong with the files that their rules cannot be run.
    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// A declaration that stands in place of one of an imported file.
package struct ReplacedDeclaration: Sendable {
    /// `constant`, `scheme` or `table`.
    package var what: String
    package var name: String
    package var span: SourceSpan
    package var replaced: SourceSpan

    package init(what: String, name: String, span: SourceSpan, replaced: SourceSpan) {
        self.what = what
        self.name = name
        self.span = span
        self.replaced = replaced
    }
}

package struct CheckedConstant: Sendable {
    package var name: String
    package var span: SourceSpan
    /// `nil` of a list, which has no value of its own.
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
    /// The name of the rule file that it stands in.
    package var file: String

    package init(name: String, columns: [String], file: String) {
        self.name = name
        self.columns = columns
        self.file = file
    }
}

/// A rule that no table feeds, or that is set to off.
package struct IdleRule: Sendable {
    package var name: String
    package var severity: Severity
    package var title: String
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

package struct CheckedTable: Sendable {
    package var name: String
    package var documentation: String?
    package var span: SourceSpan
    /// Which files it is read from, and how.
    package var source: CheckedSource
    package var columns: [CheckedColumn]
    /// Computed columns, in terms of this table's row.
    package var lets: [CheckedLet]
    /// The key's columns, of which any may be a computed one; empty where the table has none.
    package var key: [ColumnOrLet]
    /// Indices into `RuleSet.joins`.
    package var joins: [Int]
    package var series: ColumnOrLet?

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

/// A column that is read (`column`, an index) or computed (`computed`, an index into `lets`).
package enum ColumnOrLet: Sendable, Hashable {
    case column(Int)
    case computed(Int)
}

package struct CheckedLet: Sendable {
    package var name: String
    package var value: TypedExpression
    package init(name: String, value: TypedExpression) {
        self.name = name
        self.value = value
    }
}

package struct CheckedSource: Sendable {
    package var pattern: String
    package var patternSpan: SourceSpan
    /// The lines or the rows of the sheet that the header stands on, from 1; `nil` where it is to be found.
    package var headerLines: ClosedRange<Int>?
    /// Whether there is a header; else columns go by their order.
    package var hasHeader = true
    /// The cells that the table stands in; `nil` where it is to be found.
    package var area: CellArea?
    /// The name that the workbook gives the table.
    package var areaName: String?
    /// Whether the first blank row ends the table.
    package var endsAtBlank = false
    /// What records begin with that are comments.
    package var comments: String?
    package var format = SourceFormat.recognised

    package init(pattern: String, patternSpan: SourceSpan) {
        self.pattern = pattern
        self.patternSpan = patternSpan
    }
}

/// What an author says of the format of a table's files.
package enum SourceFormat: Sendable {
    /// Nothing: it is recognised in the file.
    case recognised
    /// `separator` is one ASCII byte.
    case delimited(separator: UInt8?, encoding: String?)
    /// A sheet of a workbook.
    case sheet(String)
    /// The matches of a pattern in a text; none goes beyond the extent.
    case narrative(Pattern, within: NarrativeExtent)
}

extension CheckedSource {
    /// What a narrative's rows match; `nil` for files that hold tables.
    package var matching: Pattern? {
        if case .narrative(let pattern, _) = format { pattern } else { nil }
    }
}

/// A part of a narrative within which a pattern is looked for.
package enum NarrativeExtent: String, Sendable, CaseIterable { case line, paragraph, text }

package struct CheckedColumn: Sendable {
    package var name: String
    package var type: ColumnType
    /// The headers that it may stand under; its name where the author gave none.
    package var headers: [String]
    /// Whether it is a column of the file rather than a `{name}` part of the path, a group of a narrative's pattern, or
    /// what stands at other cells.
    package var origin: ColumnOrigin
    package var isRequired = false
    package var isOptional = false
    package var isUnique = false
    package var isNumbered = false
    /// Whether the colours that cells are filled with say the statuses.
    package var isByFill = false
    /// Whether a blank cell says what the one above it says.
    package var fillsDown = false
    package var pattern: Pattern?
    /// `between a and b`: both ends included, of the column's type.
    package var bounds: (low: TypedExpression, high: TypedExpression)?
    /// Further markers of what is missing.
    package var missing: [String] = []
    /// `blank as 0`: the value that a blank cell has.
    package var blankValue: BlankValue?
    /// Whether a blank cell has one, also before it is known which.
    package var hasBlankValue = false
    /// How dates and periods are read that could be read in two ways.
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
        }
    }
}

extension CheckedColumn {
    /// Whether it says what stands in the notes of another column's cells.
    package var isOfNotes: Bool { if case .note = origin { true } else { false } }
}

/// The value of a column's blank cells.
package enum BlankValue: Sendable {
    case figure(Figure)
    /// A date, a period, the index of a label.
    case code(Int64)
    case truth(Bool)
    /// A text with nothing in it.
    case emptyText
}

package enum ColumnOrigin: Sendable, Equatable {
    /// A column of the return.
    case cell
    /// A part of the path, `{name}`.
    case path
    /// A named group of the narrative's pattern: its index among all capture groups, from 0.
    case group(Int)
    /// The heading that rows stand below.
    case heading
    /// The note of a cell: the index of that cell's column, which is one of the return.
    case note(of: Int)
}

package struct CheckedJoin: Sendable {
    /// The joined table.
    package var table: Int
    /// The name or alias it goes by.
    package var name: String
    /// What must be equal: a value of the row that joins (in terms of its `.row`), a column of the joined table.
    package var on: [(here: TypedExpression, there: ColumnOrLet)]
    /// Where an `on` value is a plain column of the joining table, its index, for places; parallel to `on`.
    package var hereColumns: [Int?]
    package var isRequired: Bool
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

package enum Colour: UInt8, Sendable, CaseIterable {
    case green = 0
    case amber, red, blue, grey

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

package struct CheckedScheme: Sendable {
    package var name: String
    /// Statuses in the order of declaration; the codes of a status column index `labels`.
    package var statuses: [CheckedStatus]
    /// All labels of all statuses, in order, with the status that each belongs to.
    package var labels: [(text: String, status: Int)]
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

package struct CheckedStatus: Sendable {
    package var colour: Colour
    package var labels: [String]
    package init(colour: Colour, labels: [String]) {
        self.colour = colour
        self.labels = labels
    }
}

// MARK: Rules

package struct CheckedRule: Sendable {
    package var name: String
    package var severity: Severity
    package var title: String
    package var documentation: String?
    /// The whole declaration, and the rule's name in it.
    package var span: SourceSpan
    package var nameSpan: SourceSpan
    package var scope: CheckedScope
    /// Its `let`s in their order, also those that nothing uses. Where one is used, the expression bears its name.
    package var lets: [CheckedLet]
    package var whens: [TypedExpression]
    package var requires: [CheckedRequire]
    package var message: TypedTemplate?
    package var help: TypedTemplate?
    /// What `at` names, in order; empty where it was left out (each require has its own then).
    package var places: [CellReference]
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

package enum CheckedScope: Sendable {
    /// Once for each row of the table where the condition is true; `series` where the rule can speak of neighbours.
    case rows(table: Int, condition: TypedExpression?, series: CheckedSeries?)
    /// Once for each distinct combination of the values, which are in terms of the table's row.
    case groups(table: Int, by: [GroupColumn])
    /// Once; findings stand at the header line of the table.
    case once(table: Int)

    package var table: Int {
        switch self {
        case .rows(let table, _, _), .groups(let table, _), .once(let table): table
        }
    }

    /// Whether it is about no row.
    package var isOnce: Bool { if case .once = self { true } else { false } }
}

package struct GroupColumn: Sendable {
    package var name: String
    package var value: TypedExpression
    package init(name: String, value: TypedExpression) {
        self.name = name
        self.value = value
    }
}

/// Rows with the same `by` in the order of `over` (file order where it is `nil`).
package struct CheckedSeries: Sendable {
    package var by: [TypedExpression]
    package var over: TypedExpression?
    package init(by: [TypedExpression], over: TypedExpression?) {
        self.by = by
        self.over = over
    }
}

package struct CheckedRequire: Sendable {
    package var condition: TypedExpression
    package var otherwise: TypedTemplate?
    /// The cells of this row that the condition names, in order, each once (through lets too).
    package var places: [CellReference]
    package var span: SourceSpan

    package init(condition: TypedExpression, otherwise: TypedTemplate?, places: [CellReference], span: SourceSpan) {
        self.condition = condition
        self.otherwise = otherwise
        self.places = places
        self.span = span
    }
}

/// A cell to point at: a column that is read, of this row, a neighbour or a joined row.
package struct CellReference: Sendable, Hashable {
    package var row: RowReference
    package var table: Int
    package var column: Int
    package init(row: RowReference, table: Int, column: Int) {
        self.row = row
        self.table = table
        self.column = column
    }
}

package struct CheckedFix: Sendable {
    package var isSafe: Bool
    package var cell: CellReference
    package var value: TypedExpression
    package init(isSafe: Bool, cell: CellReference, value: TypedExpression) {
        self.isSafe = isSafe
        self.cell = cell
        self.value = value
    }
}

package struct CheckedWaiver: Sendable {
    /// The rule's name, or that of a structural finding.
    package var rule: String
    /// Tables for which the condition could be typed, with it; a table that lacks a column of the condition is not
    /// here. With no `where`: `nil` condition for every table.
    package var conditions: [(table: Int, condition: TypedExpression?)]
    /// Its last day, as days since 1970-01-01.
    package var until: Int?
    package var reason: String
    package var span: SourceSpan
    /// Whether there is no rule of that name: it is then reported as unused, with the nearest name as help.
    package var isUnknownRule: Bool
    package var nearestRule: String?

    package init(
        rule: String, conditions: [(table: Int, condition: TypedExpression?)], until: Int?, reason: String,
        span: SourceSpan, isUnknownRule: Bool = false, nearestRule: String? = nil
    ) {
        self.rule = rule
        self.conditions = conditions
        self.until = until
        self.reason = reason
        self.span = span
        self.isUnknownRule = isUnknownRule
        self.nearestRule = nearestRule
    }
}

/// A message or help: plain parts and values to show.
package struct TypedTemplate: Sendable {
    package enum Part: Sendable {
        case text(String)
        case value(TypedExpression)
        /// `{row}`: the row's key as printed.
        case row
    }

    package var parts: [Part]
    package init(parts: [Part]) { self.parts = parts }
}
