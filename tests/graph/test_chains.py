"""The shortest chain between two things is found in the store, with its claims as they were."""

from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.graph.chains import Connection, Which, connection
from kg.graph.encode import decode
from kg.model import Claim, Entity, Modality, Polarity
from kg.ontology import Ontology

from .conftest import BASE, Fill, entity

type Claims = tuple[Claim[Entity], ...]

EVERYTHING: dict[str, Any] = {"polarities": tuple(Polarity), "modalities": tuple(Modality)}


def found(store: ox.Store, ontology: Ontology, start: str, end: str, limit: int = 1, **which: Any) -> Connection:
    wanted = Which(relations=tuple(ontology.relations), **which)
    ends = ([f"{BASE}entity/{start}"], [f"{BASE}entity/{end}"])
    return connection(store, ends, wanted, base=BASE, limit=limit)


def things(found: Connection) -> list[list[str]]:
    return [[thing.id for thing in chain.things] for chain in found.chains]


def test_a_chain_has_its_claims_as_they_were(store: ox.Store, claims: Claims, ontology: Ontology) -> None:
    known = {claim.evidence.quote: claim for claim in decode(store, base=BASE)}
    (chain,) = found(store, ontology, "norland", "southmark").chains
    assert [step.claims for step in chain.steps] == [
        (known["Norland backs the Lake Treaty"],),
        (known["Southmark had rejected the Lake Treaty"],),  # which has a chain of two speakers
    ]
    assert chain.confidence == pytest.approx(0.86 * 0.8)


def test_a_chain_is_the_same_from_its_other_end(store: ox.Store, ontology: Ontology) -> None:
    there, back = (found(store, ontology, *ends) for ends in (("norland", "southmark"), ("southmark", "norland")))
    assert things(there)[0] == things(back)[0][::-1] == ["norland", "lake-treaty", "southmark"]


def test_only_claims_that_affirm_and_assert_are_followed_unless_asked_for(store: ox.Store, ontology: Ontology) -> None:
    assert not found(store, ontology, "norland", "arvania")
    assert things(found(store, ontology, "norland", "coastal-league", **EVERYTHING)) == [
        ["norland", "arvania", "coastal-league"]
    ]
    only_planned = found(store, ontology, "norland", "coastal-league", modalities=(Modality.INTENDED,))
    assert not only_planned


def test_without_a_chain_the_size_of_both_components_is_told(store: ox.Store, ontology: Ontology) -> None:
    missing = found(store, ontology, "norland", "arvania")
    assert (missing.components, missing.count, len(missing)) == ((3, 1), 0, 0)
    apart = found(store, ontology, "norland", "deal", **EVERYTHING)
    assert apart.components == (5, 2)


def test_of_chains_equally_short_the_surest_comes_first(fill: Fill, claims: Claims, ontology: Ontology) -> None:
    backs, rejects = claims[1], replace(claims[2], holder=())
    league = replace(backs, object=entity("coastal-league"), confidence=0.9)
    leaves = replace(rejects, object=entity("coastal-league"), confidence=0.9)
    store = fill(backs, rejects, league, leaves)
    both = found(store, ontology, "norland", "southmark", limit=5)
    assert things(both) == [["norland", "coastal-league", "southmark"], ["norland", "lake-treaty", "southmark"]]
    assert both.count == 2
    assert things(found(store, ontology, "norland", "southmark")) == things(both)[:1]


def test_chains_from_one_of_several_things_to_one_of_others(store: ox.Store, ontology: Ontology) -> None:
    ends = ([f"{BASE}entity/{name}" for name in ("deal", "norland")], [f"{BASE}entity/southmark"])
    assert len(connection(store, ends, Which(relations=tuple(ontology.relations)), base=BASE)) == 2


def test_relations_that_are_not_wanted_are_not_followed(store: ox.Store, ontology: Ontology) -> None:
    ends = ([f"{BASE}entity/norland"], [f"{BASE}entity/southmark"])
    which = Which(relations=[one for one in ontology.relations if not one.endswith("supports")])
    assert not connection(store, ends, which, base=BASE)


def test_a_chain_to_itself_and_less_than_one_chain_cannot_be_asked_for(store: ox.Store, ontology: Ontology) -> None:
    with pytest.raises(QueryError, match="norland: is at both ends; name two things"):
        found(store, ontology, "norland", "norland")
    with pytest.raises(QueryError, match="0 chains cannot be asked for"):
        found(store, ontology, "norland", "southmark", limit=0)
