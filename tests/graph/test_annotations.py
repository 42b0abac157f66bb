"""Web Annotations: quotes found again in their texts, and RDF of the Web Annotation vocabulary."""

import json
from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest

from kg.graph.annotations import AROUND, CONTEXT
from kg.graph.encode import claim_iri, document_iri
from kg.graph.export import export
from kg.iris import ONTOLOGY
from kg.model import Claim, Document, Entity

from .conftest import BASE, Fill

OA, AS = "http://www.w3.org/ns/oa#", "https://www.w3.org/ns/activitystreams#"

# What http://www.w3.org/ns/anno.jsonld says of the terms used here, by https://www.w3.org/TR/annotation-vocab/.
TERMS: dict[str, Any] = {
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@vocab"},
    **{name: OA + name for name in ("Annotation", "TextQuoteSelector", "TextPositionSelector", "TextualBody")},
    **{name: OA + name for name in ("exact", "prefix", "suffix", "start", "end")},
    "AnnotationCollection": AS + "OrderedCollection",
    "AnnotationPage": AS + "OrderedCollectionPage",
    "body": {"@id": OA + "hasBody", "@type": "@id"},
    "target": {"@id": OA + "hasTarget", "@type": "@id"},
    "source": {"@id": OA + "hasSource", "@type": "@id"},
    "selector": {"@id": OA + "hasSelector", "@type": "@id"},
    "motivation": {"@id": OA + "motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": OA + "hasPurpose", "@type": "@vocab"},
    "describing": OA + "describing",
    "items": {"@id": AS + "items", "@type": "@id", "@container": "@list"},
    "first": {"@id": AS + "first", "@type": "@id"},
    "partOf": {"@id": AS + "partOf", "@type": "@id"},
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
}


@pytest.fixture
def collection(store: ox.Store, documents: tuple[Document, ...]) -> dict[str, Any]:
    texts = {document.id: document for document in documents}
    found: dict[str, Any] = json.loads(export(store, "annotations", base=BASE, documents=texts))
    return found


def test_quote_is_found_by_its_position_and_by_the_words_around_it(
    collection: dict[str, Any], claims: tuple[Claim[Entity], ...], documents: tuple[Document, ...]
) -> None:
    texts = {document_iri(document.id, base=BASE): document.text for document in documents}
    found = [annotation["target"] for annotation in collection["first"]["items"]]
    for claim, target in zip(claims, found, strict=True):
        words, place = target["selector"]
        text = texts[target["source"]]
        assert (words["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert text[place["start"] : place["end"]] == words["exact"] == claim.evidence.quote
        assert words["prefix"] + words["exact"] + words["suffix"] in text
        assert len(words["prefix"]) == min(AROUND, place["start"])


def test_body_is_the_claim_in_words_and_in_the_terms_of_the_graph(
    collection: dict[str, Any], claims: tuple[Claim[Entity], ...]
) -> None:
    words, claim = collection["first"]["items"][3]["body"]
    assert words["value"] == "Southmark does not reject Lake Treaty"
    assert claim["id"] == claim_iri(claims[3], base=BASE)
    assert claim["kg:states"]["rdf:object"]["rdfs:label"] == "Lake Treaty"
    assert (claim["kg:validFrom"], claim["kg:tense"]["id"]) == ("2025-03-03", ONTOLOGY + "past")
    deployed = collection["first"]["items"][4]["body"][1]
    assert (deployed["kg:quantityValue"], deployed["kg:quantityUpper"], deployed["kg:quantityUnit"]) == (
        800,
        1200,
        "troops",
    )


def test_collection_counts_its_annotations_and_names_the_context_of_the_standard(collection: dict[str, Any]) -> None:
    assert (collection["type"], collection["total"]) == ("AnnotationCollection", 8)
    assert collection["@context"][0] == CONTEXT
    ids = [annotation["id"] for annotation in collection["first"]["items"]]
    assert len(set(ids)) == 8


def test_annotations_are_rdf_of_the_annotation_vocabulary(
    collection: dict[str, Any], claims: tuple[Claim[Entity], ...]
) -> None:
    collection["@context"][0] = TERMS  # the same without a network
    store = ox.Store()
    store.load(json.dumps(collection), format=ox.RdfFormat.JSON_LD)
    query = f"""SELECT ?claim ?exact ?start WHERE {{
        ?annotation a <{OA}Annotation> ; <{OA}hasBody> ?claim ; <{OA}hasTarget>/<{OA}hasSelector> ?words, ?place .
        ?claim a <{ONTOLOGY}Claim> . ?words <{OA}exact> ?exact . ?place <{OA}start> ?start }}"""
    found = {(row["claim"].value, row["exact"].value, int(row["start"].value)) for row in store.query(query)}  # type: ignore[union-attr]  # a SELECT
    assert found == {(claim_iri(each, base=BASE), each.evidence.quote, each.evidence.span.start) for each in claims}


def test_speakers_stand_in_their_order(collection: dict[str, Any]) -> None:
    chain = collection["first"]["items"][2]["body"][1]["kg:holderChain"]["@list"]
    assert [speaker["rdfs:label"] for speaker in chain] == ["Officials in Arvania", "Ida Lind"]


def test_without_a_text_there_are_no_words_around_a_quote(store: ox.Store) -> None:
    words, _ = json.loads(export(store, "annotations", base=BASE))["first"]["items"][0]["target"]["selector"]
    assert words == {"type": "TextQuoteSelector", "exact": "Norland would guarantee the security of Arvania"}


def test_a_share_says_what_it_is_of(fill: Fill, claims: tuple[Claim[Entity], ...]) -> None:
    assert claims[4].quantity is not None
    store = fill(replace(claims[4], quantity=replace(claims[4].quantity, of="the land")))
    (annotation,) = json.loads(export(store, "annotations", base=BASE))["first"]["items"]
    assert annotation["body"][1]["kg:quantityOf"] == "the land"
