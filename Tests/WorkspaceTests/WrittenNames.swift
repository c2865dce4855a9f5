// Every name that a rule file's tree holds, words of the language left out: what an index of names is held against.

import Checking
import Syntax

/// Collects the names of declarations, uses and declarations alike.
struct WrittenNames {
    private(set) var names: [Name] = []
    /// Whether a rule for any table is looked at: what is named in its `due` is a parameter of whichever scheme a table
    /// has.
    private var isForAny = false

    /// By the names of rules for any table the columns that they name.
    private var columnsOfRules: [String: Set<String>] = [:]

    init(of tree: RuleFile) {
        for case .rule(let rule) in tree.declarations.map(\.kind) {
            guard case .anyTable(let columns, _)? = rule.scope else { continue }
            columnsOfRules[rule.name.text] = Set(columns.map(\.name.text))
        }
        for declaration in tree.declarations { add(declaration) }
    }

    private mutating func add(_ declaration: Declaration) {
        switch declaration.kind {
        case .import, .broken: break
        case .constant(let constant):
            names.append(constant.name)
            add(constant.value)
        case .scheme(let scheme):
            names.append(scheme.name)
            names += scheme.parameters.map(\.name)
            for status in scheme.statuses { if case .when(let condition) = status.due { add(condition) } }
        case .table(let table): add(table)
        case .rule(let rule): add(rule)
        case .set(let set): names.append(set.rule)
        case .waive(let waiver):
            names.append(waiver.rule)
            if let condition = waiver.condition { add(condition) }
        case .test(let test):
            names.append(test.rule)
            for header in test.tables.map(\.header) {
                if !["let", "any"].contains(header.table.text) { names.append(header.table) }
                // A row for a rule for any table may have a column besides those of the rule: one that a scheme takes.
                let own = header.table.text == "any" ? columnsOfRules[test.rule.text] : nil
                for column in header.columns {
                    if own?.contains(column.name.text) ?? true { names.append(column.name) }
                    add(column.type)
                }
            }
        }
    }

    private mutating func add(_ table: TableDeclaration) {
        names.append(table.name)
        for line in table.columns {
            names.append(line.name)
            add(line.type)
            if case .note(let column)? = line.origin?.kind { names.append(column) }
            for modifier in line.modifiers {
                switch modifier.kind {
                case .between(let low, let high): add([low, high])
                case .blankAs(let value), .roundedTo(let value): add(value)
                case .unitFrom(let column): names.append(column)
                default: break
                }
            }
        }
        names += table.search.map { [$0.table, $0.column] } ?? []
        for clause in table.lets { add(clause) }
        names += table.keys.flatMap(\.columns) + [table.series?.column].compactMap { $0 }
        for line in table.joins { add(line) }
    }

    private mutating func add(_ rule: RuleDeclaration) {
        names.append(rule.name)
        if case .anyTable? = rule.scope { isForAny = true }
        defer { isForAny = false }
        switch rule.scope {
        case .rows(let rows)?:
            names += [rows.table] + [rows.alias, rows.over].compactMap { $0 } + rows.by
            if let condition = rows.condition { add(condition) }
            for line in rows.joins { add(line) }
        case .anyTable(let columns, let alias)?:
            if let alias { names.append(alias) }
            for column in columns {
                names.append(column.name)
                add(column.type)
            }
        case .groups(let groups)?:
            names += groups.columns + [groups.table] + [groups.alias].compactMap { $0 }
            if let condition = groups.condition { add(condition) }
            if let runs = groups.runs {
                names.append(runs.over)
                add(runs.condition)
            }
            if let pairs = groups.pairs { add(pairs.rows) }
        case nil: break
        }
        for clause in rule.lets { add(clause) }
        add(rule.whens + rule.places)
        for require in rule.requires {
            add(require.condition)
            add(require.otherwise)
        }
        add(rule.message)
        add(rule.help)
        for fix in rule.fixes {
            names.append(fix.column)
            add(fix.value)
        }
    }

    private mutating func add(_ clause: LetClause) {
        names.append(clause.name)
        add(clause.value)
    }

    private mutating func add(_ type: TypeName?) { if let scheme = type?.scheme { names.append(scheme) } }

    private mutating func add(_ line: JoinLine) {
        names += [line.table] + [line.alias].compactMap { $0 } + line.columns.flatMap { [$0.here, $0.there] }
    }

    private mutating func add(_ template: Template?) {
        for case .expression(let expression) in template?.parts ?? [] {
            // `{row}` is the row's key, unless something is called so.
            if case .name(nil, let name) = expression.kind, name.text == "row" { continue }
            add(expression)
        }
    }

    private mutating func add(_ expressions: [Syntax.Expression]) { for expression in expressions { add(expression) } }

    private mutating func add(_ expression: Syntax.Expression) {
        switch expression.kind {
        case .number, .percent, .quantity, .text, .date, .truth, .unknown, .regex, .broken: break
        case .name(let qualifier, let name):
            let words = Neighbour.allCases.map(\.rawValue) + ["series", "any"]
            if let qualifier, !words.contains(qualifier.text) { names.append(qualifier) }
            names.append(name)
        case .call(let function, let arguments):
            for argument in arguments {
                if function.text == "due", !isForAny, let label = argument.label { names.append(label) }
                add(argument.value)
            }
        case .aggregate(_, let source):
            if !["series", "any"].contains(source.table.text) { names.append(source.table) }
            if let over = source.over { names.append(over) }
            if let column = source.column { names.append(column) }
            add([source.condition, source.share].compactMap { $0 })
        case .negative(let inner), .not(let inner), .parenthesized(let inner), .matches(let inner, _, _, _):
            add(inner)
        case .state(let inner, let state, _):
            add(inner)
            if let value = state.value { add(value) }
        case .binary(_, let left, let right, _): add([left, right])
        case .membership(let value, let set, _):
            add(value)
            switch set {
            case .list(let items), .labels(let items): add(items)
            case .named(let list): add(list)
            case .range(let low, let high): add([low, high])
            }
        case .conditional(let condition, let then, let otherwise): add([condition, then, otherwise])
        case .list(let items): add(items)
        }
    }
}
