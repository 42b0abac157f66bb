"""The graph in the formats other programs read. Every format is a text that the same graph always gives alike.

The RDF formats hold what the store holds: those for one graph the claims, those for several the ontology's words too.
The others have an edge or a row for each claim, but for those of fallback relations only if `all` of them are wanted.
"""

import csv as csv_
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.errors import SettingError
from kg.graph.encode import claim_id, claim_iri, decode, document_iri, entity_iri
from kg.iris import ONTOLOGY, PREFIXES, name_of, prefixes
from kg.model import Claim, Entity, Polarity, Quantity

if TYPE_CHECKING:
    import networkx

type Attribute = str | int | float | bool

RDF, RDFS, DCTERMS = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["dcterms"]
REIFIED = {RDF + "subject", RDF + "predicate", RDF + "object"}  # what one rdf:reifies says in RDF 1.2
CHAIN = " > "  # between the speakers of a nested attribution, the outermost first

# XML 1.0 has no place for these characters, not even escaped.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# GEXF reads these attributes of an edge as the time it exists.
GEXF_NAMES = {"start": "quote_start", "end": "quote_end"}

CSV_COLUMNS = (
    *("claim", "subject", "relation", "object", "polarity", "modality", "tense", "valid_from", "valid_until", "holder"),
    *("value", "upper", "unit", "of", "approximate", "quote", "cue", "document", "source", "published", "start", "end"),
    *("confidence", "subject_iri", "subject_type", "relation_iri", "object_iri", "object_type", "document_iri"),
)


def nquads(store: ox.Store, *, base: str) -> str:
    """Everything, one line for each statement, in the order of the lines' bytes: made to be compared."""
    content = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    lines = sorted(set(content.split(b"\n")) - {b""})
    return b"".join(line + b"\n" for line in lines).decode("utf-8")


def ntriples(store: ox.Store, *, base: str) -> str:
    """The claims, one line for each statement, in the order of the lines' bytes."""
    content = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
    lines = sorted(set(content.split(b"\n")) - {b""})
    return b"".join(line + b"\n" for line in lines).decode("utf-8")


def turtle(store: ox.Store, *, base: str) -> str:
    """The claims in Turtle."""
    return _serialize((quad.triple for quad in _sorted(_default(store))), ox.RdfFormat.TURTLE, base)


def trig(store: ox.Store, *, base: str) -> str:
    """The claims and the ontology's graph in TriG."""
    return _serialize(_sorted(store), ox.RdfFormat.TRIG, base)


def jsonld(store: ox.Store, *, base: str) -> str:
    """The claims and the ontology's graph in JSON-LD 1.1, with IRIs in full."""
    return _serialize(_sorted(store), ox.RdfFormat.JSON_LD, base)


def rdf12(store: ox.Store, *, base: str) -> str:
    """The claims in Turtle 1.2, every proposition a reifier of its triple. Tools for RDF 1.1 cannot read it."""
    return _serialize(_reified(_sorted(_default(store))), ox.RdfFormat.TURTLE, base)


def graphml(store: ox.Store, *, base: str, all: bool = False) -> str:
    """Entities and claims as nodes and edges in GraphML, for yEd, Gephi, Cytoscape and igraph."""
    import networkx

    return "\n".join(networkx.generate_graphml(_for_xml(to_networkx(_claims(store, base, all))))) + "\n"


def gexf(store: ox.Store, *, base: str, all: bool = False) -> str:
    """Entities and claims as nodes and edges in GEXF, for Gephi."""
    import networkx

    graph = _for_xml(to_networkx(_claims(store, base, all)), GEXF_NAMES)
    text = "\n".join(networkx.generate_gexf(graph, version="1.2draft")) + "\n"
    return re.sub(r' lastmodifieddate="[^"]*"', "", text)  # networkx writes the day it is run


def csv(store: ox.Store, *, base: str, all: bool = False) -> str:
    """A table with a row for each claim, in the order of documents and passages."""
    output = io.StringIO()
    writer = csv_.writer(output, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for claim in sorted(_claims(store, base, all), key=_passage):
        row = _csv_row(claim, store, base)
        writer.writerow([_cell(row.get(column)) for column in CSV_COLUMNS])
    return output.getvalue()


def to_networkx(claims: Iterable[Claim[Entity]]) -> "networkx.MultiDiGraph[str]":
    """A node for each entity that is a subject or an object, by its id, and an edge for each claim, by the claim's id.

    All attributes are plain values, and one that says nothing is left out. `holder` has the whole chain of speakers,
    the outermost first.
    """
    import networkx

    ordered = sorted(claims, key=_passage)
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    entities = {entity.id: entity for claim in ordered for entity in (claim.subject, claim.object)}
    for id_, entity in sorted(entities.items()):
        graph.add_node(id_, label=entity.label, type=name_of(entity.type))
    for claim in ordered:
        graph.add_edge(claim.subject.id, claim.object.id, key=claim_id(claim), **_attributes(claim))
    return graph


class Writer(Protocol):
    """Writes the graph as text."""

    def __call__(self, store: ox.Store, *, base: str) -> str: ...


class ClaimsWriter(Protocol):
    """Writes claims as text, `all` of them or those that are not of fallback relations."""

    def __call__(self, store: ox.Store, *, base: str, all: bool) -> str: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format of export: what it is for, how its files end, and the function that writes it."""

    help: str
    suffix: str
    write: Writer
    write_claims: ClaimsWriter | None = None  # where there is a choice of claims


FORMATS: Mapping[str, Format] = {
    "nquads": Format("RDF, everything, one sorted line for each statement", ".nq", nquads),
    "ntriples": Format("RDF, the claims, one sorted line for each statement", ".nt", ntriples),
    "turtle": Format("RDF, the claims, to be read by people", ".ttl", turtle),
    "trig": Format("RDF, the claims and the names of relations and types", ".trig", trig),
    "jsonld": Format("RDF, everything, as JSON-LD", ".jsonld", jsonld),
    "rdf12": Format("RDF 1.2, the claims as statements about triples", ".ttl", rdf12),
    "graphml": Format("network for yEd, Gephi, Cytoscape, igraph", ".graphml", graphml, graphml),
    "gexf": Format("network for Gephi", ".gexf", gexf, gexf),
    "csv": Format("table for a spreadsheet, a row for each claim", ".csv", csv, csv),
}


def export(store: ox.Store, format: str, *, base: str, all: bool = False) -> str:
    """The graph in one of `FORMATS`; networks and tables with the claims of fallback relations only if `all`.

    Raises:
        SettingError: there is no such format; the message names those there are.
        GraphError: the graph was built with another base.
    """
    if format not in FORMATS:
        near = get_close_matches(format, FORMATS)
        hint = f"did you mean {' or '.join(near)}?" if near else f"choose one of {', '.join(FORMATS)}"
        raise SettingError(f"no export format {format!r}; {hint}")
    chosen = FORMATS[format]
    return chosen.write_claims(store, base=base, all=all) if chosen.write_claims else chosen.write(store, base=base)


def _claims(store: ox.Store, base: str, all: bool) -> Iterator[Claim[Entity]]:
    fallback = ox.NamedNode(ONTOLOGY + "fallback")
    hidden = (
        set()
        if all
        else {
            quad.subject.value
            for quad in store.quads_for_pattern(None, fallback, None, None)
            if isinstance(quad.subject, ox.NamedNode)
        }
    )
    return (claim for claim in decode(store, base=base) if claim.relation not in hidden)


def _default(store: ox.Store) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(None, None, None, ox.DefaultGraph())


def _sorted(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Quads by graph and subject, what a thing is before what is said of it: the order a person reads in."""

    def order(quad: ox.Quad) -> tuple[str, str, bool, str, str]:
        predicate = quad.predicate.value
        return str(quad.graph_name), str(quad.subject), predicate != RDF + "type", predicate, str(quad.object)

    return sorted(quads, key=order)


def _reified(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    parts: dict[object, dict[str, ox.Quad]] = {}
    for quad in quads:
        if quad.predicate.value not in REIFIED:
            yield quad.triple
            continue
        found = parts.setdefault(quad.subject, {})
        found[quad.predicate.value] = quad
        if len(found) == len(REIFIED):
            yield _reifier(quad, *(found[RDF + name].object for name in ("subject", "predicate", "object")))


def _reifier(quad: ox.Quad, subject: object, predicate: object, object_: object) -> ox.Triple:
    assert isinstance(subject, ox.NamedNode)
    assert isinstance(predicate, ox.NamedNode)
    assert isinstance(object_, ox.NamedNode)
    return ox.Triple(quad.subject, ox.NamedNode(RDF + "reifies"), ox.Triple(subject, predicate, object_))


def _serialize(statements: Iterable[ox.Quad] | Iterable[ox.Triple], format: ox.RdfFormat, base: str) -> str:
    content = ox.serialize(statements, format=format, prefixes=prefixes(base)) or b""
    return content.decode("utf-8").rstrip("\n") + "\n"


def _passage(claim: Claim[Entity]) -> tuple[str, int, int, str]:
    return (claim.evidence.document, *claim.evidence.span, claim_id(claim))


def _attributes(claim: Claim[Entity]) -> dict[str, Attribute]:
    """What an edge says of its claim, in plain values."""
    evidence = claim.evidence
    found: dict[str, Attribute | None] = {
        "relation": name_of(claim.relation),
        "polarity": str(claim.polarity),
        "modality": str(claim.modality),
        "tense": str(claim.tense) if claim.tense else None,
        "valid_from": claim.time.start if claim.time else None,
        "valid_until": claim.time.end if claim.time else None,
        "holder": _holder(claim),
        **_amount(claim.quantity),
        "quote": evidence.quote,
        "cue": evidence.cue,
        "document": str(evidence.document),
        "start": evidence.span.start,
        "end": evidence.span.end,
        "confidence": float(claim.confidence),
    }
    return {name: value for name, value in found.items() if value is not None}


def _amount(quantity: Quantity | None) -> dict[str, Attribute]:
    if quantity is None:
        return {}
    found: dict[str, Attribute] = {"value": float(quantity.value), "unit": quantity.unit}
    found |= {"upper": float(quantity.upper)} if quantity.upper is not None else {}
    found |= {"of": quantity.of} if quantity.of else {}
    return found | {"approximate": quantity.approximate}


def _holder(claim: Claim[Entity]) -> str | None:
    return CHAIN.join(entity.label for entity in claim.holder) or None


def _csv_row(claim: Claim[Entity], store: ox.Store, base: str) -> dict[str, Attribute]:
    document = document_iri(claim.evidence.document, base=base)
    facts = _facts(store, document)
    return _attributes(claim) | {
        "claim": claim_iri(claim, base=base),
        "subject": claim.subject.label,
        "relation": _words(claim, store),
        "object": claim.object.label,
        "document": facts.get(DCTERMS + "title", ""),
        "source": facts.get(DCTERMS + "source", ""),
        "published": facts.get(DCTERMS + "issued", ""),
        "subject_iri": entity_iri(claim.subject.id, base=base),
        "subject_type": name_of(claim.subject.type),
        "relation_iri": claim.relation,
        "object_iri": entity_iri(claim.object.id, base=base),
        "object_type": name_of(claim.object.type),
        "document_iri": document,
    }


def _words(claim: Claim[Entity], store: ox.Store) -> str:
    """The relation in words that say whether it is denied."""
    facts = _facts(store, claim.relation)
    name = RDFS + "label" if claim.polarity is Polarity.AFFIRMED else ONTOLOGY + "deniedLabel"
    return facts.get(name, name_of(claim.relation))


def _facts(store: ox.Store, iri: str) -> dict[str, str]:
    """What texts the store has for a thing, by property."""
    quads = store.quads_for_pattern(ox.NamedNode(iri), None, None, None)
    return {quad.predicate.value: quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)}


def _cell(value: Attribute | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _for_xml(
    graph: "networkx.MultiDiGraph[str]", names: Mapping[str, str] | None = None
) -> "networkx.MultiDiGraph[str]":
    """A copy in characters that XML can hold, some attributes of edges under other names."""
    import networkx

    copy: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node, attributes in graph.nodes(data=True):
        copy.add_node(_xml(node), **{name: _xml(value) for name, value in attributes.items()})
    for subject, object_, key, attributes in graph.edges(keys=True, data=True):
        renamed = {(names or {}).get(name, name): _xml(value) for name, value in attributes.items()}
        copy.add_edge(_xml(subject), _xml(object_), key=key, **renamed)
    return copy


def _xml[Plain: (str, int, float, bool)](value: Plain) -> Plain:
    return NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value
