"""Claims that do not go together are found with both sides, and nothing else is."""

from dataclasses import replace

from kg.graph.contradictions import Kind, contradictions
from kg.model import Claim, Entity, Modality
from kg.ontology import Ontology

from .conftest import entity

type Claims = tuple[Claim[Entity], ...]


def test_what_one_claim_affirms_and_another_denies_has_both_sides(claims: Claims, declared: Ontology) -> None:
    affirmed, denied = claims[2], claims[3]
    (found,) = contradictions([denied, affirmed], declared)
    assert (found.kind, found.about.id) == (Kind.DENIED, "lake-treaty")
    assert (found.one, found.other) == ((affirmed,), (denied,))


def test_a_plan_is_not_contradicted_by_what_is_not_done(claims: Claims, declared: Ontology) -> None:
    planned = replace(claims[2], modality=Modality.INTENDED)
    assert contradictions([planned, claims[3]], declared) == []


def test_two_dispute_what_one_supports_and_one_rejects(claims: Claims, declared: Ontology) -> None:
    supported, rejected = claims[1], claims[2]
    (found,) = contradictions([supported, rejected], declared)
    assert found.kind is Kind.DISPUTED
    assert (found.one, found.other) == ((supported,), (rejected,))  # what is below the disjoint relation counts
    assert [subject.id for subject in found.subjects] == ["norland", "southmark"]


def test_one_who_supports_and_rejects_a_thing_contradicts_oneself(claims: Claims, declared: Ontology) -> None:
    supported, rejected = claims[1], replace(claims[2], subject=entity("norland"))
    (found,) = contradictions([supported, rejected], declared)
    assert found.kind is Kind.DISJOINT
    assert [subject.id for subject in found.subjects] == ["norland"]


def test_a_denied_position_is_no_side_of_a_dispute(claims: Claims, declared: Ontology) -> None:
    assert contradictions([claims[1], claims[3]], declared) == []


def test_relations_that_are_not_declared_disjoint_are_not_disputed(claims: Claims, ontology: Ontology) -> None:
    assert contradictions([claims[1], claims[2]], ontology) == []
