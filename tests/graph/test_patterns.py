"""Patterns of claims as SPARQL, asked of a hand-made graph."""

import pyoxigraph as ox
import pytest

from kg.graph.patterns import ClaimPattern, Node, sparql
from kg.graph.query import run
from kg.graph.result import Result
from kg.iris import ONTOLOGY
from kg.model import Modality, Polarity, TimeSpan

from .conftest import BASE


def asked(store: ox.Store, pattern: ClaimPattern) -> Result:
    return run(store, sparql(pattern, base=BASE), base=BASE)


def ends(answer: Result) -> list[tuple[str, str]]:
    return [(str(row["subject"]), str(row["object"])) for row in answer]


def node(*names: str) -> Node:
    return Node(iris=tuple(f"{BASE}entity/{name}" for name in names))


def relations(*names: str) -> tuple[str, ...]:
    return tuple(ONTOLOGY + name for name in names)


def test_claims_of_a_relation_on_a_thing_come_with_what_is_said_of_them(store: ox.Store) -> None:
    answer = asked(store, ClaimPattern(relations=relations("rejects"), object=node("lake-treaty")))

    assert answer.columns == tuple(
        "subject relation object polarity modality holder quote document published start end".split()
    )
    assert [(row["relation"], row["polarity"], row["holder"]) for row in answer] == [
        ("rejects", "affirmed", "Officials in Arvania"),
        ("does not reject", "denied", "the document"),
    ]


def test_only_denied_claims_where_that_is_asked(store: ox.Store) -> None:
    pattern = ClaimPattern(relations=relations("rejects"), subject=node("southmark"), polarity=Polarity.DENIED)
    assert [row["quote"] for row in asked(store, pattern)] == ["Southmark has not rejected the Lake Treaty"]


def test_only_claims_of_a_modality_where_that_is_asked(store: ox.Store) -> None:
    pattern = ClaimPattern(relations=relations("supports", "backstopOf"), modality=Modality.HYPOTHETICAL)
    assert ends(asked(store, pattern)) == [("Norland", "Lake Treaty")]


def test_a_relation_that_can_be_said_from_either_end_is_asked_both_ways(store: ox.Store) -> None:
    straight = ClaimPattern(relations=relations("supports"), subject=node("lake-treaty"))
    both = ClaimPattern(relations=relations("supports"), reversed=relations("supports"), subject=node("lake-treaty"))

    assert ends(asked(store, straight)) == []
    assert ends(asked(store, both)) == [("Norland", "Lake Treaty")]


def test_only_things_of_the_types_that_are_asked_for(store: ox.Store) -> None:
    types = {"State": 1, "Person": 0}
    for name, count in types.items():
        pattern = ClaimPattern(relations=relations("supports"), subject=Node(types=(ONTOLOGY + name,)))
        assert len(asked(store, pattern)) == count


def test_only_what_a_holder_says(store: ox.Store) -> None:
    pattern = ClaimPattern(relations=relations("seeksAccessionTo", "rejects"), holder=node("ida-lind"))
    assert ends(asked(store, pattern)) == [("Arvania", "Coastal League")]


@pytest.mark.parametrize(
    ("time", "found"),
    [
        (TimeSpan("2025", "2025"), 1),
        (TimeSpan("2025-03", "2025-03"), 1),
        (TimeSpan("2025-04", "2025-04"), 0),
        (TimeSpan(None, "2024"), 0),
        (TimeSpan("2024", None), 1),
    ],
)
def test_times_are_compared_at_the_precision_both_have(store: ox.Store, time: TimeSpan, found: int) -> None:
    pattern = ClaimPattern(relations=relations("rejects"), polarity=Polarity.DENIED, time=time)
    assert len(asked(store, pattern)) == found


def test_when_it_was_stands_in_a_column(store: ox.Store) -> None:
    pattern = ClaimPattern(relations=relations("rejects", "deploysTo"), when=True)
    assert [row["time"] for row in asked(store, pattern)] == ["2025-03-03", "until 2026"]


def test_how_many_stands_in_columns(store: ox.Store) -> None:
    answer = asked(store, ClaimPattern(relations=relations("deploysTo", "rejects"), amount=True))
    assert [(row["value"], row["unit"]) for row in answer] == [(800, "troops")]


def test_the_words_of_a_fallback_and_of_an_office_are_looked_at(store: ox.Store) -> None:
    supports = relations("supports")
    assert len(asked(store, ClaimPattern(relations=supports, cue="backs"))) == 1
    assert len(asked(store, ClaimPattern(relations=supports, cue='"of" \\'))) == 0
    assert len(asked(store, ClaimPattern(relations=supports, title="backs"))) == 1
    assert len(asked(store, ClaimPattern(relations=supports, title="backed"))) == 0


def test_what_somebody_says_about_something_has_what_they_do_to_it_too(store: ox.Store) -> None:
    about = ClaimPattern(speech=True, holder=node("southmark"), about=node("lake-treaty"))
    assert [row["polarity"] for row in asked(store, about)] == ["affirmed", "denied"]

    said = ClaimPattern(speech=True, holder=node("ida-lind"))
    assert ends(asked(store, said)) == [("Arvania", "Coastal League")]

    anybody = ClaimPattern(speech=True, about=node("lake-treaty"))
    assert [row["holder"] for row in asked(store, anybody)] == ["Officials in Arvania"]

    excluded = ClaimPattern(speech=True, about=node("lake-treaty"), excluded=relations("rejects"))
    assert ends(asked(store, excluded)) == []


def test_an_iri_that_no_prefix_fits_is_written_out() -> None:
    pattern = ClaimPattern(relations=("https://example.net/mine#a.b.",), subject=Node(iris=(f"{BASE}entity/x",)))
    text = sparql(pattern, base=BASE)
    assert "<https://example.net/mine#a.b.>" in text
    assert "ent:x" in text
