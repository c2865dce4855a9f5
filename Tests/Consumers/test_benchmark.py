"""The benchmark's return: kpilint counts its faults as the generator seeded them. Nothing is timed here."""

import json
import subprocess
import sys

import pytest

from conftest import KPILINT, ROOT

BENCHMARK = ROOT / "Tests" / "Benchmark"


def python(script, *arguments):
    command = [sys.executable, str(BENCHMARK / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=600)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A return of 10,000 rows with what is wrong in it, and what kpilint found."""
    pytest.importorskip("numpy")
    folder = tmp_path_factory.mktemp("benchmark")
    made = python("gen.py", 10_000, folder)
    assert made.returncode == 0, made.stderr
    checked = python("run_kpilint.py", KPILINT, folder, 2, "--json", folder / "found.json")
    assert checked.returncode == 0, checked.stderr
    return folder


def test_every_seeded_fault_is_found_at_its_row(folder):
    verified = python("verify.py", folder / "truth.json", folder / "found.json")
    assert verified.returncode == 0, verified.stdout
    assert "ok: 18/18 checks compared, 18 with rows" in verified.stdout


@pytest.mark.parametrize("check", ["b_rag", "d_cumul", "g_totals"])
@pytest.mark.parametrize("wrong", ["count", "row"])
def test_a_wrong_count_or_row_is_noticed(folder, tmp_path, check, wrong):
    found = json.loads((folder / "found.json").read_text())
    if wrong == "count":
        found[check]["count"] += 1
    else:
        found[check]["first"][0] += 1
    (tmp_path / "found.json").write_text(json.dumps(found))
    verified = python("verify.py", folder / "truth.json", tmp_path / "found.json")
    assert verified.returncode == 1
    assert f"{check}: " in verified.stdout
