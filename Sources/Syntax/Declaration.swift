// Declarations as they are written: what a rule file consists of.

package import Diagnostics

/// A rule file, read as far as it can be. What could not be read is in `diagnostics`; the rest is here all the same.
/// All ranges in the tree are byte offsets in `file`.
package struct RuleFile: Sendable {
    package var file: SourceFile
    /// All tokens, which cover every byte of the file; the last is `endOfFile`.
    package var tokens: [Token]
    /// In the order of the file, broken ones included.
    package var declarations: [Declaration]
    /// What is wrong with the form of the file, in the order of places; empty where the whole file was read.
    package var diagnostics: [Diagnostic]

    package init(file: SourceFile, tokens: [Token], declarations: [Declaration], diagnostics: [Diagnostic]) {
        self.file = file
        self.tokens = tokens
        self.declarations = declarations
        self.diagnostics = diagnostics
    }
}

/// A declaration of a rule file.
package struct Declaration: Sendable {
    /// What is declared.
    package enum Kind: Sendable {
        case `import`(ImportDeclaration)
        case constant(ConstantDeclaration)
        case scheme(SchemeDeclaration)
        case table(TableDeclaration)
        case rule(RuleDeclaration)
        case set(SetDeclaration)
        case waive(WaiveDeclaration)
        case test(TestDeclaration)
        /// Text that does not begin a declaration; a diagnostic says so.
        case broken
    }

    package var kind: Kind
    /// From its first to its last token, documentation not included.
    package var range: Range<Int>
    /// The same range as indices into `RuleFile.tokens`.
    package var tokens: Range<Int>
    /// The text of the `///` lines before it, without the slashes, lines joined by a line end; `nil` where there are
    /// none.
    package var documentation: String?

    package init(kind: Kind, range: Range<Int>, tokens: Range<Int>, documentation: String?) {
        self.kind = kind
        self.range = range
        self.tokens = tokens
        self.documentation = documentation
    }
}

/// A text literal: its text without quotes and with escapes replaced, and its place with the quotes.
package struct TextLiteral: Sendable {
    /// Without quotes, escapes replaced.
    package var text: String
    /// With the quotes.
    package var range: Range<Int>

    package init(_ text: String, _ range: Range<Int>) {
        self.text = text
        self.range = range
    }
}

/// `import "path"`
package struct ImportDeclaration: Sendable {
    package var path: TextLiteral
    package init(path: TextLiteral) { self.path = path }
}

/// `let name [type] = expression`
package struct ConstantDeclaration: Sendable {
    package var name: Name
    /// `nil` where the value decides.
    package var type: TypeName?
    /// A value, a list, or the name of a list.
    package var value: Expression

    package init(name: Name, type: TypeName?, value: Expression) {
        self.name = name
        self.type = type
        self.value = value
    }
}

/// A type with its arguments: `measure`, `status rutland`, `choice "A", "B"`, `period year from July`.
package struct TypeName: Sendable {
    package var name: Name
    /// The scheme of a `status`; `nil` for other types, and where it was left out.
    package var scheme: Name?
    /// The labels of a `choice`; empty for other types.
    package var labels: [TextLiteral]
    /// `choice exactly`: cells have the case of their labels.
    package var exactly: Range<Int>?
    package var range: Range<Int>

    package init(name: Name, scheme: Name? = nil, labels: [TextLiteral] = [], range: Range<Int>) {
        self.name = name
        self.scheme = scheme
        self.labels = labels
        self.range = range
    }
}

/// `scheme name for value, target, better? { green "On target", "G" when … }`
package struct SchemeDeclaration: Sendable {
    /// A column that the scheme's conditions name.
    package struct Parameter: Sendable {
        package var name: Name
        /// Whether it is followed by `?`: tables need not have the column.
        package var isOptional: Bool
        package init(name: Name, isOptional: Bool) {
            self.name = name
            self.isOptional = isOptional
        }
    }

    /// One line: a colour, its labels, and when it is due.
    package struct Status: Sendable {
        /// The colour as written; whether there is such a colour is for checking.
        package var colour: Name
        package var labels: [TextLiteral]
        package var due: Due
        package var range: Range<Int>
        package init(colour: Name, labels: [TextLiteral], due: Due, range: Range<Int>) {
            self.colour = colour
            self.labels = labels
            self.due = due
            self.range = range
        }
    }

    /// When a status is due.
    package enum Due: Sendable {
        /// It has no condition: cells may hold it, the scheme never expects it.
        case never
        case when(Expression)
        /// Where no status before it is due.
        case otherwise
    }

    package var name: Name
    /// In the order of `for`.
    package var parameters: [Parameter]
    /// In the order in which they are tried.
    package var statuses: [Status]
    /// Whether a line could not be read as a whole, which is a diagnostic already: the scheme may have other labels.
    package var lacksLabels = false

    package init(name: Name, parameters: [Parameter], statuses: [Status]) {
        self.name = name
        self.parameters = parameters
        self.statuses = statuses
    }
}

/// `table name from "pattern" … { … }`
package struct TableDeclaration: Sendable {
    package var name: Name
    /// `nil` where it could not be read, which is a diagnostic already.
    package var source: TableSource?
    package var columns: [ColumnLine]
    package var lets: [LetClause]
    /// Every `key` line; more than one is a fault that checking reports.
    package var keys: [KeyLine]
    package var joins: [JoinLine]
    package var series: SeriesLine?
    /// `label indicator`: the column that names a row for people.
    package var label: NamingLine?
    /// `owner directorate`: the column that says who answers for a row.
    package var owner: NamingLine?
    /// `total rows where …`: the rows that add up others.
    package var totals: TotalLine?
    /// `from kpis unpivot …`: the table whose columns side by side are its rows; `nil` for tables of files.
    package var unpivot: UnpivotSource?
    /// The names of columns whose lines could not be read, which are diagnostics already.
    package var unreadColumns: [Name] = []
    /// Whether a line could not be read at all: which column it declares is not known.
    package var lacksLines = false
    /// Whether its `series` could not be read.
    package var lacksSeries = false
    /// `from kpis.commentary matching …`: the column in whose texts its rows are matches; `nil` for other tables.
    package var search: SearchSource?

    package init(name: Name, source: TableSource?) {
        self.name = name
        self.source = source
        columns = []
        lets = []
        keys = []
        joins = []
    }
}

/// Where a table's rows come from: a path or pattern of paths, and how the files are read. Options that were left out
/// are `nil`.
package struct TableSource: Sendable {
    package var pattern: TextLiteral
    package var sheet: TextLiteral?
    package var headerLines: HeaderLines?
    /// `without headers`
    package var withoutHeaders: Range<Int>?
    /// `range "B4:H60"`
    package var area: TextLiteral?
    /// `named "tblKPI"`
    package var areaName: TextLiteral?
    /// `until blank`
    package var untilBlank: Range<Int>?
    /// `comments "#"`
    package var comments: TextLiteral?
    /// `optional`: there may be no file.
    package var optional: Range<Int>?
    /// `year from July`: of all columns of dates and periods.
    package var yearFrom: Name?
    package var separator: TextLiteral?
    package var encoding: TextLiteral?
    /// `matching /…/`: the table's rows are the matches in a narrative.
    package var matching: RegexLiteral?
    /// `within paragraph`: the part of the text that a match cannot go beyond.
    package var within: Name?
    /// `table 3`: which of the tables in a report.
    package var reportTable: ReportTable?

    package init(pattern: TextLiteral) { self.pattern = pattern }
}

/// `table 3`: counted from 1, as it is written.
package struct ReportTable: Sendable {
    package var number: Int
    package var range: Range<Int>

    package init(number: Int, range: Range<Int>) {
        self.number = number
        self.range = range
    }
}

/// `headers on line 3`, `headers on lines 3 to 4`: counted from 1, as they are written.
package struct HeaderLines: Sendable {
    package var first: Int
    package var last: Int
    package var range: Range<Int>

    package init(first: Int, last: Int, range: Range<Int>) {
        self.first = first
        self.last = last
        self.range = range
    }
}

/// What stands behind `from` in a column's line and is no header.
package struct CellOrigin: Sendable {
    package enum Kind: Sendable {
        /// `from heading`: the headings among the rows.
        case heading
        /// `from note of value`: the notes of another column's cells.
        case note(Name)
    }

    package var kind: Kind
    package var range: Range<Int>

    package init(_ kind: Kind, _ range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}

/// `q1 measure from "Quarter 1" | "Q1" required …`
package struct ColumnLine: Sendable {
    package var name: Name
    package var type: TypeName
    /// The headers behind `from`; empty where it was left out and the name is the header.
    package var headers: [TextLiteral]
    package var origin: CellOrigin?
    package var modifiers: [ColumnModifier]
    package var range: Range<Int>

    package init(name: Name, type: TypeName, headers: [TextLiteral], modifiers: [ColumnModifier], range: Range<Int>) {
        self.name = name
        self.type = type
        self.headers = headers
        self.modifiers = modifiers
        self.range = range
    }
}

/// A modifier behind a column's type. Whether it fits the type is for checking.
package struct ColumnModifier: Sendable {
    /// Which modifier, with its arguments.
    package enum Kind: Sendable {
        case required, optional, unique, numbered
        case matches(RegexLiteral)
        case between(Expression, Expression)
        /// `at least 0`, `at most 100`
        case atLeast(Expression)
        case atMost(Expression)
        case missing([TextLiteral])
        /// `year from July`
        case yearFrom(Name)
        /// `year 2023-24`: the year of cells that say none, as it is written.
        case year(Name)
        /// `quarters by calendar year`: what `Q4 2017` is.
        case quartersByCalendarYear
        /// `blank as 0`
        case blankAs(Expression)
        /// `month first`: dates in numbers have the month before the day.
        case monthFirst
        /// `by fill`: the cell's fill colour is the status.
        case byFill
        /// `fill down`: a blank cell says what the one above says.
        case fillDown
        /// `months`, `years`: what a year with two digits behind it is.
        case months, years
        /// `unit from unit`: bare figures have the unit that stands in another column.
        case unitFrom(Name)
        /// `rounded to 5`: figures are rounded more than they show.
        case roundedTo(Expression)
    }

    package var kind: Kind
    package var range: Range<Int>

    package init(_ kind: Kind, _ range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}

/// `key a, b`
package struct KeyLine: Sendable {
    /// Names of columns, read or computed.
    package var columns: [Name]
    package var range: Range<Int>
    package init(columns: [Name], range: Range<Int>) {
        self.columns = columns
        self.range = range
    }
}

/// `on ref = code`: a column of the joining table and one of the joined table; both are the same name where one alone
/// is written.
package struct JoinColumns: Sendable {
    /// The row of an earlier look-up that `here` is a column of: `on c.before = measure`; `nil` for the row itself.
    package var row: Name?
    package var here: Name
    package var there: Name
    /// `on ref is code`: texts are the same whatever their case and white space.
    package var ignoresCase: Bool
    package init(row: Name? = nil, here: Name, there: Name, ignoresCase: Bool = false) {
        self.row = row
        self.here = here
        self.there = there
        self.ignoresCase = ignoresCase
    }
}

/// `join register on ref required`, and `with register as r on ref` in a rule.
package struct JoinLine: Sendable {
    package var table: Name
    /// The name behind `as`; `nil` where the row has the table's name.
    package var alias: Name?
    package var columns: [JoinColumns]
    package var isRequired: Bool
    package var range: Range<Int>

    package init(table: Name, alias: Name?, columns: [JoinColumns], isRequired: Bool, range: Range<Int>) {
        self.table = table
        self.alias = alias
        self.columns = columns
        self.isRequired = isRequired
        self.range = range
    }
}

/// `total rows where service is "Total" above by area sums spent, budget`
package struct TotalLine: Sendable {
    package var condition: Expression
    /// `above`: totals stand above the rows that they add up.
    package var above: Range<Int>?
    /// The columns that rows and their total have in common; empty where `by` was left out.
    package var by: [Name]
    /// The columns whose totals must agree with their parts.
    package var sums: [Name]
    package var range: Range<Int>

    package init(condition: Expression, above: Range<Int>?, by: [Name], sums: [Name], range: Range<Int>) {
        self.condition = condition
        self.above = above
        self.by = by
        self.sums = sums
        self.range = range
    }
}

/// `kpis unpivot q1, q2 as value, q1_rag, q2_rag as rag by quarter period`
package struct UnpivotSource: Sendable {
    /// Columns side by side that become one.
    package struct Group: Sendable {
        package var columns: [Name]
        package var name: Name
        package init(columns: [Name], name: Name) {
            self.columns = columns
            self.name = name
        }
    }

    package var table: Name
    package var groups: [Group]
    /// The column of the headers.
    package var by: Name
    /// Its type; `nil` where headers are texts.
    package var type: TypeName?
    /// How headers are read that are dates or periods: `year 2023-24`.
    package var modifiers: [ColumnModifier]
    package var range: Range<Int>

    package init(
        table: Name, groups: [Group], by: Name, type: TypeName?, modifiers: [ColumnModifier], range: Range<Int>
    ) {
        self.table = table
        self.groups = groups
        self.by = by
        self.type = type
        self.modifiers = modifiers
        self.range = range
    }
}

/// `kpis.commentary matching /…/ within line`
package struct SearchSource: Sendable {
    package var table: Name
    /// The column whose texts are searched.
    package var column: Name
    /// `nil` where it could not be read, which is a diagnostic already.
    package var matching: RegexLiteral?
    /// The part of the text that a match cannot go beyond.
    package var within: Name?
    package var range: Range<Int>

    package init(table: Name, column: Name, matching: RegexLiteral?, within: Name?, range: Range<Int>) {
        self.table = table
        self.column = column
        self.matching = matching
        self.within = within
        self.range = range
    }
}

extension TableDeclaration {
    /// The table that it is made of; `nil` for tables of files.
    package var base: Name? { unpivot?.table ?? search?.table }
}

/// `label indicator`, `owner directorate`
package struct NamingLine: Sendable {
    package var column: Name
    package var range: Range<Int>

    package init(column: Name, range: Range<Int>) {
        self.column = column
        self.range = range
    }
}

/// `series over period`
package struct SeriesLine: Sendable {
    package var column: Name
    package var range: Range<Int>
    package init(column: Name, range: Range<Int>) {
        self.column = column
        self.range = range
    }
}

/// `let n [type] = e` in a rule or a table.
package struct LetClause: Sendable {
    package var name: Name
    /// What the value must be; `nil` where the value decides.
    package var type: TypeName?
    package var value: Expression
    package var range: Range<Int>
    package init(name: Name, type: TypeName? = nil, value: Expression, range: Range<Int>) {
        self.name = name
        self.type = type
        self.value = value
        self.range = range
    }
}

/// `rule name severity "title" { … }`
package struct RuleDeclaration: Sendable {
    package var name: Name
    /// As written; whether there is such a severity is for checking. `nil` where it was left out.
    package var severity: Name?
    package var title: TextLiteral
    /// `nil` for a rule without `for`, which is judged once.
    package var scope: RuleScope?
    /// The range of the `for` clause.
    package var scopeRange: Range<Int>?
    package var lets: [LetClause]
    package var whens: [Expression]
    package var requires: [RequireClause]
    /// `nil` where it was left out.
    package var message: Template?
    /// `nil` where it was left out.
    package var help: Template?
    /// What `at` names; each is a name, qualified or not.
    package var places: [Expression]
    package var fixes: [FixClause]
    /// Whether a clause could not be read, which is a diagnostic already: it may have been any, so that it is not known
    /// what the rule is about, what names it has and what it requires.
    package var lacksClauses = false
    package init(name: Name, severity: Name?, title: TextLiteral) {
        self.name = name
        self.severity = severity
        self.title = title
        lets = []
        whens = []
        requires = []
        places = []
        fixes = []
    }
}

/// `require [mostly 95%] condition [else "message"]`
package struct RequireClause: Sendable {
    /// The percentage behind `mostly`; `nil` where every row must fulfil the condition.
    package var share: Expression?
    package var condition: Expression
    /// `nil` where there is no `else`.
    package var otherwise: Template?
    package var range: Range<Int>
    package init(share: Expression? = nil, condition: Expression, otherwise: Template?, range: Range<Int>) {
        self.share = share
        self.condition = condition
        self.otherwise = otherwise
        self.range = range
    }
}

/// `fix [safely] column = expression`
package struct FixClause: Sendable {
    /// Whether `safely` is written.
    package var isSafe: Bool
    package var column: Name
    package var value: Expression
    package var range: Range<Int>
    package init(isSafe: Bool, column: Name, value: Expression, range: Range<Int>) {
        self.isSafe = isSafe
        self.column = column
        self.value = value
        self.range = range
    }
}

/// What is written after `for`.
package enum RuleScope: Sendable {
    /// `for T as a where e by c over o with …`
    case rows(RowScope)
    /// `for any as a with value measure, target target?`
    case anyTable([RequiredColumn], alias: Name?)
    /// `for each a, b in T as g where e over o while f`, `for each a, b in T with each r in U on c`
    case groups(GroupScope)
}

/// The groups of one table's rows, as a `for each` makes them. Parts that were left out are `nil`.
package struct GroupScope: Sendable {
    /// What the rows of a group have in common.
    package var columns: [Name]
    package var table: Name
    /// The name behind `as`.
    package var alias: Name?
    package var condition: Expression?
    package var runs: RunClause?
    package var pairs: PairClause?

    package init(columns: [Name], table: Name) {
        self.columns = columns
        self.table = table
    }
}

/// `with each r in U on c`: each group with each row of another table.
package struct PairClause: Sendable {
    /// What the other table's row is called, the table, and what its row and rows of the group have in common: empty
    /// where there is no `on`.
    package var rows: JoinLine
    package init(rows: JoinLine) { self.rows = rows }
}

/// `over o while e`: consecutive rows of a series as groups.
package struct RunClause: Sendable {
    /// The column that orders the rows.
    package var over: Name
    /// Whether a row goes on with the run of the row before it.
    package var condition: Expression
    package init(over: Name, condition: Expression) {
        self.over = over
        self.condition = condition
    }
}

/// The rows of one table, as a `for` selects and orders them. `by` is empty and the others `nil` where they were left
/// out.
package struct RowScope: Sendable {
    package var table: Name
    /// The name behind `as`.
    package var alias: Name?
    package var condition: Expression?
    package var by: [Name]
    package var over: Name?
    package var joins: [JoinLine]
    package init(table: Name, alias: Name?, condition: Expression?, by: [Name], over: Name?, joins: [JoinLine]) {
        self.table = table
        self.alias = alias
        self.condition = condition
        self.by = by
        self.over = over
        self.joins = joins
    }
}

/// A column that a rule for any table requires, or uses where a table has it (`isOptional`).
package struct RequiredColumn: Sendable {
    package var name: Name
    package var type: TypeName
    /// Whether it is followed by `?`: the rule can do without the column.
    package var isOptional: Bool
    package init(name: Name, type: TypeName, isOptional: Bool) {
        self.name = name
        self.type = type
        self.isOptional = isOptional
    }
}

/// `set rule-name to severity`
package struct SetDeclaration: Sendable {
    package var rule: Name
    /// `error`, `query`, `warning`, `note`, `off`, or what was written instead.
    package var severity: Name
    package init(rule: Name, severity: Name) {
        self.rule = rule
        self.severity = severity
    }
}

/// `waive rule-name [where condition] [until date] because "reason"`
package struct WaiveDeclaration: Sendable {
    package var rule: Name
    /// `nil` where all findings of the rule are waived.
    package var condition: Expression?
    /// The last day, in days since 1970-01-01, with its place; `nil` where the waiver does not end.
    package var until: (days: Int, range: Range<Int>)?
    /// `nil` where it was left out, which is a diagnostic already.
    package var reason: TextLiteral?
    package init(rule: Name, condition: Expression?, until: (days: Int, range: Range<Int>)?, reason: TextLiteral?) {
        self.rule = rule
        self.condition = condition
        self.until = until
        self.reason = reason
    }
}

/// `test rule-name ["title"] { … }`
package struct TestDeclaration: Sendable {
    /// The line that names a table and the columns of the rows below it.
    package struct Header: Sendable {
        /// A table, `any`, or `let` for constants.
        package var table: Name
        package var columns: [(name: Name, type: TypeName?)]
        package var range: Range<Int>
        package init(table: Name, columns: [(name: Name, type: TypeName?)], range: Range<Int>) {
            self.table = table
            self.columns = columns
            self.range = range
        }
    }

    /// A row of cells, as many as the author wrote.
    package struct Row: Sendable {
        /// The texts between bars, trimmed.
        package var cells: [TextLiteral]
        /// Whether the rule is expected to fail for this row; `nil` where it is expected to pass.
        package var fails: Fails?
        package var range: Range<Int>
        package init(cells: [TextLiteral], fails: Fails?, range: Range<Int>) {
            self.cells = cells
            self.fails = fails
            self.range = range
        }
    }

    /// `fails`, with the message that is expected; `nil` where any message will do.
    package struct Fails: Sendable {
        package var message: TextLiteral?
        package var range: Range<Int>
        package init(message: TextLiteral?, range: Range<Int>) {
            self.message = message
            self.range = range
        }
    }

    /// A table with its rows. Columns without a type get theirs from the table's declaration.
    package struct Rows: Sendable {
        package var header: Header
        package var rows: [Row]
        package init(header: Header, rows: [Row]) {
            self.header = header
            self.rows = rows
        }
    }

    package var rule: Name
    package var title: TextLiteral?
    package var tables: [Rows]
    /// `fails` on a line of its own: what a rule without `for` is expected to do.
    package var failsAlone: Fails?
    /// Whether its rows are written without bars, which was reported: lines from there on are not read.
    package var isLoose = false
    package init(rule: Name, title: TextLiteral?) {
        self.rule = rule
        self.title = title
        tables = []
    }
}
