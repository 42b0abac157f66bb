"""The vocabulary of claims is complete, and SHACL finds what is wrong with a graph and nothing with a right one."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.graph.encode import claim_iri
from kg.graph.shapes import ENGINES, derived, validate
from kg.graph.store import to_rdflib
from kg.iris import ONTOLOGY, PREFIXES
from kg.model import Claim, Entity, Modality, Polarity, Tense
from kg.ontology import Ontology, load
from kg.resources import resource

from .conftest import BASE, HEAD, RELATIONS, TYPES, Fill

CLAIMS = resource("ontology") / "claims.ttl"
SHAPES = resource("ontology") / "shapes.ttl"
KG = rdflib.Namespace(ONTOLOGY)
DCTERMS = rdflib.Namespace(PREFIXES["dcterms"])
XSD = rdflib.Namespace(PREFIXES["xsd"])
NORLAND = rdflib.Literal("Norland", datatype=XSD.string)  # as oxrdflib gives texts, and unequal to one without it
CLAIM, CHAINED, AMOUNT = "first claim", "claim of a chain", "claim of an amount"


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    return rdflib.Graph().parse(CLAIMS)


@pytest.fixture
def graph(store: ox.Store) -> rdflib.Graph:
    """A copy to damage."""
    copy = rdflib.Graph()
    for triple in to_rdflib(store):
        copy.add(triple)
    return copy


@pytest.fixture
def nodes(claims: tuple[Claim[Entity], ...]) -> dict[str, rdflib.URIRef]:
    chosen = {CLAIM: claims[0], CHAINED: claims[2], AMOUNT: claims[4]}
    found = {name: rdflib.URIRef(claim_iri(claim, base=BASE)) for name, claim in chosen.items()}
    others = ("entity/norland", "document/d1")
    return found | {name: rdflib.URIRef(BASE + name) for name in others}


def complaints(graph: rdflib.Graph, ontology: Ontology) -> set[str]:
    """The messages of whatever does not fit, about which both engines say the same."""
    quads = ox.Store()
    quads.bulk_load(input=graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    found, other = (validate(quads, ontology, engine=engine) for engine in ENGINES)
    assert found == other
    return {one.message for one in found}


def test_graph_that_kg_writes_conforms(graph: rdflib.Graph, ontology: Ontology) -> None:
    assert complaints(graph, ontology) == set()


@pytest.mark.parametrize(
    ("node", "property_", "value", "complaint"),
    [
        (CLAIM, KG.states, None, "A claim states exactly one proposition."),
        (CLAIM, KG.states, rdflib.URIRef(BASE + "document/d1"), "A proposition has exactly one relation."),
        (CLAIM, KG.polarity, None, "A claim is either kg:affirmed or kg:denied."),
        (CLAIM, KG.polarity, KG.perhaps, "A claim is either kg:affirmed or kg:denied."),
        (CLAIM, KG.modality, KG.affirmed, "A claim has exactly one modality."),
        (CLAIM, KG.tense, KG.yesterday, "A claim has at most one tense."),
        (CLAIM, KG.holder, rdflib.Literal("somebody"), "A claim has at most one outermost holder, an entity."),
        (CLAIM, rdflib.PROV.wasQuotedFrom, None, "A claim was quoted from exactly one document."),
        (CLAIM, KG.start, rdflib.Literal(-1), "A passage has exactly one start, at 0 or later."),
        (CLAIM, KG.start, rdflib.Literal(10_000), "A passage begins before it ends."),
        (CLAIM, KG.end, rdflib.Literal("80"), "A passage has exactly one end."),
        (CLAIM, KG.quote, rdflib.Literal(""), "A claim has exactly one quote, and it is not empty."),
        (CLAIM, KG.cue, None, "A claim has exactly one cue."),
        (
            CLAIM,
            KG.confidence,
            rdflib.Literal("1.2", datatype=XSD.decimal),
            "A claim has exactly one confidence, from 0 to 1.",
        ),
        (CLAIM, KG.confidence, rdflib.Literal(0.5), "A claim has exactly one confidence, from 0 to 1."),
        (
            CLAIM,
            KG.validTime,
            rdflib.Literal("2025"),
            "A claim's time is an xsd:gYear, xsd:gYearMonth or xsd:date, by its precision.",
        ),
        (
            CLAIM,
            KG.validFrom,
            rdflib.Literal("2025"),
            "A claim holds from an xsd:gYear, xsd:gYearMonth or xsd:date, by its precision.",
        ),
        (
            AMOUNT,
            KG.validUntil,
            rdflib.Literal("2025"),
            "A claim holds until an xsd:gYear, xsd:gYearMonth or xsd:date, by its precision.",
        ),
        (
            AMOUNT,
            KG.quantityUpper,
            rdflib.Literal("more"),
            "A quantity has at most one upper bound, an xsd:integer or xsd:decimal.",
        ),
        (AMOUNT, KG.quantityOf, rdflib.Literal(1), "A share is of one thing."),
        (AMOUNT, KG.quantityValue, rdflib.Literal("many"), "A quantity has one value, an xsd:integer or xsd:decimal."),
        (AMOUNT, KG.quantityApproximate, rdflib.Literal("yes"), "A quantity is approximate or not."),
        ("entity/norland", RDFS.label, None, "An entity has exactly one label."),
        ("entity/norland", RDF.type, None, "An entity is of exactly one type."),
        ("entity/norland", SKOS.altLabel, NORLAND, "Another name of an entity is not its label."),
        ("entity/norland", SKOS.exactMatch, rdflib.Literal("Q1"), "The same thing elsewhere is named by its IRI."),
        ("document/d1", DCTERMS.title, None, "A document has exactly one title."),
        ("document/d1", KG.extractor, None, "The claims of a document were read by exactly one extractor."),
        (
            "document/d1",
            DCTERMS.issued,
            rdflib.Literal("2025"),
            "A document's date is an xsd:gYear, xsd:gYearMonth or xsd:date, by its precision.",
        ),
    ],
)
def test_wrong_value_is_found(
    graph: rdflib.Graph,
    ontology: Ontology,
    nodes: dict[str, rdflib.URIRef],
    *,
    node: str,
    property_: rdflib.URIRef,
    value: rdflib.term.Node | None,
    complaint: str,
) -> None:
    graph.remove((nodes[node], property_, None))
    if value is not None:
        graph.add((nodes[node], property_, value))
    assert complaint in complaints(graph, ontology)


@pytest.mark.parametrize(
    ("node", "property_", "value", "complaint"),
    [
        (CLAIM, KG.modality, KG.possible, "A claim has exactly one modality."),
        (CLAIM, KG.quote, rdflib.Literal("other words"), "A claim has exactly one quote, and it is not empty."),
        (CHAINED, KG.holder, rdflib.URIRef(BASE + "entity/norland"), "A claim has at most one outermost holder, an "),
        ("entity/norland", RDFS.label, rdflib.Literal("Nordland"), "An entity has exactly one label."),
        ("document/d1", DCTERMS.title, rdflib.Literal("Other"), "A document has exactly one title."),
    ],
)
def test_second_value_is_found(
    graph: rdflib.Graph,
    ontology: Ontology,
    nodes: dict[str, rdflib.URIRef],
    *,
    node: str,
    property_: rdflib.URIRef,
    value: rdflib.term.Node,
    complaint: str,
) -> None:
    graph.add((nodes[node], property_, value))
    assert any(found.startswith(complaint) for found in complaints(graph, ontology))


@pytest.mark.parametrize("missing", [KG.quantityValue, KG.quantityUnit, KG.quantityApproximate])
def test_quantity_is_whole_or_absent(
    graph: rdflib.Graph, ontology: Ontology, nodes: dict[str, rdflib.URIRef], missing: rdflib.URIRef
) -> None:
    graph.remove((nodes[AMOUNT], missing, None))
    assert complaints(graph, ontology)


def test_time_is_a_point_or_a_span(graph: rdflib.Graph, ontology: Ontology, nodes: dict[str, rdflib.URIRef]) -> None:
    graph.add((nodes[AMOUNT], KG.validTime, rdflib.Literal("2025", datatype=XSD.gYear)))
    assert complaints(graph, ontology)


def test_chain_begins_with_the_holder(graph: rdflib.Graph, ontology: Ontology, nodes: dict[str, rdflib.URIRef]) -> None:
    graph.set((nodes[CHAINED], KG.holder, rdflib.URIRef(BASE + "entity/norland")))
    assert complaints(graph, ontology)


def test_broken_chain_is_found(graph: rdflib.Graph, ontology: Ontology, nodes: dict[str, rdflib.URIRef]) -> None:
    link = graph.value(nodes[CHAINED], KG.holderChain)
    graph.remove((link, RDF.rest, None))
    assert complaints(graph, ontology) == {
        "A link of a chain of holders has exactly one next link, rdf:nil at the end."
    }


@pytest.mark.parametrize("part", [RDF.subject, RDF.predicate, RDF.object])
def test_proposition_is_whole(graph: rdflib.Graph, ontology: Ontology, part: rdflib.URIRef) -> None:
    proposition = next(graph.objects(None, KG.states))
    graph.remove((proposition, part, None))
    assert [one for one in complaints(graph, ontology) if one.startswith("A proposition has exactly one")]


def test_proposition_that_nobody_states_is_found(
    graph: rdflib.Graph, ontology: Ontology, nodes: dict[str, rdflib.URIRef]
) -> None:
    graph.remove((nodes[CLAIM], None, None))
    assert complaints(graph, ontology) == {"A proposition is stated by at least one claim."}


def test_terms_of_the_vocabulary_have_a_label_and_a_definition(vocabulary: rdflib.Graph) -> None:
    declared = {term for term in vocabulary.subjects(RDF.type) if str(term).startswith(ONTOLOGY)}
    assert len(declared) > 40
    for term in declared:
        assert len(list(vocabulary.objects(term, RDFS.label))) == 1, term
        assert len(list(vocabulary.objects(term, SKOS.definition))) == 1, term


def test_every_property_and_value_that_a_graph_uses_is_in_the_vocabulary(
    graph: rdflib.Graph, vocabulary: rdflib.Graph, claims: tuple[Claim[Entity], ...]
) -> None:
    relations = {rdflib.URIRef(claim.relation) for claim in claims}
    types = {rdflib.URIRef(one.type) for claim in claims for one in claim.arguments}
    used = {term for triple in graph for term in triple if str(term).startswith(ONTOLOGY)} - relations - types
    assert {KG.Claim, KG.states, KG.denied, KG.holderChain, KG.quantityApproximate} <= used
    assert {term for term in used if (term, RDF.type, None) not in vocabulary} == set()


@pytest.mark.parametrize(("values", "class_"), [(Polarity, "Polarity"), (Modality, "Modality"), (Tense, "Tense")])
def test_values_are_those_of_the_program(
    vocabulary: rdflib.Graph, values: type[Polarity] | type[Modality] | type[Tense], class_: str
) -> None:
    assert set(vocabulary.subjects(RDF.type, KG[class_])) == {KG[str(value)] for value in values}


def test_classes_of_claims_are_no_entity_types(tmp_path: Path) -> None:
    small = tmp_path / "small.ttl"
    small.write_text(HEAD + TYPES, "utf-8")
    assert load(small, CLAIMS, SHAPES).types == load(small).types
    assert load(small, CLAIMS, SHAPES).relations == {}


def test_ontology_has_a_version_and_a_licence(vocabulary: rdflib.Graph) -> None:
    header = rdflib.URIRef(ONTOLOGY.removesuffix("#"))
    assert vocabulary.value(header, OWL.versionInfo)
    assert vocabulary.value(header, DCTERMS.license)


# What the ontology asks of the ends of its relations

ENDS = """
kg:supports a kg:Relation ; rdfs:label "supports" ; rdfs:domain kg:Actor ; rdfs:range kg:Instrument .
kg:rejects a kg:Relation ; rdfs:label "rejects" ; rdfs:domain kg:Person, kg:Group ; rdfs:range kg:Thing .
"""


@pytest.fixture
def asking(tmp_path: Path) -> Ontology:
    """An ontology in which two relations ask something of their ends."""
    file = tmp_path / "asking.ttl"
    kept = [line for line in RELATIONS.split(" .\n") if "kg:supports a" not in line and "kg:rejects a" not in line]
    file.write_text(HEAD + "kg:Thing a owl:Class .\n" + TYPES + " .\n".join(kept) + ENDS, "utf-8")
    return load(file)


def test_ends_of_the_types_that_a_relation_asks_for_fit(
    fill: Fill, claims: tuple[Claim[Entity], ...], asking: Ontology
) -> None:
    for engine in ENGINES:  # Norland is a State, which is an Actor
        assert validate(fill(claims[1]), asking, engine=engine) == ()


def test_ends_of_other_types_are_named_with_their_relation(
    fill: Fill, claims: tuple[Claim[Entity], ...], asking: Ontology
) -> None:
    claim = claims[1]
    turned = replace(claim, subject=claim.object, object=claim.subject)
    for engine in ENGINES:
        found = validate(fill(turned, claims[2]), asking, engine=engine)
        assert [(one.focus, one.value.removeprefix(BASE + "entity/"), one.message) for one in found] == [
            (KG.rejects.toPython(), "southmark", "The subject of 'rejects' is of type Group or Person."),
            (KG.supports.toPython(), "norland", "The object of 'supports' is of type Instrument."),
            (KG.supports.toPython(), "lake-treaty", "The subject of 'supports' is of type Actor."),
        ]


def test_a_proposition_that_is_only_denied_is_looked_at_too(
    fill: Fill, claims: tuple[Claim[Entity], ...], asking: Ontology
) -> None:
    for engine in ENGINES:
        assert [one.focus for one in validate(fill(claims[3]), asking, engine=engine)] == [str(KG.rejects)]


def test_relations_that_ask_for_nothing_have_no_shape_of_their_ends(ontology: Ontology) -> None:
    assert ontology.relations
    assert not list(derived(ontology).triples((None, rdflib.SH.path, None)))


def test_every_relation_of_kg_has_a_shape() -> None:
    known = load(resource("ontology"))
    shaped = set(derived(known).objects(None, rdflib.SH.targetNode))
    assert shaped == {rdflib.URIRef(one) for one in known.relations}


def test_every_shape_by_hand_has_a_message_of_its_own() -> None:
    shapes = rdflib.Graph().parse(SHAPES)
    named = {*shapes.subjects(RDF.type, rdflib.SH.NodeShape)}
    direct = {*shapes.objects(None, rdflib.SH.property)} & {*shapes.subjects(rdflib.SH.message)}
    assert named <= {*shapes.subjects(rdflib.SH.message)}
    assert len(direct) > 40
