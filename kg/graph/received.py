"""Claims out of files of RDF that kg exported, on this machine or another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kg.errors import GraphError
from kg.graph.contents import RDF, described
from kg.graph.encode import ONTOLOGY_GRAPH, decode, endless
from kg.graph.rdf import unreified
from kg.graph.rules import INFERRED
from kg.iris import ONTOLOGY
from kg.model import Claim, Document, DocumentId, Entity, EntityId, Use

# How the names of files end, and what they are read as; Turtle may be that of RDF 1.2, TriG may be nanopublications.
SUFFIXES = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True, slots=True)
class Received:
    """What a file has of a graph."""

    store: ox.Store
    base: str
    claims: tuple[Claim[Entity], ...]  # in the order of their IRIs
    documents: Mapping[DocumentId, Document]  # without their texts, which are in no RDF


def received(file: Path) -> Received:
    """The claims of one file and the documents they were read from.

    Raises:
        GraphError: it cannot be read, is not RDF, or has something else than whole claims of one base.
    """
    store = _load(file)
    base = _base(store, file)
    _check_chains(store, file)
    try:
        documents = described(store, base=base)
        claims = tuple(_whole(claim, documents) for claim in decode(store, base=base))
        return Received(store, base, claims, documents)
    except (GraphError, ValueError) as error:  # ValueError: a number that is none, or a polarity there is not
        raise GraphError(f"{file}: {error}; export the graph it is from again") from error


def merged(files: Sequence[Received]) -> list[Claim[Entity]]:
    """The claims of all files, with one entity for each id: the first file that has it tells its label and type.

    Names and their uses are put together. How often a name is used adds up if the files speak of different documents;
    where they share some, the larger number is taken.
    """
    known: dict[EntityId, Entity] = {}
    for file in files:
        for id_, entity in _entities(file.claims).items():
            known[id_] = _united(known[id_], entity) if id_ in known else entity
    return [_about(claim, known) for file in files for claim in file.claims]


def _load(file: Path) -> ox.Store:
    """All statements of a file in one graph, but for the ontology's; what follows from them is left out."""
    if file.suffix not in SUFFIXES:
        raise GraphError(f"{file}: is no file of RDF by its name; name one that ends with {', '.join(SUFFIXES)}")
    names = ox.NamedNode(ONTOLOGY_GRAPH)
    store = ox.Store()
    try:
        store.bulk_extend(
            ox.Quad(quad.subject, quad.predicate, quad.object, names if quad.graph_name == names else ox.DefaultGraph())
            for quad in unreified(ox.parse(path=str(file), format=SUFFIXES[file.suffix]))
            if quad.graph_name != ox.NamedNode(INFERRED)
        )
    except OSError as error:
        raise GraphError(f"{file}: cannot be read ({error.strerror or error}); check the path") from error
    except (SyntaxError, ValueError) as error:
        raise GraphError(f"{file}: is not {SUFFIXES[file.suffix].name}: {error}; export it again") from error
    return store


def _base(store: ox.Store, file: Path) -> str:
    """What the IRIs of a file's claims, or of its documents where there are no claims, begin with."""
    for kind, folder in (("Claim", "claim/"), ("Document", "document/")):
        found = {
            quad.subject.value.rpartition(folder)[0]
            for quad in store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(ONTOLOGY + kind), None)
            if isinstance(quad.subject, ox.NamedNode)
        }
        if len(found) > 1:
            bases = ", ".join(repr(base) for base in sorted(found))
            raise GraphError(f"{file}: has claims of several graphs, of {bases}; export each into a file of its own")
        if found and (base := found.pop()):
            return base
    raise GraphError(f"{file}: has no claims of kg in it; name a file that `kg export nquads` wrote")


def _whole(claim: Claim[Entity], documents: Mapping[DocumentId, Document]) -> Claim[Entity]:
    """A claim whose document the file has too, and whose confidence is one."""
    evidence = claim.evidence
    if evidence.document not in documents:
        raise GraphError(f"claim {evidence.quote!r}: nothing is said of its document {evidence.document!r}")
    if not 0 <= claim.confidence <= 1:
        raise GraphError(f"claim {evidence.quote!r}: its confidence {claim.confidence} is not from 0 to 1")
    return claim


def _check_chains(store: ox.Store, file: Path) -> None:
    """Make sure that every chain of speakers has an end: a circle would be read for ever."""
    links = store.quads_for_pattern(None, ox.NamedNode(RDF + "rest"), None, None)
    loops = endless({_value(quad.subject): _value(quad.object) for quad in links})
    for start in store.quads_for_pattern(None, ox.NamedNode(ONTOLOGY + "holderChain"), None, None):
        if _value(start.object) in loops:
            raise GraphError(f"{file}: {start.object}: a chain of speakers goes in a circle; export the graph again")


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _entities(claims: Iterable[Claim[Entity]]) -> dict[EntityId, Entity]:
    return {entity.id: entity for claim in claims for entity in claim.arguments}


def _united(one: Entity, other: Entity) -> Entity:
    if one == other:
        return one
    names = {*one.aliases, other.label, *other.aliases} - {one.label}
    return replace(
        one,
        aliases=tuple(sorted(names)),
        same_as=tuple(sorted({*one.same_as, *other.same_as})),
        uses=tuple(sorted(_uses([*one.uses, *other.uses], one.label))),
    )


def _uses(uses: Sequence[Use], label: str) -> Iterator[Use]:
    """One use of each name but the label."""
    by_name: dict[str, Use] = {}
    for use in uses:
        known = by_name.setdefault(use.alias, use)
        if known is not use and known != use:
            apart = set(known.documents).isdisjoint(use.documents)
            count = known.count + use.count if apart else max(known.count, use.count)
            by_name[use.alias] = Use(use.alias, count, tuple(sorted({*known.documents, *use.documents})))
    return (use for name, use in by_name.items() if name != label)


def _about(claim: Claim[Entity], known: Mapping[EntityId, Entity]) -> Claim[Entity]:
    """The same claim about the entities known."""
    holders = tuple(known[holder.id] for holder in claim.holder)
    return replace(claim, subject=known[claim.subject.id], object=known[claim.object.id], holder=holders)
