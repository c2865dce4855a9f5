"""Rule files far larger than anybody writes, and findings more than anybody reads: time and memory must stay in proportion.

The rule files are made with a small return; what is measured is the whole process. None may take more than what is named here.
Processor seconds are what is held against a limit: other work on the machine must not break it.
"""

import shutil

from measuring import is_kept, least, measure, peak, seconds, show, verdict

#: What none of them may pass, in processor seconds of all threads.
SECONDS = 2.0
MEMORY = 512  # MiB
ROWS = 50

RETURN = "ref,value,rag\n" + "".join(f"{row},{row % 97},G\n" for row in range(ROWS))
TABLE = 'table t from "return.csv" {\n  ref   text\n  value whole\n  rag   text\n  key ref\n}\n'


def many_rules(count):
    rules = (f'rule r{n} "Rule {n}"\n{{\n  for t\n  require value < {100 + n}\n}}\n' for n in range(count))
    return TABLE + "".join(rules), RETURN


def many_labels(count):
    labels = ", ".join(f'"Label {n}"' for n in range(count))
    rules = (
        f'scheme s {{\n  green {labels}\n  red   "R"\n}}\n'
        'table t from "return.csv" {\n  ref text\n  rag status s\n  key ref\n}\n'
        'rule is-green "It is green"\n{\n  for t\n  require rag is green\n}\n'
    )
    return rules, "ref,rag\n" + "".join(f"{row},Label {row * (count // ROWS)}\n" for row in range(ROWS))


def many_columns(count):
    types = [("text", "a"), ("whole", "1"), ("measure", "5%"), ("date", "2020-01-02"), ("flag", "yes"), ("target", "<4%")]
    columns = "".join(f"  c{n} {types[n % 6][0]}\n" for n in range(count))
    rules = f'table t from "return.csv" {{\n{columns}}}\nrule positive "It is positive"\n{{\n  for t\n  require c1 >= 0\n}}\n'
    header = ",".join(f"c{n}" for n in range(count))
    row = ",".join(types[n % 6][1] for n in range(count))
    return rules, header + "\n" + (row + "\n") * ROWS


def long_list(count):
    texts = ", ".join(f'"{n}"' for n in range(count))
    return TABLE + f'rule known "It is known"\n{{\n  for t\n  require ref in ({texts})\n}}\n', RETURN


def chain(count):
    names = "".join(f"let k{n} = k{n + 1}\n" for n in range(count)) + f"let k{count} = 1000\n"
    return names + TABLE + 'rule below "It is below"\n{\n  for t\n  require value < k0\n}\n', RETURN


def unknown_headers(count):
    columns = "".join(f"  column_{n} text\n" for n in range(count // 10))
    header = ",".join(f"colunm {n}x{n}" for n in range(count))
    return f'table t from "return.csv" {{\n{columns}}}\n', header + "\n" + "," * (count - 1) + "\n"


BOUNDS = {
    "20,000 rules": (many_rules, 20_000),
    "a scheme of 20,000 labels": (many_labels, 20_000),
    "20,000 columns": (many_columns, 20_000),
    "an `in` of 1,000,000 texts": (long_list, 1_000_000),
    "20,000 constants in a chain": (chain, 20_000),
    "10,000 unknown headers, 1,000 missing": (unknown_headers, 10_000),
}


def show_bounds(setting):
    """Measures them all; gives whether each keeps its limits."""
    rows = []
    for name, (make, count) in BOUNDS.items():
        folder = setting.scratch / "bounds" / make.__name__
        folder.mkdir(parents=True, exist_ok=True)
        rules, text = make(count)
        (folder / "check.rules").write_text(rules, encoding="utf-8")
        (folder / "return.csv").write_text(text, encoding="utf-8")
        command = [setting.kpilint, "check", folder / "check.rules", "--threads", setting.threads, "--output", "short"]
        runs = [measure(command, codes=(0, 1, 4)) for _ in range(setting.pairs)]
        best, most = least(runs, "cpu"), peak(runs)
        rows.append([
            name, seconds(least(runs, "wall")), seconds(best), f"{most:.0f} MiB",
            verdict(best <= SECONDS, most <= MEMORY),
        ])
    show(
        f"Large rule files and returns: at most {SECONDS:.0f} processor seconds and {MEMORY} MiB",
        ["file", "wall s", "processor s", "peak", ""], rows)
    return is_kept(rows)


#: Every row is found fault with. Reports of them may take so much memory, and so much longer for each finding than a fifth of them.
FINDINGS = 5_000_000
FINDINGS_MEMORY = 1024  # MiB
LONGER = 1.5

#: Every format; of those for people as much of the findings as they take.
FORMATS = {
    "JSON": ["--output", "json"],
    "JSON lines": ["--output", "jsonl"],
    "short": ["--output", "short"],
    "text": ["--output", "text", "--max-shown", str(FINDINGS)],
    "text for screen readers": ["--output", "text", "--plain", "--max-shown", str(FINDINGS)],
    "SARIF": ["--output", "sarif"],
    "GitHub": ["--output", "github"],
    "GitLab": ["--output", "gitlab"],
    "JUnit": ["--output", "junit"],
    "Checkstyle": ["--output", "checkstyle"],
    "reviewdog": ["--output", "rdjson"],
    "Markdown": ["--output", "markdown"],
    "HTML": ["--output", "html"],
}

#: Tables of which much is remembered until their last row: as `FORMATS`, a fifth of the rows and all of them.
ROWS_KEPT = 1_000_000


def numbered(folder, count):
    """References in pairs of which the second was shortened: each is a finding."""
    rules = 'table t from "return.csv" {\n  ref text numbered\n}\n'
    return made(folder, rules, "ref\n", count, lambda row: f"1.{row // 2 + 1}{'' if row % 2 else '0'}\n")


ORDERED = (
    'table t from "return.csv" {{\n  ref whole\n  value measure\n  name text\n  key ref\n}}\n'
    'rule few "Few are below it"\n{{\n  for t as o\n  require {} >= 0\n}}\n'
)


def mixed(row):
    """A row whose figure is bare, a percentage or an amount of money."""
    value = row * 7919 % 1_000_003
    return f"{row},{['{}', '{}%', '£{}'][row % 3].format(value)},n{row // 2}\n"


def ordered_sum(folder, count):
    rules = ORDERED.format("sum(t.ref where value < o.value)")
    return made(folder, rules, "ref,value,name\n", count, mixed)


def ordered_distinct(folder, count):
    rules = ORDERED.format("count distinct(t.name where value < o.value)")
    return made(folder, rules, "ref,value,name\n", count, mixed)


def equal_distinct(folder, count):
    """Figures of a few values: each row asks for a large part of the table."""
    rules = ORDERED.format("count distinct(t.name where value == o.value)")
    return made(folder, rules, "ref,value,name\n", count, lambda row: mixed(row % 3)[:-3] + f"n{row}\n")


def faulty_places(folder, count):
    """Series of four rows of which one stands nobody knows where: no neighbour in it is known, and it is a finding."""
    rules = (
        'table t from "return.csv" {\n  ref text\n  period period\n  value whole\n}\n'
        'rule rises "It rises"\n{\n  for t where value is known by ref over period\n  require value >= previous.value\n}\n')
    periods = ["2023-Q1", "2023-Q2", "soon", "2023-Q4"]
    return made(
        folder, rules, "ref,period,value\n", count,
        lambda row: f"r{row // 4},{periods[row % 4]},{'x' if row % 7 == 0 else row % 97}\n")


KEPT = {
    "rows of series with a faulty place": faulty_places,
    "references that were shortened": numbered,
    "sums of rows that stand below": ordered_sum,
    "different names among those below": ordered_distinct,
    "different names among equal figures": equal_distinct,
}


def show_kept(setting):
    """Measures tables of which much is remembered; gives whether each keeps its limits."""
    return show_linear(
        setting, f"{ROWS_KEPT:,} rows that are remembered", ROWS_KEPT,
        {name: (make, ["--output", "short"]) for name, make in KEPT.items()})


def show_findings(setting):
    """Measures reports of millions of findings; gives whether each keeps its limits."""
    return show_linear(
        setting, f"{FINDINGS:,} findings", FINDINGS,
        {name: (all_wrong, options) for name, options in FORMATS.items()})


def show_linear(setting, title, count, cases):
    """Measures a fifth and all of something, one case at a time, and takes its returns away behind it."""
    rows = []
    place = setting.scratch / "bounds" / "linear"
    last = None
    for name, (make, options) in cases.items():
        if last is not make:
            shutil.rmtree(place, ignore_errors=True)
            few, all = make(place / "few", count // 5), make(place / "all", count)
            last = make
        def check(rules):
            command = [setting.kpilint, "check", rules, "--threads", setting.threads, *options]
            return [measure(command) for _ in range(min(2, setting.pairs))]
        of_few, of_all = check(few), check(all)
        short, long = least(of_few, "cpu"), least(of_all, "cpu")
        most = peak(of_all)
        longer = long / (5 * short)
        rows.append([
            name, seconds(short), seconds(long), f"{longer:.2f}", f"{most:.0f} MiB",
            verdict(longer <= LONGER, most <= FINDINGS_MEMORY),
        ])
        print(f"  {name}: {rows[-1][-1]}", flush=True)
    shutil.rmtree(place, ignore_errors=True)
    show(
        f"{title}: at most {FINDINGS_MEMORY} MiB, and for each {LONGER} times the processor seconds of a fifth of them",
        ["", "a fifth", "all", "for each", "peak", ""], rows)
    return is_kept(rows)


def all_wrong(folder, count):
    """A return of so many rows of which each breaks the one rule."""
    rules = (
        'table t from "return.csv" {\n  ref whole\n  value whole\n  key ref\n}\n'
        'rule small "It is small"\n{\n  for t\n  require value < 1\n}\n')
    return made(folder, rules, "ref,value\n", count, lambda row: f"{row},{row % 97 + 1}\n")


def made(folder, rules, header, count, row):
    """A rule file with a return of so many rows."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "check.rules").write_text(rules, encoding="utf-8")
    with (folder / "return.csv").open("w", encoding="utf-8") as file:
        file.write(header)
        for start in range(0, count, 100_000):
            file.write("".join(map(row, range(start, min(count, start + 100_000)))))
    return folder / "check.rules"
