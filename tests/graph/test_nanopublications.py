"""Nanopublications: four graphs each, after the guidelines, and everything that is said of a claim in them."""

from dataclasses import replace

import pyoxigraph as ox

from kg.graph.encode import quads
from kg.graph.export import export
from kg.iris import PREFIXES
from kg.model import Claim, Document, Entity

from .conftest import BASE, Fill

NP = "PREFIX np: <http://www.nanopub.org/nschema#> PREFIX prov: <http://www.w3.org/ns/prov#> "


def written(store: ox.Store) -> ox.Store:
    back = ox.Store()
    back.load(export(store, "nanopubs", base=BASE), format=ox.RdfFormat.TRIG)
    return back


def count(store: ox.Store, pattern: str) -> int:
    (row,) = store.query(NP + f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")  # type: ignore[misc]  # a SELECT
    return int(row["n"].value)


HEAD = """GRAPH ?h { ?n a np:Nanopublication ; np:hasAssertion ?a ; np:hasProvenance ?p ; np:hasPublicationInfo ?i }"""


def test_every_claim_has_a_head_with_nothing_else_in_it(store: ox.Store, claims: tuple[Claim[Entity], ...]) -> None:
    back = written(store)
    assert count(back, HEAD) == len(claims)
    assert count(back, f"{HEAD} GRAPH ?h {{ ?s ?o ?v }}") == 4 * len(claims)
    assert len(list(back.named_graphs())) == 4 * len(claims)


def test_every_statement_is_in_a_graph_of_a_nanopublication(store: ox.Store) -> None:
    back = written(store)
    assert not list(back.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    graphs = f"{HEAD} GRAPH ?g {{ ?s ?o ?v }} FILTER(?g IN (?h, ?a, ?p, ?i))"
    assert count(back, graphs) == len(back)


def test_assertion_is_not_empty_and_the_other_graphs_speak_of_it_and_of_the_whole(
    store: ox.Store, claims: tuple[Claim[Entity], ...]
) -> None:
    back = written(store)
    for pattern in (
        "GRAPH ?p { ?a prov:wasDerivedFrom ?d }",
        "GRAPH ?i { ?n prov:wasAttributedTo ?by }",
        "FILTER EXISTS { GRAPH ?a { ?s ?o ?v } }",
    ):
        assert count(back, f"{HEAD} {pattern}") == len(claims)


def test_assertion_of_a_denied_claim_has_no_direct_triple(fill: Fill, claims: tuple[Claim[Entity], ...]) -> None:
    direct = f"GRAPH ?a {{ <{BASE}entity/southmark> <{claims[2].relation}> <{BASE}entity/lake-treaty> }}"
    assert count(written(fill(claims[3])), f"{HEAD} {direct}") == 0
    assert count(written(fill(claims[2])), f"{HEAD} {direct}") == 1


def test_assertion_and_provenance_hold_what_the_graph_says(
    fill: Fill, claims: tuple[Claim[Entity], ...], documents: tuple[Document, ...]
) -> None:
    back = written(fill(*claims))
    pattern = "GRAPH ?g { ?s ?p ?o } FILTER(STRENDS(STR(?g), '#assertion') || STRENDS(STR(?g), '#provenance'))"
    found = back.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
    assert isinstance(found, ox.QueryTriples)
    said = {quad.triple for quad in quads(claims, documents, base=BASE, extractor="patterns/1")}
    derived = ox.NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
    assert {triple for triple in found if triple.predicate != derived} == said


def test_changed_claim_is_another_nanopublication(fill: Fill, claims: tuple[Claim[Entity], ...]) -> None:
    one, other = (
        {graph.value for graph in written(fill(claim)).named_graphs()}
        for claim in (claims[0], replace(claims[0], confidence=0.1))
    )
    assert one.isdisjoint(other)


def test_nothing_tells_when_it_was_written(store: ox.Store) -> None:
    text = export(store, "nanopubs", base=BASE).decode()
    assert "xsd:dateTime" not in text
    assert "dcterms:created" not in text
