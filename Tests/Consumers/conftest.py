"""Makes the runs that the other files read: a return of hostile cells, checked once with every format written."""

import csv
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
KPILINT = os.environ.get("KPILINT", str(ROOT / ".build" / "debug" / "kpilint"))
FORMATS = [
    "text", "short", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "csv", "html", "markdown",
]

# What people and attackers put into cells. Each is found at its own place, in columns of every unit.
HOSTILE = [
    "plain",
    "£👩‍👩‍👧𐐀 value",
    "::error file=x::no",
    "::add-mask::secret",
    "##vso[task.setvariable variable=a]b",
    "100%25 %0A %",
    "two\nlines",
    "carriage\rreturn",
    "crlf\r\nend",
    "quote \" and 'quote'",
    "comma, semicolon; colon: pipe|",
    "<script>alert(1)</script> & &amp; ]]>",
    "`code` **bold** [link](javascript:alert(1)) ![x](y)",
    "\x1b[31mred\x1b[0m \x07 \x9b31m",
    "\u202eright to left\u202c \u200bzero\ufeff",
    "nul-like \x01\x02\x1f\x7f",
    "back\\slash \\u0041 \\n",
    "{\"json\": [1, 2]}",
    "=HYPERLINK(\"x\")",
    "very long " + "x" * 5000,
    "\u2028line\u2029paragraph\u0085next",
    "]]> <![CDATA[ x",
    "noncharacter \ufffe\uffff",
]

RULES = """
/// A rule that every hostile cell breaks: its message holds the cell.
table cells from "hostile, 50% [a] 'b'.csv" {
  before text
  id     whole required
  text   text
  note   text
  key id
}
rule cell-is-empty error "A cell holds nothing" {
  for cells
  require text == "ok" and note != "never"
  message "found {text}"
  help "take {text} out"
  at text, before
  fix text = "it, \\"quoted\\""
}
rule id-is-small query "Ids are small" {
  for cells
  require id < 1000
}
rule never-decided note "Decides nothing" {
  for cells
  when length(note) > 100000
  require id > 0
}
"""


def run(arguments, folder, **options):
    """Runs kpilint in a folder, outside of any service's environment."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")}
    environment.update(options.pop("env", {}))
    return subprocess.run(
        [KPILINT, *arguments], cwd=folder, env=environment, capture_output=True, timeout=120, **options
    )


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """A folder with the run of the hostile return in every format, as FORMAT."""
    folder = tmp_path_factory.mktemp("hostile")
    with open(folder / "hostile, 50% [a] 'b'.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["before", "id", "text", "note"])
        for index, cell in enumerate(HOSTILE):
            writer.writerow(["é𐐀 " + cell if index % 2 else "", index, cell, "n"])
    (folder / "hostile.rules").write_text(RULES, encoding="utf-8")
    outputs = [word for name in FORMATS for word in ("--output", f"{name}={name}")]
    done = run(["check", "hostile.rules", *outputs], folder)
    assert done.returncode == 1, done.stderr
    return folder
