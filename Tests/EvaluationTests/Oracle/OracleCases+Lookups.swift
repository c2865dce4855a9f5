// The rule files that are judged twice: series, groups, joins and aggregates.

extension OracleCase {
    static let lookups = [
        OracleCase(
            "series", rows: ["t": 700], cells: ["a": ["Parks", "Roads", "Waste", "", "x"]],
            """
            table t from "t.csv" {
              a text required
              b text
              c whole
              value measure
              day date
              per period
              key a, per
              series over per
            }
            rule before "x" {
              for t
              require value >= previous.value
            }
            rule ends "x" {
              for t where c is known by a over day
              require c <= last.c and c >= first.c
              require next.c is known
              require previous.day + 1 months <= day and months(previous.day, next.day) < 9
            }
            rule in-file-order "x" {
              for t by a, b
              when previous.c is known
              require c > previous.c
            }
            rule of-the-series "x" {
              for t by a over c
              require sum(series.c) > 1000 or count(series where value > 20) > 2
              require max(series.value) is known or previous.day <= day
            }
            rule by-text "x" {
              for t where c > 0 by per over b
              require previous.b <= 3 or true
            }
            """.replacing("require previous.b <= 3 or true", with: "require previous.c <= c")),
        OracleCase(
            "neighbours beside faulty rows", rows: ["t": 240], files: 2, faults: 90, strangers: 24,
            cells: [
                "a": (1...40).map { "A\($0)" }, "b": ["x", "y"], "c": ["1", "2", "3", "4", "5", "6", "TBC", "", "-"],
                "per": ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1", "TBC", "", "n/a"],
            ], chunks: [300, 70_000], seeds: [1, 2, 3, 4],
            """
            table t from "t.csv" {
              a text required
              b text required
              c whole
              per period
              let half = if b == "x" then 1 else 2
              let due = first_known(end(per), 2030-12-31)
            }
            rule falls "x" {
              for t by a over per
              require c >= previous.c
            }
            rule known "x" {
              for t where c is known by a over per
              require previous.c is unknown or c >= previous.c
              require count(series) < 4
            }
            rule computed "x" {
              for t where half == 1 or c > 3 by a, half over due
              require next.c > 1 or any(series where c > 4)
            }
            rule ends "x" {
              for t where not (c is unknown and b == "x") by a
              require first.c <= last.c
              require sum(series.c) < 12 and all(series where c < 6)
            }
            rule alone "x" {
              for t where first_known(c, 3) > 2 and (b is "x" or c is blank)
              require c is known
            }
            """),
        OracleCase(
            "holidays and dates read in other ways", rows: ["t": 300, "free": 40],
            """
            table t from "t.csv" {
              a date month first
              b date
              c date months
              d period years
              e period months
              join free on b = day
            }
            table free from "free.csv" {
              day   date
              later date
            }
            rule working "x" {
              for t
              require working_days(a, b, holidays: free.day) > 20
              require working_days(b, c, holidays: free.later) > 20
            }
            rule months "x" {
              for t
              require later + 1 months > c and months(later, a) > 3
            }
            rule periods "x" {
              for t
              require end(d) > end(e)
            }
            """),
        OracleCase(
            "large series", rows: ["t": 4300], chunks: [20_000], seeds: [1],
            """
            table t from "t.csv" {
              m flag
              kind choice "One", "Two", "three"
              c whole
              per period
            }
            rule steady "x" {
              for t by m, kind over per
              require c >= previous.c
            }
            rule ahead "x" {
              for t where c > 100 by kind
              require next.c > 150 and first.c < c
            }
            """),
        OracleCase(
            "groups", rows: ["t": 600, "u": 40], cells: ["a": ["Parks", "Roads", "Waste", "", "x", "y"]],
            """
            table t from "t.csv" {
              a text
              kind choice "One", "Two", "three"
              c whole
              value measure
              per period required
            }
            table u from "u.csv" {
              a text
              c number
            }
            rule budget "x" {
              for each a in t as group
              require sum(series.c) <= sum(u.c where a == group.a)
            }
            rule kinds "x" {
              for each kind, per in t
              when kind is known
              require count(series) > 2 and count distinct(series.a) > 2
              require mean(series.c) > 50
              require any(series where c > 300) or all(series where c > 3)
            }
            """),
        OracleCase(
            "pairs", rows: ["t": 500, "u": 24, "w": 12],
            cells: [
                "a": ["Parks", "Roads", "Waste", "", "x", "##"], "ref": ["R1", "R2", "r1", "R3", "", "##"],
                "code": ["R1", "R2", "R3", "R4", "", "##"],
            ],
            """
            table t from "t.csv" {
              a text
              ref text
              kind choice "One", "Two", "three"
              c whole
              value measure
              per period
              total rows where kind == "three"
            }
            table u from "u.csv" {
              code text
              kind choice "One", "Two", "three"
              c whole between 0 and 300
              value measure
              per period
              join w on code = ref
            }
            table w from "w.csv" {
              ref text
              c whole
            }
            rule complete "x" {
              for each a in t with each r in u on ref = code
              require count(series) == 1 or r.c > 200
              require any(series where c > r.c)
            }
            rule compared "x" {
              for each a in t where c is known with each r in u on ref is code, kind
              when r.c is known
              require all(series where c >= r.c and value is known) or r.value > 5
              require sum(series.c) > r.c and max(series.value) >= r.value
            }
            rule whole "x" {
              for each kind, a in t as group with each r in u
              require count(series where ref == r.code) < 4
              require count distinct(series.ref where c < r.c) < 3 or sum(u.c where kind == group.kind) > r.c
            }
            rule periods "x" {
              for each ref in t with each r in u on per, value
              require not any(series where c > 100) or r.value is unknown
            }
            rule itself "x" {
              for each a in t with each other in t on ref
              when other.c > 150
              require any(series)
            }
            rule mostly "x" {
              for each a in t with each r in w on ref
              require mostly 60% any(series)
            }
            waive complete where r.kind == "One" and a == "Parks" because "x"
            """),
        OracleCase(
            "joins", rows: ["t": 400, "u": 60, "w": 30],
            cells: [
                "ref": ["R1", "R2", "R3", "##", "r1", "R7", "R40", ""], "code": ["##", "#", "R1", "R2"],
                "a": ["A", "B"],
            ],
            """
            table t from "t.csv" {
              ref text
              a text
              per period
              c whole
              key ref, per
              join u on ref = code required
            }
            table u from "u.csv" {
              code text required
              limit whole between 0 and 250
              owner text
              a text
              key code
              join w on owner = code
            }
            table w from "w.csv" {
              code text
              a text
              grade whole
              key code
            }
            rule within "x" {
              for t
              require c <= limit
            }
            rule owned "x" {
              for t
              when owner is known
              require t.a == u.a
            }
            rule beside "x" {
              for t with w as other on ref = code, a
              require other.grade is known
            }
            rule far "x" {
              for u
              require grade > 3 or limit > 100
            }
            """),
        OracleCase(
            "joined from the rows that rules are about", rows: ["t": 60, "u": 30, "w": 20], strangers: 12,
            cells: [
                "a": ["k", "l", "m", "n", "o", "p", "q", "r"], "e": ["x", "y", "z", "v", "w", "s", "r", "q"],
                "b": ["1", "1", "1", "9"],
            ], chunks: [40, 500, 5000], seeds: [1, 2, 3, 4, 5, 6],
            """
            table t from "t.csv" {
              a text
              e text
              b whole
              n whole
              join w on e
            }
            table u from "u.csv" {
              a text
              e text
              c whole
            }
            table w from "w.csv" {
              e text
              grade whole
            }
            rule some "x" {
              for t where b > 5 and n > 300 with u on a
              require u.c > 0
            }
            rule whens "x" {
              for t where b > 5 with u on e
              when n > 200
              require u.c > 0
            }
            rule ordered "x" {
              for t where n > 380 by b over n
              require grade >= previous.grade
            }
            """),
        OracleCase(
            "joins of many types", rows: ["t": 150, "u": 60, "w": 40], strangers: 12,
            oracleScheme + """
                table t from "t.csv" {
                  j choice "One", "Two", "three"
                  k date
                  l period
                  m flag
                  n whole
                }
                table u from "u.csv" {
                  j choice "One", "Two", "three"
                  k date
                  l period
                  m flag
                  n whole
                  v measure
                }
                rule dated "x" {
                  for t with u on k
                  require u.v is known
                }
                rule periods "x" {
                  for t with u on l, m
                  require u.v > 10
                }
                rule chosen "x" {
                  for t with u on j with u as other on n
                  require u.v >= other.v
                }
                """),
        OracleCase(
            "totals without missing parts, and with a few", rows: ["t": 300, "u": 25], faults: 0, strangers: 0,
            cells: [
                "a": ["Parks", "Roads", "Waste", "", "x"], "c": ["3", "14", "-", "", "7", "1,200", "0"],
                "d": ["0.5", "12", "", "3.25", "TBC"], "f": ["£3", "4", "£1.2m", "", "n/a"],
                "e": ["5%", "40", "", "33.3%"], "value": ["5%", "0", "40%", "-", ""],
                "g": ["3", "£5", "0", "5 days", ""],
            ],
            chunks: [4000, 300],
            """
            table t from "t.csv" {
              a text
              c whole
              d number
              e percent
              f money
              value measure
              g measure
              n whole between -3 and 390
              let both = c + d
              let share = value * c
            }
            table u from "u.csv" {
              a text
              e percent
              n whole
              value measure
              m flag
            }
            rule sums "x" {
              for u
              require sum(t.c where a == u.a) > 900
              require sum(t.f where a == u.a) > 5
              require mean(t.f where a == u.a and c > 4) < 500000
              require sum(t.value where a == u.a) > 300%
              require mean(t.value where c > u.n) > 15%
              require sum(t.e where a == u.a) agrees with u.e
              require mean(t.e where a == u.a) agrees with u.e
              require median(t.c where a == u.a) > 20
              require quantile(t.f where a == u.a, 12.5%) < 500000 or median(t.g where a == u.a) > u.value
              require median(t.value where u.m is true or value == u.value) > u.value
              require quantile(t.e where a == u.a, 0.9) agrees with u.e
              require known(u.e, u.value, median(t.both where c == u.n), u.m) > 2
            }
            rule missing "x" {
              for u
              require sum(t.d where a == u.a) is unknown
              require median(t.both where a == u.a and d > 0) is unknown
              require sum(t.n where a == u.a) is known
              require mean(t.both where a == u.a and c < 4) is known
              require sum(t.both where a == u.a and c > u.n or u.m is true) is unknown
              require sum(t.share where a == u.a) > 300
              require sum(t.share where a == u.a) > u.value
            }
            rule several "x" {
              for u
              require sum(t.g where a == u.a) is known
              require max(t.g where c > u.n) is known
              require min(t.value where a == u.a) == 0
              require max(t.value where a == u.a) > u.value
            }
            """),
        OracleCase(
            "percentages and units in look-ups", rows: ["t": 250, "u": 60], strangers: 60,
            cells: [
                "a": ["Parks", "Roads", "Waste"], "value": ["40%", "50", "0.5", "£5", "20", "words", "80%", "4 days"],
                "g": ["80%", "100", "£10", "8 days", "1", "2", "50%"], "c": ["1", "2", "40"],
            ],
            chunks: [4000, 300],
            """
            table t from "t.csv" {
              a text
              c whole
              e percent
              value measure
              g measure
              let quotient = value / g
              let part = value * c
            }
            table u from "u.csv" {
              a text
              c whole
              e percent
              value measure
              g measure
            }
            rule counted "x" {
              for u
              require count(t where quotient == u.value / u.g) < 8
              require count(t where value == u.value / u.g) < 8
              require count(t where part == u.value) < 9
              require count(t where part <= u.g and a == u.a) < 20
              require count(t where quotient > u.value) < 90
              require all(t where quotient < u.g)
              require all(t where part == u.value or u.c > 1)
              require not any(t where quotient == u.value and part == u.g)
              require max(t.part where a == u.a) > u.value
              require c * 2 < count(t where value * 2 == u.value)
            }
            rule alone "x" {
              for t
              require value * e <= value
              require value / e > g
              require e * c > 40
              require e * 0.5 >= e / c or 100% - e > 50%
              require quotient < value or part > g
              require value * g > 0
            }
            """),
        OracleCase(
            "counted and added up", rows: ["t": 450, "u": 25], cells: ["a": ["Parks", "Roads", "Waste", "", "x"]],
            chunks: [4000, 300],
            oracleScheme + """
                table t from "t.csv" {
                  a text
                  c whole between -10 and 5000
                  d number
                  e percent
                  f money
                  value measure
                  day date
                  per period
                  kind choice "One", "Two", "three"
                  m flag
                }
                table u from "u.csv" {
                  a text
                  n whole
                  e percent
                  day date
                  per period
                  kind choice "One", "Two", "three"
                  m flag
                }
                rule counts "x" {
                  for u
                  require n <= count(t where a == u.a)
                  require n <= count(t where kind == u.kind and c > 100)
                  require n < count(t.value where m == u.m)
                  require n < count(t where day <= u.day)
                  require n < count(t where a == u.a and c >= u.n)
                }
                rule sums "x" {
                  for u
                  require sum(t.c where a == u.a and m is true) > 5000
                  require sum(t.d where per < u.per) > 500
                  require mean(t.c where kind == u.kind) > 100
                  require n < sum(t.value where a == u.a)
                  require sum(t.f where a == u.a or u.m is true) > n
                  require sum(t.e where per == u.per) agrees with u.e
                }
                rule ends "x" {
                  for u
                  require max(t.c where a == u.a) > 300
                  require min(t.c where c > u.n) < 200
                  require min(t.day where kind == u.kind) <= u.day
                  require max(t.per where m == u.m) >= u.per
                  require max(t.d where day > u.day) > 10
                }
                rule distinct "x" {
                  for u
                  require count distinct(t.a where kind == u.kind) > 3
                  require count distinct(t.kind where day > u.day) == 3
                  require count distinct(t.per where a == u.a) > 5
                  require count distinct(t.c where m == u.m) > 20
                  require count distinct(t.value where a == u.a) > 20
                }
                rule quantified "x" {
                  for u
                  require any(t where a == u.a and c > 350)
                  require all(t where c >= -3 or d > 3)
                  require not any(t where c > u.n and kind == "One" and m is true)
                }
                rule whole-table "x" {
                  require count(t) > 100 and sum(t.c) > 1000
                  require mean(t.d) > 100
                  require count distinct(t.value) < 10
                  require max(t.e) <= 100%
                }
                """),
        OracleCase(
            "quotients counted by", rows: ["t": 120], strangers: 15,
            cells: ["a": ["1", "2", "3", "6", "10", "0"], "b": ["2", "3", "4", "6", "9", "12", "20", "25", "0"]],
            """
            table t from "t.csv" {
              a whole
              b whole
              c number
              let q = a / b
            }
            rule same "x" {
              for t as k
              require count(t where q == k.q) < 8
              require count(t where c == k.q) < 2
            }
            rule different "x" {
              require count distinct(t.q) == 20
            }
            rule per "x" {
              for t by q
              require c >= previous.c
            }
            """),
        OracleCase(
            "bounded figures that may be the least, and the row outside of a table that is joined",
            rows: ["t": 150, "u": 60], strangers: 20,
            cells: [
                "a": ["<5", ">95", "7", "90", "0", "3", "96", "TBC", "≤5", "50+", "-", ""],
                "b": ["<5%", "7%", "2%", "50+", "9", "Good"], "f": ["<£5", "£7", "6", ">£2"],
                "g": ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M"],
            ], chunks: [300, 60], seeds: [1, 2, 3, 4],
            """
            table t from "t.csv" {
              a measure
              b measure
              f money
              g text
              n whole
              join u on g
            }
            table u from "u.csv" {
              g text
              n whole
              key g
            }
            rule extremes "x" {
              for u
              require min(t.a where g == u.g) >= 3
              require max(t.a where g == u.g) <= 95
              require min(t.b where g == u.g) > 2%
              require max(t.f where g == u.g) agrees with measure("£7")
            }
            rule ordered "x" {
              for u
              require min(t.a where t.n < u.n) >= 3
              require max(t.a where t.n >= u.n and g == u.g) <= 95
            }
            rule each "x" {
              for each g in t
              require min(series.a) >= 3 and max(series.a) <= 95
            }
            rule all "x" {
              require min(t.a where g == "A") >= 3
              require max(t.f) <= 95
            }
            """),
        OracleCase(
            "figures of many units counted by", rows: ["t": 160, "u": 60], strangers: 12,
            cells: [
                "a": ["5", "5 days", "5%", "£5", "7", "7 days", "7%", "4 kg", "4", "5.0", "Balanced", "DNA"],
                "b": ["5", "5 days", "5%", "7", "6 days", "7%", "8 kg", "4.00", "Balanced", "x"],
                "n": ["4", "5", "7", "6", "-"], "e": ["5%", "7", "4"], "f": ["£5", "5", "€7", "£4"],
                "g": ["A", "B"],
            ], chunks: [300, 60],
            """
            table t from "t.csv" {
              a measure
              c measure from "b"
              f money
              g text
              n whole
              e percent
            }
            table u from "u.csv" {
              b measure
              f money
              e percent
              n whole
              g text
            }
            rule equal "x" {
              for u
              require count(t where a == u.b) < 12
              require count(t where a == u.b and g == u.g) > 8
              require count(t where a == u.n) > 30
              require count(t where a == u.e) > 20
              require count(t where n == u.b) > 20
              require count(t where f == u.f) > 40
              require any(t where a == u.f)
              require sum(t.n where a == u.b) > 70
              require min(t.n where a == u.b) is known
              require count distinct(t.a where f == u.b) > 3
              require count(t where a == u.b and f == u.f and g == u.g) > 1
              require count(t where e == u.e and n == u.n) > 4
            }
            rule ordered "x" {
              for u
              require count(t where a > u.b) < 30
              require count(t where a <= u.n) > 40
              require sum(t.n where a >= u.b and g == u.g) > 60
              require max(t.n where n < u.b) > 4
              require count distinct(t.g where n >= u.n) > 1
              require count distinct(t.a where a <= u.b) > 7
              require count distinct(t.n where a <= u.b and g == u.g) > 2
              require count distinct(t.g where a > u.b or u.n == 3) > 2
              require count(t where f < u.f and a == u.b) > 2
              require any(t where a < u.b and g == u.g)
              require mean(t.n where a < u.b or u.e == 5%) > 4
            }
            rule every "x" {
              for u
              require all(t where a == u.b or u.n == 5)
              require all(t where a < u.b)
              require all(t where a >= u.b and g == u.g)
              require all(t where n > 3 and a > u.b)
              require all(t where f <= u.f)
              require all(t where a <= 9 or u.b is unknown)
            }
            """),
        OracleCase(
            "of every row", rows: ["t": 3, "u": 60, "v": 1], faults: 0, strangers: 6,
            cells: [
                "a": ["1", "2", "DNA"], "b": ["1", "2", "-"], "k": ["1", "2", "3 days", "2%"],
                "rag": ["Green", "Red", "DNA", "", "x"],
            ], chunks: [300], seeds: [1, 2, 3, 4, 5, 6],
            oracleScheme + """
                table t from "t.csv" {
                  a whole
                  b whole
                  k measure
                  rag status rated
                  value measure
                  target target
                  better text
                }
                table v from "v.csv" {
                  a whole
                  k measure
                }
                table u from "u.csv" {
                  a whole
                  b whole
                  k measure
                  rag status rated
                  value measure
                  target target
                  better text
                }
                rule both "x" {
                  for u
                  require all(t where a == u.a and b == u.b)
                }
                rule outside "x" {
                  for u
                  require all(t where a > 0 and u.b > 1)
                  require all(v where a > 0 and u.b > 1)
                }
                rule bypassed "x" {
                  for u
                  require all(t where a > 1 or u.b > 1)
                  require all(t where (a == u.a or u.b > 1) and (b == 1 or u.a == 2))
                  require all(v where a == u.a or u.rag is red)
                }
                rule units "x" {
                  for u
                  require all(v where k == u.k)
                  require all(t where k <= u.k)
                }
                rule colours "x" {
                  for u
                  require all(t where rag == u.rag)
                  require count(t where rag == u.rag) < 2
                  require sum(t.a where rag == u.rag and b == u.b) < 2
                }
                rule series-too "x" {
                  for u by a
                  require all(series where b > 1) or all(series where k < 2)
                }
                """),
        OracleCase(
            "intervals, and others than the row itself", rows: ["t": 260, "u": 60], strangers: 20,
            cells: [
                "a": ["A", "B", "C", "D", "", "x"],
                "start": marchDays(1...20) + ["", "TBC", "x", "Mar-23"],
                "finish": marchDays(4...28) + ["", "TBC", "x"],
                "day": marchDays(1...25) + ["", "n/a", "x"],
                "low": ["1", "2", "3", "2%", "3 days", "5", "<5", "TBC", "0"],
                "high": ["3", "4", "7", "4%", "6 days", "9", ">5", "", "1"],
            ], chunks: [300, 60],
            """
            table t from "t.csv" {
              a text
              start date
              finish date
              day date
              low measure
              high measure
              c whole
              n number
            }
            table u from "u.csv" {
              a text
              start date
              finish date
              day date
              value measure from "low"
              c whole
            }
            rule within "x" {
              for u
              require any(t where u.day in start..finish)
              require any(t where a == u.a and u.day in start..finish)
              require count(t where u.day in start..finish) < 60
              require count(t where a == u.a and u.day in start..finish and c > 5) < 9
              require count(t where day in u.start..u.finish) < 60
              require count(t where day > u.start and day < u.finish) < 50
              require all(t where start <= u.day and finish > u.day or u.c > 4)
              require all(t where start <= u.day and finish >= u.start)
            }
            rule sums "x" {
              for u
              require sum(t.c where u.day in start..finish) > 900
              require mean(t.n where u.day in start..finish and a == u.a) > 90
              require min(t.n where u.day in start..finish) < 9
              require max(t.day where u.day in start..finish and a == u.a) > u.day
            }
            rule picked "x" {
              for u
              require last(t.c over day where a == u.a) > 100
              require first(t.a over day where n > u.c) == u.a
              require last(t.low over finish where a == u.a and start <= u.day) < 4
              require first(t.day over c where u.day in start..finish) <= u.day
              require last(t.high over n) == 9
            }
            rule shared "x" {
              for u
              require any(t where overlaps(u.start, u.finish, start, finish))
              require count(t where overlaps(u.start, u.finish, start, finish) and a == u.a) < 12
              require overlaps(start, finish, day, 2023-03-20)
            }
            rule of-figures "x" {
              for u
              require any(t where u.value in low..high)
              require count(t where u.value in low..high) < 40
              require count(t where overlaps(u.value, u.c, low, high)) < 40
            }
            rule switched "x" {
              for u
              require count(t where (start <= u.day or u.c == 1) and (finish >= u.day or u.c > 200)) < 90
              require any(t where (u.day in start..finish or u.c > 300) and a == u.a)
            }
            rule alone "x" {
              for t as k
              require not any(other t where a == k.a and overlaps(k.start, k.finish, start, finish) and c > 300)
              require count(other t where a == k.a) < 40
              require count(other t where low == k.low) < 30
              require count(other t where low <= k.high and c > 20) < 90
              require count(other t where k.day in start..finish) < 40
              require any(other t where n == k.n or k.c > 300)
              require count(other t.n where day <= k.day) < 90
              require count(other t) == 259
              require sum(other t.c where a == k.a) > 3000
              require max(other t.low where a == k.a or k.c > 300) < 5
              require min(other t.day where low == k.low) <= k.day
              require mean(other t.n) > 100
              require last(other t.c over day where a == k.a) > 100
            }
            rule runs "x" {
              for each a in t over start while start <= previous.finish
              require count(series) > 1 and sum(series.c) > 100
              require any(series where c > 200) or last(series.c over day) > 5
            }
            rule rises "x" {
              for each a in t where c is known over n while c >= previous.c and low is known
              require count(series) < 3
            }
            rule most "x" {
              for t
              require mostly 60% c > 150 and start is known
            }
            rule nearly-all "x" {
              for u where c is known
              require mostly 33.5% day in start..finish
            }
            rule of-series "x" {
              for t as k by a
              require count(other series where day <= k.day) < 30
              require any(other series where k.day in start..finish and c < 90)
              require count(series where overlaps(k.start, k.finish, start, finish)) < 12
              require last(series.c over day where c < k.c) < 200
              require sum(other series.c) > 3000
            }
            """),
        OracleCase(
            "a table and itself", rows: ["t": 250], cells: ["a": ["Parks", "Roads", "Waste", "", "x", "##"]],
            """
            table t from "t.csv" {
              a text
              c whole
              d number
              day date
              let more = c + 1
            }
            rule alone "x" {
              for t as k
              when k.c > 5
              require count(t where a == k.a) <= 1
            }
            rule rank "x" {
              for t as k
              require count(t where c > k.c) < 20
              require sum(t.d where day < k.day and a == k.a) < 400
              require count(t where more == k.c) == 0
            }
            rule bypassed "x" {
              for t as k
              require count(t where (a == k.a or k.a == "Parks") and c > 20) < 40
              require count(t where (c < k.c or k.day is unknown) and (d > 5 or k.c > 10)) > 5
            }
            """),
    ]
}

/// Some days of March 2023, as returns print them.
private func marchDays(_ days: ClosedRange<Int>) -> [String] { days.map { "\($0)/03/2023" } }
