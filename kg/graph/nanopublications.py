"""Claims as nanopublications, one each: https://nanopub.net/guidelines/working_draft/.

The assertion has what is claimed, how, by whom and when; the provenance has the passage, the document and the
confidence. Everything the graph says of a claim is in one of the two. The publication info has what made it, and no
moment: the same graph gives the same bytes. The IRI is a digest of the contents, so a changed claim is another one.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from kg.graph.contents import RDF, RDFS, Contents
from kg.graph.encode import claim_iri, document_iri, quads
from kg.graph.rdf import in_order
from kg.iris import ONTOLOGY, PREFIXES, PROJECT, prefixes
from kg.model import Claim, Document, Entity, digest

NP, PROV = "http://www.nanopub.org/nschema#", PREFIXES["prov"]

# Of what is said of a claim, what tells where it comes from.
EVIDENCE = {PROV + "wasQuotedFrom", *(ONTOLOGY + name for name in ("start", "end", "quote", "cue", "confidence"))}


def nanopublications(contents: Contents) -> str:
    """The claims as nanopublications in TriG, in the order of documents and passages."""
    documents = contents.described()
    found = [
        quad
        for claim in contents.claims()
        for quad in _nanopublication(claim, documents[claim.evidence.document], contents)
    ]
    written = ox.serialize(found, format=ox.RdfFormat.TRIG, prefixes=prefixes(contents.base) | {"np": NP}) or b""
    return written.decode("utf-8").rstrip("\n") + "\n"


def _nanopublication(claim: Claim[Entity], document: Document, contents: Contents) -> Iterator[ox.Quad]:
    """Head, assertion, provenance and publication info, in this order."""
    base, extractor = contents.base, claim.evidence.extractor
    said = in_order(quads([claim], [document], base=base, extractor=extractor))
    whole = ox.NamedNode(f"{base}nanopublication/{digest(*map(str, said))}")
    head, assertion, provenance, info = (
        ox.NamedNode(f"{whole.value}#{part}") for part in ("Head", "assertion", "provenance", "pubinfo")
    )
    yield ox.Quad(whole, _node(RDF + "type"), _node(NP + "Nanopublication"), head)
    yield ox.Quad(whole, _node(NP + "hasAssertion"), assertion, head)
    yield ox.Quad(whole, _node(NP + "hasProvenance"), provenance, head)
    yield ox.Quad(whole, _node(NP + "hasPublicationInfo"), info, head)
    source, node = _node(document_iri(document.id, base=base)), _node(claim_iri(claim, base=base))
    evidence = [
        quad for quad in said if quad.subject == source or (quad.subject == node and quad.predicate.value in EVIDENCE)
    ]
    yield from (_in(quad, assertion) for quad in said if quad not in evidence)
    yield ox.Quad(assertion, _node(PROV + "wasDerivedFrom"), source, provenance)
    yield from (_in(quad, provenance) for quad in evidence)
    yield from _info(claim, contents, whole, info)


def _info(claim: Claim[Entity], contents: Contents, whole: ox.NamedNode, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    yield ox.Quad(whole, _node(RDFS + "label"), ox.Literal(contents.statement(claim)), graph)
    yield ox.Quad(whole, _node(PROV + "wasAttributedTo"), _node(PROJECT), graph)
    yield ox.Quad(whole, _node(ONTOLOGY + "extractor"), ox.Literal(claim.evidence.extractor), graph)
    yield ox.Quad(_node(PROJECT), _node(RDF + "type"), _node(PROV + "SoftwareAgent"), graph)


def _in(quad: ox.Quad, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)
