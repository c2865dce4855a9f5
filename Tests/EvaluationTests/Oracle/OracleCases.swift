// The rule files that are judged twice: columns of every type, and what is found of their cells.

import Testing

/// A rule file with the returns that are made for it.
struct OracleCase: Sendable, CustomTestStringConvertible {
    var name: String
    var rules: String
    var shape: ReturnShape
    /// How many bytes are read at a time, for each seed in turn.
    var chunks = [900, 70_000]
    /// Seeds beyond the usual ones say nothing new of large returns.
    var seeds = [1, 2]

    var testDescription: String { name }

    init(
        _ name: String, rows: [String: Int], files: Int = 1, faults: Int = 60, strangers: Int = 25,
        cells: [String: [String]] = [:], missing: [String: [String]] = [:], partial: Set<String> = [],
        absent: Set<String> = [], chunks: [Int] = [900, 70_000],
        seeds: [Int] = [1, 2], _ rules: String
    ) {
        self.name = name
        self.rules = rules
        shape = ReturnShape(
            rows: rows, files: files, faults: faults, strangers: strangers, cells: cells, missing: missing,
            partial: partial, absent: absent)
        self.chunks = chunks
        self.seeds = seeds
    }

    static let all = cells + rows + lookups + lacking + partial + absent + totals + units
}

/// What each case's status columns are made with.
let oracleScheme = """
    scheme rated for value, target, better? {
      green "Green", "G" when meets(value, target, better)
      amber "Amber" when near(value, target, better, 5 points, 5%)
      red "Red", "R" otherwise
      blue "Done"
      grey "DNA", ""
    }

    """

extension OracleCase {
    static let cells = [
        OracleCase(
            "cells of every type", rows: ["t": 2200], files: 2, chunks: [3000, 1 << 20], seeds: [1],
            oracleScheme
                + """
                table t from "t.csv" {
                  a text
                  b text required
                  c whole
                  d number
                  e percent
                  f money
                  g measure
                  h target
                  i status rated
                  j choice "One", "Two", "three"
                  k date
                  l period
                  m flag
                  n period year from July
                }
                rule a { }
                """.replacing("rule a { }", with: "")
                + [
                    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n",
                ].map { "rule known-\($0) \"known\" {\n  for t\n  require \($0) is known\n}\n" }.joined()),
        OracleCase(
            "asked of every type", rows: ["t": 500],
            oracleScheme + """
                table t from "t.csv" {
                  a text required
                  c whole required
                  e percent required
                  f money required
                  g measure required
                  h target required
                  i status rated required
                  j choice "One", "Two", "three" required
                  k date required
                  l period required
                  m flag required
                }
                rule blank-g "x" { 
                  for t
                  require g is not blank
                }
                rule present-i "x" { 
                  for t
                  require i is present
                  require h is present and m is present
                }
                """),
        OracleCase(
            "patterns on every type", rows: ["t": 900],
            cells: [
                "a": ["1x", "2x", "3x", "4x", "5x", "6x", "9x", " 3x ", "3X", "33x"],
                "b": ["1.1", "12.12", "1.123", "123.1", "1.", ".1", "9.99", "a.1", "1.10"],
                "c": ["1", "12", "345", "4567", "(3)", "-4", "5k", "12,345"],
                "l": ["2023-Q1", "2023-Q2", "2023-Q4", "2023-Q5", "2023-24 Q2", "2024-Q3"],
            ],
            oracleScheme + """
                table t from "t.csv" {
                  a text matches /[1-4]x/
                  b text matches /[0-9]{1,2}\\.[0-9]{1,2}/
                  c whole matches /[0-9]{1,3}|-/
                  d number matches /[0-9.]+/
                  e percent matches /[0-9]+%?/
                  f money matches /£[0-9].*/
                  g measure matches /DNA|£?[0-9][0-9,]*(\\.[0-9]+)?[mk]?%?/
                  h target matches /(<=|>=|<|>)?£?[0-9][0-9,]*(\\.[0-9]+)?[mk]?%?|Between .*/
                  i status rated matches /Green|Amber|Red/
                  j choice "One", "Two", "three" matches /[OT].*/
                  k date matches /[0-9]{4}-[0-9]{2}-[0-9]{2}/
                  l period matches /[0-9]{4}-Q[1-4]/
                  m flag matches /yes|no/i
                }
                rule first-digit "x" {
                  for t
                  require a matches /[13][xX]/ or a not matches /.*x.*/i
                  require b matches /1.*/
                }
                """),
        OracleCase(
            "values of blank cells, marks, bounds and lengths of time", rows: ["t": 900],
            cells: ["n": ["", " ", "x", "#N/A"], "c": ["", "3", "14", "5k", "x"], "d": ["", "2023-09-30", "TBC"]],
            oracleScheme + """
                table t from "t.csv" {
                  a text missing "Parks", "#N/A"
                  n text blank as ""
                  c whole between 1 and 400 blank as 0
                  d date blank as 2999-12-31
                  e percent blank as 5%
                  g measure
                  h measure
                  i target
                  j choice "One", "Two" blank as "Two"
                  m flag blank as true
                }
                rule ordered "x" {
                  for t
                  require g >= h
                  require g < e
                }
                rule held "x" {
                  for t
                  require meets(g, i, "lower")
                  require near(g, i, "higher", 5 points, 10%)
                }
                rule far "x" {
                  for t
                  require gap(g, i, "lower") <= 3
                  require relative_gap(h, i) <= 10%
                }
                rule printed "x" {
                  for t
                  require mark(g) is blank or mark(h) == "(Q3)"
                  require g is not approximate and h is not bounded
                  require same_unit(g, h) and unit(g) != "day"
                }
                rule agree "x" {
                  for t
                  require g agrees with percent(h, c)
                  require h agrees with exact(g)
                  require h agrees with g / c
                  require e agrees with percent(h + c, g)
                }
                rule blanks "x" {
                  for t
                  require c is present and d is not blank and n is present
                  require a is known and n == "" and n is known
                  require d > 2024-01-01 and j is "Two" and m is true
                }
                rule computed "x" {
                  for t
                  require g + h > 0 and change(g, h) < 3%
                  require first_known(g, h) is known
                }
                rule summed "x" {
                  require sum(t.c) > 3 and sum(t.g where j is "Two") > 3 and max(t.h) > 3
                  require percent(sum(t.g where c > 3), sum(t.h where c > 3)) agrees with 50%
                }
                """),
        OracleCase(
            "bounds and own markers", rows: ["t": 900],
            cells: [
                "c": ["999", "-1", "998", "0", "5", "1,000", "99", "099", "999.0", "-01"],
                "d": ["999", "12", "-1", "-1.0"],
            ],
            oracleScheme
                + """
                let top = 300
                table t from "t.csv" {
                  c whole between 0 and 990 missing "999", "-1"
                  d number between -5 and top / 2 missing "-1", "999"
                  e percent between 0% and 100% missing "see HR", "x"
                  f money between £0 and £1 missing "£5"
                  g measure missing "Balanced", "1234567"
                  h target missing "Top 5", "20"
                  k date between 2020-01-01 and 2023-12-31 missing "2021"
                  l period missing "2023-09"
                  m flag missing "0"
                  j choice "One", "Two", "-1", "999" missing "One"
                }
                rule c-known "x" {
                  for t
                  require c is known and d is known
                  require g is known or h is known
                }
                rule in-between "x" {
                  for t
                  require c in 5..99
                  require d not in 10..12
                }
                """.replacing("between £0 and £1 ", with: "")),
        OracleCase(
            "repeated keys and cells", rows: ["t": 700],
            cells: ["a": ["##", "##", "#", ""], "b": ["##", "2.5", "2.50", "£1k", "£1,000"]],
            oracleScheme + """
                table t from "t.csv" {
                  a text unique
                  b text
                  c whole unique
                  g measure unique
                  i status rated
                  j choice "One", "Two", "three"
                  k date
                  l period unique
                  m flag
                  let doubled = c * 2
                  key a, j, k
                }
                table two from "two.csv" {
                  c number
                  m flag
                  let half = c / 2
                  key half, m
                }
                rule never "x" {
                  for t
                  require doubled >= c
                }
                """),
        OracleCase(
            "targets that are no ranges where ranges were", rows: ["t": 40], faults: 0, strangers: 0,
            cells: ["a": ["Between 1-5", "Between 2-8", "7", "<9", "Balanced"]], chunks: [16, 60], seeds: [1, 2, 3, 4],
            """
            table t from "t.csv" {
              a target unique
              c whole
            }
            rule different "x" {
              require count distinct(t.a) == 5
            }
            rule different-few "x" {
              for t as k
              require count distinct(t.a where c <= k.c) < 3
            }
            """),
        OracleCase(
            "thousands of distinct cells", rows: ["t": 6000], faults: 400, strangers: 60,
            cells: [
                "a": ["#"], "b": ["##", "##", "##", "Parks", "a text of more than thirty-one bytes, always alike"],
                "g": ["#", "##", "33%", "£1.2m"],
            ], chunks: [60_000], seeds: [1],
            """
            table t from "t.csv" {
              a text unique matches /[0-9]{1,3}|[1-9]x|[0-4][0-9]+/
              b text required matches /R[0-9]{1,3}|R[1-4].*|[Pp]arks/
              g measure
              d number
              key a
            }
            rule of-it "x" {
              for t where b starts with "R1"
              require d > 40 or g < 3000
            }
            """),
        OracleCase(
            "references in order", rows: ["t": 300],
            cells: [
                "a": ["1.8", "1.9", "1.1", "1.10", "1.11", "2.1", "2.2", "A3", "A3(a)", "x"],
                "b": ["#"],
            ],
            """
            table t from "t.csv" {
              a text numbered
              b text numbered required
              c whole
              key b
            }
            rule a-known "x" {
              for t
              require a is known
              require c > 3
            }
            rule not-two "x" {
              for t where a starts with "1."
              require count(t where c > 5) > 1
            }
            """),
        OracleCase(
            "references in order under several areas", rows: ["t": 120],
            cells: [
                "a": ["1.8", "1.9", "1.1", "1.10", "1.11", "2.1", "2.2", "A3", "A3(a)", "x"],
                "b": ["North", "north ", "South", "", "-"],
            ],
            """
            table t from "t.csv" {
              b choice "North", "South"
              a text numbered
              c whole
              key b, a
            }
            rule a-known "x" {
              for t
              require a is known
              require c > 3
            }
            """),
        OracleCase(
            "few or no rows", rows: ["t": 1, "u": 0, "w": 63],
            """
            table t from "t.csv" {
              a text required
              c whole
              x text optional
            }
            table u from "u.csv" {
              a text required
              c whole
            }
            table w from "w.csv" {
              a text
              c whole unique
            }
            rule some "x" {
              require count(u) == 0 and count(t) > 1
              require sum(w.c) > 0 or mean(u.c) is unknown
            }
            rule absent "x" {
              for t
              require x is blank
              require min(u.c) is known
            }
            rule all-of-none "x" {
              for t
              require all(u where a == t.a) and not any(u where c > t.c)
            }
            """),
        OracleCase(
            "what a waiver takes out", rows: ["t": 600], cells: ["b": ["a", "b", "c"]], strangersOf: 0,
            """
            table t from "t.csv" {
              b text
              c whole required between 0 and 200
              g measure
              key c
            }
            rule positive "x" {
              for t
              require c > 5
              require g > 10
            }
            waive positive where b == "a" until 2024-01-31 because "it is so"
            waive positive where b == "b" until 2023-01-31 because "it was so"
            waive positive where g > 300 because "large"
            waive missing-value where b == "c" because "not yet"
            waive out-of-range because "never mind"
            waive unreadable-cell where b != "c" because "it happens"
            waive duplicate-key where b == "a" because "again"
            """),
        OracleCase(
            "waivers that speak of faulty cells", rows: ["t": 400], cells: ["b": ["a", "b", ""]], strangersOf: 0,
            """
            table t from "t.csv" {
              b text required
              c whole between 0 and 200
              g measure
            }
            rule positive "x" {
              for t where c > 50
              require g > 10
            }
            rule counted "x" {
              for t
              require count(t where c > 50) > 3
            }
            waive missing-value where c > 50 because "not yet"
            waive out-of-range where b == "a" because "never mind"
            """),
    ]
}

extension OracleCase {
    fileprivate init(
        _ name: String, rows: [String: Int], cells: [String: [String]], strangersOf: Int, _ rules: String
    ) {
        self.init(name, rows: rows, strangers: 20, cells: cells, rules)
    }
}
