import xml.etree.ElementTree as ElementTree

import pytest

from kg.views.drawing import draw
from kg.views.picture import picture
from tests.views.affairs import HOSTILE, Affair, claim, hostile

SVG = "{http://www.w3.org/2000/svg}"
BASE = "https://example.org/graph/"


def make(affair: Affair, title: str = "The affair") -> str:
    return picture(affair.claims, affair.documents, affair.ontology, title=title, base=BASE)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


@pytest.fixture(scope="module")
def svg(affair: Affair) -> str:
    return make(affair)


def test_same_claims_make_the_same_picture(affair: Affair, svg: str) -> None:
    assert make(affair._replace(claims=affair.claims[::-1])) == svg


def test_picture_has_a_title_and_a_description(svg: str) -> None:
    title, description = parsed(svg)[:2]
    assert (title.tag, title.text) == (SVG + "title", "The affair")
    assert description.tag == SVG + "desc"
    assert "32 claims about 23 things" in (description.text or "")


def test_every_claim_is_an_arrow_with_its_words(affair: Affair, svg: str) -> None:
    groups = {group.get("id"): group for group in parsed(svg).iter(SVG + "g")}
    drawing = draw(affair.claims, affair.documents, affair.ontology)
    assert len(list(groups["arrows"].iter(SVG + "polygon"))) == len(affair.claims)
    assert [text.text for text in groups["words"].iter(SVG + "text")] == [
        line for arrow in drawing.arrows for line in arrow.lines
    ]


def test_names_are_text_in_the_picture(affair: Affair, svg: str) -> None:
    words = "".join(text.text or "" for text in parsed(svg).iter(SVG + "text"))
    assert "League of" in words
    assert "Coastal States" in words


def test_strokes_tell_reported_from_proposed_from_denied(svg: str) -> None:
    (arrows,) = [group for group in parsed(svg).iter(SVG + "g") if group.get("id") == "arrows"]
    dashes = [path.get("stroke-dasharray") for path in arrows.iter(SVG + "path")]
    assert (dashes.count(None), dashes.count("8 5"), dashes.count("2 4")) == (18, 11, 3)


def test_hostile_strings_stay_text() -> None:
    root = parsed(make(hostile(), title=HOSTILE + "\x00\x08"))
    assert root[0].text == HOSTILE + "\ufffd\ufffd"
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "desc", "rect", "g", "path", "polygon", "text", "circle"),
    }
    assert not any(name.startswith("on") or name == "href" for element in root.iter() for name in element.attrib)


def test_arrow_from_a_thing_to_itself_is_drawn(affair: Affair) -> None:
    alone = affair._replace(claims=(claim(affair, "karsia", "opposes", "karsia"),))
    assert len(list(parsed(make(alone)).iter(SVG + "polygon"))) == 1


def test_nothing_is_a_picture_too(affair: Affair) -> None:
    assert parsed(make(affair._replace(claims=()))).tag == SVG + "svg"
