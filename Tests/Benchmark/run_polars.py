#!/usr/bin/env python3
"""The standard checks in Polars, lazy.   run_polars.py DIR [THREADS=2] [--engine streaming|in-memory] [--json FILE]

scan_csv with every column as text; one lazy query keeps the keys, the parsed value and a flag per row
check; the set checks run on that frame. Row numbers come from row_index.
"""
import os
import sys

options = ("--json", "--engine")
args = [a for i, a in enumerate(sys.argv[1:], 1) if not a.startswith("--") and sys.argv[i - 1] not in options]
where = args[0]
os.environ["POLARS_MAX_THREADS"] = args[1] if len(args) > 1 else "2"
engine = sys.argv[sys.argv.index("--engine") + 1] if "--engine" in sys.argv else "streaming"

import polars as pl                                    # after the thread count is set

from common import COLUMNS, ENUM, FIRST, NUM, PATTERN, check_header, report

check_header(f"{where}/returns.csv")
ROW_CHECKS = ["a_authority", "a_ref", "a_frequency", "a_kind", "a_unit", "a_better", "a_period", "a_target",
              "a_value", "a_rag", "a_numerator", "a_denominator", "b_rag", "c_comment", "e_ratio"]
c = pl.col
NUM_RE = f"^{NUM}$".replace("$", r"\z")                # Rust's $ is already the end of text; \z is plain


def num(e):
    """The number in a NUM string, m and k applied; null where it is not one."""
    digits = e.str.strip_chars_start("£").str.strip_chars_end("%").str.strip_chars_end("mk")
    digits = digits.str.replace_all(",", "", literal=True)
    has = lambda letter: e.str.contains(letter, literal=True)
    scale = pl.when(has("m")).then(1e6).when(has("k")).then(1e3).otherwise(1.0)
    return pl.when(e.str.contains(NUM_RE)).then(digits.cast(pl.Float64, strict=False) * scale)


bounds = c("body").str.split_exact("-", 1)
is_range = c("target").str.starts_with("Between ")
flags = (
    pl.scan_csv(f"{where}/returns.csv", infer_schema=False, empty_string_is_null=False)
    .with_row_index("row", offset=1)
    .drop("indicator")
    .with_columns(
        v=num(c("value")), is_range=is_range,
        body=pl.when(is_range).then(c("target").str.slice(8)).otherwise(c("target").str.strip_chars_start("<>=")),
        period_ok=c("period").str.contains(PATTERN["period"]),
        nu_ok=c("numerator").str.contains(PATTERN["numerator"]),
        de_ok=c("denominator").str.contains(PATTERN["denominator"]),
        rag_ok=c("rag").is_in(ENUM["rag"]), better_ok=c("better").is_in(ENUM["better"]))
    .with_columns(
        lo=num(pl.when(c("is_range")).then(bounds.struct.field("field_0")).otherwise(c("body"))),
        hi=pl.when(c("is_range")).then(num(bounds.struct.field("field_1"))),
        value_ok=c("v").is_not_null() | (c("value") == "DNA"),
        target_ok=c("target").str.contains(PATTERN["target"]),
        nu=pl.when(c("nu_ok")).then(c("numerator").cast(pl.Int64, strict=False)),
        de=pl.when(c("de_ok")).then(c("denominator").cast(pl.Int64, strict=False)),
        places=pl.when(c("value").str.contains(".", literal=True))
        .then(c("value").str.strip_chars_end("%").str.len_bytes().cast(pl.Int32)
              - c("value").str.find(".", literal=True).cast(pl.Int32) - 1)
        .otherwise(0))
    .with_columns(
        met=pl.when(c("is_range")).then((c("v") >= c("lo")) & (c("v") <= c("hi")))
        .when(c("target").str.starts_with(">=")).then(c("v") >= c("lo"))
        .when(c("target").str.starts_with("<=")).then(c("v") <= c("lo"))
        .when(c("target").str.starts_with(">")).then(c("v") > c("lo"))
        .when(c("target").str.starts_with("<")).then(c("v") < c("lo"))
        .when(c("better") == "higher").then(c("v") >= c("lo")).otherwise(c("v") <= c("lo")),
        bound=pl.when(c("is_range") & (c("v") > c("hi"))).then(c("hi")).otherwise(c("lo")))
    .select(
        "row", "authority", "ref", "period", "rag", "v",
        cumul=(c("kind") == "cumulative") & c("period_ok") & c("v").is_not_null(),
        a_authority=~c("authority").str.contains(PATTERN["authority"]),
        a_ref=~c("ref").str.contains(PATTERN["ref"]),
        a_frequency=~c("frequency").is_in(ENUM["frequency"]),
        a_kind=~c("kind").is_in(ENUM["kind"]),
        a_unit=~c("unit").is_in(ENUM["unit"]),
        a_better=~c("better_ok"), a_period=~c("period_ok"), a_target=~c("target_ok"), a_value=~c("value_ok"),
        a_rag=~c("rag_ok"), a_numerator=~c("nu_ok"), a_denominator=~c("de_ok"),
        b_rag=c("rag_ok") & c("better_ok") & c("target_ok") & c("value_ok") & (
            c("rag") != pl.when(c("value") == "DNA").then(pl.lit("Grey")).when(c("met")).then(pl.lit("Green"))
            .when((c("v") - c("bound")).abs() <= 0.05 * c("bound")).then(pl.lit("Amber")).otherwise(pl.lit("Red"))),
        c_comment=(c("rag") == "Red") & (c("commentary").str.strip_chars() == ""),
        e_ratio=((c("unit") == "%") & (c("de") > 0) & ((100.0 * c("nu") / c("de") - c("v")).abs()
                 > 0.5 * pl.lit(10.0).pow(-c("places")) + 1e-9)).fill_null(False))
    .collect(engine=engine)
)

r = flags.lazy()
totals = pl.scan_csv(f"{where}/totals.csv", infer_schema=False).with_row_index("row", offset=1)
sets = {
    "d_cumul": r.filter("cumul").select("row", "authority", "ref", "period", "v")
    .sort("authority", "ref", "period", "row")
    .with_columns(year=c("period").str.head(4))
    .filter((c("v") < c("v").shift()) & (c("authority") == c("authority").shift())
            & (c("ref") == c("ref").shift()) & (c("year") == c("year").shift())),
    "f_dup": r.filter(~pl.struct("authority", "ref", "period").is_first_distinct()).select("row"),
    "g_totals": totals
    .join(r.group_by("authority", "period", "rag").len(), on=["authority", "period", "rag"], how="left")
    .filter(c("n").cast(pl.Int64) != c("len").fill_null(0)).select("row"),
}
result = {}
for name in ROW_CHECKS:
    rows = flags.filter(c(name))["row"]
    result[name] = (len(rows), rows[:FIRST].to_list())
for name, q in sets.items():
    rows = q.select(c("row").sort()).collect(engine=engine)["row"]
    result[name] = (len(rows), rows[:FIRST].to_list())
report(result)
