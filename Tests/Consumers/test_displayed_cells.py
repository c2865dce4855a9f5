"""Workbooks made at random, each cell held against what LibreOffice shows of it and what openpyxl reads."""

import collections
import csv
import datetime
import decimal
import json
import os
import re
import shutil
import string
import subprocess

import openpyxl
import pytest

import random_workbooks
from conftest import run
from random_workbooks import COLUMNS, FILLED, LABELS, ROWS

# More are made with KPILINT_WORKBOOKS=500.
WORKBOOKS = range(int(os.environ.get("KPILINT_WORKBOOKS", "30")))

# British, and never calculated anew: what is stored is shown.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>en-GB</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>1</value></prop>
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"""
# Comma, quotation marks, UTF-8, from the first line, cells as shown, all sheets.
SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


def soffice(folder, target, files, out):
    profile = folder / "profile" / "user"
    if not profile.exists():
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(SETTINGS)
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile.parent}"]
    # A start takes seconds, and of some hundred files at once the last are not converted.
    for first in range(0, len(files), 80):
        part = files[first : first + 80]
        done = subprocess.run(
            [*command, "--convert-to", target, "--outdir", out, *part], check=True, capture_output=True, timeout=600
        )
        assert done.stdout.count(b"convert ") == len(part), done.stdout[-500:] + done.stderr[-500:]


LAST_CELL = f"{string.ascii_uppercase[COLUMNS - 1]}{ROWS}"
NAMES = ["ref"] + [f"c{number}" for number in range(1, COLUMNS - 1)]


def read(path, sheets):
    """What kpilint shows of a workbook: the cells, the rows that it calls hidden, the statuses by colour."""
    rules = [
        'scheme council for ref {\n green "Green" when ref == "1"\n'
        ' amber "Amber" when ref == "2"\n red "Red" otherwise\n}'
    ]
    for number, sheet in enumerate(sheets):
        columns = "\n".join(f"  {name} text optional" for name in NAMES)
        rules.append(
            f'table t{number} from "{path.name}" sheet "{sheet.name}" range "A1:{LAST_CELL}" {{\n'
            f"{columns}\n  rag status council by fill\n}}\n"
            f'rule shown{number} note "A row" {{\n  for t{number}\n  require ref == "never"\n'
            f'  message "{{rag}}"\n  at {", ".join(NAMES)}\n}}'
        )
    rulebook = path.with_name(path.name + ".rules")
    rulebook.write_text("\n".join(rules))
    done = run(["check", rulebook.name, "--output", "json", "--limit", "100000"], path.parent)
    assert done.returncode in (0, 1), (path, done.stderr)
    shown, hidden, filled = {}, set(), {}
    for finding in json.loads(done.stdout)["findings"]:
        if not finding["rule"].startswith("shown"):
            continue
        sheet = sheets[int(finding["rule"].removeprefix("shown"))].name
        row = finding["location"]["line"]
        for column, name in enumerate(NAMES, start=1):
            shown[sheet, row, column] = seen(finding["values"][name] or "")
        if finding["location"].get("hidden"):
            hidden.add((sheet, row))
        if finding["message"] != "(blank)":
            filled[sheet, row] = finding["message"]
    return shown, hidden, filled


def seen(text):
    """A text without the padding around it, which formats make, and with one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\xa0")


def csv_cells(folder, stem, sheets):
    """What LibreOffice shows of a workbook."""
    cells = {}
    for sheet in sheets:
        with open(folder / f"{stem}-{sheet.name}.csv", newline="", encoding="utf-8") as file:
            for row, line in enumerate(csv.reader(file), start=1):
                for column, cell in enumerate(line, start=1):
                    cells[sheet.name, row, column] = seen(cell)
    return cells


def place_of(key):
    return f"{key[0]}!{string.ascii_uppercase[key[2] - 1]}{key[1]}"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("random")
    books = {}
    for seed in WORKBOOKS:
        path = folder / f"w{seed}.xlsx"
        books[seed] = (path, *random_workbooks.make(seed, path))
    return folder, books


@pytest.fixture(scope="module")
def converted(made):
    folder, books = made
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice, which shows the same workbooks, is not installed")
    paths = [str(path) for path, _, _ in books.values()]
    soffice(folder, SHOWN, paths, folder / "xlsx")
    soffice(folder, "ods", paths, folder / "made")
    soffice(folder, SHOWN, [str(path) for path in sorted((folder / "made").glob("*.ods"))], folder / "ods")
    return folder, books


def shown_general(value):
    """A figure as a wide cell without a format shows it in Excel: at most 11 characters beside its sign."""
    number = decimal.Decimal(f"{abs(value):.15g}")
    if not number:
        return "0"
    exponent = number.adjusted()
    places = 9 - max(exponent, 0) if -5 < exponent < 11 else None
    if exponent < -4 and -number.as_tuple().exponent <= 9:
        places = 9
    text = ""
    if places is not None:
        text = f"{number.quantize(decimal.Decimal(1).scaleb(-max(places, 0)), decimal.ROUND_HALF_UP):f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    if places is None or len(text.split(".")[0]) > 11:
        digits = number.scaleb(-exponent).quantize(decimal.Decimal("1.00000"), decimal.ROUND_HALF_UP)
        if digits >= 10:
            digits, exponent = digits / 10, exponent + 1
        text = f"{digits:f}".rstrip("0").rstrip(".") + f"E{exponent:+03d}"
    return "-" + text if value < 0 else text


def decoded(text):
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found.group(1), 16)), text)


def is_general(cell, ours, theirs, _):
    return cell.kind == "figure" and cell.format == "General" and ours == shown_general(cell.value)


def is_bare_point(cell, ours, theirs, _):
    points = [place for place, letter in enumerate(ours) if letter == "."]
    return (
        cell.kind == "figure"
        and ".#" in cell.format
        and theirs in [seen(ours[:place] + ours[place + 1 :]) for place in points]
    )


def is_half(cell, ours, theirs, _):
    if cell.kind != "figure" or re.sub("[0-9,]", "", ours) != re.sub("[0-9,]", "", theirs):
        return False
    one, other = (decimal.Decimal("".join(re.findall("[0-9.]", text)).strip(".") or "0") for text in (ours, theirs))
    unit = decimal.Decimal(1).scaleb(one.as_tuple().exponent)
    exact = abs(decimal.Decimal(f"{cell.value:.15g}"))
    return one == other + unit and any(exact.scaleb(scale) == other + unit / 2 for scale in (0, 2, -3, -6))


def is_forgotten_truth(cell, ours, theirs, kind):
    return (
        kind == "ods" and cell.kind == "boolean" and ours == str(cell.value).upper() and theirs == str(int(cell.value))
    )


def is_near_fraction(cell, ours, theirs, _):
    found = re.fullmatch(r"(-?)(?:([0-9]+) )? *([0-9]+)/([0-9]+)|(-?)([0-9]+)", ours)
    if cell.kind != "figure" or "/" not in cell.format or not found:
        return False
    sign, whole, numerator, denominator, other_sign, alone = found.groups()
    below = int(denominator or 1)
    size = int(alone) if alone else int(whole or 0) + int(numerator) / below
    is_negative = (sign or other_sign) == "-"
    # Where the format gives the denominator, halves are rounded up.
    most = 0.5 / below + 1e-12 if re.search("/[0-9]", cell.format) else 1 / below**2
    return is_negative == (cell.value < 0) and abs(abs(cell.value) - size) <= max(most, 1e-9 * size)


def is_signed_by_condition(cell, ours, theirs, _):
    return cell.kind == "figure" and re.search(r"\[[<>=]", cell.format) and cell.value < 0 and ours == "-" + theirs


def is_rounded_time(cell, ours, theirs, _):
    if cell.kind != "day" or len(ours) != len(theirs):
        return False
    # Without seconds the time is rounded to whole ones first.
    ticks = decimal.Decimal(repr(cell.value)) * 86400
    decimals = re.search(r"s\.(0+)", cell.format)
    ticks = ticks.scaleb(len(decimals.group(1)) if decimals else 0)
    return ticks % 1 >= decimal.Decimal("0.499")


def is_broken_length(cell, ours, theirs, kind):
    return (
        kind == "ods"
        and cell.kind == "day"
        and decimal.Decimal(repr(cell.value)) * 86400 % 60 > decimal.Decimal("59.9999")
    )


def is_text_of_several_lines(cell, ours, theirs, _):
    return cell.kind == "text" and "\n" in theirs and cell.format == '"*"@' and apart(ours) == "*" + apart(theirs)


def is_escaped(cell, ours, theirs, kind):
    return cell.kind == "text" and kind == "xlsx" and "_x" in theirs and ours == seen(decoded(theirs))


def is_white_space(cell, ours, theirs, kind):
    return cell.kind == "text" and kind == "ods" and apart(ours) == apart(theirs)


def apart(text):
    return "\n".join(" ".join(line.replace("\t", "").split()) for line in text.split("\n"))


def is_too_large(cell, ours, theirs, _):
    factor = 86400 if cell.kind == "day" else 1
    return theirs == "#FMT" and abs(cell.value) * factor >= 2**31


# Where LibreOffice shows something else, and why kpilint does not follow it. Each kind looks at both texts.
DIFFERENCES = [
    (is_general, "a figure without a format: Excel shows at most 11 characters, LibreOffice all digits"),
    (is_bare_point, "a point without decimals behind it: Excel shows it"),
    (is_half, "a figure in the middle between two: kpilint decides on its 15 decimal digits, as Excel does"),
    (
        is_forgotten_truth,
        "a formula that is true or false: LibreOffice writes it as 1 or 0, and may show it so when it reads it again",
    ),
    (
        is_near_fraction,
        "fractions: Excel takes the last convergent that fits, LibreOffice the nearest; it drops the sign of a nought",
    ),
    (
        is_signed_by_condition,
        "a figure below nought under a condition that is not for such figures alone: Excel shows its sign",
    ),
    (is_rounded_time, "seconds: Excel rounds them, LibreOffice cuts them off"),
    (
        is_broken_length,
        "a length of time just below a whole minute: LibreOffice writes PT23H0-1M59.999999974S and misreads it itself",
    ),
    (is_text_of_several_lines, "a text of several lines: LibreOffice does not apply the format's section for texts"),
    (is_escaped, "escaped characters: LibreOffice decodes some of them in some places; ECMA-376 has them in all texts"),
    (
        is_white_space,
        "tabs are lost in LibreOffice on the way; runs of spaces are one in OpenDocument, and two for LibreOffice",
    ),
    (is_too_large, "LibreOffice counts fractions and lengths of time with 32 bits"),
]


def covering(sheet, row, column):
    """The first cell of a merged area, of whose other cells this one is; else nothing."""
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom and left <= column <= right and (row, column) != (top, left):
            return top, left
    return None


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_cells_are_shown_as_libreoffice_shows_them(converted, kind):
    folder, books = converted
    wrong, excused, compared = [], collections.Counter(), 0
    for seed, (path, sheets, _) in books.items():
        source = path if kind == "xlsx" else folder / "made" / f"w{seed}.ods"
        ours, hidden, filled = read(source, sheets)
        theirs = csv_cells(folder / kind, path.stem, sheets)
        for sheet in sheets:
            for (row, column), cell in sheet.cells.items():
                # A merged cell's text counts for each of its cells, and a day does; a figure does not.
                first = covering(sheet, row, column)
                if first:
                    cell = sheet.cells[first]
                key = (sheet.name, row, column)
                other = theirs.get((sheet.name, *(first or (row, column))), "")
                if first and cell.kind == "figure":
                    other = ""
                compared += 1
                if ours.get(key, "") == other:
                    continue
                for test, reason in DIFFERENCES:
                    if test(cell, ours.get(key, ""), other, kind):
                        excused[reason] += 1
                        break
                else:
                    wrong.append(
                        f"{source.name} {place_of(key)}: {cell.value!r} as {cell.format}: "
                        f"{ours.get(key, '')!r}, not {other!r}"
                    )
            assert {row for name, row in hidden if name == sheet.name} == {
                row for row in sheet.hidden if (row, 1) in sheet.cells
            }
            assert {row: label for (name, row), label in filled.items() if name == sheet.name} == {
                row: LABELS[colour] for row, colour in sheet.fills.items() if colour in LABELS
            }
    assert not wrong, f"{len(wrong)} of {compared}, {dict(excused)}:\n" + "\n".join(wrong[:40])
    # The kinds stay exceptions.
    assert compared > 200 * len(books) and sum(excused.values()) < compared * 0.06, excused


DAYS = {
    "dd/mm/yyyy": "%d/%m/%Y",
    "dd/mm/yy": "%d/%m/%y",
    "yyyy-mm-dd": "%Y-%m-%d",
    "dd/mm/yyyy;@": "%d/%m/%Y",
    "mmm-yy": "%b-%y",
    "mmm yyyy": "%b %Y",
    "mm/yyyy": "%m/%Y",
    "yyyy": "%Y",
    "mmmm": "%B",
    "mm-dd-yy": "%d/%m/%Y",
    "m/d/yy h:mm": "%d/%m/%Y %H:%M",
    "dd\\-mmm\\-yyyy": "%d-%b-%Y",
    "[$-809]dd mmmm yyyy;@": "%d %B %Y",
    '"w/e "dd/mm/yy': "w/e %d/%m/%y",
}


def test_cells_are_read_as_openpyxl_reads_them(made):
    wrong, compared = [], collections.Counter()
    for path, sheets, from1904 in made[1].values():
        ours, hidden, filled = read(path, sheets)
        book = openpyxl.load_workbook(path, data_only=True, rich_text=True)
        assert (book.epoch.year == 1904) == from1904
        for made_sheet, sheet in zip(sheets, book.worksheets, strict=True):
            assert sheet.title == made_sheet.name
            for line in sheet.iter_rows(min_row=2, max_row=ROWS, max_col=COLUMNS - 1):
                for cell in line:
                    key = (sheet.title, cell.row, cell.column)
                    code = cell.number_format
                    value = cell.value
                    if isinstance(cell, openpyxl.cell.cell.MergedCell):
                        continue
                    if value is None:
                        expected, kind = "", "blank"
                    elif cell.data_type == "e":
                        expected, kind = value, "error"
                    elif isinstance(value, bool):
                        expected, kind = str(value).upper(), "boolean"
                    elif isinstance(value, str):
                        # openpyxl decodes escaped characters in some texts only.
                        written = str(made_sheet.cells[cell.row, cell.column].value)
                        assert value in (written, decoded(written))
                        expected = seen(
                            code.replace('"', "").replace("@", decoded(written)) if "@" in code else decoded(written)
                        )
                        kind = "text"
                    elif isinstance(value, datetime.datetime) and code in DAYS and value.second < 59:
                        expected, kind = value.strftime(DAYS[code]), "day"
                    elif isinstance(value, int) and code == "General" and abs(value) < 10**10:
                        expected, kind = str(value), "figure"
                    else:
                        continue
                    compared[kind] += 1
                    if ours.get(key, "") != expected:
                        wrong.append(f"{path.name} {place_of(key)}: {ours.get(key, '')!r}, not {expected!r}")
            content = {row for (name, row, column), text in ours.items() if name == sheet.title}
            assert {row for name, row in hidden if name == sheet.title} == {
                row for row, line in sheet.row_dimensions.items() if line.hidden and row in content
            }
            colours = {row: sheet.cell(row, FILLED).fill.fgColor.rgb for row in range(2, ROWS + 1)}
            assert {row: label for (name, row), label in filled.items() if name == sheet.title} == {
                row: LABELS[colour] for row, colour in colours.items() if colour in LABELS
            }
    assert not wrong, "\n".join(wrong[:40])
    assert set(compared) == {"blank", "error", "boolean", "text", "day", "figure"}, compared
