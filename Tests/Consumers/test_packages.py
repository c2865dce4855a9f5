"""What .ci/package makes, installed and run where nothing else is: a new virtual environment, a bare Debian root, a container's steps."""

import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tarfile
import zipfile

import pytest
import yaml

from conftest import KPILINT, ROOT
from test_gate import BROKEN, CLEAN, git, scratch

EXAMPLE = ROOT / "examples" / "rutland-2016-17-q4"
# Tools of the system, and no Swift.
PLAIN_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


def package(folder, source=ROOT, **environment):
    return subprocess.run(
        [source / ".ci" / "package", "--program", KPILINT, "--output", folder], capture_output=True, text=True,
        env={**os.environ, **environment},
    )


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packages") / "made"
    done = package(folder)
    assert done.returncode == 0, done.stderr
    return folder


def one(folder, pattern):
    (path,) = folder.glob(pattern)
    return path


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def checks(program, folder, **options):
    """Runs the program as a person would, on a real return: its version, and the findings of a check."""
    version = subprocess.run([program, "--version"], capture_output=True, text=True, **options)
    assert re.fullmatch(r"kpilint \d+\.\d+\.\d+(-dev)?\n", version.stdout), version.stderr
    rules = str(pathlib.PurePath(folder, "rutland-2016-17.rules"))
    done = subprocess.run([program, "check", rules, "--output", "json"], capture_output=True, **options)
    assert done.returncode == 1, done.stderr
    return json.loads(done.stdout)["summary"]["errors"]


ERRORS = 17


def test_everything_is_there_with_its_sum(made):
    version = subprocess.run([KPILINT, "--version"], capture_output=True, text=True).stdout.split()[1]
    names = {path.name for path in made.iterdir()}
    shapes = [
        f"kpilint-{version}-linux-x86_64.tar.gz", f"kpilint-{version}-x86_64.cdx.json", "kpilint.1", "kpilint.bash", "_kpilint",
        "kpilint.fish", "SHA256SUMS", f"kpilint_{version.replace('-', '~')}_amd64.deb",
    ]
    assert set(shapes) <= names and len(names) == len(shapes) + 1
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=made, check=True, capture_output=True)
    assert len((made / "SHA256SUMS").read_text().splitlines()) == len(names) - 1


def test_twice_the_same_bytes(made, tmp_path):
    """From another folder, with other times, permissions, a time zone and a language."""
    source = tmp_path / "elsewhere"
    shutil.copytree(ROOT / ".ci", source / ".ci", copy_function=shutil.copyfile)
    (source / ".ci" / "package").chmod(0o700)
    for name in ("LICENSE", "CHANGELOG.md"):
        shutil.copyfile(ROOT / name, source / name)
    log = ["git", "log", "-1"]
    epoch, maintainer = (
        subprocess.run([*log, f"--format={form}"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
        for form in ("%ct", "%an <%ae>")
    )
    again = tmp_path / "made"
    old = os.umask(0o077)
    try:
        done = package(
            again, source, SOURCE_DATE_EPOCH=epoch, KPILINT_MAINTAINER=maintainer, TZ="Asia/Tokyo", LANG="de_DE.UTF-8")
    finally:
        os.umask(old)
    assert done.returncode == 0, done.stderr
    assert {p.name: sha256(p) for p in again.iterdir()} == {p.name: sha256(p) for p in made.iterdir()}


def test_the_archive_runs_where_it_is_unpacked(made, tmp_path):
    with tarfile.open(one(made, "*.tar.gz")) as archive:
        assert {(m.uid, m.gid, m.mode & 0o022) for m in archive} == {(0, 0, 0)}
        archive.extractall(tmp_path, filter="data")
    (top,) = tmp_path.iterdir()
    assert checks(top / "bin" / "kpilint", EXAMPLE, env={"PATH": PLAIN_PATH}) == ERRORS
    assert "Apache License" in (top / "LICENSE").read_text()


# MARK: the wheel


def newest_glibc(program):
    """The newest version of the C library that a program's symbols ask for, as binutils see it."""
    text = subprocess.run(["objdump", "-T", program], capture_output=True, text=True, check=True).stdout
    return max(tuple(map(int, number.split("."))) for number in re.findall(r"GLIBC_(\d+(?:\.\d+)+)", text))


def test_the_wheel_is_tagged_by_what_it_needs(made, tmp_path):
    wheel = one(made, "*.whl")
    with zipfile.ZipFile(wheel) as package:
        (program,) = [name for name in package.namelist() if name.endswith("/scripts/kpilint")]
        package.extract(program, tmp_path)
    major, minor = newest_glibc(tmp_path / program)[:2]
    tag = re.search(r"-py3-none-manylinux_(\d+)_(\d+)_x86_64\.whl$", wheel.name)
    assert tag, wheel.name
    # A manylinux tag may name a newer C library than the symbols do, never an older one.
    assert (int(tag[1]), int(tag[2])) >= (major, minor)
    shown = subprocess.run(["auditwheel", "show", wheel], capture_output=True, text=True)
    assert f'platform tag: "manylinux_{tag[1]}_{tag[2]}_x86_64"' in re.sub(r"\s+", " ", shown.stdout), shown.stdout


@pytest.fixture(scope="session")
def environment(made, tmp_path_factory):
    """A new virtual environment that holds the wheel, which pip took from the file alone."""
    folder = tmp_path_factory.mktemp("wheel") / "venv"
    subprocess.run(["python3", "-m", "venv", folder], check=True)
    subprocess.run(
        [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", one(made, "*.whl")],
        check=True)
    return folder


def test_the_wheel_runs_in_a_new_environment(environment):
    path = f"{environment}/bin:{PLAIN_PATH}"
    assert shutil.which("swift", path=path) is None
    assert checks(environment / "bin" / "kpilint", EXAMPLE, env={"PATH": path}) == ERRORS
    share = environment / "share"
    assert (share / "man" / "man1" / "kpilint.1").exists()
    assert (share / "bash-completion" / "completions" / "kpilint").exists()


def test_pre_commit_installs_the_wheel(made, tmp_path):
    """The configuration of the examples, with the wheel's file for its address; pip reaches no index."""
    import virtualenv

    wheels = pathlib.Path(virtualenv.__file__).parent / "seed" / "wheels" / "embed"
    text = (ROOT / "examples" / "ci" / "pre-commit-config.yaml").read_text()
    configuration = yaml.safe_load(text)
    (hook,) = configuration["repos"][0]["hooks"]
    (wanted,) = hook["additional_dependencies"]
    address = re.fullmatch(r"kpilint @ (https://\S+/(kpilint-\S+\.whl))", wanted)
    # The name that the example has is the name that is made, but for the version.
    unversioned = r"kpilint-[^-]*-"
    assert re.sub(unversioned, "", address[2]).split("_")[0] == re.sub(unversioned, "", one(made, "*.whl").name).split("_")[0]
    hook["additional_dependencies"] = [wanted.replace(address[1], one(made, "*.whl").as_uri())]
    hook["args"] = []
    scratch(tmp_path, BROKEN)
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration))
    git("init", cwd=tmp_path)
    git("add", "-A", cwd=tmp_path)
    tools = pathlib.Path(shutil.which("pre-commit")).parent
    settings = {
        "PATH": f"{tools}:{PLAIN_PATH}", "HOME": str(tmp_path), "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    assert shutil.which("kpilint", path=settings["PATH"]) is None

    def hooks():
        return subprocess.run(["pre-commit", "run"], cwd=tmp_path, env=settings, capture_output=True, text=True)

    done = hooks()
    assert done.returncode == 1 and "value-is-small" in done.stdout, done.stdout + done.stderr
    (tmp_path / "kpis.csv").write_text(CLEAN)
    git("add", "-A", cwd=tmp_path)
    done = hooks()
    assert done.returncode == 0 and "Passed" in done.stdout, done.stdout + done.stderr


# MARK: Debian and containers


def instructions(path):
    """The instructions of a container recipe, its comments left out."""
    lines = re.sub(r"\\\n", " ", path.read_text()).splitlines()
    return [line.split(" ", 1) for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="session")
def container(made, tmp_path_factory):
    """A root that holds a bare Debian and what the recipe's steps did in it, and how the recipe starts the program."""
    root = tmp_path_factory.mktemp("container") / "root"
    recipe = instructions(ROOT / "examples" / "ci" / "Containerfile")
    suite = re.fullmatch(r"docker\.io/library/debian:(\w+)-slim", dict(recipe)["FROM"])[1]
    if os.environ.get("KPILINT_BARE_ROOT"):
        # A root that debootstrap made before.
        subprocess.run(["cp", "--archive", os.environ["KPILINT_BARE_ROOT"], root], check=True)
    else:
        subprocess.run(["debootstrap", "--variant=minbase", suite, root], check=True, capture_output=True)
    start, folder = None, "/"
    for name, value in recipe:
        if name == "RUN":
            mount = re.match(r"--mount=type=bind,target=(\S+) ", value)
            if mount:
                value = value[mount.end():]
                shutil.copytree(made, f"{root}{mount[1]}")
            run_in(root, "/bin/sh", "-c", f"cd {shlex.quote(folder)} && {value}", check=True)
            if mount:
                shutil.rmtree(f"{root}{mount[1]}")
        elif name == "WORKDIR":
            folder = value
            os.makedirs(f"{root}{value}", exist_ok=True)
        elif name == "ENTRYPOINT":
            start = json.loads(value)
        else:
            assert name in ("FROM", "USER")
    shutil.copytree(EXAMPLE, f"{root}{folder}", dirs_exist_ok=True)
    return root, folder, start, dict(recipe)["USER"]


def run_in(root, *command, user=None, **options):
    own = [] if os.geteuid() == 0 else ["unshare", "--map-root-user"]
    switch = [f"--userspec={user}"] if user else []
    return subprocess.run(
        [*own, "chroot", *switch, root, *command], capture_output=True, env={"PATH": PLAIN_PATH}, **options)


def test_the_container_checks_a_return(container):
    root, folder, start, user = container
    done = run_in(root, *start, "check", f"{folder}/rutland-2016-17.rules", "--output", "json", user=user)
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["summary"]["errors"] == ERRORS


def test_the_debian_package_is_whole(container, made):
    root, _, _, _ = container
    state = run_in(root, "dpkg-query", "--show", "--showformat", "${Status}|${Version}|${Depends}", "kpilint")
    status, version, depends = state.stdout.decode().split("|")
    assert status == "install ok installed"
    program = subprocess.run([KPILINT, "--version"], capture_output=True, text=True).stdout.split()[1]
    assert version == program.replace("-", "~")
    # At least the C library whose symbols the program asks for.
    named = tuple(map(int, re.search(r"libc6 \(>= (\d+)\.(\d+)", depends).groups()))
    assert named >= newest_glibc(root / "usr" / "bin" / "kpilint")[:2]
    assert run_in(root, "dpkg", "--verify", "kpilint").stdout == b""
    for path in ("share/man/man1/kpilint.1.gz", "share/zsh/vendor-completions/_kpilint", "share/doc/kpilint/copyright"):
        listed = run_in(root, "dpkg", "--listfiles", "kpilint").stdout.decode().splitlines()
        assert f"/usr/{path}" in listed
    removed = run_in(root, "dpkg", "--remove", "--no-act", "kpilint")
    assert removed.returncode == 0


# MARK: the bill of materials, and what is missing


def test_the_bill_names_what_the_program_holds(made, environment):
    bill = json.loads(one(made, "*.cdx.json").read_bytes())
    program = environment / "bin" / "kpilint"
    (digest,) = bill["metadata"]["component"]["hashes"]
    assert digest == {"alg": "SHA-256", "content": sha256(program)}
    dynamic = subprocess.run(["readelf", "-d", program], capture_output=True, text=True).stdout
    needed = set(re.findall(r"NEEDED.*\[(.*)\]", dynamic))
    properties = [(c["name"], p["name"], p["value"]) for c in bill["components"] for p in c["properties"]]
    assert {value for _, name, value in properties if name == "kpilint:library"} == needed
    names = {c["name"]: c for c in bill["components"]}
    assert {"swift-standard-library", "zlib", "glibc"} <= set(names)
    assert names["swift-standard-library"]["version"] in subprocess.run(
        ["swift", "--version"], capture_output=True, text=True).stdout
    # The same bill travels in the wheel.
    with zipfile.ZipFile(one(made, "*.whl")) as wheel:
        (own,) = [name for name in wheel.namelist() if "/sboms/" in name]
        assert wheel.read(own) == one(made, "*.cdx.json").read_bytes()


def test_what_a_missing_tool_keeps_from_being_made_is_named(tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    names = "bash cat cp cut dirname du env find git grep gzip install ls mkdir mktemp mv readelf realpath rm sed sha256sum sort strip tar"
    for name in names.split():
        (tools / name).symlink_to(shutil.which(name))
    done = package(tmp_path / "made", PATH=str(tools))
    assert done.returncode == 3, done.stderr
    assert re.findall(r"^package: without the (bill of materials|Debian package|wheel), ", done.stderr, re.M) == [
        "bill of materials", "Debian package", "wheel"]
    assert [path.suffix for path in sorted((tmp_path / "made").glob("*.*"))] == [".gz", ".1", ".bash", ".fish"]


def test_a_program_that_needs_other_libraries_is_refused(tmp_path):
    done = subprocess.run(
        [ROOT / ".ci" / "package", "--program", shutil.which("git"), "--output", tmp_path / "made"], capture_output=True, text=True)
    assert done.returncode == 1 and "the program needs libpcre2-8.so.0" in done.stderr
