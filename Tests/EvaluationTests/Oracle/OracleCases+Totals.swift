// Rows that add up others, and tables of them.

extension OracleCase {
    /// The plain evaluator does not tell which totals are undecided.
    private static let totalled = """
        set total-undecided to off
        table t from "t.csv" {
          a text required matches /[A-Za-z#]+/
          s text required
          x whole required between -3 and 6
          y measure
          d date
          let double = x * 2
          key a, s
          join r on s required
          total rows where s is "Total" or s is "Sub" by a sums x, y
        }
        table r from "r.csv" {
          s text required
          n whole
          key s
          total rows where s == "Total"
        }
        rule positive "x" {
          for t
          require x > 0 and double < 8
        }
        rule found "x" {
          for t
          require n is known
        }
        rule others "x" {
          for t as k
          require count(t where s == k.s) < 4 or sum(t.x where a == k.a) < 12
          require any(t.totals where a == k.a and x > k.x)
        }
        rule totals "x" {
          for t.totals as k
          require x == sum(t.x where a == k.a)
          require count(t.totals where a == k.a) < 3 and n is unknown
        }
        rule steps "x" {
          for t by a
          when previous.x is known
          require x != previous.x
        }
        rule groups "x" {
          for each a in t
          require count(series) < 9
        }
        rule groups-of-totals "x" {
          for each a in t.totals
          require count(series) < 2 and max(series.x) > 1
        }
        rule looked-up "x" {
          for t with r.totals as whole on s with t.totals as other on a
          require whole.n is unknown and other.x is known
        }
        rule once "x" {
          require count(t) > 10 and count(t.totals) > 1
          require max(t.totals.x) > 5 or all(r.totals where n > 3)
        }
        """

    static let totals = [
        OracleCase(
            "rows that add up others", rows: ["t": 60, "r": 8], files: 2, strangers: 60,
            cells: [
                "a": ["a", "b", "A", ""], "s": ["Parks", "Roads", "Total", "total", "Sub", "Waste", "1x"],
                "x": ["1", "2", "3", "0", "", "4", "6"], "y": ["1", "1.5", "2", "", "TBC", "5%"],
                "n": ["1", "5", ""],
            ],
            chunks: [300, 70_000], seeds: [1, 2, 4, 5, 6], totalled),
        OracleCase(
            "rows that add up others, on one line", rows: ["t": 40], faults: 0, strangers: 0,
            cells: [
                "a": ["a"], "s": ["Parks", "Parks", "Parks", "Total"], "x": ["1", "1", "0", "2"],
                "y": ["1", "2", "0", ""],
            ],
            chunks: [300], seeds: [1, 2, 3, 4, 5, 6, 7, 8],
            """
            set total-undecided to off
            table t from "t.csv" {
              s text
              x whole
              y number
              total rows where s is "Total" above sums x, y
            }
            """),
        OracleCase(
            "rows that add up others, below their parts", rows: ["t": 24], faults: 0, strangers: 0,
            cells: [
                "s": ["Parks", "Parks", "Parks", "Total"], "x": ["1", "1", "2", "3"], "y": ["1", "2", "0", "5"],
            ],
            chunks: [300], seeds: [1, 2, 3, 4, 5, 6, 7, 8],
            """
            set total-undecided to off
            table t from "t.csv" {
              s text
              x whole
              y number
              total rows where s is "Total" sums x, y
            }
            """),
        OracleCase(
            "columns side by side as rows", rows: ["t": 40, "u": 8], files: 2, strangers: 40,
            cells: [
                "a": ["a", "b", "c", ""], "p": ["1", "5", "9", ""], "q": ["2", "3", "TBC", "12"], "r": ["1", ""],
                "s": ["Parks", "Roads", "Total"],
            ],
            chunks: [300, 70_000], seeds: [1, 2, 4, 5],
            oracleScheme + """
                table t from "t.csv" {
                  a text required
                  s text
                  target target
                  p whole at least 2
                  q whole at most 9
                  r whole optional
                  x status rated
                  y status rated
                  z status rated
                  let most = max(p, q)
                  key a, s
                  join u on a required
                  total rows where s is "Total"
                }
                table u from "u.csv" {
                  a text
                  n whole
                  key a
                }
                table v from t unpivot p, q, r as value, x, y, z as rag by which {
                  series over which
                  let twice = value * 2
                }
                rule rated "x" {
                  for v
                  require rag == due(rag) or rag is unknown
                }
                rule steps "x" {
                  for v
                  require value >= previous.value and twice < 20
                }
                rule side "x" {
                  for t as k
                  require sum(v.value where a == k.a) < 20 and most < 9
                  require any(v where a == k.a and which == "q" and value > k.p)
                }
                rule groups "x" {
                  for each which in v
                  require count(series) > 10
                }
                rule joined "x" {
                  for v with v as other on a, which
                  require n is known and other.value is known
                }
                rule found "x" {
                  for u with v on a
                  require v.value > n
                }
                rule of-any "x" {
                  for any with value whole, rag status
                  require value != 3
                }
                """),
        OracleCase(
            "matches in cells", rows: ["t": 300, "u": 20], files: 2,
            cells: [
                "note": [
                    "rose to 12% and fell to 3%", "\"fell to 7%\", he said", "", "nothing", "rose to 1x2%",
                    "fell to 5%",
                    "rose to 9%, fell to 9%, rose to 1%", "##",
                ],
                "a": ["Parks", "Roads", "Waste", ""],
            ],
            chunks: [400, 70_000],
            """
            table t from "t.csv" {
              a text
              note text
              value percent
              c whole between 0 and 400
              kind choice "One", "Two", "three"
              key a, c
              join u on a
              total rows where kind == "three"
            }
            table u from "u.csv" {
              a text
              limit whole
            }
            table claims from t.note matching /(?<word>rose|fell) to (?<figure>[^ ,]+%)/ {
              figure percent
              word   choice "rose", "fell"
              let more = figure + value
            }
            rule said "x" {
              for claims
              require figure >= 5% or limit > 100
              require more > 20%
            }
            rule words "x" {
              for each word, a in claims where c is known
              require count(series) < 9 and max(series.figure) > 8%
            }
            rule held "x" {
              for t as k
              require count(claims where a == k.a and c == k.c) < 2
              require not any(claims where a == k.a and figure < k.value and word == "fell")
            }
            rule series "x" {
              for claims by a over c
              require figure != previous.figure
            }
            rule whole "x" {
              require count(claims) > 200
            }
            waive said where a == "Parks" because "x"
            """),
    ]
}
