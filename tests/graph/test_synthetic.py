"""Claims made up after those of a graph: as many as wanted, the same every time, and like their models."""

import pyoxigraph as ox

from benchmarks.synthetic import Pattern, synthetic
from kg.graph.encode import decode, quads
from kg.model import Claim, Document, Entity
from kg.ontology import Ontology


def test_the_same_claims_are_made_up_every_time(
    claims: tuple[Claim[Entity], ...], documents: tuple[Document, ...], ontology: Ontology
) -> None:
    pattern = Pattern(claims, documents, ontology)

    assert synthetic(pattern, 300) == synthetic(pattern, 300)
    assert synthetic(pattern, 300) != synthetic(pattern, 300, seed=1)


def test_made_up_claims_are_claims_of_a_graph(
    claims: tuple[Claim[Entity], ...], documents: tuple[Document, ...], ontology: Ontology
) -> None:
    made, read = synthetic(Pattern(claims, documents, ontology), 300)
    store = ox.Store()
    store.extend(quads(made, read, base="https://example.org/", extractor="patterns/1"))

    assert len(made) == 300
    assert len(list(decode(store, base="https://example.org/"))) == 300


def test_made_up_claims_have_models_of_every_relation_and_manner(
    claims: tuple[Claim[Entity], ...], documents: tuple[Document, ...], ontology: Ontology
) -> None:
    made, _ = synthetic(Pattern(claims, documents, ontology), 1_000)

    assert {claim.relation for claim in made} == set(ontology.relations)
    assert {claim.polarity for claim in made} == {claim.polarity for claim in claims}
    assert {claim.modality for claim in made} == {claim.modality for claim in claims}
    assert {len(claim.holder) for claim in made} == {0, 1, 2}
    assert not [claim for claim in made if claim.subject == claim.object]
    ends = {claim.subject.id for claim in made} | {claim.object.id for claim in made}
    assert len(ends) < 1_000  # things come back
