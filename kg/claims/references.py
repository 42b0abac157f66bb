"""Descriptions that stand for something the document names: "his country", "the bloc", "the prime minister".

Where the document gives two equally good things a description could stand for, it stands for neither.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.claims.affiliations import Affiliations, is_former
from kg.claims.cast import Cast, Named
from kg.claims.kinds import Kinds
from kg.claims.phrases import Phrase, Tree, noun_phrase
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
        self._trees = trees
        self._kinds = kinds
        self._cast = cast
        self._affiliations = affiliations
        self._resolve = resolve

    def find(self, phrase: Phrase) -> Mention | None:
        """The named thing a description stands for; None if there is none, or no one."""
        tree, head = phrase.tree, phrase.head
        if head.pos not in ("NOUN", "PROPN") or head.tag in ("NNS", "NNPS"):
            return None
        found = self._titled(phrase)
        text = plain(surface(tree, phrase.span)).casefold()  # no capital: "the President" names nobody elsewhere
        if found is None and head.pos == "NOUN":
            owner = tree.child(head, "poss")
            found = self._owned(tree, head, owner) if owner is not None else self._class(phrase)
        return None if found is None else replace(found, span=phrase.span, text=text)

    def _titled(self, phrase: Phrase) -> Mention | None:
        """The person introduced before with a title: "the prime minister", "the French president"."""
        tree, head = phrase.tree, phrase.head
        title = self._affiliations.title(tree, head)
        definite = _is_the(tree, head) or tree.child(head, "poss") is not None
        if title is None or not definite or is_former(tree, head) or tree.child(head, "appos", "relcl", "acl"):
            return None
        words = [token for token in phrase.tokens if token.index <= head.index and token.dep not in ("det", "case")]
        body, place = self._affiliations.body(tree, head), (self._position(tree), head.index)
        if body is None:
            said = " ".join(token.text.casefold() for token in words) == title
            bare = phrase.tokens[-1].index <= head.index
            return self._affiliations.titled(title, place) if said and bare else None
        lower = [token for token in words if token.text.islower() and not token.entity]
        said = " ".join(token.text for token in lower) == title
        return self._affiliations.titled(title, place, body.name) if said else None

    def _owned(self, tree: Tree, head: Token, owner: Token) -> Mention | None:
        """What somebody's country or party is: "his country"."""
        type_ = self._kinds.of_noun(tree, head)
        if type_ is None or head.lemma in PARTS or any(child.lemma in OTHERS for child in tree.children(head, "amod")):
            return None
        person = self._resolve(noun_phrase(tree, owner))
        if person is None or tree.child(head, "prep", "relcl", "compound"):
            return None
        if self._kinds.is_home(person.type) and self._kinds.is_home(type_):
            return person  # "our country", in the words of its president
        if person.type != self._kinds.person:
            return None
        if self._kinds.is_national(type_, head.lemma):
            return self._national(person, type_, head.lemma)
        return self._affiliations.of(person, lambda body: self._kinds.is_called(body, type_, head.lemma))

    def _national(self, person: Mention, type_: TypeId, noun: str) -> Mention | None:
        """What a person's state has: "the Hungarian government"."""
        state = self._affiliations.state(person)
        people = self._affiliations.people(state) if state is not None else None
        return replace(person, name=f"{people} {noun}", type=type_, key=None, named=False) if people else None

    def _class(self, phrase: Phrase) -> Mention | None:
        """The named thing a noun like "the court" means: the last one called so, or the state last in focus."""
        tree, head = phrase.tree, phrase.head
        type_ = self._kinds.of_noun(tree, head)
        if type_ is None or type_ == self._kinds.person or head.lemma in PARTS or not self._kinds.is_actor(type_):
            return None
        if not _is_definite(phrase):
            return None
        fits = self._is_home if self._kinds.is_home(type_) else lambda each: self._is_called(each, head.lemma)
        return self._nearest(tree, head, fits)

    def _is_home(self, named: Named) -> bool:
        return self._kinds.is_home(named.mention.type)

    def _is_called(self, named: Named, noun: str) -> bool:
        type_ = named.mention.type
        return noun in named.called and self._kinds.is_actor(type_) and type_ != self._kinds.person

    def _nearest(self, tree: Tree, head: Token, fits: Callable[[Named], bool]) -> Mention | None:
        """The one thing that fits in the nearest sentence that names any; None if it names two."""
        place = (self._position(tree), head.index)
        fitting = [each for each in self._cast.before(place) if fits(each)]
        if not fitting or (fits == self._is_home and place[0] - fitting[0].place[0] > FOCUS):
            return None
        nearest = {each.mention.name: each.mention for each in fitting if each.place[0] == fitting[0].place[0]}
        return next(iter(nearest.values())) if len(nearest) == 1 else None

    def _position(self, tree: Tree) -> int:
        """Which sentence of the document it is."""
        return tree.sentence.index - self._trees[0].sentence.index


def _is_the(tree: Tree, head: Token) -> bool:
    determiner = tree.child(head, "det")
    return determiner is not None and determiner.lemma == "the"


def _is_definite(phrase: Phrase) -> bool:
    """Whether a phrase is an article and a noun, with nothing that narrows down which: "the bloc"."""
    tree, head = phrase.tree, phrase.head
    determiner = tree.child(head, "det")
    bare = [token for token in phrase.tokens if token is not determiner and token.dep != "case"] == [head]
    return _is_the(tree, head) and bare and not tree.child(head, "relcl", "acl")
