"""How long people wait in an editor: from a keystroke to the diagnostics, and for what is asked of a cell.

The server is driven as a client drives it, over its pipes. What is measured is the time until the answer is read.
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import time

from bounds import many_rules
from measuring import is_kept, show, verdict

#: Milliseconds, as medians, and MiB.
KEYSTROKE = 50
KEYSTROKE_RULES = 20
QUESTION = 10
#: Of a return of a million rows, which takes 170 MiB as a text.
LARGE_MEMORY = 1_200
LARGE_ROWS = 1_000_000
ROWS = 10_000
EDITS = 40

HERE = pathlib.Path(__file__).resolve().parent


class Server:
    """A language server with a folder, one of whose files is open."""

    def __init__(self, kpilint, folder, name):
        self.process = subprocess.Popen(
            [kpilint, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self.number = 0
        self.text = (folder / name).read_text(encoding="utf-8")
        self.uri = (folder / name).as_uri()
        self.version = 1
        capabilities = {"textDocument": {"publishDiagnostics": {"versionSupport": True}}}
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities})
        self.send("initialized", {})
        self.send("textDocument/didOpen", {
            "textDocument": {"uri": self.uri, "languageId": "plain", "version": 1, "text": self.text}})

    def send(self, method, parameters, **rest):
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": parameters, **rest}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        if length == 0:
            raise SystemExit("the language server has ended")
        return json.loads(self.process.stdout.read(length))

    def ask(self, method, parameters):
        self.number += 1
        self.send(method, parameters, id=self.number)
        while True:
            message = self.receive()
            if message.get("id") == self.number and "method" not in message:
                if "error" in message:
                    raise SystemExit(f"{method}: {message['error']['message']}")
                return message["result"]

    def wait(self):
        """Until the diagnostics of the document's present version are there."""
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                if message["params"]["uri"] == self.uri and message["params"].get("version") == self.version:
                    return

    def edit(self, line, removes, text):
        """Types a text into a line's beginning, or takes as many letters away there."""
        self.version += 1
        start = {"line": line, "character": 0}
        self.send("textDocument/didChange", {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"range": {"start": start, "end": {"line": line, "character": removes}}, "text": text}]})

    def keystrokes(self):
        """Milliseconds from a keystroke to the diagnostics, at several places of the document."""
        lines = self.text.count("\n")
        times = []
        for edit in range(EDITS):
            line = [1, lines // 2, lines - 1][edit // 2 % 3]
            start = time.perf_counter()
            self.edit(line, edit % 2, "" if edit % 2 else "x")
            self.wait()
            times.append(1000 * (time.perf_counter() - start))
            # People stop for a moment; corrections are looked for then.
            time.sleep(0.1)
        return times

    def questions(self, method):
        """Milliseconds to an answer, at cells all over the document."""
        lines = self.text.split("\n")
        times = []
        for question in range(EDITS):
            line = 1 + question * (len(lines) - 3) // EDITS
            column = len(lines[line]) * (question % 10) // 10
            start = time.perf_counter()
            self.ask(method, {
                "textDocument": {"uri": self.uri}, "position": {"line": line, "character": column}})
            times.append(1000 * (time.perf_counter() - start))
        return times

    def peak(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def end(self):
        self.ask("shutdown", None)
        self.send("exit", None)
        self.process.wait()


def with_rules(data, folder):
    """The standard return with its rules, in a folder of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ["returns.csv", "totals.csv"]:
        os.link(data / name, folder / name)
    shutil.copy(HERE / "standard-checks.rules", folder / "check.rules")
    return folder


def large_rules(folder):
    """A rule file of a thousand lines, with a small return."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rules, text = many_rules(200)
    (folder / "check.rules").write_text(rules, encoding="utf-8")
    (folder / "return.csv").write_text(text, encoding="utf-8")
    return folder


def row(name, times, most, server):
    middle = statistics.median(times)
    return [name, f"{middle:.1f}", f"{max(times):.1f}", f"{server.peak():.0f} MiB", verdict(middle <= most)]


def show_editor(setting, generate):
    """Measures them all; gives whether each keeps its limit."""
    rows = []
    small = Server(setting.kpilint, with_rules(generate(ROWS), setting.scratch / "return"), "returns.csv")
    small.wait()
    rows.append(row(f"{ROWS:,} rows, keystroke to diagnostics: {KEYSTROKE} ms", small.keystrokes(), KEYSTROKE, small))
    for method in ["hover", "completion"]:
        times = small.questions(f"textDocument/{method}")
        rows.append(row(f"{ROWS:,} rows, {method} of a cell: {QUESTION} ms", times, QUESTION, small))
    small.end()
    rules = Server(setting.kpilint, large_rules(setting.scratch / "rules"), "check.rules")
    rules.wait()
    lines = rules.text.count("\n")
    rows.append(
        row(f"{lines:,} lines of rules, keystroke to diagnostics: {KEYSTROKE_RULES} ms", rules.keystrokes(),
            KEYSTROKE_RULES, rules))
    rules.end()
    rows.append(large(setting, generate))
    show("In an editor: medians, and the longest", ["", "ms", "longest", "peak", ""], rows)
    return is_kept(rows)


def large(setting, generate):
    """Opens a return of a million rows and types on while it is checked: only the last version is waited for."""
    folder = with_rules(generate(LARGE_ROWS), setting.scratch / "large")
    server = Server(setting.kpilint, folder, "returns.csv")
    start = time.perf_counter()
    for edit in range(6):
        server.edit(1, edit % 2, "" if edit % 2 else "x")
        time.sleep(0.1)
    server.wait()
    took = 1000 * (time.perf_counter() - start)
    peak = server.peak()
    server.end()
    return [
        f"{LARGE_ROWS:,} rows, opened, edited six times: {LARGE_MEMORY:,} MiB", f"{took:.0f}", f"{took:.0f}",
        f"{peak:.0f} MiB", verdict(peak <= LARGE_MEMORY),
    ]
