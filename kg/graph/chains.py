"""The shortest chains of claims that lead from one thing to another, each step with its words.

Claims are followed in either direction, from both ends at once and only as far as they meet (Pohl, "Bi-directional
search", 1971), by look-ups in the store: most of it is never read. Of chains equally short the surest comes first: the
one whose steps' confidences, of the surest claim each, multiply to the most.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise
from math import prod

import pyoxigraph as ox

from kg.errors import GraphError, QueryError
from kg.graph.encode import Reader, entity_iri
from kg.graph.voices import Claims
from kg.iris import ONTOLOGY, PREFIXES, prefixes
from kg.model import Claim, Entity, Modality, Polarity, RelationId

RDF = PREFIXES["rdf"]
ENDS = tuple(ox.NamedNode(RDF + name) for name in ("subject", "object"))
PREDICATE, STATES, CONFIDENCE, POLARITY, MODALITY = (
    ox.NamedNode(iri)
    for iri in (RDF + "predicate", *(ONTOLOGY + name for name in ("states", "confidence", "polarity", "modality")))
)
DEFAULT = ox.DefaultGraph()

PAIRS = """
SELECT ?subject ?relation ?object ?polarity ?modality WHERE {
  ?claim kg:states ?proposition ; kg:polarity ?polarity ; kg:modality ?modality .
  ?proposition rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object
}"""

type Node = ox.NamedNode
type Trail = tuple[float, tuple[str, ...]]  # its confidence below 0, the surest is the least; what it leads over


@dataclass(frozen=True, slots=True)
class Which:
    """The claims that a chain may lead over."""

    polarities: Collection[Polarity] = (Polarity.AFFIRMED,)
    modalities: Collection[Modality] = (Modality.ASSERTED,)
    relations: Collection[RelationId] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """From one thing of a chain to the next, by the claims on both, the surest first."""

    start: Entity
    end: Entity
    claims: Claims

    @property
    def confidence(self) -> float:
        """That of the surest claim."""
        return self.claims[0].confidence


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of claims from one thing to another."""

    steps: tuple[Step, ...]

    @property
    def confidence(self) -> float:
        """The confidences of its steps, multiplied."""
        return prod(step.confidence for step in self.steps)

    @property
    def things(self) -> tuple[Entity, ...]:
        """What it leads over, both ends included."""
        return (self.steps[0].start, *(step.end for step in self.steps))


@dataclass(frozen=True, slots=True)
class Connection:
    """How two things are connected: the surest of the shortest chains, and how many there are.

    Without a chain it is false, and `components` has the numbers of things that can be reached from either end, itself
    included.
    """

    chains: tuple[Chain, ...]
    count: int
    components: tuple[int, int] | None = None

    def __bool__(self) -> bool:
        return bool(self.chains)

    def __len__(self) -> int:
        """The number of steps, 0 where there is no chain."""
        return len(self.chains[0].steps) if self.chains else 0


def connection(
    store: ox.Store, ends: tuple[Iterable[str], Iterable[str]], which: Which, *, base: str, limit: int = 1
) -> Connection:
    """The shortest chains from one of some things to one of others, by their IRIs: at most `limit` of them, the surest.

    Raises:
        QueryError: a thing is at both ends, or `limit` is less than 1.
    """
    if limit < 1:
        raise QueryError(f"{limit} chains cannot be asked for; give a number from 1 on")
    start, end = (frozenset(map(ox.NamedNode, iris)) for iris in ends)
    if both := start & end:
        raise QueryError(f"{', '.join(sorted(node.value for node in both))}: is at both ends; name two things")
    claims = _Claims(store, which)
    sides = _Side(start, claims), _Side(end, claims)
    middle = _meet(*sides)
    if not middle:
        return Connection((), 0, _components(sides, claims))
    steps = _forward(middle, *sides)
    trails, count = _surest(start, end, steps, claims, limit)
    reader = Reader(store, base)
    wanted = {claim.value for trail in trails for pair in pairwise(trail) for claim in claims.on(*pair)}
    read = [reader.claim(iri) for iri in sorted(wanted)]
    return Connection(tuple(_chain(trail, read, base) for trail in trails), count)


class _Claims:
    """The wanted claims between things, looked up where they are asked for and remembered."""

    def __init__(self, store: ox.Store, which: Which) -> None:
        self._store = store
        self._polarities = {ONTOLOGY + polarity for polarity in which.polarities}
        self._modalities = {ONTOLOGY + modality for modality in which.modalities}
        self._direct = set(which.polarities) == {Polarity.AFFIRMED} and set(which.modalities) == {Modality.ASSERTED}
        self._relations = frozenset(which.relations)
        self._around: dict[Node, frozenset[Node]] = {}
        self._stated: dict[Node, Sequence[tuple[Node, Node]]] = {}
        self._claims: dict[Node, Mapping[Node, Sequence[Node]]] = {}

    def around(self, thing: Node) -> frozenset[Node]:
        """What is at the other end of a claim on a thing, itself left out."""
        if thing not in self._around:
            found = self._by_triples(thing) if self._direct else self._by_claims(thing)
            self._around[thing] = frozenset(found) - {thing}
        return self._around[thing]

    def on(self, one: Node, other: Node) -> Sequence[Node]:
        """The claims on two things, either way round, looked for at the end that has fewer."""
        known = [end for end in (one, other) if end in self._claims]
        few = known[0] if known else min(one, other, key=lambda end: len(self._propositions(end)))
        if few not in self._claims:
            self._claims[few] = self._by_thing(few)
        return self._claims[few].get(other if few == one else one, ())

    def confidence(self, claim: Node) -> float:
        return float(self._value(claim, CONFIDENCE))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Both ends of all claims: much to read, where everything is wanted."""
        if self._direct:
            for relation in sorted(self._relations):
                for quad in self._store.quads_for_pattern(None, ox.NamedNode(relation), None, DEFAULT):
                    yield _node(quad.subject).value, _node(quad.object).value
            return
        rows = self._store.query(PAIRS, prefixes=prefixes())
        assert isinstance(rows, ox.QuerySolutions)
        for row in rows:
            subject, stated, object_, polarity, modality = (_node(term).value for term in row)
            if stated in self._relations and polarity in self._polarities and modality in self._modalities:
                yield subject, object_

    def _by_triples(self, thing: Node) -> Iterator[Node]:
        """By the direct triples: there is one for whatever a claim affirms and asserts."""
        for quad in self._store.quads_for_pattern(thing, None, None, DEFAULT):
            if quad.predicate.value in self._relations:
                yield _node(quad.object)
        for quad in self._store.quads_for_pattern(None, None, thing, DEFAULT):
            if quad.predicate.value in self._relations:
                yield _node(quad.subject)

    def _by_claims(self, thing: Node) -> Iterable[Node]:
        self._claims[thing] = self._by_thing(thing)
        return self._claims[thing]

    def _by_thing(self, thing: Node) -> Mapping[Node, Sequence[Node]]:
        """The claims on a thing by what is at their other end."""
        found: defaultdict[Node, list[Node]] = defaultdict(list)
        for proposition, there in self._propositions(thing):
            if self._value(proposition, PREDICATE) in self._relations and (stating := self._stating(proposition)):
                found[ox.NamedNode(self._value(proposition, there))] += stating
        return found

    def _propositions(self, thing: Node) -> Sequence[tuple[Node, Node]]:
        """The propositions on a thing, each with the property that leads to its other end."""
        if thing not in self._stated:
            self._stated[thing] = [
                (_node(quad.subject), there)
                for here, there in (ENDS, ENDS[::-1])
                for quad in self._store.quads_for_pattern(None, here, thing, DEFAULT)
            ]
        return self._stated[thing]

    def _stating(self, proposition: Node) -> list[Node]:
        claims = [_node(quad.subject) for quad in self._store.quads_for_pattern(None, STATES, proposition, DEFAULT)]
        return [
            claim
            for claim in claims
            if self._value(claim, POLARITY) in self._polarities and self._value(claim, MODALITY) in self._modalities
        ]

    def _value(self, node: Node, property_: Node) -> str:
        """The one value of a property that everything of its kind has."""
        found = next(iter(self._store.quads_for_pattern(node, property_, None, DEFAULT)), None)
        if found is None or isinstance(found.object, ox.Triple):
            raise GraphError(f"{node.value}: has no {property_.value}; the graph is broken, build it again")
        return found.object.value


class _Side:
    """A search from one end: what was reached, and from where."""

    def __init__(self, start: Collection[Node], claims: _Claims) -> None:
        self.parents: dict[Node, list[Node]] = {thing: [] for thing in start}
        self.edge = list(start)  # what was reached last
        self._claims = claims

    def widen(self) -> None:
        """Reach what is one step further, with all that it is reached from."""
        found: dict[Node, list[Node]] = {}
        for thing in self.edge:
            for other in self._claims.around(thing):
                if other not in self.parents:
                    found.setdefault(other, []).append(thing)
        self.parents |= found
        self.edge = list(found)


def _meet(one: _Side, other: _Side) -> list[Node]:
    """Widen the narrower side until the two meet: the things in the middle; none if one of them comes to its end."""
    while one.edge and other.edge:
        narrow, wide = (one, other) if len(one.edge) <= len(other.edge) else (other, one)
        narrow.widen()
        if found := [thing for thing in narrow.edge if thing in wide.parents]:
            return found
    return []


def _components(sides: tuple[_Side, _Side], claims: _Claims) -> tuple[int, int]:
    """What can be reached from either end: what was, on the side that came to its end, else by reading all claims."""
    import networkx

    whole: networkx.Graph[str] = networkx.Graph()
    if any(side.edge for side in sides):
        whole.add_edges_from(claims.pairs())

    def size(side: _Side) -> int:
        reached = {thing.value for thing in side.parents}
        inside = (networkx.node_connected_component(whole, thing) for thing in reached if thing in whole)
        return len(reached.union(*inside)) if side.edge else len(reached)

    return size(sides[0]), size(sides[1])


def _forward(middle: Sequence[Node], start: _Side, end: _Side) -> Mapping[Node, Collection[Node]]:
    """What follows on each thing of a shortest chain."""
    found: defaultdict[Node, set[Node]] = defaultdict(set)
    for side, forward in ((start, False), (end, True)):
        edge = set(middle)
        while edge:
            pairs = [(thing, parent) for thing in edge for parent in side.parents[thing]]
            for thing, parent in pairs:
                one, next_ = (thing, parent) if forward else (parent, thing)
                found[one].add(next_)
            edge = {parent for _, parent in pairs}
    return found


def _surest(
    start: Collection[Node], end: Collection[Node], steps: Mapping[Node, Collection[Node]], claims: _Claims, limit: int
) -> tuple[list[tuple[Node, ...]], int]:
    """The surest chains, and how many there are, by going on with the surest ones to each thing from step to step."""
    best: dict[Node, list[Trail]] = {thing: [(-1.0, (thing.value,))] for thing in start if thing in steps}
    count = dict.fromkeys(best, 1)
    while best and not any(thing in end for thing in best):
        reached: defaultdict[Node, list[Trail]] = defaultdict(list)
        ways: defaultdict[Node, int] = defaultdict(int)
        for thing, trails in best.items():
            for other in steps[thing]:
                sure = max(map(claims.confidence, claims.on(thing, other)))
                reached[other] += [(weight * sure, (*trail, other.value)) for weight, trail in trails]
                ways[other] += count[thing]
        best = {thing: nsmallest(limit, trails) for thing, trails in reached.items()}
        count = ways
    found = nsmallest(limit, (trail for trails in best.values() for trail in trails))
    return [tuple(map(ox.NamedNode, trail)) for _, trail in found], sum(count.values())


def _chain(trail: Sequence[Node], claims: Iterable[Claim[Entity]], base: str) -> Chain:
    known: defaultdict[frozenset[str], list[Claim[Entity]]] = defaultdict(list)
    for claim in claims:
        known[frozenset(entity_iri(end.id, base=base) for end in (claim.subject, claim.object))].append(claim)
    steps = []
    for start, end in pairwise(trail):
        found = sorted(known[frozenset((start.value, end.value))], key=_surest_first)
        ends = {entity_iri(one.id, base=base): one for one in (found[0].subject, found[0].object)}
        steps.append(Step(ends[start.value], ends[end.value], tuple(found)))
    return Chain(tuple(steps))


def _surest_first(claim: Claim[Entity]) -> tuple[object, ...]:
    return (-claim.confidence, claim.evidence.document, claim.evidence.span, claim.relation)


def _node(term: object) -> Node:
    if not isinstance(term, ox.NamedNode):
        raise GraphError(f"{term}: is not an IRI; the graph is broken, build it again")
    return term
