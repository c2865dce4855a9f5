"""Rule files for the standard return: rules that every row breaks or none does, and many rules."""

import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
TYPED = ["authority", "ref", "frequency", "kind", "unit", "better", "period", "target", "value", "rag", "numerator",
         "denominator", "commentary"]
TEXTS = ["authority", "ref", "indicator", "frequency", "commentary"]


def every_row(fails):
    """Five rules that look at one text each: every row breaks all of them, or none."""
    sign = "==" if fails else "!="
    columns = "\n".join(f"  {name} text" for name in TEXTS)
    rules = "".join(
        f'rule {name}-differs error "A text that is in no row"'
        f' {{\n  for returns\n  require {name} {sign} "no such text"\n}}\n'
        for name in TEXTS
    )
    return f'table returns from "returns.csv" {{\n{columns}\n}}\n{rules}'


def many_rules():
    """The standard checks, the standard pack and copies of the checks on other columns: 40 rules in all."""
    copies = []

    def copy(name, *clauses, scope="returns"):
        lines = "\n  ".join([f"for {scope}", *clauses])
        copies.append(f'rule {name} error "A copy of a standard check"\n{{\n  {lines}\n}}\n')

    for column in TYPED:
        if column not in ("rag", "commentary"):
            copy(f"c-{column}", "when rag is red", f"require {column} is present")
    for column in ("authority", "ref", "frequency", "kind", "unit", "commentary"):
        copy(f"length-{column}", f"require length({column}) < 4000")
    for kind in ("cumulative", "snapshot", "rolling"):
        copy(f"b-{kind}", f'when kind == "{kind}"', "require if value is known then rag == due(rag) else rag is grey")
    for column, order in (("numerator", ">="), ("denominator", ">="), ("value", "<=")):
        scope = f"returns where {column} is known by authority, ref, financial_year over period"
        copy(f"d-{column}", f"require {column} {order} previous.{column}", scope=scope)
    copy("e-order", 'when unit == "%"', "require numerator <= denominator")
    copy("e-number", 'when unit == "number"', "require value agrees with percent(numerator, denominator)")
    copy(
        "g-quarter", "require n <= count(returns where authority == totals.authority and period == totals.period)",
        scope="totals",
    )
    copy("g-authority", "require n <= count(returns where authority == totals.authority)", scope="totals")
    copy("g-period", "require n <= count(returns where period == totals.period)", scope="totals")
    standard = (HERE / "standard-checks.rules").read_text(encoding="utf-8")
    return 'import "standard.rules"\n' + standard + "\n" + "\n".join(copies)


def cells_touched(rules):
    """How many cells of a row the rules of a file name, each once for each rule, with those of the pack that apply."""
    sources = re.findall(r"^rule .*?^\}", rules, re.M | re.S)
    if 'import "standard.rules"' in rules:
        pack = (HERE.parents[1] / "rules" / "standard.rules").read_text(encoding="utf-8")
        for rule in re.findall(r"^rule .*?^\}", pack, re.M | re.S):
            wanted = re.search(r"for any with (.*)", rule).group(1).split(", ")
            if all(column.split()[0] in TYPED or column.endswith("?") for column in wanted):
                sources.append(rule)
    return sum(len(deciding(rule)) for rule in sources)


def deciding(rule):
    """The columns that a rule decides by: not those of its messages, and no functions of the same name."""
    clauses = " ".join(re.findall(r"^ +(?:for|when|require|and) .*", rule, re.M))
    words = set(re.findall(r"\b[a-z_]+\b(?!\()", clauses))
    if "due(rag)" in clauses:
        words |= {"value", "target", "better"}
    if "financial_year" in words:
        words.add("period")
    return words & set(TYPED)
