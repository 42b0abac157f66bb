"""The graph as a network: a node for each thing that claims are about, an edge for each claim."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kg.graph.contents import CHAIN, NOT_XML, Contents, passage
from kg.graph.encode import claim_id
from kg.iris import name_of
from kg.model import Claim, Document, DocumentId, Entity, EntityId, Quantity

if TYPE_CHECKING:
    import networkx

type Attribute = str | int | float | bool

NAMES = " | "  # between the names of one thing
FIRST, LAST = "-01-01", "-12-31"  # what a year lacks to be a day


def to_networkx(
    claims: Iterable[Claim[Entity]], documents: Mapping[DocumentId, Document] | None = None
) -> "networkx.MultiDiGraph[str]":
    """A node for each entity that is a subject or an object, by its id, and an edge for each claim, by the claim's id.

    All attributes are plain values, and one that says nothing is left out. `holder` has the whole chain of speakers,
    the outermost first, `holder_ids` their ids. What `documents` tells of a claim's document is on its edge. No
    attribute is called `source` or `target`: networkx's own conversions give the ends of an edge these names.
    """
    import networkx

    ordered = sorted(claims, key=passage)
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for id_, entity in sorted(ends(ordered).items()):
        graph.add_node(id_, **node_attributes(entity))
    for claim in ordered:
        about = edge_attributes(claim) | document_attributes((documents or {}).get(claim.evidence.document))
        graph.add_edge(claim.subject.id, claim.object.id, key=claim_id(claim), **about)
    return graph


def graphml(contents: Contents) -> str:
    """Entities and claims as nodes and edges in GraphML, for yEd, Gephi, Cytoscape and igraph."""
    import networkx

    return "\n".join(networkx.generate_graphml(_for_xml(_network(contents)))) + "\n"


def gexf(contents: Contents) -> str:
    """Entities and claims as nodes and edges in GEXF, for Gephi.

    A claim with a time is an edge that is there from its first day to its last: GEXF knows no months and years.
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    network = _for_xml(_network(contents))
    graph.add_nodes_from(network.nodes(data=True))
    for subject, object_, key, attributes in network.edges(keys=True, data=True):
        graph.add_edge(subject, object_, key=key, id=key, **_in_time(attributes))
    text = "\n".join(networkx.generate_gexf(graph, version="1.2draft")) + "\n"
    return re.sub(r' lastmodifieddate="[^"]*"', "", text)  # networkx writes the day it is run


def ends(claims: Iterable[Claim[Entity]]) -> dict[EntityId, Entity]:
    """The entities that claims are about, by their ids."""
    return {entity.id: entity for claim in claims for entity in (claim.subject, claim.object)}


def node_attributes(entity: Entity) -> dict[str, Attribute]:
    """What a node says of its entity, in plain values."""
    found = {"label": entity.label, "type": name_of(entity.type), "type_iri": str(entity.type)}
    found |= {"aliases": NAMES.join(entity.aliases), "same_as": NAMES.join(entity.same_as)}
    return {name: value for name, value in found.items() if value or name == "label"}


def edge_attributes(claim: Claim[Entity]) -> dict[str, Attribute]:
    """What an edge says of its claim, in plain values."""
    evidence = claim.evidence
    found: dict[str, Attribute | None] = {
        "relation": name_of(claim.relation),
        "relation_iri": str(claim.relation),
        "polarity": str(claim.polarity),
        "modality": str(claim.modality),
        "tense": str(claim.tense) if claim.tense else None,
        "valid_from": claim.time.start if claim.time else None,
        "valid_until": claim.time.end if claim.time else None,
        "holder": CHAIN.join(entity.label for entity in claim.holder) if claim.holder else None,
        "holder_ids": CHAIN.join(entity.id for entity in claim.holder) if claim.holder else None,
        **_amount(claim.quantity),
        "quote": evidence.quote,
        "cue": evidence.cue,
        "extractor": evidence.extractor,
        "document": str(evidence.document),
        "start": evidence.span.start,
        "end": evidence.span.end,
        "confidence": float(claim.confidence),
    }
    return {name: value for name, value in found.items() if value is not None}


def document_attributes(document: Document | None) -> dict[str, Attribute]:
    """What an edge says of the document its claim was read from."""
    if document is None:
        return {}
    found = {
        "document_title": document.title,
        "document_source": document.source,
        "document_published": document.published,
        "document_publisher": document.publisher,
    }
    return {name: value for name, value in found.items() if value}


def _amount(quantity: Quantity | None) -> dict[str, Attribute]:
    if quantity is None:
        return {}
    found: dict[str, Attribute] = {"value": float(quantity.value), "unit": quantity.unit}
    found |= {"upper": float(quantity.upper)} if quantity.upper is not None else {}
    found |= {"of": quantity.of} if quantity.of else {}
    return found | {"approximate": quantity.approximate}


def _network(contents: Contents) -> "networkx.MultiDiGraph[str]":
    """The network with the words of the relations as labels of the edges."""
    claims = contents.claims()
    graph = to_networkx(claims, contents.described())
    for claim in claims:
        graph.edges[claim.subject.id, claim.object.id, claim_id(claim)]["label"] = contents.words(claim)
    return graph


def _for_xml(graph: "networkx.MultiDiGraph[str]") -> "networkx.MultiDiGraph[str]":
    """A copy in characters that XML can hold."""
    import networkx

    copy: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node, attributes in graph.nodes(data=True):
        copy.add_node(_xml(node), **{name: _xml(value) for name, value in attributes.items()})
    for subject, object_, key, attributes in graph.edges(keys=True, data=True):
        kept = {name: _xml(value) for name, value in attributes.items()}
        copy.add_edge(_xml(subject), _xml(object_), key=key, **kept)
    return copy


def _xml[Plain: (str, int, float, bool)](value: Plain) -> Plain:
    return NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value


def _in_time(attributes: Mapping[str, Attribute]) -> dict[str, Attribute]:
    """The attributes of an edge whose `start` and `end` are, as GEXF has it, days; those of the quote are renamed."""
    names = {"start": "quote_start", "end": "quote_end"}
    found = {names.get(name, name): value for name, value in attributes.items()}
    if (first := attributes.get("valid_from")) is not None:
        found["start"] = f"{first}{FIRST[len(str(first)) - 4 :]}"
    if (last := attributes.get("valid_until")) is not None:
        found["end"] = _last_day(str(last))
    return found


def _last_day(date: str) -> str:
    """The last day of a year or a month; a day is its own.

    >>> _last_day("2024-02"), _last_day("2024"), _last_day("2024-02-03")
    ('2024-02-29', '2024-12-31', '2024-02-03')
    """
    if len(date) == len("2024-02"):
        return f"{date}-{monthrange(int(date[:4]), int(date[5:]))[1]:02d}"
    return f"{date}{LAST[len(date) - 4 :]}"
