// Rule tests: that they name rules, tables and columns that exist. What they expect is for whoever runs them.

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

    private func check(_ test: TestDeclaration, in file: SourceFile) {
        guard let rule = rulesByName[test.rule.text] else {
            unknownName(
                "unknown-rule", "there is no rule `\(test.rule.text)`", test.rule, in: file,
                among: ruleEntries.map(\.declaration.name.text))
            return
        }
        var isForAny = false
        if case .anyTable? = ruleEntries[rule].declaration.scope { isForAny = true }
        for rows in test.tables {
            let header = rows.header
            if header.table.text == "any" {
                if !isForAny {
                    error(
                        "unknown-table", "`any` stands for the table of a rule `for any with`",
                        at: SourceSpan(file, header.table.range), help: "name the table that the rule is about")
                }
                continue
            }
            guard let table = tablesByName[header.table.text] else {
                unknownName(
                    "unknown-table", "there is no table `\(header.table.text)`", header.table, in: file,
                    among: tableEntries.map(\.declaration.name.text) + (isForAny ? ["any"] : []))
                continue
            }
            for column in header.columns {
                if case .column? = tableEntries[table].names[column.name.text] { continue }
                if tableEntries[table].broken.contains(column.name.text) { continue }
                unknownName(
                    "unknown-column", "table \(header.table.text) has no column `\(column.name.text)`", column.name,
                    in: file, among: rules.tables[table].columns.map(\.name),
                    otherwise: "columns that are computed or joined follow from the others")
            }
        }
    }
}
