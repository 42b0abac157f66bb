"""What a pronoun stands for: the nearest antecedent of its kind that fits what is said of it.

Subjects come first (Hobbs 1978): of the clauses the pronoun stands in, then of its sentence, then of those before.
A pronoun that is an object is not the subject of its own clause, but a reflexive is. "It" as an object is first taken
for an instrument or event, "them" for the nearest plural. "It" and "they" stand for nothing where two things further
off fit equally well, or where the sentence asks for no kind of thing at all.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import count, islice

from kg.claims import genders
from kg.claims.descriptions import Descriptions
from kg.claims.genders import CLEAR, PRONOUNS, Gender
from kg.claims.grammar import surface_subjects
from kg.claims.kinds import Kinds
from kg.claims.names import Names
from kg.claims.phrases import Phrase, Tree, noun_phrase
from kg.claims.wording import PLACES
from kg.model import Mention, Token

type Group = tuple[tuple[Mention, ...], bool]  # whether the first of several is meant

PERSONAL = frozenset({"he", "she", "him", "his", "her", "hers", "himself", "herself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
IMPERSONAL = frozenset({"it", "its", "itself"}) | PLURAL
REFLEXIVE = ("self", "selves")
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
        self._groups: dict[int, tuple[list[Group], Iterator[Group]]] = {}  # those found, and the rest, by place

    def antecedent(self, phrase: Phrase, fits: Callable[[Mention], bool]) -> Mention | None:
        """The nearest thing before a pronoun that agrees with it and fits; None if there is none."""
        word = phrase.head.text.casefold()
        if word not in PERSONAL | IMPERSONAL:
            return None
        if word.endswith(REFLEXIVE) and (subject := _own_subject(phrase)) is not None:
            return self._reflexive(phrase, subject, fits)
        for candidates, sure in self._candidates(phrase, fits):
            fitting = [mention for mention in candidates if fits(mention)]
            if fitting:
                several = word in IMPERSONAL and not sure and any(one.name != fitting[0].name for one in fitting)
                return None if several else replace(fitting[0], span=phrase.span, text=phrase.head.text)
        return None

    def _reflexive(self, phrase: Phrase, subject: Phrase, fits: Callable[[Mention], bool]) -> Mention | None:
        found = self.antecedent(subject, fits) if is_pronoun(subject) else self._mention(subject)
        if found is None or not self._agrees(found, phrase.head.text.casefold()) or not fits(found):
            return None
        return replace(found, span=phrase.span, text=phrase.head.text)

    def _candidates(self, phrase: Phrase, fits: Callable[[Mention], bool]) -> Iterator[Group]:
        """Groups of what may be meant, the likeliest first; of some the first is, of others whatever fits alone.

        Where anything fits there is no telling which "it" is, but for a plan or talks that a text takes up again.
        """
        word, place = phrase.head.text.casefold(), phrase.head.span.start
        anything = Mention(span=phrase.span, text=word, name=word, type=self._kinds.clause)
        vague = word in IMPERSONAL and phrase.head.dep in (*SUBJECTS, "dobj", "pobj") and fits(anything)
        if place not in self._groups:
            self._groups[place] = ([], iter(()))  # nothing, for whoever asks while this is being found out
            self._groups[place] = ([], self._agreeing(phrase, self._subject(phrase)))
        groups, rest = self._groups[place]
        for position in count():
            if position == len(groups):
                self._groups[place] = (groups, iter(()))
                groups.extend(islice(rest, 1))
                self._groups[place] = (groups, rest)
            if position == len(groups) or (vague and position):
                return
            yield groups[position]

    def forget(self) -> None:
        """Find everything out anew, now that the document's descriptions are known."""
        self._groups.clear()

    def _agreeing(self, phrase: Phrase, acting: str) -> Iterator[Group]:
        """What agrees with a pronoun, in groups, first the things that a text takes up again; none twice."""
        word, seen = phrase.head.text.casefold(), set[str]()
        for candidates, sure in self._nouns(phrase, word):
            agreeing = dict[str, Mention]()
            for mention in candidates:
                if self._agrees(mention, word) and not _is_part(mention.name, acting) and mention.name not in seen:
                    agreeing.setdefault(mention.name, mention)
            seen |= agreeing.keys()
            yield tuple(agreeing.values()), sure

    def _nouns(self, phrase: Phrase, word: str) -> Iterator[tuple[Iterator[Mention], bool]]:
        tree, pronoun = phrase.tree, phrase.head
        is_object = pronoun.dep in ("dobj", "pobj")
        yield self._things(phrase) if word == "it" and is_object else iter(()), True
        if word in PLURAL and is_object:
            plurals = [head for head in tree.tokens[: pronoun.index][::-1] if head.tag == "NNS"]
            yield self._actors(phrase, tree, plurals), True
        yield self._actors(phrase, tree, _clause_subjects(tree, pronoun)), True
        for earlier in (tree, *self._sentences_before(tree)):
            heads = list(_by_role(earlier, pronoun.index if earlier is tree else len(earlier.tokens)))
            if word in PLURAL:  # only a subject of its own clauses may be one body: "police said they"
                heads = [head for head in heads if head.tag in ("NNS", "NNPS")]
            if word in IMPERSONAL and pronoun.dep in (*SUBJECTS, "dobj", "pobj") and earlier is not tree:
                heads = [head for head in heads if head.dep in SUBJECTS]
            yield self._actors(phrase, earlier, heads), False

    def _subject(self, phrase: Phrase) -> str:
        """The name of who does something to a pronoun, and so is not meant by it: the first of "he asked him"."""
        subject = _own_subject(phrase) if phrase.head.dep in ("dobj", "pobj", "dative") else None
        if subject is None or (is_pronoun(subject) and subject.head.dep not in SUBJECTS):
            return ""
        found = self.antecedent(subject, lambda mention: True) if is_pronoun(subject) else self._names.find(subject)
        return found.name if found is not None else ""

    def _agrees(self, mention: Mention, word: str) -> bool:
        """Whether a pronoun is of the kind that stands for a thing."""
        return (mention.type == self._kinds.person) == (word in PERSONAL) and not self._is_other(mention, word)

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

    def _mention(self, phrase: Phrase) -> Mention:
        return self._names.find(phrase) or self._descriptions.describe(phrase)

    def _actors(self, phrase: Phrase, tree: Tree, heads: Iterable[Token]) -> Iterator[Mention]:
        """Whom nouns of a sentence name, or of the pronoun's own also what they describe, where number agrees."""
        word, here = phrase.head.text.casefold(), tree is phrase.tree
        gender = PRONOUNS.get(word)
        for head in heads:
            candidate = noun_phrase(tree, head)
            if head.pos not in ("NOUN", "PROPN", "ADJ") or (here and phrase.head in candidate.tokens):
                continue
            if gender is not None and genders.of_noun(head) not in (gender, None):
                continue
            if (named := self._names.find(candidate)) is not None:
                if word in PERSONAL or self._is_of_number(named, head, plural=word in PLURAL):
                    yield named
            elif here and (head.tag == "NNS") == (word in PLURAL) and head.dep in (*SUBJECTS, "conj"):
                yield self._descriptions.describe(candidate)  # "the parties ... their": nearer than a name

    def _is_of_number(self, named: Mention, head: Token, *, plural: bool) -> bool:
        """Whether "they", else "it", may be a name: no state or place is "they", and no adjective either."""
        if head.pos == "ADJ" or head.dep in ("amod", "compound"):
            return False
        if plural:
            return head.entity not in PLACES and not self._kinds.is_home(named.type)
        return head.tag != "NNS" and (head.tag != "NNPS" or head.entity != "NORP")

    def _sentences_before(self, tree: Tree) -> Sequence[Tree]:
        position = self._descriptions.position(tree)
        return self._trees[max(position - SENTENCES_BACK, 0) : position][::-1]


def is_pronoun(phrase: Phrase) -> bool:
    """Whether a phrase is a pronoun."""
    return phrase.head.pos == "PRON" or phrase.head.tag in ("PRP", "PRP$")


def _is_part(name: str, full: str) -> bool:
    """Whether all words of a name are in another one: "Rossi", "Anna Rossi"."""
    return set(name.split()) <= set(full.split())


def _own_subject(phrase: Phrase) -> Phrase | None:
    """The subject of the clause a pronoun is an object in: who "themselves" are."""
    verb = next((each for each in phrase.tree.ancestors(phrase.head) if each.pos in ("VERB", "AUX")), None)
    subjects = surface_subjects(phrase.tree, verb) if verb is not None else []
    subject = subjects[0] if len(subjects) == 1 else phrase.head
    return None if subject.text.casefold().endswith(REFLEXIVE) else noun_phrase(phrase.tree, subject, without=verb)


def _clause_subjects(tree: Tree, pronoun: Token) -> Iterator[Token]:
    """The subjects of the clauses a pronoun stands in, but not of its own if it is an argument there.

    Before them, who does what a noun names that the pronoun hangs on: "the publication by the UN of its report".
    """
    above = list(tree.ancestors(pronoun)) if pronoun.dep == "poss" else []
    for noun in (each for each in above if each.pos == "NOUN"):
        agents = [name for by in tree.children(noun, "prep") if by.lemma == "by" for name in tree.children(by, "pobj")]
        yield from (name for name in agents if name.index < pronoun.index)
    clauses = [ancestor for ancestor in tree.ancestors(pronoun) if ancestor.pos in ("VERB", "AUX")]
    own = clauses[:1] if pronoun.dep in ("dobj", "pobj", "dative", *SUBJECTS) else []
    barred = {noun.index for verb in own for noun in surface_subjects(tree, verb)}
    for clause in clauses:
        subjects = surface_subjects(tree, clause)
        yield from (noun for noun in subjects if noun.index < pronoun.index and noun.index not in barred)


def _by_role(tree: Tree, before: int) -> Iterator[Token]:
    for roles in (SUBJECTS, OTHERS):
        yield from (token for token in tree.tokens if token.dep in roles and token.index < before)
