"""Files of the kinds that readers of delimited text stumble over, made from the standard return."""

import csv
import os

NASTY = ["no quotes", "all quoted", "an open quote", "10,000 columns", "one big cell"]
WIDTH = 10_000


def make(kind, standard, path, cell_mb):
    """Writes a file unless it is there already. It is whole or not there."""
    if path.exists() and path.stat().st_mtime >= standard.stat().st_mtime:
        return
    unfinished = path.with_suffix(".part")
    with (
        open(standard, encoding="utf-8", newline="") as source,
        open(unfinished, "w", encoding="utf-8", newline="") as out,
    ):
        records = csv.reader(source)
        header = next(records)
        if kind == "all quoted":
            writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(records)
        elif kind == "10,000 columns":
            write_wide(header, records, out, standard.stat().st_size)
        else:
            write_plain(kind, header, records, out, standard.stat().st_size, cell_mb)
    os.replace(unfinished, path)


def write_plain(kind, header, records, out, size, cell_mb):
    """Without quotes and what would need them; then perhaps with the one cell that is out of order."""
    clean = str.maketrans({",": None, '"': None, "\n": " "})
    out.write(",".join(header) + "\n")
    written, is_due = 0, kind != "no quotes"
    for record in records:
        line = ",".join(cell.translate(clean) for cell in record)
        written += out.write(line + "\n")
        if is_due and written > size // 10:
            is_due = False
            front = line[: line.rindex(",") + 1]
            if kind == "an open quote":
                # All that follows belongs to this cell.
                out.write(front + '"never closed\n')
            else:
                out.write(front + '"')
                for _ in range(cell_mb):
                    out.write("a cell without end, line by line\n" * (1_000_000 // 33))
                out.write('"\n')


def write_wide(header, records, out, size):
    """The own columns and 9,986 more with a digit each, as many bytes as the standard file or at least 100 records."""
    extra = WIDTH - len(header)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header + [f"x{i}" for i in range(extra)])
    digits = [str(i % 10) for i in range(extra)]
    for index, record in enumerate(records):
        if index >= 100 and index * extra * 2 > size:
            break
        writer.writerow(record + digits)
