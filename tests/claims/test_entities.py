"""Mentions of many documents become entities; merging is conservative and does not depend on the order of documents."""

from itertools import permutations

import pytest

from kg.claims.authority import Authority
from kg.claims.entities import resolve, slug
from kg.model import Claim, DocumentId, Evidence, Mention, RelationId, Span
from kg.ontology import Ontology


def mention(name: str, ontology: Ontology, *, named: bool = True, key: str | None = None, text: str = "") -> Mention:
    return Mention(span=Span(0, 1), text=text or name, name=name, type=ontology.default_type, named=named, key=key)


def claim(subject: Mention, object_: Mention, document: str = "d1") -> Claim[Mention]:
    evidence = Evidence(document=DocumentId(document), span=Span(0, 5), quote="quote", cue="cue", extractor="hand/1")
    return Claim(subject=subject, relation=RelationId("https://example.org/r"), object=object_, evidence=evidence)


def test_known_entity_takes_label_type_and_links_of_the_authority_file(
    authority: Authority, ontology: Ontology
) -> None:
    given = claim(mention("Ukraine", ontology, key="ukraine", text="Kyiv"), mention("Anna Brandt", ontology))
    (resolved,) = resolve([given], authority)
    assert resolved.subject.id == "ukraine"
    assert resolved.subject.label == "Ukraine"
    assert resolved.subject.aliases == ("Kyiv",)
    assert resolved.subject.same_as == ("http://www.wikidata.org/entity/Q212",)


def test_description_without_a_name_stays_in_its_document(authority: Authority, ontology: Ontology) -> None:
    talks = mention("talks", ontology, named=False)
    who = mention("Anna Brandt", ontology)
    first, second = resolve([claim(who, talks, "d1"), claim(who, talks, "d2")], authority)
    assert first.object.id != second.object.id
    assert first.subject.id == second.subject.id


def test_description_that_names_somebody_is_one_thing_everywhere(authority: Authority, ontology: Ontology) -> None:
    accession = mention("Ukraine's accession to the European Union", ontology, named=False)
    who = mention("Anna Brandt", ontology)
    first, second = resolve([claim(who, accession, "d1"), claim(who, accession, "d2")], authority)
    assert first.object == second.object


def test_pronoun_is_no_alias(authority: Authority, ontology: Ontology) -> None:
    (resolved,) = resolve([claim(mention("Anna Brandt", ontology, text="she"), mention("Oslo", ontology))], authority)
    assert resolved.subject.aliases == ()


def test_description_of_something_named_is_no_alias(authority: Authority, ontology: Ontology) -> None:
    surfaces = ("his country", "al-Shabaab", "RSF", "the Rapid Support Forces")
    claims = [claim(mention("A Name", ontology, text=text), mention("Oslo", ontology)) for text in surfaces]
    assert resolve(claims, authority)[0].subject.aliases == ("RSF", "al-Shabaab", "the Rapid Support Forces")


def test_order_of_claims_does_not_matter(authority: Authority, ontology: Ontology) -> None:
    who = mention("Anna Brandt", ontology)
    claims = [claim(who, mention(name, ontology, text=f"the {name}"), f"d{i}") for i, name in enumerate("ABC")]
    results = {resolve(order, authority) for order in permutations(claims)}
    assert len(results) == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ukraine's accession to the EU", "ukraine-s-accession-to-the-eu"), ("Côte d'Ivoire", "cote-d-ivoire")],
)
def test_slug_is_readable(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_long_names_that_begin_alike_have_different_slugs() -> None:
    start = "a very long description of something that goes on and on and on and on, then "
    assert slug(start + "one") != slug(start + "two")


def test_name_without_latin_letters_has_a_slug() -> None:
    assert len(slug("Україна")) == 16
