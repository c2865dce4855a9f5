"""The gate as a pipeline sees it: exit codes, baselines, fixes, interrupts, hooks, editors and shells."""

import json
import os
import pathlib
import pty
import re
import shutil
import signal
import subprocess
import time

import pytest

from conftest import KPILINT, ROOT, run

RULES = """
table kpis from "kpis.csv" {
  ref   text required numbered
  state choice "Quarterly", "Annual"
  value money
  key ref
}
rule value-is-small error "Values are small" {
  for kpis
  require value < 100
}
"""
CLEAN = "ref,state,value\n1.1,Annual,5\n"
BROKEN = "ref,state,value\n1.1,Annual,500\n"


def scratch(folder, text, rules=RULES):
    (folder / "kpis.rules").write_text(rules)
    if text is not None:
        (folder / "kpis.csv").write_bytes(text.encode())
    return folder


@pytest.mark.parametrize(
    ("text", "rules", "arguments", "code"),
    [
        (CLEAN, RULES, [], 0),
        (BROKEN, RULES, [], 1),
        (BROKEN, RULES, ["--fail-on", "never"], 0),
        (BROKEN, RULES + "rule broken {", [], 2),
        (None, RULES, ["gone.csv"], 3),
        (BROKEN, RULES, ["gone.csv", "kpis.csv"], 3),
        ("ref,state,value\n", RULES, [], 4),
        ("ref,state,value\n", RULES, ["--allow-empty"], 0),
    ],
)
def test_the_exit_code_is_the_same_everywhere(tmp_path, text, rules, arguments, code):
    folder = scratch(tmp_path, text, rules)
    done = run(["check", "kpis.rules", *arguments, "--output", "json=j", "--output", "sarif=s"], folder)
    assert done.returncode == code
    assert json.loads((folder / "j").read_bytes())["summary"]["exitCode"] == code
    (one,) = json.loads((folder / "s").read_bytes())["runs"]
    assert one["invocations"][0]["exitCode"] == code
    assert one["invocations"][0]["executionSuccessful"] == (code < 2)


def test_a_baseline_lets_old_findings_pass_and_new_ones_not(tmp_path):
    folder = scratch(tmp_path, "ref,state,value\n1.1,Annual,500\n1.2,Annual,5\n1.3,Annual,700\n")
    assert run(["baseline", "create"], folder).returncode == 0
    lines = (folder / "kpilint.baseline").read_bytes().splitlines()
    assert lines == sorted(lines) and len(lines) == 3
    assert run(["check", "--baseline", "kpilint.baseline"], folder).returncode == 0
    # A row inserted, the rest sorted anew and the file renamed: all is still known.
    (folder / "kpis.csv").rename(folder / "other.csv")
    (folder / "other.csv").write_text("ref,state,value\n1.3,Annual,700\n1.2,Annual,6\n1.1,Annual,501\n1.4,Annual,1\n")
    (folder / "kpis.rules").write_text(RULES.replace("kpis.csv", "other.csv"))
    strict = ["check", "--baseline", "kpilint.baseline", "--strict-baseline"]
    assert run(strict, folder).returncode == 0
    # One put right, one new: as many as before, and yet it fails.
    (folder / "other.csv").write_text("ref,state,value\n1.1,Annual,5\n1.2,Annual,600\n1.3,Annual,700\n1.4,Annual,1\n")
    done = run([*strict, "--output", "json"], folder)
    assert done.returncode == 1
    found = {f["rule"] + " " + f["key"].get("ref", "") for f in json.loads(done.stdout)["findings"]}
    assert found == {"value-is-small 1.2", "outdated-baseline "}
    assert run(["baseline", "prune"], folder).returncode == 0
    assert len((folder / "kpilint.baseline").read_text().splitlines()) == 2
    # What was put right and comes back is new.
    (folder / "other.csv").write_text("ref,state,value\n1.1,Annual,500\n1.2,Annual,6\n1.3,Annual,700\n1.4,Annual,1\n")
    assert run(["check", "--baseline", "kpilint.baseline"], folder).returncode == 1
    assert run(["check", "--baseline", "none.baseline"], folder).returncode == 2


MESSY = (
    "\ufeffref;state;value;\"free; text\"\r\n"
    "1.9;\"Quarterly.\";£34, 692;\"a \"\"b\"\"\r\nc\"\r\n"
    "1.1; Annual ;\"£1, 500 \";x\r\n"
    "1.11;Annual;500;  last line without end"
)
MENDED = MESSY.replace("Quarterly.", "Quarterly").replace("£34, 692", "£34,692").replace("1.1;", "1.10;").replace(
    "£1, 500", "£1,500"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp1252"])
def test_fix_changes_the_bytes_of_the_cells_alone(tmp_path, encoding):
    before, after = (MESSY, MENDED) if encoding != "cp1252" else (MESSY[1:], MENDED[1:])
    folder = scratch(tmp_path, None)
    path = folder / "kpis.csv"
    path.write_bytes(before.encode(encoding))
    path.chmod(0o640)
    difference = run(["fix", "--diff"], folder)
    assert path.read_bytes() == before.encode(encoding), "--diff changes nothing"
    done = run(["fix"], folder)
    assert path.read_bytes() == after.encode(encoding), done.stdout + done.stderr
    assert path.stat().st_mode & 0o777 == 0o640
    assert b"Fixed 4 cells in 1 file\nChecked again: " in done.stdout
    assert done.returncode == 1, "the figures are still too large"
    assert sorted(p.name for p in folder.iterdir()) == ["kpis.csv", "kpis.rules"]
    if encoding == "utf-8":
        path.write_bytes(before.encode())
        applied = subprocess.run(["patch", "--binary", "-p1"], cwd=folder, input=difference.stdout, capture_output=True)
        assert applied.returncode == 0 and path.read_bytes() == after.encode()


def test_fix_leaves_figures_statuses_and_texts_alone_unless_told(tmp_path):
    rules = RULES.replace("require value < 100", "require value < 100\n  fix value = 99")
    folder = scratch(tmp_path, BROKEN, rules)
    done = run(["fix"], folder)
    assert (folder / "kpis.csv").read_text() == BROKEN and b"--unsafe" in done.stdout and done.returncode == 1
    done = run(["fix", "--unsafe"], folder)
    assert (folder / "kpis.csv").read_text() == BROKEN.replace("500", "99") and done.returncode == 0


def large(folder, rows):
    with open(folder / "kpis.csv", "w") as file:
        file.write("ref,state,value\n")
        for row in range(rows):
            file.write(f"1.{row + 1},Annual,500\n")


def wait_until_reading(process, most=1 << 20):
    """Until the program has read more than `most` bytes of a return; it takes interrupts by then."""
    while process.poll() is None:
        if int(re.search(r"rchar: (\d+)", pathlib.Path(f"/proc/{process.pid}/io").read_text())[1]) > most:
            return
        time.sleep(0.01)


def test_an_interrupt_ends_with_what_was_found(tmp_path):
    folder = scratch(tmp_path, None, RULES.replace(" numbered", ""))
    large(folder, 3_000_000)
    process = subprocess.Popen(
        [KPILINT, "check", "--output", "json=part.json", "--output", "sarif=part.sarif"], cwd=folder,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    wait_until_reading(process)
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130
    part = json.loads((folder / "part.json").read_bytes())
    assert part["partial"] is True and part["summary"]["exitCode"] == 130
    assert all(f["rule"] == "value-is-small" for f in part["findings"])
    (one,) = json.loads((folder / "part.sarif").read_bytes())["runs"]
    assert one["invocations"][0]["executionSuccessful"] is False


def test_progress_is_shown_at_a_terminal_alone(tmp_path):
    folder = scratch(tmp_path, None)
    own, its = pty.openpty()
    arguments = [KPILINT, "check", "--table", "kpis=-"]
    process = subprocess.Popen(arguments, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=its)
    os.close(its)
    # The check waits for its return, so that it takes long.
    written = b""
    while "checking …".encode() not in written:
        written += os.read(own, 4096)
    process.stdin.write(CLEAN.encode())
    process.stdin.close()
    while True:
        try:
            part = os.read(own, 4096)
        except OSError:
            break
        if not part:
            break
        written += part
    process.wait()
    os.close(own)
    assert written.endswith(b"\r\x1b[K")
    quiet = subprocess.Popen(arguments, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(1.2)
    assert quiet.communicate(CLEAN.encode())[1] == b""


# MARK: editors


def short(hostile):
    lines = (hostile / "short").read_text(encoding="utf-8").splitlines()
    assert all(re.match(r"^.+?:\d+:\d+: (error|warning|note): .+ \[[\w-]+\]$", line) for line in lines)
    return lines


def test_vim_takes_every_line_into_its_error_list(hostile, tmp_path):
    lines = short(hostile)
    script = tmp_path / "load.vim"
    script.write_text(
        "set errorformat=%f:%l:%c:\\ %t%*[^:]:\\ %m\n"
        f"cgetfile {hostile / 'short'}\n"
        "let found = filter(getqflist(), 'v:val.valid')\n"
        "call writefile(map(found, 'v:val.lnum . \" \" . v:val.col . \" \" . v:val.type'), "
        f"'{tmp_path / 'found'}')\nqall!\n"
    )
    subprocess.run(
        ["vim", "-Nu", "NONE", "-es", "-S", script], check=True, timeout=60, stdin=subprocess.DEVNULL,
        env={**os.environ, "LANG": "C.UTF-8"},
    )
    found = (tmp_path / "found").read_text().splitlines()
    expected = [re.match(r"^.+?:(\d+):(\d+): (.)", line).groups() for line in lines]
    assert found == [" ".join(groups) for groups in expected]


def test_emacs_takes_every_line_into_its_error_list(hostile, tmp_path):
    lines = short(hostile)
    script = tmp_path / "load.el"
    script.write_text(
        f"""
(require 'compile)
(with-temp-buffer
  (let ((coding-system-for-read 'utf-8)) (insert-file-contents "{hostile / 'short'}"))
  (compilation-mode)
  (compilation--ensure-parse (point-max))
  (goto-char (point-min))
  (let ((found nil))
    (while (not (eobp))
      (let ((message (get-text-property (point) 'compilation-message)))
        (when message
          (let ((place (compilation--message->loc message)))
            (push (format "%d %d" (compilation--loc->line place) (compilation--loc->col place)) found))))
      (forward-line 1))
    (princ (mapconcat #'identity (nreverse found) "\\n"))))
"""
    )
    done = subprocess.run(
        ["emacs", "--batch", "-Q", "-l", script], capture_output=True, text=True, timeout=60,
        env={**os.environ, "LANG": "C.UTF-8", "HOME": str(tmp_path)},
    )
    expected = [" ".join(re.match(r"^.+?:(\d+):(\d+):", line).groups()) for line in lines]
    assert done.stdout.splitlines() == expected, done.stderr


def test_the_problem_matcher_takes_every_line(hostile):
    matcher = json.loads((ROOT / "examples" / "ci" / "problem-matcher.json").read_text())["problemMatcher"][0]
    (pattern,) = matcher["pattern"]
    for line in short(hostile):
        found = re.match(pattern["regexp"], line)
        assert found and found[pattern["line"]].isdigit() and found[pattern["column"]].isdigit()
        assert found[pattern["severity"]] in ("error", "warning", "note")
        assert found[pattern["code"]] in ("cell-is-empty", "id-is-small")


# MARK: shells


def test_bash_completes(tmp_path):
    (tmp_path / "kpilint").write_bytes(run(["completions", "bash"], tmp_path).stdout)
    program = (
        "source ./kpilint; COMP_WORDS=(kpilint ba); COMP_CWORD=1; _kpilint; echo ${COMPREPLY[@]};"
        "COMP_WORDS=(kpilint check --bas); COMP_CWORD=2; _kpilint; echo ${COMPREPLY[@]};"
        "COMP_WORDS=(kpilint check --output sa); COMP_CWORD=3; _kpilint; echo ${COMPREPLY[@]}"
    )
    done = subprocess.run(["bash", "--norc", "-euc", program], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.split() == ["baseline", "--baseline", "sarif"], done.stderr


def test_zsh_loads_the_completions(tmp_path):
    (tmp_path / "_kpilint").write_bytes(run(["completions", "zsh"], tmp_path).stdout)
    program = (
        "fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -d $PWD/dump;"
        "print -r -- $_comps[kpilint]; autoload +X _kpilint && print loaded"
    )
    done = subprocess.run(["zsh", "-fc", program], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.split() == ["_kpilint", "loaded"] and done.stderr == ""


def test_fish_completes(tmp_path):
    (tmp_path / "kpilint.fish").write_bytes(run(["completions", "fish"], tmp_path).stdout)
    program = "source kpilint.fish; complete -C 'kpilint basel'; complete -C 'kpilint check --strict'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", program], cwd=tmp_path, capture_output=True, text=True,
        env={**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
    )
    words = [line.split("\t")[0] for line in done.stdout.splitlines()]
    assert words == ["baseline", "--strict-baseline"], done.stderr


@pytest.mark.parametrize("command", ["", "check", "fix", "baseline", "convert", "rules", "explain", "completions"])
def test_help_fits_a_screen(tmp_path, command):
    done = run([*command.split(), "--help"], tmp_path)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0 and len(lines) <= 60 and max(map(len, lines)) <= 80


def test_an_unknown_option_is_answered_with_the_nearest(tmp_path):
    done = run(["check", "--basline", "x"], tmp_path)
    assert done.returncode == 2 and b"`--baseline`" in done.stderr


# MARK: pre-commit


def git(*arguments, cwd):
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main", *arguments],
        cwd=cwd, check=True, capture_output=True,
    )


def test_pre_commit_runs_the_hook(tmp_path):
    """The hook of the repository, on a repository of returns: a return that breaks a rule cannot be committed."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    git("init", cwd=hooks)
    git("add", "-A", cwd=hooks)
    git("commit", "-m", "hooks", cwd=hooks)
    revision = subprocess.run(["git", "rev-parse", "HEAD"], cwd=hooks, capture_output=True, text=True).stdout.strip()
    data = tmp_path / "data"
    data.mkdir()
    scratch(data, BROKEN)
    (data / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks:\n  - id: kpilint\n"
    )
    git("init", cwd=data)
    git("add", "-A", cwd=data)
    environment = {
        **os.environ,
        "PATH": f"{pathlib.Path(KPILINT).parent}:{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
    }

    def hook():
        return subprocess.run(["pre-commit", "run"], cwd=data, env=environment, capture_output=True, text=True)

    done = hook()
    assert done.returncode == 1 and "value-is-small" in done.stdout, done.stdout + done.stderr
    (data / "kpis.csv").write_text(CLEAN)
    git("add", "-A", cwd=data)
    done = hook()
    assert done.returncode == 0 and "Passed" in done.stdout, done.stdout + done.stderr
