"""The page in a real browser, opened as a file with the network cut off."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright import sync_api

from kg.views.page import page
from tests.views.affairs import HOSTILE, Affair, claim, hostile, lake_orun

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
LOCAL = ("file:", "data:", "blob:")

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed: the page is not tested")


class Visit:
    """One page in the browser, with what it asked of the network and what it complained about."""

    def __init__(self, context: "sync_api.BrowserContext", file: Path) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self.refuse)
        self.open(file.as_uri())

    def refuse(self, dialog: "sync_api.Dialog") -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=10_000)

    def shown(self) -> list[str]:
        return self.page.locator("#claims button:visible").all_inner_texts()

    def hash(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).fragment)


type Opener = Callable[[Affair, str], Visit]


@pytest.fixture(scope="module")
def browser() -> Iterator["sync_api.Browser"]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def opener(browser: "sync_api.Browser", tmp_path: Path) -> Iterator[Opener]:
    context = browser.new_context(viewport={"width": 1600, "height": 950}, reduced_motion="reduce")
    context.set_offline(True)
    context.route(lambda url: not url.startswith(LOCAL), lambda route: route.abort())

    def open_page(affair: Affair, title: str = "The affair") -> Visit:
        file = tmp_path / "graph.html"
        html = page(affair.claims, affair.documents, affair.ontology, title=title, base="https://example.org/")
        file.write_text(html, encoding="utf-8")
        return Visit(context, file)

    yield open_page
    context.close()


@pytest.fixture
def visit(opener: Opener, affair: Affair) -> Visit:
    return opener(affair, "The affair")


def test_page_asks_for_nothing_and_complains_of_nothing(visit: Visit) -> None:
    visit.page.wait_for_timeout(300)
    assert [url for url in visit.requests if not url.startswith(LOCAL)] == []
    assert visit.complaints == []


def test_every_claim_is_an_arrow_and_a_button(visit: Visit, affair: Affair) -> None:
    drawn = visit.page.locator("html")
    assert drawn.get_attribute("data-arrows") == str(len(affair.claims))
    assert drawn.get_attribute("data-things") == "23"
    assert len(visit.shown()) == len(affair.claims)


def test_canvas_is_not_blank(visit: Visit) -> None:
    colours = visit.page.evaluate(
        """() => { const canvas = document.querySelector("canvas"), { width, height } = canvas;
        const pixels = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, width, height).data.buffer);
        return new Set(pixels).size; }"""
    )
    assert colours > 50


def test_no_string_of_a_claim_runs(opener: Opener) -> None:
    visit = opener(hostile(), HOSTILE)
    visit.page.locator("#claims button").click()
    visit.page.locator("#open-table").click()
    visit.page.locator("#close-table").click()
    visit.page.keyboard.press("Escape")
    visit.page.mouse.click(*centre_of(visit, 0))
    assert visit.page.evaluate("window.__hit") is None
    assert visit.page.locator("img, #detail a").count() == 0
    assert visit.page.title() == HOSTILE
    assert visit.complaints == []
    assert HOSTILE in (visit.page.locator("#detail").text_content() or "")


def test_every_claim_shows_its_sentence_with_the_quote_marked(visit: Visit, affair: Affair) -> None:
    marked = []
    for number in range(len(affair.claims)):
        visit.page.locator("#claims button").nth(number).click()
        source = visit.page.locator("#detail .source").first.inner_text()
        paper = next(paper for paper in affair.documents.values() if source.startswith(paper.title))
        assert (visit.page.locator("#detail .sentence").text_content() or "") in paper.text
        marked.append(visit.page.locator("#detail mark").text_content() or "")
        visit.page.keyboard.press("Escape")
    assert sorted(marked) == sorted(claim.evidence.quote for claim in affair.claims)


def test_detail_names_document_sentence_and_characters(visit: Visit) -> None:
    visit.page.locator("#claims button", has_text="would be backstop of").click()
    words = visit.page.locator("#detail").inner_text()
    assert "sentence 5 of 9" in words
    assert "characters 472\u2013506" in words
    assert "says: Diplomats close to the talks" in words
    assert visit.page.locator("#detail mark").inner_text() == "Norrland would backstop the patrol"
    assert visit.page.locator("#detail button.claim").all_inner_texts()[0].startswith("Tessia would lead")


def test_click_on_an_arrow_opens_its_claim(visit: Visit) -> None:
    visit.page.mouse.click(*words_of(visit, "hosts"))
    assert "Norrland hosts Talks in Halm" in visit.page.locator("#detail").inner_text()


def test_click_on_a_thing_lists_its_claims(visit: Visit) -> None:
    visit.page.mouse.click(*centre_of(visit, thing_number(visit, "Tessia")))
    assert visit.page.locator("#detail button.claim").count() == 2


def test_arrow_of_many_claims_opens_their_list(opener: Opener, affair: Affair) -> None:
    names = ("supports", "opposes", "meetsWith", "leads")
    visit = opener(affair._replace(claims=tuple(claim(affair, "tessia", name, "norrland") for name in names)), "Pair")
    visit.page.mouse.click(*words_of(visit, "4 claims"))
    assert visit.page.locator("#detail button.claim").count() == 4


def test_filters_hide_claims_and_live_in_the_address(visit: Visit) -> None:
    visit.page.get_by_label("Reported as done").uncheck()
    assert len(visit.shown()) == 14
    assert visit.hash() == {"off": ["manner:reported"]}
    visit.page.get_by_label("Denied / has not").uncheck()
    assert len(visit.shown()) == 11
    assert visit.page.locator("#list-title").inner_text().lower() == "11 of 32 claims"


def test_address_brings_back_choice_filters_and_search(visit: Visit) -> None:
    visit.page.get_by_label("Neutral").uncheck()
    visit.page.locator("#find").fill("patrol")
    visit.page.locator("#claims button:visible").first.click()
    words, address = visit.page.locator("#detail").inner_text(), visit.page.url
    visit.page.goto("about:blank")
    visit.open(address)
    assert visit.page.locator("#detail").inner_text() == words
    assert visit.page.locator("#find").input_value() == "patrol"
    assert not visit.page.get_by_label("Neutral").is_checked()


def test_keys_walk_find_and_clear(visit: Visit) -> None:
    press = visit.page.keyboard.press
    press("n")
    first = visit.hash()["claim"]
    press("n")
    second = visit.hash()["claim"]
    press("p")
    assert visit.hash()["claim"] == first != second
    press("Escape")
    assert visit.hash() == {}
    press("/")
    visit.page.keyboard.type("canal")
    assert len(visit.shown()) == 1
    press("Escape")
    assert len(visit.shown()) == 32


def test_search_finds_aliases_and_quotes_without_accents(visit: Visit) -> None:
    visit.page.locator("#find").fill("k\u00e1rsia (ALIAS)")
    assert 0 < len(visit.shown()) < 32
    visit.page.locator("#find").fill("twice")
    assert len(visit.shown()) == 1


def test_table_holds_every_claim_shown(visit: Visit) -> None:
    visit.page.get_by_label("Reported as done").uncheck()
    visit.page.locator("#open-table").click()
    assert visit.page.locator("#table tbody tr").count() == 14


def test_csv_disarms_formulas(opener: Opener) -> None:
    affair = lake_orun()
    evil = replace(affair.claims[0], subject=replace(affair.claims[0].subject, label='=HYPERLINK("x")'))
    visit = opener(affair._replace(claims=(evil,)), "Formulas")
    visit.page.locator("#open-table").click()
    with visit.page.expect_download() as download:
        visit.page.locator("#save-csv").click()
    csv = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert '"\'=HYPERLINK(""x"")"' in csv
    assert len(csv.splitlines()) == 2


def test_page_works_inside_a_sandboxed_frame(opener: Opener, affair: Affair) -> None:
    visit = opener(affair, "Notebook")
    html = page(affair.claims, affair.documents, affair.ontology, title="Notebook", base="https://example.org/")
    visit.page.set_content("<iframe id='frame' sandbox='allow-scripts' width='1500' height='900'></iframe>")
    visit.page.evaluate("html => { document.getElementById('frame').srcdoc = html; }", html)
    frame = visit.page.frame_locator("#frame")
    frame.locator("#claims button").nth(2).click()
    assert frame.locator("#detail mark").inner_text() == "it would end the dispute"
    assert visit.complaints == []


def test_phone_stacks_the_panels(opener: Opener, affair: Affair) -> None:
    visit = opener(affair, "Phone")
    visit.page.set_viewport_size({"width": 390, "height": 844})
    boxes = [visit.page.locator(name).bounding_box() for name in ("header", "main", "aside", "nav")]
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(tops)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390


def thing_number(visit: Visit, name: str) -> int:
    number = visit.page.evaluate(
        "name => JSON.parse(document.getElementById('data').textContent).nodes.find(n => n.thing.name === name).id",
        name,
    )
    assert isinstance(number, int)
    return number


def centre_of(visit: Visit, thing: int) -> tuple[float, float]:
    """Where a thing is on the screen."""
    x, y = visit.page.evaluate("thing => window.kgView.thing(thing)", thing)
    return x, y


def words_of(visit: Visit, words: str) -> tuple[float, float]:
    """Where the words of an arrow are on the screen."""
    x, y = visit.page.evaluate("words => window.kgView.words(words)", words)
    return x, y
