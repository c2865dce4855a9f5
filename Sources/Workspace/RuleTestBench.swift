// The rules and tables that tests run against: those of the rule files, and one more for each test of a rule for any
// table.

import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Syntax

/// A `test` block with its file.
struct PlacedTest {
    var declaration: TestDeclaration
    var file: SourceFile
    var range: Range<Int>
    /// The name of the table that replaces `any` in it.
    var anyTable: String
    /// The index of the checked rules that it runs against: those with the constants that it gives.
    var rules = 0

    var location: RuleLocation { RuleLocation(SourceSpan(file, range)) }

    /// The name under which a test gives constants, one row of their values.
    static let constantsTable = "let"

    /// The constants that it gives, each in the form of a `--set`.
    func constants() -> (values: [(name: String, value: Syntax.Expression)], faults: [Diagnostic]) {
        var values: [(name: String, value: Syntax.Expression)] = []
        var faults: [Diagnostic] = []
        for rows in declaration.tables where rows.header.table.text == Self.constantsTable {
            guard let row = rows.rows.first else { continue }
            for (column, cell) in zip(rows.header.columns, row.cells) {
                let (value, wrong) = parseExpression(cell.text, name: column.name.text)
                if let first = wrong.first {
                    faults.append(
                        Diagnostic(
                            first.code, .error, "`\(column.name.text)` cannot be \"\(cell.text)\": \(first.message)",
                            at: SourceSpan(file, cell.range), help: first.help))
                } else {
                    values.append((column.name.text, value))
                }
            }
        }
        return (values, faults)
    }
}

/// Checked rules, made ready for tests.
struct RuleTestBench {
    private(set) var tests: [PlacedTest]
    /// The rules as they are, then the rules with the constants of each test that gives some.
    private var checked: [RuleSet]
    /// Faults of the files; those of tables that replace `any` are placed at the tests' header lines.
    private(set) var diagnostics: [Diagnostic]

    private static let anyFile = "tables of the tests"

    /// Reads the tests of the rules whose names pass, and checks everything with the tables that they need. A column of
    /// `any` without a type has the one that the rule requires (a choice, whose labels the rule does not know, is read
    /// as text).
    init(
        _ sources: RuleSources, files: [RuleSet.File], replacing changed: [SourceFile] = [],
        where isWanted: (String) -> Bool
    ) {
        var tests: [PlacedTest] = []
        var parameters: [String: [RequiredColumn]] = [:]
        var parameterFiles: [String: SourceFile] = [:]
        for file in files {
            for declaration in file.tree.declarations {
                switch declaration.kind {
                case .test(let test) where isWanted(test.rule.text):
                    tests.append(
                        PlacedTest(
                            declaration: test, file: file.source, range: declaration.range,
                            anyTable: "any_of_test_\(tests.count + 1)"))
                case .rule(let rule):
                    guard case .anyTable(let columns, _)? = rule.scope else { continue }
                    parameters[rule.name.text] = columns
                    parameterFiles[rule.name.text] = file.source
                default: break
                }
            }
        }
        self.tests = tests
        var text = ""
        var places: [(end: Int, span: SourceSpan)] = []
        for test in tests {
            for rows in test.declaration.tables where rows.header.table.text == "any" {
                text += "table \(test.anyTable) from \"*\" {\n"
                let file = parameterFiles[test.declaration.rule.text]
                for column in rows.header.columns {
                    let asked = parameters[test.declaration.rule.text]?.first { $0.name.text == column.name.text }
                    let type =
                        column.type.map { test.file.text($0.range) }
                        ?? asked.flatMap { $0.type.name.text == "choice" ? nil : file?.text($0.type.range) } ?? "text"
                    text += "  `\(column.name.text)` \(type)\n"
                    places.append((text.utf8.count, SourceSpan(test.file, column.name.range)))
                }
                text += "}\n"
            }
        }
        let anyFile = SourceFile(name: Self.anyFile, text: text)
        let others = text.isEmpty ? [] : [anyFile]
        var result = sources.check(adding: others, replacing: changed)
        result.prepareForTests()
        checked = [result]
        for index in tests.indices {
            let (constants, faults) = tests[index].constants()
            result.diagnostics += faults
            if constants.isEmpty || result.hasErrors { continue }
            var own = sources.setting(constants).check(adding: others, replacing: changed)
            own.prepareForTests()
            result.diagnostics += own.diagnostics.filter { $0.severity == .error }
            self.tests[index].rules = checked.count
            checked.append(own)
        }
        diagnostics = result.diagnostics.compactMap { diagnostic in
            guard diagnostic.span.file.name == Self.anyFile else { return diagnostic }
            // Notes about rules that do not fit such a table are useless.
            guard diagnostic.severity == .error else { return nil }
            var moved = diagnostic
            moved.span = places.first { diagnostic.span.range.lowerBound < $0.end }?.span ?? diagnostic.span
            moved.fix = nil
            moved.notes = []
            return moved
        }
    }

    /// The rules that a test runs against.
    func rules(of test: PlacedTest) -> RuleSet { checked[test.rules] }

    /// The rule that a test is about, for the table that it gives; `nil` where the rule does not apply to that table.
    func rule(of test: PlacedTest) -> Int? {
        let rules = rules(of: test)
        func tableName(_ rule: Int) -> String { rules.tables[rules.base(ofTable: rules.rules[rule].scope.table)].name }
        let name = test.declaration.rule.text
        let isForAny = test.declaration.tables.contains { $0.header.table.text == "any" }
        let given = Set(test.declaration.tables.map(\.header.table.text))
        let candidates = rules.rules.indices.filter { rules.rules[$0].name == name }
        if isForAny { return candidates.first { tableName($0) == test.anyTable } }
        return candidates.first { given.contains(tableName($0)) }
    }

    /// The table's rows in a test: the block that gives them, of the table whose rows they are.
    func rows(of table: Int, in test: PlacedTest) -> TestDeclaration.Rows? {
        let rules = rules(of: test)
        let name = rules.tables[rules.base(ofTable: table)].name
        return test.declaration.tables.first {
            $0.header.table.text == name || ($0.header.table.text == "any" && name == test.anyTable)
        }
    }

    /// The input of evaluation for a test.
    func inputs(of test: PlacedTest) -> [TableInput] {
        let rules = rules(of: test)
        var inputs = rules.tables.indices.map { table in
            guard rules.tables[table].derivation == nil, let rows = rows(of: table, in: test) else {
                return TableInput(files: [])
            }
            let names = rows.header.columns.map(\.name.text)
            let layout = rules.tables[table].columns.map { column -> ColumnSource in
                var column = column
                if case .stored(let of) = column.origin { column = rules.tables[table].columns[of] }
                return names.firstIndex(of: column.name).map { .field($0) } ?? .absent
            }
            return TableInput(files: [
                FileInput(
                    path: test.file.name, reader: RuleTestRows(rows, in: test.file), layout: layout,
                    headerFaults: [], size: test.file.bytes.count)
            ])
        }
        for table in rules.tables.indices { inputs.deriveInput(ofTable: table, rules) }
        return inputs
    }
}

extension RuleSet {
    /// Removes what tests ignore: structural findings with what they need, and waivers.
    fileprivate mutating func prepareForTests() {
        waivers = []
        for table in tables.indices {
            tables[table].totals?.sums = []
            for column in tables[table].columns.indices {
                tables[table].columns[column].isRequired = false
                tables[table].columns[column].isUnique = false
                tables[table].columns[column].isNumbered = false
                tables[table].columns[column].pattern = nil
                tables[table].columns[column].bounds = nil
            }
        }
        for join in joins.indices { joins[join].isRequired = false }
    }

    /// The rule set with only one of its rules.
    func alone(_ rule: Int) -> RuleSet {
        var copy = self
        copy.rules = [rules[rule]]
        return copy
    }
}
