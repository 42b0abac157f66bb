"""Descriptions that stand for something the document names: "his country", "the bloc", "the prime minister".

Where the document gives two equally good things a description could stand for, it stands for neither.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.claims.affiliations import Affiliations
from kg.claims.cast import Cast, Named
from kg.claims.grammar import Phrase, Tree, noun_phrase
from kg.claims.kinds import Kinds
from kg.claims.wording import plain, surface
from kg.model import Mention, Token, TypeId

OTHERS = frozenset({"former", "neighbouring", "neighboring", "new", "other", "previous", "rival"})
FOCUS = 2  # sentences back to the state that "the country" is; chosen by reading, not swept
PARTS = frozenset({"state", "republic"})  # may be a part of a state: "the state's primary"

type Resolve = Callable[[Phrase], Mention | None]


class References:
    """What the descriptions of one document stand for that name nothing themselves. `resolve` knows whose they are."""

    def __init__(
        self, trees: Sequence[Tree], kinds: Kinds, cast: Cast, affiliations: Affiliations, resolve: Resolve
    ) -> None:
        self._first = trees[0].sentence.index
        self._kinds = kinds
        self._cast = cast
        self._affiliations = affiliations
        self._resolve = resolve

    def find(self, phrase: Phrase) -> Mention | None:
        """The named thing a description stands for; None if there is none, or no one."""
        tree, head = phrase.tree, phrase.head
        if head.pos != "NOUN" or head.tag == "NNS":
            return None
        owner = tree.child(head, "poss")
        if owner is not None:
            found = self._owned(tree, head, owner)
        else:
            found = self._class(tree, head) if _is_definite(phrase) else None
        return None if found is None else replace(found, span=phrase.span, text=plain(surface(tree, phrase.span)))

    def _owned(self, tree: Tree, head: Token, owner: Token) -> Mention | None:
        """What somebody's country or party is: "his country"."""
        type_ = self._kinds.of_noun(tree, head)
        if type_ is None or head.lemma in PARTS or any(child.lemma in OTHERS for child in tree.children(head, "amod")):
            return None
        person = self._resolve(noun_phrase(tree, owner))
        if person is not None and self._kinds.is_home(person.type) and self._kinds.is_home(type_):
            return person  # "our country", in the words of its president
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

    def _class(self, tree: Tree, head: Token) -> Mention | None:
        """The named thing a noun like "the court" means: the last one called so, or the state last in focus."""
        type_ = self._kinds.of_noun(tree, head)
        if type_ is None or type_ == self._kinds.person or head.lemma in PARTS or not self._kinds.is_actor(type_):
            return None
        fits = self._is_home if self._kinds.is_home(type_) else lambda each: self._is_called(each, type_, head.lemma)
        return self._nearest(tree, head, fits)

    def _is_home(self, named: Named) -> bool:
        return self._kinds.is_home(named.mention.type)

    def _is_called(self, named: Named, type_: TypeId, noun: str) -> bool:
        return (
            noun in named.called
            and self._kinds.is_actor(named.mention.type)
            and named.mention.type != self._kinds.person
        )

    def _nearest(self, tree: Tree, head: Token, fits: Callable[[Named], bool]) -> Mention | None:
        """The one thing that fits in the nearest sentence that names any; None if it names two."""
        place = (tree.sentence.index - self._first, head.index)
        fitting = [each for each in self._cast.before(place) if fits(each)]
        if not fitting or (fits == self._is_home and place[0] - fitting[0].place[0] > FOCUS):
            return None
        nearest = {each.mention.name: each.mention for each in fitting if each.place[0] == fitting[0].place[0]}
        return next(iter(nearest.values())) if len(nearest) == 1 else None


def _is_definite(phrase: Phrase) -> bool:
    """Whether a phrase is an article and a noun, with nothing that narrows down which: "the bloc"."""
    tree, head = phrase.tree, phrase.head
    determiner = tree.child(head, "det")
    bare = [token for token in phrase.tokens if token is not determiner and token.dep != "case"] == [head]
    return determiner is not None and determiner.lemma == "the" and bare and not tree.child(head, "relcl", "acl")
