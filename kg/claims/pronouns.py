"""What a pronoun stands for: the nearest antecedent of its kind that fits what is said of it.

Subjects come first (cf. Hobbs 1978): of the clauses the pronoun stands in, then of its sentence, then of those before.
A pronoun that is an object is not the subject of its own clause. "It" as an object is first taken for an instrument or
event, "them" for the nearest plural.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain

from kg.claims import genders
from kg.claims.descriptions import Descriptions
from kg.claims.genders import CLEAR, PRONOUNS, Gender
from kg.claims.grammar import Phrase, Tree, noun_phrase, surface_subjects
from kg.claims.kinds import Kinds
from kg.claims.names import Names
from kg.model import Mention, Token

PERSONAL = frozenset({"he", "she", "him", "his", "her", "hers", "himself", "herself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
IMPERSONAL = frozenset({"it", "its", "itself"}) | PLURAL
SUBJECTS = ("nsubj", "nsubjpass")
OTHERS = ("dobj", "pobj", "poss", "attr", "dative", "conj", "compound", "amod")
SENTENCES_BACK = 1  # best on the own gold set: F1 .551 with 0, .565 with 1, .564 with 2, .563 with 3 and 5


class Pronouns:
    """The pronouns of one document. "I" and "we" are left alone: they are whoever is being quoted."""

    def __init__(self, trees: Sequence[Tree], names: Names, descriptions: Descriptions, kinds: Kinds) -> None:
        self._trees = trees
        self._names = names
        self._descriptions = descriptions
        self._kinds = kinds

    def antecedent(self, phrase: Phrase, fits: Callable[[Mention], bool]) -> Mention | None:
        """The nearest thing before a pronoun that agrees with it and fits; None if there is none."""
        word = phrase.head.text.casefold()
        if word not in PERSONAL | IMPERSONAL:
            return None
        things = self._things(phrase) if word == "it" and phrase.head.dep in ("dobj", "pobj") else iter(())
        for mention in chain(things, self._actors(phrase, plural=word in PLURAL)):
            if (mention.type == self._kinds.person) != (word in PERSONAL) or self._is_other(mention, word):
                continue
            if fits(mention):
                return replace(mention, span=phrase.span, text=phrase.head.text)
        return None

    def _is_other(self, mention: Mention, word: str) -> bool:
        """Whether somebody is known to be no "he" or no "she"."""
        gender = PRONOUNS.get(word)
        return gender is not None and self._gender(mention.name) not in (gender, None)

    def _gender(self, name: str) -> Gender | None:
        return self._shown.get(name) or genders.of_given(name)

    @cached_property
    def _shown(self) -> dict[str, Gender]:
        """The genders that the document itself shows clearly, by name."""
        counts: defaultdict[str, Counter[Gender]] = defaultdict(Counter)
        for tree, noun, gender, weight in genders.votes(self._trees):
            mention = self._names.find(noun_phrase(tree, noun))
            if mention is not None and mention.type == self._kinds.person:
                counts[mention.name][gender] += weight
        ranked = ((name, votes.most_common(2)) for name, votes in counts.items() if genders.of_given(name) is None)
        return {
            name: first
            for name, [(first, most), *rest] in ranked
            if most >= CLEAR and all(most >= CLEAR * fewer for _, fewer in rest)
        }

    def _things(self, phrase: Phrase) -> Iterator[Mention]:
        """Instruments and events described before, the nearest first."""
        for tree in (phrase.tree, *self._sentences_before(phrase.tree)):
            for head in tree.tokens[::-1]:
                nearer = tree is not phrase.tree or head.index < phrase.head.index
                if nearer and self._descriptions.comes_back(head):
                    candidate = noun_phrase(tree, head)
                    if phrase.head not in candidate.tokens:
                        yield self._descriptions.describe(candidate)

    def _actors(self, phrase: Phrase, *, plural: bool) -> Iterator[Mention]:
        gender = PRONOUNS.get(phrase.head.text.casefold())
        for tree, head in self._heads(phrase, plural=plural):
            candidate, here = noun_phrase(tree, head), tree is phrase.tree
            if head.pos not in ("NOUN", "PROPN", "ADJ") or (here and phrase.head in candidate.tokens):
                continue
            if gender is not None and genders.of_noun(head) not in (gender, None):
                continue
            if (named := self._names.find(candidate)) is not None:
                yield named
            elif here and (head.tag == "NNS") == plural and head.dep in (*SUBJECTS, "conj"):
                yield self._descriptions.describe(candidate)  # "the parties ... their": nearer than a name

    def _heads(self, phrase: Phrase, *, plural: bool) -> Iterator[tuple[Tree, Token]]:
        """Nouns before a pronoun, likeliest first."""
        tree, pronoun = phrase.tree, phrase.head
        if plural and pronoun.dep in ("dobj", "pobj"):
            yield from ((tree, head) for head in tree.tokens[: pronoun.index][::-1] if head.tag == "NNS")
        yield from ((tree, head) for head in _clause_subjects(tree, pronoun))
        yield from ((tree, head) for head in _by_role(tree, pronoun.index))
        for earlier in self._sentences_before(tree):
            yield from ((earlier, head) for head in _by_role(earlier, len(earlier.tokens)))

    def _sentences_before(self, tree: Tree) -> Sequence[Tree]:
        position = self._descriptions.position(tree)
        return self._trees[max(position - SENTENCES_BACK, 0) : position][::-1]


def is_pronoun(phrase: Phrase) -> bool:
    """Whether a phrase is a pronoun."""
    return phrase.head.pos == "PRON" or phrase.head.tag in ("PRP", "PRP$")


def _clause_subjects(tree: Tree, pronoun: Token) -> Iterator[Token]:
    """The subjects of the clauses a pronoun stands in, but not of its own if it is an argument there."""
    clauses = [ancestor for ancestor in tree.ancestors(pronoun) if ancestor.pos in ("VERB", "AUX")]
    own = clauses[:1] if pronoun.dep in ("dobj", "pobj", "dative", *SUBJECTS) else []
    barred = {noun.index for verb in own for noun in surface_subjects(tree, verb)}
    for clause in clauses:
        subjects = surface_subjects(tree, clause)
        yield from (noun for noun in subjects if noun.index < pronoun.index and noun.index not in barred)


def _by_role(tree: Tree, before: int) -> Iterator[Token]:
    for roles in (SUBJECTS, OTHERS):
        yield from (token for token in tree.tokens if token.dep in roles and token.index < before)
