"""Small inputs of other projects' suites with their verdicts: the rows and cells that kpilint reads, and what it says of the file."""

import json
import pathlib

import pytest

from conftest import run

SUITES = pathlib.Path(__file__).parent / "suites"
# Breaks on every row and names all columns, so that each finding holds the row's cells.
EVERY_ROW = """
let nothing = false
rule every-row "A row" {{
  for t
  require nothing{columns}
}}
"""


def cases():
    for path in sorted(SUITES.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def columns(case):
    """The table's column lines and its columns' names; headers are those that the suite reads, or `h1`, `h2`, …"""
    if "columns" in case:
        lines = case["columns"]
        return lines, [line.split()[0] for line in lines if line.split()[0] not in ("key", "join")]
    cells = case.get("here", {}).get("cells", case["cells"])
    headers = case.get("headers") or [f"h{n + 1}" for n in range(max((len(row) for row in cells), default=1))]
    names = [f"c{n + 1}" for n in range(len(headers))]
    return [f"{name} text from {json.dumps(header)}" for name, header in zip(names, headers)], names


def read(case, folder):
    """What kpilint makes of a case: its rows' cells, and `rule:line` for all else that it finds."""
    text = case["input"]
    if "headers" not in case and "columns" not in case:
        # A file without a header gets one, separated and ended like the rest.
        separator = case.get("separator", ",")
        _, names = columns(case)
        text = separator.join(f"h{n + 1}" for n in range(len(names))) + case.get("end", "\n") + text
    (folder / "t.csv").write_bytes(text.encode(case.get("encoding", "utf-8")))
    for name, other in case.get("files", {}).items():
        (folder / name).write_bytes(other.encode())
    lines, names = columns(case)
    rules = f'table t from "t.csv" {case.get("options", "")} {{\n' + "".join(f"  {line}\n" for line in lines) + "}\n"
    rules += case.get("rules", "") + EVERY_ROW.format(columns="".join(f" and {name} is known" for name in names))
    (folder / "t.rules").write_text(rules, encoding="utf-8")
    done = run(["check", "t.rules", "--allow-empty", "--output", "json"], folder)
    assert done.returncode in (0, 1), done.stderr.decode()
    rows, says = [], []
    for finding in json.loads(done.stdout)["findings"]:
        if finding["rule"] == "every-row":
            rows.append([finding["values"][name].strip() for name in names])
        else:
            says.append(f"{finding['rule']}:{finding['location']['line']}")
    return rows, sorted(says)


@pytest.mark.parametrize("case", cases())
def test_reads_what_a_suite_reads_or_says_why_not(case, tmp_path):
    here = case.get("here", {})
    assert ("here" in case) == ("why" in case), "where kpilint differs, the case says why"
    rows, says = read(case, tmp_path)
    cells = here.get("cells", case.get("cells"))
    if cells is not None:
        width = len(columns(case)[1])
        # Texts are read without the white space at their ends, and rows of blank cells alone are none.
        padded = [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in cells]
        assert rows == [row for row in padded if any(row)]
    assert says == sorted(here.get("says", case.get("says", [])))
