"""What editors ask of an open return beside its findings: hover, completion, symbols, by a client's own library."""

import json
import os
import shutil
import subprocess

import pytest
import pytest_lsp
from lsprotocol import types

from conftest import KPILINT

RULES = """
scheme rag for value, target {
  green "Green" when meets(value, target, "higher")
  red   "Red"   otherwise
}
table register from "register.csv" {
  ref   text required
  title text
  key ref
}
table kpis from "kpis.csv" {
  ref    text required
  value  percent
  target target
  rating status rag
  key ref
  join register on ref
}
rule rated "The rating is the one that is due" {
  for kpis
  require rating == due(rating)
}
"""
REGISTER = "ref,title\n£👩‍👩‍👧𐐀,Waste\nB,Fly tips\n"
RETURN = "ref,value,target,rating\n£👩‍👩‍👧𐐀,92.4%,95%,Green\nB,12%,10%,Gr\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "kpi.rules").write_text(RULES)
    (tmp_path / "register.csv").write_text(REGISTER)
    (tmp_path / "kpis.csv").write_text(RETURN)
    return tmp_path


@pytest_lsp.fixture(config=pytest_lsp.ClientServerConfig(server_command=[KPILINT, "lsp"]))
async def client(lsp_client: pytest_lsp.LanguageClient):
    yield lsp_client
    await lsp_client.shutdown_session()


UNITS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}


def column(line, text, encoding):
    """Where a text begins in a line, in units of an encoding."""
    width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    return len(line[: line.index(text)].encode(UNITS[encoding])) // width


def part(line, span, encoding):
    """The text of a range on one line."""
    width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    raw = line.encode(UNITS[encoding])
    return raw[span.start.character * width : span.end.character * width].decode(UNITS[encoding])


@pytest.mark.asyncio
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_hover_completion_symbols(client, folder, encoding):
    began = await client.initialize_session(
        types.InitializeParams(
            capabilities=types.ClientCapabilities(
                general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(encoding)]),
                text_document=types.TextDocumentClientCapabilities(
                    hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.PlainText]),
                    document_symbol=types.DocumentSymbolClientCapabilities(
                        hierarchical_document_symbol_support=True))),
            root_uri=folder.as_uri(), process_id=os.getpid()))
    assert began.capabilities.position_encoding == encoding and began.capabilities.hover_provider
    uri = (folder / "kpis.csv").as_uri()
    # What is asked is about the unsaved text: the last cell is typed in the editor alone.
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            types.TextDocumentItem(uri=uri, language_id="csv", version=1, text=RETURN.replace("10%,Gr\n", "10%,\n"))))
    document = types.TextDocumentIdentifier(uri)
    lines = RETURN.split("\n")

    def place(line, text, more=0):
        return types.Position(line, column(lines[line], text, encoding) + more)

    found = await client.text_document_hover_async(types.HoverParams(document, place(1, "92.4%")))
    assert part(lines[1], found.range, encoding) == "92.4%"
    assert "reads as percentage 92.4%, printed to 0.1%" in found.contents.value
    assert "against target 95%: short by 2.6 points, should be Red" in found.contents.value
    joined = await client.text_document_hover_async(types.HoverParams(document, place(1, "£")))
    assert "register:\n- ref: £👩‍👩‍👧𐐀\n- title: Waste" in joined.contents.value
    end = place(2, "Gr")
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            text_document=types.VersionedTextDocumentIdentifier(version=2, uri=uri),
            content_changes=[types.TextDocumentContentChangePartial(range=types.Range(end, end), text="Gr")]))
    offered = await client.text_document_completion_async(types.CompletionParams(document, place(2, "Gr", 2)))
    [item] = offered.items
    assert item.label == "Green" and item.text_edit.new_text == "Green"
    assert part(lines[2], item.text_edit.range, encoding) == "Gr"
    [table] = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert table.name == "kpis" and [row.name for row in table.children] == ["£👩‍👩‍👧𐐀", "B"]
    assert part(lines[1], table.children[0].selection_range, encoding) == "£👩‍👩‍👧𐐀"
    places = await client.text_document_definition_async(types.DefinitionParams(document, place(2, "B")))
    assert [(at.uri, at.range.start.line) for at in places] == [((folder / "register.csv").as_uri(), 2)]


NEOVIM = """
vim.cmd("edit kpis.csv")
local id = vim.lsp.start_client({ name = "kpilint", cmd = { KPILINT, "lsp" }, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(0, id)
vim.wait(60000, function() return vim.lsp.buf_get_clients(0)[id] ~= nil end, 20)
-- On the second byte of the value behind letters that take other numbers of bytes and UTF-16 units.
vim.api.nvim_win_set_cursor(0, { 2, COLUMN })
local asked = vim.lsp.util.make_position_params(0, "utf-16")
local result = {}
for _, answer in pairs(vim.lsp.buf_request_sync(0, "textDocument/hover", asked, 60000) or {}) do
  result.hover = vim.lsp.util.convert_input_to_markdown_lines(answer.result.contents)
end
local symbols = { textDocument = vim.lsp.util.make_text_document_params() }
for _, answer in pairs(vim.lsp.buf_request_sync(0, "textDocument/documentSymbol", symbols, 60000) or {}) do
  result.symbols = vim.lsp.util.symbols_to_items(answer.result, 0)
end
local file = io.open("result.json", "w")
file:write(vim.fn.json_encode(result))
file:close()
vim.lsp.stop_client(id)
vim.wait(10000, function() return vim.lsp.client_is_stopped(id) end, 20)
vim.cmd("quitall!")
"""


def test_neovim(folder):
    """Neovim 0.7 shows Markdown, and lists symbols."""
    assert shutil.which("nvim"), "neovim is not installed"
    at = len(RETURN.splitlines()[1].split("92.4%")[0].encode()) + 1
    (folder / "x.lua").write_text(f"local KPILINT, COLUMN = {json.dumps(KPILINT)}, {at}\n" + NEOVIM)
    environment = {**os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(
        ["nvim", "--headless", "-u", "NONE", "-c", "luafile x.lua"], cwd=folder, env=environment,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    assert (folder / "result.json").exists(), done.stdout + done.stderr
    result = json.loads((folder / "result.json").read_text())
    # Backslashes keep texts of returns from meaning something.
    shown = "\n".join(result["hover"]).replace("\\", "")
    assert "reads as percentage 92.4%, printed to 0.1%" in shown and "should be Red" in shown
    assert [(item["lnum"], item["kind"]) for item in result["symbols"]] == [(1, "Array"), (2, "Object"), (3, "Object")]
