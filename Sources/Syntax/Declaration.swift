// Declarations as they are written: what a rule file consists of.

package import Diagnostics

/// A rule file, read as far as it can be. Never fails: what could not be read is in `diagnostics`, the rest stands.
package struct RuleFile: Sendable {
    package var file: SourceFile
    package var tokens: [Token]
    package var declarations: [Declaration]
    package var diagnostics: [Diagnostic]

    package init(file: SourceFile, tokens: [Token], declarations: [Declaration], diagnostics: [Diagnostic]) {
        self.file = file
        self.tokens = tokens
        self.declarations = declarations
        self.diagnostics = diagnostics
    }
}

package struct Declaration: Sendable {
    package enum Kind: Sendable {
        case `import`(ImportDeclaration)
        case constant(ConstantDeclaration)
        case scheme(SchemeDeclaration)
        case table(TableDeclaration)
        case rule(RuleDeclaration)
        case set(SetDeclaration)
        case waive(WaiveDeclaration)
        case test(TestDeclaration)
        /// Something that begins no declaration; a diagnostic says so.
        case broken
    }

    package var kind: Kind
    /// From its first to its last token, documentation not included.
    package var range: Range<Int>
    /// The same as indices into the file's tokens.
    package var tokens: Range<Int>
    /// The text of the `///` lines before it, without the slashes, lines joined by a line end.
    package var documentation: String?

    package init(kind: Kind, range: Range<Int>, tokens: Range<Int>, documentation: String?) {
        self.kind = kind
        self.range = range
        self.tokens = tokens
        self.documentation = documentation
    }
}

/// A text literal with its place.
package struct TextLiteral: Sendable {
    package var text: String
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
    package var type: TypeName?
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
    package var scheme: Name?
    package var labels: [TextLiteral]
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
    package struct Parameter: Sendable {
        package var name: Name
        package var isOptional: Bool
        package init(name: Name, isOptional: Bool) {
            self.name = name
            self.isOptional = isOptional
        }
    }

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

    package enum Due: Sendable {
        case never
        case when(Expression)
        case otherwise
    }

    package var name: Name
    package var parameters: [Parameter]
    package var statuses: [Status]

    package init(name: Name, parameters: [Parameter], statuses: [Status]) {
        self.name = name
        self.parameters = parameters
        self.statuses = statuses
    }
}

/// `table name from "pattern" … { … }`
package struct TableDeclaration: Sendable {
    package var name: Name
    package var source: TableSource?
    package var columns: [ColumnLine]
    package var lets: [LetClause]
    package var keys: [KeyLine]
    package var joins: [JoinLine]
    package var series: SeriesLine?

    package init(name: Name, source: TableSource?) {
        self.name = name
        self.source = source
        columns = []
        lets = []
        keys = []
        joins = []
    }
}

/// Where a table comes from: a file or pattern, and how it is read.
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
    package var separator: TextLiteral?
    package var encoding: TextLiteral?
    /// `matching /…/`: a table of what the expression finds in a narrative.
    package var matching: RegexLiteral?
    /// `within paragraph`: what no match goes beyond.
    package var within: Name?

    package init(pattern: TextLiteral) { self.pattern = pattern }
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

package struct ColumnModifier: Sendable {
    package enum Kind: Sendable {
        case required, optional, unique, numbered
        case matches(RegexLiteral)
        case between(Expression, Expression)
        case missing([TextLiteral])
        /// `year from July`
        case yearFrom(Name)
        /// `blank as 0`
        case blankAs(Expression)
        /// `month first`: of the numbers of a date.
        case monthFirst
        /// `by fill`: the colour of the cell says it.
        case byFill
        /// `fill down`: a blank cell says what the one above says.
        case fillDown
        /// `months`, `years`: what a year with two digits behind it is.
        case months, years
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
    package var columns: [Name]
    package var range: Range<Int>
    package init(columns: [Name], range: Range<Int>) {
        self.columns = columns
        self.range = range
    }
}

/// `on ref = code`: a column here and one there, the same name where it stands alone.
package struct JoinColumns: Sendable {
    package var here: Name
    package var there: Name
    package init(here: Name, there: Name) {
        self.here = here
        self.there = there
    }
}

/// `join register on ref required`, and `with register as r on ref` in a rule.
package struct JoinLine: Sendable {
    package var table: Name
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

/// `series over period`
package struct SeriesLine: Sendable {
    package var column: Name
    package var range: Range<Int>
    package init(column: Name, range: Range<Int>) {
        self.column = column
        self.range = range
    }
}

/// `let n = e` in a rule or a table.
package struct LetClause: Sendable {
    package var name: Name
    package var value: Expression
    package var range: Range<Int>
    package init(name: Name, value: Expression, range: Range<Int>) {
        self.name = name
        self.value = value
        self.range = range
    }
}

/// `rule name severity "title" { … }`
package struct RuleDeclaration: Sendable {
    package var name: Name
    package var severity: Name?
    package var title: TextLiteral
    package var scope: RuleScope?
    package var scopeRange: Range<Int>?
    package var lets: [LetClause]
    package var whens: [Expression]
    package var requires: [RequireClause]
    package var message: Template?
    package var help: Template?
    package var places: [Expression]
    package var fixes: [FixClause]
    /// The rule's clauses in the order in which they stand, for messages about order: the byte offset of each `let`.
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

package struct RequireClause: Sendable {
    package var condition: Expression
    package var otherwise: Template?
    package var range: Range<Int>
    package init(condition: Expression, otherwise: Template?, range: Range<Int>) {
        self.condition = condition
        self.otherwise = otherwise
        self.range = range
    }
}

/// `fix [safely] column = expression`
package struct FixClause: Sendable {
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

/// What stands after `for`.
package enum RuleScope: Sendable {
    /// `for T as a where e by c over o with …`
    case rows(RowScope)
    /// `for any with value measure, target target?`
    case anyTable([RequiredColumn])
    /// `for each a, b in T as g`
    case groups(columns: [Name], table: Name, alias: Name?)
}

package struct RowScope: Sendable {
    package var table: Name
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

package struct RequiredColumn: Sendable {
    package var name: Name
    package var type: TypeName
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
    package var condition: Expression?
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
    package struct Header: Sendable {
        package var table: Name
        package var columns: [(name: Name, type: TypeName?)]
        package var range: Range<Int>
        package init(table: Name, columns: [(name: Name, type: TypeName?)], range: Range<Int>) {
            self.table = table
            self.columns = columns
            self.range = range
        }
    }

    package struct Row: Sendable {
        package var cells: [TextLiteral]
        package var fails: Fails?
        package var range: Range<Int>
        package init(cells: [TextLiteral], fails: Fails?, range: Range<Int>) {
            self.cells = cells
            self.fails = fails
            self.range = range
        }
    }

    package struct Fails: Sendable {
        package var message: TextLiteral?
        package var range: Range<Int>
        package init(message: TextLiteral?, range: Range<Int>) {
            self.message = message
            self.range = range
        }
    }

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
    package init(rule: Name, title: TextLiteral?) {
        self.rule = rule
        self.title = title
        tables = []
    }
}
