import base64
import copy
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pyoxigraph as ox
import pytest

from kg.graph.encode import quads
from kg.iris import ONTOLOGY
from kg.views.page import page
from tests.views.affairs import HOSTILE, Affair, hostile

BASE = "https://example.org/graph/"


class Outline(HTMLParser):
    """Tags with their attributes, and the text of scripts and of the title."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.tags[-1][0] if self.tags else "", data))

    def texts_of(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]


def make(affair: Affair, title: str = "The affair") -> str:
    return page(affair.claims, affair.documents, affair.ontology, title=title, base=BASE)


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert isinstance(data, dict)
    return data


@pytest.fixture(scope="module")
def html(affair: Affair) -> str:
    return make(affair)


def test_same_claims_make_the_same_page(affair: Affair, html: str) -> None:
    turned = affair._replace(claims=affair.claims[::-1], documents=dict(reversed(list(affair.documents.items()))))
    assert make(turned) == html


def test_caller_s_values_stay_as_they_were(affair: Affair) -> None:
    claims, documents = list(affair.claims), dict(affair.documents)
    before = copy.deepcopy((claims, documents))
    page(claims, documents, affair.ontology, title="The affair", base=BASE)
    assert (claims, documents) == before


def test_page_is_one_small_file_without_addresses_to_load(html: str) -> None:
    assert len(html.encode()) < 600_000
    tags = Outline(html).tags
    assert not [attrs for tag, attrs in tags if {"src", "href"} & set(attrs) or tag in ("link", "iframe", "img")]
    assert "sourceMappingURL" not in html


def test_page_is_in_standards_mode_with_language_title_and_landmarks(html: str) -> None:
    outline = Outline(html)
    tags = dict(outline.tags)
    assert html.startswith("<!doctype html>")
    assert tags["html"]["lang"] == "en"
    assert outline.texts_of("title") == ["The affair"]
    assert {"header", "nav", "main", "aside", "h1"} <= set(tags)


def test_policy_names_the_digests_of_the_scripts_that_run(html: str) -> None:
    outline = Outline(html)
    (policy,) = [attrs["content"] for _, attrs in outline.tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert len(scripts) == 2
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{digests[0]}' 'sha256-{digests[1]}'; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def test_no_string_of_a_claim_becomes_markup() -> None:
    html = make(hostile(), title=HOSTILE)
    assert "<img" not in html
    assert HOSTILE not in html
    plain = Outline(make(hostile(), title="plain"))
    assert [tag for tag, _ in Outline(html).tags] == [tag for tag, _ in plain.tags]
    assert Outline(html).texts_of("title") == [HOSTILE]


def test_hostile_strings_arrive_whole() -> None:
    data = data_of(make(hostile(), title=HOSTILE))
    assert data["title"] == HOSTILE
    assert data["nodes"][0]["thing"]["name"] == "left" + HOSTILE
    assert data["documents"][0]["title"] == HOSTILE


def test_every_claim_is_in_the_list_and_on_an_arrow(affair: Affair, html: str) -> None:
    data = data_of(html)
    drawn = sorted(number for edge in data["edges"] for number in edge["arrow"]["claims"])
    assert len(data["claims"]) == len(affair.claims)
    assert drawn == list(range(len(affair.claims)))
    assert len({claim["id"] for claim in data["claims"]}) == len(affair.claims)


def test_quote_shown_is_the_slice_of_the_document(affair: Affair, html: str) -> None:
    data = data_of(html)
    texts = [document.text for document in affair.documents.values()]
    quotes = {claim.evidence.quote for claim in affair.claims}
    for claim in data["claims"]:
        passage = data["passages"][claim["passage"]]
        utf16 = data["texts"][passage["text"]].encode("utf-16-le")
        shown = utf16[2 * claim["from"] : 2 * claim["to"]].decode("utf-16-le")
        assert shown in quotes
        assert any(text[claim["start"] : claim["end"]] == shown for text in texts)


def test_turtle_of_a_claim_is_what_the_graph_holds(affair: Affair, html: str) -> None:
    data = data_of(html)
    graph = {
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in quads(affair.claims, affair.documents.values(), base=BASE, extractor="hand/1")
    }
    for number, claim in enumerate(data["claims"]):
        text = data["prefixes"] + "".join(_facts(data["texts"], facts) for facts in claim["turtle"])
        found = {
            (str(quad.subject), str(quad.predicate), str(quad.object))
            for quad in ox.parse(text.encode(), ox.RdfFormat.TURTLE)
        }
        assert found <= graph, number
        assert any(property_ == f"<{ONTOLOGY}states>" for _, property_, _ in found)


def _facts(texts: list[str], numbers: list[int]) -> str:
    subject, *terms = (texts[number] for number in numbers)
    pairs = zip(terms[::2], terms[1::2], strict=True)
    return f"{subject} {' ; '.join(f'{property_} {value}' for property_, value in pairs)} .\n"


def test_page_says_when_it_does_not_show_everything(affair: Affair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.views.drawing.MOST_CLAIMS", 10)
    html = make(affair)
    assert "showing 10 of 32 claims" in html
    assert len(data_of(html)["claims"]) == 10


def test_page_without_claims_is_a_page(affair: Affair) -> None:
    html = page((), {}, affair.ontology, title="Nothing", base=BASE)
    assert "0 things \u00b7 0 claims \u00b7 0 documents" in html
