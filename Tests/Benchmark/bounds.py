"""Rule files far larger than anybody writes, and findings more than anybody reads: time and memory must stay in proportion.

The rule files are made with a small return; what is measured is the whole process. None may take more than what is named here.
"""

from measuring import measure, seconds, show

#: What none of them may pass.
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


def repeated_references(count):
    rows = "".join(f"1.{n}0\n1.{n}\n" for n in range(1, count + 1))
    return 'table t from "return.csv" {\n  ref text numbered\n}\n', "ref\n" + rows


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
    "200,000 references out of place": (repeated_references, 100_000),
    "10,000 unknown headers, 1,000 missing": (unknown_headers, 10_000),
}


def show_bounds(setting):
    """Measures them all, and says which pass a bound."""
    rows = []
    for name, (make, count) in BOUNDS.items():
        folder = setting.scratch / "bounds" / make.__name__
        folder.mkdir(parents=True, exist_ok=True)
        rules, text = make(count)
        (folder / "check.rules").write_text(rules, encoding="utf-8")
        (folder / "return.csv").write_text(text, encoding="utf-8")
        command = [setting.kpilint, "check", folder / "check.rules", "--threads", setting.threads, "--output", "short"]
        runs = [measure(command) for _ in range(setting.pairs)]
        best = min(run.wall for run in runs)
        most = max(run.peak for run in runs)
        verdict = "" if best <= SECONDS and most <= MEMORY else "TOO MUCH"
        rows.append([name, seconds(best), f"{most:.0f} MiB", verdict])
    show(f"Large rule files: at most {SECONDS:.0f} s and {MEMORY} MiB", ["file", "best", "peak", ""], rows)


#: Every row is found fault with. Reports of them may take so much memory, and so much longer for each finding than a fifth of them.
FINDINGS = 5_000_000
FINDINGS_MEMORY = 1024  # MiB
LONGER = 1.5

FORMATS = {
    "JSON": ["--output", "json"],
    "JSON lines": ["--output", "jsonl"],
    "text": ["--output", "text", "--max-shown", str(FINDINGS)],
    "SARIF": ["--output", "sarif"],
    "JUnit": ["--output", "junit"],
    "Checkstyle": ["--output", "checkstyle"],
}


def all_wrong(folder, count):
    """A return of so many rows of which each breaks the one rule, made once."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "check.rules").write_text(
        'table t from "return.csv" {\n  ref whole\n  value whole\n  key ref\n}\n'
        'rule small "It is small"\n{\n  for t\n  require value < 1\n}\n')
    done = folder / "made"
    if not done.exists():
        with (folder / "return.csv").open("w", encoding="utf-8") as file:
            file.write("ref,value\n")
            for start in range(0, count, 100_000):
                file.write("".join(f"{row},{row % 97 + 1}\n" for row in range(start, min(count, start + 100_000))))
        done.touch()
    return folder / "check.rules"


def show_findings(setting):
    """Measures reports of millions of findings, and says which pass a bound."""
    few = all_wrong(setting.scratch / "bounds" / "findings-few", FINDINGS // 5)
    all = all_wrong(setting.scratch / "bounds" / "findings", FINDINGS)
    rows = []
    for name, options in FORMATS.items():
        def check(rules):
            command = [setting.kpilint, "check", rules, "--threads", setting.threads, *options]
            return [measure(command) for _ in range(min(2, setting.pairs))]
        of_few, of_all = check(few), check(all)
        short, long = min(run.wall for run in of_few), min(run.wall for run in of_all)
        most = max(run.peak for run in of_all)
        longer = long / (5 * short)
        verdict = "" if longer <= LONGER and most <= FINDINGS_MEMORY else "TOO MUCH"
        rows.append([name, seconds(short), seconds(long), f"{longer:.2f}", f"{most:.0f} MiB", verdict])
    show(
        f"{FINDINGS:,} findings: at most {FINDINGS_MEMORY} MiB, in time linear in them",
        ["report", "a fifth", "all", "for each finding", "peak", ""], rows)
