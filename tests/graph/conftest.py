"""Two made-up documents, their claims, a small ontology and the store of them: enough to have one of everything."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.graph.encode import ontology_quads, quads
from kg.iris import ONTOLOGY
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
from kg.ontology import Ontology, Relation, load

HEAD = """
@prefix kg: <https://w3id.org/kg-claims/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TYPES = """
kg:Actor a owl:Class ; rdfs:subClassOf kg:Thing .
kg:State a owl:Class ; rdfs:subClassOf kg:Actor ; rdfs:label "State" .
kg:Person a owl:Class ; rdfs:subClassOf kg:Actor ; rdfs:label "Person" .
kg:Group a owl:Class ; rdfs:subClassOf kg:Actor ; rdfs:label "Group" .
kg:Instrument a owl:Class ; rdfs:subClassOf kg:Thing ; rdfs:label "Instrument" .
kg:Topic a owl:Class ; rdfs:subClassOf kg:Thing ; rdfs:label "Topic" ; kg:headNoun "*" .
"""
RELATIONS = """
kg:opposes a kg:Relation ; rdfs:label "opposes" ; kg:deniedLabel "does not oppose" ; kg:stance kg:adversarial ;
    skos:definition "Is against it." .
kg:rejects a kg:Relation ; rdfs:label "rejects" ; kg:deniedLabel "does not reject" ; kg:stance kg:adversarial ;
    rdfs:subPropertyOf kg:opposes .
kg:supports a kg:Relation ; rdfs:label "supports" ; kg:deniedLabel "does not support" ; kg:stance kg:supportive .
kg:guarantorOf a kg:Relation ; rdfs:label "is guarantor of" ; kg:deniedLabel "is not guarantor of" .
kg:backstopOf a kg:Relation ; rdfs:label "is backstop of" ; kg:deniedLabel "is not backstop of" .
kg:deploysTo a kg:Relation ; rdfs:label "deploys to" ; kg:deniedLabel "does not deploy to" .
kg:requires a kg:Relation ; rdfs:label "requires" ; kg:deniedLabel "does not require" .
kg:mediates a kg:Relation ; rdfs:label "mediates" ; kg:deniedLabel "does not mediate" .
kg:signs a kg:Relation ; rdfs:label "signs" ; kg:deniedLabel "does not sign" .
kg:accuses a kg:Relation ; rdfs:label "accuses" ; kg:deniedLabel "does not accuse" ; kg:stance kg:adversarial .
kg:seeksAccessionTo a kg:Relation ; rdfs:label "seeks to join" ; kg:deniedLabel "does not seek to join" .
"""
BASE = "https://example.org/"

TREATY = """Talks on the Lake Treaty

Norland would guarantee the security of Arvania. Norland backs the Lake Treaty.
Officials in Arvania said that, according to Ida Lind, Southmark had rejected the Lake Treaty.
Southmark has not rejected the Lake Treaty, its envoy said. Norland would send about 800 troops to Arvania.
Any deal must respect Arvania's borders."""
LEAGUE = "Arvania wants to join the Coastal League. Norland would act as backstop of the Lake Treaty."

FACTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "norland": ("Norland", "State", ("Kingdom of Norland", "the Norlanders")),
    "southmark": ("Southmark", "State", ()),
    "arvania": ("Arvania", "State", ()),
    "arvania-officials": ("Officials in Arvania", "Group", ()),
    "ida-lind": ("Ida Lind", "Person", ("Lind",)),
    "lake-treaty": ("Lake Treaty", "Instrument", ()),
    "coastal-league": ("Coastal League", "Group", ()),
    "deal": ("any deal", "Instrument", ()),
    "borders": ("respect Arvania's borders", "Topic", ()),
}


def entity(name: str) -> Entity:
    label, type_, aliases = FACTS[name]
    same_as = ("http://www.wikidata.org/entity/Q0",) if name == "norland" else ()
    uses = (Use("the Norlanders", 3, (DocumentId("d1"), DocumentId("d2"))),) if name == "norland" else ()
    type_id = TypeId(ONTOLOGY + type_)
    return Entity(id=EntityId(name), label=label, type=type_id, aliases=aliases, same_as=same_as, uses=uses)


def evidence(document: Document, quote: str, cue: str) -> Evidence:
    start = document.text.index(quote)
    span = Span(start, start + len(quote))
    return Evidence(document=document.id, span=span, quote=quote, cue=cue, extractor="patterns/1")


def relation(name: str) -> RelationId:
    return RelationId(ONTOLOGY + name)


@pytest.fixture
def base() -> str:
    return BASE


@pytest.fixture
def treaty() -> Document:
    return Document(
        id=DocumentId("d1"),
        text=TREATY,
        title="Talks on the Lake Treaty",
        source="news/treaty.txt",
        published="2025-03-04",
        publisher="The Harbour Post",
        licence="CC0-1.0",
        sentences=(Span(0, 24), Span(26, 73)),
    )


@pytest.fixture
def league() -> Document:
    return Document(id=DocumentId("d2"), text=LEAGUE, title="", source="news/league.txt", published="2025")


@pytest.fixture
def documents(treaty: Document, league: Document) -> tuple[Document, ...]:
    return (treaty, league)


@pytest.fixture
def claims(treaty: Document, league: Document) -> tuple[Claim[Entity], ...]:
    """One of every kind: direct, denied, intended, required, hypothetical, held, held by a chain, with an amount."""
    return (
        Claim(
            subject=entity("norland"),
            relation=relation("guarantorOf"),
            object=entity("arvania"),
            evidence=evidence(treaty, "Norland would guarantee the security of Arvania", "guarantee"),
            modality=Modality.HYPOTHETICAL,
            confidence=0.9,
        ),
        Claim(
            subject=entity("norland"),
            relation=relation("supports"),
            object=entity("lake-treaty"),
            evidence=evidence(treaty, "Norland backs the Lake Treaty", "backs"),
            tense=Tense.ONGOING,
            confidence=0.86,
        ),
        Claim(
            subject=entity("southmark"),
            relation=relation("rejects"),
            object=entity("lake-treaty"),
            evidence=evidence(treaty, "Southmark had rejected the Lake Treaty", "rejected"),
            holder=(entity("arvania-officials"), entity("ida-lind")),
            tense=Tense.PAST,
            confidence=0.8,
        ),
        Claim(
            subject=entity("southmark"),
            relation=relation("rejects"),
            object=entity("lake-treaty"),
            evidence=evidence(treaty, "Southmark has not rejected the Lake Treaty", "rejected"),
            polarity=Polarity.DENIED,
            tense=Tense.PAST,
            time=TimeSpan("2025-03-03", "2025-03-03"),
        ),
        Claim(
            subject=entity("norland"),
            relation=relation("deploysTo"),
            object=entity("arvania"),
            evidence=evidence(treaty, "Norland would send about 800 troops to Arvania", "send"),
            modality=Modality.HYPOTHETICAL,
            time=TimeSpan(None, "2026"),
            quantity=Quantity(value=800.0, upper=1200.0, unit="troops", approximate=True),
        ),
        Claim(
            subject=entity("deal"),
            relation=relation("requires"),
            object=entity("borders"),
            evidence=evidence(treaty, "Any deal must respect Arvania's borders", "must respect"),
            modality=Modality.REQUIRED,
        ),
        Claim(
            subject=entity("arvania"),
            relation=relation("seeksAccessionTo"),
            object=entity("coastal-league"),
            evidence=evidence(league, "Arvania wants to join the Coastal League", "join"),
            modality=Modality.INTENDED,
            holder=(entity("ida-lind"),),
        ),
        Claim(
            subject=entity("norland"),
            relation=relation("backstopOf"),
            object=entity("lake-treaty"),
            evidence=evidence(league, "Norland would act as backstop of the Lake Treaty", "backstop"),
            modality=Modality.HYPOTHETICAL,
        ),
    )


@pytest.fixture
def ontology(tmp_path: Path) -> Ontology:
    file = tmp_path / "small.ttl"
    file.write_text(HEAD + TYPES + RELATIONS, "utf-8")
    return load(file)


@pytest.fixture
def declared(ontology: Ontology) -> Ontology:
    """The small ontology, in which nobody supports what they oppose."""
    supports: Relation = replace(ontology.relations[relation("supports")], disjoint=(relation("opposes"),))
    return replace(ontology, relations={**ontology.relations, supports.id: supports})


type Fill = Callable[..., ox.Store]


@pytest.fixture
def fill(documents: tuple[Document, ...], ontology: Ontology) -> Fill:
    """Makes a store in memory of some claims on the two documents."""

    def filled(*claims: Claim[Entity]) -> ox.Store:
        store = ox.Store()
        store.extend(quads(claims, documents, base=BASE, extractor="patterns/1"))
        store.extend(ontology_quads(ontology))
        return store

    return filled


@pytest.fixture
def store(fill: Fill, claims: tuple[Claim[Entity], ...]) -> ox.Store:
    return fill(*claims)
