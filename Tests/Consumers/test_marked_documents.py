"""Marked copies of OpenDocument workbooks: LibreOffice shows the same cells, nothing else has changed, and marks can be taken back."""

import json
import re
import shutil
import zipfile

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

from conftest import run
from test_displayed_cells import SHOWN, soffice

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

CHANGED = {"content.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml"}
COLOURS = {"R": "FF0000", "A": "FFC000", "G": "00B050"}
RULES = """
scheme council for value {
  red "R" when value < 30%
  amber "A" when value < 40%
  green "G" otherwise
}
table kpis from "q2.ods" sheet "Q2 KPIs" {
  ref       text required
  indicator text
  value     percent
  target    percent
  rag       status council by fill
  owner     text
  remark    text from note of indicator
  key ref
  label indicator
  owner owner
}
rule red-below-target error "A value below its target is red" {
  for kpis
  when value < target
  require rag is "R"
  message "{ref} is below its target of {target}"
  help "Fill it red."
  at rag, value
}
rule value-is-low query "Values are above a tenth" {
  for kpis
  require value > 10%
  at value
}
rule remark-is-short warning "Remarks are short" {
  for kpis
  require length(remark) < 8
  at indicator
}
"""


def write(path):
    """A return as officers keep it: fills, borders, conditions, validations, notes, merged cells, protection and a chart."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Q2 KPIs"
    sheet.append(["ref", "indicator", "value", "target", "rag", "owner"])
    line = Side("thin", color="0070C0")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="D9E1F2")
        cell.border = Border(bottom=line)
    for number in range(2, 40):
        target = f"=C{number}*1.1" if number % 5 == 0 else 0.25
        sheet.append([f"K{number}", f"Indicator {number} & <co>", number * 0.013, target, None, "Housing" if number % 2 else "Waste"])
        sheet.cell(number, 3).number_format = sheet.cell(number, 4).number_format = "0.0%"
        sheet.cell(number, 5).fill = PatternFill("solid", fgColor=list(COLOURS.values())[number % 3])
        if number % 4 == 0:
            sheet.cell(number, 5).border = Border(left=line, right=line, top=line, bottom=line)
            sheet.cell(number, 2).border = Border(left=line)
    sheet["B5"].comment = Comment("ask HR\nabout this", "Jo")
    sheet["A42"] = "A note below"
    sheet.merge_cells("A42:C43")
    validation = DataValidation(type="list", formula1='"Waste,Housing"')
    sheet.add_data_validation(validation)
    validation.add("F2:F39")
    pink = PatternFill("solid", bgColor="FFC7CE")
    sheet.conditional_formatting.add("C20:C39", CellIsRule(operator="greaterThan", formula=["0.3"], fill=pink))
    sheet.protection.sheet = True
    sheet.auto_filter.ref = "A1:F39"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=20), titles_from_data=True)
    sheet.add_chart(chart, "I2")
    book.create_sheet("Data")["C5"] = 5
    book.save(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("marked")
    write(folder / "q2.xlsx")
    soffice(folder, "ods", [folder / "q2.xlsx"], folder)
    (folder / "q2.rules").write_text(RULES, encoding="utf-8")
    check(folder, "q2.ods", folder / "copy.ods")
    return folder


def check(folder, name, copy=None, rules=RULES):
    """The findings of a document, which may be marked, without what names the file."""
    (folder / "own.rules").write_text(rules.replace('"q2.ods"', f'"{name}"'), encoding="utf-8")
    outputs = ["--output", "json"] + (["--output", f"ods={copy}"] if copy else [])
    done = run(["check", "own.rules", *outputs], folder)
    assert done.returncode == 1, done.stderr.decode()
    keys = ("rule", "severity", "message", "sheet", "cell", "key", "fingerprint")
    found = [{key: finding.get(key) for key in keys} for finding in json.loads(done.stdout)["findings"]]
    return json.loads(json.dumps(found).replace(name, "q2.ods"))


def part(path, name="content.xml"):
    return zipfile.ZipFile(path).read(name).decode()


def save(folder, path, out):
    """The document as LibreOffice saves it."""
    out.mkdir(exist_ok=True)
    soffice(folder, "ods", [path], out)
    return out / path.name


def shown(folder, path, out):
    out.mkdir(exist_ok=True)
    soffice(folder, SHOWN, [path], out)
    return {file.stem.split("-", 1)[1]: file.read_bytes() for file in out.glob(f"{path.stem}-*.csv")}


def test_nothing_else_changes(folder):
    before, after = zipfile.ZipFile(folder / "q2.ods"), zipfile.ZipFile(folder / "copy.ods")
    assert after.testzip() is None
    assert after.infolist()[0].filename == "mimetype" and after.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert [entry.filename for entry in before.infolist()] == [entry.filename for entry in after.infolist()]
    for entry in before.infolist():
        if entry.filename not in CHANGED:
            assert before.read(entry.filename) == after.read(entry.filename), entry.filename
            assert entry.compress_size == after.getinfo(entry.filename).compress_size
    content = part(folder / "copy.ods")
    for word in ["table:protected=", "content-validation ", "calcext:condition ", "draw:object ", "of:=[.C5]*1.1"]:
        assert content.count(word) == part(folder / "q2.ods").count(word) > 0, word


def test_libreoffice_shows_the_same_cells(folder, tmp_path):
    before = shown(tmp_path, folder / "q2.ods", tmp_path / "before")
    after = shown(tmp_path, folder / "copy.ods", tmp_path / "after")
    assert set(after) - set(before) == {"Findings", "Rules"}
    for sheet, text in before.items():
        assert after[sheet] == text, sheet
    assert "K2 is below its target of 25.0%" in after["Findings"].decode()


def test_libreoffice_shows_the_list(folder, tmp_path):
    soffice(tmp_path, "xlsx", [folder / "copy.ods"], tmp_path)
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    assert book.sheetnames == ["Q2 KPIs", "Data", "Findings", "Rules"]
    assert book.active.title == "Findings"
    sheet = book["Findings"]
    first, last = sheet.auto_filter.ref.split(":")
    header = int(re.sub("[A-Z]", "", first))
    titles = [cell.value for cell in sheet[header]]
    assert "Answer" in titles and sheet.max_row == int(re.sub("[A-Z]", "", last))
    links = {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert "'Q2 KPIs'!E2" in links and all(link.startswith("'Q2 KPIs'!") for link in links)
    assert all(cell.data_type in "sn" and (cell.value is None or cell.data_type == "s") for row in sheet.iter_rows() for cell in row)
    notes = [cell.comment for row in book["Q2 KPIs"].iter_rows() for cell in row if cell.comment]
    assert any(note.text.startswith("ask HR\nabout this\n────────\nkpilint: ") for note in notes)
    assert sum(note.text.startswith("kpilint: ") for note in notes) > 10
    heights = [sheet.row_dimensions[number].height or 0 for number in range(1, sheet.max_row + 1)]
    assert max(heights) < 100


@pytest.mark.parametrize("saved", [False, True])
def test_checking_a_copy_finds_the_same(folder, tmp_path, saved):
    expected = check(folder, "q2.ods")
    copy = folder / "copy.ods"
    if saved:
        copy = save(tmp_path, copy, tmp_path / "saved")
    shutil.copy(copy, tmp_path / "checked.ods")
    assert check(tmp_path, "checked.ods") == expected
    assert len(expected) > 20


def test_marking_again_gives_the_same_bytes(folder, tmp_path):
    shutil.copy(folder / "copy.ods", tmp_path / "q2.ods")
    check(tmp_path, "q2.ods", tmp_path / "again.ods")
    assert (tmp_path / "again.ods").read_bytes() == (folder / "copy.ods").read_bytes()


TRACES = ["kpilint", "#e0cdf1", "#f3ebfa", "#7030", "#b090", "────"]


@pytest.mark.parametrize("saved", [False, True])
def test_marks_can_be_taken_back(folder, tmp_path, saved):
    """With other rules, which find something elsewhere, nothing is left of the marks of before."""
    copy = folder / "copy.ods"
    if saved:
        copy = save(tmp_path, copy, tmp_path / "saved")
    shutil.copy(copy, tmp_path / "q2.ods")
    rules = RULES[: RULES.index("rule ")] + 'rule other note "Refs are short" {\n  for kpis\n  require length(ref) < 3 or ref != "K39"\n  at ref\n}\n'
    (tmp_path / "own.rules").write_text(rules, encoding="utf-8")
    done = run(["check", "own.rules", "--output", f"ods={tmp_path / 'other.ods'}"], tmp_path)
    assert done.returncode in (0, 1), done.stderr.decode()
    sheet = part(tmp_path / "other.ods").split('table:name="Q2 KPIs"')[1].split("</table:table>")[0]
    styles = dict(re.findall(r'<style:style style:name="([^"]*)"[^>]*family="table-cell"(.*?)</style:style>', part(tmp_path / "other.ods")))
    used = {name for name in re.findall(r'table:style-name="([^"]*)"', sheet) if any(trace in styles.get(name, "") for trace in TRACES)}
    assert len(used) <= 1
    assert sheet.count("kpilint: ") <= 1 and "────" not in sheet
    assert sheet.count("<office:annotation") == part(folder / "q2.ods").count("<office:annotation") + sheet.count("kpilint: ")
    # Borders are those of before, whichever program has saved the copy.
    blue = re.findall(r"0\.7\dpt solid #0070c0", " ".join(styles.get(name, "") for name in set(re.findall(r'table:style-name="([^"]*)"', sheet))))
    assert len(blue) >= 3


def test_delimited_text_becomes_a_document(folder, tmp_path):
    (tmp_path / "q2.csv").write_text('ref,value\nK1,=1+1\n\nK3,"two\nlines & <b>"\n', encoding="utf-8")
    (tmp_path / "q2.rules").write_text(
        'table kpis from "q2.csv" {\n  ref text\n  value text\n}\nrule r error "x" {\n  for kpis\n  require value == "x"\n  at value\n}\n')
    done = run(["check", "q2.rules", "--output", f"ods={tmp_path / 'q2.ods'}"], tmp_path)
    assert done.returncode == 1, done.stderr.decode()
    file = zipfile.ZipFile(tmp_path / "q2.ods")
    assert file.infolist()[0].filename == "mimetype" and file.infolist()[0].compress_type == zipfile.ZIP_STORED
    soffice(tmp_path, "xlsx", [tmp_path / "q2.ods"], tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "q2.xlsx")["q2"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()][:2] == [["ref", "value"], ["K1", "=1+1"]]
    assert sheet["B2"].data_type == "s"
    assert "two\nlines & <b>" in [cell.value for row in sheet.iter_rows() for cell in row]
