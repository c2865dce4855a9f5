"""The page in a browser: nothing leaves it and nothing of a return acts on it; it works narrow, dark, without a script and on paper;
axe finds nothing; filters are fast."""

import re
import shutil

import pytest

from conftest import HOSTILE, ROOT, run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (Debian: apt-get install chromium)")

RULES = (ROOT / "Tests" / "Consumers" / "kpis.rules").read_text(encoding="utf-8") + """
rule falls query "A figure does not fall by half" {
  for kpis by ref over period
  require value >= previous.value / 2
  message "{row} fell from {previous.value} to {value}"
  at value, previous.value
}
table totals from "totals.csv" {
  area  text
  homes whole
  key area
}
rule sums error "The total is the sum" {
  for totals
  when area == "Total"
  require homes == sum(totals.homes where area != "Total")
}
"""


def rows_of(findings):
    """About as many findings as asked for: scales of every kind, series, and rows in which nothing is wrong."""
    kinds = [
        ("higher", "90%", "88.1%", "Green"), ("lower", "At most 120", "131", "Red"), ("", "Less than 50", "50", "Green"),
        ("lower", "20 to 30 days", "35 days", "Green"), ("", "50", "50", "Red"), ("higher", "99%", "<5%", "Green"),
        ("higher", "Balanced", "Balanced", "Red"), ("lower", "120", "9000", "Amber"), ("higher", "40", "8", "Green"),
        ("higher", "90%", "92%", "Green"),
    ]
    lines = ["ref,indicator,dept,theme,better,period,target,value,rag"]
    found = 0
    row = 0
    while found < findings:
        better, target, value, rag = kinds[row % len(kinds)] if findings else kinds[-1]
        theme = "People" if row % 3 else "Places"
        lines.append(f"{row}.1,Indicator number {row},Service {row % 7},{theme},{better},2023-24 Q1,{target},{value},{rag}")
        found += row % len(kinds) != 9
        row += 1
    if not findings:
        lines.append("1,Calls,Service 1,People,higher,2023-24 Q1,90%,92%,Green")
    if findings >= 30:
        lines += ["S,Homes,Service 1,Places,higher,2023-24 Q1,40,41,Green", "S,Homes,Service 1,Places,higher,2023-24 Q2,40,12,Red"]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Pages by how many findings they are about."""
    made = {}
    for findings in (0, 1, 30, 200, 10_000):
        folder = tmp_path_factory.mktemp(f"page{findings}")
        (folder / "kpis.csv").write_text(rows_of(findings), encoding="utf-8")
        total = 86 if findings >= 30 else 43
        (folder / "totals.csv").write_text(f"area,homes\nNorth,12\nSouth,31\nTotal,{total}\n", encoding="utf-8")
        (folder / "a.rules").write_text(RULES, encoding="utf-8")
        done = run(["check", "a.rules", "--output", "html=page.html"], folder, env={"SOURCE_DATE_EPOCH": "1700000000"})
        assert done.returncode == (1 if findings else 0), done.stderr
        made[findings] = folder / "page.html"
    return made


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        # The sandbox cannot be had as root.
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Watched:
    """A page with everything that it does besides being shown."""

    def __init__(self, browser, path, **options):
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.page = self.context.new_page()
        self.finished, self.said = [], []
        # A request that the page's policy stops begins all the same: only those that finish have left.
        self.page.on("requestfinished", lambda request: self.finished.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append("dialog"), dialog.dismiss()))
        self.url = path.as_uri()
        self.page.goto(self.url)

    def close(self):
        assert self.finished == [self.url]
        assert self.said == []
        self.context.close()


@pytest.mark.parametrize("findings", [0, 1, 30, 200, 10_000])
def test_shows_every_finding_and_asks_for_nothing(pages, browser, findings):
    watched = Watched(browser, pages[findings])
    page = watched.page
    text = page.locator("h1").inner_text()
    assert text.startswith("Not ready to submit: " if findings else "Ready to submit")
    assert page.title().startswith("Error: ") == (findings > 0)
    entries, lines = page.locator(".entry").count(), page.locator(".lines li").count()
    assert entries == min(entries, 300) and (findings < 300) == (lines == 0)
    if findings == 10_000:
        assert entries == 300 and lines > 9_600
        assert pages[findings].stat().st_size < 2_500_000
    if findings >= 30:
        assert page.locator(".pictures svg").count() > 20
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    watched.close()


LIGHT, DARK, FORCED = {"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}


@pytest.mark.parametrize(
    "findings, look, width",
    [
        (0, LIGHT, 320), (1, DARK, 1280), (30, LIGHT, 320), (30, LIGHT, 1280), (30, DARK, 320), (30, DARK, 1280), (30, FORCED, 1280),
        (200, LIGHT, 1280),
    ],
)
def test_axe_finds_nothing(pages, browser, findings, look, width):
    watched = Watched(browser, pages[findings], viewport={"width": width, "height": 900}, **look)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = axe.Axe().run(watched.page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    # Nothing is wider than the screen but tables in boxes that scroll.
    assert watched.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    small = watched.page.evaluate(
        """[...document.querySelectorAll('a, button, input, select, summary')].filter(part => {
            const box = part.getBoundingClientRect();
            return box.width > 0 && (box.width < 24 || box.height < 24) && !part.closest('p:not(.rule), .skip');
        }).map(part => part.outerHTML)"""
    )
    assert small == []
    watched.close()


def test_reads_without_a_script(pages, browser):
    watched = Watched(browser, pages[200], java_script_enabled=False)
    page = watched.page
    assert page.locator("form.filters").is_hidden() and page.locator("#count").is_hidden()
    assert page.locator(".entry").count() == page.locator(".entry:visible").count() > 100
    assert page.locator("details:not([open])").count() == 0
    link = page.locator(".summary a").first
    target = page.locator(link.get_attribute("href"))
    assert link.inner_text().split(": ", 1)[1] in target.inner_text()
    watched.close()


def test_filters_search_sort_and_keep_their_state(pages, browser):
    watched = Watched(browser, pages[200])
    page, count = watched.page, watched.page.locator("#count")
    rows = page.locator(".entry").count()
    assert count.inner_text() == f"Showing {rows} of {rows} rows"
    page.select_option("select[name=owner]", label="Service 3")
    own = page.locator(".entry:visible").count()
    assert 0 < own < rows and count.inner_text() == f"Showing {own} of {rows} rows"
    assert all("Owner: Service 3" in text for text in page.locator(".entry:visible .where").all_inner_texts())
    page.locator("label", has_text="theme").locator("xpath=following-sibling::select").select_option(label="Places")
    both = page.locator(".entry:visible").count()
    assert 0 < both < own
    page.fill("#search", "9000")
    found = page.locator(".entry:visible").count()
    assert found < both
    kept = page.url
    assert "#?" in kept and "owner=Service+3" in kept
    page.goto("about:blank")
    watched.finished.clear()
    page.goto(kept)
    watched.finished[:] = [watched.url]
    assert page.locator(".entry:visible").count() == found
    assert page.input_value("#search") == "9000"
    page.click("button[type=reset]")
    # The page's policy allows no expression to be evaluated again and again.
    page.locator(".entry[hidden]").first.wait_for(state="detached")
    page.select_option("#order", "owner")
    owners = re.findall(r"Owner: (Service \d)", " ".join(page.locator(".entry .where").all_inner_texts()))
    first = list(dict.fromkeys(owners))
    assert owners == [owner for name in first for owner in owners if owner == name]
    page.fill("#search", "nothing has these words")
    assert page.locator("#none").is_visible()
    # A link leads to what a filter hides.
    page.locator(".summary a").nth(1).click()
    page.locator("#e2:not([hidden])").wait_for(state="attached")
    watched.close()


def test_filters_of_many_findings_are_fast(pages, browser):
    """The figure is held in Tests/Benchmark; here filters only have to do what they say."""
    watched = Watched(browser, pages[10_000])
    page = watched.page
    lines = page.locator(".lines li").count()
    page.select_option("select[name=owner]", label="Service 3")
    shown = page.evaluate("[...document.querySelectorAll('.lines li')].filter(line => !line.hidden).length")
    assert 0 < shown < lines / 5
    assert f"{shown:,} of {lines:,} lines" in page.locator("#count").inner_text()
    watched.close()


def test_is_complete_on_paper(pages, browser, tmp_path):
    watched = Watched(browser, pages[30])
    path = tmp_path / "page.pdf"
    watched.page.pdf(path=str(path), format="A4")
    assert path.read_bytes().startswith(b"%PDF")
    watched.page.emulate_media(media="print")
    assert watched.page.locator("form.filters").is_hidden()
    # The browser tells the page before it prints.
    watched.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert watched.page.locator("details:not([open])").count() == 0
    wide = watched.page.evaluate("[...document.querySelectorAll('.scroll')].filter(part => part.scrollWidth > part.clientWidth + 1).length")
    watched.page.set_viewport_size({"width": 700, "height": 900})
    assert wide == 0
    watched.close()


@pytest.mark.parametrize("script", [True, False])
def test_hostile_cells_do_nothing(hostile, browser, script):
    path = hostile / "html"
    copy = hostile / "hostile.html"
    copy.write_bytes(path.read_bytes())
    watched = Watched(browser, copy, java_script_enabled=script)
    page = watched.page
    assert page.locator(".entry").count() >= len(HOSTILE)
    assert page.locator("script").count() == 1 and page.locator("img, iframe, object, embed, base, link").count() == 0
    if script:
        assert page.evaluate("[...document.querySelectorAll('*')].every(part => [...part.attributes].every(a => !/^on|^style$/.test(a.name)))")
        page.fill("#search", "<script>")
        assert page.locator(".entry:visible").count() >= 1
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    watched.close()


MARKUP = [
    "</style><script>document.title='taken'</script>", "</script><script>document.title='taken'</script>",
    "\"><img src=x onerror=\"document.title='taken'\">", "' onmouseover='document.title=1' x='", "</svg><svg onload=\"document.title=1\">",
    "</title><base href=https://example.org>", "</text><a href=\"javascript:document.title=1\">", "<!--", "]]><b>",
    "{{constructor.constructor('document.title=1')()}}", "</article></main><h1>Ready</h1>",
]


@pytest.mark.parametrize("redact", [[], ["--redact"]], ids=["plain", "redacted"])
def test_hostile_texts_do_nothing_in_pictures_and_headers(browser, tmp_path, redact):
    """In keys, labels, owners, groups, statuses, headers, sheets of files, series and parts of totals."""
    import csv

    with open(tmp_path / "kpis.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["ref", "indicator", "dept", "theme", "better", "period", "target", "value", "rag", *MARKUP])
        for text in MARKUP:
            for period, value in (("2023-24 Q1", "88.1%"), ("2023-24 Q2", "8%")):
                writer.writerow([text, text, text, "People", "higher", period, "90%", value, "Green", *MARKUP])
    with open(tmp_path / "totals.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["area", "homes"], *[[text, 2] for text in MARKUP], ["Total", 3]])
    (tmp_path / "a.rules").write_text(RULES, encoding="utf-8")
    done = run(["check", "a.rules", "--output", "html=page.html", *redact], tmp_path)
    assert done.returncode == 1, done.stderr
    watched = Watched(browser, tmp_path / "page.html")
    page = watched.page
    assert page.title().startswith("Error: ") and "taken" not in page.title()
    assert page.locator("h1").count() == 1 and page.locator("script").count() == 1
    assert page.locator("img, iframe, base, a[href^=javascript]").count() == 0
    page.mouse.move(400, 400)
    if redact:
        assert "88.1%" not in page.content()
    else:
        assert page.locator(".pictures svg").count() > 20
        page.select_option("select[name=owner]", label=MARKUP[0])
        assert page.locator(".entry:visible").count() >= 1
    assert page.title().startswith("Error: ")
    watched.close()


def test_real_returns(browser, tmp_path):
    """Pages of the examples: every finding about a status has its picture, or says why there is none."""
    for rules in sorted((ROOT / "examples").glob("*/*.rules")):
        if rules.name == "waivers.rules":
            continue
        path = tmp_path / (rules.stem + ".html")
        done = run(["check", str(rules), "--output", f"html={path}"], ROOT)
        assert done.returncode in (0, 1), done.stderr
        watched = Watched(browser, path)
        due = watched.page.locator("td.bad b", has_text="should be")
        for found in watched.page.locator(".entry", has=due).all():
            assert found.locator("svg, .nopic").count() > 0, found.inner_text()
        watched.close()


def test_a_watched_page_reads_itself_again_until_it_is_paused(pages, browser, tmp_path):
    """The markup that pages of `watch` have is put into a page: its script is the same."""
    text = pages[30].read_text(encoding="utf-8")
    watch = '<div class="watch" data-seconds="1" hidden><button type="button" id="pause">Pause reloading</button><p role="status"></p></div>'
    path = tmp_path / "watched.html"
    path.write_text(text.replace("<header>", watch + "<header>", 1), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    # The page's time passes when the test says so.
    page.clock.install()
    page.goto(path.as_uri())
    page.fill("#search", "indicator")
    page.evaluate("scrollTo(0, 700)")
    # A navigation is also what `replaceState` makes; the page that was read again has loaded.
    with page.expect_event("load"):
        page.clock.run_for(1_100)
    # What was chosen, and where the reader was, is kept.
    assert page.input_value("#search") == "indicator"
    assert page.evaluate("document.activeElement.id") == "search"
    assert page.evaluate("scrollY") > 600
    assert page.locator(".watch").is_visible()
    page.evaluate("window.isTheSame = true")
    page.click("#pause")
    assert page.locator("#pause").get_attribute("aria-pressed") == "true"
    assert "paused" in page.locator(".watch p").inner_text()
    page.clock.run_for(10_000)
    assert page.evaluate("window.isTheSame === true")
    assert said == []
    context.close()
