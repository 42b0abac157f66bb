"""Who bears which title, as the documents of a collection tell it: "President Brandt", "Kenya's foreign minister".

A title stands in front of a full name, or a claim of an affiliating relation (`kg:affiliates`) has it as its cue. Of
several bearers of an office the one told of in the same document counts, else the last one told of by its day: the next
one may only have come to office later.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
        self._person = Kinds(ontology).person
        self._nouns = ontology.types[self._person].head_nouns if self._person in ontology.types else frozenset()
        self._told: defaultdict[Body, list[Told]] = defaultdict(list)
        self._titles: defaultdict[str, set[str]] = defaultdict(set)  # by full name
        affiliating = {relation.id for relation in ontology.relations.values() if relation.affiliates}
        for claim in claims:
            for mention in (claim.subject, claim.object, *claim.holder):
                if self._is_person(mention) and _is_in_full(mention):
                    self._titles[mention.name] |= self.titles(mention)
            if claim.relation in affiliating and claim.is_direct and self._is_person(claim.subject):
                self._learn(claim)
        self._bearers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)  # full names by title and surname
        for name, borne in self._titles.items():
            for title in borne:
                self._bearers[title, words(name)[-1]].add(name)

    def titles(self, mention: Mention) -> frozenset[str]:
        """The titles written in front of a person's name, folded, in full."""
        return titles(frozenset({mention.text}), self._nouns)

    def borne(self, mention: Mention) -> frozenset[str]:
        """The titles written in front of a name and those that claims give its bearer, folded."""
        return self.titles(mention) | frozenset(self._titles.get(mention.name, ()))

    def name(self, mention: Mention) -> str:
        """The name of a person in the collection: the surname alone where its title is another bearer's.

        A document that names Carl Brandt in full and "President Brandt" means another, if elsewhere it is Anna Brandt
        who is president, and Carl Brandt nowhere.
        """
        if not self._is_person(mention) or " " not in mention.name or mention.name in mention.text:
            return mention.name
        surname, title = words(mention.name)[-1], self.titles(mention)
        others = frozenset().union(*(self._bearers.get((each, surname), ()) for each in title))
        return mention.name.split()[-1] if others and mention.name not in others else mention.name

    def tell(self, description: str) -> bool:
        """Whether documents tell who bears the office that a description says."""
        return self._office(description) in self._told

    def of(self, description: str, document: DocumentId) -> Iterator[Told]:
        """The likely bearers of an office as one document means it: those of the document, else of the last before."""
        office = self._office(description)
        told = self._told.get(office, []) if office is not None else []
        own = [each for each in told if each.document == document]
        yield from own or self._last(told, self._dates.get(document))

    def _is_person(self, mention: Mention) -> bool:
        return mention.named and mention.type == self._person

    def _learn(self, claim: Claim[Mention]) -> None:
        title = claim.evidence.cue
        if not self._bodies.is_office(title) or claim.tense is Tense.PAST:
            return
        if _is_in_full(claim.subject):
            self._titles[claim.subject.name].add(words(title)[-1])
        if (office := self._office(f"{title} of {claim.object.name}")) is not None:
            self._told[office].append(Told(claim.evidence.document, claim.subject))

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
