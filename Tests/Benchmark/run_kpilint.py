#!/usr/bin/env python3
"""The standard checks in kpilint.   run_kpilint.py KPILINT DIR [THREADS=2] [--json FILE]

Checks DIR/returns.csv and DIR/totals.csv with standard-checks.rules (at most 1000 findings of each rule are asked
for; all are counted) and puts the counts and rows under the names of gen.py's checks, for verify.py.
"""
import json
import os
import subprocess
import sys

kpilint, where = sys.argv[1], sys.argv[2]
threads = sys.argv[3] if len(sys.argv) > 3 and not sys.argv[3].startswith("--") else "2"
rules = os.path.join(os.path.dirname(os.path.abspath(__file__)), "standard-checks.rules")
run = subprocess.run(
    [kpilint, "check", rules, "--table", f"returns={where}/returns.csv", "--table", f"totals={where}/totals.csv",
     "--threads", threads, "--limit", "1000", "--output", "json"], capture_output=True, text=True)
if run.returncode not in (0, 1):
    sys.exit(f"exit {run.returncode}: {run.stderr.strip()[-500:]}")
report = json.loads(run.stdout)

RULES = {
    "b-rag": "b_rag", "c-comment": "c_comment", "d-cumul": "d_cumul", "e-ratio": "e_ratio", "g-totals": "g_totals",
    "duplicate-key": "f_dup",
}
CELLS = ("bad-format", "missing-value", "unreadable-cell", "not-allowed")
NAMES = ("a_authority a_ref a_frequency a_kind a_unit a_better a_period a_target a_value a_rag a_numerator "
         "a_denominator b_rag c_comment d_cumul e_ratio f_dup g_totals").split()
out = {n: {"count": 0, "first": []} for n in NAMES}


def entry(name):
    return out[name]


for r in report["rules"]:
    if r["rule"] in CELLS and r["table"] == "returns":
        entry("a_" + r["column"])["count"] += r["broken"]
    elif r["rule"] in RULES and not (r["rule"] == "duplicate-key" and r["table"] != "returns"):
        entry(RULES[r["rule"]])["count"] += r["broken"]
for f in report["findings"]:
    row = f["location"]["row"]
    if f["rule"] in CELLS and f["table"] == "returns":
        entry("a_" + f["location"]["header"])["first"].append(row)
    elif f["rule"] in RULES and not (f["rule"] == "duplicate-key" and f["table"] != "returns"):
        entry(RULES[f["rule"]])["first"].append(row)
for e in out.values():
    e["first"] = sorted(e["first"])[:1000]
    if len(e["first"]) != min(1000, e["count"]):
        sys.exit(f"{e['count']} counted, {len(e['first'])} rows given")
if "--json" in sys.argv:
    with open(sys.argv[sys.argv.index("--json") + 1], "w") as file:
        json.dump(out, file)
print(json.dumps({k: v["count"] for k, v in sorted(out.items())}))
