"""Claims, entities and documents as RDF, and claims back from it: `decode` is the exact inverse of `quads`.

A proposition is subject, relation and object; a claim states a proposition, with its holder, polarity, modality and
evidence; a direct triple stands for every proposition that at least one claim affirms and asserts. Everything is in the
default graph but the ontology's own words, which have a named graph of their own. There are no blank nodes. Ids are
NFC; of two claims that differ in nothing but their confidence the surer one is kept.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from math import isfinite
from unicodedata import normalize
from urllib.parse import quote, unquote

import pyoxigraph as ox

from kg.errors import ClaimError, DocumentError, GraphError
from kg.iris import ONTOLOGY, PREFIXES, name_of
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
    digest,
)
from kg.ontology import Ontology

type Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
type Facts = Mapping[str, list[Term]]  # what the store says of one thing: values by property

ONTOLOGY_GRAPH = ONTOLOGY.removesuffix("#")  # the named graph of the ontology's words
RDF, RDFS, OWL, SKOS, PROV, DCTERMS = (PREFIXES[name] for name in ("rdf", "rdfs", "owl", "skos", "prov", "dcterms"))
XSD, XL = PREFIXES["xsd"], PREFIXES["skosxl"]

DATES = re.compile(r"(?P<gYear>[0-9]{4})|(?P<gYearMonth>[0-9]{4}-[0-9]{2})|(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})")


def entity_iri(entity: EntityId, *, base: str) -> str:
    """The IRI of an entity.

    >>> entity_iri(EntityId("lake treaty"), base="https://example.org/")
    'https://example.org/entity/lake%20treaty'
    """
    return base + "entity/" + _local(entity)


def document_iri(document: DocumentId, *, base: str) -> str:
    """The IRI of a document; its text is beside the store, not in it."""
    return base + "document/" + _local(document)


def proposition_iri(claim: Claim[Entity], *, base: str) -> str:
    """The IRI of what is claimed, the same for every claim on it and on every machine."""
    return base + "proposition/" + _proposition(claim)


def claim_iri(claim: Claim[Entity], *, base: str) -> str:
    """The IRI of a claim, from everything about it but its confidence, its quote and its extractor."""
    return base + "claim/" + claim_id(claim)


def claim_id(claim: Claim[Entity]) -> str:
    """The part of a claim's IRI that does not depend on the base."""
    evidence, amount = claim.evidence, claim.quantity
    return digest(
        _proposition(claim),
        claim.polarity,
        claim.modality,
        [_nfc(holder.id) for holder in claim.holder],
        _nfc(evidence.document),
        *evidence.span,
        evidence.cue,
        claim.tense,
        amount and [_lexical(amount.value), amount.unit, amount.approximate, *_beyond_value(amount)],
        *([[claim.time.start, claim.time.end]] if claim.time else []),
    )


def _beyond_value(amount: Quantity) -> list[str]:
    """What only some amounts have; those without it keep the id they had before there was any."""
    upper = _lexical(amount.upper) if amount.upper is not None else ""
    return [upper, amount.of] if upper or amount.of else []


def quads(
    claims: Iterable[Claim[Entity]], documents: Iterable[Document], *, base: str, extractor: str
) -> Iterator[ox.Quad]:
    """The claims with their entities and the documents they were read from, as quads of the default graph.

    Raises:
        ClaimError: a claim's document is not among the documents, its extractor is another one, or its time or amount
            cannot be written.
        DocumentError: a document's date is not ISO 8601.
        GraphError: two different entities have the same id, or an IRI is not one.
    """
    read = set()
    for document in documents:
        read.add(document.id)
        yield from _document_quads(document, base=base, extractor=extractor)
    kept = distinct(claims)
    for claim in kept.values():
        _check_source(claim, read, extractor)
    for entity in _entities(kept.values()).values():
        yield from _entity_quads(entity, base=base)
    for claim in {proposition_iri(claim, base=base): claim for claim in kept.values()}.values():
        yield from _proposition_quads(claim, base=base)
    for claim in kept.values():
        yield from _claim_quads(claim, base=base)


def distinct(claims: Iterable[Claim[Entity]]) -> dict[str, Claim[Entity]]:
    """The claims by id, in order; of those that the graph could not tell apart the surest one."""
    kept: dict[str, Claim[Entity]] = {}
    for claim in claims:
        known = kept.setdefault(claim_id(claim), claim)
        if claim.confidence > known.confidence:
            kept[claim_id(claim)] = claim
    return kept


def ontology_quads(ontology: Ontology) -> Iterator[ox.Quad]:
    """The names, definitions and hierarchy of types and relations, in the named graph `ONTOLOGY_GRAPH`.

    Queries take labels, stances and sub-properties from there. Frames and examples stay in the Turtle files.
    """
    for iri, property_, value in _ontology_facts(ontology):
        yield ox.Quad(_node(iri), _node(property_), value, ox.NamedNode(ONTOLOGY_GRAPH))


def decode(store: ox.Store, *, base: str, documents: Collection[DocumentId] | None = None) -> Iterator[Claim[Entity]]:
    """The claims of a store, in the order of their IRIs.

    Raises:
        GraphError: the graph was built with another base, a claim lacks something, or it was read from a document
            that is not among `documents`, where these are given.
    """
    reader = Reader(store, base)
    found = store.quads_for_pattern(None, _node(RDF + "type"), _node(ONTOLOGY + "Claim"), ox.DefaultGraph())
    for iri in sorted(_iri(quad.subject) for quad in found):
        claim = reader.claim(iri)
        if documents is not None and claim.evidence.document not in documents:
            raise GraphError(
                f"{iri}: read from document {claim.evidence.document!r}, which the graph folder lacks; build it again"
            )
        yield claim


def endless(chains: Mapping[str, str]) -> frozenset[str]:
    """The links of chains of holders from which there is no way to the end, given the next link of each.

    >>> sorted(endless({"a": "b", "b": "a", "c": "a", "d": "end"}))
    ['a', 'b', 'c']
    """
    before: dict[str, list[str]] = {}
    for link, rest in chains.items():
        before.setdefault(rest, []).append(link)
    reached = {link for link, rest in chains.items() if rest not in chains}
    todo = list(reached)
    while todo:
        fresh = [link for link in before.get(todo.pop(), ()) if link not in reached]
        reached.update(fresh)
        todo += fresh
    return frozenset(chains) - reached


def label(store: ox.Store, iri: str) -> str:
    """The label of an entity or, from the ontology's graph, of a relation or type; empty where there is none."""
    quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(RDFS + "label"), None, None)
    return min((quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)), default="")


def _local(name: str) -> str:
    return quote(_nfc(name), safe="")


def _nfc(name: str) -> str:
    return normalize("NFC", name)


def _proposition(claim: Claim[Entity]) -> str:
    return digest(_nfc(claim.subject.id), claim.relation, _nfc(claim.object.id))


def _check_source(claim: Claim[Entity], read: Collection[DocumentId], extractor: str) -> None:
    evidence = claim.evidence
    if evidence.document not in read:
        raise ClaimError(f"claim {evidence.quote!r}: its document {evidence.document!r} is not given; pass it as well")
    if evidence.extractor != extractor:
        raise ClaimError(
            f"claim {evidence.quote!r}: read by {evidence.extractor!r}, the graph by {extractor!r}; build them apart"
        )


def _entities(claims: Iterable[Claim[Entity]]) -> dict[EntityId, Entity]:
    known: dict[EntityId, Entity] = {}
    for claim in claims:
        for entity in claim.arguments:
            if known.setdefault(entity.id, entity) != entity:
                raise GraphError(
                    f"entity {entity.id!r}: {known[entity.id]} and {entity} have the same id; merge them or rename one"
                )
    return known


def _document_quads(document: Document, *, base: str, extractor: str) -> Iterator[ox.Quad]:
    node = document_iri(document.id, base=base)
    yield _quad(node, RDF + "type", _node(ONTOLOGY + "Document"))
    yield _quad(node, DCTERMS + "title", ox.Literal(document.title))
    yield _quad(node, DCTERMS + "source", ox.Literal(document.source))
    yield _quad(node, DCTERMS + "language", ox.Literal(document.language))
    yield _quad(node, ONTOLOGY + "extractor", ox.Literal(extractor))
    if document.published is not None:
        yield _quad(node, DCTERMS + "issued", _date(document))
    if document.publisher is not None:
        yield _quad(node, DCTERMS + "publisher", ox.Literal(document.publisher))
    if document.licence is not None:
        yield _quad(node, DCTERMS + "license", ox.Literal(document.licence))


def _date(document: Document) -> ox.Literal:
    """The date of publication, typed by its precision: stores cannot compare a year that calls itself `xsd:date`."""
    text = document.published or ""
    literal = _partial_date(text)
    if literal is None:
        raise DocumentError(f"{document.source}: {text!r} is not an ISO 8601 date; write 2021, 2021-03 or 2021-03-04")
    return literal


def _partial_date(text: str) -> ox.Literal | None:
    """A year, a month or a day as a literal of its precision; None for any other text."""
    found = DATES.fullmatch(text)
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])  # a year or a month is one if its first day is a day
    except ValueError:
        return None
    return _typed(text, found.lastgroup) if found is not None and found.lastgroup is not None else None


def _entity_quads(entity: Entity, *, base: str) -> Iterator[ox.Quad]:
    node = entity_iri(entity.id, base=base)
    yield _quad(node, RDF + "type", _node(entity.type))
    yield _quad(node, RDFS + "label", ox.Literal(entity.label))
    for alias in entity.aliases:
        yield _quad(node, SKOS + "altLabel", ox.Literal(alias))
    for same in entity.same_as:
        yield _quad(node, SKOS + "exactMatch", _node(same))
    for use in entity.uses:
        yield from _use_quads(entity, use, base=base)


def _use_quads(entity: Entity, use: Use, *, base: str) -> Iterator[ox.Quad]:
    """How often an alias stands for an entity and in which documents, after SKOS-XL."""
    node = base + "name/" + digest(_nfc(entity.id), use.alias)
    yield _quad(entity_iri(entity.id, base=base), XL + "altLabel", _node(node))
    yield _quad(node, XL + "literalForm", ox.Literal(use.alias))
    yield _quad(node, ONTOLOGY + "count", _typed(str(use.count), "integer"))
    for document in use.documents:
        yield _quad(node, ONTOLOGY + "usedIn", _node(document_iri(document, base=base)))


def _proposition_quads(claim: Claim[Entity], *, base: str) -> Iterator[ox.Quad]:
    node = proposition_iri(claim, base=base)
    yield _quad(node, RDF + "subject", _node(entity_iri(claim.subject.id, base=base)))
    yield _quad(node, RDF + "predicate", _node(claim.relation))
    yield _quad(node, RDF + "object", _node(entity_iri(claim.object.id, base=base)))


def _claim_quads(claim: Claim[Entity], *, base: str) -> Iterator[ox.Quad]:
    if claim.is_direct:
        subject, object_ = (entity_iri(entity.id, base=base) for entity in (claim.subject, claim.object))
        yield _quad(subject, claim.relation, _node(object_))
    node = claim_iri(claim, base=base)
    yield _quad(node, RDF + "type", _node(ONTOLOGY + "Claim"))
    yield _quad(node, ONTOLOGY + "states", _node(proposition_iri(claim, base=base)))
    yield _quad(node, ONTOLOGY + "polarity", _node(ONTOLOGY + claim.polarity))
    yield _quad(node, ONTOLOGY + "modality", _node(ONTOLOGY + claim.modality))
    if claim.tense is not None:
        yield _quad(node, ONTOLOGY + "tense", _node(ONTOLOGY + claim.tense))
    if claim.time is not None:
        yield from _time_quads(node, claim.time)
    yield _quad(node, ONTOLOGY + "confidence", _typed(_lexical(round(claim.confidence, 2)), "decimal"))
    yield from _evidence_quads(node, claim.evidence, base=base)
    yield from _holder_quads(node, claim.holder, base=base)
    if claim.quantity is not None:
        yield from _quantity_quads(node, claim.quantity)


def _evidence_quads(node: str, evidence: Evidence, *, base: str) -> Iterator[ox.Quad]:
    yield _quad(node, PROV + "wasQuotedFrom", _node(document_iri(evidence.document, base=base)))
    yield _quad(node, ONTOLOGY + "start", _typed(str(evidence.span.start), "integer"))
    yield _quad(node, ONTOLOGY + "end", _typed(str(evidence.span.end), "integer"))
    yield _quad(node, ONTOLOGY + "quote", ox.Literal(evidence.quote))
    yield _quad(node, ONTOLOGY + "cue", ox.Literal(evidence.cue))


def _holder_quads(node: str, holders: tuple[Entity, ...], *, base: str) -> Iterator[ox.Quad]:
    """The outermost speaker and, when others speak through it, the whole chain as an RDF list of IRIs."""
    if holders:
        yield _quad(node, ONTOLOGY + "holder", _node(entity_iri(holders[0].id, base=base)))
    if len(holders) < 2:
        return
    links = [_link(holders[index:], base) for index in range(len(holders))]
    yield _quad(node, ONTOLOGY + "holderChain", _node(links[0]))
    for link, rest, holder in zip(links, [*links[1:], RDF + "nil"], holders, strict=True):
        yield _quad(link, RDF + "first", _node(entity_iri(holder.id, base=base)))
        yield _quad(link, RDF + "rest", _node(rest))


def _link(holders: tuple[Entity, ...], base: str) -> str:
    return base + "chain/" + digest(*(_nfc(holder.id) for holder in holders))


def _time_quads(node: str, time: TimeSpan) -> Iterator[ox.Quad]:
    """One triple for a day, month or year; a triple for each end there is of anything longer."""
    ends = {"validTime": time.start} if time.start == time.end else {"validFrom": time.start, "validUntil": time.end}
    if time.start is None and time.end is None:
        raise ClaimError("time: has neither start nor end; leave the time out")
    for name, text in ends.items():
        if text is None:
            continue
        literal = _partial_date(text)
        if literal is None:
            raise ClaimError(f"time {text!r}: is not an ISO 8601 date; write 2021, 2021-03 or 2021-03-04")
        yield _quad(node, ONTOLOGY + name, literal)


def _quantity_quads(node: str, quantity: Quantity) -> Iterator[ox.Quad]:
    yield _quad(node, ONTOLOGY + "quantityValue", _number(quantity.value))
    if quantity.upper is not None:
        yield _quad(node, ONTOLOGY + "quantityUpper", _number(quantity.upper))
    if quantity.of:
        yield _quad(node, ONTOLOGY + "quantityOf", ox.Literal(quantity.of))
    yield _quad(node, ONTOLOGY + "quantityUnit", ox.Literal(quantity.unit))
    yield _quad(node, ONTOLOGY + "quantityApproximate", ox.Literal(quantity.approximate))


def _ontology_facts(ontology: Ontology) -> Iterator[tuple[str, str, Term]]:
    for type_ in ontology.types.values():
        yield type_.id, RDF + "type", _node(OWL + "Class")
        yield type_.id, RDFS + "label", ox.Literal(type_.label)
        for ancestor in sorted(type_.ancestors - {type_.id}):
            yield type_.id, RDFS + "subClassOf", _node(ancestor)
    for relation in ontology.relations.values():
        yield relation.id, RDF + "type", _node(ONTOLOGY + "Relation")
        yield relation.id, RDFS + "label", ox.Literal(relation.label)
        yield relation.id, ONTOLOGY + "deniedLabel", ox.Literal(relation.denied_label)
        yield relation.id, ONTOLOGY + "stance", _node(ONTOLOGY + relation.stance)
        if relation.definition:
            yield relation.id, SKOS + "definition", ox.Literal(relation.definition)
        for parent in relation.parents:
            yield relation.id, RDFS + "subPropertyOf", _node(parent)
        if relation.inverse:
            yield relation.id, OWL + "inverseOf", _node(relation.inverse)
            yield relation.inverse, RDFS + "label", ox.Literal(relation.inverse_label)
        if relation.symmetric:
            yield relation.id, RDF + "type", _node(OWL + "SymmetricProperty")
        if relation.transitive:
            yield relation.id, RDF + "type", _node(OWL + "TransitiveProperty")
        if relation.fallback:
            yield relation.id, ONTOLOGY + "fallback", ox.Literal(True)


class Reader:
    """Reads claims back from a store one by one, each entity looked up once."""

    def __init__(self, store: ox.Store, base: str) -> None:
        self._store = store
        self._base = base
        self._known: dict[str, Entity] = {}
        self._extractors: dict[str, str] = {}

    def claim(self, iri: str) -> Claim[Entity]:
        """The claim of an IRI; a chain of holders that comes back to itself is followed for ever (`endless`).

        Raises:
            GraphError: the graph was built with another base, or the claim lacks something.
            ValueError: something in it is no number, or no word of the vocabulary.
        """
        facts = self._facts(iri)
        stated = self._facts(_value(iri, facts, ONTOLOGY + "states"))
        tense = _optional(facts, ONTOLOGY + "tense")
        return Claim(
            subject=self._entity(_value(iri, stated, RDF + "subject")),
            relation=RelationId(_value(iri, stated, RDF + "predicate")),
            object=self._entity(_value(iri, stated, RDF + "object")),
            evidence=self._evidence(iri, facts),
            holder=tuple(self._holders(facts)),
            polarity=Polarity(name_of(_value(iri, facts, ONTOLOGY + "polarity"))),
            modality=Modality(name_of(_value(iri, facts, ONTOLOGY + "modality"))),
            tense=Tense(name_of(tense)) if tense else None,
            time=_time(facts),
            quantity=_quantity(iri, facts),
            confidence=float(_value(iri, facts, ONTOLOGY + "confidence")),
        )

    def _facts(self, iri: str) -> Facts:
        facts: dict[str, list[Term]] = {}
        for quad in self._store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph()):
            facts.setdefault(quad.predicate.value, []).append(quad.object)
        return facts

    def _evidence(self, iri: str, facts: Facts) -> Evidence:
        document = _value(iri, facts, PROV + "wasQuotedFrom")
        if document not in self._extractors:
            self._extractors[document] = _value(document, self._facts(document), ONTOLOGY + "extractor")
        return Evidence(
            document=DocumentId(self._id(document, "document/")),
            span=Span(*(int(_value(iri, facts, ONTOLOGY + end)) for end in ("start", "end"))),
            quote=_value(iri, facts, ONTOLOGY + "quote"),
            cue=_value(iri, facts, ONTOLOGY + "cue"),
            extractor=self._extractors[document],
        )

    def _holders(self, facts: Facts) -> Iterator[Entity]:
        link = _optional(facts, ONTOLOGY + "holderChain")
        if link is None:
            yield from (self._entity(_iri(node)) for node in facts.get(ONTOLOGY + "holder", ()))
        while link is not None and link != RDF + "nil":
            here = self._facts(link)
            yield self._entity(_value(link, here, RDF + "first"))
            link = _value(link, here, RDF + "rest")

    def _entity(self, iri: str) -> Entity:
        if iri not in self._known:
            facts = self._facts(iri)
            self._known[iri] = Entity(
                id=EntityId(self._id(iri, "entity/")),
                label=_value(iri, facts, RDFS + "label"),
                type=TypeId(_value(iri, facts, RDF + "type")),
                aliases=tuple(sorted(map(_text, facts.get(SKOS + "altLabel", ())))),
                same_as=tuple(sorted(map(_text, facts.get(SKOS + "exactMatch", ())))),
                uses=tuple(sorted(self._use(_iri(node)) for node in facts.get(XL + "altLabel", ()))),
            )
        return self._known[iri]

    def _use(self, iri: str) -> Use:
        facts = self._facts(iri)
        documents = sorted(self._id(_iri(node), "document/") for node in facts.get(ONTOLOGY + "usedIn", ()))
        return Use(
            alias=_value(iri, facts, XL + "literalForm"),
            count=int(_value(iri, facts, ONTOLOGY + "count")),
            documents=tuple(map(DocumentId, documents)),
        )

    def _id(self, iri: str, folder: str) -> str:
        start = self._base + folder
        if not iri.startswith(start):
            raise GraphError(f"{iri}: does not begin with {start}; open the graph with the base it was built with")
        return unquote(iri.removeprefix(start))


def _time(facts: Facts) -> TimeSpan | None:
    if (at := _optional(facts, ONTOLOGY + "validTime")) is not None:
        return TimeSpan(at, at)
    start, end = (_optional(facts, ONTOLOGY + name) for name in ("validFrom", "validUntil"))
    return TimeSpan(start, end) if start is not None or end is not None else None


def _quantity(iri: str, facts: Facts) -> Quantity | None:
    if ONTOLOGY + "quantityValue" not in facts:
        return None
    upper = _optional(facts, ONTOLOGY + "quantityUpper")
    return Quantity(
        value=float(_value(iri, facts, ONTOLOGY + "quantityValue")),
        unit=_value(iri, facts, ONTOLOGY + "quantityUnit"),
        approximate=_value(iri, facts, ONTOLOGY + "quantityApproximate") == "true",
        upper=float(upper) if upper is not None else None,
        of=_optional(facts, ONTOLOGY + "quantityOf") or "",
    )


def _value(iri: str, facts: Facts, property_: str) -> str:
    """The one value of a property that everything of its kind has."""
    found = _optional(facts, property_)
    if found is None:
        raise GraphError(f"{iri}: has no {property_}; the graph is broken, build it again")
    return found


def _optional(facts: Facts, property_: str) -> str | None:
    return next(map(_text, facts.get(property_, ())), None)


def _text(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _iri(term: Term) -> str:
    if not isinstance(term, ox.NamedNode):
        raise GraphError(f"{term}: is not an IRI; the graph is broken, build it again")
    return term.value


def _quad(subject: str, property_: str, value: Term) -> ox.Quad:
    return ox.Quad(_node(subject), _node(property_), value, ox.DefaultGraph())


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise GraphError(f"{iri!r}: is not an absolute IRI ({error}); mend it where it is set") from error


def _typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


def _number(number: float) -> ox.Literal:
    text = _lexical(number)
    return _typed(text, "decimal" if "." in text else "integer")


def _lexical(number: float) -> str:
    """A number in digits, without exponent, plus sign or trailing zeros: the form every store keeps."""
    if not isfinite(number):
        raise ClaimError(f"quantity {number}: is no number that can be written; leave the quantity out")
    text = f"{Decimal(repr(number)):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
