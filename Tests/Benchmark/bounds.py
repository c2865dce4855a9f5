"""Rule files far larger than anybody writes: time and memory must stay in proportion to them.

Each is made with a small return; what is measured is the whole process. None may take more than the seconds and the memory named here.
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
