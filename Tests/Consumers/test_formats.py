"""Each machine format against its schema, its own readers and an independent look at the return."""

import collections
import csv
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree

import jsonschema
import junitparser
import markdown_it
import openpyxl
import pytest

from conftest import FORMATS, HOSTILE, KPILINT, ROOT, run

SCHEMAS = ROOT / "Tests" / "Consumers" / "schemas"
EXAMPLES = sorted(path.name for path in (ROOT / "examples").iterdir() if list(path.glob("*.rules")))


def document(folder, name):
    return json.loads((folder / name).read_bytes())


@pytest.fixture(scope="session", params=["hostile", *EXAMPLES])
def checked(request, hostile, tmp_path_factory):
    if request.param == "hostile":
        return hostile
    folder = tmp_path_factory.mktemp(request.param)
    outputs = [word for name in FORMATS for word in ("--output", f"{name}={folder / name}")]
    run(["check", *outputs], ROOT / "examples" / request.param)
    return folder


def test_sarif_is_valid(checked):
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert list(validator.iter_errors(document(checked, "sarif"))) == []


def test_a_waiver_without_a_reason_is_in_valid_documents(tmp_path):
    """A warning about a rule file, with exit status 1, in each format that has a schema."""
    (tmp_path / "kpis.csv").write_text("ref,value\n1,1\n")
    (tmp_path / "kpis.rules").write_text(
        'table kpis from "kpis.csv" {\n  ref text\n  value whole\n}\n'
        'rule enough "It is enough" {\n  for kpis\n  require value > 5\n}\nwaive enough because ""\n')
    outputs = [word for name in FORMATS for word in ("--output", f"{name}={name}")]
    assert run(["check", "kpis.rules", *outputs], tmp_path).returncode == 1
    for name, schema in [("sarif", "sarif-schema-2.1.0.json"), ("rdjson", "rdjson-DiagnosticResult.json")]:
        schema = json.loads((SCHEMAS / schema).read_text())
        validator = jsonschema.validators.validator_for(schema)(schema)
        assert list(validator.iter_errors(document(tmp_path, name))) == []
    results = document(tmp_path, "sarif")["runs"][0]["results"]
    assert [(result["ruleId"], result["level"]) for result in results] == [("missing-reason", "warning"), ("enough", "error")]
    jsonschema.validate(document(tmp_path, "gitlab"), GITLAB)
    assert not document(tmp_path, "json")["findings"][0]["waived"]


def test_sarif_has_what_github_requires(checked):
    sarif = document(checked, "sarif")
    assert sarif["version"] == "2.1.0" and sarif["$schema"]
    (one,) = sarif["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert len(rules) <= 25_000 and len(one["results"]) <= 25_000
    assert one["columnKind"] == "utf16CodeUnits"
    for rule in rules:
        assert rule["id"] and len(rule["name"]) <= 255
        for text in ("shortDescription", "fullDescription"):
            assert 0 < len(rule[text]["text"]) <= 1024
        assert rule["help"]["text"] and rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert len(rule["properties"]["tags"]) <= 20
        assert rule["properties"]["problem.severity"] in ("error", "warning", "recommendation")
        assert rule["properties"]["precision"] in ("very-high", "high", "medium", "low")
    prints = set()
    for result in one["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert not place["artifactLocation"]["uri"].startswith(("/", "file:"))
        assert set(place["region"]) >= {"startLine", "startColumn", "endLine", "endColumn"}
        assert len(result.get("relatedLocations", [])) + 1 <= 1000
        prints.add(result["partialFingerprints"]["primaryLocationLineHash"])
    assert len(prints) == len(one["results"])


def test_sarif_tools_reads_every_result(checked, tmp_path):
    copy = tmp_path / "run.sarif"
    copy.write_bytes((checked / "sarif").read_bytes())
    done = subprocess.run(["sarif", "csv", "-o", tmp_path / "out.csv", copy], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8"))))
    assert len(rows) == len(document(checked, "sarif")["runs"][0]["results"])
    summary = subprocess.run(["sarif", "summary", copy], capture_output=True, text=True)
    assert summary.returncode == 0 and "error: " in summary.stdout


def test_sarif_regions_hold_the_cells(hostile):
    """The columns in UTF-16 code units cut exactly the cells out of the return."""
    results = [r for r in document(hostile, "sarif")["runs"][0]["results"] if r["ruleId"] == "cell-is-empty"]
    lines = re.split("\r\n|\r|\n", (hostile / "hostile, 50% [a] 'b'.csv").read_bytes().decode())
    assert len(results) == len(HOSTILE)
    for result, cell in zip(results, HOSTILE):
        region = result["locations"][0]["physicalLocation"]["region"]
        assert cut(lines, region, "utf-16-le", 2) == re.split("\r\n|\r|\n", cell)


def cut(lines, region, encoding, width):
    """The lines of a cell, out of a region with columns in units of an encoding."""
    first, last = region["startLine"] - 1, region["endLine"] - 1
    parts = []
    for number in range(first, last + 1):
        line = lines[number].encode(encoding)
        start = (region["startColumn"] - 1) * width if number == first else 0
        end = (region["endColumn"] - 1) * width if number == last else len(line)
        parts.append(line[start:end].decode(encoding))
    if parts[0].startswith('"'):
        parts[0] = parts[0][1:]
        parts[-1] = parts[-1][:-1]
    return [part.replace('""', '"') for part in parts]


def test_rdjson_matches_its_schema_and_counts_bytes(checked, hostile):
    schema = json.loads((SCHEMAS / "rdjson-DiagnosticResult.json").read_text())
    result = document(checked, "rdjson")
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert list(validator.iter_errors(result)) == []
    if checked != hostile:
        return
    lines = re.split("\r\n|\r|\n", (hostile / "hostile, 50% [a] 'b'.csv").read_bytes().decode())
    found = [d for d in result["diagnostics"] if d["code"]["value"] == "cell-is-empty"]
    assert len(found) == len(HOSTILE)
    for diagnostic, cell in zip(found, HOSTILE):
        place = diagnostic["location"]["range"]
        region = {
            "startLine": place["start"]["line"], "startColumn": place["start"]["column"],
            "endLine": place["end"]["line"], "endColumn": place["end"]["column"],
        }
        assert cut(lines, region, "utf-8", 1) == re.split("\r\n|\r|\n", cell)


GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/.]"},
                    "lines": {
                        "type": "object", "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def test_gitlab_has_its_shape_and_no_two_alike(checked):
    assert not (checked / "gitlab").read_bytes().startswith(b"\xef\xbb\xbf")
    findings = document(checked, "gitlab")
    jsonschema.validate(findings, GITLAB)
    assert len({finding["fingerprint"] for finding in findings}) == len(findings)
    assert all(finding["check_name"] in finding["description"] for finding in findings)


def test_junitparser_reads_every_case_under_its_own_name(checked):
    suites = junitparser.JUnitXml.fromfile(str(checked / "junit"))
    names = collections.Counter()
    failures = 0
    for suite in suites:
        own = 0
        for case in suite:
            names[case.classname, case.name] += 1
            own += any(isinstance(result, (junitparser.Failure, junitparser.Error)) for result in case.result)
        assert own == suite.failures + suite.errors
        failures += own
    assert failures > 0 and max(names.values()) == 1


def test_checkstyle_holds_every_finding(checked):
    root = xml.etree.ElementTree.parse(checked / "checkstyle").getroot()
    errors = root.findall("file/error")
    assert len(errors) == len([f for f in document(checked, "json")["findings"] if not f["waived"]])
    assert {error.get("severity") for error in errors} <= {"error", "warning", "info"}


@pytest.mark.parametrize("name", ["junit", "checkstyle"])
def test_xmllint_accepts(checked, name):
    done = subprocess.run(["xmllint", "--noout", checked / name], capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == ""


def test_jsonl_lines_are_the_findings_of_json(checked):
    lines = (checked / "jsonl").read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == document(checked, "json")["findings"]


def test_json_gives_every_cell_back(hostile):
    findings = [f for f in document(hostile, "json")["findings"] if f["rule"] == "cell-is-empty"]
    unseen = "\ufeff\u200b\u202a\u202b\u202c\u202d\u202e\u2028\u2029\u0085 \t\r\n"
    assert [f["values"]["text"] for f in findings] == [cell.strip(unseen) for cell in HOSTILE]


def commands(log):
    """The workflow commands of a log, decoded as the runner does."""
    for line in log.split("\n"):
        found = re.match(r"^::(\w+) ?(.*?)::(.*)$", line)
        if not found:
            assert not re.match(r"\s*(::|##)", line), line
            continue
        properties = {}
        for part in found[2].split(",") if found[2] else []:
            name, value = part.split("=", 1)
            for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
                value = value.replace(code, sign)
            properties[name] = value
        data = found[3]
        for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            data = data.replace(code, sign)
        yield found[1], properties, data


def test_github_annotations_decode_to_the_findings(checked):
    log = (checked / "github").read_bytes().decode()
    found = list(commands(log))
    findings = [f for f in document(checked, "json")["findings"] if not f["waived"]]
    # GitHub shows ten of a kind; the others are lines of the log.
    kinds = {"error": "error", "note": "notice"}
    due = collections.Counter(kinds.get(f["severity"], "warning") for f in findings)
    assert collections.Counter(kind for kind, _, _ in found) == {kind: min(n, 10) for kind, n in due.items()}
    lines = [line for line in log.split("\n") if re.match(r"(error|warning|query|note): .* \[[\w-]+\]$", line)]
    assert len(found) + len(lines) == len(findings)
    ranks = [["error", "warning", "notice"].index(kind) for kind, _, _ in found]
    assert ranks == sorted(ranks), "the gravest first"
    files = {f["location"]["file"] for f in findings}
    for _, properties, data in found:
        assert properties["file"] in files
        assert properties["title"] in data
        assert ("col" in properties) == (properties["line"] == properties["endLine"])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", log)


@pytest.mark.parametrize("name", ["text", "short", "github", "markdown"])
def test_nothing_steers_a_terminal(hostile, name):
    text = (hostile / name).read_bytes().decode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2028\u2029\ufeff]", text)


def test_markdown_shows_cells_as_text(hostile):
    page = (hostile / "markdown").read_text(encoding="utf-8")
    tokens = markdown_it.MarkdownIt("commonmark", {"html": True}).enable("table").parse(page)
    inline = [child for token in tokens for child in token.children or []]
    # The page folds the counts of the rules away; no other HTML is in it.
    blocks = [t.content for t in tokens if t.type == "html_block"]
    assert all(re.fullmatch(r"(</?(details|summary)>|[\w ]|\s)+", block) for block in blocks), blocks
    assert {t.content for t in inline if t.type == "html_inline"} <= {"<br>"}
    assert not [t for t in inline if t.type in ("image", "strong_open")]
    assert not [t for t in inline if t.type == "link_open" and "javascript" in t.attrs["href"]]
    rows = [t for t in tokens if t.type == "tr_open"]
    assert len(rows) > len(HOSTILE)


def test_the_table_of_findings_is_what_json_has(checked):
    raw = (checked / "csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and b"\n" not in raw.replace(b"\r\n", b"")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    found = [finding for finding in document(checked, "json")["findings"] if not finding["waived"]]
    assert [row["Fingerprint"] for row in rows] == ["f-" + finding["fingerprint"] for finding in found]
    assert [row["Cell"] for row in rows if row["Column"]] == [f["location"]["cell"] for f in found if f["location"]["header"]]
    assert all(row["Answer"] == row["Answered by"] == "" for row in rows)
    for row in rows:
        for cell in row.values():
            assert not re.match(r"\s*[=@|]", cell) and not re.search(r"[\x00-\x1f\x7f]", cell), cell


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_nothing_in_the_table_of_findings_is_a_formula_to_libreoffice(checked, tmp_path):
    copy = tmp_path / "findings.csv"
    copy.write_bytes((checked / "csv").read_bytes())
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx",
         "--infilter=CSV:44,34,76,1", "--outdir", tmp_path, copy], capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    sheet = openpyxl.load_workbook(tmp_path / "findings.xlsx").active
    rows = list(csv.reader(io.StringIO(copy.read_text(encoding="utf-8-sig"), newline="")))
    assert sheet.max_row == len(rows)
    assert [cell.value for cell in sheet[1]] == rows[0]
    assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert [row[13].value for row in sheet.iter_rows(min_row=2)] == [row[13] for row in rows[1:]]


def test_waivers_go_to_a_file_beside_the_rules(tmp_path):
    """The shell makes the file before the program looks for rule files."""
    (tmp_path / "kpis.rules").write_text('table t from "t.csv" {\n  ref text\n  name text required\n  key ref\n}\n')
    (tmp_path / "t.csv").write_text("ref,name\nA,\nB,x\n")
    assert run(["check", "--output", "csv=found.csv"], tmp_path).returncode == 1
    rows = list(csv.DictReader(io.StringIO((tmp_path / "found.csv").read_text("utf-8-sig"), newline="")))
    answers = "Fingerprint,Answer\n" + "".join(f"{row['Fingerprint']},Not known\n" for row in rows)
    (tmp_path / "answers.csv").write_text(answers)
    done = subprocess.run(
        f"'{KPILINT}' waivers from answers.csv > answered.rules", shell=True, cwd=tmp_path, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    checked = run(["check"], tmp_path)
    assert checked.returncode == 0 and b"Not known" in checked.stdout, checked.stdout


# A saved run holds no part of a table, which text and pages show.
@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("text", "html")])
def test_convert_gives_the_same_bytes(checked, name):
    done = run(["convert", "json", "--to", name], checked)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (checked / name).read_bytes()


def test_steps_under_github_actions_annotate_and_summarise(hostile, tmp_path):
    summary = tmp_path / "summary.md"
    done = run(
        ["check", "hostile.rules"], hostile,
        env={"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)},
    )
    log = done.stdout.decode()
    assert done.returncode == 1 and "::error " in log
    assert "10 annotations of a kind" in log, "what GitHub leaves out is said"
    assert summary.read_bytes() == (hostile / "markdown").read_bytes()
