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

NEOVIM = """
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
local result = { opened = wait_for(1) }
-- Typing: another value that is not green though it should be, and back.
vim.api.nvim_buf_set_text(0, 2, 8, 2, 10, { "95" })
result.typed = wait_for(2)
vim.api.nvim_buf_set_text(0, 2, 8, 2, 10, { "12" })
result.back = wait_for(1)
local place = result.back[1] or result.opened[1]
local whole = { start = { line = place.line, character = 0 }, ["end"] = { line = place.line + 1, character = 0 } }
local params = { textDocument = vim.lsp.util.make_text_document_params(), range = whole, context = { diagnostics = {} } }
local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 60000)
for _, answer in pairs(answers or {}) do
  result.actions = answer.result
  vim.lsp.util.apply_workspace_edit(answer.result[1].edit, vim.lsp.get_client_by_id(id).offset_encoding)
end
result.fixed = wait_for(0)
vim.cmd("write")
save("result.json", result)
vim.lsp.stop_client(id)
vim.wait(10000, function() return vim.lsp.client_is_stopped(id) end, 20)
vim.cmd("quitall!")
"""

EMACS = """
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
(let* ((opened (wait-for 1))
       (typed (progn (goto-char (point-min)) (search-forward "12%") (replace-match "95%") (eglot--signal-textDocument/didChange) (wait-for 2)))
       (back (progn (goto-char (point-min)) (search-forward "95%") (replace-match "12%") (eglot--signal-textDocument/didChange) (wait-for 1))))
  (goto-char (flymake-diagnostic-beg (car (flymake-diagnostics))))
  (let* ((actions (jsonrpc-request (eglot--current-server-or-lose) :textDocument/codeAction
                   (list :textDocument (eglot--TextDocumentIdentifier)
                         :range (list :start (eglot--pos-to-lsp-position (point)) :end (eglot--pos-to-lsp-position (point)))
                         :context '(:diagnostics []))))
         (action (aref actions 0)))
    (eglot--apply-workspace-edit (plist-get action :edit)))
  (eglot--signal-textDocument/didChange)
  (let ((fixed (wait-for 0)))
    (save-buffer)
    (with-temp-file "result.json"
      (insert (json-encode `((opened . ,opened) (typed . ,typed) (back . ,back) (fixed . ,fixed)))))))
(eglot-shutdown (eglot--current-server-or-lose))
(kill-emacs 0)
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
    assert [action["title"] for action in result["actions"]] == ["write `Green`"]
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
    [action] = await asking.text_document_code_action_async(
        types.CodeActionParams(text_document=document, range=found.range, context=types.CodeActionContext(diagnostics=[found])))
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
