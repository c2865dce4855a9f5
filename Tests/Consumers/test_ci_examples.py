"""The examples for pipelines: their steps are run as a host runs them, with the program for the release or for what Swift builds."""

import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest
import yaml

from conftest import KPILINT, ROOT
from runner import Run
from test_gate import BROKEN, CLEAN, git, scratch

CI = ROOT / "examples" / "ci"
ACTION = yaml.safe_load((CI / "check" / "action.yml").read_text())
PLAIN_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
PAGE, SCANNING, CACHE = "actions/upload-artifact", "github/codeql-action/upload-sarif", "actions/cache"
TWO = BROKEN + "1.2,Annual,700\n"


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("github-actions", CI / "check" / "action.yml"),
        ("github-workflows", CI / "github.yml"),
        ("github-workflows", ROOT / ".github" / "workflows" / "ci.yml"),
        ("gitlab-ci", CI / "gitlab.yml"),
        ("pre-commit-config", CI / "pre-commit-config.yaml"),
        ("pre-commit-hooks", ROOT / ".pre-commit-hooks.yaml"),
    ],
)
def test_the_hosts_own_schemas_hold(schema, path):
    if schema.startswith("pre-commit"):
        command = ["pre-commit", "validate-manifest" if schema.endswith("hooks") else "validate-config", path]
    else:
        command = ["check-jsonschema", "--builtin-schema", f"vendor.{schema}", path]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def scripts():
    yield from ((step["name"], step["run"]) for step in ACTION["runs"]["steps"] if "run" in step)
    job = yaml.safe_load((CI / "gitlab.yml").read_text())["kpilint"]
    yield from ((f"GitLab {key} {place}", text) for key in ("before_script", "script") for place, text in enumerate(job[key]))


@pytest.mark.parametrize(("name", "script"), list(scripts()))
def test_shellcheck_finds_nothing_in_the_steps(name, script):
    done = subprocess.run(["shellcheck", "--shell=bash", "-"], input="set -eo pipefail\n" + script, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_workflow_gives_inputs_and_reads_outputs_that_the_action_has():
    workflow = yaml.safe_load((CI / "github.yml").read_text())
    (job,) = workflow["jobs"].values()
    (step,) = [step for step in job["steps"] if "/examples/ci/check@" in step.get("uses", "")]
    assert set(step["with"]) <= set(ACTION["inputs"])
    read = re.findall(r"steps\.kpilint\.outputs\.([\w-]+)", (CI / "github.yml").read_text())
    assert read and set(read) <= set(ACTION["outputs"]) and step["id"] == "kpilint"


# MARK: the action


def act(folder, inputs, path=PLAIN_PATH, action_path=CI / "check", **options):
    return Run(ACTION, inputs, folder / "work", folder, path, action_path, **options)


def workspace(folder, text):
    (folder / "work").mkdir()
    return scratch(folder / "work", text)


def test_the_action_publishes_before_it_fails(tmp_path):
    workspace(tmp_path, TWO)
    run = act(tmp_path, {"program": KPILINT})
    assert run.failed == ("Fail where the returns have to be looked at", 1)
    assert {name: run.outputs[name] for name in ("errors", "queries", "new", "exit-code")} == {
        "errors": "2", "queries": "0", "new": "2", "exit-code": "1"}
    assert [name for name, _ in run.uses] == [PAGE, SCANNING]
    assert json.loads(pathlib.Path(run.outputs["sarif"]).read_bytes())["version"] == "2.1.0"
    assert b"<!DOCTYPE html>" in pathlib.Path(run.outputs["html"]).read_bytes()
    published = dict(run.uses)
    assert published[PAGE]["path"].split() == [run.outputs["html"], run.outputs["sarif"]]
    assert published[SCANNING]["sarif_file"] == run.outputs["sarif"]
    assert "::error file=kpis.csv,line=2" in run.printed and "value-is-small" in run.summary.read_text()


def test_the_action_passes_where_nothing_is_wrong(tmp_path):
    workspace(tmp_path, CLEAN)
    run = act(tmp_path, {"program": KPILINT, "code-scanning": "false", "artifact": ""})
    assert run.failed is None and run.uses == []
    assert run.outputs["errors"] == run.outputs["new"] == run.outputs["exit-code"] == "0"


def test_the_action_counts_what_the_baseline_does_not_know(tmp_path):
    work = workspace(tmp_path, BROKEN)
    subprocess.run([KPILINT, "baseline", "create"], cwd=work, check=True, capture_output=True)
    assert act(tmp_path, {"program": KPILINT, "baseline": "kpilint.baseline"}).outputs["new"] == "0"
    (work / "kpis.csv").write_text(TWO)
    run = act(tmp_path, {"program": KPILINT, "baseline": "kpilint.baseline"})
    assert run.outputs["new"] == run.outputs["errors"] == "1" and run.failed[1] == 1


def test_the_action_takes_arguments_with_spaces_and_none_as_code(tmp_path):
    work = workspace(tmp_path, BROKEN)
    (work / "kpis.csv").rename(work / "q 2 $(touch owned).csv")
    arguments = "kpis.rules\n--table\nkpis=q 2 $(touch owned).csv\n\n--fail-on\nnever\n"
    run = act(tmp_path, {"program": KPILINT, "arguments": arguments})
    assert run.failed is None and run.outputs["errors"] == "1" and not (work / "owned").exists()


@pytest.mark.parametrize(("rules", "arguments", "code"), [("rule broken {", "", 2), (None, "--wrong", 2), (None, "gone.csv", 3)])
def test_the_action_fails_with_the_status_of_the_check(tmp_path, rules, arguments, code):
    work = workspace(tmp_path, CLEAN)
    if rules:
        (work / "kpis.rules").write_text(rules)
    run = act(tmp_path, {"program": KPILINT, "arguments": arguments})
    assert run.failed == ("Fail where the returns have to be looked at", code)
    assert run.outputs["exit-code"] == str(code)
    # Without a result there is nothing to publish, and no count that would say that all is well.
    if arguments == "--wrong":
        assert run.uses == [] and run.outputs["errors"] == run.outputs["new"] == ""


def sources(folder, version):
    """What a runner has of the action: the repository's sources, with a version."""
    root = folder / "OWNER" / "kpilint" / "main"
    shutil.copytree(CI / "check", root / "examples" / "ci" / "check")
    (root / "Sources" / "Workspace").mkdir(parents=True)
    (root / "rules").mkdir()
    (root / "Package.swift").write_text("// package\n")
    text = (ROOT / "Sources" / "Workspace" / "Version.swift").read_text()
    text, count = re.subn(r'(?m)^package let kpilintVersion = ".*"$', f'package let kpilintVersion = "{version}"', text)
    assert count == 1, "the action looks for the version in a line that is no longer there"
    (root / "Sources" / "Workspace" / "Version.swift").write_text(text)
    return root / "examples" / "ci" / "check"


def release(folder, version):
    """A release's folder, as .ci/package makes it: its archive, and the sums."""
    name = f"kpilint-{version}-linux-{os.uname().machine}"
    (folder / name / "bin").mkdir(parents=True)
    shutil.copy(KPILINT, folder / name / "bin" / "kpilint")
    archive = folder / f"{name}.tar.gz"
    subprocess.run(["tar", "--create", "--gzip", "--file", archive, name], cwd=folder, check=True)
    shutil.rmtree(folder / name)
    sums = subprocess.run(["sha256sum", archive.name], cwd=folder, check=True, capture_output=True).stdout
    (folder / "SHA256SUMS").write_bytes(b"0" * 64 + b"  kpilint.1\n" + sums)
    return archive


def test_the_action_takes_the_release_of_its_version(tmp_path):
    workspace(tmp_path, TWO)
    (tmp_path / "release").mkdir()
    release(tmp_path / "release", "9.8.7")
    run = act(tmp_path, {"releases": (tmp_path / "release").as_uri()}, action_path=sources(tmp_path, "9.8.7"))
    assert run.outputs["errors"] == "2" and run.failed[1] == 1 and CACHE not in dict(run.uses), run.printed


def test_the_action_runs_no_release_with_another_sum(tmp_path):
    workspace(tmp_path, TWO)
    (tmp_path / "release").mkdir()
    archive = release(tmp_path / "release", "9.8.7")
    archive.write_bytes(archive.read_bytes() + b"\0")
    run = act(tmp_path, {"releases": (tmp_path / "release").as_uri()}, action_path=sources(tmp_path, "9.8.7"))
    assert run.failed == ("Get kpilint", 1) and "::error::" in run.printed and run.outputs["exit-code"] == ""


FAKE_SWIFT = f"""#!/bin/sh
echo "swift $*" >> "$HOME/swift-calls"
while [ $# -gt 0 ]; do
    case "$1" in
    --scratch-path) scratch=$2 ;;
    --package-path) package=$2 ;;
    esac
    shift
done
[ -e "$package/Package.swift" ] || exit 1
mkdir -p "${{scratch:-$package/.build}}/release"
cp {KPILINT} "${{scratch:-$package/.build}}/release/kpilint"
"""


def with_swift(folder):
    (folder / "tools").mkdir()
    (folder / "tools" / "swift").write_text(FAKE_SWIFT)
    (folder / "tools" / "swift").chmod(0o755)
    return f"{folder / 'tools'}:{PLAIN_PATH}"


@pytest.mark.parametrize("version", ["9.8.7", "9.8.7-dev"])
def test_the_action_builds_what_is_not_released(tmp_path, version):
    """Where the release lacks the file, and between two releases, where nothing is looked for."""
    workspace(tmp_path, TWO)
    (tmp_path / "release").mkdir()
    path, action_path = with_swift(tmp_path), sources(tmp_path, version)
    inputs = {"releases": (tmp_path / "release").as_uri()}
    run = act(tmp_path, inputs, path, action_path)
    assert run.outputs["errors"] == "2" and run.failed[1] == 1, run.printed
    (call,) = (tmp_path / "swift-calls").read_text().splitlines()
    assert "--static-swift-stdlib" in call
    key = dict(run.uses)[CACHE]["key"]
    # With what the cache has, nothing is built again; with other sources it is another key.
    run = act(tmp_path, inputs, path, action_path, used={CACHE: {"cache-hit": "true"}})
    assert run.outputs["errors"] == "2" and len((tmp_path / "swift-calls").read_text().splitlines()) == 1
    assert dict(run.uses)[CACHE]["key"] == key
    (action_path.parents[2] / "rules" / "standard.rules").write_text("// other\n")
    assert dict(act(tmp_path, inputs, path, action_path).uses)[CACHE]["key"] != key


def test_the_action_says_that_swift_is_missing(tmp_path):
    workspace(tmp_path, TWO)
    run = act(tmp_path, {}, action_path=sources(tmp_path, "9.8.7-dev"))
    assert run.failed == ("Build kpilint", 1) and "has no Swift" in run.printed


# MARK: GitLab


def gitlab(folder, path=PLAIN_PATH, **variables):
    """Runs the job's steps as GitLab does: one shell, which ends at the first failure."""
    job = yaml.safe_load((CI / "gitlab.yml").read_text())["kpilint"]
    environment = {"PATH": path, "HOME": str(folder), **{k: str(v) for k, v in job["variables"].items()}, **variables}
    steps = "\n".join([*job["before_script"], *job["script"]])
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", steps], cwd=folder / "work", env=environment, capture_output=True, text=True)
    return done, job["artifacts"]


def test_the_gitlab_job_writes_its_reports_and_fails(tmp_path):
    work = workspace(tmp_path, BROKEN)
    subprocess.run([KPILINT, "baseline", "create"], cwd=work, check=True, capture_output=True)
    (work / "kpis.csv").write_text(TWO)
    version = "9.8.7"
    place = tmp_path / "home" / "releases" / "download" / f"v{version}"
    place.mkdir(parents=True)
    release(place, version)
    variables = {"KPILINT_VERSION": version, "KPILINT_REPOSITORY": (tmp_path / "home").as_uri()}
    done, artifacts = gitlab(tmp_path, **variables)
    assert done.returncode == 1, done.stderr
    assert artifacts["when"] == "always"
    for path in [*artifacts["paths"], *artifacts["reports"].values()]:
        assert (work / path).stat().st_size > 0
    (finding,) = json.loads((work / artifacts["reports"]["codequality"]).read_bytes())
    assert finding["location"]["path"] == "kpis.csv"
    # The next run has the program from the cache.
    shutil.rmtree(tmp_path / "home")
    (work / "kpis.csv").write_text(CLEAN)
    done, _ = gitlab(tmp_path, **variables)
    assert done.returncode == 0, done.stderr


def test_the_gitlab_job_runs_no_release_with_another_sum(tmp_path):
    workspace(tmp_path, CLEAN)
    place = tmp_path / "home" / "releases" / "download" / "v9.8.7"
    place.mkdir(parents=True)
    archive = release(place, "9.8.7")
    archive.write_bytes(archive.read_bytes() + b"\0")
    done, _ = gitlab(tmp_path, KPILINT_VERSION="9.8.7", KPILINT_REPOSITORY=(tmp_path / "home").as_uri())
    assert done.returncode != 0 and not (tmp_path / "work" / ".kpilint" / "bin" / "kpilint").exists()


def test_the_gitlab_job_builds_what_is_not_released(tmp_path):
    work = workspace(tmp_path, CLEAN)
    (work / "kpilint.baseline").write_text("# kpilint baseline 1\n")
    repository = tmp_path / "home.git"
    repository.mkdir()
    (repository / "Package.swift").write_text("// package\n")
    git("init", cwd=repository)
    git("add", "-A", cwd=repository)
    git("commit", "-m", "sources", cwd=repository)
    git("tag", "v9.8.7", cwd=repository)
    variables = {"KPILINT_VERSION": "9.8.7", "KPILINT_REPOSITORY": (tmp_path / "home").as_uri()}
    done, _ = gitlab(tmp_path, with_swift(tmp_path), **variables)
    assert done.returncode == 0, done.stderr
    assert "--static-swift-stdlib" in (tmp_path / "swift-calls").read_text()
