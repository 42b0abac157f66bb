"""Every format of export: it is read back by the tools it is for, and comes out the same each time."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace

import networkx
import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import SettingError
from kg.graph.encode import claim_id, claim_iri, decode
from kg.graph.export import FORMATS, export, to_networkx
from kg.iris import ONTOLOGY, PREFIXES
from kg.model import Claim, Entity

from .conftest import BASE, Fill

RDF = PREFIXES["rdf"]
READERS = {
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}
HOSTILE = 'a "b"\n<c> & \x00\x08\ufffe, é😀 ]]>'


def exported(store: ox.Store, format: str) -> str:
    return export(store, format, base=BASE)


def read(text: str, format: str) -> ox.Store:
    store = ox.Store()
    store.load(text.encode(), format=READERS[format])
    return store


@pytest.fixture
def hostile(fill: Fill, claims: tuple[Claim[Entity], ...]) -> ox.Store:
    subject = replace(claims[1].subject, label=HOSTILE)
    evidence = replace(claims[1].evidence, quote=HOSTILE, cue=HOSTILE)
    return fill(replace(claims[1], subject=subject, evidence=evidence))


@pytest.mark.parametrize("format", FORMATS)
def test_same_claims_in_another_order_give_the_same_text(
    fill: Fill, claims: tuple[Claim[Entity], ...], format: str
) -> None:
    assert exported(fill(*claims), format) == exported(fill(*reversed(claims)), format) != ""


@pytest.mark.parametrize("format", FORMATS)
def test_format_says_what_it_is_for_and_ends_with_a_line_end(store: ox.Store, format: str) -> None:
    assert FORMATS[format].help
    assert FORMATS[format].suffix.startswith(".")
    assert exported(store, format).rstrip("\n") + "\n" == exported(store, format)


@pytest.mark.parametrize("format", ["nquads", "trig", "jsonld"])
def test_formats_for_several_graphs_hold_everything(store: ox.Store, hostile: ox.Store, format: str) -> None:
    assert set(read(exported(store, format), format)) == set(store)
    assert set(read(exported(hostile, format), format)) == set(hostile)


@pytest.mark.parametrize("format", ["ntriples", "turtle"])
def test_formats_for_one_graph_hold_the_claims(store: ox.Store, claims: tuple[Claim[Entity], ...], format: str) -> None:
    back = read(exported(store, format), format)
    assert set(decode(back, base=BASE)) == set(claims)
    assert list(back.named_graphs()) == []


@pytest.mark.parametrize("format", ["nquads", "ntriples"])
def test_lines_are_in_the_order_of_their_bytes(store: ox.Store, hostile: ox.Store, format: str) -> None:
    for text in (exported(store, format), exported(hostile, format)):
        lines = text.encode().split(b"\n")[:-1]
        assert lines == sorted(set(lines))


# rdflib's own parsers still use what rdflib deprecates.
@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    ("format", "name"), [("turtle", "turtle"), ("ntriples", "nt"), ("trig", "trig"), ("jsonld", "json-ld")]
)
def test_rdflib_reads_what_is_exported(store: ox.Store, format: str, name: str) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=exported(store, format), format=name)
    claims = dataset.quads((None, rdflib.RDF.type, rdflib.URIRef(ONTOLOGY + "Claim"), None))
    assert len(list(claims)) == 8


def test_turtle_has_the_prefixes_of_the_graph(store: ox.Store) -> None:
    assert "\nent:norland a kg:State ;" in exported(store, "turtle")


def test_rdf12_makes_every_proposition_a_reifier_of_its_triple(
    store: ox.Store, claims: tuple[Claim[Entity], ...]
) -> None:
    back = ox.Store()
    back.load(exported(store, "rdf12").encode(), format=ox.RdfFormat.TURTLE)
    reifiers = list(back.quads_for_pattern(None, ox.NamedNode(RDF + "reifies"), None, None))
    reified = {quad.object for quad in reifiers}
    triples = {
        ox.Triple(
            *(ox.NamedNode(iri) for iri in (f"{BASE}entity/{c.subject.id}", c.relation, f"{BASE}entity/{c.object.id}"))
        )
        for c in claims
    }
    assert reified == triples
    assert len(reifiers) == 7
    assert not list(back.quads_for_pattern(None, ox.NamedNode(RDF + "predicate"), None, None))


def test_network_has_a_node_for_each_entity_and_an_edge_for_each_claim(claims: tuple[Claim[Entity], ...]) -> None:
    graph = to_networkx(claims)
    assert set(graph) == {entity.id for claim in claims for entity in (claim.subject, claim.object)}
    assert graph.nodes["norland"] == {"label": "Norland", "type": "State"}
    rejected = claims[2]
    assert graph.edges["southmark", "lake-treaty", claim_id(rejected)] == {
        "relation": "rejects",
        "polarity": "affirmed",
        "modality": "asserted",
        "tense": "past",
        "holder": "Officials in Arvania > Ida Lind",
        "quote": "Southmark had rejected the Lake Treaty",
        "cue": "rejected",
        "document": "d1",
        "start": rejected.evidence.span.start,
        "end": rejected.evidence.span.end,
        "confidence": 0.8,
    }
    deployed = graph.edges["norland", "arvania", claim_id(claims[4])]
    assert (deployed["value"], deployed["unit"], deployed["approximate"]) == (800.0, "troops", True)
    assert (deployed["upper"], deployed["valid_until"]) == (1200.0, "2026")
    assert "valid_from" not in deployed


def test_attributes_of_the_network_are_plain(claims: tuple[Claim[Entity], ...]) -> None:
    graph = to_networkx(claims)
    values = [value for *_, attributes in graph.edges(data=True) for value in attributes.values()]
    values += [value for _, attributes in graph.nodes(data=True) for value in attributes.values()]
    assert {type(value) for value in values} == {str, int, float, bool}


def test_network_is_the_same_whatever_the_order_of_the_claims(claims: tuple[Claim[Entity], ...]) -> None:
    def items(claims: Iterable[Claim[Entity]]) -> list[object]:
        graph = to_networkx(claims)
        return [*graph.nodes(data=True), *graph.edges(keys=True, data=True)]

    assert items(claims) == items(reversed(claims))


def test_networkx_reads_graphml_back(store: ox.Store, claims: tuple[Claim[Entity], ...]) -> None:
    back, expected = networkx.parse_graphml(exported(store, "graphml")), to_networkx(claims)
    assert sorted(back.nodes(data="label")) == sorted(expected.nodes(data="label"))
    for *ends, attributes in expected.edges(data=True):
        assert [*ends, attributes] in [list(edge) for edge in back.edges(data=True)]
    assert back.number_of_edges() == expected.number_of_edges() == len(claims)


def test_networkx_reads_gexf_back_with_the_passage_under_names_of_its_own(
    store: ox.Store, claims: tuple[Claim[Entity], ...]
) -> None:
    back = networkx.read_gexf(io.BytesIO(exported(store, "gexf").encode()))
    assert back.number_of_edges() == len(claims)
    assert back.nodes["norland"]["type"] == "State"
    edge = next(data for *_, data in back.edges(data=True) if data["quote"] == "Southmark had rejected the Lake Treaty")
    assert (edge["quote_start"], edge["relation"]) == (claims[2].evidence.span.start, "rejects")
    assert "start" not in edge
    assert "lastmodifieddate" not in exported(store, "gexf")


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_characters_that_xml_cannot_hold_are_replaced(hostile: ox.Store, format: str) -> None:
    file = io.BytesIO(exported(hostile, format).encode())
    graph = networkx.read_graphml(file) if format == "graphml" else networkx.read_gexf(file)
    (data,) = [data for *_, data in graph.edges(data=True)]
    assert data["quote"] == 'a "b"\n<c> & \ufffd\ufffd\ufffd, é😀 ]]>'


def test_csv_has_a_row_for_each_claim_in_words_and_iris(store: ox.Store, claims: tuple[Claim[Entity], ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(store, "csv"))))
    assert [row["quote"] for row in rows] == [claim.evidence.quote for claim in claims]
    (denied,) = [row for row in rows if row["polarity"] == "denied"]
    assert denied == {
        "claim": claim_iri(claims[3], base=BASE),
        "subject": "Southmark",
        "relation": "does not reject",
        "object": "Lake Treaty",
        "polarity": "denied",
        "modality": "asserted",
        "tense": "past",
        "valid_from": "2025-03-03",
        "valid_until": "2025-03-03",
        "holder": "",
        "value": "",
        "upper": "",
        "unit": "",
        "of": "",
        "approximate": "",
        "quote": "Southmark has not rejected the Lake Treaty",
        "cue": "rejected",
        "document": "Talks on the Lake Treaty",
        "source": "news/treaty.txt",
        "published": "2025-03-04",
        "start": str(claims[3].evidence.span.start),
        "end": str(claims[3].evidence.span.end),
        "confidence": "1",
        "subject_iri": BASE + "entity/southmark",
        "subject_type": "State",
        "relation_iri": ONTOLOGY + "rejects",
        "object_iri": BASE + "entity/lake-treaty",
        "object_type": "Instrument",
        "document_iri": BASE + "document/d1",
    }


def test_csv_keeps_numbers_and_hostile_texts(store: ox.Store, hostile: ox.Store) -> None:
    (amount,) = [row for row in csv.DictReader(io.StringIO(exported(store, "csv"))) if row["value"]]
    assert (amount["value"], amount["unit"], amount["approximate"]) == ("800", "troops", "true")
    (row,) = csv.DictReader(io.StringIO(exported(hostile, "csv"), newline=""))
    assert row["quote"] == row["subject"] == HOSTILE


def test_csv_does_not_round_a_large_number(fill: Fill, claims: tuple[Claim[Entity], ...]) -> None:
    assert claims[4].quantity is not None
    claim = replace(claims[4], quantity=replace(claims[4].quantity, value=1234567.25))
    assert ",1234567.25,1200,troops," in exported(fill(claim), "csv")


def test_jsonld_is_json(store: ox.Store) -> None:
    assert json.loads(exported(store, "jsonld"))


def test_empty_graph_is_exported_in_every_format(fill: Fill) -> None:
    assert [format for format in FORMATS if not isinstance(exported(fill(), format), str)] == []
    assert exported(fill(), "csv").count("\n") == 1


def test_unknown_format_is_told_with_the_nearest(store: ox.Store) -> None:
    with pytest.raises(SettingError, match=r"no export format 'turtel'; did you mean turtle\?"):
        exported(store, "turtel")
    with pytest.raises(SettingError, match="no export format 'xlsx'; choose one of nquads, ntriples, turtle, "):
        exported(store, "xlsx")
