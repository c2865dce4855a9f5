"""A return as officers keep it, made at random: its findings are those of the same rows in delimited text."""

import csv
import datetime
import json
import os
import random
import re
import shutil

import openpyxl
import openpyxl.styles
import pytest

from conftest import run
from test_displayed_cells import soffice

# More are made with KPILINT_RETURNS_MADE=200.
RETURNS = range(int(os.environ.get("KPILINT_RETURNS_MADE", "12")))

COLUMNS = ["service", "ref", "indicator", "value", "target", "share", "rag", "budget", "due"]
# Their headers on two lines, of which delimited text has both in one.
HEADERS = [
    ("Service", None),
    ("Ref", None),
    ("Indicator", None),
    ("Quarter 2", "Value"),
    (None, "Target"),
    (None, "Share"),
    (None, "RAG"),
    ("Budget", None),
    ("Due", None),
]
RULES = """
scheme council for value, target {{
  green "Green" when value >= target
  amber "Amber" when value >= target - 5
  red   "Red"   otherwise
}}
table kpis from {source} {{
  theme     choice "People", "Place", "Money"
  service   text from "Service"
  ref       text from "Ref"
  indicator text from "Indicator"
  value     number from "Quarter 2 Value"
  target    number from "Quarter 2 Target"
  share     percent from "Quarter 2 Share"
  rag       status council from "Quarter 2 RAG" {fill}
  budget    money from "Budget"
  due       date from "Due"
  key ref
}}
rule rag-follows error "The status follows" {{
  for kpis
  require rag == due(rag)
  message "{{theme}}, {{service}}: {{ref}} is {{rag}}, due {{due(rag)}}, at {{value}} of {{target}}"
  at rag
}}
rule high-share error "The share is high" {{
  for kpis
  require share >= 90%
  message "{{ref}}, {{indicator}}: {{share}}"
  at share
}}
rule is-late query "It is due this year" {{
  for kpis
  require due < 2025-01-01
  message "{{ref}} is due {{due}}"
}}
rule has-money query "Something is to be spent" {{
  for kpis
  require budget > 0
  message "{{service}}: {{ref}} has {{budget}}"
}}
"""
FILLS = {"Green": ["FF92D050", "FF00B050", "FFC6EFCE"], "Amber": ["FFFFC000"], "Red": ["FFFF0000"]}


def shown_number(tenths):
    return f"{tenths / 10:.1f}"


def shown_money(pounds):
    return f"(£{-pounds:,})" if pounds < 0 else f"£{pounds:,}"


def rows_of_theme(rng, theme, refs):
    """Rows of values, as they are stored; a text is a cell that holds one."""
    rows = []
    service, left = "", 0
    for _ in range(rng.randint(2, 9)):
        if not left:
            service, left = f"{theme} service {rng.randint(1, 9)}", rng.randint(1, 3)
        left -= 1
        ref = f"{theme[:2]}{len(refs) + 1}"
        if refs and rng.random() < 0.08:
            ref = rng.choice(refs)
        refs.append(ref)
        value, target = rng.randint(0, 1000), rng.randint(0, 1000)
        right = "Green" if value >= target else "Amber" if value >= target - 50 else "Red"
        row = {
            "service": service,
            "ref": ref,
            "indicator": rng.choice(["Calls answered\nin time", "Bins", "Roads: gritted, and swept"]),
            "value": value,
            "target": target,
            "share": rng.randint(0, 1100),
            "rag": right if rng.random() < 0.7 else rng.choice(list(FILLS)),
            "budget": rng.choice([0, 5, 1_344_000, -60_300]),
            "due": datetime.date(2024, 1, 1) + datetime.timedelta(rng.randint(0, 500)),
        }
        for name, wrong in [
            ("value", None),
            ("value", "n/a"),
            ("share", None),
            ("share", "lots"),
            ("budget", "TBC"),
            ("due", "31/02/2024"),
            ("due", None),
            ("rag", None),
            ("target", "high"),
        ]:
            if rng.random() < 0.05:
                row[name] = wrong
        rows.append(row)
    return rows


def text_of(name, value):
    """What a cell shows."""
    if value is None or isinstance(value, str):
        return value or ""
    if name in ("value", "target"):
        return shown_number(value)
    if name == "share":
        return f"{value / 10:.1f}%"
    return shown_money(value) if name == "budget" else f"{value:%d/%m/%Y}"


def write_delimited(themes, folder):
    for theme, rows in themes.items():
        with open(folder / f"Theme {theme}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            top = ""
            header = []
            for above, below in HEADERS:
                top = above or top
                header.append(f"{top} {below}" if below else above)
            writer.writerow(header)
            writer.writerows([[text_of(name, row[name]) for name in COLUMNS] for row in rows])


def write_sheet(rng, sheet, rows, fills):
    """Titles, headers on two lines, merged services, colours for statuses, headings, blank and hidden rows, notes."""
    left = rng.randint(1, 3)
    top = rng.randint(1, 6)
    if top > 2:
        sheet.cell(1, left).value = "Performance in quarter 2"
    line = top
    for number, (above, below) in enumerate(HEADERS):
        sheet.cell(line, left + number).value = above
        sheet.cell(line + 1, left + number).value = below if not below or rng.random() < 0.8 else f"{below} [note 1]"
        if not below:
            sheet.merge_cells(start_row=line, end_row=line + 1, start_column=left + number, end_column=left + number)
    sheet.merge_cells(start_row=line, end_row=line, start_column=left + 3, end_column=left + 6)
    line += 2
    begun = line
    for place, row in enumerate(rows):
        gap = rng.choice(["blank", "heading"]) if rng.random() < 0.2 else None
        if gap or not place or rows[place - 1]["service"] != row["service"]:
            merge_service(sheet, begun, line - 1, left)
            if gap == "heading":
                sheet.cell(line, left).value = "A heading of those below"
                sheet.merge_cells(start_row=line, end_row=line, start_column=left, end_column=left + len(COLUMNS) - 1)
            line += 1 if gap and (place or gap == "heading") else 0
            begun = line
        if rng.random() < 0.1:
            sheet.row_dimensions[line].hidden = True
        write_row(rng, sheet, line, left, row, fills, begun == line)
        line += 1
    merge_service(sheet, begun, line - 1, left)
    if rng.random() < 0.7:
        line += rng.randint(1, 3)
        sheet.cell(line, left).value = "[note 1] As agreed with the service."
        sheet.cell(line + 1, left).value = "Source: the council"


def merge_service(sheet, first, last, column):
    if first < last:
        sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)


def write_row(rng, sheet, line, left, row, fills, has_service):
    for number, name in enumerate(COLUMNS):
        cell, value = sheet.cell(line, left + number), row[name]
        if name == "service" and not has_service:
            continue
        if name == "rag" and fills:
            if value:
                cell.fill = openpyxl.styles.PatternFill("solid", fgColor=rng.choice(FILLS[value]))
            continue
        cell.value = value
        if isinstance(value, int):
            cell.value = value / 1000 if name == "share" else value / 10 if name in ("value", "target") else value
        cell.number_format = {
            "value": "0.0",
            "target": rng.choice(["0.0", "0.0_)"]),
            "share": rng.choice(["0.0%", "0.0%;-0.0%;0.0%"]),
            "budget": rng.choice(['"£"#,##0;("£"#,##0)', "[$£-809]#,##0_);([$£-809]#,##0)"]),
            "due": rng.choice(["dd/mm/yyyy", "mm-dd-yy", "dd/mm/yyyy;@"]),
        }.get(name, "General")


def make(seed, folder):
    rng = random.Random(seed)
    refs = []
    themes = {theme: rows_of_theme(rng, theme, refs) for theme in ("Money", "People", "Place")}
    fills = rng.random() < 0.7
    write_delimited(themes, folder)
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active["A1"] = "Performance report"
    for theme, rows in themes.items():
        write_sheet(rng, book.create_sheet(f"Theme {theme}"), rows, fills)
    book.create_sheet("Notes")["A1"] = "Nothing more"
    book.save(folder / "q2.xlsx")
    return fills


def findings(folder, source, fill):
    (folder / "check.rules").write_text(RULES.format(source=source, fill="by fill" if fill else ""))
    done = run(["check", "check.rules", "--output", "json", "--limit", "10000"], folder)
    assert done.returncode in (0, 1), done.stderr.decode()
    return json.loads(done.stdout)["findings"], done.stderr.decode()


def essence(finding):
    """A finding without the places that it names, which differ between sheets and texts."""
    message = re.sub(r"“Theme ([A-Z][a-z]+)”|Theme ([A-Z][a-z]+)\.csv", r"\1\2", finding["message"])
    message = re.sub(r"\b(line|row)s? [0-9]+", "place", message)
    return finding["rule"], finding["severity"], finding.get("column"), json.dumps(finding["key"]), message


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_findings_are_those_of_the_text(kind, tmp_path):
    if kind == "ods" and not shutil.which("soffice"):
        pytest.skip("LibreOffice, which writes the .ods workbooks, is not installed")
    folders = {seed: tmp_path / str(seed) for seed in RETURNS}
    fills = {}
    for seed, folder in folders.items():
        folder.mkdir()
        fills[seed] = make(seed, folder)
        (folder / "q2.xlsx").rename(tmp_path / f"q{seed}.xlsx")
    if kind == "ods":
        soffice(tmp_path, "ods", sorted(tmp_path.glob("q*.xlsx")), tmp_path)
    wrong = []
    counted = 0
    for seed, folder in folders.items():
        (tmp_path / f"q{seed}.{kind}").rename(folder / f"q2.{kind}")
        expected = sorted(map(essence, findings(folder, '"Theme {theme}.csv"', False)[0]), key=str)
        found, said = findings(folder, f'"q2.{kind}" sheet "Theme {{theme}}"', fills[seed])
        found = sorted(map(essence, found), key=str)
        counted += len(expected)
        if found != expected:
            more = [finding for finding in found if finding not in expected]
            fewer = [finding for finding in expected if finding not in found]
            wrong.append(f"{seed}: more {more[:5]}, fewer {fewer[:5]}\n{said}")
    assert not wrong, f"{len(wrong)} of {len(folders)}\n" + "\n".join(wrong[:6])
    assert counted > 15 * len(folders)
