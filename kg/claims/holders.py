"""Who bears which title, as the documents of a collection tell it: "President Brandt", "Kenya's foreign minister".

A title stands in front of a full name, or a claim of an affiliating relation (`kg:affiliates`) has it as its cue. Of
several bearers of an office the one told of in the same document counts, else the last one told of by its day: the next
one may only have come to office later.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from kg.claims.bodies import Bodies, Body
from kg.claims.kinds import Kinds
from kg.claims.likeness import titles, words
from kg.model import Claim, DocumentId, Mention, Tense
from kg.ontology import Ontology

type Dates = Mapping[DocumentId, str]  # when documents were published, ISO 8601


@dataclass(frozen=True, slots=True)
class Told:
    """That a document has somebody in an office."""

    document: DocumentId
    bearer: Mention


class Holders:
    """The offices and titles that documents say somebody bears."""

    def __init__(self, claims: Sequence[Claim[Mention]], bodies: Bodies, ontology: Ontology, dates: Dates) -> None:
        self._bodies = bodies
        self._dates = dates
        self._kinds = Kinds(ontology)
        self._told: defaultdict[Body, list[Told]] = defaultdict(list)
        self._bare: defaultdict[tuple[DocumentId, tuple[str, ...]], list[Told]] = defaultdict(list)  # not said of what
        self._elsewhere: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)  # told with whose, by bearer
        self._titles: defaultdict[str, set[str]] = defaultdict(set)  # by full name
        affiliating = {relation.id for relation in ontology.relations.values() if relation.affiliates}
        mentions = ((claim.evidence.document, mention) for claim in claims for mention in claim.arguments)
        people = [(document, mention) for document, mention in mentions if self._is_person(mention)]
        for document, mention in people:
            self._learn_title(document, mention)
        for claim in claims:
            if claim.relation in affiliating and claim.is_direct and self._is_person(claim.subject):
                self._learn(claim)
        self._bearers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)  # full names by title and surname
        for name, borne in self._titles.items():
            for title in borne:
                self._bearers[title, words(name)[-1]].add(name)
        self._named: defaultdict[tuple[DocumentId, str], float] = defaultdict(lambda: inf)  # where first in full
        for document, mention in people:
            if _is_in_full(mention):
                self._named[document, mention.name] = min(self._named[document, mention.name], mention.span.start)
        short = [(document, mention) for document, mention in people if not _is_in_full(mention)]
        self._disputed = {(document, each.name.split()[-1]) for document, each in short if self._is_anothers(each)}

    def titles(self, mention: Mention) -> frozenset[str]:
        """The titles written in front of a person's name, folded, in full."""
        return titles(frozenset({mention.text}), self._kinds.titles)

    def borne(self, mention: Mention) -> frozenset[str]:
        """The titles written in front of a name and those that claims give its bearer, folded."""
        return self.titles(mention) | frozenset(self._titles.get(mention.name, ()))

    def name(self, document: DocumentId, mention: Mention) -> str:
        """The name of a person in the collection: the surname alone where its title is another bearer's.

        A document that names Carl Brandt in full and "President Brandt" means another, if elsewhere it is Anna Brandt
        who is president, and Carl Brandt nowhere. A "Brandt" before it names Carl Brandt may be either.
        """
        if not self._is_person(mention) or " " not in mention.name or mention.name in mention.text:
            return mention.name
        surname = mention.name.split()[-1]
        disputed = mention.text == surname and (document, surname) in self._disputed
        early = disputed and mention.span.start < self._named[document, mention.name]
        return surname if early or self._is_anothers(mention) else mention.name

    def _is_anothers(self, mention: Mention) -> bool:
        """Whether the title in front of a surname is that of other bearers of it, and not of the one it is given to."""
        surname = words(mention.name)[-1]
        others = frozenset().union(*(self._bearers.get((title, surname), ()) for title in self.titles(mention)))
        return bool(others) and mention.name not in others

    def of(self, description: str, document: DocumentId) -> list[Told]:
        """The likely bearers of an office as one document means it: those of the document, else of the last before.

        Where nobody tells, those of the document with the bare title, if they have it of nothing else.
        """
        office = self._office(description)
        if office is None:
            return []
        told = self._told.get(office, [])
        own = [each for each in told if each.document == document]
        bare = self._bare.get((document, office.common), ())
        free = [each for each in bare if office.common not in self._elsewhere[each.bearer.name]]
        return own or self._last(told, self._dates.get(document)) or free

    def _is_person(self, mention: Mention) -> bool:
        return mention.named and mention.type == self._kinds.person

    def _learn_title(self, document: DocumentId, mention: Mention) -> None:
        """The title in front of a name: whose, if it says so ("Kenyan foreign minister X"), or a bare one."""
        if _is_in_full(mention):
            self._titles[mention.name] |= self.titles(mention)
        front = mention.text.removesuffix(mention.name.split()[-1]).removesuffix(mention.name.rpartition(" ")[0] + " ")
        title = self._bodies.read(front) if front and self._bodies.is_office(front) else None
        if title is None:
            return
        if title.owners:
            self._tell(title, Told(document, mention))
        elif title.common:
            self._bare[document, title.common].append(Told(document, mention))

    def _tell(self, office: Body, told: Told) -> None:
        self._told[office].append(told)
        self._elsewhere[told.bearer.name].add(office.common)

    def _learn(self, claim: Claim[Mention]) -> None:
        title = claim.evidence.cue
        if not self._bodies.is_office(title) or claim.tense is Tense.PAST:
            return
        if _is_in_full(claim.subject):
            self._titles[claim.subject.name].add(words(title)[-1])
        if (office := self._office(f"{title} of {claim.object.name}")) is not None:
            self._tell(office, Told(claim.evidence.document, claim.subject))

    def _office(self, description: str) -> Body | None:
        """The office that a description says, whatever the order of its words; None if it does not say whose."""
        body = self._bodies.read(description)
        return body if body is not None and body.owners and self._bodies.is_office(description) else None

    def _last(self, told: Iterable[Told], day: str | None) -> list[Told]:
        """Those told of on the last day up to one, else on the first after it; all, where a date is not known."""
        dated = [(self._dates.get(each.document), each) for each in told]
        if day is None or any(date is None for date, _ in dated):
            return [each for _, each in dated]
        before = [date for date, _ in dated if date is not None and date <= day]
        after = [date for date, _ in dated if date is not None and date > day]
        chosen = max(before) if before else min(after, default=None)
        return [each for date, each in dated if date == chosen]


def _is_in_full(mention: Mention) -> bool:
    return " " in mention.name and mention.name in mention.text
