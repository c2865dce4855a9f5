// Returns that lack columns: of what depends on them nothing is known.

extension OracleCase {
    static let lacking = [
        OracleCase(
            "a column that is not there", rows: ["t": 60, "u": 8, "w": 40], files: 1, strangers: 40,
            cells: [
                "a": ["a", "b", "c", ""], "b": ["a", "b"], "c": ["1", "3", "5", "9", ""],
                "d": ["a", "b", "c"], "o": ["a", "b"],
            ],
            missing: ["t": ["a"], "u": ["a"]],
            chunks: [300, 70_000],
            """
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
            rule decided "x" {
              for w
              require count(t where (first_known(d, "a") == "a") and b == w.b) > 2
              require sum(t.c where c > 8 and d is unknown) > 30
            }
            rule asks "x" {
              for w
              require count(t where a is known) > 2 or w.c == 5
              require any(t where d is blank and c > 5) or w.c == 3
              require all(t where (a is known or c > 1) and b == w.b) or w.b == "a"
              require count(t where if d is known then c > 3 else b == "a") > 2 or w.c > 3
              require not any(t where (d is known or c == 9) and first_known(a, b) == w.b)
            }
            rule asked "x" {
              for w
              when sum(t.c where a == w.a) is known or w.c == 1
              require first_known(max(t.c where d == "a" and b == w.b), w.c) > 3
              require any(t where a == w.a) is true or min(t.c where d == "b") is unknown
              require rises(count(t where d == w.a), 2, w.c) or first_known(mean(t.c where c > w.c), 5) agrees with 5
              require any(t where b == w.b and c > first_known(count(u where a is known), 3))
            }
            rule joined "x" {
              for w
              require o is known
              require first_known(o, "a") == "a" or b == "b"
            }
            rule by-joined "x" {
              for u as k
              require count(w where o == k.o) > 1
            }
            rule series "x" {
              for t by a over c
              require previous.b == b or count(series where d == "a") > 2
            }
            rule groups "x" {
              for each a in t
              require count(series) < 9 and count(series where d == "b") < 4
            }
            rule pairs "x" {
              for each b in t with each r in u on a
              when r.o != "b"
              require any(series where c > r.c) or r.c == 3
            }
            rule other-groups "x" {
              for each b in t where c > 2 or d == "a"
              require count distinct(series.a) < 4 and median(series.c) > 3
            }
            rule from-t "x" {
              for t as k
              require count(w where a == k.a) < 9 and any(u where a == k.a and c > k.c)
            }
            """),
        OracleCase(
            "a column that only one of two files has", rows: ["t": 60, "u": 8, "w": 40], files: 2, strangers: 40,
            cells: [
                "a": ["a", "b", "c", ""], "b": ["a", "b"], "c": ["1", "3", "5", "9", ""],
                "d": ["a", "b", "c"], "o": ["a", "b"],
            ],
            missing: ["t": ["a", "d"], "u": ["a"]],
            chunks: [300, 70_000],
            """
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
            rule decided "x" {
              for w
              require count(t where (first_known(d, "a") == "a") and b == w.b) > 2
              require sum(t.c where c > 8 and d is unknown) > 30
            }
            rule asks "x" {
              for w
              require count(t where a is known) > 2 or w.c == 5
              require any(t where d is blank and c > 5) or w.c == 3
              require all(t where (a is known or c > 1) and b == w.b) or w.b == "a"
              require count(t where if d is known then c > 3 else b == "a") > 2 or w.c > 3
              require not any(t where (d is known or c == 9) and first_known(a, b) == w.b)
            }
            rule asked "x" {
              for w
              when sum(t.c where a == w.a) is known or w.c == 1
              require first_known(max(t.c where d == "a" and b == w.b), w.c) > 3
              require any(t where a == w.a) is true or min(t.c where d == "b") is unknown
              require rises(count(t where d == w.a), 2, w.c) or first_known(mean(t.c where c > w.c), 5) agrees with 5
              require any(t where b == w.b and c > first_known(count(u where a is known), 3))
            }
            rule joined "x" {
              for w
              require o is known
              require first_known(o, "a") == "a" or b == "b"
            }
            rule by-joined "x" {
              for u as k
              require count(w where o == k.o) > 1
            }
            rule series "x" {
              for t by a over c
              require previous.b == b or count(series where d == "a") > 2
            }
            rule groups "x" {
              for each a in t
              require count(series) < 9 and count(series where d == "b") < 4
            }
            rule pairs "x" {
              for each b in t with each r in u on a
              when r.o != "b"
              require any(series where c > r.c) or r.c == 3
            }
            rule other-groups "x" {
              for each b in t where c > 2 or d == "a"
              require count distinct(series.a) < 4 and median(series.c) > 3
            }
            rule from-t "x" {
              for t as k
              require count(w where a == k.a) < 9 and any(u where a == k.a and c > k.c)
            }
            """),
        OracleCase(
            "a column that may be absent", rows: ["t": 60, "u": 8, "w": 40], files: 1, strangers: 40,
            cells: [
                "a": ["a", "b", "c", ""], "b": ["a", "b"], "c": ["1", "3", "5", "9", ""],
                "d": ["a", "b", "c"], "o": ["a", "b"],
            ],
            chunks: [300, 70_000],
            """
            table t from "t.csv" {
              a text optional
              b text
              c whole
              d text
            }
            table u from "u.csv" {
              a text optional
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
            rule decided "x" {
              for w
              require count(t where (first_known(d, "a") == "a") and b == w.b) > 2
              require sum(t.c where c > 8 and d is unknown) > 30
            }
            rule asks "x" {
              for w
              require count(t where a is known) > 2 or w.c == 5
              require any(t where d is blank and c > 5) or w.c == 3
              require all(t where (a is known or c > 1) and b == w.b) or w.b == "a"
              require count(t where if d is known then c > 3 else b == "a") > 2 or w.c > 3
              require not any(t where (d is known or c == 9) and first_known(a, b) == w.b)
            }
            rule asked "x" {
              for w
              when sum(t.c where a == w.a) is known or w.c == 1
              require first_known(max(t.c where d == "a" and b == w.b), w.c) > 3
              require any(t where a == w.a) is true or min(t.c where d == "b") is unknown
              require rises(count(t where d == w.a), 2, w.c) or first_known(mean(t.c where c > w.c), 5) agrees with 5
              require any(t where b == w.b and c > first_known(count(u where a is known), 3))
            }
            rule joined "x" {
              for w
              require o is known
              require first_known(o, "a") == "a" or b == "b"
            }
            rule by-joined "x" {
              for u as k
              require count(w where o == k.o) > 1
            }
            rule series "x" {
              for t by a over c
              require previous.b == b or count(series where d == "a") > 2
            }
            rule groups "x" {
              for each a in t
              require count(series) < 9 and count(series where d == "b") < 4
            }
            rule pairs "x" {
              for each b in t with each r in u on a
              when r.o != "b"
              require any(series where c > r.c) or r.c == 3
            }
            rule other-groups "x" {
              for each b in t where c > 2 or d == "a"
              require count distinct(series.a) < 4 and median(series.c) > 3
            }
            rule from-t "x" {
              for t as k
              require count(w where a == k.a) < 9 and any(u where a == k.a and c > k.c)
            }
            """),
        OracleCase(
            "columns that only one of two files has though they may be absent", rows: ["t": 60, "u": 8, "w": 40],
            files: 2, strangers: 40,
            cells: [
                "a": ["a", "b", "c", ""], "b": ["a", "b"], "c": ["1", "3", "5", "9", ""],
                "d": ["a", "b", "c"], "o": ["a", "b"],
            ],
            chunks: [300, 70_000],
            """
            table t from "t.csv" {
              a text
              b text
              c whole
              d text optional
            }
            table u from "u.csv" {
              a text optional
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
            rule decided "x" {
              for w
              require count(t where (first_known(d, "a") == "a") and b == w.b) > 2
              require sum(t.c where c > 8 and d is unknown) > 30
            }
            rule asks "x" {
              for w
              require count(t where a is known) > 2 or w.c == 5
              require any(t where d is blank and c > 5) or w.c == 3
              require all(t where (a is known or c > 1) and b == w.b) or w.b == "a"
              require count(t where if d is known then c > 3 else b == "a") > 2 or w.c > 3
              require not any(t where (d is known or c == 9) and first_known(a, b) == w.b)
            }
            rule asked "x" {
              for w
              when sum(t.c where a == w.a) is known or w.c == 1
              require first_known(max(t.c where d == "a" and b == w.b), w.c) > 3
              require any(t where a == w.a) is true or min(t.c where d == "b") is unknown
              require rises(count(t where d == w.a), 2, w.c) or first_known(mean(t.c where c > w.c), 5) agrees with 5
              require any(t where b == w.b and c > first_known(count(u where a is known), 3))
            }
            rule joined "x" {
              for w
              require o is known
              require first_known(o, "a") == "a" or b == "b"
            }
            rule by-joined "x" {
              for u as k
              require count(w where o == k.o) > 1
            }
            rule series "x" {
              for t by a over c
              require previous.b == b or count(series where d == "a") > 2
            }
            rule groups "x" {
              for each a in t
              require count(series) < 9 and count(series where d == "b") < 4
            }
            rule pairs "x" {
              for each b in t with each r in u on a
              when r.o != "b"
              require any(series where c > r.c) or r.c == 3
            }
            rule other-groups "x" {
              for each b in t where c > 2 or d == "a"
              require count distinct(series.a) < 4 and median(series.c) > 3
            }
            rule from-t "x" {
              for t as k
              require count(w where a == k.a) < 9 and any(u where a == k.a and c > k.c)
            }
            """),
        OracleCase(
            "columns that the rows which ask do not have", rows: ["t": 60, "u": 8, "w": 40], files: 2, strangers: 40,
            cells: [
                "a": ["a", "b", "c", ""], "b": ["a", "b"], "c": ["1", "3", "5", "9", ""],
                "d": ["a", "b", "c"], "o": ["a", "b"],
            ],
            missing: ["w": ["b"], "t": ["d"]],
            chunks: [300, 70_000],
            """
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
            rule decided "x" {
              for w
              require count(t where (first_known(d, "a") == "a") and b == w.b) > 2
              require sum(t.c where c > 8 and d is unknown) > 30
            }
            rule asks "x" {
              for w
              require count(t where a is known) > 2 or w.c == 5
              require any(t where d is blank and c > 5) or w.c == 3
              require all(t where (a is known or c > 1) and b == w.b) or w.b == "a"
              require count(t where if d is known then c > 3 else b == "a") > 2 or w.c > 3
              require not any(t where (d is known or c == 9) and first_known(a, b) == w.b)
            }
            rule asked "x" {
              for w
              when sum(t.c where a == w.a) is known or w.c == 1
              require first_known(max(t.c where d == "a" and b == w.b), w.c) > 3
              require any(t where a == w.a) is true or min(t.c where d == "b") is unknown
              require rises(count(t where d == w.a), 2, w.c) or first_known(mean(t.c where c > w.c), 5) agrees with 5
              require any(t where b == w.b and c > first_known(count(u where a is known), 3))
            }
            rule joined "x" {
              for w
              require o is known
              require first_known(o, "a") == "a" or b == "b"
            }
            rule by-joined "x" {
              for u as k
              require count(w where o == k.o) > 1
            }
            rule series "x" {
              for t by a over c
              require previous.b == b or count(series where d == "a") > 2
            }
            rule groups "x" {
              for each a in t
              require count(series) < 9 and count(series where d == "b") < 4
            }
            rule pairs "x" {
              for each b in t with each r in u on a
              when r.o != "b"
              require any(series where c > r.c) or r.c == 3
            }
            rule other-groups "x" {
              for each b in t where c > 2 or d == "a"
              require count distinct(series.a) < 4 and median(series.c) > 3
            }
            rule from-t "x" {
              for t as k
              require count(w where a == k.a) < 9 and any(u where a == k.a and c > k.c)
            }
            """),
    ]
}
