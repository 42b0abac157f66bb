"""What is agreed on: what several say independently of one another, and on what several take the same side.

A voice is a speaker, or a document that says something in its own words; a sentence that is reprinted is one voice, and
so is a speaker whom two documents quote. Sides are those of relations that are declared disjoint
(`owl:propertyDisjointWith`), as for contradictions: whoever supports a treaty is on one, whoever opposes it on the
other. Nothing is taken for true because many say it, and nothing is retired.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kg.graph.contradictions import sides
from kg.graph.voices import Claims, subjects, voices
from kg.model import Claim, Entity, EntityId, Modality, Polarity, RelationId
from kg.ontology import Ontology


class Kind(StrEnum):
    """What several agree on."""

    SAME = "said by several"  # the same claim, by more than one voice
    SIDE = "same side"  # several actors hold a thing to be good, or bad


@dataclass(frozen=True, slots=True)
class Agreement:
    """Claims that agree, in the order they were given."""

    kind: Kind
    about: Entity  # the object of all of them
    claims: Claims

    @property
    def subjects(self) -> tuple[Entity, ...]:
        """Whom the claims are about, each once, by label."""
        return subjects(self.claims)

    @property
    def number(self) -> int:
        """How many agree: voices that say the same, or actors on the same side."""
        return len(voices(self.claims)) if self.kind is Kind.SAME else len(self.subjects)


def agreements(claims: Iterable[Claim[Entity]], ontology: Ontology) -> list[Agreement]:
    """What is agreed on among some claims: what is said by several, then sides; of each what most agree on first."""
    known = list(claims)
    found = [*_same(known), *_sides(known, ontology)]
    order = list(Kind)
    return sorted(
        found, key=lambda each: (order.index(each.kind), -each.number, each.about.label, each.about.id, _places(each))
    )


def _same(claims: Iterable[Claim[Entity]]) -> Iterator[Agreement]:
    """What more than one voice says, in one polarity and modality."""
    stated: defaultdict[tuple[EntityId, RelationId, EntityId, Polarity, Modality], list[Claim[Entity]]]
    stated = defaultdict(list)
    for claim in claims:
        stated[claim.subject.id, claim.relation, claim.object.id, claim.polarity, claim.modality].append(claim)
    for same in stated.values():
        if len(same) > 1 and len(voices(same)) > 1:
            yield Agreement(Kind.SAME, same[0].object, tuple(same))


def _sides(claims: Iterable[Claim[Entity]], ontology: Ontology) -> Iterator[Agreement]:
    """What more than one actor holds a relation of the same side to, as affirmed and asserted."""
    about: defaultdict[EntityId, list[Claim[Entity]]] = defaultdict(list)
    for claim in claims:
        if claim.is_direct:
            about[claim.object.id].append(claim)
    for side in dict.fromkeys(side for pair in sides(ontology) for side in pair):
        for same in about.values():
            held = tuple(claim for claim in same if claim.relation in side)
            if len({claim.subject.id for claim in held}) > 1:
                yield Agreement(Kind.SIDE, held[0].object, held)


def _places(found: Agreement) -> tuple[object, ...]:
    return tuple((claim.evidence.document, claim.evidence.span) for claim in found.claims)
