"""What is checked of the store of a graph: everything in it follows from its claims, and its claims from the texts.

A problem is told once: where a thing is wrong in itself, what only follows from that is left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph import encode, shapes
from kg.graph.problems import Check, Problem
from kg.graph.result import short
from kg.iris import ONTOLOGY, PREFIXES
from kg.model import Claim, Document, DocumentId, Entity, Modality, Polarity, Span
from kg.ontology import Ontology

RDF = PREFIXES["rdf"]
TYPE, REST, STATES = RDF + "type", RDF + "rest", ONTOLOGY + "states"
ENDS = {RDF + "subject": 0, RDF + "predicate": 1, RDF + "object": 2}  # of a proposition, by their place
CLAIM, DOCUMENT = KINDS = ONTOLOGY + "Claim", ONTOLOGY + "Document"  # what nothing need point to
EXCERPT = 60  # characters of a text that a problem shows
AGAIN = "build the graph again"

type Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in the default graph of a store, as IRIs, read in one go."""

    subjects: frozenset[str]
    objects: frozenset[str]  # those that begin with the base
    claims: frozenset[str]
    documents: frozenset[str]
    types: Mapping[str, str]  # of entities
    stated: Mapping[str, str]  # the proposition of each claim
    plain: frozenset[str]  # claims that are affirmed and asserted
    propositions: Mapping[str, Triple]  # the whole ones
    relations: frozenset[str]  # those of the ontology, and any other that a proposition is on
    direct: frozenset[Triple]
    blank: frozenset[str]  # triples with a blank node, or a triple, in them, as text
    chains: Mapping[str, str]  # of links of holder chains: the next link


@dataclass(slots=True)
class _Reading:
    """Contents that are still being read."""

    base: str
    relations: frozenset[str]
    objects: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    kinds: dict[str, set[str]] = field(default_factory=dict)  # the claims and the documents, by class
    types: dict[str, str] = field(default_factory=dict)
    stated: dict[str, str] = field(default_factory=dict)
    said: dict[str, set[str]] = field(default_factory=dict)  # claims by polarity and modality
    ends: dict[str, dict[int, str]] = field(default_factory=dict)
    direct: set[Triple] = field(default_factory=set)
    blank: list[str] = field(default_factory=list)
    chains: dict[str, str] = field(default_factory=dict)

    def take(self, subject: str, property_: str, value: str) -> None:
        """One triple of three IRIs."""
        self.subjects.add(subject)
        if value.startswith(self.base):
            self.objects.add(value)
        if property_ in self.relations:
            self.direct.add((subject, property_, value))
        elif property_ in (ONTOLOGY + "polarity", ONTOLOGY + "modality"):
            self.said.setdefault(value, set()).add(subject)
        elif property_ in ENDS:
            self.ends.setdefault(subject, {})[ENDS[property_]] = value
        elif property_ == TYPE and value in KINDS:
            self.kinds.setdefault(value, set()).add(subject)
        elif property_ in (TYPE, STATES, REST):
            {TYPE: self.types, STATES: self.stated, REST: self.chains}[property_][subject] = value

    def contents(self) -> Contents:
        asserted = (ONTOLOGY + Polarity.AFFIRMED, ONTOLOGY + Modality.ASSERTED)
        return Contents(
            subjects=frozenset(self.subjects),
            objects=frozenset(self.objects),
            claims=frozenset(self.kinds.get(CLAIM, ())),
            documents=frozenset(self.kinds.get(DOCUMENT, ())),
            types={one: type_ for one, type_ in self.types.items() if one.startswith(self.base + "entity/")},
            stated=self.stated,
            plain=frozenset.intersection(*(frozenset(self.said.get(value, ())) for value in asserted)),
            propositions={
                one: (ends[0], ends[1], ends[2]) for one, ends in self.ends.items() if len(ends) == len(ENDS)
            },
            relations=self.relations,
            direct=frozenset(self.direct),
            blank=frozenset(self.blank),
            chains=self.chains,
        )


def contents(store: ox.Store, ontology: Ontology, *, base: str) -> Contents:
    """What stands in the default graph of a store."""
    found = store.quads_for_pattern(None, ox.NamedNode(RDF + "predicate"), None, ox.DefaultGraph())
    used = {quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode)}
    reading = _Reading(base, frozenset(used | set(ontology.relations)))
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        subject, value = quad.subject, quad.object
        if not isinstance(subject, ox.NamedNode) or isinstance(value, ox.BlankNode | ox.Triple):
            reading.blank.append(str(quad.triple))
        elif isinstance(value, ox.Literal):
            reading.subjects.add(subject.value)
        else:
            reading.take(subject.value, quad.predicate.value, value.value)
    return reading.contents()


class Known:
    """The things that have a problem already, so that what follows from it is not told again."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.iris: set[str] = set()

    def problem(self, iri: str, what: str, mend: str = AGAIN) -> Problem:
        """A problem with a thing, which is known from now on."""
        self.iris.add(iri)
        return Problem(short(iri, self.base), what, mend, iri)

    def short(self, iri: str) -> str:
        """An IRI with its prefix."""
        return short(iri, self.base)


def references(found: Contents, ontology: Ontology, known: Known) -> Check:
    """Whatever is pointed to is there, whatever is there is pointed to, and the ontology has its words."""
    return Check(
        name="references",
        counts="things",
        checked=len(found.subjects | found.objects),
        problems=tuple(sorted(_dangling(found, ontology, known))),
    )


def _dangling(found: Contents, ontology: Ontology, known: Known) -> Iterator[Problem]:
    for text in found.blank:
        yield Problem(text, "a graph has no blank nodes and no triples about triples", f"remove it, or {AGAIN}")
    missing = found.objects - found.subjects
    for iri in missing:
        yield known.problem(iri, "is pointed to, and nothing is said of it")
    if not missing:  # what is missing may have pointed to them
        for iri in found.subjects - found.objects - found.claims - found.documents:
            yield known.problem(iri, "nothing points to it: no claim speaks of it")
    for iri, type_ in found.types.items():
        if type_ not in ontology.types:
            yield known.problem(iri, f"is of type {known.short(type_)}, which the ontology lacks")
    for iri, (_, relation, _) in found.propositions.items():
        if relation not in ontology.relations:
            yield known.problem(iri, f"is on {known.short(relation)}, a relation that the ontology lacks")
    for iri in encode.endless(found.chains):
        yield known.problem(iri, "is a link of a chain of holders that comes back to itself")


def direct_triples(found: Contents, known: Known) -> Check:
    """A direct triple stands exactly where a claim affirms and asserts its proposition."""
    told = {found.stated[claim] for claim in found.plain if claim in found.stated}
    wanted = {found.propositions[one] for one in told if one in found.propositions}
    missing = (
        _problem(one, "a claim affirms and asserts it, and it is missing", known)
        for one in wanted - found.direct
        if known.iris.isdisjoint(one)
    )
    unstated = {found.propositions[one] for one in known.iris if one in found.propositions}
    broken = told - found.propositions.keys()  # what triple one of these stands for nobody can tell
    extra = (
        _problem(one, "no claim affirms and asserts it", known)
        for one in found.direct - wanted - unstated
        if not broken and known.iris.isdisjoint(one)
    )
    checked = len(found.direct | wanted)
    return Check(name="direct triples", counts="triples", checked=checked, problems=tuple(sorted((*missing, *extra))))


def _problem(triple: Triple, what: str, known: Known) -> Problem:
    return Problem(" ".join(map(known.short, triple)), what, AGAIN, triple[0])


def fitting(store: ox.Store, found: Contents, ontology: Ontology, known: Known, *, engine: str) -> Check:
    """Everything fits its SHACL shape, and the ends of relations are of their types."""
    results = [
        (result.focus, result.message, result.value)
        if result.focus not in ontology.relations
        else (result.value, result.message, "")  # of the things at one end of a relation the one that does not fit
        for result in shapes.validate(store, ontology, engine=engine)
        if known.iris.isdisjoint((result.focus, result.value))
    ]
    problems = [
        known.problem(focus, f"{message} It has {excerpt(known.short(value))}" if value else message.rstrip("."))
        for focus, message, value in sorted(set(results))
    ]
    return Check(name="shapes", counts="things", checked=len(found.subjects), problems=tuple(sorted(problems)))


def readable(store: ox.Store, found: Contents, *, base: str) -> Iterator[tuple[str, Claim[Entity] | str]]:
    """Every claim with its IRI, in the order of these; in place of one that cannot be read, what is wrong."""
    reader, loops = encode.Reader(store, base), encode.endless(found.chains)
    for iri in sorted(found.claims):
        if loops and _chain_of(store, iri) in loops:
            yield iri, "its chain of holders has no end"
            continue
        try:
            yield iri, reader.claim(iri)
        except (KgError, ValueError) as error:
            yield iri, str(error)


def _chain_of(store: ox.Store, claim: str) -> str:
    """The first link of a claim's chain of holders; empty if it has none."""
    chain = ox.NamedNode(ONTOLOGY + "holderChain")
    found = store.quads_for_pattern(ox.NamedNode(claim), chain, None, ox.DefaultGraph())
    return next((quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode)), "")


@dataclass(frozen=True, slots=True)
class Read:
    """What the claims of a store say, as far as they can be read."""

    claims: Mapping[str, Claim[Entity]]  # by IRI
    unread: int


def claims(
    store: ox.Store, found: Contents, documents: Mapping[DocumentId, Document], ontology: Ontology, *, known: Known
) -> tuple[Check, Read]:
    """Every claim has the words of its document at its place, and the IRI of what it says."""
    read: dict[str, Claim[Entity]] = {}
    problems, unread = [], 0
    sure = not known.iris
    for iri, claim in readable(store, found, base=known.base):
        if isinstance(claim, str):
            unread += 1
            problems += [known.problem(iri, f"cannot be read: {claim}")] if sure else []
            continue
        read[iri] = claim
        document = documents.get(claim.evidence.document)  # where there is none that is told already
        misquoted = _misquoted(claim, document, ontology) if document is not None else ""
        what = misquoted or _misnamed(iri, claim, found, known.base)
        problems += [known.problem(iri, what)] if what and iri not in known.iris else []
    textless = sum(claim.evidence.document not in documents for claim in read.values())
    counts = f"claims, {textless:,} without their text" if textless else "claims"
    check = Check(name="claims", counts=counts, checked=len(read), problems=tuple(sorted(problems)))
    return check, Read(read, unread)


def _misnamed(iri: str, claim: Claim[Entity], found: Contents, base: str) -> str:
    """What does not go together in a claim and the IRIs that are made of it."""
    quote = excerpt(claim.evidence.quote)
    if encode.claim_iri(claim, base=base) != iri:
        return f"its IRI is not that of what it says: it was changed (quote {quote})"
    if encode.proposition_iri(claim, base=base) != found.stated.get(iri):
        return f"its proposition has another IRI than that of what it says (quote {quote})"
    return ""


def _misquoted(claim: Claim[Entity], document: Document, ontology: Ontology) -> str:
    """What of a claim's passage is not in its document as the claim has it."""
    (start, end), quote = claim.evidence.span, claim.evidence.quote
    if not 0 <= start < end <= len(document.text):
        return f"its passage {start}-{end} is not in the {len(document.text):,} characters of {document.source}"
    if document.text[start:end] != quote:
        there = excerpt(document.text[start:end])
        return f"its quote {excerpt(quote)} is not the text of {document.source} at {start}-{end}, which is {there}"
    relation = ontology.relations.get(claim.relation)
    if relation is None or relation.fallback:  # the cue of a fallback is a lemma
        return ""
    near = sentences_at(document, claim.evidence.span)
    lost = [word for word in claim.evidence.cue.split() if word not in near]
    return f"its cue {claim.evidence.cue!r} is not in the sentence of its quote {excerpt(quote)}" if lost else ""


def sentences_at(document: Document, span: Span) -> str:
    """The text of a passage with all of the sentences that it touches.

    >>> text = "It rained. Norland agreed. It snowed."
    >>> marks = (Span(0, 10), Span(11, 26), Span(27, 37))
    >>> sentences_at(Document(id=DocumentId("d"), text=text, title="", source="", sentences=marks), Span(11, 18))
    'Norland agreed.'
    """
    touched = [one for one in document.sentences if one.start < span.end and span.start < one.end]
    starts, ends = [one.start for one in touched], [one.end for one in touched]
    return document.text[min([span.start, *starts]) : max([span.end, *ends])]


def others(store: ox.Store, found: Contents, wanted: Iterable[ox.Quad], known: Known) -> Check:
    """The default graph has the triples that its claims and documents make, and no other ones."""
    missing, extra, number = _compared(store, wanted)
    told = [(quad, "its claims make this triple, and it is missing") for quad in missing]
    told += [(quad, "no claim or document makes this triple") for quad in extra]
    problems = sorted({_stray(quad, what, known) for quad, what in told if _is_news(quad, found, known)})
    return Check(name="other triples", counts="triples", checked=number, problems=tuple(problems))


def same(store: ox.Store, wanted: Iterable[ox.Quad], known: Known, *, name: str) -> Check:
    """The default graph is the one wanted: the things that are not the same, with the properties they differ in."""
    missing, extra, number = _compared(store, wanted)
    differing: dict[str, set[str]] = {}
    for quad in (*missing, *extra):
        iri = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else str(quad.subject)
        differing.setdefault(iri, set()).add(known.short(quad.predicate.value))
    problems = sorted(
        Problem(known.short(iri), f"would not be the same in {', '.join(sorted(properties))}", AGAIN, iri)
        for iri, properties in differing.items()
    )
    return Check(name=name, counts="triples", checked=number, problems=tuple(problems))


def _compared(store: ox.Store, wanted: Iterable[ox.Quad]) -> tuple[list[ox.Quad], list[ox.Quad], int]:
    """The quads wanted that are missing, those of the default graph that are not wanted, and how many are.

    Quads are compared by 64 bits of them: themselves, those of 100,000 claims would take half a gigabyte.
    """

    def there() -> Iterator[ox.Quad]:
        return store.quads_for_pattern(None, None, None, ox.DefaultGraph())

    marks, found, missing = set[int](), set(map(hash, there())), []
    for quad in wanted:
        mark = hash(quad)
        if mark not in found and mark not in marks:
            missing.append(quad)
        marks.add(mark)
    extra = [quad for quad in there() if hash(quad) not in marks] if found - marks else []
    return missing, extra, len(marks)


def _is_news(quad: ox.Quad, found: Contents, known: Known) -> bool:
    """Whether no other check has told of a triple, or of what it is about."""
    subject, property_, value = (one.value if isinstance(one, ox.NamedNode) else "" for one in quad.triple)
    is_direct = property_ in found.relations and isinstance(quad.object, ox.NamedNode)
    is_told = is_direct or str(quad.triple) in found.blank
    return not is_told and known.iris.isdisjoint((subject, value))


def _stray(quad: ox.Quad, what: str, known: Known) -> Problem:
    terms = [known.short(one.value) if isinstance(one, ox.NamedNode) else excerpt(str(one)) for one in quad.triple]
    iri = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
    return Problem(" ".join(terms), what, AGAIN, iri)


def words(store: ox.Store, ontology: Ontology) -> Check:
    """The ontology's graph has the words of the ontology, and no others."""
    wanted = set(encode.ontology_quads(ontology))
    there = set(store.quads_for_pattern(None, None, None, ox.NamedNode(encode.ONTOLOGY_GRAPH)))
    known = Known(ONTOLOGY)
    problems = [_stray(quad, "the ontology says this, and its graph lacks it", known) for quad in wanted - there]
    problems += [_stray(quad, "the ontology does not say this", known) for quad in there - wanted]
    return Check(name="ontology", counts="triples", checked=len(wanted | there), problems=tuple(sorted(problems)))


def excerpt(text: str) -> str:
    """A text in quotation marks, cut where it is long."""
    return repr(text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1].rstrip()}…")
