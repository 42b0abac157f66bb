"""What descriptions are about, however they are worded."""

import pytest

from kg.claims.authority import Authority
from kg.claims.terms import Terms
from kg.ontology import Ontology


@pytest.fixture
def terms(authority: Authority, ontology: Ontology) -> Terms:
    return Terms(authority, ontology)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Iran nuclear deal", "the nuclear agreement with Iran"),
        ("Sweden's accession to NATO", "Swedish accession to the North Atlantic Treaty Organization"),
        ("talks between Egypt and Sudan", "negotiations of Sudan and Egypt"),
        ("Moscow's proposal", "Russian plan"),
    ],
)
def test_descriptions_of_one_thing_have_the_same_terms(one: str, other: str, terms: Terms) -> None:
    assert terms.of(one) == terms.of(other)


def test_what_adds_nothing_has_no_terms(terms: Terms) -> None:
    assert terms.of("the of and their") == frozenset()


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("coalition led by Kenya", "coalition"),
        ("head of the mission in Kenya", "head"),
        ("respect the agreement", "respect"),
        ("enlargement of the alliance", "enlargement"),
        ("Kenya's army", "army"),
    ],
)
def test_head_says_what_it_is(text: str, head: str, terms: Terms) -> None:
    assert terms.head(text) == head


def test_quick_look_finds_every_text_that_has_the_terms(terms: Terms) -> None:
    pattern = terms.pattern("the nuclear deal")
    assert [bool(pattern.search(text)) for text in ("nuclear agreement", "Deals", "accord", "a port")] == [
        True,
        True,
        True,
        False,
    ]
