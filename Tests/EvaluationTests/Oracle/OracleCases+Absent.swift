// Rule files that are judged twice where some `optional` tables have no file.

extension OracleCase {
    static let absent = [["u"], ["v"], ["u", "v", "w"]].map { names in
        OracleCase(
            "without \(names.joined(separator: ", "))", rows: ["t": 120], faults: 40, strangers: 30,
            cells: [
                "a": ["A", "B", "C", "D", "", "TBC"], "b": ["A", "B", "C", "x"], "c": ["1", "2", "5", "9", "", "TBC"],
                "d": ["A", "B", ""],
            ],
            absent: Set(names),
            """
            table t from "t.csv" {
              a text
              c whole
              d text
              join u on a
              join v on d = b
            }
            table u from "u.csv" optional {
              a text
              b text
              c whole
              key a
            }
            table v from "v.csv" optional {
              b text
              c whole
              d text
              key b
            }
            table w from "w.csv" optional {
              a text
              c whole
              let half = c / 2
            }
            rule decided "x" {
              for t
              require c < 5 and c <= u.c
              require c > 2 or u.c > 3 or v.c > 3
            }
            rule known "x" {
              for t
              when u.c is known
              require v.d is present or c > 5
            }
            rule blank "x" {
              for t
              require not (u.b is blank) or v.c is unknown
            }
            rule falls-back "x" {
              for t
              require first_known(u.c, c) > 2
              require first_known(u.c, v.c, 4) > 2 and first_known(if u.c is known then 1 else c, 7) < 9
            }
            rule chosen "x" {
              for t
              require (if c > 2 then u.c else c) > 1
              require (if u.c is known then c else 3) > 2
            }
            rule chained "x" {
              for t with v as x on u.b = b
              require c < 5 or x.c > 3
              require first_known(x.c, 9) > 1 and (x.d is known or c > 1)
            }
            rule placed "x" {
              for t where u.c is known or c > 2
              require c > 1
            }
            rule counted "x" {
              for t
              require c < 3 or count(w where a == t.a) > 1
              require count(t where c == first_known(u.c, 3)) < 40 or any(w where c > 3)
              require not any(t where u.b == "x" and c > 3) or c == 2
            }
            rule from-w "x" {
              for w
              require half > 1 and any(t where a == w.a)
            }
            rule groups "x" {
              for each d in t
              require count(series where u.c > 2) < 9 or count(series) > 30
            }
            rule follows "x" {
              for t by a over c
              require previous.c <= c and (u.c is unknown or previous.c is known)
            }
            """)
    }
}
