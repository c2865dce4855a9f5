"""The standard checks in kpilint and in what people would otherwise use, side by side."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from measuring import in_turn, middle, peak, ratio, seconds, show, warm

HERE = pathlib.Path(__file__).resolve().parent
RULES = HERE / "standard-checks.rules"


def check(kpilint, folder, threads, rules=RULES, limit=1000, returns=None, with_totals=True):
    """The command that checks a folder's return with standard-checks.rules, or with other rules about its tables."""
    tables = ["--table", f"returns={returns or folder / 'returns.csv'}"]
    if with_totals:
        tables += ["--table", f"totals={folder / 'totals.csv'}"]
    return [
        kpilint, "check", rules, *tables, "--threads", threads, "--limit", limit, "--output", "json", "--no-ci-detect",
    ]


def verify(setting, rivals):
    """Holds every tool's counts and first rows against what the generator knows. Says whether kpilint's are right."""
    programs = {"kpilint": [sys.executable, HERE / "run_kpilint.py", setting.kpilint]}
    programs |= {name: [setting.python, HERE / script] for name, script in rivals.items()}
    right = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name, program in programs.items():
            result = pathlib.Path(scratch) / f"{name}.json"
            command = [*program, setting.folder, str(setting.threads), "--json", result]
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            words = done.stderr.strip()[-800:]
            if done.returncode == 0:
                command = [sys.executable, HERE / "verify.py", setting.folder / "truth.json", result]
                done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
                words = done.stdout.strip()
            right[name] = done.returncode == 0
            print(f"  {name}: {words}", flush=True)
    for name in list(rivals):
        if not right[name]:
            print(f"  {name} is left out: it does not do the same work")
            del rivals[name]
    return right["kpilint"]


def compare(setting, rivals):
    """Times the standard checks: kpilint with one thread and more, and the others with as many."""
    size = json.loads((setting.folder / "truth.json").read_text())
    warm(setting.folder / "returns.csv", setting.folder / "totals.csv")
    ours = f"kpilint, {setting.threads} threads"
    commands = {ours: check(setting.kpilint, setting.folder, setting.threads)}
    for name, script in rivals.items():
        label = f"{name}, {setting.threads} threads"
        commands[label] = [setting.python, HERE / script, setting.folder, str(setting.threads)]
    if setting.threads > 1:
        commands["kpilint, 1 thread"] = check(setting.kpilint, setting.folder, 1)
    # What it costs to put findings into words: the others give numbers of rows alone.
    commands["kpilint, counts only"] = check(setting.kpilint, setting.folder, setting.threads, limit=0)
    runs = in_turn(commands, setting.pairs)
    rows = []
    for name, all in runs.items():
        walls = sorted(run.wall for run in all)
        rows.append(
            [
                name, seconds(middle(all)), f"{seconds(walls[0])}-{seconds(walls[-1])}", seconds(middle(all, "cpu")),
                round(peak(all)), round(size["bytes"] / 1e6 / middle(all)), ratio(all, runs[ours]),
            ]
        )
    title = f"The standard checks, {size['rows']:,} rows, {size['bytes'] / 1e6:,.0f} MB, {setting.pairs} runs in turn"
    show(title, ["", "wall s", "min-max", "cpu s", "peak MiB", "MB/s", "time by kpilint's, pair by pair"], rows)
    if not rivals:
        print("  nothing to compare with: neither Polars nor DuckDB is here")


def start_up(setting, folder):
    """Times a return of the size that one council sends."""
    runs = in_turn({"kpilint": check(setting.kpilint, folder, setting.threads)}, 20)["kpilint"]
    walls = sorted(run.wall * 1000 for run in runs)
    row = ["kpilint", f"{middle(runs) * 1000:.1f}", f"{walls[0]:.1f}-{walls[-1]:.1f}", round(peak(runs))]
    show("The standard checks, 136 rows, 20 runs", ["", "wall ms", "min-max", "peak MiB"], [row])


def rivals(python):
    """The scripts of the tools that are installed."""
    found = {}
    for name, module, script in (("Polars", "polars", "run_polars.py"), ("DuckDB", "duckdb", "run_duckdb.py")):
        command = [python, "-c", f"import {module}; print({module}.__version__)"]
        done = subprocess.run(command, capture_output=True, text=True) if os.path.exists(python) else None
        if done and done.returncode == 0:
            found[name] = script
            print(f"{name} {done.stdout.strip()}")
        else:
            print(f"{name} is not installed and not compared with")
    return found
