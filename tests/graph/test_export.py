"""Every format of export: it is read back by the tools it is for, and comes out the same each time."""

import csv
import io
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date

import networkx
import polars
import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import GraphError, SettingError
from kg.graph.encode import claim_id, claim_iri, decode
from kg.graph.export import FORMATS, export, to_networkx
from kg.iris import ONTOLOGY, PREFIXES
from kg.model import Claim, Document, Entity, Evidence, Quantity, RelationId, TimeSpan

from .conftest import BASE, Fill

RDF = PREFIXES["rdf"]
READERS = {
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
TEXTS = [name for name, format in FORMATS.items() if not format.binary]
HOSTILE = 'a "b"\n<c> & \x00\x08\ufffe, é😀 ]]>'


def exported(store: ox.Store, format: str) -> str:
    return export(store, format, base=BASE).decode()


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
def test_same_claims_in_another_order_give_the_same_bytes(
    fill: Fill, claims: tuple[Claim[Entity], ...], format: str
) -> None:
    first, second, again = (
        export(filled, format, base=BASE)
        for filled in (fill(*claims), fill(*reversed(claims)), fill(*claims[3:], *claims))
    )
    assert first == second == again != b""


@pytest.mark.parametrize("format", TEXTS)
def test_format_says_what_it_is_for_and_ends_with_a_line_end(store: ox.Store, format: str) -> None:
    assert FORMATS[format].help
    assert FORMATS[format].suffix.startswith(".")
    assert exported(store, format).rstrip("\n") + "\n" == exported(store, format)


@pytest.mark.parametrize("format", ["nquads", "trig", "jsonld"])
def test_formats_for_several_graphs_hold_everything(store: ox.Store, hostile: ox.Store, format: str) -> None:
    assert set(read(exported(store, format), format)) == set(store)
    assert set(read(exported(hostile, format), format)) == set(hostile)


@pytest.mark.parametrize("format", ["ntriples", "turtle", "rdfxml"])
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
    ("format", "name"),
    [("turtle", "turtle"), ("ntriples", "nt"), ("trig", "trig"), ("jsonld", "json-ld"), ("rdfxml", "xml")],
)
def test_rdflib_reads_what_is_exported(store: ox.Store, format: str, name: str) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=exported(store, format), format=name)
    claims = dataset.quads((None, rdflib.RDF.type, rdflib.URIRef(ONTOLOGY + "Claim"), None))
    assert len(list(claims)) == 8


def test_turtle_has_the_prefixes_of_the_graph(store: ox.Store) -> None:
    assert '\nent:norland\n    a kg:State ;\n    rdfs:label "Norland" ;\n' in exported(store, "turtle")


def test_turtle_has_a_line_for_each_value_and_none_that_another_could_change(
    fill: Fill, claims: tuple[Claim[Entity], ...]
) -> None:
    named = replace(claims[1].subject, aliases=("Norland, Kingdom of ; .", 'the "Norlanders"', "the north"))
    without = replace(named, aliases=named.aliases[:1])
    one, other = (
        exported(fill(replace(claims[1], subject=subject)), "turtle").splitlines() for subject in (named, without)
    )
    assert '        "Norland, Kingdom of ; ." ,' in one
    assert '        "the \\"Norlanders\\"" ,' in one
    assert [line for line in other if line not in one] == ['    skos:altLabel "Norland, Kingdom of ; ." ;']


def test_rdfxml_replaces_what_xml_cannot_hold_and_keeps_line_ends(
    fill: Fill, claims: tuple[Claim[Entity], ...]
) -> None:
    claim = replace(claims[1], evidence=replace(claims[1].evidence, quote="a\x00\r\nb\ufffe", cue="\r"))
    (back,) = decode(read(exported(fill(claim), "rdfxml"), "rdfxml"), base=BASE)
    graph = rdflib.Graph().parse(data=exported(fill(claim), "rdfxml"), format="xml")
    assert (back.evidence.quote, back.evidence.cue) == ("a\ufffd\r\nb\ufffd", "\r")
    assert list(map(str, graph.objects(None, rdflib.URIRef(ONTOLOGY + "quote")))) == [back.evidence.quote]


def test_relation_that_is_no_name_of_an_element_cannot_be_written_in_rdfxml(
    fill: Fill, claims: tuple[Claim[Entity], ...]
) -> None:
    claim = replace(claims[1], relation=RelationId("https://example.org/p/1"))
    with pytest.raises(GraphError, match=r"example\.org/p/1: cannot be written as an element of XML; export turtle"):
        exported(fill(claim), "rdfxml")


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
    assert graph.nodes["norland"] == {
        "label": "Norland",
        "type": "State",
        "type_iri": ONTOLOGY + "State",
        "aliases": "Kingdom of Norland | the Norlanders",
        "same_as": "http://www.wikidata.org/entity/Q0",
    }
    rejected = claims[2]
    assert graph.edges["southmark", "lake-treaty", claim_id(rejected)] == {
        "relation": "rejects",
        "relation_iri": ONTOLOGY + "rejects",
        "polarity": "affirmed",
        "modality": "asserted",
        "tense": "past",
        "holder": "Officials in Arvania > Ida Lind",
        "holder_ids": "arvania-officials > ida-lind",
        "quote": "Southmark had rejected the Lake Treaty",
        "cue": "rejected",
        "extractor": "patterns/1",
        "document": "d1",
        "start": rejected.evidence.span.start,
        "end": rejected.evidence.span.end,
        "confidence": 0.8,
    }
    deployed = graph.edges["norland", "arvania", claim_id(claims[4])]
    assert (deployed["value"], deployed["unit"], deployed["approximate"]) == (800.0, "troops", True)
    assert (deployed["upper"], deployed["valid_until"]) == (1200.0, "2026")
    assert "valid_from" not in deployed


def test_edges_have_everything_of_a_claim_and_of_its_document(
    claims: tuple[Claim[Entity], ...], documents: tuple[Document, ...]
) -> None:
    about = {
        "relation": ["relation", "relation_iri"],
        "holder": ["holder", "holder_ids"],
        "time": ["valid_from", "valid_until"],
        "quantity": ["value", "unit", "approximate", "upper", "of"],
        "evidence": ["document", "start", "end", "quote", "cue", "extractor"],
        **{name: [name] for name in ("polarity", "modality", "tense", "confidence")},
    }
    assert {"subject", "object", *about} == {field.name for field in fields(Claim)}
    assert set(about["quantity"]) == {field.name for field in fields(Quantity)}
    assert {*about["evidence"], "span"} - {"start", "end"} == {field.name for field in fields(Evidence)}
    quantity = Quantity(value=4.0, unit="percent", approximate=True, upper=5.0, of="the land")
    claim = replace(claims[2], time=TimeSpan("2024", "2025"), quantity=quantity)
    ((*_, edge),) = to_networkx([claim], {document.id: document for document in documents}).edges(data=True)
    from_document = {f"document_{name}" for name in ("title", "source", "published", "publisher")}
    assert set(edge) == {name for names in about.values() for name in names} | from_document
    assert (edge["document_source"], edge["document_published"]) == ("news/treaty.txt", "2025-03-04")
    assert (edge["of"], edge["valid_from"], edge["valid_until"]) == ("the land", "2024", "2025")


def test_network_goes_through_the_conversions_of_networkx(claims: tuple[Claim[Entity], ...]) -> None:
    graph = to_networkx(claims)
    back = networkx.node_link_graph(networkx.node_link_data(graph))
    assert networkx.utils.graphs_equal(graph, back)


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
    for *ends, key, attributes in expected.edges(keys=True, data=True):
        assert attributes.items() <= back.edges[*ends, key].items()
    edges = [attributes for *_, attributes in back.edges(data=True)]
    assert {edge["label"] for edge in edges} >= {"does not reject", "is guarantor of"}
    assert {edge["document_source"] for edge in edges} == {"news/treaty.txt", "news/league.txt"}
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
    assert edge["label"] == "rejects"
    assert "lastmodifieddate" not in exported(store, "gexf")


# https://gexf.net/schema.html: types of attributes, each with what its values look like.
GEXF_TYPES = {"string": ".*", "long": "-?[0-9]+", "double": r"-?[0-9.]+(e[+-]?[0-9]+)?", "boolean": "true|false"}


def test_gexf_keeps_the_rules_of_its_schema(store: ox.Store) -> None:
    (graph,) = ET.fromstring(exported(store, "gexf")).findall("{*}graph")
    nodes, edges = graph.findall("{*}nodes/{*}node"), graph.findall("{*}edges/{*}edge")
    ids = [[element.attrib["id"] for element in elements] for elements in (nodes, edges)]
    assert [len(set(found)) for found in ids] == [len(nodes), len(edges)]
    assert {edge.attrib[end] for edge in edges for end in ("source", "target")} <= set(ids[0])
    assert all(element.attrib["label"] for element in (*nodes, *edges))
    for kind, elements in (("node", nodes), ("edge", edges)):
        attributes = graph.iterfind(f"{{*}}attributes[@class='{kind}']/*")
        declared = {each.attrib["id"]: each.attrib["type"] for each in attributes}
        for value in (value for element in elements for value in element.iterfind("{*}attvalues/{*}attvalue")):
            assert re.fullmatch(GEXF_TYPES[declared[value.attrib["for"]]], value.attrib["value"])


def test_gexf_has_the_days_a_claim_holds(fill: Fill, claims: tuple[Claim[Entity], ...]) -> None:
    times = [TimeSpan("2024", "2024-02"), TimeSpan("2024-02-03", "2024-02-03"), TimeSpan(None, "2023")]
    text = exported(fill(*(replace(claims[1], time=time) for time in times)), "gexf")
    (graph,) = ET.fromstring(text).findall("{*}graph")
    days = {tuple(edge.get(end) for end in ("start", "end")) for edge in graph.iterfind("{*}edges/{*}edge")}
    assert days == {("2024-01-01", "2024-02-29"), ("2024-02-03", "2024-02-03"), (None, "2023-12-31")}
    assert (graph.attrib["mode"], graph.attrib["timeformat"]) == ("dynamic", "date")
    assert all(date.fromisoformat(day) for pair in days for day in pair if day)


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
        "holder_iri": "",
        "extractor": "patterns/1",
        "publisher": "The Harbour Post",
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


def test_tables_for_gephi_have_its_columns_and_fit_together(store: ox.Store, claims: tuple[Claim[Entity], ...]) -> None:
    nodes, edges = (list(csv.DictReader(io.StringIO(exported(store, f"csv-{kind}")))) for kind in ("nodes", "edges"))
    assert [(node["Id"], node["Label"]) for node in nodes][-1] == ("southmark", "Southmark")
    assert nodes[-2]["aliases"] == "Kingdom of Norland | the Norlanders"
    assert [edge["Id"] for edge in edges] == [claim_id(claim) for claim in claims]
    assert {edge[end] for edge in edges for end in ("Source", "Target")} == {node["Id"] for node in nodes}
    assert edges[2]["Label"] == "rejects"
    assert edges[2]["document_source"] == "news/treaty.txt"
    assert {edge["Type"] for edge in edges} == {"Directed"}


def test_parquet_has_the_rows_of_csv_in_columns_with_types(store: ox.Store) -> None:
    frame = polars.read_parquet(export(store, "parquet", base=BASE))
    rows = list(csv.DictReader(io.StringIO(exported(store, "csv"))))
    assert frame.columns == list(rows[0])
    assert [row["quote"] for row in frame.to_dicts()] == [row["quote"] for row in rows]
    deployed = frame.to_dicts()[4]
    assert (deployed["value"], deployed["upper"], deployed["approximate"]) == (800.0, 1200.0, True)
    assert (deployed["start"], deployed["valid_from"]) == (int(rows[4]["start"]), None)


def test_parquet_without_polars_says_what_to_install(store: ox.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(SettingError, match="polars, which is not installed; install it with `pip install polars`"):
        export(store, "parquet", base=BASE)


def test_jsonld_is_json(store: ox.Store) -> None:
    assert json.loads(exported(store, "jsonld"))


def test_empty_graph_is_exported_in_every_format(fill: Fill) -> None:
    assert [format for format in FORMATS if not export(fill(), format, base=BASE)] == []
    assert exported(fill(), "csv").count("\n") == exported(fill(), "csv-edges").count("\n") == 1


def test_unknown_format_is_told_with_the_nearest(store: ox.Store) -> None:
    with pytest.raises(SettingError, match=r"no export format 'turtel'; did you mean turtle\?"):
        exported(store, "turtel")
    with pytest.raises(SettingError, match="no export format 'xlsx'; choose one of nquads, ntriples, turtle, "):
        exported(store, "xlsx")
