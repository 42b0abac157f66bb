"""How many claims of a gold set were found, and how many of those found are right.

Two claims agree when their relations do and both ends name the same thing. A relation agrees with itself, and by half
with one above or below it in the ontology; ends of symmetric relations may change places. Names are the same when they
have the same words, articles and possessive endings aside, or the same head noun and at least half of their words.
Each claim is paired once, best pairs first, as in Kuhn-Munkres matching but greedily.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Protocol

from kg.ontology import Ontology

Row = Mapping[str, Any]  # a claim in the format of the annotation guide

ARTICLES = frozenset("a an the this that these those its his her their our any some".split())
QUALIFIERS = {"polarity": "affirmed", "modality": "asserted", "holder": None}  # what a claim that gives none has
LINKS = frozenset("of to for in on with by from at into over between about near and or that which who as".split())


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one document or of several."""

    gold: int
    predicted: int
    matched: float

    @property
    def precision(self) -> float:
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.matched / (self.gold + self.predicted) if self.gold + self.predicted else 0.0


def total(scores: Sequence[Score]) -> Score:
    """All documents as one."""
    return Score(
        sum(score.gold for score in scores),
        sum(score.predicted for score in scores),
        sum(score.matched for score in scores),
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold claim and the found claim that states it, by their places in their lists."""

    gold: int
    found: int
    credit: float  # 1, or 0.5 for the relation above or below
    agrees: Mapping[str, bool]  # polarity, modality, holder


class Scorer(Protocol):
    """How claims of a document are compared with gold; the development gold brings its own."""

    def counts(self, claim: Row) -> bool:
        """Whether the gold has something to say about claims of this relation."""
        ...

    def same(self, gold: Row, role: str, name: str) -> bool:
        """Whether a name stands for the subject or object of a gold claim."""
        ...

    def credit(self, gold: Row, found: Row) -> float:
        """1, 0.5 or 0: how far a found claim states the gold one."""
        ...

    def pair(self, gold: Sequence[Row], found: Sequence[Row]) -> list[Pair]:
        """The claims of one document that state each other, each at most once."""
        ...


@dataclass(frozen=True, slots=True)
class OwnScorer:
    """The scorer of the project's own gold set."""

    ontology: Ontology
    annotated: frozenset[str]  # relations the gold set has; it says nothing of others

    def counts(self, claim: Row) -> bool:
        """Whether the relation is annotated at all."""
        return claim["relation"] in self.annotated

    def same(self, gold: Row, role: str, name: str) -> bool:
        """Whether a name is the gold claim's, one of its aliases, or close to it."""
        return _same(gold, role, name)

    def credit(self, gold: Row, found: Row) -> float:
        """The agreement of relation and both ends."""
        return agreement(gold, found, self.ontology)

    def pair(self, gold: Sequence[Row], found: Sequence[Row]) -> list[Pair]:
        """Best pairs first, of equals those with the same evidence, then in the order of the lists."""
        options = [
            (value, int(left.get("evidence") == right.get("evidence")), i, j)
            for (i, left), (j, right) in product(enumerate(gold), enumerate(found))
            if (value := self.credit(left, right))
        ]
        known, rows, columns, pairs = _known_names(gold), set[int](), set[int](), list[Pair]()
        for value, _, i, j in sorted(options, key=lambda option: (-option[0], -option[1], option[2], option[3])):
            if i not in rows and j not in columns:
                rows.add(i)
                columns.add(j)
                pairs.append(Pair(i, j, value, _qualifiers(gold[i], found[j], known)))
        return pairs


def compare(gold: Sequence[Row], predicted: Sequence[Row], ontology: Ontology) -> Score:
    """Score the predicted claims of one document by the own scorer."""
    pairs = OwnScorer(ontology, frozenset()).pair(gold, predicted)
    return Score(len(gold), len(predicted), sum(pair.credit for pair in pairs))


def agreement(gold: Row, predicted: Row, ontology: Ontology) -> float:
    """1, 0.5 or 0: how far a predicted claim states the gold one."""
    expected, found = ontology.relation(gold["relation"]), ontology.relation(predicted["relation"])
    related = expected.id in found.parents or found.id in expected.parents
    if expected.id != found.id and not related:
        return 0.0
    ends = [(predicted["subject"], predicted["object"])]
    ends += [(predicted["object"], predicted["subject"])] if expected.symmetric else []
    fits = any(_same(gold, "subject", subject) and _same(gold, "object", object_) for subject, object_ in ends)
    return (1.0 if expected.id == found.id else 0.5) * fits


def _same(gold: Row, role: str, name: str) -> bool:
    names = [gold[role], *gold.get(f"{role}_aliases", ())]
    if words(name) in [words(other) for other in names]:
        return True
    left, right = set(words(gold[role])) - LINKS, set(words(name)) - LINKS
    half = 2 * len(left & right) >= len(left | right) > 0
    return half and _head(gold[role]) == _head(name) and ("not" in left) == ("not" in right)


def _known_names(gold: Sequence[Row]) -> dict[str, set[str]]:
    """All names of each thing of a document."""
    known = defaultdict[str, set[str]](set)
    for claim, role in product(gold, ("subject", "object")):
        known[claim[role]] |= {claim[role], *claim.get(f"{role}_aliases", ())}
    return known


def _qualifiers(gold: Row, found: Row, known: Mapping[str, set[str]]) -> dict[str, bool]:
    """Which of polarity, modality and holder agree; a holder may go by any name it has in the document."""
    agrees = {name: (gold.get(name) or none) == (found.get(name) or none) for name, none in QUALIFIERS.items()}
    if (expected := gold.get("holder")) and (holder := found.get("holder")):
        aliases = sorted(known.get(expected, ()))
        agrees["holder"] = _same({"holder": expected, "holder_aliases": aliases}, "holder", holder)
    return agrees


def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, articles, dots and possessive endings aside."""
    found = re.findall(r"[\w'-]+", name.casefold().replace("’", "'").replace(".", ""))
    return tuple(word.removesuffix("'s") for word in found if word not in ARTICLES)


def _head(name: str) -> str:
    found = words(name)
    end = next((place for place, word in enumerate(found) if place and word in LINKS), len(found))
    return found[end - 1] if found else ""
