"""Claims as RDF: decoding is the exact inverse, and the shape is the one the vocabulary promises."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from unicodedata import normalize

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ClaimError, DocumentError, GraphError
from kg.graph.encode import (
    ONTOLOGY_GRAPH,
    claim_iri,
    decode,
    document_iri,
    entity_iri,
    label,
    ontology_quads,
    proposition_iri,
    quads,
)
from kg.graph.store import to_rdflib
from kg.iris import ONTOLOGY, PREFIXES
from kg.model import (
    Claim,
    Document,
    DocumentId,
    Entity,
    EntityId,
    Evidence,
    Modality,
    Polarity,
    Quantity,
    RelationId,
    Span,
    Tense,
    TimeSpan,
    TypeId,
    Use,
)
from kg.ontology import Ontology

from .conftest import BASE, Fill

RDF = PREFIXES["rdf"]
RDFS = PREFIXES["rdfs"]
DCTERMS = PREFIXES["dcterms"]
XSD = PREFIXES["xsd"]

HOSTILE = {
    "quotes": """he said "no" and 'no' and '''no'''""",
    "line ends": "line\nline\r\n\tend",
    "markup": "<b>&amp;</b> <urn:x>",
    "backslashes": "back\\slash \\u0041",
    "other scripts": "Київ 😀 e\u0301 \u202e",
    "control characters": "\x00\x01\x7f\x85\ufffe",
    "signs of IRIs and queries": "${x} {y} %41 #frag ?q",
    "a space": " ",
}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
names = texts.filter(bool)
ids = names.map(lambda name: normalize("NFC", name))
wikidata = st.integers(1, 99).map(lambda number: f"http://www.wikidata.org/entity/Q{number}")


days = st.dates(date(1000, 1, 1)).map(date.isoformat)
partial_dates = days | days.map(lambda day: day[:7]) | days.map(lambda day: day[:4])
some_times = st.builds(TimeSpan, partial_dates, st.none() | partial_dates) | partial_dates.map(
    lambda end: TimeSpan(None, end)
)


def some_use(alias: str) -> st.SearchStrategy[Use]:
    documents = st.sets(ids.map(DocumentId), min_size=1, max_size=2).map(lambda found: tuple(sorted(found)))
    return st.builds(Use, st.just(alias), st.integers(1, 10**6), documents)


@st.composite
def some_entities(draw: st.DrawFn) -> list[Entity]:
    found = []
    for id_ in draw(st.lists(ids, min_size=1, max_size=4, unique=True)):
        known = draw(names)
        aliases = draw(st.sets(names, max_size=3)) - {known}
        found.append(
            Entity(
                id=EntityId(id_),
                label=known,
                type=TypeId(ONTOLOGY + draw(st.sampled_from(["State", "Topic"]))),
                aliases=tuple(sorted(aliases)),
                same_as=tuple(sorted(draw(st.sets(wikidata, max_size=2)))),
                uses=tuple(sorted(draw(some_use(alias)) for alias in sorted(aliases) if draw(st.booleans()))),
            )
        )
    return found


@st.composite
def some_claims(draw: st.DrawFn) -> list[Claim[Entity]]:
    entity = st.sampled_from(draw(some_entities()))
    documents = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    start = st.integers(0, 10**6)
    quantities = st.builds(
        Quantity,
        value=st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 10**12).map(float),
        unit=texts,
        approximate=st.booleans(),
        upper=st.none() | st.integers(0, 10**12).map(float),
        of=texts,
    )
    built = st.builds(
        Claim,
        subject=entity,
        relation=st.sampled_from(["opposes", "supports"]).map(lambda name: RelationId(ONTOLOGY + name)),
        object=entity,
        evidence=st.builds(
            Evidence,
            document=st.sampled_from(documents).map(DocumentId),
            span=start.map(lambda begin: Span(begin, begin + 5)),
            quote=texts,
            cue=texts,
            extractor=st.just("patterns/1"),
        ),
        holder=st.lists(entity, max_size=3).map(tuple),
        polarity=st.sampled_from(Polarity),
        modality=st.sampled_from(Modality),
        tense=st.none() | st.sampled_from(Tense),
        time=st.none() | some_times,
        quantity=st.none() | quantities,
        confidence=st.integers(0, 100).map(lambda hundredths: hundredths / 100),
    )
    return draw(st.lists(built, max_size=6, unique_by=lambda claim: claim_iri(claim, base=BASE)))


def documents_of(claims: Iterable[Claim[Entity]]) -> list[Document]:
    return [
        Document(id=id_, text="", title="", source="") for id_ in sorted({claim.evidence.document for claim in claims})
    ]


def filled(claims: Iterable[Claim[Entity]], documents: Iterable[Document]) -> ox.Store:
    store = ox.Store()
    store.extend(quads(claims, documents, base=BASE, extractor="patterns/1"))
    return store


def value(store: ox.Store, iri: str, property_: str) -> ox.Literal | ox.NamedNode | None:
    found = [quad.object for quad in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(property_), None, None)]
    assert len(found) < 2
    return found[0] if found else None  # type: ignore[return-value]  # there are no blank nodes, as another test says


@settings(max_examples=150, deadline=None)
@given(some_claims())
def test_decoding_gives_back_the_claims(claims: list[Claim[Entity]]) -> None:
    store = filled(claims, documents_of(claims))
    assert set(decode(store, base=BASE)) == set(claims)


@settings(max_examples=50, deadline=None)
@given(some_claims())
def test_decoding_gives_back_the_claims_after_nquads_were_written_and_read(claims: list[Claim[Entity]]) -> None:
    first, second = filled(claims, documents_of(claims)), ox.Store()
    second.load(first.dump(format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS)
    assert set(decode(second, base=BASE)) == set(claims)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_texts_of_every_kind_come_back_as_they_were(claims: tuple[Claim[Entity], ...], text: str) -> None:
    thing = Entity(
        id=EntityId(normalize("NFC", text)), label=text, type=TypeId(ONTOLOGY + "Topic"), aliases=(text + "2",)
    )
    evidence = replace(claims[0].evidence, document=DocumentId(normalize("NFC", text)), quote=text, cue=text)
    quantity = Quantity(value=1.5, unit=text)
    claim = replace(claims[0], subject=thing, evidence=evidence, quantity=quantity, holder=(thing, claims[0].object))
    document = Document(id=evidence.document, text=text, title=text, source=text, publisher=text, licence=text)
    store = filled([claim], [document])
    assert list(decode(store, base=BASE)) == [claim]
    assert value(store, document_iri(document.id, base=BASE), DCTERMS + "title") == ox.Literal(text)


def test_claims_come_in_the_order_of_their_iris(store: ox.Store, claims: tuple[Claim[Entity], ...]) -> None:
    found = list(decode(store, base=BASE))
    assert found == sorted(claims, key=lambda claim: claim_iri(claim, base=BASE))


def test_same_claims_in_another_order_give_the_same_quads(
    fill: Fill, store: ox.Store, claims: tuple[Claim[Entity], ...]
) -> None:
    assert set(fill(*reversed(claims))) == set(store)


def test_denied_claim_has_no_direct_triple(fill: Fill, claims: tuple[Claim[Entity], ...]) -> None:
    denied = claims[3]
    store = fill(denied)
    assert not list(store.quads_for_pattern(None, ox.NamedNode(denied.relation), None, ox.DefaultGraph()))
    assert value(store, claim_iri(denied, base=BASE), ONTOLOGY + "polarity") == ox.NamedNode(ONTOLOGY + "denied")


@pytest.mark.parametrize("polarity", Polarity)
@pytest.mark.parametrize("modality", Modality)
def test_direct_triple_stands_for_affirmed_and_asserted_claims_only(
    fill: Fill, claims: tuple[Claim[Entity], ...], polarity: Polarity, modality: Modality
) -> None:
    claim = replace(claims[0], polarity=polarity, modality=modality)
    subject, relation = ox.NamedNode(entity_iri(claim.subject.id, base=BASE)), ox.NamedNode(claim.relation)
    direct = list(fill(claim).quads_for_pattern(subject, relation, None, None))
    assert len(direct) == (1 if polarity is Polarity.AFFIRMED and modality is Modality.ASSERTED else 0)


def test_claims_on_the_same_three_things_share_their_proposition(claims: tuple[Claim[Entity], ...]) -> None:
    affirmed, denied = claims[2], claims[3]
    assert proposition_iri(affirmed, base=BASE) == proposition_iri(denied, base=BASE)
    assert claim_iri(affirmed, base=BASE) != claim_iri(denied, base=BASE)


def test_there_are_no_blank_nodes_and_claims_are_in_the_default_graph(store: ox.Store) -> None:
    for quad in store:
        assert isinstance(quad.subject, ox.NamedNode)
        assert not isinstance(quad.object, ox.BlankNode)
        assert quad.graph_name in (ox.DefaultGraph(), ox.NamedNode(ONTOLOGY_GRAPH))
    assert list(store.named_graphs()) == [ox.NamedNode(ONTOLOGY_GRAPH)]


def test_text_of_a_document_is_not_in_the_graph(store: ox.Store, treaty: Document) -> None:
    assert treaty.text not in {quad.object.value for quad in store if isinstance(quad.object, ox.Literal)}


@pytest.mark.parametrize(
    ("published", "datatype"), [("2021", "gYear"), ("2021-03", "gYearMonth"), ("2021-03-04", "date")]
)
def test_date_is_typed_by_its_precision(treaty: Document, published: str, datatype: str) -> None:
    store = filled([], [replace(treaty, published=published)])
    expected = ox.Literal(published, datatype=ox.NamedNode(XSD + datatype))
    assert value(store, document_iri(treaty.id, base=BASE), DCTERMS + "issued") == expected


@pytest.mark.parametrize(
    "published", ["", "21", "2021-3", "2021-13", "2021-02-30", "20210304", "2021-03-04T10:00", "٢٠٢١"]
)
def test_date_that_is_none_is_refused(treaty: Document, published: str) -> None:
    with pytest.raises(DocumentError, match=r"news/treaty\.txt: .* is not an ISO 8601 date; write 2021, 2021-03 or"):
        filled([], [replace(treaty, published=published)])


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (TimeSpan("2021-03", "2021-03"), {"validTime": ("2021-03", "gYearMonth")}),
        (TimeSpan("2014", None), {"validFrom": ("2014", "gYear")}),
        (TimeSpan(None, "2021-03-04"), {"validUntil": ("2021-03-04", "date")}),
        (TimeSpan("2014", "2016-05"), {"validFrom": ("2014", "gYear"), "validUntil": ("2016-05", "gYearMonth")}),
    ],
    ids=str,
)
def test_time_is_one_triple_or_one_for_each_end(
    fill: Fill, claims: tuple[Claim[Entity], ...], time: TimeSpan, expected: dict[str, tuple[str, str]]
) -> None:
    claim = replace(claims[0], time=time)
    store, node = fill(claim), claim_iri(claim, base=BASE)
    for name in ("validTime", "validFrom", "validUntil"):
        text, datatype = expected.get(name, ("", ""))
        literal = ox.Literal(text, datatype=ox.NamedNode(XSD + datatype)) if text else None
        assert value(store, node, ONTOLOGY + name) == literal


@pytest.mark.parametrize(
    ("time", "message"),
    [(TimeSpan("2021-02-30", None), "'2021-02-30': is not an ISO 8601 date"), (TimeSpan(None, None), "neither start")],
    ids=str,
)
def test_time_that_is_none_is_refused(
    fill: Fill, claims: tuple[Claim[Entity], ...], time: TimeSpan, message: str
) -> None:
    with pytest.raises(ClaimError, match=message):
        fill(replace(claims[0], time=time))


def test_claims_that_differ_in_nothing_but_their_time_are_two(claims: tuple[Claim[Entity], ...]) -> None:
    dated = replace(claims[0], time=TimeSpan("2021", "2021"))
    assert claim_iri(dated, base=BASE) != claim_iri(claims[0], base=BASE)


@pytest.mark.parametrize(
    ("number", "text", "datatype"),
    [
        (800.0, "800", "integer"),
        (800, "800", "integer"),
        (0.5, "0.5", "decimal"),
        (-2.5e-7, "-0.00000025", "decimal"),
        (1e21, "1000000000000000000000", "integer"),
        (-0.0, "0", "integer"),
    ],
)
def test_numbers_are_written_in_the_form_every_store_keeps(
    fill: Fill, claims: tuple[Claim[Entity], ...], number: float, text: str, datatype: str
) -> None:
    claim = replace(claims[4], quantity=Quantity(value=number, unit="troops"))
    expected = ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))
    assert value(fill(claim), claim_iri(claim, base=BASE), ONTOLOGY + "quantityValue") == expected


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_quantity_that_is_no_number_is_refused(fill: Fill, claims: tuple[Claim[Entity], ...], number: float) -> None:
    with pytest.raises(ClaimError, match="is no number that can be written; leave"):
        fill(replace(claims[4], quantity=Quantity(value=number, unit="troops")))


def test_confidence_is_kept_to_two_decimals(fill: Fill, claims: tuple[Claim[Entity], ...]) -> None:
    claim = replace(claims[0], confidence=0.8571)
    assert [claim.confidence for claim in decode(fill(claim), base=BASE)] == [0.86]


def test_of_two_claims_that_differ_in_confidence_the_surer_is_kept(
    fill: Fill, claims: tuple[Claim[Entity], ...]
) -> None:
    sure, unsure = replace(claims[0], confidence=0.9), replace(claims[0], confidence=0.4)
    assert list(decode(fill(unsure, sure), base=BASE)) == list(decode(fill(sure, unsure), base=BASE)) == [sure]


def test_holder_is_the_outermost_speaker(store: ox.Store, claims: tuple[Claim[Entity], ...]) -> None:
    node = claim_iri(claims[2], base=BASE)
    assert value(store, node, ONTOLOGY + "holder") == ox.NamedNode(BASE + "entity/arvania-officials")
    assert value(store, claim_iri(claims[0], base=BASE), ONTOLOGY + "holder") is None
    assert value(store, claim_iri(claims[6], base=BASE), ONTOLOGY + "holderChain") is None


def test_holder_chain_is_a_list_for_rdflib(store: ox.Store, claims: tuple[Claim[Entity], ...]) -> None:
    graph = to_rdflib(store)
    chain = graph.value(rdflib.URIRef(claim_iri(claims[2], base=BASE)), rdflib.URIRef(ONTOLOGY + "holderChain"))
    assert chain is not None
    members = [str(member) for member in graph.items(chain)]
    assert members == [BASE + "entity/arvania-officials", BASE + "entity/ida-lind"]


def test_plain_claim_takes_ten_triples_its_proposition_three_and_its_index_one(
    fill: Fill, claims: tuple[Claim[Entity], ...]
) -> None:
    store = fill(replace(claims[0], modality=Modality.ASSERTED))
    own = Counter(_local(quad).partition("/")[0] for quad in store)
    direct = [quad for quad in store if _local(quad).startswith("entity/") and ONTOLOGY in quad.predicate.value]
    assert (own["claim"], own["proposition"], len(direct)) == (10, 3, 1)


def _local(quad: ox.Quad) -> str:
    assert isinstance(quad.subject, ox.NamedNode)
    return quad.subject.value.removeprefix(BASE)


def test_ids_are_percent_encoded_nfc() -> None:
    assert entity_iri(EntityId("cafe\u0301 <x>/y"), base=BASE) == BASE + "entity/caf%C3%A9%20%3Cx%3E%2Fy"


def test_claim_on_a_document_that_is_not_given_is_refused(claims: tuple[Claim[Entity], ...]) -> None:
    with pytest.raises(ClaimError, match="its document 'd1' is not given"):
        filled(claims[:1], [])


def test_claim_of_another_extractor_is_refused(fill: Fill, claims: tuple[Claim[Entity], ...]) -> None:
    evidence = replace(claims[0].evidence, extractor="model/2")
    with pytest.raises(ClaimError, match="read by 'model/2', the graph by 'patterns/1'"):
        fill(replace(claims[0], evidence=evidence))


def test_two_entities_with_one_id_are_refused(fill: Fill, claims: tuple[Claim[Entity], ...]) -> None:
    other = replace(claims[0].subject, label="Nordland")
    with pytest.raises(GraphError, match="have the same id"):
        fill(claims[0], replace(claims[1], subject=other))


def test_type_that_is_no_iri_is_refused(fill: Fill, claims: tuple[Claim[Entity], ...]) -> None:
    with pytest.raises(GraphError, match="'State': is not an absolute IRI"):
        fill(replace(claims[0], subject=replace(claims[0].subject, type=TypeId("State"))))


def test_another_base_is_named(store: ox.Store) -> None:
    with pytest.raises(GraphError, match=r"does not begin with https://other\.example/"):
        list(decode(store, base="https://other.example/"))


def test_document_that_the_folder_lacks_is_named(store: ox.Store) -> None:
    with pytest.raises(GraphError, match="read from document 'd2', which the graph folder lacks"):
        list(decode(store, base=BASE, documents={DocumentId("d1")}))


@pytest.mark.parametrize("property_", ["states", "polarity", "modality", "quote", "start", "confidence"])
def test_claim_that_lacks_something_is_named(store: ox.Store, property_: str) -> None:
    for quad in list(store.quads_for_pattern(None, ox.NamedNode(ONTOLOGY + property_), None, None)):
        store.remove(quad)
    with pytest.raises(GraphError, match=f"has no {ONTOLOGY}{property_}; the graph is broken"):
        list(decode(store, base=BASE))


def test_words_of_the_ontology_are_in_a_graph_of_their_own(ontology: Ontology) -> None:
    found = {(quad.subject.value, quad.predicate.value, quad.object) for quad in ontology_quads(ontology)}  # type: ignore[union-attr]  # no blank nodes
    rejects = ONTOLOGY + "rejects"
    assert (rejects, RDFS + "label", ox.Literal("rejects")) in found
    assert (rejects, ONTOLOGY + "deniedLabel", ox.Literal("does not reject")) in found
    assert (rejects, RDFS + "subPropertyOf", ox.NamedNode(ONTOLOGY + "opposes")) in found
    assert (rejects, ONTOLOGY + "stance", ox.NamedNode(ONTOLOGY + "adversarial")) in found
    assert (ONTOLOGY + "State", RDFS + "subClassOf", ox.NamedNode(ONTOLOGY + "Thing")) in found
    assert {quad.graph_name for quad in ontology_quads(ontology)} == {ox.NamedNode(ONTOLOGY_GRAPH)}


def test_label_is_found_for_entities_relations_and_types(store: ox.Store) -> None:
    iris = (BASE + "entity/norland", ONTOLOGY + "rejects", ONTOLOGY + "State", BASE + "entity/nobody")
    assert [label(store, iri) for iri in iris] == ["Norland", "rejects", "State", ""]


def test_only_subjects_objects_and_holders_of_claims_are_entities(
    fill: Fill, claims: tuple[Claim[Entity], ...]
) -> None:
    store = fill(claims[6])
    entities = {_local(quad) for quad in store if _local(quad).startswith("entity/")}
    assert entities == {"entity/arvania", "entity/coastal-league", "entity/ida-lind"}
    assert value(store, BASE + "entity/arvania", RDF + "type") == ox.NamedNode(ONTOLOGY + "State")
