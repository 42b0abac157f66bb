"""What there is to export: the claims of a store, the documents they were read from, and the words for relations."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

import pyoxigraph as ox

from kg.graph.encode import claim_id, decode
from kg.iris import ONTOLOGY, PREFIXES, name_of
from kg.model import Claim, Document, DocumentId, Entity, Mention, Polarity

RDF, RDFS, DCTERMS = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["dcterms"]
CHAIN = " > "  # between the speakers of a nested attribution, the outermost first

# XML 1.0 has no place for these characters, not even escaped.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Contents:
    """A store, what its IRIs begin with, and how much of it is wanted."""

    store: ox.Store
    base: str
    all: bool = False  # with the claims of fallback relations, where there is a choice
    documents: Mapping[DocumentId, Document] = field(default_factory=dict)  # with their texts; empty: of none

    def claims(self) -> list[Claim[Entity]]:
        """The claims wanted, in the order of documents and passages.

        Raises:
            GraphError: the graph was built with another base.
        """
        hidden = frozenset() if self.all else frozenset(_fallbacks(self.store))
        found = (claim for claim in decode(self.store, base=self.base) if claim.relation not in hidden)
        return sorted(found, key=passage)

    def described(self) -> Mapping[DocumentId, Document]:
        """The documents, by what the store says of them where none were given."""
        return self.documents or described(self.store, base=self.base)

    def words(self, claim: Claim[Entity]) -> str:
        """The relation in words that say whether it is denied."""
        facts = _facts(self.store, claim.relation)
        name = RDFS + "label" if claim.polarity is Polarity.AFFIRMED else ONTOLOGY + "deniedLabel"
        return facts.get(name, name_of(claim.relation))

    def statement(self, claim: Claim[Entity]) -> str:
        """A claim as a sentence: its subject, the words of its relation and its object."""
        return f"{claim.subject.label} {self.words(claim)} {claim.object.label}"


def described(store: ox.Store, *, base: str) -> dict[DocumentId, Document]:
    """The documents of a store, in the order of their ids: all that is known of them but the texts, which are empty."""
    return {each.id: each for each in sorted(_documents(store, base), key=lambda document: document.id)}


def reading(claim: Claim[Entity] | Claim[Mention]) -> tuple[object, ...]:
    """What of a claim does not depend on what is one thing: the words it was read from, and how they were read."""
    evidence = (claim.evidence.document, claim.evidence.span, claim.evidence.cue)
    return (*evidence, claim.relation, claim.polarity, claim.modality, claim.tense, claim.time, claim.quantity)


def passage(claim: Claim[Entity]) -> tuple[str, int, int, str]:
    """What claims are sorted by: the document, the place in it, and what tells claims of one place apart."""
    return (claim.evidence.document, *claim.evidence.span, claim_id(claim))


def _documents(store: ox.Store, base: str) -> Iterator[Document]:
    start = f"{base}document/"
    kind = ox.NamedNode(ONTOLOGY + "Document")
    for quad in store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), kind, ox.DefaultGraph()):
        if not isinstance(quad.subject, ox.NamedNode) or not quad.subject.value.startswith(start):
            continue
        facts = _facts(store, quad.subject.value)
        yield Document(
            id=DocumentId(unquote(quad.subject.value.removeprefix(start))),
            text="",
            title=facts.get(DCTERMS + "title", ""),
            source=facts.get(DCTERMS + "source", ""),
            published=facts.get(DCTERMS + "issued"),
            publisher=facts.get(DCTERMS + "publisher"),
            language=facts.get(DCTERMS + "language", "en"),
            licence=facts.get(DCTERMS + "license"),
        )


def _fallbacks(store: ox.Store) -> Iterator[str]:
    for quad in store.quads_for_pattern(None, ox.NamedNode(ONTOLOGY + "fallback"), None, None):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value


def _facts(store: ox.Store, iri: str) -> dict[str, str]:
    """What texts the store has for a thing, by property; the first in the order of letters where there are several."""
    quads = store.quads_for_pattern(ox.NamedNode(iri), None, None, None)
    found = ((quad.predicate.value, quad.object.value) for quad in quads if isinstance(quad.object, ox.Literal))
    return dict(sorted(found, reverse=True))
