"""Workbooks: kpilint reads what a reader sees and checks it; the rivals read the stored values and nothing else."""

import subprocess
import sys

from measuring import in_turn, least, peak, ratio, seconds, show, verdict, warm
from pathlib import Path

HERE = Path(__file__).resolve().parent

#: What others do with the first sheet: stored values in rows, without number formats.
RIVALS = {
    "Polars (fastexcel), stored values": (
        "fastexcel",
        "import polars\nprint(polars.read_excel(F, engine='calamine', infer_schema_length=None).shape)",
    ),
    "python-calamine, stored values": (
        "python_calamine",
        "import python_calamine\nbook = python_calamine.CalamineWorkbook.from_path(F)\n"
        "print(len(book.get_sheet_by_index(0).to_python()))",
    ),
}


def make(python, rows, scratch):
    path = scratch / f"return-{rows}.xlsx"
    if not path.exists():
        scratch.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        done = subprocess.run([python, HERE / "make_workbook.py", unfinished, str(rows)])
        if done.returncode:
            sys.exit("no workbook: it is made with XlsxWriter, which could not be installed")
        unfinished.rename(path)
    return path


def rules_for(kpilint, path):
    """The rule file that `init` starts, with the standard rules."""
    made = subprocess.run([kpilint, "init", path.name], cwd=path.parent, capture_output=True)
    if made.returncode:
        sys.exit("`kpilint init` made no rule file: " + made.stderr.decode(errors="replace")[-400:])
    rules = path.with_suffix(".rules")
    rules.write_bytes(made.stdout)
    return rules


def compare_workbooks(setting):
    """100,000 rows against the rivals, and a return of usual size. Gives whether all limits are kept."""
    large = make(setting.python, 100_000, setting.scratch)
    small = make(setting.python, 136, setting.scratch)
    warm(large, small)
    check = [setting.kpilint, "check", "--threads", str(setting.threads), "--output", "json", "--progress", "never"]
    commands = {"kpilint, as shown and checked": [*check, "--limit", "0", rules_for(setting.kpilint, large)]}
    for name, (module, code) in RIVALS.items():
        known = subprocess.run([setting.python, "-c", f"import {module}"], stderr=subprocess.DEVNULL)
        if known.returncode == 0:
            commands[name] = [setting.python, "-c", f"F = {str(large)!r}\n{code}"]
        else:
            print(f"  {name}: not there, and left out", flush=True)
    runs = in_turn(commands, setting.pairs)
    own = runs["kpilint, as shown and checked"]
    first = runs.get("Polars (fastexcel), stored values")
    rows = []
    for name, found in runs.items():
        limits = [peak(found) <= 250, first is None or least(own, "wall") <= 1.5 * least(first, "wall")]
        rows.append([
            name, seconds(least(found, "wall")), seconds(least(found, "cpu")), ratio(found, own),
            f"{peak(found):.0f} MiB", verdict(*limits) if found is own else "",
        ])
    show(f"A workbook of 100,000 rows and 17 columns ({large.stat().st_size >> 20} MiB)",
         ["", "wall s", "cpu s", "of kpilint's", "peak", ""], rows)
    usual = in_turn({"136 rows": [*check, rules_for(setting.kpilint, small)]}, max(5, setting.pairs))["136 rows"]
    quick = least(usual, "wall") <= 0.025
    show("A workbook of usual size, process start included", ["", "wall ms", "peak", ""], [
        ["136 rows", f"{1000 * least(usual, 'wall'):.1f}", f"{peak(usual):.0f} MiB", verdict(quick)]])
    return all([*(row[-1] in ("", "ok") for row in rows), quick, mark_workbook(setting, large)])


#: Values are shares between 0 and 1, evenly: about one cell in a hundred is at fault.
MARKED = """
table kpis from "{name}" {{
  ref   text    from "Ref" required
  value percent from "Value"
  key ref
}}
rule too-low error "A value is at least 17 %" {{
  for kpis
  require value >= 17%
  help "say why it is so low"
  at value
}}
"""


def mark_workbook(setting, path):
    """A marked copy of 100,000 rows, the check included: at least 50,000 rows a second, in less than 400 MiB."""
    rules = path.with_name("marked.rules")
    rules.write_text(MARKED.format(name=path.name))
    copy = path.with_name("marked.copy")
    command = [
        setting.kpilint, "check", "--threads", str(setting.threads), "--progress", "never", "--quiet", rules,
        "--output", f"xlsx={copy}",
    ]
    found = in_turn({"marked copy": command}, setting.pairs)["marked copy"]
    speed = 100_000 / least(found, "wall")
    kept = verdict(speed >= 50_000, peak(found) <= 400)
    show("A marked copy of 100,000 rows and 17 columns, the check included", ["", "wall s", "cpu s", "rows a s", "peak", ""], [
        ["about 17,000 cells marked", seconds(least(found, "wall")), seconds(least(found, "cpu")), f"{speed:,.0f}",
         f"{peak(found):.0f} MiB", kept]])
    return kept == "ok"
