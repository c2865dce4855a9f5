#!/usr/bin/env python3
"""make_workbook.py OUT.xlsx [ROWS]: a return of 17 columns as a workbook: percentages, amounts, dates, texts and fills.

The same number of rows makes the same cells. Needs XlsxWriter.
"""

import datetime
import random
import sys

import xlsxwriter

HEADER = [
    "Ref", "Indicator", "Directorate", "Owner", "Period", "Value", "Target", "Previous value", "Numerator", "Denominator",
    "Budget", "Spent", "RAG", "Direction", "Due", "Reported", "Commentary",
]
FORMATS = {
    "header": {"bold": True, "bg_color": "#DDEBF7", "border": 1}, "share": {"num_format": "0.0%"},
    "count": {"num_format": "#,##0"}, "day": {"num_format": "dd/mm/yyyy"}, "month": {"num_format": "mmm-yy"},
    "money": {"num_format": '£#,##0.0,,"m"'},
    "accounts": {"num_format": '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-'},
    "Red": {"bg_color": "#FF0000"}, "Amber": {"bg_color": "#FFC000"}, "Green": {"bg_color": "#92D050"},
}
DIRECTORATES = ["Adults", "Children", "Place", "Resources", "Public Health", "Housing", "Environment", "Growth"]
WORDS = "cases closed in this quarter were above plan because of seasonal demand and new staff who joined late".split()


def main():
    path, rows = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    chance = random.Random(20240401)
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("KPIs")
    formats = {name: book.add_format(look) for name, look in FORMATS.items()}
    for column, name in enumerate(HEADER):
        sheet.write_string(0, column, name, formats["header"])
    first = datetime.date(2020, 4, 1)
    for row in range(1, rows + 1):
        whole = chance.randint(50, 9000)
        part = chance.randint(0, whole)
        target = chance.choice((0.5, 0.75, 0.8, 0.9, 0.95))
        rag = "Green" if part / whole >= target else "Amber" if part / whole >= target - 0.1 else "Red"
        day = first + datetime.timedelta(days=chance.randint(0, 1800))
        commentary = " ".join(chance.choice(WORDS) for _ in range(12)) + f" ({row})"
        cells = [
            (f"KPI-{row:06}", None), (f"Share of cases of type {row} closed in time", None),
            (chance.choice(DIRECTORATES), None), (f"Head of service {chance.randint(1, 60)}", None), (day, "month"),
            (part / whole, "share"), (target, "share"), (chance.random(), "share"), (part, "count"), (whole, "count"),
            (chance.randint(1, 9_000_000), "money"), (chance.choice((0, chance.randint(1, 9_000_000))), "accounts"),
            (rag, rag), (chance.choice(("Up", "Down", "Same")), None), (day + datetime.timedelta(days=90), "day"),
            (day + datetime.timedelta(days=20), "day"), (commentary, None),
        ]
        for column, (value, look) in enumerate(cells):
            look = formats.get(look)
            if isinstance(value, str):
                sheet.write_string(row, column, value, look)
            elif isinstance(value, datetime.date):
                sheet.write_datetime(row, column, value, look)
            else:
                sheet.write_number(row, column, value, look)
    book.close()


main()
