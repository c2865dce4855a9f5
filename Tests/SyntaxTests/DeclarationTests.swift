// What declarations say once they are read.

import Diagnostics
import Syntax
import Testing

struct DeclarationTests {
    private func only(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Declaration.Kind {
        let parsed = expectParse(text, sourceLocation: sourceLocation)
        #expect(parsed.declarations.count == 1, sourceLocation: sourceLocation)
        return parsed.declarations.first?.kind ?? .broken
    }

    @Test func documentationIsOfTheNextDeclaration() {
        let parsed = expectParse(
            """
            /// Of the import,
            ///
            ///  in three lines.
            import "a.rules"
            // not this
            let a = 1  /// nor this
            /// nor this
            // because of this
            let b = 2
            //// nor this
            let c = 3

            /// Of d.

            let d = 4
            """)
        #expect(
            parsed.declarations.map(\.documentation) == ["Of the import,\n\n in three lines.", nil, nil, nil, "Of d."])
        #expect(parsed.file.text(parsed.declarations[4].range) == "let d = 4")
        #expect(parsed.file.text(parsed.tokens[parsed.declarations[4].tokens.lowerBound].range) == "let")
    }

    @Test func constants() {
        guard case .constant(let constant) = only("let reporting_date date = unknown") else {
            Issue.record("no constant")
            return
        }
        #expect(constant.name.text == "reporting_date")
        #expect(constant.type?.name.text == "date")
        #expect(constant.value.shape == "unknown")
    }

    @Test func schemes() {
        guard
            case .scheme(let scheme) = only(
                """
                scheme s for value, better? {
                  green "On \\"target\\"", "G" when value >= 1
                  red "R" otherwise
                  grey ""
                }
                """)
        else {
            Issue.record("no scheme")
            return
        }
        #expect(scheme.parameters.map(\.name.text) == ["value", "better"])
        #expect(scheme.parameters.map(\.isOptional) == [false, true])
        #expect(scheme.statuses.map(\.colour.text) == ["green", "red", "grey"])
        #expect(scheme.statuses.map { $0.labels.map(\.text) } == [["On \"target\"", "G"], ["R"], [""]])
        guard case .when(let condition) = scheme.statuses[0].due, case .otherwise = scheme.statuses[1].due,
            case .never = scheme.statuses[2].due
        else {
            Issue.record("statuses are due otherwise than written")
            return
        }
        #expect(condition.shape == "(value >= 1)")
    }

    @Test func schemesWithoutParameters() {
        guard case .scheme(let scheme) = only("scheme s { green \"G\" }") else {
            Issue.record("no scheme")
            return
        }
        #expect(scheme.parameters.isEmpty)
        #expect(scheme.statuses.count == 1)
    }

    @Test func placesOfTables() {
        guard
            case .table(let table) = only(
                """
                table t from "x" headers on lines 3 to 1_4 range "B4:H60" named "k" without headers until blank comments "#" {
                  theme text fill down from heading
                  from_ text from note of theme required
                  note text from "note"
                }
                """)
        else {
            Issue.record("no table")
            return
        }
        #expect(table.source?.headerLines.map { [$0.first, $0.last] } == [3, 14])
        #expect(table.source?.area?.text == "B4:H60")
        #expect(table.source?.areaName?.text == "k")
        #expect(table.source?.comments?.text == "#")
        #expect(table.source?.withoutHeaders != nil && table.source?.untilBlank != nil)
        #expect(table.columns.map(\.name.text) == ["theme", "from_", "note"])
        #expect(table.columns[0].modifiers.map(\.shape) == ["fill down"])
        guard case .heading? = table.columns[0].origin?.kind, case .note(let name)? = table.columns[1].origin?.kind
        else {
            Issue.record("no origins")
            return
        }
        #expect(name.text == "theme")
        #expect(table.columns[1].modifiers.map(\.shape) == ["required"])
        #expect(table.columns[2].origin?.range == nil && table.columns[2].headers.map(\.text) == ["note"])
    }

    @Test func tables() {
        guard
            case .table(let table) = only(
                """
                table t from "r/{authority}.xlsx" sheet "KPIs" headers on line 3 separated by ";" encoded as "latin1" {
                  `Days lost` number from "Days" | "Lost" required between -1 and 2 * 3 missing "x", "y"
                  p period year from July optional
                  count status rutland unique
                  required text numbered matches /a\\/b/i
                  message choice "a", "b" from "M"
                  rule text
                  test text required
                  let sum = a + b
                  key p, `Days lost`
                  join register on ref = code, p required
                  series over p
                }
                """)
        else {
            Issue.record("no table")
            return
        }
        #expect(table.source?.pattern.text == "r/{authority}.xlsx")
        #expect(table.source?.sheet?.text == "KPIs")
        #expect(table.source?.headerLines?.first == 3)
        #expect(table.source?.separator?.text == ";")
        #expect(table.source?.encoding?.text == "latin1")
        #expect(table.columns.map(\.name.text) == ["Days lost", "p", "count", "required", "message", "rule", "test"])
        #expect(table.columns[0].name.isQuoted)
        #expect(table.columns[0].headers.map(\.text) == ["Days", "Lost"])
        #expect(table.columns[0].modifiers.map(\.shape) == ["required", "between (-1) and (2 * 3)", "missing x y"])
        #expect(table.columns[1].modifiers.map(\.shape) == ["year from July", "optional"])
        #expect(table.columns[2].type.scheme?.text == "rutland")
        #expect(table.columns[3].modifiers.map(\.shape) == ["numbered", "matches a\\/b i"])
        #expect(table.columns[4].type.labels.map(\.text) == ["a", "b"])
        #expect(table.lets.map { $0.value.shape } == ["(a + b)"])
        #expect(table.keys.map { $0.columns.map(\.text) } == [["p", "Days lost"]])
        #expect(table.joins[0].columns.map(\.here.text) == ["ref", "p"])
        #expect(table.joins[0].columns.map(\.there.text) == ["code", "p"])
        #expect(table.joins[0].isRequired)
        #expect(table.series?.column.text == "p")
    }

    @Test func narratives() {
        guard case .table(let table) = only("table c from \"r.md\" matching /(?<n>[0-9\"{]+) of/i {\n  n whole\n}")
        else {
            Issue.record("no table")
            return
        }
        #expect(table.source?.matching?.source == "(?<n>[0-9\"{]+) of")
        #expect(table.source?.matching?.ignoresCase == true)
    }

    @Test(arguments: [
        ("for t", "t"), ("for t as u where a by b, c over d", "t as u where a by b c over d"),
        ("for t over d by b where a as u", "t as u where a by b over d"),
        ("for t with u as v on a = b, c with w on d", "t with u as v on a=b c=c with w on d=d"),
        (
            "for any with value measure, rag status, better choice \"a\", \"b\"?, kind text",
            "any value measure, rag status, better choice a b?, kind text"
        ),
        ("for each a, b in t as group", "each a b in t as group"), ("for each a in t where c > 2", "each a in t where"),
        ("for each where a", "each where a"),
    ])
    func scopes(_ text: String, _ shape: String) {
        guard case .rule(let rule) = only("rule r \"t\" {\n  require a\n  \(text)\n}") else {
            Issue.record("no rule")
            return
        }
        #expect(rule.scope?.shape == shape)
    }

    @Test func rules() {
        guard
            case .rule(let rule) = only(
                """
                rule 2-not-in-when query "A \\"title\\"" {
                  let n = sum(t.x where y is "{")
                  when a
                  when b
                  require c else "c is {c}" " and {d is "x"}"
                  require if a then b else c
                  message "\\{{n}\\} \\"of\\" {count(t where z == "a}b")}\\n"
                  help "x"
                  at value, previous.value
                  fix safely value = 1
                  fix safely = 2
                }
                """)
        else {
            Issue.record("no rule")
            return
        }
        #expect(rule.name.text == "2-not-in-when")
        #expect(rule.severity?.text == "query")
        #expect(rule.title.text == "A \"title\"")
        #expect(rule.lets.map(\.value.shape) == ["sum<t.x where (y is '{')>"])
        #expect(rule.whens.map(\.shape) == ["a", "b"])
        #expect(rule.requires.map(\.condition.shape) == ["c", "(if a then b else c)"])
        #expect(rule.requires[0].otherwise?.shape == "c is {c} and {(d is 'x')}")
        #expect(rule.message?.shape == "{{n}} \"of\" {count<t where (z == 'a}b')>}\n")
        #expect(rule.help?.shape == "x")
        #expect(rule.places.map(\.shape) == ["value", "previous.value"])
        #expect(rule.fixes.map(\.isSafe) == [true, false])
        #expect(rule.fixes.map(\.column.text) == ["value", "safely"])
    }

    @Test func waivers() {
        guard case .waive(let waiver) = only("waive a-b until 2024-03-31 because \"x\"\n  \"y\" where ref == \"2\"")
        else {
            Issue.record("no waiver")
            return
        }
        #expect(waiver.rule.text == "a-b")
        #expect(waiver.condition?.shape == "(ref == '2')")
        #expect(waiver.until?.days == 19813)
        #expect(waiver.reason?.text == "xy")
        guard case .set(let set) = only("set not-if-1 to off") else {
            Issue.record("no set")
            return
        }
        #expect(set.rule.text == "not-if-1")
        #expect(set.severity.text == "off")
    }

    @Test func tests() {
        guard
            case .test(let test) = only(
                """
                test a-b "title" {
                  // first the register
                  any | ref | value: measure | rag: status example | `Days lost` |

                      | 2.2 | {x} "y | a\\|b \\n // c |       | fails "fell | from"  // why
                      |  | fails | fails "x" | } |
                  t | ref |
                  | 1 | fails
                  fails "once"
                  fails | a |
                }
                """)
        else {
            Issue.record("no test")
            return
        }
        #expect(test.rule.text == "a-b")
        #expect(test.title?.text == "title")
        #expect(test.tables.map(\.header.table.text) == ["any", "t", "fails"])
        #expect(test.tables[0].header.columns.map(\.name.text) == ["ref", "value", "rag", "Days lost"])
        #expect(test.tables[0].header.columns.map { $0.type?.name.text } == [nil, "measure", "status", nil])
        #expect(test.tables[0].header.columns[2].type?.scheme?.text == "example")
        #expect(
            test.tables[0].rows.map { $0.cells.map(\.text) } == [
                ["2.2", "{x} \"y", "a|b \\n // c", ""], ["", "fails", "fails \"x\"", "}"],
            ])
        #expect(test.tables[0].rows.map { $0.fails?.message?.text } == ["fell | from", nil])
        #expect(test.tables[1].rows[0].fails != nil)
        #expect(test.tables[1].rows[0].fails?.message == nil)
        #expect(test.failsAlone?.message?.text == "once")
    }

    @Test func readsOnWhereATestIsNotClosed() {
        let parsed = parse(
            SourceFile(name: "test.rules", text: "test a {\n  t | a |\n  | 1 |\nlet b = 1\nset c to off"))
        #expect(parsed.diagnostics.map(\.code) == ["unclosed-block"])
    }

    @Test func byteOrderMarkIsNothing() {
        let parsed = expectParse("\u{FEFF}/// Doc.\nlet a = 1")
        #expect(parsed.declarations.map(\.documentation) == ["Doc."])
    }

    @Test func reservedWordsAreTheLanguages() {
        #expect(reservedWords.allSatisfy(isReserved))
        #expect(reservedWords.count == 22)
        #expect(!["count", "value", "key", "series", "let", "first", "And", ""].contains(where: isReserved))
    }
}

extension ColumnModifier {
    fileprivate var shape: String {
        switch kind {
        case .required: "required"
        case .optional: "optional"
        case .unique: "unique"
        case .numbered: "numbered"
        case .matches(let regex): "matches \(regex.source)\(regex.ignoresCase ? " i" : "")"
        case .between(let low, let high): "between \(low.shape) and \(high.shape)"
        case .atLeast(let low): "at least \(low.shape)"
        case .atMost(let high): "at most \(high.shape)"
        case .missing(let markers): "missing " + markers.map(\.text).joined(separator: " ")
        case .yearFrom(let month): "year from \(month.text)"
        case .blankAs(let value): "blank as \(value.shape)"
        case .monthFirst: "month first"
        case .byFill: "by fill"
        case .fillDown: "fill down"
        case .months: "months"
        case .years: "years"
        case .year(let year): "year \(year.text)"
        case .quartersByCalendarYear: "quarters by calendar year"
        case .unitFrom(let column): "unit from \(column.text)"
        case .roundedTo(let value): "rounded to \(value.shape)"
        }
    }
}

extension RuleScope {
    fileprivate var shape: String {
        switch self {
        case .rows(let rows):
            [
                rows.table.text, rows.alias.map { "as " + $0.text }, rows.condition.map { "where " + $0.shape },
                rows.by.isEmpty ? nil : "by " + rows.by.map(\.text).joined(separator: " "),
                rows.over.map { "over " + $0.text },
            ].compactMap { $0 }.joined(separator: " ") + rows.joins.map(\.shape).joined()
        case .anyTable(let columns, let alias):
            "any " + (alias.map { "as \($0.text) " } ?? "")
                + columns.map { column in
                    ([column.name.text, column.type.name.text] + column.type.labels.map(\.text)).joined(separator: " ")
                        + (column.isOptional ? "?" : "")
                }.joined(separator: ", ")
        case .groups(let groups):
            "each " + groups.columns.map(\.text).joined(separator: " ") + " in " + groups.table.text
                + (groups.alias.map { " as " + $0.text } ?? "") + (groups.condition == nil ? "" : " where")
                + (groups.runs.map { " over \($0.over.text) while" } ?? "")
                + (groups.pairs.map(\.rows.shape) ?? "")
        }
    }
}

extension JoinLine {
    fileprivate var shape: String {
        " with \(table.text)" + (alias.map { " as " + $0.text } ?? "") + " on "
            + columns.map { "\($0.here.text)=\($0.there.text)" }.joined(separator: " ")
    }
}
