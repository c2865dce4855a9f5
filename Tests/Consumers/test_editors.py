"""`kpilint lsp` driven by editors: open, see the finding, edit, apply the fix, save; the file on the disk is compared."""

import json
import os
import shutil
import subprocess

import pytest
import pytest_lsp
from lsprotocol import types

from conftest import KPILINT

RULES = """
table kpis from "kpis.csv" {
  ref   text required
  name  text
  value percent
  rag   choice "Red", "Green"
  key ref
}
rule rated "What is at least 90% is green" {
  for kpis
  require rag is "Green" or value < 90%
  at rag
  fix rag = "Green"
}
"""
# The fault stands behind letters that take other numbers of bytes, UTF-16 units and characters.
BEFORE = "ref,name,value,rag\n1,£👩‍👩‍👧𐐀,92%,Red\n2,plain,12%,Red\n"
AFTER = "ref,name,value,rag\n1,£👩‍👩‍👧𐐀,92%,Green\n2,plain,12%,Red\n"

# Statuses that contradict their figures: one is put right, the other waived.
STATUSES = """import "standard.rules"
scheme kpi_rag for value, target, better? {
  green "Green" when meets(value, target, better)
  amber "Amber" when near(value, target, better, 5%)
  red   "Red"   otherwise
}
table kpis from "kpis.csv" {
  ref    text required
  name   text
  value  measure
  target target
  rag    status kpi_rag
  key ref
}
"""
CONTRADICTING = "ref,name,value,target,rag\n1,£👩‍👩‍👧𐐀,92%,≥ 95%,Green\n2,plain,12%,≥ 95%,Green\n"
PUT_RIGHT = CONTRADICTING.replace("92%,≥ 95%,Green", "92%,≥ 95%,Amber")
WAIVED = STATUSES + """
waive rag-follows-target where ref == "2"
  because ""
"""

NEOVIM_START = """
local function save(name, value)
  local file = io.open(name, "w")
  file:write(vim.fn.json_encode(value))
  file:close()
end
local function shown()
  local found = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, { line = d.lnum, from = d.col, to = d.end_col, source = d.source, message = d.message, severity = d.severity })
  end
  return found
end
local function wait_for(count)
  vim.wait(60000, function() return #vim.diagnostic.get(0) == count end, 20)
  return shown()
end
vim.cmd("edit kpis.csv")
local id = vim.lsp.start_client({ name = "kpilint", cmd = { KPILINT, "lsp" }, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(0, id)
local function actions_of(line)
  local whole = { start = { line = line, character = 0 }, ["end"] = { line = line + 1, character = 0 } }
  local params = { textDocument = vim.lsp.util.make_text_document_params(), range = whole, context = { diagnostics = {} } }
  for _, answer in pairs(vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 60000) or {}) do
    return answer.result
  end
end
local function apply(action)
  vim.lsp.util.apply_workspace_edit(action.edit, vim.lsp.get_client_by_id(id).offset_encoding)
end
local function leave()
  vim.lsp.stop_client(id)
  vim.wait(10000, function() return vim.lsp.client_is_stopped(id) end, 20)
  vim.cmd("quitall!")
end
"""

NEOVIM = NEOVIM_START + """
local result = { opened = wait_for(1) }
-- Typing: another value that is not green though it should be, and back.
vim.api.nvim_buf_set_text(0, 2, 8, 2, 10, { "95" })
result.typed = wait_for(2)
vim.api.nvim_buf_set_text(0, 2, 8, 2, 10, { "12" })
result.back = wait_for(1)
local place = result.back[1] or result.opened[1]
result.actions = actions_of(place.line)
apply(result.actions[1])
result.fixed = wait_for(0)
vim.cmd("write")
save("result.json", result)
leave()
"""

NEOVIM_ACTIONS = NEOVIM_START + """
local result = { opened = wait_for(2) }
local function titled(beginning, actions)
  for _, action in ipairs(actions or {}) do
    if action.title:sub(1, #beginning) == beginning then return action end
  end
end
apply(titled("write `Amber`", actions_of(1)))
result.written = wait_for(1)
-- In a file that is not open, and is saved with the others.
apply(titled("waive this", actions_of(2)))
vim.cmd("wall")
local why = titled("show why", actions_of(2))
result.told = vim.lsp.buf_request_sync(0, "workspace/executeCommand", why.command, 60000)
save("result.json", result)
leave()
"""

EMACS_START = """
(require 'eglot)
(require 'json)
(setq eglot-connect-timeout 60 eglot-sync-connect 60 eglot-autoshutdown nil eglot-confirm-server-initiated-edits nil)
(define-derived-mode kpilint-mode text-mode "kpilint")
(add-to-list 'auto-mode-alist '("\\\\.csv\\\\'" . kpilint-mode))
(add-to-list 'eglot-server-programs `(kpilint-mode . (,(getenv "KPILINT") "lsp")))
(defun shown ()
  (mapcar (lambda (d) `((text . ,(buffer-substring-no-properties (flymake-diagnostic-beg d) (flymake-diagnostic-end d)))
                        (line . ,(line-number-at-pos (flymake-diagnostic-beg d)))
                        (message . ,(flymake-diagnostic-text d))))
          (flymake-diagnostics)))
(defun wait-for (count)
  (let ((rounds 0))
    (while (and (< rounds 600) (/= (length (flymake-diagnostics)) count))
      (accept-process-output nil 0.1)
      (flymake-start)
      (setq rounds (1+ rounds)))
    (vconcat (shown))))
(find-file "kpis.csv")
(eglot '(kpilint-mode) (cons 'transient default-directory) 'eglot-lsp-server `(,(getenv "KPILINT") "lsp") "x")
(defun actions-here ()
  (append (jsonrpc-request (eglot--current-server-or-lose) :textDocument/codeAction
                           (list :textDocument (eglot--TextDocumentIdentifier)
                                 :range (list :start (eglot--pos-to-lsp-position (point)) :end (eglot--pos-to-lsp-position (point)))
                                 :context '(:diagnostics [])))
          nil))
(defun titled (beginning)
  (seq-find (lambda (action) (string-prefix-p beginning (plist-get action :title))) (actions-here)))
(defun end (result)
  (with-temp-file "result.json" (insert (json-encode result)))
  (eglot-shutdown (eglot--current-server-or-lose))
  (kill-emacs 0))
"""

EMACS = EMACS_START + """
(let* ((opened (wait-for 1))
       (typed (progn (goto-char (point-min)) (search-forward "12%") (replace-match "95%") (eglot--signal-textDocument/didChange) (wait-for 2)))
       (back (progn (goto-char (point-min)) (search-forward "95%") (replace-match "12%") (eglot--signal-textDocument/didChange) (wait-for 1))))
  (goto-char (flymake-diagnostic-beg (car (flymake-diagnostics))))
  (eglot--apply-workspace-edit (plist-get (car (actions-here)) :edit))
  (eglot--signal-textDocument/didChange)
  (let ((fixed (wait-for 0)))
    (save-buffer)
    (end `((opened . ,opened) (typed . ,typed) (back . ,back) (fixed . ,fixed)))))
"""

EMACS_ACTIONS = EMACS_START + """
(let ((opened (wait-for 2)) written)
  (goto-char (point-min))
  (search-forward ",Green")
  (eglot--apply-workspace-edit (plist-get (titled "write `Amber`") :edit))
  (eglot--signal-textDocument/didChange)
  (setq written (wait-for 1))
  (goto-char (point-min))
  (search-forward ",Green")
  ;; In a file that no buffer has open, and is saved with the others. Emacs asks first.
  (defalias 'y-or-n-p (lambda (&rest _) t))
  (eglot--apply-workspace-edit (plist-get (titled "waive this") :edit))
  (save-some-buffers t)
  (end `((opened . ,opened) (written . ,written))))
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "kpi.rules").write_text(RULES)
    (tmp_path / "kpis.csv").write_text(BEFORE)
    return tmp_path


def run(command, folder):
    environment = {**os.environ, "KPILINT": KPILINT, "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    assert (folder / "result.json").exists(), done.stdout + done.stderr
    return json.loads((folder / "result.json").read_text())


def test_neovim(folder):
    """Neovim 0.7 counts in UTF-16 and is sent diagnostics; a column that it shows is in bytes."""
    assert shutil.which("nvim"), "neovim is not installed"
    (folder / "x.lua").write_text(f"local KPILINT = {json.dumps(KPILINT)}\n" + NEOVIM)
    result = run(["nvim", "--headless", "-u", "NONE", "-c", "luafile x.lua"], folder)
    [found] = result["opened"]
    line = BEFORE.splitlines()[1].encode()
    assert found["line"] == 1 and line[found["from"]:found["to"]] == b"Red"
    assert found["source"] == "kpilint" and found["message"].startswith("ref 1: What is at least 90% is green")
    assert len(result["typed"]) == 2 and len(result["back"]) == 1 and result["fixed"] == []
    assert [action["title"] for action in result["actions"]] == [
        "write `Green`", "waive this: rated…", "show why rated finds it"]
    assert (folder / "kpis.csv").read_text() == AFTER


def test_emacs(folder):
    """Eglot counts in UTF-16 as well; Flymake shows what it is sent."""
    assert shutil.which("emacs"), "emacs is not installed"
    (folder / "x.el").write_text(EMACS)
    result = run(["emacs", "-q", "--batch", "-l", "x.el"], folder)
    [found] = result["opened"]
    assert found["text"] == "Red" and found["line"] == 2
    assert "What is at least 90% is green" in found["message"]
    assert len(result["typed"]) == 2 and len(result["back"]) == 1 and not result["fixed"]
    assert (folder / "kpis.csv").read_text() == AFTER


@pytest.fixture
def statuses(tmp_path):
    (tmp_path / "kpi.rules").write_text(STATUSES)
    (tmp_path / "kpis.csv").write_text(CONTRADICTING)
    return tmp_path


def check(folder):
    return subprocess.run([KPILINT, "check"], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def expect_status_and_waiver(folder):
    """What an editor saved: the status that is due, and a waiver that waits for its reason."""
    assert (folder / "kpis.csv").read_text() == PUT_RIGHT
    assert (folder / "kpi.rules").read_text() == WAIVED
    without = check(folder)
    assert without.returncode == 1 and "missing-reason" in without.stdout and "ref 2" in without.stdout
    (folder / "kpi.rules").write_text(WAIVED.replace('because ""', 'because "Counted by hand"'))
    explained = check(folder)
    assert explained.returncode == 0 and "1 waived" in explained.stdout, explained.stdout


def test_neovim_writes_the_status_and_waives(statuses):
    (statuses / "x.lua").write_text(f"local KPILINT = {json.dumps(KPILINT)}\n" + NEOVIM_ACTIONS)
    result = run(["nvim", "--headless", "-u", "NONE", "-c", "luafile x.lua"], statuses)
    assert len(result["opened"]) == 2 and len(result["written"]) == 1
    # Answered by the server itself; what it says is shown as a message.
    assert result["told"] and "error" not in json.dumps(result["told"])
    expect_status_and_waiver(statuses)


def test_emacs_writes_the_status_and_waives(statuses):
    (statuses / "x.el").write_text(EMACS_ACTIONS)
    result = run(["emacs", "-q", "--batch", "-l", "x.el"], statuses)
    assert len(result["opened"]) == 2 and len(result["written"]) == 1
    expect_status_and_waiver(statuses)


@pytest_lsp.fixture(config=pytest_lsp.ClientServerConfig(server_command=[KPILINT, "lsp"]))
async def asking(lsp_client: pytest_lsp.LanguageClient):
    """A client that asks for diagnostics and counts in bytes."""
    yield lsp_client
    await lsp_client.shutdown_session()


@pytest.mark.asyncio
async def test_pytest_lsp(asking, folder):
    capabilities = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf8]),
        text_document=types.TextDocumentClientCapabilities(
            diagnostic=types.DiagnosticClientCapabilities(related_document_support=True),
            code_action=types.CodeActionClientCapabilities(
                code_action_literal_support=types.ClientCodeActionLiteralOptions(
                    code_action_kind=types.ClientCodeActionKindOptions(value_set=["quickfix"])))),
        workspace=types.WorkspaceClientCapabilities(
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True),
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True)))
    began = await asking.initialize_session(
        types.InitializeParams(capabilities=capabilities, root_uri=folder.as_uri(), process_id=os.getpid()))
    assert began.capabilities.position_encoding == "utf-8" and began.capabilities.diagnostic_provider
    uri = (folder / "kpis.csv").as_uri()
    asking.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri=uri, language_id="csv", version=1, text=BEFORE)))
    document = types.TextDocumentIdentifier(uri)
    report = await asking.text_document_diagnostic_async(types.DocumentDiagnosticParams(text_document=document))
    [found] = report.items
    line = BEFORE.splitlines()[1].encode()
    assert line[found.range.start.character:found.range.end.character] == b"Red" and found.code == "rated"
    again = await asking.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(text_document=document, previous_result_id=report.result_id))
    assert again.kind == "unchanged"
    action, waiver, why = await asking.text_document_code_action_async(
        types.CodeActionParams(text_document=document, range=found.range, context=types.CodeActionContext(diagnostics=[found])))
    # A document that is not open has no version.
    [change] = waiver.edit.document_changes
    assert change.text_document.uri == (folder / "kpi.rules").as_uri() and change.text_document.version is None
    # lsprotocol takes every code action with a command for the command itself, and loses what it holds.
    assert why.title == "show why rated finds it"
    assert began.capabilities.execute_command_provider.commands == ("kpilint.why",)
    asked = {"folder": f"{folder}/", "rule": "rated", "rules": ["kpi.rules"], "key": [{"column": "ref", "text": "1"}]}
    await asking.workspace_execute_command_async(types.ExecuteCommandParams(command="kpilint.why", arguments=[asked]))
    # The client shows no documents, so it is told.
    told = asking.messages[-1].message
    assert told.startswith("rated (error)") and "ref 1 breaks the rule" in told
    [edit] = action.edit.document_changes[0].edits
    assert edit.new_text == "Green" and action.edit.document_changes[0].text_document.version == 1
    asking.text_document_did_change(
        types.DidChangeTextDocumentParams(
            text_document=types.VersionedTextDocumentIdentifier(version=2, uri=uri),
            content_changes=[types.TextDocumentContentChangePartial(range=edit.range, text=edit.new_text)]))
    report = await asking.text_document_diagnostic_async(types.DocumentDiagnosticParams(text_document=document))
    assert not report.items and uri not in asking.diagnostics
    closed = await asking.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(previous_result_ids=[]))
    assert [item.uri for item in closed.items] == [uri]


class Plain:
    """A client that writes and reads messages and does nothing by itself."""

    def __init__(self, folder):
        environment = {**os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
        self.process = subprocess.Popen(
            [KPILINT, "lsp"], cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.seen = []

    def send(self, **message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def until(self, wanted):
        """Reads up to the first message that is wanted."""
        while True:
            length = 0
            while (line := self.process.stdout.readline()).strip():
                length = int(line.split(b":")[1])
            message = json.loads(self.process.stdout.read(length))
            self.seen.append(message)
            if wanted(message):
                return message

    def request(self, id, method, params):
        self.send(id=id, method=method, params=params)
        return self.until(lambda message: message.get("id") == id and "method" not in message)

    def end(self):
        self.request(99, "shutdown", None)
        self.send(method="exit")
        assert self.process.wait(60) == 0


@pytest.mark.parametrize("trace, isWritten", [("lsp.log", True), ("kpis.csv", False), ("none/lsp.log", False)])
def test_why_is_kept_and_messages_are_traced(folder, trace, isWritten):
    """The answer is a file of the cache folder; a trace is appended to, and nothing else is."""
    client = Plain(folder)
    client.request(1, "initialize", {
        "rootUri": folder.as_uri(), "initializationOptions": {"traceFile": trace},
        "capabilities": {"window": {"showDocument": {"support": True}}}})
    client.send(method="initialized", params={})
    asked = {"folder": f"{folder}/", "rule": "rated", "rules": ["kpi.rules"], "key": [{"column": "ref", "text": "1"}]}
    client.request(2, "workspace/executeCommand", {"command": "kpilint.why", "arguments": [asked]})
    shown = [m for m in client.seen if m.get("method") == "window/showDocument"]
    if not shown:
        shown = [client.until(lambda message: message.get("method") == "window/showDocument")]
    kept = folder / "cache" / "kpilint" / "why-rated.txt"
    assert shown[0]["params"]["uri"] == kept.as_uri()
    said = subprocess.run(
        [KPILINT, "why", "rated", "--row", "ref=1"], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    # Lines are longer than for a terminal of unknown width.
    assert kept.read_text().split() == said.stdout.split() and "ref 1 breaks the rule" in said.stdout
    client.end()
    told = [m["params"]["message"] for m in client.seen if m.get("method") == "window/showMessage"]
    assert (folder / "kpis.csv").read_text() == BEFORE
    if not isWritten:
        assert len(told) == 1 and "is not written to" in told[0]
        return
    first, *lines = (folder / trace).read_text().splitlines()
    assert told == [] and first.startswith("# messages of a language server")
    assert any(line.startswith("from the client: ") and "kpilint.why" in line for line in lines)
    assert any(line.startswith("to the client: ") and "window/showDocument" in line for line in lines)
