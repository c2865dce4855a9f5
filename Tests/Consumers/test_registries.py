"""Rules of public registries, on the tables of their own tests: the rows that must fail do, and no others."""

import json
import pathlib
import re
import shutil

import pytest

from conftest import ROOT, run

CARRIED = pathlib.Path(__file__).parent / "registries"
# Further rules of the same form, under licences that do not let them be carried: run where they lie beside the checkout.
BESIDE = ROOT.parent / "shared" / "registries"


def folders():
    carried = sorted(path for path in CARRIED.iterdir() if path.is_dir())
    names = {path.name for path in carried}
    beside = sorted(p for p in BESIDE.iterdir() if p.is_dir() and p.name not in names) if BESIDE.is_dir() else []
    for folder in carried + beside:
        reason = folder / "NOT_EXPRESSIBLE"
        if not reason.exists():
            yield pytest.param(folder, id=folder.name)
        elif folder in carried:
            # Strict: what begins to come out right has to be renamed.
            mark = pytest.mark.xfail(strict=True, reason=reason.read_text().strip())
            yield pytest.param(folder, id=folder.name, marks=mark)


def rows_found(report, judges):
    """For each table the rows that the judging rules find, counted from 0; and the places, however many findings each has."""
    rows, places = {}, set()
    for finding in report["findings"]:
        if finding["rule"] not in judges:
            continue
        place = finding["location"]
        table = pathlib.PurePath(place["file"]).name.removesuffix(".csv")
        row = place.get("row")
        rows.setdefault(table, set()).add(None if row is None else row - 1)
        places.add((table, row))
    return rows, places


@pytest.mark.parametrize("folder", folders())
def test_the_rows_that_a_registry_names_are_found(folder, tmp_path):
    rules = folder / ("wanted.rules" if (folder / "NOT_EXPRESSIBLE").exists() else "check.rules")
    text = rules.read_text(encoding="utf-8")
    judge = re.search(r"^// judge: (.*)$", text, re.MULTILINE)
    judges = set(re.split(r", *", judge[1].strip()) if judge else re.findall(r"^rule (\S+)", text, re.MULTILINE))
    cases = json.loads((folder / "expect.json").read_text())
    assert cases
    for case in cases:
        place = tmp_path / f"data{case['data']}"
        shutil.copytree(folder / place.name, place)
        shutil.copy(rules, place / "check.rules")
        done = run(["check", "check.rules", "--output", "json", *case.get("args", [])], place)
        # Tables of last year that are not there in one of a registry's cases are optional: the check is complete.
        assert done.returncode in (0, 1), done.stderr.decode()
        report = json.loads(done.stdout)
        rows, places = rows_found(report, judges)
        if "count" in case:
            assert len(places) == case["count"], (place.name, places)
            continue
        expected = {table: set(wanted) for table, wanted in case["rows"].items() if wanted}
        if "_la" in expected:
            # The registry says of the whole return that something is wrong in it; so does a rule that is asked once.
            assert rows and all(found == {None} for found in rows.values()), place.name
        else:
            assert rows == expected, place.name


def test_what_the_language_cannot_say_is_known_by_name():
    missing = {path.parent.name for path in CARRIED.glob("*/NOT_EXPRESSIBLE")}
    assert missing == {"903_364"}
    assert len([path for path in CARRIED.iterdir() if path.is_dir()]) == 107
