"""Files: a run changes none that it was not told to write, what it writes is whole or not there, and none keeps it waiting."""

import copy
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import socket
import stat
import subprocess
import time

import pytest

from conftest import FORMATS, KPILINT, run

RULES = """
import "limits.rules"
table kpis from "kpis.csv" {
  ref   text required
  state choice "As available", "Annual"
  value money
  key ref
  join register on ref
}
table register from "register.csv" {
  ref   text required
  owner text
  key ref
}
rule value-is-small error "Values are small" {
  for kpis
  require value < limit
}
"""
KPIS = "ref,state,value\n1.1,as-available,5\n1.2,Annual,500\n"


@pytest.fixture
def folder(tmp_path):
    """Everything that a run may read, some of it by more than one name."""
    (tmp_path / "kpis.rules").write_text(RULES)
    (tmp_path / "limits.rules").write_text("let limit = 100\n")
    (tmp_path / "kpis.csv").write_text(KPIS)
    (tmp_path / "register.csv").write_text("ref,owner\n1.1,a\n1.2,b\n")
    (tmp_path / "notes.txt").write_text("somebody's notes\n")
    (tmp_path / "sub").mkdir()
    assert run(["check", "kpis.rules", "--output", "json=saved.json"], tmp_path).returncode == 1
    assert run(["baseline", "create", "known.baseline", "kpis.rules"], tmp_path).returncode == 0
    (tmp_path / "link.csv").symlink_to("kpis.csv")
    (tmp_path / "link.rules").symlink_to(tmp_path / "limits.rules")
    return tmp_path


def state(folder):
    """Every file's bytes, number and mode; of links where they lead."""
    found = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        if path.is_symlink():
            found[path] = os.readlink(path)
        elif path.is_file():
            found[path] = (path.read_bytes(), status.st_mode, status.st_uid)
    return found


READ = ["kpis.rules", "limits.rules", "kpis.csv", "register.csv", "known.baseline", "saved.json"]


def spelt(name, folder, chance):
    """A file's path in one of many ways."""
    ways = [name, f"./{name}", f"sub/../{name}", str(folder / name), f"{folder}/sub/..//{name}"]
    links = {"kpis.csv": ["link.csv"], "limits.rules": ["link.rules", "./link.rules"]}
    return chance.choice(ways + links.get(name, []))


@pytest.mark.parametrize("seed", range(40))
def test_a_run_changes_no_file_that_it_was_not_told_to_write(folder, seed):
    chance = random.Random(seed)
    target = spelt(chance.choice(READ), folder, chance)
    form = chance.choice(FORMATS)
    command = chance.choice(
        [
            ["check", "kpis.rules", "--baseline", "known.baseline", "--output", f"{form}={target}"],
            ["check", "--baseline", "known.baseline", "--output", "json=new", f"--output={form}={target}"],
            ["baseline", "create", "--baseline", target, "kpis.rules"],
            ["convert", "saved.json", "--to", f"{form}={target}"],
            ["init", "kpis.csv", "register.csv", "--register", target],
            ["fix", "--diff", "kpis.rules"],
            ["check", "kpis.rules", "kpis.csv", "--output", f"{form}=/dev/null"],
            ["test", "kpis.rules"],
            ["format", "--check", "kpis.rules"],
            ["rules", "kpis.rules"],
        ]
    )
    before = state(folder)
    done = run(command, folder)
    after = state(folder)
    meant = (folder / target).resolve()
    # A file is replaced where it was named as an output and this run does not read it.
    if command[0] == "convert":
        may = meant.name != "saved.json"
    elif command[0] == "baseline":
        may = meant.name == "known.baseline"
    else:
        may = command[0] == "check" and meant.name == "saved.json"
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    allowed = {meant} if may else set()
    if b"is an input of this check" not in done.stderr:
        allowed.add(folder / "new")
    assert {path.resolve() for path in changed} <= allowed, (command, changed)
    if any(str(target) in word for word in command[1:] if word != "kpis.rules") and not may:
        if b"no register is needed" in done.stderr or b"no register was written" in done.stderr:
            return
        assert done.returncode == 2, (command, done)
        assert b"kpilint: " in done.stderr


def test_standard_output_is_an_output_too(folder):
    with open(folder / "kpis.csv", "ab") as file:
        done = subprocess.run([KPILINT, "check", "kpis.rules"], cwd=folder, stdout=file, stderr=subprocess.PIPE)
    assert done.returncode == 2 and b"is an input of this check" in done.stderr
    assert (folder / "kpis.csv").read_text() == KPIS


def test_a_file_that_is_no_baseline_is_left_alone(folder):
    done = run(["baseline", "create", "notes.txt", "kpis.rules"], folder)
    done = run(["baseline", "create", "--baseline", "notes.txt", "kpis.rules"], folder)
    assert done.returncode == 2 and b"is no baseline" in done.stderr
    assert (folder / "notes.txt").read_text() == "somebody's notes\n"


# What is written is whole or not there.

WRITERS = [
    ["check", "kpis.rules", "--output", "json=target"],
    ["baseline", "create", "--baseline", "target", "kpis.rules"],
    ["convert", "saved.json", "--to", "sarif=target"],
    ["fix", "kpis.rules", "kpis.csv"],
]


def there(command):
    """What may be written over: a baseline by a baseline alone."""
    return "known.baseline" if command[0] == "baseline" else "saved.json"


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.parametrize("command", WRITERS, ids=lambda words: words[0])
def test_a_file_that_cannot_grow_leaves_all_as_it_was(folder, command, is_there):
    if is_there and command[0] != "fix":
        shutil.copy(folder / there(command), folder / "target")
    before = state(folder)
    done = run(command, folder, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16)))
    assert done.returncode == 2, done
    assert b"larger than a file may be" in done.stderr
    assert state(folder) == before


@pytest.mark.parametrize("command", WRITERS, ids=lambda words: words[0])
def test_a_full_disk_leaves_all_as_it_was(folder, command, tmp_path_factory):
    disk = tmp_path_factory.mktemp("disk")
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]).returncode:
        pytest.skip("a small disk can be made by root alone")
    try:
        for name in ["kpis.rules", "limits.rules", "kpis.csv", "register.csv", "saved.json"]:
            shutil.copy(folder / name, disk / name)
        shutil.copy(folder / there(command), disk / "target")
        with open(disk / "rest", "wb", buffering=0) as rest:
            try:
                while True:
                    rest.write(b"x" * 4096)
            except OSError:
                pass
        before = state(disk)
        done = run(command, disk)
        assert done.returncode == 2 and b"no space left" in done.stderr, done
        assert state(disk) == before
    finally:
        subprocess.run(["umount", disk], check=True)


def big(folder, rows=1000):
    (folder / "kpis.csv").write_text("ref,state,value\n" + "".join(f"{n},as-available,{n}\n" for n in range(rows)))
    (folder / "register.csv").write_text("ref,owner\n" + "".join(f"{n},a\n" for n in range(rows)))


def test_a_killed_run_leaves_the_old_file_or_the_new_one(folder):
    big(folder)
    names = {path.name for path in folder.iterdir()}
    old = b'{"old": true}\n'
    (folder / "out.json").write_bytes(old)
    began = time.monotonic()
    run(["check", "kpis.rules", "--output", "json=out.json"], folder)
    took = time.monotonic() - began
    new = (folder / "out.json").read_bytes()
    for attempt in range(10):
        (folder / "out.json").write_bytes(old)
        process = subprocess.Popen(
            [KPILINT, "check", "kpis.rules", "--output", "json=out.json"], cwd=folder, stdout=subprocess.DEVNULL
        )
        time.sleep(took * attempt / 9)
        process.send_signal(signal.SIGKILL if attempt % 2 else signal.SIGTERM)
        process.wait()
        assert (folder / "out.json").read_bytes() in (old, new)
        assert {path.name for path in folder.iterdir()} == names | {"out.json"}


def test_two_runs_at_once_write_one_whole_file(folder):
    big(folder, 300)
    for command, name in [
        (["check", "kpis.rules", "--output", "json=out"], "out"),
        (["baseline", "create", "--baseline", "b", "kpis.rules"], "b"),
        (["fix", "kpis.rules", "kpis.csv"], "kpis.csv"),
        (["format", "kpis.rules"], "kpis.rules"),
    ]:
        runs = [subprocess.Popen([KPILINT, *command], cwd=folder, stdout=subprocess.DEVNULL) for _ in range(4)]
        for process in runs:
            process.wait()
        written = (folder / name).read_bytes()
        assert run(command, folder).returncode in (0, 1)
        assert (folder / name).read_bytes() == written, command
        assert not [path for path in folder.iterdir() if path.name.startswith(".")]


# Owners, modes, links and attributes are kept.


def test_fix_keeps_what_belongs_to_the_file(folder):
    path = folder / "kpis.csv"
    if os.geteuid() == 0:
        os.chown(path, 65534, 65534)
    os.chmod(path, 0o660)
    try:
        os.setxattr(path, "user.note", b"kept")
    except OSError:
        pass
    before = path.stat(), {name: os.getxattr(path, name) for name in os.listxattr(path)}
    done = run(["fix", "kpis.rules", "link.csv"], folder)
    assert b"Fixed 1 cell" in done.stdout, done
    after = path.stat(), {name: os.getxattr(path, name) for name in os.listxattr(path)}
    assert path.read_text() == KPIS.replace("as-available", "As available")
    assert (folder / "link.csv").is_symlink()
    for part in ["st_mode", "st_uid", "st_gid", "st_nlink"]:
        assert getattr(before[0], part) == getattr(after[0], part)
    assert before[1] == after[1]


def test_fix_says_why_it_leaves_a_file_alone(folder):
    os.link(folder / "kpis.csv", folder / "other.csv")
    done = run(["fix", "kpis.rules"], folder)
    assert done.returncode == 2 and b"hard links" in done.stderr
    assert (folder / "kpis.csv").read_text() == KPIS


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_a_file_of_somebody_else_is_left_alone(folder):
    shared = pathlib.Path("/tmp") / f"kpilint-shared-{os.getpid()}"
    shutil.copytree(folder, shared, symlinks=True)
    try:
        shared.chmod(0o777)
        (shared / "kpis.csv").chmod(0o666)
        try:
            done = run(["fix", "kpis.rules"], shared, user=65534, group=65534, extra_groups=[])
        except PermissionError:
            pytest.skip("the program lies where others may not run it")
        assert done.returncode == 2 and b"belongs to another" in done.stderr, done
        assert (shared / "kpis.csv").read_text() == KPIS
    finally:
        shutil.rmtree(shared)


# No file keeps a run waiting, fills the disk or crashes it.

PLAIN = 'table kpis from "kpis.csv" {\n  ref text\n  value money\n}\n'


def shell(line, folder, **options):
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env={**os.environ, "K": KPILINT}, capture_output=True, timeout=60, **options
    )


def test_pipes_are_read_wherever_files_are(folder):
    (folder / "plain.rules").write_text(PLAIN)
    for line in [
        '"$K" check plain.rules <(cat kpis.csv)',
        '"$K" check plain.rules <(sleep 1; cat kpis.csv)',
        '"$K" check plain.rules --table kpis=<(cat kpis.csv)',
        '"$K" check plain.rules - < kpis.csv',
        'cat kpis.csv | "$K" check plain.rules /dev/stdin',
        'mkfifo p; (cat kpis.csv > p &) ; "$K" check plain.rules p; code=$?; rm p; exit $code',
        'ln -s /dev/fd/0 p.rules; cat plain.rules | "$K" check p.rules kpis.csv; code=$?; rm p.rules; exit $code',
    ]:
        done = shell(line, folder)
        assert done.returncode == 0 and b"2 rows" in done.stdout, (line, done)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: os.mkfifo(path), b"pipe"),
        (lambda path: socket.socket(socket.AF_UNIX).bind(str(path)), b"socket"),
        (lambda path: path.symlink_to("/dev/zero"), b"device"),
        (lambda path: path.symlink_to("/dev/urandom"), b"device"),
        (lambda path: path.symlink_to("/dev/null"), b"empty"),
        (lambda path: path.symlink_to("/proc/self/environ"), b"zero byte"),
        (lambda path: path.symlink_to("/proc/kmsg"), b"could not be read"),
        (lambda path: path.symlink_to(path.name), b"could not be read"),
        (lambda path: path.mkdir(), b"folder"),
    ],
    ids=["pipe", "socket", "zero", "random", "null", "proc", "kmsg", "circle", "folder"],
)
def test_special_files_are_refused(folder, make, words, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "plain.rules").write_text(PLAIN)
    (folder / "kpis.csv").unlink()
    make(pathlib.Path("kpis.csv"))
    for arguments in [[], ["kpis.csv"]]:
        done = run(["check", "plain.rules", *arguments], folder)
        # Where lines break depends on what stands in the file.
        said = b" ".join((done.stdout + done.stderr).split())
        assert done.returncode in (3, 4) and (words in said or words == b"zero byte" and b"bad-encoding" in said), done
    if words != b"could not be read":
        os.rename("kpis.csv", "odd.rules")
        assert run(["check", "odd.rules"], folder).returncode in (2, 4)


def test_sizes_that_cannot_be(folder):
    with open(folder / "huge.rules", "wb") as file:
        file.truncate(8 << 40)
    done = run(["check", "huge.rules"], folder)
    assert done.returncode == 2 and b"larger than 64 MiB" in done.stderr + done.stdout
    done = run(["convert", "huge.rules", "--to", "sarif"], folder)
    assert done.returncode == 2 and b"larger than" in done.stderr
    done = run(["check", "kpis.rules", "--baseline", "huge.rules"], folder)
    assert done.returncode == 2


def test_an_endless_stream_does_not_fill_the_disk(folder, tmp_path_factory):
    (folder / "plain.rules").write_text(PLAIN)
    done = shell('cat /dev/zero | "$K" check plain.rules --stdin-name kpis.csv -', folder)
    assert done.returncode == 3 and b"not a text file" in done.stdout + done.stderr
    few = tmp_path_factory.mktemp("few")
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", few]).returncode:
        pytest.skip("a small disk can be made by root alone")
    try:
        done = shell(f'yes 1,2 | TMPDIR={few} "$K" check plain.rules --stdin-name kpis.csv -', folder)
        assert done.returncode == 3 and b"no space" in done.stdout + done.stderr, done
        assert not list(few.iterdir())
    finally:
        subprocess.run(["umount", few], check=True)


def test_file_names_are_any_bytes(folder):
    (folder / "plain.rules").write_text('table kpis from "returns/{name}.csv" {\n  ref text\n  name text\n}\n')
    (folder / "returns").mkdir()
    names = [b"caf\xe9.csv", "caf\u00e9.csv".encode(), "cafe\u0301.csv".encode(), b"\xff\xfe.csv", b"new\nline.csv"]
    for name in names:
        with open(os.fsencode(folder / "returns") + b"/" + name, "w") as file:
            file.write("ref\n1\n")
    done = run(["check", "plain.rules"], folder)
    assert done.returncode == 0 and f"{len(names)} rows of {len(names)} files".encode() in done.stdout, done
    done = run([b"check", b"plain.rules", b"returns/caf\xe9.csv", b"--output", b"json=out\xe9.json"], folder)
    assert done.returncode == 0, done
    assert os.path.exists(os.fsencode(folder) + b"/out\xe9.json")


def test_few_descriptors_are_enough_for_many_files(folder):
    (folder / "plain.rules").write_text('table kpis from "many/*.csv" {\n  ref text\n  value whole required\n}\n')
    (folder / "many").mkdir()
    for number in range(500):
        (folder / "many" / f"{number}.csv").write_text(f"ref,value\n{number},\n")
    done = run(
        ["check", "plain.rules", "--output", "short"],
        folder,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24)),
    )
    assert done.returncode == 1 and done.stdout.count(b"missing-value") == 500, done


@pytest.mark.parametrize("seed", range(40))
def test_no_saved_run_crashes_a_conversion(folder, seed):
    chance = random.Random(seed)
    saved = json.loads((folder / "saved.json").read_bytes())
    odd = [2**63 - 1, -(2**63), 2**64, -1, 0, 2**40, 1e300, "", "\u0000", None, [], {}, True, [[[]]], "x" * 1000]

    def places(value, path=()):
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
        for key, inner in items:
            yield value, key
            yield from places(inner)

    for _ in range(chance.randint(1, 6)):
        holder, key = chance.choice(list(places(saved)))
        holder[key] = copy.deepcopy(chance.choice(odd))
    text = json.dumps(saved).encode()
    if seed % 4 == 3:
        text = text[: chance.randrange(len(text))]
    (folder / "odd.json").write_bytes(text)
    outputs = [word for form in FORMATS for word in ("--to", f"{form}=odd.{form}")]
    done = run(["convert", "odd.json", *outputs], folder)
    assert done.returncode in (0, 2), done


def test_quit_ends_the_program(folder):
    process = subprocess.Popen(
        [KPILINT, "check", "kpis.rules", "-"], cwd=folder, stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
    )
    time.sleep(0.5)
    process.send_signal(signal.SIGQUIT)
    assert process.wait(timeout=60) == -signal.SIGQUIT
    assert process.stderr.read() == b""


def test_an_output_to_a_pipe_waits_for_a_reader_only_so_long(folder):
    os.mkfifo(folder / "p")
    done = run(["check", "kpis.rules", "--output", "json=p"], folder)
    assert done.returncode == 2 and b"nobody reads from it" in done.stderr
    done = shell('(cat p > got &); "$K" check kpis.rules --output json=p; sleep 0.5; cat got', folder)
    assert json.loads(done.stdout)["tool"]["name"] == "kpilint"
    assert stat.S_ISFIFO((folder / "p").stat().st_mode)
