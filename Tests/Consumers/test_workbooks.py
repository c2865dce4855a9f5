"""Workbooks: the examples' returns in every clothing give the findings of their delimited text, and no package does harm."""

import csv
import datetime
import json
import os
import pathlib
import random
import re
import resource
import subprocess
import sys
import time
import zipfile

import openpyxl
import openpyxl.comments
import openpyxl.styles
import openpyxl.workbook.defined_name
import pytest
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import NamedExpressions, NamedRange, Table, TableCell, TableRow
from odf.text import P

from conftest import KPILINT, ROOT, run

EXAMPLES = [
    ("rutland-2016-17-q4", "rutland-2016-17.rules"),
    ("rutland-2023-24-q2", "rutland-2023-24.rules"),
    ("hart-2014-15", "hart.rules"),
    ("scotland-corp09-quarterly", "corp09.rules"),
]


def rows_of(path):
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    return list(csv.reader(text.splitlines(keepends=True)))


def write_xlsx(rows, path, title=0):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Q2 KPIs"
    for number, row in enumerate(rows, start=1 + title):
        for column, cell in enumerate(row, start=1):
            if cell != "":
                place = sheet.cell(number, column)
                place.value = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", cell)
                place.data_type = "s"
    book.save(path)


def write_ods(rows, path):
    document = OpenDocumentSpreadsheet()
    table = Table(name="Q2 KPIs")
    for row in rows:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string") if text else TableCell()
            for part in text.split("\n") if text else []:
                cell.addElement(P(text=part))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(path)


def findings(folder, rules):
    result = run(["check", rules, "--output", "json"], folder)
    assert result.returncode in (0, 1), result.stderr.decode()
    return json.loads(result.stdout)["findings"]


def essence(finding):
    # Where it stands differs between a text and a sheet, and so do the files' names.
    message = re.sub(r"\.(csv|xlsx|ods)", "", finding["message"])
    message = re.sub(r"(line|row)s? [0-9]+", "place", message)
    return finding["rule"], message, finding["severity"]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("example, rules", EXAMPLES)
def test_every_clothing(example, rules, kind, tmp_path):
    source = ROOT / "examples" / example
    plain, dressed = tmp_path / "plain", tmp_path / "dressed"
    for folder in (plain, dressed):
        folder.mkdir()
        for path in (ROOT / "examples").glob("*.*"):
            (folder.parent / path.name).write_bytes(path.read_bytes())
        for path in source.glob("*"):
            (folder / path.name).write_bytes(path.read_bytes())
    text = (dressed / rules).read_text()
    returns = [path for path in dressed.glob("*.csv") if f'from "{path.name}"' in text]
    assert returns
    for path in returns:
        rows = rows_of(path)
        if kind == "ods" and any(cell != cell.strip() or "  " in cell for row in rows for cell in row):
            # White space in OpenDocument needs elements of its own, which this script does not write.
            rows = [
                ["\n".join(" ".join(line.split()) for line in cell.split("\n")) for cell in row] for row in rows
            ]
        with open(plain / path.name, "w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows(rows)
        (write_xlsx if kind == "xlsx" else write_ods)(rows, path.with_suffix("." + kind))
        text = text.replace(f'"{path.name}"', f'"{path.stem}.{kind}"')
        path.unlink()
    text = re.sub(r' separated by "[^"]*"| encoded as "[^"]*"', "", text)
    (dressed / rules).write_text(text)
    expected = sorted(map(essence, findings(plain, rules)))
    assert expected
    assert sorted(map(essence, findings(dressed, rules))) == expected


KPIS = """
table kpis from "q2.xlsx" {
  ref       text required
  theme     text
  indicator text
  value     percent from "Quarter 2 Value"
  rag       choice "Green", "Amber", "Red" from "Quarter 2 RAG"
  budget    money
  due       date
  key ref
}
rule high-enough error "The value is high enough" {
  for kpis
  require value >= 90%
  message "{theme}: {ref} is at {value}"
  at value
}
rule is-late query "It is due this year" {
  for kpis
  require due < 2025-01-01
  message "{ref} is due {due}"
  at due
}
rule has-money query "Something is to be spent" {
  for kpis
  require budget > 0
  message "{ref} has {budget}"
}
"""


def test_a_sheet_as_officers_keep_it(tmp_path):
    """A title, a header of two lines, merged themes, formats, headings, a hidden row, a failed formula, notes below."""
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "Cover"
    cover["A1"] = "Performance report"
    sheet = book.create_sheet("Q2 KPIs")
    sheet["B2"] = "Performance in quarter 2"
    for column, (top, bottom) in enumerate(
        [("Ref", None), ("Theme", None), ("Indicator", None), ("Quarter 2", "Value"), (None, "RAG [note 1]"),
         ("Budget", None), ("Due", None)], start=2
    ):
        sheet.cell(4, column).value = top
        sheet.cell(5, column).value = bottom
        if bottom is None:
            sheet.merge_cells(start_row=4, end_row=5, start_column=column, end_column=column)
    sheet.merge_cells("E4:F4")
    lines = [
        ("K1", "People", "Calls answered\nin time", 0.924, "Green", 1_344_000, datetime.date(2024, 6, 1)),
        ("K2", None, "Invoices paid", 0.8996, "Amber", 0, datetime.date(2025, 2, 1)),
        ("Money", None, None, None, None, None, None),
        ("K3", "Place", "Bins", 0.5, "Red", -60_300, datetime.date(2024, 9, 30)),
        ("K4", "Place", "Roads", "=1/0", "Red", 5, datetime.date(2024, 9, 30)),
    ]
    for number, line in enumerate(lines, start=6):
        for column, value in enumerate(line, start=2):
            cell = sheet.cell(number, column)
            if value is not None:
                cell.value = value
            if column == 5:
                cell.number_format = "0.0%"
            if column == 7:
                cell.number_format = '"£"#,##0.0,,"m";("£"#,##0);"-"??'
            if column == 8:
                cell.number_format = "mm/dd/yyyy"
    sheet.merge_cells("C6:C7")
    sheet.merge_cells("B8:H8")
    sheet.row_dimensions[9].hidden = True
    sheet["B13"] = "[note 1] As agreed."
    sheet["B14"] = "Source: the council"
    book.create_sheet("Notes")["A1"] = "nothing"
    book.save(tmp_path / "made.xlsx")
    # openpyxl stores no results: the failed formula gets one.
    with zipfile.ZipFile(tmp_path / "made.xlsx") as old, zipfile.ZipFile(tmp_path / "q2.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                text = data.decode()
                fixed = re.sub(r'(<c r="E10"[^>]*?)( t="\w+")?><f>1/0</f><v ?/?>(</v>)?', r'\1 t="e"><f>1/0</f><v>#DIV/0!</v>', text)
                assert fixed != text
                data = fixed.encode()
            new.writestr(name, data)
    (tmp_path / "check.rules").write_text(KPIS)
    result = run(["check", "check.rules", "--output", "short"], tmp_path)
    out = result.stdout.decode() + result.stderr.decode()
    assert "q2.xlsx:7:5: error: “Q2 KPIs”!E7: People: K2 is at 90.0%" not in out, out
    assert "q2.xlsx:9:5: error: “Q2 KPIs”!E9: Place: K3 is at 50.0%" in out, out
    assert "“Q2 KPIs”!E10: " in out and "spreadsheet-error" in out, out
    assert "q2.xlsx:7:8: warning: “Q2 KPIs”!H7: K2 is due 2025-02-01" in out, out
    assert "K2 has 0 [" in out and "K3 has (£60,300)" in out and "K1 has" not in out, out
    assert "row 8: a heading alone" in out and "rows 13 to 14 below the table" in out, out
    assert "the header is on lines 4 to 5" in out, out
    for word in ("missing-value", "missing-column", "lines-above-header", "K1 "):
        assert word not in out, out


def test_one_sheet_for_each_theme(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    for theme, value in [("People", 0.5), ("Place", 0.95), ("Money", 0.1)]:
        sheet = book.create_sheet(f"Theme {theme}")
        for row in [["ref", "value"], [f"{theme}-1", value], [f"{theme}-2", 0.99]]:
            sheet.append(row)
        for number in (2, 3):
            sheet.cell(number, 2).number_format = "0%"
    book.save(tmp_path / "q2.xlsx")
    (tmp_path / "check.rules").write_text(
        """
table kpis from "q2.xlsx" sheet "Theme {theme}" {
  ref   text required
  theme choice "People", "Place", "Money"
  value percent
  key ref
}
rule high-enough error "High enough" {
  for kpis
  require value >= 90%
  message "{theme}: {ref} is at {value}"
  at value
}
"""
    )
    out = run(["check", "check.rules", "--output", "short"], tmp_path).stdout.decode().splitlines()
    assert sorted(out) == [
        "q2.xlsx:2:2: error: “Theme Money”!B2: Money: Money-1 is at 10% [high-enough]",
        "q2.xlsx:2:2: error: “Theme People”!B2: People: People-1 is at 50% [high-enough]",
    ]


def test_statuses_by_colour(tmp_path):
    """Theme colours, standard ones, words beside them, a colour that means nothing, one that contradicts its word."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["ref", "value", "target", "rag"])
    solid = openpyxl.styles.PatternFill
    colours = openpyxl.styles.colors.Color
    fills = [
        ("K1", 95, 90, None, solid("solid", fgColor="FF92D050")),
        ("K2", 50, 90, None, solid("solid", fgColor="FFFF0000")),
        ("K3", 50, 90, None, solid("solid", fgColor="FF00B050")),
        ("K4", 95, 90, "Green", None),
        ("K5", 95, 90, "Red", solid("solid", fgColor="FFC6EFCE")),
        ("K6", 95, 90, None, solid("solid", fgColor=colours(theme=9, tint=-0.25))),
        ("K7", 95, 90, None, solid("solid", fgColor="FFF2F2F2")),
    ]
    for ref, value, target, text, fill in fills:
        sheet.append([ref, value, target, text])
        if fill:
            sheet.cell(sheet.max_row, 4).fill = fill
    book.save(tmp_path / "q2.xlsx")
    (tmp_path / "check.rules").write_text(
        """
scheme council for value, target {
  green "Green" when value >= target
  amber "Amber" when value >= target - 5
  red   "Red"   otherwise
}
table kpis from "q2.xlsx" {
  ref    text required
  value  number
  target number
  rag    status council by fill
  key ref
}
rule rag-follows error "The status follows" {
  for kpis
  when rag is known
  require rag == due(rag)
  message "{ref} is {rag}, due {due(rag)}"
  at rag
}
"""
    )
    result = run(["check", "check.rules", "--output", "short"], tmp_path)
    out = result.stdout.decode() + result.stderr.decode()
    assert "!D4: K3 is Green, due Red" in out, out
    assert "!D7: K6 is Amber, due Green" in out or "!D7: K6 is Green" in out, out
    assert "D6" in out and "Red (filled green)" in out, out
    assert "F2F2F2 (D8)" in out, out
    for ref in ("K1 is", "K2 is", "K4 is"):
        assert ref not in out, out


def nasty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nasty")
    subprocess.run(
        [sys.executable, str(pathlib.Path(__file__).with_name("nasty_workbooks.py")), str(folder)], check=True,
        capture_output=True,
    )
    lines = (folder / "nasty.tsv").read_text().splitlines()[1:]
    return folder, [line.split("\t")[:2] for line in lines]


RULES = """
table kpis from "FILE" {
  ref       text
  indicator text optional
  value     percent optional
  target    percent optional
  rag       text optional
  due       date optional
}
rule has-ref "It has a ref" {
  for kpis
  require ref != ""
}
"""


def test_hostile_packages(tmp_path_factory):
    folder, files = nasty(tmp_path_factory)
    assert len(files) == 106
    wrong = []
    for name, must in files:
        (folder / "check.rules").write_text(RULES.replace("FILE", name))
        start = time.monotonic()
        process = subprocess.Popen(
            [KPILINT, "check", "check.rules", "--output", "json", "--allow-empty"], cwd=folder,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        out = process.stdout.read()
        process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        code = status >> 8
        if status & 0x7F or code not in (0, 1, 3):
            wrong.append(f"{name}: ended with {status}")
            continue
        unreadable = json.loads(out).get("unreadable", [])
        if must == "refuse" and not unreadable:
            wrong.append(f"{name}: is read")
        if must == "refuse" and unreadable and len(unreadable[0]["reason"]) < 15:
            wrong.append(f"{name}: {unreadable[0]['reason']}")
        is_table = name.startswith(("plain", "stored", "zip64", "strict", "prefixed", "utf16", "bom_parts", "hidden.x"))
        if is_table and unreadable:
            wrong.append(f"{name}: {unreadable[0]['reason']}")
        # The debug build is the one that is tested here, some ten times slower than a release.
        if seconds > 10 or usage.ru_maxrss > 256 * 1024:
            wrong.append(f"{name}: {seconds:.1f} s, {usage.ru_maxrss >> 10} MiB")
    assert not wrong, "\n".join(wrong)


def test_mutated_packages_are_answered(tmp_path):
    """Bytes of packages, and of their parts, changed at random: an answer each time."""
    write_xlsx([["ref", "value"], ["K1", "5"], ["K2", "6"]], tmp_path / "whole.xlsx")
    write_ods([["ref", "value"], ["K1", "5"], ["K2", "6"]], tmp_path / "whole.ods")
    rng = random.Random(7)
    for kind in ("xlsx", "ods"):
        whole = (tmp_path / f"whole.{kind}").read_bytes()
        with zipfile.ZipFile(tmp_path / f"whole.{kind}") as package:
            parts = {name: package.read(name) for name in package.namelist()}
        (tmp_path / "check.rules").write_text(f'table t from "q.{kind}" {{\n ref text\n value text\n}}')
        for turn in range(60):
            path = tmp_path / f"q.{kind}"
            if turn % 2:
                data = bytearray(whole)
                for _ in range(rng.randint(1, 5)):
                    data[rng.randrange(len(data))] = rng.randrange(256)
                path.write_bytes(data)
            else:
                with zipfile.ZipFile(path, "w") as package:
                    for name, data in parts.items():
                        data = bytearray(data)
                        if data and rng.random() < 0.5:
                            for _ in range(rng.randint(1, 4)):
                                place = rng.randrange(len(data))
                                data[place : place + rng.randint(0, 3)] = bytes(
                                    rng.choice(b'<>/="&; 019tsr') for _ in range(rng.randint(0, 3))
                                )
                        package.writestr(name, bytes(data))
            result = run(["check", "check.rules", "--output", "json", "--allow-empty"], tmp_path)
            assert result.returncode in (0, 1, 3), result.stderr.decode()
            json.loads(result.stdout)


PLACED = """
table kpis from "{file}" {option} {{
  theme  text from heading
  unit   text fill down
  ref    text
  value  number from "Quarter 1 Value"
  remark text from note of value
  key ref
}}
rule not-low query "It is not low" {{
  for kpis
  require value > 5
  message "{{theme}}: {{ref}} is at {{value}} {{unit}} ({{remark}})"
  at value
}}
"""

PLACED_ROWS = [
    ["Unit", "Ref", "Quarter 1", None],
    [None, None, "Value", "RAG"],
    [None, None, "People", None],
    ["days", "K1", 5, "G"],
    [None, "K2", 4, "R"],
    [None, None, "Places", None],
    ["weeks", "K3", 3, "R"],
    [None, "K4", 9, "G"],
]

PLACED_FINDINGS = [
    "People: K1 is at 5 days (late; Why?)",
    "People: K2 is at 4 days ((blank))",
    "Places: K3 is at 3 weeks ((blank))",
]


@pytest.mark.parametrize(
    "option", ['named "Figures" headers on lines 4 to 5', 'sheet "KPIs" range "B3:E14" headers on lines 4 to 5']
)
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_where_a_table_stands(tmp_path, kind, option):
    """Headers on two lines, headings, units typed once, notes of cells, and a name for it all, as programs write them."""
    path = tmp_path / f"q.{kind}"
    if kind == "xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "KPIs"
        for number, row in enumerate(PLACED_ROWS, start=4):
            for column, value in enumerate(row, start=2):
                sheet.cell(number, column).value = value
        sheet["A1"] = "Performance"
        sheet["B20"] = "Source: the council"
        sheet.merge_cells("D4:E4")
        for cells in ("B4:B5", "C4:C5"):
            sheet.merge_cells(cells)
        sheet["D7"].comment = openpyxl.comments.Comment("late; Why?", "Officer")
        book.defined_names["Figures"] = openpyxl.workbook.defined_name.DefinedName("Figures", attr_text="KPIs!$B$3:$E$14")
        book.save(path)
    else:
        document = OpenDocumentSpreadsheet()
        table = Table(name="KPIs")

        def line(cells):
            row = TableRow()
            for cell in cells:
                row.addElement(cell)
            table.addElement(row)

        def cell(value, **attributes):
            if value is None:
                return TableCell(**attributes)
            if isinstance(value, str):
                made = TableCell(valuetype="string", **attributes)
                made.addElement(P(text=value))
                return made
            made = TableCell(valuetype="float", value=value, **attributes)
            made.addElement(P(text=str(value)))
            return made

        line([cell("Performance")])
        for _ in range(2):
            line([TableCell()])
        for number, row in enumerate(PLACED_ROWS):
            cells = [TableCell()]
            for column, value in enumerate(row):
                spans = {}
                if number == 0 and column == 2:
                    spans = {"numbercolumnsspanned": 2, "numberrowsspanned": 1}
                elif number == 0 and column < 2:
                    spans = {"numbercolumnsspanned": 1, "numberrowsspanned": 2}
                cells.append(cell(value, **spans))
            if number == 3:
                note = Annotation()
                note.addElement(P(text="late; Why?"))
                cells[3].addElement(note)
            line(cells)
        for _ in range(8):
            line([TableCell()])
        line([TableCell(), cell("Source: the council")])
        document.spreadsheet.addElement(table)
        names = NamedExpressions()
        names.addElement(
            NamedRange(name="Figures", cellrangeaddress="$KPIs.$B$3:.$E$14", basecelladdress="$KPIs.$A$1"))
        document.spreadsheet.addElement(names)
        document.save(path)
    (tmp_path / "check.rules").write_text(PLACED.format(file=path.name, option=option))
    result = run(["check", "check.rules", "--output", "short"], tmp_path)
    out = result.stdout.decode()
    said = result.stderr.decode()
    found = [line.split(": ", 2)[2] for line in out.splitlines() if "[not-low]" in line]
    assert [line.split(" [")[0].split("!", 1)[1] for line in found] == [
        f"D{row}: {words}" for row, words in zip((7, 8, 10), PLACED_FINDINGS)
    ], out + said
    assert "hold cells outside" in said, out + said
