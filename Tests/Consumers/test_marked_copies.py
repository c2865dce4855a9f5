"""Marked copies: findings at their cells, nothing else changed, and answers that come back."""

import csv
import json
import re
import shutil
import zipfile
from xml.etree import ElementTree

import openpyxl
import openpyxl.chart
import openpyxl.comments
import openpyxl.formatting.rule
import openpyxl.styles
import openpyxl.worksheet.datavalidation
import pytest

from conftest import HOSTILE, run
from test_displayed_cells import soffice

XLSX = "xlsx:Calc MS Excel 2007 XML"

RULES = """
scheme council {
  green "Green"
  amber "Amber"
  red   "Red"
}
table kpis from "q2.xlsx" sheet "Q2 KPIs" {
  ref    text required
  name   text
  target target from "Target"
  value  number from "Q2"
  rag    status council from "Status" by fill
  note   text
  remark text from note of value
  key ref
  label name
}
rule high-enough query "The value is high enough" {
  for kpis
  require value >= 50
  help "say why it is low"
  at value
}
rule red-is-explained error "A red needs a note" {
  for kpis
  when rag is "Red"
  require note is not blank
  help "write why it is red"
  at note, rag
}
rule says-nothing error "Nobody says so" {
  for kpis
  require remark is blank or not remark matches /.*kpilint.*/
  at value
}
"""
ROWS = [
    ("1.1", "Rent collected", 95, 96, "00B050", ""),
    ("1.2", "Bins <missed> & found", 60, 20, "FF0000", ""),
    ("1.3", "Homes", 40, 30, "FFC000", "low"),
    ("1.4", "Trees", 40, 70, "FF0000", ""),
    ("1.5", "Roads", 40, 55, "FF0000", "late"),
]


def book(path, marks=True):
    """A workbook as officers keep them, with what programs put into one."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Q2 KPIs"
    sheet["A1"] = "Performance, quarter 2"
    thin = openpyxl.styles.Side(style="thin", color="FF999999")
    for column, title in enumerate(["Ref", "Name", "Target", "Q2", "Status", "Note"], start=1):
        cell = sheet.cell(3, column, title)
        cell.fill = openpyxl.styles.PatternFill("solid", fgColor="FF1F4E78")
    for row, (ref, name, target, value, colour, note) in enumerate(ROWS, start=4):
        for column, text in enumerate([ref, name, target, value, None, note or None], start=1):
            cell = sheet.cell(row, column, text)
            if column < 5:
                cell.border = openpyxl.styles.Border(left=thin, right=thin, top=thin, bottom=thin)
        sheet.cell(row, 5).fill = openpyxl.styles.PatternFill("solid", fgColor="FF" + colour)
        sheet.cell(row, 5).border = openpyxl.styles.Border(bottom=openpyxl.styles.Side(style="double", color="FF112233"))
    if marks:
        sheet["D5"].comment = openpyxl.comments.Comment("Two lorries\nwere stolen", "A. Officer")
        sheet["B4"].comment = openpyxl.comments.Comment("No fault here", "A. Officer")
        sheet.conditional_formatting.add(
            "D4:D8", openpyxl.formatting.rule.CellIsRule(operator="lessThan", formula=["10"], fill=openpyxl.styles.PatternFill(bgColor="FFFF0000")))
        check = openpyxl.worksheet.datavalidation.DataValidation(type="whole", operator="between", formula1="0", formula2="100")
        check.add("D4:D8")
        sheet.add_data_validation(check)
        sheet.protection.sheet = True
        sheet.print_area = "A1:F8"
        sheet.freeze_panes = "A4"
        chart = openpyxl.chart.BarChart()
        chart.add_data(openpyxl.chart.Reference(sheet, min_col=4, min_row=3, max_row=8), titles_from_data=True)
        sheet.add_chart(chart, "H3")
        other = made.create_sheet("Findings")
        other["A1"] = "=SUM('Q2 KPIs'!D4:D8)"
        other["A2"] = "what a council called so itself"
        made.security.lockStructure = True
    made.save(path)
    return path


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "kpis.rules").write_text(RULES)
    book(tmp_path / "q2.xlsx")
    return tmp_path


def mark(folder, return_="q2.xlsx", copy="marked.xlsx", code=1):
    done = run(["check", "kpis.rules", "--table", f"kpis={return_}", "--output", f"xlsx={copy}"], folder)
    assert done.returncode == code, done.stderr.decode()
    return done.stderr.decode()


def found(folder, return_):
    done = run(["check", "kpis.rules", "--table", f"kpis={return_}", "--output", "json"], folder)
    assert done.returncode in (0, 1), done.stderr.decode()
    return [
        (finding["rule"], finding["severity"], finding["message"], finding["fingerprint"], finding["location"].get("cell"))
        for finding in json.loads(done.stdout)["findings"]
    ]


def entries(path):
    """The packed bytes of each entry, by its name."""
    with zipfile.ZipFile(path) as archive, open(path, "rb") as file:
        packed = {}
        for entry in archive.infolist():
            file.seek(entry.header_offset + 26)
            lengths = file.read(4)
            file.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
            packed[entry.filename] = (entry.CRC, file.read(entry.compress_size))
        return packed


def look(cell):
    """The fill and the borders of a cell, however a program writes them."""
    fill = cell.fill.fgColor.rgb if cell.fill.patternType else None
    sides = []
    for name in ("left", "right", "top", "bottom"):
        side = getattr(cell.border, name)
        sides.append((side.style, side.color.rgb) if side is not None and side.style else None)
    return cell.fill.patternType, fill, sides


def note(sheet, cell):
    return sheet[cell].comment.text if sheet[cell].comment else None


def test_every_finding_is_at_its_cell(folder):
    before = found(folder, "q2.xlsx")
    assert sorted(rule for rule, *_ in before) == ["high-enough", "high-enough", "red-is-explained", "red-is-explained"]
    mark(folder)
    made = openpyxl.load_workbook(folder / "marked.xlsx")
    assert made.sheetnames == ["Q2 KPIs", "Findings", "Findings 2", "Rules"]
    assert made.active.title == "Findings 2"
    assert made.security.lockStructure
    sheet = made["Q2 KPIs"]
    assert note(sheet, "D5").startswith("Two lorries\nwere stolen\n────────\nkpilint: ")
    assert note(sheet, "D5").endswith("What to do: say why it is low")
    assert note(sheet, "B4") == "No fault here"
    assert note(sheet, "F7").startswith("kpilint: ") and "write why it is red" in note(sheet, "F7")
    # A cell without a fill is hatched, but not where a conditional format may hide that.
    assert sheet["F5"].fill.patternType == "lightUp"
    assert sheet["D5"].fill.patternType is None and sheet["D5"].border.left.style == "thick"
    # What says the status by its fill keeps it.
    assert sheet["E5"].fill.fgColor.rgb == "FFFF0000" and sheet["E5"].border.bottom.style == "mediumDashed"
    assert sheet["A4"].border.left.style == "thin" and sheet["E4"].border.bottom.style == "double"
    listed = list(made["Findings 2"].iter_rows(min_row=4, values_only=True))
    titles, lines = listed[0], listed[1:]
    assert titles[-1] == "Fingerprint" and made["Findings 2"].column_dimensions["K"].hidden
    assert [line[0] for line in lines] == ["error", "error", "query", "query"]
    assert [line[titles.index("Cell")] for line in lines] == ["F5", "F7", "D5", "D6"]
    assert [line[titles.index("Label")] for line in lines] == [ROWS[1][1], ROWS[3][1], ROWS[1][1], ROWS[2][1]]
    assert made["Findings 2"]["C5"].hyperlink.location == "'Q2 KPIs'!F5"
    assert made["Findings 2"].auto_filter.ref == "A4:K8" and made["Findings 2"].freeze_panes == "A5"
    rules = [line[0] for line in made["Rules"].iter_rows(values_only=True)]
    assert "high-enough" in rules and "red-is-explained" in rules
    assert found(folder, "marked.xlsx") == before


def test_all_other_entries_keep_their_bytes(folder):
    mark(folder)
    before, after = entries(folder / "q2.xlsx"), entries(folder / "marked.xlsx")
    changed = {name for name in before if after.get(name) != before[name]}
    assert changed == {
        "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/worksheets/sheet1.xml", "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml",
    } - ({"xl/comments/comment1.xml"} - set(before))
    with zipfile.ZipFile(folder / "q2.xlsx") as one, zipfile.ZipFile(folder / "marked.xlsx") as other:
        assert other.testzip() is None
        old, new = (archive.read("xl/worksheets/sheet1.xml").decode() for archive in (one, other))
        # Of the sheet only the styles of marked cells change, and which sheet is open.
        plain = re.compile(r' s="[0-9]+"| tabSelected="[01]"|<c r="F[57]"[^>]*/>')
        assert plain.sub("", new) == plain.sub("", old)


def test_marking_again_replaces_the_marks(folder):
    mark(folder)
    mark(folder, "marked.xlsx", "again.xlsx")
    one, two = (openpyxl.load_workbook(folder / name) for name in ("marked.xlsx", "again.xlsx"))
    assert one.sheetnames == two.sheetnames
    for sheet in one.sheetnames:
        for row in one[sheet].iter_rows():
            for cell in row:
                other = two[sheet][cell.coordinate]
                if sheet == "Q2 KPIs":
                    assert cell.value == other.value and look(cell) == look(other), cell.coordinate
                    assert note(one[sheet], cell.coordinate) == note(two[sheet], cell.coordinate), cell.coordinate


@pytest.mark.parametrize("again", [False, True])
def test_marks_go_with_their_findings(folder, again):
    """A copy of which all is put right has the looks of the return, whoever has saved it meanwhile."""
    mark(folder)
    copy = folder / "marked.xlsx"
    if again:
        if not shutil.which("soffice"):
            pytest.skip("LibreOffice is not installed")
        soffice(folder, XLSX, [copy], folder / "lo")
        copy = folder / "lo" / "marked.xlsx"
        assert found(folder, "lo/marked.xlsx") == found(folder, "q2.xlsx")
    (folder / "kpis.rules").write_text(re.sub(r"rule high-enough.*?\n}\nrule red.*?\n}\n", "", RULES, flags=re.S))
    mark(folder, copy.relative_to(folder), "clean.xlsx", code=0)
    clean = openpyxl.load_workbook(folder / "clean.xlsx")["Q2 KPIs"]
    plain = openpyxl.load_workbook(folder / "q2.xlsx")["Q2 KPIs"]
    for row in plain.iter_rows():
        for cell in row:
            other = clean[cell.coordinate]
            assert (cell.value or "") == (other.value or "")
            assert (note(plain, cell.coordinate) or "") == (note(clean, cell.coordinate) or "").strip(), cell.coordinate
            assert look(cell) == look(other), cell.coordinate


def answer(path, texts):
    """Writes answers as a person does, by the cell of the finding."""
    made = openpyxl.load_workbook(path)
    sheet = next(made[name] for name in made.sheetnames if made[name]["A4"].value == "Severity")
    titles = [cell.value for cell in sheet[4]]
    for row in sheet.iter_rows(min_row=5):
        cell = row[titles.index("Cell")].value
        if cell in texts:
            row[titles.index("Answer")].value, row[titles.index("Answered by")].value = texts[cell], "B. Lead"
    made.save(path)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_answers_come_back(folder):
    rules = re.sub(r"rule red-is-explained.*?\n}\n", "", RULES, flags=re.S)
    (folder / "kpis.rules").write_text(rules)
    mark(folder)
    answer(folder / "marked.xlsx", {"D5": "lorries were stolen", "D6": '"half" of \\ them; =1+1 // 50%'})
    soffice(folder, XLSX, [folder / "marked.xlsx"], folder / "lo")
    done = run(["waivers", "from", "lo/marked.xlsx"], folder)
    assert done.returncode == 0, done.stderr.decode()
    assert b"lorries were stolen (B. Lead)" in done.stdout
    (folder / "answers.rules").write_bytes(done.stdout)
    checked = run(["check", "--output", "json"], folder)
    assert checked.returncode == 0, checked.stdout
    # An answer is carried over into a copy of the copy; one of which the finding is gone is said.
    said = mark(folder, "lo/marked.xlsx", "again.xlsx")
    assert said.count("note: again.xlsx") == 0
    again = openpyxl.load_workbook(folder / "again.xlsx")
    values = [cell for row in again[again.sheetnames[-2]].iter_rows(values_only=True) for cell in row]
    assert "lorries were stolen" in values
    waived = run(["check", "--table", "kpis=lo/marked.xlsx", "--output", "xlsx=waived.xlsx"], folder)
    assert b"2 answers in it count by now" in waived.stderr
    made = openpyxl.load_workbook(folder / "lo" / "marked.xlsx")
    made["Q2 KPIs"]["D5"] = 77
    made.save(folder / "lo" / "marked.xlsx")
    said = mark(folder, "lo/marked.xlsx", "again.xlsx")
    assert "1 answer" in said and "lorries were stolen" in said


def repacked(path, parts, changes=()):
    """The package with parts added, and texts of others changed."""
    with zipfile.ZipFile(path) as archive:
        old = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    for name, before, after in changes:
        assert before in old[name].decode(), (name, before)
        old[name] = old[name].decode().replace(before, after, 1).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**old, **parts}.items():
            archive.writestr(name, content)


def test_macros_threads_and_signatures(folder):
    with zipfile.ZipFile(folder / "q2.xlsx") as archive:
        relations = next(name for name in archive.namelist() if name.startswith("xl/worksheets/_rels/sheet1"))
    thread = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="D5" id="{1}"><text>Is that so?</text></threadedComment></ThreadedComments>')
    repacked(
        folder / "q2.xlsx",
        {
            "xl/vbaProject.bin": bytes(range(256)) * 9,
            "xl/threadedComments/threadedComment1.xml": thread,
            "_xmlsignatures/origin.sigs": "",
            "_xmlsignatures/sig1.xml": "<Signature/>",
        },
        [
            ("[Content_Types].xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
            ("[Content_Types].xml", "</Types>",
             '<Override PartName="/_xmlsignatures/sig1.xml" ContentType="application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"/>'
             '<Default Extension="sigs" ContentType="application/vnd.openxmlformats-package.digital-signature-origin"/>'
             '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'),
            ("_rels/.rels", "</Relationships>",
             '<Relationship Id="sig" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>'),
            ("xl/_rels/workbook.xml.rels", "</Relationships>",
             '<Relationship Id="vba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>'),
            (relations, "</Relationships>",
             '<Relationship Id="thread" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>'),
        ])
    (folder / "q2.xlsx").rename(folder / "q2.xlsm")
    said = mark(folder, "q2.xlsm", "marked.xlsm")
    assert "the copy is not signed" in said
    before, after = entries(folder / "q2.xlsm"), entries(folder / "marked.xlsm")
    assert not [name for name in after if name.startswith("_xmlsignatures")]
    for name in ("xl/vbaProject.bin", "xl/threadedComments/threadedComment1.xml", "xl/charts/chart1.xml"):
        assert after[name] == before[name]
    with zipfile.ZipFile(folder / "marked.xlsm") as archive:
        assert "xmlsignature" not in archive.read("[Content_Types].xml").decode().replace("sigs", "")
        assert "digital-signature/origin" not in archive.read("_rels/.rels").decode()
    made = openpyxl.load_workbook(folder / "marked.xlsm", keep_vba=True)
    # A cell with a thread is marked, and its note is the thread's.
    assert "kpilint" not in note(made["Q2 KPIs"], "D5") and made["Q2 KPIs"]["D5"].border.left.style == "thick"


def test_text_becomes_a_workbook(folder):
    """Each cell stands where a spreadsheet shows it, and nothing in it acts."""
    with open(folder / "q2.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Performance, quarter 2"])
        writer.writerow([])
        writer.writerow(["ref", "text"])
        for number, text in enumerate(HOSTILE):
            writer.writerow([number, text])
    (folder / "kpis.rules").write_text(
        'table kpis from "q2.csv" {\n  ref whole required\n  text text\n  key ref\n}\n'
        'rule no error "No" {\n  for kpis\n  require text == "ok"\n  message "found {text}"\n  at text\n}\n')
    mark(folder, "q2.csv", "q2.xlsx")
    made = openpyxl.load_workbook(folder / "q2.xlsx")
    assert made.sheetnames == ["q2", "Findings", "Rules"]
    with zipfile.ZipFile(folder / "q2.xlsx") as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                assert "<f>" not in archive.read(name).decode(), name
            assert "External" not in archive.read(name).decode(errors="replace")
    sheet = made["q2"]
    assert sheet["A1"].value == "Performance, quarter 2" and sheet["A3"].value == "ref"
    for number, text in enumerate(HOSTILE):
        value = sheet.cell(4 + number, 2).value
        if not re.search(r"[\x00-\x1f\ufffe\uffff]", text):
            assert value == text
        assert sheet.cell(4 + number, 2).data_type == "s" and sheet.cell(4 + number, 2).hyperlink is None
    before = run(["check", "kpis.rules", "q2.csv", "--output", "json"], folder)
    after = run(["check", "kpis.rules", "--table", "kpis=q2.xlsx", "--output", "json"], folder)
    kept = [
        [(one["rule"], one["location"]["cell"]) for one in json.loads(done.stdout)["findings"]] for done in (before, after)
    ]
    assert kept[0] == kept[1]
    with open(folder / "q2.csv", "a", newline="", encoding="utf-8") as file:
        csv.writer(file).writerow([100, "long " * 8000])
    assert "a text is longer than a cell of Excel's can be" in mark(folder, "q2.csv", "long.xlsx")
    values = [row[1] for row in openpyxl.load_workbook(folder / "long.xlsx")["q2"].iter_rows(values_only=True)]
    assert len(values[-1]) == 32767


def test_several_returns_go_into_a_folder(folder):
    (folder / "kpis.rules").write_text(RULES.replace('"q2.xlsx"', '"returns/*.xlsx"'))
    (folder / "returns").mkdir()
    for name in ("a.xlsx", "b.xlsx"):
        book(folder / "returns" / name)
    done = run(["check", "--output", "xlsx=marked"], folder)
    assert done.returncode == 1, done.stderr
    assert sorted(path.name for path in (folder / "marked").iterdir()) == ["a.xlsx", "b.xlsx"]
    listed = openpyxl.load_workbook(folder / "marked" / "a.xlsx")["Findings 2"]
    assert len(list(listed.iter_rows(min_row=5))) == 4
    assert listed["A1"].value == "Not ready to submit: 2 must be put right, 2 need an answer"
    done = run(["check", "--output", "xlsx=kpis.rules"], folder)
    assert done.returncode == 2
    (folder / "taken").write_text("mine")
    done = run(["check", "--output", "xlsx=taken"], folder)
    assert done.returncode == 2 and b"need a folder" in done.stderr and (folder / "taken").read_text() == "mine"
    before = (folder / "returns" / "a.xlsx").read_bytes()
    done = run(["check", "--output", "xlsx=returns/"], folder)
    assert done.returncode == 2 and b"returns/a.xlsx" in done.stderr
    assert (folder / "returns" / "a.xlsx").read_bytes() == before


def test_a_file_is_the_copy_of_the_workbook(folder):
    """Beside registers and totals in text there is one workbook: its copy is what is asked for."""
    (folder / "kpis.rules").write_text(
        RULES + 'table totals from "totals.csv" {\n  n whole\n}\nrule few error "Few" {\n  for totals\n  require n < 3\n}\n')
    (folder / "totals.csv").write_text("n\n5\n")
    said = run(["check", "--output", "xlsx=marked.xlsx"], folder).stderr.decode()
    assert "of another return there is no copy: for all of them write `--output xlsx=marked/`" in said
    assert openpyxl.load_workbook(folder / "marked.xlsx").sheetnames[0] == "Q2 KPIs"
    run(["check", "--output", "xlsx=marked/"], folder)
    assert sorted(path.name for path in (folder / "marked").iterdir()) == ["q2.xlsx", "totals.xlsx"]


def test_marks_stand_where_they_are_seen(folder):
    """A note at a covered cell would be shown nowhere."""
    made = openpyxl.load_workbook(folder / "q2.xlsx")
    made["Q2 KPIs"].merge_cells("D4:D5")
    made.save(folder / "q2.xlsx")
    mark(folder)
    sheet = openpyxl.load_workbook(folder / "marked.xlsx")["Q2 KPIs"]
    assert "merged" in note(sheet, "D4") and sheet["D4"].border.left.style == "thick"


def test_drawings_and_types_of_other_programs(folder):
    """Excel refuses a drawing whose names are not declared, and relations without a type."""
    mark(folder)
    made = openpyxl.load_workbook(folder / "marked.xlsx")
    made.save(folder / "saved.xlsx")
    mark(folder, "saved.xlsx", "again.xlsx")
    book(folder / "plain.xlsx", marks=False)
    with zipfile.ZipFile(folder / "plain.xlsx") as archive:
        relations = [name for name in archive.namelist() if name.endswith(".rels")]
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    repacked(folder / "plain.xlsx", {}, [
        ("[Content_Types].xml", f'<Default Extension="rels" ContentType="{rels}"',
         "".join(f'<Override PartName="/{name}" ContentType="{rels}"/>' for name in relations)
         + '<Default Extension="other" ContentType="a/b"')])
    mark(folder, "plain.xlsx", "typed.xlsx")
    for name in ("marked.xlsx", "again.xlsx", "typed.xlsx"):
        with zipfile.ZipFile(folder / name) as archive:
            types = archive.read("[Content_Types].xml").decode()
            for part in archive.namelist():
                if part.endswith((".xml", ".vml", ".rels")):
                    ElementTree.fromstring(archive.read(part))
                ending = part.rsplit(".", 1)[-1]
                assert f'PartName="/{part}"' in types or f'Extension="{ending}"' in types or part.startswith("["), part


def test_a_copy_beside_its_return_is_no_second_return(folder):
    """What comes back by mail is put beside the return, whose pattern it fits."""
    (folder / "kpis.rules").write_text(RULES.replace('"q2.xlsx"', '"q*.xlsx"'))
    before = found(folder, "q2.xlsx")
    run(["check", "--output", "xlsx=marked/"], folder)
    (folder / "marked" / "q2.xlsx").rename(folder / "q2-marked.xlsx")
    done = run(["check", "--output", "json"], folder)
    assert b"q2-marked.xlsx is a marked copy of q2.xlsx, and not read beside it" in done.stderr
    assert [finding["fingerprint"] for finding in json.loads(done.stdout)["findings"]] == [one[3] for one in before]


def test_what_cannot_be_marked_is_said(folder):
    for words, wanted in [
        (["check", "--output", "xlsx"], b"names no file"),
        (["check", "--output", "xlsx=-"], b"marked copies are files"),
        (["convert", "--to", "xlsx=x.xlsx"], b"copy of the return"),
        (["check", "--output", "xlsx=q2.xlsx"], b"q2.xlsx"),
        (["check", "--output", "ods=q2.ods"], b"is an Excel workbook"),
    ]:
        done = run(words, folder)
        assert done.returncode == 2 and wanted in done.stderr, (words, done.stderr)
        assert not (folder / "q2.ods").exists()
