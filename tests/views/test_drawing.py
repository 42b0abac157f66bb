from dataclasses import replace

import pytest

from kg.errors import GraphError, OntologyError
from kg.model import EntityId, Modality, Polarity
from kg.ontology import Ontology
from kg.views.drawing import MOST_CLAIMS, Manner, draw, in_modality, manner_of, passage_of
from kg.views.lettering import lines, width
from tests.views.affairs import Affair, claim, lake_orun, make_ontology


@pytest.mark.parametrize(
    ("label", "before", "words"),
    [
        ("opposes", "may", "may oppose"),
        ("is backstop of", "would", "would be backstop of"),
        ("has ties with", "must", "must have ties with"),
        ("denies", "plans to", "plans to deny"),
        ("reaches", "may", "may reach"),
        ("promises", "may", "may promise"),
        ("does not support", "would", "would not support"),
        ("does not support", "plans to", "plans not to support"),
        ("is not guarantor of", "would", "would not be guarantor of"),
        ("ally of", "would", "would: ally of"),
        ("business partner of", "may", "may: business partner of"),
    ],
)
def test_words_follow_the_modality(label: str, before: str, words: str) -> None:
    assert in_modality(label, before) == words


@pytest.mark.parametrize(
    ("polarity", "modality", "manner"),
    [
        (Polarity.AFFIRMED, Modality.ASSERTED, Manner.REPORTED),
        (Polarity.AFFIRMED, Modality.REQUIRED, Manner.PROPOSED),
        (Polarity.AFFIRMED, Modality.HYPOTHETICAL, Manner.PROPOSED),
        (Polarity.DENIED, Modality.ASSERTED, Manner.DENIED),
        (Polarity.DENIED, Modality.POSSIBLE, Manner.DENIED),
    ],
)
def test_stroke_tells_how_a_claim_is_said(polarity: Polarity, modality: Modality, manner: Manner) -> None:
    assert manner_of(replace(lake_orun().claims[0], polarity=polarity, modality=modality)) is manner


def test_up_to_three_claims_of_a_pair_fan_out(affair: Affair) -> None:
    more = [claim(affair, "tessia", name, "norrland") for name in ("supports", "opposes", "meetsWith")]
    arrows = draw(more, affair.documents, affair.ontology).arrows
    assert sorted(arrow.link.bend for arrow in arrows) == [-0.24, 0, 0.24]
    assert all(len(arrow.claims) == 1 for arrow in arrows)


def test_more_than_three_claims_of_a_pair_become_one_arrow(affair: Affair) -> None:
    more = [claim(affair, "tessia", name, "norrland") for name in ("supports", "opposes", "meetsWith", "leads")]
    (arrow,) = draw(more, affair.documents, affair.ontology).arrows
    assert (arrow.lines, len(arrow.claims), arrow.stance) == (("4 claims",), 4, "neutral")


def test_claims_of_a_thing_about_itself_share_one_arrow(affair: Affair) -> None:
    more = [claim(affair, "tessia", name, "tessia") for name in ("supports", "opposes")]
    (arrow,) = draw(more, affair.documents, affair.ontology).arrows
    assert (arrow.lines, len(arrow.claims)) == (("2 claims",), 2)


def test_claims_come_in_reading_order_whatever_the_order_given(affair: Affair) -> None:
    drawing = draw(reversed(affair.claims), affair.documents, affair.ontology)
    assert drawing == draw(affair.claims, affair.documents, affair.ontology)
    titles = [affair.documents[claim.evidence.document].title for claim in drawing.claims]
    assert titles == ["The plan for Lake Orun"] * 16 + ["Loan and blockade"] * 16


def test_of_many_claims_the_most_connected_are_drawn(affair: Affair) -> None:
    template = affair.claims[0]
    hub = [replace(template, object=replace(template.object, id=EntityId(f"spoke-{n}"))) for n in range(MOST_CLAIMS)]
    lone = [
        replace(
            template,
            subject=replace(template.subject, id=EntityId(f"a{n}")),
            object=replace(template.object, id=EntityId(f"b{n}")),
        )
        for n in range(50)
    ]
    drawing = draw([*lone, *hub], affair.documents, affair.ontology)
    assert {drawn.subject.id for drawn in drawing.claims} == {"karsia"}
    assert (len(drawing.claims), drawing.all_claims, drawing.all_things) == (MOST_CLAIMS, 350, 401)


def test_passage_holds_the_quote_and_its_neighbours(affair: Affair) -> None:
    for drawn in affair.claims:
        passage = passage_of(drawn, affair.documents)
        start, end = (offset - passage.start for offset in drawn.evidence.span)
        assert passage.text[start:end] == drawn.evidence.quote
        assert f"{passage.before} {passage.text} {passage.after}".strip() in affair.documents[passage.document].text


def test_quote_over_two_sentences_shows_both(affair: Affair) -> None:
    drawn = affair.claims[0]
    paper = affair.documents[drawn.evidence.document]
    span = paper.sentences[1]._replace(end=paper.sentences[2].start + 7)
    wide = replace(drawn, evidence=replace(drawn.evidence, span=span, quote=paper.text[slice(*span)]))
    passage = passage_of(wide, affair.documents)
    assert passage.text == paper.text[paper.sentences[1].start : paper.sentences[2].end]
    assert (passage.number, passage.of) == (2, len(paper.sentences))


def test_document_without_sentences_shows_the_paragraph(affair: Affair) -> None:
    drawn = affair.claims[0]
    paper = replace(affair.documents[drawn.evidence.document], sentences=())
    passage = passage_of(drawn, {paper.id: paper})
    assert (passage.text, passage.number) == (paper.text, 0)


def test_claim_without_its_document_is_refused(affair: Affair) -> None:
    with pytest.raises(GraphError, match="is not given"):
        draw(affair.claims, {}, affair.ontology)


@pytest.mark.parametrize(
    "ontology",
    [replace(make_ontology(), types={}), replace(make_ontology(), relations={})],
    ids=["no types", "no relations"],
)
def test_foreign_ontology_is_refused(affair: Affair, ontology: Ontology) -> None:
    with pytest.raises(OntologyError, match="is not in the ontology"):
        draw(affair.claims, affair.documents, ontology)


@pytest.mark.parametrize(
    ("words", "broken"),
    [
        ("Karsia", ("Karsia",)),
        ("League of Coastal States", ("League of", "Coastal States")),
        ("", ("\u2026",)),
        ("a" * 45, ("a" * 20, "a" * 20, "aaaaa")),
        ("one two three four five six seven eight nine", ("one two three", "four five six", "seven eight nine")),
    ],
)
def test_names_are_broken_evenly(words: str, broken: tuple[str, ...]) -> None:
    assert lines(words, 20, 3) == broken


def test_overlong_names_are_cut_visibly() -> None:
    cut = lines("word " * 60, 20, 4)
    assert len(cut) == 4
    assert cut[-1].endswith("\u2026")


def test_wide_letters_take_more_room() -> None:
    assert width("MMM", 10) > width("nnn", 10) > width("iii", 10) > width("\u0301", 10) == 0
    assert width("\u56fd", 10) == 10
