// Rule tests: that they name rules, tables and columns that exist. What they expect is judged where they are run.

import Diagnostics
import Syntax

extension Checker {
    func checkRuleTests() {
        for loaded in files {
            for declaration in loaded.tree.declarations {
                guard case .test(let test) = declaration.kind else { continue }
                check(test, in: loaded.source)
            }
        }
    }

    /// `let | reporting_date |`: constants that exist, with one row of values.
    private func checkConstants(_ rows: TestDeclaration.Rows, in file: SourceFile) {
        for column in rows.header.columns {
            if let constant = constants[column.name.text] {
                use(constant.symbol, column.name, in: file)
                continue
            }
            unknownName(
                "unknown-constant", "there is no constant `\(column.name.text)`", column.name, in: file,
                among: constants.keys.sorted(), otherwise: "below `let` stand constants of the rule files")
        }
        if rows.rows.count != 1 {
            error(
                "wrong-constants", "constants have one row of values, this has \(rows.rows.count)",
                at: SourceSpan(file, rows.header.range), help: "write a test of its own for other values")
        }
    }

    private func check(_ test: TestDeclaration, in file: SourceFile) {
        guard let rule = rulesByName[test.rule.text] else {
            unknownName(
                "unknown-rule", "there is no rule `\(test.rule.text)`", test.rule, in: file,
                among: ruleEntries.map(\.declaration.name.text))
            return
        }
        // A pack's tests are of the pack's own rules.
        guard ruleEntries[rule].origin.span.file === file || !options.packs.contains(file.name) else { return }
        use(ruleEntries[rule].symbol, test.rule, in: file)
        var isForAny = false
        if case .anyTable? = ruleEntries[rule].declaration.scope { isForAny = true }
        for rows in test.tables {
            let header = rows.header
            var named: Set<String> = []
            for column in header.columns where !named.insert(column.name.text).inserted {
                error(
                    "duplicate-name", "`\(column.name.text)` is named twice", at: SourceSpan(file, column.name.range),
                    help: "a column stands in a test's header once")
            }
            useSchemes(in: header, of: file)
            if header.table.text == "let" {
                checkConstants(rows, in: file)
                continue
            }
            if header.table.text == "any" {
                if !isForAny {
                    error(
                        "unknown-table", "`any` stands for the table of a rule `for any with`",
                        at: SourceSpan(file, header.table.range), help: "name the table that the rule is about")
                }
                useParameters(of: test.rule.text, in: header, of: file)
                continue
            }
            guard let table = tablesByName[header.table.text] else {
                unknownName(
                    "unknown-table", "there is no table `\(header.table.text)`", header.table, in: file,
                    among: tableEntries.map(\.declaration.name.text) + (isForAny ? ["any"] : []))
                continue
            }
            use(tableEntries[table].symbol, header.table, in: file)
            symbols.add(NameRegion(header.range, .columns(ofTable: table, computed: false)), of: file)
            for column in header.columns {
                if case .column(let index)? = tableEntries[table].names[column.name.text] {
                    use(tableEntries[table].columnSymbols[index], column.name, in: file)
                    continue
                }
                if tableEntries[table].broken.contains(column.name.text) {
                    use(tableEntries[table].brokenSymbols[column.name.text], column.name, in: file)
                    continue
                }
                if tableEntries[table].declaration.lacksLines { continue }
                unknownName(
                    "unknown-column", "table \(header.table.text) has no column `\(column.name.text)`", column.name,
                    in: file, among: rules.tables[table].columns.map(\.name),
                    otherwise: "columns that are computed or joined follow from the others")
            }
        }
    }
}
