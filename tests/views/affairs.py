"""A made-up affair between made-up states, with a small ontology, for the drawings to show."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

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
    TypeId,
    digest,
)
from kg.ontology import EntityType, Ontology, Relation

STATE, OPPOSES = TypeId(ONTOLOGY + "State"), RelationId(ONTOLOGY + "opposes")
SCRIPT = "javascript:window.__hit=3"  # an IRI, but not one to follow
TYPES = {
    "State": ("State", "box", "#A9D5F5", "S"),
    "Organization": ("Organisation", "box", "#7FCDB7", "I"),
    "Person": ("Person", "ellipse", "#F2B84B", "P"),
    "Group": ("Group of people", "ellipse", "#E6B9D6", "C"),
    "Instrument": ("Agreement or plan", "box", "#F8F0A2", "D"),
    "Event": ("Event", "box", "#D9D9D9", "E"),
    "Topic": ("Topic", "text", "#FFFFFF", "T"),
}
RELATIONS = {
    "opposes": ("opposes", "does not oppose", "adversarial"),
    "rejects": ("rejects", "has not rejected", "adversarial"),
    "threatens": ("threatens", "does not threaten", "adversarial"),
    "accuses": ("accuses", "does not accuse", "adversarial"),
    "supports": ("supports", "does not support", "supportive"),
    "backstopOf": ("is backstop of", "is not backstop of", "supportive"),
    "guarantorOf": ("is guarantor of", "is not guarantor of", "supportive"),
    "seeks": ("seeks", "does not seek", "supportive"),
    "seeksAccessionTo": ("seeks accession to", "does not seek accession to", "supportive"),
    "proposes": ("proposes", "has not proposed", "supportive"),
    "provides": ("provides", "does not provide", "supportive"),
    "signs": ("signs", "has not signed", "supportive"),
    "leads": ("leads", "does not lead", "neutral"),
    "partOf": ("is part of", "is not part of", "neutral"),
    "partyTo": ("is party to", "is not party to", "neutral"),
    "hosts": ("hosts", "does not host", "neutral"),
    "meetsWith": ("meets with", "has not met with", "neutral"),
    "respondsTo": ("responds to", "has not responded to", "neutral"),
}
THINGS = {
    "karsia": ("Karsia", "State"),
    "velmark": ("Velmark", "State"),
    "norrland": ("Norrland", "State"),
    "tessia": ("Tessia", "State"),
    "league": ("League of Coastal States", "Organization"),
    "lake-commission": ("Orun Lake Commission", "Organization"),
    "dessa": ("Ilva Dessa", "Person"),
    "maren": ("Foreign Minister Tor Maren", "Person"),
    "envoys": ("Norrlandic envoys", "Group"),
    "fishing-towns": ("Fishing towns on the eastern shore", "Group"),
    "diplomats": ("Diplomats close to the talks", "Group"),
    "lake-plan": ("Twelve-point plan for Lake Orun", "Instrument"),
    "treaty": ("Treaty of Halm", "Instrument"),
    "guarantees": ("Security guarantees", "Instrument"),
    "patrol": ("Joint lake patrol", "Instrument"),
    "loan": ("Reconstruction loan", "Instrument"),
    "embargo": ("Grain embargo", "Instrument"),
    "talks": ("Talks in Halm", "Event"),
    "dispute": ("Karsia\u2013Velmark dispute", "Event"),
    "blockade": ("Blockade of the Sarn canal", "Event"),
    "water-rights": ("Equal water rights", "Topic"),
    "borders": ("The border of 1911", "Topic"),
    "fleet": ("Velmark's lake fleet", "Organization"),
    "withdrawal": ("Withdrawal from the islands", "Topic"),
}
FIRST = """Karsia on Monday put forward a twelve-point plan for Lake Orun, and President Ilva Dessa said it would end \
the dispute with Velmark. The plan calls for equal water rights and for a joint lake patrol of about 1,200 sailors. \
Velmark has long opposed Karsia's wish to join the League of Coastal States, and it rejected any change to the border \
of 1911. Foreign Minister Tor Maren did not reject the talks in Halm, which Norrland hosts. \
Diplomats close to the talks said that Norrland would backstop the patrol, with Tessia in the lead. \
Velmark must withdraw from the islands, Dessa said, before Karsia signs the Treaty of Halm. \
The treaty is part of the plan. Velmark has not responded to the plan. \
Norrlandic envoys met the minister twice."""
SECOND = """Tessia may provide a reconstruction loan to the fishing towns on the eastern shore \U0001f6a2, the Orun \
Lake Commission said. Velmark's lake fleet threatens the towns and keeps up the blockade of the Sarn canal. \
Karsia accuses Velmark of a grain embargo, which the League opposes. Karsia and Velmark are both parties to the \
dispute. The League plans to guarantee the treaty and to support the commission. Karsia seeks security guarantees, and \
Norrland supports Karsia. Velmark threatens Karsia, rejects Karsia's claims and again accuses Karsia; it does not \
support Karsia."""
# document, subject, relation, object, quote; then what differs from an asserted claim of the document itself
CLAIMS = """
0 | karsia | proposes | lake-plan | Karsia on Monday put forward a twelve-point plan
0 | dessa | leads | karsia | President Ilva Dessa
0 | lake-plan | opposes | dispute | it would end the dispute | modality=hypothetical; holder=dessa
0 | lake-plan | seeks | water-rights | The plan calls for equal water rights | modality=required
0 | lake-plan | seeks | patrol | a joint lake patrol of about 1,200 sailors | quantity=1200
0 | karsia | seeksAccessionTo | league | Karsia's wish to join the League of Coastal States | modality=intended
0 | velmark | rejects | borders | it rejected any change to the border of 1911
0 | maren | rejects | talks | Tor Maren did not reject the talks | polarity=denied
0 | norrland | hosts | talks | Norrland hosts
0 | norrland | backstopOf | patrol | Norrland would backstop the patrol | modality=hypothetical; holder=diplomats
0 | tessia | leads | patrol | Tessia in the lead | modality=hypothetical; holder=diplomats
0 | velmark | supports | withdrawal | Velmark must withdraw from the islands | modality=required; holder=dessa
0 | karsia | signs | treaty | Karsia signs the Treaty of Halm | modality=possible; holder=dessa
0 | treaty | partOf | lake-plan | The treaty is part of the plan
0 | velmark | respondsTo | lake-plan | Velmark has not responded to the plan | polarity=denied
0 | envoys | meetsWith | maren | Norrlandic envoys met the minister twice
1 | tessia | provides | loan | Tessia may provide a reconstruction loan | modality=possible; holder=lake-commission
1 | loan | supports | fishing-towns | towns on the eastern shore \U0001f6a2 | modality=possible; holder=envoys,dessa
1 | fleet | threatens | fishing-towns | Velmark's lake fleet threatens the towns
1 | fleet | leads | blockade | keeps up the blockade of the Sarn canal
1 | fleet | partOf | velmark | Velmark's lake fleet
1 | league | opposes | embargo | a grain embargo, which the League opposes
1 | velmark | leads | embargo | Velmark of a grain embargo | holder=karsia
1 | karsia | partyTo | dispute | Karsia and Velmark are both parties to the dispute
1 | velmark | partyTo | dispute | Karsia and Velmark are both parties to the dispute
1 | league | guarantorOf | treaty | The League plans to guarantee the treaty | modality=intended
1 | league | supports | lake-commission | to support the commission | modality=intended
1 | karsia | seeks | guarantees | Karsia seeks security guarantees
1 | norrland | supports | karsia | Norrland supports Karsia
1 | karsia | accuses | velmark | Karsia accuses Velmark
1 | velmark | threatens | karsia | Velmark threatens Karsia
1 | velmark | supports | karsia | it does not support Karsia | polarity=denied
"""
HOSTILE = (
    """</script><img src=x onerror="window.__hit=1"><a href='javascript:window.__hit=2'> """
    "]]> {{ 7*7 }} <!-- \u2028 &lt;"
)


class Affair(NamedTuple):
    """What `page` and `picture` are given."""

    claims: tuple[Claim[Entity], ...]
    documents: Mapping[DocumentId, Document]
    ontology: Ontology


def lake_orun() -> Affair:
    """The affair of Lake Orun: 23 things, 32 claims, two documents."""
    documents = (
        document("The plan for Lake Orun", FIRST, "2031-05-12"),
        document("Loan and blockade", SECOND, "2031-05-14"),
    )
    claims = tuple(_claim(line, documents) for line in CLAIMS.strip().splitlines())
    return Affair(claims, {document.id: document for document in documents}, make_ontology())


def hostile() -> Affair:
    """One thing that stands in relation to another, every string of which tries to break out of the page."""
    text = f"Before {HOSTILE}. It says {HOSTILE} here. After {HOSTILE}."
    paper = replace(document(HOSTILE, text), source=HOSTILE, publisher=HOSTILE, published="2031")
    left, right, speaker = (
        Entity(id=EntityId(name + HOSTILE), label=name + HOSTILE, type=STATE, aliases=(HOSTILE,), same_as=(SCRIPT,))
        for name in ("left", "right", "speaker")
    )
    start = text.index(HOSTILE, 60)
    evidence = Evidence(
        document=paper.id, span=Span(start, start + len(HOSTILE)), quote=HOSTILE, cue=HOSTILE, extractor=HOSTILE
    )
    claim = Claim(
        subject=left,
        relation=OPPOSES,
        object=right,
        evidence=evidence,
        holder=(speaker,),
        quantity=Quantity(value=2, unit=HOSTILE),
    )
    return Affair((claim,), {paper.id: paper}, make_ontology(HOSTILE))


def make_ontology(prefix: str = "") -> Ontology:
    """A small ontology; its labels may be given a prefix."""
    types = {
        TypeId(ONTOLOGY + name): EntityType(
            id=TypeId(ONTOLOGY + name),
            label=prefix + label,
            ancestors=frozenset({TypeId(ONTOLOGY + name)}),
            shape=shape,
            fill=fill,
            letter=letter,
        )
        for name, (label, shape, fill, letter) in TYPES.items()
    }
    relations = {
        RelationId(ONTOLOGY + name): Relation(
            id=RelationId(ONTOLOGY + name),
            label=prefix + label,
            denied_label=prefix + denied,
            definition=f"{prefix}What is meant by \u201c{label}\u201d.",
            domain=(),
            range=(),
            stance=stance,
        )
        for name, (label, denied, stance) in RELATIONS.items()
    }
    return Ontology(types=types, relations=relations, digest=digest(prefix))


def document(title: str, text: str, published: str | None = None) -> Document:
    """A document with its sentences; they end at a full stop and a space."""
    ends = [found.end() for found in re.finditer(r"\.(?= |$)", text)] or [len(text)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return Document(
        id=DocumentId(digest(title, text)),
        text=text,
        title=title,
        source=f"{title.lower().replace(' ', '-')}.txt",
        published=published,
        sentences=tuple(Span(start, end) for start, end in zip(starts, ends, strict=True)),
    )


def entity(name: str) -> Entity:
    """One of the affair's things."""
    label, type_ = THINGS[name]
    return Entity(id=EntityId(name), label=label, type=TypeId(ONTOLOGY + type_), aliases=(f"{label} (alias)",))


def claim(affair: Affair, subject: str, relation: str, object_: str) -> Claim[Entity]:
    """A further claim, on the first words of the first document."""
    template = affair.claims[0]
    return replace(
        template,
        subject=entity(subject),
        relation=RelationId(ONTOLOGY + relation),
        object=entity(object_),
        quantity=None,
    )


def _claim(line: str, documents: tuple[Document, ...]) -> Claim[Entity]:
    number, subject, relation, object_, quote, *more = line.split(" | ")
    facts = dict(pair.split("=") for pair in "".join(more).split("; ") if pair)
    paper = documents[int(number)]
    start = paper.text.index(quote)
    return Claim(
        subject=entity(subject),
        relation=RelationId(ONTOLOGY + relation),
        object=entity(object_),
        evidence=Evidence(
            document=paper.id,
            span=Span(start, start + len(quote)),
            quote=quote,
            cue=quote.split()[0],
            extractor="hand/1",
        ),
        holder=tuple(entity(name) for name in facts.get("holder", "").split(",") if name),
        polarity=Polarity(facts.get("polarity", "affirmed")),
        modality=Modality(facts.get("modality", "asserted")),
        quantity=Quantity(value=float(facts["quantity"]), unit="sailors", approximate=True)
        if "quantity" in facts
        else None,
    )
