"""Colours of random conditional formats: each status that kpilint reads is the colour that LibreOffice shows."""

import json
import random
import re
import shutil
import subprocess

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule, FormulaRule, Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle

from conftest import run

ROWS = 14
COLOURS = {"FF0000": "Red", "00B050": "Green", "FFC000": "Amber", "0070C0": "Blue"}
OPERATORS = ["lessThan", "lessThanOrEqual", "equal", "notEqual", "greaterThanOrEqual", "greaterThan", "between", "notBetween"]
RULES = """
scheme council {
  green "Green"
  amber "Amber"
  red   "Red"
  blue  "Blue"
}
table kpis from "FILE" sheet "KPIs" {
  ref  text required
  rag  status council by fill
  last whole
  key ref
}
rule shown note "What it is" {
  for kpis
  require ref == "none"
  message "{ref} is {rag}"
}
"""


class Maker:
    """Makes workbooks whose second column has cells of every kind, coloured by rules of every kind."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, *choices):
        return self.random.choice(choices)

    def value(self):
        kind = self.random.random()
        if kind < 0.15:
            return None
        if kind < 0.55:
            return self.pick(0, 1, 2, 3, 5, 10, -1, 0.5, 0.9, 0.95, 0.924, 100, 1e6, 0.1, 0.2, 0.3)
        if kind < 0.65:
            return round(self.random.uniform(-5, 15), self.pick(0, 1, 2))
        return self.pick("late", "n/a", "x 1", "On track", "not on track", "G", "R", "a", "b")

    def reference(self):
        return self.pick("", "$") + self.pick(*"ABCDEB") + self.pick("", "", "", "$") + str(self.pick(2, 2, 2, 3, 5))

    def term(self, depth=0):
        kind = self.random.random()
        if depth > 2 or kind < 0.35:
            return self.reference()
        if kind < 0.5:
            return self.pick("0", "1", "5", "0.9", "90%", "10", "-1", "2.5")
        if kind < 0.6:
            return self.pick('"green"', '"late"', '""', '"x"', '"G"')
        if kind < 0.75:
            return f"{self.term(depth + 1)}{self.pick(*'+-*/&')}{self.term(depth + 1)}"
        return self.pick(
            f"ABS({self.term(depth + 1)})", f"LEN({self.reference()})", f"ROUND({self.term(depth + 1)},{self.pick(0, 1, 2)})",
            f"MOD(ROW(),{self.pick(2, 3)})", "SUM($B$2:$B$9)", "COUNTA($B2:$E2)", f"LEFT({self.reference()},2)",
            f"TRIM({self.reference()})", f"-{self.reference()}", f"({self.term(depth + 1)})",
        )

    def condition(self, depth=0):
        kind = self.random.random()
        if depth > 2 or kind < 0.55:
            return f"{self.term()}{self.pick('=', '<>', '<', '<=', '>', '>=')}{self.term()}"
        inner = [self.condition(depth + 1) for _ in range(self.pick(1, 2, 3))]
        return self.pick(
            f"AND({','.join(inner)})", f"OR({','.join(inner)})", f"NOT({inner[0]})", f"ISBLANK({self.reference()})",
            f"ISNUMBER({self.reference()})", f'ISNUMBER(SEARCH("on",{self.reference()}))', f"IF({inner[0]},{inner[-1]},{inner[0]})",
            "ISEVEN(ROW())", f"ISERROR({self.term()})",
        )

    def rule(self, first, fill, stops):
        kind = self.random.random()
        if kind < 0.5:
            return FormulaRule(formula=[self.condition()], fill=fill, stopIfTrue=stops)
        if kind < 0.8:
            operator = self.pick(*OPERATORS)
            formulas = [self.term() for _ in range(2 if "etween" in operator else 1)]
            return CellIsRule(operator=operator, formula=formulas, fill=fill, stopIfTrue=stops)
        text = self.pick("on", "x", "G", "late")
        kind, formula = self.pick(
            ("containsText", f'NOT(ISERROR(SEARCH("{text}",{first})))'), ("notContainsText", f'ISERROR(SEARCH("{text}",{first}))'),
            ("beginsWith", f'LEFT({first},{len(text)})="{text}"'), ("endsWith", f'RIGHT({first},{len(text)})="{text}"'),
            ("containsBlanks", f"LEN(TRIM({first}))=0"), ("notContainsBlanks", f"LEN(TRIM({first}))>0"),
        )
        isAboutText = "Blanks" not in kind
        operator = {"notContainsText": "notContains"}.get(kind, kind) if isAboutText else None
        style = DifferentialStyle(fill=fill)
        return Rule(type=kind, operator=operator, text=text if isAboutText else None, formula=[formula], dxf=style, stopIfTrue=stops)

    def save(self, path):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "KPIs"
        sheet.append(["ref", "rag", "c", "d", "e", "last"])
        for number in range(1, ROWS + 1):
            sheet.append([f"K{number}"] + [self.value() for _ in range(4)] + [number])
            if self.random.random() < 0.3:
                sheet.cell(number + 1, 2).fill = PatternFill("solid", fgColor="FF" + self.pick(*COLOURS))
        for _ in range(self.pick(1, 2, 3, 4, 5)):
            top = self.pick(2, 2, 2, 3, 5)
            fill = PatternFill(bgColor="FF" + self.pick(*COLOURS)) if self.random.random() < 0.9 else None
            stops = fill is None or self.random.random() < 0.3
            area = f"B{top}:{self.pick('B', 'B', 'C')}{self.random.randint(top, ROWS + 1)}"
            sheet.conditional_formatting.add(area, self.rule(f"B{top}", fill, stops))
        book.save(path)


def shown_colours(path):
    """The colours of the second column in a page that LibreOffice has written."""
    rows = path.read_text(errors="replace").split("<tr>")[2 : 2 + ROWS]
    cells = [re.findall(r"<td[^>]*>", row)[1] for row in rows]
    return [COLOURS.get(found.group(1).upper(), "") if (found := re.search('bgcolor="#(.*?)"', cell)) else "" for cell in cells]


def read_colours(path):
    """What kpilint reads of them; `None` where it says that nobody knows."""
    (path.parent / "check.rules").write_text(RULES.replace("FILE", path.name))
    found = json.loads(run(["check", "check.rules", "--output", "json"], path.parent).stdout)["findings"]
    said = {finding["message"].split()[0]: finding["message"] for finding in found if finding["rule"] == "shown"}
    assert len(said) == ROWS, said
    # A text that is no label is read with its colour behind it.
    colours = [re.search(r"(?:is |\(filled )(green|red|amber|blue)\)?$", said[f"K{number}"], re.I) for number in range(1, ROWS + 1)]
    colours = [colour.group(1).capitalize() if colour else "" for colour in colours]
    for finding in found:
        if finding["rule"] == "unknown-fill":
            places = re.search(r"cells in this file: (.*)\)$", finding["message"])
            for run_of_cells in re.split(", | and ", places.group(1) if places else finding["location"]["cell"]):
                assert run_of_cells.startswith("B"), finding
                rows = [int(name[1:]) for name in run_of_cells.split(" to ")]
                for row in range(rows[0], rows[-1] + 1):
                    colours[row - 2] = None
    return colours


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_random_conditions(tmp_path):
    """As LibreOffice writes them: what it makes of Excel's own way of comparing is another matter."""
    names = [f"f{seed}" for seed in range(12)]
    for seed, name in enumerate(names):
        Maker(seed).save(tmp_path / f"{name}.xlsx")
    # Later workbooks of one run of the program are not always coloured.
    for kind, source in [("ods", "xlsx"), ("html", "ods")]:
        for start in range(0, len(names), 4):
            files = [f"{name}.{source}" for name in names[start : start + 4]]
            subprocess.run(
                ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", kind, "--outdir", ".", *files],
                cwd=tmp_path, check=True, capture_output=True, timeout=120,
            )
    counts = {"coloured": 0, "plain": 0, "unknown": 0}
    for name in names:
        shown, read = shown_colours(tmp_path / f"{name}.html"), read_colours(tmp_path / f"{name}.ods")
        for row, (colour, status) in enumerate(zip(shown, read), start=2):
            assert status in (colour, None), (name, row, colour, status)
            counts["unknown" if status is None else "coloured" if colour else "plain"] += 1
    assert counts["coloured"] > 40 and counts["plain"] > 40 and counts["unknown"] < 90, counts
