"""What claims do not go together: both sides, with the words of each. Nothing is retired, nobody is said to be right.

Two claims contradict one another if one affirms what the other denies, or if their relations are disjoint
(`owl:propertyDisjointWith`) and one and the same holds both to one thing: it supports and opposes the treaty. Where two
hold disjoint relations to a thing, that is a dispute. Modalities are not mixed: a plan is not contradicted by the fact
that it is not done yet.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kg.graph.voices import Claims, subjects
from kg.model import Claim, Entity, EntityId, Modality, Polarity, RelationId
from kg.ontology import Ontology


class Kind(StrEnum):
    """How two sides differ."""

    DENIED = "affirmed and denied"
    DISJOINT = "both by one"  # one holds disjoint relations to the same thing
    DISPUTED = "disputed"  # several do, one each


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims of two sides that do not go together, in the order they were given."""

    kind: Kind
    about: Entity  # the object of all of them
    one: Claims  # those that affirm, or hold the relation that declares the other disjoint
    other: Claims

    @property
    def subjects(self) -> tuple[Entity, ...]:
        """Who is on either side, each once, by label."""
        return subjects((*self.one, *self.other))


def contradictions(claims: Iterable[Claim[Entity]], ontology: Ontology) -> list[Contradiction]:
    """What does not go together among some claims, by what it is about, contradictions before disputes."""
    known = list(claims)
    found = [*_denied(known), *_disjoint(known, ontology)]
    order = list(Kind)
    return sorted(found, key=lambda each: (order.index(each.kind), each.about.label, each.about.id, _places(each)))


def sides(ontology: Ontology) -> Iterator[tuple[frozenset[RelationId], frozenset[RelationId]]]:
    """Relations with all below them, and those disjoint from them with all below these."""
    declared = sorted((one.id, one.disjoint) for one in ontology.relations.values() if one.disjoint)
    for id_, others in declared:
        yield ontology.below(id_), frozenset().union(*map(ontology.below, others))


def _denied(claims: Iterable[Claim[Entity]]) -> Iterator[Contradiction]:
    """What is affirmed by some and denied by others, in one modality."""
    stated: defaultdict[tuple[EntityId, RelationId, EntityId, Modality], list[Claim[Entity]]] = defaultdict(list)
    for claim in claims:
        stated[claim.subject.id, claim.relation, claim.object.id, claim.modality].append(claim)
    for same in stated.values():
        sides = {side: tuple(claim for claim in same if claim.polarity is side) for side in Polarity}
        if all(sides.values()):
            yield Contradiction(Kind.DENIED, same[0].object, sides[Polarity.AFFIRMED], sides[Polarity.DENIED])


def _disjoint(claims: Iterable[Claim[Entity]], ontology: Ontology) -> Iterator[Contradiction]:
    """What somebody holds one relation to and somebody a disjoint one, as affirmed and asserted."""
    about: defaultdict[EntityId, list[Claim[Entity]]] = defaultdict(list)
    for claim in claims:
        if claim.is_direct:
            about[claim.object.id].append(claim)
    for relations, excluded in sides(ontology):
        for same in about.values():
            one = tuple(claim for claim in same if claim.relation in relations)
            other = tuple(claim for claim in same if claim.relation in excluded)
            yield from _opposed(one, other) if one and other else ()


def _opposed(one: Claims, other: Claims) -> Iterator[Contradiction]:
    """A contradiction for everybody on both sides, and a dispute of all if there are several."""
    both = {claim.subject.id for claim in one} & {claim.subject.id for claim in other}
    for id_ in sorted(both):
        own = (tuple(claim for claim in side if claim.subject.id == id_) for side in (one, other))
        yield Contradiction(Kind.DISJOINT, one[0].object, *own)
    if len({claim.subject.id for claim in (*one, *other)}) > 1:
        yield Contradiction(Kind.DISPUTED, one[0].object, one, other)


def _places(found: Contradiction) -> tuple[object, ...]:
    return tuple((claim.evidence.document, claim.evidence.span) for claim in (*found.one, *found.other))
