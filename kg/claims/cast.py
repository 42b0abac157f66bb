"""Who and what a document names, in text order, with the common nouns each is called by."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.claims.authority import Authority
from kg.claims.grammar import bearers
from kg.claims.kinds import Kinds
from kg.claims.names import NAME_LABELS, Names, entities
from kg.claims.phrases import Tree, noun_phrase
from kg.model import Mention, Token

OF = frozenset({"of", "for", "on", "to", "and"})

type Place = tuple[int, int]  # sentence and word


@dataclass(frozen=True, slots=True)
class Named:
    """Something named at one place of a document."""

    place: Place
    mention: Mention
    called: frozenset[str]  # nouns in its name, of its kind, and of what the document says it is: "court"


class Cast:
    """The named things of one document."""

    def __init__(self, trees: Sequence[Tree], authority: Authority, names: Names, kinds: Kinds) -> None:
        self._trees = trees
        self._authority = authority
        self._names = names
        self._kinds = kinds

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """Every name of the document, in text order."""
        found = [each for position, tree in enumerate(self._trees) for each in self._of_sentence(position, tree)]
        described = self._described()
        return tuple(
            Named(place, mention, self._called(token, mention) | described.get(mention.name, frozenset()))
            for place, token, mention in found
        )

    def before(self, place: Place) -> Iterator[Named]:
        """The names before a place, the nearest first."""
        return (each for each in self.named[::-1] if each.place < place)

    def _of_sentence(self, position: int, tree: Tree) -> Iterator[tuple[Place, Token, Mention]]:
        for _, name in entities([tree], NAME_LABELS):
            mention = self._names.find(noun_phrase(tree, name[-1]))
            if mention is not None:
                yield (position, name[-1].index), name[-1], mention

    def _called(self, token: Token, mention: Mention) -> frozenset[str]:
        known = self._authority.get(mention.key) if mention.key is not None else None
        names = [mention.name, *(known.aliases if known is not None else ())]
        nouns = known.class_nouns if known is not None else ()
        return frozenset({token.text.casefold(), *map(_head, names), *nouns})

    def _described(self) -> dict[str, frozenset[str]]:
        """What the document says its named things are: "the Democratic Center, a party"."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for tree in self._trees:
            for noun in tree.tokens:
                if noun.pos != "NOUN" or noun.entity or not self._kinds.names_body(tree, noun):
                    continue
                for head in bearers(tree, noun):
                    mention = self._names.find(noun_phrase(tree, head)) if head.entity in NAME_LABELS else None
                    if mention is not None:
                        found[mention.name].add(noun.lemma)
        return {name: frozenset(nouns) for name, nouns in found.items()}


def _head(name: str) -> str:
    """The noun a name is built on: "court" for "International Court of Justice"."""
    words = name.casefold().split()
    end = next((place for place, word in enumerate(words) if place and word in OF), len(words))
    return words[end - 1]
