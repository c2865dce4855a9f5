"""`kpilint watch` beside programs that save as people's programs do. Every wait is for output, and none decides by time."""

import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import termios
import time

import pytest

from conftest import KPILINT

RULES = """
table kpis from "returns/*.csv" {
  ref   text required
  value number
  key ref
}
rule value-is-small error "Values are small" {
  for kpis
  require value < 100
}
"""
# Long enough for any machine: only a test that fails waits for so long.
PATIENCE = 120
LINE = re.compile(r"^\d\d:\d\d:\d\d  (.*)$")


def csv(*values):
    return "ref,value\n" + "".join(f"{number},{value}\n" for number, value in enumerate(values, 1))


class Watch:
    """A running `kpilint watch`, and what it has written so far."""

    def __init__(self, folder, *words, terminal=False, **options):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")}
        environment["TERM"] = "xterm"
        command = [KPILINT, "watch", *words]
        if terminal:
            self.output, other = pty.openpty()
            fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
            self.process = subprocess.Popen(
                command, cwd=folder, env=environment, stdin=other, stdout=other, stderr=other, start_new_session=True,
                preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0), **options
            )
            os.close(other)
        else:
            self.process = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options
            )
            self.output = self.process.stdout.fileno()
        self.text = ""
        self.read = 0

    def receive(self, end):
        """Takes what is written; false once nothing can come any more."""
        assert select.select([self.output], [], [], max(0, end - time.monotonic()))[0], self.text
        try:
            data = os.read(self.output, 1 << 16)
        except OSError:
            data = b""
        self.text += data.decode()
        return bool(data)

    def until(self, words):
        """Waits until something is written, and returns all that is new before it and with it."""
        end = time.monotonic() + PATIENCE
        while (found := self.text.find(words, self.read)) < 0:
            assert self.receive(end), self.text
        start, self.read = self.read, found + len(words)
        return self.text[start:self.read]

    def lines(self):
        """What the lines with a time say."""
        return [found[1] for line in self.text.replace("\r", "").split("\n") if (found := LINE.match(line))]

    def end(self, number=signal.SIGINT):
        """Ends it, and returns the exit code."""
        self.process.send_signal(number)
        return self.rest()

    def rest(self):
        end = time.monotonic() + PATIENCE
        while self.receive(end):
            pass
        return self.process.wait(PATIENCE)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "returns").mkdir()
    (tmp_path / "kpis.rules").write_text(RULES)
    (tmp_path / "returns" / "q2.csv").write_text(csv(500, 5))
    return tmp_path


@pytest.fixture(params=[[], ["--poll", "1"]], ids=["told", "looking"])
def watch(request, folder):
    """A watch that has checked once and waits."""
    made = Watch(folder, "--output", "short", "--output", "json=found.json", *request.param)
    made.until("Ctrl-C ends.")
    yield made
    if made.process.poll() is None:
        made.process.kill()
    made.rest()


def errors(folder):
    """How many errors the output that was written last holds, which is whole at any time."""
    return json.loads((folder / "found.json").read_bytes())["summary"]["errors"]


# How programs save: each takes the file and its new text.


def in_place(path, text):
    path.write_text(text)


def replacing(path, text):
    other = path.with_name("new.tmp")
    other.write_text(text)
    other.rename(path)


def like_libreoffice(path, text):
    lock = path.with_name(f".~lock.{path.name}#")
    lock.write_text("someone")
    other = path.with_name("lu1234abcd.tmp")
    other.write_text(text)
    other.rename(path)
    lock.unlink()


def like_excel(path, text):
    lock = path.with_name("~$" + path.name)
    lock.write_text("someone")
    other = path.with_name("9F3A20C0")
    other.write_text(text)
    path.rename(path.with_name("1B2C3D4E.tmp"))
    other.rename(path)
    path.with_name("1B2C3D4E.tmp").unlink()
    lock.unlink()


def like_vim(path, text):
    probe = path.with_name("4913")
    probe.write_text("")
    probe.unlink()
    swap = path.with_name(f".{path.name}.swp")
    swap.write_text("swap")
    path.rename(path.with_name(path.name + "~"))
    path.write_text(text)
    path.with_name(path.name + "~").unlink()
    swap.unlink()


def by_removing(path, text):
    path.unlink()
    path.write_text(text)


def by_a_link(path, text):
    other = path.with_name("elsewhere.txt")
    other.write_text(text)
    path.unlink()
    os.link(other, path)


SAVES = [in_place, replacing, like_libreoffice, like_excel, like_vim, by_removing, by_a_link]


@pytest.mark.parametrize("save", SAVES)
def test_every_way_of_saving_is_seen(folder, watch, save):
    save(folder / "returns" / "q2.csv", csv(500, 600))
    watch.until("1 new: ref 2 (value-is-small)")
    assert errors(folder) == 2
    save(folder / "returns" / "q2.csv", csv(5, 6))
    watch.until("2 gone: ref 1 (value-is-small), ref 2 (value-is-small)")
    assert watch.end() == 0


def test_the_code_is_that_of_the_last_check(folder, watch):
    assert watch.end() == 1


def test_a_new_return_is_seen_and_one_that_goes(folder, watch):
    (folder / "returns" / "q3.csv").write_text("ref,value\n9,900\n")
    watch.until("1 new: ref 9 (value-is-small)")
    (folder / "returns" / "q3.csv").unlink()
    watch.until("1 gone: ref 9 (value-is-small)")
    assert watch.end() == 1


def test_a_rule_file_is_seen_with_its_faults(folder, watch):
    (folder / "kpis.rules").write_text(RULES + "rule")
    watch.until("not checked: the rule files have errors")
    (folder / "kpis.rules").write_text(RULES.replace("< 100", "< 1000"))
    watch.until("1 gone: ref 1 (value-is-small)")
    (folder / "more.rules").write_text('rule no-fives error "No fives" {\n  for kpis\n  require value != 5\n}\n')
    (folder / "kpis.rules").write_text('import "more.rules"\n' + RULES)
    watch.until("2 new")
    (folder / "more.rules").write_text('rule no-fives error "No fives" {\n  for kpis\n  require value != 6\n}\n')
    watch.until("1 gone: ref 2 (no-fives)")
    assert watch.end() == 1


def test_a_file_that_vanishes_and_returns_is_waited_for(folder, watch):
    path = folder / "returns" / "q2.csv"
    before = (folder / "found.json").read_bytes()
    path.rename(folder / "away")
    watch.until("could not be read")
    watch.until("stands")
    assert (folder / "found.json").read_bytes() == before
    (folder / "away").rename(path)
    watch.until("nothing changed")
    path.write_text("")
    watch.until("it is empty")
    path.write_text(csv(5))
    watch.until("1 gone")
    assert watch.end() == 0


def test_a_folder_that_vanishes_and_returns_is_waited_for(folder, watch):
    (folder / "returns").rename(folder / "old")
    watch.until("could not be read")
    (folder / "returns").mkdir()
    (folder / "returns" / "q2.csv").write_text(csv(500, 600))
    watch.until("1 new: ref 2 (value-is-small)")
    shutil.rmtree(folder / "returns")
    watch.until("could not be read")
    (folder / "old").rename(folder / "returns")
    watch.until("1 gone: ref 2 (value-is-small)")
    assert watch.end() == 1


def test_links_are_followed(tmp_path):
    for version in ("v1", "v2"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "q2.csv").write_text(csv(500 if version == "v1" else 5))
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "kpis.rules").write_text(RULES)
    (tmp_path / "work" / "returns").symlink_to("../v1")
    watch = Watch(tmp_path / "work", "--output", "short")
    watch.until("Ctrl-C ends.")
    (tmp_path / "v1" / "q2.csv").write_text(csv(500, 600))
    watch.until("1 new: ref 2 (value-is-small)")
    (tmp_path / "work" / "new").symlink_to("../v2")
    (tmp_path / "work" / "new").rename(tmp_path / "work" / "returns")
    watch.until("2 gone")
    (tmp_path / "v2" / "q2.csv").write_text(csv(900))
    watch.until("1 new: ref 1 (value-is-small)")
    assert watch.end() == 1


def test_the_program_never_starts_itself_and_temporary_files_do_not(folder, watch):
    names = [".~lock.q2.csv#", "~$q2.csv", ".q2.csv.swp", "4913", "q2.csv.tmp", "notes.txt", "q2.csv~", "findings.json"]
    for name in names:
        (folder / "returns" / name).write_text("x")
        (folder / name).write_text("x")
    # Whatever those had started would come before this, or with it.
    replacing(folder / "returns" / "q2.csv", csv(500, 600))
    watch.until("1 new: ref 2 (value-is-small)")
    # And what that check wrote would start one before this.
    replacing(folder / "returns" / "q2.csv", csv(500))
    watch.until("1 gone: ref 2 (value-is-small)")
    watch.end()
    assert len(watch.lines()) == 2


def test_500_saves_in_a_row(folder, watch):
    path = folder / "returns" / "q2.csv"
    for number in range(500):
        (in_place if number % 2 else replacing)(path, csv(*[500] * (number + 1)))
    # However many checks there are, one sees the last save.
    end = time.monotonic() + PATIENCE
    while errors(folder) != 500:
        assert watch.receive(end), watch.text
    watch.end()
    assert 1 <= len(watch.lines()) <= 500


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(("value", "code"), [(5, 0), (500, 1)])
def test_signals_end_it_with_the_code(folder, number, value, code):
    (folder / "returns" / "q2.csv").write_text(csv(value))
    watch = Watch(folder)
    watch.until("Ctrl-C ends.")
    assert watch.end(number) == code


def test_a_terminal_shows_the_report_anew(folder):
    watch = Watch(folder, terminal=True)
    assert "\x1b[H\x1b[2J" in watch.until("Ctrl-C ends.")
    (folder / "returns" / "q2.csv").write_text(csv(500, 600))
    shown = watch.until("Ctrl-C ends.").split("\x1b[2J")[1]
    assert "1 new: ref 2 (value-is-small)" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r", "")
    assert max(len(line) for line in plain.split("\n")) <= 80
    os.write(watch.output, b"\x03")
    assert watch.rest() == 1


def test_it_ends_with_its_terminal(folder):
    watch = Watch(folder, terminal=True)
    watch.until("Ctrl-C ends.")
    os.close(watch.output)
    assert watch.process.wait(PATIENCE) == 1


def test_it_ends_with_who_reads_it(folder):
    watch = Watch(folder)
    watch.until("Ctrl-C ends.")
    watch.process.stdout.close()
    assert watch.process.wait(PATIENCE) == 1


def test_what_cannot_be_watched_is_refused(folder):
    os.mkfifo(folder / "pipe")
    for words in (["-"], ["/dev/stdin"], ["pipe"], ["--output", "json"]):
        done = subprocess.run([KPILINT, "watch", *words], cwd=folder, capture_output=True, timeout=PATIENCE, text=True)
        assert done.returncode == 2
        assert done.stderr.startswith("kpilint: ")


def test_its_page_reads_itself_again_and_no_other_does(folder):
    watch = Watch(folder, "--output", "short", "--output", "html=page.html")
    watch.until("Ctrl-C ends.")
    assert '<div class="watch" data-seconds="3" hidden>' in (folder / "page.html").read_text(encoding="utf-8")
    assert watch.end() == 1
    subprocess.run([KPILINT, "check", "--output", "html=page.html"], cwd=folder, check=False)
    assert '<div class="watch"' not in (folder / "page.html").read_text(encoding="utf-8")
