"""How the time moves when only the shape of the work changes: rows that fail, more rules, nasty files.

Figures are ratios, pair by pair, and peak memory: what took how long in itself depends on the machine.
"""

import json

from comparing import RULES, check
from many_rules import cells_touched, every_row, many_rules
from measuring import in_turn, middle, peak, ratio, show, warm
from nasty_files import NASTY, make


def compare_shapes(setting):
    scratch = setting.scratch / "shapes"
    scratch.mkdir(parents=True, exist_ok=True)
    rows = json.loads((setting.folder / "truth.json").read_text())["rows"]
    warm(setting.folder / "returns.csv", setting.folder / "totals.csv")
    failing_rows(setting, scratch)
    more_rules(setting, scratch, rows)
    nasty_files(setting, scratch)


def failing_rows(setting, scratch):
    commands = {}
    for name, fails in (("no row fails", False), ("every row fails", True)):
        rules = scratch / f"{name.replace(' ', '-')}.rules"
        rules.write_text(every_row(fails), encoding="utf-8")
        commands[name] = check(setting.kpilint, setting.folder, setting.threads, rules, with_totals=False)
    runs = in_turn(commands, setting.pairs)
    first = runs["no row fails"]
    rows = [[name, f"{middle(all):.3f}", ratio(all, first), round(peak(all))] for name, all in runs.items()]
    show("Five rules, 1000 findings of each kept", ["", "wall s", "time by the first's", "peak MiB"], rows)


def more_rules(setting, scratch, rows):
    forty = scratch / "forty.rules"
    forty.write_text(many_rules(), encoding="utf-8")
    rules = {"5 rules": RULES, "40 rules, the standard pack among them": forty}
    # Counts only: the findings of 40 rules take longer to write than those of 5, which says nothing of judging.
    commands = {
        name: check(setting.kpilint, setting.folder, setting.threads, path, limit=0) for name, path in rules.items()
    }
    runs = in_turn(commands, setting.pairs)
    touched = {name: cells_touched(path.read_text(encoding="utf-8")) for name, path in rules.items()}
    lines = []
    for name, all in runs.items():
        cell = f"{middle(all) * 1e9 / rows / touched[name]:.1f}"
        wall = f"{middle(all):.3f}"
        lines.append([name, wall, ratio(all, runs["5 rules"]), touched[name], cell, round(peak(all))])
    header = ["", "wall s", "time by the first's", "cells a row touched", "ns a cell touched", "peak MiB"]
    show("More rules, findings counted only", header, lines)


def nasty_files(setting, scratch):
    files = {"the standard file": setting.folder / "returns.csv"}
    for name in NASTY:
        path = scratch / f"{name.replace(' ', '-').replace(',', '')}.csv"
        if name == "one big cell":
            path = scratch / f"one-cell-of-{setting.cell_mb}-MB.csv"
        make(name, files["the standard file"], path, setting.cell_mb)
        files[name] = path
    warm(*files.values())
    commands = {
        name: check(setting.kpilint, setting.folder, setting.threads, returns=path) for name, path in files.items()
    }
    runs = in_turn(commands, setting.pairs)
    standard = files["the standard file"].stat().st_size
    lines = []
    for name, all in runs.items():
        size = files[name].stat().st_size
        byte = ratio(all, runs["the standard file"], standard / size)
        lines.append([name, f"{size / 1e6:.1f}", f"{middle(all):.3f}", byte, round(peak(all))])
    show(
        "Nasty files, the standard checks",
        ["", "MB", "wall s", "time a byte by the first's", "peak MiB"], lines,
    )
