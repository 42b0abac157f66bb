"""Claims come back from every format that holds them as they were, and files that hold something else say so."""

import csv
import io
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import polars
import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from kg.errors import GraphError
from kg.graph.contents import CHAIN, NOT_XML, passage
from kg.graph.encode import claim_iri, document_iri, entity_iri
from kg.graph.export import FORMATS, export
from kg.graph.received import Received, merged, received
from kg.graph.rules import INFERRED
from kg.iris import ONTOLOGY, PREFIXES
from kg.model import Claim, Document, DocumentId, Entity, EntityId, Quantity, RelationId, Use

from .conftest import BASE, Fill
from .test_encode import documents_of, filled, some_claims

EXACT = ("nquads", "ntriples", "turtle", "trig", "jsonld", "rdf12", "nanopubs")  # those that hold every character


def taken_back(store: ox.Store, format: str) -> Received:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"graph{FORMATS[format].suffix}"
        file.write_bytes(export(store, format, base=BASE, all=True))
        return received(file)


@pytest.mark.parametrize("format", EXACT)
@settings(max_examples=30, deadline=None)
@given(claims=some_claims().filter(bool))
def test_claims_come_back_from_rdf_as_they_were(claims: list[Claim[Entity]], format: str) -> None:
    back = taken_back(filled(claims, documents_of(claims)), format)
    assert back.base == BASE
    assert set(back.claims) == set(claims)
    assert len(back.claims) == len(claims)
    assert list(back.documents.values()) == documents_of(claims)


@settings(max_examples=30, deadline=None)
@given(claims=some_claims().filter(bool))
def test_claims_come_back_from_rdfxml_but_for_what_xml_cannot_hold(claims: list[Claim[Entity]]) -> None:
    back = taken_back(filled(claims, documents_of(claims)), "rdfxml")
    assert set(back.claims) == set(map(in_xml, claims))


def in_xml(claim: Claim[Entity]) -> Claim[Entity]:
    evidence = replace(claim.evidence, quote=xml(claim.evidence.quote), cue=xml(claim.evidence.cue))
    amount = claim.quantity and replace(claim.quantity, unit=xml(claim.quantity.unit), of=xml(claim.quantity.of))
    subject, object_, *holder = map(entity_in_xml, claim.arguments)
    return replace(
        claim, subject=subject, object=object_, holder=tuple(holder), evidence=evidence, quantity=amount or None
    )


def entity_in_xml(entity: Entity) -> Entity:
    return replace(
        entity,
        label=xml(entity.label),
        aliases=tuple(sorted(set(map(xml, entity.aliases)))),
        uses=tuple(sorted(replace(use, alias=xml(use.alias)) for use in entity.uses)),
    )


def xml(text: str) -> str:
    return NOT_XML.sub("\ufffd", text)


@settings(max_examples=30, deadline=None)
@given(claims=some_claims())
def test_tables_of_claims_hold_what_their_columns_say(claims: list[Claim[Entity]]) -> None:
    store, ordered = filled(claims, documents_of(claims)), sorted(claims, key=passage)
    frame = polars.read_parquet(export(store, "parquet", base=BASE))
    rows = csv.DictReader(io.StringIO(export(store, "csv", base=BASE).decode(), newline=""))
    assert frame.to_dicts() == [expected(claim, dict.fromkeys(frame.columns)) for claim in ordered]
    assert list(rows) == [
        {name: cell(value) for name, value in expected(claim, dict.fromkeys(frame.columns)).items()}
        for claim in ordered
    ]


def expected(claim: Claim[Entity], empty: Mapping[str, object]) -> dict[str, object]:
    """The row of a claim; its document has no title, source or date."""
    evidence, amount, time = claim.evidence, claim.quantity, claim.time
    numbers = {"value": amount.value, "unit": amount.unit, "approximate": amount.approximate} if amount else {}
    return {
        **empty,
        **numbers,
        "claim": claim_iri(claim, base=BASE),
        "subject": claim.subject.label,
        "relation": claim.relation.partition("#")[2],
        "object": claim.object.label,
        "polarity": str(claim.polarity),
        "modality": str(claim.modality),
        "tense": claim.tense and str(claim.tense),
        "valid_from": time and time.start,
        "valid_until": time and time.end,
        "holder": CHAIN.join(holder.label for holder in claim.holder) if claim.holder else None,
        "upper": amount and amount.upper,
        "of": (amount and amount.of) or None,
        "quote": evidence.quote,
        "cue": evidence.cue,
        "extractor": evidence.extractor,
        "document": "",
        "source": "",
        "start": evidence.span.start,
        "end": evidence.span.end,
        "confidence": claim.confidence,
        "subject_iri": entity_iri(claim.subject.id, base=BASE),
        "subject_type": claim.subject.type.partition("#")[2],
        "relation_iri": claim.relation,
        "object_iri": entity_iri(claim.object.id, base=BASE),
        "object_type": claim.object.type.partition("#")[2],
        "document_iri": document_iri(evidence.document, base=BASE),
        "holder_iri": CHAIN.join(entity_iri(holder.id, base=BASE) for holder in claim.holder) or None,
    }


def cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return "" if value is None else str(value)


def test_documents_come_back_without_their_texts(store: ox.Store, documents: tuple[Document, ...]) -> None:
    known = [replace(document, text="", sentences=()) for document in documents]
    assert list(taken_back(store, "nquads").documents.values()) == known


@pytest.mark.parametrize("format", ["nquads", "trig", "jsonld"])
def test_what_follows_from_claims_is_not_taken_for_what_they_say(
    store: ox.Store, claims: tuple[Claim[Entity], ...], format: str
) -> None:
    type_, actor = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(ONTOLOGY + "Actor")
    for entity in {entity.id for claim in claims for entity in claim.arguments}:
        store.add(ox.Quad(ox.NamedNode(entity_iri(entity, base=BASE)), type_, actor, ox.NamedNode(INFERRED)))
    assert set(taken_back(store, format).claims) == set(claims)


def of(claims: Iterable[Claim[Entity]]) -> Received:
    return Received(ox.Store(), BASE, tuple(claims), {})


def test_two_files_make_one_entity_of_each_id(claims: tuple[Claim[Entity], ...]) -> None:
    norland = claims[1].subject
    north = replace(
        norland,
        label="The North",
        aliases=("N.",),
        uses=(Use("N.", 2, (DocumentId("d3"),)), Use("the Norlanders", 4, (DocumentId("d3"),))),
    )
    (one, other) = merged([of([claims[1]]), of([replace(claims[1], subject=north)])])
    assert one == other
    assert one.subject.label == "Norland"
    assert one.subject.aliases == ("Kingdom of Norland", "N.", "The North", "the Norlanders")
    assert one.subject.uses == (
        Use("N.", 2, (DocumentId("d3"),)),
        Use("the Norlanders", 7, (DocumentId("d1"), DocumentId("d2"), DocumentId("d3"))),
    )


def test_uses_in_the_same_documents_are_not_counted_twice(claims: tuple[Claim[Entity], ...]) -> None:
    (use,) = claims[1].subject.uses
    more = replace(claims[1].subject, aliases=("x",), uses=(replace(use, count=5),))
    one, _ = merged([of([claims[1]]), of([replace(claims[1], subject=more)])])
    assert one.subject.uses == (replace(use, count=5),)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("graph.csv", "", r"graph\.csv: is no file of RDF by its name; name one that ends with \.nq, \.nt, \.ttl"),
        ("graph.ttl", "<a", r"graph\.ttl: is not Turtle: .*; export it again"),
        ("graph.nq", "", r"graph\.nq: has no claims of kg in it; name a file that `kg export nquads` wrote"),
        ("graph.jsonld", "{", r"graph\.jsonld: is not JSON-LD: "),
    ],
)
def test_file_that_holds_no_graph_says_so(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(GraphError, match=message):
        received(tmp_path / name)


def test_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"nix\.nq: cannot be read .*; check the path"):
        received(tmp_path / "nix.nq")


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ("ontology#denied>", "ontology#perhaps>", "'perhaps' is not a valid Polarity"),
        ('"1"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"much"', "could not convert string to float: 'much'"),
        ('"1"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"nan"', "its confidence nan is not from 0 to 1"),
        ("ontology#quote>", "ontology#words>", "has no https://w3id.org/kg-claims/ontology#quote; the graph is broken"),
    ],
)
def test_broken_claim_is_named_with_its_file(
    tmp_path: Path, store: ox.Store, was: str, becomes: str, message: str
) -> None:
    file = tmp_path / "graph.nt"
    text = export(store, "ntriples", base=BASE).decode()
    assert was in text
    file.write_text(text.replace(was, becomes), "utf-8")
    with pytest.raises(GraphError, match=rf"graph\.nt: .*{message}.*export the graph it is from again"):
        received(file)


def test_chain_of_speakers_that_goes_in_a_circle_is_not_followed_for_ever(tmp_path: Path, store: ox.Store) -> None:
    rest, nil = (f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}>" for name in ("rest", "nil"))
    lines = export(store, "ntriples", base=BASE).decode().splitlines()
    (end,) = (line for line in lines if f"{rest} {nil}" in line)
    (start,) = (line.split()[0] for line in lines if f" {rest} " in line and line != end)
    file = tmp_path / "graph.nt"
    file.write_text("\n".join(lines).replace(f"{rest} {nil}", f"{rest} {start}"), "utf-8")
    with pytest.raises(GraphError, match=r"graph\.nt: .*chain/.*: a chain of speakers goes in a circle"):
        received(file)


def test_file_with_claims_of_two_bases_is_refused(
    tmp_path: Path, fill: Fill, claims: tuple[Claim[Entity], ...]
) -> None:
    file = tmp_path / "graph.nt"
    one = export(fill(claims[0]), "ntriples", base=BASE).decode()
    file.write_text(one + one.replace(BASE, "https://example.com/"), "utf-8")
    with pytest.raises(GraphError, match=r"of several graphs, of 'https://example\.com/', 'https://example\.org/'"):
        received(file)


def test_relation_of_an_own_ontology_and_odd_ids_come_back(fill: Fill, claims: tuple[Claim[Entity], ...]) -> None:
    odd = replace(claims[1].object, id=EntityId("claim/entity/%41 é"))
    quantity = Quantity(value=0.1, unit="percent", upper=1e-7, of="the <land>")
    claim = replace(claims[1], object=odd, relation=RelationId("https://example.com/likes"), quantity=quantity)
    for format in (*EXACT, "rdfxml"):
        assert taken_back(fill(claim), format).claims == (claim,)
