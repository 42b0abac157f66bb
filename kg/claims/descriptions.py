"""Phrases without a name of their own, and what introduced those that come back ("the plan", "20-point peace plan")."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.claims.kinds import Kinds
from kg.claims.names import NAME_LABELS, Names, entities
from kg.claims.phrases import Phrase, Tree, noun_phrase
from kg.claims.wording import Owner, called, plain, surface
from kg.model import Mention, Token

DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})
NONE_IN_PARTICULAR = frozenset({"any", "no", "every", "each", "another"})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})


@dataclass(frozen=True, slots=True)
class Introduced:
    """An instrument or event as the document first describes it."""

    place: tuple[int, int]  # sentence and word
    head: str
    plural: bool
    words: frozenset[str]  # in front of the head
    mention: Mention
    company: frozenset[str]  # what else its sentence names


class Descriptions:
    """The descriptions of one document and what they stand for."""

    def __init__(self, trees: Sequence[Tree], names: Names, kinds: Kinds, owner: Owner) -> None:
        self._trees = trees
        self._names = names
        self._kinds = kinds
        self._owner = owner
        self._introduced: list[Introduced] = []

    def introduce(self) -> None:
        """Note what the document introduces, from its first sentence to its last; later ones look back on earlier."""
        for tree in self._trees:
            company = frozenset(self._company(tree))
            for head in tree.tokens:
                if self.comes_back(head) and self._introduces(phrase := noun_phrase(tree, head)):
                    self._introduced.append(self._introduction(phrase, company))

    def comes_back(self, noun: Token) -> bool:
        """Whether a noun is of those a text takes up again by another: plan, talks."""
        return noun.pos == "NOUN" and noun.dep != "compound" and self._kinds.synonyms(noun.lemma) is not None

    def describe(self, phrase: Phrase) -> Mention:
        """What a description stands for: what introduced it, or what it says itself."""
        antecedent = self._antecedent(phrase)
        text = plain(surface(phrase.tree, phrase.span))
        if antecedent is not None:
            return replace(antecedent, span=phrase.span, text=text)
        return Mention(span=phrase.span, text=text, name=self.name(phrase), type=self._kinds.of(phrase))

    def name(self, phrase: Phrase, *, short: bool = False) -> str:
        """What to call what a phrase describes."""
        dated = self._kinds.synonyms(phrase.head.lemma) is not None
        return called(phrase, self._owner, short=short, dated=dated)

    def position(self, tree: Tree) -> int:
        """Which sentence of the document it is."""
        return tree.sentence.index - self._trees[0].sentence.index

    def _introduces(self, phrase: Phrase) -> bool:
        """Whether a phrase says enough to know the thing by: "a peace plan", not "the plan"."""
        determiner = _determiner(phrase)
        words, named = _modifiers(phrase), _names_after(phrase)
        if determiner in NONE_IN_PARTICULAR or not (words or named):
            return False
        if determiner not in DEFINITE:
            return True
        return (named or len(words) > 1) and self._antecedent(phrase) is None

    def _introduction(self, phrase: Phrase, company: frozenset[str]) -> Introduced:
        name = self.name(phrase, short=True)
        return Introduced(
            place=self._place(phrase),
            head=phrase.head.lemma,
            plural=phrase.head.tag in PLURAL_TAGS,
            words=_modifiers(phrase),
            mention=Mention(span=phrase.span, text=name, name=name, type=self._kinds.of(phrase)),
            company=company,
        )

    def _company(self, tree: Tree) -> Iterator[str]:
        """What a sentence names."""
        for _, name in entities([tree], {"PERSON", "GPE", "ORG", "NORP"}):
            if (mention := self._names.find(noun_phrase(tree, name[-1]))) is not None:
                yield mention.name

    def _antecedent(self, phrase: Phrase) -> Mention | None:
        """What introduced a description: by the same noun, else by one a text uses for the same thing."""
        here, synonyms = self._place(phrase), self._kinds.synonyms(phrase.head.lemma)
        if synonyms is None:
            return None  # only what comes back by another noun is ever introduced
        own = next((item.mention for item in self._introduced if item.place == here), None)
        if own is not None:
            return own
        headline = _is_bare_headline(phrase)
        owner = phrase.tree.child(phrase.head, "poss")
        if owner is not None and _modifiers(phrase):
            return None
        if owner is None and not headline and _determiner(phrase) not in DEFINITE:
            return None
        known = [item for item in self._introduced if headline or item.place <= here]
        fitting = [item for item in known if item.head in synonyms and self._fits(item, phrase, owner)]
        same = [item for item in fitting if item.head == phrase.head.lemma]
        if same:
            return same[0 if headline else -1].mention
        return fitting[0].mention if fitting and not _modifiers(phrase) else None  # what the document is about

    def _fits(self, item: Introduced, phrase: Phrase, owner: Token | None) -> bool:
        """Whether number, modifiers and owner agree: "Zelenskyy's plan" was introduced where he is named."""
        if item.plural != (phrase.head.tag in PLURAL_TAGS) or not _modifiers(phrase) <= item.words:
            return False
        return owner is None or self._owner(phrase.tree, owner) in item.company

    def _place(self, phrase: Phrase) -> tuple[int, int]:
        return self.position(phrase.tree), phrase.head.index


def _determiner(phrase: Phrase) -> str:
    determiner = phrase.tree.child(phrase.head, "det")
    return determiner.lemma if determiner is not None else ""


def _is_bare_headline(phrase: Phrase) -> bool:
    """Whether a phrase is one singular noun at the start: "Framework seeks guarantees"."""
    tokens = phrase.tokens
    return len(tokens) == 1 and tokens[0].index == 0 and tokens[0].tag == "NN"


def _names_after(phrase: Phrase) -> bool:
    """Whether what follows the head noun names somebody: "the agreement with Iran"."""
    return any(token.entity in NAME_LABELS for token in phrase.tokens if token.index > phrase.head.index)


def _modifiers(phrase: Phrase) -> frozenset[str]:
    """The content words in front of the head noun, without owner and determiner."""
    words = set[str]()
    for child in phrase.tree.children(phrase.head):
        if child.dep not in ("det", "poss", "case", "punct") and child.index < phrase.head.index:
            words |= {token.lemma for token in phrase.tree.subtree(child) if token.pos not in ("PUNCT", "DET")}
    return frozenset(words)
