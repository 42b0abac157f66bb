"""What several agree on is found with all its claims, and what one says twice is not."""

from dataclasses import replace

import pytest

from kg.graph.agreement import Agreement, Kind, agreements
from kg.model import Claim, Document, Entity, Modality, Polarity
from kg.ontology import Ontology

from .conftest import entity, evidence

type Claims = tuple[Claim[Entity], ...]


@pytest.fixture
def elsewhere(claims: Claims, league: Document) -> Claim[Entity]:
    """That Norland backs the Lake Treaty, as the second document has it."""
    words = evidence(league, "Norland would act as backstop of the Lake Treaty", "act")
    return replace(claims[1], evidence=words)


def same(found: list[Agreement]) -> list[Agreement]:
    return [each for each in found if each.kind is Kind.SAME]


def test_two_documents_that_say_the_same_agree(claims: Claims, elsewhere: Claim[Entity], ontology: Ontology) -> None:
    (found,) = agreements([claims[1], elsewhere, claims[2]], ontology)
    assert (found.kind, found.about.id, found.number) == (Kind.SAME, "lake-treaty", 2)
    assert found.claims == (claims[1], elsewhere)


def test_one_document_that_says_it_twice_does_not(claims: Claims, ontology: Ontology) -> None:
    again = replace(claims[1], evidence=claims[2].evidence)
    assert agreements([claims[1], again], ontology) == []


def test_one_speaker_in_two_documents_is_one_voice(
    claims: Claims, elsewhere: Claim[Entity], ontology: Ontology
) -> None:
    quoted = [replace(claim, holder=(entity("ida-lind"),)) for claim in (claims[1], elsewhere)]
    assert agreements(quoted, ontology) == []
    assert same(agreements([quoted[0], elsewhere], ontology))[0].number == 2


def test_who_denies_or_plans_it_does_not_say_the_same(
    claims: Claims, elsewhere: Claim[Entity], ontology: Ontology
) -> None:
    assert agreements([claims[1], replace(elsewhere, polarity=Polarity.DENIED)], ontology) == []
    assert agreements([claims[1], replace(elsewhere, modality=Modality.INTENDED)], ontology) == []


def test_two_who_oppose_a_thing_each_in_its_way_are_on_one_side(claims: Claims, declared: Ontology) -> None:
    opposes = next(id_ for id_ in declared.relations if id_.endswith("opposes"))
    other = replace(claims[2], subject=entity("arvania"), relation=opposes)
    (found,) = agreements([claims[2], other, claims[1]], declared)
    assert (found.kind, found.number) == (Kind.SIDE, 2)
    assert [subject.id for subject in found.subjects] == ["arvania", "southmark"]


def test_a_side_is_taken_only_by_what_is_affirmed_and_asserted(claims: Claims, declared: Ontology) -> None:
    planned = replace(claims[2], subject=entity("arvania"), modality=Modality.POSSIBLE)
    assert agreements([claims[2], planned], declared) == []
