"""Mentions of all documents to entities of the graph.

A mention gets the id of its name: what the authority file knows is one name everywhere, and so is a proper name, for
each kind of thing it is given to; a description that names somebody ("Ukraine's accession to the European Union") is
one everywhere, any other ("the talks"), and a name that says nothing of whose it is ("the Foreign Ministry"), is one of
its own document. Which names are one entity is then judged, by the rules of `kg.claims.matching` and by people.
Pronouns merge nothing: they were resolved within their document and bring no name along.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields

from kg.claims.authority import Authority, Known
from kg.claims.bodies import Bodies
from kg.claims.holders import Dates, Holders
from kg.claims.judgements import Identity, Judgement, Log, Verdict, judgement
from kg.claims.kinds import Kinds
from kg.claims.matching import Candidate, Matching
from kg.claims.mentions import FIRST_PERSON, SPOKEN_FOR
from kg.claims.pronouns import IMPERSONAL, PERSONAL
from kg.claims.recognised import Recognised
from kg.claims.seats import with_states
from kg.iris import name_of
from kg.model import Claim, DocumentId, Entity, EntityId, Mention, Span, TypeId, Use, digest
from kg.ontology import Ontology

DEMONSTRATIVE = frozenset("who whom whose which that this these those".split())
PRONOUNS = PERSONAL | IMPERSONAL | FIRST_PERSON | SPOKEN_FOR | DEMONSTRATIVE
SLUG_LENGTH = 60  # characters: IRIs stay readable in a table
# How many times as often a name of several words has its commonest type as one that the recogniser gave it by a slip.
SLIP = 3
IN_OFFICE = 0.9  # what it is worth that the authority file has one holder of an office on a document's day


@dataclass(frozen=True, slots=True)
class Resolution:
    """The claims of a collection about entities, and how it was judged what is one."""

    claims: tuple[Claim[Entity], ...]  # in the order of their passages
    judgements: tuple[Judgement, ...]  # in force: the rules' by their names, then people's by their numbers
    members: Mapping[EntityId, tuple[EntityId, ...]]  # of each entity the ids of the names it has, sorted
    refused: tuple[tuple[Judgement, Judgement], ...]  # `same` that did not count, each with what forbade it
    unknown: tuple[tuple[Judgement, EntityId], ...]  # people's judgements on ids that this collection has not


def resolve(
    claims: Iterable[Claim[Mention]],
    authority: Authority,
    ontology: Ontology,
    *,
    dates: Dates | None = None,
    log: Log | None = None,
) -> Resolution:
    """The claims of a whole collection with entities in place of mentions.

    `dates`: when its documents were published, for who held an office; `log`: what people judged. The result does not
    depend on the order of the claims given.
    """
    bodies = Bodies(authority, ontology)
    known = with_states(sorted(claims, key=passage_order), authority, ontology, bodies)
    names = _Names(known, authority, ontology, bodies, dates or {})
    matching = Matching(names.candidates, ontology, bodies)
    if matching.ambiguous:
        names.keep_apart(matching.ambiguous)
        matching = Matching(names.candidates, ontology, bodies)
    offices = names.offices(Identity(names.ids, matching.judgements))
    people = (log or Log()).in_force()
    judgements = (*sorted((*matching.judgements, *offices), key=lambda each: (each.pair, each.by)), *people)
    identity = Identity(names.ids, judgements)
    entities = _Entities(names, identity, authority)
    return Resolution(
        claims=tuple(_resolved(claim, names, entities) for claim in known),
        judgements=judgements,
        members={each.entity.id: each.members for each in entities.described},
        refused=tuple(identity.refused),
        unknown=tuple((each, id_) for each in people for id_ in each.pair if id_ not in names.ids),
    )


def slug(name: str) -> str:
    """The readable part of an IRI.

    >>> slug("Ukraine's accession to the EU")
    'ukraine-s-accession-to-the-eu'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")
    if len(words) > SLUG_LENGTH:
        words = f"{words[:SLUG_LENGTH].rstrip('-')}-{digest(name)[:8]}"
    return words or digest(name)[:16]


@dataclass(slots=True)
class _Name:
    """One id and what was mentioned under it."""

    written: Counter[str] = field(default_factory=Counter)  # the names, as the documents spell them
    types: Counter[TypeId] = field(default_factory=Counter)
    passages: defaultdict[str, set[tuple[DocumentId, Span]]] = field(
        default_factory=lambda: defaultdict(set)
    )  # by text
    documents: set[DocumentId] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)  # those a person is given, folded
    named: bool = False


class _Names:
    """The ids of the names of a collection, and everything mentioned under them."""

    def __init__(
        self,
        claims: Sequence[Claim[Mention]],
        authority: Authority,
        ontology: Ontology,
        bodies: Bodies,
        dates: Dates,
    ) -> None:
        self._bodies = bodies
        self._authority = authority
        self._ontology = ontology
        self._kinds = Kinds(ontology)
        self._dates = dates
        self._mentions = [(claim.evidence.document, mention) for claim in claims for mention in claim.arguments]
        self._recognised = Recognised(self._mentions, self._kinds)
        self._holders = Holders(claims, bodies, ontology, dates)
        self._suffixes = self._suffixes_by_type()
        self.keep_apart(frozenset())

    def keep_apart(self, apart: frozenset[EntityId]) -> None:
        """Gather the names anew. `apart`: names that are one of each document, because several things bear them."""
        self._apart = apart
        self.ids: dict[EntityId, _Name] = {}
        self._offices: dict[EntityId, tuple[DocumentId, Mention]] = {}  # descriptions by an office of their document
        for document, mention in self._mentions:
            self._add(document, mention)
        for document, mention in self._offices.values():
            if (holder := self._known_holder(document, mention)) is not None:
                self.ids.setdefault(EntityId(holder.id), _Name(named=True))
        self.candidates = tuple(self._candidate(id_, name) for id_, name in sorted(self.ids.items()))

    def id(self, document: DocumentId, mention: Mention) -> EntityId:
        """The id of the name a mention has."""
        if mention.key is not None:
            return EntityId(mention.key)
        name = self._name(document, mention)
        own = not (mention.named or self._names_somebody(name)) or self._bodies.is_common(name)
        if own or self._is_office(document, mention):
            return EntityId(f"{slug(name)}-{document[:8]}")
        id_ = EntityId(slug(name) + self._suffixes[slug(name), self._recognised.type(document, mention)])
        return EntityId(f"{id_}-{document[:8]}") if id_ in self._apart else id_

    def offices(self, identity: Identity) -> tuple[Judgement, ...]:
        """That a description by an office is the person who bore it when its document was published.

        What the documents tell goes before the authority file. `identity`: who is one person by name.
        """
        found = (self._office(id_, *each, identity) for id_, each in sorted(self._offices.items()))
        return tuple(judged for judged in found if judged is not None)

    def _office(self, id_: EntityId, document: DocumentId, mention: Mention, identity: Identity) -> Judgement | None:
        """Who bears an office, if that is one person."""
        title = self._name(document, mention)
        told = {self.id(each.document, each.bearer): each for each in self._holders.of(title, document)}
        if told:
            people = {min(identity.members(each)) for each in told}
            holder, each = min(told.items())
            reason = f"{each.bearer.name} is told to bear the office: {title!r}" if len(people) == 1 else None
        elif (known := self._known_holder(document, mention)) is not None:
            holder, reason = EntityId(known.id), f"{known.label} held the office on {self._dates[document]}: {title!r}"
        else:
            reason = None
        if reason is None:
            return None
        features = {"in office": IN_OFFICE}
        return judgement(id_, holder, Verdict.SAME, reason, by="office", score=IN_OFFICE, features=features)

    def _add(self, document: DocumentId, mention: Mention) -> None:
        id_ = self.id(document, mention)
        name = self.ids.setdefault(id_, _Name())
        name.written[self._name(document, mention)] += 1
        name.types[self._recognised.type(document, mention)] += 1
        name.named |= mention.named
        name.documents.add(document)
        if mention.type == self._kinds.person and mention.named:
            moved = self._name(document, mention) != _normal(mention.name)
            name.titles |= self._holders.titles(mention) if moved else self._holders.borne(mention)
        if _is_alias(mention):
            name.passages[mention.text].add((document, mention.span))
        if self._is_office(document, mention):
            self._offices[id_] = (document, mention)

    def _name(self, document: DocumentId, mention: Mention) -> str:
        """Its name, of a body with whose it is where the phrase says so: "Egypt's foreign ministry"."""
        if not mention.named:
            return _normal(mention.name)
        return _normal(self._bodies.whole(self._holders.name(document, mention), mention.text))

    def _is_office(self, document: DocumentId, mention: Mention) -> bool:
        """Whether a mention is a description by an office whose holder on its document's day is known or told."""
        if mention.key is not None or not self._ontology.compatible(mention.type, self._kinds.person):
            return False
        told = self._holders.of(self._name(document, mention), document)
        return bool(told) or (not mention.named and self._known_holder(document, mention) is not None)

    def _known_holder(self, document: DocumentId, mention: Mention) -> Known | None:
        """Whom the authority file has in the office that a description is of, on the day of its document."""
        date = self._dates.get(document)
        if date is None or mention.type != self._kinds.person:
            return None
        holders = [
            holder
            for title, owner in self._bodies.office(mention.name)
            if (holder := self._authority.in_office(title, owner.id, date)) is not None
        ]
        return holders[0] if holders else None

    def _suffixes_by_type(self) -> dict[tuple[str, TypeId], str]:
        """What is put behind a name for each type it is given: nothing for the commonest, what may be it, and slips."""
        counts: defaultdict[str, Counter[TypeId]] = defaultdict(Counter)
        for document, mention in self._mentions:
            if mention.key is None:
                counts[slug(self._name(document, mention))][self._recognised.type(document, mention)] += 1
        found: dict[tuple[str, TypeId], str] = {}
        for name, types in sorted(counts.items()):
            known = self._authority.get(name)
            kinds = [[known.type]] if known is not None else []
            for type_ in sorted(types, key=lambda type_: (-types[type_], type_)):
                kind = next(
                    (kind for kind in kinds if all(self._ontology.compatible(type_, one) for one in kind)), None
                )
                if kind is None and "-" in name and types[type_] * SLIP <= max(types.values()):
                    kind = kinds[0]
                if kind is None:
                    kinds.append(kind := [])
                kind.append(type_)
                found[name, type_] = "" if kind is kinds[0] else f"-{slug(name_of(kind[0]))}"
        return found

    def _names_somebody(self, description: str) -> bool:
        """Whether a description holds a name, so that it means the same in every document."""
        return any(word[:1].isupper() for word in re.findall(r"\w+", description)[1:]) or (
            self._authority.find(description.split("'")[0]) is not None
        )

    def _candidate(self, id_: EntityId, name: _Name) -> Candidate:
        known = self._authority.get(id_)
        own = (known.label, *known.aliases) if known is not None else ()
        return Candidate(
            id=id_,
            name=known.label if known is not None else _most_common(name.written),
            type=known.type if known is not None else _most_common(name.types),
            named=name.named,
            dated=id_ in self._offices,
            known=known is not None,
            names=frozenset((*name.written, *own)),
            texts=frozenset(name.passages),
            titles=frozenset(name.titles),
            documents=frozenset(name.documents),
        )


@dataclass(frozen=True, slots=True)
class _Described:
    entity: Entity
    members: tuple[EntityId, ...]


class _Entities:
    """The entities that the judged names of a collection make."""

    def __init__(self, names: _Names, identity: Identity, authority: Authority) -> None:
        self._names = names
        self._authority = authority
        self._candidates = {candidate.id: candidate for candidate in names.candidates}
        mentioned = (members for members in identity.components() if any(names.ids[id_].written for id_ in members))
        self.described = tuple(map(self._describe, mentioned))
        self._by_name = {id_: each.entity for each in self.described for id_ in each.members}

    def of(self, id_: EntityId) -> Entity:
        """What a name stands for."""
        return self._by_name[id_]

    def _describe(self, members: frozenset[EntityId]) -> _Described:
        ordered = sorted(members, key=self._fullness)
        first = self._candidates[ordered[0]]
        same_as = {iri for id_ in members if (known := self._authority.get(id_)) is not None for iri in known.same_as}
        passages: defaultdict[str, set[tuple[DocumentId, Span]]] = defaultdict(set)
        for id_ in sorted(members):
            for text, places in self._names.ids[id_].passages.items():
                passages[text] |= places
        uses = [_use(text, places) for text, places in sorted(passages.items()) if text != first.name]
        others = {self._candidates[id_].name for id_ in members if self._names.ids[id_].written}
        entity = Entity(
            id=first.id,
            label=first.name,
            type=first.type,
            aliases=tuple(sorted((others | {use.alias for use in uses}) - {first.name})),
            same_as=tuple(sorted(same_as)),
            uses=tuple(uses),
        )
        return _Described(entity, tuple(sorted(members)))

    def _fullness(self, id_: EntityId) -> tuple[object, ...]:
        """What an entity is called by: the known name, then a proper one, the fullest, the most written."""
        candidate = self._candidates[id_]
        written = sum(self._names.ids[id_].written.values())
        return (not candidate.known, not candidate.named, -len(candidate.name.split()), -written, id_)


def _resolved(claim: Claim[Mention], names: _Names, entities: _Entities) -> Claim[Entity]:
    """The same claim about entities."""

    def entity(mention: Mention) -> Entity:
        return entities.of(names.id(claim.evidence.document, mention))

    values = {each.name: getattr(claim, each.name) for each in fields(claim)}
    values |= {"subject": entity(claim.subject), "object": entity(claim.object)}
    return Claim(**values | {"holder": tuple(map(entity, claim.holder))})


def _use(alias: str, places: Iterable[tuple[DocumentId, Span]]) -> Use:
    found = set(places)
    return Use(alias, len(found), tuple(sorted({document for document, _ in found})))


def _is_alias(mention: Mention) -> bool:
    """Whether the words of a mention name the thing elsewhere too; "he" and "his country" name it here only."""
    if mention.text.casefold() in PRONOUNS:
        return False
    last = mention.text.rpartition(" ")[2]
    return not mention.named or any(letter.isupper() for letter in last)


def passage_order(claim: Claim[Mention]) -> tuple[object, ...]:
    """The order in which resolved claims are given: of their passages, and of all else about them."""
    evidence = claim.evidence
    place = (evidence.document, evidence.span, claim.relation)
    return (*place, claim.subject.name, claim.object.name, claim.polarity, repr(claim))  # all of it, so that none tie


def _most_common[Name: str](counts: Counter[Name]) -> Name:
    return min(counts, key=lambda name: (-counts[name], name))


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()))
