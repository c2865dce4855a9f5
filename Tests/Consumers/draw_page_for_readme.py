"""Draws `examples/page.png`, the picture of a page in README.md: python Tests/Consumers/draw_page_for_readme.py

It needs kpilint's debug build, Chromium, playwright and Pillow. The picture is looked at before it is committed.
"""

import io
import os
import pathlib
import shutil
import subprocess
import tempfile

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = "examples/rutland-2016-17-q4/rutland-2016-17.rules"

with tempfile.TemporaryDirectory() as folder:
    page = pathlib.Path(folder) / "page.html"
    kpilint = os.environ.get("KPILINT", ROOT / ".build" / "debug" / "kpilint")
    subprocess.run(
        [kpilint, "check", RULES, "--output", f"html={page}"], cwd=ROOT, env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"})
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 1000, "height": 9000}, color_scheme="light")
        shown.goto(page.as_uri())
        # The head of the page, and one entry.
        parts = [
            Image.open(io.BytesIO(shown.locator(part).first.screenshot())) for part in ("header", ".summary", ".entry:has-text('PI047')")
        ]
        browser.close()
# The first links are enough.
parts[1] = parts[1].crop((0, 0, parts[1].width, 140))
width, gap = max(part.width for part in parts), 14
picture = Image.new("RGB", (width, sum(part.height + gap for part in parts) - gap), "white")
top = 0
for part in parts:
    picture.paste(part, (0, top))
    top += part.height + gap
# Few colours make a small file.
picture.quantize(48).save(ROOT / "examples" / "page.png", optimize=True)
