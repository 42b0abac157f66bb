"""Which state or organisation a person speaks for, and who bears a title, within one document.

Titles beside names tell it first ("Jens Stoltenberg, the secretary-general of NATO"), then the offices a person of the
authority file holds or held, then the state the document is about.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kg.claims.authority import Authority
from kg.claims.grammar import acting_modifiers, bearers
from kg.claims.kinds import Kinds
from kg.claims.names import Names
from kg.claims.offices import Offices
from kg.claims.phrases import Phrase, Tree, noun_phrase
from kg.model import Mention, Token

WHOSE = frozenset({"of", "for", "in", "at"})  # prepositions between a title and what it is a title of
FORMER = frozenset({"former", "ex", "late", "previous", "then", "deposed", "ousted"})

type Place = tuple[int, int]  # sentence and word


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person with a title, as one passage has it."""

    place: Place
    person: Mention
    title: str  # lower case: "prime minister"
    body: Mention | None  # the state or organisation it is a title of, where that is told
    former: bool = False


class Affiliations:
    """Who speaks for whom in one document. `pronoun` says what a pronoun stands for: "its prime minister, X"."""

    def __init__(
        self,
        trees: Sequence[Tree],
        authority: Authority,
        names: Names,
        offices: Offices,
        kinds: Kinds,
        pronoun: Callable[[Phrase], Mention | None],
    ) -> None:
        self._trees = trees
        self._authority = authority
        self._names = names
        self._offices = offices
        self._kinds = kinds
        self._pronoun = pronoun

    def of(self, person: Mention, fits: Callable[[Mention], bool]) -> Mention | None:
        """The state or organisation that a person speaks for, of those that fit; None if that leaves several."""
        told = self._told(person)
        said = [bearer.body for bearer in told if bearer.body is not None]
        for bodies in (said, [above for body in said for above in self._above(body)], self._known(person)):
            if fitting := {body.name: body for body in bodies if fits(body)}:
                return next(iter(fitting.values())) if len(fitting) == 1 else None
        homes = [self._offices.home(self._title(bearer)) for bearer in told if bearer.body is None]
        return next((home for home in homes if home is not None and fits(home)), None)

    def state(self, person: Mention) -> Mention | None:
        """The state a person speaks for, by whatever office."""
        return self.of(person, lambda body: self._kinds.is_home(body.type))

    def people(self, state: Mention) -> str | None:
        """The adjective of a state: "Hungarian"."""
        known = self._authority.get(state.key) if state.key is not None else None
        return known.demonyms[0] if known is not None and known.demonyms else None

    def spoken_for(self, person: Mention) -> Mention | None:
        """Whom a person means by "we": the state whose office the document says the person bears, or the body.

        Offices the document does not speak of say nothing: their holder may long speak for another.
        """
        said = [each.body for each in self._told(person) if each.body is not None and not each.former]
        bodies = {body.name: body for body in said if self._kinds.is_body(body)}
        if len(bodies) != 1:
            return None
        body = next(iter(bodies.values()))
        return next((each for each in self._above(body) if self._kinds.is_home(each.type)), body)

    def _told(self, person: Mention) -> list[Bearer]:
        """The titles a document gives a person; former ones only if it gives no others."""
        told = [bearer for bearer in self.bearers if bearer.person.name == person.name]
        return [bearer for bearer in told if not bearer.former] or told

    def speaks_for(self, speaker: Mention, other: Mention) -> bool:
        """Whether a speaker is the other, or bears an office there: the Kremlin's spokesman speaks for Russia."""
        told = {name for bearer in self.bearers if bearer.person.name == speaker.name for name in self._bodies(bearer)}
        above = {body.name for body in (speaker, *self._above(speaker))}
        return other.name in told | above | {body.name for body in self._known(speaker)}

    def titled(self, title: str, before: Place, body: str | None = None) -> Mention | None:
        """The one person given a title before a place, of a body if one is said; None if several bear it."""
        found = [each for each in self.bearers if each.title == title and not each.former]
        if body is not None:
            found = [each for each in found if body in self._bodies(each)]
        people = {each.person.name: each for each in found}
        if len(people) != 1 or found[0].place >= before:
            return None
        return found[0].person

    @cached_property
    def bearers(self) -> tuple[Bearer, ...]:
        """Everybody the document gives a title, in text order."""
        return tuple(found for position, tree in enumerate(self._trees) for found in self._of_sentence(position, tree))

    def title(self, tree: Tree, noun: Token) -> str | None:
        """The title a noun is: "prime minister", "envoy"; None for other nouns."""
        return self._kinds.title(tree, noun) if noun.pos in ("NOUN", "PROPN") else None

    def body(self, tree: Tree, noun: Token) -> Mention | None:
        """What a title is a title of: "Israel's prime minister", "the State Department spokesperson"."""
        name = tree.head(noun) if noun.dep in ("compound", "nmod") else None
        owners = tree.children(noun, "poss") or (tree.children(name, "poss") if name is not None else [])
        heads = [owner for owner in owners if owner.index < noun.index] or acting_modifiers(tree, noun)
        heads += [each for of in tree.children(noun, "prep") if of.lemma in WHOSE for each in tree.children(of, "pobj")]
        found = (self._body_named(tree, head) for head in heads)
        return next((body for body in found if body is not None), None)

    def _of_sentence(self, position: int, tree: Tree) -> Iterator[Bearer]:
        for noun in tree.tokens:
            title = self.title(tree, noun)
            if title is None:
                continue
            for head in bearers(tree, noun):
                person = self._names.find(noun_phrase(tree, head)) if head.entity == "PERSON" else None
                if person is not None and person.type == self._kinds.person:
                    body, former = self.body(tree, noun), is_former(tree, noun)
                    yield Bearer((position, noun.index), person, title, body, former)

    def _body_named(self, tree: Tree, head: Token) -> Mention | None:
        """What a word names that is no person; of what has no name, whose it is: "Kenya's foreign ministry"."""
        phrase = noun_phrase(tree, head)
        named = self._pronoun(phrase) if head.pos == "PRON" else self._names.find(phrase)
        if named is None and (owner := tree.child(head, "poss")) is not None and owner.pos != "PRON":
            named = self._names.find(noun_phrase(tree, owner))
        return named if named is not None and named.type != self._kinds.person else None

    def _bodies(self, bearer: Bearer) -> set[str]:
        """The names of all a bearer's title may be a title of."""
        told = [bearer.body, *self._above(bearer.body)] if bearer.body is not None else self._known(bearer.person)
        return {body.name for body in told if body is not None}

    def _above(self, body: Mention) -> list[Mention]:
        """What a body is part of, step by step: a ministry's state."""
        found: list[Mention] = []
        known = self._authority.get(body.key) if body.key is not None else None
        while known is not None and known.part_of is not None and (known := self._authority.get(known.part_of)):
            found.append(replace(body, name=known.label, type=known.type, key=known.id))
        return found

    def _known(self, person: Mention) -> list[Mention]:
        """What the authority file says a person has held offices in."""
        offices = self._authority.served(person.key) if person.key is not None else ()
        return [replace(person, name=each.label, type=each.type, key=each.id) for each in offices]

    def _title(self, bearer: Bearer) -> Phrase:
        tree = self._trees[bearer.place[0]]
        return noun_phrase(tree, tree.tokens[bearer.place[1]])


def is_former(tree: Tree, noun: Token) -> bool:
    """Whether a title is said to be borne no longer: "the former president"."""
    return any(child.lemma in FORMER for child in tree.children(noun, "amod", "advmod", "compound"))
