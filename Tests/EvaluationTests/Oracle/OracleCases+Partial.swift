// Returns of which a file could not be read: of what depends on its rows nothing is known.

extension OracleCase {
    static let partial = [["t"], ["u"], ["w", "t"], ["v"]].map { names in
        OracleCase(
            "a file of \(names.joined(separator: " and ")) that was not read",
            rows: ["t": 60, "u": 8, "w": 40, "v": 4, "x": 20],
            files: 2, strangers: 40,
            cells: [
                "a": ["a", "b", "c", ""], "b": ["a", "b"], "c": ["1", "3", "5", "9", ""],
                "d": ["a", "b", "c"], "o": ["a", "b"],
            ],
            partial: Set(names),
            chunks: [300, 70_000],
            """
            table v from "v.csv" {
              b text
              d text
              key b
            }
            table t from "t.csv" {
              a text
              b text
              c whole
              d text
            }
            table u from "u.csv" {
              a text
              c whole
              o text
              key a
            }
            table w from "w.csv" {
              a text
              b text
              c whole
              join u on a required
            }
            table x from "x.csv" {
              a text
              join u on a
              join v on o = b required
            }
            rule sums "x" {
              for w
              require sum(t.c where a == w.a) > w.c
            }
            rule finds "x" {
              for w
              require any(t where a == w.a and c > 3) or w.c > 8
              require not any(t where b == w.b and d == "a" and c > w.c)
            }
            rule refutes "x" {
              for w
              require all(t where d != "b") or w.c == 3
              require all(t where a == w.a or w.c > 5)
            }
            rule counts "x" {
              for w
              when w.c > 2
              require count(t where b == "b" and a == w.a) < 3 and count(t where a == w.a or w.b == "b") > 2
              require count distinct(t.d) == 3 or min(t.c where d == "a") > 2 or max(t.c where b == w.b) == 9
            }
            rule joined "x" {
              for w
              require u.o is known
              require first_known(u.o, "a") == "a" or b == "b"
            }
            rule by-joined-joined "x" {
              for x
              require d is known or a == "b"
            }
            rule counted-joined "x" {
              for v as k
              require count(x where d == k.d) > 2 and not any(x where d is unknown and a == "c")
            }
            rule by-joined "x" {
              for u as k
              require count(w where u.o == k.o) > 1
            }
            rule series "x" {
              for t by a over c
              require previous.b == b or count(series where d == "a") > 2
            }
            rule follows "x" {
              for t by a
              when previous.c is known
              require c > previous.c
            }
            rule groups "x" {
              for each a in t
              require count(series) < 9 and count(series where d == "b") < 4
            }
            rule other-groups "x" {
              for each b in t
              require any(series where c > 5)
            }
            rule pairs "x" {
              for each b in t with each r in u on a
              require any(series where c > r.c) or r.o == "a"
            }
            rule from-t "x" {
              for t as k
              require count(w where a == k.a) < 9 and any(u where a == k.a and c > k.c)
            }
            rule whole "x" {
              require count(t) > 20
            }
            """)
    }
}
