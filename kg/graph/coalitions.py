"""Who stands with whom, and who against whom: a signed network of actors in which every number names its claims.

An actor is what `prov:Agent` says it is: who can be held responsible. It takes a side on a thing where claims that
affirm a supportive or an adversarial relation have it as their subject and the thing as their object; where documents
have it on both sides, the one with more independent documents counts, and none if they are as many. Two actors have one
reason to be counted together for everything on which they take the same side, and for each of the two that takes the
other's; one reason to be counted apart for everything on which they take different sides, and for each that is against
the other. The score of the two is the reasons together less the reasons apart.

Signed networks after Heider (1946) and Cartwright and Harary, "Structural balance" (1956): they are balanced if friends
of friends are friends and enemies of enemies too. Blocs are communities (Blondel et al. 2008) of those who have more
reasons together than apart. How far the network is from falling into these blocs is its frustration (Doreian and
Mrvar, "A partitioning approach to structural balance", 1996).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from kg.graph.communities import partition
from kg.graph.rows import Table
from kg.graph.voices import Claims, independent
from kg.iris import PREFIXES
from kg.model import Claim, Entity, EntityId, Polarity, TypeId
from kg.ontology import Ontology

if TYPE_CHECKING:
    import networkx

AGENT = TypeId(PREFIXES["prov"] + "Agent")
FOR, AGAINST = "supportive", "adversarial"  # values of `Relation.stance`
DIGITS = 3

# Two of a hundred thousand who all call for peace have little in common, and are five billion pairs.
CROWD = 200
NAMED = 10  # in a note


class Kind(StrEnum):
    """Why two actors are counted together or apart."""

    BOTH_FOR = "both for it"
    BOTH_AGAINST = "both against it"
    DIVIDED = "one for it, one against it"
    SUPPORTS = "for the other"
    OPPOSES = "against the other"


TOGETHER = frozenset({Kind.BOTH_FOR, Kind.BOTH_AGAINST, Kind.SUPPORTS})


@dataclass(frozen=True, slots=True, repr=False)
class Stand:
    """The side an actor takes on a thing, and the claims that say so."""

    actor: Entity
    about: Entity
    stance: str
    claims: Claims

    def __repr__(self) -> str:
        return f"<Stand: {self.actor.label} {self.stance} on {self.about.label}, {len(self.claims)} claims>"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to count two actors together or apart: two stands on one thing, or one of them on the other."""

    kind: Kind
    stands: tuple[Stand, ...]

    @property
    def about(self) -> Entity:
        """The thing, or the actor, that sides are taken on."""
        return self.stands[0].about

    @property
    def claims(self) -> Claims:
        return tuple(claim for stand in self.stands for claim in stand.claims)


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """Two actors with the reasons to count them together and apart."""

    one: Entity  # of the two ids the lesser
    other: Entity
    reasons: tuple[Reason, ...]

    def __repr__(self) -> str:
        return f"<Pair: {self.one.label}, {self.other.label}: {self.together} together, {self.apart} apart>"

    @property
    def together(self) -> int:
        return sum(reason.kind in TOGETHER for reason in self.reasons)

    @property
    def apart(self) -> int:
        return len(self.reasons) - self.together

    @property
    def score(self) -> int:
        """Reasons together less reasons apart."""
        return self.together - self.apart

    @property
    def claims(self) -> Claims:
        return tuple(claim for reason in self.reasons for claim in reason.claims)


@dataclass(frozen=True, repr=False)
class Coalitions:
    """The pairs that have something in common or against one another, and the blocs they make."""

    pairs: tuple[Pair, ...]  # in the order of their ids
    crowded: tuple[Entity, ...] = ()  # on which too many take a side to make pairs of them
    undecided: tuple[tuple[Entity, Entity], ...] = ()  # who is as often for as against what

    @cached_property
    def blocs(self) -> tuple[tuple[Entity, ...], ...]:
        """Who stands together: at least two each, the largest first. Who is in none stands with nobody."""
        known = {actor.id: actor for pair in self.pairs for actor in (pair.one, pair.other)}
        groups = partition(self.graph(positive=True))
        return tuple(tuple(known[id_] for id_ in group) for group in groups)

    @cached_property
    def bloc_of(self) -> Mapping[EntityId, int]:
        """The number of everybody's bloc, from 1; who is in none is not there."""
        return {actor.id: number for number, bloc in enumerate(self.blocs, 1) for actor in bloc}

    def graph(self, *, positive: bool = False) -> "networkx.Graph[EntityId]":
        """The pairs whose score is not 0, as edges with `score`, `weight` (its size), `together` and `apart`.

        `positive`: only those with a score above 0.
        """
        import networkx

        graph: networkx.Graph[EntityId] = networkx.Graph()
        for pair in self.pairs:
            if pair.score > 0 or (pair.score < 0 and not positive):
                counts = {"score": pair.score, "together": pair.together, "apart": pair.apart}
                graph.add_edge(pair.one.id, pair.other.id, weight=abs(pair.score), **counts)
        return graph

    @cached_property
    def balance(self) -> float | None:
        """The share of triangles that are balanced, with no or two negative sides (Cartwright and Harary 1956).

        None where there is no triangle.
        """
        graph = self.graph()
        signs = [
            graph[one][other]["score"] * graph[other][third]["score"] * graph[one][third]["score"]
            for one, other, third in _triangles(graph)
        ]
        return round(sum(sign > 0 for sign in signs) / len(signs), DIGITS) if signs else None

    @cached_property
    def frustration(self) -> float | None:
        """The share of all scores that the blocs go against: below 0 within one, or above 0 between two.

        From 0, friends within and foes without, to 1. None where no pair has a score.
        """
        scores = [(pair.score, self._within(pair)) for pair in self.pairs]
        total = sum(abs(score) for score, _ in scores)
        against = sum(abs(score) for score, within in scores if (score < 0) == within)
        return round(against / total, DIGITS) if total else None

    def __repr__(self) -> str:
        return f"<Coalitions: {len(self.pairs):,} pairs, {len(self.blocs):,} blocs>"

    def table(self) -> Table:
        """A row for each pair, the highest score first and the lowest last, with what it is added up from."""
        columns = ("one", "other", "score", "together", "apart", *(kind.value for kind in Kind), "claims", "documents")
        ranked = sorted(self.pairs, key=lambda pair: (-pair.score, pair.one.label, pair.other.label, pair.one.id))
        return Table(columns, tuple(map(_row, ranked)), self._notes())

    def bloc_table(self) -> Table:
        """A row for each actor in a bloc, the largest bloc first; notes tell how far they are from clear camps."""
        rows = ((number, one.id, one.label) for number, bloc in enumerate(self.blocs, 1) for one in bloc)
        told = (f"balanced triangles {_told(self.balance)}", f"frustration {_told(self.frustration)}")
        return Table(("bloc", "entity", "label"), tuple(rows), told)

    def between(self) -> Table:
        """A row for every two blocs that have a pair with a score, and for each within itself: scores added up."""
        sums: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
        for pair in self.pairs:
            blocs = sorted(self.bloc_of.get(actor.id, 0) for actor in (pair.one, pair.other))
            if pair.score and blocs[0]:
                sums[blocs[0], blocs[1]][pair.score < 0] += abs(pair.score)
        rows = tuple((*blocs, positive, negative) for blocs, (positive, negative) in sorted(sums.items()))
        return Table(("bloc", "other", "together", "apart"), rows)

    def _within(self, pair: Pair) -> bool:
        one, other = (self.bloc_of.get(actor.id) for actor in (pair.one, pair.other))
        return one is not None and one == other

    def _notes(self) -> tuple[str, ...]:
        crowd = _listed(sorted(entity.label for entity in self.crowded))
        even = _listed(sorted(f"{actor.label} on {about.label}" for actor, about in self.undecided))
        told = f"more than {CROWD} actors take a side on these, which makes no pairs: {crowd}"
        return (*((told,) if crowd else ()), *((f"as often for as against, so no side: {even}",) if even else ()))


def coalitions(claims: Iterable[Claim[Entity]], ontology: Ontology) -> Coalitions:
    """Who stands with whom by some claims; those that are denied count for nothing."""
    stands, undecided = _stands(claims, ontology)
    reasons: defaultdict[tuple[EntityId, EntityId], list[Reason]] = defaultdict(list)
    by_thing: defaultdict[EntityId, list[Stand]] = defaultdict(list)
    for stand in stands:
        by_thing[stand.about.id].append(stand)
        if ontology.fits(stand.about.type, (AGENT,)) and stand.about.id != stand.actor.id:
            kind = Kind.SUPPORTS if stand.stance == FOR else Kind.OPPOSES
            reasons[_pair(stand.actor, stand.about)].append(Reason(kind, (stand,)))
    crowded = [held[0].about for held in by_thing.values() if len(held) > CROWD]
    for held in by_thing.values():
        for one, other in combinations(held if len(held) <= CROWD else (), 2):
            reasons[_pair(one.actor, other.actor)].append(Reason(_kind(one, other), (one, other)))
    known = {entity.id: entity for stand in stands for entity in (stand.actor, stand.about)}
    pairs = (Pair(known[one], known[other], tuple(reasons[one, other])) for one, other in sorted(reasons))
    return Coalitions(tuple(pairs), tuple(crowded), tuple(undecided))


def _stands(claims: Iterable[Claim[Entity]], ontology: Ontology) -> tuple[list[Stand], list[tuple[Entity, Entity]]]:
    """The sides that actors take, in the order of ids; and who takes none because documents are even."""
    held: defaultdict[tuple[EntityId, EntityId], dict[str, list[Claim[Entity]]]] = defaultdict(dict)
    for claim in claims:
        known = ontology.relations.get(claim.relation)
        stance = known.stance if known else ""
        takes_side = claim.polarity is Polarity.AFFIRMED and stance in (FOR, AGAINST)
        if takes_side and ontology.fits(claim.subject.type, (AGENT,)):
            held[claim.subject.id, claim.object.id].setdefault(stance, []).append(claim)
    stands, undecided = [], []
    for _, sides in sorted(held.items()):
        weights = {stance: independent(side) for stance, side in sides.items()}
        first = next(iter(sides.values()))[0]
        if len(set(weights.values())) < len(weights):
            undecided.append((first.subject, first.object))
            continue
        stance = max(weights, key=lambda one: weights[one])
        stands.append(Stand(first.subject, first.object, stance, tuple(sides[stance])))
    return stands, undecided


def _kind(one: Stand, other: Stand) -> Kind:
    if one.stance != other.stance:
        return Kind.DIVIDED
    return Kind.BOTH_FOR if one.stance == FOR else Kind.BOTH_AGAINST


def _pair(one: Entity, other: Entity) -> tuple[EntityId, EntityId]:
    return (one.id, other.id) if one.id < other.id else (other.id, one.id)


def _triangles(graph: "networkx.Graph[EntityId]") -> Iterator[tuple[EntityId, EntityId, EntityId]]:
    """Every triangle once, from the end with the fewest neighbours."""
    order = {id_: place for place, id_ in enumerate(sorted(graph, key=lambda id_: (len(graph[id_]), id_)))}
    later = {id_: [other for other in graph[id_] if order[other] > order[id_]] for id_ in graph}
    for one in later:
        for other, third in combinations(later[one], 2):
            if graph.has_edge(other, third):
                yield one, other, third


def _row(pair: Pair) -> tuple[str | int, ...]:
    kinds = [sum(reason.kind is kind for reason in pair.reasons) for kind in Kind]
    sums = (pair.score, pair.together, pair.apart, *kinds)
    return (pair.one.label, pair.other.label, *sums, len(pair.claims), independent(pair.claims))


def _listed(names: Sequence[str]) -> str:
    """Names for a note; the first of many, and how many more."""
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return "; ".join(names[:NAMED]) + more


def _told(share: float | None) -> str:
    return "cannot be told" if share is None else str(share)
