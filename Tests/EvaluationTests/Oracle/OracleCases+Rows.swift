// The rule files that are judged twice: operators and functions, row by row.

extension OracleCase {
    /// One rule for each condition, over one table with a column of every type.
    private static func conditions(_ name: String, rows: Int, cells: [String: [String]] = [:], _ list: [String])
        -> OracleCase
    {
        let rules = list.enumerated().map { "rule c\($0) \"x\" {\n  for t\n  require \($1)\n}\n" }.joined()
        return OracleCase(
            name, rows: ["t": rows], cells: cells, chunks: [3000, 70_000],
            oracleScheme + """
                table t from "t.csv" {
                  a text
                  b text
                  c whole
                  c2 whole
                  d number
                  e percent
                  f money
                  f2 money
                  value measure
                  old measure
                  target target
                  target2 target
                  rag status rated
                  rag2 status rated
                  better choice "higher", "lower"
                  way text
                  kind choice "One", "Two", "three"
                  day date
                  day2 date
                  per period
                  per2 period
                  jul period year from July
                  flag flag
                  flag2 flag
                }

                """ + rules)
    }

    static let rows = [
        conditions(
            "comparisons", rows: 150,
            [
                "c == c2", "c != c2", "c < c2", "c <= c2", "c > d", "c >= d", "value == old", "value > old", "f >= f2",
                "e < 50%", "value in 10..300", "value not in (3, 5, 33%)", "target == target2", "target != target2",
                "kind == \"One\"", "kind in (\"One\", \"Two\")", "kind is \"three\"", "kind is not \"Two\"",
                "day < day2",
                "day == 2023-09-30", "per <= per2", "per == period(\"2023-24 Q2\")", "flag == flag2", "flag != flag2",
                "rag == rag2", "rag != rag2", "rag is red", "rag is not grey", "rag is \"G\"", "rag is known",
                "rag is blank", "value is unknown", "day is present", "flag is true", "flag is false",
                "target == target(\"<23\")", "value == measure(\"Balanced\")",
            ]),
        conditions(
            "long lists", rows: 300,
            cells: ["a": ["Mill Road", "mill road", "Mill", " Road 7", "é", "e\u{301}", "", "A1"]],
            [
                "value in (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 100)",
                "value not in (0, 1, 2%, 5%, 10%, 33%, 50%, measure(\"£5\"), measure(\"£100\"), 12, 7.50)",
                "value in (measure(\"Balanced\"), 1, 2, 3, 4, 5, 6, measure(\"5 days\"), 10)",
                "c in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)", "e not in (0%, 10%, 20%, 30%, 33%, 40%, 50%, 100%)",
                "a in (\"Mill Road\", \"Road 7\", \"é\", \"A2\", \"A3\", \"A4\", \"A5\", \"A6\", \"A7\")",
                "a is in (\"MILL ROAD\", \"road 7\", \"É\", \"a2\", \"a3\", \"a4\", \"a5\", \"a6\", \"a7\")",
                "printed(value) in (\"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\", \"9\")",
                "printed(value) is in (\"dna\", \"tbc\", \"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\")",
                "day in (2023-09-30, 2023-09-29, 2023-10-01, 2023-03-31, 2024-03-31, 2023-12-31, 2023-06-30, "
                    + "2022-03-31)",
                "kind in (\"One\", \"One\", \"One\", \"One\", \"One\", \"One\", \"One\", \"Two\", \"Two\")",
                "rag is in (\"G\", \"g\", \"G\", \"g\", \"G\", \"g\", \"G\", \"g\", \"R\")",
                "a in (b, \"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\", \"Mill\")",
            ]),
        conditions(
            "texts", rows: 150,
            cells: ["a": ["Mill Road", "mill road", "Mill", "Road 7", "", " Mill ", "é É", "ÄÖ", "a\u{A0}b"]],
            [
                "a == b", "a != b", "a contains \"Road\"", "a starts with \"Mill\"", "a ends with \"7\"",
                "b contains a",
                "a is \"MILL ROAD\"", "a in (\"Mill\", \"Road 7\")", "a is in (\"MILL\", \"road 7\", \"äö\")",
                "a is not in (\"mill road\", \"É\")", "kind is in (\"one\", \"three\")", "rag is in (\"g\", \"R\")",
                "a contains /R.*d/", "b not contains /road|\\d+%/i", "printed(value) contains /^.{2,3}$/",
                "kind contains /e$/", "a is b", "a is not lower(a)", "b is kind", "printed(value) is printed(old)",
                "lower(a) == \"mill road\"", "upper(b) == b",
                "trim(a) == a", "length(a) > 5", "word_count(b) > 3", "first_number(b) > 20", "ratio(b) > 50%",
                "printed(value) == printed(old)", "printed(rag) == \"G\"", "printed(target) contains \"%\"",
                "unit(value) == unit(old)", "unit(value) == \"\"", "amount(value) > 30",
                "decimals(value) <= decimals(old)",
                "digits(value) < 3", "printed(day) matches /[0-9-]+/", "b matches /.*[0-9]{3,}/",
                "first_known(a, b) == b", "kind is \"One\" or lower(printed(kind)) contains \"o\"",
            ]),
        conditions(
            "computed texts", rows: 200,
            cells: [
                "a": [
                    "Mill Road", "the mill road", "Mills of the Roads", "KP-12", "K.P. 3.5", "", " Mill ",
                    "É é\u{301}s", "of the",
                    "Children’s homes", "down by 5%, 3 of 8", "down by 12 days", "x\r\ny by 7", "TBC",
                    "by May, or 3 June",
                    "due 31/03/2023 or 5 Oct", "2 may slip to Sep-23",
                ],
                "b": ["Mill Road", "mil road", "KP", "5%", "2023/24", "31/03/2024", "12", "", "é", "A", "-", "by\n9"],
            ],
            [
                "find(a, /by (\\d+%?)/) == b", "measure(find(a, /by (?<x>[0-9]+( days|%)?)/)) > 6",
                "measure(find(a, /by ([0-9.]+%)/)) agrees with e",
                "find(a, /(?<l>[a-z]+) (?<r>[A-Z]?[a-z]+)/, \"r\") == b",
                "find(a, /^(x)?/) is blank", "find(a, /s/) is known", "find(b, /\\d$/) == part(a, 4, 4)",
                "a + \" \" + b == b + \" \" + a", "\"x\" + a contains \"x\"", "(a + b) is lower(b + a)",
                "a + printed(value) is known", "part(a, 2, 4) is part(b, 2, 4)", "part(a, c, c2) is known",
                "replace(a, \"i\", \"\") == b", "replace(a, \" \", \"-\") contains \"-\"", "replace(a, b, a) == a",
                "folded(a) == folded(b)", "like(a, b)", "likeness(a, b) >= 50%", "likeness(a, b) == likeness(b, a)",
                "number(b) > 3", "number(part(a, 4, 5)) < c", "date(b) == day", "date(b) > day2", "period(b) == per",
                "period(b) is known", "meets(value, target(b), better)", "measure(b) == value", "measure(b) + 1 > 5%",
                "first_date(a) == day", "first_date(a, near: day) > day", "last_date(a, near: day2) <= day + 1 months",
                "ratio_base(a) == 8", "length(folded(a)) < length(a)", "first_known(find(a, /\\d+/), b) == b",
            ]),
        conditions(
            "arithmetic", rows: 150,
            [
                "c + c2 > 100", "c - c2 >= 0", "c * 2 == c2", "c / c2 > 1", "-c < 3", "value + old > 100",
                "value - old > 0", "value * 50% > 20", "abs(value) == value", "round(d, 1) == d", "round(d, c) > 3",
                "min(c, c2) > 10", "max(c, c2, 5) > 10", "min(day, day2) < 2023-01-01", "max(per, per2) == per",
                "percent(c, c2) > 50%", "change(value, old) < 10%", "f + f2 > f", "f / f2 < 2",
                "rises(c, c2, d)", "falls(value, old)", "first_known(value, old) > 5",
                "if c > 5 then c2 > 5 else d > 5",
                "(if flag is true then value else old) > 7", "c / c2 == c2 / c", "(c + c2) / 3 < d / 7",
            ]),
        conditions(
            "agreement", rows: 150,
            cells: [
                "c": ["1", "2", "3", "14", "17", "20", "51", "5k", "0"],
                "c2": ["3", "8", "17", "51", "100", "0", "7", "1.2m"],
                "e": ["33%", "33.3%", "38%", "83%", "82.4%", "39%", "100%", "0%", "66.67%", "67"],
                "value": [
                    "33%", "82%", "83%", "2.28", "2.3", "£1.2m", "£1,234,567", "39", "12 days", "Balanced", "67%",
                ],
                "old": ["33%", "82.4%", "2.29", "£1.2m", "39.2", "Balanced", "12", "0.5k"],
            ],
            [
                "e agrees with percent(c, c2)", "value agrees with percent(c, c2)", "percent(c, c2) agrees with e",
                "value agrees with old", "value agrees with old + old", "c agrees with c2",
                "e + e + e agrees with 100%",
                "value - old agrees with 0", "abs(value) agrees with old", "round(value, 0) agrees with old",
                "min(value, old) agrees with value", "value * 2 agrees with old + value", "-value agrees with -old",
                "first_known(old, value) agrees with value", "change(value, old) agrees with 10%",
                "(if c > 3 then value else old) agrees with e", "amount(value) agrees with c",
            ]),
        conditions(
            "targets", rows: 150, cells: ["way": ["higher", "lower", "Higher", "up", ""]],
            [
                "meets(value, target, better)", "meets(value, target, way)", "meets(value, target)",
                "near(value, target, better, 5 points, 5%)", "near(value, target, better, 10%)",
                "near(old, target, 3 points)", "gap(value, target, better) > 5", "relative_gap(value, target) > 5%",
                "meets(value, prorate(target, elapsed(per)), better)", "due(rag) is green", "rag == due(rag)",
                "rag == due(rag2, value: old)", "due(rag) is known", "meets(c, target2, better)",
                "meets(value, old, way)",
                "target == target2 or target is unknown",
            ]),
        conditions(
            "time and truth", rows: 150,
            [
                "year(per) == 2023", "quarter(per) == 2", "year(jul) == year(per)", "quarter(jul) != quarter(per)",
                "end(per) < day", "day + 30 days > day2", "day - 2 months < day2", "days(day, day2) > 0",
                "months(day, day2) > 0", "elapsed(per) > 50%", "months(day, day2) == 0", "years(day, day2) >= 0",
                "months(day2, day) < -3", "day + 1 months == day2", "day + 5 months > 2024-03-01",
                "min(day, day2) + 1 months > day2", "(if flag then day else day2) + 2 months > day",
                "first_known(day, day2) - 1 months < day2", "age(day, day2) < 18", "weekday(day) <= 5",
                "weekday(day2) == weekday(day)", "month(day) in 4..6", "month(per) == month(day)", "year(day) == 2023",
                "working_days(day, day2) > 10", "end(per) + 1 months > day",
                "weekday(end(per)) < 6 and month(end(per)) == 9", "months(end(per), day) > 0",
                "not (flag and flag2)", "flag or c > 3", "flag and c > 3 and flag2", "not flag", "flag == (c > c2)",
                "if flag then flag2 else c > 3", "(c > c2) is known", "(c > c2 or flag) is true",
                "flag is unknown or flag",
            ]),
        OracleCase(
            "whens, several requires, lets", rows: ["t": 2300], chunks: [5000], seeds: [1],
            """
            let limit = 50
            table t from "t.csv" {
              a text
              c whole
              d number
              e percent required
              day date
              let total = c + d
              let late = day > 2023-06-30
            }
            rule several "x" {
              for t where late or c > 3
              let twice = total * 2
              when total is known
              when e > 10% or late
              require twice > limit else "a"
              require c >= 0 else "b"
              require e <= 90%
            }
            rule once-a-row "x" {
              for t where a is present
              when a contains "item"
              require late
            }
            """),
        OracleCase(
            "parts of paths", rows: ["t": 90], files: 3,
            """
            table t from "{area}-{number}.csv" {
              area text
              number whole
              a text
              c whole unique
              key area, a
            }
            rule area "x" {
              for t
              require area == "part 1" or c > 10
            }
            rule number "x" {
              for t
              require number is known
            }
            """),
        OracleCase(
            "the standard checks", rows: ["returns": 2400, "totals": 24], chunks: [9000], seeds: [1],
            cells: [
                "authority": ["E09000001", "E09000002", "W06000015", "S12000033", "X1"],
                "ref": ["1.1", "1.10", "12.3", "7.25", "123.4"], "frequency": ["Monthly", "Quarterly", "Annual"],
                "kind": ["cumulative", "snapshot", "rolling"], "unit": ["%", "number", "£", "days"],
                "period": ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1", "2024-24 Q1"],
                "value": ["33%", "£1.2m", "12", "DNA", "1,234", "82.4%", "55%", "£900k", "39.2%", "0"],
                "target": ["<23", ">=5", "50%", "£1m", "Between 10%-20%", "Between £5k-£4k", "1,200", "<=40%", "TBC"],
                "numerator": ["1", "20", "14", "1,234", ""], "denominator": ["3", "51", "17", "", "0"],
                "n": ["0", "1", "2", "3", "5", "8"], "rag": ["Green", "Amber", "Red", "Grey", "red"],
            ]),
    ]
}

extension OracleCase {
    /// The shape of the checks that a national collection makes.
    private init(
        _ name: String, rows: [String: Int], chunks: [Int], seeds: [Int], cells: [String: [String]]
    ) {
        self.init(
            name, rows: rows, cells: cells, chunks: chunks, seeds: seeds,
            """
            scheme bench for value, target, better {
              green "Green"  when meets(value, target, better)
              amber "Amber"  when near(value, target, better, 5%)
              red   "Red"    otherwise
              grey  "Grey"
            }
            table returns from "returns.csv" {
              authority   text         required matches /[EWSN][0-9]{8}/
              ref         text         required matches /[0-9]{1,2}\\.[0-9]{1,2}/
              frequency   text         required matches /Monthly|Quarterly|Annual/
              kind        text         required matches /cumulative|snapshot|rolling/
              unit        text         required matches /%|number|£|days/
              better      choice "higher", "lower" required matches /higher|lower/
              period      period       required matches /[0-9]{4}-Q[1-4]/
              target      target       required matches /(<=|>=|<|>)?£?[0-9][0-9,]*(\\.[0-9]+)?[mk]?%?|Between £?[0-9][0-9,]*(\\.[0-9]+)?[mk]?%?-£?[0-9][0-9,]*(\\.[0-9]+)?[mk]?%?/
              value       measure      required matches /DNA|£?[0-9][0-9,]*(\\.[0-9]+)?[mk]?%?/
              rag         status bench required matches /Green|Amber|Red|Grey/
              numerator   whole        matches /[0-9]*/
              denominator whole        matches /[0-9]*/
              commentary  text
              key authority, ref, period
              let financial_year = year(period)
            }
            table totals from "totals.csv" {
              authority text   required
              period    period required
              rag       text   required
              n         whole  required
              key authority, period, rag
            }
            rule b-rag error "The status must follow from value and target" {
              for returns
              require if value is known then rag is not grey and rag == due(rag) else rag is grey
            }
            rule c-comment error "A red row needs a commentary" {
              for returns
              when rag is red
              require commentary is present
            }
            rule d-cumul error "A cumulative figure must not fall within its year" {
              for returns where kind == "cumulative" and value is known by authority, ref, financial_year over period
              require value >= previous.value
            }
            rule e-ratio error "A percentage must agree with its counts" {
              for returns
              when unit == "%"
              require value agrees with percent(numerator, denominator)
            }
            rule g-totals error "Stated totals must be the rows counted" {
              for totals
              require n == count(returns where authority == totals.authority and period == totals.period and printed(rag) == totals.rag)
            }
            """)
    }
}
