"""Draws `examples/marked.png`, the picture of a marked copy in README.md: python Tests/Consumers/draw_marked_for_readme.py

It needs kpilint's debug build, LibreOffice, poppler's pdftoppm, openpyxl and Pillow. The picture is looked at before it is
committed.
"""

import csv
import io
import os
import pathlib
import re
import subprocess
import tempfile

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "rutland-2016-17-q4"
WIDTHS = {"theme": 24, "ref": 9, "indicator": 48, "target": 14, "value": 10, "rag": 6}
KPILINT = os.environ.get("KPILINT", ROOT / ".build" / "debug" / "kpilint")


def make_return(path):
    """The first columns of the example, as officers lay a return out."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Q4 indicators"
    line = Side(style="thin", color="FFBFBFBF")
    with open(EXAMPLE / "indicators.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column, text or None)
            share = re.fullmatch(r"(\d+)(\.\d+)?%", text)
            if share and number > 1:
                cell.value, cell.number_format = float(text[:-1]) / 100, "0" + re.sub(r"\d", "0", share[2] or "") + "%"
            elif re.fullmatch(r"\d+", text):
                cell.value = int(text)
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            if number == 1:
                cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E78")
            cell.alignment = Alignment(vertical="top")
    for column, title in enumerate(rows[0], start=1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(title, 13)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    book.save(path)


def cropped(image, height):
    """Without white margins, and no higher than that."""
    box = Image.eval(image.convert("L"), lambda shade: 255 - shade).point(lambda shade: 255 * (shade > 8)).getbbox()
    left, top, right, bottom = box
    return image.crop((left, top, right, min(bottom, top + height)))


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    for path in EXAMPLE.glob("*.*"):
        (folder / path.name).write_bytes(path.read_bytes())
    rules = folder / "rutland-2016-17.rules"
    text = rules.read_text().replace('"indicators.csv"', '"q4.xlsx"').replace('"../', f'"{ROOT}/examples/')
    rules.write_text(text)
    make_return(folder / "q4.xlsx")
    subprocess.run([KPILINT, "check", rules.name, "--output", "xlsx=marked.xlsx", "--quiet"], cwd=folder)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", ".",
         "marked.xlsx"], cwd=folder, check=True, capture_output=True)
    subprocess.run(["pdftoppm", "-r", "110", "-png", "marked.pdf", "page"], cwd=folder, check=True)
    pages = [Image.open(io.BytesIO(path.read_bytes())) for path in sorted(folder.glob("page-*.png"))]
# The return's first page, then the first of the findings, which are before the rules.
parts = [cropped(pages[0], 330), cropped(pages[-2], 330)]
width, gap = max(part.width for part in parts), 16
picture = Image.new("RGB", (width, sum(part.height + gap for part in parts) - gap), "white")
top = 0
for part in parts:
    picture.paste(part, (0, top))
    top += part.height + gap
# Few colours make a small file.
picture.quantize(48).save(ROOT / "examples" / "marked.png", optimize=True)
