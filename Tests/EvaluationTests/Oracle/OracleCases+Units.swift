// Figures whose units stand in another column, that are rounded more than they show, and the years of periods.

extension OracleCase {
    static let units = [
        OracleCase(
            "units in columns of their own", rows: ["t": 700, "s": 40], files: 3,
            cells: [
                "u": [
                    "%", "days", "£m", "£000s", "", "N/A", "TBC", "12", "Number", "mm:ss", "hours", "kg", "#REF!",
                    "days lost",
                    "weeks",
                ],
                "w": ["%", "£m", "kg", "per", ""],
                "g": [
                    "5", "12", "5%", "£5", "£5m", "5k", "4:05", "5 days", "<5", "Balanced", "", "TBC", "5 kg",
                    "14 cases",
                ],
            ],
            """
            table t from "t.csv" {
              a text
              u text missing "kg"
              w choice "%", "£m", "kg"
              g measure unit from u
              h target unit from u
              r measure unit from w rounded to 5
              v measure unit from w blank as 3
              key a
            }
            table s from "s.csv" {
              a text
              u text optional
              g measure unit from u
              v measure unit from u
              key a
            }
            rule known "x" {
              for t
              require g is known and h is known
            }
            rule meets "x" {
              for t
              require meets(g, h, "higher")
            }
            rule alike "x" {
              for t
              require same_unit(g, v) and g >= v
            }
            rule agrees "x" {
              for t
              require r agrees with v
            }
            rule sums "x" {
              for t with s on a
              require sum(s.v where a == t.a) agrees with r
              require s.g > g
            }
            rule any "x" {
              for s
              require any(t where g == s.g and v > s.v)
              require max(t.r) > v
            }
            rule steps "x" {
              for t by a
              require g >= previous.g
            }
            """),
        OracleCase(
            "units without their column", rows: ["t": 60], files: 2, missing: ["t": ["u"]],
            """
            table t from "t.csv" {
              u text
              o text optional
              g measure unit from u
              h target unit from o
              r measure unit from u rounded to 10
            }
            rule known "x" {
              for t
              require g is known and r is known
            }
            rule meets "x" {
              for t
              require meets(g, h, "higher")
            }
            """),
        OracleCase(
            "figures that are rounded more than they show", rows: ["t": 500, "s": 30], files: 2,
            cells: [
                "n": ["0", "5", "10", "15", "12", "25", "1k", "TBC", "-5", "c. 20", "three"],
                "m": ["£1,000", "£500", "£12k", "£1.5m", "£0", ""], "p": ["12.5%", "12%", "12.3%", "0.5"],
                "x": ["35", "40", "42", "7", "0.4k"],
            ],
            """
            set total-undecided to off
            table t from "t.csv" {
              a choice "A", "B", "C", "D"
              s text
              n whole rounded to 5
              k number rounded to 10
              m money rounded to 1_000
              p percent rounded to 0.5
              x whole
              total rows where s is "Parks" sums n, m
            }
            table s from "s.csv" {
              a choice "A", "B", "C", "D"
              x whole
            }
            rule agrees "x" {
              for t
              require x agrees with n and x agrees with n + k
            }
            rule share "x" {
              for t
              require p agrees with percent(n, k)
              require p agrees with percent(x, n)
            }
            rule sums "x" {
              for s
              require x agrees with sum(t.n where a == s.a)
              require x agrees with mean(t.k where a == s.a)
              require x agrees with max(t.n where a == s.a)
            }
            rule order "x" {
              for t
              require n > x or k in (10, 20) or exact(n) agrees with x
            }
            rule columns "x" {
              require count columns(t) == 8 and count columns(s) == 3
            }
            """),
        OracleCase(
            "years that are given, and choices that mind case", rows: ["t": 400], files: 2,
            cells: [
                "p": [
                    "Q3", "Q3 2017", "2017 Q1", "2017-18 Q4", "October", "Jan-Mar", "Q2 (Jul-Sep)", "H1", "2017", "x",
                ],
                "q": ["Q3", "Q3 2017", "2017-Q1", "2017-18 Q4", "October", "Jan-Mar", "H2 2017"],
                "d": ["Q3", "30 September", "March", "2017/18", "Q4 2017", "31/03/2018", "2017"],
                "c": ["S", "s", "P", "p", " S ", "N/A", ""], "e": ["S", "s", "P"],
            ],
            """
            table t from "t.csv" year from July {
              p period year 2023-24
              q period year from April quarters by calendar year
              d date year 2023-24 quarters by calendar year
              c choice exactly "S", "s", "P"
              e text
              f choice "S", "P"
            }
            rule ends "x" {
              for t
              require end(p) == end(q) and d >= end(p)
              require quarter(p) == quarter(q) or year(p) == 2023
            }
            rule alike "x" {
              for t
              require c == "S" or c == e or c is "s" or f == c
            }
            rule groups "x" {
              for each c in t
              require count(series) < 20
            }
            rule found "x" {
              for t as k
              require count(t where c == k.c and p == k.p) < 4 and any(t where c == k.e)
            }
            """),
    ]
}
