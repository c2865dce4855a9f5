"""Makes workbooks at random, the same ones for the same seed, and says what stands in each of their cells."""

import dataclasses
import html
import random
import re
import zipfile

import openpyxl
import openpyxl.cell.rich_text
import openpyxl.cell.text
import openpyxl.styles
import openpyxl.utils
import openpyxl.utils.datetime

ROWS = 26
COLUMNS = 8
# The last column holds nothing but colours.
FILLED = COLUMNS
LABELS = {"FF92D050": "Green", "FF00B050": "Green", "FFFFC000": "Amber", "FFFF0000": "Red", "FFC6EFCE": "Green"}


@dataclasses.dataclass
class Cell:
    """What was written into a cell: `kind` is figure, day, text, boolean, error or blank."""

    kind: str
    value: object = None
    format: str = "General"
    formula: bool = False


@dataclasses.dataclass
class Sheet:
    name: str
    cells: dict = dataclasses.field(default_factory=dict)
    merges: list = dataclasses.field(default_factory=list)
    hidden: set = dataclasses.field(default_factory=set)
    fills: dict = dataclasses.field(default_factory=dict)


def pick(rng, *choices):
    return rng.choice(choices)


def number_code(rng):
    """A number before and behind the point, as councils format theirs."""
    code = pick(rng, "0", "0", "#,##0", "#,##0", "#,##0", "00", "000", "#", "#,###", "###0", "0,000")
    decimals = pick(rng, 0, 0, 1, 1, 2, 2, 3, 4, 6)
    if decimals:
        sure = pick(rng, decimals, decimals, decimals, rng.randint(0, decimals))
        code += "." + "0" * sure + "#" * (decimals - sure)
    return code + pick(rng, "", "", "", "", ",", ",,")


def figure_code(rng):
    """A format of figures, with one section or several."""
    kind = rng.random()
    if kind < 0.12:
        return "General"
    if kind < 0.30:
        percent = pick(rng, "0%", "0.0%", "0.00%", "0.000%", "#,##0%", "#,##0.0%", "0 %", '0.0"%"')
        return percent if rng.random() < 0.7 else f"{percent};[Red]-{percent};{percent}"
    if kind < 0.36:
        return pick(rng, "0.00E+00", "0E+0", "0.0E+00", "##0.0E+0", "00.0E+00", "#0.00E+0")
    if kind < 0.42:
        return pick(rng, "# ?/?", "# ??/??", "# ?/4", "# ?/2", "# ??/100", "# ?/8", "?/?")
    if kind < 0.47:
        return pick(rng, "000000", "0000-000", "000\\-00\\-0000", "#\\ ###\\ ##0", '00" "00" "00', "(###) ###-####")
    if kind < 0.53:
        return pick(
            rng,
            '[>=1000000]0.0,,"m";[>=1000]0.0,"k";0',
            "[<1]0.0%;0.0",
            '[=0]"nil";#,##0',
            "[Red][<0]0.0;[Blue][>=0]0.0",
            "[>100]0;[<-100]-0;0.00",
            '[=1]0" day";0" days"',
            '[<>0]0.0;"none"',
        )
    if kind < 0.66:
        return pick(
            rng,
            '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-',
            '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-',
            '_-"£"* #,##0.00_-;-"£"* #,##0.00_-;_-"£"* "-"??_-;_-@_-',
            '_-£* #,##0_-;-£* #,##0_-;_-£* "-"_-;_-@_-',
            '_(* #,##0.0_);_(* (#,##0.0);_(* "-"??_);_(@_)',
            "#,##0_);(#,##0)",
            "#,##0_);[Red](#,##0)",
            "#,##0.00_);(#,##0.00)",
            '"£"#,##0;-"£"#,##0',
            '"£"#,##0.00;[Red]-"£"#,##0.00',
            "[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00",
            "#,##0;-#,##0",
            "0;-0;;@",
            '0.0;-0.0;"nil"',
            "0;;",
            '"yes";"no";"nil"',
            "+0.0%;-0.0%;0.0%",
            "▲0.0;▼0.0;–",
        )
    before = pick(rng, "", "", "", '"£"', "£", "\\£", "[$€-2] ", "$", '"c. "', "~")
    behind = pick(rng, "", "", "", '"m"', '" days"', "\\ \\h\\r\\s", "_)", "p", '"%"')
    body = before + number_code(rng) + behind
    sections = [body]
    if rng.random() < 0.4:
        sections.append(pick(rng, "-" + body, "[Red]-" + body, "(" + body + ")", "[Blue](" + body + ")"))
        if rng.random() < 0.5:
            sections.append(pick(rng, '"-"', '"nil"', "-", body, '"-"??', ""))
            if rng.random() < 0.4:
                sections.append(pick(rng, "@", '"*"@', "_-@_-", ""))
    return ";".join(sections)


def day_code(rng):
    """A format of days or times. The first ones are built in, and localized."""
    kind = rng.random()
    if kind < 0.2:
        return pick(
            rng,
            "mm-dd-yy",
            "d-mmm-yy",
            "d-mmm",
            "mmm-yy",
            "m/d/yy h:mm",
            "h:mm",
            "h:mm:ss",
            "h:mm AM/PM",
            "h:mm:ss AM/PM",
            "mm:ss",
            "[h]:mm:ss",
            "mmss.0",
        )
    day = pick(
        rng,
        "dd/mm/yyyy",
        "dd/mm/yy",
        "yyyy-mm-dd",
        "d mmmm yyyy",
        "ddd d mmm yy",
        "dddd, d mmmm yyyy",
        "mmm yyyy",
        "mmm-yy",
        "mmmm",
        "yyyy",
        "d.m.yyyy",
        "mm/yyyy",
        "dd\\-mmm\\-yyyy",
        "[$-809]dd mmmm yyyy;@",
        "yy",
        "mmmmm yy",
        "dd/mm/yyyy;@",
        '"w/e "dd/mm/yy',
        "m/d/yyyy",
    )
    time = pick(rng, "hh:mm", "h:mm", "hh:mm:ss", "h:mm AM/PM", "hh:mm:ss.0", "h.mm", 'h" h "mm" min"', "hh")
    if kind < 0.65:
        return day
    if kind < 0.8:
        return time
    if kind < 0.9:
        return day.split(";")[0] + " " + time
    return pick(rng, "[h]:mm", "[h]:mm:ss", "[hh]:mm", "[mm]:ss", "[m]", "[s]", "[h]", "[h].mm", "[mm]:ss.00")


def figure(rng):
    """A figure, often one whose last digit lies in the middle between two that are shown."""
    kind = rng.random()
    if kind < 0.08:
        return 0
    decimals = rng.randint(0, 6)
    if kind < 0.3:
        number = rng.randint(0, 10 ** rng.randint(1, 6)) * 10 + 5
    elif kind < 0.4:
        number = rng.randint(1, 9) * 10 ** rng.randint(0, 12)
    elif kind < 0.5:
        number = 10 ** rng.randint(1, 9) - rng.choice([1, 5, 10])
    else:
        number = rng.randint(0, 10 ** rng.randint(1, 11))
    value = float(f"{number}e-{decimals}")
    if rng.random() < 0.05:
        value = float(f"{rng.randint(1, 99999)}e{rng.randint(-12, 12)}")
    if rng.random() < 0.1:
        value = rng.random() * 10 ** rng.randint(-2, 5)
    if rng.random() < 0.25:
        value = -value
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def moment(rng):
    """A day and perhaps a time; not one before March 1900, of which spreadsheets disagree."""
    days = rng.choice([rng.randint(61, 60000), rng.randint(36500, 47000), rng.randint(36500, 47000), 61, 1462])
    kind = rng.random()
    if kind < 0.55:
        return days
    if kind < 0.8:
        return days + rng.randrange(1440) / 1440
    if kind < 0.95:
        return days + rng.randrange(86400) / 86400
    return days + rng.randrange(86400000) / 86400000


WORDS = [
    "Calls",
    "answered",
    "£1.5m",
    "n/a",
    "-",
    "50%",
    "Q2",
    "é",
    "👍",
    "<b>",
    "&amp;",
    "a  b",
    "1,234",
    "01/02/2024",
    "'quoted'",
    '"',
    ",",
    "TRUE",
    "#",
]


def text(rng):
    words = " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 5)))
    kind = rng.random()
    if kind < 0.1:
        return "  " + words + rng.choice([" ", "   "])
    if kind < 0.2:
        return words + "\n" + rng.choice(WORDS)
    if kind < 0.28:
        return words + rng.choice(["_x000D_\n", "_x0041_", "_x005F_x000D_", "_x00e9_"]) + rng.choice(WORDS)
    if kind < 0.32:
        return rng.choice(WORDS) + "\t" + words
    return words


def rich(rng):
    font = openpyxl.cell.text.InlineFont(b=True, color="FFFF0000")
    block = openpyxl.cell.rich_text.TextBlock
    parts = [rng.choice(["Calls", "of ", " the ", "9"]) for _ in range(rng.randint(2, 4))]
    made = [block(font, part) if rng.random() < 0.5 else part for part in parts]
    if not any(isinstance(part, block) for part in made):
        made[0] = block(font, parts[0])
    return openpyxl.cell.rich_text.CellRichText(*made)


def cell(rng):
    kind = rng.random()
    made = None
    if kind < 0.5:
        made = Cell("figure", figure(rng), figure_code(rng))
    elif kind < 0.65:
        made = Cell("day", moment(rng), day_code(rng))
    elif kind < 0.78:
        made = Cell("text", text(rng), rng.choice(["General", "General", "@", "0.0", '"*"@', "dd/mm/yyyy"]))
    elif kind < 0.82:
        made = Cell("text", rich(rng))
    elif kind < 0.87:
        made = Cell("boolean", rng.random() < 0.5)
    elif kind < 0.91:
        made = Cell("error", rng.choice(["#DIV/0!", "#N/A", "#NAME?", "#NUM!", "#REF!", "#VALUE!"]))
    else:
        return Cell("blank", format=rng.choice(["General", "0.0%"]))
    made.formula = rng.random() < 0.15 and not isinstance(made.value, openpyxl.cell.rich_text.CellRichText)
    return made


def formula(made):
    """A formula with the cell's value as its result."""
    value = made.value
    if made.kind == "boolean":
        return "=1=1" if value else "=1=2"
    if made.kind == "error":
        return (
            "="
            + {
                "#DIV/0!": "1/0",
                "#N/A": "NA()",
                "#NUM!": "10^999",
                "#VALUE!": '1+"x"',
                "#NAME?": "nosuch(1)",
                "#REF!": "#REF!",
            }[value]
        )
    if made.kind == "text":
        return '="' + value.replace('"', '""') + '"'
    return f"=0+{value!r}"


def fill_sheet(rng, sheet, made):
    """Fills a sheet; the first row is its header and the first column has a text in each row that is not blank."""
    sheet.append(["ref"] + [f"c{number}" for number in range(1, COLUMNS - 1)] + ["rag"])
    for row in range(2, ROWS + 1):
        if rng.random() < 0.08:
            continue
        sheet.cell(row, 1).value = f"r{row}"
        made.cells[row, 1] = Cell("text", f"r{row}")
        for column in range(2, COLUMNS):
            own = made.cells[row, column] = cell(rng)
            place = sheet.cell(row, column)
            place.number_format = own.format
            if own.formula:
                place.value = formula(own)
            elif own.kind != "blank":
                place.value = own.value
                place.data_type = {"boolean": "b", "error": "e", "text": "s"}.get(own.kind, "n")
        if rng.random() < 0.6:
            colour = rng.choice([*LABELS, "FFF2F2F2"])
            made.fills[row] = colour
            sheet.cell(row, FILLED).fill = openpyxl.styles.PatternFill("solid", fgColor=colour)
        if rng.random() < 0.1:
            made.hidden.add(row)
            sheet.row_dimensions[row].hidden = True
    for _ in range(rng.randint(0, 2)):
        row, column = rng.randint(2, ROWS - 3), rng.randint(2, COLUMNS - 2)
        area = (row, column, row + rng.randint(0, 2), column + rng.randint(0, 1))
        if area[0] == area[2] and area[1] == area[3] or any(overlap(area, other) for other in made.merges):
            continue
        if any((line, 1) not in made.cells for line in range(area[0], area[2] + 1)):
            continue
        made.merges.append(area)
        sheet.merge_cells(start_row=area[0], start_column=area[1], end_row=area[2], end_column=area[3])
        for line in range(area[0], area[2] + 1):
            for place in range(area[1], area[3] + 1):
                if (line, place) != area[:2]:
                    made.cells[line, place] = Cell("blank")


def overlap(one, other):
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def make(seed, path):
    """Writes a workbook. Gives its sheets and whether its days are counted from 1904."""
    rng = random.Random(seed)
    book = openpyxl.Workbook()
    from1904 = rng.random() < 0.3
    if from1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheets = []
    for number in range(1, rng.randint(1, 3) + 1):
        sheet = book.active if number == 1 else book.create_sheet()
        sheet.title = f"Sheet {number}"
        made = Sheet(sheet.title)
        fill_sheet(rng, sheet, made)
        sheets.append(made)
    book.save(path.with_suffix(".plain"))
    finish(rng, path, sheets)
    return sheets, from1904


def finish(rng, path, sheets):
    """Gives formulas their results, which openpyxl does not write, and makes some texts shared ones."""
    shared = []
    with zipfile.ZipFile(path.with_suffix(".plain")) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    path.with_suffix(".plain").unlink()
    for number, sheet in enumerate(sheets, start=1):
        name = f"xl/worksheets/sheet{number}.xml"
        xml = parts[name].decode()
        for (row, column), own in sheet.cells.items():
            if own.formula:
                place = f"{openpyxl.utils.get_column_letter(column)}{row}"
                xml, count = re.subn(
                    rf'<c r="{place}"([^>]*?)(?: t="\w+")?><f>(.*?)</f><v ?(?:/>|></v>)</c>',
                    lambda found: result(place, found, own),
                    xml,
                    flags=re.S,
                )
                assert count == 1, (place, own)

        def share(found):
            if rng.random() < 0.5:
                return found.group(0)
            shared.append(found.group(2))
            return f'<c{found.group(1)} t="s"><v>{len(shared) - 1}</v></c>'

        parts[name] = re.sub(r'<c([^>]*) t="inlineStr"><is>(.*?)</is></c>', share, xml, flags=re.S).encode()
    texts = "".join(f"<si>{text}</si>" for text in shared)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{main}" count="{len(shared)}" uniqueCount="{len(shared)}">{texts}</sst>'.encode()
    )
    add(
        parts,
        "[Content_Types].xml",
        "</Types>",
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sharedStrings+xml"/>',
    )
    add(
        parts,
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        '<Relationship Id="shared" Target="sharedStrings.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/sharedStrings"/>',
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)


def add(parts, name, end, element):
    xml = parts[name].decode()
    if "sharedStrings" not in xml:
        parts[name] = xml.replace(end, element + end).encode()


def result(place, found, own):
    kinds = {"boolean": "b", "error": "e", "text": "str"}
    kind = f' t="{kinds[own.kind]}"' if own.kind in kinds else ""
    value = str(int(own.value)) if own.kind == "boolean" else html.escape(str(own.value), quote=False)
    return f'<c r="{place}"{found.group(1)}{kind}><f>{found.group(2)}</f><v xml:space="preserve">{value}</v></c>'
