"""Workbooks: the examples' returns in every clothing give the findings of their delimited text, and no package does harm."""

import csv
import datetime
import json
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import sys
import time
import zipfile

import openpyxl
import openpyxl.chart
import openpyxl.comments
import openpyxl.formatting.rule
import openpyxl.styles
import openpyxl.worksheet.datavalidation
import openpyxl.workbook.defined_name
import pytest
from odf import number as odf_number
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.opendocument import load as load_document
from odf.style import Style
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
    found = sorted(map(essence, findings(dressed, rules)))
    # Every cell of the workbook is a text, which only a workbook can say of a figure.
    assert [finding for finding in found if finding[0] != "number-as-text"] == expected


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
    assert "K2 has - (0) [" in out and "K3 has (£60,300)" in out and "K1 has" not in out, out
    assert "row 8: a heading alone" in out and "rows 13 to 14 below the table" in out, out
    assert "the header is on rows 4 to 5" in out, out
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
    assert "!D6: ref K5: rag “Red” is filled green [fill-disagrees]" in out, out
    assert "F2F2F2 (D8)" in out, out
    for ref in ("K1 is", "K2 is", "K4 is"):
        assert ref not in out, out


COLOURED = """
scheme council {
  green "Green"
  amber "Amber"
  red   "Red"
}
table kpis from "q2.xlsx" sheet "KPIs" {
  ref    text required
  rag    status council by fill
  value  number optional
  target number
  key ref
}
rule shown note "What it is" {
  for kpis
  require ref == "none"
  message "{ref} is {rag}"
}
"""


def conditional_workbook(path):
    """Statuses that are colours by conditions, as a council's officer makes them in Excel."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "KPIs"
    sheet.append(["ref", "rag", "value", "target"])
    values = [95, 87, 50, None, "n/a", 95, 60, 12]
    for number, value in enumerate(values, start=1):
        sheet.append([f"K{number}", {6: "Red", 8: "late"}.get(number), value, 90])
    book.create_sheet("Tolerance")["A1"] = 5
    green, amber, red = (openpyxl.styles.PatternFill(bgColor=colour) for colour in ("FFC6EFCE", "FFFFC000", "FFFF0000"))
    formula, cell = openpyxl.formatting.rule.FormulaRule, openpyxl.formatting.rule.CellIsRule
    rules = sheet.conditional_formatting
    # The first rule stops the others where there is no figure.
    rules.add("B2:B9", formula(formula=["NOT(ISNUMBER($C2))"], stopIfTrue=True))
    rules.add("B2:B9", formula(formula=["AND($C2>=$D2,ISBLANK($B2))"], fill=green))
    rules.add("B2:B9", formula(formula=["$C2>=$D2-Tolerance!$A$1"], fill=amber))
    rules.add("B2:B8", formula(formula=["OR($C2<60,$C2&\"%\"=\"60%\")"], fill=red))
    rules.add("B9", formula(formula=["VLOOKUP($A9,$A$2:$C$9,3,FALSE)<20"], fill=red))
    rules.add("C2:C9", cell(operator="lessThan", formula=["$D2"], fill=red))
    book.save(path)
    return ["Green", "Amber", "Red", "", "", "Red filled amber", "Red", "?"]


def read_colours(folder):
    """The statuses that kpilint reads, row by row: what a label's cell is filled with, and `?` where nobody knows."""
    result = run(["check", "check.rules", "--output", "json"], folder)
    found = json.loads(result.stdout)["findings"]
    count = 8
    shown = {f["message"].split()[0]: f["message"].partition(" is ")[2].replace("(blank)", "") for f in found if f["rule"] == "shown"}
    rows = [shown[f"K{number}"] for number in range(1, count + 1)]
    for finding in found:
        if finding["rule"] == "fill-disagrees":
            rows[int(finding["location"]["cell"][1:]) - 2] = re.search("“(.*)” is (.*)$", finding["message"]).expand(r"\1 \2")
        elif finding["rule"] == "unknown-fill":
            rows[int(finding["location"]["cell"][1:]) - 2] = "?"
            assert "VLOOKUP" in finding["message"], finding
    return rows


def test_colours_by_conditions(tmp_path):
    expected = conditional_workbook(tmp_path / "q2.xlsx")
    (tmp_path / "check.rules").write_text(COLOURED)
    assert read_colours(tmp_path) == expected


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_colours_are_those_that_libreoffice_shows(tmp_path):
    """The same conditions as LibreOffice writes them, and the colours that it shows."""
    expected = conditional_workbook(tmp_path / "q2.xlsx")
    for kind in ["ods", "html"]:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", kind, "--outdir", ".", "q2.xlsx"],
            cwd=tmp_path, check=True, capture_output=True, timeout=120,
        )
    (tmp_path / "check.rules").write_text(COLOURED.replace("q2.xlsx", "q2.ods"))
    assert read_colours(tmp_path) == expected
    rows = (tmp_path / "q2.html").read_text(errors="replace").split("<tr>")[2:10]
    shown = [re.findall(r"<td[^>]*>", row)[1] for row in rows]
    names = {"C6EFCE": "Green", "FFC000": "Amber", "FF0000": "Red"}
    seen = [names.get(colour.group(1)) if (colour := re.search('bgcolor="#(.*?)"', cell)) else "" for cell in shown]
    assert seen == ["Green", "Amber", "Red", "", "", "Amber", "Red", "Red"]


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


def test_what_is_hidden_is_said(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["ref", "value", "note"], ["K1", 1, "x"], ["K2", 2, "x"], ["K3", 9, "x"]]:
        sheet.append(row)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "q.xlsx")
    (tmp_path / "a.rules").write_text(
        'table t from "q.xlsx" {\n ref text\n value whole\n note text\n key ref\n}\n'
        'rule more error "more" {\n for t\n require value > 5\n}\n'
        'rule other error "other" {\n for t\n require note == "y"\n}\n'
    )
    out = run(["check"], tmp_path).stdout.decode()
    assert "error B2 (hidden): more" in out and "error B3 (hidden): more" in out, out
    assert "error C3 (hidden): other" in out and "error C2: other" in out, out
    found = json.loads(run(["check", "--output", "json"], tmp_path).stdout)["findings"]
    hidden = {finding["location"]["cell"] for finding in found if finding["location"].get("hidden")}
    assert hidden == {"B2", "B3", "C3"}, hidden


def test_hostile_packages(tmp_path_factory):
    folder, files = nasty(tmp_path_factory)
    assert len(files) == 106
    wrong = []
    for name, must in files:
        (folder / "check.rules").write_text(RULES.replace("FILE", name))
        taken = folder / "taken.json"
        out = subprocess.run(
            [sys.executable, pathlib.Path(__file__).with_name("measured.py"), taken]
            + [KPILINT, "check", "check.rules", "--output", "json", "--allow-empty"], cwd=folder, capture_output=True,
        ).stdout
        measured = json.loads(taken.read_text())
        status, seconds, memory = measured["status"], measured["seconds"], measured["memory"]
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
        if seconds > 10 or memory > 256 * 1024:
            wrong.append(f"{name}: {seconds:.1f} s, {memory >> 10} MiB")
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


FIXABLE = """
import "standard.rules"
scheme council for value, target, better {
  green "Green"  when meets(value, target, better)
  red   "Red"    otherwise
}
table kpis from "q2.xlsx" {
  ref        text    required
  better     choice  "higher", "lower"
  target     target
  value      measure
  rag        status council
  commentary text
  key ref
}
"""


def fixable_workbook(path):
    """A workbook with a formula, a chart, a validation, a note, a second sheet and a conditional format."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Q2 KPIs"
    for row in [
        ["Council KPIs"], [], ["ref", "better", "target", "value", "rag", "commentary"],
        ["7.1", "higher", "90%", "92.4%", "Green", None], ["7.9", "lower", "30 days", "31 days", "Green", "Leave"],
        ["8.2", "higher", 99, "=50+48", "Green", None], ["8.3", "higher", 1000, "1 200", "Grean", "x"],
    ]:
        sheet.append(row)
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(sheet, min_col=3, min_row=6, max_row=7))
    sheet.add_chart(chart, "J3")
    validation = openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1='"Green,Red"')
    validation.add("E4:E7")
    sheet.add_data_validation(validation)
    sheet["F5"].comment = openpyxl.comments.Comment("ask HR", "A")
    sheet.conditional_formatting.add(
        "E4:E7", openpyxl.formatting.rule.CellIsRule(operator="equal", formula=['"Red"'], font=openpyxl.styles.Font(b=True)))
    book.create_sheet("Notes")["A1"] = "=SUM('Q2 KPIs'!C6:C7)"
    book.save(path)


def test_fixed_workbooks_keep_all_else(tmp_path):
    fixable_workbook(tmp_path / "q2.xlsx")
    before = (tmp_path / "q2.xlsx").read_bytes()
    (tmp_path / "k.rules").write_text(FIXABLE)
    result = run(["fix", "k.rules", "--unsafe"], tmp_path)
    out = result.stdout.decode()
    assert "Written to q2.fixed.xlsx" in out and "Fixed 3 cells in 1 file" in out, out + result.stderr.decode()
    assert (tmp_path / "q2.xlsx").read_bytes() == before
    with zipfile.ZipFile(tmp_path / "q2.xlsx") as old, zipfile.ZipFile(tmp_path / "q2.fixed.xlsx") as new:
        assert new.testzip() is None and old.namelist() == new.namelist()
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
        # openpyxl asks for calculation on opening itself.
        assert changed == ["xl/worksheets/sheet1.xml"]
    book = openpyxl.load_workbook(tmp_path / "q2.fixed.xlsx")
    sheet = book["Q2 KPIs"]
    assert [sheet["E5"].value, sheet["D6"].value, sheet["D7"].value, sheet["E7"].value] == ["Red", "=50+48", 1200, "Green"]
    assert sheet["F5"].comment.text == "ask HR" and len(sheet._charts) == 1 and sheet.data_validations.count == 1
    assert book["Notes"]["A1"].value == "=SUM('Q2 KPIs'!C6:C7)" and book.calculation.fullCalcOnLoad
    # A second run does not write over the copy.
    again = run(["fix", "k.rules", "--unsafe"], tmp_path)
    assert "it is there already" in again.stderr.decode(), again.stderr.decode()
    in_place = run(["fix", "k.rules", "--unsafe", "--in-place"], tmp_path)
    assert "Fixed 3 cells" in in_place.stdout.decode(), in_place.stderr.decode()
    assert (tmp_path / "q2.xlsx").read_bytes() == (tmp_path / "q2.fixed.xlsx").read_bytes()


def fixable_document(path):
    """The same in OpenDocument: a formula, a note, a figure in a style, and cells that are written once for two."""
    document = OpenDocumentSpreadsheet()
    percentage = odf_number.PercentageStyle(name="N1")
    percentage.addElement(odf_number.Number(decimalplaces="1", minintegerdigits="1"))
    percentage.addElement(odf_number.Text(text="%"))
    document.automaticstyles.addElement(percentage)
    document.automaticstyles.addElement(Style(name="percent", family="table-cell", datastylename="N1"))
    table = Table(name="Q2 KPIs")

    def cell(text, note=None, **more):
        made = TableCell(valuetype=more.pop("valuetype", "string"), **more) if text else TableCell(**more)
        if note:
            made.addElement(Annotation())
            made.childNodes[0].addElement(P(text=note))
        if text:
            made.addElement(P(text=text))
        return made

    for row in [
        [cell("Council KPIs")], [cell("", numbercolumnsrepeated="6")],
        [cell(text) for text in ("ref", "better", "target", "value", "rag", "commentary")],
        [cell("7.1"), cell("higher"), cell("90%", valuetype="percentage", value="0.9", stylename="percent"),
         cell("91.0%", valuetype="percentage", value="0.91", stylename="percent"), cell("Green"), cell("")],
        [cell("7.9"), cell("lower"), cell("30 days"), cell("31 days"), cell("Green"), cell("Leave", note="ask HR")],
        [cell("8.2"), cell("higher"), cell("99", valuetype="float", value="99"),
         cell("98", valuetype="float", value="98", formula="of:=50+48"), cell("Red"), cell("")],
        [cell("8.3"), cell("higher"), cell("1000", valuetype="float", value="1000"), cell("1 200"),
         cell("Grean", numbercolumnsrepeated="2")],
    ]:
        line = TableRow()
        for made in row:
            line.addElement(made)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    notes = Table(name="Notes")
    notes.addElement(TableRow())
    notes.childNodes[0].addElement(
        cell("1099", valuetype="float", value="1099", formula="of:=SUM([$'Q2 KPIs'.C6:.C7])"))
    document.spreadsheet.addElement(notes)
    document.save(path)


AGREED = """
rule as-agreed query "The values are those that were agreed" {
  for kpis
  when ref == "7.1" or ref == "8.2"
  require value == 92.4%
  message "{ref} has {value}"
  at value
  fix value = 92.4%
}
"""


def test_fixed_documents_keep_all_else(tmp_path):
    fixable_document(tmp_path / "q2.ods")
    before = (tmp_path / "q2.ods").read_bytes()
    rules = FIXABLE + AGREED
    (tmp_path / "k.rules").write_text(rules.replace("q2.xlsx", "q2.ods"))
    result = run(["fix", "k.rules", "--unsafe"], tmp_path)
    out = result.stdout.decode()
    assert "Written to q2.fixed.ods" in out and "Fixed 4 cells in 1 file" in out, out + result.stderr.decode()
    assert "“Q2 KPIs”!D6" in result.stderr.decode() and "it holds a formula" in result.stderr.decode(), result.stderr.decode()
    assert (tmp_path / "q2.ods").read_bytes() == before
    with zipfile.ZipFile(tmp_path / "q2.ods") as old, zipfile.ZipFile(tmp_path / "q2.fixed.ods") as new:
        assert new.testzip() is None and old.namelist() == new.namelist()
        first = new.infolist()[0]
        assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED and first.header_offset == 0
        assert [name for name in old.namelist() if old.read(name) != new.read(name)] == ["content.xml"]
        texts = [package.read("content.xml").decode() for package in (old, new)]
        # Nothing but the elements of the four cells has changed.
        plain = [re.sub(r"<table:table-cell(?:[^>]*/>|.*?</table:table-cell>)", "<cell/>", text) for text in texts]
        assert plain[0].replace("<cell/>", "") == plain[1].replace("<cell/>", "")
        assert '<table:table-cell table:style-name="percent" office:value-type="percentage" office:value="0.924">' in texts[1]
        assert 'table:formula="of:=50+48"' in texts[1] and "<text:p>ask HR</text:p>" in texts[1]
    # Two programs read the copy: odfpy, and LibreOffice, which makes a workbook of Excel's of it.
    rows = load_document(tmp_path / "q2.fixed.ods").spreadsheet.getElementsByType(Table)[0].getElementsByType(TableRow)
    assert "".join(str(node) for node in rows[6].childNodes) == "8.3higher10001200GreenGrean"
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx", "--outdir",
         str(tmp_path / "seen"), str(tmp_path / "q2.fixed.ods")], check=True, capture_output=True, timeout=300,
    )
    book = openpyxl.load_workbook(tmp_path / "seen" / "q2.fixed.xlsx", data_only=True)
    sheet = book["Q2 KPIs"]
    assert [sheet[name].value for name in ("D4", "E5", "D6", "D7", "E7", "F7")] == [0.924, "Red", 98, 1200, "Green", "Grean"]
    assert sheet["D4"].number_format == "0.0%" and "ask HR" in sheet["F5"].comment.text and book["Notes"]["A1"].value == 1099
    # Checked again, what was fixed is found no more.
    (tmp_path / "again.rules").write_text(rules.replace("q2.xlsx", "q2.fixed.ods"))
    found = {
        name: {(finding["rule"], finding["location"]["cell"]) for finding in findings(tmp_path, name)}
        for name in ("k.rules", "again.rules")
    }
    mended = {(rule, cell) for rule, cell in found["k.rules"] if cell in ("D4", "E5", "D7", "E7")}
    assert len(mended) >= 4 and not mended & found["again.rules"] and found["again.rules"] < found["k.rules"], found
    in_place = run(["fix", "k.rules", "--unsafe", "--in-place"], tmp_path)
    assert "Fixed 4 cells" in in_place.stdout.decode(), in_place.stderr.decode()
    assert (tmp_path / "q2.ods").read_bytes() == (tmp_path / "q2.fixed.ods").read_bytes()
    # A signature would be broken: such a document stays as it is.
    with zipfile.ZipFile(tmp_path / "q2.ods", "w") as signed:
        with zipfile.ZipFile(tmp_path / "q2.fixed.ods") as whole:
            for name in whole.namelist():
                data = whole.read(name)
                signed.writestr(name, data.replace(b"<text:p>Red<", b"<text:p>Green<") if name == "content.xml" else data)
        signed.writestr("META-INF/documentsignatures.xml", "<document-signatures/>")
    refused = run(["fix", "k.rules", "--unsafe", "--in-place"], tmp_path)
    assert "it is signed" in (refused.stdout + refused.stderr).decode(), refused.stdout.decode()


def test_a_first_look_needs_no_rule_file(tmp_path):
    """The same findings in every clothing, none an error that rests on a guess."""
    source = ROOT / "examples" / "hart-2014-15" / "hart-2014-15-q2.csv"
    rows = rows_of(source)
    found = []
    for name, write in [("q2.csv", None), ("q2.xlsx", write_xlsx), ("q2.ods", write_ods)]:
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        if write:
            write(rows, folder / name)
        else:
            (folder / name).write_bytes(source.read_bytes())
        result = run(["check", name, "--output", "json"], folder)
        report = json.loads(result.stdout)
        assert result.returncode == 1 and len(report["assumed"]) == 1, result.stderr
        assert {c["meaning"].split(":")[0] for c in report["assumed"][0]["columns"]} >= {"the value", "a status"}
        assert all(f["severity"] != "error" for f in report["findings"])
        # Every cell of the workbooks is a text, which is said of its figures.
        own = [f for f in report["findings"] if f["rule"] != "number-as-text"]
        found.append([(f["rule"], f["location"]["row"], f["message"]) for f in own])
    assert found[0] == found[1] == found[2] and len(found[0]) == 5


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
