"""Claims of any number with the shares, sizes and repetitions of a real graph; nobody says anything of what they say.

Every claim takes a claim of the real graph for its model: the relation, the types of both ends, who holds it, polarity,
modality, tense, the precision of its time, its amount and its confidence. Every relation of the ontology has a model at
least, so that every saved question finds something. Documents have as many claims as real ones. Things come back: few
often, most never. Of a type with so many different things among so many the share of new ones goes down as it does in
the real graph (Heaps' law), and what came often is likelier to come again (Zipf's). Names are used as often as there.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from math import log
from typing import NamedTuple

from kg.model import Claim, Document, DocumentId, Entity, EntityId, Evidence, Quantity, Span, TimeSpan, TypeId, Use
from kg.ontology import Ontology, Relation

SEED = 20201110  # any number; the same claims every time
CYCLE = 4  # years that dates are moved by: what is a leap day stays one
UNSEEN = 0.5  # how often a relation without a real claim comes, beside one that has a single one


class Thing(NamedTuple):
    """One thing of the synthetic graph, before it has its name."""

    type: TypeId
    number: int  # within the type, in the order in which they came up


class Stated(NamedTuple):
    """A claim before its things have names: its model, its ends and holders, and the number of its document."""

    model: int
    subject: Thing
    object: Thing
    holder: tuple[Thing, ...]
    document: int

    @property
    def things(self) -> tuple[Thing, ...]:
        return (self.subject, self.object, *self.holder)


@dataclass(slots=True)
class Urn:
    """What is drawn from for one type: something new, or again what was drawn before."""

    type: TypeId
    growth: float  # after n draws there are about n ** growth different things
    drawn: list[Thing] = field(default_factory=list)
    kinds: int = 0

    def draw(self, chance: random.Random) -> Thing:
        """A thing, the likelier the more often it was drawn."""
        if not self.drawn or chance.random() * len(self.drawn) < self.growth * self.kinds:
            thing = Thing(self.type, self.kinds)
            self.kinds += 1
        else:
            thing = chance.choice(self.drawn)
        self.drawn.append(thing)
        return thing


class Pattern:
    """What is taken from a real graph."""

    def __init__(self, claims: Sequence[Claim[Entity]], documents: Iterable[Document], ontology: Ontology) -> None:
        known = {entity.id: entity for claim in claims for entity in claim.arguments}
        entities = [known[id_] for id_ in sorted(known)]
        seen = {claim.relation for claim in claims}
        unseen = [relation for relation in ontology.relations.values() if relation.id not in seen]
        self.documents = sorted(documents, key=lambda document: document.source)
        self.models = [*claims, *(_invented(relation, entities, claims[0], ontology) for relation in unseen)]
        self.weights = list(accumulate([1.0] * len(claims) + [UNSEEN] * len(unseen)))
        self.sizes = sorted(Counter(claim.evidence.document for claim in claims).values())
        self.again = 1 - len({_proposition(claim) for claim in claims}) / len(claims)
        named = [(claim.evidence.document, entity.id) for claim in claims for entity in claim.arguments]
        self.stays = 1 - len(set(named)) / len(named)  # how often a thing was named in the document before
        frequency = Counter(id_ for _, id_ in named)
        self.entities = _by_type(sorted(entities, key=lambda entity: (frequency[entity.id], entity.id)))
        drawn = Counter(known[id_].type for _, id_ in set(named))
        self.growth = {type_: _growth(len(same), drawn[type_]) for type_, same in self.entities.items()}
        used = sum(use.count for entity in entities for use in entity.uses)
        self.by_alias = min(used / sum(frequency[entity.id] for entity in entities if entity.aliases), 1.0)


def synthetic(pattern: Pattern, number: int, *, seed: int = SEED) -> tuple[list[Claim[Entity]], list[Document]]:
    """So many claims, in the order of their documents, and these: without texts, which are no part of the RDF."""
    chance = random.Random(seed)
    stated = list(_Teller(pattern, chance).stated(number))
    documents = [_document(pattern, place, chance) for place in range(stated[-1].document + 1)]
    entities = _entities(pattern, stated, documents, chance)
    return list(_claims(pattern, stated, entities, documents, chance)), documents


def _invented(relation: Relation, entities: Sequence[Entity], like: Claim[Entity], ontology: Ontology) -> Claim[Entity]:
    """A model for a relation that no real claim has, between real things of types that fit."""
    subject = next((one for one in entities if ontology.fits(one.type, relation.domain)), entities[0])
    others = (one for one in entities if one != subject and ontology.fits(one.type, relation.range))
    object_ = next(others, entities[-1])
    evidence = replace(like.evidence, cue=relation.label)
    return Claim(subject=subject, relation=relation.id, object=object_, evidence=evidence, confidence=like.confidence)


def _proposition(claim: Claim[Entity]) -> tuple[str, ...]:
    return (claim.subject.id, claim.relation, claim.object.id)


def _by_type(entities: Iterable[Entity]) -> dict[TypeId, list[Entity]]:
    found = defaultdict[TypeId, list[Entity]](list)
    for entity in entities:
        found[entity.type].append(entity)
    return dict(found)


def _growth(kinds: int, drawn: int) -> float:
    """The exponent with which so many draws have so many different things."""
    return log(kinds) / log(drawn + 1) if kinds > 1 else 0.5


class _Teller:
    """Makes up one claim after another; within a document the same things come back."""

    def __init__(self, pattern: Pattern, chance: random.Random) -> None:
        self._pattern = pattern
        self._chance = chance
        self._urns = {type_: Urn(type_, growth) for type_, growth in pattern.growth.items()}
        self._alike = defaultdict[str, list[int]](list)  # the models of a relation
        for place, model in enumerate(pattern.models):
            self._alike[model.relation].append(place)
        self._cast = dict[TypeId, list[Thing]]()  # of the document

    def stated(self, number: int) -> Iterator[Stated]:
        """So many claims, document after document."""
        earlier: list[Stated] = []
        document, left = -1, 0
        for _ in range(number):
            if not left:
                document, left = document + 1, self._chance.choice(self._pattern.sizes)
                self._cast = {}
            left -= 1
            repeats = earlier and self._chance.random() < self._pattern.again
            said = self._repeated(self._chance.choice(earlier), document) if repeats else self._new(document)
            earlier.append(said)
            yield said

    def _repeated(self, said: Stated, document: int) -> Stated:
        """What was said before, in the manner of any claim of its relation."""
        model = self._chance.choice(self._alike[self._pattern.models[said.model].relation])
        return Stated(model, said.subject, said.object, self._holder(model), document)

    def _new(self, document: int) -> Stated:
        places, models = range(len(self._pattern.models)), self._pattern.models
        model = self._chance.choices(places, cum_weights=self._pattern.weights)[0]
        subject = self._thing(models[model].subject.type)
        while (object_ := self._thing(models[model].object.type)) == subject:
            pass
        return Stated(model, subject, object_, self._holder(model), document)

    def _holder(self, model: int) -> tuple[Thing, ...]:
        return tuple(self._thing(one.type) for one in self._pattern.models[model].holder)

    def _thing(self, type_: TypeId) -> Thing:
        """Something of a type: what the document has named already, or another."""
        here = self._cast.setdefault(type_, [])
        if here and self._chance.random() < self._pattern.stays:
            return self._chance.choice(here)
        here.append(self._urns[type_].draw(self._chance))
        return here[-1]


def _document(pattern: Pattern, number: int, chance: random.Random) -> Document:
    like = chance.choice(pattern.documents)
    day = f"{chance.randint(2014, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return replace(
        like,
        id=DocumentId(f"d{number}"),
        text="",
        sentences=(),
        title=like.title and f"{like.title} {number}",
        source=f"{number}-{like.source}",
        published=like.published and day,
    )


def _entities(
    pattern: Pattern, stated: Sequence[Stated], documents: Sequence[Document], chance: random.Random
) -> dict[Thing, Entity]:
    """The things as entities: what comes often has as many names as what comes often in the real graph."""
    frequency = Counter(thing for one in stated for thing in one.things)
    likes = dict(_likes(pattern, frequency))
    used = defaultdict[Thing, defaultdict[str, list[int]]](lambda: defaultdict(list))
    for one in stated:
        for thing in one.things:
            aliases = likes[thing].aliases
            if aliases and chance.random() < pattern.by_alias:
                used[thing][chance.choice(aliases)].append(one.document)
    return {thing: _entity(thing, like, used[thing], documents) for thing, like in likes.items()}


def _likes(pattern: Pattern, frequency: Counter[Thing]) -> Iterator[tuple[Thing, Entity]]:
    """Each thing with the real entity of its type that stands as high among its like by how often it comes."""
    same = defaultdict[TypeId, list[Thing]](list)
    for thing in sorted(frequency, key=lambda thing: (frequency[thing], thing)):
        same[thing.type].append(thing)
    for type_, things in same.items():
        real = pattern.entities[type_]
        yield from ((thing, real[place * len(real) // len(things)]) for place, thing in enumerate(things))


def _entity(thing: Thing, like: Entity, used: dict[str, list[int]], documents: Sequence[Document]) -> Entity:
    uses = (
        Use(f"{alias} {thing.number}", len(places), tuple(sorted({documents[place].id for place in places})))
        for alias, places in used.items()
    )
    return Entity(
        id=EntityId(f"{like.id}-{thing.number}"),
        label=f"{like.label} {thing.number}",
        type=thing.type,
        aliases=tuple(f"{alias} {thing.number}" for alias in like.aliases),
        same_as=tuple(f"{same}{thing.number}" for same in like.same_as),
        uses=tuple(sorted(uses)),
    )


def _claims(
    pattern: Pattern,
    stated: Sequence[Stated],
    entities: dict[Thing, Entity],
    documents: Sequence[Document],
    chance: random.Random,
) -> Iterator[Claim[Entity]]:
    document, start = -1, 0
    for one in stated:
        start = start if one.document == document else 0
        document = one.document
        like = pattern.models[one.model]
        evidence = _evidence(like.evidence, documents[document].id, start, chance)
        start = evidence.span.end + 1
        yield replace(
            like,
            subject=entities[one.subject],
            object=entities[one.object],
            holder=tuple(entities[holder] for holder in one.holder),
            evidence=evidence,
            time=like.time and _time(like.time, CYCLE * chance.randint(-6, 0)),
            quantity=like.quantity and _quantity(like.quantity, chance.randint(1, 40)),
        )


def _evidence(like: Evidence, document: DocumentId, start: int, chance: random.Random) -> Evidence:
    """The same words in another order, at a place of their own."""
    words = like.quote.split(" ")
    chance.shuffle(words)
    return replace(like, document=document, quote=" ".join(words), span=Span(start, start + len(like.quote)))


def _time(like: TimeSpan, years: int) -> TimeSpan:
    def moved(day: str | None) -> str | None:
        return day and f"{int(day[:4]) + years:04}{day[4:]}"

    return TimeSpan(moved(like.start), moved(like.end))


def _quantity(like: Quantity, times: int) -> Quantity:
    return replace(like, value=like.value * times, upper=like.upper and like.upper * times)
