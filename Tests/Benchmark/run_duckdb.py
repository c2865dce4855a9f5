#!/usr/bin/env python3
"""The standard checks in DuckDB.   run_duckdb.py DIR [THREADS=2] [--json FILE] [--profile]

One read_csv into a temporary table that keeps the keys, the parsed numbers and one flag per row
check (so the CSV is read once, in parallel, in file order: rowid + 1 is the row number), then the
set checks over that table. Numbers are parsed with string functions and TRY_CAST, patterns with RE2
only where they are needed: the fastest of the forms tried.

Two traps of DuckDB 2.0.0, both met here: an IN list of five or more becomes a MARK hash join, which
loses the file order of the load with 2 threads (hence the pattern for op; list_contains is rewritten
to the same join); and a column used only inside TRY_CAST is read as that type by the CSV reader,
which then stops at the first bad cell.
"""
import sys
import time

import duckdb

from common import ENUM, FIRST, NUM, check_header, report

args = [a for i, a in enumerate(sys.argv[1:], 1) if not a.startswith("--") and sys.argv[i - 1] != "--json"]
where = args[0]
threads = int(args[1]) if len(args) > 1 else 2
t0 = time.time()
check_header(f"{where}/returns.csv")
db = duckdb.connect()
db.execute(f"SET threads={threads}")

lit = lambda xs: "(" + ", ".join(f"'{x}'" for x in xs) + ")"


def num(s):
    """SQL: the number in a NUM string, in units (k and m applied); NULL if it is not one."""
    plain = (f"replace(CASE WHEN ends_with({s}, '%') THEN replace({s}[:-2], '£', '') WHEN starts_with({s}, '£') THEN "
             f"CASE WHEN ends_with({s}, 'm') OR ends_with({s}, 'k') THEN {s}[2:-2] ELSE {s}[2:] END "
             f"WHEN ends_with({s}, 'm') OR ends_with({s}, 'k') THEN {s}[:-2] ELSE {s} END, ',', '')")
    return (f"CASE WHEN regexp_full_match({s}, '{NUM}') THEN TRY_CAST({plain} AS DOUBLE) * "
            f"CASE WHEN contains({s}, 'm') THEN 1e6 WHEN contains({s}, 'k') THEN 1e3 ELSE 1.0 END END")


ROW_CHECKS = ["a_authority", "a_ref", "a_frequency", "a_kind", "a_unit", "a_better", "a_period", "a_target",
              "a_value", "a_rag", "a_numerator", "a_denominator", "b_rag", "c_comment", "e_ratio"]

LOAD = f"""
CREATE TEMP TABLE r AS
WITH raw AS (
  SELECT * FROM read_csv('{where}/returns.csv', header = true, all_varchar = true, nullstr = '\\N',
                         delim = ',', quote = '"', escape = '"', max_line_size = 1000000)
), split AS (
  SELECT *,
    starts_with(target, 'Between ') AS is_range,
    CASE WHEN starts_with(target, 'Between ') THEN split_part(target[9:], '-', 1)
         WHEN starts_with(target, '<') OR starts_with(target, '>') THEN ltrim(target, '<>=') ELSE target END AS lo_s,
    CASE WHEN starts_with(target, 'Between ') THEN split_part(target[9:], '-', 2) END AS hi_s
  FROM raw
), parsed AS (
  SELECT *, {num('value')} AS v, {num('lo_s')} AS lo,
    CASE WHEN is_range THEN {num('hi_s')} END AS hi,
    CASE WHEN is_range THEN '' ELSE target[:len(target) - len(lo_s)] END AS op,
    TRY_CAST(numerator AS BIGINT) AS nu, TRY_CAST(denominator AS BIGINT) AS de,
    regexp_full_match(period, '[0-9]{{4}}-Q[1-4]') AS period_ok
  FROM split
), judged AS (
  SELECT *,
    v IS NOT NULL OR value = 'DNA' AS value_ok,
    lo IS NOT NULL AND (hi IS NOT NULL OR NOT is_range) AND (op = '' OR regexp_full_match(op, '[<>]=?')) AS target_ok,
    regexp_full_match(numerator, '[0-9]*') AS nu_ok, regexp_full_match(denominator, '[0-9]*') AS de_ok,
    rag IN {lit(ENUM['rag'])} AS rag_ok, better IN {lit(ENUM['better'])} AS better_ok,
    CASE WHEN is_range THEN v >= lo AND v <= hi
         WHEN op = '>' THEN v > lo WHEN op = '<' THEN v < lo
         WHEN op = '>=' OR (op = '' AND better = 'higher') THEN v >= lo
         ELSE v <= lo END AS met,
    CASE WHEN is_range AND v > hi THEN hi ELSE lo END AS bound
  FROM parsed
)
SELECT authority, ref, period, rag, kind = 'cumulative' AND period_ok AND v IS NOT NULL AS cumul, v,
  NOT regexp_full_match(authority, '[EWSN][0-9]{{8}}') AS a_authority,
  NOT regexp_full_match(ref, '[0-9]{{1,2}}\\.[0-9]{{1,2}}') AS a_ref,
  frequency NOT IN {lit(ENUM['frequency'])} AS a_frequency,
  kind NOT IN {lit(ENUM['kind'])} AS a_kind,
  unit NOT IN {lit(ENUM['unit'])} AS a_unit,
  NOT better_ok AS a_better, NOT period_ok AS a_period, NOT target_ok AS a_target, NOT value_ok AS a_value,
  NOT rag_ok AS a_rag, NOT nu_ok AS a_numerator, NOT de_ok AS a_denominator,
  rag_ok AND better_ok AND target_ok AND value_ok AND rag <>
    CASE WHEN value = 'DNA' THEN 'Grey' WHEN met THEN 'Green'
         WHEN abs(v - bound) <= 0.05 * bound THEN 'Amber' ELSE 'Red' END AS b_rag,
  rag = 'Red' AND regexp_full_match(commentary, '\\s*') AS c_comment,
  unit = '%' AND nu_ok AND de_ok AND de > 0 AND
    abs(100.0 * nu / de - v) > 0.5 * CASE WHEN contains(value, '.')
      THEN pow(10, strpos(value, '.') + ends_with(value, '%')::INT - len(value)) ELSE 1 END + 1e-9 AS e_ratio
FROM judged
"""

SETS = {
    "d_cumul": """
      SELECT row FROM (
        SELECT rowid + 1 AS row, v,
               lag(v) OVER (PARTITION BY authority, ref, period[:4] ORDER BY period, rowid) AS before
        FROM r WHERE cumul)
      WHERE v < before""",
    "f_dup": """
      SELECT unnest(list_sort(rows)[2:]) + 1 AS row FROM (
        SELECT list(r.rowid) AS rows FROM r JOIN (
          SELECT authority, ref, period FROM r GROUP BY ALL HAVING count(*) > 1) USING (authority, ref, period)
        GROUP BY authority, ref, period)""",
    "g_totals": f"""
      SELECT row FROM (SELECT *, row_number() OVER () AS row FROM
                       read_csv('{where}/totals.csv', header = true, all_varchar = true)) t
      LEFT JOIN (SELECT authority, period, rag, count(*) AS k FROM r GROUP BY ALL) c USING (authority, period, rag)
      WHERE TRY_CAST(t.n AS BIGINT) IS DISTINCT FROM coalesce(c.k, 0)""",
}

db.execute(LOAD)
if "--profile" in sys.argv:
    print(f"load {time.time() - t0:.2f}", file=sys.stderr)
result = {}
counts = db.execute("SELECT " + ", ".join(f"count(*) FILTER ({c})" for c in ROW_CHECKS) + " FROM r").fetchone()
for c, k in zip(ROW_CHECKS, counts):
    rows = db.execute(f"SELECT rowid + 1 FROM r WHERE {c} ORDER BY rowid LIMIT {FIRST}").fetchall()
    result[c] = (k, [x[0] for x in rows])
if "--profile" in sys.argv:
    print(f"row checks {time.time() - t0:.2f}", file=sys.stderr)
for c, q in SETS.items():
    k, rows = db.execute(f"SELECT count(*), min(row, {FIRST}) FROM ({q})").fetchone()
    result[c] = (k, rows or [])
    if "--profile" in sys.argv:
        print(f"{c} {time.time() - t0:.2f}", file=sys.stderr)
report(result)
