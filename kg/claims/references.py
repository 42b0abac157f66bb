"""Descriptions that stand for something the document names: "his country", "the bloc", "the prime minister".

Where the document gives two equally good things a description could stand for, it stands for neither.
"""

from collections.abc import Callable
from dataclasses import replace

from kg.claims.affiliations import Affiliations
from kg.claims.grammar import Phrase, Tree, noun_phrase
from kg.claims.kinds import Kinds
from kg.claims.wording import plain, surface
from kg.model import Mention, Token, TypeId

OTHERS = frozenset({"former", "neighbouring", "neighboring", "new", "other", "previous", "rival"})

type Resolve = Callable[[Phrase], Mention | None]


class References:
    """What the descriptions of one document stand for that name nothing themselves. `resolve` knows whose they are."""

    def __init__(self, kinds: Kinds, affiliations: Affiliations, resolve: Resolve) -> None:
        self._kinds = kinds
        self._affiliations = affiliations
        self._resolve = resolve

    def find(self, phrase: Phrase) -> Mention | None:
        """The named thing a description stands for; None if there is none, or no one."""
        tree, head = phrase.tree, phrase.head
        if head.pos != "NOUN" or head.tag == "NNS":
            return None
        owner = tree.child(head, "poss")
        found = self._owned(tree, head, owner) if owner is not None else None
        return None if found is None else replace(found, span=phrase.span, text=plain(surface(tree, phrase.span)))

    def _owned(self, tree: Tree, head: Token, owner: Token) -> Mention | None:
        """What somebody's country or party is: "his country"."""
        type_ = self._kinds.of_noun(tree, head)
        if type_ is None or any(child.lemma in OTHERS for child in tree.children(head, "amod")):
            return None
        person = self._resolve(noun_phrase(tree, owner))
        if person is None or person.type != self._kinds.person or tree.child(head, "prep", "relcl", "compound"):
            return None
        if self._kinds.is_national(type_, head.lemma):
            return self._national(person, type_, head.lemma)
        return self._affiliations.of(person, lambda body: self._kinds.is_called(body, type_, head.lemma))

    def _national(self, person: Mention, type_: TypeId, noun: str) -> Mention | None:
        """What a person's state has: "the Hungarian government"."""
        state = self._affiliations.state(person)
        people = self._affiliations.people(state) if state is not None else None
        return replace(person, name=f"{people} {noun}", type=type_, key=None, named=False) if people else None
